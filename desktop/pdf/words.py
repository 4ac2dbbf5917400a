"""The texts of a printed snapshot: its scope, its figures and its events in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from db.analysis.series import Exclusion, HeadcountSeries, Level
from db.model.ids import NO_SOURCE, SourceId
from db.model.records import Claim, EventKind, Source
from db.model.values import ImpreciseDate, KindGroup, Population, Quantity, Status
from db.output.snapshot import EventLine, Snapshot
from desktop.look.plaintext import one_line
from desktop.pdf.flow import CELL, CELL_BOLD, CELL_NOTE, Span
from desktop.wording import codes, formatting
from desktop.wording.figures import differences
from desktop.wording.i18n import _, ngettext
from desktop.wording.records.event_line import out_of
from desktop.wording.records.own_fields import asked_text

#: Written behind a name: addresses a PDF reader may be sent to.
_SCHEMES = ("http://", "https://")


def title(snapshot: Snapshot) -> str:
    """Whom it is about."""
    return one_line(formatting.listing(list(snapshot.organizations))) or _("All organizations")


def facts(snapshot: Snapshot) -> list[tuple[str, str]]:
    """What a reader must know to get the same page again: label and value."""
    scope = snapshot.scope
    period = _("all dates")
    if scope.first is not None or scope.last is not None:
        period = formatting.period(scope.first, scope.last)
    status = codes.minimum_status_name(scope.minimum_status)
    weak = scope.minimum_status in {Status.RUMORED, Status.DENIED}
    rumors = _("rumors are counted") if weak else _("rumors are in no total")
    found = [
        (_("Period"), period),
        (_("Status"), f"{status}; {rumors}"),
        (_("Known on"), _known(snapshot)),
        (_("Printed on"), formatting.day(snapshot.printed_on)),
        (_("Ledger"), one_line(snapshot.file_name)),
        (_("Operation"), formatting.number(snapshot.operation)),
    ]
    if scope.kinds:
        names = [codes.kind_name(snapshot.kinds.get(code, code)) for code in scope.kinds]
        found.append((_("Kinds"), one_line(formatting.listing(names))))
    for field in snapshot.fields:
        asked = (one for one in scope.fields if one.field_id == field.id)
        found += [(one_line(field.name), one_line(asked_text(field, one))) for one in asked]
    if scope.text.strip():
        found.append((_("Containing"), f"“{one_line(scope.text)}”"))
    version = one_line(f"Headwater {snapshot.app_version}")
    return [*found, (_("Made with"), version)]


def _known(snapshot: Snapshot) -> str:
    scope = snapshot.scope
    if scope.known_operation is not None:
        return _("operation {number}").format(number=formatting.number(scope.known_operation))
    return formatting.day(scope.known_on) if scope.known_on is not None else _("everything recorded so far")


def footer(snapshot: Snapshot) -> str:
    """File, operation and day, at the foot of every page."""
    return _("{file} · operation {number} · printed on {day}").format(
        file=one_line(snapshot.file_name),
        number=formatting.number(snapshot.operation),
        day=formatting.day(snapshot.printed_on),
    )


def definitions(snapshot: Snapshot) -> list[str]:
    """What the figures mean, on the first page."""
    found = [
        _(
            "A headcount is the level at the end of a day: the leavers of that day have left, its arrivals have come. "
            "Employees and contingent workers are never added."
        ),
        _("A range beside or below a number is what the sources allow, lowest to highest; a dash means unknown."),
        _("Active relationships include those at risk, reduced and winding down, but not paused ones."),
    ]
    if snapshot.not_counted:
        found.append(not_counted(snapshot))
    return found


def not_counted(snapshot: Snapshot) -> str:
    """How many events are in no total, and why: "3 events are listed apart and in no total: 1 without a date, …"."""
    reasons = Counter(line.exclusion for line in snapshot.not_counted)
    return ngettext(
        "{number} event is listed apart and in no total: {reasons}.",
        "{number} events are listed apart and in no total: {reasons}.",
        reasons.total(),
    ).format(
        number=formatting.number(reasons.total()),
        reasons=", ".join(
            f"{formatting.number(reasons[reason])} {codes.exclusion_name(reason)}"
            for reason in Exclusion
            if reasons[reason]
        ),
    )


# Figures.


def level(value: Level | None, *, relative: bool = False) -> tuple[str, str]:
    """A level as a figure and the interval below it; the interval is empty for an exact one."""
    if value is None or (value.low is None and value.best is None and value.high is None):
        return formatting.ABSENT, ""
    if relative:
        return differences.parts(value.low, value.best, value.high)
    if value.best is None:
        return formatting.interval(value.low, None, value.high), _("no best reading")
    return formatting.figure(value.low, value.best, value.high)


def level_label(snapshot: Snapshot, series: HeadcountSeries, origin: date | None) -> str:
    """Whose level it is and on which day, or since when it counts."""
    name = codes.population_name(series.population)
    if series.relative and origin is not None:
        return _("{population}, change since {day}").format(population=name, day=formatting.short_day(origin))
    end = snapshot.as_of if snapshot.scope.last is None else min(snapshot.scope.last, snapshot.as_of)
    return _("{population} on {day}").format(population=name, day=formatting.short_day(end))


# Events.


def date_spans(line: EventLine) -> list[Span]:
    """The date that counts as it is understood, below it as it was written where that differs."""
    when = line.event.values.counting
    if when is None or (not when.known and not when.words):
        return [Span(_("no date"), CELL_NOTE)]
    shown = formatting.imprecise(when) if when.known else _("not understood")
    written = dict.fromkeys(one_line(words) for words in _date_words(line, when) if words)
    written.pop(shown, None)
    quoted = ", ".join(_("“{words}”").format(words=words) for words in written)
    return [Span(shown, CELL), Span(quoted, CELL_NOTE)]


def _date_words(line: EventLine, when: ImpreciseDate) -> list[str]:
    """The wordings of the date that counts, the resolved one's first, then those of the claims."""
    role = "effective" if when is line.event.values.effective else "announced"
    said = [getattr(claim, role) for claim in line.claims]
    return [when.words, *(said_date.words for said_date in said if said_date is not None)]


def kind_spans(snapshot: Snapshot, line: EventLine) -> list[Span]:
    """The kind, below it person, place and the rest that makes the event this one."""
    event = line.event
    person = ", ".join(part for part in (event.person, event.role) if part)
    rest = (person, event.unit, event.place, event.reason, event.notes)
    kind = snapshot.kinds.get(event.kind, event.kind)
    return [Span(one_line(codes.kind_name(kind)), CELL), *(Span(one_line(text), CELL_NOTE) for text in rest if text)]


def side_spans(snapshot: Snapshot, line: EventLine) -> list[Span]:
    """The organization, below it its counterparty."""
    names, event = snapshot.names, line.event
    found = [Span(one_line(names.get(event.organization_id, "")), CELL)]
    kind = snapshot.kinds.get(event.kind)
    if event.counterparty_id is not None:
        found.append(Span(f"↔ {one_line(names.get(event.counterparty_id, ''))}", CELL_NOTE))
    elif kind is not None and kind.group is KindGroup.RELATIONSHIP:
        found.append(Span(_("↔ unnamed"), CELL_NOTE))
    return found


def effect_spans(snapshot: Snapshot, line: EventLine, sources: Mapping[SourceId, int]) -> list[Span]:
    """The effect or value with its interval; where sources contradict each other, what each of them says.

    ``sources``: source id to its number in the snapshot.
    """
    values, kind = line.event.values, snapshot.kinds.get(line.event.kind)
    found: list[Span] = []
    if values.count is not None:
        found.append(Span(_count(values.count, kind, line.event.population), CELL_BOLD))
    if values.percent is not None:
        of = one_line(values.percent_of)
        share = formatting.percent(values.percent)
        found.append(Span(_("{share} of {whole}").format(share=share, whole=of) if of else share, CELL))
    if values.base is not None:
        found.append(Span(out_of(values.base), CELL_NOTE))
    if values.amount is not None:
        found.append(Span(formatting.money(values.amount, values.currency), CELL))
    for name in values.contradicted:
        found.extend(_said(line.claims, name, sources))
    return found or [Span(formatting.ABSENT, CELL_NOTE)]


def _count(count: Quantity, kind: EventKind | None, population: Population | None) -> str:
    """A change with its sign, a level without one; heads of nobody in particular say so."""
    if kind is not None and kind.sign and not kind.level:
        ends = [count.low or 0.0, count.best, count.high] if count.known else [None, None, None]
        if kind.sign < 0:
            ends = [None if end is None else -end for end in reversed(ends)]
        low, best, high = ends
        if count.known and count.high is None:
            bound = formatting.signed(kind.sign * (count.low or 0.0))
            text = _("{number} or more").format(number=bound)
        else:
            text = formatting.as_given(low, best, high, sign=True)
    else:
        text = formatting.quantity(count)
    if population is Population.UNSPECIFIED:
        return _("{number} (population not specified)").format(number=text)
    return text


def _said(claims: tuple[Claim, ...], name: str, sources: Mapping[SourceId, int]) -> list[Span]:
    found: list[Span] = []
    for claim in sorted(claims, key=lambda claim: sources.get(claim.source_id or NO_SOURCE, 0)):
        value = getattr(claim, name, None)
        if value is None:
            continue
        if name == "amount":
            text = formatting.money(value, claim.currency)
        elif name == "percent":
            text = formatting.percent(value)
        elif isinstance(value, ImpreciseDate):
            text = formatting.imprecise(value)
        else:
            text = formatting.quantity(value)
        number = sources.get(claim.source_id) if claim.source_id is not None else None
        found.append(Span(f"S{number}: {text}" if number else text, CELL_NOTE))
    return found


def status_spans(line: EventLine) -> list[Span]:
    """How strongly it is asserted, whether sources contradict each other, and why it is in no total."""
    values = line.event.values
    found = [Span(codes.status_name(values.status) if values.status else _("no claim"), CELL)]
    if values.contradicted:
        found.append(Span(_("contradicted"), CELL_BOLD))
    if values.denied_beside:
        found.append(Span(_("also denied"), CELL_NOTE))
    if line.exclusion in {Exclusion.PLANNED, Exclusion.UNDATED}:
        found.append(Span(codes.exclusion_name(line.exclusion), CELL_BOLD))
    return found


# Sources.


def source_spans(source: Source) -> list[Span]:
    """Publisher, title and address; only an address of the web can be followed."""
    publisher = one_line(source.publisher) or one_line(source.title) or _("no publisher")
    found = [Span(publisher, CELL_BOLD)]
    if source.publisher and source.title:
        found.append(Span(one_line(source.title), CELL))
    if source.url:
        url = one_line(source.url)
        found.append(Span(url, CELL_NOTE, url if url.lower().startswith(_SCHEMES) else ""))
    return found


def source_date(value: ImpreciseDate | None) -> list[Span]:
    """When it was published or accessed."""
    return [Span(formatting.imprecise(value) if value is not None and value.known else formatting.ABSENT, CELL)]


def left_out(number: int) -> str:
    """That there are more organizations than charts."""
    return ngettext(
        "The organizations with the most workforce events are drawn; one more is in the table only.",
        "The organizations with the most workforce events are drawn; {number} more are in the table only.",
        number,
    ).format(number=formatting.number(number))
