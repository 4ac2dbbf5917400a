"""Imprecise counts, percentages and amounts in English and German, from a source's wording to intervals.

Plain numbers are exact. ``~N`` is N give or take half its rounding unit, at most a quarter of N. Percentages and
scaled numbers ("14 %", "1.4k", "14 billion") carry half a unit of their last digit; the ends of a range and of a bound
are what they say. An interval that the writer gives is taken: "about 70 (60-80)". A text that does not match as a whole
comes back with a reason, one that the two number conventions read differently with both readings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Literal

from db.intervals import (
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
from db.plaintext import is_unknown, plain
from db.quantity_words import CURRENCY, DOZENS, NUMERALS, SCALE, VAGUE, patterns
from db.values import Quantity

Kind = Literal["count", "percent", "amount"]


class NumberConvention(StrEnum):
    """Which sign marks the decimals: 1,400.5 (point) or 1.400,5 (comma)."""

    POINT = "point"
    COMMA = "comma"


@dataclass(frozen=True, slots=True)
class ParsedQuantity:
    """What one text says. A field is None where the text says nothing about it.

    ``percent_of`` names a unit the percentage is of; empty is the organization as a whole. ``base`` is the whole a
    count or percentage is said to be part of ("14 % of 1,400"). ``currency`` is an ISO code, empty if not given.
    """

    words: str
    count: Quantity | None = None
    percent: Quantity | None = None
    percent_of: str = ""
    base: Quantity | None = None
    amount: Quantity | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class AmbiguousQuantity:
    """A text the conventions read differently: ``readings`` is (decimal point, decimal comma)."""

    words: str
    readings: tuple[ParsedQuantity, ParsedQuantity]


@dataclass(frozen=True, slots=True)
class QuantityNotUnderstood:
    """A text without a reading.

    ``reason``: not_understood, percent_above_100, reversed_range, out_of_range, several_numbers.
    """

    words: str
    reason: str


QuantityReading = ParsedQuantity | AmbiguousQuantity | QuantityNotUnderstood


class _Refused(Exception):  # noqa: N818
    """Carries a reason code out of the grammar."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Term:
    """One number with its unit: percent, amount, count, or "" where the text does not say."""

    value: Quantity
    unit: str = ""
    currency: str = ""


def rounding_unit(value: float) -> float:
    """The power of ten *value* seems rounded to, from its trailing zeros: 200 to 100, 1,400 to 100, 15 to 1."""
    number, unit = abs(int(value)), 1
    while number and number % 10 == 0:
        number, unit = number // 10, unit * 10
    return float(unit)


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
    half = Decimal(1).scaleb(2 - max(len(decimals), 2)) / 2
    return _percent(value - half, value, value + half, text)


def _percent(low: Decimal, best: Decimal, high: Decimal, words: str = "") -> Quantity:
    return quantity(float(max(low, Decimal(0))), float(best), float(min(high, Decimal(100))), words)


def parse_quantity(text: str, *, convention: NumberConvention | None = None, kind: Kind = "count") -> QuantityReading:
    """Read a count, a percentage, an amount, or several of them together ("14 % (about 200 employees)").

    ``kind`` says what a number without a unit is. ``convention`` decides 1.400; a number that only the other
    convention can read (1,4 under POINT) is read in the other. Words for "not known", and "several", give a quantity
    with all three ends absent.
    """
    if kind == "count" and (fast := plain_count(text)) is not None:
        return ParsedQuantity(text, count=fast)
    return _parse(text, convention, kind)


@lru_cache(maxsize=4096)
def _parse(text: str, convention: NumberConvention | None, kind: Kind) -> QuantityReading:
    cell = plain(text)
    if len(cell) > 160:
        return QuantityNotUnderstood(text, "not_understood")
    if is_unknown(cell):
        return _as(kind, Quantity(words=text), text)
    # No-break blanks can only group digits; an ordinary blank may also stand between two numbers.
    cell = plain(re.sub(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))", "'", text))
    if kind == "amount":  # "$200 million planned for 2025": the year is no part of the sum
        cell = patterns()["year"].sub("", cell)
    readings: list[ParsedQuantity] = []
    reason = "not_understood"
    for which in NumberConvention if convention is None and re.search("[.,]", cell) else (convention or "point",):
        try:
            readings.append(_whole(cell, which, kind, text))
        except _Refused as refused:
            reason = refused.reason
    if len(readings) == 2 and readings[0] != readings[1]:
        return AmbiguousQuantity(text, (readings[0], readings[1]))
    return readings[0] if readings else QuantityNotUnderstood(text, reason)


def _as(kind: str, value: Quantity, words: str, currency: str = "") -> ParsedQuantity:
    if kind == "percent":
        return ParsedQuantity(words, percent=value)
    if kind == "amount":
        return ParsedQuantity(words, amount=value, currency=currency)
    return ParsedQuantity(words, count=value)


def _whole(cell: str, convention: str, kind: Kind, words: str) -> ParsedQuantity:
    """One statement, a number with its interval, or a percentage and a count of the same thing together."""
    try:
        return _statement(cell, convention, kind, words)
    except _Refused as refused:
        match = patterns()["pair"].fullmatch(cell)
        if match is None:
            raise
        reason = refused.reason
    if match[2] is not None and (stated := _stated(match[1], match[2], convention, kind, words)) is not None:
        return stated
    try:
        left, right = (_statement(part, convention, "count", words) for part in match.groups() if part)
    except _Refused as refused:
        raise _Refused(refused.reason if refused.reason == "percent_above_100" else reason) from refused
    share, heads = (left, right) if left.percent else (right, left)
    if share.percent is None or heads.count is None or (share.base and heads.base):
        raise _Refused(reason)
    base = share.base or heads.base
    return ParsedQuantity(words, count=heads.count, percent=share.percent, percent_of=share.percent_of, base=base)


def _stated(middle: str, ends: str, convention: str, kind: Kind, words: str) -> ParsedQuantity | None:
    """A number with the interval its writer gives it: "≈ 200 (150-250)", "about 70 (at most 80)"; else None."""
    try:
        best, around = _about(middle, convention, kind), _bounded(ends, convention, kind)
    except _Refused:
        return None
    same = (best.unit or around.unit or kind) == (around.unit or best.unit or kind)
    if not same or around.currency not in ("", best.currency) or around.value.best is not None:
        return None
    low, high, value = around.value.low, around.value.high, best.value.best
    if value is None or not around.value.known or (low or 0) > value or (high is not None and high < value):
        return None
    return _as(best.unit or around.unit or kind, quantity(low, value, high, words), words, best.currency)


def _statement(cell: str, convention: str, kind: Kind, words: str) -> ParsedQuantity:
    """One quantity, perhaps with what it is a part of: a number, the organization, or a named unit."""
    if match := patterns()["lead"].fullmatch(cell):
        cell = match[1] or match[2]
    try:
        return _single(cell, convention, kind, words)
    except _Refused:
        match = patterns()["of"].fullmatch(cell)
        if match is None:
            raise
    part, whole = _single(match[1], convention, kind, words), match[2]
    if re.search(r"\d", whole):
        base = _single(patterns()["the"].sub("", whole, count=1), convention, "count", words).count
        if base is not None and part.amount is None:
            return ParsedQuantity(words, count=part.count, percent=part.percent, base=base)
    elif part.percent:
        unit = "" if patterns()["whole"].fullmatch(whole) else _as_written(whole, words)
        return ParsedQuantity(words, percent=part.percent, percent_of=unit)
    raise _Refused("not_understood")


def _as_written(unit: str, words: str) -> str:
    """The name of a unit with the capitals its writer gave it."""
    start = words.lower().find(unit)
    found = words[start : start + len(unit)] if start >= 0 else unit
    return found if found.lower() == unit else unit


def _single(cell: str, convention: str, kind: Kind, words: str) -> ParsedQuantity:
    term = _bounded(cell, convention, kind)
    low, best, high = term.value.low, term.value.best, term.value.high
    unit = term.unit or kind
    if unit == "percent" and term.value.known:
        if any(end is not None and end > 100 for end in (low, best)):
            raise _Refused("percent_above_100")
        high = 100.0 if high is None else min(high, 100.0)
    return _as(unit, quantity(low, best, high, words), words, term.currency)


def _bounded(cell: str, convention: str, kind: Kind) -> _Term:
    """A number, about a number, a bound, a range, or a vague word."""
    known = patterns()
    if known["term"].fullmatch(cell):
        return _number(cell, convention, kind)
    if match := known["dozen"].fullmatch(cell):
        dozen = 12.0 * DOZENS[match[1] or "a"]
        return _Term(quantity(dozen * 0.75, dozen, dozen * 1.25))
    if (match := known["vague"].fullmatch(cell)) and match.lastindex:
        unit = VAGUE[match.lastindex - 1][0]
        return _Term(quantity(2 * unit, None, 10 * unit))
    if known["few"].fullmatch(cell):
        return _Term(Quantity())
    for name in ("floor", "ceiling"):
        if match := known[name].fullmatch(cell):
            inner = match[match.lastindex or 1]
            term = _about(inner, convention, kind)
            # The bound is the number itself ("more than 14 %"), or the far end of what "about" makes of it.
            exact = known["term"].fullmatch(inner) is not None
            if name == "floor":
                value = quantity(term.value.best if exact else term.value.low, None, None)
            else:
                value = quantity(0.0, None, term.value.best if exact else term.value.high)
            return _Term(value, term.unit, term.currency)
    for name in ("between", "range"):
        match = known[name].fullmatch(cell)
        # "close to 200" and "about 500 full-time jobs" are no ranges.
        about = known["about"].fullmatch(match[1]) if match else None
        if match and known["term"].fullmatch((about and about[1]) or match[1]):
            return _between(match[1], match[2], convention, kind)
    return _about(cell, convention, kind)


def _between(left: str, right: str, convention: str, kind: Kind) -> _Term:
    """Two numbers, each an end as it stands; "10-15 %", "1-2 billion" and "$1-2" say the unit once.

    "About" before the first widens both ends, before the second only that one.
    """
    known = patterns()
    about = [False, False]
    for index, end in enumerate((left, right)):
        if (match := known["about"].fullmatch(end)) and match[1]:
            about = [about[0] or index == 0, True]
            left, right = (left, match[1]) if index else (match[1], right)
    first, second = known["term"].fullmatch(left), known["term"].fullmatch(right)
    if first and second:
        pre, post = first["pre"], second["post"]
        if not (first["scale"] or first["percent"]):
            said = (pre, first["number"], second["scale"], second["percent"], None if pre else post)
            left = " ".join(word for word in said if word)
        if pre and not second["pre"] and not post:
            right = f"{pre} {right}"
    low, high = (_number(end, convention, kind, about=wide) for end, wide in zip((left, right), about, strict=True))
    if (low.unit or kind, low.currency) != (high.unit or kind, high.currency):
        raise _Refused("not_understood")
    bottom = low.value.low if about[0] else low.value.best
    top = high.value.high if about[1] else high.value.best
    if bottom is None or top is None or (low.value.best or 0) > (high.value.best or 0):
        raise _Refused("reversed_range")
    return _Term(quantity(bottom, None, top), high.unit or low.unit, high.currency)


def _about(cell: str, convention: str, kind: Kind) -> _Term:
    """A number, perhaps only approximate, or approached from one side ("nearly 200", "just over 200")."""
    known = patterns()
    if match := known["under"].fullmatch(cell):
        term = _number(match[1], convention, kind, about=True)
        return _Term(quantity(term.value.low, term.value.best, term.value.best), term.unit, term.currency)
    if match := known["over"].fullmatch(cell):
        term = _number(match[1], convention, kind, about=True)
        return _Term(quantity(term.value.best, term.value.best, term.value.high), term.unit, term.currency)
    if match := known["about"].fullmatch(cell):
        return _number(match[match.lastindex or 1], convention, kind, about=True)
    return _number(cell, convention, kind)


def _number(cell: str, convention: str, kind: Kind, *, about: bool = False) -> _Term:
    """A number with its scale and unit, widened as the module says."""
    match = patterns()["term"].fullmatch(cell)
    if match is None or (match["percent"] and (match["pre"] or match["post"])) or (match["pre"] and match["post"]):
        raise _Refused("not_understood")
    mantissa = _decimal(match["number"], convention)
    exponent = mantissa.as_tuple().exponent
    last_digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    currency = CURRENCY.get(match["pre"] or match["post"] or "", "")
    unit = "percent" if match["percent"] else "amount" if currency else "count" if match["noun"] else ""
    scaled = match["scale"] is not None or (unit or kind) == "percent"
    half = last_digit / 2 if scaled else Decimal(0)
    if about:
        rounded = last_digit if exponent else Decimal(int(rounding_unit(float(mantissa))))
        half = max(half, min(rounded / 2, mantissa / 4))
    factor = SCALE.get(match["scale"] or "", Decimal(1))
    low, best, high = (float(end * factor) for end in (max(mantissa - half, Decimal(0)), mantissa, mantissa + half))
    return _Term(quantity(low, best, high), unit, currency)


_BY_POINT = re.compile(r"(0|[1-9]\d*|[1-9]\d{0,2}(?:([,' ])\d{3}(?:\2\d{3})*))(?:\.(\d+))?", re.ASCII)
_BY_COMMA = re.compile(r"(0|[1-9]\d*|[1-9]\d{0,2}(?:([.' ])\d{3}(?:\2\d{3})*))(?:,(\d+))?", re.ASCII)


def _decimal(text: str, convention: str) -> Decimal:
    """The digits in the convention given; in the other one if only that can read them. Or a word: "twelve"."""
    if (numeral := NUMERALS.get(text)) is not None:
        return Decimal(numeral)
    orders = (_BY_COMMA, _BY_POINT) if convention == NumberConvention.COMMA else (_BY_POINT, _BY_COMMA)
    match = next(filter(None, (pattern.fullmatch(text) for pattern in orders)), None)
    if match is None:
        raise _Refused("not_understood")
    whole = match[1]
    if match[2] == " " and len(whole.partition(" ")[0]) == 3 and not whole.endswith("000"):
        # "426 426" is as likely two counts side by side as one number.
        raise _Refused("several_numbers")
    digits = re.sub(r"\D", "", whole)
    if len(digits) > 18:
        raise _Refused("out_of_range")
    return Decimal(f"{digits}.{match[3][:25]}" if match[3] else digits)


__all__ = [
    "AmbiguousQuantity", "Kind", "NumberConvention", "ParsedQuantity", "QuantityNotUnderstood", "QuantityReading",
    "add", "at_least", "divide", "hull", "implied_base", "intersect", "multiply", "negate", "overlap",
    "parse_quantity", "percent_from_fraction", "plain_count", "quantity", "rounding_unit", "scale", "subtract", "total",
]  # fmt: skip
