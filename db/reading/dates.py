"""Imprecise dates in English and German: what a source wrote to EDTF text, earliest and latest day, within or span.

Nothing is guessed. A text either matches the grammar as a whole, or two readings come back (Ambiguous), or the text
comes back with a reason (NotUnderstood). The grammar itself is in ``db.reading.date_grammar``
and is loaded with the first text that is neither an ISO day nor a slash date in a declared order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from db.model.values import DateMode, ImpreciseDate
from db.reading.edtf import EdtfError, bounds, from_edtf

#: From January of the year in its name to the start of a fiscal year, in months: what is offered where nobody said.
#: January; October, July, April or February of the year before; April of the year itself.
FISCAL_STARTS = (0, -3, -6, -9, -11, 3)


class DateOrder(StrEnum):
    """How a file or a ledger orders the parts of numeric dates. Dates with dots are always day.month.year."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A text with readings that differ; for a numeric date the first is day-month, the second month-day.

    ``about``: order (of day and month), month ("Mar-25" may be a day), year (none is written, and two are about as
    near), weekday (before or after publication), period ("the last year"), fiscal (when the fiscal year begins), or
    empty for a way of writing with two meanings. ``answers``: what each reading would say of other texts too: an order,
    a ``fiscal`` start; or none.
    """

    words: str
    readings: tuple[ImpreciseDate, ...]
    about: str = ""
    answers: tuple[str, ...] = ()


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
    level: bool = False,
    fiscal: int | None = None,
    strict: bool = False,
) -> DateReading:
    """Read a date as people and files write it.

    ``order`` decides 03/04/2025; without it such a date is Ambiguous unless only one reading exists. A date that does
    not exist in the declared order but does in the other one is read in the other, unless the order is ``strict``: then
    it is impossible. ``published`` resolves words such
    as "last month", and what has no year: the year nearest to it is taken. Where it is no single day, everything is
    meant that its days allow. ``default_year`` serves dates without a year ("in July") where that does not help.
    ``level``: the date of a stated headcount, which is the last day of "the end of June" and never after publication.
    ``fiscal``: months from January of the year that names a fiscal year to its start. Two-digit years mean 1969 to
    2068.

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
    how = _How(order, level, fiscal, strict)
    if published is None:
        return _read(text, how, None, default_year)
    if not isinstance(published, ImpreciseDate):
        return _read(text, how, published, None)
    return _relative_to(text, how, published, default_year)


class _How(NamedTuple):
    """What is the same whenever a text was published."""

    order: DateOrder | None
    level: bool
    fiscal: int | None
    strict: bool = False


def _relative_to(text: str, how: _How, published: ImpreciseDate, default_year: int | None) -> DateReading:
    """The hull of what the text means on the first and on the last day on which it may have been published."""
    first, last = published.earliest, published.latest
    if first is None or last is None:
        return _read(text, how, None, default_year)
    early = _read(text, how, first, None)
    if first == last:
        return early
    late = _read(text, how, last, None)
    if late == early:
        return early
    yearless = _read(text, how, first, None, infer=False)
    if isinstance(yearless, NotUnderstood) and yearless.reason == "needs_year":
        # A year that changes with the day of publication is not guessed.
        return _read(text, how, None, default_year)
    readings = [*_readings(early), *_readings(late)]
    if not readings:
        return early
    # A later publication never means an earlier day.
    first_of = min(readings, key=lambda one: one.earliest or date.min)
    last_of = max(readings, key=lambda one: one.latest or date.max)
    edtf = f"{first_of.edtf.partition('/')[0]}/{last_of.edtf.rpartition('/')[2]}"
    try:
        return from_edtf(edtf, first_of.mode, text)
    except EdtfError as error:
        return NotUnderstood(text, error.reason)


def _readings(read: DateReading) -> tuple[ImpreciseDate, ...]:
    if isinstance(read, Ambiguous):
        return read.readings
    return (read,) if isinstance(read, ImpreciseDate) else ()


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
def _read(text: str, how: _How, published: date | None, default_year: int | None, *, infer: bool = True) -> DateReading:
    """The grammar, under each order that may hold."""
    from db.reading.date_grammar import expressions
    from db.reading.date_grammar.context import Context

    if not expressions.depends_on_order(text):
        attempts: tuple[tuple[str, ...], ...] = (("dmy",),)
    elif how.order is None:
        attempts = (("dmy", "mdy"),)
    else:
        # The declared order alone; only if the date does not exist in it, whatever else there is.
        attempts = ((how.order.value,),) if how.strict else ((how.order.value,), ("dmy", "mdy"))
    first_reason = ""
    for names in attempts:
        found: list[ImpreciseDate] = []
        reasons = set()
        about, answers = "", tuple(names)
        for name in names:
            context = Context(
                name, published, default_year, level=how.level, fiscal=how.fiscal, infer=infer, starts=FISCAL_STARTS
            )
            try:
                read = expressions.read(text, context)
                found += [from_edtf(edtf, mode, text) for edtf, mode in read.found]
                about, answers = (read.about, read.answers) if len(names) == 1 or read.about else (about, answers)
            except EdtfError as error:
                reasons.add(error.reason)
        distinct = tuple(dict.fromkeys(found))
        if len(distinct) > 1:
            about = about or ("order" if len(names) > 1 else "")
            return Ambiguous(text, distinct, about, answers if len(answers) == len(distinct) else ())
        if distinct:
            return distinct[0]
        # An order that only makes an impossible date of a text nobody understands explains nothing.
        first_reason = first_reason or (reasons.pop() if len(reasons) == 1 else "not_understood")
        if first_reason != "impossible_date" and how.order is not DateOrder.YMD:
            break
    return NotUnderstood(text, first_reason)


def middle_day(when: ImpreciseDate) -> date | None:
    """The day halfway between the bounds (the earlier of two middle days); None where an end is open."""
    if when.earliest is None or when.latest is None:
        return None
    return when.earliest + (when.latest - when.earliest) // 2


__all__ = [
    "FISCAL_STARTS", "Ambiguous", "DateOrder", "DateReading", "EdtfError", "NotUnderstood", "bounds", "from_edtf",
    "middle_day", "parse_date",
]  # fmt: skip
