"""The average headcount of each period by every method, with what it opened and closed with."""

from __future__ import annotations

from db.analysis.figures.cells import Answer, Cell, Per, Period, Refusal, bounds
from db.analysis.figures.sums import counted_periods
from db.analysis.rates.averages import AverageMethod, average_headcount
from db.figures.headcount.levels import Levels, only_organization
from db.figures.questions import Asked, answered, refused
from db.model.values import Population, Quantity
from db.view.view import View

NAME = "average-headcount"


def answer(view: View, asked: Asked) -> Answer:
    """Two points, month-ends, and all days, of each period that is over; ``points``: how many levels went into it."""
    organization = only_organization(view)
    if organization is None:
        return refused(NAME, Refusal("figure.one_organization"), formula="average_headcount")
    per = asked.per or Per.YEAR
    levels = Levels(view, organization, Population(asked.population or Population.EMPLOYEES))
    reach = levels.reach()
    if reach is None or levels.series.relative:
        return refused(NAME, Refusal(levels.lacking()), formula="average_headcount")
    first = view.scope.first or bounds(per, reach[0])[0]
    cells = [
        cell
        for period in counted_periods(per, first, reach[1], as_of=view.today)
        if not period.incomplete
        for cell in _cells(levels, period)
    ]
    if not cells:
        return refused(NAME, Refusal("figure.no_whole_period"), formula="average_headcount")
    return answered(NAME, cells, formula="average_headcount", per=per.value, population=levels.population.value)


def _cells(levels: Levels, period: Period) -> list[Cell]:
    assert period.first is not None
    assert period.last is not None
    found = []
    for method in AverageMethod:
        average = average_headcount(levels.series, first=period.first, last=period.last, method=method)
        value = average.value if average is not None else Quantity()
        found.append(
            Cell(
                period=period, group=method.value, low=value.low, best=value.best, high=value.high,
                extra={"points": average.points if average is not None else None},
                refused=Refusal("figure.no_level_then") if average is None else None,
            )
        )  # fmt: skip
    return found
