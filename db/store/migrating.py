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

from db.errors import WorldError, translate
from db.store import digests, schema
from db.store.connection import NeedsMigration, check_identity, raw_connect
from db.store.copies import back_up, free_name
from db.store.migrations import MIGRATION_SET, MIGRATIONS
from db.store.operations import MIGRATED, Operation


def migrate(path: Path, *, now: datetime) -> Path:
    """Back up the ledger beside itself, apply every pending migration, and give the backup's path."""
    try:
        with contextlib.closing(raw_connect(path, "rw")) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            backup = free_name(path.with_name(f"{path.stem}.before-{version}-{now:%Y%m%d-%H%M%S}{path.suffix}"))
            back_up(connection, backup)
            _apply(connection, path, now=now)
            return backup
    except sqlite3.Error as error:
        raise translate(error, path) or error from error


def _apply(connection: sqlite3.Connection, path: Path, *, now: datetime) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _older_version(connection, path)
        _run_scripts(connection)
        if schema.fingerprint(connection) != schema.FINGERPRINTS[schema.newest()]:
            raise WorldError("ledger.foreign_schema", path=str(path))
        _run_steps(connection, version, now=now)
        digests.rebuild(connection)  # a step may edit rows in place, and older versions had none
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise WorldError("ledger.damaged", path=str(path))
        connection.execute(f"PRAGMA user_version = {schema.newest()}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _older_version(connection: sqlite3.Connection, path: Path) -> int:
    """The version of the file as it is within this transaction; the newest if somebody else was faster."""
    try:
        check_identity(connection, path)
    except NeedsMigration as older:
        return older.version
    return schema.newest()


def _run_scripts(connection: sqlite3.Connection) -> None:
    migrations = Migrations(MIGRATION_SET)
    for migration in MIGRATIONS:
        migrations(name=migration.name)(_runner(migration.script))
    migrations.apply(Database(connection, recursive_triggers=False, execute_plugins=False))


def _runner(script: str) -> Callable[[Database], None]:
    def run(database: Database) -> None:
        database.executescript(script)

    return run


def _run_steps(connection: sqlite3.Connection, version: int, *, now: datetime) -> None:
    for number, migration in enumerate(MIGRATIONS[version:], start=version + 1):
        if migration.step is not None:
            operation = Operation(connection, code=MIGRATED, detail={"version": number}, actor="", now=now)
            migration.step(operation)
            operation.finish()
