"""Looking for damage in a ledger. Reads only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from db.errors import LedgerError, WorldError, translate
from db.store import schema
from db.store.store import Store

#: Which column names a row of which table.
_REFERENCES = (
    ("events", "organization_id", "organizations"),
    ("events", "counterparty_id", "organizations"),
    ("events", "relationship_id", "relationships"),
    ("events", "part_of_id", "events"),
    ("claims", "event_id", "events"),
    ("claims", "source_id", "sources"),
    ("aliases", "organization_id", "organizations"),
    ("relationships", "vendor_id", "organizations"),
    ("relationships", "client_id", "organizations"),
    ("preferences", "event_id", "events"),
    ("field_choices", "field_id", "fields"),
    ("field_values", "field_id", "fields"),
    ("field_values", "choice_id", "field_choices"),
    ("field_values", "organization_id", "organizations"),
    ("field_values", "event_id", "events"),
)


def problems(store: Store) -> list[LedgerError]:
    """Everything found: ``check.integrity``, ``check.foreign_key``, ``check.reference``, ``check.twice``."""
    found = list[LedgerError]()
    for look in (_integrity, _references, _live_versions):
        try:
            found.extend(look(store.connection))
        except sqlite3.DatabaseError as error:
            if not isinstance(translate(error, store.path), WorldError):
                raise
            found.append(LedgerError("check.integrity", detail=str(error)))
            break  # what cannot be read says nothing about the rest
    return found


def inconsistencies(connection: sqlite3.Connection) -> Iterator[LedgerError]:
    """What does not fit together in the rows of a sound file."""
    yield from _references(connection)
    yield from _live_versions(connection)


def _integrity(connection: sqlite3.Connection) -> Iterator[LedgerError]:
    for (text,) in connection.execute("PRAGMA integrity_check"):
        if text != "ok":
            yield LedgerError("check.integrity", detail=text)


def _references(connection: sqlite3.Connection) -> Iterator[LedgerError]:
    for row in connection.execute("PRAGMA foreign_key_check"):
        yield LedgerError("check.foreign_key", table=row[0], row=row[1])
    for table, column, target in _REFERENCES:
        broken = connection.execute(
            f"SELECT count(*) FROM {table} t WHERE t.retired_operation IS NULL AND t.{column} IS NOT NULL "
            f"AND NOT EXISTS (SELECT 1 FROM {target} x WHERE x.id = t.{column} AND ifnull(x.retired_operation, 0) = 0)"
        ).fetchone()[0]
        if broken:
            yield LedgerError("check.reference", table=table, column=column, target=target, count=broken)


def _live_versions(connection: sqlite3.Connection) -> Iterator[LedgerError]:
    for table in schema.VERSIONED:
        twice = connection.execute(
            f"SELECT count(*) FROM (SELECT id FROM {table} WHERE retired_operation IS NULL GROUP BY id "
            "HAVING count(*) > 1)"
        ).fetchone()[0]
        if twice:
            yield LedgerError("check.twice", table=table, count=twice)
