"""How the columns of fields of one's own were left, and rows as a spreadsheet takes them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView

from db.model.own_fields import FieldSubject
from desktop.events import columns
from desktop.events.columns import COLUMNS, Column, Formatted
from desktop.wording import formatting


def _key(column: Column) -> str:
    """What the column of a field is remembered by, in whichever ledger."""
    return "" if column.own is None else f"{column.own.subject.value}:{column.own.name}"


def _remembered(text: bytes) -> dict[str, tuple[bool, int]]:
    """Whether columns of fields are hidden and how wide they are, as they were left."""
    try:
        found = json.loads(text or b"{}")
        return {str(name): (bool(one[0]), int(one[1])) for name, one in found.items()}
    except (ValueError, TypeError, AttributeError, IndexError):
        return {}


def left(header: QHeaderView, columns_: Sequence[Column], before: bytes) -> bytes:
    """How the columns of fields are left, beside those that are not there now."""
    shown = _remembered(before)
    for number, column in enumerate(columns_):
        if column.own is not None:
            hidden = header.isSectionHidden(number)
            width = shown.get(_key(column), (True, column.width))[1] if hidden else header.sectionSize(number)
            shown[_key(column)] = hidden, width
    return json.dumps(shown).encode()


def as_left(header: QHeaderView, columns_: Sequence[Column], before: bytes) -> None:
    """Put the columns of fields before the last one, shown and as wide as they were left.

    Nobody asked for those of organizations among events: they are shown once they are chosen.
    """
    shown = _remembered(before)
    for number, column in enumerate(columns_):
        if column.own is not None:
            hidden, width = shown.get(_key(column), (column.own.subject is not FieldSubject.EVENT, column.width))
            header.setSectionHidden(number, hidden)
            header.resizeSection(number, max(width, header.minimumSectionSize()))
            header.moveSection(header.visualIndex(number), header.visualIndex(columns.NOTES))


def arrange(header: QHeaderView, columns_: Sequence[Column], found: Mapping[str, object]) -> None:
    """Show columns by what they sort by, from the left, and mark the order."""
    orders = [column.order for column in columns_]
    wanted = found.get("columns")
    names = [name for name in wanted if name in orders] if isinstance(wanted, list) else []
    for place, name in enumerate(names):
        header.moveSection(header.visualIndex(orders.index(name)), place)
    for number, order in enumerate(orders):
        if names:
            header.setSectionHidden(number, order not in names and number not in {columns.DATE, columns.KIND})
    if found.get("sort") in orders:
        down = Qt.SortOrder.DescendingOrder if found.get("descending") else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(orders.index(str(found["sort"])), down)


def as_tsv(rows: Sequence[Formatted], order: Sequence[int], titles: Sequence[Column] = COLUMNS) -> str:
    """Rows under their titles, cells parted by tabs; no cell is taken for a formula."""
    lines = ["\t".join(_cell(titles[column].heading, column) for column in order)]
    lines += ["\t".join(_cell(row.texts[column], column) for column in order) for row in rows]
    return "\n".join(lines) + "\n"


def _cell(text: str, column: int) -> str:
    if column == columns.EFFECT:
        return text.replace(formatting.MINUS, "-")
    return "'" + text if text.startswith(("=", "+", "-", "@")) else text


__all__ = ["arrange", "as_left", "as_tsv", "left"]
