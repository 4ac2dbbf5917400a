"""From the notice to the day it takes effect: how many days, and what never got that far."""

from __future__ import annotations

import numpy as np

from db.analysis.figures.cells import Answer, Behind, Cell, Per, Period
from db.analysis.figures.facts import Counted, Facts, Ints
from db.analysis.figures.sums import sums
from db.figures.questions import Asked, answered
from db.figures.workforce.people import of_kind, said
from db.model.ids import EventId
from db.tables.facts import announced
from db.view.view import View


def answer(view: View, asked: Asked) -> Answer:
    """The median of days from announcement to effect, per period of the announcement.

    A vague date at either end makes an interval of days; the median of all low ends is the low end of the median, and
    so on. Announcements without a day of effect are counted beside it. Negative: announced after it took effect.
    """
    per = asked.per or Per.YEAR
    block, taken = of_kind(view, asked)
    notices = announced(view, block, taken.rows)
    begin, end = notices.earliest, notices.latest
    dated = np.flatnonzero((begin > 0) & (end > 0))
    at = _standing(block, taken, begin, end, dated)
    within = _covering(at, per, view)
    found = sums(at, Counted(rows=np.arange(len(dated)), rests=np.zeros(len(dated), np.bool_)), within)
    by_id = {int(event): int(place) for event, place in zip(block.ints("id")[taken.rows[dated]], dated, strict=True)}
    cells = [
        _cell(block, taken, notices.effective, (begin, end), [by_id[one] for one in found.behind(row).placed],
              within[int(found.period[row])])
        for row in range(len(found))
        if found.events[row]
    ]  # fmt: skip
    return answered("notice-to-effective", cells, formula="notice_to_effective", per=per.value, **said(asked))


def _standing(block: Facts, taken: Counted, begin: Ints, end: Ints, dated: Ints) -> Facts:
    """The same events on the day of their announcement."""
    rows = taken.rows[dated]
    columns = {name: column[rows] for name, column in block.columns.items()}
    columns["earliest"], columns["latest"] = begin[dated], end[dated]
    columns["span"] = np.zeros(len(rows), np.bool_)
    return Facts(operation=block.operation, columns=columns, texts=block.texts)


def _covering(at: Facts, per: Per, view: View) -> tuple[Period, ...]:
    from db.analysis.figures.sums import covering

    every = Counted(rows=np.arange(len(at)), rests=np.zeros(len(at), np.bool_))
    return covering(at, every, per, view.scope.first, view.scope.last, as_of=view.today)


def _cell(
    block: Facts, taken: Counted, effective: Ints, bounds: tuple[Ints, Ints], places: list[int], period: Period
) -> Cell:
    here = np.array(places, np.int64)
    ends = here[effective[here] > 0]
    rows = taken.rows[ends]
    begin, end = (one[ends].astype(np.int64) for one in bounds)
    first, last = block.ints("earliest")[rows].astype(np.int64), block.ints("latest")[rows].astype(np.int64)
    best = (first + last) // 2 - (begin + end) // 2
    none = not len(ends)
    return Cell(
        period=period,
        events=len(here),
        low=None if none else float(np.median(first - end)),
        best=None if none else float(np.median(best)),
        high=None if none else float(np.median(last - begin)),
        behind=Behind.of([EventId(int(one)) for one in np.sort(block.ints("id")[taken.rows[here]])]),
        extra={
            "with_both": len(ends),
            "shortest": None if none else int(best.min()),
            "longest": None if none else int(best.max()),
        },
    )
