"""Whether every row is as the operation that wrote it left it: the digests of a ledger, computed anew and compared."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping

from db.errors import LedgerError
from db.model.progress import Progress
from db.store import digests, schema
from db.store.digests import Run

_PORTION = 2000

#: By operation and first version of a run (see :class:`Run`).
_Runs = Mapping[tuple[int, int], Run]


def digested(connection: sqlite3.Connection, progress: Progress) -> Iterator[LedgerError]:
    """``check.digest`` for each table and operation whose rows differ (``table``, ``operation``, ``count``).

    Rows that no operation accounts for are of operation 0.
    """
    total = sum(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in schema.VERSIONED)
    done = 0
    for table in schema.VERSIONED:
        differing: Counter[int] = Counter()
        for operation_id, rows, sound in _looked_at(connection, table):
            done += rows
            progress.report(done, total)
            if not sound:
                differing[operation_id] += max(rows, 1)
        yield from _told(table, differing)
    for table, found in (
        (digests.IMPORT_ROWS, {run.first: run for run in digests.file_runs(connection)}),
        (digests.OPERATIONS, {one: digests.of_operation(connection, one) for one in _operations(connection)}),
        (digests.LEDGER, {0: digests.of_ledger(connection)}),
    ):
        stored = {first: run for (_operation, first), run in digests.stored(connection, table).items()}
        whose = {first: operation for operation, first in digests.stored(connection, table)}
        differing = Counter()
        for first in found.keys() | stored.keys():
            if found.get(first) != stored.get(first):
                differing[whose.get(first, 0)] += 1
        yield from _told(table, differing)


def _told(table: str, differing: Mapping[int, int]) -> Iterator[LedgerError]:
    for operation_id, count in sorted(differing.items()):
        yield LedgerError("check.digest", table=table, operation=operation_id, count=count)


def _operations(connection: sqlite3.Connection) -> list[int]:
    return [row[0] for row in connection.execute("SELECT id FROM operations ORDER BY id").fetchall()]


def _looked_at(connection: sqlite3.Connection, table: str) -> Iterator[tuple[int, int, bool]]:
    """Each run of a table: its operation, how many rows were read for it, and whether it is as it was written."""
    stored = digests.stored(connection, table)
    yield from _added(connection, table, {key: run for key, run in stored.items() if run.first})
    retired = {
        operation_id: Run(0, number, total)
        for operation_id, number, total in connection.execute(
            f"SELECT retired_operation, count(*), sum({digests.RETIRED}) FROM {table} NOT INDEXED "
            "WHERE retired_operation IS NOT NULL GROUP BY retired_operation"
        )
    }
    said = {operation_id: run for (operation_id, first), run in stored.items() if not first}
    for operation_id in retired.keys() | said.keys():
        yield operation_id, 0, retired.get(operation_id) == said.get(operation_id)


def _added(connection: sqlite3.Connection, table: str, runs: _Runs) -> Iterator[tuple[int, int, bool]]:
    """The rows between the first and the last version of each run; those between two runs are of nobody."""
    layout = digests.layout_of(connection, table)
    cursor = connection.execute(
        f"SELECT version, added_operation, {layout.names} FROM {table} NOT INDEXED ORDER BY version"
    )
    cursor.row_factory = None
    rows: list[digests.Row] = []
    more = True
    for (operation_id, _first), run in runs.items():
        while more and (not rows or rows[-1][0] <= run.last):
            portion = cursor.fetchmany(_PORTION)
            more = bool(portion)
            rows += portion
        start = bisect_left(rows, run.first, key=_version)
        if start:
            yield 0, start, False
        end = bisect_right(rows, run.last, key=_version)
        yield operation_id, end - start, end > start and digests.run_of(layout, rows[start:end]).digest == run.digest
        del rows[:end]
    stray = len(rows) + sum(len(portion) for portion in iter(lambda: cursor.fetchmany(_PORTION), []))
    if stray:
        yield 0, stray, False


def _version(row: digests.Row) -> int:
    version: int = row[0]
    return version
