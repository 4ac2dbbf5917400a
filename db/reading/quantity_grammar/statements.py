"""What a whole text says: one quantity, a share and a count of the same thing, a part and the whole it is part of."""

from __future__ import annotations

import re
from dataclasses import replace

from db.model.intervals import quantity
from db.model.values import Quantity
from db.reading.quantity_grammar.readings import Kind, ParsedQuantity, Refused, Sign
from db.reading.quantity_grammar.terms import about_of, bounded
from db.reading.quantity_grammar.words import CUTS, patterns


def as_kind(kind: str, value: Quantity, words: str, currency: str = "") -> ParsedQuantity:
    """A reading that says one thing, under the field of its kind."""
    if kind == "percent":
        return ParsedQuantity(words, percent=value)
    if kind == "amount":
        return ParsedQuantity(words, amount=value, currency=currency)
    return ParsedQuantity(words, count=value)


def whole(cell: str, sign: Sign, kind: Kind, words: str) -> ParsedQuantity:
    """One statement, a number with its interval, or a percentage and a count of the same thing together."""
    try:
        return _statement(cell, sign, kind, words)
    except Refused as refused:
        match = patterns()["pair"].fullmatch(cell)
        if match is None:
            raise
        reason = refused.reason
    if match[2] is not None and (stated := _stated(match[1], match[2], sign, kind, words)) is not None:
        return stated
    if match[2] is not None and match[2].startswith(("of ", "out of ", "von ")):
        return _statement(f"{match[1]} {match[2]}", sign, kind, words)
    try:
        left, right = (_statement(part, sign, "count", words) for part in match.groups() if part)
    except Refused as refused:
        raise Refused(refused.reason if refused.reason == "percent_above_100" else reason) from refused
    share, heads = (left, right) if left.percent else (right, left)
    if share.percent is None or heads.count is None or (share.base and heads.base):
        raise Refused(reason)
    base = share.base or heads.base
    of = share.percent_of or heads.percent_of
    return ParsedQuantity(words, count=heads.count, percent=share.percent, percent_of=of, base=base, unit=heads.unit)


def _stated(middle: str, ends: str, sign: Sign, kind: Kind, words: str) -> ParsedQuantity | None:
    """A number with the interval its writer gives it: "≈ 200 (150-250)", "about 70 (at most 80)"; else None."""
    try:
        best, around = about_of(middle, sign, kind), bounded(ends, sign, kind)
    except Refused:
        return None
    same = (best.unit or around.unit or kind) == (around.unit or best.unit or kind)
    if not same or around.currency not in ("", best.currency) or around.value.best is not None:
        return None
    low, high, value = around.value.low, around.value.high, best.value.best
    if value is None or not around.value.known or (low or 0) > value or (high is not None and high < value):
        return None
    return as_kind(best.unit or around.unit or kind, quantity(low, value, high, words), words, best.currency)


def _statement(cell: str, sign: Sign, kind: Kind, words: str) -> ParsedQuantity:
    """One quantity, perhaps with what it is a part of: a number, the organization, or a named unit."""
    known = patterns()
    if match := known["lead"].fullmatch(cell):
        cell = match[1]
    cell = known["half"].sub(r"\1 of ", cell)
    if match := known["all_of"].fullmatch(cell):
        everybody = ParsedQuantity(words, percent=quantity(100.0, 100.0, 100.0, words))
        return _with_base(everybody, match[1], sign, words)
    try:
        return _single(cell, sign, kind, words)
    except Refused:
        match = known["of"].fullmatch(cell)
        cut = known["cut"].fullmatch(cell)
        if cut is not None and (share := _single(cut[1], sign, kind, words)).percent:
            return replace(share, percent_of=_unit(cut[2], words) if cut[2] else "")
        if match is None:
            raise
    part, whole = _single(match[1], sign, kind, words), match[3]
    if re.search(r"\d", whole):
        year = re.fullmatch(r"(?:19|20)\d\d", whole, re.ASCII) and not re.search(r"\d", match[1])
        if match["in"] is None and part.amount is None and not year:  # "half of 2024" is a time
            return _with_base(part, whole, sign, words)
    elif part.percent:
        return ParsedQuantity(words, percent=part.percent, percent_of=_unit(whole, words))
    elif part.count and part.count.known and match["in"] is None and known["whole"].fullmatch(whole):
        return part  # "70 of its employees"
    raise Refused("not_understood")


def _with_base(part: ParsedQuantity, whole: str, sign: Sign, words: str) -> ParsedQuantity:
    """A part of a stated whole; of a trade or a total of layoffs that is no base of the organization."""
    term = bounded(patterns()["the"].sub("", whole, count=1), sign, "count")
    if term.unit not in ("", "count"):
        raise Refused("not_understood")
    low, top = part.count.low if part.count else None, term.value.high
    if low is not None and top is not None and low > top:
        raise Refused("not_understood")
    of = term.noun if term.trade or CUTS.fullmatch(term.noun) else ""
    base = replace(term.value, words=words)
    return ParsedQuantity(
        words, count=part.count, percent=part.percent, percent_of=_as_written(of, words), base=base, unit=part.unit
    )


def _unit(whole: str, words: str) -> str:
    """What a share is of: nothing for the organization as a whole, else the unit as it is written."""
    known = patterns()
    if known["whole"].fullmatch(whole):
        return ""
    if known["scaled"].search(whole) or known["them"].fullmatch(whole):  # "a quarter of a million", "half of them"
        raise Refused("not_understood")
    inner = known["part_of_staff"].fullmatch(whole)
    return _as_written(inner[1] if inner else whole, words)


def _as_written(unit: str, words: str) -> str:
    """The name of a unit with the capitals its writer gave it."""
    start = words.lower().find(unit)
    found = words[start : start + len(unit)] if start >= 0 else unit
    return found if found.lower() == unit else unit


def _single(cell: str, sign: Sign, kind: Kind, words: str) -> ParsedQuantity:
    known = patterns()
    if known["all"].fullmatch(cell):
        return ParsedQuantity(words, percent=quantity(100.0, 100.0, 100.0, words))
    if kind == "count" and known["none"].fullmatch(cell):
        return ParsedQuantity(words, count=quantity(0.0, 0.0, 0.0, words))
    term = bounded(cell, sign, kind)
    low, best, high = term.value.low, term.value.best, term.value.high
    unit = term.unit or kind
    if unit == "percent" and term.value.known:
        if any(end is not None and end > 100 for end in (low, best)):
            raise Refused("percent_above_100")
        high = 100.0 if high is None else min(high, 100.0)
    read = as_kind(unit, quantity(low, best, high, words), words, term.currency)
    return replace(read, unit=_as_written(term.noun, words)) if term.trade else read
