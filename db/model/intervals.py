"""Arithmetic on quantities as intervals.

Convention: an absent end is open (minus or plus infinity) and stays open through every operation; a caller that knows
a count is never below 0 says so with ``at_least``. ``best`` is carried only where every operand has one. Results have
no words: they are nobody's wording. In every result low <= best <= high.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from math import inf, isfinite

from db.model.values import Quantity


def quantity(low: float | None, best: float | None, high: float | None, words: str = "") -> Quantity:
    """A quantity whose best reading lies inside its ends; an infinite number counts as absent.

    Raises ValueError if low > high.
    """
    # Asked for thousands of times in one headcount: no calls, and no generators.
    if low is not None and not isfinite(low):
        low = None
    if high is not None and not isfinite(high):
        high = None
    if low is not None and high is not None and low > high:
        raise ValueError(f"low {low} above high {high}")
    if best is not None:
        if not isfinite(best):
            best = None
        elif low is not None and best < low:
            best = low
        elif high is not None and best > high:
            best = high
    return Quantity(low, best, high, words)


def _ends(value: Quantity) -> tuple[float, float]:
    return (-inf if value.low is None else value.low), (inf if value.high is None else value.high)


def at_least(value: Quantity, floor: float) -> Quantity:
    """The part of *value* that is not below *floor*; *floor* alone if nothing is."""
    low, high = _ends(value)
    return quantity(max(low, floor), value.best, max(high, floor))


def add(a: Quantity, b: Quantity) -> Quantity:
    """Sum: a + b, end by end."""
    (a_low, a_high), (b_low, b_high) = _ends(a), _ends(b)
    best = None if a.best is None or b.best is None else a.best + b.best
    return quantity(a_low + b_low, best, a_high + b_high)


def total(values: Iterable[Quantity]) -> Quantity:
    """The sum of *values*; exactly 0 for none."""
    return reduce(add, values, Quantity.exact(0.0))


def negate(a: Quantity) -> Quantity:
    """The opposite number, -a."""
    low, high = _ends(a)
    return quantity(-high, None if a.best is None else -a.best, -low)


def subtract(a: Quantity, b: Quantity) -> Quantity:
    """Difference a - b for independent a and b: the lowest a less the highest b, and the other way around."""
    return add(a, negate(b))


def multiply(a: Quantity, b: Quantity) -> Quantity:
    """Product a * b for independent a and b; 0 times an open end is 0."""
    products = [_product(x, y) for x in _ends(a) for y in _ends(b)]
    best = None if a.best is None or b.best is None else a.best * b.best
    return quantity(min(products), best, max(products))


def _product(x: float, y: float) -> float:
    return 0.0 if x == 0 or y == 0 else x * y


def scale(a: Quantity, factor: float) -> Quantity:
    """Multiple: a times an exact number."""
    return multiply(a, Quantity.exact(factor))


def divide(a: Quantity, b: Quantity) -> Quantity:
    """Quotient a / b for independent a and b; nothing is known where b may be 0 with either sign.

    A divisor that starts (or ends) at 0 leaves the result open on that side.
    """
    low, high = _ends(b)
    if low < 0 < high or low == high == 0:
        return Quantity()
    inverse = ((1 / high if high else -inf), (1 / low if low else inf))
    quotients = [_quotient(x, y, r) for x in _ends(a) for y, r in zip((high, low), inverse, strict=True)]
    best = None if a.best is None or not b.best else a.best / b.best
    return quantity(min(quotients), best, max(quotients))


def _quotient(x: float, y: float, inverse: float) -> float:
    """Quotient x / y where both are plain numbers, so that 200 / 14.5 is not 200 * (1 / 14.5)."""
    return x / y if isfinite(x) and isfinite(y) and y != 0 else _product(x, inverse)


def implied_base(count: Quantity, percent: Quantity) -> Quantity:
    """How many there must have been if *count* is *percent* of them: [c_lo / p_hi, c_hi / p_lo], p at most 100 %."""
    low, high = _ends(percent)
    low, high = min(max(low, 0.0), 100.0), min(max(high, 0.0), 100.0)
    if low > 0 and count.low is not None and count.high is not None:  # most are: nothing is open, and nothing is 0
        within, share = at_least(count, 0.0), quantity(low, percent.best, high)
        assert within.low is not None
        assert within.high is not None
        best = None if within.best is None or share.best is None else within.best * 100 / share.best
        return quantity(within.low * 100 / high, best, within.high * 100 / low)
    return divide(scale(at_least(count, 0.0), 100.0), quantity(low, percent.best, high))


def overlap(a: Quantity, b: Quantity) -> bool:
    """Whether some number lies in both; touching ends do."""
    (a_low, a_high), (b_low, b_high) = _ends(a), _ends(b)
    return a_low <= b_high and b_low <= a_high


def intersect(a: Quantity, b: Quantity) -> Quantity | None:
    """What both allow; None if nothing. Its best is a's if that lies inside, else b's if inside, else none."""
    if not overlap(a, b):
        return None
    low, high = (pick(ends) for pick, ends in zip((max, min), zip(_ends(a), _ends(b), strict=True), strict=True))
    best = next((value.best for value in (a, b) if value.best is not None and low <= value.best <= high), None)
    return quantity(low, best, high)


def hull(a: Quantity, b: Quantity) -> Quantity:
    """The smallest interval around both, without a best reading."""
    (a_low, a_high), (b_low, b_high) = _ends(a), _ends(b)
    return quantity(min(a_low, b_low), None, max(a_high, b_high))
