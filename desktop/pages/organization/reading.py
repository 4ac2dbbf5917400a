"""What the page of an organization shows, read in the reader's thread: first what is cheap, then what is calculated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.analysis.series import HeadcountSeries, Lane, Mark
from db.figures.headcount.levels import Levels, OverAYear
from db.history.table import HistoryRow
from db.ledger import Ledger
from db.model.ids import EventId, OrganizationId
from db.model.own_fields import FieldSubject
from db.model.progress import Progress
from db.model.records import Event, EventKind, Organization, Scope
from db.model.values import Population
from db.tables.sources import SourceRow
from db.view import series as views
from db.view.view import View
from desktop.events.columns import Formatted, formatted
from desktop.wording.records.own_fields import value_text

#: Lines of a section; the whole is a page of its own.
LINES = 8
#: An organization with more events has no chart here, and its relationships are not put in order.
LIMIT = 20_000

Named = tuple[OrganizationId, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """The series that can be drawn, whole ones clipped to the scope's period, with what happened over a year.

    ``events`` are those that the chart numbers.
    """

    series: tuple[HeadcountSeries, ...]
    origins: tuple[date | None, ...]
    others: tuple[Mark, ...]
    events: Mapping[EventId, Event]
    numbers: Mapping[EventId, int]
    years: Mapping[Population, OverAYear]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All of it. ``organization`` None: it was not, or is no more, in the ledger. ``headcount`` None: too much to draw.

    ``complete``: whether what is calculated (headcount, lanes, active relationships) is there. ``inside``: whether the
    scope shows it at all; ``events`` counts those of the scope's period and status.
    """

    asked: OrganizationId
    scope: Scope
    until: date
    kinds: Mapping[str, EventKind]
    names: Mapping[OrganizationId, str]
    organization: Organization | None
    complete: bool = False
    inside: bool = True
    parent: Named | None = None
    children: tuple[Named, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    headcount: Headcount | None = None
    lanes: tuple[Lane, ...] = ()
    active: int | None = None
    latest: tuple[Formatted, ...] = ()
    events: int = 0
    sources: tuple[SourceRow, ...] = ()
    source_count: int = 0
    history: tuple[HistoryRow, ...] = ()
    step_count: int = 0


def read_organization(ledger: Ledger, _progress: Progress, *, scope: Scope, organization_id: OrganizationId) -> Known:
    """What is kept on an organization and its subsidiaries, under the period, status and moment of a scope."""
    shown = ledger.at(scope)
    view = shown.under(_theirs(scope, organization_id))
    names = view.organizations.names()
    organization = view.organizations.get(organization_id)
    base = Known(
        asked=organization_id, scope=scope, until=view.today, kinds=view.kinds, names=names, organization=organization
    )
    if organization is None:
        return base
    parent = organization.parent_id
    sources, source_count = view.sources.cited_most(limit=LINES)
    steps = view.history.of_organization(organization_id)
    return replace(
        base,
        inside=not scope.organization_ids or organization_id in shown.with_subsidiaries(*scope.organization_ids),
        parent=(parent, names[parent]) if parent is not None and parent in names else None,
        children=_children(view, organization_id, names),
        fields=_fields(view, organization_id),
        latest=tuple(
            formatted(row, view.kinds, view.today, minimum_status=scope.minimum_status)
            for row in view.overview.latest(limit=LINES)
        ),
        events=view.events.count(),
        sources=tuple(sources),
        source_count=source_count,
        history=tuple(view.history.rows(steps[:LINES])),
        step_count=len(steps),
    )


def read_calculated(ledger: Ledger, _progress: Progress, *, known: Known) -> Known:
    """The same with its headcount and its relationships."""
    view = ledger.at(_theirs(known.scope, known.asked))
    if view.events.count(any_status=True) > LIMIT:
        return replace(known, complete=True)
    relations = view.relationship_series()
    active = relations.at(_last_day(view))
    return replace(
        known,
        complete=True,
        headcount=_headcount(view, known.asked),
        lanes=_lanes(relations.lanes),
        active=active.active if active is not None else None,
    )


def _theirs(scope: Scope, organization_id: OrganizationId) -> Scope:
    return replace(scope, organization_ids=(organization_id,), text="", kinds=(), fields=())


def _last_day(view: View) -> date:
    return view.today if view.scope.last is None else min(view.scope.last, view.today)


def _children(view: View, organization_id: OrganizationId, names: Mapping[OrganizationId, str]) -> tuple[Named, ...]:
    found = [(one, names[one]) for one in view.organizations.children(organization_id) if one in names]
    return tuple(sorted(found, key=lambda one: one[1].casefold()))


def _fields(view: View, organization_id: OrganizationId) -> tuple[tuple[str, str], ...]:
    """The fields of one's own, also those of which nothing is stated."""
    fields = view.fields.all(FieldSubject.ORGANIZATION)
    held = view.fields.values(FieldSubject.ORGANIZATION, [organization_id]).get(organization_id, {}) if fields else {}
    return tuple((field.name, value_text(field, held.get(field.id, ()))) for field in fields)


def _headcount(view: View, organization_id: OrganizationId) -> Headcount:
    scope = view.scope
    events = view.events.select(any_day=False)
    series = view.headcount(organization_id)
    years = {
        population: Levels(view, organization_id, population, series=series).over_a_year()
        for population in (Population.EMPLOYEES, Population.CONTINGENT)
        if any(one.population is population and one.levels for one in series)
    }
    return Headcount(
        series=tuple(views.clipped(one, scope.first, scope.last) for one in series),
        origins=tuple(one.levels[0].day if one.levels else None for one in series),
        others=views.context(events, view.kinds, scope, today=view.today),
        events={event.id: event for event in events},
        numbers=view.numbers([event.id for event in events]),
        years=years,
    )


def _lanes(lanes: Sequence[Lane]) -> tuple[Lane, ...]:
    """Those of which the latest is known first; of rumors nothing is known."""

    def last(lane: Lane) -> date:
        return lane.last_evidence or date.min

    return tuple(sorted(lanes, key=lambda lane: (bool(lane.spans), last(lane)), reverse=True))


__all__ = ["LIMIT", "LINES", "Headcount", "Known", "read_calculated", "read_organization"]
