"""Every version of the schema that was released, and what makes it of the one before. Appended to, never edited.

A migration has a script, which brings the schema up to date, and, where data must follow, a step: it runs as a named
operation when all scripts have run, so that it meets the newest schema, and stands in the history. A new ledger is made
from :mod:`db.store.ddl` instead and has had none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from db.model.text import identity
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

_EDITIONS = """
ALTER TABLE organizations ADD COLUMN identity_key TEXT NOT NULL DEFAULT '';
DROP INDEX organizations_name_key;
CREATE INDEX organizations_identity_key ON organizations(identity_key);
CREATE INDEX organizations_parent ON organizations(parent_id) WHERE parent_id IS NOT NULL;
ALTER TABLE aliases ADD COLUMN identity_key TEXT NOT NULL DEFAULT '';
DROP INDEX aliases_name_key;
CREATE INDEX aliases_identity_key ON aliases(identity_key);
CREATE TABLE data_sets (
  version INTEGER PRIMARY KEY,
  id INTEGER NOT NULL,
  added_operation INTEGER NOT NULL REFERENCES operations(id),
  retired_operation INTEGER REFERENCES operations(id),
  name TEXT NOT NULL,
  mapping TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX data_sets_live ON data_sets(id, ifnull(retired_operation, 0));
CREATE INDEX data_sets_retired ON data_sets(retired_operation) WHERE retired_operation IS NOT NULL;
CREATE INDEX events_part_of ON events(part_of_id) WHERE part_of_id IS NOT NULL;
ALTER TABLE imports ADD COLUMN data_set_id INTEGER;
ALTER TABLE imports ADD COLUMN new_claim_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN amends_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN newest_day TEXT;
ALTER TABLE imports ADD COLUMN gone TEXT;
DROP VIEW v_claims;
ALTER TABLE claims ADD COLUMN external_id TEXT;
ALTER TABLE import_rows RENAME TO older_import_rows;
CREATE TABLE import_rows (
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT,
  claim_id INTEGER,
  cells TEXT,
  PRIMARY KEY (import_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX older_traces ON claims(import_id, import_line);
INSERT INTO import_rows
SELECT r.import_id, r.line, r.outcome, r.problem,
  (SELECT min(c.id) FROM claims c WHERE c.import_id = r.import_id AND c.import_line = r.line),
  CASE WHEN r.outcome = 'problem' THEN r.cells END
FROM older_import_rows r;
DROP INDEX older_traces;
DROP TABLE older_import_rows;
CREATE VIEW v_claims AS
SELECT c.id, c.event_id, c.status, c.announced, c.announced_words, c.effective, c.effective_words, c.until,
  c.count_low, c.count_best, c.count_high, c.count_words, c.percent_low, c.percent_best, c.percent_high,
  c.percent_words, c.percent_of, c.base_low, c.base_best, c.base_high, c.amount_low, c.amount_best, c.amount_high,
  c.currency, c.wording, s.publisher, s.title, s.url, s.published, s.accessed, s.reliability, s.origin,
  EXISTS (SELECT 1 FROM claims n WHERE n.supersedes_id = c.id AND n.event_id = c.event_id
    AND n.retired_operation IS NULL) AS superseded,
  c.external_id, i.file_name AS import_file, c.import_line
FROM claims c
LEFT JOIN sources s ON s.id = c.source_id AND s.retired_operation IS NULL
LEFT JOIN imports i ON i.id = c.import_id AND i.retired_operation IS NULL
WHERE c.retired_operation IS NULL;
CREATE VIEW v_import_rows AS
SELECT r.import_id, i.file_name AS file, r.line, r.outcome, r.reason, r.claim_id
FROM import_rows r
JOIN imports i ON i.id = r.import_id AND i.retired_operation IS NULL;
"""

_FIELDS = """
ALTER TABLE import_rows ADD COLUMN mark INTEGER;
CREATE TABLE fields (
  version INTEGER PRIMARY KEY,
  id INTEGER NOT NULL,
  added_operation INTEGER NOT NULL REFERENCES operations(id),
  retired_operation INTEGER REFERENCES operations(id),
  name TEXT NOT NULL,
  subject TEXT NOT NULL,
  type TEXT NOT NULL,
  position INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX fields_live ON fields(id, ifnull(retired_operation, 0));
CREATE INDEX fields_retired ON fields(retired_operation) WHERE retired_operation IS NOT NULL;
CREATE TABLE field_choices (
  version INTEGER PRIMARY KEY,
  id INTEGER NOT NULL,
  added_operation INTEGER NOT NULL REFERENCES operations(id),
  retired_operation INTEGER REFERENCES operations(id),
  field_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX field_choices_live ON field_choices(id, ifnull(retired_operation, 0));
CREATE INDEX field_choices_retired ON field_choices(retired_operation) WHERE retired_operation IS NOT NULL;
CREATE TABLE field_values (
  version INTEGER PRIMARY KEY,
  id INTEGER NOT NULL,
  added_operation INTEGER NOT NULL REFERENCES operations(id),
  retired_operation INTEGER REFERENCES operations(id),
  field_id INTEGER NOT NULL,
  organization_id INTEGER,
  event_id INTEGER,
  choice_id INTEGER,
  words TEXT NOT NULL DEFAULT '',
  words_key TEXT NOT NULL DEFAULT '',
  number REAL,
  date TEXT, date_mode TEXT, day TEXT,
  valid_from TEXT,
  source_id INTEGER
) STRICT;
CREATE UNIQUE INDEX field_values_live ON field_values(id, ifnull(retired_operation, 0));
CREATE INDEX field_values_retired ON field_values(retired_operation) WHERE retired_operation IS NOT NULL;
CREATE INDEX field_values_field ON field_values(field_id, choice_id) WHERE retired_operation IS NULL;
CREATE INDEX field_values_organization ON field_values(organization_id) WHERE organization_id IS NOT NULL;
CREATE INDEX field_values_event ON field_values(event_id) WHERE event_id IS NOT NULL;
CREATE TABLE saved_views (
  version INTEGER PRIMARY KEY,
  id INTEGER NOT NULL,
  added_operation INTEGER NOT NULL REFERENCES operations(id),
  retired_operation INTEGER REFERENCES operations(id),
  name TEXT NOT NULL,
  content TEXT NOT NULL,
  position INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX saved_views_live ON saved_views(id, ifnull(retired_operation, 0));
CREATE INDEX saved_views_retired ON saved_views(retired_operation) WHERE retired_operation IS NOT NULL;
CREATE TABLE digests (
  operation_id INTEGER NOT NULL REFERENCES operations(id),
  table_name TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  digest INTEGER NOT NULL,
  PRIMARY KEY (operation_id, table_name, first)
) STRICT, WITHOUT ROWID;
"""


def _give_uids(operation: Operation) -> None:
    """A uid for the ledger and for each operation that has none, in the order in which they were recorded."""
    connection = operation.connection
    rows = connection.execute("SELECT id, recorded_at FROM operations WHERE uid IS NULL ORDER BY recorded_at, id")
    ids, moments = zip(*((row[0], datetime.fromisoformat(row[1])) for row in rows), strict=True)
    connection.executemany("UPDATE operations SET uid = ? WHERE id = ?", zip(new_uids(moments), ids, strict=True))
    connection.execute("INSERT INTO ledger(uid) VALUES (?)", (new_uid(operation.now),))


def _give_identities_and_data_sets(operation: Operation) -> None:
    """What makes names one, for every version of a name; and each import as the one edition of a data set so far."""
    connection = operation.connection
    for table in ("organizations", "aliases"):
        names = connection.execute(f"SELECT version, name FROM {table}").fetchall()
        connection.executemany(
            f"UPDATE {table} SET identity_key = ? WHERE version = ?", ((identity(name), row) for row, name in names)
        )
    live = "SELECT id, file_name FROM imports WHERE retired_operation IS NULL ORDER BY id"
    for import_id, file_name in connection.execute(live).fetchall():
        data_set = operation.add("data_sets", {"name": file_name})
        # The import itself is what it was: undoing it must find the row that it added.
        connection.execute("UPDATE imports SET data_set_id = ? WHERE id = ?", (data_set, import_id))


MIGRATIONS: tuple[Migration, ...] = (
    Migration("0001_first_ledger"),
    Migration("0002_identities", _IDENTITIES, _give_uids),
    Migration("0003_references", _REFERENCES),
    Migration("0004_editions", _EDITIONS, _give_identities_and_data_sets),
    Migration("0005_fields", _FIELDS),
)
