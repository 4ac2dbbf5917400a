"""The one door to a ledger.

Open it by path; :meth:`Ledger.at` gives a view of it, which everything that shows or prints reads; every write is a
named operation of one of its tables, in one transaction, and answers with its change set. One :class:`Ledger` belongs
to the thread that opened it: the window has one for writing and one for reading, each in a thread of its own.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from db.errors import LedgerError, WorldError, known, translate
from db.findings.accepting import Findings
from db.model.progress import Progress
from db.model.scope import Scope
from db.store import steps
from db.store.connection import Mode, NeedsMigration, connect, raw_connect
from db.store.kinds import add_all_built_in
from db.store.operations import ChangeSet
from db.store.steps import Step
from db.store.store import Clock, Store, local_now
from db.tables.base import At
from db.tables.tables import Tables
from db.view.view import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.backups.restoring import RestorePreview
    from db.backups.shelf import Backup, Why
    from db.curation.erase_person import Erasing
    from db.history.reverting import Edited, RevertPreview
    from db.history.two_files import TwoFiles


class Ledger(Tables):
    """One open ledger. Use :meth:`open` or :meth:`create`, and close it (or use it as a context manager).

    Its tables write, and read what is there now; :meth:`at` gives a view, which reads under a scope and as known at
    any moment.
    """

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.findings = Findings(self.now)
        self.store.damaged = lambda: bool(self.check())
        self.migrated_from: Path | None = None  # the backup made before a migration, if there was one

    def at(self, scope: Scope | None = None) -> View:
        """The ledger under a scope, as known at the scope's moment; by default all of it, as it is now."""
        return View.of(At.of(self.store, scope))

    # Life.

    @classmethod
    def open(cls, path: Path | str, *, mode: Mode = "write", clock: Clock = local_now) -> Self:
        """Open an existing ledger, migrating an older one first (write mode).

        Raises :class:`WorldError`: ``ledger.missing``, ``.empty_file``, ``.is_folder``, ``.not_a_ledger`` (not
        SQLite), ``.other_database``, ``.foreign_schema``, ``.newer``, ``.older`` (in read mode), ``.read_only``,
        ``.locked``, ``.no_permission``, ``.needs_recovery``, ``.damaged``, ``.cannot_open``.
        """
        path = Path(path)
        backup = None
        try:
            connection = connect(path, mode)
        except NeedsMigration as older:
            if mode == "read":
                raise WorldError(older.code, **older.values) from None
            from db.store.migrating import migrate  # sqlite-utils is loaded only for this

            backup = migrate(path, now=clock())
            connection = connect(path, mode)
        ledger = cls(Store(connection, path, mode=mode, clock=clock))
        ledger.migrated_from = backup
        return ledger

    @classmethod
    def create(cls, path: Path | str, *, clock: Clock = local_now) -> Self:
        """Make a new ledger with the built-in kinds. Raises ``ledger.exists`` rather than touch what is there."""
        path = Path(path)
        try:
            # Ours alone: exclusive creation, and readable by its owner only.
            path.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            raise WorldError("ledger.exists", path=str(path)) from None
        except OSError as error:
            raise WorldError("ledger.cannot_open", path=str(path), detail=error.strerror or "") from None
        try:
            return cls._fill(path, clock)
        except (sqlite3.Error, LedgerError) as error:
            path.unlink(missing_ok=True)
            if isinstance(error, LedgerError):
                raise
            raise translate(error, path) or error from error

    @classmethod
    def _fill(cls, path: Path, clock: Clock) -> Self:
        """Give an empty file the schema and the built-in kinds."""
        from db.store.creating import create_schema

        connection = raw_connect(path, "rw")
        try:
            create_schema(connection, now=clock())
            ledger = cls(Store(connection, path, mode="write", clock=clock))
            with ledger.operation("ledger.created") as operation:
                add_all_built_in(operation)
        except BaseException:
            connection.close()
            raise
        return ledger

    @classmethod
    def kept(cls, spare: bytes, path: Path) -> Self:
        """What :meth:`spare` kept of a ledger that was at ``path``; to be read, compared and copied."""
        from db.store.spare import opened

        return cls(Store(opened(spare), path, mode="read", clock=local_now, in_memory=True))

    def spare(self) -> bytes | None:
        """All of it, to be kept in memory against the day on which another program overwrites the file.

        None where it is too large for that, or not as this program left it.
        """
        from db.store.spare import spare_of

        return spare_of(self.store)

    def close(self) -> None:
        """Close the file."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if error is not None and (met := known(error, self.path)) is not error:  # a read that met damage
            raise met from error

    def interrupt(self) -> None:
        """Stop the statement that runs now; the one method that another thread may call."""
        self.store.interrupt()

    def today(self) -> date:
        """The local day."""
        return self.store.today()

    @property
    def path(self) -> Path:
        """Where it was opened."""
        return self.store.path

    @property
    def uid(self) -> str:
        """What names this ledger and no other; a copy has another."""
        return self.store.uid()

    # Undo, redo, revert.

    def undo(self) -> ChangeSet:
        """Undo the last operation that is in effect. Raises ``undo.nothing``."""
        return self.store.undo()

    def redo(self) -> ChangeSet:
        """Bring back the operation undone last. Raises ``redo.nothing``."""
        return self.store.redo()

    def undo_step(self) -> Step | None:
        """What Undo would undo."""
        return self.store.undo_step()

    def redo_step(self) -> Step | None:
        """What Redo would bring back."""
        return self.store.redo_step()

    def last_operation(self) -> int:
        """The number of the last operation: with it, what is shown now can be shown again."""
        return self.store.last_operation()

    def revert(self, operation_id: int, *, edited: Edited = "keep") -> ChangeSet:
        """Take back an operation that is not the last, as an operation of its own that can be undone.

        ``edited``: what was edited since is kept as it is, or taken back all the same ("undo"). What anything else
        still names stays. Raises ``revert.unknown``, ``.final``, ``.not_in_effect`` and ``.nothing``.
        """
        from db.history import reverting

        target = reverting.target_of(self.store, operation_id)
        said = steps.step(target)
        with self.operation(
            "operation.reverted", operation=operation_id, reverted=said.code, of=dict(said.detail), edited=edited
        ) as operation:
            reverting.revert(self.store, operation, target, edited=edited)
        return self.last_change

    def revert_preview(self, operation_id: int) -> RevertPreview:
        """How much reverting an operation would take back, and how much of that was edited since. Raises as it."""
        from db.history import reverting

        return reverting.preview(self.store, operation_id)

    # Copies and checks.

    @property
    def erasing(self) -> Erasing:
        """Finding and erasing a person."""
        from db.curation.erase_person import Erasing

        return Erasing(self.store)

    def save_copy(self, target: Path | str) -> None:
        """Write a complete copy to a new file. Raises ``ledger.exists`` rather than replace one."""
        target = Path(target)
        if target.exists():
            raise WorldError("ledger.exists", path=str(target))
        try:
            self.store.copy_to(target)
        except (sqlite3.Error, OSError) as error:
            raise WorldError("ledger.cannot_write", path=str(target), detail=str(error)) from error

    # Backups.

    def back_up(self, root: Path, *, why: Why, between: Callable[[], None] | None = None) -> Backup:
        """Make a backup below the folder of all backups, or give the one that holds this state already.

        ``between`` is called every few milliseconds and may write. Raises ``backup.busy``, ``.damaged`` and
        ``.cannot_write``; what ``between`` raises ends it.
        """
        from db.backups.writing import make

        return make(self.store, root, why=why, between=between or _nothing)

    def backups(self, root: Path) -> list[Backup]:
        """The backups of this ledger below the folder of all, the newest first."""
        from db.backups.shelf import Shelf

        return Shelf.of(root, self.uid).backups()

    def restore_preview(self, backup: Backup) -> RestorePreview:
        """What going back to a backup would do. Raises ``restore.other_history`` and ``restore.migrated``."""
        from db.backups import restoring

        return restoring.preview(self.store, backup)

    def restore(self, backup: Backup) -> ChangeSet:
        """Go back to a backup, as an operation that can be undone.

        Raises as the preview, ``restore.nothing``, and ``restore.differs`` where the history does not give what the
        backup holds.
        """
        from db.backups import restoring

        made = backup.made.isoformat(timespec="seconds")
        with self.operation("ledger.restored", made=made, operation=backup.operation) as operation:
            restoring.restore(self.store, operation, backup)
        return self.last_change

    def compared_with(self, path: Path | str) -> TwoFiles:
        """What this ledger has that the one in a file has not, and the other way round. Raises as :meth:`open`."""
        from db.history.two_files import compare

        with Ledger.open(path, mode="read") as other:
            return compare(self.store, other.store)

    def check(self, progress: Progress | None = None) -> list[LedgerError]:
        """Look for damage: see :func:`db.checking.looking.problems`. Empty: sound."""
        from db.checking.looking import problems

        return problems(self, progress or Progress())


def _nothing() -> None:
    pass
