"""What hands do to the whole window: keys that press what has the focus, files that are dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QDropEvent, QKeyEvent


def is_plain_enter(event: QEvent) -> bool:
    """Whether Enter was pressed, on either side of the keyboard, and no key with it."""
    if not isinstance(event, QKeyEvent) or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    return event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}


def dropped_files(event: QDropEvent) -> list[Path]:
    """The files of this machine that are dragged over the window or dropped on it."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
