"""What is shown when an error of ours was caught: what happened, a report to copy, where the log is."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.look import plaintext
from desktop.session.traces import trace
from desktop.version import VERSION
from desktop.widgets.fitting import resize_within
from desktop.wording.i18n import _


class CrashDialog(QDialog):
    """Says that the ledger is safe and the program goes on, and has everything a report needs on one button."""

    def __init__(self, error: BaseException, log_file: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Unexpected Error"))
        resize_within(self, 640, 420)
        head = plaintext.label(_("Something went wrong in Headwater."))
        head.setProperty("role", "heading")
        words = plaintext.label(
            _(
                "This is a fault of the program, not of yours. Everything saved so far is in the ledger, and you can "
                "go on working. A report of the fault helps to repair it; look through it before you send it to anyone."
            ),
            wrap=True,
        )
        self.report = QPlainTextEdit()
        self.report.setReadOnly(True)
        self.report.setAccessibleName(_("Report"))
        self.report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.report.setPlainText(report(error))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = buttons.addButton(_("Copy Report"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._on_copy)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(8)
        for widget in (head, words):
            box.addWidget(widget)
        box.addWidget(self.report, 1)
        if log_file is not None:
            self.place = plaintext.label(_("Log: {path}").format(path=log_file), wrap=True, selectable=True)
            self.place.setProperty("role", "muted")
            box.addWidget(self.place)
        box.addWidget(buttons)

    @Slot()
    def _on_copy(self) -> None:
        QApplication.clipboard().setText(self.report.toPlainText())


def report(error: BaseException) -> str:
    """Versions and the trace, without any data of the ledger."""
    from PySide6.QtCore import qVersion

    return (
        f"Headwater {VERSION}, Python {platform.python_version()}, Qt {qVersion()}, {sys.platform}"
        f" {platform.release()}\n\n{trace(error)}\n"
    )
