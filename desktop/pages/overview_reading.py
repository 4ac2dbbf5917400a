"""What the overview asks of the ledger, in portions: first what is cheap, then one organization after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from db import views
from db.analysis.quality import Quality
from db.analysis.series import ActiveCount, HeadcountSeries, Level
from db.ledger import Ledger
from db.progress import Progress
from db.records import EventKind, Scope
from db.tables.overview import Figures, OrganizationCount
from db.values import KindGroup, Population, Quantity, Status
from desktop.models.columns import Formatted, formatted

SPARKS = 8
LATEST = 10
#: An organization with more events has no sparkline here, and the relationships of more are not counted at once.
LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class First:
    """The cheap part."""

    figures: Figures
    hidden: Mapping[Status, int]
    latest: tuple[Formatted, ...]
    organizations: tuple[OrganizationCount, ...]
    as_of: date
    quality: Quality


@dataclass(frozen=True, slots=True)
class Headcounts:
    """One organization: its series as the scope's period shows them."""

    organization: OrganizationCount
    employees: HeadcountSeries
    contingent: HeadcountSeries
    contingent_change: Quantity | None


@dataclass(frozen=True, slots=True)
class Clients:
    """The relationships on the last day of the scope; ``whose``: of one organization only."""

    count: ActiveCount | None
    whose: str
    any: bool


def read_first(ledger: Ledger, _progress: Progress, *, scope: Scope, kinds: Mapping[str, EventKind]) -> First:
    """Counts, the latest events, and whose headcounts are worth drawing."""
    figures = ledger.overview.figures(scope)
    as_of = views.as_of(ledger, scope)
    found = ledger.overview.busiest(scope, group=KindGroup.WORKFORCE, limit=SPARKS)
    # Those the scope names come before their subsidiaries and counterparties.
    found.sort(key=lambda one: one.id not in scope.organization_ids)
    return First(
        figures=figures,
        hidden=ledger.overview.hidden(scope),
        latest=tuple(formatted(row, kinds, as_of) for row in ledger.overview.latest(scope, limit=LATEST)),
        organizations=tuple(found),
        as_of=as_of,
        quality=ledger.overview.quality(scope, as_of),
    )


def read_headcount(ledger: Ledger, _progress: Progress, *, scope: Scope, organization: OrganizationCount) -> Headcounts:
    """The headcount of one organization; empty where it would take too long."""
    if organization.events > LIMIT:
        employees = HeadcountSeries(organization_id=organization.id, population=Population.EMPLOYEES)
        return Headcounts(organization, employees, replace(employees, population=Population.CONTINGENT), None)
    found = views.headcount(ledger, scope, organization.id)
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
    )


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
    kinds = ledger.kinds.of(scope)
    if not any(kinds[code].group is KindGroup.RELATIONSHIP for code in figures.by_kind if code in kinds):
        return Clients(None, "", any=False)
    whose = ""
    if figures.events > LIMIT:
        if main is None or main.events > LIMIT:
            return Clients(None, "", any=True)
        scope, whose = replace(scope, organization_ids=(main.id,)), main.name
    series = views.relationships(ledger, scope)
    today = views.as_of(ledger, scope)
    return Clients(series.at(today if scope.last is None else min(scope.last, today)), whose, any=True)


def last_level(series: HeadcountSeries, day: date) -> Level | None:
    """The level in force on a day, else the first one there is."""
    return series.at(day) or (series.levels[0] if series.levels else None)
