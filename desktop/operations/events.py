"""Writes of events and of what sources say about them."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.errors import UserError
from db.model.ids import ClaimId, EventId, OrganizationId

if TYPE_CHECKING:
    from db.curation.edit_events import EventEdit
    from db.ledger import Ledger
    from db.store.operations import ChangeSet
    from desktop.entry.drafting import Outcome
    from desktop.operations.operation import Operation


def save_event(outcome: Outcome, event_id: EventId | None) -> Operation:
    """A form as one operation: the event (a new one without an id), corrected details of its sources, new aliases."""

    def save(ledger: Ledger) -> ChangeSet:
        code = "event.added" if event_id is None else "event.edited"
        with ledger.operation(code, kind=outcome.draft.kind) as operation:
            for source in outcome.sources:
                ledger.sources.save(source)
            for organization_id, alias in outcome.aliases:
                _add_alias(ledger, organization_id, alias)
            ledger.events.save(outcome.draft, event_id=event_id)
            for field_id, text in outcome.own_fields:
                ledger.fields.set(field_id, [int(str(operation.detail["event"]))], text)
            for source_id in outcome.replaced:
                with contextlib.suppress(UserError):  # others still rest on it, or it went already
                    ledger.sources.delete(source_id)
        return ledger.last_change

    return save


def _add_alias(ledger: Ledger, organization_id: OrganizationId, alias: str) -> None:
    organization = ledger.organizations.get(organization_id)
    if organization is not None and ledger.organizations.find(alias) is None:
        ledger.organizations.save(
            name=organization.name,
            organization_id=organization_id,
            aliases=(*organization.aliases, alias),
            parent=organization.parent_id,
            mine=organization.mine,
            notes=organization.notes,
        )


def delete_events(event_ids: Sequence[EventId]) -> Operation:
    """Events with their claims."""
    return lambda ledger: ledger.events.delete(event_ids)


def duplicate_event(event_id: EventId) -> Operation:
    """A copy of an event; the change set's detail has its id as ``event``."""
    return lambda ledger: ledger.events.duplicate(event_id)


def merge_events(kept: EventId, others: Sequence[EventId]) -> Operation:
    """Other events become this one, with their claims."""

    def merge(ledger: Ledger) -> ChangeSet:
        from db.curation.merge_events import merge_events

        return merge_events(ledger, kept, tuple(others))

    return merge


def edit_events(event_ids: Sequence[EventId], edit: EventEdit) -> Operation:
    """Many events become what is stated of all of them."""

    def change(ledger: Ledger) -> ChangeSet:
        from db.curation.edit_events import edit_events

        return edit_events(ledger, tuple(event_ids), edit)

    return change


def move_claim(claim_id: ClaimId, event_id: EventId) -> Operation:
    """A claim goes to another event; the detail has that as ``event`` and the claims that are ``left``."""

    def move(ledger: Ledger) -> ChangeSet:
        from db.curation.merge_events import move_claim

        return move_claim(ledger, claim_id, event_id)

    return move


def decide(event_id: EventId, field: str, *, claim_id: ClaimId | None, both: bool, reason: str) -> Operation:
    """A decision on a contradicted field: for a claim, for all (``both``), or none."""
    return lambda ledger: ledger.events.prefer(event_id, field, claim_id=claim_id, reason=reason, both=both)
