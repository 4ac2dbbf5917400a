"""Events as headcount reconstruction needs them: what counts and why not, sizes, possible days, known levels.

Days are ordinals. A change takes effect at the end of its day; sizes are numbers of heads, shares are fractions
(0.14). ``inf`` stands for an open upper end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import inf

from db.analysis.series import Exclusion
from db.dates import middle_day
from db.quantities import implied_base
from db.records import Event, EventKind
from db.values import STATUS_ORDER, DateMode, ImpreciseDate, KindGroup, Population, Quantity, Status

_STATUS_RANK = {status: rank for rank, status in enumerate(STATUS_ORDER)}
_PAST = date.min.toordinal()
Window = tuple[int, int]


@dataclass(slots=True, kw_only=True)
class Change:
    """A change of the level: somewhere within [first, last] (``span``: spread evenly over these days).

    ``low``..``high`` bound its size, ``best`` may be absent. With ``share`` (low, best, high) the size follows from
    the level before, and low, best and high are void. ``back``: the days on which it is undone again.
    """

    number: int
    event_id: int
    event_ids: tuple[int, ...]
    sign: int
    first: int
    middle: int
    last: int
    span: bool = False
    low: float = 0.0
    best: float | None = None
    high: float = inf
    share: tuple[float, float | None, float] | None = None
    back: Window | None = None
    implied: bool = False  # its count and percentage make an anchor of their own


@dataclass(slots=True, kw_only=True)
class Anchor:
    """A known level at the end of a day within [first, last], best ``day``.

    An implied one stands on the day before its event; ``after`` is what the event itself leaves of it. ``own`` is the
    number of that event's change, None for a reported headcount.
    """

    event: Event
    first: int
    day: int
    last: int
    level: Quantity
    after: Quantity
    own: int | None = None
    own_window: Window | None = None

    @property
    def implied(self) -> bool:
        """Whether count and percentage of an event imply it."""
        return self.own is not None


@dataclass(slots=True)
class Evidence:
    """All events of the population with what becomes of them."""

    events: list[tuple[Event, EventKind]] = field(default_factory=list)
    excluded: dict[int, Exclusion] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    opening: int | None = None  # the day on which the first level stands


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
        reason = _exclusion(event, kind, as_of=as_of, minimum_status=minimum_status)
        if reason is not Exclusion.NONE:
            found.excluded[event.id] = reason
    if population is Population.UNSPECIFIED:
        return found  # a total that nobody split is listed and in no level
    counted = _Parts(found).settle()
    known = [day for event, _, _ in counted for day in _known_days(event.values.counting)]
    floor = min(known, default=_PAST)
    for event, kind, residual in counted:
        if kind.level:
            _add_reported(found, event, floor, as_of)
        elif kind.sign or _base(event) is not None:
            _add_change(found, event, kind, _Reading(floor, as_of, residual))
    _settle_anchors(found)
    return found


def _exclusion(event: Event, kind: EventKind, *, as_of: date, minimum_status: Status) -> Exclusion:
    values = event.values
    if values.status is Status.DENIED:
        return Exclusion.DENIED
    if values.status is None or _STATUS_RANK[values.status] > _STATUS_RANK[minimum_status]:
        return Exclusion.BELOW_STATUS
    when = values.counting
    if when is None or not when.known:
        return Exclusion.UNDATED
    if when.earliest is not None and when.earliest > as_of:
        return Exclusion.PLANNED
    of_unit = values.percent_of and values.percent is not None and not _has_count(event)
    return Exclusion.UNIT_PERCENT if of_unit and not kind.level else Exclusion.NONE


def _has_count(event: Event) -> bool:
    return event.values.count is not None and event.values.count.known


def _known_days(when: ImpreciseDate | None) -> list[int]:
    return [day.toordinal() for day in (when.earliest, when.latest) if day is not None] if when else []


# Part-of -----------------------------------------------------------------------------------------------------------


class _Parts:
    """Wholes and their parts: the whole if it has a count, else its parts and, unless complete, an unknown rest."""

    def __init__(self, found: Evidence) -> None:
        self.excluded = found.excluded
        self.events = found.events
        known = {event.id for event, _ in found.events}
        self.parts: dict[int, list[tuple[Event, EventKind]]] = {}
        self.tops: list[tuple[Event, EventKind]] = []
        for event, kind in found.events:
            if event.part_of_id in known and event.part_of_id != event.id:
                assert event.part_of_id is not None
                self.parts.setdefault(event.part_of_id, []).append((event, kind))
            else:
                self.tops.append((event, kind))
        self.counted: list[tuple[Event, EventKind, bool]] = []

    def settle(self) -> list[tuple[Event, EventKind, bool]]:
        """The events that count, each with whether it stands for an unknown rest only."""
        if not self.parts:
            return [(event, kind, False) for event, kind in self.tops if event.id not in self.excluded]
        for event, kind in self.tops:
            self._settle(event, kind)
        return self.counted

    def _settle(self, event: Event, kind: EventKind) -> None:
        parts = self.parts.get(event.id, [])
        counts = event.id not in self.excluded
        if counts and (_has_count(event) or not parts or kind.level):
            for part, _ in self._below(event.id):
                self.excluded.setdefault(part.id, Exclusion.PART)
            timing = self._timing(event, kind, parts)
            self.counted.extend([(event, kind, False)] if timing is None else timing)
            return
        for part, part_kind in parts:
            if not part_kind.level:
                self._settle(part, part_kind)
            else:  # the headcount of a part is not a level of the whole
                self.excluded.setdefault(part.id, Exclusion.PART)
        if counts and not event.parts_complete:
            self.counted.append((event, kind, True))
        elif counts:
            self.excluded[event.id] = Exclusion.PART

    def _below(self, event_id: int) -> Iterable[tuple[Event, EventKind]]:
        for part, kind in self.parts.get(event_id, []):
            yield part, kind
            yield from self._below(part.id)

    def _timing(
        self, whole: Event, kind: EventKind, parts: Sequence[tuple[Event, EventKind]]
    ) -> list[tuple[Event, EventKind, bool]] | None:
        """The parts as changes of the whole, if they are as many and all dated: then they say when."""
        count = whole.values.count
        if kind.level or count is None or count.best is None or len(parts) < 2 or _base(whole) is not None:
            return None
        sizes = [part.values.count.best if part.values.count else None for part, _ in parts]
        dated = all(part.values.counting is not None and part.values.counting.known for part, _ in parts)
        usable = all(self.excluded.get(part.id) in (Exclusion.PART, Exclusion.PLANNED) for part, _ in parts)
        same = all(part_kind.sign == kind.sign for _, part_kind in parts)
        if None in sizes or not (dated and usable and same):
            return None
        if abs(sum(size for size in sizes if size is not None) - count.best) > 0.5:
            return None
        return [
            (part, part_kind, False) for part, part_kind in parts if self.excluded.get(part.id) is not Exclusion.PLANNED
        ]


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
        change.share = _fractions(percent)
    found.changes.append(change)


def _fractions(percent: Quantity) -> tuple[float, float | None, float]:
    low = max((percent.low or 0.0) / 100, 0.0)
    high = 1.0 if percent.high is None else percent.high / 100
    return low, None if percent.best is None else percent.best / 100, max(high, low)


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


# Implied levels ----------------------------------------------------------------------------------------------------


def _base(event: Event) -> Quantity | None:
    """The level before an event that its count and percentage imply."""
    count, percent = event.values.count, event.values.percent
    if count is None or percent is None or not (count.known and percent.known) or event.values.percent_of:
        return None
    base = implied_base(count, percent)
    return base if base.high is not None or (base.low or 0) > 0 else None


def _remainder(event: Event, base: Quantity, sign: int) -> Quantity:
    """What the event leaves of its implied base: count * (1 - p) / p, as count and base are one unknown."""
    count, percent = event.values.count, event.values.percent
    assert count is not None
    assert percent is not None
    if sign == 0:
        return base
    low, _, high = _fractions(percent)
    ends: list[float | None] = [None, None]
    lowest, highest = (count.low or 0.0), count.high
    ends[0] = lowest * (1 + sign * high) / high if high else None
    if highest is not None and low > 0:
        ends[1] = highest * (1 + sign * low) / low
    middle = None if base.best is None or count.best is None else base.best + sign * count.best
    if middle is not None:
        middle = max(middle, ends[0] or 0.0)
        middle = middle if ends[1] is None else min(middle, ends[1])
    return Quantity(max(ends[0] or 0.0, 0.0), middle, ends[1])


def _settle_anchors(found: Evidence) -> None:
    """Implied levels where nothing is reported; anchors in their order; the day of the first level."""
    if not found.anchors:
        by_id = {event.id: event for event, _ in found.events}
        for change in found.changes:
            event = by_id[change.event_id]
            base = None if found.excluded.get(event.id) is Exclusion.PART else _base(event)
            if base is not None:
                found.anchors.append(_implied(change, event, base))
    found.changes = [change for change in found.changes if change.sign or change.implied]
    for number, change in enumerate(found.changes):
        change.number = number
    numbers = {change.event_id: change.number for change in found.changes}
    for anchor in found.anchors:
        if anchor.own is not None:
            anchor.own = numbers[anchor.event.id]
    found.anchors.sort(key=lambda anchor: (anchor.day, anchor.event.id))
    days = [change.first - 1 for change in found.changes] + [anchor.day for anchor in found.anchors]
    found.opening = min(days, default=None)


def _implied(change: Change, event: Event, base: Quantity) -> Anchor:
    change.implied = True
    change.span = False  # count and base stand on either side of one moment
    return Anchor(
        event=event,
        first=change.first - 1,
        day=change.middle - 1,
        last=change.last - 1,
        level=base,
        after=_remainder(event, base, change.sign),
        own=change.number,
        own_window=(change.first, change.last),
    )
