"""The one door to a ledger.

Open it by path; read records from its tables (``ledger.events.rows(...)``); every write is a named operation in one
transaction and answers with its change set. One :class:`Ledger` belongs to the thread that opened it: the window has
one for writing and one for reading, each in a thread of its own.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from db import operations
from db.connection import Identity, Mode, NeedsMigration, connect, create_schema, raw_connect
from db.errors import LedgerError, UserError, WorldError, translate
from db.kinds import BUILT_IN
from db.operations import ChangeSet, Operation, Step
from db.tables.events import Events
from db.tables.findings import Findings
from db.tables.history import History
from db.tables.kinds import Kinds
from db.tables.organizations import Organizations
from db.tables.overview import Overview
from db.tables.relationships import Relationships
from db.tables.settings import Settings
from db.tables.sources import Sources

if TYPE_CHECKING:
    from db.reverting import Edited, RevertPreview

if TYPE_CHECKING:
    from db.erasing import Erasing

Clock = Callable[[], datetime]


def local_now() -> datetime:
    """Now, with the zone of this machine."""
    return datetime.now().astimezone()


class Ledger:
    """One open ledger. Use :meth:`open` or :meth:`create`, and close it (or use it as a context manager)."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, mode: Mode, clock: Clock) -> None:
        self.connection = connection
        self.path = path
        self.mode = mode
        self.clock = clock
        self.actor = ""
        self.last_change = ChangeSet(0, "", {}, "do", {})
        #: What a commit is made within, for those who read the same file in another thread: they can rest meanwhile.
        self.alone: Callable[[], contextlib.AbstractContextManager[object]] = contextlib.nullcontext
        self.migrated_from: Path | None = None  # the backup made before a migration, if there was one
        self._identity = Identity.of(path)
        self._running: Operation | None = None
        self.organizations = Organizations(self)
        self.sources = Sources(self)
        self.relationships = Relationships(self)
        self.events = Events(self)
        self.findings = Findings(self)
        self.overview = Overview(self)
        self.kinds = Kinds(self)
        self.settings = Settings(self)
        self.steps = History(self)

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
            from db.migration import migrate  # sqlite-utils is loaded only for this

            backup = migrate(path, now=clock())
            connection = connect(path, mode)
        ledger = cls(connection, path, mode=mode, clock=clock)
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
        connection = raw_connect(path, "rw")
        try:
            create_schema(connection)
            ledger = cls(connection, path, mode="write", clock=clock)
            with ledger.operation("ledger.created") as operation:
                for kind in BUILT_IN:
                    ledger.kinds.add(operation, kind, code=kind.code)
        except BaseException:
            connection.close()
            raise
        return ledger

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def interrupt(self) -> None:
        """Stop the statement that runs now; the one method that another thread may call."""
        self.connection.interrupt()

    def in_place(self) -> bool:
        """Whether the path still leads to the file that was opened."""
        return self._identity is not None and Identity.of(self.path) == self._identity

    # Writing.

    @contextlib.contextmanager
    def operation(self, code: str, **detail: object) -> Iterator[Operation]:
        """Run a named operation in one transaction; within another one, join it.

        On leaving, derived values are rebuilt, the change is recorded and committed, and :attr:`last_change` says
        what changed. On any error, everything is rolled back and the file is as before.
        """
        if self._running is not None:
            yield self._running
            return
        self._refuse_elsewhere()
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            operation = Operation(self.connection, code=code, detail=detail, actor=self.actor, now=self.clock())
            self._running = operation
            yield operation
            self.events.rebuild(operation, operation.stale_events)
            change = operation.finish()
            self._refuse_elsewhere()
            if change.empty and operation.kind == "do" and code not in operations.FINAL:
                self.connection.execute("ROLLBACK")  # nothing differs: no step to undo
            else:
                with self.alone():
                    self.connection.execute("COMMIT")
            self.last_change = change
        except BaseException as error:
            self._roll_back()
            if isinstance(error, sqlite3.Error):
                raise translate(error, self.path) or error from error
            raise
        finally:
            self._running = None

    def _refuse_elsewhere(self) -> None:
        if self.mode == "read":
            raise WorldError("ledger.read_only", path=str(self.path))
        if not self.in_place():
            raise WorldError("ledger.moved", path=str(self.path))

    def _roll_back(self) -> None:
        # After a full disk SQLite has rolled back by itself; a second ROLLBACK would hide the first error.
        if self.connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")

    # History.

    def undo(self) -> ChangeSet:
        """Undo the last operation that is in effect. Raises ``undo.nothing``."""
        target = operations.undo_target(self.connection)
        if target is None:
            raise UserError("undo.nothing")
        with self.operation(target["code"]) as operation:
            operations.undo(operation, target)
        return self.last_change

    def redo(self) -> ChangeSet:
        """Bring back the operation undone last. Raises ``redo.nothing``."""
        target = operations.redo_target(self.connection)
        if target is None:
            raise UserError("redo.nothing")
        with self.operation(target["code"]) as operation:
            operations.redo(operation, target)
        return self.last_change

    def revert(self, operation_id: int, *, edited: Edited = "keep") -> ChangeSet:
        """Take back an operation that is not the last, as an operation of its own that can be undone.

        ``edited``: what was edited since is kept as it is, or taken back all the same ("undo"). What anything else
        still names stays. Raises ``revert.unknown``, ``.final``, ``.not_in_effect`` and ``.nothing``.
        """
        from db import reverting

        target = reverting.target_of(self.connection, operation_id)
        said = operations.step(target)
        with self.operation(
            "operation.reverted", operation=operation_id, reverted=said.code, of=dict(said.detail), edited=edited
        ) as operation:
            reverting.revert(self, operation, target, edited=edited)
        return self.last_change

    def revert_preview(self, operation_id: int) -> RevertPreview:
        """How much reverting an operation would take back, and how much of that was edited since. Raises as it."""
        from db import reverting

        return reverting.preview(self, operation_id)

    def undo_step(self) -> Step | None:
        """What Undo would undo."""
        row = operations.undo_target(self.connection)
        return None if row is None else operations.step(row)

    def redo_step(self) -> Step | None:
        """What Redo would bring back."""
        row = operations.redo_target(self.connection)
        return None if row is None else operations.step(row)

    def history(self, *, limit: int = 500, offset: int = 0) -> list[Step]:
        """The operations, the latest first."""
        rows = self.connection.execute("SELECT * FROM operations ORDER BY id DESC LIMIT ? OFFSET ?", (limit, offset))
        return [operations.step(row) for row in rows]

    def last_operation(self) -> int:
        """The number of the last operation: with it, what is shown now can be shown again."""
        return int(self.connection.execute("SELECT ifnull(max(id), 0) FROM operations").fetchone()[0])

    def today(self) -> date:
        """The local day."""
        return self.clock().date()

    # Copies and checks.

    @property
    def erasing(self) -> Erasing:
        """Finding and erasing a person."""
        from db.erasing import Erasing

        return Erasing(self)

    def save_copy(self, target: Path | str) -> None:
        """Write a complete copy to a new file. Raises ``ledger.exists`` rather than replace one."""
        from db.migration import back_up

        target = Path(target)
        if target.exists():
            raise WorldError("ledger.exists", path=str(target))
        try:
            back_up(self.connection, target)
        except (sqlite3.Error, OSError) as error:
            raise WorldError("ledger.cannot_write", path=str(target), detail=str(error)) from error

    def check(self) -> list[LedgerError]:
        """Look for damage: SQLite's own check, broken references, more than one live version. Empty: sound."""
        from db.check import problems

        return problems(self.connection)
