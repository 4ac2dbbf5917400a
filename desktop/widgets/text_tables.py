"""The table twins of the charts: the same numbers in the same order, as rows of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from db.model.ids import EventId
from desktop.look import plaintext
from desktop.widgets.record_tables import dress

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and the event it stands for (its first one), if any."""

    cells: tuple[str, ...]
    event_id: EventId | None = None


class RowsModel(QAbstractTableModel):
    """Rows of text under headers; ``numeric`` columns stand to the right."""

    def __init__(self, headers: Sequence[str], *, numeric: Sequence[int] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._numeric = frozenset(numeric)
        self.rows: Sequence[Row] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Take other rows."""
        self.beginResetModel()
        try:
            self.rows = rows
        finally:
            self.endResetModel()

    def margin(self, column: int) -> int:
        """Room to the left of a column, so that a number does not touch the text after it."""
        return 10 if column - 1 in self._numeric and column not in self._numeric else 2

    def row_of(self, event_id: EventId | None) -> int | None:
        """The first row that stands for an event."""
        if event_id is None:
            return None
        return next((index for index, row in enumerate(self.rows) if row.event_id == event_id), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Columns."""
        return 0 if parent.isValid() else len(self._headers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell, and how they stand."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        words = self.rows[index.row()].cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return plaintext.one_line(words)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plaintext.tooltip_text(words) if len(words) > 30 else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if index.column() in self._numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a header."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in self._numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class RowsView(QTableView):
    """A table of :class:`RowsModel`. ``event_chosen`` and ``event_opened`` name the event of a row that has one."""

    event_chosen = Signal(int)
    event_opened = Signal(int)

    def __init__(self, name: str, model: RowsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._fitted = True  # the columns, to the rows
        model.setParent(self)
        self.setModel(model)
        self.setAccessibleName(name)
        dress(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        self.clicked.connect(self._on_clicked)
        self.doubleClicked.connect(self._on_opened)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Take other rows and fit the columns to them, at the latest when the table is shown."""
        self._rows.show_rows(rows)
        self._fitted = False
        if self.isVisible():
            self._fit()

    def _fit(self) -> None:
        """Measure every text for the widths of the columns: only when they are seen."""
        self._fitted = True
        self.resizeColumnsToContents()
        for column in range(self._rows.columnCount() - 1):
            self.setColumnWidth(column, min(self.columnWidth(column) + self._rows.margin(column + 1), 300))

    def mark(self, event_id: EventId | None) -> None:
        """Select the row of an event without telling anybody."""
        row = self._rows.row_of(event_id)
        blocked = self.blockSignals(True)
        if row is None:
            self.clearSelection()
        else:
            self.selectRow(row)
        self.blockSignals(blocked)

    def _event(self, index: Index) -> EventId | None:
        return self._rows.rows[index.row()].event_id if index.isValid() else None

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        event_id = self._event(index)
        if event_id is not None:
            self.event_chosen.emit(event_id)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        if self.hasFocus():
            self._on_clicked(index)

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        event_id = self._event(index)
        if event_id is not None:
            self.event_opened.emit(event_id)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the columns now that they are seen."""
        super().showEvent(event)
        if not self._fitted:
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the event of the row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_opened(self.currentIndex())
        else:
            super().keyPressEvent(event)
