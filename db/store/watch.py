"""Whether a ledger's file is still what this program left there, or somebody else has put something in its place.

What a file system says of a file (size, times) changes with our own commits and with a mere ``chmod`` too; what SQLite
says (the counter of changes) is the same in a copy of another ledger; so none of both is enough. Where the first
differs from what was noted after our last commit, the counter of our own connection is asked, which knows of every
other writer, and the uid of the last operation is read through a connection of its own, whose pages are those of the
file and not remembered ones. Where both are as they were, nothing was written.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from db.errors import WorldError
from db.store.connection import harden

#: A file system counts time in steps of some milliseconds: what is written within one looks as before.
_STEP_NS = 100_000_000
#: So many times a file is looked at that is being written just now.
_TIMES = 5
#: Instructions of SQLite after which whatever is in the place of our table is not ours.
_PATIENCE = 2_000_000

#: What became of the file: nothing; moved, deleted or another file; other content.
Found = Literal["", "ledger.moved", "ledger.changed"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the file system says of a file."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> Stamp | None:
        """Of the file at ``path`` now; None if there is none. Costs some microseconds and takes no lock."""
        try:
            found = os.stat(path)  # noqa: PTH116 - this is polled
        except OSError:
            return None
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)

    @property
    def file(self) -> tuple[int, int]:
        """Which file it is, whatever it is called."""
        return self.device, self.inode


class Watch:
    """Knows the file as it was after the last commit of a connection. Belongs to that connection's thread.

    :meth:`stirred`, :meth:`differs` and :meth:`gone` alone may be called by any thread.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self._path = connection, path
        self._stamp: Stamp | None = None
        self._known = (0, "")  # the counter of changes, the uid of the last operation
        self._sure = False  # the stamp is older than the step of its clock
        self.settle()

    def stirred(self) -> bool:
        """Whether the file may have been written to since the last look."""
        return not self._sure or self.differs()

    def differs(self) -> bool:
        """Whether the file system says that it was."""
        return Stamp.of(self._path) != self._stamp

    def gone(self) -> bool:
        """Whether it was moved, deleted, or another file is in its place."""
        here, stamp = Stamp.of(self._path), self._stamp
        return here is None or stamp is None or here.file != stamp.file

    def settle(self) -> None:
        """Take the file as it is now for what this program left there: after opening it, and after each commit."""
        for _time in range(_TIMES):
            here = Stamp.of(self._path)
            with contextlib.suppress(sqlite3.Error):  # it is committed: a look at it must not fail that
                self._known = self._counter(), last_uid(self._connection)
            if Stamp.of(self._path) == here:
                break
        self._stamp, self._sure = here, False

    def look(self, *, writing: bool = False) -> Found:
        """What became of the file; ``writing``: within a transaction of this connection.

        Raises ``ledger.locked`` where somebody is writing at this moment.
        """
        for _time in range(_TIMES):
            here, stamp = Stamp.of(self._path), self._stamp
            if here is None or stamp is None or here.file != stamp.file:
                return "ledger.moved"
            if here == stamp and self._sure:
                return ""
            found = self._written(stamp, here) if writing else self._asked()
            if found:
                return found
            if Stamp.of(self._path) == here:
                if not writing:
                    self._sure = abs(time.time_ns() - max(here.changed, here.modified)) > _STEP_NS
                    self._stamp = here
                return ""
        raise WorldError("ledger.locked", path=str(self._path))

    def _asked(self) -> Found:
        """Whether anything was written, by what SQLite says."""
        try:
            known = self._counter(), fresh_uid(self._path)
        except sqlite3.Error as error:
            if _busy(error):
                raise WorldError("ledger.locked", path=str(self._path)) from error
            return "ledger.changed"
        return "" if known == self._known else "ledger.changed"

    def _written(self, stamp: Stamp, here: Stamp) -> Found:
        """The same while our own transaction keeps every other user of SQLite from writing: then only others can.

        The counter stands still meanwhile; and where a large transaction had to write before its end, the file is ours
        alone and cannot be asked.
        """
        try:
            if fresh_uid(self._path) != self._known[1]:
                return "ledger.changed"
        except sqlite3.Error as error:
            return "" if _busy(error) else "ledger.changed"
        same = (here.size, here.modified) == (stamp.size, stamp.modified)
        return "" if same else "ledger.changed"

    def _counter(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def goes_on(self) -> bool:
        """Whether the file still holds what it held at the last look, with more behind it."""
        number, _blank, uid = self._known[1].partition(" ")
        if not uid:
            return False  # its last operation could not be read: nothing is known to go on from
        try:
            with contextlib.closing(_fresh(self._path)) as connection:
                found = connection.execute("SELECT uid FROM operations WHERE id = ?", (int(number),)).fetchone()
        except sqlite3.Error:
            return False
        return found is not None and str(found[0]) == uid

    def holds(self, uid: str) -> bool | None:
        """Whether an operation is in the file, read through a connection of its own; None where that cannot be said."""
        try:
            return fresh_uid(self._path) == uid
        except sqlite3.Error:
            return None


def fresh_uid(path: Path) -> str:
    """The last operation that the file holds (:func:`last_uid`); whatever the file is, without end or side effect."""
    with contextlib.closing(_fresh(path)) as connection:
        return last_uid(connection)


def _fresh(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0, isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        harden(connection)
    except BaseException:
        connection.close()
        raise
    connection.set_progress_handler(lambda: 1, _PATIENCE)
    return connection


def last_uid(connection: sqlite3.Connection) -> str:
    """Number and uid of the last operation, as a connection sees them."""
    row = connection.execute("SELECT id, uid FROM operations ORDER BY id DESC LIMIT 1").fetchone()
    return "" if row is None else f"{row[0]} {row[1]}"


def _busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


__all__ = ["Found", "Stamp", "Watch", "fresh_uid", "last_uid"]
