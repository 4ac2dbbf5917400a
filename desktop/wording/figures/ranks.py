"""Which rank a figure has among others, as far as its interval and theirs leave that open."""

from __future__ import annotations

from db.analysis.figures.cells import Cell
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext

#: Beyond this a rank is no rank: where the number of an event is not known, everybody may be the first.
_MOST_RANKS = 20


def ranks(cell: Cell) -> str:
    """Of how many events nothing is known, and which ranks the intervals leave open, where that says something."""
    low, high = (cell.extra.get(name) for name in ("rank_low", "rank_high"))
    parts = []
    if isinstance(low, int) and isinstance(high, int) and low < high <= _MOST_RANKS:
        parts.append(_("rank {ends}").format(ends=f"{formatting.number(low)}–{formatting.number(high)}"))
    if cell.without_count:
        said = ngettext("{n} without a number", "{n} without a number", cell.without_count)
        parts.append(said.format(n=formatting.number(cell.without_count)))
    return " · ".join(parts)
