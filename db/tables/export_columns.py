"""The columns of the exported tables that are made up of others: by what they have, a file is known to be one."""

from __future__ import annotations

from collections.abc import Mapping

ORGANIZATION_COLUMNS = ("id", "name", "aliases", "parent", "mine", "notes", "events")
RELATIONSHIP_COLUMNS = (
    "id", "vendor", "client", "category", "reference", "state", "last_evidence", "events", "notes",
)  # fmt: skip
SOURCE_COLUMNS = (
    "id", "publisher", "title", "url", "published", "published_words", "accessed", "reliability", "origin", "notes",
    "claims",
)  # fmt: skip
HEADCOUNT_COLUMNS = ("organization", "population", "date", "low", "best", "high", "basis", "unexplained")
ACTIVE_CLIENT_COLUMNS = ("organization", "date", "active", "at_risk", "reduced", "paused", "winding_down", "clients")
FINDING_COLUMNS = (
    "kind", "organization", "event_ids", "claim_ids", "field", "values", "accepted", "note", "identity",
)  # fmt: skip
HISTORY_COLUMNS = (
    "operation", "recorded_at", "recorded_day", "actor", "action", "kind", "target", "subject", "event", "state",
    "detail",
)  # fmt: skip
FIELD_COLUMNS = (
    "field", "subject", "type", "organization", "event", "value", "number", "earliest", "latest", "valid_from",
    "source",
)  # fmt: skip
#: What words a finding or a step, where somebody can.
SENTENCE = "sentence"

#: Tables that cannot be taken back: they follow from claims, or are a part of what only a whole ledger says.
NOT_TAKEN_BACK: Mapping[str, tuple[str, ...]] = {
    "organizations": ORGANIZATION_COLUMNS,
    "relationships": RELATIONSHIP_COLUMNS,
    "sources": SOURCE_COLUMNS,
    "headcount": HEADCOUNT_COLUMNS,
    "active-clients": ACTIVE_CLIENT_COLUMNS,
    "findings": FINDING_COLUMNS,
    "history": HISTORY_COLUMNS,
    "fields": FIELD_COLUMNS,
}
