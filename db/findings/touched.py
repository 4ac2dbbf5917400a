"""What a change may have made of the findings: which events, relationships and organizations are to be judged anew.

Wherever a row says what belongs together (a part its whole, an event its organization, a subsidiary its parent), every
version of it is followed, live or not: what belonged together before the change is touched as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from db.findings.base import Search, narrowed
from db.findings.editions import events_gone
from db.model.ids import EventId, OrganizationId, RelationshipId
from db.model.records import Scope
from db.store.operations import ChangeSet
from db.tables.where import batches

Id = TypeVar("Id", bound=int)

#: Above this many events a search of everything is no slower.
_MANY = 2000
_TABLES = (
    "event_kinds",
    "organizations",
    "aliases",
    "sources",
    "relationships",
    "events",
    "claims",
    "preferences",
    "imports",
)


@dataclass(frozen=True, slots=True)
class Touched:
    """Ids; ``families`` are organizations with everything above them, ``named`` those whose names may have changed."""

    events: frozenset[EventId]
    wholes: frozenset[EventId]
    relationships: frozenset[RelationshipId]
    organizations: frozenset[OrganizationId]
    families: frozenset[OrganizationId]
    named: frozenset[OrganizationId]


def touched(search: Search, scope: Scope, change: ChangeSet) -> Touched | None:
    """What a change touched; None where everything has to be looked at."""
    tables = {table: change.ids(table) for table in _TABLES}
    known = {table: ids for table, ids in tables.items() if ids is not None}
    # A kind says what an event means; who is whose subsidiary, what a scope of organizations holds.
    narrow = bool(scope.organization_ids) and change.touches("organizations")
    if len(known) < len(tables) or known["event_kinds"] or narrow or scope.text.strip():
        return None
    events = set(map(EventId, known["events"]))
    for table in ("claims", "preferences"):
        events.update(_column(search, EventId, table, "event_id", "id", known[table]))
    events.update(_column(search, EventId, "claims", "event_id", "source_id", known["sources"], limit=_MANY + 1))
    events |= events_gone(search, known["imports"])
    if len(events) > _MANY:
        return None
    organizations = _column(search, OrganizationId, "events", "organization_id", "id", events)
    changed = set(map(OrganizationId, known["organizations"]))
    named = changed | _column(search, OrganizationId, "aliases", "organization_id", "id", known["aliases"])
    relationships = set(map(RelationshipId, known["relationships"]))
    relationships |= _column(search, RelationshipId, "events", "relationship_id", "id", events)
    return Touched(
        events=frozenset(events),
        wholes=frozenset(events | _column(search, EventId, "events", "part_of_id", "id", events)),
        relationships=frozenset(relationships),
        organizations=frozenset(organizations),
        families=frozenset(_and_above(search, organizations | changed)),
        named=frozenset(named),
    )


def _column(
    search: Search, sort: Callable[[int], Id], table: str, column: str, key: str, ids: Iterable[int], *, limit: int = -1
) -> set[Id]:
    """What some rows ever had in a column, which holds ids of a sort."""
    found: set[Id] = set()
    for among, some in narrowed(key, set(ids)):
        rows = search.db.execute(
            f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL{among} LIMIT ?", (*some, limit)
        )
        found.update(sort(row[0]) for row in rows)
    return found


def _and_above(search: Search, organization_ids: Iterable[OrganizationId]) -> set[OrganizationId]:
    """Organizations and everything that ever was above them."""
    found: set[OrganizationId] = set()
    for batch in batches(sorted(set(organization_ids))):
        rows = search.db.execute(
            f"WITH RECURSIVE above(id) AS (SELECT id FROM organizations WHERE id IN ({', '.join('?' * len(batch))}) "
            "UNION SELECT o.parent_id FROM above JOIN organizations o ON o.id = above.id "
            "WHERE o.parent_id IS NOT NULL) SELECT id FROM above",
            tuple(batch),
        )
        found.update(row[0] for row in rows)
    return found
