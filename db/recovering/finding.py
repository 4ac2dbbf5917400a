"""Finding the rows of each table of a damaged ledger: by SQLite in windows that grow around the damage, and by page.

Neither finds all. SQLite does not get past a broken inner page, and the pages alone do not say which table they are
of: that follows from the number and the types of the values of a record.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from db.errors import WorldError
from db.model.own_fields import FieldSubject
from db.model.progress import Progress
from db.recovering.pages import Pages, Record, Value
from db.store import ddl
from db.store.connection import raw_connect

Row = tuple[Value, ...]
_TYPES: Mapping[str, tuple[type, ...]] = {"INTEGER": (int,), "REAL": (int, float), "TEXT": (str,)}
#: Rows of a window that is read at once, at most.
_WINDOW = 4096


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of a table in the order in which a record has them, and what stands where a record ends early.

    ``key``: which of them name a row; the first is the row id where ``by_row_id``.
    """

    table: str
    names: tuple[str, ...]
    types: tuple[str, ...]
    nullable: tuple[bool, ...]
    defaults: Row
    key: tuple[int, ...]
    by_row_id: bool

    def fitted(self, record: Record) -> Row | None:
        """The row of a record; None where it cannot be of this table."""
        values = record.values
        if (record.row_id is None) is self.by_row_id or len(values) > len(self.names) or len(values) < self.least:
            return None
        row = (*values, *self.defaults[len(values) :])
        if self.by_row_id and self.key:
            if row[self.key[0]] is not None:
                return None
            row = (record.row_id, *row[1:])
        for value, kind, may_be_null in zip(row, self.types, self.nullable, strict=True):
            if not (may_be_null if value is None else isinstance(value, _TYPES[kind])):
                return None
        return tuple(float(v) if k == "REAL" and v is not None else v for v, k in zip(row, self.types, strict=True))

    @property
    def least(self) -> int:
        """Columns that every record has: those that a migration added are at the end, with a default."""
        return max((n + 1 for n, d in enumerate(self.defaults) if d is None and not self.nullable[n]), default=1)


@dataclass(slots=True)
class Found:
    """The rows that were found, by table and by key; ``highest``: the last version that a table is said to have."""

    shapes: dict[str, Shape]
    rows: dict[str, dict[Row, Row]] = field(default_factory=dict)
    pages: int = 0


def find(path: Path, progress: Progress) -> Found:
    """Every row that can be found. Raises ``ledger.cannot_open``, ``file.device``."""
    if path.exists() and not path.is_file():
        raise WorldError("file.device", path=str(path))
    try:
        pages = Pages(path.read_bytes())  # before SQLite opens the file: closing it drops the locks
    except OSError as error:
        raise WorldError("ledger.cannot_open", path=str(path), detail=error.strerror or "") from None
    with _ours() as fresh:
        found = Found(shapes_of(fresh), pages=len(pages))
    records = [record for number in range(1, len(pages) + 1) for record in pages.records(number)]
    found.shapes |= _shapes_in(records)
    found.rows = {table: {} for table in found.shapes}
    _by_page(records, found)
    progress.report(1, 2)
    _by_sqlite(path, found, progress)
    return found


@contextlib.contextmanager
def _ours() -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        for statement in ddl.statements():
            connection.execute(statement)
        yield connection


def shapes_of(connection: sqlite3.Connection) -> dict[str, Shape]:
    """The shapes of the tables of a schema that hold what a ledger knows."""
    rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {name: _shape(connection, name, sql) for name, sql in map(tuple, rows) if "sqlite" not in name}


def _shape(connection: sqlite3.Connection, table: str, sql: str) -> Shape:
    info = [tuple(row) for row in connection.execute(f"PRAGMA table_info({table})")]
    key = tuple(place for _, place in sorted((row[5], row[0]) for row in info if row[5]))
    by_row_id = "WITHOUT ROWID" not in sql
    return Shape(
        table,
        tuple(row[1] for row in info),
        tuple(row[2] for row in info),
        tuple(not row[3] or (by_row_id and row[0] in key) for row in info),
        tuple(None if row[4] in {None, "NULL"} else "" if row[4] == "''" else int(row[4]) for row in info),
        key,
        by_row_id,
    )


def _shapes_in(records: list[Record]) -> dict[str, Shape]:
    """The shapes of the schema that is in the file: a ledger that was migrated has its columns in another order."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        for record in records:
            match record.values:
                case ("table", str(name), str(), int(), str(sql)) if "sqlite" not in name:
                    with contextlib.suppress(sqlite3.Error):
                        connection.execute(sql)
        return shapes_of(connection)


# By page.


def _by_page(records: list[Record], found: Found) -> None:
    """Each record to the one table that it can be of; of two states of a row the later one: it was retired."""
    whole: dict[tuple[bool, int], list[Shape]] = {}
    begun: dict[tuple[bool, int], list[Shape]] = {}
    for shape in found.shapes.values():
        for width in range(shape.least, len(shape.names) + 1):
            by_width = whole if width == len(shape.names) else begun
            by_width.setdefault((shape.by_row_id, width), []).append(shape)
    for record in records:
        kind = record.row_id is not None, len(record.values)
        fitting = _fitting(record, whole.get(kind, [])) or _fitting(record, begun.get(kind, []))
        for shape, row in fitting[:1]:
            _keep(found.rows[shape.table], shape, row)


def _fitting(record: Record, shapes: Sequence[Shape]) -> list[tuple[Shape, Row]]:
    """The tables that a record can be of, and its row there; where types leave it open, what the values look like."""
    fitting = [(shape, row) for shape in shapes if (row := shape.fitted(record)) is not None]
    return fitting if len(fitting) < 2 else [(shape, row) for shape, row in fitting if _is_told(shape, row)]


#: What a value of a column looks like, where records of two tables have the same types.
_TOLD: Mapping[str, Callable[[Value], bool]] = {
    "kind_group": lambda value: value in {"workforce", "relationship", "leadership", "ownership", "strategy"},
    "recorded_day": lambda value: len(str(value)) == 10,
    "mapping": lambda value: not value or "\n" in str(value),
    "field": lambda value: str(value).isidentifier(),
    "subject": lambda value: value in list(FieldSubject),
}


def _is_told(shape: Shape, row: Row) -> bool:
    named = dict(zip(shape.names, row, strict=True))
    return all(_TOLD[name](value) for name, value in named.items() if name in _TOLD and value is not None)


def _keep(rows: dict[Row, Row], shape: Shape, row: Row) -> None:
    key = tuple(row[place] for place in shape.key) or row
    before = rows.get(key)
    if before is not None and "retired_operation" in shape.names:
        place = shape.names.index("retired_operation")
        if before[place] is not None and row[place] is None:
            return
    rows[key] = row


# By SQLite.


def _by_sqlite(path: Path, found: Found, progress: Progress) -> None:
    try:
        connection = raw_connect(path, "ro")
    except sqlite3.Error:
        return
    with contextlib.closing(connection):
        connection.row_factory = None
        with contextlib.suppress(sqlite3.Error, UnicodeDecodeError):
            connection.execute("PRAGMA writable_schema = ON")  # a damaged schema is read as far as it goes
            connection.execute("PRAGMA cell_size_check = OFF")
        for number, shape in enumerate(found.shapes.values()):
            progress.report(len(found.shapes) + number, 2 * len(found.shapes))
            names, rows = ", ".join(shape.names), found.rows[shape.table]
            if shape.by_row_id and shape.key:
                last = _last_version(connection, found, shape)
                sql = f"SELECT {names} FROM {shape.table} NOT INDEXED WHERE {shape.names[shape.key[0]]} BETWEEN ? AND ?"
                found_rows = _in_windows(connection, sql, 1, last)
            else:
                found_rows = _until_damage(connection, f"SELECT {names} FROM {shape.table}")
            for row in found_rows:
                if all(
                    may_be_null if value is None else isinstance(value, _TYPES[kind])
                    for value, kind, may_be_null in zip(row, shape.types, shape.nullable, strict=True)
                ):
                    _keep(rows, shape, row)


def _last_version(connection: sqlite3.Connection, found: Found, shape: Shape) -> int:
    """Where the windows end: what the history says, or what the pages have; not the last number there is."""
    last = max((int(key[0] or 0) for key in found.rows[shape.table]), default=0)
    changes = found.shapes["operation_changes"]
    place = changes.names.index("last_version"), changes.names.index("table_name")
    said = [row[place[0]] for row in found.rows["operation_changes"].values() if row[place[1]] == shape.table]
    last = max([last, *(one for one in said if isinstance(one, int))])
    return min(last, _most(connection, last))


def _most(connection: sqlite3.Connection, last: int) -> int:
    """A number that a page garbled must not be believed: no more versions than the file has bytes for."""
    with contextlib.suppress(sqlite3.Error):
        size = (
            connection.execute("PRAGMA page_count").fetchone()[0] * connection.execute("PRAGMA page_size").fetchone()[0]
        )
        return max(1_000_000, int(size))
    return max(1_000_000, min(last, 100_000_000))


def _in_windows(connection: sqlite3.Connection, sql: str, first: int, last: int) -> Iterator[Row]:
    """The rows of windows of versions: one that meets damage is halved until it is a single row."""
    waiting = [(start, min(start + _WINDOW - 1, last)) for start in range(first, last + 1, _WINDOW)][::-1]
    while waiting:
        first, last = waiting.pop()
        try:
            yield from connection.execute(sql, (first, last)).fetchall()
        except (sqlite3.Error, UnicodeDecodeError):
            if first < last:
                middle = (first + last) // 2
                waiting += [(middle + 1, last), (first, middle)]


def _until_damage(connection: sqlite3.Connection, sql: str) -> Iterator[Row]:
    """The rows before the first damage; the pages have those behind it."""
    with contextlib.suppress(sqlite3.Error, UnicodeDecodeError):
        yield from connection.execute(sql)
