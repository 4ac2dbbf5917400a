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

from db.analysis.figures.cells import Behind, Per, Period, bounds, periods
from db.analysis.figures.facts import Counted, Facts, Flags, Floats, Ints

#: Digits of a head that a share of a span keeps.
_DIGITS = 6
_FOREVER = date.max.toordinal() + 1
_ANY = date.min
_NONE = Counted(rows=np.empty(0, np.int64), rests=np.empty(0, np.bool_))


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
    _pairs: tuple[Ints, Ints, Flags]

    def __len__(self) -> int:
        return len(self.group)

    def behind(self, row: int) -> Behind:
        """The events of a row."""
        places, event_ids, placed = self._pairs

        def find() -> tuple[Sequence[int], Sequence[int]]:
            here = places == row
            return np.sort(event_ids[here & placed]).tolist(), np.sort(event_ids[here & ~placed]).tolist()

        return Behind(find)


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
    """The periods that hold what is counted, within [first, last]; none where nothing is."""
    if per is None:
        return periods(None, first, last, as_of=as_of)
    found = reach(facts, counted, first, last)
    if found is None:
        return ()
    begin, end = found
    whole = periods(per, begin, end, as_of=as_of)
    # The first and the last are whole, unless the scope cuts them.
    return (*_widened(whole, per, first, last, as_of=as_of),)


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
    sizes = _Sizes.of(facts, taken, counted.rests[pairs.event])

    def total(weights: Floats) -> Floats:
        found: Floats = np.bincount(places, weights, len(keys)).astype(np.float64)
        return found

    def times(which: Flags) -> Ints:
        if which.all():
            return np.bincount(places, minlength=len(keys))
        return np.bincount(places[which], minlength=len(keys)) if which.any() else np.zeros(len(keys), np.int64)

    with_number = times(sizes.known)
    unknown = with_number == 0
    no_best = unknown | (times(sizes.known & ~sizes.has_best & pairs.placed) > 0)
    is_open = times(~sizes.has_high) > 0
    low, best, high = sizes.low, sizes.best, sizes.high
    if not pairs.plain:
        low, best, high = low * pairs.share, best * pairs.share, high * pairs.share
        low, best = np.where(pairs.certain, low, 0.0), np.where(pairs.placed, best, 0.0)
    return Sums(
        period=keys // number,
        group=keys % number,
        events=times(pairs.placed),
        without=times(pairs.placed & ~sizes.known),
        low=np.where(unknown, np.nan, np.round(total(low), _DIGITS)),
        best=np.where(no_best, np.nan, np.round(total(best), _DIGITS)),
        high=np.where(is_open, np.nan, np.round(total(high), _DIGITS)),
        _pairs=(places, facts.ints("id")[taken], pairs.placed),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Sizes:
    """Counts of events, 0 where an end is not known; a rest beside parts has no number."""

    known: Flags
    has_best: Flags
    has_high: Flags
    low: Floats
    best: Floats
    high: Floats

    @classmethod
    def of(cls, facts: Facts, rows: Ints, rests: Flags) -> _Sizes:
        low, best, high = (facts.floats(name)[rows] for name in ("low", "best", "high"))
        if rests.any():
            for end in (low, best, high):
                end[rests] = np.nan
        has_best, has_high = ~np.isnan(best), ~np.isnan(high)
        known = has_best | has_high | ~np.isnan(low)
        return cls(known, has_best, has_high, np.fmax(low, 0.0), np.fmax(best, 0.0), np.fmax(high, 0.0))


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
