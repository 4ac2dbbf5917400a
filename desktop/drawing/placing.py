"""Where events and words stand so that none covers another. No Qt: widths and places in units of a device."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from desktop.drawing.figure import Strip
from desktop.drawing.marks import Pin


@dataclass(slots=True, eq=False)
class Stacked:
    """An event in the strip: its row from below, its center, the ends of its interval.

    ``more``: it stands for itself and so many that found no room. ``effect``: there is room for its effect behind it.
    """

    pin: Pin
    row: int
    center: float
    left: float
    right: float
    more: int = 0
    effect: bool = False


def stack(
    strip: Strip,
    x: Callable[[float], float],
    sight: tuple[float, float],
    *,
    rows: int,
    width: Callable[[Pin], float],
    crowd: float,
    effect: Callable[[Pin], float] = lambda _pin: 0.0,
) -> list[Stacked]:
    """Gives each event between the places ``sight`` the lowest row in which it covers nothing.

    ``x``: place to unit. A long interval may cross others where every row is taken; events without room are counted
    together in the top row, ``crowd`` units apart. ``width`` and ``effect``: of the disc, and of the words behind it.
    """
    left_end, right_end = x(sight[0]), x(sight[1])
    found: list[Stacked] = []
    taken: list[list[tuple[float, float]]] = [[] for _ in range(rows)]
    crowds: list[Stacked] = []
    for index, others in _thinned(strip, x, sight, crowd=crowd, keep=rows + 1):
        pin = strip.pins[index]
        left = x(pin.first) if pin.vague else x(pin.x)
        right = x(pin.last) if pin.vague else x(pin.x)
        if right < left_end - crowd or left > right_end + crowd:
            continue
        inside = max(left, left_end), min(right, right_end)
        center = min(max(x(pin.x), inside[0]), inside[1]) if pin.vague else x(pin.x)
        half = width(pin) / 2 + 1.0
        disc = center - half, center + half
        whole = min(left, disc[0]), max(right, disc[1])
        row, span = _free(taken, whole), whole
        if row is None:
            row, span = _free(taken, disc), disc
        if row is None or others:
            _crowd(crowds, pin, center, 1 + others if row is None else others, crowd)
        if row is not None:
            taken[row].append(span)
            found.append(Stacked(pin, row, center, left, right))
    _grant_effects(found, width, effect, right_end)
    return [*found, *_apart(crowds, rows, crowd)]


def _thinned(
    strip: Strip, x: Callable[[float], float], sight: tuple[float, float], *, crowd: float, keep: int
) -> list[tuple[int, int]]:
    """The events in sight with how many beside each are not looked at: of a place full of them only the first few."""
    if not len(strip.pins):
        return []
    air = strip.reach + (sight[1] - sight[0]) * 0.05
    lo, hi = np.searchsorted(strip.x, (sight[0] - air, sight[1] + air))
    indexes = np.arange(lo, hi)
    aside = [n for n in strip.open if not lo <= n < hi]
    if len(indexes) > 200:
        per = (x(sight[1]) - x(sight[0])) / (sight[1] - sight[0])
        cell = np.floor(strip.x[lo:hi] * per / crowd)
        start = np.flatnonzero(np.r_[True, cell[1:] != cell[:-1]])
        count = np.diff(np.r_[start, len(cell)])
        found = []
        for at, many in zip(start, count, strict=True):
            kept = min(int(many), keep)
            found += [(int(lo + at + n), 0) for n in range(kept - 1)]
            found.append((int(lo + at + kept - 1), int(many) - kept))
        return [*((n, 0) for n in aside), *found]
    return [(int(n), 0) for n in (*aside, *indexes)]


def _free(taken: Sequence[list[tuple[float, float]]], wanted: tuple[float, float]) -> int | None:
    for row, others in enumerate(taken):
        if all(wanted[1] < left or wanted[0] > right for left, right in reversed(others)):
            return row
    return None


def _crowd(crowds: list[Stacked], pin: Pin, center: float, many: int, apart: float) -> None:
    if crowds and abs(crowds[-1].center - center) < apart:
        crowds[-1].more += many
    else:
        crowds.append(Stacked(pin, 0, center, center, center, more=many))


def _apart(crowds: list[Stacked], rows: int, apart: float) -> list[Stacked]:
    """Counts in the row above the others, those that would touch made one."""
    found: list[Stacked] = []
    for one in sorted(crowds, key=lambda one: one.center):
        one.row = rows
        if found and one.center - found[-1].center < apart:
            found[-1].more += one.more
        else:
            found.append(one)
    return found


def _grant_effects(
    found: Sequence[Stacked], width: Callable[[Pin], float], effect: Callable[[Pin], float], end: float
) -> None:
    """Words behind a disc where the next one in its row leaves the room."""
    by_row: dict[int, list[Stacked]] = {}
    for one in found:
        by_row.setdefault(one.row, []).append(one)
    for row in by_row.values():
        row.sort(key=lambda one: one.center)
        following = math.inf  # where the next one in the row begins
        for one in reversed(row):
            half, wide = width(one.pin) / 2, effect(one.pin)
            # Not over its own interval's end, which is thin enough to be read across.
            one.effect = bool(wide) and one.center + half + wide + 2 < min(following, end + wide * 0.5)
            following = min(following, one.left, one.center - half)


def spread(wanted: Sequence[float], height: float, top: float, bottom: float) -> list[float]:
    """Middles of labels ``height`` units high, as near to ``wanted`` as they can be without touching."""

    def held(start: float, members: Sequence[int]) -> float:
        return min(max(start, top), max(bottom - height * len(members), top))

    groups: list[tuple[float, list[int]]] = []  # where each begins, and who is in it
    for n in sorted(range(len(wanted)), key=wanted.__getitem__):
        groups.append((held(wanted[n] - height / 2, [n]), [n]))
        while len(groups) > 1 and groups[-2][0] + height * len(groups[-2][1]) > groups[-1][0]:
            members = groups.pop(-2)[1] + groups.pop()[1]
            middle = sum(wanted[m] - height * (k + 0.5) for k, m in enumerate(members)) / len(members)
            groups.append((held(middle, members), members))
    found = [0.0] * len(wanted)
    for start, members in groups:
        for k, m in enumerate(members):
            found[m] = start + height * (k + 0.5)
    return found
