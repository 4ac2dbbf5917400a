"""Who cuts again: organizations with two or more events that follow each other within some days."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from db.analysis.figures.cells import Answer, Cell
from db.analysis.figures.facts import Counted, Facts, Flags, Ints
from db.analysis.figures.sums import inside, middles
from db.figures.questions import Asked, answered
from db.figures.workforce.people import cells_of, of_kind, said, summed
from db.view.view import View

#: Days within which a cut follows another.
WITHIN = 365


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """From each event to the next of its organization: whose, and how many days, as the dates allow (low and high).

    ``best`` 0: of the same days, which may be one event told twice.
    """

    organization: Ints
    low: Ints
    best: Ints
    high: Ints


def answer(view: View, asked: Asked) -> Answer:
    """Organizations by how often they cut again, with the shortest time between two events.

    Two events of the same days are no repetition; how many of these there are is told beside it.
    """
    days = asked.days or WITHIN
    block, taken = of_kind(view, asked)
    taken = _only(taken, inside(block, taken, view.scope.first, view.scope.last))
    found = gaps(block, taken)
    again = (found.best > 0) & (found.best <= days)
    (sums, grouped), within = summed(view, (block, taken), None, by="organization")
    whose, times = np.unique(found.organization[again], return_counts=True)
    if asked.top is not None and len(times) > asked.top:
        whose = whose[times >= np.sort(times)[-asked.top]]
    repeated = np.isin(np.array(grouped.organizations, np.int64)[sums.group], whose)
    cells = [
        replace(cell, extra=_about(found, again, cell))
        for cell in cells_of(sums, grouped, within, np.flatnonzero(repeated).tolist())
    ]
    cells.sort(key=lambda cell: (-_times(cell), -cell.events, cell.group))
    return answered("repeat-cuts", cells[: asked.top], formula="repeat_cuts", days=days, **said(asked))


def gaps(facts: Facts, counted: Counted) -> Gaps:
    """The days between events that follow each other, in the order of organization and middle day."""
    rows = counted.rows
    whose, middle = facts.ints("organization")[rows], middles(facts, rows)
    order = np.lexsort((facts.ints("id")[rows], middle, whose))
    rows, whose, middle = rows[order], whose[order], middle[order]
    begin, end = facts.ints("earliest")[rows].astype(np.int64), facts.ints("latest")[rows].astype(np.int64)
    begin, end = np.where(begin > 0, begin, end), np.where(end > 0, end, begin)
    same = whose[1:] == whose[:-1]
    low, high = np.maximum(begin[1:] - end[:-1], 0), np.maximum(end[1:] - begin[:-1], 0)
    return Gaps(whose[1:][same], low[same], (middle[1:] - middle[:-1])[same], high[same])


def _about(found: Gaps, again: Flags, cell: Cell) -> dict[str, int]:
    """Of one organization: its gaps lie side by side."""
    begin, end = np.searchsorted(found.organization, cell.organization_id or 0, side="left"), np.searchsorted(
        found.organization, cell.organization_id or 0, side="right"
    )  # fmt: skip
    mine = begin + np.flatnonzero(again[begin:end])
    shortest = mine[np.argmin(found.best[mine])]
    return {
        "repeats": len(mine),
        "same_days": int((found.best[begin:end] == 0).sum()),
        "gap_low": int(found.low[shortest]),
        "gap_best": int(found.best[shortest]),
        "gap_high": int(found.high[shortest]),
    }


def _times(cell: Cell) -> int:
    found = cell.extra["repeats"]
    assert isinstance(found, int)
    return found


def _only(counted: Counted, which: Flags) -> Counted:
    return Counted(rows=counted.rows[which], rests=counted.rests[which])
