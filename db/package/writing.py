"""Writing a whole ledger as a data package: every table with every version, in a zip whose times are fixed.

What is written is one moment of the ledger: a private copy is taken first, and the ledger can be written meanwhile.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from db.model.progress import Progress
from db.package.layout import DESCRIPTOR, Table, describe, tables_of
from db.store import schema
from db.store.copies import frozen
from db.store.store import Store

#: The beginning of time in a zip: the same ledger gives the same members.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX, _OWNER_ONLY = 3, 0o600 << 16
_PAGE = 2000
_SILENT = Progress()


def write_package(store: Store, target: BinaryIO, *, progress: Progress = _SILENT) -> int:
    """Write the ledger of a store, all of it whatever a scope shows, and give the number of rows of all tables."""
    with frozen(store.connection) as ledger, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        tables = tables_of(ledger)
        total = sum(_one(ledger, f"SELECT count(*) FROM {table.name}") for table in tables)
        tokens = {table.name: _tokens(ledger, table) for table in tables}
        described = describe(
            tables,
            tokens,
            version=schema.newest(),
            uid=_one(ledger, "SELECT uid FROM ledger"),
            recorded_at=_one(ledger, "SELECT recorded_at FROM operations ORDER BY id DESC LIMIT 1"),
        )
        archive.writestr(_member(DESCRIPTOR), json.dumps(described, indent=2, ensure_ascii=False) + "\n")
        done = 0
        for table in tables:
            with archive.open(_member(table.path), "w", force_zip64=True) as member:
                for page in _pages(ledger, table, tokens[table.name]):
                    member.write(page[0])
                    done += page[1]
                    progress.report(done, total)
    return int(total)


def _pages(ledger: sqlite3.Connection, table: Table, tokens: Mapping[str, str]) -> Iterator[tuple[bytes, int]]:
    """A table as CSV, portion by portion, with the number of rows in each."""
    columns = [f"ifnull({c.name}, ?)" if c.name in tokens else c.name for c in table.columns]
    cursor = ledger.cursor()
    cursor.row_factory = None
    cursor.execute(
        f"SELECT {', '.join(columns)} FROM {table.name} ORDER BY {table.order}",
        [tokens[c.name] for c in table.columns if c.name in tokens],
    )
    yield _csv([[column.name for column in table.columns]]), 0
    while rows := cursor.fetchmany(_PAGE):
        yield _csv(rows), len(rows)


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _tokens(ledger: sqlite3.Connection, table: Table) -> dict[str, str]:
    """What stands for NULL in the columns that hold empty texts as well."""
    asked = [column.name for column in table.columns if column.nullable and column.type == "string"]
    if not asked:
        return {}
    looks = ", ".join(f"max({name} = '')" for name in asked)
    found = ledger.execute(f"SELECT {looks} FROM {table.name}").fetchone()
    return {name: _token(ledger, table.name, name) for name, both in zip(asked, found, strict=True) if both}


def _token(ledger: sqlite3.Connection, table: str, column: str) -> str:
    """A backslash and N, as many of them as it takes for no row to hold that text."""
    null = r"\N"
    while ledger.execute(f"SELECT 1 FROM {table} WHERE {column} = ? LIMIT 1", (null,)).fetchone():
        null += r"\N"
    return null


def _one(ledger: sqlite3.Connection, sql: str) -> Any:
    return ledger.execute(sql).fetchone()[0]


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, _UNIX, _OWNER_ONLY
    return info
