"""What a change may have made of the findings: which events, relationships and organizations are to be judged anew.

Wherever a row says what belongs together (a part its whole, an event its organization, a subsidiary its parent), every
version of it is followed, live or not: what belonged together before the change is touched as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.operations import ChangeSet
from db.records import Scope
from db.search import batches
from db.tables.finding_base import Search, narrowed

#: Above this many events a search of everything is no slower.
_MANY = 2000
_TABLES = ("event_kinds", "organizations", "aliases", "sources", "relationships", "events", "claims", "preferences")


@dataclass(frozen=True, slots=True)
class Touched:
    """Ids; ``families`` are organizations with everything above them, ``named`` those whose names may have changed."""

    events: frozenset[int]
    wholes: frozenset[int]
    relationships: frozenset[int]
    organizations: frozenset[int]
    families: frozenset[int]
    named: frozenset[int]


def touched(search: Search, scope: Scope, change: ChangeSet) -> Touched | None:
    """What a change touched; None where everything has to be looked at."""
    tables = {table: change.ids(table) for table in _TABLES}
    known = {table: ids for table, ids in tables.items() if ids is not None}
    # A kind says what an event means; who is whose subsidiary, what a scope of organizations holds.
    narrow = bool(scope.organization_ids) and change.touches("organizations")
    if len(known) < len(tables) or known["event_kinds"] or narrow or scope.text.strip():
        return None
    events = set(known["events"])
    for table in ("claims", "preferences"):
        events.update(_column(search, table, "event_id", "id", known[table]))
    events.update(_column(search, "claims", "event_id", "source_id", known["sources"], limit=_MANY + 1))
    if len(events) > _MANY:
        return None
    organizations = _column(search, "events", "organization_id", "id", events)
    named = set(known["organizations"]) | _column(search, "aliases", "organization_id", "id", known["aliases"])
    return Touched(
        events=frozenset(events),
        wholes=frozenset(events | _column(search, "events", "part_of_id", "id", events)),
        relationships=frozenset(known["relationships"] | _column(search, "events", "relationship_id", "id", events)),
        organizations=frozenset(organizations),
        families=frozenset(_and_above(search, organizations | known["organizations"])),
        named=frozenset(named),
    )


def _column(search: Search, table: str, column: str, key: str, ids: Iterable[int], *, limit: int = -1) -> set[int]:
    """What some rows ever had in a column."""
    found: set[int] = set()
    for among, some in narrowed(key, set(ids)):
        rows = search.db.execute(
            f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL{among} LIMIT ?", (*some, limit)
        )
        found.update(row[0] for row in rows)
    return found


def _and_above(search: Search, organization_ids: Iterable[int]) -> set[int]:
    """Organizations and everything that ever was above them."""
    found: set[int] = set()
    for batch in batches(sorted(set(organization_ids))):
        rows = search.db.execute(
            f"WITH RECURSIVE above(id) AS (SELECT id FROM organizations WHERE id IN ({', '.join('?' * len(batch))}) "
            "UNION SELECT o.parent_id FROM above JOIN organizations o ON o.id = above.id "
            "WHERE o.parent_id IS NOT NULL) SELECT id FROM above",
            tuple(batch),
        )
        found.update(row[0] for row in rows)
    return found
