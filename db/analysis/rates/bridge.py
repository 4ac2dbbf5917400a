"""From the headcount before a period to the one at its end, kind by kind, and what remains unexplained. Pure.

C = O + inflows - outflows + unexplained, where O = H(first - 1), C = H(last) and H(t) is the headcount at the end of
day t: a leaver of July 31 is in the bridge of July, one of August 1 in that of August.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

from db.analysis.headcount.best import BestPath, best_path
from db.analysis.headcount.evidence import gather
from db.analysis.headcount.facts import Change
from db.analysis.rates.averages import level_at
from db.analysis.series import HeadcountSeries, Mark
from db.model.days import day_before
from db.model.ids import EventId
from db.model.intervals import add, at_least, hull, negate, quantity, scale, subtract, total
from db.model.records import Event, EventKind
from db.model.values import Quantity, Status

_DIGITS = 6  # of a head, as in the series
_NOISE = 2e-6
_NOBODY = Quantity.exact(0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeLine:
    """What the events of one kind change within the period: a signed ``size`` (a layoff of 200 is -200).

    ``returned``: what came back of temporary losses of this kind, a line of its own.
    """

    kind: str
    size: Quantity
    inflow: bool
    event_ids: tuple[EventId, ...]
    returned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """A period's bridge. Best adds up exactly: opening + lines + unexplained = closing, where all have a best.

    The ends add up to an interval that holds the closing. ``opening`` None: no level is known on the day before;
    ``closing`` None: nor at the end. Then ``unexplained`` is what known levels within the period leave open.
    """

    first: date
    last: date
    opening: Quantity | None
    lines: tuple[BridgeLine, ...]
    unexplained: Quantity
    closing: Quantity | None

    @property
    def inflow(self) -> Quantity:
        """How many came in the period (h), transfers and those returned included."""
        return at_least(total(line.size for line in self.lines if line.inflow), 0.0)

    @property
    def outflow(self) -> Quantity:
        """How many left in the period (l), transfers included."""
        return at_least(total(negate(line.size) for line in self.lines if not line.inflow), 0.0)


class Bridges:
    """Bridges of any periods of one series, from evidence that is gathered once.

    ``events``, ``kinds``, ``as_of`` and ``minimum_status`` are those that ``series`` was reconstructed from.
    """

    def __init__(
        self,
        series: HeadcountSeries,
        events: Sequence[Event],
        kinds: Mapping[str, EventKind],
        *,
        as_of: date,
        minimum_status: Status = Status.REPORTED,
    ) -> None:
        self._series, self._as_of = series, as_of
        evidence = gather(events, kinds, population=series.population, as_of=as_of, minimum_status=minimum_status)
        self._path = BestPath()
        if evidence.opening is not None and evidence.opening <= as_of.toordinal():
            self._path = best_path(evidence.changes, evidence.anchors, opening=evidence.opening)
        self._codes = {event.id: kind.code for event, kind in evidence.events}
        self._changes = sorted(evidence.changes, key=lambda change: (change.first, change.event_id))
        self._marks = {mark.event_id: mark for mark in series.marks}

    def of(self, first: date, last: date) -> Bridge | None:
        """The bridge of [first, last], cut at the as-of day; None for a period that begins after it.

        An event that may lie inside or outside of the period has a size from nothing to all of it, best where the
        series has it. A span counts with its days within. Unexplained is booked on the day of the later known level; a
        period that covers only a part of the days between two levels may hold any part of it. Lines are in the order
        of their first event.
        """
        series, last = self._series, min(last, self._as_of)
        if last < first:
            return None
        period = _Period(first.toordinal(), last.toordinal())
        lines = _lines(self._changes, self._marks, self._path, period, self._codes)
        eve = day_before(first)
        opening = None if eve is None else level_at(series, eve)
        closing = level_at(series, last)
        left_open = _left_open(series, period)
        if opening is not None and closing is not None:
            left_open = _reconciled(add(opening, total(line.size for line in lines)), left_open, closing)
        return Bridge(
            first=first, last=last, opening=opening, lines=tuple(lines), unexplained=left_open, closing=closing
        )


def bridge(
    series: HeadcountSeries,
    events: Sequence[Event],
    kinds: Mapping[str, EventKind],
    *,
    first: date,
    last: date,
    as_of: date,
    minimum_status: Status = Status.REPORTED,
) -> Bridge | None:
    """The bridge of one period: see :meth:`Bridges.of`."""
    return Bridges(series, events, kinds, as_of=as_of, minimum_status=minimum_status).of(first, last)


@dataclass(frozen=True, slots=True)
class _Period:
    """First and last day as ordinals."""

    first: int
    last: int

    def portion(self, size: Quantity, window: tuple[int, int], best: int) -> Quantity | None:
        """What of a size that takes effect within ``window`` falls into the period; None: nothing can."""
        if window[0] > self.last or window[1] < self.first:
            return None
        if self.first <= window[0] and window[1] <= self.last:
            return size
        either = hull(_NOBODY, size)
        return quantity(either.low, size.best if self.first <= best <= self.last else 0.0, either.high)

    def reached(self, change: Change) -> bool:
        """Whether any of its days, or those on which it is undone, lie in the period."""
        windows = ((change.first, change.last), *((change.back,) if change.back is not None else ()))
        return any(first <= self.last and last >= self.first for first, last in windows)

    def share(self, window: tuple[int, int]) -> float:
        """Which share of the days of ``window`` lies in the period."""
        days = min(window[1], self.last) - max(window[0], self.first) + 1
        return max(days, 0) / (window[1] - window[0] + 1)


def _lines(
    changes: Iterable[Change],
    marks: Mapping[EventId, Mark],
    path: BestPath,
    period: _Period,
    codes: Mapping[EventId, str],
) -> list[BridgeLine]:
    sizes: dict[tuple[str, bool], list[Quantity]] = {}
    causes: dict[tuple[str, bool], list[EventId]] = {}
    inflows: dict[tuple[str, bool], bool] = {}
    for change in changes:
        if not change.sign or not period.reached(change):
            continue
        size = _size(change, marks.get(change.event_id))
        day = path.days.get(change.number, change.middle)
        window = (change.first, change.last)
        if change.span and change.back is None:
            share = period.share(window)
            parts = [(False, scale(size, share) if share else None)]
        else:
            parts = [(False, period.portion(size, window, day))]
        if change.back is not None:
            again = max((change.back[0] + change.back[1]) // 2, day)
            parts.append((True, period.portion(negate(size), change.back, again)))
        for returned, part in parts:
            if part is not None:
                key = (codes[change.event_id], returned)
                sizes.setdefault(key, []).append(part)
                causes.setdefault(key, []).extend(change.event_ids)
                inflows[key] = (change.sign > 0) is not returned
    return [
        BridgeLine(
            kind=key[0],
            size=_rounded(total(parts)),
            inflow=inflows[key],
            event_ids=tuple(dict.fromkeys(causes[key])),
            returned=key[1],
        )
        for key, parts in sizes.items()
    ]


def _size(change: Change, mark: Mark | None) -> Quantity:
    """The signed size of a change; one of unknown size has its direction."""
    if change.share is None:
        plain = quantity(change.low, change.best, None if change.high == inf else change.high)
    elif mark is not None and mark.size is not None and mark.size.known:
        return mark.size
    else:
        plain = Quantity(low=0.0)
    return plain if change.sign > 0 else negate(plain)


def _left_open(series: HeadcountSeries, period: _Period) -> Quantity:
    """What the known levels of the period leave unexplained."""
    found = []
    for gap in series.gaps:
        begin, end = gap.first.toordinal() + 1, gap.last.toordinal()
        part = period.portion(gap.unexplained, (min(begin, end), end), end)
        if part is not None:
            found.append(part)
    return total(found)


def _reconciled(expected: Quantity, left_open: Quantity, closing: Quantity) -> Quantity:
    """Unexplained so that it adds up: best is the remainder itself, the ends no wider than the closing needs them."""
    (e_low, e_high), (c_low, c_high), (low, high) = _ends(expected), _ends(closing), _ends(left_open)
    if c_low - e_high <= high and low <= c_high - e_low:  # no more than lies between opening and closing
        low, high = max(low, c_low - e_high), min(high, c_high - e_low)
    best = subtract(closing, expected).best
    inside = [] if best is None else [best]
    low = _without_noise(min([low, *inside, c_low - e_low if e_low > -inf else low]), low)
    high = _without_noise(max([high, *inside, c_high - e_high if e_high < inf else high]), high)
    return _rounded(quantity(low, best, high))


def _ends(value: Quantity) -> tuple[float, float]:
    return (-inf if value.low is None else value.low), (inf if value.high is None else value.high)


def _without_noise(value: float, plain: float) -> float:
    return plain if abs(value - plain) < _NOISE else value


def _rounded(value: Quantity) -> Quantity:
    low, best, high = (
        None if end is None else round(end, _DIGITS) + 0.0 for end in (value.low, value.best, value.high)
    )
    return Quantity(low, best, high)
