"""How well the events of each period are documented."""

from __future__ import annotations

import numpy as np

from db.analysis.figures.cells import Answer, Cell, Per
from db.analysis.figures.sums import covering, sums
from db.figures.questions import Asked, answered
from db.model.values import STATUS_ORDER, Status
from db.tables.facts import counted, facts
from db.view.view import View


def answer(view: View, asked: Asked) -> Answer:
    """Of the events that count, how many have a number, a source, two independent ones, and so on.

    Shares of events (METRICS: quality line). An event with a vague date is in the period of its middle day.
    """
    per = asked.per or Per.MONTH
    block = facts(view)
    taken = counted(view, block, list(view.kinds))
    within = covering(block, taken, per, view.scope.first, view.scope.last, as_of=view.today)
    ids, rows = block.ints("id")[taken.rows], taken.rows
    order = np.argsort(ids)
    cells = []
    found = sums(block, taken, within)
    for row in range(len(found)):
        behind = found.behind(row)
        placed = np.array(behind.placed, np.int64)
        here = rows[order[np.searchsorted(ids[order], placed)]]
        sources = block.ints("sources")[here]
        cells.append(
            Cell(
                period=within[int(found.period[row])],
                events=len(here),
                without_count=int(found.without[row]),
                behind=behind,
                extra={
                    "with_count": len(here) - int(found.without[row]),
                    "with_source": int((sources >= 1).sum()),
                    "two_sources": int((sources >= 2).sum()),
                    "confirmed": int((block.ints("status")[here] == STATUS_ORDER.index(Status.CONFIRMED)).sum()),
                    "contradicted": int(block.flags("contradicted")[here].sum()),
                },
            )
        )
    return answered("data-quality", cells, formula="data_quality", per=per.value)
