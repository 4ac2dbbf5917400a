"""A session without a screen, for the scripts that need one."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.session.settings import Settings


class Desk:
    """An application with an open session; settings are thrown away."""

    def __init__(self, ledger: Path | None = None) -> None:
        self.app = QApplication.instance() or QApplication([])
        self._home = tempfile.TemporaryDirectory()
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, self._home.name)
        self.settings = Settings()
        self.theme = Theme(self.app)
        self.session = Session()
        if ledger is not None:
            self.open(ledger)

    def open(self, ledger: Path) -> None:
        """Open a ledger, for writing too."""
        self.session.open(ledger)
        self.wait(lambda: self.session.writable)

    def wait(self, until: Callable[[], bool], seconds: float = 120) -> float:
        """Let the window live until something is so; gives the seconds."""
        start = time.perf_counter()
        while not until():
            self.app.processEvents()
            time.sleep(0.0005)
            if time.perf_counter() - start > seconds:
                raise SystemExit("waited in vain")
        return time.perf_counter() - start

    def close(self) -> None:
        """End the threads."""
        self.session.close()
        self._home.cleanup()
