"""What the inspector asks of the ledger, run in the threads of its reader and writer. No Qt."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from db.effects import Effect, of_deleting
from db.errors import UserError
from db.ledger import Ledger
from db.operations import ChangeSet
from db.progress import Progress
from db.records import Event, Scope, Source
from desktop.inspector.briefs import brief
from desktop.inspector.drafting import Outcome
from desktop.inspector.form import Named, Stored


@dataclass(frozen=True, slots=True)
class Conventions:
    """How dates and numbers are written in this ledger, as far as somebody said so ("" otherwise)."""

    date_order: str = ""
    numbers: str = ""


def load(ledger: Ledger, _progress: Progress, *, event_id: int) -> Stored | None:
    """One event for its form; None if it is not there any more."""
    event = ledger.events.get(event_id)
    if event is None:
        return None
    claims = tuple(ledger.events.claims(event_id))
    ids = {event.organization_id, event.counterparty_id}
    found = {i: ledger.organizations.get(i) for i in ids if i is not None}
    return Stored(
        event=event,
        claims=claims,
        sources=ledger.sources.many(sorted({c.source_id for c in claims if c.source_id is not None})),
        names={i: organization.name for i, organization in found.items() if organization},
        relationship=ledger.relationships.get(event.relationship_id) if event.relationship_id else None,
        whole=_whole(ledger, event),
        parts=tuple(ledger.events.parts(event_id)),
        preferences=tuple(ledger.events.preferences(event_id)),
    )


def _whole(ledger: Ledger, event: Event) -> Named:
    row = ledger.events.row(event.part_of_id) if event.part_of_id is not None else None
    if row is None:
        return Named()
    own = ledger.organizations.get(event.organization_id)
    kind = ledger.kinds.all().get(row.kind)
    return Named(brief(row, kind, organization=own.name if own else ""), row.id)


def latest_source(ledger: Ledger, _progress: Progress) -> Source | None:
    """The source entered last."""
    return ledger.sources.latest()


def effect(ledger: Ledger, _progress: Progress, *, event_id: int, scope: Scope) -> tuple[int, Effect]:
    """The event, and what deleting it would change in the charts of a scope."""
    return event_id, of_deleting(ledger, (event_id,), scope=scope)


def read_conventions(ledger: Ledger, _progress: Progress) -> Conventions:
    """The conventions of the ledger."""
    return Conventions(ledger.settings.get("date_order"), ledger.settings.get("numbers"))


def save(ledger: Ledger, *, outcome: Outcome, event_id: int | None) -> ChangeSet:
    """Writes a form as one operation: the event, corrected details of its sources, new aliases."""
    code = "event.added" if event_id is None else "event.edited"
    with ledger.operation(code, kind=outcome.draft.kind):
        for source in outcome.sources:
            ledger.sources.save(source)
        for organization_id, alias in outcome.aliases:
            _add_alias(ledger, organization_id, alias)
        ledger.events.save(outcome.draft, event_id=event_id)
        for source_id in outcome.replaced:
            with contextlib.suppress(UserError):  # others still rest on it, or it went already
                ledger.sources.delete(source_id)
    return ledger.last_change


def _add_alias(ledger: Ledger, organization_id: int, alias: str) -> None:
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


def delete(ledger: Ledger, *, event_id: int) -> ChangeSet:
    """Deletes an event."""
    return ledger.events.delete([event_id])


def move_claim(ledger: Ledger, *, claim_id: int, event_id: int) -> ChangeSet:
    """Moves a claim to another event."""
    return ledger.events.move_claim(claim_id, event_id)


def duplicate(ledger: Ledger, *, event_id: int) -> ChangeSet:
    """Copies an event."""
    return ledger.events.duplicate(event_id)


def decide(ledger: Ledger, *, event_id: int, field: str, claim_id: int | None, both: bool, reason: str) -> ChangeSet:
    """Stores a decision on a contradicted field: for a claim, for all (``both``), or none."""
    return ledger.events.prefer(event_id, field, claim_id=claim_id, reason=reason, both=both)


def remember(ledger: Ledger, *, key: str, value: str) -> ChangeSet:
    """Stores how dates or numbers are written in this ledger."""
    return ledger.settings.set(key, value)
