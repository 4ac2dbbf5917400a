"""The newest schema of a ledger: its tables, indexes and public views.

Every table of evidence and decisions is *versioned*: ``version`` is the row, ``id`` the thing, ``added_operation``
the operation that wrote the row and ``retired_operation`` the one that replaced or removed it (NULL: live). As known
on operation N, a row counts when ``added_operation <= N`` and it was not retired by then. ``uid`` of an operation, and
of the ledger, are the same in no other: a row has a name in every copy, the uid of the operation that added it and its
place in that.

Reading it elsewhere: ``v_events``, ``v_claims`` and ``v_relationships`` show live rows with names instead of numbers.

A change here goes with a migration that makes the same of an older ledger: see :mod:`db.store.migrations`.
"""

from __future__ import annotations


def _versioned(name: str, columns: str) -> str:
    """DDL of one versioned table: the columns, at most one live version per id, and what undo looks up."""
    return f"""
CREATE TABLE {name} (
  version INTEGER PRIMARY KEY,
  id INTEGER NOT NULL,
  added_operation INTEGER NOT NULL REFERENCES operations(id),
  retired_operation INTEGER REFERENCES operations(id),
{columns}
) STRICT;
CREATE UNIQUE INDEX {name}_live ON {name}(id, ifnull(retired_operation, 0));
CREATE INDEX {name}_retired ON {name}(retired_operation) WHERE retired_operation IS NOT NULL;
"""


def _dates(*roles: str) -> str:
    """Three columns for each role of a date: EDTF text, one day within or the whole span, and the wording."""
    return "\n".join(f"  {role} TEXT, {role}_mode TEXT, {role}_words TEXT," for role in roles)


def _quantities(*names: str) -> str:
    """Four columns for each quantity: low, best and high (NULL: not said) and the wording (NULL: nothing at all)."""
    return "\n".join(f"  {name}_low REAL, {name}_best REAL, {name}_high REAL, {name}_words TEXT," for name in names)


#: What became of each row of a file. Its cells stay only where nobody could tell otherwise what it said,
#: its mark where somebody left it out: the next edition does not ask again.
IMPORT_ROWS = """
CREATE TABLE import_rows (
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT,
  claim_id INTEGER,
  cells TEXT,
  mark INTEGER,
  PRIMARY KEY (import_id, line)
) STRICT, WITHOUT ROWID;
"""

#: What each operation wrote, as one number for each run of rows: what differs from it was not written by us. See
#: :mod:`db.store.digests`.
DIGESTS = """
CREATE TABLE digests (
  operation_id INTEGER NOT NULL REFERENCES operations(id),
  table_name TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  digest INTEGER NOT NULL,
  PRIMARY KEY (operation_id, table_name, first)
) STRICT, WITHOUT ROWID;
"""

#: Live claims with what their source is called and where they were imported from.
VIEW_CLAIMS = """
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
"""

#: Every row of every file that was imported and not undone, with what became of it.
VIEW_IMPORT_ROWS = """
CREATE VIEW v_import_rows AS
SELECT r.import_id, i.file_name AS file, r.line, r.outcome, r.reason, r.claim_id
FROM import_rows r
JOIN imports i ON i.id = r.import_id AND i.retired_operation IS NULL;
"""

#: The whole schema, as a new ledger is given it.
SCRIPT = (
    """
CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT);
CREATE UNIQUE INDEX idx__sqlite_migrations_migration_set_name ON _sqlite_migrations(migration_set, name);
CREATE TABLE operations (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
  target_id INTEGER REFERENCES operations(id),
  applied_by INTEGER REFERENCES operations(id),
  undone_by INTEGER REFERENCES operations(id),
  abandoned INTEGER NOT NULL DEFAULT 0,
  actor TEXT NOT NULL DEFAULT '',
  recorded_at TEXT NOT NULL,
  recorded_day TEXT NOT NULL,
  uid TEXT
) STRICT;
CREATE UNIQUE INDEX operations_uid ON operations(uid);
CREATE TABLE ledger (
  uid TEXT NOT NULL
) STRICT;
CREATE TABLE operation_changes (
  operation_id INTEGER NOT NULL REFERENCES operations(id),
  table_name TEXT NOT NULL,
  first_version INTEGER,
  last_version INTEGER,
  added INTEGER NOT NULL,
  retired INTEGER NOT NULL,
  PRIMARY KEY (operation_id, table_name)
) STRICT, WITHOUT ROWID;
"""
    + _versioned(
        "event_kinds",
        """  code TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  kind_group TEXT NOT NULL,
  population TEXT,
  sign INTEGER NOT NULL DEFAULT 0,
  level INTEGER NOT NULL DEFAULT 0,
  state TEXT,
  color TEXT NOT NULL DEFAULT '',
  symbol TEXT NOT NULL DEFAULT '',
  built_in INTEGER NOT NULL DEFAULT 0,
  position INTEGER NOT NULL DEFAULT 0""",
    )
    + _versioned(
        "organizations",
        """  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  parent_id INTEGER,
  mine INTEGER NOT NULL DEFAULT 0,
  notes TEXT NOT NULL DEFAULT '',
  identity_key TEXT NOT NULL DEFAULT ''""",
    )
    + "CREATE INDEX organizations_identity_key ON organizations(identity_key);\n"
    + "CREATE INDEX organizations_parent ON organizations(parent_id) WHERE parent_id IS NOT NULL;\n"
    + _versioned(
        "aliases",
        """  organization_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  identity_key TEXT NOT NULL DEFAULT ''""",
    )
    + "CREATE INDEX aliases_identity_key ON aliases(identity_key);\n"
    + _versioned(
        "sources",
        """  publisher TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  url TEXT NOT NULL DEFAULT '',
"""
        + _dates("published", "accessed")
        + """
  reliability TEXT NOT NULL DEFAULT '',
  origin TEXT NOT NULL DEFAULT '',
  notes TEXT NOT NULL DEFAULT ''""",
    )
    + _versioned(
        "relationships",
        """  vendor_id INTEGER,
  client_id INTEGER,
  category TEXT NOT NULL DEFAULT '',
  notes TEXT NOT NULL DEFAULT '',
  reference TEXT NOT NULL DEFAULT ''""",
    )
    + _versioned("data_sets", "  name TEXT NOT NULL,\n  mapping TEXT NOT NULL DEFAULT ''")
    + _versioned(
        "imports",
        """  file_name TEXT NOT NULL,
  digest TEXT NOT NULL,
  encoding TEXT NOT NULL,
  delimiter TEXT NOT NULL,
  header TEXT NOT NULL,
  mapping TEXT NOT NULL,
  row_count INTEGER NOT NULL,
  new_count INTEGER NOT NULL,
  duplicate_count INTEGER NOT NULL,
  skipped_count INTEGER NOT NULL,
  problem_count INTEGER NOT NULL,
  data_set_id INTEGER,
  new_claim_count INTEGER NOT NULL DEFAULT 0,
  amends_count INTEGER NOT NULL DEFAULT 0,
  newest_day TEXT,
  gone TEXT""",
    )
    + IMPORT_ROWS
    + _versioned(
        "events",
        """  kind TEXT NOT NULL,
  organization_id INTEGER NOT NULL,
  counterparty_id INTEGER,
  relationship_id INTEGER,
  population TEXT,
  part_of_id INTEGER,
  parts_complete INTEGER,
  own INTEGER,
  tolerance REAL,
  place TEXT, unit TEXT, reason TEXT, person TEXT, role TEXT, notes TEXT, tags TEXT,
  status TEXT,
  earliest TEXT, latest TEXT,
"""
        + _dates("announced", "effective", "until")
        + "\n"
        + _quantities("count", "percent", "base", "amount")
        + """
  percent_of TEXT, currency TEXT,
  contradicted TEXT,
  denied_beside INTEGER,
  claim_count INTEGER NOT NULL DEFAULT 0,
  source_count INTEGER NOT NULL DEFAULT 0,
  search_key TEXT""",
    )
    + """CREATE INDEX events_organization ON events(organization_id);
CREATE INDEX events_counterparty ON events(counterparty_id) WHERE counterparty_id IS NOT NULL;
CREATE INDEX events_relationship ON events(relationship_id) WHERE relationship_id IS NOT NULL;
CREATE INDEX events_part_of ON events(part_of_id) WHERE part_of_id IS NOT NULL;
"""
    + _versioned(
        "claims",
        """  event_id INTEGER NOT NULL,
  source_id INTEGER,
  status TEXT NOT NULL,
"""
        + _dates("announced", "effective", "until")
        + "\n"
        + _quantities("count", "percent", "base", "amount")
        + """
  percent_of TEXT, currency TEXT, wording TEXT,
  supersedes_id INTEGER, reason TEXT,
  import_id INTEGER, import_line INTEGER, fingerprint INTEGER, external_id TEXT""",
    )
    + """CREATE INDEX claims_event ON claims(event_id);
CREATE INDEX claims_source ON claims(source_id) WHERE source_id IS NOT NULL;
"""
    + _versioned(
        "preferences",
        """  event_id INTEGER NOT NULL,
  field TEXT NOT NULL,
  claim_id INTEGER,
  reason TEXT NOT NULL DEFAULT ''""",
    )
    + "CREATE INDEX preferences_event ON preferences(event_id);\n"
    + _versioned(
        "accepted_findings",
        """  identity TEXT NOT NULL,
  kind TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT ''""",
    )
    + _versioned("settings", "  key TEXT NOT NULL,\n  value TEXT NOT NULL")
    + _versioned(
        "fields",
        """  name TEXT NOT NULL,
  subject TEXT NOT NULL,
  type TEXT NOT NULL,
  position INTEGER NOT NULL DEFAULT 0""",
    )
    + _versioned(
        "field_choices",
        """  field_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL DEFAULT 0""",
    )
    + _versioned(
        "field_values",
        """  field_id INTEGER NOT NULL,
  organization_id INTEGER,
  event_id INTEGER,
  choice_id INTEGER,
  words TEXT NOT NULL DEFAULT '',
  words_key TEXT NOT NULL DEFAULT '',
  number REAL,
  date TEXT, date_mode TEXT, day TEXT,
  valid_from TEXT,
  source_id INTEGER""",
    )
    + """CREATE INDEX field_values_field ON field_values(field_id, choice_id) WHERE retired_operation IS NULL;
CREATE INDEX field_values_organization ON field_values(organization_id) WHERE organization_id IS NOT NULL;
CREATE INDEX field_values_event ON field_values(event_id) WHERE event_id IS NOT NULL;
"""
    + _versioned(
        "saved_views",
        """  name TEXT NOT NULL,
  content TEXT NOT NULL,
  position INTEGER NOT NULL DEFAULT 0""",
    )
    + DIGESTS
    + """
CREATE VIEW v_events AS
SELECT e.id, e.kind, o.name AS organization, c.name AS counterparty, e.population, e.earliest, e.latest, e.announced,
  e.effective, e.until, e.count_low, e.count_best, e.count_high, e.percent_low, e.percent_best, e.percent_high,
  e.percent_of, e.amount_low, e.amount_best, e.amount_high, e.currency, e.status, e.contradicted, e.place, e.unit,
  e.reason, e.person, e.role, e.notes, e.tags, e.claim_count, e.source_count
FROM events e
JOIN organizations o ON o.id = e.organization_id AND o.retired_operation IS NULL
LEFT JOIN organizations c ON c.id = e.counterparty_id AND c.retired_operation IS NULL
WHERE e.retired_operation IS NULL;
"""
    + VIEW_CLAIMS
    + VIEW_IMPORT_ROWS
    + """
CREATE VIEW v_relationships AS
SELECT r.id, v.name AS vendor, c.name AS client, r.category, r.reference, r.notes
FROM relationships r
LEFT JOIN organizations v ON v.id = r.vendor_id AND v.retired_operation IS NULL
LEFT JOIN organizations c ON c.id = r.client_id AND c.retired_operation IS NULL
WHERE r.retired_operation IS NULL;
"""
)


def statements() -> list[str]:
    """The statements of the script (none has a semicolon inside)."""
    return [statement for part in SCRIPT.split(";") if (statement := part.strip())]
