"""Contractors beside employees: who lost work in each period, in two columns that are never added."""

from __future__ import annotations

from db.analysis.figures.cells import Answer, Cell, Per
from db.analysis.rates.separation import SeparationReason, reason_of
from db.figures.headcount.levels import levels_on, only_organization
from db.figures.questions import Asked, answered
from db.figures.workforce.people import cells_of, changing, of_kinds, said, summed
from db.model.values import Population, Quantity
from db.view.view import View


def answer(view: View, asked: Asked) -> Answer:
    """People by period and population, of what ends work against the will of those who do it.

    Of one organization whose levels are known, the contingent share (contingent / (employees + contingent)) at the end
    of each period as well, in percent.
    """
    per = asked.per or Per.QUARTER
    kinds = [code for code in changing(view.kinds) if reason_of(code) is SeparationReason.INVOLUNTARY]
    found, within = summed(view, of_kinds(view, kinds, None), per, by="population")
    cells = list(cells_of(*found, within))
    organization = only_organization(view)
    if organization is not None:
        days = [period.last for period in within if period.last is not None and period.last <= view.today]
        shares = dict(zip(days, zip(*(
            levels_on(view, organization, population, days) for population in (Population.EMPLOYEES,
                                                                              Population.CONTINGENT)
        ), strict=True), strict=True))  # fmt: skip
        for period in within:
            employees, contingent = shares.get(period.last, (None, None)) if period.last else (None, None)
            if employees is not None and contingent is not None:
                share = contingent_share(employees, contingent)
                cells.append(Cell(period=period, group="contingent_share", low=share.low, best=share.best,
                                  high=share.high))  # fmt: skip
    return answered(
        "contractors-and-employees", cells, formula="contractors_and_employees", per=per.value, **said(asked)
    )


def contingent_share(employees: Quantity, contingent: Quantity) -> Quantity:
    """Contingent / (employees + contingent) in percent: it rises in the one and falls in the other."""
    return Quantity(
        _share(contingent.low, employees.high), _share(contingent.best, employees.best),
        _share(contingent.high, employees.low),
    )  # fmt: skip


def _share(contingent: float | None, employees: float | None) -> float | None:
    if contingent is None or employees is None or contingent + employees <= 0:
        return None
    return 100 * max(contingent, 0.0) / (max(contingent, 0.0) + max(employees, 0.0))
