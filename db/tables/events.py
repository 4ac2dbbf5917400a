"""Events with their claims: reading them in order, in pages and whole; saving, deleting, duplicating them."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from db.codec import EVENT_TEXTS, claim_columns, event_columns, read_claim, read_event, read_resolved, resolved_columns
from db.drafts import ClaimDraft, EventDraft, SourceDraft
from db.errors import UserError
from db.operations import ChangeSet, Operation
from db.records import Claim, Event, Preference, Resolved, Scope
from db.resolve import resolve
from db.search import batches, events_where, known_operation, live, order_by
from db.tables.base import Table
from db.tables.event_order import reordered
from db.text import fold
from db.values import KindGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event as tables list it, with names in place of ids."""

    id: int
    kind: str
    organization_id: int
    organization: str
    counterparty: str
    place: str
    notes: str
    values: Resolved


class Events(Table):
    """``ledger.events``."""

    # Reading.

    def order(self, scope: Scope, *, column: str = "date", descending: bool = True) -> array[int]:
        """The versions of the events in a scope, in order: what :meth:`rows` takes portions of. Fast at 200,000."""
        where, parameters = events_where(self._db, scope)
        joins, order, join_parameters = order_by(column, descending=descending, known=known_operation(self._db, scope))
        cursor = self._db.execute(
            f"SELECT e.version FROM events e{joins} WHERE {where} ORDER BY {order}", (*join_parameters, *parameters)
        )
        cursor.row_factory = None
        versions: array[int] = array("q")
        while portion := cursor.fetchmany(20_000):
            versions.extend([row[0] for row in portion])
        return versions

    def reorder(
        self, versions: Sequence[int], event_ids: Collection[int], scope: Scope, *, column: str, descending: bool
    ) -> array[int]:
        """What :meth:`order` gives after a few events changed, from what it gave before: see :func:`reordered`."""
        return reordered(self._db, versions, event_ids, scope, column=column, descending=descending)

    def rows(self, versions: Sequence[int], *, known: int | None = None) -> list[EventRow]:
        """The rows of some versions, in their order; a version that is no longer there is left out."""
        organization, organization_parameters = live("o", known)
        counterparty, counterparty_parameters = live("c", known)
        found: dict[int, EventRow] = {}
        for batch in batches(versions):
            for row in self._db.execute(
                "SELECT e.*, o.name AS organization, ifnull(c.name, '') AS counterparty FROM events e "
                f"LEFT JOIN organizations o ON o.id = e.organization_id AND {organization} "
                f"LEFT JOIN organizations c ON c.id = e.counterparty_id AND {counterparty} "
                f"WHERE e.version IN ({', '.join('?' * len(batch))})",
                (*organization_parameters, *counterparty_parameters, *batch),
            ):
                found[row["version"]] = _event_row(row)
        return [found[version] for version in versions if version in found]

    def select_rows(
        self, scope: Scope, *, column: str = "date", descending: bool = False, limit: int = -1
    ) -> list[EventRow]:
        """The rows of a scope at once: for printing and for short lists."""
        versions = self.order(scope, column=column, descending=descending)
        return self.rows(versions[:limit] if limit >= 0 else versions, known=known_operation(self._db, scope))

    def position(self, versions: Sequence[int], event_id: int) -> int | None:
        """Where in an order an event stands."""
        wanted = {row[0] for row in self._db.execute("SELECT version FROM events WHERE id = ?", (event_id,))}
        return next((index for index, version in enumerate(versions) if version in wanted), None)

    def ids(self, versions: Sequence[int]) -> list[int]:
        """The ids of some versions, in their order."""
        found: dict[int, int] = {}
        for batch in batches(versions):
            found.update(
                self._db.execute(f"SELECT version, id FROM events WHERE version IN ({', '.join('?' * len(batch))})",
                                 tuple(batch)).fetchall()
            )  # fmt: skip
        return [found[version] for version in versions if version in found]

    def positions(self, versions: Sequence[int], event_ids: Sequence[int]) -> dict[int, int]:
        """Where in an order some events stand; those that are not in it are left out."""
        ids: dict[int, int] = {}
        for batch in batches(event_ids):
            ids.update(
                self._db.execute(f"SELECT version, id FROM events WHERE id IN ({', '.join('?' * len(batch))})",
                                 tuple(batch)).fetchall()
            )  # fmt: skip
        return {ids[version]: index for index, version in enumerate(versions) if version in ids} if ids else {}

    def count(self, scope: Scope, *, any_status: bool = False) -> int:
        """How many events a scope holds."""
        where, parameters = events_where(self._db, scope, any_status=any_status)
        return int(self._db.execute(f"SELECT count(*) FROM events e WHERE {where}", parameters).fetchone()[0])

    def total(self) -> int:
        """How many events there are, whatever a scope; told from indexes alone."""
        row = self._db.execute(
            "SELECT (SELECT count(*) FROM events) - (SELECT count(*) FROM events WHERE retired_operation IS NOT NULL)"
        ).fetchone()
        return int(row[0])

    def get(self, event_id: int, *, known: int | None = None) -> Event | None:
        """One event with its resolved values."""
        condition, parameters = live("e", known)
        row = self._db.execute(
            f"SELECT e.* FROM events e WHERE e.id = ? AND {condition}", (event_id, *parameters)
        ).fetchone()
        return None if row is None else read_event(row)

    def many(self, ids: Sequence[int]) -> list[Event]:
        """Live events by id; those that are gone are left out."""
        return [
            read_event(row)
            for batch in batches(ids)
            for row in self._db.execute(
                f"SELECT * FROM events WHERE id IN ({', '.join('?' * len(batch))}) AND retired_operation IS NULL",
                tuple(batch),
            )
        ]

    def parts(self, event_id: int) -> list[EventRow]:
        """The events that are a part of this one, by date."""
        versions = self._db.execute(
            "SELECT version FROM events WHERE part_of_id = ? AND retired_operation IS NULL "
            "ORDER BY earliest NULLS LAST, id",
            (event_id,),
        ).fetchall()
        return self.rows([row[0] for row in versions])

    def row(self, event_id: int) -> EventRow | None:
        """One live event as tables list it."""
        version = self._db.execute(
            "SELECT version FROM events WHERE id = ? AND retired_operation IS NULL", (event_id,)
        ).fetchone()
        return None if version is None else next(iter(self.rows([version[0]])), None)

    def select(self, scope: Scope, *, any_status: bool = True, any_day: bool = True) -> list[Event]:
        """The events of a scope for analysis; by default whatever their status and day, which analysis judges."""
        where, parameters = events_where(self._db, scope, any_status=any_status, any_day=any_day)
        cursor = self._db.execute(
            f"SELECT e.* FROM events e WHERE {where} ORDER BY e.earliest NULLS LAST, e.id", parameters
        )
        return [read_event(row) for row in cursor]

    def claims(self, event_id: int, *, known: int | None = None) -> list[Claim]:
        """The claims of an event, the oldest first, superseded ones included and marked."""
        return self.claims_of([event_id], known=known).get(event_id, [])

    def claims_of(self, event_ids: Sequence[int], *, known: int | None = None) -> dict[int, list[Claim]]:
        """Claims by event."""
        condition, parameters = live("c", known)
        found: dict[int, list[Claim]] = {}
        for batch in batches(event_ids):
            rows = self._db.execute(
                f"SELECT c.* FROM claims c WHERE c.event_id IN ({', '.join('?' * len(batch))}) AND {condition} "
                "ORDER BY c.id",
                (*batch, *parameters),
            ).fetchall()
            superseded = {(row["event_id"], row["supersedes_id"]) for row in rows}
            for row in rows:
                claim = read_claim(row, superseded=(row["event_id"], row["id"]) in superseded)
                found.setdefault(claim.event_id, []).append(claim)
        return found

    def preferences(self, event_id: int, *, known: int | None = None) -> list[Preference]:
        """What the analyst decided on the fields of an event."""
        condition, parameters = live("p", known)
        return [
            Preference(
                id=row["id"], event_id=event_id, field=row["field"], claim_id=row["claim_id"], reason=row["reason"]
            )
            for row in self._db.execute(
                f"SELECT p.* FROM preferences p WHERE p.event_id = ? AND {condition}", (event_id, *parameters)
            )
        ]

    # Writing.

    def save(self, draft: EventDraft, *, event_id: int | None = None) -> ChangeSet:
        """Add an event with its claims, or make an existing one what the draft says.

        Claims of the event that the draft does not name are removed. Raises :class:`UserError` for an unknown kind,
        a missing organization, a relationship without a named side, or an event that would be a part of itself.
        """
        code = "event.added" if event_id is None else "event.edited"
        with self._ledger.operation(code, kind=draft.kind) as operation:
            event_id = self.write(operation, draft, event_id=event_id)
            event = self.get(event_id)
            assert event is not None
            organization = self._ledger.organizations.get(event.organization_id)
            operation.detail.update(event=event_id, organization=organization.name if organization else "")
        return self._ledger.last_change

    def delete(self, event_ids: Iterable[int]) -> ChangeSet:
        """Remove events with their claims; a relationship that nothing speaks of any more goes with them."""
        ids = list(dict.fromkeys(event_ids))
        with self._ledger.operation("event.deleted", count=len(ids)) as operation:
            event = self.get(ids[0]) if len(ids) == 1 else None
            if event is not None:
                organization = self._ledger.organizations.get(event.organization_id)
                operation.detail.update(kind=event.kind, organization=organization.name if organization else "")
            for event_id in ids:
                self._delete(operation, event_id)
        return self._ledger.last_change

    def duplicate(self, event_id: int) -> ChangeSet:
        """Add a copy of an event and its live claims, to be edited."""
        event = self.get(event_id)
        if event is None:
            raise UserError("row.gone", table="events", id=event_id)
        with self._ledger.operation("event.duplicated", kind=event.kind, event=event_id) as operation:
            copy_id = operation.add("events", {**event_columns(event), "search_key": _search_key(event)})
            for claim in self.claims(event_id):
                if not claim.superseded:
                    copy = replace(claim, event_id=copy_id, supersedes_id=None, reason="")
                    operation.add("claims", claim_columns(copy))
            operation.stale_events.add(copy_id)
            operation.detail["event"] = copy_id
        return self._ledger.last_change

    def prefer(self, event_id: int, field: str, *, claim_id: int | None, reason: str, both: bool = False) -> ChangeSet:
        """Decide on a contradicted field: for one claim, or (``both``) for all as plausible; neither: leave it open."""
        with self._ledger.operation("event.preferred", event=event_id, field=field) as operation:
            for preference in self.preferences(event_id):
                if preference.field == field:
                    operation.retire("preferences", preference.id)
            if claim_id is not None or both:
                operation.add(
                    "preferences", {"event_id": event_id, "field": field, "claim_id": claim_id, "reason": reason}
                )
            operation.stale_events.add(event_id)
        return self._ledger.last_change

    def merge(self, keep_id: int, other_ids: Iterable[int]) -> ChangeSet:
        """Make several events one, with the claims of all: see :func:`db.event_merging.merge_events`."""
        from db.event_merging import merge_events

        return merge_events(self._ledger, keep_id, other_ids)

    def move_claim(self, claim_id: int, event_id: int) -> ChangeSet:
        """Move a claim, and what corrects it, to another event: see :func:`db.event_merging.move_claim`."""
        from db.event_merging import move_claim

        return move_claim(self._ledger, claim_id, event_id)

    # Within an operation.

    def write(self, operation: Operation, draft: EventDraft, *, event_id: int | None = None) -> int:
        """Write a draft as a new event or over an existing one; gives its id."""
        self._refuse_circle(event_id, draft.part_of_id)
        event = self._event_of(operation, draft)
        columns = {**event_columns(event), "search_key": _search_key(event)}
        if event_id is None:
            event_id = operation.add("events", columns)
        else:
            before = self.get(event_id)
            operation.replace("events", event_id, columns)
            if before and before.relationship_id and before.relationship_id != event.relationship_id:
                self._ledger.relationships.drop_unused(operation, before.relationship_id)
        kept = set()
        for claim in draft.claims:
            kept.add(self._write_claim(operation, event_id, claim))
        for old in self.claims(event_id):
            if old.id not in kept:
                operation.retire("claims", old.id)
        operation.stale_events.add(event_id)
        return event_id

    def rebuild(self, operation: Operation, event_ids: Iterable[int]) -> None:
        """Derive the values of events anew from their claims and preferences."""
        for event_id in sorted(event_ids):
            row = operation.live("events", event_id)
            if row is None:
                continue
            claims = self.claims(event_id)
            values = resolve(claims, self.preferences(event_id), independent_sources=self._independent_sources(claims))
            if values != read_resolved(row):
                operation.replace("events", event_id, resolved_columns(values))

    def _refuse_circle(self, event_id: int | None, whole_id: int | None) -> None:
        """Nothing is a part of itself or of one of its parts: none of them would be counted."""
        seen: set[int] = set()
        while event_id is not None and whole_id is not None and whole_id not in seen:
            if whole_id == event_id:
                raise UserError("event.part_circle")
            seen.add(whole_id)
            whole = self.get(whole_id)
            whole_id = whole.part_of_id if whole is not None else None

    def _event_of(self, operation: Operation, draft: EventDraft) -> Event:
        kind = self._ledger.kinds.get(draft.kind)
        if kind is None:
            raise UserError("event.kind_unknown", kind=draft.kind)
        ensure = self._ledger.organizations.ensure
        organization_id = ensure(operation, draft.organization)
        counterparty_id = None if draft.counterparty in (None, "") else ensure(operation, draft.counterparty)
        relationship_id = None
        if kind.group is KindGroup.RELATIONSHIP:
            relationship_id = draft.relationship_id
            sides = (organization_id, counterparty_id)
            vendor_id, client_id = sides if draft.side == "vendor" else sides[::-1]
            kept = self._ledger.relationships.get(relationship_id) if relationship_id else None
            if kept is None or (kept.vendor_id, kept.client_id, kept.category) != (
                vendor_id, client_id, draft.category,
            ):  # fmt: skip
                relationship_id = self._ledger.relationships.ensure(operation, vendor_id, client_id, draft.category)
        return Event(
            id=0,
            kind=draft.kind,
            organization_id=organization_id,
            counterparty_id=counterparty_id,
            relationship_id=relationship_id,
            population=draft.population,
            part_of_id=draft.part_of_id,
            parts_complete=draft.parts_complete,
            own=draft.own,
            tolerance=draft.tolerance,
            **{name: getattr(draft, name) for name in EVENT_TEXTS},
        )

    def _write_claim(self, operation: Operation, event_id: int, draft: ClaimDraft) -> int:
        source = draft.source
        if isinstance(source, SourceDraft):
            source = self._ledger.sources.ensure(operation, source, claim_id=draft.id)
        claim = Claim(
            event_id=event_id,
            source_id=source,
            **{name: getattr(draft, name) for name in _CLAIM_FIELDS},
        )
        columns = claim_columns(claim)
        if draft.id is None:
            return operation.add("claims", columns)
        operation.replace("claims", draft.id, columns)
        return draft.id

    def _delete(self, operation: Operation, event_id: int) -> None:
        event = self.get(event_id)
        if event is None:
            return
        for claim in self.claims(event_id):
            operation.retire("claims", claim.id)
        for preference in self.preferences(event_id):
            operation.retire("preferences", preference.id)
        operation.retire("events", event_id)
        for part in self._db.execute(
            "SELECT id FROM events WHERE part_of_id = ? AND retired_operation IS NULL", (event_id,)
        ).fetchall():
            operation.replace("events", part[0], {"part_of_id": None})
        if event.relationship_id is not None:
            self._ledger.relationships.drop_unused(operation, event.relationship_id)

    def _independent_sources(self, claims: Sequence[Claim]) -> int:
        sources = self._ledger.sources.many(
            [claim.source_id for claim in claims if claim.source_id is not None and not claim.superseded]
        )
        return len({fold(source.origin) or source.id for source in sources.values()})


_CLAIM_FIELDS = (
    "id", "status", "announced", "effective", "until", "count", "percent", "percent_of", "base", "amount", "currency",
    "wording", "supersedes_id", "reason",
)  # fmt: skip


def _search_key(event: Event) -> str:
    return fold(" ".join(text for name in EVENT_TEXTS if (text := getattr(event, name))))


def _event_row(row: sqlite3.Row) -> EventRow:
    return EventRow(
        id=row["id"],
        kind=row["kind"],
        organization_id=row["organization_id"],
        organization=row["organization"] or "",
        counterparty=row["counterparty"],
        place=row["place"] or "",
        notes=row["notes"] or "",
        values=read_resolved(row),
    )
