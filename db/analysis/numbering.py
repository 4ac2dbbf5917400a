"""The numbers by which charts, their tables and a print refer to the same event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from db.records import Event


def numbered(events: Iterable[Event]) -> dict[int, int]:
    """Event id to its number from 1, in the order of time: by the first day of the date that counts, then by id.

    A date that is open toward the past is ordered by its last day. Undated events come last.
    """
    ordered = sorted(events, key=_key)
    return {event.id: number for number, event in enumerate(ordered, start=1)}


def _key(event: Event) -> tuple[date, int]:
    when = event.values.counting
    if when is None or not when.known:
        return date.max, event.id
    return when.earliest or when.latest or date.max, event.id
