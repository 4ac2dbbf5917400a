"""Turnover by every definition, side by side: the same leavers, divided by what each definition divides by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from db.analysis.figures.cells import Answer, Behind, Cell, Per, Period, Refusal, bounds, periods
from db.analysis.figures.sums import counted_periods
from db.analysis.rates.averages import AverageMethod, average_headcount, two_point
from db.analysis.rates.bridge import Bridge
from db.analysis.rates.separation import (
    SeparationReason,
    basis_rate,
    closing_rate,
    jolts_annual,
    jolts_rate,
    leaver_share,
    rates_by_reason,
    reason_of,
    schlueter_rate,
    separation_rate,
    two_point_rate,
    zvei_rate,
)
from db.figures.headcount.levels import Levels, only_organization
from db.figures.questions import Asked, answered, refused
from db.model.ids import EventId
from db.model.intervals import add, at_least, negate, scale
from db.model.values import Population, Quantity
from db.view.view import View

NAME = "turnover"
_NOBODY = Quantity.exact(0.0)


@dataclass(frozen=True, slots=True)
class Rate:
    """A definition by its code, and the rate in percent; None: an input is not known."""

    code: str
    value: Quantity | None
    refusal: str = "figure.no_level_then"


def answer(view: View, asked: Asked) -> Answer:
    """The rates of one organization, by period and definition, in percent.

    Separations are what the bridge of the period takes away, transfers included. A period without any is refused: that
    none is recorded does not say that nobody left. One that is not over is left out: half a year is no rate of a year.
    """
    organization = only_organization(view)
    if organization is None:
        return refused(NAME, Refusal("figure.one_organization"), formula="turnover")
    per = asked.per or Per.YEAR
    levels = Levels(view, organization, Population(asked.population or Population.EMPLOYEES))
    reach = levels.reach()
    if reach is None or levels.series.relative:
        code = levels.lacking()
        return refused(NAME, Refusal(code), formula="turnover")
    first = view.scope.first or bounds(per, reach[0])[0]  # that the first of them has no opening is said
    cells = [
        _cell(period, rate, found)
        for period in counted_periods(per, first, reach[1], as_of=view.today)
        if not period.incomplete
        for found, rates in _rates(levels, period, per)
        for rate in rates
    ]
    if not cells:
        return refused(NAME, Refusal("figure.no_whole_period"), formula="turnover")
    return answered(NAME, cells, formula="turnover", per=per.value, population=levels.population.value)


def _rates(levels: Levels, period: Period, per: Per) -> Iterator[tuple[Bridge, list[Rate]]]:
    assert period.first is not None
    assert period.last is not None
    found = levels.bridge(period.first, period.last)
    if found is None:
        return
    if not any(not line.inflow for line in found.lines):
        yield found, [Rate("separations", None, "figure.no_separations")]
        return
    rates = [*by_definition(levels, found), *_by_reason(levels, found)]
    if per is Per.YEAR:
        rates.append(Rate("jolts_annual", _of_months(levels, period.first.year), "figure.no_months"))
    if per is Per.MONTH:
        rates.append(Rate("jolts", jolts_rate(found.outflow, levels.at(period.first.replace(day=12)))))
        rates += _annualised(_averaged(levels, found, AverageMethod.TIME_WEIGHTED))
    yield found, rates


def by_definition(levels: Levels, found: Bridge) -> list[Rate]:
    """METRICS 5 (three averages), 7, 8, 9, and the shares of leavers that others print."""
    opening, closing, left = found.opening, found.closing, found.outflow
    return [
        Rate("two_point", _two_point(found)),
        Rate("snapshots", separation_rate(left, _averaged(levels, found, AverageMethod.SNAPSHOTS, rate=False))),
        Rate("time_weighted", separation_rate(left, _averaged(levels, found, AverageMethod.TIME_WEIGHTED, rate=False))),
        Rate("schlueter", schlueter_rate(opening=opening, hires=found.inflow, separations=left)),
        Rate("basis", basis_rate(left, opening)),
        Rate("leaver_share", leaver_share(left, closing)),
        Rate("closing", closing_rate(left, closing)),
        Rate("zvei", zvei_rate(None, opening), "figure.no_replaced"),
    ]


def _two_point(found: Bridge) -> Quantity | None:
    """With a closing that follows from the opening, exactly; with one that is known by itself, as two numbers."""
    if found.unexplained == _NOBODY:
        return two_point_rate(opening=found.opening, hires=found.inflow, separations=found.outflow)
    if found.opening is None or found.closing is None:
        return None
    return separation_rate(found.outflow, two_point(found.opening, found.closing))


def _averaged(levels: Levels, found: Bridge, method: AverageMethod, *, rate: bool = True) -> Quantity | None:
    average = average_headcount(levels.series, first=found.first, last=found.last, method=method)
    if average is None:
        return None
    return separation_rate(found.outflow, average.value) if rate else average.value


def _by_reason(levels: Levels, found: Bridge) -> list[Rate]:
    """METRICS 10: of the time-weighted average. What no kind tells the reason of is a part of its own.

    A reason that nobody is recorded for is refused, as a period without any leaver is.
    """
    parts: dict[SeparationReason, Quantity] = {}
    for line in found.lines:
        if not line.inflow and not line.returned:
            reason = reason_of(line.kind)
            parts[reason] = add(parts.get(reason, _NOBODY), at_least(negate(line.size), 0.0))
    average = average_headcount(levels.series, first=found.first, last=found.last)
    rates = rates_by_reason(parts, base=None if average is None else average.value)
    by_code = {
        "voluntary": (SeparationReason.VOLUNTARY, rates.voluntary),
        "involuntary": (SeparationReason.INVOLUNTARY, rates.involuntary),
        "other": (SeparationReason.OTHER, rates.other),
        "unknown_reason": (SeparationReason.UNKNOWN, rates.unknown),
    }
    return [
        *(
            Rate(code, rate) if reason in parts else Rate(code, None, "figure.none_for_reason")
            for code, (reason, rate) in by_code.items()
        ),
        Rate("all_reasons", rates.total),
    ]


def _of_months(levels: Levels, year: int) -> Quantity | None:
    """METRICS 6b: the separations of twelve months, of the mean of their employment on the 12th."""
    months = []
    for period in periods(Per.MONTH, date(year, 1, 1), date(year, 12, 31), as_of=date.max):
        assert period.first is not None
        assert period.last is not None
        found, base = levels.bridge(period.first, period.last), levels.at(period.first.replace(day=12))
        if found is None or base is None:
            return None
        months.append((found.outflow, base))
    return jolts_annual(months)


def _annualised(monthly: Quantity | None) -> list[Rate]:
    """METRICS 25: twelve times the month, and the month twelve times in a row. Neither is an annual rate."""
    if monthly is None:
        return [Rate("annualised_linear", None), Rate("annualised_compound", None)]
    low, best, high = monthly.low, monthly.best, monthly.high
    return [
        Rate("annualised_linear", scale(monthly, 12)),
        Rate("annualised_compound", Quantity(_compound(low), _compound(best), _compound(high))),
    ]


def _compound(percent: float | None) -> float | None:
    return None if percent is None else 100 * (1 - max(1 - percent / 100, 0.0) ** 12)


def _cell(period: Period, rate: Rate, found: Bridge) -> Cell:
    value = rate.value or Quantity()
    events: list[EventId] = sorted({one for line in found.lines if not line.inflow for one in line.event_ids})
    return Cell(
        period=period,
        group=rate.code,
        events=len(events),
        low=value.low,
        best=value.best,
        high=value.high,
        behind=Behind.of(events),
        refused=None if rate.value is not None else Refusal(rate.refusal),
    )
