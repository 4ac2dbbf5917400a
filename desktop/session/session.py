"""The open ledger as the window sees it: its scope, its selection, its undo texts, and word of every change.

Pages and the inspector know a session and a theme, nothing of each other. They read through :attr:`Session.tasks`
and re-query when a change set touches what they show.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from db.errors import LedgerError, WorldError, known
from db.model.ids import EventId
from db.model.scope import Scope
from desktop.operations.ledger import redo, undo
from desktop.session.backups import Backups
from desktop.session.ledger_file import NOT_OURS, LedgerFile, note_pages
from desktop.session.task import Task
from desktop.session.tasks import Tasks

if TYPE_CHECKING:
    from db.ledger import Ledger
    from db.model.own_fields import OwnField
    from db.model.progress import Progress
    from db.model.records import EventKind
    from db.model.saved_views import SavedView
    from db.store.operations import ChangeSet
    from db.store.steps import Step
    from desktop.operations.operation import LongOperation, Operation
    from desktop.session.leftovers import TemporaryFolder


@dataclass(frozen=True, slots=True)
class Facts:
    """Small things every view needs at hand, read again after each change."""

    kinds: Mapping[str, EventKind]
    undo: Step | None
    redo: Step | None
    last_operation: int
    events: int
    fields: tuple[OwnField, ...] = ()  # of one's own
    views: tuple[SavedView, ...] = ()


class Session(QObject):
    """One ledger in the window. Created closed; :meth:`open` and :meth:`create` replace what is open."""

    opened = Signal()  # a ledger can be read: facts are there
    open_failed = Signal(object)  # LedgerError
    closed = Signal()
    left = Signal()  # after :meth:`leave`, when nothing holds the file any more
    ledger_changed = Signal(object)  # ChangeSet, after facts were read again
    scope_changed = Signal(object)  # Scope
    selection_changed = Signal(object)  # event id or None
    writable_changed = Signal()
    failed = Signal(object)  # LedgerError of a write nobody else takes

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tasks = Tasks(self)
        self.backups = Backups(self.tasks, self)
        self.path: Path | None = None
        self.scope = Scope()
        self.selected: EventId | None = None
        self.facts = Facts({}, None, None, 0, 0)
        self.writable = False
        self.write_error: LedgerError | None = None  # why it cannot be written
        self.backup: Path | None = None  # the copy made before this ledger was migrated
        self.actor = ""
        self.temporary: list[Path] = []  # folders with ledgers nobody keeps (the sample's copies)
        self._leftovers: list[TemporaryFolder] = []  # these, removed at the end
        self._lock: Any = None
        self.file = LedgerFile(self.tasks, self)
        self.file.lost.connect(self._on_lost)
        self.file.grown.connect(self.announce)
        self.file.failed.connect(self.failed)
        self.ledger_changed.connect(self.backups.note)

    @property
    def is_open(self) -> bool:
        """Whether a ledger is open for reading."""
        return self.path is not None

    # Opening. The reader opens first, so that the first picture need not wait for the lock.

    def open(self, path: Path) -> None:
        """Open an existing ledger; ``opened`` or ``open_failed`` follows."""
        self._start(path, lambda: _reading(path))

    def create(self, path: Path, fill: Callable[[Ledger], None] | None = None) -> None:
        """Make a new ledger, fill it, and open it."""

        def make() -> Ledger:
            from db.ledger import Ledger

            with Ledger.create(path) as ledger:
                if fill is not None:
                    fill(ledger)
            return _reading(path)

        self._start(path, make)

    def close(self) -> None:
        """Stop all work and close the file; at the end of the program."""
        self.file.end()
        last = self.backups.last_one()
        self.backups.end()
        self.tasks.stop(last)
        if self.writable and self.path is not None and self.path.parent not in self.temporary:
            note_pages(self.path)
            self.writable = False
        self._release_lock()
        for folder in self._leftovers:
            folder.close()
        self._leftovers.clear()
        self.temporary.clear()

    def temporary_folder(self) -> Path:
        """A folder for what nobody keeps; gone with the session."""
        from desktop.session.leftovers import TemporaryFolder  # filelock is not needed for the first picture

        folder = TemporaryFolder()
        self._leftovers.append(folder)
        self.temporary.append(folder.path)
        return folder.path

    def leave(self) -> None:
        """Close the ledger and stay ready for another."""
        if self.path is None:
            return
        self.file.end()
        self.backups.finish()
        self.select(None)
        self.path = None
        self.facts = Facts({}, None, None, 0, 0)
        self.writable, self.write_error = False, None
        self.set_scope(Scope())
        self.tasks.leave(self._on_left)
        self.closed.emit()
        self.writable_changed.emit()

    @Slot(object)
    def _on_left(self, _nothing: object) -> None:
        if self.path is None:
            self._release_lock()
            self.left.emit()

    def _start(self, path: Path, make: Callable[[], Ledger]) -> None:
        self._pending = path
        self._backup: Path | None = None
        self.tasks.open(self.tasks.reader, make, self._on_reader_open, self._on_reader_failed)

    @Slot(object)
    def _on_reader_failed(self, error: LedgerError) -> None:
        if error.code in {"ledger.older", "ledger.needs_recovery"}:
            # Only writing can mend this: migrate or roll back first, then read.
            path = self._pending

            def make() -> Ledger:
                from db.ledger import Ledger

                with Ledger.open(path) as ledger:
                    self._backup = ledger.migrated_from
                return _reading(path)

            self.tasks.open(self.tasks.reader, make, self._on_reader_open, self.open_failed.emit)
            return
        self.open_failed.emit(error)

    @Slot(object)
    def _on_reader_open(self, _nothing: object) -> None:
        if self.path is not None:
            self.closed.emit()
        self.backups.finish()
        self._release_lock()
        if self.path != self._pending:
            self.scope = Scope()
        self.path = self._pending
        self.backup = self._backup
        self.file.begin(self.path)
        self.writable, self.write_error = False, None
        self.select(None)
        self.tasks.read(read_facts, self._on_first_facts, self.open_failed.emit)

    @Slot(object)
    def _on_first_facts(self, facts: Facts) -> None:
        self.facts = facts
        self.opened.emit()
        QTimer.singleShot(0, self, self._open_writer)

    @Slot()
    def _open_writer(self) -> None:
        path = self.path
        assert path is not None
        actor = self.actor

        def make() -> Ledger:
            from db.ledger import Ledger
            from db.store.lock import WriteLock  # filelock is not needed for the first picture
            from db.store.store import local_now

            lock = WriteLock(path)
            lock.acquire(now=local_now())
            try:
                ledger = Ledger.open(path)
            except BaseException:
                lock.release()
                raise
            self._lock = lock
            ledger.store.actor = actor
            ledger.store.alone = self.tasks.reader.resting
            return ledger

        self.tasks.open(self.tasks.writer, make, self._on_writer_open, self._on_writer_failed)

    @Slot(object)
    def _on_writer_open(self, _nothing: object) -> None:
        self.writable, self.write_error = True, None
        if self.path is not None and self.path.parent not in self.temporary:
            self.backups.begin()
        self.file.write()
        self.writable_changed.emit()

    @Slot(object)
    def _on_writer_failed(self, error: LedgerError) -> None:
        self.writable, self.write_error = False, error
        self.writable_changed.emit()

    def _release_lock(self) -> None:
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.release()

    # What is shown.

    def set_scope(self, scope: Scope) -> None:
        """Show another scope everywhere."""
        if scope != self.scope:
            self.scope = scope
            self.scope_changed.emit(scope)

    def change_scope(self, **changes: Any) -> None:
        """Show a scope that differs in some fields."""
        self.set_scope(replace(self.scope, **changes))

    @property
    def shows_now(self) -> bool:
        """Whether nothing is left out for being recorded later: then what is seen can be changed."""
        return self.scope.known_on is None and self.scope.known_operation is None

    def select(self, event_id: EventId | None) -> None:
        """Show an event in the inspector and mark it in every view."""
        if event_id != self.selected:
            self.selected = event_id
            self.selection_changed.emit(event_id)

    # Writing.

    def write(
        self,
        work: Operation,
        done: Callable[[ChangeSet], None] | None = None,
        failed: Callable[[LedgerError], None] | None = None,
    ) -> Task[tuple[ChangeSet, Facts]]:
        """Run an operation; every view hears of its change set before ``done`` does."""
        return self.write_watched(lambda ledger, _progress: work(ledger), done, failed)

    def write_watched(
        self,
        work: LongOperation,
        done: Callable[[ChangeSet], None] | None = None,
        failed: Callable[[LedgerError], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Task[tuple[ChangeSet, Facts]]:
        """The same for long work that reports its progress and may be cancelled."""

        def written(ledger: Ledger, progress: Progress) -> tuple[ChangeSet, Facts]:
            change = work(ledger, progress)
            # Here, where no view is being read: what the reader is at must not hold up the word of a change.
            with _saved(ledger):
                return change, read_facts(ledger, progress)

        refused = _Refused(self, failed or self.failed.emit)
        return self.tasks.write(written, _Written(self, done), refused, progress=progress)

    def undo(self) -> None:
        """Undo the last operation."""
        self.write(undo())

    def redo(self) -> None:
        """Bring back the operation undone last."""
        self.write(redo())

    def announce(self, change: ChangeSet, then: Callable[[ChangeSet], None] | None = None) -> None:
        """Read the facts again, tell every view what changed, then whoever asked for it."""
        self.tasks.read(read_facts, _Announced(self, change, then), self.failed.emit)

    def set_actor(self, name: str) -> None:
        """Write this name beside what is changed from now on."""
        if name != self.actor:
            self.actor = name
            if self.writable:
                self.tasks.write(_Signing(name))

    # The file.

    @Slot(object)
    def _on_lost(self, error: WorldError) -> None:
        self.writable, self.write_error = False, error
        self.backups.end()
        self.writable_changed.emit()


class _Written:
    """Called in the GUI thread when an operation is committed."""

    def __init__(self, session: Session, then: Callable[[ChangeSet], None] | None) -> None:
        self._session, self._then = session, then

    def __call__(self, written: tuple[ChangeSet, Facts]) -> None:
        change, facts = written
        self._session.file.keep()
        _Announced(self._session, change, self._then)(facts)


class _Refused:
    """Called in the GUI thread when an operation failed."""

    def __init__(self, session: Session, then: Callable[[LedgerError], None]) -> None:
        self._session, self._then = session, then

    def __call__(self, error: LedgerError) -> None:
        if error.code in NOT_OURS:
            self._session.file.lose(error.code)
        owner = getattr(self._then, "__self__", None)
        if not isinstance(owner, QObject) or shiboken6.isValid(owner):
            self._then(error)


class _Signing:
    """Run in the thread that writes."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, ledger: Ledger, _progress: Progress) -> None:
        ledger.store.actor = self._name


class _Announced:
    """Called in the GUI thread when the facts after an operation are there."""

    def __init__(self, session: Session, change: ChangeSet, then: Callable[[ChangeSet], None] | None) -> None:
        self._session, self._change, self._then = session, change, then

    def __call__(self, facts: Facts) -> None:
        session = self._session
        session.facts = facts
        session.ledger_changed.emit(self._change)
        if self._then is not None:
            self._then(self._change)


@contextlib.contextmanager
def _saved(ledger: Ledger) -> Iterator[None]:
    """What goes wrong in here does so after the commit: nobody is to be told that nothing was changed."""
    try:
        yield
    except Exception as error:
        reason = known(error, ledger.path)
        if not isinstance(reason, LedgerError):
            raise
        raise WorldError("ledger.saved_badly", path=str(ledger.path), detail=str(error)) from error


def _reading(path: Path) -> Ledger:
    """Opened by the thread that reads; the ledger's modules are imported there, beside the first picture."""
    from db.ledger import Ledger

    return Ledger.open(path, mode="read")


def read_facts(ledger: Ledger, _progress: Progress) -> Facts:
    """The small things every view needs."""
    return Facts(
        kinds=ledger.kinds.all(),
        undo=ledger.undo_step(),
        redo=ledger.redo_step(),
        last_operation=ledger.last_operation(),
        events=ledger.events.total(),
        fields=ledger.fields.all(),
        views=ledger.saved_views.all(),
    )
