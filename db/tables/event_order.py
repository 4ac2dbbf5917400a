"""An order of events kept up with changes to a few of them, without sorting all of the others again."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from db.model.ids import EventId
from db.tables.base import At
from db.tables.where import expressions_of, order_by

_AMONG = "IN (SELECT value FROM json_each(?))"


def reordered(
    at: At,
    versions: Sequence[int],
    event_ids: Collection[EventId],
    *,
    column: str,
    descending: bool,
) -> array[int]:
    """What ``events.order`` gives now, from what it gave (``versions``) before these events changed.

    Only where nothing else has changed, the names of organizations (see ``EventReads.concerns_others``) and kinds
    included.
    """
    connection, ids = at.store.connection, json.dumps(sorted(event_ids))
    gone = {row[0] for row in connection.execute(f"SELECT version FROM events WHERE id {_AMONG}", (ids,))}
    order = array("q", versions)
    for place in [place for place, version in enumerate(versions) if version in gone][::-1]:
        del order[place]
    where, parameters = at.events_where()
    joins, _, join_parameters = order_by(connection, column, descending=descending, known=at.known)
    select = (
        f"SELECT {', '.join(expressions_of(connection, column, at.known))}, e.id, e.version FROM events e{joins} WHERE "
    )
    cursor = connection.cursor()
    cursor.row_factory = None

    def key_of(version: int) -> tuple[object, ...]:
        return _key(cursor.execute(f"{select}e.version = ?", (*join_parameters, version)).fetchone(), descending)

    new = cursor.execute(f"{select}{where} AND e.id {_AMONG}", (*join_parameters, *parameters, ids)).fetchall()
    for row in new:
        order.insert(bisect_left(order, _key(row, descending), key=key_of), row[-1])
    return order


def _key(row: Sequence[Any], descending: bool) -> tuple[object, ...]:  # noqa: FBT001
    """What sorts as SQLite does with ``NULLS LAST``; the last column, the version, is no part of it."""
    return tuple((value is None, _Down(value) if descending else value) for value in row[:-1])


@dataclass(frozen=True, slots=True)
class _Down:
    """Turns an order around."""

    value: Any

    def __lt__(self, other: _Down) -> bool:
        return bool(other.value < self.value)
