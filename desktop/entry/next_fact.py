"""Forms that begin where another one ended: the next fact of an article, its other population, a part. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from db.model.records import EventKind
from desktop.entry.form import ClaimForm, EventForm, Named, Stored, form_of
from desktop.entry.layout import event_fields, layout_of

#: Who or what a kind asks for beside the organization: without it the report says little.
_ASKED = ("side", "counterparty", "person")

#: What one article often says beside it, of the other population.
_OTHER: Mapping[str, str] = {
    "layoff": "contractors_ended",
    "resignation": "contractors_ended",
    "other_separation": "contractors_ended",
    "contractors_ended": "layoff",
    "hiring": "contractors_engaged",
    "contractors_engaged": "hiring",
    "reported_headcount": "reported_contingent_headcount",
    "reported_contingent_headcount": "reported_headcount",
}


def other_population(kind: str, kinds: Mapping[str, EventKind]) -> str:
    """The kind that says the same of the other population; empty for none."""
    other = _OTHER.get(kind, "")
    return other if other in kinds else ""


def next_event(before: EventForm, kind: str = "") -> EventForm:
    """The next event of the same organization, source and day; of a ``kind`` if that is known: then all its dates."""
    claim = before.claims[-1] if before.claims else ClaimForm()
    after = claim.next_fact()
    if kind:
        answers = tuple(pair for pair in claim.choices if pair[0] == "effective")
        after = replace(after, effective=claim.effective, choices=(*after.choices, *answers))
    return EventForm(kind=kind, organization=replace(before.organization, alias=""), claims=(after,))


def part_of(stored: Stored, kinds: Mapping[str, EventKind]) -> EventForm:
    """A new part of an event: its kind, organization, day and source."""
    whole = Named(stored.line(kinds), stored.event.id)
    return replace(next_event(form_of(stored), stored.event.kind), part_of=whole)


def first_empty(form: EventForm, kind: EventKind | None) -> tuple[str, int]:
    """The field of a new event that a person goes on with, and of which claim (-1: none).

    That is who or what the kind asks for beside the organization, then the day; of a part its place, which tells it
    from its whole; and the size where the day is known.
    """
    if not form.kind:
        return "kind", -1
    if not form.organization.text:
        return "organization", -1
    if form.part_of.text and "place" in event_fields(kind):
        return "place", -1
    for name in event_fields(kind):
        if name in _ASKED and not _text(form, name):
            return name, -1
    begun = bool(form.claims) and bool(form.claims[0].announced)
    return ("count" if begun and "count" in layout_of(kind).claim else "announced"), 0


def _text(form: EventForm, name: str) -> str:
    value = getattr(form, name)
    return value.text if isinstance(value, Named) else str(value)


__all__ = ["first_empty", "next_event", "other_population", "part_of"]
