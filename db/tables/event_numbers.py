"""The numbers of events: kept in order between two readings, and followed from operation to operation."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass, replace

from db.model.ids import EventId
from db.model.scope import Scope
from db.tables.base import At

#: Above this many events asked for, or changed since, everything is read.
_MANY = 2000
_BITS = 38

#: Where an event stands: its day above its id in one integer; undated events are last. Most are of one day: there is
#: no middle to look for, which takes three times as long.
_PLACE = (
    "ifnull(CAST(CASE WHEN e.earliest = e.latest THEN julianday(e.earliest) ELSE "
    "julianday(ifnull(e.earliest, e.latest)) + ifnull(CAST((julianday(e.latest) - julianday(e.earliest)) / 2 "
    f"AS INTEGER), 0) END + 0.5 AS INTEGER), 8388607) << {_BITS} | e.id"
)


@dataclass(slots=True)
class Places:
    """The places of the events of a scope in order, as of an operation: what the store keeps of them."""

    scope: Scope
    known: int | None
    operation: int
    version: int  # the last one there was
    order: array[int]


def numbers(at: At, event_ids: Collection[EventId]) -> dict[EventId, int]:
    """The numbers of some events among all of the scope, of any status; those that are not in it have none."""
    if at.scope.organization_ids or at.scope.text.strip() or len(event_ids) > _MANY:
        wanted = set(event_ids)  # few events are quickly read; and which they are, names decide as well
        return {_event(place): number for number, place in enumerate(_read(at), start=1) if _event(place) in wanted}
    order = _kept(at).order
    return {_event(place): bisect_left(order, place) + 1 for place in _read(at, event_ids)}


def _event(place: int) -> EventId:
    return EventId(place & ((1 << _BITS) - 1))


def _read(at: At, only: Collection[int] | None = None) -> list[int]:
    """The places of the events of a scope, or of some of them, in order."""
    where, parameters = at.events_where(any_status=True)
    if only is not None:
        where += " AND e.id IN (SELECT value FROM json_each(?))"
        parameters = [*parameters, json.dumps(list(only))]
    cursor = at.store.connection.execute(f"SELECT {_PLACE} FROM events e WHERE {where}", parameters)
    cursor.row_factory = None
    return sorted([row[0] for row in cursor.fetchall()])


def _kept(at: At) -> Places:
    """The order of the scope, brought up to date or read anew; others may write meanwhile."""
    kept, scope = at.store.kept.get(Places), replace(at.scope, known_on=None, known_operation=None)
    if isinstance(kept, Places) and (kept.scope, kept.known) == (scope, at.known) and _followed(kept, at):
        return kept
    while True:
        operation, version = at.operation, _last_version(at)
        kept = Places(scope, at.known, operation, version, array("q", _read(at)))
        if at.operation == operation:
            at.store.kept[Places] = kept
            return kept


def _last_version(at: At) -> int:
    return int(at.store.connection.execute("SELECT ifnull(max(version), 0) FROM events").fetchone()[0])


def _followed(kept: Places, at: At) -> bool:
    """Move the events that changed since; False where everything is to be read."""
    operation = at.operation
    if operation == kept.operation:
        return True
    version = _last_version(at)
    changed = at.store.connection.execute(
        "SELECT id FROM events WHERE version > ? UNION SELECT id FROM events WHERE retired_operation > ? LIMIT ?",
        (kept.version, kept.operation, _MANY + 1),
    ).fetchall()
    ids = [row[0] for row in changed]
    gone, fresh = _read(At(at.store, at.scope, kept.operation, at.today), ids), _read(at, ids)
    if len(ids) > _MANY or at.operation != operation:
        return False
    for place in gone:
        del kept.order[bisect_left(kept.order, place)]
    for place in fresh:
        kept.order.insert(bisect_left(kept.order, place), place)
    kept.operation, kept.version = operation, version
    return True
