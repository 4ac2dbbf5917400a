"""Cells of dates: what people write, what only files write, and several dates in one cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.importing.cells.cell import (
    NO_DATE,
    Cell,
    More,
    PartCell,
    date_cell,
    is_error,
    kept_as_text,
    quantity_cell,
    reworded,
)
from db.importing.cells.coded_days import century_unsure, coded_day, coded_quarter, no_day, no_end
from db.importing.fields import Field
from db.model.values import DateMode, ImpreciseDate
from db.reading.dates import Ambiguous, DateOrder, NotUnderstood, from_edtf, parse_date
from db.reading.quantities import ParsedQuantity, parse_quantity
from db.reading.several import Piece, days_of, first_and_last, updated, without_mark

#: Where two days are two phases of one event; elsewhere they are no date.
_PHASED = frozenset({Field.ANNOUNCED, Field.EFFECTIVE})
#: Where the last day that systems know is no day at all.
_ENDS = frozenset({Field.UNTIL, Field.END, Field.LEFT})
#: What the date of publication may help with.
_RELATIVE = frozenset({"date.needs_publication_date", "date.needs_year"})


class DateCells:
    """Reads the cells of one column of dates."""

    def __init__(self, field: Field, order: DateOrder | None, today: date, *, quarters: bool = False) -> None:
        """``order``: of day and month, as declared; a date that needs one and has none is bad. ``quarters``: the column
        says that it holds quarters. ``today`` tells centuries apart.
        """
        self._field = field
        self._order = order
        self._today = today
        self._quarters = quarters

    def __call__(self, text: str) -> Cell:
        """A date by itself."""
        return self.relative_to(None, text)

    def relative_to(self, published: ImpreciseDate | None, text: str) -> Cell:
        """A date whose words may count from the day on which its row says that it was published."""
        found = parse_date(text, order=self._order, published=published, strict=True)
        if isinstance(found, ImpreciseDate):
            return self._as_cell(found, text)
        if isinstance(found, Ambiguous):
            if found.about != "order":  # no column says which winter, or when a fiscal year begins
                return NO_DATE._replace(bad="date.not_understood", expected="date")
            return NO_DATE._replace(bad="date.ambiguous", expected="date_order")
        return self._otherwise(found, text)

    @staticmethod
    def waits(cell: Cell) -> bool:
        """Whether the day of publication may be all that a cell lacks."""
        return cell.bad in _RELATIVE

    def _as_cell(self, value: ImpreciseDate, text: str) -> Cell:
        if not value.known:
            return NO_DATE
        if self._field in _ENDS and no_end(text):
            return NO_DATE
        if century_unsure(text, value, self._today):
            return NO_DATE._replace(bad="date.two_digit_year", expected="date")
        return date_cell(value)

    def _otherwise(self, found: NotUnderstood, text: str) -> Cell:
        """What is no date as people write it."""
        if no_day(text):
            return NO_DATE
        coded = (coded_quarter(text) if self._quarters else None) or coded_day(text)
        if coded is not None:
            return date_cell(coded)
        if is_error(text):
            return kept_as_text(NO_DATE, text, "text.error")
        bare = without_mark(text)
        if bare != text and not (marked := self(bare)).bad:
            return reworded(marked, text)
        reason = found.reason
        if reason == "impossible_date" and isinstance(parse_date(text, order=self._order), ImpreciseDate):
            reason = "other_order"  # the one cell of the file whose month stands elsewhere
        bad = NO_DATE._replace(bad=f"date.{reason}", expected="date")
        if found.reason != "not_understood":
            return bad
        return self._updated(text) or self._stretch(text) or self._several(text) or bad

    def _updated(self, text: str) -> Cell | None:
        """A date and a later one: what was announced keeps its first day, what takes effect has a new one."""
        dates = updated(text)
        if dates is None:
            return None
        first, later = (self(day) if day else None for day in dates)
        if later is None or later.bad or (first is not None and first.bad):
            return None
        if first is None or self._field is Field.ANNOUNCED:
            return reworded(first or later, text)
        return reworded(later, text)._replace(more=More(before=reworded(first, text)))

    def _stretch(self, text: str) -> Cell | None:
        """From a first day to a last one, where words call them so."""
        ends = first_and_last(text)
        days = [self(end) for end in ends] if ends is not None else []
        known = [day.value for day in days if isinstance(day.value, ImpreciseDate) and not day.bad]
        if len(known) < 2 or not known[0].known or not known[1].known:
            return None
        if (known[0].earliest or date.min) > (known[1].latest or date.max):
            return NO_DATE._replace(bad="date.end_before_start", expected="date")
        return date_cell(_from_first_to_last(known, text, open_end=False))

    def _several(self, text: str) -> Cell | None:
        """Several dates: from the first to the last, and each with what is said of it."""
        for pieces in days_of(text):
            parts = [self._part(piece) for piece in pieces]
            days = [part.when.value for part in parts if part.when is not None]
            known = [day for day in days if isinstance(day, ImpreciseDate)]
            if len(days) < len(parts) or not known:
                continue
            if self._field not in _PHASED or (self._field is Field.ANNOUNCED and not _said_apart(text, pieces)):
                return NO_DATE._replace(bad="date.several", expected="date")
            return date_cell(_from_first_to_last(known, text, open_end=len(known) < len(days)))._replace(
                more=More(parts=tuple(parts))
            )
        return None

    def _part(self, piece: Piece) -> PartCell:
        when = self(piece.when)
        count = parse_quantity(piece.count) if piece.count else None
        if when.bad or when.kept or (count is not None and not isinstance(count, ParsedQuantity)):
            return PartCell(piece.words, None, None)
        heads = quantity_cell(count.count) if count is not None and count.count is not None else None
        return PartCell(piece.words, reworded(heads, piece.words) if heads is not None else None, when)


def _said_apart(text: str, pieces: Sequence[Piece]) -> bool:
    """Whether a sign or a word stands between the dates: two that only follow each other are two merged cells."""
    return "".join(text.split()) != "".join("".join(piece.when.split()) for piece in pieces)


def _from_first_to_last(days: Sequence[ImpreciseDate], text: str, *, open_end: bool) -> ImpreciseDate:
    first = min((day.earliest for day in days), key=lambda day: day or date.min)
    last = None if open_end else max((day.latest for day in days), key=lambda day: day or date.max)
    edtf = f"{first.isoformat() if first else '..'}/{last.isoformat() if last else '..'}"
    if first is not None and first == last:
        return ImpreciseDate.day(first, text)
    return from_edtf(edtf, DateMode.SPAN if first and last else DateMode.WITHIN, text)


__all__ = ["DateCells"]
