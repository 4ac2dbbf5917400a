"""The headcount of one organization as questions need it: its series, the events behind it, its levels on days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from db.analysis.headcount.family import counting_toward
from db.analysis.rates.averages import level_at
from db.analysis.rates.bridge import Bridge, bridge
from db.analysis.series import HeadcountSeries
from db.model.ids import OrganizationId
from db.model.records import Event
from db.model.values import Population, Quantity
from db.view.series import whole
from db.view.view import View


def only_organization(view: View) -> OrganizationId | None:
    """The one organization that a scope names."""
    named = view.scope.organization_ids
    return named[0] if len(named) == 1 else None


class Levels:
    """The series of an organization and a population, read once; bridges of any of its periods."""

    def __init__(self, view: View, organization_id: OrganizationId, population: Population) -> None:
        self._view, self.population = view, population
        known = {one.population: one for one in view.headcount(organization_id)}
        self.series = known.get(population) or HeadcountSeries(organization_id=organization_id, population=population)
        family = view.at.with_subsidiaries(organization_id)
        events = view.under(whole(view.scope, organization_id)).events.select()
        self.events: Sequence[Event] = counting_toward(
            events, view.kinds, organization_id=organization_id, family=family
        )

    def at(self, day: date) -> Quantity | None:
        """The level at the end of a day; None where it is not known."""
        return level_at(self.series, day)

    def bridge(self, first: date, last: date) -> Bridge | None:
        """From the level before ``first`` to the one at the end of ``last``; None: not begun by the day of the view."""
        return bridge(
            self.series, self.events, self._view.kinds, first=first, last=last, as_of=self._view.today,
            minimum_status=self._view.scope.minimum_status,
        )  # fmt: skip

    def lacking(self) -> str:
        """Why there is nothing to work out: the code of a refusal."""
        if not self.series.levels:
            return "figure.no_level"
        return "figure.only_changes" if self.series.relative else "figure.nothing_counts"

    def reach(self) -> tuple[date, date] | None:
        """The days after the first level to the day of the view, or the scope's period; None: nothing lies there."""
        scope = self._view.scope
        first = scope.first
        if first is None and self.series.levels and self.series.levels[0].day < date.max:
            first = self.series.levels[0].day + timedelta(days=1)
        last = min(scope.last or self._view.today, self._view.today)
        return None if first is None or first > last or not self.series.levels else (first, last)


def levels_on(
    view: View, organization_id: OrganizationId, population: Population, days: Sequence[date]
) -> list[Quantity | None]:
    """The levels at the end of some days; None where one is not known."""
    known = {one.population: one for one in view.headcount(organization_id)}
    series = known.get(population)
    return [None if series is None else level_at(series, day) for day in days]
