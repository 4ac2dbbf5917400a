"""Whether rows that somebody else wrote fit together, and say only what Headwater can read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from db.checking.fitting import inconsistencies
from db.checking.said import unreadable_in
from db.package.layout import Table


def unsound(connection: sqlite3.Connection, tables: Sequence[Table]) -> Iterator[str]:
    """What is wrong with the rows of a ledger, as table, column and what stands there."""
    for problem in inconsistencies(connection):
        yield str(problem)
    if connection.execute("SELECT count(*) FROM ledger").fetchone()[0] != 1:
        yield "ledger"
    if connection.execute("SELECT 1 FROM operations LIMIT 1").fetchone() is None:
        yield "operations"
    for table in tables:
        for problem in unreadable_in(connection, table.name):
            yield f"{table.name}.{problem.values['column']}: {problem.values['found']}"
