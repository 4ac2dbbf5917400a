"""How fine an interval is shown: no finer than its width allows. Pure.

The unit is the largest power of ten, at least 1, that is at most a twentieth of the width. People are whole; in a
larger unit the low end is rounded down and the high end up, so that what is shown holds all that is possible. A number
without width is shown as it is, and so is the known end of an interval that is open on one side, or that is 0 only
because a size is unknown. Exports keep every digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

#: Allows for the noise of binary fractions: 0.29 x 100 is 28.999999999999996.
_NOISE = 1e-6
_PARTS = 20


@dataclass(frozen=True, slots=True)
class Rounded:
    """An interval as it is shown. ``unit`` 0: as it is."""

    low: float | None
    best: float | None
    high: float | None
    unit: int = 0


def rounded(low: float | None, best: float | None, high: float | None) -> Rounded:
    """An interval in the unit that its width allows."""
    unit = unit_of(low, best, high)
    if not unit or low is None or high is None:
        return Rounded(low, best, high)
    middle = None if best is None else nearest(best, unit)
    return Rounded(float(floor(nearest(low) / unit) * unit), middle, float(ceil(nearest(high) / unit) * unit), unit)


def unit_of(low: float | None, best: float | None, high: float | None) -> int:
    """The unit an interval is shown in; 0: as it is."""
    if low is None or high is None or high - low <= _NOISE:
        return 0
    if best is None and 0 in (low, high):
        return 0  # nothing is known of that end
    unit, width = 1, nearest(high) - nearest(low)
    while unit * 10 * _PARTS <= width:
        unit *= 10
    return unit


def nearest(value: float, unit: int = 1) -> float:
    """The multiple of a unit that is nearest to a value; halves go away from zero."""
    steps = floor(abs(value) / unit + 0.5 + _NOISE) * unit
    return float(-steps if value < 0 else steps)


__all__ = ["Rounded", "nearest", "rounded", "unit_of"]
