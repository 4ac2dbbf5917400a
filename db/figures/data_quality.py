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
    found = sums(block, taken, within)
    sources, status = block.ints("sources"), block.ints("status")
    having = {
        "with_source": found.having(sources >= 1),
        "two_sources": found.having(sources >= 2),
        "confirmed": found.having(status == STATUS_ORDER.index(Status.CONFIRMED)),
        "contradicted": found.having(block.flags("contradicted")),
    }
    cells = [
        Cell(
            period=within[int(found.period[row])],
            events=(events := int(found.events[row])),
            without_count=(without := int(found.without[row])),
            behind=found.behind(int(row)),
            extra={"with_count": events - without, **{name: int(column[row]) for name, column in having.items()}},
        )
        for row in np.flatnonzero(found.events)
    ]
    return answered("data-quality", cells, formula="data_quality", per=per.value)
