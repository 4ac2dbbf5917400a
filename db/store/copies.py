"""Complete copies of a ledger, through SQLite's own backup: nothing else may open the file while it is open."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from db.errors import WorldError
from db.store import digests
from db.store.atomic import sync_folder
from db.store.connection import harden, raw_connect
from db.store.uids import new_uid


def back_up(connection: sqlite3.Connection, target: Path) -> None:
    """The same ledger in another file, which is looked through before it has its name."""
    with _copied(connection, target) as copy:
        found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise WorldError("ledger.damaged", path=str(target), detail=str(found))


def save_copy(connection: sqlite3.Connection, target: Path, *, now: datetime) -> None:
    """A ledger of its own with the same operations: it has another uid, they have the same."""
    with _copied(connection, target) as copy:
        copy.execute("UPDATE ledger SET uid = ?", (new_uid(now),))
        digests.name_anew(copy)


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
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with contextlib.closing(raw_connect(partial, "rw")) as copy:
            connection.backup(copy)
            yield copy  # what was written is synced by SQLite
        partial.replace(target)
    except BaseException:
        for left in (partial, partial.with_name(partial.name + "-journal")):
            with contextlib.suppress(OSError):
                left.unlink()
        raise
    sync_folder(target.parent)


def free_name(path: Path) -> Path:
    """``path``, or it with a number where that exists."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
