"""Whether the levels that counts and percentages imply meet, and which of them fit neither neighbor. Pure.

Days are ordinals, sizes heads; ``inf`` is an open upper end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple

from db.model.ids import EventId

#: Days within which levels are neighbors, and by which a stronger level silences a weaker one.
NEAR_DAYS = 400
#: The factor by which the nearest ends of two levels may differ.
FACTOR = 1.5
_STEP, _LEFT_OUT = 1.0, 0.9


class Implied(NamedTuple):
    """A level on the day before its event (``id``), and what the event leaves of it."""

    day: int
    id: EventId
    low: float
    best: float
    high: float
    after_low: float
    after_high: float


class Move(NamedTuple):
    """A change on the middle day of its date, gains first (``rank``); ``share``: low and high are fractions."""

    day: int
    rank: int
    id: EventId
    sign: int
    low: float
    high: float
    share: bool = False


class Misfit(NamedTuple):
    """Two neighbors on the path that do not meet: what the moves make of the earlier one, and the factor between."""

    before: int
    after: int
    low: float
    high: float
    factor: float


class LeftOut(NamedTuple):
    """A level that is set aside, the two between which it is, and what the moves make of the earlier: positions."""

    level: int
    before: int
    after: int
    low: float
    high: float


@dataclass(slots=True)
class Path:
    """The levels that are set aside, and the neighbors that do not meet."""

    aside: list[LeftOut] = field(default_factory=list)
    misfits: list[Misfit] = field(default_factory=list)


def least_cost(levels: Sequence[Implied], moves: Sequence[Move]) -> Path:
    """The path from the first to the last of the levels with the least cost; both arguments in their order.

    A step whose ends differ by more than FACTOR costs 1, each level left out 0.9. Levels are left out only between two
    within NEAR_DAYS that fit each other, and only if they fit neither; of two paths the one through the larger levels.
    """
    return _Walk(levels, moves).path()


class _Walk:
    def __init__(self, levels: Sequence[Implied], moves: Sequence[Move]) -> None:
        self.levels, self.moves = levels, moves
        self.days = [move.day for move in moves]
        self.level_days = [level.day for level in levels]
        # By position: how many moves are over by the end of the day of a level.
        self.past = [bisect_right(self.days, day) for day in self.level_days]
        # By position: what the moves make of a level until the next one, and by what factor the two differ.
        self.next = [self._compared(at, at + 1) for at in range(len(levels) - 1)]

    def path(self) -> Path:
        cost: list[tuple[float, float]] = [(0.0, 0.0)]
        came: list[int] = [-1]
        skipping = self._skipping()
        for at in range(1, len(self.levels)):
            step = 0.0 if self.next[at - 1][2] <= FACTOR else _STEP
            best, before = self._more(cost[at - 1], step, at), at - 1
            for start in skipping.get(at, ()):
                found = self._more(cost[start], _LEFT_OUT * (at - start - 1), at)
                if found < best:
                    best, before = found, start
            cost.append(best)
            came.append(before)
        return self._told(came)

    def _more(self, cost: tuple[float, float], step: float, at: int) -> tuple[float, float]:
        return round(cost[0] + step, 6), cost[1] - self.levels[at].best

    def _skipping(self) -> dict[int, list[int]]:
        """For a position those from which all between can be left out: the first that a level meets again."""
        found: dict[int, list[int]] = {}
        for start in range(len(self.levels) - 2, -1, -1):
            if self.next[start][2] > FACTOR:
                at = self._first_met(start)
                if at is not None and not any(self._meet(between, at) for between in range(start + 1, at)):
                    found.setdefault(at, []).append(start)
        return found

    def _told(self, came: Sequence[int]) -> Path:
        found, at = Path(), len(came) - 1
        while at > 0:
            before = came[at]
            for between in range(before + 1, at):
                low, high, _ = self._compared(before, between)
                found.aside.append(LeftOut(between, before, at, low, high))
            if before == at - 1 and self.next[before][2] > FACTOR:
                found.misfits.append(Misfit(before, at, *self.next[before]))
            at = before
        found.aside.sort()
        found.misfits.reverse()
        return found

    def _meet(self, before: int, after: int) -> bool:
        return self._compared(before, after)[2] <= FACTOR

    def _compared(self, before: int, after: int) -> tuple[float, float, float]:
        """What the moves make of the earlier level, and by what factor its nearest end differs from the later one."""
        one, other = self.levels[before], self.levels[after]
        low, high = moved(self.moves[self.past[before] : self.past[after]], one.id, one.after_low, one.after_high)
        near = 0 < self.level_days[after] - self.level_days[before] <= NEAR_DAYS
        return low, high, _factor(low, high, other) if near else 1.0

    def _first_met(self, start: int) -> int | None:
        """The first level that an earlier one meets; None where none is near enough, or leaving out does not pay."""
        one, at = self.levels[start], self.past[start]
        low, high = one.after_low, one.after_high
        end = bisect_right(self.level_days, one.day + NEAR_DAYS)
        saved = 0.0  # by leaving out what is between, at most: what the steps to the place cost, less what that costs
        for place in range(start + 1, end):
            if place > start + 1:
                saved += (_STEP if self.next[place - 1][2] > FACTOR else 0.0) - _LEFT_OUT
            else:
                saved = _STEP
            if saved + (_STEP - _LEFT_OUT) * (end - place) < 0:
                return None  # it never pays, however many steps follow
            other = self.levels[place]
            until = self.past[place]
            if until > at:
                low, high = moved(self.moves[at:until], one.id, low, high)
                at = until
            if other.day == one.day or _factor(low, high, other) <= FACTOR:
                return place if saved >= 0 else None
        return None


def moved(moves: Sequence[Move], but: EventId, low: float, high: float) -> tuple[float, float]:
    """What some moves, without those of one event, make of the ends of a level."""
    for _, _, event_id, sign, least, most, share in moves:
        if event_id == but:
            continue
        if sign > 0 and share:
            low, high = low + least * low, high + most * high if high > 0 < most else high
        elif sign > 0:
            low, high = low + least, high + most
        elif share:
            low, high = (1 - most) * low if most < 1 else 0.0, (1 - least) * high if least < 1 else 0.0
        else:
            low, high = low - most if most < low else 0.0, high - least if least < high else 0.0
    return low, high


def _factor(low: float, high: float, other: Implied) -> float:
    """By what the nearest ends of two levels differ; 1 where they overlap."""
    if low > other.high:
        return low / other.high if other.high > 0 else inf
    if other.low > high:
        return other.low / high if high > 0 else inf
    return 1.0
