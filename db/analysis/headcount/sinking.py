"""What is found in the headcount of an organization with nothing but plain changes, told from plain rows. Pure.

A cheap walk for the organizations of trackers: gains and losses on exact days, with exact counts, percentages or none.
It tells what the reconstruction would tell, without low ends, without steps to draw: where the level sinks below zero,
and which implied levels do not meet.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from math import inf
from operator import itemgetter
from typing import NamedTuple

from db.analysis.headcount.meeting import Implied, Move, Path, least_cost
from db.analysis.series import BelowZero, ImpliedLevel, LevelsApart, SetAside
from db.model.days import day_of
from db.model.ids import EventId
from db.model.values import Quantity

_NOISE, _DIGITS = 1e-9, 6


class Step(NamedTuple):
    """A change that counts, in the order of days: gains first (``rank`` 0), then losses (1), then by id.

    ``heads`` its exact number of heads; ``low``, ``best`` and ``high`` of its percentage. Absent ones are None: all of
    a percentage or none.
    """

    day: int
    rank: int
    id: EventId
    heads: float | None
    low: float | None
    best: float | None
    high: float | None

    @property
    def closes(self) -> bool:
        """Whether it leaves nobody."""
        return self.best == 100


class _Known(NamedTuple):
    """A known level at the end of a day: before its event, or the 0 after the one that leaves nobody."""

    day: int
    id: EventId
    level: float
    highest: float  # after its event
    own: Step | None


@dataclass(slots=True)
class Told:
    """What is found."""

    below_zero: list[BelowZero] = field(default_factory=list)
    apart: list[LevelsApart] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)


def told(steps: Sequence[Step]) -> Told:
    """What the changes of an organization tell, in their order."""
    implied = {step.id: _level(step) for step in steps if step.heads is not None and step.best is not None}
    closing = [step for step in steps if step.best == 100]
    if not implied and not closing:
        return Told()
    for step in closing:
        implied.pop(step.id, None)
    levels = sorted(implied.values())
    path = least_cost(levels, list(map(_move, steps))) if len(levels) > 1 else Path()
    by_id = {step.id: step for step in steps} if path.misfits or path.aside else {}
    found = Told()
    for one in path.misfits:
        found.apart.append(
            LevelsApart(
                before_id=levels[one.before].id,
                implied=_implied(levels[one.after], by_id),
                expected=_ends(one.low, None, one.high),
                factor=one.factor,
            )
        )
    for left_out in path.aside:
        after = levels[left_out.after]
        found.aside.append(
            SetAside(
                before_id=levels[left_out.before].id,
                implied=_implied(levels[left_out.level], by_id),
                expected=_ends(left_out.low, None, left_out.high),
                after_id=after.id,
                after=_ends(after.low, after.best, after.high),
            )
        )
        del implied[levels[left_out.level].id]
    found.below_zero = list(_Walk(steps, implied).sunk())
    return found


# Levels ------------------------------------------------------------------------------------------------------------


def _level(step: Step) -> Implied:
    day, rank, event_id, heads, low, best, high = step
    assert heads is not None
    assert low is not None
    assert best is not None
    assert high is not None
    sign = -1 if rank else 1
    least, most = low / 100, high / 100
    scaled = heads * 100
    return Implied(
        day - 1,
        event_id,
        scaled / high,
        scaled / best,
        scaled / low,
        heads * (1 + sign * most) / most,
        heads * (1 + sign * least) / least,
    )


def _move(step: Step) -> Move:
    day, rank, event_id, heads, least, _, most = step
    sign = -1 if rank else 1
    if heads is not None:
        return Move(day, rank, event_id, sign, heads, heads)
    if least is None or most is None:
        return Move(day, rank, event_id, sign, 0.0, inf)
    low, high = (1.0, 1.0) if step.closes else (least / 100, most / 100)
    return Move(day, rank, event_id, sign, low, high, share=True)


def _implied(level: Implied, by_id: dict[EventId, Step]) -> ImpliedLevel:
    step = by_id[level.id]
    assert step.heads is not None
    return ImpliedLevel(
        event_id=level.id,
        day=day_of(level.day),
        count=Quantity.exact(step.heads),
        percent=Quantity(step.low, step.best, step.high),
        level=_ends(level.low, level.best, level.high),
    )


def _ends(low: float, best: float | None, high: float) -> Quantity:
    return Quantity(
        round(low, _DIGITS),
        None if best is None else round(best, _DIGITS),
        None if high == inf else round(high, _DIGITS),
    )


# Sinking -----------------------------------------------------------------------------------------------------------


class _Walk:
    """From each known level to the next, at the best reading; where it has none, at the upper end of the band."""

    def __init__(self, steps: Sequence[Step], implied: Mapping[EventId, Implied]) -> None:
        self.steps = steps
        self.days = [step.day for step in steps]
        self.known: list[_Known] = []
        for step in steps:
            if step.best is None:
                continue
            if step.best == 100:
                self.known.append(_Known(step.day, step.id, 0.0, 0.0, None))
            elif (level := implied.get(step.id)) is not None:
                self.known.append(_Known(level.day, step.id, level.best, level.after_high, step))
        self.known.sort(key=itemgetter(0, 1))

    def sunk(self) -> Iterator[BelowZero]:
        found: dict[EventId, BelowZero] = {}
        for one in self._found():
            found.setdefault(one.event_id, one)
        yield from sorted(found.values(), key=lambda one: one.event_id)

    def _found(self) -> Iterator[BelowZero]:
        yield from self._backward(self.known[0])
        for place, known in enumerate(self.known):
            following = self.known[place + 1].day if place + 1 < len(self.known) else None
            begin = bisect_right(self.days, known.day)
            end = len(self.steps) if following is None else bisect_right(self.days, following)
            if begin < end:
                yield from self._forward(known, self.steps[begin:end], following)

    def _backward(self, known: _Known) -> Iterator[BelowZero]:
        level: float | None = known.level
        for step in reversed(self.steps[: bisect_right(self.days, known.day)]):
            size = step.heads
            if size is None and step.best is not None and level is not None and not step.closes:
                share = step.best / 100
                size = share * max(level, 0.0) / (1 - share)
            if level is None or size is None:
                return
            level += size if step.rank else -size
            if step.rank == 0 and level < -_NOISE:
                yield _below(step, level)

    def _forward(self, known: _Known, steps: Sequence[Step], following: int | None) -> Iterator[BelowZero]:
        level: float | None = known.level
        unknown = False
        for step in steps:
            if level is None:
                unknown = True
                break
            before, level = level, _after(level, step)
            if level is not None and level < -_NOISE and level < before:
                yield _below(step, level)
        if unknown or level is None:
            yield from self._highest(known, steps, following)

    def _highest(self, known: _Known, steps: Sequence[Step], following: int | None) -> Iterator[BelowZero]:
        """What brings the upper end of the band below zero, from where there is no best on."""
        high, level = known.highest, known.level
        if _surely_above(high, steps):
            return
        best: float | None = level
        for day, group in groupby(steps, key=lambda step: step.day):
            if following is not None and day >= following:
                return
            today = list(group)
            for step in today:
                best = None if best is None else _after(best, step)
            others = [step for step in today if step is not known.own]
            for step in others:
                if step.rank == 0:
                    high += inf if step.heads is None else step.heads
            losing = [step for step in others if step.rank]
            lost = sum(step.heads for step in losing if step.heads is not None)
            seen = high - lost
            for step in losing:
                if step.heads is None and step.low is not None:
                    taken = (1.0 if step.closes else step.low / 100) * max(seen, 0.0) if seen < inf else 0.0
                    seen -= taken
                    lost += taken
            high -= lost
            if best is None and high < -_NOISE and lost > 0:
                for step in losing:
                    yield BelowZero(event_id=step.id, day=date.fromordinal(day), level=None)


def _surely_above(high: float, steps: Sequence[Step]) -> bool:
    """Whether all losses together leave something of the highest level: shares first, which then take the most."""
    heads = 0.0
    for step in steps:
        if step.rank:
            if step.heads is not None:
                heads += step.heads
            elif step.low is not None:
                high *= 0.0 if step.best == 100 else 1 - step.low / 100
    return high > heads


def _after(level: float, step: Step) -> float | None:
    """The best level after a change; None where its size is unknown."""
    _, rank, _, heads, _, best, _ = step
    if heads is not None:
        return level - heads if rank else level + heads
    return None if best is None else level - max(level, 0.0) * best / 100


def _below(step: Step, level: float) -> BelowZero:
    return BelowZero(event_id=step.id, day=date.fromordinal(step.day), level=round(level, _DIGITS))
