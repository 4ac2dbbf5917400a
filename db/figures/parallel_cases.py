"""Parallel cases: what followed a like event at several organizations, how soon, and how much of it is known."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from statistics import quantiles

from db.analysis.figures.cells import Answer, Behind, Cell, Extra, Period, Refusal
from db.analysis.parallel_cases import (
    ANCHORS,
    CUTS,
    Case,
    base_of,
    cases,
    cuts_within,
    index_on,
    is_cut,
    is_leader,
    is_loss,
    share_cut,
)
from db.analysis.relationships.survival import Spell, kaplan_meier
from db.analysis.series import HeadcountSeries
from db.errors import UserError
from db.figures.narrowed import of_organizations
from db.figures.questions import Asked, answered, refused
from db.figures.workforce.people import of_kinds
from db.model.days import day_before, shifted
from db.model.ids import OrganizationId
from db.model.records import Event
from db.model.values import Population, Quantity
from db.view.series import whole
from db.view.view import View

TABLE, INDEX = "parallel-cases", "parallel-index"
#: Below so many cases lines only; from MANY on a median, quartiles and a curve.
FEW, MANY = 5, 10
#: Months in which the share that was cut is told, and those of an index.
WINDOWS = (6, 12, 24)
MONTHS = 36


def of_table(view: View, asked: Asked) -> Answer:
    """By case the days to the first cut, the first leader gone, the first client lost, and the share cut by months.

    A case in which something has not happened yet says by which day; below five cases these are stories, no cause, and
    no middle is worked out; from ten on a median with quartiles, and the share of cases without it by day.
    """
    found = found_cases(view, asked)
    if not found:
        return refused(TABLE, Refusal("figure.no_cases"), formula="parallel_cases", anchors=anchor_kinds(view, asked))
    names = view.organizations.names()
    sorts = {"first_cut": is_cut, "leader_left": is_leader, "client_lost": is_loss(view.kinds)}
    cells: list[Cell] = []
    for case in found:
        name = names.get(case.organization_id, "")
        cells += [_days(view, case, name, what, test) for what, test in sorts.items()]
        cells += _shares(view, case, name, employees_of(view, case.organization_id))
    remarks, only_cuts = [], _only_cuts(view)
    if len(found) < FEW:
        remarks.append(Refusal("figure.few_cases", {"n": len(found)}))
    if only_cuts:
        cells = [_refused(cell) if cell.extra["what"] == "first_cut" else cell for cell in cells]
        remarks.append(Refusal("figure.only_cuts"))
    if len(found) >= MANY:
        cells += [_middle(cells, what) for what in sorts if what != "first_cut" or not only_cuts]
    answer = answered(TABLE, cells, formula="parallel_cases", cases=len(found), anchors=anchor_kinds(view, asked))
    return answer.remarked(*remarks)


def of_index(view: View, asked: Asked) -> Answer:
    """By case and month from the anchor on the headcount at its end, where the day before the anchor is 100.

    The band is what both ends leave open; at the base it is exactly 100. ``cases``: how many are still in sight.
    """
    found = found_cases(view, asked)
    names = view.organizations.names()
    cells: list[Cell] = []
    lacking = 0
    for case in found:
        series = employees_of(view, case.organization_id)
        base = base_of(case, series)
        if base is None or series is None:
            lacking += 1
            continue
        for month in range(MONTHS + 1):
            day = months_later(case.first, month) if month else day_before(case.first)
            if day is None or day > view.today:
                break
            value = Quantity.exact(100.0) if not month else index_on(base, series, day)
            if value is not None:
                cells.append(_cell(case, names.get(case.organization_id, ""), value, months=month, date=day))
    if not cells:
        code = "figure.no_base" if found else "figure.no_cases"
        return refused(INDEX, Refusal(code), formula="parallel_index", anchors=anchor_kinds(view, asked))
    in_sight = [cell.extra["months"] for cell in cells]
    cells = [Cell(group=cell.group, organization_id=cell.organization_id, low=cell.low, best=cell.best, high=cell.high,
                  behind=cell.behind, extra={**cell.extra, "cases": in_sight.count(cell.extra["months"])})
             for cell in cells]  # fmt: skip
    answer = answered(INDEX, cells, formula="parallel_index", cases=len(found), anchors=anchor_kinds(view, asked))
    return answer.remarked(Refusal("figure.bases_lacking", {"n": lacking})) if lacking else answer


def found_cases(view: View, asked: Asked) -> tuple[Case, ...]:
    """One case an organization whose event of the asked kinds counts and lies in the scope; by their days."""
    kinds = anchor_kinds(view, asked).split(", ")
    anchors = view.under(replace(whole(view.scope), kinds=tuple(kinds))).events.select()
    if not anchors:
        return ()
    events = of_organizations(view, {event.organization_id for event in anchors}).events.select()
    found = cases(events, view.kinds, kinds, as_of=view.today, minimum=view.scope.minimum_status)
    first, last = view.scope.first or date.min, view.scope.last or date.max
    return tuple(case for case in found if case.last >= first and case.first <= last)


def anchor_kinds(view: View, asked: Asked) -> str:
    """The codes of the kinds that make a case, parted by commas. Raises ``figures.no_anchor_kind``."""
    kinds = (
        [one.strip() for one in asked.kind.split(",")]
        if asked.kind
        else [
            one
            for one in ANCHORS
            if one in view.kinds  # before a ledger began it had none
        ]
    )
    for one in kinds:
        if one not in view.kinds:
            raise UserError("figures.no_anchor_kind", name=one, names=", ".join(view.kinds))
    return ", ".join(kinds)


def employees_of(view: View, organization: OrganizationId) -> HeadcountSeries | None:
    """The headcount of an organization's employees; None where nothing is known of them."""
    return next((one for one in view.headcount(organization) if one.population is Population.EMPLOYEES), None)


def _days(view: View, case: Case, name: str, what: str, test: Callable[[Event], bool]) -> Cell:
    event = case.next(test)
    if event is None:
        known = (view.today - case.first).days
        return _cell(case, name, Quantity(), what=what, none_by=view.today, watched=known, date=case.first)
    return _cell(case, name, case.days_to(event), event, what=what, date=case.first)


def _shares(view: View, case: Case, name: str, series: HeadcountSeries | None) -> list[Cell]:
    cells = []
    for months in WINDOWS:
        until = _last_of(case.first, months)
        share = share_cut(case, base_of(case, series), min(until, view.today))
        over = until <= view.today
        cell = _cell(case, name, share or Quantity(), what=f"share_{months}", date=case.first)
        if share is None:
            some = cuts_within(case, until)
            cell = _refused(cell, Refusal("figure.no_share" if some else "figure.none_known"))
        elif not over:
            cell = _refused(cell, Refusal("figure.window_open", {"day": until}), keep=True)
        cells.append(cell)
    return cells


def _cell(case: Case, name: str, value: Quantity, event: Event | None = None, **extra: Extra) -> Cell:
    behind = (case.anchor.id,) if event is None else (case.anchor.id, event.id)
    return Cell(
        period=Period(case.first, case.last, case.first.isoformat()),
        group=name,
        organization_id=case.organization_id,
        events=len(behind),
        low=value.low,
        best=value.best,
        high=value.high,
        behind=Behind.of(behind),
        extra={"anchor": case.anchor.id, "rumored": case.rumored, **extra},
    )


def _refused(cell: Cell, why: Refusal | None = None, *, keep: bool = False) -> Cell:
    return Cell(
        period=cell.period, group=cell.group, organization_id=cell.organization_id, events=cell.events,
        low=cell.low if keep else None, best=cell.best if keep else None, high=None,
        behind=cell.behind, extra=cell.extra, refused=why or Refusal("figure.only_cuts"),
    )  # fmt: skip


def _only_cuts(view: View) -> bool:
    """Whether every organization of the scope has cut: such a list was chosen by what it would be asked for."""
    block, cuts = of_kinds(view, CUTS, (Population.EMPLOYEES, Population.UNSPECIFIED))
    _, events = of_kinds(view, view.kinds, None)
    everybody, cutting = (set(block.ints("organization")[one.rows].tolist()) for one in (events, cuts))
    return len(everybody) > 1 and everybody <= cutting


def _middle(cells: Sequence[Cell], what: str) -> Cell:
    """Of ten cases or more: the median that counts what has not happened yet, and the quartiles of what has."""
    own = [cell for cell in cells if cell.extra["what"] == what]
    curve = kaplan_meier(
        Spell(exit=max(_watched(cell) if cell.best is None else cell.best, 0.0) + 1, ended=cell.best is not None)
        for cell in own
    )
    happened = sorted(cell.best for cell in own if cell.best is not None)
    low, _, high = quantiles(happened, n=4, method="inclusive") if len(happened) > 1 else (None, None, None)
    median = None if curve is None or curve.median is None else curve.median - 1
    inside = median is not None and low is not None and high is not None and low <= median <= high
    return Cell(
        events=len(happened), low=low if inside else None, best=median, high=high if inside else None,
        extra={"what": f"median_{what}", "watched": len(own)},
        refused=Refusal("figure.no_median") if median is None else None,
    )  # fmt: skip


def _watched(cell: Cell) -> int:
    found = cell.extra["watched"]
    return found if isinstance(found, int) else 0


def _last_of(day: date, months: int) -> date:
    """The last day of so many months that begin with a day."""
    following = months_later(day, months)
    return date.max if following is None else shifted(following, -1)


def months_later(day: date, months: int) -> date | None:
    """The same day of another month, or its last one; None where the calendar has no such month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
