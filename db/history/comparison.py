"""What differs between a ledger as known after two operations: which records were added, removed or changed, and how.

The state after operation N is what is live *as known on* N. Only rows that were written or retired between the two
operations are looked at, found by the ranges of versions and by an index, so the cost is that of what happened in
between and never that of the ledger. ``differences(first=n - 1, last=n)`` is what operation ``n`` did;
``first > last`` reads backwards and gives the inverse.

A row that was written again with the same content (as undo does) is no difference. An event differs in fields of its
own (``fields``) and in what its claims come to (``resolved``), which nobody edits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any

from db.history.comparison_tables import TABLES, AcceptedFinding, Alias, Record, Setting, StatedValue, What
from db.history.scope_filter import ScopeFilter, Values, known
from db.model.ids import ClaimId, EventId, OrganizationId, SourceId
from db.model.records import Claim, Event, Organization, Preference, Relationship, Resolved, Scope, Source
from db.store.codec import read_claim
from db.store.store import Store
from db.tables.where import batches, known_operation


class Change(StrEnum):
    """How it differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One record that is not the same in both states.

    ``before`` and ``after`` are the records (an :class:`Organization` without its aliases, which differ on their own;
    ``Claim.superseded`` is always False); None where there is none. ``fields`` names what of its own differs and
    ``resolved`` what of :class:`Resolved` differs; both are empty unless ``change`` is *changed*. ``event_id`` and
    ``organization_id`` are what it belongs to, where it belongs to one.
    """

    what: What
    id: int
    change: Change
    before: Record | None
    after: Record | None
    fields: tuple[str, ...] = ()
    resolved: tuple[str, ...] = ()
    event_id: EventId | None = None
    organization_id: OrganizationId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the ids in some differences are called, also of what is gone by now."""

    organizations: Mapping[OrganizationId, str]
    events: Mapping[EventId, tuple[str, OrganizationId]]  # kind code and organization id
    sources: Mapping[SourceId, str]  # publisher, else title, else address
    claims: Mapping[ClaimId, Claim] = field(default_factory=dict)  # those that corrections and decisions name
    fields: Mapping[int, str] = field(default_factory=dict)  # of one's own
    choices: Mapping[int, str] = field(default_factory=dict)


def operation_on(store: Store, day: date) -> int:
    """The last operation recorded by the end of a local day; 0 before the first."""
    return known_operation(store.connection, Scope(known_on=day)) or 0


def differences(
    store: Store,
    *,
    first: int,
    last: int,
    scope: Scope | None = None,
    event_id: EventId | None = None,
    what: Collection[What] = tuple(What),
    limit: int | None = None,
    offset: int = 0,
) -> list[Difference]:
    """What differs between the state after operation ``first`` and the one after operation ``last``.

    In the order of :class:`What`, then by id; ``limit`` and ``offset`` count through that order. ``scope`` leaves out
    what neither state shows in it: events outside of it with all that is theirs, organizations outside of it, sources
    no event in it rests on, and, where it names organizations, kinds, accepted findings and settings; its own
    as-known-on is of no account. ``event_id`` leaves only an event, its claims, preferences and their sources.
    """
    reader = _Reader(store, first=first, last=last, scope=scope, event_id=event_id)
    found: list[Difference] = []
    for one in (each for each in What if each in what):
        room = None if limit is None else limit - len(found)
        if room is not None and room <= 0:
            break
        page = reader.page(one, room, offset)
        if not page and offset:
            offset -= sum(reader.counts(one).values())
        elif page:
            offset = 0
        found += page
    return found


def summary(
    store: Store, *, first: int, last: int, scope: Scope | None = None, event_id: EventId | None = None
) -> dict[What, dict[Change, int]]:
    """How many records differ, by what and how; nothing is listed that has no difference. Fast for an import, too."""
    reader = _Reader(store, first=first, last=last, scope=scope, event_id=event_id)
    counted = {what: reader.counts(what) for what in What}
    return {what: counts for what, counts in counted.items() if counts}


def changed_ids(store: Store, what: What, *, first: int, last: int) -> set[int]:
    """The ids of one sort that differ in what is their own: an event whose claims alone differ is not among them."""
    return _Reader(store, first=first, last=last).ids(what)


def names(store: Store, found: Sequence[Difference], *, known: int | None = None) -> Names:
    """The names behind the ids in some differences: the latest, or those as of an operation (never of a later one)."""
    records = [record for one in found for record in (one.before, one.after) if record is not None]
    claims = _claims(store, _ids(records, "supersedes_id") | _ids(records, "claim_id"), known)
    records += claims.values()
    events = _latest(
        store,
        "events",
        {one.event_id for one in found if one.event_id} | _ids(records, "part_of_id"),
        "kind, organization_id",
        known,
    )
    organizations = {one.organization_id for one in found if one.organization_id}
    for name in ("organization_id", "counterparty_id", "vendor_id", "client_id", "parent_id"):
        organizations |= set(map(OrganizationId, _ids(records, name)))
    organizations |= {row[1] for row in events.values()}
    sources = _ids(records, "source_id") | {record.id for record in records if isinstance(record, Source)}
    spoken = "coalesce(nullif(publisher, ''), nullif(title, ''), url)"
    return Names(
        organizations={
            OrganizationId(i): row[0]
            for i, row in _latest(store, "organizations", organizations, "name", known).items()
        },
        events={EventId(i): (row[0], row[1]) for i, row in events.items()},
        sources={SourceId(i): row[0] for i, row in _latest(store, "sources", sources, spoken, known).items()},
        claims=claims,
        fields={i: row[0] for i, row in _latest(store, "fields", _ids(records, "field_id"), "name", known).items()},
        choices={
            i: row[0] for i, row in _latest(store, "field_choices", _ids(records, "choice_id"), "name", known).items()
        },
    )


def _claims(store: Store, ids: Collection[int], known: int | None) -> dict[ClaimId, Claim]:
    versions = [row[0] for row in _latest(store, "claims", ids, "version", known).values()]
    found: dict[ClaimId, Claim] = {}
    for batch in batches(versions):
        for row in store.connection.execute(
            f"SELECT * FROM claims WHERE version IN ({', '.join('?' * len(batch))})", tuple(batch)
        ):
            found[row["id"]] = read_claim(row)
    return found


def _ids(records: Sequence[Record], name: str) -> set[int]:
    return {value for record in records if isinstance(value := getattr(record, name, None), int)}


def _latest(
    store: Store, table: str, ids: Collection[int], columns: str, known: int | None
) -> dict[int, tuple[Any, ...]]:
    """Some columns of the latest version of each id, live or not; versions count up with the operations."""
    found: dict[int, tuple[Any, ...]] = {}
    past = "" if known is None else f" AND added_operation <= {int(known)}"
    for batch in batches(sorted(ids)):
        for row in store.connection.execute(
            f"SELECT id, {columns}, max(version) FROM {table} WHERE id IN ({', '.join('?' * len(batch))}){past} "
            "GROUP BY id",
            tuple(batch),
        ):
            found[row[0]] = tuple(row)[1:-1]
    return found


# Reading -----------------------------------------------------------------------------------------------------------


class _Reader:
    """Pages and counts of one comparison, table by table."""

    def __init__(
        self, store: Store, *, first: int, last: int, scope: Scope | None = None, event_id: EventId | None = None
    ) -> None:
        self._store, self._db = store, store.connection
        self._range: Values = {
            "first": first, "last": last, "low": min(first, last), "high": max(first, last), "event": event_id or 0,
        }  # fmt: skip
        self._event_id, self._scope = event_id, scope
        self._in_scope = None if scope is None else ScopeFilter(self._db, scope, first, last)

    def counts(self, what: What) -> dict[Change, int]:
        """How many of one sort differ, by how."""
        how = "CASE WHEN b.version IS NULL THEN 'added' WHEN a.version IS NULL THEN 'removed' ELSE 'changed' END"
        query, values = self._query(what, how + ", count(*)")
        if not query:
            return {}
        return {Change(row[0]): row[1] for row in self._db.execute(query + " GROUP BY 1", values)}

    def ids(self, what: What) -> set[int]:
        """The ids that differ in fields of their own."""
        query, values = self._query(what, "x.id", own=True)
        return {row[0] for row in self._db.execute(query, values)}

    def page(self, what: What, limit: int | None, offset: int) -> list[Difference]:
        """Some of the differences of one sort, by id."""
        query, values = self._query(what, "x.id, b.version, a.version")
        if not query:
            return []
        rows = self._db.execute(
            f"{query} ORDER BY x.id LIMIT :limit OFFSET :offset",
            {**values, "limit": -1 if limit is None else limit, "offset": offset},
        ).fetchall()
        records = self._records(what, [version for row in rows for version in row[1:] if version is not None])
        owners = self._organizations(what, records.values())
        return [self._difference(what, row[0], records.get(row[1]), records.get(row[2]), owners) for row in rows]

    def _query(self, what: What, columns: str, *, own: bool = False) -> tuple[str, Values]:
        """FROM and WHERE of what differs; empty where the scope or event leaves nothing."""
        table = TABLES[what]
        touched, values = self._touched(what), dict(self._range)
        if not touched:
            return "", {}
        differs = " OR ".join(
            f"{one.format('b')} IS NOT {one.format('a')}" for one in (table.own if own else table.compared)
        )
        condition = f"((b.version IS NULL) <> (a.version IS NULL) OR (b.version <> a.version AND ({differs})))"
        if self._in_scope is not None:
            part = self._in_scope.condition(what)
            if part is None:
                return "", {}
            condition += f" AND {part}"
            values |= self._in_scope.values
        return (
            f"WITH touched(id) AS ({touched}) SELECT {columns} FROM touched x "
            f"LEFT JOIN {table.name} b ON b.id = x.id AND {known('b', 'first')} "
            f"LEFT JOIN {table.name} a ON a.id = x.id AND {known('a', 'last')} WHERE {condition}"
        ), values

    def _touched(self, what: What) -> str:
        """The ids that may differ: those of an event, else of rows written or retired between the two operations."""
        name = TABLES[what].name
        if self._event_id is not None:
            return _OF_EVENT.get(what, "")
        span = self._db.execute(
            "SELECT min(first_version), max(last_version) FROM operation_changes "
            "WHERE operation_id > ? AND operation_id <= ? AND table_name = ?",
            (self._range["low"], self._range["high"], name),
        ).fetchone()
        retired = f"SELECT id FROM {name} WHERE retired_operation > :low AND retired_operation <= :high"
        if span[0] is None:
            return retired + " GROUP BY id"
        return (
            f"SELECT id FROM {name} WHERE version BETWEEN {int(span[0])} AND {int(span[1])} "
            f"AND added_operation > :low AND added_operation <= :high UNION {retired}"
        )

    def _records(self, what: What, versions: Sequence[int]) -> dict[int, Record]:
        table, found = TABLES[what], dict[int, Record]()
        for batch in batches(versions):
            for row in self._db.execute(
                f"SELECT * FROM {table.name} WHERE version IN ({', '.join('?' * len(batch))})", tuple(batch)
            ):
                found[row["version"]] = table.read(row)
        return found

    def _organizations(self, what: What, records: Collection[Record]) -> dict[EventId, OrganizationId]:
        """The organization of the events that claims and preferences belong to."""
        if what not in (What.CLAIM, What.PREFERENCE):
            return {}
        found = _latest(
            self._store, "events", _ids(list(records), "event_id"), "organization_id", int(self._range["high"])
        )
        return {EventId(event_id): row[0] for event_id, row in found.items()}

    def _difference(
        self,
        what: What,
        row_id: int,
        before: Record | None,
        after: Record | None,
        owners: Mapping[EventId, OrganizationId],
    ) -> Difference:
        one = after if after is not None else before
        event_id: EventId | None = EventId(row_id) if what is What.EVENT else getattr(one, "event_id", None)
        organization_id: OrganizationId | None = getattr(one, "organization_id", None)
        if isinstance(one, Claim | Preference):
            organization_id = owners.get(one.event_id)
        elif isinstance(one, Organization):
            organization_id = one.id
        elif isinstance(one, Relationship):
            organization_id = one.vendor_id or one.client_id
        change = Change.CHANGED if before and after else Change.ADDED if after else Change.REMOVED
        own = tuple(_differing(before, after)) if before and after else ()
        resolved = (
            tuple(_differing(before.values, after.values))
            if isinstance(before, Event) and isinstance(after, Event)
            else ()
        )
        return Difference(
            what=what, id=row_id, change=change, before=before, after=after, fields=own, resolved=resolved,
            event_id=event_id, organization_id=organization_id,
        )  # fmt: skip


def _differing(before: Record | Resolved, after: Record | Resolved) -> Iterator[str]:
    for each in fields(before):
        if each.name not in ("id", "values") and getattr(before, each.name) != getattr(after, each.name):
            yield each.name


_OF_EVENT: Mapping[What, str] = {
    What.EVENT: "SELECT :event",
    What.CLAIM: "SELECT DISTINCT id FROM claims WHERE event_id = :event",
    What.PREFERENCE: "SELECT DISTINCT id FROM preferences WHERE event_id = :event",
    What.FIELD_VALUE: "SELECT DISTINCT id FROM field_values WHERE event_id = :event",
    What.SOURCE: "SELECT DISTINCT source_id FROM claims WHERE event_id = :event AND source_id IS NOT NULL",
}


__all__ = [
    "AcceptedFinding", "Alias", "Change", "Difference", "Names", "Record", "Setting",
    "StatedValue", "What", "changed_ids", "differences", "names", "operation_on", "summary",
]  # fmt: skip
