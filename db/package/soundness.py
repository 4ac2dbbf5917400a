"""Whether rows that somebody else wrote fit together, and say only what Headwater can read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime

from db.model.own_fields import FieldSubject, FieldType
from db.model.values import DateMode, KindGroup, Population, RelationshipState, Status
from db.package.layout import Table
from db.reading.edtf import bounds
from db.store.check import inconsistencies


def _detail(text: str) -> None:
    if not isinstance(json.loads(text), dict):
        raise TypeError(text)


def _edtf(text: str) -> None:
    if text != "../..":  # what the first version stored for a date that is open to both sides
        bounds(text)


#: What reads a column of this name, whichever table it is in; raises for what it cannot read.
_READERS: Mapping[str, Callable[[str], object]] = {
    "status": Status,
    "population": Population,
    "kind_group": KindGroup,
    "state": RelationshipState,
    "detail": _detail,
    "recorded_at": datetime.fromisoformat,
    "recorded_day": date.fromisoformat,
    "earliest": date.fromisoformat,
    "latest": date.fromisoformat,
    "day": date.fromisoformat,
    "valid_from": date.fromisoformat,
    "subject": FieldSubject,
    "type": FieldType,
}


def unsound(connection: sqlite3.Connection, tables: Sequence[Table]) -> Iterator[str]:
    """What is wrong with the rows of a ledger, as table, column and what stands there."""
    for problem in inconsistencies(connection):
        yield str(problem)
    if connection.execute("SELECT count(*) FROM ledger").fetchone()[0] != 1:
        yield "ledger"
    if connection.execute("SELECT 1 FROM operations LIMIT 1").fetchone() is None:
        yield "operations"
    for table in tables:
        for column, read in _readers(table).items():
            found = connection.execute(
                f"SELECT DISTINCT {column} FROM {table.name} WHERE {column} IS NOT NULL"
            ).fetchall()
            for (value,) in found:
                try:
                    read(str(value))
                except (ValueError, TypeError, RecursionError):
                    yield f"{table.name}.{column}: {str(value)[:80]}"


def _readers(table: Table) -> dict[str, Callable[[str], object]]:
    names = {column.name for column in table.columns}
    found = {name: _READERS[name] for name in sorted(names & _READERS.keys())}
    for name in sorted(names):
        if f"{name}_mode" in names:
            found[name], found[f"{name}_mode"] = _edtf, DateMode
    return found
