"""The best reading of the headcount: every change on one day, run from one known level to the next.

Same day: gains before losses, then by id; a known level comes after the changes of its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from db.analysis.headcount.facts import Anchor, Change
from db.analysis.headcount.straddling import best_days
from db.model.ids import EventId

_NOISE = 1e-9


@dataclass(slots=True)
class BestPath:
    """The best level by day (None: no best from that day on), what led to each known level, and the sizes used.

    Levels are sums that are not cut at 0: only what is shown is.
    """

    steps: dict[int, float | None] = field(default_factory=dict)
    expected: list[float | None] = field(default_factory=list)  # per anchor; None for the first
    sizes: dict[int, float | None] = field(default_factory=dict)
    days: dict[int, int] = field(default_factory=dict)  # change number to its best day
    below_zero: dict[EventId, tuple[int, float]] = field(default_factory=dict)  # day and level it comes to first
    partly: bool = False  # not every combination of days was tried


@dataclass(frozen=True, slots=True)
class _Item:
    """Something on one day: the change itself (a span begins), or its coming back."""

    day: int
    rank: int
    change: Change
    back: bool = False


def best_path(changes: Sequence[Change], anchors: Sequence[Anchor], *, opening: int) -> BestPath:
    """Anchors in their order; without one the changes add up from 0 at the end of day ``opening``."""
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
        decided = best_days(changes, anchors)
        self.found = BestPath(days=decided.days, partly=decided.partly)
        self.waiting = sorted(changes, key=lambda change: -change.first)
        self.spans: list[Change] = []
        self.returns: list[_Item] = []
        self.day = 0

    def walk(self, opening: int) -> BestPath:
        """Backward from the first known level, then forward from each to the next."""
        end = max((change.last for change in self.waiting), default=opening)
        end = max([end, *(change.back[1] for change in self.waiting if change.back)])
        if not self.anchors:
            self.found.steps[opening] = 0.0
            self._forward(0.0, opening, self._until(end), end)
            return self.found
        first = self.anchors[0]
        items = self._due(first)
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
        return [self._fix(change) for change in self._pull(day)]

    def _pull(self, day: int) -> list[Change]:
        pulled = []
        while self.waiting and self.waiting[-1].first <= day:
            pulled.append(self.waiting.pop())
        return pulled

    def _fix(self, change: Change) -> _Item:
        """A change on its day; a span begins on its first one."""
        day = self.found.days[change.number]
        if change.span and change.back is None:
            self.spans.append(change)
        if change.back is not None:
            self.returns.append(_item(change, max((change.back[0] + change.back[1]) // 2, day), back=True))
        return _item(change, day)

    def _due(self, anchor: Anchor) -> list[_Item]:
        """Changes that come before ``anchor``; the others wait."""
        due = []
        for change in self._pull(anchor.day):
            if self.found.days[change.number] > anchor.day:
                self.waiting.append(change)
            else:
                due.append(self._fix(change))
        return due

    def _reach(self, anchor: Anchor, level: float | None, day: int) -> float | None:
        return self._forward(level, day, self._due(anchor), anchor.day)

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
            self.day = day
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
        return change.share[1] * max(level, 0.0)

    def _apply(self, level: float | None, change: Change, way: int, days: int) -> float | None:
        size = self.found.sizes.get(change.number)
        if level is None or size is None:
            return None
        moved = way * change.sign * size / days
        if self.cut and moved < 0 and level + moved < -_NOISE:
            self.found.below_zero.setdefault(change.event_id, (self.day, level + moved))
        return level + moved

    def _backward(self, level: float | None, begin: int, items: list[_Item]) -> None:
        """From the end of day ``begin`` back to before all ``items``."""
        items = items + [item for item in self.returns if item.day <= begin]
        self.returns = [item for item in self.returns if item.day > begin]
        first = min((item.day for item in items), default=begin)
        returned = {item.change.number for item in items if item.back}
        by_day, days = self._days(items, first - 1, begin)
        self.found.steps[begin] = level
        for day in reversed(days):
            self.day = day
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
                size = share * max(level, 0.0) / left if left > _NOISE else None
        self.found.sizes[change.number] = size

    def _undo(self, level: float | None, change: Change, way: int, days: int) -> float | None:
        size = self.found.sizes.get(change.number)
        if level is None or size is None:
            return None
        moved = -way * change.sign * size / days
        if moved < 0 and level + moved < -_NOISE:
            self.found.below_zero.setdefault(change.event_id, (self.day, level + moved))
        return level + moved
