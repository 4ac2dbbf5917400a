"""The one mechanism for writing: named operations on versioned rows, undo and redo, and what changed.

An operation is one transaction. It never overwrites or deletes what an earlier one wrote: it retires a version and
adds another. Undoing operation E is an operation of its own that makes the rows E touched what they were before E;
redoing undoes that one. This is the only module that writes versions.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Literal, overload

from db.errors import UserError
from db.model.ids import EventId, OrganizationId
from db.store import digests, schema
from db.store.bulk import insert_columns
from db.store.uids import new_uid
from db.store.written import Written

#: Above this many ids per table a change set says "many" instead of naming them.
MANY = 500

#: Operations that no Undo takes back: the first one, and what is gone for good.
FINAL = ("ledger.created", "ledger.migrated", "ledger.recovered", "person.erased")
#: What mends a ledger that was damaged, and the place of an operation that is lost.
RECOVERED = "ledger.recovered"
#: What brings the data of an older ledger up to date.
MIGRATED = "ledger.migrated"

Value = str | int | float | None
Kind = Literal["do", "undo", "redo"]


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What an operation changed: per table the ids that have a new state, or None for "many".

    ``code`` and ``detail`` name the operation ("event.deleted", {"count": 3}); for an undo or redo they are those of
    the operation that was undone or redone.
    """

    operation_id: int
    code: str
    detail: Mapping[str, object]
    kind: Kind
    tables: Mapping[str, frozenset[int] | None]

    def touches(self, *tables: str) -> bool:
        """Whether any of these tables changed."""
        return any(table in self.tables for table in tables)

    @overload
    def ids(self, table: Literal["events"]) -> frozenset[EventId] | None: ...
    @overload
    def ids(self, table: Literal["organizations"]) -> frozenset[OrganizationId] | None: ...
    @overload
    def ids(self, table: str) -> frozenset[int] | None: ...
    def ids(self, table: str) -> frozenset[int] | None:
        """The changed ids of a table (empty: none; None: many)."""
        return self.tables.get(table, frozenset())

    @property
    def empty(self) -> bool:
        """Whether nothing changed at all."""
        return not self.tables


@dataclass(slots=True)
class _Tally:
    """What an operation has done to one table so far."""

    ids: set[int] | None = field(default_factory=set)
    first: int | None = None
    last: int | None = None
    added: int = 0
    retired: int = 0

    def note(self, row_id: int) -> None:
        if self.ids is not None:
            self.ids.add(row_id)
            if len(self.ids) > MANY:
                self.ids = None

    def extend(self, first: int, last: int, added: int) -> None:
        self.first = first if self.first is None else min(self.first, first)
        self.last = last if self.last is None else max(self.last, last)
        self.added += added


class Operation:
    """One running write, inside its transaction. Made by :meth:`db.ledger.Ledger.operation`, closed by it too."""

    def __init__(
        self, connection: sqlite3.Connection, *, code: str, detail: Mapping[str, object], actor: str, now: datetime
    ) -> None:
        self.connection = connection
        self.code = code
        self.now = now
        self.detail = dict(detail)
        self.kind: Kind = "do"
        self._tallies: dict[str, _Tally] = {}
        self._next_ids: dict[str, int] = {}
        #: Whether rows of earlier operations were edited in place: what is erased is erased everywhere.
        self.rewrote = False
        self.stale_events: set[EventId] = set()  # events whose derived values have to be rebuilt before the commit
        cursor = connection.execute(
            "INSERT INTO operations(code, detail, kind, actor, recorded_at, recorded_day, uid) "
            "VALUES (?, '{}', 'do', ?, ?, ?, ?)",
            (code, actor, now.astimezone(UTC).isoformat(timespec="milliseconds"), now.date().isoformat(), new_uid(now)),
        )
        assert cursor.lastrowid is not None
        self.id = cursor.lastrowid
        self._written = Written(connection, self.id)
        connection.execute("UPDATE operations SET applied_by = id WHERE id = ?", (self.id,))

    # What tables do with it.

    def next_id(self, table: str) -> int:
        """A fresh id of ``table``; ids are never reused, not even those of undone rows."""
        number = self._next_ids.get(table)
        if number is None:
            number = self.connection.execute(f"SELECT ifnull(max(id), 0) + 1 FROM {_known(table)}").fetchone()[0]
        self._next_ids[table] = number + 1
        return int(number)

    def add(self, table: str, row: Mapping[str, Value], *, row_id: int | None = None) -> int:
        """Add the first or the next version of a row and give its id."""
        row_id = self.next_id(table) if row_id is None else row_id
        names = ["id", "added_operation", *row]
        cursor = self.connection.execute(
            f"INSERT INTO {_known(table)}({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
            (row_id, self.id, *row.values()),
        )
        assert cursor.lastrowid is not None
        tally = self._tally(table)
        tally.note(row_id)
        tally.extend(cursor.lastrowid, cursor.lastrowid, 1)
        return row_id

    def add_many(self, table: str, columns: Mapping[str, Sequence[Value]]) -> int:
        """Add many new rows at once, column by column, ``id`` among them. Gives how many were added."""
        count = "SELECT ifnull(max(version), 0) FROM " + _known(table)
        before = self.connection.execute(count).fetchone()[0]
        rows = len(columns["id"])
        insert_columns(self.connection, table, {"added_operation": [self.id] * rows, **columns})
        after = self.connection.execute(count).fetchone()[0]
        if after > before:
            tally = self._tally(table)
            tally.ids = None
            tally.extend(before + 1, after, after - before)
            self._next_ids.pop(table, None)
            if after - before == rows:
                self._written.add(table, columns, before + 1, after)
        return int(after - before)

    def keep_rows(self, columns: Mapping[str, Sequence[Value]]) -> None:
        """Keep rows of one file that is being imported, column by column, with what became of each."""
        if columns["import_id"]:
            insert_columns(self.connection, "import_rows", columns)
            self._written.keep_rows(columns)

    def discard_rows(self, import_id: int) -> None:
        """Take the rows of a file back: it brought nothing new."""
        self.connection.execute("DELETE FROM import_rows WHERE import_id = ?", (import_id,))
        self._written.discard_rows(import_id)

    def live(self, table: str, row_id: int) -> sqlite3.Row | None:
        """The live version of a row."""
        row: sqlite3.Row | None = self.connection.execute(
            f"SELECT * FROM {_known(table)} WHERE id = ? AND ifnull(retired_operation, 0) = 0", (row_id,)
        ).fetchone()
        return row

    def retire(self, table: str, row_id: int) -> bool:
        """Take a row out of the live ledger; False if it is not in it."""
        row = self.live(table, row_id)
        if row is None:
            return False
        tally = self._tally(table)
        tally.note(row_id)
        if row["added_operation"] == self.id:  # never committed: there is no history to keep
            self.connection.execute(f"DELETE FROM {table} WHERE version = ?", (row["version"],))
            self._written.changed(table, row["version"])
            tally.added -= 1
        else:
            self.connection.execute(
                f"UPDATE {table} SET retired_operation = ? WHERE version = ?", (self.id, row["version"])
            )
            tally.retired += 1
        return True

    def replace(self, table: str, row_id: int, changes: Mapping[str, Value]) -> bool:
        """Give a row a new version with some columns changed; False if nothing differs."""
        row = self.live(table, row_id)
        if row is None:
            raise UserError("row.gone", table=table, id=row_id)
        if all(row[name] == value for name, value in changes.items()):
            return False
        if row["added_operation"] == self.id:
            assignments = ", ".join(f"{name} = ?" for name in changes)
            self.connection.execute(
                f"UPDATE {_known(table)} SET {assignments} WHERE version = ?", (*changes.values(), row["version"])
            )
            self._written.changed(table, row["version"])
            self._tally(table).note(row_id)
            return True
        kept = {name: row[name] for name in row.keys() if name not in _VERSION_COLUMNS}  # noqa: SIM118
        self.retire(table, row_id)
        self.add(table, {**kept, **changes}, row_id=row_id)
        return True

    def touch(self, table: str, row_ids: Iterable[int]) -> None:
        """Tell that rows read differently now although no version was added: their texts were erased."""
        tally = self._tally(_known(table))
        for row_id in row_ids:
            tally.note(row_id)

    # What the ledger does with it.

    def reverse(self, operation_id: int) -> None:
        """Make every row that an operation touched what it was before it.

        Undo is linear, so each of these rows is, at this moment, as that operation left it (possibly in a copy that
        an undo of something later re-added; hence rows are found by id, not by version).
        """
        changed = self.connection.execute(
            "SELECT * FROM operation_changes WHERE operation_id = ?", (operation_id,)
        ).fetchall()
        for change in changed:
            self._retire_added(_known(change["table_name"]), change)
            self.restore(change["table_name"], operation_id)

    def _retire_added(self, table: str, change: sqlite3.Row) -> None:
        if change["first_version"] is None:
            return
        tally, by = self._tally(table), change["operation_id"]
        if change["added"] > MANY:
            tally.ids = None
        span = (by, change["first_version"], change["last_version"])
        where = "added_operation = ? AND version BETWEEN ? AND ?"
        if tally.ids is not None:
            for (row_id,) in self.connection.execute(f"SELECT id FROM {table} WHERE {where}", span).fetchall():
                tally.note(row_id)
        # The rows themselves where they are still live, in one update; then copies of them.
        cursor = self.connection.execute(
            f"UPDATE {table} SET retired_operation = ? WHERE {where} AND retired_operation IS NULL", (self.id, *span)
        )
        retired = cursor.rowcount
        if retired < change["added"]:
            cursor = self.connection.execute(
                f"UPDATE {table} SET retired_operation = ? WHERE retired_operation IS NULL AND added_operation <> ? "
                f"AND id IN (SELECT id FROM {table} WHERE {where})",
                (self.id, self.id, *span),
            )
            retired += cursor.rowcount
        tally.retired += retired

    def restore(self, table: str, operation_id: int, ids: Collection[int] | None = None) -> None:
        """Add again what an operation retired in a table, all of it or the rows of some ids."""
        where, values = "retired_operation = ?", [operation_id]
        self._copy(table, *_among(where, values, ids))

    def revive(self, table: str, ids: Collection[int]) -> None:
        """Make the latest versions of rows that are not live, live again."""
        where, values = _among("retired_operation = ?", [self.id], ids)
        cursor = self.connection.execute(f"UPDATE {_known(table)} SET retired_operation = NULL WHERE {where}", values)
        self._tally(table).retired -= cursor.rowcount
        latest = f"version = (SELECT max(n.version) FROM {table} n WHERE n.id = {table}.id) AND retired_operation > 0"
        self._copy(table, *_among(latest, [], ids))

    def retire_all(self, table: str, ids: Collection[int]) -> None:
        """Retire whatever is live of some ids, in one statement; rows of this very operation leave no trace."""
        tally = self._tally(table)
        for row_id in islice(ids, MANY + 1):
            tally.note(row_id)
        if tally.added:
            self._written.changed(table)
            where, values = _among("retired_operation IS NULL AND added_operation = ?", [self.id], ids)
            tally.added -= self.connection.execute(f"DELETE FROM {_known(table)} WHERE {where}", values).rowcount
        where, values = _among("retired_operation IS NULL", [], ids)
        cursor = self.connection.execute(
            f"UPDATE {_known(table)} SET retired_operation = ? WHERE {where}", (self.id, *values)
        )
        tally.retired += cursor.rowcount

    def _copy(self, table: str, where: str, values: Sequence[Value]) -> None:
        """Add the rows of a condition once more, as of this operation."""
        names = [row[1] for row in self.connection.execute(f"PRAGMA table_info({_known(table)})")]
        kept = ", ".join(name for name in names if name not in _ADDED_COLUMNS)
        tally = self._tally(table)
        ids = f"SELECT id FROM {table} WHERE {where} LIMIT {MANY + 1}"
        some = self.connection.execute(ids, values).fetchall()
        for (row_id,) in some:
            tally.note(row_id)
        versions = self._versions(table, where, values) if len(some) > MANY else ()
        before = self.connection.execute(f"SELECT ifnull(max(version), 0) FROM {table}").fetchone()[0]
        cursor = self.connection.execute(
            f"INSERT INTO {table}(added_operation, {kept}) "
            f"SELECT ?, {kept} FROM {table} WHERE {where} ORDER BY version",
            (self.id, *values),
        )
        if cursor.rowcount > 0:
            tally.extend(before + 1, before + cursor.rowcount, cursor.rowcount)
            if cursor.rowcount == len(versions):
                self._written.copy(table, versions, before + 1)

    def _versions(self, table: str, where: str, values: Sequence[Value]) -> Sequence[int]:
        rows = self.connection.execute(f"SELECT version FROM {table} WHERE {where} ORDER BY version", values)
        return [version for (version,) in rows]

    def finish(self) -> ChangeSet:
        """Record what changed; the caller commits."""
        touched = {name: t for name, t in self._tallies.items() if t.added or t.retired or t.ids or t.ids is None}
        self.connection.executemany(
            "INSERT INTO operation_changes VALUES (?, ?, ?, ?, ?, ?)",
            [(self.id, name, t.first, t.last, t.added, t.retired) for name, t in touched.items()],
        )
        self.connection.execute(
            "UPDATE operations SET code = ?, detail = ?, kind = ? WHERE id = ?",
            (self.code, json.dumps(self.detail, ensure_ascii=False), self.kind, self.id),
        )
        # A new deed: what had been undone can no longer be redone. Nobody did a migration.
        if self.kind == "do" and self.code != MIGRATED:
            self.connection.execute(
                "UPDATE operations SET abandoned = 1 WHERE kind = 'do' AND undone_by IS NOT NULL AND abandoned = 0"
            )
        if self.rewrote:
            digests.rebuild(self.connection)
        else:
            self._written.record({name: (t.first, t.last, t.retired) for name, t in touched.items()})
        tables = {name: None if t.ids is None else frozenset(t.ids) for name, t in touched.items()}
        return ChangeSet(self.id, self.code, self.detail, self.kind, tables)

    def _tally(self, table: str) -> _Tally:
        return self._tallies.setdefault(table, _Tally())


def _among(where: str, values: Sequence[Value], ids: Collection[int] | None) -> tuple[str, list[Value]]:
    """A condition narrowed to some ids, however many."""
    if ids is None:
        return where, list(values)
    return f"{where} AND id IN (SELECT value FROM json_each(?))", [*values, json.dumps(sorted(ids))]


_ADDED_COLUMNS = ("version", "added_operation", "retired_operation")
_VERSION_COLUMNS = ("id", *_ADDED_COLUMNS)


def _known(table: str) -> str:
    """The table's name, if it is one of ours: names are the only thing ever joined into SQL."""
    if table not in schema.VERSIONED:
        raise ValueError(table)
    return table
