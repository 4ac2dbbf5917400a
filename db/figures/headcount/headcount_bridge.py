"""From one headcount to another: what came and went between any two days, and what remains unexplained."""

from __future__ import annotations

from db.analysis.figures.cells import Answer, Behind, Cell, Period, Refusal
from db.analysis.figures.sums import counted_periods
from db.analysis.rates.bridge import Bridge
from db.figures.headcount.levels import Levels, only_organization
from db.figures.questions import Asked, answered, refused
from db.model.values import Population, Quantity
from db.view.view import View

NAME = "headcount-bridge"


def answer(view: View, asked: Asked) -> Answer:
    """Opening, a line a kind of event, unexplained, closing: of the scope's period, or of each of its periods.

    Without a period it begins with the first level that is known. Lines are signed. The best figures add up exactly.
    """
    organization = only_organization(view)
    if organization is None:
        return refused(NAME, Refusal("figure.one_organization"), formula="headcount_bridge")
    levels = Levels(view, organization, Population(asked.population or Population.EMPLOYEES))
    reach = levels.reach()
    if reach is None or levels.series.relative:
        code = levels.lacking()
        return refused(NAME, Refusal(code), formula="headcount_bridge")
    cells = []
    for period in counted_periods(asked.per, *reach, as_of=view.today):
        assert period.first is not None
        assert period.last is not None
        found = levels.bridge(period.first, period.last)
        cells += _cells(period, found) if found is not None else []
    return answered(NAME, cells, formula="headcount_bridge", population=levels.population.value)


def _cells(period: Period, found: Bridge) -> list[Cell]:
    lines = [
        _cell(period, f"{line.kind}:returned" if line.returned else line.kind, line.size, Behind.of(line.event_ids))
        for line in found.lines
    ]
    return [
        _cell(period, "opening", found.opening),
        *lines,
        _cell(period, "unexplained", found.unexplained),
        _cell(period, "closing", found.closing),
    ]


def _cell(period: Period, group: str, size: Quantity | None, behind: Behind | None = None) -> Cell:
    value = size or Quantity()
    return Cell(
        period=period,
        group=group,
        events=0 if behind is None else len(behind.placed),
        low=value.low,
        best=value.best,
        high=value.high,
        behind=behind or Behind.of(()),
        refused=Refusal("figure.no_level_then") if size is None else None,
    )
