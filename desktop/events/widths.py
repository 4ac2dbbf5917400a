"""How wide the columns of the table of events are: what they show, as far as there is room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView

from desktop.events import columns
from desktop.events.columns import Formatted
from desktop.events.delegate import AROUND, BESIDE
from desktop.events.model import EventTable
from desktop.widgets.record_tables import title_room

#: A column is never made wider than this by itself, and notes keep at least that much.
_WIDEST, _NOTES = 280, 120
#: What was written of a date stands behind it, and may be long.
_DAY = 190
#: These are read whole, also where the table then scrolls sideways; the others get what they would like in this order.
_WHOLE = (columns.DATE, columns.KIND, columns.EFFECT, columns.AMOUNT)
_FIRST_SERVED = (
    *_WHOLE, columns.ORGANIZATION, columns.STATUS, columns.COUNTERPARTY, columns.SOURCES, columns.PLACE,
)  # fmt: skip


def wanted(table: EventTable, rows: Sequence[Formatted], header: QHeaderView, metrics: QFontMetrics) -> list[int]:
    """What each column would like for its title and for these rows, in pixels, within what a column may take."""
    return [
        min(
            _WIDEST if number != columns.DATE else _DAY,
            max(
                title_room(header, number),
                *(
                    metrics.horizontalAdvance(row.texts[number]) + (BESIDE if table.sign(row, number) else AROUND)
                    for row in rows
                ),
            ),
        )
        for number in range(len(table.columns))
    ]


def given(liked: Sequence[int], least: Sequence[int], shown: Sequence[int], room: int) -> Mapping[int, int]:
    """What the columns get of ``room`` pixels; those of one's own keep what they have.

    ``liked`` and ``least`` by column; ``shown``: those that take room.
    """
    widths = [few if number == columns.STATUS else min(few, liked[number]) for number, few in enumerate(least)]
    notes = min(_NOTES, liked[columns.NOTES])
    room -= sum(widths[number] for number in shown if number != columns.NOTES) + notes
    found = {columns.NOTES: notes}
    for number in _FIRST_SERVED:
        more = max(0, liked[number] - widths[number])
        more = more if number in _WHOLE else max(0, min(more, room))
        room -= more
        found[number] = widths[number] + more
    return found
