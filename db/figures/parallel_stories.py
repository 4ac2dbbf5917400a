"""Parallel cases as they are drawn: by case its headcount by month, its events, and its relationships with clients."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from db.analysis.parallel_cases import Case, base_of, index_on
from db.analysis.series import HeadcountSeries, Lane
from db.figures.parallel_cases import MONTHS, employees_of, found_cases, months_later
from db.figures.questions import Asked
from db.model.days import day_before
from db.model.ids import OrganizationId
from db.model.intervals import quantity
from db.model.records import Event
from db.model.values import KindGroup, Quantity
from db.view.series import whole
from db.view.view import View

#: Months before the anchor of which levels are told.
BEFORE = 12
#: What is no part of a story: levels are drawn, relationships are lanes.
_DRAWN_ELSEWHERE = (KindGroup.RELATIONSHIP,)


@dataclass(frozen=True, slots=True)
class Level:
    """The headcount at the end of ``day``, ``month`` months from the anchor (0: the day before it), and as an index.

    ``index``: where the last level before the anchor is 100; None where none is known.
    """

    month: int
    day: date
    level: Quantity
    index: Quantity | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One case. ``base``: the last level before it; None: none is known."""

    case: Case
    name: str
    base: Quantity | None
    levels: tuple[Level, ...]
    events: tuple[Event, ...]
    lanes: tuple[Lane, ...]

    def month_of(self, day: date) -> float:
        """How many months a day is from the first day of the anchor: whole ones, and the part of one by its days."""
        first = self.case.first
        whole_ones = (day.year - first.year) * 12 + day.month - first.month
        begin = months_later(first, whole_ones) or date.max
        if begin > day:
            whole_ones -= 1
            begin = months_later(first, whole_ones) or date.min
        length = ((months_later(first, whole_ones + 1) or date.max) - begin).days or 30
        return whole_ones + (day - begin).days / length


def stories(view: View, asked: Asked) -> tuple[Story, ...]:
    """Every case of :func:`db.figures.parallel_cases.of_index`, with what is drawn of it."""
    found = found_cases(view, asked)
    names = view.organizations.names()
    lanes = _lanes(view, [case.organization_id for case in found])
    return tuple(_story(view, case, names.get(case.organization_id, ""), lanes) for case in found)


def _story(view: View, case: Case, name: str, lanes: dict[OrganizationId, list[Lane]]) -> Story:
    series = employees_of(view, case.organization_id)
    base = base_of(case, series)
    events = [
        event
        for event in case.events
        if (kind := view.kinds.get(event.kind)) is not None and not kind.level and kind.group not in _DRAWN_ELSEWHERE
    ]
    return Story(
        case=case,
        name=name,
        base=base,
        levels=tuple(_levels(case, series, base, view.today)),
        events=tuple(events),
        lanes=tuple(lanes.get(case.organization_id, ())),
    )


def _levels(case: Case, series: HeadcountSeries | None, base: Quantity | None, today: date) -> Iterator[Level]:
    if series is None or series.relative:
        return
    for month in range(-BEFORE, MONTHS + 1):
        day = months_later(case.first, month) if month else day_before(case.first)
        if day is None:
            continue
        if day > today:
            return
        found = series.at(day)
        if found is None:
            continue
        level = quantity(found.low, found.best, found.high)
        if level is not None:
            index = None if base is None else (index_on(base, series, day) if month else Quantity.exact(100.0))
            yield Level(month, day, level, index)


def _lanes(view: View, organizations: Sequence[OrganizationId]) -> dict[OrganizationId, list[Lane]]:
    """The relationships in which they sell, by organization."""
    wanted, found = set(organizations), dict[OrganizationId, list[Lane]]()
    if not wanted:
        return found
    for lane in view.under(whole(view.scope)).relationship_series().lanes:
        if lane.vendor_id in wanted and lane.vendor_id is not None and lane.spans:
            found.setdefault(lane.vendor_id, []).append(lane)
    return found
