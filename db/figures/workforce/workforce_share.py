"""What share of an organization a cut was, as announced, beside the separation rate of its year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from db.analysis.figures.cells import Answer, Behind, Cell, Refusal
from db.analysis.figures.facts import Counted, Facts
from db.analysis.figures.sums import inside
from db.analysis.rates.averages import average_headcount
from db.analysis.rates.separation import announced_share, separation_rate
from db.figures.headcount.levels import Levels
from db.figures.questions import Asked, answered
from db.figures.workforce.people import of_kind, ranked, said, summed
from db.model.days import day_before
from db.model.ids import EventId, OrganizationId
from db.model.values import Population, Quantity
from db.view.view import View

#: Headcounts are looked at of so many organizations, those with the largest cuts.
MOST = 10


def answer(view: View, asked: Asked) -> Answer:
    """Each cut of the organizations with the largest sums, in percent of the organization (METRICS 11).

    As a source states it; else the count of the level on the day before. Beside it the separations of its calendar year
    of the average headcount (METRICS 5): not the same, and where a year is not over, not there.
    """
    block, taken = of_kind(view, asked)
    which = inside(block, taken, view.scope.first, view.scope.last)
    taken = Counted(rows=taken.rows[which], rests=taken.rests[which])
    (found, grouped), _within = summed(view, (block, taken), None, by="organization")
    cells: list[Cell] = []
    for row in ranked(found, grouped)[: asked.top or MOST]:
        organization = grouped.organizations[int(found.group[row])]
        cells += _of(view, block, taken, organization, grouped.labels[int(found.group[row])])
    return answered(
        "workforce-share", cells, formula="workforce_share", organizations=min(len(found), asked.top or MOST),
        **said(asked),
    )  # fmt: skip


def _of(view: View, block: Facts, taken: Counted, organization: OrganizationId, name: str) -> list[Cell]:
    rows = taken.rows[block.ints("organization")[taken.rows] == organization]
    levels = Levels(view, organization, Population.EMPLOYEES)
    rates: dict[int, Quantity | None] = {}
    cells = []
    for row in rows[np.argsort(block.ints("earliest")[rows], kind="stable")].tolist():
        days = [int(block.ints(end)[row]) for end in ("earliest", "latest")]
        day = date.fromordinal(days[0] or days[1])
        cell = _share(block, row, levels, day)
        if day.year not in rates:
            rates[day.year] = _rate(levels, day.year, view.today)
        rate = rates[day.year] or Quantity()
        extra = {"date": day, "rate_low": rate.low, "rate_best": rate.best, "rate_high": rate.high, **cell.extra}
        cells.append(replace(cell, group=name, organization_id=organization, extra=extra))
    return cells


def _share(block: Facts, row: int, levels: Levels, day: date) -> Cell:
    event = EventId(int(block.ints("id")[row]))
    stated = _quantity(block, row, "percent_low", "percent_best", "percent_high")
    count = _quantity(block, row, "low", "best", "high")
    basis, share = "stated", stated
    if not stated.known or block.flags("of_unit")[row]:
        basis = "computed"
        eve = day_before(day)
        level = None if eve is None else levels.at(eve)
        share = announced_share(count, level) or Quantity()
        if share.best is None and not share.low and share.high == 100:  # from nobody to everybody says nothing
            share = Quantity()
    return Cell(
        events=1,
        without_count=int(not count.known),
        low=share.low,
        best=share.best,
        high=share.high,
        behind=Behind.of((event,)),
        refused=None if share.known else Refusal("figure.no_share"),
        extra={"event": event, "basis": basis if share.known else ""},
    )


def _rate(levels: Levels, year: int, as_of: date) -> Quantity | None:
    first, last = date(year, 1, 1), date(year, 12, 31)
    if last > as_of or levels.series.relative:
        return None
    found, average = levels.bridge(first, last), average_headcount(levels.series, first=first, last=last)
    return None if found is None or average is None else separation_rate(found.outflow, average.value)


def _quantity(block: Facts, row: int, *names: str) -> Quantity:
    ends = [round(float(block.floats(name)[row]), 6) for name in names]
    return Quantity(*(None if np.isnan(end) else end for end in ends))  # type: ignore[arg-type]
