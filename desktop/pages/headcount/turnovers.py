"""Turnover by every definition side by side, and why they differ."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from db.analysis.figures.cells import Answer, Cell, Per, Period
from db.figures.asking import ask
from db.figures.questions import Asked
from db.model.values import Quantity
from db.view.view import View
from desktop.drawing.compose.amounts import Amount
from desktop.drawing.compose.dot_plot import Dot, dot_plot
from desktop.pages.answers import shown as answers
from desktop.pages.answers.shown import Chosen, Line, Option, Shown, amount_of
from desktop.pages.headcount import one
from desktop.pages.headcount.one import About, Data
from desktop.wording import codes, formatting
from desktop.wording.figures.explaining import Explanation, of_answer
from desktop.wording.figures.questions import refusal_sentence
from desktop.wording.i18n import N_, _

#: Each definition: its name, and what the leavers are divided by.
DEFINITIONS: Mapping[str, tuple[str, str]] = {
    "two_point": (N_("Two points"), N_("leavers / half of opening and closing")),
    "snapshots": (N_("Month-ends (SHRM)"), N_("leavers / mean of the opening and every month-end")),
    "time_weighted": (N_("All days"), N_("leavers / mean of every day")),
    "schlueter": (N_("Schlüter"), N_("leavers / opening and joiners")),
    "basis": (N_("Opening"), N_("leavers / opening")),
    "leaver_share": (N_("Leavers of all"), N_("leavers / closing and leavers")),
    "closing": (N_("Closing"), N_("leavers / closing")),
    "zvei": (N_("Replaced (ZVEI)"), N_("replaced leavers / average")),
    "jolts": (N_("JOLTS, month"), N_("leavers / headcount on the 12th")),
    "jolts_annual": (N_("JOLTS, year"), N_("leavers of 12 months / mean of the 12ths")),
    "annualised_linear": (N_("Month × 12"), N_("12 times the month, no rate of a year")),
    "annualised_compound": (N_("Month compounded"), N_("the month 12 times in a row, no rate of a year")),
    "voluntary": (N_("Voluntary"), N_("who quit / mean of every day")),
    "involuntary": (N_("Involuntary"), N_("layoffs, dismissals, ended contracts / mean of every day")),
    "other": (N_("Other"), N_("retired, died, transferred / mean of every day")),
    "unknown_reason": (N_("Reason unknown"), N_("kept as a part of its own, never shared out")),
    "all_reasons": (N_("All reasons"), N_("the four parts together")),
}
_BY_REASON = ("voluntary", "involuntary", "other", "unknown_reason", "all_reasons")
_AVERAGES: Mapping[str, str] = {
    "two_point": N_("average of two points"),
    "snapshots": N_("average of month-ends"),
    "time_weighted": N_("average of all days"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Rates and averages of one organization."""

    about: About
    rates: Answer | None = None
    averages: Answer | None = None
    data: Data | None = None


def read(view: View, chosen: Chosen) -> Found:
    """The rates of each period that is over."""
    about = one.about(view, chosen)
    if about.view is None:
        return Found(about=about)
    asked = Asked(per=Per(chosen.get("per", "year")), population=one.population_of(chosen).value)
    rates = ask(about.view, "turnover", asked)
    averages = ask(about.view, "average-headcount", asked)
    return Found(about=about, rates=rates, averages=averages, data=one.data_of(rates))


def show(found: Found, about: answers.About) -> Shown:
    """A dot a definition, of the period that was chosen; by itself the latest that has any."""
    options: list[Option] = [one.population_option(about.chosen), answers.per_option(about.chosen)]
    rates = found.rates
    if rates is None:
        return Shown(figure=None, headline=_("No organizations in this scope"), options=options)
    periods = list(dict.fromkeys(cell.period for cell in rates.cells if cell.period is not None))
    period = _chosen(periods, rates, about.chosen)
    if period is None:
        explanation = _explained(found, rates, about, ())
        return Shown(figure=None, headline=answers.remarks(rates), options=options, explanation=explanation)
    words = [(each.code, formatting.period(each.first, each.last)) for each in reversed(periods)]
    options.append(Option("period", _("Period"), words, period.code))
    mine = [cell for cell in rates.cells if cell.period == period]
    averages = [cell for cell in (found.averages.cells if found.averages else ()) if cell.period == period]
    explanation = _explained(found, rates, about, mine)
    if not any(_amount(cell).known for cell in mine):
        return Shown(figure=None, headline=_none(mine, period), options=options, explanation=explanation)
    cells: dict[Hashable, Cell] = {cell.group: cell for cell in mine}
    title = _("{organization}: turnover, {period}").format(
        organization=found.about.name, period=formatting.period(period.first, period.last)
    )
    figure = dot_plot(
        _dots(mine), form=formatting.percent, title=title, unit=_("percent"),
        name=codes.population_name(one.population_of(about.chosen)),
        color=one.population_of(about.chosen).value,
    )  # fmt: skip
    return Shown(
        figure=figure,
        headline=_headline(found, mine, period),
        headers=[_("Definition"), _("Low"), _("Best"), _("High"), _("What is divided by what"), _("Events")],
        numeric=(1, 2, 3, 5),
        lines=[*(_row(cell) for cell in mine), *(_average_row(cell) for cell in averages)],
        behind=lambda key: one.behind_of(cells, key),
        explanation=explanation,
        options=options,
        remark=_remark(averages),
    )


def _explained(found: Found, rates: Answer, about: answers.About, cells: Sequence[Cell]) -> Explanation:
    behind = sorted({one_id for cell in cells for one_id in cell.behind.placed})
    title = _("{organization}: turnover by every definition").format(organization=found.about.name)
    return of_answer(rates, about.scope, about.kinds, title=title, event_ids=behind)


def _chosen(periods: Sequence[Period], rates: Answer, chosen: Chosen) -> Period | None:
    wanted = next((period for period in periods if period.code == chosen.get("period")), None)
    if wanted is not None or not periods:
        return wanted
    known = {cell.period for cell in rates.cells if _amount(cell).known}
    return next((period for period in reversed(periods) if period in known), periods[-1])


def _none(cells: Sequence[Cell], period: Period) -> str:
    why = dict.fromkeys(refusal_sentence(cell.refused) for cell in cells if cell.refused is not None)
    return _("{period}: {figure}").format(
        period=formatting.period(period.first, period.last), figure=" ".join(why)
    )  # fmt: skip


def _dots(cells: Sequence[Cell]) -> list[Dot]:
    whole = [cell for cell in cells if cell.group not in _BY_REASON]
    parts = [cell for cell in cells if cell.group in _BY_REASON]
    found = [_dot(cell) for cell in whole]
    if parts:
        found += [Dot(name=_("By reason, of the average of all days"), heading=True), *map(_dot, parts)]
    return found


def _dot(cell: Cell) -> Dot:
    name, of = DEFINITIONS.get(cell.group, (cell.group, ""))
    amount = _amount(cell)
    if not amount.known:
        return Dot(name=_(name), key=cell.group, note=_why(cell))
    return Dot(name=_(name), amount=amount, words=_percent(cell), key=cell.group, note=_(of) if of else "")


def _amount(cell: Cell) -> Amount:
    """Of the rate of leavers nobody knows the number of, no more is known than that it is not below 0: nothing."""
    amount = amount_of(cell)
    return amount if amount.best is not None or amount.high is not None or amount.low else Amount(None, None, None)


def _why(cell: Cell) -> str:
    return refusal_sentence(cell.refused) if cell.refused is not None else _("unknown")


def _percent(cell: Cell) -> str:
    return formatting.percent(Quantity(cell.low, cell.best, cell.high))


def _headline(found: Found, cells: Sequence[Cell], period: Period) -> str:
    """From the lowest to the highest definition: the same leavers, divided by something else each time."""
    known = [
        cell.best
        for cell in cells
        if cell.group not in _BY_REASON and not cell.group.startswith("annualised") and cell.best is not None
    ]
    values = {
        "organization": found.about.name, "period": formatting.period(period.first, period.last),
        "low": formatting.percent(min(known, default=None)), "high": formatting.percent(max(known, default=None)),
    }  # fmt: skip
    if not known:
        return _("{organization}, {period}: only limits are known").format(**values)
    if min(known) == max(known):
        return _("{organization}, {period}: {low} by every definition that can be worked out").format(**values)
    return _(
        "{organization}, {period}: {low} to {high}. The same leavers, divided by a different headcount each time."
    ).format(**values)


def _remark(averages: Sequence[Cell]) -> str:
    known = [
        _("{name}: {figure}").format(name=_(_AVERAGES[cell.group]), figure=_number(cell))
        for cell in averages
        if cell.refused is None
    ]
    return _("Headcount, {averages}").format(averages="; ".join(known)) if known else ""


def _number(cell: Cell) -> str:
    """To a tenth where it is exact, so that the three can be told apart."""
    if cell.low == cell.best == cell.high and cell.best is not None:
        return formatting.number(cell.best, decimals=1)
    return amount_of(cell).words()


def _row(cell: Cell) -> Line:
    name, of = DEFINITIONS.get(cell.group, (cell.group, ""))
    amount = _amount(cell)
    ends = [formatting.percent(end) if end is not None else "" for end in (amount.low, amount.best, amount.high)]
    words = (_(of) if of else "") if _amount(cell).known else _why(cell)
    return Line((_(name), *ends, words, formatting.number(cell.events)), cell.group)


def _average_row(cell: Cell) -> Line:
    ends = [formatting.number(end, decimals=1) if end is not None else "" for end in (cell.low, cell.best, cell.high)]
    words = _("people") if cell.refused is None else _why(cell)
    return Line((_("Headcount, {averages}").format(averages=_(_AVERAGES[cell.group])), *ends, words, ""))
