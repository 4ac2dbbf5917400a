"""The table of the check: every row of a file with what would become of it, and why."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from db.importing.facts import CellProblem
from db.importing.fields import Field
from desktop.importing.rows import CheckedRows
from desktop.look.plaintext import elided, one_line, tooltip_text
from desktop.look.theme import Theme
from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.imports import importing
from desktop.wording.imports.outcomes import outcome_line, reason_name

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NOWHERE = QModelIndex()

#: Longest text a cell of a table shows; the tool tip has more.
_SHOWN = 200
_TOLD = 2000
#: Rows whose meanings are remembered: more than a screen has.
_REMEMBERED = 400

#: The icon and the color of what becomes of a row.
_MARKS = {
    "new": ("add", "positive"),
    "new_claim": ("sources", "positive"),
    "amends": ("edit", "accent"),
    "duplicate": ("duplicate", "muted"),
    "skipped": ("remove", "muted"),
    "problem": ("error", "negative"),
}


class CheckModel(QAbstractTableModel):
    """Rows as they would be taken: what becomes of each, why, and the columns that mean something.

    A cell with a problem shows what was found. Emits ``edited`` with line, column of the file and text after a cell
    was edited in place; the dialog decides what follows from it.
    """

    STATE, WHY, CELLS = range(3)

    edited = Signal(int, int, str)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: CheckedRows | None = None
        self._places: Sequence[int] = ()
        self._columns: Sequence[int] = ()
        self._fields: Sequence[Field] = ()
        self._names: Sequence[str] = ()
        self._outcome: str | None = None
        self._editable = False
        self._known: dict[int, tuple[Sequence[str], Sequence[object], Sequence[CellProblem]]] = {}

    def show(self, rows: CheckedRows | None, *, editable: bool = False) -> None:
        """Show other rows; ``editable``: whether their cells are those of the file."""
        self.beginResetModel()
        try:
            fields = rows.fields if rows else ()
            self._columns = [index for index, item in enumerate(fields) if item is not Field.IGNORE]
            self._fields = [fields[index] for index in self._columns]
            self._names = [rows.names[index] for index in self._columns] if rows else []
            self._rows, self._editable = rows, editable
            self._choose()
        finally:
            self.endResetModel()

    def show_only(self, outcome: str | None) -> None:
        """Show only the rows that this becomes of; None: all."""
        self.beginResetModel()
        try:
            self._outcome = outcome
            self._choose()
        finally:
            self.endResetModel()

    def _choose(self) -> None:
        self._known.clear()
        self._places = self._rows.places(self._outcome) if self._rows else ()

    def place(self, row: int) -> int:
        """The place in the file of a row of the table."""
        return self._places[row]

    def row_of(self, place: int) -> int:
        """The row of the table that shows a place of the file, or the next one after it."""
        return bisect_left(self._places, place)

    def line(self, row: int) -> int:
        """The line of a row in the file."""
        assert self._rows is not None
        return self._rows.line(self._places[row])

    def problem_columns(self, row: int) -> list[int]:
        """The columns of a row with a problem, in order; one of the whole row stands under why."""
        at = {index: self.CELLS + column for column, index in enumerate(self._columns)}
        return sorted({at.get(problem.index, self.WHY) if problem.index is not None else self.WHY
                       for problem in self._look(row)[2]})  # fmt: skip

    def reason_text(self, row: int, column: int) -> str:
        """What is to be said of a cell or, where nothing is wrong with it, of its row."""
        assert self._rows is not None
        problem = self._problem(row, column)
        if problem is not None:
            return f"{importing.problem_place(problem)}: {importing.problem_sentence(problem)}"
        problems = self._look(row)[2]
        if problems:
            return " ".join(
                f"{importing.problem_place(one)}: {importing.problem_sentence(one)}" for one in problems[:3]
            )
        place = self._places[row]
        return outcome_line(self._rows.line(place), self._rows.outcome(place), self._rows.reason(place))

    # Qt.

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Qt: how many rows."""
        return 0 if parent.isValid() else len(self._places)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Qt: how many columns."""
        return 0 if parent.isValid() or self._rows is None else self.CELLS + len(self._columns)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Qt: what may be done with a cell."""
        flags = super().flags(index)
        if not index.isValid() or index.column() < self.CELLS or self._rows is None or not self._editable:
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable if self._rows.is_row(self._places[index.row()]) else flags

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        """Qt: a cell in one of its roles."""
        if not index.isValid() or self._rows is None or index.row() >= len(self._places):
            return None
        row, column = index.row(), index.column()
        if role == _ROLE.DisplayRole:
            return self._text(row, column)
        if role == _ROLE.EditRole and column >= self.CELLS:
            cells, at = self._look(row)[0], self._columns[column - self.CELLS]
            return cells[at] if at < len(cells) else ""
        if role == _ROLE.ToolTipRole:
            return tooltip_text(self._told(row, column))
        if role == _ROLE.DecorationRole:
            return self._picture(row, column)
        if role == _ROLE.ForegroundRole:
            return self._color(row, column)
        if role == _ROLE.AccessibleTextRole and self._problem(row, column) is not None:
            return self.reason_text(row, column)
        return None

    def setData(self, index: _Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        """Qt: a cell was edited in place."""
        if role != _ROLE.EditRole or not index.isValid() or index.column() < self.CELLS:
            return False
        if value == index.data(_ROLE.EditRole):
            return False
        self.edited.emit(self.line(index.row()), self._columns[index.column() - self.CELLS], str(value))
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Qt: names of columns, numbers of lines."""
        if orientation == Qt.Orientation.Vertical:
            shown = role == _ROLE.DisplayRole and section < len(self._places)
            return formatting.number(self.line(section)) if shown else None
        if role == _ROLE.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role != _ROLE.DisplayRole or section >= self.columnCount():
            return None
        if section < self.CELLS:
            return (_("Becomes"), _("Why"))[section]
        name = elided(self._names[section - self.CELLS], limit=30)
        meaning = importing.field_name(self._fields[section - self.CELLS])
        return meaning if name.casefold() in {"", meaning.casefold()} else f"{meaning}\n{name}"

    # Cells.

    def _look(self, row: int) -> tuple[Sequence[str], Sequence[object], Sequence[CellProblem]]:
        """Cells, meanings and problems of a row; worked out once while it is looked at."""
        assert self._rows is not None
        place = self._places[row]
        found = self._known.get(place)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            rows = self._rows
            found = self._known[place] = rows.cells(place), rows.meanings(place), rows.problems(place)
        return found

    def _problem(self, row: int, column: int) -> CellProblem | None:
        problems = self._look(row)[2]
        if not problems or column == self.STATE:
            return None
        if column >= self.CELLS:
            return next((one for one in problems if one.index == self._columns[column - self.CELLS]), None)
        shown = set(self._columns)
        return next((one for one in problems if one.index not in shown), None)

    def _text(self, row: int, column: int) -> str:
        assert self._rows is not None
        place = self._places[row]
        if column == self.STATE:
            return importing.total_name(self._rows.outcome(place))
        if column == self.WHY:
            problems = self._look(row)[2]
            if problems:
                return elided(importing.problem_sentence(problems[0]), limit=_SHOWN)
            return reason_name(self._rows.reason(place))
        cells, meanings, _problems = self._look(row)
        at = self._columns[column - self.CELLS]
        written = cells[at] if at < len(cells) else ""
        if not meanings or self._problem(row, column) is not None:
            return _shown(written)
        return _shown(importing.meaning_text(meanings[at], self._fields[column - self.CELLS])) or formatting.ABSENT

    def _told(self, row: int, column: int) -> str:
        """What the cell says in the file, or why the row becomes what it does."""
        if column < self.CELLS or self._problem(row, column) is not None:
            return self.reason_text(row, column)
        cells, at = self._look(row)[0], self._columns[column - self.CELLS]
        written = cells[at] if at < len(cells) else ""
        return _("In the file: {text}").format(text=written[:_TOLD]) if written.strip() else _("Empty in the file.")

    def _picture(self, row: int, column: int) -> Any:
        assert self._rows is not None
        if column == self.STATE:
            return self._theme.icon(*_MARKS[self._rows.outcome(self._places[row])])
        return self._theme.icon("error", "negative") if self._problem(row, column) is not None else None

    def _color(self, row: int, column: int) -> Any:
        assert self._rows is not None
        outcome = self._rows.outcome(self._places[row])
        if column == self.STATE:
            return self._theme.color(_MARKS[outcome][1])
        if column >= self.CELLS and self._problem(row, column) is not None:
            return self._theme.color("negative")
        quiet = column == self.WHY or outcome in {"problem", "duplicate", "skipped"}
        return self._theme.color("muted") if quiet else None


def _shown(text: str) -> str:
    return elided(text, limit=_SHOWN) if len(text) > _SHOWN else one_line(text)


__all__ = ["CheckModel"]
