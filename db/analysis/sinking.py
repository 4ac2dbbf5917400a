"""Where the headcount of an organization may sink below zero, told from plain rows. Pure.

A cheap walk for the organizations of trackers: nothing but gains and losses on exact days, with exact counts or none.
Count and percentage of an event imply a level on the day before it; from one such level to the next nothing depends on
what lies outside. So only the stretches in which the walk comes close to zero, with their neighbors, need be
reconstructed: the same findings come out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf
from operator import attrgetter
from typing import NamedTuple

#: Heads, and share of the level, by which the walk may miss the reconstruction.
_MARGIN = 1e-6


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


def stretches(steps: Iterable[Step]) -> list[Stretch]:
    """The parts of an organization's changes in which a level may fall below zero; usually none."""
    parts = _parts(steps)
    if len(parts) < 2:
        return []
    # Run backward from the first level, a gain may lead below zero; without any, levels only rise.
    low = [any(step.sign > 0 for step in parts[0]), *map(_may_sink, parts[1:])]
    found: list[Stretch] = []
    number = 0
    while number < len(low):
        end = number
        while end < len(low) and low[end]:
            end += 1
        if end > number:
            # What an event is named for can begin at the level before last; the level after bounds the band.
            around = parts[max(number - 2, 0) : end + 1]
            inner = frozenset(step.id for part in parts[number:end] for step in part)
            found.append(Stretch(tuple(step.id for part in around for step in part), inner))
        number = end + 1
    return found


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


def _may_sink(part: Sequence[Step]) -> bool:
    """Whether the best level, or the highest where there is no best, may fall below zero before the next level."""
    opening = max((step for step in part if step.implies and step.day == part[0].day), key=lambda step: step.id)
    assert opening.heads is not None
    assert opening.percent is not None
    low, best, _ = opening.percent
    base = opening.heads * 100 / best
    near = _MARGIN * (1 + base)
    level: float | None = base
    # The highest level after the opening event; gains left aside, it can only be higher.
    highest = start = opening.heads * (100 + opening.sign * low) / low
    for step in part:
        if level is not None:
            size = step.heads if step.percent is None or step.heads is not None else level * step.percent[1] / 100
            level = None if size is None else level + step.sign * size
        if level is not None and level < near:
            return True
        if step.sign < 0 and step is not opening:
            highest -= _at_most(step, start)
            if level is None and highest < near:
                return True
    return False


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
