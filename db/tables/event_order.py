"""An order of events kept up with changes to a few of them, without sorting all of the others again."""

from __future__ import annotations

import json
import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from db.scope import Scope
from db.search import ORDERS, events_where, known_operation, order_by

_AMONG = "IN (SELECT value FROM json_each(?))"


def reordered(
    connection: sqlite3.Connection,
    versions: Sequence[int],
    event_ids: Collection[int],
    scope: Scope,
    *,
    column: str,
    descending: bool,
) -> array[int]:
    """What ``events.order`` gives now, from what it gave (``versions``) before these events changed.

    Only where nothing else has changed, the names of organizations (see :func:`concerns_others`) and kinds included.
    """
    ids = json.dumps(sorted(event_ids))
    gone = {row[0] for row in connection.execute(f"SELECT version FROM events WHERE id {_AMONG}", (ids,))}
    order = array("q", versions)
    for place in [place for place, version in enumerate(versions) if version in gone][::-1]:
        del order[place]
    where, parameters = events_where(connection, scope)
    joins, _, join_parameters = order_by(column, descending=descending, known=known_operation(connection, scope))
    select = f"SELECT {', '.join(ORDERS[column])}, e.id, e.version FROM events e{joins} WHERE "
    cursor = connection.cursor()
    cursor.row_factory = None

    def key_of(version: int) -> tuple[object, ...]:
        return _key(cursor.execute(f"{select}e.version = ?", (*join_parameters, version)).fetchone(), descending)

    new = cursor.execute(f"{select}{where} AND e.id {_AMONG}", (*join_parameters, *parameters, ids)).fetchall()
    for row in new:
        order.insert(bisect_left(order, _key(row, descending), key=key_of), row[-1])
    return order


def concerns_others(
    connection: sqlite3.Connection, organization_ids: Collection[int], event_ids: Collection[int]
) -> bool:
    """Whether organizations mean anything to events other than these: one is named by them, or is above another."""
    if not organization_ids:
        return False
    ids, events = json.dumps(sorted(organization_ids)), json.dumps(sorted(event_ids))
    row = connection.execute(
        f"SELECT EXISTS (SELECT 1 FROM events WHERE organization_id {_AMONG} AND id NOT {_AMONG}) "
        f"OR EXISTS (SELECT 1 FROM events WHERE counterparty_id {_AMONG} AND id NOT {_AMONG}) "
        f"OR EXISTS (SELECT 1 FROM organizations WHERE parent_id {_AMONG})",
        (ids, events, ids, events, ids),
    ).fetchone()
    return bool(row[0])


def _key(row: Sequence[Any], descending: bool) -> tuple[object, ...]:  # noqa: FBT001
    """What sorts as SQLite does with ``NULLS LAST``; the last column, the version, is no part of it."""
    return tuple((value is None, _Down(value) if descending else value) for value in row[:-1])


@dataclass(frozen=True, slots=True)
class _Down:
    """Turns an order around."""

    value: Any

    def __lt__(self, other: _Down) -> bool:
        return bool(other.value < self.value)
