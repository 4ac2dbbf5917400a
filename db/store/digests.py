"""One number for what an operation wrote: rows that differ from it were not written by us.

SQLite's own check sees whether a file hangs together, not whether a row says what it said. So each operation leaves a
digest of every *run* of rows that it added (neighbors by version, of one table), of the rows that it retired, of the
rows of files that it kept, and of itself. A run is digested column by column: most columns of an import hold one
value throughout, and events share their columns with their claims.

The digest of a column is the CRC-32 of its one value where it has only one, else of its numbers side by side or its
texts with NUL between; where some are NULL, of all as :mod:`marshal` writes them in version 2 (the one without
references, so that equal values are equal bytes). The digest of a run is that of its columns' digests, by name. A flip
of one bit, or of neighboring bits up to 32, never goes unseen. It is no seal: whoever means to can compute it anew.
"""

from __future__ import annotations

import ast
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, repeat
from marshal import dumps
from operator import itemgetter
from sys import byteorder
from typing import Any
from zlib import crc32

from db.store import schema

#: The lower bits of a run's digest say where its rows stand, those above what they say.
_PLACE_BITS = 31
#: At most so many rows are a run: what changes a row within its operation has all of its run read back.
RUN = 500
#: The version of marshal's format: values only, no references.
_FORMAT = 2

#: Pseudo tables: an operation itself, and what identifies the ledger.
OPERATIONS, LEDGER, IMPORT_ROWS = "operations", "ledger", "import_rows"

#: What a later operation may still change in the row of an earlier one.
_OF_OPERATIONS = "id, code, detail, kind, target_id, actor, recorded_at, recorded_day, uid"

#: The same number for each version, spread: two versions that change places do not weigh the same.
RETIRED = "(version * 2654435761 + 97) % 4294967291"

Column = Sequence[Any]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """Rows that one operation wrote: the first and the last version, and their digest.

    Of rows that were retired ``first`` is 0 and ``last`` their number; of rows of a file ``first`` is the import and
    ``last`` their number; of an operation both are its id; of the ledger both are 0.
    """

    first: int
    last: int
    digest: int


@dataclass(frozen=True, slots=True)
class Layout:
    """What the rows of a table say, by column: its name, its type, and the value where none is given."""

    columns: tuple[tuple[str, type, Any], ...]

    @property
    def names(self) -> str:
        """The columns, to be selected."""
        return ", ".join(name for name, _type, _default in self.columns)


#: What tells where a row stands: of copies it differs, the rest does not.
_PLACE = ("version", "added_operation", "retired_operation")
_TYPES: Mapping[str, type] = {"INTEGER": int, "REAL": float, "TEXT": str}
_LAYOUTS: dict[str, Layout] = {}


def layout_of(connection: sqlite3.Connection, table: str) -> Layout:
    """The layout of a table; the same in every ledger that is open, for all have the newest schema."""
    if table not in _LAYOUTS:
        _LAYOUTS[table] = _read_layout(connection, table)
    return _LAYOUTS[table]


def _read_layout(connection: sqlite3.Connection, table: str) -> Layout:
    info = connection.execute(f"PRAGMA table_info({table})").fetchall()
    return Layout(
        tuple(
            (name, _TYPES[kind], None if default is None or default == "NULL" else ast.literal_eval(default))
            for _, name, kind, _, default, _ in sorted(map(tuple, info), key=itemgetter(1))
            if table == IMPORT_ROWS or name not in _PLACE
        )
    )


def together(digests: Iterable[int]) -> int:
    """One digest of several."""
    return crc32(b"".join([digest.to_bytes(4, "little") for digest in digests]))


def of_column(values: Column, kind: type) -> int:
    """The digest of a column of one run; ``kind``: what it may hold beside None."""
    if is_constant(values):
        return crc32(dumps(values[0], _FORMAT))
    try:  # quicker by half, and where nothing is None
        return of_all(values, kind)
    except TypeError:
        return crc32(dumps(tuple(values), _FORMAT))


def of_all(values: Column, kind: type) -> int:
    """The digest of a column without None. Raises TypeError where something else is among them."""
    return crc32("\0".join(values).encode() if kind is str else _packed(values, kind))


def _packed(values: Column, kind: type) -> bytes:
    packed = array("d" if kind is float else "q", values)
    if byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def is_constant(values: Column) -> bool:
    """Whether all are one and the same."""
    return bool(values[-1] == values[0] and values.count(values[0]) == len(values))


def run_of(layout: Layout, rows: Sequence[Row]) -> Run:
    """Rows as a run: each its version, the operation that added it, and the columns of the layout."""
    versions, operations, *columns = zip(*rows, strict=True)
    kinds = (kind for _name, kind, _default in layout.columns)
    content = together(map(of_column, columns, kinds))
    operation_id = operations[0] if is_constant(operations) else 0
    return Run(versions[0], versions[-1], content << _PLACE_BITS | place(versions, operation_id))


def copy_of(run: Run, first: int, operation_id: int) -> Run:
    """The run of copies that an operation made of all rows of another, which were no two versions apart."""
    last = first + run.last - run.first
    return Run(first, last, run.digest >> _PLACE_BITS << _PLACE_BITS | place(range(first, last + 1), operation_id))


def new_run(versions: range, operation_id: int, columns: Iterable[int]) -> Run:
    """The run of rows whose columns are known by their digests."""
    digest = together(columns) << _PLACE_BITS | place(versions, operation_id)
    return Run(versions[0], versions[-1], digest)


def place(versions: Sequence[int], operation_id: int) -> int:
    """The part of a digest that says where its rows stand."""
    return crc32(_packed([operation_id, *versions], int)) >> 1


def of_rows(rows: Iterable[Row]) -> int:
    """The digest of rows in any order."""
    return sum(map(crc32, map(dumps, rows, repeat(_FORMAT))))


# From what stands in the file.


def stored(connection: sqlite3.Connection, table: str) -> dict[tuple[int, int], Run]:
    """The digests that a table has, by operation and first version, in the order of the versions."""
    rows = connection.execute(
        "SELECT operation_id, first, last, digest FROM digests WHERE table_name = ? ORDER BY first", (table,)
    )
    return {(operation_id, first): Run(first, last, digest) for operation_id, first, last, digest in map(tuple, rows)}


def added_runs(connection: sqlite3.Connection, table: str, where: str = "true") -> Iterator[tuple[int, Run]]:
    """The rows of a table as runs, with the operation that added each."""
    layout = layout_of(connection, table)
    cursor = connection.execute(
        f"SELECT version, added_operation, {layout.names} FROM {table} WHERE {where} ORDER BY version"
    )
    cursor.row_factory = None
    while rows := cursor.fetchmany(RUN):
        for operation_id, group in groupby(rows, key=itemgetter(1)):
            yield operation_id, run_of(layout, list(group))


def retired_by(connection: sqlite3.Connection, table: str, operation_id: int) -> Iterator[Run]:
    """What an operation retired in a table, as one run; none if it retired nothing."""
    number, total = connection.execute(
        f"SELECT count(*), ifnull(sum({RETIRED}), 0) FROM {table} WHERE retired_operation = ?", (operation_id,)
    ).fetchone()
    if number:
        yield Run(0, number, total)


def of_operation(connection: sqlite3.Connection, operation_id: int) -> Run:
    """An operation itself, with what it says that it changed."""
    own = connection.execute(f"SELECT {_OF_OPERATIONS} FROM operations WHERE id = ?", (operation_id,)).fetchone()
    changes = connection.execute(
        "SELECT * FROM operation_changes WHERE operation_id = ? ORDER BY table_name", (operation_id,)
    ).fetchall()
    return Run(operation_id, operation_id, crc32(dumps([tuple(own), *map(tuple, changes)], _FORMAT)))


def of_ledger(connection: sqlite3.Connection) -> Run:
    """What names the ledger, and the migrations on record."""
    rows = [
        tuple(row)
        for table in (LEDGER, "_sqlite_migrations")
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY rowid")
    ]
    return Run(0, 0, crc32(dumps(rows, _FORMAT)))


def file_runs(connection: sqlite3.Connection) -> Iterator[Run]:
    """The rows of each file that was imported."""
    names = [name for name, _type, _default in layout_of(connection, IMPORT_ROWS).columns]
    cursor = connection.execute(f"SELECT {', '.join(names)} FROM import_rows ORDER BY import_id")
    cursor.row_factory = None
    place = names.index("import_id")
    import_id, number, total = None, 0, 0
    while rows := cursor.fetchmany(RUN):
        for found, group in groupby(rows, key=itemgetter(place)):
            if found != import_id:
                if import_id is not None:
                    yield Run(import_id, number, total)
                import_id, number, total = found, 0, 0
            run = list(group)
            number += len(run)
            total += of_rows(run)
    if import_id is not None:
        yield Run(import_id, number, total)


def every_run(connection: sqlite3.Connection) -> Iterator[tuple[int, str, Run]]:
    """All of a ledger as runs, with the operation and the table of each."""
    for table in schema.VERSIONED:
        for operation_id, run in added_runs(connection, table):
            yield operation_id, table, run
        for operation_id, number, total in connection.execute(
            f"SELECT retired_operation, count(*), sum({RETIRED}) FROM {table} WHERE retired_operation IS NOT NULL "
            "GROUP BY retired_operation"
        ):
            yield operation_id, table, Run(0, number, total)
    brought = dict(connection.execute("SELECT id, min(added_operation) FROM imports GROUP BY id").fetchall())
    for run in file_runs(connection):
        yield brought.get(run.first, 1), IMPORT_ROWS, run
    ids = [row[0] for row in connection.execute("SELECT id FROM operations ORDER BY id").fetchall()]
    for operation_id in ids:
        yield operation_id, OPERATIONS, of_operation(connection, operation_id)
    if ids:
        yield ids[0], LEDGER, of_ledger(connection)


def rebuild(connection: sqlite3.Connection) -> None:
    """Digest everything as it stands: rows were edited in place, or came as they are."""
    connection.execute("DELETE FROM digests")
    write(connection, every_run(connection))


def name_anew(connection: sqlite3.Connection) -> None:
    """Digest what names the ledger: it was given another name."""
    connection.execute("DELETE FROM digests WHERE table_name = ?", (LEDGER,))
    first = connection.execute("SELECT min(id) FROM operations").fetchone()[0]
    if first is not None:
        write(connection, [(first, LEDGER, of_ledger(connection))])


def write(connection: sqlite3.Connection, runs: Iterable[tuple[int, str, Run]]) -> None:
    """Keep runs, each with its operation and its table."""
    connection.executemany(
        "INSERT INTO digests VALUES (?, ?, ?, ?, ?)",
        ((operation_id, table, run.first, run.last, run.digest) for operation_id, table, run in runs),
    )
