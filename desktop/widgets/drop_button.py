"""A button that opens something below it."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from desktop.look.theme import Theme


class DropButton(QToolButton):
    """A button that opens something below it; without a menu of its own it draws the sign for that itself."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and a chevron where the style draws none."""
        super().paintEvent(event)
        if self.menu() is None:
            place = QRect(self.width() - 18, (self.height() - 12) // 2, 12, 12)
            self._theme.icon("chevron-down", "muted").paint(QPainter(self), place)
