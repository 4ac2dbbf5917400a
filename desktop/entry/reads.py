"""What the inspector reads of the ledger, in the thread of its reader. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from db.curation.effect_of_deleting import Effect, of_deleting
from db.ledger import Ledger
from db.model.ids import EventId
from db.model.own_fields import FieldSubject
from db.model.progress import Progress
from db.model.records import Event, EventKind, Scope, Source
from db.view.view import View
from desktop.entry.form import Named, Stored, one_line
from desktop.wording.moments import Moment
from desktop.wording.records.event_line import short_line
from desktop.wording.records.own_fields import written


@dataclass(frozen=True, slots=True)
class Conventions:
    """How dates and numbers are written in this ledger, as far as somebody said so ("" otherwise).

    ``fiscal_year``: months from January of the year in its name to its start, as a text.
    """

    date_order: str = ""
    numbers: str = ""
    fiscal_year: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of an event at a moment: nothing (``stored`` None), or all its form needs.

    ``kinds`` are those of that moment, and ``today`` is the day that was today then.
    """

    moment: Moment
    stored: Stored | None
    kinds: Mapping[str, EventKind]
    today: date


def load(ledger: Ledger, _progress: Progress, *, event_id: EventId, moment: Moment) -> Known:
    """One event as known at a moment."""
    view = ledger.at(moment.scope)
    return Known(moment=moment, stored=_stored(view, event_id), kinds=view.kinds, today=view.today)


def _stored(view: View, event_id: EventId) -> Stored | None:
    event = view.events.get(event_id)
    if event is None:
        return None
    claims = tuple(view.events.claims(event_id))
    ids = {event.organization_id, event.counterparty_id}
    found = {i: view.organizations.get(i) for i in ids if i is not None}
    own = view.fields.values(FieldSubject.EVENT, [event_id]).get(event_id, {})
    return Stored(
        event=event,
        claims=claims,
        sources=view.sources.many(sorted({c.source_id for c in claims if c.source_id is not None})),
        names={i: organization.name for i, organization in found.items() if organization},
        relationship=view.relationships.get(event.relationship_id) if event.relationship_id else None,
        whole=_whole(view, event),
        parts=tuple(view.events.parts(event_id)),
        preferences=tuple(view.events.preferences(event_id)),
        own_fields=tuple((field_id, one_line(text)) for field_id, values in own.items() if (text := written(values))),
    )


def _whole(view: View, event: Event) -> Named[EventId]:
    row = view.events.row(event.part_of_id) if event.part_of_id is not None else None
    if row is None:
        return Named()
    own = view.organizations.get(event.organization_id)
    return Named(short_line(row, view.kinds.get(row.kind), organization=own.name if own else ""), row.id)


def latest_source(ledger: Ledger, _progress: Progress) -> Source | None:
    """The source entered last."""
    return ledger.sources.latest()


def effect_of_deleting(
    ledger: Ledger, _progress: Progress, *, event_ids: tuple[EventId, ...], scope: Scope
) -> tuple[tuple[EventId, ...], Effect]:
    """The events, and what deleting them would change in the charts of a scope."""
    return event_ids, of_deleting(ledger.at(scope), event_ids)


def read_conventions(ledger: Ledger, _progress: Progress) -> Conventions:
    """The conventions of the ledger."""
    get = ledger.settings.get
    return Conventions(get("date_order"), get("numbers"), get("fiscal_year"))
