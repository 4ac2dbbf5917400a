"""Imprecise counts, percentages and amounts in English and German, from a source's wording to intervals.

Plain numbers are exact. ``~N`` is N give or take half its rounding unit, at most a quarter of N. Percentages and
scaled numbers ("14 %", "1.4k", "14 billion") carry half a unit of their last digit; the ends of a range and of a bound
are what they say. An interval that the writer gives is taken: "about 70 (60-80)". A text that does not match as a whole
comes back with a reason, one that the two number conventions read differently with both readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from db.model.intervals import (
    add,
    at_least,
    divide,
    hull,
    implied_base,
    intersect,
    multiply,
    negate,
    overlap,
    quantity,
    scale,
    subtract,
    total,
)  # fmt: skip
from db.model.values import Quantity
from db.reading.plain import is_unknown, plain
from db.reading.quantity_grammar.readings import (
    AmbiguousQuantity,
    Kind,
    NumberConvention,
    ParsedQuantity,
    QuantityNotUnderstood,
    QuantityReading,
    Refused,
    Sign,
    Thousands,
)  # fmt: skip
from db.reading.quantity_grammar.spelled import with_digits
from db.reading.quantity_grammar.statements import as_kind, whole
from db.reading.quantity_grammar.terms import rounding_unit
from db.reading.quantity_grammar.words import patterns


def plain_count(text: str) -> Quantity | None:
    """The fast way for "200" and "16000.0"; None for every other text."""
    digits = text.removesuffix(".0")
    if not (digits.isdecimal() and digits.isascii() and len(digits) <= 15) or (digits[0] == "0" and len(digits) > 1):
        return None
    value = float(digits)
    return Quantity(value, value, value, text)


def percent_from_fraction(text: str) -> Quantity | QuantityNotUnderstood:
    """A cell of a fraction column as a percentage: whole percent unless it has three decimals or more.

    "0.2" is 20 % (19.5 to 20.5), "0.125" is 12.5 % (12.45 to 12.55), "1" is 100 %.
    """
    cell = plain(text)
    if is_unknown(cell):
        return Quantity(words=text)
    match = re.fullmatch(r"([01])(?:[.,](\d{1,25}))?", cell, re.ASCII)
    if match is None:
        return QuantityNotUnderstood(text, "not_understood")
    decimals = match[2] or ""
    value = Decimal(f"{match[1]}.{decimals or 0}") * 100
    if value > 100:
        return QuantityNotUnderstood(text, "percent_above_100")
    half = Decimal(1).scaleb(2 - max(len(decimals), 2)) / 2 if value < 100 else Decimal(0)
    return _percent(value - half, value, value + half, text)


def _percent(low: Decimal, best: Decimal, high: Decimal, words: str = "") -> Quantity:
    return quantity(float(max(low, Decimal(0))), float(best), float(min(high, Decimal(100))), words)


def parse_quantity(
    text: str, *, convention: NumberConvention | None = None, kind: Kind = "count", strict: bool = False
) -> QuantityReading:
    """Read a count, a percentage, an amount, or several of them together ("14 % (about 200 employees)").

    ``kind`` says what a number without a unit is. ``convention`` decides "$1.400"; a number that only the other
    convention can read (1,4 under POINT) is read in the other. People are whole: 1.400 and 1,400 of them are 1,400 by
    any convention, and 1.4 is not understood, unless the convention is ``strict``, that of a whole column whose sign
    can only mark decimals. Words for "not known", and "several", give a quantity with all three ends absent.
    """
    if kind == "count" and (fast := plain_count(text)) is not None:
        return ParsedQuantity(text, count=fast)
    return _parse(text, convention, kind, strict)


@lru_cache(maxsize=4096)
def _parse(text: str, convention: NumberConvention | None, kind: Kind, strict: bool) -> QuantityReading:  # noqa: FBT001
    cell = plain(text)
    if len(cell) > 160:
        return QuantityNotUnderstood(text, "not_understood")
    if is_unknown(cell) and not (kind == "count" and cell == "none"):
        return as_kind(kind, Quantity(words=text), text)
    # No-break blanks can only group digits; an ordinary blank may also stand between two numbers.
    cell = plain(re.sub(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))", "'", text))
    if kind == "amount":  # "$200 million planned for 2025": the year is no part of the sum
        cell = patterns()["year"].sub("", cell)
    cell = with_digits(cell)
    both = convention is None and re.search("[.,]", cell) is not None
    signs = [Sign(which, strict) for which in (NumberConvention if both else (convention or NumberConvention.POINT,))]
    try:
        return _of_all(cell, signs, kind, text, "convention")
    except Thousands:
        return _of_all(cell, [replace(signs[0], thousands=said) for said in (True, False)], kind, text, "thousands")


def _of_all(
    cell: str, signs: Iterable[Sign], kind: Kind, text: str, about: Literal["convention", "thousands"]
) -> QuantityReading:
    """What a text is under each way of reading its digits."""
    readings: list[ParsedQuantity] = []
    reason = "not_understood"
    for sign in signs:
        try:
            readings.append(whole(cell, sign, kind, text))
        except Refused as refused:
            reason = refused.reason
    if len(readings) == 2 and readings[0] != readings[1]:
        return AmbiguousQuantity(text, (readings[0], readings[1]), about)
    return readings[0] if readings else QuantityNotUnderstood(text, reason)


__all__ = [
    "AmbiguousQuantity", "Kind", "NumberConvention", "ParsedQuantity", "QuantityNotUnderstood", "QuantityReading",
    "add", "at_least", "divide", "hull", "implied_base", "intersect", "multiply", "negate", "overlap",
    "parse_quantity", "percent_from_fraction", "plain_count", "quantity", "rounding_unit", "scale", "subtract", "total",
]  # fmt: skip
