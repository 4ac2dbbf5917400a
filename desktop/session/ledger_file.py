"""The file behind the window: looked at each second, and what it held kept where another program overwrites it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from db.errors import LedgerError, WorldError
from desktop.session.task import Task
from desktop.session.tasks import Tasks, Worker

if TYPE_CHECKING:
    from db.ledger import Ledger
    from db.model.progress import Progress
    from db.store.operations import ChangeSet
    from db.store.watch import Found, Watch

#: How often the file is looked at.
_WATCH_MS = 1000
#: What a write ends with where the file is not what it was any more.
NOT_OURS = frozenset({"ledger.moved", "ledger.changed"})


class LedgerFile(QObject):
    """Notices what other programs do to the file.

    ``lost``: it is not what it was (a WorldError that says how), and never written to again; ``grown``: who only reads
    follows what another wrote (a ChangeSet); ``failed``: what was kept cannot be read (a LedgerError).
    """

    lost = Signal(object)
    grown = Signal(object)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._path: Path | None = None
        self._watch: Watch | None = None
        self._writing = False
        self._looking = False
        self._spare: bytes | None = None
        self.in_place = True
        self.keeps_mine = False  # although the file is lost, what it held can still be read, compared and copied
        self._timer = QTimer(self)
        self._timer.setInterval(_WATCH_MS)
        self._timer.timeout.connect(self.look)
        tasks.reader.suspect = self._differs

    def begin(self, path: Path) -> None:
        """A ledger was opened by the thread that reads."""
        self.end()
        self._path, self._watch = path, _watch_of(self._tasks.reader)
        self.in_place, self.keeps_mine = True, False
        self._timer.start()

    def write(self) -> None:
        """It was opened for writing, too."""
        self._watch, self._writing = _watch_of(self._tasks.writer), True
        self.keep()

    def end(self) -> None:
        """It is closed."""
        self._timer.stop()
        self._path = self._watch = self._spare = None
        self._writing = self._looking = False

    def _differs(self) -> bool:
        """For the thread that reads: whether the file is not what we left there, and not what we are writing."""
        watch = self._watch
        return watch is not None and watch.differs()

    @Slot()
    def look(self) -> None:
        """Look at the file, and into it where something is different."""
        if self._watch is None or self._looking or not self.in_place or not self._watch.stirred():
            return
        if self._watch.gone():
            self.lose("ledger.moved")
            return
        self._looking = True
        if self._writing:
            self._tasks.write(_look, self._on_looked, self._on_look_failed)
        elif self._tasks.writer.ledger is None:
            self._tasks.read(_follow, self._on_followed, self._on_look_failed)

    @Slot(object)
    def _on_looked(self, found: Found) -> None:
        self._looking = False
        if found:
            self.lose(found)

    @Slot(object)
    def _on_followed(self, change: ChangeSet | None) -> None:
        self._looking = False
        if change is not None:
            self.grown.emit(change)

    @Slot(object)
    def _on_look_failed(self, error: LedgerError) -> None:
        self._looking = False  # it may be written at this moment: the next look tells
        if error.code in NOT_OURS:
            self.lose(error.code)

    def lose(self, code: str) -> None:
        """The file is not what it was: it is never written to again, and read no more where it is another's.

        ``ledger.moved``: what was opened is still read, wherever it is. ``ledger.changed``: what was kept of it is
        read instead, so that the window shows what it showed; a ledger that was too large to be kept is let go.
        """
        if self._path is None or not self.in_place:
            return
        path, spare = self._path, self._spare
        self.in_place, self._spare, self._writing = False, None, False
        self.keeps_mine = code == "ledger.moved" or spare is not None
        if code == "ledger.changed":
            code = code if self.keeps_mine else "ledger.changed_large"
            make = _no_ledger if spare is None else partial(_kept, spare, path)
            self._tasks.open(self._tasks.reader, make, self._on_kept, self.failed.emit)
            self._tasks.open(self._tasks.writer, _no_ledger, _nothing, self.failed.emit)
        self.lost.emit(WorldError(code, path=str(path)))

    @Slot(object)
    def _on_kept(self, _nothing: object) -> None:
        """What was read since the file was overwritten may be of two ledgers: everything is read again."""
        if self._path is not None and self.keeps_mine:
            self._tasks.read(_everything, self._on_followed, self.failed.emit)

    def keep(self) -> None:
        """Keep what is in the file now; of several changes in a row, what they made of it."""
        if self._writing:
            self._tasks.writer.submit(Task(_spare, self._on_spare, _nothing, None, "spare"))

    @Slot(object)
    def _on_spare(self, spare: bytes | None) -> None:
        if self._writing:
            self._spare = spare


def note_pages(path: Path) -> None:
    """Note how the bytes of a ledger are left, once no thread has it open: they are looked at after the next start."""
    from db.checking.page_sums import note
    from desktop.session.places import page_sums

    note(path, page_sums(path))


def _watch_of(worker: Worker) -> Watch | None:
    return None if worker.ledger is None else worker.ledger.store.watch


def _look(ledger: Ledger, _progress: Progress) -> Found:
    return "" if ledger.store.watch is None else ledger.store.watch.look()


def _follow(ledger: Ledger, _progress: Progress) -> ChangeSet | None:
    return ledger.store.follow()


def _everything(ledger: Ledger, _progress: Progress) -> ChangeSet:
    return ledger.store.everything()


def _spare(ledger: Ledger, _progress: Progress) -> bytes | None:
    return ledger.spare()


def _kept(spare: bytes, path: Path) -> Ledger:
    from db.ledger import Ledger

    return Ledger.kept(spare, path)


def _no_ledger() -> None:
    return None


def _nothing(_result: object) -> None:
    return None
