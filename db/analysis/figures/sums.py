"""Sums of counts by period and group, with what vague dates and missing numbers leave open. Pure.

A date that is some one day within its bounds: where they reach into several periods, the count is 0 at least in each,
all of it at most in each, and best in the period of its middle day. A span gives each period its share of the days. An
event without a number leaves the high end open; a sum of nothing but such events is not known, and never 0. ``best``
is there where every event with a number that is placed in the period has a best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from db.analysis.figures.cells import Behind, Per, Period, bounds, periods
from db.analysis.figures.facts import ANY, BEST, HIGH, Counted, Facts, Flags, Floats, Ints

#: Digits of a head that a share of a span keeps.
_DIGITS = 6
#: So many periods at most, and how many days one has.
MOST_PERIODS = 12_000
_LENGTH = {Per.MONTH: 30, Per.QUARTER: 91, Per.YEAR: 365}
_FOREVER = date.max.toordinal() + 1
_ANY = date.min
_NONE = Counted(rows=np.empty(0, np.int64), rests=np.empty(0, np.bool_))


class TooManyPeriods(ValueError):  # noqa: N818 - what there is, not what went wrong
    """More than :data:`MOST_PERIODS`, from the year ``first`` to the year ``last``."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(first, last)
        self.first, self.last = first, last


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sums:
    """What the events of each group come to in each period, a row each, by period and group; columns.

    ``period`` and ``group`` are places in those given. ``low``, ``best``, ``high``: NaN where not known or open.
    """

    period: Ints
    group: Ints
    events: Ints
    without: Ints
    low: Floats
    best: Floats
    high: Floats
    _pairs: tuple[Ints, Ints, Ints, Flags]

    def __len__(self) -> int:
        return len(self.group)

    def behind(self, row: int) -> Behind:
        """The events of a row."""
        places, event_ids, _rows, placed = self._pairs

        def find() -> tuple[Sequence[int], Sequence[int]]:
            here = places == row
            return np.sort(event_ids[here & placed]).tolist(), np.sort(event_ids[here & ~placed]).tolist()

        return Behind(find)

    def having(self, which: Flags) -> Ints:
        """How many of the events placed in each row are among these rows of the facts."""
        places, _ids, rows, placed = self._pairs
        found: Ints = np.bincount(places[placed & which[rows]], minlength=len(self))
        return found


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """An event in a period that it can lie in, each a row; ``event`` is a place among the counted rows."""

    event: Ints
    period: Ints
    placed: Flags
    certain: Flags
    share: Floats
    plain: bool = False  # all are of one day, and the shares not needed


def reach(facts: Facts, counted: Counted, first: date | None, last: date | None) -> tuple[date, date] | None:
    """The first and last day that the counted events reach, within [first, last]; None: none has a day in there."""
    earliest, latest = facts.ints("earliest")[counted.rows], facts.ints("latest")[counted.rows]
    begin = np.where(earliest > 0, earliest, latest)
    end = np.where(latest > 0, latest, earliest)
    low, high = first.toordinal() if first else 1, last.toordinal() if last else date.max.toordinal()
    inside = (begin <= high) & (end >= low)
    if not inside.any():
        return None
    return (
        date.fromordinal(max(int(begin[inside].min()), low)),
        date.fromordinal(min(int(end[inside].max()), high)),
    )


def inside(facts: Facts, counted: Counted, first: date | None, last: date | None) -> Flags:
    """Which of the counted events can lie in [first, last]."""
    earliest, latest = facts.ints("earliest")[counted.rows], facts.ints("latest")[counted.rows]
    found: Flags = np.ones(len(counted.rows), np.bool_)
    if last is not None:
        found &= earliest <= last.toordinal()
    if first is not None:
        found &= (latest >= first.toordinal()) | (latest == 0)
    return found


def middles(facts: Facts, rows: Ints) -> Ints:
    """The middle days of some rows; one that is open on one side stands on the day it has."""
    earliest, latest = facts.ints("earliest")[rows].astype(np.int64), facts.ints("latest")[rows].astype(np.int64)
    found: Ints = np.where((earliest > 0) & (latest > 0), (earliest + latest) // 2, np.maximum(earliest, latest))
    return found


def covering(
    facts: Facts, counted: Counted, per: Per | None, first: date | None, last: date | None, *, as_of: date
) -> tuple[Period, ...]:
    """The periods that hold what is counted, within [first, last]; none where nothing is.

    Raises :class:`TooManyPeriods` for months of thousands of years.
    """
    if per is None:
        return periods(None, first, last, as_of=as_of)
    found = reach(facts, counted, first, last)
    if found is None:
        return ()
    whole = counted_periods(per, *found, as_of=as_of)
    # The first and the last are whole, unless the scope cuts them.
    return (*_widened(whole, per, first, last, as_of=as_of),)


def counted_periods(per: Per | None, first: date, last: date, *, as_of: date) -> tuple[Period, ...]:
    """The periods that cover [first, last]. Raises :class:`TooManyPeriods` for months of thousands of years."""
    if per is not None and (last - first).days // _LENGTH[per] > MOST_PERIODS:
        raise TooManyPeriods(first.year, last.year)
    return periods(per, first, last, as_of=as_of)


def _widened(
    found: Sequence[Period], per: Per, first: date | None, last: date | None, *, as_of: date
) -> tuple[Period, ...]:

    assert found[0].first is not None
    assert found[-1].last is not None
    begin, end = bounds(per, found[0].first)[0], bounds(per, found[-1].last)[1]
    return periods(per, max(begin, first or begin), min(end, last or end), as_of=as_of)


def sums(facts: Facts, counted: Counted, within: Sequence[Period], groups: Ints | None = None, number: int = 1) -> Sums:
    """The sums by period and group, in this order; combinations without an event are left out.

    ``groups``: for each counted row a group from 0 to ``number`` - 1.
    """
    pairs = _paired(facts, counted, within) if within else _paired(facts, _NONE, periods(None, None, None, as_of=_ANY))
    key = pairs.period * number
    if groups is not None:
        key = key + groups[pairs.event]
    keys, places = _numbered(key)
    taken = counted.rows[pairs.event]
    sizes, rests = facts.sizes, counted.rests[pairs.event]
    known = sizes.known[taken]
    best = sizes.best[taken]
    differ = sizes.differ[taken]
    if rests.any():
        known[rests] = 0
        best[rests] = 0.0
        differ &= ~rests
    times = _times(places, known, None if pairs.plain else pairs.placed, len(keys))
    placed, spread = times[:, 1], times.sum(axis=1)
    some = np.flatnonzero(differ)
    low, high = sizes.low[taken[some]] - best[some], sizes.high[taken[some]] - best[some]

    def total(weights: Floats, where: Ints = places) -> Floats:
        found: Floats = np.bincount(where, weights, len(keys)).astype(np.float64)
        return found

    # What differs is added to what does not: there is little of it.
    if pairs.plain:
        bests = total(best)
        lows, highs = bests + total(low, places[some]), bests + total(high, places[some])
    else:
        best = best * pairs.share
        bests = total(np.where(pairs.placed, best, 0.0))
        lows = total(np.where(pairs.certain, best, 0.0))
        lows += total(low * pairs.share[some] * pairs.certain[some], places[some])
        highs = total(best) + total(high * pairs.share[some], places[some])
    unknown = _having(spread, ANY) == 0
    return Sums(
        period=keys // number,
        group=keys % number,
        events=placed.sum(axis=1),
        without=_having(placed, ANY, present=False),
        low=np.where(unknown, np.nan, np.round(lows, _DIGITS)),
        best=np.where(unknown | (_without_best(placed) > 0), np.nan, np.round(bests, _DIGITS)),
        high=np.where(_having(spread, HIGH, present=False) > 0, np.nan, np.round(highs, _DIGITS)),
        _pairs=(places, facts.ints("id")[taken], taken, pairs.placed),
    )


_BITS = np.arange(8)


def _times(places: Ints, known: NDArray[np.uint8], placed: Flags | None, number: int) -> Ints:
    """How often each place has each combination of what is known: by place, by placed elsewhere (0) or here (1)."""
    key = places * 16 + known
    key += 8 if placed is None else placed * 8
    found: Ints = np.bincount(key, minlength=number * 16).reshape(number, 2, 8)
    return found


def _having(times: Ints, bit: int, *, present: bool = True) -> Ints:
    """How many have (or lack) something that is known."""
    found: Ints = times[:, ((_BITS & bit) > 0) == present].sum(axis=1)
    return found


def _without_best(times: Ints) -> Ints:
    """How many have a number and no best."""
    found: Ints = times[:, ((_BITS & ANY) > 0) & ((_BITS & BEST) == 0)].sum(axis=1)
    return found


def _numbered(key: Ints) -> tuple[Ints, Ints]:
    """The different keys in order, and for each key its place among them; by counting where that is quicker."""
    most = int(key.max(initial=-1)) + 1
    if most > 4 * len(key) + 1_000_000:
        keys, places = np.unique(key, return_inverse=True)
        return keys, places
    keys = np.flatnonzero(np.bincount(key, minlength=most))
    place = np.zeros(most, np.int64)
    place[keys] = np.arange(len(keys))
    return keys, place[key]


# Periods -----------------------------------------------------------------------------------------------------------


def _paired(facts: Facts, counted: Counted, within: Sequence[Period]) -> _Pairs:
    """Each counted event with every period that it can lie in."""
    edges = _edges(within)
    earliest, latest = facts.ints("earliest")[counted.rows], facts.ints("latest")[counted.rows]
    exact = earliest == latest
    if exact.all():
        event, period = _exact(earliest, edges)
        yes = np.ones(len(event), np.bool_)
        return _Pairs(event, period, yes, yes, np.ones(0), plain=True)
    certain, sure = _exact(earliest, edges, exact)
    vague = np.flatnonzero(~exact)
    found = _spread(earliest[vague], latest[vague], facts.flags("span")[counted.rows[vague]], edges)
    yes = np.ones(len(certain), np.bool_)
    return _Pairs(
        np.concatenate((certain, vague[found.event])),
        np.concatenate((sure, found.period)),
        np.concatenate((yes, found.placed)),
        np.concatenate((yes, found.certain)),
        np.concatenate((np.ones(len(certain)), found.share)),
    )


def _exact(days: Ints, edges: Ints, which: Flags | None = None) -> tuple[Ints, Ints]:
    """The places of days that lie in a period, and which one."""
    inside = (days > edges[0]) & (days <= edges[-1])
    event = np.flatnonzero(inside if which is None else inside & which)
    return event, _period_of(days[event], edges)


def _spread(earliest: Ints, latest: Ints, span: Flags, edges: Ints) -> _Pairs:
    """Vague dates in every period that they reach; one that is open on one side stands on the day it has."""
    begin, end = earliest.astype(np.int64), np.where(latest > 0, latest, _FOREVER).astype(np.int64)
    middle = np.where((earliest > 0) & (latest > 0), (begin + end) // 2, np.maximum(earliest, latest))
    event = np.flatnonzero((begin <= edges[-1]) & (end > edges[0]))
    from_ = _period_of(np.maximum(begin[event], edges[0] + 1), edges)
    times = _period_of(np.minimum(end[event], edges[-1]), edges) - from_ + 1
    before = np.repeat(np.cumsum(times) - times, times)
    period = np.repeat(from_, times) + (np.arange(int(times.sum())) - before)
    event = np.repeat(event, times)
    begin, end, middle = begin[event], end[event], middle[event]
    starts, ends = edges[period] + 1, edges[period + 1]
    wide = span[event] & (begin > 0) & (end < _FOREVER)
    days = np.minimum(end, ends) - np.maximum(begin, starts) + 1
    return _Pairs(
        event=event,
        period=period,
        placed=wide | ((middle >= starts) & (middle <= ends)),
        certain=wide | ((begin >= starts) & (end <= ends)),
        share=np.where(wide, days / (end - begin + 1), 1.0),
    )


def _edges(within: Sequence[Period]) -> Ints:
    """The last day before the first period, and the last day of each."""
    first, last = within[0].first, within[-1].last
    ends = [period.last.toordinal() if period.last else 0 for period in within[:-1]]
    return np.array([first.toordinal() - 1 if first else -1, *ends, last.toordinal() if last else _FOREVER], np.int64)


def _period_of(days: Ints, edges: Ints) -> Ints:
    if len(edges) == 2:
        return np.zeros(len(days), np.int64)
    low, high = int(edges[0]), int(edges[-1])
    if high - low < 4_000_000:  # a look into a table is ten times as quick as a search
        table = np.repeat(np.arange(len(edges) - 1), np.diff(edges))
        found: Ints = table[days - low - 1]
        return found
    return np.searchsorted(edges, days, side="left") - 1
