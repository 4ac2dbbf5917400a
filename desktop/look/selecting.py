"""How a chosen row is marked in tables, lists and trees: by its ground, and by a bar that is seen without its color.

The ground alone has too little contrast with what is around it to be seen by everybody, and more
would cost the texts on it theirs.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

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


class BarDelegate(QStyledItemDelegate):
    """Leaves a list or a tree to the style, and gives its chosen rows the bar."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The cell, and the bar before the first."""
        super().paint(painter, option, index)
        if index.column() == 0:
            paint_bar(painter, option)


def mark_chosen(view: QAbstractItemView) -> None:
    """Give the chosen rows of a list or a tree the bar."""
    view.setItemDelegate(BarDelegate(view))
