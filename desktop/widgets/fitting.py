"""What keeps windows within the screen: sizes bounded by it, and contents that scroll where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

#: What a window manager puts around a dialog, at most, in logical pixels.
_FRAME = QSize(16, 48)


def resize_within(window: QWidget, width: int, height: int) -> None:
    """Give a window a size, or less where the screen it will be on has no room for it."""
    room = window.screen().availableSize() - _FRAME
    window.resize(min(width, room.width()), min(height, room.height()))


def resize_to_contents(window: QWidget) -> None:
    """Give a window the size its contents like, texts that wrap whole. (Left to itself a window takes two thirds of a
    screen at most, and cuts such texts.)
    """
    size = _liked(window, window.sizeHint().expandedTo(window.minimumSize()))
    resize_within(window, size.width(), size.height())


def _liked(widget: QWidget, size: QSize) -> QSize:
    """A size with the height that texts that wrap need at its width: what Qt hints at supposes them narrower."""
    layout = widget.layout()
    if layout is None or not layout.hasHeightForWidth():
        return size
    return QSize(size.width(), max(layout.totalHeightForWidth(size.width()), widget.minimumHeight()))


class Scrolled(QScrollArea):
    """Holds one widget, which scrolls where it gets less room than it needs; as wide and high as it wants to be.

    It needs its minimum, no more. (A scroll area that resizes its widget would scroll it as soon as it is lower than it
    likes to be, if there is a text in it that wraps.) With ``whole`` it also needs what texts that wrap take.
    """

    def __init__(self, inside: QWidget, *, whole: bool = False) -> None:
        super().__init__()
        self._whole = whole
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("role", "plain")
        self._inside = inside
        self.setWidget(inside)
        inside.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """Qt: that of what is inside."""
        return _liked(self._inside, self._inside.sizeHint())

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
        self._make_whole(least, room)
        if least.height() > room.height():
            room.setWidth(room.width() - bar)
            self._make_whole(least, room)  # texts that wrap take more where the scroll bar takes some
        if least.width() > room.width():
            room.setHeight(room.height() - bar)
        self._inside.resize(least.expandedTo(room))

    def _make_whole(self, least: QSize, room: QSize) -> None:
        if self._whole:
            least.setHeight(max(least.height(), lowest(self._inside, max(room.width(), least.width()))))


class Whole(QWidget):
    """Is never lower than its texts that wrap need at its width: a splitter does not ask for that."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: narrower, it is higher."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Qt: a text is another one."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return handled

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(max(layout.totalHeightForWidth(self.width()), 0))


def lowest(widget: QWidget, width: int) -> int:
    """How low a widget can be made at a width without cutting texts in it that wrap, in pixels.

    Qt asks the parts of a layout for the height they like to have at a width, not for the least, and the hidden pages
    of a stack too: a page with a chart would scroll long before it has to.
    """
    if widget.minimumHeight() == widget.maximumHeight():
        return widget.minimumHeight()
    least, layout = max(widget.minimumHeight(), widget.minimumSizeHint().height()), widget.layout()
    if isinstance(widget, QStackedWidget):
        page = widget.currentWidget()
        return max(least, lowest(page, width)) if page is not None else least
    if layout is not None:
        around = widget.contentsMargins()
        return max(least, _lowest(layout, width - around.left() - around.right()) + around.top() + around.bottom())
    return max(least, widget.heightForWidth(width)) if widget.hasHeightForWidth() else least


def _lowest(layout: QLayout, width: int) -> int:
    if not isinstance(layout, QVBoxLayout):
        wraps = layout.hasHeightForWidth()
        return max(layout.minimumSize().height(), layout.minimumHeightForWidth(width) if wraps else 0)
    around = layout.contentsMargins()
    width -= around.left() + around.right()
    heights = []
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None or item.isEmpty():
            continue
        inside, nested = item.widget(), item.layout()
        if inside is not None:
            heights.append(lowest(inside, width))
        elif nested is not None:
            heights.append(_lowest(nested, width))
        else:
            heights.append(item.minimumSize().height())
    return sum(heights) + layout.spacing() * max(len(heights) - 1, 0) + around.top() + around.bottom()
