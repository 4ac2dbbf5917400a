"""The numbers of events as a definition: what a scope tells by SQL must be the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from db.model.ids import EventId
from db.model.records import Event
from db.reading.dates import middle_day


def numbered(events: Iterable[Event]) -> dict[EventId, int]:
    """Event id to its number from 1: by the middle day of the date that counts, then by id; undated events last."""
    return {event.id: number for number, event in enumerate(sorted(events, key=_key), start=1)}


def _key(event: Event) -> tuple[date, int]:
    when = event.values.counting
    if when is None or not when.known:
        return date.max, event.id
    return middle_day(when) or when.earliest or when.latest or date.max, event.id
