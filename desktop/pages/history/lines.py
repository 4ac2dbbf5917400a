"""What an operation did, as a list: names of what it touched with a sign, and below each its changes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QObject, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from db.history.comparison import Change
from desktop.look import plaintext
from desktop.look.selecting import paint_bar
from desktop.look.theme import Theme
from desktop.widgets.table_parts import Index
from desktop.wording.changes.details import HistoryLine

_DISPLAY = Qt.ItemDataRole.DisplayRole.value
_TOOLTIP = Qt.ItemDataRole.ToolTipRole.value
_FONT = Qt.ItemDataRole.FontRole.value
_DECORATION = Qt.ItemDataRole.DecorationRole.value

_SIGNS = {Change.ADDED: ("add", "positive"), Change.REMOVED: ("remove", "negative"), Change.CHANGED: ("edit", "muted")}
#: Changes stand under the name, not under its sign: this much beside the sign's width.
_BESIDE = 6


class HistoryLines(QAbstractListModel):
    """The lines of one operation."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: Sequence[HistoryLine] = ()
        self._font = QFont()
        self._font.setWeight(QFont.Weight.DemiBold)

    def fill(self, lines: Sequence[HistoryLine]) -> None:
        """Show these."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def line(self, row: int) -> HistoryLine | None:
        """The line of a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    # Qt.

    def rowCount(self, parent: Index | None = None) -> int:
        """Lines."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Text, sign and weight."""
        line = self.line(index.row())
        if line is None:
            return None
        if role == _DISPLAY:
            return plaintext.one_line(line.text)
        if role == _TOOLTIP:
            return plaintext.tooltip_text(line.text)
        if role == _FONT and line.heading:
            return self._font
        return self._sign(line) if role == _DECORATION else None

    def _sign(self, line: HistoryLine) -> QIcon | None:
        return self._theme.icon(*_SIGNS[line.change]) if line.change is not None else None


class LineDelegate(QStyledItemDelegate):
    """A line with room at its sides; what is under a heading is moved in."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground as wide as the list, the text within."""
        model = index.model()
        line = model.line(index.row()) if isinstance(model, HistoryLines) else None
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, option.palette.highlight())
            paint_bar(painter, option)
        under = line is not None and line.change is None
        option.rect.adjust(12 + (option.decorationSize.width() + _BESIDE if under else 0), 0, -12, 0)
        super().paint(painter, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One height for all."""
        return QSize(200, option.fontMetrics.height() + 9)


__all__ = ["HistoryLines", "LineDelegate"]
