"""Ledgers to be damaged, and what reading one plainly gives."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from pathlib import Path

from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from helpers.deeds import DEEDS, do
from tests.bench.generate import write


def make(folder: Path, *, rows: int) -> Path:
    """A ledger with an import, one that was undone and redone, and every deed by hand."""
    path = folder / f"made-{rows}.headwater"
    with Ledger.create(path) as ledger:
        for number, deed in enumerate((*DEEDS, *DEEDS)):
            do(ledger, deed, number)
        file = write(folder / f"rows-{rows}.csv", rows=rows, organizations=max(20, rows // 40))
        run_import(ledger, file, default_plan(inspect_file(file)))
        ledger.undo()
        ledger.redo()
        for number, deed in enumerate(DEEDS):
            do(ledger, deed, 3 * number + 1)
    return path


def dump(path: Path) -> bytes:
    """A digest of every row of every table, as plain SQLite reads them; other bytes where it cannot."""
    digest = hashlib.blake2b(digest_size=16)
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
        connection.text_factory = bytes
        try:
            schema = connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
            digest.update(repr(schema).encode())
            for name, sql in schema:
                if sql and sql.startswith(b"CREATE TABLE"):
                    rows = connection.execute(f"SELECT * FROM {name.decode()} NOT INDEXED").fetchall()
                    digest.update(repr(rows).encode())
        except (sqlite3.Error, UnicodeDecodeError) as error:
            return str(error).encode()
    return digest.digest()


def passes(path: Path, pragma: str) -> bool:
    """Whether SQLite's own check finds nothing."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
        try:
            return connection.execute(f"PRAGMA {pragma}").fetchall() == [("ok",)]
        except (sqlite3.Error, UnicodeDecodeError):
            return False
