"""Events as headcount reconstruction needs them: what counts and why not, sizes, possible days.

Days are ordinals. A change takes effect at the end of its day; sizes are numbers of heads, shares are fractions
(0.14). ``inf`` stands for an open upper end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

from db.analysis.counting import Settled, excluded_among, has_count, settle
from db.analysis.headcount.chain import known_before, settle_levels
from db.analysis.headcount.facts import Anchor, Change, Evidence, Window, fractions
from db.analysis.series import Exclusion
from db.model.ids import EventId
from db.model.records import Event, EventKind
from db.model.values import DateMode, ImpreciseDate, KindGroup, Population, Quantity, Status
from db.reading.dates import middle_day

_PAST = date.min.toordinal()


def gather(
    events: Sequence[Event],
    kinds: Mapping[str, EventKind],
    *,
    population: Population,
    as_of: date,
    minimum_status: Status,
) -> Evidence:
    """The changes and known levels of one population; without a reported headcount, the implied ones."""
    found = Evidence()
    for event in sorted(events, key=lambda event: event.id):
        kind = kinds.get(event.kind)
        if kind is None or kind.group is not KindGroup.WORKFORCE or (event.population or kind.population) != population:
            continue
        found.events.append((event, kind))
    settled = settle(
        [event for event, _ in found.events],
        kinds,
        _excluded(found.events, as_of=as_of, minimum_status=minimum_status),
    )
    found.excluded = dict(settled.excluded)
    if population is Population.UNSPECIFIED:
        return found  # a total that nobody split is listed and in no level
    counted = [one for event in settled.counted for one in _timed(event, kinds, settled)]
    known = [day for event in counted for day in _known_days(event.values.counting)]
    floor = min(known, default=_PAST)
    for event in counted:
        kind = kinds[event.kind]
        if kind.level:
            _add_reported(found, event, floor, as_of)
        elif kind.sign or known_before(event) is not None:
            _add_change(found, event, kind, _Reading(floor, as_of, event.id in settled.rests))
    settle_levels(found)
    return found


def _excluded(
    events: Sequence[tuple[Event, EventKind]], *, as_of: date, minimum_status: Status
) -> dict[EventId, Exclusion]:
    """Those that are in no level by themselves: in no total, or told as a share of a unit only."""
    found = excluded_among([event for event, _ in events], as_of=as_of, minimum_status=minimum_status)
    for event, kind in events:
        values = event.values
        if values.percent_of and values.percent is not None and not has_count(event) and not kind.level:
            found.setdefault(event.id, Exclusion.UNIT_PERCENT)
    return found


def _known_days(when: ImpreciseDate | None) -> list[int]:
    return [day.toordinal() for day in (when.earliest, when.latest) if day is not None] if when else []


# Part-of -----------------------------------------------------------------------------------------------------------


def _timed(event: Event, kinds: Mapping[str, EventKind], settled: Settled) -> Sequence[Event]:
    """A counted event as its changes: its parts, if they are as many and all dated, since they say when; else itself.

    Planned parts are still to come; with nothing but those nothing has changed.
    """
    count, kind, parts = event.values.count, kinds[event.kind], settled.parts.get(event.id, ())
    if len(parts) < 2 or kind.level or count is None or count.best is None or known_before(event) is not None:
        return (event,)
    sizes = [part.values.count.best if part.values.count else None for part in parts]
    dated = all(part.values.counting is not None and part.values.counting.known for part in parts)
    usable = all(settled.excluded.get(part.id) in (Exclusion.PART, Exclusion.PLANNED) for part in parts)
    same = all(kinds[part.kind].sign == kind.sign for part in parts)
    if None in sizes or not (dated and usable and same):
        return (event,)
    if abs(sum(size for size in sizes if size is not None) - count.best) > 0.5:
        return (event,)
    return [part for part in parts if settled.excluded.get(part.id) is not Exclusion.PLANNED]


# Days and sizes ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reading:
    floor: int  # no event is known to be earlier: what is open toward the past begins here
    as_of: date
    residual: bool = False


def _days(when: ImpreciseDate, floor: int, as_of: date) -> tuple[int, int, int]:
    """First, best and last possible day; half-open dates are best on the day that is known."""
    if when.earliest is None:
        assert when.latest is not None
        last = when.latest.toordinal()
        return min(floor, last), last, last
    first = when.earliest.toordinal()
    if when.latest is None:
        return first, first, max(first, as_of.toordinal())
    if when.latest == when.earliest:
        return first, first, first
    middle = middle_day(when)
    assert middle is not None
    return first, middle.toordinal(), when.latest.toordinal()


def _back(event: Event, kind: EventKind, last: int) -> Window | None:
    """The days on which what left comes back."""
    until = event.values.until
    if kind.sign >= 0 or until is None or not until.known or until.latest is None:
        return None
    first = until.earliest.toordinal() if until.earliest is not None else last + 1
    return None if until.latest.toordinal() <= last else (first, until.latest.toordinal())


def _add_reported(found: Evidence, event: Event, floor: int, as_of: date) -> None:
    count, when = event.values.count, event.values.counting
    if count is None or not count.known or when is None:
        return
    first, day, last = _days(when, floor, as_of)
    today = as_of.toordinal()  # a stated level is of the past
    found.anchors.append(
        Anchor(event=event, first=first, day=min(day, today), last=min(last, today), level=count, after=count)
    )


def _add_change(found: Evidence, event: Event, kind: EventKind, reading: _Reading) -> None:
    values = event.values
    assert values.counting is not None
    first, middle, last = _days(values.counting, reading.floor, reading.as_of)
    change = Change(
        number=len(found.changes),
        event_id=event.id,
        event_ids=(event.id,),
        sign=kind.sign,
        first=first,
        middle=middle,
        last=last,
        span=values.counting.mode is DateMode.SPAN and first < last and values.counting.earliest is not None,
        back=_back(event, kind, last),
    )
    if found.excluded.get(event.id) is Exclusion.PART and event.part_of_id is not None:  # it only says when
        change.event_ids = (event.part_of_id, event.id)
    count, percent = values.count, values.percent
    if kind.sign == 0:
        change.low = change.high = change.best = 0.0
    elif reading.residual:
        pass
    elif count is not None and count.known:
        change.low, change.best = max(count.low or 0.0, 0.0), count.best
        change.high = inf if count.high is None else count.high
    elif percent is not None and percent.known and not values.percent_of:
        change.share = fractions(percent)
    found.changes.append(change)


def signed(change: Change) -> Quantity:
    """The effect on the level of a change whose size does not follow from it; all None: of unknown size."""
    if change.share is not None or (change.high == inf and change.best is None and not change.low):
        return Quantity()
    high = None if change.high == inf else change.high
    if change.sign >= 0:
        return Quantity(change.low, change.best, high)
    return negative(Quantity(change.low, change.best, high))


def negative(size: Quantity) -> Quantity:
    """The size of a loss as an effect on the level."""
    low, best, high = (None if end is None else 0.0 - end for end in (size.high, size.best, size.low))
    return Quantity(low, best, high)
