"""What a ledger held, kept in memory: all that is left of it where another program has overwritten its file.

The old content of a file that is overwritten in place is nowhere on the disk any more. A ledger of moderate size is
kept beside its window, byte by byte; it can be read on, compared, and saved under another name.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from db.errors import WorldError
from db.store.copies import nameless

if TYPE_CHECKING:
    from db.store.store import Store

#: Larger ledgers are not kept: it would cost as much memory again, and a twentieth of a second after each change.
LIMIT = 32 * 1024 * 1024


def spare_of(store: Store) -> bytes | None:
    """All of the file as it is; None where it is too large, or is not what this program left there."""
    watch, ask = store.watch, store.connection.execute
    try:
        if watch is None or watch.look() or _size(ask) > LIMIT:
            return None
        spare = store.connection.serialize()
        return None if watch.look() else spare
    except (sqlite3.Error, WorldError):  # it is another's, or being written at this moment
        return None


def _size(ask: Callable[[str], sqlite3.Cursor]) -> int:
    pages, size = ask("PRAGMA page_count").fetchone()[0], ask("PRAGMA page_size").fetchone()[0]
    return int(pages) * int(size)


def opened(spare: bytes) -> sqlite3.Connection:
    """A connection to what was kept, which leads to no file."""
    connection = nameless()
    connection.deserialize(spare)
    connection.execute("PRAGMA query_only = ON")
    return connection
