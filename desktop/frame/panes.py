"""F6: from one pane of the window to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from desktop.frame.tab_order import show_and_focus, takers


class Panes(QObject):
    """Knows the panes in reading order, and where the focus was in each."""

    def __init__(self, panes: Sequence[QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._panes = tuple(panes)
        self._last: dict[int, QWidget] = {}

    def current(self) -> int | None:
        """The number of the pane that has the focus."""
        widget = QApplication.focusWidget()
        for number, pane in enumerate(self._panes):
            if widget is not None and (pane is widget or pane.isAncestorOf(widget)):
                self._last[number] = widget
                return number
        return None

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) pane that can take the focus."""
        start = self.current()
        number = (-1 if by > 0 else 0) if start is None else start
        for _try in self._panes:
            number = (number + by) % len(self._panes)
            if self.focus(number):
                return

    def focus(self, number: int) -> bool:
        """Put the focus into a pane, where it was last. False if nothing there takes it."""
        pane = self._panes[number]
        if not pane.isVisible():
            return False
        import shiboken6

        widget = self._last.get(number)
        if widget is None or not shiboken6.isValid(widget) or not widget.isVisible() or not widget.isEnabled():
            widget = _first(pane)
        if widget is not None:
            show_and_focus(widget, Qt.FocusReason.TabFocusReason)
        return widget is not None

    def focus_content(self, number: int) -> None:
        """Put the focus on the table or chart of a pane, wherever it was: another took its place."""
        self._last.pop(number, None)
        self.focus(number)


def _first(pane: QWidget) -> QWidget | None:
    """What takes the focus in a pane: a table or chart if it has one, else the first in the order of Tab."""
    found = takers((pane,))
    whole = [one for one in found if isinstance(one, QAbstractItemView) or one.property("content")]
    return next(iter([*whole, *found]), None)
