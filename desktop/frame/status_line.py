"""The line below the pages: what was just done, how many events are in scope, and what runs in the background."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QProgressBar, QPushButton, QSizePolicy, QStatusBar, QToolButton, QWidget

from desktop.look import plaintext
from desktop.look.announcing import announce
from desktop.look.theme import Theme
from desktop.session.task import Task
from desktop.wording.i18n import _


class StatusLine(QStatusBar):
    """Three places: left the last step with Undo after a deletion, right the events in scope and the running work."""

    undo_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._task: Task[Any] | None = None
        self.setSizeGripEnabled(False)
        self.done = plaintext.label()
        self.done.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.done.setAccessibleName(_("What was just done"))
        self.done.setContentsMargins(8, 0, 0, 0)
        self.undo = QPushButton(_("Undo"))
        self.undo.setProperty("role", "link")
        self.undo.setAccessibleName(_("Undo"))
        self.undo.clicked.connect(self._on_undo)
        self.work = plaintext.label()
        self.bar = QProgressBar()
        self.bar.setFixedWidth(140)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.cancel = QToolButton()
        self.cancel.setAccessibleName(_("Cancel"))
        plaintext.tooltip(self.cancel, _("Cancel"))
        self.cancel.clicked.connect(self._on_cancel)
        self.backup = plaintext.label()
        self.backup.setAccessibleName(_("Last backup"))
        self.backup.setProperty("role", "muted")
        self.backup.setContentsMargins(0, 0, 8, 0)
        self.events = plaintext.label()
        self.events.setAccessibleName(_("Events in scope"))
        self.events.setContentsMargins(0, 0, 8, 0)
        self.addWidget(self.done)
        self.addWidget(self.undo)
        for widget in (self.work, self.bar, self.cancel, self.backup, self.events):
            self.addPermanentWidget(widget)
        self.undo.hide()
        self.backup.hide()
        self._show_work(shown=False)
        self.restyle()
        theme.changed.connect(self.restyle)

    def say(self, text: str, *, undo: bool = False) -> None:
        """What was just done; ``undo`` offers to take it back. It is also announced to screen readers."""
        self.done.setText(plaintext.elided(text, limit=110))
        self.done.setAccessibleDescription(text)
        self.undo.setVisible(undo)
        announce(self.done, text)

    def show_backup(self, text: str, folder: str = "") -> None:
        """When the last backup was made, and where; nothing where there is none."""
        self.backup.setText(text)
        self.backup.setAccessibleDescription(text)
        self.backup.setVisible(bool(text))
        plaintext.tooltip(self.backup, folder)

    def watch(self, task: Task[Any], text: str) -> None:
        """Show running work until :meth:`finish`; its progress goes to :meth:`show_progress`."""
        self._task = task
        self.work.setText(text)
        self.bar.setRange(0, 0)
        self._show_work(shown=True)

    def show_progress(self, done: int, total: int) -> None:
        """How far the watched work is."""
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(min(done, total))

    def finish(self) -> None:
        """The watched work is over."""
        self._task = None
        self._show_work(shown=False)

    def _show_work(self, *, shown: bool) -> None:
        for widget in (self.work, self.bar, self.cancel):
            widget.setVisible(shown)

    @Slot()
    def restyle(self) -> None:
        """Icons in the theme's colors."""
        self.cancel.setIcon(self._theme.icon("close", "muted"))
        self.cancel.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)

    @Slot()
    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.finish()
            self.say(_("Cancelled; nothing was changed."))

    @Slot()
    def _on_undo(self) -> None:
        self.undo.hide()
        self.undo_clicked.emit()
