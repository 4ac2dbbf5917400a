"""Which event a comparison before and after stands on: those to choose from, and the one that offers itself. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from db.analysis.counting import exclusion
from db.model.ids import EventId
from db.model.records import Event, EventKind
from db.model.values import Exclusion, KindGroup, Status


def first_day(event: Event) -> date | None:
    """The day on which the time after an event begins; None: it is no anchor."""
    when = event.values.counting
    return when.earliest if when is not None else None


def anchor_choices(events: Iterable[Event], kinds: Mapping[str, EventKind]) -> list[Event]:
    """Events that a before/after comparison can stand on: dated ones that are no relationship's own and not denied."""
    return [
        event
        for event in events
        if event.kind in kinds
        and kinds[event.kind].group is not KindGroup.RELATIONSHIP
        and not kinds[event.kind].level
        and event.values.status is not Status.DENIED
        and first_day(event) is not None
    ]


def default_anchor(
    events: Iterable[Event], kinds: Mapping[str, EventKind], *, as_of: date, minimum_status: Status
) -> EventId | None:
    """The anchor when nobody has chosen one: the latest change of ownership that counts, else of leadership.

    ``events`` are those of the scope and its period. None if neither has happened.
    """
    found = [
        event
        for event in anchor_choices(events, kinds)
        if exclusion(event.values, as_of=as_of, minimum_status=minimum_status) is Exclusion.NONE
    ]
    for group in (KindGroup.OWNERSHIP, KindGroup.LEADERSHIP):
        dated = [(first_day(event) or date.min, event.id) for event in found if kinds[event.kind].group is group]
        if dated:
            return max(dated)[1]
    return None
