"""From the cells of rows to facts: what happened to whom, when, how much, and who says so. Or to problems."""

from __future__ import annotations

from datetime import date

from db.importing.cells.cell import Cell
from db.importing.facts import CellProblem, Fact, Facts, Problems
from db.importing.file.reader import Row
from db.importing.own.looking import OwnRows
from db.importing.own.recognizing import own_table
from db.importing.planning.plan import ImportPlan
from db.importing.rows import columnwise
from db.importing.rows.layout import Layout
from db.importing.rows.row_by_row import RowByRow


class Interpreter:
    """Reads the rows of one file under one plan, in whichever of the two ways is the faster."""

    def __init__(
        self, plan: ImportPlan, header: tuple[str, ...], kind_codes: frozenset[str], today: date | None = None
    ) -> None:
        """``today`` tells in which century a year of two digits lies; None: the day of this computer's clock."""
        self._own = OwnRows(plan.dialect, kind_codes) if own_table(plan.dialect.header) else None
        self._layout = Layout(plan, header, kind_codes, today)
        self._row_by_row = RowByRow(self._layout)
        self._many: RowByRow | columnwise.ColumnByColumn = self._row_by_row
        if columnwise.readable(self._layout):
            self._many = columnwise.ColumnByColumn(self._layout, self._row_by_row)

    @property
    def value_columns(self) -> tuple[str, ...]:
        """The columns that the values of a fact stand in."""
        return self._layout.value_columns

    @property
    def kept(self) -> list[CellProblem]:
        """The cells of good rows that are kept as text only, and why."""
        return self._many.kept

    @property
    def text_columns(self) -> tuple[str, ...]:
        """The columns that the texts of a fact stand in."""
        return self._layout.text_columns

    @property
    def has_source(self) -> bool:
        """Whether rows name a source of their own."""
        return self._layout.has_source

    @property
    def usual_status(self) -> str:
        """The status of rows that say none."""
        return self._layout.plan.status.value

    def read(self, line: int, cells: list[str]) -> tuple[list[Fact], list[CellProblem]]:
        """The facts of a row, or what is wrong with it: one bad cell keeps the whole row out.

        Of an export of ours, which is put together from all of its rows, only what is wrong.
        """
        if self._own is not None:
            return [], self._own.problems(line, cells)
        return self._row_by_row.read(line, cells)

    def read_many(self, rows: list[Row]) -> tuple[Facts, Problems]:
        """What :meth:`read` gives, for many rows."""
        return self._many.read_many(rows)

    def reading(self, index: int, text: str) -> Cell:
        """What a text would be understood as in a column that means something."""
        column = next(one for one in self._layout.columns if one.index == index)
        return column.look(text)

    def meanings(self, cells: list[str]) -> list[object]:
        """What every cell of a row was understood as, for looking at; None: nothing, or not used."""
        if self._own is not None:
            return self._own.meanings(cells)
        return self._layout.meanings(cells)


__all__ = ["Interpreter"]
