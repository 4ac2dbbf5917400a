"""Merging events that tell of the same thing, and moving a claim to the event it speaks of. Both can be undone.

Values are derived anew from the claims of all; nothing is summed up or averaged, and what contradicts stays visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from db.curation.merge_organizations import LIVE, joined, placeholders, redirect, whole_of
from db.errors import UserError
from db.model.ids import NO_CLAIM, ClaimId, EventId, OrganizationId, RelationshipId
from db.model.own_fields import FieldSubject
from db.model.records import Claim, Event
from db.model.text import fold
from db.store.codec import EVENT_TEXTS, event_columns
from db.store.operations import ChangeSet, Operation
from db.tables.tables import Tables


def merge_events(tables: Tables, keep_id: EventId, other_ids: Iterable[EventId]) -> ChangeSet:
    """Make several events one: the kept one, with the claims of all.

    Claims keep their trace to an import, so that the same file still adds nothing. Of claims that are the same in
    every field and source one stays, unless each has a trace of its own. The kept event's decisions stand; one of
    another event is taken over only for a field on which the kept one had no claim. What the kept one leaves empty
    is filled from the others, in their order; notes that differ and tags are added. Parts move along.
    Raises ``event.merge_one`` and ``row.gone``.
    """
    events = []
    for event_id in dict.fromkeys((keep_id, *other_ids)):
        event = tables.events.get(event_id)
        if event is None:
            raise UserError("row.gone", table="events", id=event_id)
        events.append(event)
    if len(events) < 2:
        raise UserError("event.merge_one")
    kept, others = events[0], events[1:]
    ids = [other.id for other in others]
    organization = tables.organizations.get(kept.organization_id)
    with tables.operation(
        "event.merged", event=keep_id, merged=ids, count=len(events), kind=kept.kind,
        organization=organization.name if organization else "",
    ) as operation:  # fmt: skip
        had_parts = _has_parts(tables, keep_id, but=ids)
        columns = event_columns(_filled(tables, operation, kept, others, had_parts=had_parts))
        columns["search_key"] = fold(" ".join(str(text) for name in EVENT_TEXTS if (text := columns[name])))
        _merge_decisions(tables, operation, kept, others)
        redirect(operation, "claims", "event_id", ids, keep_id)
        _drop_doubles(tables, operation, keep_id)
        tables.fields.hand_over(operation, FieldSubject.EVENT, ids, keep_id)
        redirect(operation, "events", "part_of_id", ids, keep_id, but=(keep_id, *ids))
        operation.replace("events", keep_id, columns)
        for other in others:
            operation.retire("events", other.id)
        for event in events:
            if event.relationship_id is not None:
                tables.relationships.drop_unused(operation, event.relationship_id)
        operation.stale_events.add(keep_id)
    return tables.last_change


def _merge_decisions(tables: Tables, operation: Operation, kept: Event, others: Sequence[Event]) -> None:
    decided = {preference.field for preference in tables.events.preferences(kept.id)}
    said = [claim for claim in tables.events.claims(kept.id) if not claim.superseded]
    for other in others:
        for preference in tables.events.preferences(other.id):
            field = preference.field
            # Nobody has compared the kept event's claims with those: what they contradict is to be seen.
            silent = field != "status" and all(getattr(claim, field) is None for claim in said)
            if silent and field not in decided:
                operation.replace("preferences", preference.id, {"event_id": kept.id})
                decided.add(field)
            else:
                operation.retire("preferences", preference.id)


def _drop_doubles(tables: Tables, operation: Operation, event_id: EventId) -> None:
    """Of claims of the event that say the same by the same source, one stays."""
    claims = tables.events.claims(event_id)
    corrected = {claim.supersedes_id for claim in claims}
    stays: dict[Claim, ClaimId] = {}
    for claim in claims:
        if claim.supersedes_id is not None or claim.id in corrected:
            continue  # part of a history that is told whole
        same = replace(claim, id=NO_CLAIM)
        if same not in stays:
            stays[same] = claim.id
            continue
        first, second = operation.live("claims", stays[same]), operation.live("claims", claim.id)
        assert first is not None
        assert second is not None
        traces = [row["fingerprint"] for row in (first, second)]
        if None not in traces and traces[0] != traces[1]:
            continue  # two rows of a file: without its trace one would come again with the next import
        if traces[0] is None and traces[1] is not None:
            trace = {name: second[name] for name in ("import_id", "import_line", "fingerprint")}
            operation.replace("claims", first["id"], trace)
        redirect(operation, "preferences", "claim_id", [claim.id], first["id"])
        operation.retire("claims", claim.id)


def _has_parts(tables: Tables, event_id: EventId, *, but: Sequence[EventId]) -> bool:
    row = tables.store.connection.execute(
        f"SELECT 1 FROM events WHERE {LIVE} AND part_of_id = ? AND id NOT IN {placeholders(but)} LIMIT 1",
        (event_id, *but),
    ).fetchone()
    return row is not None


def _filled(tables: Tables, operation: Operation, kept: Event, others: Sequence[Event], *, had_parts: bool) -> Event:
    """The kept event with what it left empty."""
    above = {event.id: event.part_of_id for event in (kept, *others)}

    def part_of(event_id: EventId) -> EventId | None:
        if event_id not in above:
            row = tables.events.get(event_id)
            above[event_id] = row.part_of_id if row else None
        return above[event_id]

    texts: dict[str, str] = {}
    for name in ("place", "unit", "reason", "person"):
        texts[name] = next((text for event in (kept, *others) if (text := getattr(event, name))), "")
    # A role is somebody's: that of another person is not filled in.
    same = [event for event in (kept, *others) if not event.person or fold(event.person) == fold(texts["person"])]
    texts["role"] = kept.role or next((event.role for event in same if event.role), "")
    texts["notes"] = joined(kept.notes, [other.notes for other in others])
    texts["tags"] = _all_tags(kept, others)
    sides = _other_side(tables, operation, kept, others)
    return replace(
        kept,
        part_of_id=whole_of(kept.id, [other.id for other in others], part_of),
        parts_complete=kept.parts_complete or (not had_parts and any(other.parts_complete for other in others)),
        tolerance=next((event.tolerance for event in (kept, *others) if event.tolerance is not None), None),
        counterparty_id=sides[0],
        relationship_id=sides[1],
        place=texts["place"],
        unit=texts["unit"],
        reason=texts["reason"],
        person=texts["person"],
        role=texts["role"],
        notes=texts["notes"],
        tags=texts["tags"],
    )


def _all_tags(kept: Event, others: Sequence[Event]) -> str:
    """The tags of all, parted as the kept event parts its own; unchanged where nothing is added."""
    tags = {fold(tag): tag for tag in tags_of(kept.tags)}
    before = len(tags)
    for other in others:
        for tag in tags_of(other.tags):
            tags.setdefault(fold(tag), tag)
    return ", ".join(tags.values()) if len(tags) > before else kept.tags


def tags_of(text: str) -> list[str]:
    """The tags of an event one by one."""
    return [tag.strip() for tag in text.split(",") if tag.strip()]


def _other_side(
    tables: Tables, operation: Operation, kept: Event, others: Sequence[Event]
) -> tuple[OrganizationId | None, RelationshipId | None]:
    """Counterparty and relationship: where the kept event names none, that of the first event that fits it.

    It fits when it is of the same organization, group of kinds and side: nobody's client becomes its vendor.
    """
    if kept.counterparty_id is not None:
        return kept.counterparty_id, kept.relationship_id
    kinds, get = tables.kinds.all(), tables.relationships.get
    mine = get(kept.relationship_id) if kept.relationship_id is not None else None
    for event in others:
        groups = {kinds[one.kind].group if one.kind in kinds else None for one in (kept, event)}
        if event.counterparty_id is None or event.organization_id != kept.organization_id or len(groups) > 1:
            continue
        theirs = get(event.relationship_id) if event.relationship_id is not None else None
        if mine is None or theirs is None:
            if mine is theirs:
                return event.counterparty_id, None
            continue
        if (mine.vendor_id == kept.organization_id) == (theirs.vendor_id == kept.organization_id):
            both = replace(
                theirs, category=mine.category or theirs.category, reference=mine.reference or theirs.reference
            )
            ensured = tables.relationships.ensure(operation, both)
            return event.counterparty_id, ensured
    return None, kept.relationship_id


def move_claim(tables: Tables, claim_id: ClaimId, event_id: EventId) -> ChangeSet:
    """Move a claim to another event, with the claims it corrects and those that correct it.

    The event it came from stays, also without claims: ``left`` of the change's detail says how many it has. Decisions
    there that preferred a moved claim are taken back. Raises ``row.gone``.
    """
    connection = tables.store.connection
    row = connection.execute(f"SELECT event_id FROM claims WHERE id = ? AND {LIVE}", (claim_id,)).fetchone()
    if row is None:
        raise UserError("row.gone", table="claims", id=claim_id)
    target = tables.events.get(event_id)
    if target is None:
        raise UserError("row.gone", table="events", id=event_id)
    source_id = EventId(row[0])
    organization = tables.organizations.get(target.organization_id)
    with tables.operation("claim.moved", kind=target.kind, event=event_id, source_event=source_id) as operation:
        if source_id != event_id:
            claims = {claim.id: claim for claim in tables.events.claims(source_id)}
            moved = _told_together(claim_id, claims)
            for one in sorted(moved):
                operation.replace("claims", one, {"event_id": event_id})
            for preference in tables.events.preferences(source_id):
                if preference.claim_id in moved:
                    operation.retire("preferences", preference.id)
            operation.stale_events.update((source_id, event_id))
            operation.detail.update(
                count=len(moved), left=len(claims) - len(moved), organization=organization.name if organization else ""
            )
    return tables.last_change


def _told_together(claim_id: ClaimId, claims: Mapping[ClaimId, Claim]) -> set[ClaimId]:
    """The claim with all that correct one another up to it and from it."""
    found, before = {claim_id}, 0
    while len(found) > before:
        before = len(found)
        for claim in claims.values():
            if claim.supersedes_id is not None and (claim.id in found or claim.supersedes_id in found):
                found |= {claim.id, claim.supersedes_id}
    return found & claims.keys()


__all__ = ["merge_events", "move_claim", "tags_of"]
