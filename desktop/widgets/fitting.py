"""What keeps windows within the screen: sizes bounded by it, and contents that scroll where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

#: What a window manager puts around a dialog, at most, in logical pixels.
_FRAME = QSize(16, 48)


def resize_within(window: QWidget, width: int, height: int) -> None:
    """Give a window a size, or less where the screen it will be on has no room for it."""
    room = window.screen().availableSize() - _FRAME
    window.resize(min(width, room.width()), min(height, room.height()))


class Scrolled(QScrollArea):
    """Holds one widget, which scrolls where it gets less room than it needs; as wide and high as it wants to be.

    It needs its minimum, no more. (A scroll area that resizes its widget would scroll it as soon as it is lower than it
    likes to be, if there is a text in it that wraps.)
    """

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("role", "plain")
        self._inside = inside
        self.setWidget(inside)
        inside.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """Qt: that of what is inside."""
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Qt: enough to see that there is something."""
        return QSize(120, 80)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: what is inside gets the room there is."""
        self._place()
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: what is inside needs more or less than before."""
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        room, bar = self.maximumViewportSize(), self.verticalScrollBar().sizeHint().width()
        least = self._inside.minimumSize().expandedTo(self._inside.minimumSizeHint())
        if least.height() > room.height():
            room.setWidth(room.width() - bar)
        if least.width() > room.width():
            room.setHeight(room.height() - bar)
        self._inside.resize(least.expandedTo(room))
