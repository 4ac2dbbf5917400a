"""What is wrong in a file, by what repairs it: many cells that say the same are solved in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QLineEdit, QPushButton, QVBoxLayout, QWidget

from db.importing.fields import DATE_FIELDS, NUMBER_FIELDS, Field
from db.importing.file.repairs import Repair
from desktop.importing.rows import ProblemGroup
from desktop.importing.widgets import ChoiceCombo, Table, labelled, muted
from desktop.look import plaintext
from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.imports import importing

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROLE = Qt.ItemDataRole

#: What a text of a column would be read as, in words; why it cannot be, and False.
Reading = tuple[str, bool]


class GroupsModel(QAbstractTableModel):
    """One row for each way in which cells are wrong: how many, in which column, what they say, what is wrong."""

    COUNT, COLUMN, FOUND, WRONG = range(4)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: Sequence[ProblemGroup] = ()

    def show(self, groups: Sequence[ProblemGroup]) -> None:
        """Show other groups."""
        self.beginResetModel()
        try:
            self._groups = groups
        finally:
            self.endResetModel()

    def group(self, row: int) -> ProblemGroup | None:
        """The group of a row; None: there is no such row."""
        return self._groups[row] if 0 <= row < len(self._groups) else None

    # Qt.

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Qt: how many rows."""
        return 0 if parent.isValid() else len(self._groups)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Qt: how many columns."""
        return 0 if parent.isValid() else 4

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        """Qt: a cell in one of its roles."""
        group = self.group(index.row()) if index.isValid() else None
        if group is None:
            return None
        if role == _ROLE.TextAlignmentRole and index.column() == self.COUNT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        texts = (
            formatting.number(group.count),
            plaintext.elided(group.example.column) or _("whole line"),
            plaintext.elided(group.found),
            importing.problem_sentence(group.example),
        )
        if role == _ROLE.DisplayRole:
            return plaintext.one_line(texts[index.column()])
        return plaintext.tooltip_text(texts[index.column()]) if role == _ROLE.ToolTipRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Qt: names of columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return (_("Cells"), _("Column"), _("They say"), _("What is wrong"))[section]
        if role == _ROLE.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class ProblemsPanel(QWidget):
    """The groups of problems, and below them what the chosen one is to be read as.

    Emits ``repaired`` with a :class:`Repair` and ``looked_at`` with the place of a row.
    """

    repaired = Signal(object)
    looked_at = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: Sequence[Field] = ()
        self._read: Callable[[int, str], Reading] | None = None
        self._words: Callable[[Field], Sequence[tuple[str, str]]] = lambda _field: ()
        self.model = GroupsModel(self)
        self.table = Table(_("What is wrong, by what repairs it"))
        self.table.setModel(self.model)
        self.instead = QLineEdit()
        self.instead.setAccessibleName(_("Read these cells as"))
        self.words: ChoiceCombo[str] = ChoiceCombo(_("Read these cells as one of the known words"))
        self.echo = muted(wrap=True)
        self.apply = QPushButton(_("&Read So"))
        self.apply.setAccessibleName(_("Read all these cells as given"))
        self.as_text = QPushButton(_("&Keep as Text"))
        self.as_text.setAccessibleName(_("Keep what these cells say as a text"))
        self.blank = QPushButton(_("&Leave Empty"))
        self.blank.setAccessibleName(_("Take these cells as empty"))
        self.show_row = QPushButton(_("&Show First"))
        self.show_row.setAccessibleName(_("Show the first of these rows"))
        self._build()
        self.table.went.connect(self._on_went)
        self.instead.textChanged.connect(self._on_typed)
        self.instead.returnPressed.connect(self._on_apply)
        self.apply.clicked.connect(self._on_apply)
        self.as_text.clicked.connect(self._on_as_text)
        self.blank.clicked.connect(self._on_blank)
        self.show_row.clicked.connect(self._on_show_row)

    def show_groups(
        self,
        groups: Sequence[ProblemGroup],
        fields: Sequence[Field],
        read: Callable[[int, str], Reading] | None,
        words: Callable[[Field], Sequence[tuple[str, str]]],
    ) -> None:
        """Show other groups. ``fields``: what the columns of the file mean; ``read``: what a text of a column would be
        read as; ``words``: those that a field knows.
        """
        self._fields = fields
        self._read, self._words = read, words
        at = self.table.currentIndex().row()
        self.model.show(groups)
        if groups:
            self.table.setCurrentIndex(self.model.index(min(max(at, 0), len(groups) - 1), 0))
        self._refresh()

    def _refresh(self) -> None:
        group = self.model.group(self.table.currentIndex().row())
        cell = group is not None and group.index is not None and bool(group.found)
        field = self._fields[group.index] if group and group.index is not None else Field.IGNORE
        words = self._words(field) if cell else ()
        self.words.setVisible(bool(words))
        self.instead.setVisible(not words)
        if words:
            self.words.fill(words, words[0][1])
        for widget in (self.instead, self.words, self.blank):
            widget.setEnabled(cell)
        self.as_text.setEnabled(cell and field in DATE_FIELDS | NUMBER_FIELDS - {Field.YEAR})
        self.show_row.setEnabled(group is not None)
        self.instead.clear()
        self._on_typed()

    # Reactions.

    def _on_went(self, _index: QModelIndex) -> None:
        self._refresh()

    def _on_typed(self) -> None:
        group, text = self._group_of_cells(), self.instead.text().strip()
        words = not self.words.isHidden()
        said, good = ("", words)
        if group is not None and text and self._read is not None and not words:
            assert group.index is not None
            said, good = self._read(group.index, text)
        self.echo.setText(said)
        self.echo.setAccessibleName(said)
        self.apply.setEnabled(group is not None and good)

    def _on_apply(self) -> None:
        if self.apply.isEnabled():
            self._repair(self.instead.text().strip() if self.words.isHidden() else self.words.value)

    def _on_as_text(self) -> None:
        self._repair(None)

    def _on_blank(self) -> None:
        self._repair("")

    def _on_show_row(self) -> None:
        group = self.model.group(self.table.currentIndex().row())
        if group is not None:
            self.looked_at.emit(group.place)

    def _repair(self, instead: str | None) -> None:
        group = self._group_of_cells()
        if group is not None and group.index is not None:
            self.repaired.emit(Repair(group.index, group.found, instead))

    def _group_of_cells(self) -> ProblemGroup | None:
        group = self.model.group(self.table.currentIndex().row())
        return group if group is not None and group.index is not None and group.found else None

    # Set-up.

    def _build(self) -> None:
        table = self.table
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(GroupsModel.WRONG, QHeaderView.ResizeMode.Stretch)
        wide = table.fontMetrics().averageCharWidth()
        for column, letters in ((GroupsModel.COUNT, 10), (GroupsModel.COLUMN, 22), (GroupsModel.FOUND, 30)):
            table.setColumnWidth(column, letters * wide)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addLayout(labelled(self.instead.accessibleName(), self.instead), 1)
        line.addWidget(self.words, 1, Qt.AlignmentFlag.AlignBottom)
        for button in (self.apply, self.as_text, self.blank, self.show_row):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        page.addWidget(table, 1)
        page.addLayout(line)
        page.addWidget(self.echo)


__all__ = ["GroupsModel", "ProblemsPanel"]
