"""The tables of the import dialog: a file as text, its columns with their meanings, its rows as they would be taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from db.importing.columns import Field, Shape
from db.importing.plan import ImportPlan, Inspection
from desktop.importing.choices import Choices, column_key, proposed_fields
from desktop.importing.work import CheckedRow
from desktop.look.plaintext import elided, one_line, tooltip_text
from desktop.look.theme import Theme
from desktop.wording import formatting, importing
from desktop.wording.i18n import _

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NOWHERE = QModelIndex()

#: Longest text a cell of a table shows; the tool tip has more.
_SHOWN = 200
_TOLD = 2000


def _shown(text: str) -> str:
    return elided(text, limit=_SHOWN) if len(text) > _SHOWN else one_line(text)


class TextModel(QAbstractTableModel):
    """The first rows of a file, cell by cell as written, under the names of the columns."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._header: Sequence[str] = ()
        self._rows: Sequence[tuple[int, list[str]]] = ()

    def show(self, inspection: Inspection | None) -> None:
        """Show another file, or none."""
        self.beginResetModel()
        try:
            self._header = inspection.header if inspection else ()
            self._rows = inspection.sample if inspection else ()
        finally:
            self.endResetModel()

    # Qt.

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Qt: how many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Qt: how many columns."""
        return 0 if parent.isValid() else len(self._header)

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        """Qt: a cell in one of its roles."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        text = self._rows[index.row()][1][index.column()]
        if role == _ROLE.DisplayRole:
            return _shown(text)
        if role == _ROLE.ToolTipRole:
            return tooltip_text(text[:_TOLD])
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Qt: names of columns, numbers of lines."""
        if role != _ROLE.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return formatting.number(self._rows[section][0]) if section < len(self._rows) else None
        if section >= len(self._header):
            return None
        return elided(self._header[section]) or _("Column {number}").format(number=formatting.number(section + 1))


class ColumnsModel(QAbstractTableModel):
    """One row per column of the file: name, examples, meaning, how sure. The meaning is edited by :class:`Field`.

    An edit goes to ``chosen``, a function of column and field: the dialog decides what follows from it.
    """

    NAME, EXAMPLES, MEANING, SURE = range(4)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._inspection: Inspection | None = None
        self._plan: ImportPlan | None = None
        self._choices = Choices()
        self._proposed: tuple[Field, ...] = ()

    def show(self, inspection: Inspection, plan: ImportPlan, choices: Choices) -> None:
        """Show the columns of a file under a plan; the place in the table is kept if it is the same file."""
        same = self._inspection is inspection
        if not same:
            self.beginResetModel()
        try:
            self._inspection, self._plan, self._choices = inspection, plan, choices
            self._proposed = proposed_fields(inspection, plan.shape)
        finally:
            if not same:
                self.endResetModel()
        if same and self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.SURE))

    @property
    def shape(self) -> Shape:
        """What a row of the file is."""
        return self._plan.shape if self._plan else Shape.EVENTS

    def field(self, row: int) -> Field:
        """The meaning of a column."""
        return self._plan.fields[row] if self._plan else Field.IGNORE

    def key(self, row: int) -> str:
        """What a column's choice is remembered by."""
        assert self._inspection is not None
        return column_key(self._inspection, row)

    def name(self, row: int) -> str:
        """What a column is called, or its number."""
        assert self._inspection is not None
        return one_line(self._inspection.header[row]) or _("Column {number}").format(number=formatting.number(row + 1))

    # Qt.

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Qt: how many rows."""
        return 0 if parent.isValid() or self._plan is None else len(self._plan.fields)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Qt: how many columns."""
        return 0 if parent.isValid() else 4

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Qt: what may be done with a cell."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == self.MEANING else flags

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        """Qt: a cell in one of its roles."""
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        row, column = index.row(), index.column()
        if role == _ROLE.DisplayRole:
            return elided(self._text(row, column), limit=_SHOWN)
        if role == _ROLE.ToolTipRole and column in {self.NAME, self.EXAMPLES}:
            return tooltip_text(self._text(row, column)[:_TOLD])
        if role == _ROLE.ForegroundRole and (column in {self.EXAMPLES, self.SURE} or self.field(row) is Field.IGNORE):
            return self._theme.color("muted")
        if role == _ROLE.AccessibleTextRole:
            return f"{self.name(row)}: {self._text(row, column)}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Qt: names of columns, numbers of lines."""
        if role == _ROLE.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (_("Column"), _("Examples"), _("Meaning"), _("How sure"))[section]
        if role == _ROLE.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _text(self, row: int, column: int) -> str:
        assert self._inspection is not None
        if column == self.NAME:
            return self.name(row)
        if column == self.EXAMPLES:
            examples = self._inspection.profiles[row].examples
            return " · ".join(elided(text, limit=40) for text in examples[:4]) or _("empty")
        if column == self.MEANING:
            return importing.field_name(self.field(row))
        if self.key(row) in self._choices.fields:
            return _("chosen by you")
        if self.field(row) is Field.IGNORE:
            return ""
        proposal = self._inspection.proposal
        # Under another shape than the proposed one a meaning is translated, and that is a guess.
        sure = proposal.columns[row].confidence if proposal.columns[row].field is self.field(row) else 0.0
        return importing.confidence_name(sure)


class CheckModel(QAbstractTableModel):
    """Rows as they would be taken, only the columns that mean something. A cell with a problem shows what was found."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._all: Sequence[CheckedRow] = ()
        self._rows: Sequence[CheckedRow] = ()
        self._columns: Sequence[int] = ()
        self._fields: Sequence[Field] = ()
        self._names: Sequence[str] = ()
        self._only_problems = False

    def show(self, inspection: Inspection | None, plan: ImportPlan | None, rows: Sequence[CheckedRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        try:
            fields = plan.fields if plan else ()
            self._columns = [index for index, item in enumerate(fields) if item is not Field.IGNORE]
            self._fields = [fields[index] for index in self._columns]
            self._names = [inspection.header[index] for index in self._columns] if inspection else []
            self._all = rows
            self._choose()
        finally:
            self.endResetModel()

    def set_only_problems(self, *, only: bool) -> None:
        """Show only rows with a problem, or all."""
        self.beginResetModel()
        try:
            self._only_problems = only
            self._choose()
        finally:
            self.endResetModel()

    def _choose(self) -> None:
        self._rows = [row for row in self._all if row.problems] if self._only_problems else self._all

    def problem_cells(self) -> list[tuple[int, int]]:
        """Row and column of every problem, in reading order; a problem of the whole row is in its first column."""
        places = {index: column for column, index in enumerate(self._columns)}
        found = {
            (number, places.get(problem.index, 0) if problem.index is not None else 0)
            for number, row in enumerate(self._rows)
            for problem in row.problems
        }
        return sorted(found)

    def problem_text(self, row: int, column: int) -> str:
        """What is wrong there, or why the row is skipped, with its place; empty where nothing is."""
        problem = self._problem(row, column)
        if problem is None:
            skip = self._rows[row].skip
            return importing.skipped_line(skip) if skip else ""
        return f"{importing.problem_place(problem)}: {importing.problem_sentence(problem)}"

    def line(self, row: int) -> int:
        """The line of a row in the file."""
        return self._rows[row].line

    # Qt.

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Qt: how many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Qt: how many columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        """Qt: a cell in one of its roles."""
        if not index.isValid() or index.row() >= len(self._rows) or index.column() >= len(self._columns):
            return None
        row, column = index.row(), index.column()
        problem = self._problem(row, column)
        if role == _ROLE.DisplayRole:
            return self._text(row, column, as_written=problem is not None)
        if role == _ROLE.ToolTipRole:
            return tooltip_text(self.problem_text(row, column) or self._told(row, column))
        if role == _ROLE.DecorationRole and problem is not None:
            return self._theme.icon("error", "negative")
        if role == _ROLE.ForegroundRole:
            if problem is not None:
                return self._theme.color("negative")
            return self._theme.color("muted") if self._rows[row].problems or self._rows[row].skip else None
        if role == _ROLE.AccessibleTextRole and (problem is not None or self._rows[row].skip):
            return self.problem_text(row, column)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Qt: names of columns, numbers of lines."""
        if orientation == Qt.Orientation.Vertical:
            if role == _ROLE.DisplayRole and section < len(self._rows):
                return formatting.number(self._rows[section].line)
            return None
        if section >= len(self._columns):
            return None
        if role == _ROLE.DisplayRole:
            name = elided(self._names[section], limit=30)
            meaning = importing.field_name(self._fields[section])
            return meaning if name.casefold() in {"", meaning.casefold()} else f"{meaning}\n{name}"
        if role == _ROLE.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _problem(self, row: int, column: int) -> Any:
        checked = self._rows[row]
        if not checked.problems:
            return None
        found = checked.problem_at(self._columns[column])
        if found is None and column == 0:
            shown = set(self._columns)
            found = next((problem for problem in checked.problems if problem.index not in shown), None)
        return found

    def _text(self, row: int, column: int, *, as_written: bool) -> str:
        checked, index = self._rows[row], self._columns[column]
        if not checked.meanings or as_written:
            return _shown(checked.cells[index]) if index < len(checked.cells) else ""
        return _shown(importing.meaning_text(checked.meanings[index], self._fields[column])) or formatting.ABSENT

    def _told(self, row: int, column: int) -> str:
        """What the cell says in the file."""
        checked, index = self._rows[row], self._columns[column]
        written = checked.cells[index] if index < len(checked.cells) else ""
        return _("In the file: {text}").format(text=written[:_TOLD]) if written.strip() else _("Empty in the file.")


__all__ = ["CheckModel", "ColumnsModel", "TextModel"]
