"""Editing many events at once: what is stated becomes so in all of them, what is not stays as it is. One operation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from db.curation.merge_events import tags_of
from db.errors import UserError
from db.model.ids import EventId, OrganizationId
from db.model.own_fields import FieldSubject
from db.model.records import Event
from db.model.text import fold
from db.model.values import Status
from db.store.codec import EVENT_TEXTS
from db.store.operations import ChangeSet, Operation
from db.tables.tables import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class EventEdit:
    """What is to become of events; empty or None: left as it is.

    ``status``: of every claim on them that nothing supersedes. ``add_tags`` and ``remove_tags`` are parted by commas.
    ``organization``: whose they are, by name; added where there is none. ``fields``: values of fields of one's own, by
    field; "" takes a value away.
    """

    status: Status | None = None
    add_tags: str = ""
    remove_tags: str = ""
    organization: str = ""
    fields: tuple[tuple[int, str], ...] = ()


def edit_events(tables: Tables, event_ids: Iterable[EventId], edit: EventEdit) -> ChangeSet:
    """Edit events; those that are gone are passed over.

    Raises ``relationship.same_side`` where an organization would be the other side of an event, and ``row.gone`` for a
    field that is.
    """
    ids = list(dict.fromkeys(event_ids))
    with tables.operation("event.edited_many", count=len(ids)) as operation:
        name = " ".join(edit.organization.split())
        organization_id = tables.organizations.ensure(operation, name) if name else None
        for event in tables.events.many(ids):
            _edit(tables, operation, event, edit, organization_id)
        for field_id, text in edit.fields:
            field = tables.fields.get(field_id)
            if field is None or field.subject is not FieldSubject.EVENT:
                raise UserError("row.gone", table="fields", id=field_id)
            tables.fields.write(operation, field, ids, " ".join(text.split()))
    return tables.last_change


def _edit(
    tables: Tables, operation: Operation, event: Event, edit: EventEdit, organization_id: OrganizationId | None
) -> None:
    columns: dict[str, str | int | float | None] = {}
    if edit.add_tags.strip() or edit.remove_tags.strip():
        gone = {fold(tag) for tag in tags_of(edit.remove_tags)}
        kept: dict[str, str] = {}
        for tag in (*tags_of(event.tags), *tags_of(edit.add_tags)):
            if fold(tag) not in gone:
                kept.setdefault(fold(tag), tag)
        tags = ", ".join(kept.values())
        texts = (tags if name == "tags" else getattr(event, name) for name in EVENT_TEXTS)
        columns.update(tags=tags or None, search_key=fold(" ".join(text for text in texts if text)))
    if organization_id is not None and organization_id != event.organization_id:
        if organization_id == event.counterparty_id:
            raise UserError("relationship.same_side")
        columns["organization_id"] = organization_id
        if event.relationship_id is not None:
            columns["relationship_id"] = _relationship(tables, operation, event, organization_id)
    if columns:
        operation.replace("events", event.id, columns)
    if event.relationship_id is not None and columns.get("relationship_id") not in {None, event.relationship_id}:
        tables.relationships.drop_unused(operation, event.relationship_id)
    if edit.status is not None:
        for claim in tables.events.claims(event.id):
            if not claim.superseded and operation.replace("claims", claim.id, {"status": edit.status.value}):
                operation.stale_events.add(event.id)


def _relationship(tables: Tables, operation: Operation, event: Event, organization_id: OrganizationId) -> int | None:
    """The relationship with the other organization in the place of the event's."""
    assert event.relationship_id is not None
    own = tables.relationships.get(event.relationship_id)
    if own is None:
        return event.relationship_id
    vendor, client = (
        organization_id if side == event.organization_id else side for side in (own.vendor_id, own.client_id)
    )
    return tables.relationships.ensure(operation, replace(own, vendor_id=vendor, client_id=client), exactly=True)


__all__ = ["EventEdit", "edit_events"]
