"""The name a row has in every copy of a ledger: the operation that first added it, and its place in that."""

from __future__ import annotations

import sqlite3

from db.store import schema


def name_sql(table: str, row_id: str) -> str:
    """An SQL expression for the name of the row of a versioned table that has an id (an expression too)."""
    assert table in schema.VERSIONED
    return (
        f"(SELECT u.uid || '/' || (f.version - p.first_version) FROM {table} f "
        "JOIN operations u ON u.id = f.added_operation "
        f"JOIN operation_changes p ON p.operation_id = f.added_operation AND p.table_name = '{table}' "
        f"WHERE f.version = (SELECT min(version) FROM {table} WHERE id = {row_id}))"
    )


def row_named(connection: sqlite3.Connection, table: str, name: str) -> int | None:
    """The id of the row that has a name, whether it is live or not; None: this ledger never had it."""
    assert table in schema.VERSIONED
    uid, _, place = name.rpartition("/")
    if not uid or not place.isdecimal() or len(place) > 18:
        return None
    found = connection.execute(
        f"SELECT f.id FROM {table} f JOIN operation_changes p ON p.table_name = '{table}' "
        "AND p.operation_id = f.added_operation JOIN operations u ON u.id = p.operation_id "
        "WHERE u.uid = ? AND f.version = p.first_version + ?",
        (uid, int(place)),
    ).fetchone()
    return None if found is None else int(found[0])
