"""Every headcount a small ledger allows, by trying all placements of its vague days: slow, plain and independent.

It shares nothing with the reconstruction: it simulates one ordered list of facts at a time, day by day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True)
class Fact:
    """One event; days are plain numbers, ``values`` are the heads (or, with ``share``, the fractions) to try.

    ``what`` is "level", "gain" or "loss". With ``implies`` (fractions to try) a change also says what share of the
    level before it was. ``spread``: evenly over its days. ``back``: the days on which a loss may come back.
    """

    number: int
    what: str
    first: int
    last: int
    values: tuple[float, ...]
    share: bool = False
    implies: tuple[float, ...] = ()
    spread: bool = False
    back: tuple[int, int] | None = None


@dataclass(frozen=True)
class Move:
    """A fact on one day with one value; ``number`` is that of the fact."""

    number: int
    what: str
    day: int
    value: float
    share: bool = False
    returns: bool = False


def reached(facts: Sequence[Fact], first: int, last: int) -> Iterator[tuple[int, float]]:
    """Day and level for the end of every day in [first, last], for every placement, value and reading."""
    for choice in product(*(_choices(fact) for fact in facts)):
        moves = sorted((move for moves, _ in choice for move in moves), key=_order)
        anchors = [move for move in moves if move.what == "level"]
        implied = [anchor for _, anchor in choice if anchor is not None]
        if not anchors and implied:
            yield from _from_implied(moves, sorted(implied, key=lambda item: (item[0], item[1])), first, last)
        elif not anchors:
            yield from _from_zero(moves, first, last)
        else:
            yield from _from_reported(moves, anchors, first, last)


def _choices(fact: Fact) -> Iterator[tuple[tuple[Move, ...], tuple[int, int, float, float] | None]]:
    days = [fact.first] if fact.spread else range(fact.first, fact.last + 1)
    for day, value, share in product(days, fact.values, fact.implies or (None,)):
        backs = range(fact.back[0], fact.back[1] + 1) if fact.back else (None,)
        for back in backs:
            if back is not None and back <= day:
                continue
            length = fact.last - fact.first + 1 if fact.spread else 1
            moves = tuple(
                Move(fact.number, fact.what, day + step, value / length, fact.share) for step in range(length)
            )
            if back is not None:
                moves += (Move(fact.number, "gain", back, value, fact.share, returns=True),)
            base = None if share is None else value / share
            after = 0.0 if base is None else base - value if fact.what == "loss" else base + value
            yield moves, None if base is None else (day, fact.number, base, after)


def _order(move: Move) -> tuple[int, int, int]:
    return move.day, ("gain", "loss", "level").index(move.what), move.number


def _signed(move: Move, level: float, sizes: dict[int, float]) -> float:
    if move.returns:
        size = sizes.get(move.number, 0.0) if move.share else move.value
    else:
        size = move.value * level if move.share else move.value
        sizes[move.number] = size
    return size if move.what == "gain" else -size


def _run(
    level: float, moves: Sequence[Move], begin: int, end: int, sizes: dict[int, float], *, step_by_step: bool
) -> dict[int, float]:
    """The level at the end of each day of [begin, end]; a level never falls below 0."""
    found, raw = {}, level
    for day in range(begin, end + 1):
        for move in moves:
            if move.day == day and move.what != "level":
                raw += _signed(move, max(raw, 0.0), sizes)
                raw = max(raw, 0.0) if step_by_step else raw
        found[day] = max(raw, 0.0)
    return found


def _back(
    level: float, moves: Sequence[Move], begin: int, end: int, sizes: dict[int, float], *, step_by_step: bool
) -> dict[int, float]:
    """From ``level`` at the end of day ``end`` back to the end of day ``begin``."""
    found, raw = {end: level}, level
    for day in range(end, begin, -1):
        for move in reversed(moves):
            if move.day != day or move.what == "level":
                continue
            if move.share and not move.returns:
                size = sizes.get(move.number)
                if size is None:
                    level_before = max(raw, 0.0) / (1 + move.value if move.what == "gain" else 1 - move.value)
                    size = abs(level_before - max(raw, 0.0))
            else:
                size = sizes.get(move.number, 0.0) if move.share else move.value
            raw += size if move.what == "loss" else -size
            raw = max(raw, 0.0) if step_by_step else raw
        found[day - 1] = max(raw, 0.0)
    return found


def _from_zero(moves: Sequence[Move], first: int, last: int) -> Iterator[tuple[int, float]]:
    level = 0.0
    for day in range(first, last + 1):
        level += sum(move.value if move.what == "gain" else -move.value for move in moves if move.day == day)
        yield day, level


def _from_reported(
    moves: Sequence[Move], anchors: Sequence[Move], first: int, last: int
) -> Iterator[tuple[int, float]]:
    for step_by_step in (True, False):
        before = _back(anchors[0].value, moves, first, anchors[0].day, {}, step_by_step=step_by_step)
        yield from ((day, level) for day, level in before.items() if first <= day < anchors[0].day)
        sizes: dict[int, float] = {}
        for number, anchor in enumerate(anchors):
            following = anchors[number + 1] if number + 1 < len(anchors) else None
            end = following.day if following else last
            yield from _between(moves, anchor, following, max(end, anchor.day), sizes, (first, last), step_by_step)


def _between(moves, anchor, following, end, sizes, bounds, step_by_step):
    levels = _run(anchor.value, moves, anchor.day + 1, end, sizes, step_by_step=step_by_step)
    found = [(anchor.day, anchor.value), *levels.items()]
    if following is not None:
        found = [(day, level) for day, level in found if day < following.day]
        for known in ({}, sizes):  # a share of what the later level says, or the size it had before
            back = _back(following.value, moves, anchor.day, following.day, dict(known), step_by_step=step_by_step)
            found += [(day, level) for day, level in back.items() if anchor.day < day < following.day]
    yield from ((day, level) for day, level in found if bounds[0] <= day <= bounds[1])


def _from_implied(
    moves: Sequence[Move], implied: Sequence[tuple[int, int, float, float]], first: int, last: int
) -> Iterator[tuple[int, float]]:
    earliest, _, first_base, _ = implied[0]
    for step_by_step in (True, False):
        for known_day, level in _back(first_base, moves, first, earliest - 1, {}, step_by_step=step_by_step).items():
            if first <= known_day < earliest - 1:
                yield known_day, level
        for position, (day, number, base, _) in enumerate(implied):
            rest = [move for move in moves if move.number != number]
            following = implied[position + 1] if position + 1 < len(implied) else None
            if following is not None and following[0] == day:
                continue  # the later of two on one day overrules
            end = following[0] - 1 if following else last
            if first <= day - 1 <= last:
                yield day - 1, base
            sizes: dict[int, float] = {}
            levels = _run(base, moves, day, end, sizes, step_by_step=step_by_step)  # on its day gains come before it
            yield from ((d, level) for d, level in levels.items() if following is None or d < following[0] - 1)
            if following is not None:
                back = _back(following[2], rest, day, following[0] - 1, {}, step_by_step=step_by_step)
                yield from ((d, level) for d, level in back.items() if day <= d < following[0] - 1)
