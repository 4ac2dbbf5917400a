"""How a chosen row is marked in tables, lists and trees: by its ground, and by a bar that is seen without its color.

The ground alone has too little contrast with what is around it to be seen by everybody, and more
would cost the texts on it theirs.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

#: The width of the bar at the left edge, in device-independent pixels.
BAR = 3


def paint_bar(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """The bar at the left edge of a view, for a row that is chosen."""
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(0, option.rect.y(), BAR, option.rect.height(), option.palette.accent())


def paint_focus(painter: QPainter, box: QRect, color: QColor) -> None:
    """Lines above and below a cell of the row that the keys act on."""
    painter.fillRect(box.x(), box.y(), box.width(), 1, color)
    painter.fillRect(box.x(), box.bottom(), box.width(), 1, color)


def paint_frame(painter: QPainter, box: QRect, color: QColor) -> None:
    """A frame in the single cell that the keys act on."""
    painter.setPen(QPen(color, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(1, 1, -1, -1))
