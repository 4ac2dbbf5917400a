"""Average headcount of a period: two-point, month-end snapshots, time-weighted. Pure.

Month-end rule: H(t) is the headcount at the end of day t, after that day's leavers have left and its hires have come.
A leaver of July 31 is out of H(July 31). A period [first, last] opens with O = H(first - 1), closes with C = H(last).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from math import fsum

from db.analysis.series import HeadcountSeries, Level
from db.model.intervals import add, quantity, scale
from db.model.values import Quantity

_DAY = timedelta(days=1)
_Weighted = tuple[int, Quantity | None]  # how often it counts, and the level (None: not known)


class AverageMethod(StrEnum):
    """How a headcount is averaged over a period."""

    TWO_POINT = "two_point"
    SNAPSHOTS = "snapshots"
    TIME_WEIGHTED = "time_weighted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Average:
    """The average headcount of a period, in heads; ``points`` is how many levels went into it.

    The interval holds the average of every placement of the vague dates; it is not always the narrowest one.
    """

    value: Quantity
    points: int


def average_headcount(
    series: HeadcountSeries, *, first: date, last: date, method: AverageMethod = AverageMethod.TIME_WEIGHTED
) -> Average | None:
    """The average of a period; None where a level that it needs is not known, or counts from 0 (relative).

    - two-point: (O + C) / 2, the common and weakest one;
    - snapshots: the mean of the opening and every month-end in the period (13 points for a year), and the closing
      where the period ends within a month (SHRM: more points are better);
    - time-weighted: the sum of H(t) over the days of the period / their number.

    A series ends at its as-of day and does not say so: a period that goes on beyond it has to be cut by the caller.
    Raises ValueError if the period ends before it begins.
    """
    if last < first:
        raise ValueError(f"period ends on {last} before it begins on {first}")
    if method is AverageMethod.TIME_WEIGHTED:
        points = _by_day(series, first, last)
    else:
        days = snapshot_days(first, last) if method is AverageMethod.SNAPSHOTS else _two_days(first, last)
        points = [(1, level_at(series, day)) for day in days]
    value = _mean(points)
    if value is None:
        return None
    return Average(value=value, points=sum(weight for weight, _ in points))


def level_at(series: HeadcountSeries, day: date) -> Quantity | None:
    """H(day) as an interval; None before the first known level and where only changes are known."""
    level = None if series.relative else series.at(day)
    return None if level is None else _quantity(level)


def two_point(opening: Quantity, closing: Quantity) -> Quantity:
    """(O + C) / 2 for an opening and a closing that were stated independently of each other."""
    return scale(add(opening, closing), 0.5)


def snapshot_days(first: date, last: date) -> tuple[date, ...]:
    """The day before ``first``, the month-ends in [first, last], and ``last``; 13 days for a calendar year."""
    days = [*_two_days(first, last)]
    day = _month_end(first)
    while day < last:
        days.append(day)
        day = _month_end(day + _DAY)
    return tuple(sorted(days))


def _two_days(first: date, last: date) -> tuple[date, ...]:
    return first if first == date.min else first - _DAY, last


def _month_end(day: date) -> date:
    if (day.year, day.month) == (date.max.year, date.max.month):
        return date.max
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - _DAY


def _by_day(series: HeadcountSeries, first: date, last: date) -> list[_Weighted]:
    """Levels with the number of days on which they hold."""
    begin = bisect_right(series.levels, first, key=lambda level: level.day) - 1
    if series.relative or begin < 0:
        return [(1, None)]
    inside = [level for level in series.levels[begin:] if level.day <= last]
    starts = [first.toordinal(), *(level.day.toordinal() for level in inside[1:]), last.toordinal() + 1]
    return [(end - start, _quantity(level)) for (start, end), level in zip(pairwise(starts), inside, strict=True)]


def _quantity(level: Level) -> Quantity:
    return Quantity(level.low, level.best, level.high)


def _mean(points: Sequence[_Weighted]) -> Quantity | None:
    """The weighted mean, end by end; an end that is missing once is missing in the mean."""
    known = [(weight, value) for weight, value in points if value is not None]
    if len(known) < len(points):
        return None
    return quantity(
        _mean_end([(weight, value.low) for weight, value in known]),
        _mean_end([(weight, value.best) for weight, value in known]),
        _mean_end([(weight, value.high) for weight, value in known]),
    )


def _mean_end(ends: Sequence[tuple[int, float | None]]) -> float | None:
    present = [weight * end for weight, end in ends if end is not None]
    return fsum(present) / sum(weight for weight, _ in ends) if len(present) == len(ends) else None
