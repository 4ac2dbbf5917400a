"""Every version of the schema that was released, and what makes it of the one before. Appended to, never edited.

A migration has a script, which brings the schema up to date, and, where data must follow, a step: it runs as a named
operation when all scripts have run, so that it meets the newest schema, and stands in the history. A new ledger is made
from :mod:`db.store.ddl` instead and has had none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from db.store.operations import Operation
from db.store.uids import new_uid, new_uids

#: The name of our set in sqlite-utils' table of applied migrations.
MIGRATION_SET = "headwater"


@dataclass(frozen=True, slots=True)
class Migration:
    """What makes a ledger of the version before one of this version (its place in :data:`MIGRATIONS`, from 1)."""

    name: str
    script: str = ""
    step: Callable[[Operation], None] | None = None


_IDENTITIES = """
ALTER TABLE operations ADD COLUMN uid TEXT;
CREATE UNIQUE INDEX operations_uid ON operations(uid);
CREATE TABLE ledger (
  uid TEXT NOT NULL
) STRICT;
ALTER TABLE event_kinds ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
UPDATE event_kinds SET position = id;
"""

_REFERENCES = """
ALTER TABLE relationships ADD COLUMN reference TEXT NOT NULL DEFAULT '';
DROP VIEW v_relationships;
CREATE VIEW v_relationships AS
SELECT r.id, v.name AS vendor, c.name AS client, r.category, r.reference, r.notes
FROM relationships r
LEFT JOIN organizations v ON v.id = r.vendor_id AND v.retired_operation IS NULL
LEFT JOIN organizations c ON c.id = r.client_id AND c.retired_operation IS NULL
WHERE r.retired_operation IS NULL;
"""


def _give_uids(operation: Operation) -> None:
    """A uid for the ledger and for each operation that has none, in the order in which they were recorded."""
    connection = operation.connection
    rows = connection.execute("SELECT id, recorded_at FROM operations WHERE uid IS NULL ORDER BY recorded_at, id")
    ids, moments = zip(*((row[0], datetime.fromisoformat(row[1])) for row in rows), strict=True)
    connection.executemany("UPDATE operations SET uid = ? WHERE id = ?", zip(new_uids(moments), ids, strict=True))
    connection.execute("INSERT INTO ledger(uid) VALUES (?)", (new_uid(operation.now),))


MIGRATIONS: tuple[Migration, ...] = (
    Migration("0001_first_ledger"),
    Migration("0002_identities", _IDENTITIES, _give_uids),
    Migration("0003_references", _REFERENCES),
)
