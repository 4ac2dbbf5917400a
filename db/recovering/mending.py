"""Making recovered rows fit together: what they name is there again, or they are taken out; as one operation."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from db.checking.derived import not_taken_over
from db.checking.fitting import RINGS, ringed
from db.model.ids import EventId
from db.model.kinds import BUILT_IN
from db.model.records import EventKind
from db.model.values import KindGroup
from db.store.codec import DATE_ROLES, QUANTITIES
from db.store.kinds import add_built_in, add_kind
from db.store.operations import Operation
from db.tables.organizations import name_columns
from db.tables.tables import Tables

#: What an event's only claim says, made from the event where its claims are lost.
_SAID = (
    "status",
    *(f"{role}{end}" for role in DATE_ROLES for end in ("", "_mode", "_words")),
    *(f"{name}{end}" for name in QUANTITIES for end in ("_low", "_best", "_high", "_words")),
    "percent_of",
    "currency",
)
#: Column by column: what a row names, and what becomes of a row that names what is lost.
_LOOSE = (
    ("events", "counterparty_id", "organizations"),
    ("events", "part_of_id", "events"),
    ("claims", "source_id", "sources"),
    ("organizations", "parent_id", "organizations"),
)
_FIRM = (
    ("claims", "event_id", "events"),
    ("preferences", "event_id", "events"),
    ("aliases", "organization_id", "organizations"),
    ("field_choices", "field_id", "fields"),
    ("field_values", "field_id", "fields"),
    ("field_values", "choice_id", "field_choices"),
    ("field_values", "organization_id", "organizations"),
    ("field_values", "event_id", "events"),
)


def mend(tables: Tables, operation: Operation) -> Counter[str]:
    """Mend what does not fit; how many rows were mended, by table. Values of events are derived anew."""
    connection, mended = tables.store.connection, Counter[str]()
    _kinds(operation, mended)
    for table, column, target in (
        ("claims", "event_id", "events"),
        ("events", "organization_id", "organizations"),
        ("events", "relationship_id", "relationships"),
        ("claims", "source_id", "sources"),
    ):
        lost = _naming_lost(connection, table, column, target)
        operation.revive(target, {named for _, named in lost})
    for row_id in _lost_ids(connection, "organizations"):
        operation.add("organizations", name_columns(f"? {row_id}"), row_id=row_id)
        mended["organizations"] += 1
    _relationships(connection, operation, mended)
    for table, column, target in _LOOSE:
        for row_id, _ in _naming_lost(connection, table, column, target):
            operation.replace(table, row_id, {column: None})
            mended[table] += 1
    for table, column in RINGS:
        for row_id in ringed(connection, table, column):
            operation.replace(table, row_id, {column: None})
            mended[table] += 1
    for table, column, target in _FIRM:
        for row_id, _ in _naming_lost(connection, table, column, target):
            operation.retire(table, row_id)
            mended[table] += 1
    _claims(connection, operation, mended)
    operation.stale_events.update(not_taken_over(connection))
    return mended


def _naming_lost(connection: sqlite3.Connection, table: str, column: str, target: str) -> Sequence[tuple[int, int]]:
    """Live rows that name no live row: their id, and what they name."""
    return [
        (row_id, named)
        for row_id, named in connection.execute(
            f"SELECT id, {column} FROM {table} t WHERE retired_operation IS NULL AND {column} IS NOT NULL "
            f"AND NOT EXISTS (SELECT 1 FROM {target} x WHERE x.id = t.{column} AND ifnull(x.retired_operation, 0) = 0)"
        ).fetchall()
    ]


def _lost_ids(connection: sqlite3.Connection, target: str) -> Iterable[int]:
    """The ids of organizations that rows cannot do without."""
    found = set[int]()
    for table, column in (
        ("events", "organization_id"),
        ("relationships", "vendor_id"),
        ("relationships", "client_id"),
    ):
        found.update(named for _, named in _naming_lost(connection, table, column, target))
    return sorted(found)


def _kinds(operation: Operation, mended: Counter[str]) -> None:
    """Every built-in kind, and one in the place of each of the user's own that events are of."""
    connection = operation.connection
    built_in = {kind.code for kind in BUILT_IN}
    for code in sorted(built_in):
        add_built_in(operation, code)
    unknown = connection.execute(
        "SELECT DISTINCT kind FROM events WHERE retired_operation IS NULL AND kind NOT IN "
        "(SELECT code FROM event_kinds WHERE retired_operation IS NULL) ORDER BY kind"
    ).fetchall()
    for (code,) in unknown:
        add_kind(operation, EventKind(code=code, name=code, group=KindGroup.STRATEGY, built_in=False), code=code)
        mended["event_kinds"] += 1


def _relationships(connection: sqlite3.Connection, operation: Operation, mended: Counter[str]) -> None:
    """The relationship that events speak of, between their two sides: the vendor's is taken for the first."""
    lost = dict(_naming_lost(connection, "events", "relationship_id", "relationships"))
    for event_id, row_id in lost.items():
        if operation.live("relationships", row_id) is None:
            event = operation.live("events", event_id)
            assert event is not None
            sides = {"vendor_id": event["organization_id"], "client_id": event["counterparty_id"]}
            operation.add("relationships", sides, row_id=row_id)
            mended["relationships"] += 1


def _claims(connection: sqlite3.Connection, operation: Operation, mended: Counter[str]) -> None:
    """An event whose claims are lost keeps what they came to, as a claim without a source."""
    alone = connection.execute(
        "SELECT id FROM events e WHERE retired_operation IS NULL AND status IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM claims c WHERE c.event_id = e.id AND c.retired_operation IS NULL)"
    ).fetchall()
    for (event_id,) in alone:
        event = operation.live("events", event_id)
        assert event is not None
        operation.add("claims", {"event_id": event_id, **{name: event[name] for name in _SAID}})
        operation.stale_events.add(EventId(event_id))
        mended["claims"] += 1
