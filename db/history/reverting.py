"""Reverting an operation that is not the last: taking back what it did, beside everything that came later.

What an operation touched is looked at in units: an event with its claims and decisions, an organization with its
aliases, any other record by itself. A unit that differs now from how the operation left it was *edited since*; the
caller says whether such units are kept as they are or taken back all the same. Either way a row that something else
still names stays, and what comes back brings along what it names: no reference is left broken.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from db.errors import UserError
from db.history.comparison import What, changed_ids
from db.history.comparison_tables import TABLES
from db.model.ids import EventId
from db.store import schema
from db.store.operations import FINAL, Operation
from db.store.store import Store

Edited = Literal["undo", "keep"]
Units = dict[str, set[int]]  # ids by table

#: Which rows belong to which: table -> (column, table of the unit).
_BELONGS = {
    "claims": ("event_id", "events"),
    "preferences": ("event_id", "events"),
    "aliases": ("organization_id", "organizations"),
    "field_choices": ("field_id", "fields"),
}
#: The same, and what may belong to one of two: units by itself that comes and goes with either.
_PARTS = (
    *((part, column, owner) for part, (column, owner) in _BELONGS.items()),
    ("field_values", "event_id", "events"),
    ("field_values", "organization_id", "organizations"),
)

#: Which column names which row, in the order in which rows let go of each other.
_NAMES = (
    ("events", "part_of_id", "events", "id"),
    ("claims", "source_id", "sources", "id"),
    ("claims", "import_id", "imports", "id"),
    ("events", "relationship_id", "relationships", "id"),
    ("events", "kind", "event_kinds", "code"),
    ("events", "organization_id", "organizations", "id"),
    ("events", "counterparty_id", "organizations", "id"),
    ("relationships", "vendor_id", "organizations", "id"),
    ("relationships", "client_id", "organizations", "id"),
    ("organizations", "parent_id", "organizations", "id"),
    ("field_values", "source_id", "sources", "id"),
    ("field_values", "choice_id", "field_choices", "id"),
    ("field_values", "field_id", "fields", "id"),
    ("field_choices", "field_id", "fields", "id"),
)

#: Of these there is one row per key; one that was decided anew since is not brought back beside the new one.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "preferences": ("event_id", "field"),
    "accepted_findings": ("identity",),
    "settings": ("key",),
    "event_kinds": ("code",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RevertPreview:
    """What reverting would meet.

    ``rows`` counts the events the operation touched, or, where it touched none, the other records; ``edited_since``
    those of them that differ now from how it left them. ``others`` and ``others_edited`` count the records beside
    the events (organizations, sources, relationships); 0 where ``rows`` counts these.
    """

    rows: int
    edited_since: int
    others: int = 0
    others_edited: int = 0

    @property
    def edited(self) -> int:
        """Everything that was edited since."""
        return self.edited_since + self.others_edited


def target_of(store: Store, operation_id: int) -> sqlite3.Row:
    """The operation to revert. Raises ``revert.unknown``, ``revert.final`` and ``revert.not_in_effect``."""
    row: sqlite3.Row | None = store.connection.execute(
        "SELECT * FROM operations WHERE id = ?", (operation_id,)
    ).fetchone()
    if row is None or row["kind"] != "do":
        raise UserError("revert.unknown", operation=operation_id)
    if row["code"] in FINAL:
        raise UserError("revert.final", operation=operation_id)
    if row["undone_by"] is not None or operation_id in reverted(store.connection):
        raise UserError("revert.not_in_effect", operation=operation_id)
    return row


def reverted(connection: sqlite3.Connection) -> set[int]:
    """The operations that a revert took back which is itself in effect."""
    found: set[int] = set()
    for row in connection.execute(
        "SELECT id, target_id FROM operations WHERE kind = 'do' AND target_id IS NOT NULL AND undone_by IS NULL "
        "ORDER BY id DESC"
    ):
        if row[0] not in found:  # whatever reverts this one came later
            found.add(row[1])
    return found


def preview(store: Store, operation_id: int) -> RevertPreview:
    """How much an operation touched, and how much of it was edited since."""
    reach = _Reach(store, target_of(store, operation_id)["applied_by"])
    units, edited = reach.units, reach.edited
    events, events_edited = len(units.pop("events", ())), len(edited.pop("events", ()))
    others, others_edited = sum(map(len, units.values())), sum(map(len, edited.values()))
    if not events:
        return RevertPreview(rows=others, edited_since=others_edited)
    return RevertPreview(rows=events, edited_since=events_edited, others=others, others_edited=others_edited)


def revert(store: Store, operation: Operation, target: sqlite3.Row, *, edited: Edited) -> None:
    """Take back what ``target`` did, as this operation.

    Raises ``revert.nothing`` where all of it stays: edited since and kept, or still named by something else.
    """
    reach = _Reach(store, target["applied_by"], until=operation.id - 1)
    keep = reach.edited if edited == "keep" else {}
    for table, ids in reach.rows.items():
        taken = ids - reach.rows_of(table, keep)
        back = _coming_back(operation.connection, table, reach.operation_id, taken)
        operation.retire_all(table, taken)
        operation.restore(table, reach.operation_id, back - _decided_anew(operation, table, reach.operation_id))
    _Settling(operation).settle()
    if not _wrote(operation):
        raise UserError("revert.nothing", operation=target["id"])
    operation.stale_events |= _stale(operation)
    operation.connection.execute("UPDATE operations SET target_id = ? WHERE id = ?", (target["id"], operation.id))


class _Reach:
    """The rows an operation changed, and the units they are of."""

    def __init__(self, store: Store, operation_id: int, *, until: int | None = None) -> None:
        self._db, self.operation_id = store.connection, operation_id
        until = store.last_operation() if until is None else until
        self.rows: Units = {}
        since: Units = {}
        for what in What:
            table = TABLES[what].name
            rows = changed_ids(store, what, first=operation_id - 1, last=operation_id)
            if rows:
                self.rows[table] = rows
            since[table] = changed_ids(store, what, first=operation_id, last=until)
        imports = self._db.execute(
            "SELECT id FROM imports WHERE added_operation = :id OR retired_operation = :id", {"id": operation_id}
        )
        if found := {row[0] for row in imports}:
            self.rows["imports"] = found
        self.units = self._units(self.rows)
        changed = self._units(since)
        self.edited = {table: both for table, ids in self.units.items() if (both := ids & changed.get(table, set()))}

    def _units(self, rows: Units) -> Units:
        units: Units = {}
        for table, ids in rows.items():
            if table == "imports":
                continue
            column, owner = _BELONGS.get(table, ("", table))
            units.setdefault(owner, set()).update(_owners(self._db, table, column, ids) if column else ids)
        return {table: ids for table, ids in units.items() if ids}

    def rows_of(self, table: str, units: Units) -> set[int]:
        """The rows of a table that belong to some units."""
        column, owner = _BELONGS.get(table, ("", table))
        ids = units.get(owner, set())
        if not column or not ids:
            return ids
        return _column(self._db, f"SELECT id FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))", ids)


def _owners(connection: sqlite3.Connection, table: str, column: str, ids: Collection[int]) -> set[int]:
    return _column(connection, f"SELECT {column} FROM {table} WHERE id IN (SELECT value FROM json_each(?))", ids)


def _column(connection: sqlite3.Connection, sql: str, ids: Iterable[int]) -> set[int]:
    return {row[0] for row in connection.execute(sql, (json.dumps(list(ids)),))}


def _coming_back(connection: sqlite3.Connection, table: str, operation_id: int, ids: Collection[int]) -> set[int]:
    """The rows that were there before an operation, without those it changed and somebody removed since."""
    return _column(
        connection,
        f"SELECT DISTINCT b.id FROM {table} b WHERE b.retired_operation = {int(operation_id)} "
        "AND b.id IN (SELECT value FROM json_each(?)) AND ("
        f"NOT EXISTS (SELECT 1 FROM {table} a WHERE a.id = b.id AND a.added_operation = {int(operation_id)}) "
        f"OR EXISTS (SELECT 1 FROM {table} c WHERE c.id = b.id AND ifnull(c.retired_operation, 0) = 0))",
        ids,
    )


def _decided_anew(operation: Operation, table: str, operation_id: int) -> set[int]:
    if table not in _KEYS:
        return set()
    same = " AND ".join(f"n.{column} = b.{column}" for column in _KEYS[table])
    rows = operation.connection.execute(
        f"SELECT b.id FROM {table} b JOIN {table} n ON {same} AND n.id <> b.id AND n.retired_operation IS NULL "
        "WHERE b.retired_operation = ?",
        (operation_id,),
    )
    return {row[0] for row in rows}


class _Settling:
    """Nothing that stays names what has gone: what is still named comes back, what belonged to what is gone goes."""

    def __init__(self, operation: Operation) -> None:
        self._operation, self._db = operation, operation.connection

    def settle(self) -> None:
        """Until every reference of a live row leads to a live row."""
        for table, column, target, key in _NAMES:
            while missing := self._missing(table, column, target, key):
                self._operation.revive(target, missing)
                for part, owner_column, owner in _PARTS:
                    if owner == target:
                        self._bring_parts(part, owner_column, missing)
            if (table, column) == ("organizations", "parent_id"):  # now it is known which organizations stay
                self._drop_parts("field_values", "organization_id", "organizations")
            if column == "part_of_id":  # now it is known which events stay: without one there is no claim on a source
                self._drop_parts("claims", "event_id", "events")
                self._drop_parts("preferences", "event_id", "events")
                self._drop_parts("preferences", "claim_id", "claims")
                self._drop_parts("field_values", "event_id", "events")
        self._drop_parts("aliases", "organization_id", "organizations")

    def _missing(self, table: str, column: str, target: str, key: str) -> set[int]:
        """The ids of rows that live rows name and that are not live, as far as this operation is about them."""
        live = f"SELECT 1 FROM {target} x WHERE x.{key} = t.{column} AND x.retired_operation IS NULL"
        if key == "id":
            live = f"SELECT 1 FROM {target} x WHERE x.id = t.{column} AND ifnull(x.retired_operation, 0) = 0"
        rows = self._db.execute(
            f"SELECT DISTINCT t.{column} FROM {table} t WHERE t.retired_operation IS NULL AND t.{column} IS NOT NULL "
            f"AND (t.added_operation = :id OR t.{column} IN "
            f"(SELECT {key} FROM {target} WHERE retired_operation = :id)) "
            f"AND NOT EXISTS ({live})",
            {"id": self._operation.id},
        ).fetchall()
        if key == "id" or not rows:
            return {row[0] for row in rows}
        marks = ", ".join("?" * len(rows))
        latest = self._db.execute(
            f"SELECT id, max(version) FROM {target} WHERE {key} IN ({marks}) GROUP BY {key}",
            tuple(row[0] for row in rows),
        )
        return {row[0] for row in latest}

    def _bring_parts(self, part: str, column: str, ids: Collection[int]) -> None:
        """What left together with its unit in this operation comes back with it."""
        gone = _column(
            self._db,
            f"SELECT id FROM {part} WHERE retired_operation = {int(self._operation.id)} "
            f"AND {column} IN (SELECT value FROM json_each(?))",
            ids,
        )
        back = gone - _column(
            self._db,
            f"SELECT id FROM {part} WHERE retired_operation IS NULL AND id IN (SELECT value FROM json_each(?))",
            gone,
        )
        if back:
            self._operation.revive(part, back)

    def _drop_parts(self, part: str, column: str, owner: str) -> None:
        """Retire what belongs to something that is not there; a decision may well name a claim that went before."""
        mine = "" if column == "claim_id" else "p.added_operation = :id OR "
        rows = self._db.execute(
            f"SELECT id FROM {part} p WHERE retired_operation IS NULL AND {column} IS NOT NULL "
            f"AND ({mine}{column} IN (SELECT id FROM {owner} WHERE retired_operation = :id)) "
            f"AND NOT EXISTS (SELECT 1 FROM {owner} x WHERE x.id = p.{column} AND ifnull(x.retired_operation, 0) = 0)",
            {"id": self._operation.id},
        )
        gone = {row[0] for row in rows}
        if gone:
            self._operation.retire_all(part, gone)


def _wrote(operation: Operation) -> bool:
    return any(
        operation.connection.execute(
            f"SELECT EXISTS (SELECT 1 FROM {table} WHERE retired_operation = :id) OR EXISTS (SELECT 1 FROM {table} "
            "WHERE version > ifnull((SELECT max(last_version) FROM operation_changes WHERE table_name = :table), 0))",
            {"id": operation.id, "table": table},
        ).fetchone()[0]
        for table in schema.VERSIONED
    )


def _stale(operation: Operation) -> set[EventId]:
    """The live events whose claims, decisions or sources this operation touched."""
    me = int(operation.id)
    touched = f"(added_operation = {me} OR retired_operation = {me})"
    rows = operation.connection.execute(
        f"SELECT event_id FROM claims WHERE {touched} UNION SELECT event_id FROM preferences WHERE {touched} "
        f"UNION SELECT id FROM events WHERE added_operation = {me} "
        f"UNION SELECT event_id FROM claims WHERE retired_operation IS NULL AND source_id IN "
        f"(SELECT id FROM sources WHERE {touched})"
    ).fetchall()
    live = "SELECT id FROM events WHERE id IN (SELECT value FROM json_each(?)) AND retired_operation IS NULL"
    return set(map(EventId, _column(operation.connection, live, [row[0] for row in rows])))


__all__ = ["Edited", "RevertPreview", "preview", "revert", "reverted", "target_of"]
