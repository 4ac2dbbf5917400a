"""Backups while the ledger is open: made in the thread that writes, between whose steps it goes on saving."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from db.model.progress import Progress
from desktop.session.task import Task
from desktop.session.tasks import Tasks

if TYPE_CHECKING:
    from db.backups.shelf import Backup, Why
    from db.errors import LedgerError
    from db.ledger import Ledger

#: After a ledger was opened, so long until it is looked whether all of it is in a backup: first pages come first.
_FIRST_MS = 3000


class Backups(QObject):
    """Makes them in time. ``root`` is the folder of all backups; None: none are made.

    ``changed`` follows when there is another last one, or when one could not be made (``error``).
    """

    changed = Signal()

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.root: Path | None = None
        self.last: Backup | None = None
        self.error: LedgerError | None = None
        self._kept = False  # whether the open ledger is one that is backed up
        self._since: float | None = None  # when the first change came that is in none
        self._work = False  # whether anything was changed since the last was begun
        self._failures = 0
        self._task: Task[Backup] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_due)

    @property
    def active(self) -> bool:
        """Whether the open ledger is backed up."""
        return self._kept and self.root is not None

    def begin(self) -> None:
        """A ledger can be written: soon all of it is to be in a backup."""
        self._kept = True
        if self.active:
            self._since = time.monotonic()
            self._timer.start(_FIRST_MS)

    def last_one(self) -> Callable[[Ledger], object] | None:
        """For when the ledger is let go of: what makes a last one, if there is work that is in none."""
        if self.root is None or not (self._kept and (self._work or self._task is not None)):
            return None
        making = _Making(self.root, "work", None)
        return lambda ledger: making(ledger, Progress())

    def finish(self) -> None:
        """Have the last one made before the ledger is closed by the thread that writes, and end."""
        last = self.last_one()
        self.end()
        if last is not None:
            self._tasks.write(lambda ledger, _progress: last(ledger), None, self._on_last_failed)

    @Slot(object)
    def _on_last_failed(self, error: LedgerError) -> None:
        self.error = error
        self.changed.emit()

    def end(self) -> None:
        """The ledger is closed, or cannot be written any more."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
        self._kept, self._task, self._since, self._failures, self._work = False, None, None, 0, False
        self.last, self.error = None, None
        self.changed.emit()

    def move_to(self, root: Path) -> None:
        """From now on they go to another folder; those that are made stay where they are."""
        if root != self.root:
            self.root = root
            self.last, self.error, self._failures = None, None, 0
            self.changed.emit()
            if self._kept:
                self.begin()

    @Slot()
    def note(self, _change: object = None) -> None:
        """Something was changed that is in no backup yet."""
        from db.backups.rule import seconds_until

        self._work = True
        if self.active and self._since is None:
            self._since = time.monotonic()
            self._timer.start(int(seconds_until(unsaved=0) * 1000))

    def before(self, why: Why) -> None:
        """Make one, unless nothing was changed since the last, before whatever is asked of the writing thread next."""
        if self.active:
            if self._task is not None:  # it may take in what is about to be done
                self._task.cancel()
            self._make(why, serving=False)

    def now(self) -> None:
        """Make one because somebody asks for it."""
        if self.active:
            self._make("asked", serving=True)

    @Slot()
    def _on_due(self) -> None:
        if self.active and self._task is None:
            self._make("work", serving=True)

    def _make(self, why: Why, *, serving: bool) -> None:
        assert self.root is not None
        self._timer.stop()
        self._since, self._work = None, False  # what is changed while it is made may be in it or not
        work = _Making(self.root, why, self._tasks.writer.serve if serving else None)
        self._task = self._tasks.write(work, self._on_made, self._on_failed)

    @Slot(object)
    def _on_made(self, backup: Backup) -> None:
        self._task, self._failures = None, 0
        if self._kept:
            self.last, self.error = backup, None
            self.changed.emit()

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        from db.backups.rule import seconds_until

        if error.code == "cancelled" and self._task is not None and not self._task.given_up:
            return  # it made way for the one that is made now
        self._task = None
        if not self._kept:
            return
        self._work = True
        if error.code not in {"cancelled", "backup.busy"}:
            self.error = error
            self.changed.emit()
        self._failures += 1
        self._since = time.monotonic()
        self._timer.start(int(seconds_until(unsaved=0, failures=self._failures) * 1000))


class _Making:
    """Run in the thread that writes. ``serve`` does what has been asked of that thread meanwhile."""

    def __init__(self, root: Path, why: Why, serve: Callable[[], None] | None) -> None:
        self._root, self._why, self._serve = root, why, serve

    def __call__(self, ledger: Ledger, progress: Progress) -> Backup:
        serve = self._serve or (lambda: progress.report(0, 1))
        return ledger.back_up(self._root, why=self._why, between=serve)
