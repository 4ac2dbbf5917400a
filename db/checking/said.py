"""Whether rows say only what Headwater can read: words of closed lists, dates, JSON, finite numbers, text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from math import isfinite

from db.errors import LedgerError
from db.model.own_fields import FieldSubject, FieldType
from db.model.progress import Progress
from db.model.values import DateMode, KindGroup, Population, RelationshipState, Status
from db.reading.edtf import bounds
from db.store import schema

_Reader = Callable[[str], object]

#: What a value is shown as, at most.
_SHOWN = 80


def _object(text: str) -> None:
    if not isinstance(json.loads(text), dict):
        raise TypeError(text)


def _list(text: str) -> None:
    if text and not isinstance(json.loads(text), list):
        raise TypeError(text)


def _edtf(text: str) -> None:
    if text != "../..":  # what the first version stored for a date that is open to both sides
        bounds(text)


def _finite(number: str) -> None:
    if not isfinite(float(number)):
        raise ValueError(number)


def _sign(number: str) -> None:
    if int(number) not in (-1, 0, 1):
        raise ValueError(number)


#: What reads a column of this name, whichever table it is in; raises for what it cannot read.
_READERS: Mapping[str, _Reader] = {
    "status": Status,
    "population": Population,
    "kind_group": KindGroup,
    "sign": _sign,
    "state": RelationshipState,
    "detail": _object,
    "gone": _list,
    "cells": _list,
    "recorded_at": datetime.fromisoformat,
    "recorded_day": date.fromisoformat,
    "earliest": date.fromisoformat,
    "latest": date.fromisoformat,
    "day": date.fromisoformat,
    "valid_from": date.fromisoformat,
    "subject": FieldSubject,
    "type": FieldType,
}


def unreadable(connection: sqlite3.Connection, progress: Progress) -> Iterator[LedgerError]:
    """``check.value`` for each value that no build of ours writes (``table``, ``column``, ``found``)."""
    tables = (*schema.VERSIONED, "operations", "import_rows")
    for number, table in enumerate(tables):
        progress.report(number, len(tables))
        yield from unreadable_in(connection, table)


def unreadable_in(connection: sqlite3.Connection, table: str) -> Iterator[LedgerError]:
    """The same of one table."""
    for column, read in readers_of(connection, table).items():
        yield from _values(connection, table, column, read)
    yield from _orders(connection, table)


def readers_of(connection: sqlite3.Connection, table: str) -> dict[str, _Reader]:
    """What reads each column of a table that does not hold free text."""
    columns = {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({table})")}
    found: dict[str, _Reader] = {}
    for name, kind in columns.items():
        if name in _READERS:
            found[name] = _READERS[name]
        elif f"{name}_mode" in columns:
            found[name] = _edtf
        elif name.endswith("_mode"):
            found[name] = DateMode
        elif kind == "REAL":
            found[name] = _finite
    return found


def _values(connection: sqlite3.Connection, table: str, column: str, read: _Reader) -> Iterator[LedgerError]:
    cursor = connection.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")
    try:
        for (value,) in cursor:
            try:
                read(str(value))
            except (ValueError, TypeError, RecursionError):
                yield LedgerError("check.value", table=table, column=column, found=str(value)[:_SHOWN])
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", ""):
            raise
        yield LedgerError("check.value", table=table, column=column, found="?")  # no UTF-8: Python's own error


def _orders(connection: sqlite3.Connection, table: str) -> Iterator[LedgerError]:
    """Intervals that end before they begin."""
    columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
    for name in sorted(column.removesuffix("_low") for column in columns if column.endswith("_low")):
        wrong = connection.execute(
            f"SELECT count(*) FROM {table} WHERE {name}_low > {name}_high OR {name}_low > {name}_best "
            f"OR {name}_best > {name}_high"
        ).fetchone()[0]
        if wrong:
            yield LedgerError("check.value", table=table, column=name, found=str(wrong))


__all__ = ["readers_of", "unreadable", "unreadable_in"]
