"""What is written into a field of one's own, read by the type of the field; what is not understood is kept as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from db.model.own_fields import FieldType
from db.model.text import fold
from db.model.values import ImpreciseDate
from db.reading.dates import DateOrder, parse_date
from db.reading.quantities import NumberConvention, ParsedQuantity, parse_quantity

#: A number that nobody reads in two ways.
_PLAIN = re.compile(r"-?\d{1,15}(\.\d{1,2}|\.\d{4,15})?", re.ASCII)
_MINUS = str.maketrans("−–", "--")


@dataclass(frozen=True, slots=True)
class ReadValue:
    """The words without blanks around them, and what they were read as; ``understood`` False: as nothing."""

    words: str
    number: float | None = None
    date: ImpreciseDate | None = None
    understood: bool = True

    def columns(self) -> dict[str, str | float | None]:
        """The columns of a value that are its words and what follows from them."""
        when = self.date
        return {
            "words": self.words,
            "words_key": fold(self.words),
            "number": self.number,
            "date": when.edtf if when is not None else None,
            "date_mode": when.mode.value if when is not None else None,
            "day": when.earliest.isoformat() if when is not None and when.earliest is not None else None,
        }


def read_value(
    type_: FieldType, text: str, *, order: DateOrder | None = None, convention: NumberConvention | None = None
) -> ReadValue:
    """Read a value; empty words are no value. A choice is its name, which the ledger looks up."""
    words = " ".join(text.split())
    if not words:
        return ReadValue("")
    match type_:
        case FieldType.NUMBER:
            number = _number(words, convention)
            return ReadValue(words, number=number, understood=number is not None)
        case FieldType.DATE:
            read = parse_date(words, order=order)
            when = read if isinstance(read, ImpreciseDate) and read.known else None
            return ReadValue(words, date=when, understood=when is not None)
        case _:
            return ReadValue(words)


def _number(words: str, convention: NumberConvention | None) -> float | None:
    """The one number that a text says: not that of an interval without a best reading, nor one with two readings."""
    sign = words.translate(_MINUS)
    if _PLAIN.fullmatch(sign):
        return float(sign)
    if sign.startswith("-"):
        below = _number(sign[1:].strip(), convention)
        return None if below is None else -below
    read = parse_quantity(words, convention=convention, kind="amount")
    if not isinstance(read, ParsedQuantity):
        return None
    said = read.amount or read.count or read.percent
    return None if said is None else said.best


__all__ = ["ReadValue", "read_value"]
