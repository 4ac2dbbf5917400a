"""Whether rows fit together: what they name is there, once, and no ring of wholes or owners; the history is one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from db.errors import LedgerError
from db.store import schema
from db.store.operations import MIGRATED

#: Which column names a row of which table.
_REFERENCES = (
    ("events", "organization_id", "organizations"),
    ("events", "counterparty_id", "organizations"),
    ("events", "relationship_id", "relationships"),
    ("events", "part_of_id", "events"),
    ("claims", "event_id", "events"),
    ("claims", "source_id", "sources"),
    ("aliases", "organization_id", "organizations"),
    ("relationships", "vendor_id", "organizations"),
    ("relationships", "client_id", "organizations"),
    ("preferences", "event_id", "events"),
    ("field_choices", "field_id", "fields"),
    ("field_values", "field_id", "fields"),
    ("field_values", "choice_id", "field_choices"),
    ("field_values", "organization_id", "organizations"),
    ("field_values", "event_id", "events"),
)
#: Which column leads from a row to one of the same table.
RINGS = (("organizations", "parent_id"), ("events", "part_of_id"))


def inconsistencies(connection: sqlite3.Connection) -> Iterator[LedgerError]:
    """What does not fit together in the rows of a sound file."""
    yield from _references(connection)
    yield from _live_versions(connection)
    for table, column in RINGS:
        yield from _rings(connection, table, column)
    yield from _history(connection)


def _references(connection: sqlite3.Connection) -> Iterator[LedgerError]:
    for row in connection.execute("PRAGMA foreign_key_check"):
        yield LedgerError("check.foreign_key", table=row[0], row=row[1])
    for table, column, target in _REFERENCES:
        broken = connection.execute(
            f"SELECT count(*) FROM {table} t WHERE t.retired_operation IS NULL AND t.{column} IS NOT NULL "
            f"AND NOT EXISTS (SELECT 1 FROM {target} x WHERE x.id = t.{column} AND ifnull(x.retired_operation, 0) = 0)"
        ).fetchone()[0]
        if broken:
            yield LedgerError("check.reference", table=table, column=column, target=target, count=broken)


def _live_versions(connection: sqlite3.Connection) -> Iterator[LedgerError]:
    for table in schema.VERSIONED:
        twice = connection.execute(
            f"SELECT count(*) FROM (SELECT id FROM {table} WHERE retired_operation IS NULL GROUP BY id "
            "HAVING count(*) > 1)"
        ).fetchone()[0]
        if twice:
            yield LedgerError("check.twice", table=table, count=twice)


def _rings(connection: sqlite3.Connection, table: str, column: str) -> Iterator[LedgerError]:
    rings = ringed(connection, table, column)
    if rings:
        yield LedgerError("check.circle", table=table, column=column, count=len(rings))


def ringed(connection: sqlite3.Connection, table: str, column: str) -> list[int]:
    """A row of each ring: it leads to itself."""
    above = dict(
        map(
            tuple,
            connection.execute(
                f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL AND retired_operation IS NULL"
            ).fetchall(),
        )
    )
    sound, found = set[int](), list[int]()
    for row_id in above:
        path = dict[int, None]()  # in order
        one: int | None = row_id
        while one is not None and one not in sound and one not in path:
            path[one] = None
            one = above.get(one)
        if one is not None and one in path:
            found.append(one)
        sound.update(path)
    return found


def _history(connection: sqlite3.Connection) -> Iterator[LedgerError]:
    """What later operations noted in earlier ones: which undid it, which brought it back, whether it can be redone."""
    rows = connection.execute(
        "SELECT id, code, kind, target_id, applied_by, undone_by, abandoned FROM operations ORDER BY id"
    ).fetchall()
    for row, as_noted in zip(rows, noted(rows), strict=True):
        if (row["applied_by"], row["undone_by"], row["abandoned"]) != as_noted:
            yield LedgerError("check.history", operation=row["id"])


def noted(rows: Sequence[Mapping[str, Any] | sqlite3.Row]) -> Iterator[tuple[int, int | None, int]]:
    """What operations, in order, have noted of them: which last brought each back, which undid it, whether given up."""
    applied: dict[int, int] = {row["id"]: row["id"] for row in rows}
    undone: dict[int, int | None] = dict.fromkeys(applied)
    last_deed = 0
    for row in rows:
        if row["kind"] == "undo":
            undone[row["target_id"]] = row["id"]
        elif row["kind"] == "redo":
            applied[row["target_id"]], undone[row["target_id"]] = row["id"], None
        elif row["code"] != MIGRATED:
            last_deed = row["id"]
    for row in rows:
        by = undone[row["id"]]
        given_up = int(by is not None and row["kind"] == "do" and by < last_deed)
        yield applied[row["id"]], by, given_up
