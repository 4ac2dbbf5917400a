"""Many rows into a table at once, from columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from itertools import chain, islice

#: Rows in one statement: a statement for each costs half as much again. At most 32,766 values may be bound in one.
_TOGETHER = 100

Value = str | int | float | None


def insert_columns(connection: sqlite3.Connection, table: str, columns: Mapping[str, Sequence[Value]]) -> None:
    """Insert rows given as columns of the same length; ``table`` and the names are ours, never a user's.

    A column that is None throughout is left to its default, and one value throughout is bound once per statement:
    binding is what costs.
    """
    count = len(next(iter(columns.values())))
    if not count:
        return
    same = {name: column[0] for name, column in columns.items() if _is_constant(column)}
    varying = {name: column for name, column in columns.items() if name not in same}
    same = {name: value for name, value in same.items() if value is not None}
    cells = chain.from_iterable(zip(*varying.values(), strict=True))
    fixed = tuple(same.values())
    for rows, statements in ((_TOGETHER, count // _TOGETHER), (count % _TOGETHER, 1)):
        if rows and statements:
            width = rows * len(varying)
            connection.executemany(
                f"INSERT INTO {table}({', '.join((*same, *varying))}) {_source(len(fixed), len(varying), rows)}",
                (fixed + tuple(islice(cells, width)) for _ in range(statements)),
            )


def _is_constant(column: Sequence[Value]) -> bool:
    first = column[0]
    return column[-1] == first and column.count(first) == len(column)


def _source(fixed: int, varying: int, rows: int) -> str:
    """Rows with the fixed values in front of the varying ones.

    Numbered parameters would say so more plainly, but Python from 3.12 on takes them for named ones.
    """
    values = ", ".join([f"({', '.join('?' * varying) or 'NULL'})"] * rows)
    columns = [*"?" * fixed, *(f"column{number}" for number in range(1, varying + 1))]
    return f"SELECT {', '.join(columns)} FROM (VALUES {values})"
