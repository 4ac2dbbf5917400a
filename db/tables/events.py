"""Events with their claims: saving, deleting, duplicating, deciding, and deriving their values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from db.analysis.resolve import resolve, standing_behind
from db.errors import UserError, WorldError
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.ids import NO_EVENT, NO_RELATIONSHIP, ClaimId, EventId, OrganizationId, RelationshipId
from db.model.own_fields import FieldSubject
from db.model.records import Claim, Event, Relationship, Resolved
from db.model.text import fold
from db.model.values import KindGroup
from db.store.codec import EVENT_TEXTS, claim_columns, event_columns, read_resolved, resolved_columns
from db.store.operations import ChangeSet, Operation
from db.tables.base import At
from db.tables.event_kinds import Kinds
from db.tables.event_reads import EventReads
from db.tables.fields.writes import Fields
from db.tables.organizations import Organizations
from db.tables.relationships import Relationships
from db.tables.sources import Sources


class Events(EventReads):
    """``ledger.events``."""

    def __init__(
        self,
        at: At,
        *,
        kinds: Kinds,
        organizations: Organizations,
        sources: Sources,
        relationships: Relationships,
        fields: Fields,
    ) -> None:
        super().__init__(at)
        self._kinds, self._organizations = kinds, organizations
        self._sources, self._relationships = sources, relationships
        self._fields = fields
        self._store.before_commit.append(self.rebuild)

    def save(self, draft: EventDraft, *, event_id: EventId | None = None) -> ChangeSet:
        """Add an event with its claims, or make an existing one what the draft says.

        Claims of the event that the draft does not name are removed. Raises :class:`UserError` for an unknown kind,
        a missing organization, a relationship without a named side, or an event that would be a part of itself.
        """
        code = "event.added" if event_id is None else "event.edited"
        with self._store.operation(code, kind=draft.kind) as operation:
            event_id = self.write(operation, draft, event_id=event_id)
            event = self.get(event_id)
            if event is None:  # it has just been written: an index leads nowhere
                raise WorldError("ledger.damaged", path="", detail=f"events {event_id}")
            organization = self._organizations.get(event.organization_id)
            operation.detail.update(event=event_id, organization=organization.name if organization else "")
        return self._store.last_change

    def delete(self, event_ids: Iterable[EventId]) -> ChangeSet:
        """Remove events with their claims; a relationship that nothing speaks of any more goes with them."""
        ids = list(dict.fromkeys(event_ids))
        with self._store.operation("event.deleted", count=len(ids)) as operation:
            event = self.get(ids[0]) if len(ids) == 1 else None
            if event is not None:
                organization = self._organizations.get(event.organization_id)
                operation.detail.update(kind=event.kind, organization=organization.name if organization else "")
            for event_id in ids:
                self._delete(operation, event_id)
            self._fields.forget(operation, FieldSubject.EVENT, ids)
        return self._store.last_change

    def duplicate(self, event_id: EventId) -> ChangeSet:
        """Add a copy of an event and its live claims, to be edited."""
        event = self.get(event_id)
        if event is None:
            raise UserError("row.gone", table="events", id=event_id)
        with self._store.operation("event.duplicated", kind=event.kind, event=event_id) as operation:
            copy_id = EventId(operation.add("events", {**event_columns(event), "search_key": _search_key(event)}))
            for claim in self.claims(event_id):
                if not claim.superseded:
                    copy = replace(claim, event_id=copy_id, supersedes_id=None, reason="")
                    operation.add("claims", claim_columns(copy))
            operation.stale_events.add(copy_id)
            operation.detail["event"] = copy_id
        return self._store.last_change

    def prefer(
        self, event_id: EventId, field: str, *, claim_id: ClaimId | None, reason: str, both: bool = False
    ) -> ChangeSet:
        """Decide on a contradicted field: for one claim, or (``both``) for all as plausible; neither: leave it open."""
        with self._store.operation("event.preferred", event=event_id, field=field) as operation:
            for preference in self.preferences(event_id):
                if preference.field == field:
                    operation.retire("preferences", preference.id)
            if claim_id is not None or both:
                operation.add(
                    "preferences", {"event_id": event_id, "field": field, "claim_id": claim_id, "reason": reason}
                )
            operation.stale_events.add(event_id)
        return self._store.last_change

    # Within an operation.

    def write(self, operation: Operation, draft: EventDraft, *, event_id: EventId | None = None) -> EventId:
        """Write a draft as a new event or over an existing one; gives its id."""
        self._refuse_circle(event_id, draft.part_of_id)
        event = self._event_of(operation, draft)
        columns = {**event_columns(event), "search_key": _search_key(event)}
        if event_id is None:
            event_id = EventId(operation.add("events", columns))
        else:
            before = self.get(event_id)
            operation.replace("events", event_id, columns)
            if before and before.relationship_id and before.relationship_id != event.relationship_id:
                self._relationships.drop_unused(operation, before.relationship_id)
        kept = set()
        for claim in draft.claims:
            kept.add(self._write_claim(operation, event_id, claim))
        for old in self.claims(event_id):
            if old.id not in kept:
                operation.retire("claims", old.id)
        operation.stale_events.add(event_id)
        return event_id

    def add_claim(self, operation: Operation, event_id: EventId, draft: ClaimDraft) -> ClaimId:
        """Add a claim to an event, and give its id."""
        operation.stale_events.add(event_id)
        return self._write_claim(operation, event_id, draft)

    def rebuild(self, operation: Operation) -> None:
        """Derive the values of the operation's stale events anew from their claims and preferences."""
        for event_id in sorted(operation.stale_events):
            row = operation.live("events", event_id)
            if row is None:
                continue
            values = self._derived(event_id)
            if values != read_resolved(row):
                operation.replace("events", event_id, resolved_columns(values))

    def is_derived(self, event_id: EventId) -> bool:
        """Whether the values of an event are what its claims and preferences come to."""
        event = self.get(event_id)
        return event is None or event.values == self._derived(event_id)

    def _derived(self, event_id: EventId) -> Resolved:
        claims = self.claims(event_id)
        return resolve(claims, self.preferences(event_id), independent_sources=self._independent_sources(claims))

    def _refuse_circle(self, event_id: EventId | None, whole_id: EventId | None) -> None:
        """Nothing is a part of itself or of one of its parts: none of them would be counted."""
        seen: set[EventId] = set()
        while event_id is not None and whole_id is not None and whole_id not in seen:
            if whole_id == event_id:
                raise UserError("event.part_circle")
            seen.add(whole_id)
            whole = self.get(whole_id)
            whole_id = whole.part_of_id if whole is not None else None

    def _event_of(self, operation: Operation, draft: EventDraft) -> Event:
        kind = self._kinds.get(draft.kind)
        if kind is None:
            raise UserError("event.kind_unknown", kind=draft.kind)
        ensure = self._organizations.ensure
        organization_id = ensure(operation, draft.organization)
        counterparty_id = None if draft.counterparty in (None, "") else ensure(operation, draft.counterparty)
        relationship_id = None
        if kind.group is KindGroup.RELATIONSHIP:
            relationship_id = self._relationship(operation, draft, organization_id, counterparty_id)
        return Event(
            id=NO_EVENT,
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

    def _relationship(
        self,
        operation: Operation,
        draft: EventDraft,
        organization_id: OrganizationId,
        counterparty_id: OrganizationId | None,
    ) -> RelationshipId:
        """The relationship that a draft speaks of: the one it names, where that is what else the draft says."""
        sides = (organization_id, counterparty_id)
        vendor_id, client_id = sides if draft.side == "vendor" else sides[::-1]
        named = draft.relationship_id or NO_RELATIONSHIP
        wanted = Relationship(
            id=named, vendor_id=vendor_id, client_id=client_id, category=draft.category, reference=draft.reference
        )
        kept = self._relationships.get(named)
        if kept is not None and replace(kept, notes="") == wanted:
            return kept.id
        # What was taken out of an event of the same two is gone: it does not come back with the only one there is.
        same_sides = kept is not None and (kept.vendor_id, kept.client_id) == (vendor_id, client_id)
        return self._relationships.ensure(operation, wanted, exactly=same_sides)

    def _write_claim(self, operation: Operation, event_id: EventId, draft: ClaimDraft) -> ClaimId:
        source = draft.source
        if isinstance(source, SourceDraft):
            source = self._sources.ensure(operation, source, claim_id=draft.id)
        claim = Claim(
            event_id=event_id,
            source_id=source,
            **{name: getattr(draft, name) for name in _CLAIM_FIELDS},
        )
        columns = claim_columns(claim)
        if draft.id is None:
            return ClaimId(operation.add("claims", columns))
        operation.replace("claims", draft.id, columns)
        return draft.id

    def _delete(self, operation: Operation, event_id: EventId) -> None:
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
            self._relationships.drop_unused(operation, event.relationship_id)

    def _independent_sources(self, claims: Sequence[Claim]) -> int:
        sources = self._sources.many(
            [claim.source_id for claim in standing_behind(claims) if claim.source_id is not None]
        )
        return len({fold(source.origin) or source.id for source in sources.values()})


_CLAIM_FIELDS = (
    "id", "status", "announced", "effective", "until", "count", "percent", "percent_of", "base", "amount", "currency",
    "wording", "supersedes_id", "reason",
)  # fmt: skip


def _search_key(event: Event) -> str:
    return fold(" ".join(text for name in EVENT_TEXTS if (text := getattr(event, name))))
