"""Which keys a text keeps while it has the focus: its own undo and redo, and none that is a command of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from desktop.wording.i18n import _

#: With Ctrl they are commands here, in every text. X11 also has them for "to the end of the line" and "delete to the
#: end of the line": who wants to search must not lose half a field.
_COMMANDS = frozenset((Qt.Key.Key_E, Qt.Key.Key_K))


#: What stands beside the words of a line to search in: the sign before them, and the one that empties it.
_BESIDE = 76


def for_window(event: QEvent, *, undo: bool, redo: bool) -> bool:
    """Whether a key that a text would keep for itself belongs to the window.

    ``undo`` and ``redo``: whether the text has something of its own to undo or redo.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in _COMMANDS:
        return True
    if event.matches(QKeySequence.StandardKey.Undo):
        return not undo
    return event.matches(QKeySequence.StandardKey.Redo) and not redo


class UndoLine(QLineEdit):
    """A line that leaves commands to the window, and undo and redo where it has nothing of its own to undo."""

    def event(self, event: QEvent) -> bool:
        """The text first, then the ledger."""
        if for_window(event, undo=self.isUndoAvailable(), redo=self.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)


class SearchLine(UndoLine):
    """A line to search in. Its hint is said shorter where there is no room for all of it, rather than cut."""

    def set_hint(self, hint: str) -> None:
        """What can be searched for."""
        self._hint = hint
        self._fit_hint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for more or less."""
        super().resizeEvent(event)
        self._fit_hint()

    def _fit_hint(self) -> None:
        hint = getattr(self, "_hint", "")
        room = self.width() - _BESIDE
        self.setPlaceholderText(hint if self.fontMetrics().horizontalAdvance(hint) <= room else _("Search"))


def clearable(line: QLineEdit) -> None:
    """Gives a line a button that empties it, with a name for screen readers, which Qt's own has not."""
    line.setClearButtonEnabled(True)
    for action in line.findChildren(QAction):
        if not action.text():
            action.setText(_("Clear"))


__all__ = ["SearchLine", "UndoLine", "clearable", "for_window"]
