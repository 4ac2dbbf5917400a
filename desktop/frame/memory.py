"""Where a window stood and how it was divided when it was closed last."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import QMainWindow, QSplitter

from desktop.session.settings import SPLITTER, WINDOW_GEOMETRY, Settings

#: On a screen no larger than this the window begins maximized.
_ROOMY = QSize(1440, 960)


def restore(window: QMainWindow, splitter: QSplitter, settings: Settings) -> None:
    """Bring a window to its place, or to one that fits the screen."""
    geometry = settings.get(WINDOW_GEOMETRY)
    if not geometry or not window.restoreGeometry(QByteArray(geometry)):
        room = window.screen().availableGeometry()
        window.resize(min(1440, room.width()), min(900, room.height()))
        if room.width() <= _ROOMY.width() or room.height() <= _ROOMY.height():
            window.setWindowState(Qt.WindowState.WindowMaximized)  # the frame needs room too
    state = settings.get(SPLITTER)
    if not state or not splitter.restoreState(QByteArray(state)):
        splitter.setSizes([max(window.width() - 530, 400), 360])


def keep(window: QMainWindow, splitter: QSplitter, settings: Settings, *, panes: bool) -> None:
    """Keep a window's place for the next start; of the ``panes`` only if all of them are shown."""
    if not window.isFullScreen():
        settings.set(WINDOW_GEOMETRY, bytes(window.saveGeometry().data()))
    if panes:
        settings.set(SPLITTER, bytes(splitter.saveState().data()))
