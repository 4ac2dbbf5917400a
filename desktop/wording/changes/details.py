"""What an operation did, in lines: before and after, field by field, under the name of what it was done to. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from db.history.comparison import (
    AcceptedFinding,
    Alias,
    Change,
    Difference,
    Names,
    Record,
    Setting,
    StatedValue,
    What,
)
from db.history.table import StepState
from db.model.ids import NO_CLAIM, NO_EVENT, NO_ORGANIZATION, NO_SOURCE, ClaimId, EventId, OrganizationId, SourceId
from db.model.own_fields import FieldChoice, OwnField
from db.model.records import Claim, Event, EventKind, Organization, Preference, Relationship, Source
from db.model.saved_views import SavedView
from db.model.values import FindingKind
from desktop.wording import codes, formatting
from desktop.wording.findings import finding_name
from desktop.wording.i18n import N_, _, ngettext
from desktop.wording.language.lines import elided
from desktop.wording.records import event_line
from desktop.wording.records.record_values import SHOWN, TEXT_LIMIT, claim_values, record_field, record_value
from desktop.wording.records.relationships import whole_name

if TYPE_CHECKING:
    from db.store.steps import Step

STATES: Mapping[StepState, str] = {
    StepState.IN_EFFECT: N_("in effect"),
    StepState.UNDONE: N_("undone"),
    StepState.REVERTED: N_("reverted"),
    StepState.PAST: "",
}

SETTINGS: Mapping[str, str] = {
    "date_order": N_("Order of day and month"),
    "numbers": N_("Meaning of 1,400"),
    "fiscal_year": N_("Start of the fiscal year"),
}

#: Fields that say nothing a reader could use: they follow from others, or are told in a line of their own.
SILENT = frozenset((
    "relationship_id", "supersedes_id", "claim_count", "source_count", "built_in", "identity", "content", "choices",
    "position",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line: the name of what was touched (``heading``), or what was done to it. ``event_id``: where it leads."""

    text: str
    heading: bool = False
    event_id: EventId | None = None
    change: Change | None = None


def state_name(state: StepState) -> str:
    """What became of an operation: "undone"; empty for an undo or redo, which are what they are."""
    return _(STATES[state]) if STATES[state] else ""


def when_text(step: Step) -> str:
    """The local time of an operation: "16 Jul 2025, 14:05"."""
    when = step.recorded_at.astimezone()
    return _("{day}, {time}").format(day=formatting.short_day(when.date()), time=f"{when:%H:%M}")


def details(
    found: Sequence[Difference], names: Names, kinds: Mapping[str, EventKind], *, alone: bool = False
) -> list[HistoryLine]:
    """The differences of an operation in lines, those of one event together.

    ``alone`` leaves out the headings: all lines are about the same event.
    """
    words = _Words(names, kinds)
    lines: list[HistoryLine] = []
    groups: dict[tuple[str, int], list[Difference]] = {}
    for one in found:
        groups.setdefault(_group(one), []).append(one)
    for (what, row_id), group in groups.items():
        event_id = EventId(row_id) if what == "event" else None
        told = list(words.told(group))
        if alone:
            lines += [HistoryLine(words.named(group[0], text), event_id=event_id) for text in told]
        elif told or any(one.change is not Change.CHANGED for one in group):
            lines.append(HistoryLine(words.heading(group), heading=bool(told), event_id=event_id, change=_whole(group)))
            lines += [HistoryLine(text, event_id=event_id) for text in told]
    return lines


def event_text(event: Event, names: Names, kinds: Mapping[str, EventKind]) -> str:
    """An event in one line: "Layoff · Scale AI · 200 employees · 16 July 2025"."""
    return _Words(names, kinds).event(event)


def more_line(count: int) -> str:
    """What stands at the end of a list that is cut: "and 4,077 more"."""
    return ngettext("and {n} more", "and {n} more", count).format(n=formatting.number(count))


def _group(one: Difference) -> tuple[str, int]:
    if one.what in (What.EVENT, What.CLAIM, What.PREFERENCE):
        return "event", one.event_id or 0
    if one.what in (What.ORGANIZATION, What.ALIAS):
        return "organization", one.organization_id or 0
    if one.what is What.FIELD_VALUE:
        return ("event", one.event_id) if one.event_id is not None else ("organization", one.organization_id or 0)
    if one.what is What.FIELD_CHOICE:
        choice = one.after if one.after is not None else one.before
        return What.FIELD.value, choice.field_id if isinstance(choice, FieldChoice) else 0
    return one.what.value, one.id


def _whole(group: Sequence[Difference]) -> Change:
    """Whether what the lines are about came, went or stayed."""
    own = next((one for one in group if one.what in _WHOLES), None)
    return own.change if own is not None else Change.CHANGED


_WHOLES = frozenset(What) - {What.CLAIM, What.PREFERENCE, What.ALIAS, What.FIELD_VALUE, What.FIELD_CHOICE}


class _Words:
    """The names that the lines of one list use."""

    def __init__(self, names: Names, kinds: Mapping[str, EventKind]) -> None:
        self._names, self._kinds = names, kinds

    # What it is about.

    def heading(self, group: Sequence[Difference]) -> str:
        """The name of what a group of differences is about, and whether it came or went."""
        first = next((one for one in group if one.what in _WHOLES), group[0])
        record = first.after if first.after is not None else first.before
        name = self._name(first, record)
        match _whole(group):
            case Change.ADDED:
                return _("Added {what}").format(what=self._with_values(name, record, group))
            case Change.REMOVED:
                return _("Removed {what}").format(what=self._with_values(name, record, group))
            case _:
                return name

    def named(self, one: Difference, text: str) -> str:
        """A line that stands without its heading, within the history of an event."""
        if one.what is not What.SOURCE:
            return text
        return _("Source {name}: {text}").format(name=self._source(SourceId(one.id)), text=text)

    def _name(self, one: Difference, record: Record | None) -> str:
        if one.event_id is not None:
            return self._event(one.event_id)
        match record:
            case Organization() | Alias() | StatedValue():
                return _("Organization: {name}").format(name=self._organization(one.organization_id))
            case Source():
                return _("Source: {name}").format(name=self._source(SourceId(one.id)))
            case Relationship():
                return _("Relationship: {name}").format(name=whole_name(record, self._names.organizations))
            case EventKind():
                return _("Kind: {name}").format(name=codes.kind_name(record))
            case AcceptedFinding():
                return _("Finding: {name}").format(name=_finding(record.kind))
            case OwnField():
                return _("Field: {name}").format(name=record.name)
            case FieldChoice():
                return _("Field: {name}").format(name=self._names.fields.get(record.field_id, ""))
            case SavedView():
                return _("Saved view: {name}").format(name=record.name)
            case Setting():
                name = _(SETTINGS[record.key]) if record.key in SETTINGS else record.key
                return _("Setting: {name}").format(name=name)
        return ""

    def _with_values(self, name: str, record: Record | None, group: Sequence[Difference]) -> str:
        """The name with what its claims come to, where no line below says it."""
        told = any(one.what is What.CLAIM for one in group)
        return self.event(record) if isinstance(record, Event) and not told else name

    def event(self, event: Event) -> str:
        """An event with its parties, figures and date."""
        kind = self._kinds.get(event.kind)
        return event_line.joined(
            kind=codes.kind_name(kind or event.kind),
            who=event_line.parties(event, self._names.organizations),
            figures=event_line.figures(event.values, population=event_line.population_of(event, kind)),
            when=event_line.date_of(event),
        )

    def _event(self, event_id: EventId | None) -> str:
        kind, organization_id = self._names.events.get(event_id or NO_EVENT, ("", NO_ORGANIZATION))
        if not kind:
            return _("Event {number}").format(number=event_id)
        name = codes.kind_name(self._kinds.get(kind, kind))
        return _("{kind}: {name}").format(kind=name, name=self._organization(organization_id))

    def _organization(self, organization_id: OrganizationId | None) -> str:
        return self._names.organizations.get(organization_id or NO_ORGANIZATION, "") or _("unnamed")

    def _source(self, source_id: SourceId | None) -> str:
        name = self._names.sources.get(source_id or NO_SOURCE, "")
        return elided(name, limit=60) if name else _("no source")

    # What was done to it.

    def told(self, group: Sequence[Difference]) -> Iterator[str]:
        """The lines under the heading of a group."""
        alone = _changed_values(group, self._names.claims)
        for one in group:
            match one.what:
                case What.EVENT:
                    yield from self._changes(one, one.fields)
                    yield from self._resolved(one, alone)
                case What.CLAIM:
                    yield from self._claim(one)
                case What.PREFERENCE:
                    yield from self._preference(one)
                case What.ALIAS:
                    yield self._alias(one)
                case What.FIELD_VALUE:
                    yield self._stated(one)
                case What.FIELD_CHOICE:
                    yield self._chosen(one)
                case What.ACCEPTED_FINDING | What.SETTING if one.change is not Change.CHANGED:
                    yield from self._said(one.after if one.after is not None else one.before)
                case _:
                    yield from self._changes(one, one.fields)

    def _changes(self, one: Difference, names: Iterable[str]) -> Iterator[str]:
        for name in _told(names):
            before, after = self._text(one.before, name), self._text(one.after, name)
            if before != after:
                yield _("{field}: {before} → {after}").format(field=record_field(name), before=before, after=after)

    def _resolved(self, one: Difference, alone: frozenset[tuple[str, str, str]]) -> Iterator[str]:
        """What the claims of an event come to, unless the only claim that changed says the very same."""
        if not isinstance(one.before, Event) or not isinstance(one.after, Event):
            return
        for name in _told(one.resolved):
            texts = (
                record_value(one.before.values, name) or formatting.ABSENT,
                record_value(one.after.values, name) or formatting.ABSENT,
            )
            if texts[0] != texts[1] and (name, *texts) not in alone:
                yield _("{field}: {before} → {after}").format(field=record_field(name), before=texts[0], after=texts[1])

    def _claim(self, one: Difference) -> Iterator[str]:
        claim = one.after if one.after is not None else one.before
        assert isinstance(claim, Claim)
        source = self._source(claim.source_id)
        old = self._names.claims.get(claim.supersedes_id or NO_CLAIM)
        if one.change is Change.CHANGED:
            for name in _told(one.fields):
                before, after = self._text(one.before, name), self._text(one.after, name)
                if before != after:
                    yield _("{field} of {source}’s claim: {before} → {after}").format(
                        field=record_field(name), source=source, before=before, after=after
                    )
        elif one.change is Change.ADDED and old is not None:
            yield from self._correction(old, claim)
        elif one.change is Change.ADDED:
            yield _("Claim of {source} added: {claim}").format(source=source, claim=claim_values(claim))
        else:
            yield _("Claim of {source} removed: {claim}").format(source=source, claim=claim_values(claim))

    def _correction(self, old: Claim, new: Claim) -> Iterator[str]:
        source = self._source(old.source_id)
        for name in ("status", *SHOWN, "until"):
            before, after = record_value(old, name) or formatting.ABSENT, record_value(new, name) or formatting.ABSENT
            if before != after:
                yield _("{field} of {source}’s claim corrected: {before} → {after}").format(
                    field=record_field(name), source=source, before=before, after=after
                )
        if old.source_id != new.source_id:
            yield _("{source}’s claim corrected by {other}").format(source=source, other=self._source(new.source_id))
        if new.reason.strip():
            yield _("Reason for the correction: {reason}").format(reason=elided(new.reason, limit=TEXT_LIMIT))

    def _preference(self, one: Difference) -> Iterator[str]:
        decision = one.after if one.after is not None else one.before
        assert isinstance(decision, Preference)
        field = codes.field_name(decision.field)
        if one.change is Change.REMOVED:
            yield _("{field}: decision for {choice} taken back").format(field=field, choice=self._choice(decision))
            return
        yield _("{field}: decided for {choice}").format(field=field, choice=self._choice(decision))
        if decision.reason.strip():
            yield _("Reason for the decision: {reason}").format(reason=elided(decision.reason, limit=TEXT_LIMIT))

    def _choice(self, decision: Preference) -> str:
        if decision.claim_id is None:
            return _("all claims as plausible")
        claim = self._names.claims.get(decision.claim_id)
        value = record_value(claim, decision.field) if claim is not None else ""
        source = self._source(claim.source_id if claim is not None else None)
        return _("{source} ({value})").format(source=source, value=value) if value else source

    def _alias(self, one: Difference) -> str:
        before = one.before.name if isinstance(one.before, Alias) else ""
        after = one.after.name if isinstance(one.after, Alias) else ""
        if before and after:
            return _("Alias: {before} → {after}").format(before=before, after=after)
        if after:
            return _("Alias “{name}” added").format(name=elided(after, limit=TEXT_LIMIT))
        return _("Alias “{name}” removed").format(name=elided(before, limit=TEXT_LIMIT))

    def _stated(self, one: Difference) -> str:
        """A value of a field of one's own, before and after."""
        known = next(record for record in (one.after, one.before) if isinstance(record, StatedValue))
        before, after = (
            self._value(record) if isinstance(record, StatedValue) else formatting.ABSENT
            for record in (one.before, one.after)
        )
        name = self._names.fields.get(known.field_id, "")
        return _("{field}: {before} → {after}").format(field=name, before=before, after=after)

    def _value(self, record: StatedValue) -> str:
        text = record.value if record.choice_id is None else self._names.choices.get(record.choice_id, "")
        if record.valid_from is None:
            return elided(text, limit=TEXT_LIMIT)
        day = formatting.day(date.fromisoformat(record.valid_from))
        return _("{value} (from {day} on)").format(value=elided(text, limit=TEXT_LIMIT), day=day)

    def _chosen(self, one: Difference) -> str:
        before = one.before.name if isinstance(one.before, FieldChoice) else ""
        after = one.after.name if isinstance(one.after, FieldChoice) else ""
        if before and after:
            return _("Choice: {before} → {after}").format(before=before, after=after)
        if after:
            return _("Choice “{name}” added").format(name=elided(after, limit=TEXT_LIMIT))
        return _("Choice “{name}” removed").format(name=elided(before, limit=TEXT_LIMIT))

    def _said(self, record: Record | None) -> Iterator[str]:
        name = "value" if isinstance(record, Setting) else "note"
        text = record_value(record, name)
        if text:
            yield _("{field}: {value}").format(field=record_field(name), value=text)

    def _text(self, record: Record | None, name: str) -> str:
        """A field of a record in words; a dash where it is empty."""
        value = getattr(record, name, None)
        if isinstance(value, int) and not isinstance(value, bool):
            if name in ("organization_id", "counterparty_id", "vendor_id", "client_id", "parent_id"):
                return self._organization(OrganizationId(value))
            if name in ("event_id", "part_of_id"):
                return self._event(EventId(value))
            if name == "source_id":
                return self._source(SourceId(value))
        if name == "kind" and isinstance(record, Event):
            return codes.kind_name(self._kinds.get(record.kind, record.kind))
        return record_value(record, name) or formatting.ABSENT


def _told(names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if name not in SILENT)


def _changed_values(group: Sequence[Difference], claims: Mapping[ClaimId, Claim]) -> frozenset[tuple[str, str, str]]:
    """Field, before and after of the one claim of a group that changed or was corrected; empty where several were."""
    changed = [one for one in group if one.what is What.CLAIM]
    if len(changed) != 1 or changed[0].change is Change.REMOVED:
        return frozenset()
    before, after = changed[0].before, changed[0].after
    if before is None and isinstance(after, Claim):
        before = claims.get(after.supersedes_id or NO_CLAIM)
    return frozenset(
        (name, record_value(before, name) or formatting.ABSENT, record_value(after, name) or formatting.ABSENT)
        for name in ("status", *SHOWN, "until")
        if before is not None
    )


def _finding(code: str) -> str:
    known = {kind.value: kind for kind in FindingKind}
    return finding_name(known[code]) if code in known else code


__all__ = ["HistoryLine", "details", "event_text", "more_line", "state_name", "when_text"]
