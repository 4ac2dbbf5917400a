"""Steps of the history: which one Undo takes back and Redo brings back, and what the file says of each."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from db.store import schema
from db.store.codec import read_day, read_json, read_moment
from db.store.operations import FINAL, ChangeSet, Kind, Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An operation as the history lists it."""

    id: int
    code: str
    detail: Mapping[str, object]
    kind: Kind
    target_id: int | None
    actor: str
    recorded_at: datetime
    recorded_day: date
    undone: bool


def all_that_may_differ(connection: sqlite3.Connection) -> ChangeSet:
    """What others wrote, as one change up to the last operation: many rows of every table."""
    last = connection.execute("SELECT * FROM operations ORDER BY id DESC LIMIT 1").fetchone()
    said = step(last)
    return ChangeSet(said.id, said.code, said.detail, said.kind, dict.fromkeys(schema.VERSIONED))


def undo_target(connection: sqlite3.Connection) -> sqlite3.Row | None:
    """The operation that Undo would undo next."""
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM operations WHERE kind = 'do' AND undone_by IS NULL "
        f"AND code NOT IN ({', '.join('?' * len(FINAL))}) ORDER BY id DESC LIMIT 1",
        FINAL,
    ).fetchone()
    return row


def redo_target(connection: sqlite3.Connection) -> sqlite3.Row | None:
    """The operation that Redo would bring back next."""
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM operations WHERE kind = 'do' AND undone_by IS NOT NULL AND abandoned = 0 ORDER BY id LIMIT 1"
    ).fetchone()
    return row


def undo(operation: Operation, target: sqlite3.Row) -> None:
    """Undo ``target`` as this operation."""
    operation.kind = "undo"
    operation.code, operation.detail = target["code"], read_json(target["detail"], dict)
    operation.reverse(target["applied_by"])
    operation.connection.execute("UPDATE operations SET target_id = ? WHERE id = ?", (target["id"], operation.id))
    operation.connection.execute("UPDATE operations SET undone_by = ? WHERE id = ?", (operation.id, target["id"]))


def redo(operation: Operation, target: sqlite3.Row) -> None:
    """Bring ``target`` back as this operation."""
    operation.kind = "redo"
    operation.code, operation.detail = target["code"], read_json(target["detail"], dict)
    operation.reverse(target["undone_by"])
    operation.connection.execute("UPDATE operations SET target_id = ? WHERE id = ?", (target["id"], operation.id))
    operation.connection.execute(
        "UPDATE operations SET undone_by = NULL, applied_by = ? WHERE id = ?", (operation.id, target["id"])
    )


def step(row: sqlite3.Row) -> Step:
    """A row of ``operations`` as a record."""
    return Step(
        id=row["id"],
        code=row["code"],
        detail=read_json(row["detail"], dict),
        kind=row["kind"],
        target_id=row["target_id"],
        actor=row["actor"],
        recorded_at=read_moment(row["recorded_at"]),
        recorded_day=read_day(row["recorded_day"]),
        undone=row["undone_by"] is not None,
    )
