"""Where the headcount of an organization may sink below zero, told from plain rows. Pure.

A cheap walk for the organizations of trackers: nothing but gains and losses on exact days, with exact counts or none.
Count and percentage of an event imply a level on the day before it; from one such level to the next nothing depends on
what lies outside. Where the walk falls below zero and every size is known, it tells itself what is found; else only the
stretches in which it comes close to zero, with their neighbors, need be reconstructed: the same findings come out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf
from operator import attrgetter
from typing import NamedTuple

#: Heads, and share of the level, by which the walk may miss the reconstruction.
_MARGIN = 1e-6
#: Heads below zero that are rounding noise, and digits of a level, as the reconstruction has them.
_NOISE, _DIGITS = 1e-6, 6


class Step(NamedTuple):
    """A change that counts: its day in ISO form, what it is (+1, -1), its exact number of heads, its percentage.

    Absent numbers and percentages are None; of a percentage all of low, best and high (in percent) are there or none.
    """

    id: int
    day: str
    sign: int
    heads: float | None
    percent: tuple[float, float, float] | None

    @property
    def implies(self) -> bool:
        """Whether count and percentage imply a level."""
        return self.heads is not None and self.percent is not None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Events to be reconstructed (``ids``), of which those in ``inner`` are judged by it; the others only surround."""

    ids: tuple[int, ...]
    inner: frozenset[int]


class Sunk(NamedTuple):
    """An event after which the level is below zero: what it would come to (None: other events of its day count too)."""

    id: int
    day: str
    level: float | None


def sinking(steps: Iterable[Step]) -> tuple[list[Sunk], list[Stretch]]:
    """Where an organization's changes lead below zero, and the parts that have to be reconstructed to tell."""
    parts = _parts(steps)
    if len(parts) < 2:
        return [], []
    # Run backward from the first level, a gain may lead below zero; without any, levels only rise.
    low = [any(step.sign > 0 for step in parts[0])]
    found: list[Sunk] = []
    for part in parts[1:]:
        sunk = _walk(part)
        found += sunk or ()
        low.append(sunk is None)
    return found, list(_stretches(parts, low))


def _stretches(parts: Sequence[Sequence[Step]], low: Sequence[bool]) -> Iterator[Stretch]:
    number = 0
    while number < len(low):
        end = number
        while end < len(low) and low[end]:
            end += 1
        if end > number:
            # What an event is named for can begin at the level before last; the level after bounds the band.
            around = parts[max(number - 2, 0) : end + 1]
            inner = frozenset(step.id for part in parts[number:end] for step in part)
            yield Stretch(tuple(step.id for part in around for step in part), inner)
        number = end + 1


def _parts(steps: Iterable[Step]) -> list[list[Step]]:
    """What comes before the first implied level, then what follows each (levels of one day are one)."""
    parts: list[list[Step]] = [[]]
    ordered = sorted(steps, key=lambda step: (step.day, -step.sign, step.id))
    for _, group in groupby(ordered, key=attrgetter("day")):
        today = list(group)
        if any(step.implies for step in today):
            parts.append(today)
        else:
            parts[-1] += today
    return parts


def _walk(part: Sequence[Step]) -> list[Sunk] | None:
    """The events of a part that lead below zero; None where the walk alone cannot tell.

    That is where two levels are implied for one day, where something goes from a level that is down to zero already,
    where other events of its day leave nothing for the event that implies the level, or where a size is unknown and
    then the highest level comes close to zero.
    """
    opening = [step for step in part if step.implies and step.day == part[0].day]
    first = max(opening, key=attrgetter("id"))
    base, highest = _base(first), _highest(first)
    near, start = _MARGIN * (1 + base), highest
    found: list[Sunk] = []
    level: float | None = base
    before, day = base, first.day
    for step in part:
        if step.day != day:
            before, day = level or 0.0, step.day
        if level is not None:
            level = _after(level, step)
            if level is not None and level < near:
                if len(opening) > 1:
                    return None
                if level < -_NOISE:
                    if before <= _NOISE or step.implies:
                        return None
                    reached = round(before, _DIGITS) - (step.heads or 0.0)
                    found.append(Sunk(step.id, day, reached if reached < 0 else None))
                level = max(level, 0.0)
        if step.sign < 0 and step is not first:
            highest -= _at_most(step, start)  # gains are left aside: it can only be higher
            if level is None and highest < near:
                return None
    return found


def _after(level: float, step: Step) -> float | None:
    """The best level after a change; None where its size is unknown."""
    if step.heads is not None:
        return level + step.sign * step.heads
    return None if step.percent is None else level + step.sign * level * step.percent[1] / 100


def _base(step: Step) -> float:
    """The level that count and percentage of an event imply."""
    assert step.heads is not None
    assert step.percent is not None
    return step.heads / step.percent[1] * 100


def _highest(step: Step) -> float:
    """The highest level after an event that implies one."""
    assert step.heads is not None
    assert step.percent is not None
    low = step.percent[0]
    return step.heads * (100 + step.sign * low) / low


def _at_most(step: Step, level: float) -> float:
    """What a loss takes at the upper end of the band, or more."""
    if step.heads is not None:
        return step.heads
    return 0.0 if step.percent is None else level * step.percent[2] / 100


def readable(count: Sequence[float | None], percent: Sequence[float | None]) -> bool:
    """Whether the walk can read a count and a percentage (low, best, high each): exact or absent; positive and whole.

    A percentage needs all three, above 0 and at most 100.
    """
    low, best, high = percent
    shared = low is not None and best is not None and high is not None and 0 < low <= best <= high <= 100
    counted = count[0] is not None and 0 <= count[0] < inf and count[0] == count[1] == count[2]
    return (counted or count[0] is count[1] is count[2] is None) and (shared or low is best is high is None)
