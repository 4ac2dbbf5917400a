"""A year beside the one before, and what is over of a year beside the same days of the one before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from db.analysis.figures.cells import Answer, Cell, Per, Period, periods
from db.analysis.figures.facts import Counted, Facts
from db.analysis.figures.sums import covering, sums
from db.figures.questions import Asked, answered
from db.figures.workforce.people import cells_of, of_kind, said
from db.model.intervals import divide
from db.model.values import Quantity
from db.tables.group_values import Groups
from db.view.view import View

#: The one group of everything.
_ALL = Groups(codes=np.zeros(0, np.int64), labels=("",))


def answer(view: View, asked: Asked) -> Answer:
    """People per period, beside the same days of the year before, and the ratio of the two as an interval.

    A period that is not over ends with the as-known-on day, and so does what it is compared with.
    """
    per = asked.per or Per.YEAR
    block, taken = of_kind(view, asked)
    last = min(view.scope.last or view.today, view.today)
    within = covering(block, taken, per, view.scope.first, last, as_of=view.today)
    cells = _cells(block, taken, within)
    by_days = {(cell.period.first, cell.period.last): cell for cell in cells if cell.period is not None}
    compared = []
    for cell in cells:
        assert cell.period is not None
        days = _year_before(cell.period)
        before = None if days is None else by_days.get(days)
        if before is None and days is not None:
            before = next(iter(_cells(block, taken, periods(None, *days, as_of=view.today))), None)
        compared.append(_beside(cell, before))
    return answered("year-over-year", compared, formula="year_over_year", per=per.value, **said(asked))


def _cells(block: Facts, taken: Counted, within: tuple[Period, ...]) -> tuple[Cell, ...]:
    return cells_of(sums(block, taken, within), _ALL, within)


def _year_before(period: Period) -> tuple[date, date] | None:
    """The same days of the year before; February 29 stands beside the 28th, and the end of a month beside an end."""
    assert period.first is not None
    assert period.last is not None
    if period.first.year == 1:
        return None
    whole = (period.last + timedelta(days=1)).day == 1 if period.last < date.max else True
    end = _shifted(period.last)
    if whole and end.month == 2:
        end = date(end.year, 3, 1) - timedelta(days=1)
    return _shifted(period.first), end


def _shifted(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return day.replace(year=day.year - 1, day=28)
    return day.replace(year=day.year - 1)


def _beside(cell: Cell, before: Cell | None) -> Cell:
    if before is None:
        return cell
    ratio = divide(Quantity(cell.low, cell.best, cell.high), Quantity(before.low, before.best, before.high))
    known = cell.low is not None and before.low is not None
    return replace(
        cell,
        extra={
            "previous_events": before.events,
            "previous_without_count": before.without_count,
            "previous_low": before.low,
            "previous_best": before.best,
            "previous_high": before.high,
            "ratio_low": ratio.low if known else None,
            "ratio_best": ratio.best if known else None,
            "ratio_high": ratio.high if known else None,
        },
    )
