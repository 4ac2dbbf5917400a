"""Imprecise dates in English and German: what a source wrote to EDTF text, earliest and latest day, within or span.

Nothing is guessed. A text either matches the grammar as a whole, or two readings come back (Ambiguous), or the text
comes back with a reason (NotUnderstood). The grammar itself is in ``db.dates_grammar`` and is loaded with the first
text that is neither an ISO day nor a slash date in a declared order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from db.edtf import EdtfError, bounds, from_edtf
from db.values import DateMode, ImpreciseDate


class DateOrder(StrEnum):
    """How a file or a ledger orders the parts of numeric dates. Dates with dots are always day.month.year."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A text with two readings that differ; for a numeric date the first is day-month, the second month-day."""

    words: str
    readings: tuple[ImpreciseDate, ImpreciseDate]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A text without a reading.

    ``reason``: not_understood; impossible_date (31 February); out_of_range (outside the years 1 to 9999);
    end_before_start; needs_year; needs_publication_date.
    """

    words: str
    reason: str


DateReading = ImpreciseDate | Ambiguous | NotUnderstood


def parse_date(
    text: str,
    *,
    order: DateOrder | None = None,
    published: date | ImpreciseDate | None = None,
    default_year: int | None = None,
) -> DateReading:
    """Read a date as people and files write it.

    ``order`` decides 03/04/2025; without it such a date is Ambiguous unless only one reading exists. A date that does
    not exist in the declared order but does in the other one is read in the other. ``published`` resolves words such
    as "last month"; where it is no single day, everything is meant that its days allow. ``default_year`` serves dates
    without a year ("in July"). Two-digit years mean 1969 to 2068.

    Empty text and words for "not known" give a date without bounds that keeps its words.
    """
    length = len(text)
    if length == 10 and text[4] == text[7] == "-":
        try:
            day = date.fromisoformat(text)
        except ValueError:
            pass
        else:
            return ImpreciseDate(text, day, day, DateMode.WITHIN, text)
    elif order is not None and 8 <= length <= 10 and "/" in text:
        found = _slashed(text, order)
        if found is not None:
            return found
    if published is None or not isinstance(published, ImpreciseDate):
        return _read(text, order, published, default_year)
    return _relative_to(text, order, published, default_year)


def _relative_to(text: str, order: DateOrder | None, published: ImpreciseDate, default_year: int | None) -> DateReading:
    """The hull of what the text means on the first and on the last day on which it may have been published."""
    first, last = published.earliest, published.latest
    if first is None or last is None:
        return _read(text, order, None, default_year)
    early = _read(text, order, first, default_year)
    if first == last or not isinstance(early, ImpreciseDate):
        return early
    late = _read(text, order, last, default_year)
    if late == early or not isinstance(late, ImpreciseDate):
        return late
    # A later publication never means an earlier day.
    edtf = f"{early.edtf.partition('/')[0]}/{late.edtf.rpartition('/')[2]}"
    try:
        return from_edtf(edtf, early.mode, text)
    except EdtfError as error:
        return NotUnderstood(text, error.reason)


def _slashed(text: str, order: DateOrder) -> ImpreciseDate | None:
    """7/16/2025 in a declared order, with four digits of year; None for anything else."""
    parts = text.split("/")
    if len(parts) != 3 or len(parts[2]) != 4 or order is DateOrder.YMD or not text.isascii():
        return None
    first, second, year = parts
    if not (first.isdecimal() and second.isdecimal() and year.isdecimal() and len(first) < 3 and len(second) < 3):
        return None
    try:
        if order is DateOrder.MDY:
            day = date(int(year), int(first), int(second))
        else:
            day = date(int(year), int(second), int(first))
    except ValueError:
        return None
    return ImpreciseDate(day.isoformat(), day, day, DateMode.WITHIN, text)


@lru_cache(maxsize=16_384)
def _read(text: str, order: DateOrder | None, published: date | None, default_year: int | None) -> DateReading:
    """The grammar, under each order that may hold."""
    from db import dates_grammar as grammar

    if not grammar.depends_on_order(text):
        attempts: tuple[tuple[str, ...], ...] = (("dmy",),)
    elif order is None:
        attempts = (("dmy", "mdy"),)
    else:
        # The declared order alone; only if the date does not exist in it, whatever else there is.
        attempts = ((order.value,), ("dmy", "mdy"))
    first_reason = ""
    for names in attempts:
        found: list[ImpreciseDate] = []
        reasons = set()
        for name in names:
            context = grammar.Context(name, published, default_year)
            try:
                found += [from_edtf(edtf, mode, text) for edtf, mode in grammar.read(text, context)]
            except EdtfError as error:
                reasons.add(error.reason)
        distinct = list(dict.fromkeys(found))
        if len(distinct) > 1:
            return Ambiguous(text, (distinct[0], distinct[1]))
        if distinct:
            return distinct[0]
        # An order that only makes an impossible date of a text nobody understands explains nothing.
        first_reason = first_reason or (reasons.pop() if len(reasons) == 1 else "not_understood")
        if first_reason != "impossible_date" and order is not DateOrder.YMD:
            break
    return NotUnderstood(text, first_reason)


def middle_day(when: ImpreciseDate) -> date | None:
    """The day halfway between the bounds (the earlier of two middle days); None where an end is open."""
    if when.earliest is None or when.latest is None:
        return None
    return when.earliest + (when.latest - when.earliest) // 2


__all__ = [
    "Ambiguous", "DateOrder", "DateReading", "EdtfError", "NotUnderstood", "bounds", "from_edtf", "middle_day",
    "parse_date",
]  # fmt: skip
