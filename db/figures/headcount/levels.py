"""The headcount of one organization as questions need it: its series, the events behind it, its levels on days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from db.analysis.headcount.family import counting_toward
from db.analysis.rates.averages import level_at
from db.analysis.rates.bridge import Bridge, Bridges
from db.analysis.series import HeadcountSeries
from db.model.days import shifted
from db.model.ids import OrganizationId
from db.model.intervals import add, intersect, subtract, total
from db.model.records import Event
from db.model.values import Population, Quantity
from db.view.series import whole
from db.view.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class OverAYear:
    """The level at the end of ``day`` (None: none is known), and the change since the end of ``since``, a year before.

    ``change`` None: the level of a year before is not known, or nothing is. Where only changes are known, it is their
    sum.
    """

    day: date
    since: date
    level: Quantity | None
    change: Quantity | None


def only_organization(view: View) -> OrganizationId | None:
    """The one organization that a scope names."""
    named = view.scope.organization_ids
    return named[0] if len(named) == 1 else None


class Levels:
    """The series of an organization and a population, read once; bridges of any of its periods."""

    def __init__(
        self,
        view: View,
        organization_id: OrganizationId,
        population: Population,
        *,
        series: Sequence[HeadcountSeries] | None = None,
    ) -> None:
        """``series``: the headcount of the organization where it was read already."""
        self._view, self.population = view, population
        known = {one.population: one for one in (view.headcount(organization_id) if series is None else series)}
        self.series = known.get(population) or HeadcountSeries(organization_id=organization_id, population=population)
        self._organization_id = organization_id

    @cached_property
    def events(self) -> Sequence[Event]:
        """Those that count toward the organization."""
        family = self._view.at.with_subsidiaries(self._organization_id)
        events = self._view.under(whole(self._view.scope, self._organization_id)).events.select()
        return counting_toward(events, self._view.kinds, organization_id=self._organization_id, family=family)

    def at(self, day: date) -> Quantity | None:
        """The level at the end of a day; None where it is not known."""
        return level_at(self.series, day)

    def bridge(self, first: date, last: date) -> Bridge | None:
        """From the level before ``first`` to the one at the end of ``last``; None: not begun by the day of the view."""
        return self._bridges.of(first, last)

    @cached_property
    def _bridges(self) -> Bridges:
        return Bridges(
            self.series, self.events, self._view.kinds, as_of=self._view.today,
            minimum_status=self._view.scope.minimum_status,
        )  # fmt: skip

    def lacking(self) -> str:
        """Why there is nothing to work out: the code of a refusal."""
        if not self.series.levels:
            return "figure.no_level"
        return "figure.only_changes" if self.series.relative else "figure.nothing_counts"

    def over_a_year(self) -> OverAYear:
        """The level on the last day of the scope (today at the latest), and its change over the year before it.

        The change is no wider than what came, what went and what is unexplained leave it, nor than the two levels do.
        """
        day = min(self._view.scope.last or self._view.today, self._view.today)
        since, level = year_before(day), self.at(day)
        change: Quantity | None = None
        found = self.bridge(shifted(since, 1), day) if self.series.levels else None
        if found is not None and (found.lines or not self.series.relative):
            told = add(total(line.size for line in found.lines), found.unexplained)
            if self.series.relative:
                change = told
            elif found.opening is not None and found.closing is not None:
                apart = subtract(found.closing, found.opening)
                change = intersect(told, apart) or apart
        return OverAYear(day=day, since=since, level=level, change=change)

    def reach(self) -> tuple[date, date] | None:
        """The days after the first level to the day of the view, or the scope's period; None: nothing lies there."""
        scope = self._view.scope
        first = scope.first
        if first is None and self.series.levels and self.series.levels[0].day < date.max:
            first = shifted(self.series.levels[0].day, 1)
        last = min(scope.last or self._view.today, self._view.today)
        return None if first is None or first > last or not self.series.levels else (first, last)


def year_before(day: date) -> date:
    """The same day of the year before; the 28th for a 29th of February."""
    if day.year == date.min.year:
        return date.min
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def levels_on(
    view: View, organization_id: OrganizationId, population: Population, days: Sequence[date]
) -> list[Quantity | None]:
    """The levels at the end of some days; None where one is not known."""
    known = {one.population: one for one in view.headcount(organization_id)}
    series = known.get(population)
    return [None if series is None else level_at(series, day) for day in days]
