"""Complete copies of a ledger, through SQLite's own backup: nothing else may open the file while it is open."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from db.store.connection import harden, raw_connect
from db.store.uids import new_uid


def back_up(connection: sqlite3.Connection, target: Path) -> None:
    """The same ledger in another file."""
    with _copied(connection, target):
        pass


def save_copy(connection: sqlite3.Connection, target: Path, *, now: datetime) -> None:
    """A ledger of its own with the same operations: it has another uid, they have the same."""
    with _copied(connection, target) as copy:
        copy.execute("UPDATE ledger SET uid = ?", (new_uid(now),))


@contextlib.contextmanager
def frozen(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """The ledger as it is at this moment, to be read for as long as it takes; on no disk under any name."""
    with contextlib.closing(nameless()) as copy:
        connection.backup(copy)
        yield copy


def nameless() -> sqlite3.Connection:
    """An empty database that is gone with its connection."""
    connection = sqlite3.connect("", isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA trusted_schema = OFF")
    harden(connection)
    return connection


@contextlib.contextmanager
def _copied(connection: sqlite3.Connection, target: Path) -> Iterator[sqlite3.Connection]:
    """The copy, under a temporary name until the block ends."""
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)  # what a crash may have left is not opened
    with contextlib.closing(raw_connect(partial, "rwc")) as copy:
        connection.backup(copy)
        yield copy
    partial.replace(target)


def free_name(path: Path) -> Path:
    """``path``, or it with a number where that exists."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
