"""Findings: what the numbers or sources do not agree on, as codes and typed values. Pure.

The values of each kind (a key that does not apply is left out; ``field`` stands in the finding itself):

- contradicted: low, high (the lowest and the highest value claimed, a number or an imprecise date), claims (their
  number), currency
- denied_beside: asserted, denied (numbers of claims)
- implied_base: count, percent, implied or base (what is told), stated (quantities), day (of the headcount that the
  stated one is run forward from), reported (that headcount, where changes since have made another one of it);
  ``field`` is "contingent" where these are contingent workers
- not_reconciled: expected, stated, gap (quantities), day
- below_zero: level (what the known changes would come to), day
- implied_apart: count, percent, implied (quantities), day, expected (what the changes make of the level implied
  before), factor (by which their nearest ends differ)
- implied_aside: count, percent, implied, day, expected, after (the level that is implied next)
- date_implausible (``field`` says which): date, why (future: announced for a day to come; far; early;
  before_announced: in effect long before it was announced, with ``announced``)
- parts_exceed: parts, whole (quantities)
- end_before_start: start, end (imprecise dates)
- active_after_ended: ended, seen (imprecise dates)
- possible_duplicate of two events: days (between them), other (the id of the second organization, where there are
  two), one_kind and other_kind (codes, where they differ), count and other_count (or percent, or amount and currency)
- possible_duplicate of two organizations (no events; ``field`` says why: form, spelling): other (id), name, other_name
- gone: data_set, file
- field_differs (``field`` empty): own_field (its name), told (the values, one after the other), since (a day)
- single_rumor: publisher
- not_understood: words
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import inf

from db.analysis.relationships.tracks import Track
from db.analysis.resolve import DATE_FIELDS, live_claims
from db.analysis.series import (
    Finding,
    FindingKind,
    FindingValue,
)
from db.model.ids import ClaimId, EventId, OrganizationId
from db.model.intervals import total
from db.model.records import Claim, Event
from db.model.values import STATUS_ORDER, ImpreciseDate, Quantity, RelationshipState, Status

_RANK = {status: rank for rank, status in enumerate(STATUS_ORDER)}

#: Values that are no figures: correcting a publisher's name, or making two organizations one, does not bring an
#: accepted finding back.
_NOT_IDENTIFYING = frozenset({"publisher", "name", "other_name", "other", "file", "own_field"})


def finding(
    kind: FindingKind,
    organization_id: OrganizationId | None,
    event_ids: Sequence[EventId],
    *,
    claim_ids: Sequence[ClaimId] = (),
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


#: Years ahead from which on a day is far from plausible, and the first year that is not.
FAR_AHEAD, EARLY = 5, 1900
#: Notices come some days late, as a quarter of those of California do; later than this, one of the days is wrong.
LATE_NOTICE = timedelta(days=31)


def years_after(day: date, years: int) -> date:
    """The same day so many years later; the last of February where there is none."""
    try:
        return day.replace(year=min(day.year + years, date.max.year))
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def implausible_dates(event: Event, claims: Iterable[Claim], as_of: date) -> Iterator[Finding]:
    """Dates of live claims that are far from plausible: one finding for each role of a date, with its first claim's."""
    found: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        if claim.superseded or claim.status is Status.DENIED:
            continue
        for role in DATE_FIELDS:
            when = getattr(claim, role)
            why = _implausible(role, when, as_of) if when is not None else ""
            if not why and role == "effective" and _long_before(when, claim.announced):
                why = "before_announced"
            if why:
                found.setdefault((role, why), []).append(claim)
    for (field, why), saying in found.items():
        yield finding(
            FindingKind.DATE_IMPLAUSIBLE,
            event.organization_id,
            (event.id,),
            claim_ids=[claim.id for claim in saying],
            field=field,
            figures=[getattr(claim, field) for claim in saying],
            why=why,
            date=getattr(saying[0], field),
            announced=saying[0].announced if why == "before_announced" else None,
        )


def _long_before(effective: ImpreciseDate | None, announced: ImpreciseDate | None) -> bool:
    """Whether an event certainly was in effect long before it was announced."""
    last = effective.latest if effective is not None else None
    first = announced.earliest if announced is not None else None
    return last is not None and first is not None and last < first - LATE_NOTICE


def _implausible(role: str, when: ImpreciseDate, as_of: date) -> str:
    """Why: it is announced in the future, takes effect too far ahead, or is too early."""
    first, last = when.earliest, when.latest
    if role == "announced" and first is not None and first > as_of:
        return "future"
    if first is not None and first > years_after(as_of, FAR_AHEAD):
        return "far"
    end = last or first
    return "early" if end is not None and end.year < EARLY else ""


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


# Relationships -----------------------------------------------------------------------------------------------------


def active_after_ended(
    track: Track, seen_active: Mapping[EventId, Event], organization_id: OrganizationId | None
) -> list[Finding]:
    """Evidence of activity that certainly lies after the end of a relationship, with no new start between.

    ``seen_active`` are the events of the track (by id) that only witness a state, and its endings.
    """
    found: list[Finding] = []
    ended: EventId | None = None
    for placed, state in zip(track.placed, track.states, strict=True):
        event = seen_active.get(placed.event_id)
        if placed.state is RelationshipState.ENDED:  # with another span open, it has not ended
            ended = placed.event_id if event is not None and state is RelationshipState.ENDED else None
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
        from db.reading.dates import parse_date  # the grammars are loaded only when there is such a text

        return isinstance(parse_date(words, published=published), ImpreciseDate)
    from db.reading.quantities import ParsedQuantity, parse_quantity

    reading = parse_quantity(
        words, kind="percent" if field == "percent" else "amount" if field == "amount" else "count"
    )
    return isinstance(reading, ParsedQuantity)
