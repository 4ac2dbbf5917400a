"""Paints the cells of the events table straight from the row in words.

The style would ask seven things of every cell and read the style sheet for each: half of the time of a frame.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop.events.model import EventTable
from desktop.look.selecting import BAR, paint_focus
from desktop.look.theme import Theme
from desktop.widgets.table_parts import Index

_PAD = 8
_SIGN = 16
#: What a cell needs beside its text: the room around it, and with a sign.
AROUND = 2 * _PAD + 2
BESIDE = AROUND + _SIGN + 8
_CUT = 4000  # texts kept as they were cut
_SELECTED = QStyle.StateFlag.State_Selected
_ACTIVE = QStyle.StateFlag.State_Active
_LEFT = int(Qt.AlignmentFlag.AlignLeft.value) | int(Qt.AlignmentFlag.AlignVCenter.value)
_RIGHT = int(Qt.AlignmentFlag.AlignRight.value) | int(Qt.AlignmentFlag.AlignVCenter.value)
_LINE = int(Qt.TextFlag.TextSingleLine.value)


class EventDelegate(QStyledItemDelegate):
    """For a view of an :class:`EventTable`.

    Chosen rows have a bar at their left edge; the current one has lines around it while the table has the keyboard.
    """

    def __init__(self, view: QTableView, model: EventTable, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._theme = theme
        self._font = theme.number_font()
        self._metrics = QFontMetrics(self._font)
        self._cut: dict[tuple[str, int], str] = {}
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._font = self._theme.number_font()
        self._metrics = QFontMetrics(self._font)
        self._cut.clear()
        colors = self._theme.color
        self._text, self._muted, self._accent = colors("text"), colors("muted"), colors("accent")
        self._selection, self._pale = colors("selection"), colors("hover")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell; blank while its row is not there."""
        box = option.rect
        state = option.state
        x, y, width, height = box.x(), box.y(), box.width(), box.height()
        row, column = index.row(), index.column()
        if state & _SELECTED:
            painter.fillRect(box, self._selection if state & _ACTIVE else self._pale)
            if x <= 0:
                painter.fillRect(0, y, BAR, height, self._accent)
        if row == self._view.currentIndex().row() and self._view.hasFocus():
            paint_focus(painter, box, self._accent)
        shown = self._model.shown(row)
        if shown is None:
            return
        left, room = x + _PAD, width - 2 * _PAD
        sign = self._model.sign(shown, column)
        if sign is not None:
            sign.paint(painter, left, y + (height - _SIGN) // 2, _SIGN, _SIGN)
            left, room = left + _SIGN + 6, room - _SIGN - 6
        text = shown.texts[column]
        if not text or room <= 0:
            return
        painter.setFont(self._font)
        painter.setPen(self._muted if self._model.quiet(shown, column) else self._text)
        painter.drawText(
            left,
            y,
            room,
            height,
            (_RIGHT if self._model.columns[column].number else _LEFT) | _LINE,
            self._fitting(text, room),
        )

    def _fitting(self, text: str, width: int) -> str:
        found = self._cut.get((text, width))
        if found is None:
            if len(self._cut) > _CUT:
                self._cut.clear()
            found = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._cut[text, width] = found
        return found
