"""Bands that each hold between two days, and the hull of all that apply on a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

from db.analysis.headcount.tally import Row, Size


@dataclass(frozen=True, slots=True)
class Band:
    """Rows that apply from day ``first`` to day ``last``."""

    first: int
    last: int
    rows: list[Row]


@dataclass(slots=True)
class Figures:
    """Low and high by the day on which they begin to hold."""

    days: list[int] = field(default_factory=list)
    ends: list[Size] = field(default_factory=list)


def combined(bands: Sequence[Band], opening: int, today: int) -> Figures:
    """The hull of all bands that apply, by day."""
    moves: dict[int, list[tuple[int, Size | None]]] = {}
    for number, band in enumerate(bands):
        first, last = max(band.first, opening), min(band.last, today)
        if first > last or not band.rows:
            continue
        begin = max(bisect_right(band.rows, (first, inf, inf)) - 1, 0)
        for position in range(begin, len(band.rows)):
            day, low, high = band.rows[position]
            if day > last:
                break
            moves.setdefault(max(day, first) if position > begin else first, []).append((number, (low, high)))
        moves.setdefault(last + 1, []).append((number, None))
    found = Figures()
    active: dict[int, Size] = {}
    for day in sorted(moves):
        for number, ends in moves[day]:
            if ends is None:
                active.pop(number, None)
            else:
                active[number] = ends
        if active:
            found.days.append(day)
            found.ends.append((min(ends[0] for ends in active.values()), max(ends[1] for ends in active.values())))
    return found
