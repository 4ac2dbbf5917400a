"""Tables of the import dialog: a file as text, and its columns with their meanings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from db.importing.fields import Field, Shape
from db.importing.planning.plan import ImportPlan, Inspection, OwnTarget
from db.importing.planning.rest import targets
from desktop.importing.choices import Choices, column_key, proposed_fields
from desktop.look.plaintext import elided, one_line, tooltip_text
from desktop.look.theme import Theme
from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.imports import importing

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
        self._own: dict[int, OwnTarget] = {}
        self._choices = Choices()
        self._proposed: tuple[Field, ...] = ()

    def show(self, inspection: Inspection, plan: ImportPlan, choices: Choices) -> None:
        """Show the columns of a file under a plan; the place in the table is kept if it is the same file."""
        # What is proposed for its columns may be another; its rows are the same ones.
        same = self._inspection is not None and self._inspection.sample is inspection.sample
        if not same:
            self.beginResetModel()
        try:
            self._inspection, self._plan, self._choices = inspection, plan, choices
            self._own = dict(targets(plan))
            self._proposed = proposed_fields(inspection, plan.shape, choices.mapping)
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

    def own(self, row: int) -> OwnTarget | None:
        """The field of one's own that a column goes into."""
        return self._own.get(row)

    def key(self, row: int) -> str:
        """What a column's choice is remembered by."""
        assert self._inspection is not None
        return column_key(self._inspection, row)

    def name(self, row: int) -> str:
        """What a column is called, or its number."""
        assert self._inspection is not None
        return one_line(self._inspection.header[row]) or _("Column {number}").format(number=formatting.number(row + 1))

    def _unused(self, row: int) -> bool:
        return self.field(row) is Field.IGNORE and self.own(row) is None

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
        if role == _ROLE.ForegroundRole and (column in {self.EXAMPLES, self.SURE} or self._unused(row)):
            return self._theme.color("muted")
        if role == _ROLE.AccessibleTextRole:
            return f"{self.name(row)}: {self._text(row, column)}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Qt: names of columns, numbers of lines."""
        if role == _ROLE.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (_("Column"), _("Examples"), _("Meaning"), _("Confidence"))[section]
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
            own = self.own(row)
            return (
                importing.field_name(self.field(row)) if own is None else _("own field: {name}").format(name=own.name)
            )
        if self.key(row) in self._choices.fields:
            return _("chosen by you")
        if self._unused(row):
            return ""
        if self._choices.mapping is not None and self._proposed[row] is self.field(row):
            return _("known table")
        proposal = self._inspection.proposal
        # Under another shape than the proposed one a meaning is translated, and that is a guess.
        sure = proposal.columns[row].confidence if proposal.columns[row].field is self.field(row) else 0.0
        return importing.confidence_name(sure)


__all__ = ["ColumnsModel", "TextModel"]
