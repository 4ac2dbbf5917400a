"""Putting the rows that were found into a new ledger, so that they fit together again."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from db.checking.fitting import noted
from db.checking.said import readers_of
from db.recovering.finding import Found, Row, Shape
from db.store import schema
from db.store.connection import LONGEST
from db.store.operations import RECOVERED
from db.store.uids import new_uid
from db.tables.organizations import name_columns

#: Characters that are kept of a text that is too long for a ledger.
_KEPT = 1000
_UNREADABLE = (ValueError, TypeError, RecursionError, OverflowError)


@dataclass(slots=True)
class Put:
    """How many rows were put into the new ledger, by table, and how many are said to have been there."""

    rows: dict[str, int] = field(default_factory=dict)
    expected: dict[str, int] = field(default_factory=dict)


def put(connection: sqlite3.Connection, found: Found, *, now: datetime) -> Put:
    """Fill an empty ledger within its transaction; references between rows are mended afterwards."""
    result = Put()
    operations = _operations(connection, found, now=now)
    connection.execute("DELETE FROM ledger")
    connection.execute("INSERT INTO ledger(uid) VALUES (?)", (new_uid(now),))
    _insert(connection, "operations", operations)
    last = max((row["id"] for row in operations), default=0)
    for table in schema.VERSIONED:
        rows = [row for row in _rows(connection, found, table) if _is_of(row, last)]
        rows = _one_live(rows)
        if table in {"organizations", "aliases"}:
            for row in rows:
                row.update(name_columns(row["name"]))
        _insert(connection, table, rows)
        result.rows[table] = len(rows)
    for table in ("operation_changes", "import_rows"):
        rows = [row for row in _rows(connection, found, table) if 0 < row.get("operation_id", 1) <= last]
        _insert(connection, table, rows)
        result.rows[table] = len(rows)
    for table, first, final in connection.execute(
        "SELECT table_name, first_version, last_version FROM operation_changes WHERE first_version IS NOT NULL"
    ):
        result.expected[table] = result.expected.get(table, 0) + final - first + 1
    for table, number in result.rows.items():
        result.expected[table] = max(number, result.expected.get(table, 0))
    return result


def _insert(connection: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        names = list(rows[0])
        connection.executemany(
            f"INSERT INTO {table}({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
            ([row[name] for name in names] for row in rows),
        )


def _rows(connection: sqlite3.Connection, found: Found, table: str) -> Iterator[dict[str, Any]]:
    """The rows of a table that can be read; a value that cannot be is left out where there may be none."""
    shape = found.shapes[table]
    readers = readers_of(connection, table)
    verdicts: dict[tuple[str, object], bool] = {}
    ours = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
    for row in sorted(found.rows[table].values(), key=lambda row: row[: len(shape.key) or 1]):
        named = dict(zip(shape.names, row, strict=True))
        good = True
        for name, value in named.items():
            if isinstance(value, str) and len(value) > LONGEST:  # no text of ours: its beginning still names a row
                named[name] = f"{value[:_KEPT]}…"
        for place, (name, value) in enumerate(named.items()):
            if value is None or name not in readers:
                continue
            key = name, value
            if key not in verdicts:
                verdicts[key] = _is_read(readers[name], value)
            if not verdicts[key]:
                named[name] = None
                good = good and shape.nullable[place]
        if good and named.keys() <= ours:
            yield named


def _is_read(read: Any, value: object) -> bool:
    try:
        read(str(value))
    except _UNREADABLE:
        return False
    return True


def _is_of(row: Mapping[str, Any], last: int) -> bool:
    """Whether operations that there are added and retired the row; what a page garbled names others."""
    retired = row["retired_operation"]
    return bool(0 < row["added_operation"] <= last and (retired is None or 0 < retired <= last) and row["id"] > 0)


def _one_live(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """At most one live version of a row: one that another follows was retired by the operation that added that."""
    by_id = defaultdict[int, list[dict[str, Any]]](list)
    for row in rows:
        by_id[row["id"]].append(row)
    kept = []
    for versions in by_id.values():
        taken = set[int | None]()
        following = None
        for row in sorted(versions, key=lambda row: -row["version"]):
            if row["retired_operation"] is None and following is not None:
                row["retired_operation"] = following["added_operation"]
            if row["retired_operation"] not in taken:
                taken.add(row["retired_operation"])
                kept.append(row)
                following = row
    return sorted(kept, key=lambda row: row["version"])


def _operations(connection: sqlite3.Connection, found: Found, *, now: datetime) -> list[dict[str, Any]]:
    """Every operation from the first to the last; one whose row is lost is only known to have been."""
    known = {row["id"]: row for row in _rows(connection, found, "operations") if row["kind"] in {"do", "undo", "redo"}}
    last = max([*known, *_named(found, limit=2 * len(known) + 1000)], default=0)
    rows, seen = [], set[str]()
    moment, day = now.isoformat(timespec="milliseconds"), now.date().isoformat()
    if known:
        first = known[min(known)]
        moment, day = first["recorded_at"], first["recorded_day"]
    for number in range(1, last + 1):
        row = known.get(number)
        if row is None or (row["kind"] != "do" and not 0 < (row["target_id"] or 0) < number):
            row = {
                "id": number, "code": RECOVERED, "detail": "{}", "kind": "do", "target_id": None, "applied_by": number,
                "undone_by": None, "abandoned": 0, "actor": "", "recorded_at": moment, "recorded_day": day, "uid": None,
            }  # fmt: skip
        if row["target_id"] is not None and not 0 < row["target_id"] <= last:
            row["target_id"] = None
        moment, day = row["recorded_at"], row["recorded_day"]
        if row.get("uid") is None or row["uid"] in seen:  # older ledgers had none
            row["uid"] = new_uid(datetime.fromisoformat(moment))
        seen.add(row["uid"])
        rows.append(row)
    for row, (applied, undone, abandoned) in zip(rows, noted(rows), strict=True):
        row |= {"applied_by": applied, "undone_by": undone, "abandoned": abandoned}
    return rows


def _named(found: Found, *, limit: int) -> Iterator[int]:
    """The operations that rows name, as far as that is to be believed."""
    for table in schema.VERSIONED:
        place = found.shapes[table].names.index("added_operation")
        for row in found.rows[table].values():
            number = row[place]
            if isinstance(number, int) and 0 < number <= limit:
                yield number


__all__ = ["Put", "Row", "Shape", "put"]
