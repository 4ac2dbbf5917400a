"""What the overview asks of the ledger, in portions: first what is cheap, then one organization after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from db.analysis.quality import Quality
from db.analysis.series import ActiveCount, HeadcountSeries, Level
from db.figures.questions import Asked
from db.ledger import Ledger
from db.model.progress import Progress
from db.model.records import EventKind, Scope
from db.model.values import KindGroup, Population, Quantity, Status
from db.tables.overview import Figures, Heads, OrganizationCount
from db.view import series as views
from desktop.events.columns import Formatted, formatted
from desktop.wording.figures import explaining
from desktop.wording.figures.explaining import Explanation
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from db.figures.headcount.levels import OverAYear
    from db.view.view import View

SPARKS = 8
#: So many of the busiest organizations are looked at for the largest of them.
CANDIDATES = 24
LATEST = 10
#: The kind whose people are summed over organizations.
LAYOFF = "layoff"
#: An organization with more events has no sparkline here, and the relationships of more are not counted at once.
LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Several:
    """What is said of organizations together, whose headcounts are not: how many people had to go."""

    laid_off: Heads
    contractors_ended: Heads


@dataclass(frozen=True, slots=True)
class First:
    """The cheap part."""

    figures: Figures
    hidden: Mapping[Status, int]
    latest: tuple[Formatted, ...]
    organizations: tuple[OrganizationCount, ...]
    as_of: date
    quality: Quality
    several: Several | None  # None: one organization covers all that the headcounts are about


@dataclass(frozen=True, slots=True)
class Headcounts:
    """One organization: its series as the scope's period shows them."""

    organization: OrganizationCount
    employees: HeadcountSeries
    contingent: HeadcountSeries
    contingent_change: Quantity | None
    year: OverAYear | None = None  # of the employees, where it was asked for


@dataclass(frozen=True, slots=True)
class Clients:
    """The relationships on the last day of the scope; ``whose``: of one organization only."""

    count: ActiveCount | None
    whose: str
    any: bool


def read_first(ledger: Ledger, _progress: Progress, *, scope: Scope, kinds: Mapping[str, EventKind]) -> First:
    """Counts, the latest events, and whose headcounts are worth drawing."""
    view = ledger.at(scope)
    tops = view.overview.tops(KindGroup.WORKFORCE)
    several = len(tops) > 1
    found = view.overview.busiest(group=KindGroup.WORKFORCE, limit=CANDIDATES if several else SPARKS)
    # The one that covers all, and those the scope names, come before their subsidiaries and counterparties.
    found.sort(key=lambda one: (one.id not in tops, one.id not in scope.organization_ids))
    return First(
        figures=view.overview.figures(),
        hidden=view.overview.hidden(),
        latest=tuple(
            formatted(row, kinds, view.today, minimum_status=scope.minimum_status)
            for row in view.overview.latest(limit=LATEST)
        ),
        organizations=tuple(found),
        as_of=view.today,
        quality=view.overview.quality(),
        several=Several(view.overview.laid_off(), view.overview.contractors_ended()) if several else None,
    )


def read_headcount(
    ledger: Ledger, _progress: Progress, *, scope: Scope, organization: OrganizationCount, year: bool = False
) -> Headcounts:
    """The headcount of one organization; empty where it would take too long. ``year``: with its change over a year."""
    if organization.events > LIMIT:
        employees = HeadcountSeries(organization_id=organization.id, population=Population.EMPLOYEES)
        return Headcounts(organization, employees, replace(employees, population=Population.CONTINGENT), None)
    view = ledger.at(scope)
    found = view.headcount(organization.id)
    by_population = {series.population: series for series in found}
    employees, contingent = (
        by_population.get(one, HeadcountSeries(organization_id=organization.id, population=one))
        for one in (Population.EMPLOYEES, Population.CONTINGENT)
    )
    return Headcounts(
        organization,
        views.clipped(employees, scope.first, scope.last),
        views.clipped(contingent, scope.first, scope.last),
        change(contingent, scope),
        _over_a_year(view, employees, found) if year and employees.levels else None,
    )


def _over_a_year(view: View, employees: HeadcountSeries, found: Sequence[HeadcountSeries]) -> OverAYear:
    from db.figures.headcount.levels import Levels  # loads numpy

    return Levels(view, employees.organization_id, Population.EMPLOYEES, series=found).over_a_year()


def change(series: HeadcountSeries, scope: Scope) -> Quantity | None:
    """The sum of what the counting events of a period do to a level; None without any."""
    sizes = [
        mark.size
        for mark in series.marks
        if mark.size is not None and not mark.exclusion and views.touches(mark.date, scope.first, scope.last)
    ]
    return added(sizes) if sizes else None


def added(sizes: Sequence[Quantity]) -> Quantity:
    """The sum of intervals; an end that is open in one is open in the sum."""

    def end(name: str) -> float | None:
        values = [getattr(size, name) for size in sizes]
        return None if None in values else float(sum(values))

    return Quantity(end("low"), end("best"), end("high"))


def read_clients(
    ledger: Ledger, _progress: Progress, *, scope: Scope, figures: Figures, main: OrganizationCount | None
) -> Clients:
    """Relationships that are active on the last day of the scope."""
    kinds = ledger.at(scope).kinds
    if not any(kinds[code].group is KindGroup.RELATIONSHIP for code in figures.by_kind if code in kinds):
        return Clients(None, "", any=False)
    whose = ""
    if figures.events > LIMIT:
        if main is None or main.events > LIMIT:
            return Clients(None, "", any=True)
        scope, whose = replace(scope, organization_ids=(main.id,)), main.name
    view = ledger.at(scope)
    series, today = view.relationship_series(), view.today
    return Clients(series.at(today if scope.last is None else min(scope.last, today)), whose, any=True)


def read_people(ledger: Ledger, _progress: Progress, *, scope: Scope) -> Explanation:
    """How the people laid off at several organizations are summed, with the events behind the sum."""
    from db.figures.asking import ask  # loads numpy

    view = ledger.at(scope)
    answer = ask(view, "people-by-field", Asked(by="kind", kind=LAYOFF))
    events = [event for cell in answer.cells for event in cell.behind.placed]
    return explaining.of_answer(answer, view.scope, view.kinds, title=_("People laid off"), event_ids=events)


def last_level(series: HeadcountSeries, day: date) -> Level | None:
    """The level in force on a day, else the first one there is."""
    return series.at(day) or (series.levels[0] if series.levels else None)


def shown_series(found: Headcounts) -> HeadcountSeries | None:
    """The series that stands for an organization in a list: its employees, else its contingent workers."""
    return next((series for series in (found.employees, found.contingent) if series.levels), None)


def largest_first(found: Sequence[Headcounts]) -> list[Headcounts]:
    """Known levels by size, then those of which only changes are known, then the others; each as it was found."""

    def size(one: Headcounts) -> tuple[int, float]:
        series = shown_series(one)
        if series is None or series.relative:
            return (2 if series is None else 1), 0.0
        level = series.levels[-1]
        ends = [end for end in (level.best, level.high, level.low) if end is not None]
        return (0, -ends[0]) if ends else (1, 0.0)

    return sorted(found, key=size)
