"""Churn, retention and cohorts of relationships, with the bounds that their vague dates leave. Pure.

Low and high are the least and the greatest share that any placement of the vague days gives, with the states of each
relationship in the order of its lane; relationships vary independently of each other. Best is with every beginning on
its middle day. A share of nothing is None, never 0. Formulas: logo churn and cohorts as metrickittools and SaaSGrid
define them.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

from db.analysis.relationships.survival import middle
from db.analysis.relationships.tracks import NOT_ACTIVE
from db.analysis.series import Lane, RelationshipSeries
from db.model.intervals import quantity
from db.model.values import Quantity, RelationshipState

_Window = tuple[float, float]  # first and last possible day, as ordinals
_Option = tuple[bool, bool]  # whether it counts in the whole, and in the part


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """``part`` of ``whole`` relationships (best), and ``percent`` with its bounds; None: a share of nothing."""

    part: int
    whole: int
    percent: Quantity | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Churn:
    """Logo churn of a period: ``churned`` is of those active at the end of the day before ``first``.

    ``resumed``: of these, how many ended within the period and were not ended at its end; they count as retained.
    """

    first: date
    last: date
    churned: Share
    resumed: int

    @property
    def retention(self) -> Quantity | None:
        """100 % - churn, of the same cohort."""
        percent = self.churned.percent
        if percent is None or percent.low is None or percent.high is None:
            return None
        best = None if percent.best is None else 100.0 - percent.best
        return quantity(100.0 - percent.high, best, 100.0 - percent.low)


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortMonth:
    """How many of a cohort are still active at the end of ``day``, ``months`` after the last day of its period."""

    months: int
    day: date
    active: Share


def churn(series: RelationshipSeries, *, first: date, last: date) -> Churn:
    """Ended in [first, last] among those active at the end of the day before / these * 100; new ones are excluded.

    Paused relationships are neither active nor ended. Raises ValueError if the period ends before it begins.
    """
    if last < first:
        raise ValueError(f"period ends on {last} before it begins on {first}")
    eve, end = first.toordinal() - 1, last.toordinal()
    lanes = [lane for lane in series.lanes if lane.spans]
    options, chosen, resumed = [], [], 0
    for lane in lanes:
        options.append({_churned(lane, pair) for pair in _pairs(lane, eve, end)})
        before, after = _best_at(lane, eve), _best_at(lane, end)
        chosen.append(_churned(lane, (before, after)))
        between = [span.state for span in lane.spans[before + 1 : after + 1]] if before >= 0 else []
        over = RelationshipState.ENDED in between and between[-1] is not RelationshipState.ENDED
        resumed += over and chosen[-1][0]
    return Churn(first=first, last=last, churned=_shared(options, chosen), resumed=resumed)


def cohort(
    series: RelationshipSeries, *, first: date, last: date, as_of: date, months: int = 12
) -> tuple[CohortMonth, ...]:
    """Still active k months after ``last`` / started in [first, last] * 100, for k = 0 to ``months`` up to ``as_of``.

    A relationship that was active before its first evidence started nobody knows when and is in no cohort.
    """
    lanes = [lane for lane in series.lanes if lane.spans and lane.spans[0].started]
    days = [(number, _months_later(last, number)) for number in range(months + 1)]
    return tuple(
        CohortMonth(months=number, day=day, active=_still_active(lanes, (first, last), day))
        for number, day in days
        if day <= as_of
    )


def _still_active(lanes: Sequence[Lane], period: tuple[date, date], day: date) -> Share:
    first, last = period[0].toordinal(), period[1].toordinal()
    options, chosen = [], []
    for lane in lanes:
        windows = _windows(lane)
        low, high = windows[0]
        if high < first or low > last:  # never of this cohort: neither in the whole nor in the part
            continue
        found: set[_Option] = {(False, False)} if low < first or high > last else set()
        windows[0] = (max(low, first), min(high, last))
        for after in range(len(windows)):
            if _possible(_split(windows, after, day.toordinal())):
                found.add((True, lane.spans[after].state not in NOT_ACTIVE))
        options.append(found)
        member = first <= _best_day(lane, 0) <= last
        state = lane.spans[max(_best_at(lane, day.toordinal()), 0)].state
        chosen.append((member, member and state not in NOT_ACTIVE))
    return _shared(options, chosen)


def _churned(lane: Lane, pair: tuple[int, int]) -> _Option:
    before = lane.spans[pair[0]].state if pair[0] >= 0 else None
    active = before not in NOT_ACTIVE
    return active, active and lane.spans[pair[1]].state is RelationshipState.ENDED


# Possible days -----------------------------------------------------------------------------------------------------


def _windows(lane: Lane) -> list[_Window]:
    """The possible days of each beginning; what was active before its first evidence always was."""
    found = []
    for number, span in enumerate(lane.spans):
        low = -inf if span.first_earliest is None else float(span.first_earliest.toordinal())
        high = inf if span.first_latest is None else float(span.first_latest.toordinal())
        found.append((-inf, -inf) if number == 0 and not span.started else (low, high))
    return found


def _pairs(lane: Lane, eve: int, end: int) -> Iterator[tuple[int, int]]:
    """The numbers of the states (-1: not begun) that can hold at the end of both days."""
    windows = _windows(lane)
    for before in range(-1, len(windows)):
        early = _split(windows, before, eve)
        if _possible(early):
            yield from (
                (before, after) for after in range(before, len(windows)) if _possible(_split(early, after, end))
            )


def _split(windows: Sequence[_Window], number: int, day: float) -> list[_Window]:
    """What is left of the windows if state ``number`` holds at the end of ``day``."""
    return [
        (low, min(high, day)) if position <= number else (max(low, day + 1), high)
        for position, (low, high) in enumerate(windows)
    ]


def _possible(windows: Iterable[_Window]) -> bool:
    """Whether there are days in these windows that follow each other (or fall on one)."""
    reached = -inf
    for low, high in windows:
        reached = max(reached, low)
        if reached > high:
            return False
    return True


def _best_day(lane: Lane, number: int) -> float:
    span = lane.spans[number]
    if number == 0 and not span.started:
        return -inf
    return middle(span.first_earliest, span.first_latest).toordinal()


def _best_at(lane: Lane, day: int) -> int:
    return max((number for number in range(len(lane.spans)) if _best_day(lane, number) <= day), default=-1)


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, the last one of it where ``day`` is the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    length = monthrange(year, month + 1)[1]
    whole = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, length if whole else min(day.day, length))


# Shares ------------------------------------------------------------------------------------------------------------


def _shared(options: Sequence[set[_Option]], chosen: Sequence[_Option]) -> Share:
    whole, part = sum(option[0] for option in chosen), sum(option[1] for option in chosen)
    least = _extreme(options, ((True, False), (False, False), (True, True)))
    most = _extreme(options, ((True, True), (False, False), (True, False)))
    if least is None and most is None:
        return Share(part=part, whole=whole, percent=None)
    ends = [end for end in (least, most) if end is not None]
    best = 100.0 * part / whole if whole else None
    found = [*ends, best] if best is not None else ends
    return Share(part=part, whole=whole, percent=quantity(min(found), best, max(found)))


def _extreme(options: Sequence[set[_Option]], order: Sequence[_Option]) -> float | None:
    """The share if each takes the first of ``order`` that it can; if then nobody is there, if one that can is."""
    taken = [next(option for option in order if option in possible) for possible in options]
    whole = sum(option[0] for option in taken)
    if whole:
        return 100.0 * sum(option[1] for option in taken) / whole
    return 100.0 if any((True, True) in possible for possible in options) else None
