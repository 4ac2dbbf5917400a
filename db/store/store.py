"""A file that is open: its connection, its clock, the operation that runs, undo and redo.

What tables are given. It knows operations and versions, not what the rows mean: whoever derives values from rows hangs
that into :attr:`Store.before_commit`.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

from db.errors import LedgerError, UserError, WorldError, known
from db.store import digests, operations, steps
from db.store.codec import read_day
from db.store.connection import Mode, let_spill
from db.store.operations import ChangeSet, Operation
from db.store.steps import Step
from db.store.watch import Watch, last_uid

Clock = Callable[[], datetime]

#: What is met where the pages in memory and those of the file are of two ledgers.
_OF_ANOTHERS = frozenset({"ledger.damaged", "ledger.not_a_ledger", "ledger.disk"})


def local_now() -> datetime:
    """Now, with the zone of this machine."""
    return datetime.now().astimezone()


class Store:
    """One open file. Belongs to the thread that opened it; only :meth:`interrupt` may be called by another.

    ``in_memory``: the connection leads to no file, but to what one held that was at ``path``.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path, *, mode: Mode, clock: Clock, in_memory: bool = False
    ) -> None:
        self.connection = connection
        self.path = path
        self.mode = mode
        self.clock = clock
        self.actor = ""
        self.last_change = ChangeSet(0, "", {}, "do", {})
        #: What a commit is made within, for those who read the same file in another thread: they can rest meanwhile.
        self.alone: Callable[[], contextlib.AbstractContextManager[object]] = contextlib.nullcontext
        #: Called within the transaction, before what an operation changed is recorded.
        self.before_commit: list[Callable[[Operation], None]] = []
        #: Asked where a rule of the schema is broken, or a number too large: the file may not be what was written.
        self.damaged: Callable[[], bool] = lambda: False
        #: What is read again and again, by its type: tables keep it here and follow the operations since.
        self.kept: dict[type, object] = {}
        #: Whether the file is what we left there; None where there is none.
        self.watch = None if in_memory else Watch(connection, path)
        self._running: Operation | None = None

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def copy_to(self, target: Path) -> None:
        """Write a complete copy to a new file: a ledger of its own, with the same operations."""
        from db.store.copies import save_copy

        save_copy(self.connection, target, now=self.clock())

    def nobody_reads(self) -> None:
        """Take less memory for large operations: no other connection of this program has to read meanwhile."""
        let_spill(self.connection)

    def interrupt(self) -> None:
        """Stop the statement that runs now; the one method that another thread may call."""
        self.connection.interrupt()

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
            for derive in self.before_commit:
                derive(operation)
            change = operation.finish()
            if change.empty and operation.kind == "do" and code not in operations.FINAL:
                self.connection.execute("ROLLBACK")  # nothing differs: no step to undo
            else:
                self._commit()
            self.last_change = change
        except BaseException as error:
            self._roll_back()
            raise self._told(error) from error
        finally:
            self._running = None

    def follow(self) -> ChangeSet | None:
        """For who reads only: what others wrote since the last look; None if nothing.

        Raises ``ledger.moved``, ``ledger.changed`` where the file does not go on from what was read, ``ledger.locked``.
        """
        assert self.watch is not None
        found = self.watch.look()
        if not found:
            return None
        if found == "ledger.moved" or not self.watch.goes_on():
            raise WorldError(found, path=str(self.path))
        self.watch.settle()
        self.last_change = self.everything()
        return self.last_change

    def everything(self) -> ChangeSet:
        """A change, as of the last operation, after which anything may be another: all is to be read again."""
        return steps.all_that_may_differ(self.connection)

    @contextlib.contextmanager
    def as_it_is(self) -> Iterator[sqlite3.Connection]:
        """One transaction that is no operation: an empty ledger takes over all rows of another, its history included.

        References are looked at when it ends. On any error, everything is rolled back.
        """
        assert self._running is None
        self._refuse_elsewhere()
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            self.connection.execute("PRAGMA defer_foreign_keys = ON")
            yield self.connection
            digests.rebuild(self.connection)
            self._commit()
        except BaseException as error:
            self._roll_back()
            raise self._told(error) from error

    def _told(self, error: BaseException) -> BaseException:
        """What a transaction that was rolled back failed for."""
        told = known(error, self.path)
        if isinstance(told, sqlite3.IntegrityError | OverflowError) and self.damaged():
            told = WorldError("ledger.damaged", path=str(self.path), detail=str(error))
        if not isinstance(told, WorldError) or self.watch is None:
            return told
        with contextlib.suppress(LedgerError, sqlite3.Error):
            found = self.watch.look()
            if found and told.code in _OF_ANOTHERS:
                return WorldError(found, path=str(self.path))
            if not found and told.code == "ledger.changed":
                # Whoever had the file for a moment left it as it was, which could not be seen from within.
                return WorldError("ledger.locked", path=str(self.path))
        return told

    def _refuse_elsewhere(self, *, writing: bool = False) -> None:
        if self.mode == "read" or self.watch is None:
            raise WorldError("ledger.read_only", path=str(self.path))
        found = self.watch.look(writing=writing)
        if found:
            raise WorldError(found, path=str(self.path))

    def _commit(self) -> None:
        """End the transaction, and say what is true of it where the disk fails at that very moment."""
        assert self.watch is not None
        self._refuse_elsewhere(writing=True)
        uid = last_uid(self.connection)
        try:
            with self.alone():
                self.connection.execute("COMMIT")
        except sqlite3.Error as error:
            if self.connection.in_transaction:
                raise  # it can still be rolled back
            held = self.watch.holds(uid)
            if held is not False:
                self.watch.settle()
                code = "ledger.saved_badly" if held else "ledger.saved_perhaps"
                raise WorldError(code, path=str(self.path), detail=str(error)) from error
            raise
        self.watch.settle()

    def _roll_back(self) -> None:
        # After a full disk SQLite has rolled back by itself; a second ROLLBACK would hide the first error.
        if self.connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")

    # Undo and redo.

    def undo(self) -> ChangeSet:
        """Undo the last operation that is in effect. Raises ``undo.nothing``."""
        target = steps.undo_target(self.connection)
        if target is None:
            raise UserError("undo.nothing")
        with self.operation(target["code"]) as operation:
            steps.undo(operation, target)
        return self.last_change

    def redo(self) -> ChangeSet:
        """Bring back the operation undone last. Raises ``redo.nothing``."""
        target = steps.redo_target(self.connection)
        if target is None:
            raise UserError("redo.nothing")
        with self.operation(target["code"]) as operation:
            steps.redo(operation, target)
        return self.last_change

    def undo_step(self) -> Step | None:
        """What Undo would undo."""
        row = steps.undo_target(self.connection)
        return None if row is None else steps.step(row)

    def redo_step(self) -> Step | None:
        """What Redo would bring back."""
        row = steps.redo_target(self.connection)
        return None if row is None else steps.step(row)

    def uid(self) -> str:
        """What names this ledger and no other."""
        return str(self.connection.execute("SELECT uid FROM ledger").fetchone()[0])

    def last_operation(self) -> int:
        """The number of the last operation: with it, what is shown now can be shown again."""
        return int(self.connection.execute("SELECT ifnull(max(id), 0) FROM operations").fetchone()[0])

    def recorded_day(self, operation: int) -> date | None:
        """The local day on which an operation was recorded; None if there is none of that number."""
        row = self.connection.execute("SELECT recorded_day FROM operations WHERE id = ?", (operation,)).fetchone()
        return read_day(row[0]) if row else None

    def today(self) -> date:
        """The local day."""
        return self.clock().date()
