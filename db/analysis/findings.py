"""Findings: what the numbers or sources do not agree on, as codes and typed values. Pure.

The values of each kind (a key that does not apply is left out; ``field`` stands in the finding itself):

- contradicted: low, high (the lowest and the highest value claimed, a number or an imprecise date), claims (their
  number), currency
- denied_beside: asserted, denied (numbers of claims)
- implied_base: count, percent, implied, stated (quantities), day (of the stated one, where it was reported before)
- not_reconciled: expected, stated, gap (quantities), day
- below_zero: level (what the known changes would come to), day
- parts_exceed: parts, whole (quantities)
- end_before_start: start, end (imprecise dates)
- active_after_ended: ended, seen (imprecise dates)
- possible_duplicate of two events: days (between them), other (the id of the second organization, where there are
  two), one_kind and other_kind (codes, where they differ), count and other_count (or percent, or amount and currency)
- possible_duplicate of two organizations (no events; ``field`` says why: form, spelling): other (id), name, other_name
- single_rumor: publisher
- not_understood: words
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import inf

from db.analysis.implied import BaseConflict, ReportedLevel, conflict_with_base
from db.analysis.series import Finding, FindingKind, FindingValue, Gap, HeadcountSeries
from db.analysis.tracks import Track
from db.intervals import total
from db.records import Claim, Event, EventKind
from db.resolve import DATE_FIELDS, live_claims
from db.values import STATUS_ORDER, ImpreciseDate, Population, Quantity, RelationshipState, Status

_RANK = {status: rank for rank, status in enumerate(STATUS_ORDER)}

#: Values that are no figures: correcting a publisher's name, or making two organizations one, does not bring an
#: accepted finding back.
_NOT_IDENTIFYING = frozenset({"publisher", "name", "other_name", "other"})


def finding(
    kind: FindingKind,
    organization_id: int | None,
    event_ids: Sequence[int],
    *,
    claim_ids: Sequence[int] = (),
    field: str = "",
    figures: Sequence[FindingValue] = (),
    **values: FindingValue,
) -> Finding:
    """A finding with its identity; ``figures`` are values that identify it without standing in its sentence."""
    kept = tuple((name, value) for name, value in values.items() if value is not None)
    said = [(name, _plain(value)) for name, value in kept if name not in _NOT_IDENTIFYING]
    rows = (tuple(event_ids), tuple(claim_ids))
    described = repr((kind.value, rows, field, said, [_plain(figure) for figure in figures]))
    return Finding(
        kind=kind,
        organization_id=organization_id,
        event_ids=tuple(event_ids),
        claim_ids=tuple(claim_ids),
        field=field,
        values=kept,
        identity=hashlib.sha256(described.encode()).hexdigest()[:32],
    )


def _plain(value: FindingValue) -> str:
    """A value as its figures alone: another wording of the same figures is the same finding."""
    match value:
        case Quantity():
            return f"{value.low}/{value.best}/{value.high}"
        case ImpreciseDate():
            return f"{value.earliest}/{value.latest}/{value.mode}"
        case bool() | int() | float():
            return str(float(value))
        case _:
            return str(value)


def at_least(status: Status, minimum: Status) -> bool:
    """Whether a status is ``minimum`` or stronger."""
    return _RANK[status] <= _RANK[minimum]


# One event ---------------------------------------------------------------------------------------------------------


def contradictions(event: Event, claims: Sequence[Claim]) -> Iterator[Finding]:
    """One finding per contradicted field of an event, from its claims (superseded ones may be among them)."""
    for field in event.values.contradicted:
        speaking = _speaking(event, claims, field)
        ordered = sorted(speaking, key=lambda claim: (_middle(getattr(claim, field)), claim.id))
        yield finding(
            FindingKind.CONTRADICTED,
            event.organization_id,
            (event.id,),
            claim_ids=[claim.id for claim in speaking],
            field=field,
            figures=[figure for claim in speaking for figure in (getattr(claim, field), claim.currency)],
            low=_reading(getattr(ordered[0], field), highest=False) if ordered else None,
            high=_reading(getattr(ordered[-1], field), highest=True) if ordered else None,
            claims=len(speaking),
            currency=(event.values.currency or None) if field == "amount" else None,
        )


def _speaking(event: Event, claims: Sequence[Claim], field: str) -> list[Claim]:
    """The claims whose values of a contradicted field stand against each other."""
    said = [claim for claim in live_claims(claims) if getattr(claim, field) is not None and getattr(claim, field).known]
    if field == "percent":
        whole = event.values.percent_of.strip().casefold()
        said = [claim for claim in said if claim.percent_of.strip().casefold() == whole]
    rank = min((_RANK[claim.status] for claim in said), default=0)
    return [claim for claim in said if _RANK[claim.status] == rank]


def _reading(value: Quantity | ImpreciseDate, *, highest: bool) -> FindingValue:
    """The one number a sentence names for a claim: its best, else the end that lies farther out."""
    if isinstance(value, ImpreciseDate) or value.best is not None:
        return value if isinstance(value, ImpreciseDate) else value.best
    ends = (value.high, value.low) if highest else (value.low, value.high)
    return ends[0] if ends[0] is not None else ends[1]


def _middle(value: Quantity | ImpreciseDate) -> float:
    if isinstance(value, ImpreciseDate):
        return float((value.earliest or value.latest or date.min).toordinal())
    ends = [end for end in (value.low, value.high) if end is not None]
    return value.best if value.best is not None else sum(ends) / len(ends) if ends else inf


def denial(event: Event, claims: Sequence[Claim]) -> Finding:
    """A live denial beside an assertion."""
    live = live_claims(claims)
    denied = [claim.id for claim in live if claim.status is Status.DENIED]
    asserted = [claim.id for claim in live if claim.status is not Status.DENIED]
    return finding(
        FindingKind.DENIED_BESIDE,
        event.organization_id,
        (event.id,),
        claim_ids=(*asserted, *denied),
        asserted=len(asserted),
        denied=len(denied),
    )


def end_before_start(event: Event) -> Finding | None:
    """An event that certainly ends before the date that counts."""
    start, end = event.values.counting, event.values.until
    if start is None or start.earliest is None or end is None or end.latest is None or end.latest >= start.earliest:
        return None
    return finding(FindingKind.END_BEFORE_START, event.organization_id, (event.id,), start=start, end=end)


def parts_exceed(whole: Event, parts: Iterable[Event]) -> Finding | None:
    """Parts with counts that certainly add up to more than the whole."""
    counted = [(part, part.values.count) for part in parts if part.values.count is not None]
    count = whole.values.count
    if count is None or count.high is None:
        return None
    # What is not said of a part is at least nobody.
    summed = total(Quantity(value.low or 0.0, value.best, value.high) for _, value in counted)
    if summed.low is None or summed.low <= count.high:
        return None
    ids = (whole.id, *(part.id for part, _ in counted))
    return finding(FindingKind.PARTS_EXCEED, whole.organization_id, ids, parts=summed, whole=count)


# Headcount ---------------------------------------------------------------------------------------------------------


def of_headcount(series: HeadcountSeries) -> Iterator[Finding]:
    """Reported headcounts that the known changes do not lead to, and changes that lead below zero."""
    for gap in series.gaps:
        if not gap.reconciles:
            yield _not_reconciled(series, gap)
    for event_id in series.below_zero:
        yield _below_zero(series, event_id)


def _not_reconciled(series: HeadcountSeries, gap: Gap) -> Finding:
    return finding(
        FindingKind.NOT_RECONCILED,
        series.organization_id,
        gap.event_ids,
        field=series.population.value,
        day=gap.last,
        expected=gap.expected,
        stated=gap.stated,
        gap=gap.unexplained,
    )


def _below_zero(series: HeadcountSeries, event_id: int) -> Finding:
    mark = next((mark for mark in series.marks if mark.event_id == event_id), None)
    after = next((number for number, level in enumerate(series.levels) if event_id in level.event_ids), None)
    level, day = None, None
    if mark is not None and mark.size is not None and after:
        before, day = series.levels[after - 1], series.levels[after].day
        figures = (before.best, mark.size.best) if before.best is not None else (before.high, mark.size.high)
        if figures[0] is not None and figures[1] is not None:
            level = figures[0] + figures[1]
    return below_zero(series.organization_id, series.population, event_id, level=level, day=day)


def below_zero(
    organization_id: int, population: Population, event_id: int, *, level: float | None, day: date | None
) -> Finding:
    """An event after which the level would be below zero; ``level`` is what it would come to."""
    return finding(
        FindingKind.BELOW_ZERO,
        organization_id,
        (event_id,),
        field=population.value,
        level=level if level is not None and level < 0 else None,
        day=day,
    )


def implied_bases(
    events: Iterable[Event],
    claims: Mapping[int, Sequence[Claim]],
    kinds: Mapping[str, EventKind],
    *,
    organization_id: int,
    minimum_status: Status,
) -> Iterator[Finding]:
    """Changes of one organization whose count and percentage imply another headcount than is stated.

    Each claim is compared by itself, with a base of its own or with a headcount of the same population reported
    before; all claims of an event that do not fit are one finding, with the figures of the first.
    """
    counted = [
        event
        for event in events
        if event.organization_id == organization_id
        and event.values.status is not None
        and at_least(event.values.status, minimum_status)
    ]
    reported: dict[Population | None, list[ReportedLevel]] = defaultdict(list)
    for event in counted:
        when, count = event.values.counting, event.values.count
        if kinds[event.kind].level and when is not None and count is not None and (when.latest or when.earliest):
            reported[_population(event, kinds)].append((when.latest or when.earliest or date.min, count, event.id))
    for event in counted:
        when = event.values.counting
        heard = (
            []
            if kinds[event.kind].level
            else [c for c in claims.get(event.id, ()) if at_least(c.status, minimum_status)]
        )
        levels = reported[_population(event, kinds)]
        conflicts = [conflict_with_base(claim, when.earliest if when else None, levels) for claim in heard]
        found = [(claim, conflict) for claim, conflict in zip(heard, conflicts, strict=True) if conflict is not None]
        if found:
            yield _implied_base(event, found)


def _implied_base(event: Event, found: Sequence[tuple[Claim, BaseConflict]]) -> Finding:
    claim, conflict = found[0]
    beside = sorted({other.stated_event_id for _, other in found if other.stated_event_id is not None})
    return finding(
        FindingKind.IMPLIED_BASE,
        event.organization_id,
        (event.id, *beside),
        claim_ids=[one.id for one, _ in found],
        figures=[figure for _, other in found for figure in (other.implied, other.stated)],
        count=claim.count,
        percent=claim.percent,
        implied=conflict.implied,
        stated=conflict.stated,
        day=conflict.day,
    )


def _population(event: Event, kinds: Mapping[str, EventKind]) -> Population | None:
    return event.population or kinds[event.kind].population


# Relationships -----------------------------------------------------------------------------------------------------


def active_after_ended(track: Track, seen_active: Mapping[int, Event], organization_id: int | None) -> list[Finding]:
    """Evidence of activity that certainly lies after the end of a relationship, with no new start between.

    ``seen_active`` are the events of the track (by id) that only witness a state, and its endings.
    """
    found: list[Finding] = []
    ended: int | None = None
    for placed in track.placed:
        event = seen_active.get(placed.event_id)
        if placed.state is RelationshipState.ENDED:
            ended = placed.event_id if event is not None else None
        elif event is None:  # a start, or a change of state: it is no longer ended
            ended = None
        elif ended is not None:
            end, seen = seen_active[ended].values.counting, event.values.counting
            if _certainly_before(end, seen):
                ids = (ended, event.id)
                found.append(finding(FindingKind.ACTIVE_AFTER_ENDED, organization_id, ids, ended=end, seen=seen))
    return found


def _certainly_before(first: ImpreciseDate | None, second: ImpreciseDate | None) -> bool:
    if first is None or second is None or first.latest is None or second.earliest is None:
        return False
    return first.latest < second.earliest


# Texts -------------------------------------------------------------------------------------------------------------


def understood(field: str, words: str, published: date | None) -> bool:
    """Whether a text without value says that nothing is known ("TBD", "several"), rather than something unread."""
    if field in DATE_FIELDS:
        from db.dates import parse_date  # the grammars are loaded only when there is such a text

        return isinstance(parse_date(words, published=published), ImpreciseDate)
    from db.quantities import ParsedQuantity, parse_quantity

    reading = parse_quantity(
        words, kind="percent" if field == "percent" else "amount" if field == "amount" else "count"
    )
    return isinstance(reading, ParsedQuantity)
