"""One number with its unit, perhaps about, at least, at most, between: from words to an interval."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from db.model.intervals import quantity
from db.model.values import Quantity
from db.reading.quantity_grammar.readings import Kind, NumberConvention, Refused, Sign, Thousands
from db.reading.quantity_grammar.shares import band, dozens, share, share_of
from db.reading.quantity_grammar.words import CURRENCY, NUMERALS, ROUND, SCALE, VAGUE, patterns


@dataclass(frozen=True, slots=True)
class Term:
    """One number with its unit: percent, amount, count, or "" where the text does not say.

    ``noun``: what is counted, as plain text; ``trade``: that is more than people.
    """

    value: Quantity
    unit: str = ""
    currency: str = ""
    noun: str = ""
    trade: bool = False


def rounding_unit(value: float) -> float:
    """The power of ten *value* seems rounded to, from its trailing zeros: 200 to 100, 1,400 to 100, 15 to 1."""
    number, unit = abs(int(value)), 1
    while number and number % 10 == 0:
        number, unit = number // 10, unit * 10
    return float(unit)


def bounded(cell: str, sign: Sign, kind: Kind) -> Term:
    """A number, about a number, a bound, a range, or a vague word."""
    known = patterns()
    if is_number(cell):
        return number(cell, sign, kind)
    if (found := band(cell)) is not None:
        return Term(*found)
    if (match := known["vague"].fullmatch(cell)) and match.lastindex:
        unit = VAGUE[match.lastindex - 1][0]
        return Term(quantity(2 * unit, None, 10 * unit))
    if known["few"].fullmatch(cell) or known["undisclosed"].fullmatch(cell):
        return Term(Quantity())
    for name in ("floor", "ceiling"):
        if match := known[name].fullmatch(cell):
            inner = match[match.lastindex or 1]
            term = about_of(inner, sign, kind)
            # The bound is the number itself ("more than 14 %"), or the far end of what "about" makes of it.
            exact = is_number(inner)
            if name == "floor":
                value = quantity(term.value.best if exact else term.value.low, None, None)
            else:
                value = quantity(0.0, None, term.value.best if exact else term.value.high)
            return replace(term, value=value)
    rough = known["about"].fullmatch(cell)
    for name in ("between", "range") if rough is None or not is_number(rough[1] or "") else ():  # "about one-fifth"
        match = known[name].fullmatch(cell)
        # "close to 200" and "about 500 full-time jobs" are no ranges.
        about = known["about"].fullmatch(match[1]) if match else None
        if match and is_number((about and about[1]) or match[1]):
            return _between(match[1], match[2], sign, kind)
    return about_of(cell, sign, kind)


def _between(left: str, right: str, sign: Sign, kind: Kind) -> Term:
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
        if not (first["scale"] or first["percent"]) and not _smaller(first, second):
            said = (pre, first["number"], second["scale"], second["percent"], None if pre else post)
            left = " ".join(word for word in said if word)
        if pre and not second["pre"] and not post:
            right = f"{pre} {right}"
        left = _in_thousands(first, second, sign) or left
    low, high = (number(end, sign, kind, about=wide) for end, wide in zip((left, right), about, strict=True))
    if (low.unit or kind, low.currency) != (high.unit or kind, high.currency):
        raise Refused("not_understood")
    bottom = low.value.low if about[0] else low.value.best
    top = high.value.high if about[1] else high.value.best
    if bottom is None or top is None or (low.value.best or 0) > (high.value.best or 0):
        raise Refused("reversed_range")
    return replace(high, value=quantity(bottom, None, top), unit=high.unit or low.unit)


def _smaller(left: re.Match[str], right: re.Match[str]) -> bool:
    """Whether the first number of "100 to a thousand" is no number of thousands."""
    plain = [number for match in (left, right) if (number := match["number"]).isdecimal()]
    return right["scale"] in ROUND and len(plain) == 2 and int(plain[0]) >= int(plain[1])


def _in_thousands(left: re.Match[str], right: re.Match[str], sign: Sign) -> str:
    """The first number of "3-4.000" and "10-15.000" in full; of "3-4000" it is asked; empty for every other range."""
    first, second = left["number"], right["number"]
    said = (left["pre"], left["scale"], left["percent"], right["scale"], right["percent"], right["post"])
    match = re.fullmatch(r"([1-9]\d{0,2})([.,']?)000", second, re.ASCII)
    if any(said) or match is None or not re.fullmatch(r"[1-9]\d{0,2}", first, re.ASCII) or int(first) >= int(match[1]):
        return ""
    if not match[2]:
        if sign.thousands is None:
            raise Thousands
        if not sign.thousands:
            return ""
    return f"{first}000"


def about_of(cell: str, sign: Sign, kind: Kind) -> Term:
    """A number, perhaps only approximate, or approached from one side ("nearly 200", "just over 200")."""
    known = patterns()
    if match := known["under"].fullmatch(cell):
        term = number(match[1], sign, kind, about=True)
        return replace(term, value=quantity(term.value.low, term.value.best, term.value.best))
    if match := known["over"].fullmatch(cell):
        term = number(match[1], sign, kind, about=True)
        return replace(term, value=quantity(term.value.best, term.value.best, term.value.high))
    if match := known["about"].fullmatch(cell):
        return number(match[match.lastindex or 1], sign, kind, about=True)
    if match := known["give_or_take"].fullmatch(cell):
        return _give_or_take(number(match[1], sign, kind), number(match[2], sign, kind))
    return number(cell, sign, kind)


def _give_or_take(middle: Term, off: Term) -> Term:
    """A number with the tolerance its writer gives it, in its own unit or in percent of it."""
    best, tolerance = middle.value.best, off.value.best
    same = off.unit in ("", "percent", middle.unit or "count") and off.currency in ("", middle.currency)
    if best is None or tolerance is None or not same:
        raise Refused("not_understood")
    if off.unit == "percent" != middle.unit:
        tolerance *= best / 100
        off = replace(off, unit=middle.unit)
    value = quantity(max(best - tolerance, 0.0), best, best + tolerance)
    return replace(middle, value=value, unit=middle.unit or off.unit, noun=middle.noun or off.noun,
                   trade=middle.trade or off.trade)  # fmt: skip


def is_number(cell: str) -> bool:
    """Whether a text is one number with its unit, in digits or words, with nothing that makes it a bound."""
    return patterns()["term"].fullmatch(cell) is not None or share_of(cell) is not None or dozens(cell) is not None


def number(cell: str, sign: Sign, kind: Kind, *, about: bool = False) -> Term:
    """A number with its scale and unit, widened as the module says."""
    if (part := share_of(cell)) is not None:
        return Term(share(part, about=about), "percent")
    if (dozen := dozens(cell)) is not None:
        return Term(dozen)
    match = patterns()["term"].fullmatch(cell)
    if (
        match is None
        or (match["percent"] and (match["pre"] or match["post"] or match["unit"]))
        or (match["pre"] and match["post"])
    ):
        raise Refused("not_understood")
    unit = "percent" if match["percent"] else "amount" if match["pre"] or match["post"] else ""
    unit = unit or ("count" if match["noun"] or match["unit"] else "")
    people = (unit or kind) == "count"
    if people and not match["scale"]:
        mantissa = _people(match["number"], sign)
    else:
        mantissa = _decimal(match["number"], sign.convention)
    exponent = mantissa.as_tuple().exponent
    last_digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    currency = CURRENCY.get(match["pre"] or match["post"] or "", "")
    scaled = match["scale"] is not None or (unit or kind) == "percent"
    half = last_digit / 2 if scaled else Decimal(0)
    if mantissa == 100 and (unit or kind) == "percent":
        half = Decimal(0)  # all of them is all of them
    if about:
        rounded = last_digit if exponent else Decimal(int(rounding_unit(float(mantissa))))
        half = max(half, min(rounded / 2, mantissa / 4))
    if match["scale"] in ROUND:
        half = min(half, mantissa / 4)
    factor = SCALE.get(match["scale"] or "", Decimal(1))
    if people and mantissa * factor % 1:
        raise Refused("not_understood")
    low, best, high = (float(end * factor) for end in (max(mantissa - half, Decimal(0)), mantissa, mantissa + half))
    return Term(quantity(low, best, high), unit, currency, match["noun"] or match["unit"] or "", bool(match["unit"]))


_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,' ])\d{3}(?:\1\d{3})*)(?:[.,]0+)?", re.ASCII)
_ZERO_FRACTION = re.compile(r"(\d+)[.,]0+", re.ASCII)


def _people(text: str, sign: Sign) -> Decimal:
    """A number of people, who are whole: a sign between digits groups thousands, or stands before zeros alone."""
    decimal = "," if sign.convention is NumberConvention.COMMA else "."
    grouped = _GROUPED.fullmatch(text)
    if grouped and not (sign.strict and grouped[1] == decimal and text.count(decimal) == 1):
        marks = re.findall(r"[.,]", text)
        if len(set(marks)) < 2 or marks[-1] != marks[0]:
            zeros = re.fullmatch(rf"(.+\d)[^{re.escape(grouped[1])}\d]0+", text, re.ASCII)
            return _decimal(
                (zeros[1] if zeros else text).replace(grouped[1], "'" if grouped[1] in ".," else grouped[1]),
                sign.convention,
            )
    if match := _ZERO_FRACTION.fullmatch(text):
        return _decimal(match[1], sign.convention)
    value = _decimal(text, sign.convention)
    if value % 1:
        raise Refused("not_understood")
    return value


_BY_POINT = re.compile(r"(0|[1-9]\d*|[1-9]\d{0,2}(?:([,' ])\d{3}(?:\2\d{3})*))(?:\.(\d+))?", re.ASCII)
_BY_COMMA = re.compile(r"(0|[1-9]\d*|[1-9]\d{0,2}(?:([.' ])\d{3}(?:\2\d{3})*))(?:,(\d+))?", re.ASCII)


def _decimal(text: str, convention: NumberConvention) -> Decimal:
    """The digits in the convention given; in the other one if only that can read them. Or a word: "twelve"."""
    if (numeral := NUMERALS.get(text)) is not None:
        return Decimal(numeral)
    orders = (_BY_COMMA, _BY_POINT) if convention is NumberConvention.COMMA else (_BY_POINT, _BY_COMMA)
    match = next(filter(None, (pattern.fullmatch(text) for pattern in orders)), None)
    if match is None:
        raise Refused("not_understood")
    whole = match[1]
    if match[2] == " " and len(whole.partition(" ")[0]) == 3 and not whole.endswith("000"):
        # "426 426" is as likely two counts side by side as one number.
        raise Refused("several_numbers")
    digits = re.sub(r"\D", "", whole)
    if len(digits) > 18:
        raise Refused("out_of_range")
    return Decimal(f"{digits}.{match[3][:25]}" if match[3] else digits)
