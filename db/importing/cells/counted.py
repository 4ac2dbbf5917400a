"""Cells of numbers: counts, percentages and amounts, and what else may stand in the cell of a count."""

from __future__ import annotations

import re

from db.importing.cells.cell import (
    NO_QUANTITY,
    Cell,
    More,
    Parse,
    PartCell,
    is_error,
    kept_as_text,
    quantity_cell,
    reworded,
)
from db.importing.cells.dated import DateCells
from db.importing.fields import Field
from db.model.values import Quantity
from db.reading.quantities import (
    AmbiguousQuantity,
    NumberConvention,
    ParsedQuantity,
    QuantityNotUnderstood,
    parse_quantity,
    percent_from_fraction,
)
from db.reading.several import Parts, Piece, of_one_sort, parts_of, revised, without_mark, without_remark

_PERCENTS = {Field.PERCENT, Field.PERCENT_LOW, Field.PERCENT_HIGH}
#: Numbers side by side, of which no word says what they are to each other.
_SEVERAL = re.compile(r"[\d.,'’ ]*\d(?:\s*(?:[/;,&+|\n]|-|and|or|und|oder)\s*\d[\d.,'’ ]*)+", re.IGNORECASE)


def quantities(
    field: Field, convention: NumberConvention | None, *, strict: bool = False, dates: DateCells | None = None
) -> Parse:
    """Parse counts, percentages, fractions or amounts; ``strict``: see ``parse_quantity``.

    ``dates`` read the days that the parts of a count may name.
    """
    if field is Field.PERCENT_FRACTION:
        return _fraction
    kind = "percent" if field in _PERCENTS else "amount" if field is Field.AMOUNT else "count"

    def one(text: str) -> Cell:
        found = parse_quantity(text, convention=convention, kind=kind, strict=strict)  # type: ignore[arg-type]
        if isinstance(found, ParsedQuantity):
            return _as_cell(found, kind)
        if isinstance(found, AmbiguousQuantity) and found.about == "convention":
            return NO_QUANTITY._replace(bad="number.ambiguous", expected="number_convention")
        reason = found.reason if isinstance(found, QuantityNotUnderstood) else "not_understood"
        return NO_QUANTITY._replace(bad=f"number.{reason}", expected=kind)

    several = _Several(one, dates)

    def parse(text: str) -> Cell:
        cell = one(text)
        return several.read(text, cell, counts=kind == "count") if cell.bad else cell

    return parse


def in_one_convention(parse: Parse, convention: NumberConvention) -> Parse:
    """The same for a column in which both signs stand before three digits: there ``$12,000`` is no 12 dollars, also
    where a comma marks decimals. It does not fit the convention.
    """
    sign = "." if convention is NumberConvention.POINT else ","
    three = re.compile(rf"[^\d.,]*\d{{1,3}}{re.escape(sign)}\d{{3}}(?:\s*[^\d\s.,]{{1,3}})?")

    def read(text: str) -> Cell:
        if three.fullmatch(text):
            return NO_QUANTITY._replace(bad="number.ambiguous", expected="number_convention")
        return parse(text)

    return read


def _as_cell(found: ParsedQuantity, kind: str) -> Cell:
    value: Quantity | None = getattr(found, kind)
    if value is None:
        return NO_QUANTITY._replace(bad="number.other_unit", expected=kind)
    if kind == "count" and value.low is not None and value.low < 0:
        return NO_QUANTITY._replace(bad="number.negative", expected=kind)
    if kind == "amount":
        return quantity_cell(value)._replace(value=found)
    return _with_more(quantity_cell(value), found, kind)


def _with_more(cell: Cell, found: ParsedQuantity, kind: str) -> Cell:
    """A count with the percentage and the base beside it, a percentage with the count and what it is of."""
    other = found.count if kind == "percent" else found.percent
    if other is None and found.base is None and not found.percent_of:
        return cell
    beside, base = (quantity_cell(value) if value is not None else None for value in (other, found.base))
    count, percent = (beside, None) if kind == "percent" else (None, beside)
    said = [one.key if one is not None else "" for one in (beside, base)]
    more = More(count, percent, base, found.percent_of)
    return cell._replace(key="|".join((cell.key, *said, more.of)), more=more)


def _fraction(text: str) -> Cell:
    found = percent_from_fraction(text)
    if isinstance(found, QuantityNotUnderstood):
        if is_error(text):
            return kept_as_text(NO_QUANTITY, text, "text.error")
        return NO_QUANTITY._replace(bad=f"number.{found.reason}", expected="fraction")
    return quantity_cell(found)


class _Several:
    """Reads what is not one number."""

    def __init__(self, one: Parse, dates: DateCells | None) -> None:
        self._one = one
        self._dates = dates

    def read(self, text: str, bad: Cell, *, counts: bool) -> Cell:
        """What a text says that is no number as it stands; the cell that says so if it says nothing else either."""
        if is_error(text):
            return kept_as_text(NO_QUANTITY, text, "text.error")
        for bare in (without_mark(text), without_remark(text), of_one_sort(text) if counts else ""):
            if bare not in {text, ""} and not (found := self._one(bare)).bad:
                return reworded(found, text)
        if not counts:
            return bad
        if (change := revised(text)) is not None:
            now, before = self._one(change.now), self._one(change.before)
            if not (now.bad or before.bad):
                return reworded(now, text)._replace(more=More(before=reworded(before, text)))
        if (parts := parts_of(text)) is not None and (whole := self._summed(text, parts)) is not None:
            return whole
        if bad.bad.removeprefix("number.") in {"not_understood", "several_numbers"} and _SEVERAL.fullmatch(text):
            return kept_as_text(NO_QUANTITY, text, "text.several")
        return bad

    def _summed(self, text: str, parts: Parts) -> Cell | None:
        """A whole with its parts. Without a number of its own it is what they add up to, or more."""
        found = [self._part(piece) for piece in parts.pieces]
        counts = [part.heads.value for part in found if part.heads is not None]
        whole = self._one(parts.whole) if parts.whole else None
        if len(counts) < len(found) or (whole is not None and whole.bad):
            return None
        lows, bests = ([getattr(value, end) for value in counts] for end in ("low", "best"))
        low = sum(one or 0.0 for one in lows)
        if whole is None:
            whole = quantity_cell(Quantity(low, sum(bests) if None not in bests else None, None, text))
        elif not isinstance(whole.value, Quantity) or (whole.value.high is not None and whole.value.high < low):
            return None  # the parts of less than they come to
        return reworded(whole, text)._replace(more=More(parts=tuple(found)))

    def _part(self, piece: Piece) -> PartCell:
        """A part with its number, if that is one, and with its date."""
        count, when = self._one(piece.count), None
        if piece.when:
            when = self._dates(piece.when) if self._dates is not None else None
            if when is None or when.bad:
                return PartCell(piece.words, None, None)
        if count.bad or not isinstance(count.value, Quantity):
            return PartCell(piece.words, None, None)
        return PartCell(piece.words, reworded(count, piece.words), when)


__all__ = ["in_one_convention", "quantities"]
