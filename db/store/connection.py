"""Opening the file: what makes a SQLite database a ledger, safely.

Only this process's own ``sqlite3`` ever opens a ledger. Opening and closing it by any other way (hashing, copying, a
second SQLite library) would drop the locks that protect it.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from pathlib import Path
from typing import Literal

from db.errors import LedgerError, WorldError, translate
from db.store import schema

#: Memory for pages of a running transaction, in KiB: keeps the file untouched until the commit of a large import.
_CACHE_KIB = 400_000
#: The same where nobody reads beside the import, so that the file may be written to earlier.
_SPILLING_KIB = 64_000
#: Memory for the pages of a reader, in KiB; the system keeps the file in memory, too.
_READING_KIB = 16_000
_BUSY_SECONDS = 2.0
#: Characters of a text, whoever writes it, and bytes of a row: of several such texts in whatever letters.
LONGEST, _ROW_LIMIT = 1_000_000, 20_000_000

#: How SQLite says that it would have to write and must not.
_NOT_ALLOWED = ("SQLITE_READONLY", "SQLITE_CANTOPEN")

Mode = Literal["write", "read"]


def connect(path: Path, mode: Mode) -> sqlite3.Connection:
    """Open an existing ledger of the current schema. Raises :class:`WorldError` with what to tell the user."""
    _look(path)
    try:
        return _connect(path, mode)
    except sqlite3.Error as error:
        # What SQLite cannot make sense of while opening ("unsupported file format") is the file's fault.
        raise translate(error, path) or WorldError("ledger.damaged", path=str(path), detail=str(error)) from error
    except UnicodeDecodeError as error:  # the message of SQLite quotes a name of the file
        raise WorldError("ledger.damaged", path=str(path), detail=str(error)) from error


def _look(path: Path) -> None:
    """Refuse what need not be opened to be refused."""
    if path.is_dir():
        raise WorldError("ledger.is_folder", path=str(path))
    try:
        facts = path.stat()
    except FileNotFoundError:
        raise WorldError("ledger.missing", path=str(path)) from None
    except OSError as error:
        raise WorldError("ledger.cannot_open", path=str(path), detail=error.strerror or "") from None
    if not stat.S_ISREG(facts.st_mode):
        raise WorldError("file.device", path=str(path))
    if facts.st_size == 0:
        raise WorldError("ledger.empty_file", path=str(path))
    if not os.access(path, os.R_OK):
        raise WorldError("ledger.no_permission", path=str(path))


def _connect(path: Path, mode: Mode) -> sqlite3.Connection:
    # A hot journal (the app was killed inside a transaction) must be rolled back, which needs a writable connection.
    hot = path.with_name(path.name + "-journal").exists()
    writable = mode == "write" or hot
    connection = None
    try:
        connection = raw_connect(path, "rw" if writable else "ro")
        check_identity(connection, path)
        if writable and mode == "read":
            connection.execute("PRAGMA query_only = ON")
    except BaseException as error:
        if connection is not None:
            connection.close()
        # Without the right to write, what was left in the middle can neither be finished nor read.
        if hot and isinstance(error, sqlite3.Error) and _errorname(error).startswith(_NOT_ALLOWED):
            raise WorldError("ledger.needs_recovery", path=str(path)) from None
        raise
    return connection


def _errorname(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", "")  # an error of Python's own module has none


def raw_connect(path: Path, mode: Literal["rw", "ro", "rwc"]) -> sqlite3.Connection:
    """A connection with our settings, whatever the file holds."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=_BUSY_SECONDS, isolation_level=None
    )
    try:
        _settle(connection, _READING_KIB if mode == "ro" else _CACHE_KIB)
    except BaseException:
        connection.close()
        raise
    return connection


def let_spill(connection: sqlite3.Connection) -> None:
    """Let a transaction write to the file before its commit: less memory, but others cannot read until it ends."""
    connection.execute(f"PRAGMA cache_size = -{_SPILLING_KIB}")
    connection.execute("PRAGMA cache_spill = ON")


def _settle(connection: sqlite3.Connection, cache_kib: int) -> None:
    connection.row_factory = sqlite3.Row
    # First of all, before any statement could use the schema.
    connection.execute("PRAGMA trusted_schema = OFF")
    harden(connection)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _ROW_LIMIT)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for pragma in (
        "cell_size_check = ON",
        "mmap_size = 0",
        "foreign_keys = ON",
        "synchronous = EXTRA",
        "temp_store = MEMORY",
        f"cache_size = -{cache_kib}",
        "cache_spill = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def harden(connection: sqlite3.Connection) -> None:
    """Let no schema be rewritten and no trigger run, where Python can say so (3.12); ledgers have no triggers."""
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False)


def check_identity(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse everything that is not a ledger of exactly the schema this code was written for."""
    application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    if application_id != schema.APPLICATION_ID:
        raise WorldError("ledger.other_database", path=str(path))
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    current = schema.newest()
    if version > current:
        raise WorldError("ledger.newer", path=str(path), version=version, known=current)
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        raise WorldError("ledger.other_database", path=str(path))
    # An older schema as well: what migrates it must not run what somebody else put there.
    if schema.fingerprint(connection) != schema.FINGERPRINTS.get(version):
        raise WorldError("ledger.foreign_schema", path=str(path))
    if not schema.roots_are_sound(connection):
        raise WorldError("ledger.damaged", path=str(path))
    if version < current:
        raise NeedsMigration(path, version)


class NeedsMigration(LedgerError):  # noqa: N818 - a state of the file, answered by migrating it
    """The ledger was written by an older Headwater; :func:`db.store.migrating.migrate` brings it up to date."""

    def __init__(self, path: Path, version: int) -> None:
        super().__init__("ledger.older", path=str(path), version=version)
        self.version = version
