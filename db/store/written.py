"""The digests of what a running operation writes: from what it is given where that is plain, else read back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from types import NoneType
from typing import Any

from db.store import digests
from db.store.digests import Column, Run

#: By a column's identity, the type it is stored as and the default: the column itself, and its digests run by run.
_Known = dict[tuple[int, type, Any], tuple[Column, list[int]]]

_NOT_GIVEN: Column = (None,)


class Written:
    """The digests of what a running operation adds, as far as it is known without reading it back."""

    def __init__(self, connection: sqlite3.Connection, operation_id: int) -> None:
        self._connection, self._id = connection, operation_id
        self._runs: dict[str, list[Run]] = {}
        self._files: dict[int, list[int]] = {}  # by import: number, sum
        self._columns: _Known = {}

    def add(self, table: str, columns: Mapping[str, Column], first: int, last: int) -> None:
        """Rows were added, as columns of the same length; versions ``first`` to ``last``."""
        known, self._columns = self._columns, {}
        found: list[Sequence[int]] = []
        starts = range(first, last + 1, digests.RUN)
        for name, kind, default in digests.layout_of(self._connection, table).columns:
            given = self._given(columns.get(name, _NOT_GIVEN), kind, default, known)
            if given is None:
                return  # read back when the operation ends
            found.append(given if name in columns else given * len(starts))
        runs = self._runs.setdefault(table, [])
        for start, of_columns in zip(starts, zip(*found, strict=True), strict=True):
            versions = range(start, min(start + digests.RUN, last + 1))
            runs.append(digests.new_run(versions, self._id, of_columns))

    def copy(self, table: str, versions: Sequence[int], first: int) -> None:
        """Copies of rows were added, in the order of their versions; ``first`` is the version of the first copy."""
        places = {version: number for number, version in enumerate(versions)}
        runs = self._runs.setdefault(table, [])
        for _operation, run in sorted(digests.stored(self._connection, table).items()):
            start, end = places.get(run.first), places.get(run.last)
            if start is not None and end is not None and end - start == run.last - run.first:
                runs.append(digests.copy_of(run, first + start, self._id))

    def _given(self, column: Column, kind: type, default: Any, known: _Known) -> list[int] | None:
        """The digests of a column run by run, as the file will have it; None where that is not plain to see."""
        key = id(column), kind, default
        found = known.get(key) or self._columns.get(key)
        if found is None:
            fresh = _digests(column, kind, default)
            if fresh is None:
                return None
            found = column, fresh
        self._columns[key] = found
        return found[1]

    def changed(self, table: str, version: int | None = None) -> None:
        """A row that was added by this operation was changed or taken out again (None: some rows were)."""
        runs = self._runs.get(table)
        if runs:
            self._runs[table] = [run for run in runs if version is not None and not run.first <= version <= run.last]

    def keep_rows(self, columns: Mapping[str, Column]) -> None:
        """Rows of a file were kept, as columns in the order of the table."""
        names = [name for name, _type, _default in digests.layout_of(self._connection, digests.IMPORT_ROWS).columns]
        (import_id,) = set(columns["import_id"])
        file = self._files.setdefault(import_id, [0, 0])
        file[0] += len(columns["import_id"])
        none = [None] * len(columns["import_id"])
        file[1] += digests.of_rows(zip(*(columns.get(name, none) for name in names), strict=True))

    def discard_rows(self, import_id: int) -> None:
        """The rows of a file were taken back."""
        self._files.pop(import_id, None)

    def record(self, touched: Mapping[str, tuple[int | None, int | None, int]]) -> None:
        """Write the digests. ``touched``: by table the first and last version added, and the number retired."""
        found = [(digests.OPERATIONS, digests.of_operation(self._connection, self._id))]
        for table, (first, last, retired) in touched.items():
            if first is not None and last is not None:
                found += [(table, run) for run in self._added(table, first, last)]
            if retired:
                found += [(table, run) for run in digests.retired_by(self._connection, table, self._id)]
        found += [
            (digests.IMPORT_ROWS, Run(import_id, number, total)) for import_id, (number, total) in self._files.items()
        ]
        if self._id == 1:
            found.append((digests.LEDGER, digests.of_ledger(self._connection)))
        digests.write(self._connection, ((self._id, table, run) for table, run in found))

    def _added(self, table: str, first: int, last: int) -> Iterator[Run]:
        """The runs that are known, and what lies between them, read back."""
        for run in sorted(self._runs.get(table, ())):
            yield from self._read_back(table, first, run.first - 1)
            yield run
            first = run.last + 1
        yield from self._read_back(table, first, last)

    def _read_back(self, table: str, first: int, last: int) -> Iterator[Run]:
        if first <= last:
            where = f"version BETWEEN {first} AND {last} AND added_operation = {self._id}"
            yield from (run for _id, run in digests.added_runs(self._connection, table, where))


def _digests(column: Column, kind: type, default: Any) -> list[int] | None:
    """The digests of a column run by run; ``default`` stands for it where it is None throughout."""
    starts = range(0, len(column), digests.RUN)
    if digests.is_constant(column):
        same = default if column[0] is None else column[0]
        same = float(same) if kind is float and type(same) is int else same
        return [digests.of_column((same,), kind)] * len(starts) if type(same) in {kind, NoneType} else None
    try:
        return [_as_stored(column[start : start + digests.RUN], kind) for start in starts]
    except ValueError:
        return None


def _as_stored(values: Column, kind: type) -> int:
    """The digest of values as the file will have them. Raises ValueError where that is not plain to see."""
    if not digests.is_constant(values):
        try:
            return digests.of_all(values, kind)
        except TypeError:
            pass  # some are None, or it is not what the column holds
    kinds = set(map(type, values)) - {NoneType}
    if not kinds <= {kind}:
        if kind is not float or not kinds <= {int, float}:
            raise ValueError(kinds)
        values = [None if value is None else float(value) for value in values]
    return digests.of_column(values, kind)
