"""The best day of every change: where its date has days on both sides of a known level, that is decided here.

Best is where the least remains unexplained over the whole chain of levels together; of several the one with the fewest
changes away from the side of their middle day, then those that come first by middle day and id. On its side a change
steps on the day nearest to its middle. A level without best, and a change without one, leave nothing to explain.

Dynamic programming over the levels: what is known of the past is which changes are still to come. The days between two
levels are a *slot*: 0 before the first level, the number of levels after the last.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from db.analysis.headcount.facts import Anchor, Change

#: Undecided changes at one level up to which every combination is tried; beyond it those within some flips.
EVERY, FLIPS = 10, 3
_TRIALS = 100_000  # combinations tried at one level, at most
_DIGITS = 6


@dataclass(slots=True)
class Decided:
    """Best days by number of the change; ``partly``: at some level not every combination was tried."""

    days: dict[int, int] = field(default_factory=dict)
    partly: bool = False


class _Entry(NamedTuple):
    """Something on one day: ``part`` of a size that is given, or follows from ``share``, or was found before."""

    day: int
    rank: int
    order: int
    number: int
    way: int
    part: float
    size: float | None = None
    share: float | None = None


class _Shares:
    """Shares of the level, in their order: by what factor they change what was there before them."""

    def __init__(self, order: Sequence[tuple[int, int, int]], factors: Sequence[float]) -> None:
        self.order = order
        self.after = [1.0]
        for factor in reversed(factors):
            self.after.append(self.after[-1] * factor)
        self.after.reverse()
        self.least = min([1.0, *(self.after[0] / after for after in self.after if after > 0)])

    def factor(self, entry: _Entry | None) -> float:
        """That of all shares after an entry; None: of all."""
        return self.after[0 if entry is None else bisect_right(self.order, entry[:3])]


@dataclass(frozen=True, slots=True)
class _Open:
    """A change to be decided: its day by slot."""

    change: Change
    days: Mapping[int, int]
    natural: int


def best_days(changes: Sequence[Change], anchors: Sequence[Anchor]) -> Decided:
    """The best day of every change; ``anchors`` in their order."""
    found = Decided({change.number: change.first if _spread(change) else change.middle for change in changes})
    known = [anchor.day for anchor in anchors]
    closing = {anchor.closes for anchor in anchors}
    undecided = []
    # The first have the highest bits: of equal costs the largest number of flips is of the first.
    for change in sorted(changes, key=lambda change: (-change.middle, -change.event_id)):
        if change.first < change.last and _decidable(change) and change.number not in closing:
            days = _options(change, known)
            if len(days) > 1:
                undecided.append(_Open(change, days, bisect_left(known, change.middle)))
    if undecided:
        _Search(changes, anchors, undecided, found).run()
    return found


def _spread(change: Change) -> bool:
    return change.span and change.back is None


def _decidable(change: Change) -> bool:
    best = change.best if change.share is None else change.share[1]
    return best is not None and not change.told and not _spread(change)


def _options(change: Change, known: Sequence[int]) -> dict[int, int]:
    """The days that a change may step on, by slot."""
    found = {}
    for slot in range(bisect_left(known, change.first), bisect_left(known, change.last) + 1):
        first = max(change.first, known[slot - 1] + 1) if slot else change.first
        last = min(change.last, known[slot]) if slot < len(known) else change.last
        if first <= last:
            found[slot] = min(max(change.middle, first), last)
    return found


#: Unexplained in all, flips, and which (the earlier the higher the bit, turned negative: the least is the best).
_Cost = tuple[float, int, int]
_START: _Cost = (0.0, 0, 0)


class _Search:
    def __init__(
        self, changes: Sequence[Change], anchors: Sequence[Anchor], undecided: Sequence[_Open], found: Decided
    ) -> None:
        self.anchors, self.open, self.found = anchors, undecided, found
        self.known = [anchor.day for anchor in anchors]
        self.fixed: dict[int, list[_Entry]] = {}
        self.voids: set[int] = set()  # slots with something of unknown size
        self.sums: dict[tuple[int, int], float | None] = {}
        self.shares: dict[int, _Shares | None] = {}
        self.natural = [0] * (len(anchors) + 1)  # which have their middle day in a slot
        for number, one in enumerate(undecided):
            self.natural[one.natural] |= 1 << number
        self.seen: dict[tuple[int, int], float] = {}
        self.by_slot: dict[int, list[_Open]] = {}
        for one in undecided:
            for slot in one.days:
                self.by_slot.setdefault(slot, []).append(one)
        contested = set(self.by_slot)
        numbers = {one.change.number for one in undecided}
        for change in changes:
            if change.number not in numbers:
                self._fix(change, contested)

    def run(self) -> None:
        """Decide."""
        slots = range(len(self.anchors) + 1)
        begin, end, allowed, later = ([0] * len(slots) for _ in range(4))
        for number, one in enumerate(self.open):
            begin[min(one.days)] |= 1 << number
            end[max(one.days)] |= 1 << number
            for slot in one.days:
                allowed[slot] |= 1 << number
            for slot in range(min(one.days), one.natural):
                later[slot] |= 1 << number
        states: dict[int, tuple[_Cost, tuple[object, ...]]] = {0: (_START, ())}
        for slot in slots:
            reached: dict[int, tuple[_Cost, tuple[object, ...]]] = {}
            for carried, (cost, past) in states.items():
                pool = carried | begin[slot]
                must = pool & ~allowed[slot]
                free = pool & allowed[slot] & ~end[slot]
                for out in self._outs(free, later[slot], len(states)):
                    rest = must | out
                    placed = pool & ~rest
                    total = self._cost(cost, slot, placed)
                    if rest not in reached or total < reached[rest][0]:
                        reached[rest] = (total, (past, slot, placed) if placed else past)
            states = reached
        past = states[0][1]
        while past:
            past, slot, placed = past  # type: ignore[assignment]
            for number in _bits(placed):
                self.found.days[self.open[number].change.number] = self.open[number].days[slot]

    def _outs(self, free: int, later: int, states: int) -> Iterator[int]:
        """Which of those that may come later do."""
        count = free.bit_count()
        if count <= EVERY:
            out = free
            while True:
                yield out
                if not out:
                    return
                out = (out - 1) & free
        self.found.partly = True
        bits, tried = list(_bits(free)), 0
        for flips in range(FLIPS + 1):
            for chosen in combinations(bits, flips):
                if tried * states > _TRIALS:
                    return
                tried += 1
                yield (later & free) ^ sum(1 << number for number in chosen)

    def _cost(self, cost: _Cost, slot: int, placed: int) -> _Cost:
        if not placed:
            remains = self._unexplained(slot, 0)
            return (round(cost[0] + remains, _DIGITS), cost[1], cost[2]) if remains else cost
        flipped = placed & ~self.natural[slot]
        remains = round(cost[0] + self._unexplained(slot, placed), _DIGITS)
        return remains, cost[1] + flipped.bit_count(), cost[2] - flipped

    # What remains unexplained at the end of a slot

    def _unexplained(self, slot: int, placed: int) -> float:
        if not 0 < slot < len(self.anchors) or slot in self.voids:
            return 0.0
        key = (slot, placed)
        if key not in self.seen:
            start, goal = self.anchors[slot - 1].level.best, self.anchors[slot].level.best
            self.seen[key] = 0.0 if start is None or goal is None else abs(goal - self._run(slot, start, placed))
        return self.seen[key]

    def _run(self, slot: int, level: float, placed: int) -> float:
        if slot not in self.shares:
            self.shares[slot] = self._fixed_shares(slot, level)
        shares = self.shares[slot]
        total = None if shares is None else self._sum(slot, placed, shares)
        if shares is not None and total is not None:
            return level * shares.factor(None) + total
        entries = [entry for number in _bits(placed) for entry in self._placed(self.open[number], slot)]
        sizes: dict[int, float] = {}
        for entry in sorted([*self.fixed.get(slot, ()), *entries]):
            if entry.share is not None:
                sizes[entry.number] = entry.share * max(level, 0.0)
            size = sizes.get(entry.number, 0.0) if entry.size is None else entry.size
            level += entry.way * size * entry.part
        return level

    def _fixed_shares(self, slot: int, level: float) -> _Shares | None:
        """The shares of a slot that need no decision; None where the level may fall to 0, or sizes hang on others."""
        fixed = self.fixed.get(slot, [])
        shares = sorted(entry for entry in fixed if entry.size is None)
        if any(entry.share is None or entry.part != 1 for entry in shares):
            return None
        found = _Shares([entry[:3] for entry in shares], [1 + entry.way * (entry.share or 0) for entry in shares])
        losing = [entry for one in self.by_slot.get(slot, ()) for entry in self._placed(one, slot)] + fixed
        if shares and level * found.least < sum(entry.size or 0.0 for entry in losing if entry.way < 0):
            return None
        return found

    def _sum(self, slot: int, placed: int, shares: _Shares) -> float | None:
        """What happens in a slot beside its fixed shares; None where another size follows from the level."""
        key = (slot, placed)
        if key not in self.sums:
            if placed:
                one = placed & -placed
                rest = self._sum(slot, placed ^ one, shares)
                more = _sum(self._placed(self.open[one.bit_length() - 1], slot), shares)
                self.sums[key] = None if rest is None or more is None else rest + more
            else:
                fixed = (entry for entry in self.fixed.get(slot, ()) if entry.size is not None)
                self.sums[key] = _sum(fixed, shares)
        return self.sums[key]

    def _placed(self, one: _Open, slot: int) -> Iterator[_Entry]:
        """A change in a slot, with its return where that comes before the next level."""
        day, change = one.days[slot], one.change
        yield _entry(change, day, change.sign)
        if change.back is not None and bisect_left(self.known, again := _again(change, day)) == slot:
            yield _entry(change, again, -change.sign)

    def _fix(self, change: Change, contested: set[int]) -> None:
        """Put a change that needs no decision into its slots, if anything is to be decided there."""
        day = self.found.days[change.number]
        if _spread(change):
            length = change.last - change.first + 1
            for on in range(change.first, change.last + 1):
                self._put(change, _entry(change, on, change.sign, 1 / length, first=on == change.first), contested)
            return
        self._put(change, _entry(change, day, change.sign), contested)
        if change.back is not None:
            self._put(change, _entry(change, _again(change, day), -change.sign), contested)

    def _put(self, change: Change, entry: _Entry, contested: set[int]) -> None:
        slot = bisect_left(self.known, entry.day)
        if slot not in contested:
            return
        if (change.best if change.share is None else change.share[1]) is None:
            self.voids.add(slot)
        self.fixed.setdefault(slot, []).append(entry)


def _again(change: Change, day: int) -> int:
    assert change.back is not None
    return max((change.back[0] + change.back[1]) // 2, day)


def _entry(change: Change, day: int, way: int, part: float = 1.0, *, first: bool = True) -> _Entry:
    """``first``: not a later day of a span; on a day those come before what begins."""
    rank, order = (0 if way > 0 else 1), (change.event_id if first else -1)
    share = change.share[1] if change.share is not None and first and way == change.sign else None
    return _Entry(day, rank, order, change.number, way, part, change.best if change.share is None else None, share)


def _sum(entries: Iterable[_Entry], shares: _Shares) -> float | None:
    """What sizes that are given leave at the end of the slot; None where one follows from the level."""
    total = 0.0
    for entry in entries:
        if entry.size is None:
            return None
        total += entry.way * entry.size * entry.part * shares.factor(entry)
    return total


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
