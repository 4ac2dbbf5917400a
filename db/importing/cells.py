"""A cell and what it means: parsed once per distinct text of a column, as the columns it will stand in.

An import reads the same cell many times; what a text comes to is remembered, so that the full grammar of dates and
quantities costs little even at 200,000 rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from db.importing.columns import Field
from db.importing.reader import clean
from db.model.kinds import code_of
from db.model.text import fold
from db.model.values import ImpreciseDate, Population, Quantity, Status
from db.reading.dates import Ambiguous, DateOrder, parse_date
from db.reading.quantities import (
    AmbiguousQuantity,
    NumberConvention,
    ParsedQuantity,
    QuantityNotUnderstood,
    parse_quantity,
    percent_from_fraction,
)

#: A number and nothing else.
_FIGURE = re.compile(r"[-+~]?\s*[$€£]?\s*\d[\d.,'’\u00a0\u202f ]*\s*[$€£]?")

#: Distinct texts remembered per column.
_REMEMBERED = 20_000


class More(NamedTuple):
    """What a cell says beside what its column asks for; ``of``: the unit that a percentage or a base is of."""

    heads: Cell | None
    share: Cell | None
    base: Cell | None
    of: str


class Cell(NamedTuple):
    """A parsed cell.

    ``value``: what was understood; None: the cell says nothing. ``columns``: how it stands in a row. ``key``: what
    makes two cells the same evidence. ``bad``: the code of what is wrong; ``expected``: a code for what would be right.
    ``bounds``: the first and last day of a date, as they stand in columns. ``more``: what else a size says.
    """

    value: object
    columns: tuple[str | float | None, ...]
    key: str = ""
    bad: str = ""
    expected: str = ""
    bounds: tuple[str | None, str | None] = (None, None)
    more: More | None = None


Parse = Callable[[str], Cell]


class Column:
    """One column of the file with its meaning. ``known`` maps texts to parsed cells; :meth:`look` adds to it."""

    def __init__(self, index: int, field: Field, parse: Parse, blank: Cell, null_words: frozenset[str]) -> None:
        self.index = index
        self.field = field
        self.known: dict[str, Cell] = {"": blank}
        self._parse = parse
        self._blank = blank
        self._null_words = null_words
        self._longest_null = max(map(len, null_words), default=0)
        self.any_bad = False  # whether any cell so far was bad
        self.any_more = False  # whether any cell so far said more than its column asks for

    def read(self, texts: Iterable[str]) -> list[Cell]:
        """The parsed cells of many texts."""
        known, look = self.known.get, self.look
        return [known(text) or look(text) for text in texts]

    def look(self, text: str) -> Cell:
        """Parse a text that is not known yet."""
        cleaned = clean(text)
        blank = len(cleaned) <= self._longest_null and (not cleaned or cleaned.casefold() in self._null_words)
        found = self._blank if blank else self._parse(cleaned)
        if found.bad:
            self.any_bad = True
        if found.more is not None:
            self.any_more = True
        if len(self.known) < _REMEMBERED:
            self.known[text] = found
        return found


NO_DATE = Cell(None, (None, None, None))
NO_QUANTITY = Cell(None, (None, None, None, None))
NO_TEXT = Cell(None, (None,))


def date_cell(value: ImpreciseDate) -> Cell:
    """A date as a cell."""
    first = value.earliest.isoformat() if value.earliest else None
    last = value.latest.isoformat() if value.latest else None
    return Cell(value, (value.edtf, value.mode.value, value.words), value.edtf, bounds=(first, last))


def quantity_cell(value: Quantity) -> Cell:
    """A quantity as a cell."""
    return Cell(
        value,
        (value.low, value.best, value.high, value.words),
        f"{_plain(value.low)}:{_plain(value.best)}:{_plain(value.high)}",
    )


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def dates(order: DateOrder | None) -> Parse:
    """Parse dates in a declared order; one that needs an order which nobody declared is bad."""

    def parse(text: str) -> Cell:
        found = parse_date(text, order=order)
        if isinstance(found, ImpreciseDate):
            return date_cell(found) if found.known else NO_DATE
        if isinstance(found, Ambiguous):
            if found.about != "order":  # no column says which winter, or when a fiscal year begins
                return NO_DATE._replace(bad="date.not_understood", expected="date")
            return NO_DATE._replace(bad="date.ambiguous", expected="date_order")
        return NO_DATE._replace(bad=f"date.{found.reason}", expected="date")

    return parse


def as_written(blank: Cell) -> Parse:
    """Keep what a date or a number says as its wording only; of anything else there is nothing to keep."""

    def keep(text: str) -> Cell:
        if blank is NO_DATE:
            return Cell(ImpreciseDate("", None, None, words=text), ("", "within", text), text)
        if blank is NO_QUANTITY:
            return quantity_cell(Quantity(words=text))._replace(key=text)
        return blank

    return keep


def quantities(field: Field, convention: NumberConvention | None, *, strict: bool = False) -> Parse:
    """Parse counts, percentages, fractions or amounts; ``strict``: see ``parse_quantity``."""
    if field is Field.PERCENT_FRACTION:
        return _fraction
    kind = "percent" if field in _PERCENTS else "amount" if field is Field.AMOUNT else "count"
    part = "percent" if kind == "percent" else "amount" if kind == "amount" else "count"

    def parse(text: str) -> Cell:
        found = parse_quantity(text, convention=convention, kind=kind, strict=strict)  # type: ignore[arg-type]
        if isinstance(found, ParsedQuantity):
            value: Quantity | None = getattr(found, part)
            if value is None:
                return NO_QUANTITY._replace(bad="number.other_unit", expected=kind)
            if kind == "count" and value.low is not None and value.low < 0:
                return NO_QUANTITY._replace(bad="number.negative", expected=kind)
            cell = quantity_cell(value)._replace(value=found if kind == "amount" else value)
            return cell if kind == "amount" else _with_more(cell, found, kind)
        if isinstance(found, AmbiguousQuantity) and found.about == "convention":
            return NO_QUANTITY._replace(bad="number.ambiguous", expected="number_convention")
        reason = found.reason if isinstance(found, QuantityNotUnderstood) else "not_understood"
        return NO_QUANTITY._replace(bad=f"number.{reason}", expected=kind)

    return parse


def scaled(parse: Parse, unit: str) -> Parse:
    """The same for a column whose name states a unit: "120" below "Employees (thousands)" is 120 thousand."""

    def read(text: str) -> Cell:
        return parse(f"{text} {unit}" if _FIGURE.fullmatch(text) else text)

    return read if unit else parse


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


_PERCENTS = {Field.PERCENT, Field.PERCENT_LOW, Field.PERCENT_HIGH}


def _fraction(text: str) -> Cell:
    found = percent_from_fraction(text)
    if isinstance(found, QuantityNotUnderstood):
        return NO_QUANTITY._replace(bad=f"number.{found.reason}", expected="fraction")
    return quantity_cell(found)


def plain_text(text: str) -> Cell:
    """A text as it is, blanks around it aside."""
    return Cell(text, (text,), fold(text))


def named_text(label: str) -> Parse:
    """A text behind the name of its column, as it is kept in notes: "Industry: Retail"."""

    def parse(text: str) -> Cell:
        return Cell(text, (f"{label}: {text}",))

    return parse


def address(text: str) -> Cell:
    """Where a source is: its web address, or (an "Internal memo" is a source too) its title."""
    web = text.startswith(_WEB) or text[:8].lower().startswith(_WEB)
    return _cell((text, (text, "") if web else ("", text), text, "", "", (None, None), None))


_WEB = ("https://", "http://")
_cell = Cell._make  # every row may have an address of its own: without the defaults a third of the time


NO_ADDRESS = Cell(None, ("", ""))


def name(text: str) -> Cell:
    """A name: single blanks."""
    single = " ".join(text.split())
    return Cell(single, (single,), fold(single))


def year(text: str) -> Cell:
    """A year with four digits."""
    digits = text.removesuffix(".0")
    if len(digits) == 4 and digits.isascii() and digits.isdecimal() and digits >= "1000":
        return Cell(int(digits), (digits,), digits)
    return NO_TEXT._replace(bad="date.not_understood", expected="year")


def status(text: str) -> Cell:
    """One of the four words of a status."""
    word = fold(text)
    if word in {item.value for item in Status}:
        return Cell(Status(word), (word,), word)
    return NO_TEXT._replace(bad="cell.unknown_status", expected="status")


def population(text: str) -> Cell:
    """One of the three populations."""
    word = fold(text)
    if word in {item.value for item in Population}:
        return Cell(Population(word), (word,), word)
    return NO_TEXT._replace(bad="cell.unknown_population", expected="population")


def kinds(codes: frozenset[str], said: Iterable[tuple[str, str]] = ()) -> Parse:
    """The code of an event kind, the name it was made from, or a word of which it is ``said`` what it stands for."""
    known = {fold(word): code for word, code in said}

    def parse(text: str) -> Cell:
        code = known.get(fold(text)) or code_of(text)
        if code in codes:
            return Cell(code, (code,), code)
        return NO_TEXT._replace(bad="cell.unknown_kind", expected="kind")

    return parse


_YES = {"yes", "y", "true", "t", "1", "x", "ja", "wahr"}


def flag(stem: str) -> Parse:
    """Yes or no; a text with ``stem`` in it ("Plant Closing" for a closure) is a yes too."""

    def parse(text: str) -> Cell:
        word = fold(text)
        return Cell(word in _YES or stem in word, (None,))

    return parse
