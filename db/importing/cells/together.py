"""Cells that say more than their column asks for: "200 (14 %)", "200 of 1400", "10 % of its engineering team".

What a column of its own says goes first; what it leaves out may stand in the cell beside it.
"""

from __future__ import annotations

from db.importing.cells.cell import NO_QUANTITY, Cell

#: Count, percentage and base of a row, and the unit that the percentage or the base is of (None: nothing said).
Together = tuple[Cell, Cell, Cell, str | None]


def together(count: Cell, percent: Cell, base: Cell) -> Together:
    """What three cells of a row say about one event."""
    beside, within = count.more, percent.more
    of = None
    if within is not None:
        of = within.of or None
        count = count if count.value is not None else within.heads or NO_QUANTITY
        base = base if base.value is not None else within.base or NO_QUANTITY
    if beside is not None:
        if percent.value is None:
            percent, of = beside.share or NO_QUANTITY, beside.of or of
        base = base if base.value is not None else beside.base or NO_QUANTITY
    return count, percent, base, of


__all__ = ["Together", "together"]
