"""The cells of a row of ours as the values they were written from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import NoReturn

from db.importing.facts import CellProblem
from db.model.drafts import SourceDraft
from db.model.formulas import as_written
from db.model.values import DateMode, ImpreciseDate, Population, Quantity, Status
from db.reading.dates import from_edtf, parse_date

_FLAGS = {"yes": True, "no": False, "": False}


class BadCellError(Exception):
    """A cell that is not what its column holds."""

    def __init__(self, problem: CellProblem) -> None:
        super().__init__(problem)
        self.problem = problem


class Cells:
    """The cells of one row by column; a column that was taken out of the file is empty.

    Every reading raises :class:`BadCellError`. ``spreadsheet``: the file is one for spreadsheets, where texts may have
    an apostrophe in front and numbers a decimal comma.
    """

    def __init__(self, line: int, cells: Sequence[str], places: Mapping[str, int], *, spreadsheet: bool) -> None:
        self.line = line
        self._cells, self._places, self._spreadsheet = cells, places, spreadsheet

    def text(self, column: str) -> str:
        """A text, as it was written."""
        place = self._places.get(column)
        if place is None:
            return ""
        return as_written(self._cells[place]) if self._spreadsheet else self._cells[place]

    def plain(self, column: str) -> str:
        """A cell as the exact export has it: what equal rows have in common."""
        text = self.text(column)
        return text.replace(",", ".") if self._spreadsheet and _is_number(column) else text

    def name(self, column: str) -> str:
        """A text that must be there."""
        return self.text(column) or self._bad(column, "cell.name_missing")

    def number(self, column: str) -> float | None:
        """A number; None: not known."""
        text = self.plain(column)
        try:
            found = float(text) if text else None
        except ValueError:
            self._bad(column, "number.not_understood")
        if found is not None and not isfinite(found):
            self._bad(column, "number.not_understood")
        return found

    def id(self, column: str) -> int | None:
        """An id of the ledger that the file comes from."""
        text = self.text(column)
        return (
            int(text)
            if text.isdecimal() and len(text) < 19
            else self._bad(column, "number.not_understood")
            if text
            else None
        )

    def flag(self, column: str) -> bool:
        """Yes or no."""
        text = self.text(column)
        return _FLAGS[text] if text in _FLAGS else self._bad(column, "own.flag")

    def quantity(self, name: str) -> Quantity | None:
        """The four cells of a quantity; None: nothing is said."""
        low, best, high = (self.number(f"{name}_{end}") for end in ("low", "best", "high"))
        words = self.text(f"{name}_words")
        if low is None and best is None and high is None and not words:
            return None
        return Quantity(low, best, high, words)

    def date(self, role: str) -> ImpreciseDate | None:
        """The three cells of a date; None: nothing is said. A program in between may have written the day anew."""
        edtf, words, mode = self.text(role), self.text(f"{role}_words"), self.text(f"{role}_mode")
        if not edtf and not words and not mode:
            return None
        try:
            return from_edtf(edtf, DateMode(mode or "within"), words)
        except ValueError:
            read = parse_date(edtf)
            if isinstance(read, ImpreciseDate) and read.known:
                return ImpreciseDate(read.edtf, read.earliest, read.latest, read.mode, words)
        return self._bad(role, "date.not_understood")

    def status(self) -> Status:
        """The status of a claim."""
        try:
            return Status(self.text("status"))
        except ValueError:
            return self._bad("status", "cell.unknown_status")

    def population(self) -> Population | None:
        """The population of an event; None: not said."""
        text = self.text("population")
        try:
            return Population(text) if text else None
        except ValueError:
            return self._bad("population", "cell.unknown_population")

    def source(self) -> SourceDraft:
        """The source of a claim; empty where it has none."""
        return SourceDraft(
            **{name: self.text(name) for name in ("publisher", "title", "url", "reliability", "origin")},
            notes=self.text("source_notes"),
            published=self.date("published"),
            accessed=self.date("accessed"),
        )

    def unknown_kind(self) -> BadCellError:
        """The ledger has no kind of the row's code."""
        return BadCellError(self._problem("kind", "cell.unknown_kind"))

    def whole_missing(self) -> CellProblem:
        """The event is a part of one that the file does not hold."""
        return self._problem("part_of", "own.whole_missing")

    def _bad(self, column: str, code: str) -> NoReturn:
        raise BadCellError(self._problem(column, code))

    def _problem(self, column: str, code: str) -> CellProblem:
        place = self._places.get(column)
        return CellProblem(self.line, column, place, self.text(column), code, "")


def _is_number(column: str) -> bool:
    return column.endswith(("_low", "_best", "_high")) or column == "tolerance"
