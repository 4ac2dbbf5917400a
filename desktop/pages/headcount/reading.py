"""What the headcount page shows of one organization, read in the reader's thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from db.analysis.series import HeadcountSeries, Mark
from db.ledger import Ledger
from db.model.ids import EventId, OrganizationId
from db.model.records import Event, EventKind, Scope
from db.view import series as views
from db.view.view import View

Choices = tuple[tuple[OrganizationId, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadcountView:
    """What the page shows, as the reader has put it together. ``organization_id`` None: the scope has none at all."""

    organization_id: OrganizationId | None
    choices: Choices = ()
    names: Mapping[OrganizationId, str]
    kinds: Mapping[str, EventKind]
    series: tuple[HeadcountSeries, ...] = ()
    origins: tuple[date | None, ...] = ()
    others: tuple[Mark, ...] = ()
    events: Mapping[EventId, Event]
    numbers: Mapping[EventId, int]
    scope: Scope
    until: date


def read_headcount(ledger: Ledger, scope: Scope, wanted: OrganizationId | None) -> HeadcountView:
    """Choose the organization (the wanted one if the scope has it, else the one with most events) and read it."""
    view = ledger.at(scope)
    names, kinds, until = view.organizations.names(), view.kinds, view.today
    choices, chosen = choose(view, names, wanted)
    if chosen is None:
        return HeadcountView(
            organization_id=None, names=names, kinds=kinds, events={}, numbers={}, scope=scope, until=until
        )
    events = view.under(replace(scope, organization_ids=(chosen,))).events.select(any_day=False)
    series = view.headcount(chosen)
    return HeadcountView(
        organization_id=chosen,
        choices=choices,
        names=names,
        kinds=kinds,
        series=tuple(views.clipped(one, scope.first, scope.last) for one in series),
        origins=tuple(one.levels[0].day if one.levels else None for one in series),
        others=views.context(events, kinds, scope, today=until),
        events={event.id: event for event in events},
        numbers=view.numbers([event.id for event in events]),
        scope=scope,
        until=until,
    )


def choose(
    view: View, names: Mapping[OrganizationId, str], wanted: OrganizationId | None
) -> tuple[Choices, OrganizationId | None]:
    """The organizations of the scope by name, and the one to show; None: there is none."""
    inside = view.with_subsidiaries(*view.scope.organization_ids) if view.scope.organization_ids else None
    choices = [(one, name) for one, name in names.items() if inside is None or one in inside]
    chosen = _choose(view, [one for one, _name in choices], wanted)
    return tuple(sorted(choices, key=lambda choice: choice[1].casefold())), chosen


def _choose(view: View, ids: list[OrganizationId], wanted: OrganizationId | None) -> OrganizationId | None:
    if wanted in ids:
        return wanted
    if len(view.scope.organization_ids) == 1:
        (only,) = view.scope.organization_ids
        return only if only in ids else None
    known = set(ids)
    return next((one for one in view.organizations.by_events() if one in known), min(ids, default=None))
