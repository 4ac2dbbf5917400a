"""What differs between two files of one ledger, or of two: the steps that only one has, and the records of each.

Operations have a uid that is the same in every copy, so two files that began as one are alike up to the last operation
they have in common, unless a program wrote into the rows that records no operations: such rows are counted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from db.history.comparison import Change, summary
from db.history.comparison_tables import TABLES, What
from db.store.schema import VERSIONED
from db.store.steps import Step, step
from db.store.store import Store

#: So many of a file's own steps are told, the latest.
_TOLD = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: its live records by sort, and what it has that the other has not.

    ``own``: how many steps; ``steps``: the latest of them, the last first; ``differences``: what all of them did.
    """

    records: Mapping[What, int]
    own: int
    steps: tuple[Step, ...]
    differences: Mapping[What, Mapping[Change, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoFiles:
    """``common``: how many steps both have, from the first on; ``rewritten``: rows of these that differ even so."""

    common: int
    rewritten: int
    mine: Side
    theirs: Side


def compare(mine: Store, theirs: Store) -> TwoFiles:
    """Two ledgers, each read as it is now."""
    common = _common(mine, theirs)
    return TwoFiles(
        common=common,
        rewritten=_rewritten(mine.connection, theirs.connection, common),
        mine=_side(mine, common),
        theirs=_side(theirs, common),
    )


def _common(mine: Store, theirs: Store) -> int:
    """The last operation that is the same in both: the first that differs is looked for by halves."""
    alike, differs = 0, min(mine.last_operation(), theirs.last_operation()) + 1
    while differs - alike > 1:
        middle = (alike + differs) // 2
        if _operation(mine, middle) == _operation(theirs, middle):
            alike = middle
        else:
            differs = middle
    return alike


def _operation(store: Store, number: int) -> tuple[object, ...]:
    row = store.connection.execute("SELECT code, recorded_at, uid FROM operations WHERE id = ?", (number,)).fetchone()
    return () if row is None else tuple(row)


def _side(store: Store, common: int) -> Side:
    last = store.last_operation()
    rows = store.connection.execute(
        "SELECT * FROM operations WHERE id > ? ORDER BY id DESC LIMIT ?", (common, _TOLD)
    ).fetchall()
    records = {
        what: store.connection.execute(f"SELECT count(*) FROM {table.name} WHERE retired_operation IS NULL").fetchone()[
            0
        ]
        for what, table in TABLES.items()
    }
    return Side(
        records=records,
        own=store.connection.execute("SELECT count(*) FROM operations WHERE id > ?", (common,)).fetchone()[0],
        steps=tuple(step(row) for row in rows),
        differences=summary(store, first=common, last=last) if common and last > common else {},
    )


def _rewritten(mine: sqlite3.Connection, theirs: sqlite3.Connection, common: int) -> int:
    """Rows of the steps in common that are not the same in both."""
    differing = 0
    for table in VERSIONED if common else ():
        ours, others = _rows(mine, table, common), _rows(theirs, table, common)
        both = ours.keys() & others.keys()
        differing += len(ours) + len(others) - 2 * len(both) + sum(ours[one] != others[one] for one in both)
    return differing


def _rows(connection: sqlite3.Connection, table: str, common: int) -> dict[int, int]:
    """A number for each row of a table as known after an operation; what later ones retired was live then."""
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    columns = ", ".join(
        f"CASE WHEN {name} <= {int(common)} THEN {name} END" if name == "retired_operation" else name for name in names
    )
    found = connection.execute(f"SELECT version, {columns} FROM {table} WHERE added_operation <= ?", (common,))
    return {row[0]: hash(tuple(row)) for row in found}
