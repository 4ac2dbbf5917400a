"""The best reading of the headcount: every change on one day, run from one known level to the next.

Same day: gains before losses, then by id; a known level comes after the changes of its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from db.analysis.changes import Anchor, Change

_NOISE = 1e-9
_MOST_STRADDLING = 8  # beyond this many at one known level, their middle days decide


@dataclass(slots=True)
class BestPath:
    """The best level by day (None: no best from that day on), what led to each known level, and the sizes used."""

    steps: dict[int, float | None] = field(default_factory=dict)
    expected: list[float | None] = field(default_factory=list)  # per anchor; None for the first
    sizes: dict[int, float | None] = field(default_factory=dict)
    days: dict[int, int] = field(default_factory=dict)  # change number to its best day
    below_zero: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Item:
    """Something on one day: the change itself (a span begins), or its coming back."""

    day: int
    rank: int
    change: Change
    back: bool = False


def best_path(changes: Sequence[Change], anchors: Sequence[Anchor], *, opening: int) -> BestPath:
    """Anchors in their order; without one the changes add up from 0 at the end of day ``opening``, not cut at 0."""
    return _Walk(changes, anchors).walk(opening)


def _item(change: Change, day: int, *, back: bool = False) -> _Item:
    sign = -change.sign if back else change.sign
    return _Item(day, 0 if sign > 0 else 1, change, back)


def _order(item: _Item) -> tuple[int, int, int]:
    return item.day, item.rank, item.change.event_id


class _Walk:
    def __init__(self, changes: Sequence[Change], anchors: Sequence[Anchor]) -> None:
        self.anchors = anchors
        self.cut = bool(anchors)
        self.found = BestPath()
        self.waiting = sorted(changes, key=lambda change: -change.first)
        self.spans: list[Change] = []
        self.returns: list[_Item] = []
        self.begin = 0  # the day of the known level before

    def walk(self, opening: int) -> BestPath:
        """Backward from the first known level, then forward from each to the next."""
        end = max((change.last for change in self.waiting), default=opening)
        end = max([end, *(change.back[1] for change in self.waiting if change.back)])
        if not self.anchors:
            self.found.steps[opening] = 0.0
            self._forward(0.0, opening, self._until(end), end)
            return self.found
        first = self.anchors[0]
        items = [self._fix(change, min(change.middle, first.day)) for change in self._due(first, None)]
        self.found.expected.append(None)
        self._backward(first.level.best, first.day, items)
        level, day = first.level.best, first.day
        for anchor in self.anchors[1:]:
            level = self._reach(anchor, level, day)
            self.found.expected.append(level)
            level, day = anchor.level.best, anchor.day
            self.found.steps[day] = level
        self.found.steps[day] = level
        self._forward(level, day, self._until(end), end)
        return self.found

    # Which changes come before a known level

    def _until(self, day: int) -> list[_Item]:
        return [self._fix(change, change.middle) for change in self._pull(day)]

    def _pull(self, day: int) -> list[Change]:
        pulled = []
        while self.waiting and self.waiting[-1].first <= day:
            pulled.append(self.waiting.pop())
        return pulled

    def _fix(self, change: Change, day: int) -> _Item:
        """Settle the day of a change; a span begins on its first one."""
        if change.span and change.back is None:
            day = change.first
            self.spans.append(change)
        day = max(day, self.found.days.get(change.number, day))
        self.found.days[change.number] = day
        if change.back is not None:
            self.returns.append(_item(change, max((change.back[0] + change.back[1]) // 2, day), back=True))
        return _item(change, day)

    def _due(self, anchor: Anchor, level: float | None) -> list[Change]:
        """Changes that come before ``anchor``; those that may come after it wait if that explains more."""
        due, straddling = [], []
        for change in self._pull(anchor.day):
            vague = change.last > anchor.day and not (change.span and change.back is None)
            settled = self.found.days.get(change.number, change.middle if change.implied else 0)
            if settled > anchor.day:
                self._wait(change, settled)
            elif vague and not change.implied:
                straddling.append(change)
            else:
                due.append(change)
        after = self._after(anchor, level, due, straddling)
        for change in straddling:
            if change.number in after:
                self._wait(change, max(change.middle, anchor.day + 1))
            else:
                due.append(change)
        return due

    def _wait(self, change: Change, day: int) -> None:
        """Come later, on ``day`` at the earliest."""
        self.found.days[change.number] = day
        self.waiting.append(change)

    def _after(
        self, anchor: Anchor, level: float | None, due: Sequence[Change], straddling: Sequence[Change]
    ) -> set[int]:
        """Numbers of the straddling changes that come after ``anchor``: as little as possible stays unexplained."""
        by_middle = {change.number for change in straddling if change.middle > anchor.day}
        if not straddling or level is None or anchor.level.best is None or len(straddling) > _MOST_STRADDLING:
            return by_middle
        trial = _Walk([], self.anchors)
        trial.found.sizes, trial.found.days = dict(self.found.sizes), dict(self.found.days)
        trial.spans, trial.returns = list(self.spans), list(self.returns)
        items = [trial._fix(change, min(change.middle, anchor.day)) for change in (*due, *straddling)]
        all_before = trial._forward(level, self.begin, items, anchor.day)
        sizes = {change.number: trial.found.sizes.get(change.number) for change in straddling}
        if all_before is None or None in sizes.values():
            return by_middle
        effect = {change.number: change.sign * (sizes[change.number] or 0.0) for change in straddling}
        gap, chosen = abs(anchor.level.best - all_before), set[int]()
        for count in range(1, len(effect) + 1):
            for numbers in combinations(effect, count):
                remains = abs(anchor.level.best - all_before + sum(effect[number] for number in numbers))
                if remains < gap - _NOISE:
                    gap, chosen = remains, set(numbers)
        return chosen

    def _reach(self, anchor: Anchor, level: float | None, day: int) -> float | None:
        self.begin = day
        due = self._due(anchor, level)
        items = [self._fix(change, min(change.middle, anchor.day)) for change in due]
        return self._forward(level, day, items, anchor.day)

    # Running

    def _days(self, items: Iterable[_Item], begin: int, end: int) -> tuple[dict[int, list[_Item]], list[int]]:
        """Items by day in their order, and all days in (begin, end] on which something happens."""
        by_day: dict[int, list[_Item]] = {}
        for item in sorted(items, key=_order):
            by_day.setdefault(item.day, []).append(item)
        days = set(by_day)
        for span in self.spans:
            days.update(range(max(span.first, begin + 1), min(span.last, end) + 1))
        return by_day, sorted(days)

    def _forward(self, level: float | None, begin: int, items: list[_Item], end: int) -> float | None:
        later = [item for item in self.returns if item.day > end]
        items = items + [item for item in self.returns if begin < item.day <= end]
        self.returns = later
        by_day, days = self._days(items, begin, end)
        for day in days:
            for span in self.spans:
                if span.sign > 0 and span.first < day <= span.last:
                    level = self._apply(level, span, 1, span.last - span.first + 1)
            losses = [span for span in self.spans if span.sign < 0 and span.first < day <= span.last]
            for item in by_day.get(day, ()):
                if item.rank and losses:
                    for span in losses:
                        level = self._apply(level, span, 1, span.last - span.first + 1)
                    losses = []
                change = item.change
                if not item.back:
                    self.found.sizes[change.number] = self._size(change, level)
                span_days = change.last - change.first + 1 if change.span and change.back is None else 1
                level = self._apply(level, change, -1 if item.back else 1, span_days)
            for span in losses:
                level = self._apply(level, span, 1, span.last - span.first + 1)
            self.found.steps[day] = level
        self.spans = [span for span in self.spans if span.last > end]
        return level

    def _size(self, change: Change, level: float | None) -> float | None:
        if change.share is None:
            return change.best
        if change.share[1] is None or level is None or not self.cut:
            return None
        return change.share[1] * level

    def _apply(self, level: float | None, change: Change, way: int, days: int) -> float | None:
        size = self.found.sizes.get(change.number)
        if level is None or size is None:
            return None
        level += way * change.sign * size / days
        if self.cut and level < 0:
            if level < -_NOISE:
                self.found.below_zero.add(change.event_id)
            level = 0.0
        return level

    def _backward(self, level: float | None, begin: int, items: list[_Item]) -> None:
        """From the end of day ``begin`` back to before all ``items``."""
        items = items + [item for item in self.returns if item.day <= begin]
        self.returns = [item for item in self.returns if item.day > begin]
        first = min((item.day for item in items), default=begin)
        returned = {item.change.number for item in items if item.back}
        by_day, days = self._days(items, first - 1, begin)
        self.found.steps[begin] = level
        for day in reversed(days):
            self.found.steps[day] = level
            for span in self.spans:
                if span.first < day <= span.last:
                    self._find_size(span, level, begin, returned)
                    level = self._undo(level, span, 1, span.last - span.first + 1)
            for item in reversed(by_day.get(day, [])):
                change = item.change
                self._find_size(change, level, begin, returned)
                span_days = change.last - change.first + 1 if change.span and change.back is None else 1
                level = self._undo(level, change, -1 if item.back else 1, span_days)
        if days:
            self.found.steps[days[0] - 1] = level
        self.spans = [span for span in self.spans if span.last > begin]

    def _find_size(self, change: Change, level: float | None, begin: int, returned: set[int]) -> None:
        """The size of a share seen from the level after it; of a span that goes on, from what is over by then."""
        if change.number in self.found.sizes:
            return
        size = change.best
        if change.share is not None:
            share, size = change.share[1], None
            if share is not None and level is not None:
                over = 1.0
                if change.span and change.back is None:
                    over = (min(change.last, begin) - change.first + 1) / (change.last - change.first + 1)
                left = 1.0 if change.number in returned else 1 + change.sign * share * over
                size = share * level / left if left > _NOISE else None
        self.found.sizes[change.number] = size

    def _undo(self, level: float | None, change: Change, way: int, days: int) -> float | None:
        size = self.found.sizes.get(change.number)
        if level is None or size is None:
            return None
        level -= way * change.sign * size / days
        if level < 0:
            if level < -_NOISE:
                self.found.below_zero.add(change.event_id)
            level = 0.0
        return level
