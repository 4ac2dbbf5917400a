"""Taking a data package into an empty ledger as it is: the same rows, versions, operations and names of them."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from db.errors import ImportFileError
from db.model.progress import Progress
from db.package.layout import Table, tables_of
from db.package.reading import Cells, Package
from db.package.soundness import unsound
from db.store import ddl
from db.store.copies import nameless
from db.store.operations import FINAL
from db.store.store import Store

_SILENT = Progress()
_PAGE = 500


def is_empty(store: Store) -> bool:
    """Whether nobody has done anything in a ledger yet: a package takes its place as it is."""
    marks = ", ".join("?" * len(FINAL))
    return (
        store.connection.execute(f"SELECT 1 FROM operations WHERE code NOT IN ({marks}) LIMIT 1", FINAL).fetchone()
        is None
    )


def load_package(store: Store, path: Path, *, progress: Progress = _SILENT) -> int:
    """Give an empty ledger the content of a package, the ledger's own name included, and say how many rows it has.

    All or nothing. No operation is added: whatever is exported of the one is exported of the other, also as known
    earlier. Raises what :meth:`Package.open` does, and ``package.damaged`` for rows that do not fit together.
    """
    assert is_empty(store)
    tables = tables_of(store.connection)
    with Package.open(path, tables) as package, store.as_it_is() as connection:
        for table in tables:
            connection.execute(f"DELETE FROM {table.name}")
        total = sum(_load(connection, package, table, progress) for table in tables)
        _refuse_unsound(connection, tables, path)
    return total


@contextlib.contextmanager
def unpacked(path: Path, tables: Sequence[Table], *, progress: Progress = _SILENT) -> Iterator[sqlite3.Connection]:
    """The ledger of a package, to be read; it is on no disk under any name. Raises as :func:`load_package`."""
    with contextlib.closing(nameless()) as connection:
        for statement in ddl.statements():
            connection.execute(statement)
        connection.execute("BEGIN")
        with Package.open(path, tuple(tables)) as package:
            for table in tables:
                _load(connection, package, table, progress)
        _refuse_unsound(connection, tables, path)
        connection.execute("COMMIT")
        yield connection


def _load(connection: sqlite3.Connection, package: Package, table: Table, progress: Progress) -> int:
    nulls = package.nulls[table.name]
    values = ", ".join("?" if null is None else "nullif(?, ?)" for null in nulls)
    sql = f"INSERT INTO {table.name}({', '.join(column.name for column in table.columns)}) VALUES ({values})"
    count = 0

    def parameters() -> Iterator[Cells]:
        nonlocal count
        for cells in package.rows(table):
            count += 1
            if not count % _PAGE:
                progress.report(package.done, package.size)
            pairs = zip(cells, nulls, strict=True)
            yield [one for cell, null in pairs for one in ((cell,) if null is None else (cell, null))]

    try:
        connection.executemany(sql, parameters())
    except sqlite3.IntegrityError as error:
        raise package.damaged(table, count + 1, str(error)) from error
    return count


def _refuse_unsound(connection: sqlite3.Connection, tables: Sequence[Table], path: Path) -> None:
    for problem in unsound(connection, tables):
        raise ImportFileError("package.damaged", path=str(path), detail=problem)
