"""What the events table reads, in the thread that does: an order of versions, and rows in words."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.ledger import Ledger
from db.model.ids import EventId, OrganizationId
from db.model.own_fields import FieldValue, OwnField
from db.model.records import EventKind, Scope
from db.view.view import View
from desktop.events.columns import Formatted, formatted
from desktop.wording.records.own_fields import value_text

#: Rows read at once.
PORTION = 100


@dataclass(frozen=True, slots=True)
class Ordered:
    """What the reader found: the versions in order, where the events to be kept stand, and the first rows in words."""

    versions: array[int]
    positions: Mapping[EventId, int]
    rows: Mapping[int, Formatted]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be read, apart from anything of Qt."""

    scope: Scope
    column: str
    descending: bool
    kinds: Mapping[str, EventKind]
    fields: tuple[OwnField, ...] = ()


def read_order(ledger: Ledger, asked: Asked, keep: Sequence[EventId]) -> Ordered:
    """All of it, with the rows around the first of ``keep``."""
    view = ledger.at(asked.scope)
    versions = view.events.order(column=asked.column, descending=asked.descending)
    positions = view.events.positions(versions, keep)
    middle = positions.get(keep[0], 0) if keep else 0
    start = max(0, middle - PORTION // 2)
    around = versions[start : start + PORTION]
    if start:
        around = versions[:40] + around
    rows = read_rows(view, around, asked.fields)
    by_id = dict(zip(around, rows, strict=False)) if len(rows) == len(around) else {}
    return Ordered(versions, positions, by_id)


def read_changed(
    ledger: Ledger,
    asked: Asked,
    order: array[int],
    changed: frozenset[EventId],
    renamed: frozenset[OrganizationId],
    keep: Sequence[EventId],
) -> Ordered | None:
    """The order with some events changed and organizations renamed; None if these concern other events too."""
    view = ledger.at(asked.scope)
    if view.events.concerns_others(renamed, changed):
        return None
    versions = view.events.reorder(order, changed, column=asked.column, descending=asked.descending)
    positions = view.events.positions(versions, (*keep, *changed))
    new = [versions[positions[event_id]] for event_id in changed if event_id in positions]
    rows = dict(zip(new, read_rows(view, new, asked.fields), strict=False))
    return Ordered(versions, {one: positions[one] for one in keep if one in positions}, rows)


def read_rows(view: View, versions: Sequence[int], fields: Sequence[OwnField]) -> list[Formatted]:
    """Rows of some versions in words, with those of some fields of one's own behind them."""
    rows = view.events.rows(versions)
    own: Mapping[int, Mapping[int, Sequence[FieldValue]]] = {}
    if fields:
        counting = ((row, row.values.counting) for row in rows)
        own = view.fields.of_events(
            (row.id, row.organization_id, when.earliest if when else None) for row, when in counting
        )
    return [
        formatted(
            row, view.kinds, view.today, minimum_status=view.scope.minimum_status,
            own=[value_text(field, own.get(row.id, {}).get(field.id, ())) for field in fields],
        )
        for row in rows
    ]  # fmt: skip
