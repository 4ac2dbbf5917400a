"""The keys that belong to the form as a whole, wherever in it the focus is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def of_form(event: QEvent) -> bool:
    """Whether it is a key event of Ctrl+Enter (with Shift or without) or Ctrl+D."""
    return (
        isinstance(event, QKeyEvent)
        and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_D}
    )
