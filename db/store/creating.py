"""Giving an empty file the newest schema."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from db.store import ddl, schema
from db.store.migrations import MIGRATION_SET, MIGRATIONS
from db.store.uids import new_uid


def create_schema(connection: sqlite3.Connection, *, now: datetime) -> None:
    """The newest schema and a uid of its own, with every migration on record as if it had been applied."""
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute("BEGIN IMMEDIATE")
    for statement in ddl.statements():
        connection.execute(statement)
    connection.executemany(
        "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES (?, ?, datetime('now'))",
        [(MIGRATION_SET, migration.name) for migration in MIGRATIONS],
    )
    connection.execute("INSERT INTO ledger(uid) VALUES (?)", (new_uid(now),))
    connection.execute(f"PRAGMA user_version = {schema.newest()}")
    connection.execute("COMMIT")
