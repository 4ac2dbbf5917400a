"""From the texts of the form to what is meant: readings beneath the fields, and the draft that is saved. No Qt.

A text that was not touched keeps its stored value to the last bit; only what was typed is read again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.ids import OrganizationId, SourceId
from db.model.records import Claim, EventKind, Source
from db.model.text import fold
from db.model.values import ImpreciseDate, KindGroup, Population, Quantity
from desktop.entry.form import (
    DATES,
    RELATIONSHIP_TEXTS,
    SIZES,
    SOURCE_DATES,
    SOURCE_TEXTS,
    TEXTS,
    ClaimForm,
    EventForm,
    Named,
    Stored,
    claim_form,
    one_line,
    source_claim,
    source_texts,
)
from desktop.entry.layout import counterparty_name
from desktop.entry.reading import Context, Reading, date_echo, read_date, read_number
from desktop.wording import codes, formatting
from desktop.wording.i18n import _
from desktop.wording.language.lines import elided


def of_kind(context: Context, kind: str, stored: Stored | None, kinds: Mapping[str, EventKind]) -> Context:
    """The context of an event: of the end of a month, a stated headcount means the last day, a change the last ten."""
    now, then = kinds.get(kind), kinds.get(stored.event.kind) if stored is not None else None
    return replace(context, level=now is not None and now.level, stored_level=then is not None and then.level)


def context_of(claim: ClaimForm, context: Context) -> Context:
    """The context of a claim: with when its source was published, be that only a month."""
    alone = replace(context, published=None, level=False)
    published = read_date(claim.published, alone, chosen=claim.chosen("published")).value
    return replace(context, published=published if published is not None and published.known else None)


def readings(form: ClaimForm, stored: Stored | None, context: Context) -> dict[str, Reading[object]]:
    """What each date and size field of a claim says; untouched texts keep their stored value."""
    claim = stored.claim(form.claim_id) if stored else None
    source = stored.source(claim) if stored and claim else form.picked
    before = claim_form(claim, source) if claim else source_claim(source) if source else ClaimForm()
    plain = replace(context, published=None, level=False)
    inner = context_of(form, context)
    then = replace(context_of(before, context), level=context.stored_level)
    found: dict[str, Reading[object]] = {}
    for name in SOURCE_DATES:
        kept = getattr(source, name) if source else None
        found[name] = _date(name, form, before, kept, (plain, plain))
    for name in DATES:
        kept = getattr(claim, name) if claim else None
        found[name] = _date(name, form, before, kept, (inner, then))
    for name, kind in SIZES.items():
        text = getattr(form, name)
        if claim is not None and text == getattr(before, name):
            found[name] = _kept_size(claim, name, text)
        else:
            number = read_number(text, context, kind=kind, chosen=form.chosen(name))
            found[name] = Reading(number.value, number.echo, number.state, number.choices, number.remember)
    effective, until = found["effective"].value, found["until"].value
    if isinstance(effective, ImpreciseDate) and isinstance(until, ImpreciseDate):
        first, last = effective.earliest, until.latest
        if first is not None and last is not None and last < first:
            problem = _("Effective until lies before effective from. Check both dates.")
            found["until"] = replace(found["until"], echo=problem, state="warning")
    return {name: found[name] for name in (*DATES, *SIZES, *SOURCE_DATES)}  # in the order of the form


def _date(
    name: str, form: ClaimForm, before: ClaimForm, kept: ImpreciseDate | None, contexts: tuple[Context, Context]
) -> Reading[object]:
    text = getattr(form, name)
    now, then = contexts
    read = read_date(text, now, chosen=form.chosen(name))
    if kept is not None and text == getattr(before, name):
        # "Last month" follows the publication date it depends on, "end of July" the kind; the rest stays as stored.
        moved = now != then and read.value is not None and read_date(text, then).value == kept
        if not moved:
            shown = read_date(text, now).echo if not kept.known and kept.words else _stored_echo(kept, text)
            return Reading(kept, shown, "warning" if not kept.known and read.state in {"warning", "error"} else "")
    return Reading(read.value, read.echo, read.state, read.choices, read.remember)


def _stored_echo(value: ImpreciseDate, text: str) -> str:
    echo = date_echo(value)
    return "" if echo == text.strip() else echo


def _kept_size(claim: Claim, name: str, text: str) -> Reading[object]:
    value: Quantity | None = getattr(claim, name)
    if value is None or not text:
        return Reading()
    if name == "percent":
        echo = formatting.percent(value)
    else:
        echo = formatting.money(value, claim.currency) if name == "amount" else formatting.quantity(value)
    return Reading(None, "" if echo == text.strip() else echo)


def sizes(form: ClaimForm, stored: Stored | None, found: Mapping[str, Reading[object]]) -> dict[str, object]:
    """Count, percentage (and of what), base, amount and currency of a claim from all four texts.

    A field's own text goes first; what it leaves out may stand in another one ("14 % (about 200)" in one field).
    """
    claim = stored.claim(form.claim_id) if stored else None
    said = {name: _contribution(name, form, claim, found[name].value) for name in SIZES if getattr(form, name)}
    values: dict[str, object] = {}
    for name in SIZES:
        order = (name, *(other for other in SIZES if other != name))
        values[name] = next((said[o][name] for o in order if o in said and said[o].get(name) is not None), None)
    said_of = next((part["percent_of"] for part in said.values() if part.get("percent_of")), "")
    values["percent_of"] = form.percent_of.strip() or (said_of if claim is None else said_of or "")
    said_currency = next((part["currency"] for part in said.values() if part.get("currency")), "")
    values["currency"] = said_currency or (claim.currency if claim and values["amount"] is not None else "")
    return values


def _contribution(name: str, form: ClaimForm, claim: Claim | None, read: object) -> dict[str, object]:
    """What the text of one size field says about all of them."""
    if claim is not None and read is None:  # untouched: whatever was stored with these words
        words = getattr(claim, name).words
        same = {
            other: value
            for other in SIZES
            if (value := getattr(claim, other)) is not None
            and (other == name or (words and value.words == words and not getattr(form, other)))
        }
        return {**same, "currency": claim.currency if "amount" in same else ""}
    if read is None:
        return {}
    part = {other: getattr(read, other) for other in (*SIZES, "percent_of", "currency")}
    if name == "base":
        part["base"], part["count"] = part["count"], None
    return part


# Drafts.


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What saving a form would write, or the problems that keep it from being saved.

    ``problems``: (field, index of the claim or -1, sentence), in reading order. ``sources``: existing sources with
    changed details. ``replaced``: sources whose claim now names another one. ``aliases``: organization id and name.
    ``own_fields``: values of fields of one's own that differ, by field.
    """

    draft: EventDraft
    problems: tuple[tuple[str, int, str], ...] = ()
    sources: tuple[Source, ...] = ()
    replaced: tuple[SourceId, ...] = ()
    aliases: tuple[tuple[OrganizationId, str], ...] = ()
    own_fields: tuple[tuple[int, str], ...] = ()


def outcome_of(form: EventForm, stored: Stored | None, context: Context, kinds: Mapping[str, EventKind]) -> Outcome:
    """The draft a form comes to. Claims that were superseded before are handed on unchanged."""
    context = of_kind(context, form.kind, stored, kinds)
    problems = _event_problems(form, context, kinds)
    claims = _superseded(form, stored) if stored else []
    edited: list[Source] = []
    replaced: list[SourceId] = []
    for index, claim in enumerate(form.claims):
        found = readings(claim, stored, context)
        problems += [(n, index, r.echo) for n, r in found.items() if r.state in {"error", "question"}]
        said, changed = _claim_draft(claim, stored, found)
        if changed is not None:
            edited.append(changed)
        old = stored.claim(claim.claim_id) if stored else None
        if old is not None and old.source_id is not None and said.source != old.source_id:
            replaced.append(old.source_id)
        if index == 0 or claim.claim_id is not None or not _silent(claim, said):
            claims.append(said)
    event, relationship = (stored.event, stored.relationship) if stored else (None, None)
    kind = kinds.get(form.kind)
    related = kind is not None and kind.group is KindGroup.RELATIONSHIP
    tolerance = read_number(form.tolerance, context).value
    draft = EventDraft(
        kind=form.kind,
        organization=_reference(form.organization),
        counterparty=_reference(form.counterparty) or None,
        side=form.side or "vendor",
        relationship_id=event.relationship_id if event and related else None,
        population=Population(form.population) if form.population else None,
        own=form.own,
        tolerance=tolerance.count.best if tolerance and tolerance.count else None,
        part_of_id=form.part_of.id,
        parts_complete=form.parts_complete,
        claims=tuple(claims),
        **{
            name: _text(getattr(form, name), getattr(event, name) if event else "", lines=name == "notes")
            for name in TEXTS
        },
        **{
            name: _text(getattr(form, name), getattr(relationship, name) if relationship else "")
            for name in RELATIONSHIP_TEXTS
        },
    )
    aliases = tuple((n.id, n.alias) for n in (form.organization, form.counterparty) if n.id is not None and n.alias)
    return Outcome(
        draft=draft, problems=tuple(problems), sources=tuple(edited), replaced=tuple(replaced), aliases=aliases,
        own_fields=_own_fields(form, stored),
    )  # fmt: skip


def _own_fields(form: EventForm, stored: Stored | None) -> tuple[tuple[int, str], ...]:
    """What was changed of the fields of one's own; "" takes a value away."""
    before, now = dict(stored.own_fields) if stored else {}, dict(form.own_fields)
    return tuple((one, now.get(one, "")) for one in sorted({*before, *now}) if now.get(one, "") != before.get(one, ""))


def _event_problems(form: EventForm, context: Context, kinds: Mapping[str, EventKind]) -> list[tuple[str, int, str]]:
    """What is wrong with the fields of the event itself: the field's name, what was found, what is expected."""
    problems = []
    name = codes.field_name
    kind, organization, other = form.kind.strip(), one_line(form.organization.text), one_line(form.counterparty.text)
    if not kind:
        problems.append(("kind", -1, _("Kind is empty; choose one from the list, for example Layoff.")))
    elif form.kind not in kinds:
        sentence = _("“{found}” is not a kind; choose one from the list, for example Layoff.")
        problems.append(("kind", -1, sentence.format(found=elided(kind))))
    if not organization:
        problems.append(("organization", -1, _("Organization is empty; type a name, for example Scale AI.")))
    elif fold(organization) == fold(other):
        sentence = _("{field}: “{found}” is the organization itself; name another one, or leave it empty.")
        field = name(counterparty_name(kinds.get(form.kind), form.side))
        problems.append(("counterparty", -1, sentence.format(field=field, found=elided(other))))
    if question := side_question(form, kinds):
        problems.append(("side", -1, question))
    tolerance = read_number(form.tolerance, context).value
    if form.tolerance.strip() and (tolerance is None or tolerance.count is None or tolerance.count.best is None):
        sentence = _("Tolerance: “{found}” is not a number of people. Example: 25")
        problems.append(("tolerance", -1, sentence.format(found=elided(form.tolerance))))
    if form.part_of.text.strip() and form.part_of.id is None:
        sentence = _("Part of: “{found}” is not an event; choose one from the list, for example by its date.")
        problems.append(("part_of", -1, sentence.format(found=elided(form.part_of.text))))
    return problems


def side_question(form: EventForm, kinds: Mapping[str, EventKind]) -> str:
    """What is asked about the side of the organization; empty where it is known, or the kind has none."""
    kind = kinds.get(form.kind)
    if form.side or kind is None or kind.group is not KindGroup.RELATIONSHIP:
        return ""
    return _("Is {organization} the vendor or the client?").format(organization=one_line(form.organization.text))


def _reference(named: Named[OrganizationId]) -> OrganizationId | str:
    return named.id if named.id is not None else " ".join(named.text.split())


def _silent(form: ClaimForm, draft: ClaimDraft) -> bool:
    """Whether a claim says nothing at all."""
    return draft == ClaimDraft(status=form.status, supersedes_id=form.supersedes_id)


def _superseded(form: EventForm, stored: Stored) -> list[ClaimDraft]:
    """What the form does not show and does not remove: claims superseded before, or by a claim of the form."""
    corrected = {claim.supersedes_id for claim in form.claims}
    return [_carried(claim) for claim in stored.claims if claim.superseded or claim.id in corrected]


def _text(text: str, stored: str, *, lines: bool = False) -> str:
    """A plain text as it is saved: as stored, unless more than what its entry cannot hold differs."""
    same = text.splitlines() == stored.splitlines() if lines else one_line(text) == one_line(stored)
    return stored if same else text.strip()


def _carried(claim: Claim) -> ClaimDraft:
    names = (
        "id", "status", *DATES, *SIZES, "percent_of", "currency", "wording", "supersedes_id", "reason",
    )  # fmt: skip
    return ClaimDraft(source=claim.source_id, **{name: getattr(claim, name) for name in names})


def _claim_draft(
    form: ClaimForm, stored: Stored | None, found: Mapping[str, Reading[object]]
) -> tuple[ClaimDraft, Source | None]:
    claim = stored.claim(form.claim_id) if stored else None
    source, changed = _source(form, stored.source(claim) if stored else None, found)
    dates = {name: found[name].value for name in DATES}
    draft = ClaimDraft(
        id=form.claim_id,
        source=source,
        status=form.status,
        wording=_text(form.wording, claim.wording if claim else "", lines=True),
        supersedes_id=form.supersedes_id,
        reason=_text(form.reason, claim.reason if claim else ""),
        **dates,  # type: ignore[arg-type]
        **sizes(form, stored, found),  # type: ignore[arg-type]
    )
    return draft, changed


def _source(
    form: ClaimForm, old: Source | None, found: Mapping[str, Reading[object]]
) -> tuple[SourceId | SourceDraft | None, Source | None]:
    """The source of a claim: the same, the same with corrected details (then it comes second too), or another one."""
    picked = form.picked
    if picked is not None and (old is None or old.id != picked.id) and _untouched(form, picked):
        # Not by its id: it may have been deleted meanwhile, and is then added again.
        names = (*SOURCE_TEXTS, *SOURCE_DATES, "notes")
        return SourceDraft(**{name: getattr(picked, name) for name in names}), None
    texts = {name: _text(getattr(form, name), getattr(old, name) if old else "") for name in SOURCE_TEXTS}
    dates = {name: found[name].value for name in SOURCE_DATES}
    if old is not None:
        now = replace(old, **texts, **dates)  # type: ignore[arg-type]
        if now == old:
            return old.id, None
        if now.url == old.url and (now.publisher, now.title) == (old.publisher, old.title):
            return old.id, now
    draft = SourceDraft(**texts, **dates)  # type: ignore[arg-type]
    return (None if draft.empty else draft), None


def _untouched(form: ClaimForm, source: Source) -> bool:
    """Whether a claim still shows a source as it is stored."""
    return all(getattr(form, name) == text for name, text in source_texts(source).items())
