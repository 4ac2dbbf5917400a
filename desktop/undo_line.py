"""Undo and redo where the focus is in a text: of the text while it has any, else of the ledger."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


def for_window(event: QEvent, *, undo: bool, redo: bool) -> bool:
    """Whether a key that a text would keep for itself belongs to the window.

    ``undo`` and ``redo``: whether the text has something of its own to undo or redo.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.matches(QKeySequence.StandardKey.Undo):
        return not undo
    return event.matches(QKeySequence.StandardKey.Redo) and not redo


class UndoLine(QLineEdit):
    """A line that leaves undo and redo to the window where it has nothing of its own to undo."""

    def event(self, event: QEvent) -> bool:
        """The text first, then the ledger."""
        if for_window(event, undo=self.isUndoAvailable(), redo=self.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)


__all__ = ["UndoLine", "for_window"]
