"""Bringing a ledger of an older Headwater up to date: backed up first, then migrated in one transaction.

Applied through sqlite-utils, which records each migration; imported only when a ledger is older.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database, Migrations

from db import schema
from db.connection import raw_connect
from db.errors import WorldError, translate


def migrate(path: Path, *, now: datetime) -> Path:
    """Back up the ledger beside itself, apply every pending migration, and give the backup's path."""
    try:
        with contextlib.closing(raw_connect(path, "rw")) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            backup = free_name(path.with_name(f"{path.stem}.before-{version}-{now:%Y%m%d-%H%M%S}{path.suffix}"))
            back_up(connection, backup)
            _apply(connection, path)
            return backup
    except sqlite3.Error as error:
        raise translate(error, path) or error from error


def back_up(connection: sqlite3.Connection, target: Path) -> None:
    """A complete copy through SQLite's own backup, under a temporary name until it is whole."""
    partial = target.with_name(target.name + ".part")
    with contextlib.closing(sqlite3.connect(partial)) as copy:
        connection.backup(copy)
    partial.replace(target)


def free_name(path: Path) -> Path:
    """``path``, or it with a number where that exists."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _apply(connection: sqlite3.Connection, path: Path) -> None:
    migrations = Migrations(schema.MIGRATION_SET)
    for name, script in schema.MIGRATIONS:
        migrations(name=name)(_runner(script))
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(Database(connection, execute_plugins=False))
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None or schema.fingerprint(connection) != schema.FINGERPRINTS[len(schema.MIGRATIONS)]:
            raise WorldError("ledger.foreign_schema", path=str(path))
        connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _runner(script: str) -> Callable[[Database], None]:
    def run(database: Database) -> None:
        database.executescript(script)

    return run
