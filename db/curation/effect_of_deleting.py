"""What deleting events would change: claims, the last headcount of each organization, its active clients.

A comparison of the series with and without the events; nothing is written. Read it in the thread of the reader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from db.analysis.series import HeadcountSeries, Level
from db.model.ids import EventId, OrganizationId
from db.model.records import Event, Scope
from db.model.values import Basis, KindGroup, Population
from db.view.series import active_relationships, headcount
from db.view.view import View

#: So many events, deleted or compared, are gone through twice while somebody waits for a question (100 ms). More are
#: not compared.
_MANY = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelEffect:
    """The last level of an organization and population before and after; None: there is none."""

    organization_id: OrganizationId
    organization: str
    population: Population
    before: Level | None
    after: Level | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientsEffect:
    """How many clients an organization has active on the day the scope ends with."""

    organization_id: OrganizationId
    organization: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What goes with some events. ``more``: organizations of these events that were not compared."""

    claims: int = 0
    events: int = 1
    levels: tuple[LevelEffect, ...] = ()
    clients: tuple[ClientsEffect, ...] = ()
    more: int = 0


def of_deleting(view: View, event_ids: Iterable[EventId], *, at_most: int = 3) -> Effect:
    """What deleting these events would change in the charts of a view.

    At most ``at_most`` organizations are compared, those with the most of the events first.
    """
    ids = frozenset(event_ids)
    claims = sum(not claim.superseded for found in view.events.claims_of(sorted(ids)).values() for claim in found)
    if len(ids) > _MANY:
        return Effect(claims=claims, events=len(ids))
    events = view.events.many(sorted(ids))
    moved, served = _touched(view, events)
    shown = list(dict.fromkeys((*moved, *served)))
    names = {i: found.name for i in shown[:at_most] if (found := view.organizations.get(i)) is not None}
    levels: list[LevelEffect] = []
    clients: list[ClientsEffect] = []
    more, room = max(0, len(shown) - at_most), _MANY
    for organization_id, name in names.items():
        size = view.under(Scope(organization_ids=(organization_id,))).events.count(any_status=True)
        if size > room:
            more += 1
            continue
        room -= size
        if organization_id in moved:
            levels += _levels(view, (organization_id, name), ids)
        if organization_id in served:
            before = active_relationships(view, organization_id)
            after = active_relationships(view, organization_id, without=ids)
            if before != after:
                clients.append(
                    ClientsEffect(organization_id=organization_id, organization=name, before=before, after=after)
                )
    return Effect(
        claims=claims,
        events=len(events),
        levels=tuple(levels),
        clients=tuple(clients),
        more=more,
    )


def _touched(view: View, events: Iterable[Event]) -> tuple[list[OrganizationId], list[OrganizationId]]:
    """The organizations whose headcount these events are of, and the vendors of their relationships."""
    kinds = view.kinds
    moved: Counter[OrganizationId] = Counter()
    served: Counter[OrganizationId] = Counter()
    for event in events:
        kind = kinds.get(event.kind)
        if kind is not None and kind.group is KindGroup.WORKFORCE:
            moved[event.organization_id] += 1
        elif event.relationship_id is not None:
            relationship = view.relationships.get(event.relationship_id)
            if relationship is not None and relationship.vendor_id is not None:
                served[relationship.vendor_id] += 1
    return [i for i, _ in moved.most_common()], [i for i, _ in served.most_common()]


def _levels(view: View, organization: tuple[OrganizationId, str], ids: Collection[EventId]) -> list[LevelEffect]:
    organization_id, name = organization
    before = {series.population: _last(series) for series in headcount(view, organization_id)}
    after = {series.population: _last(series) for series in headcount(view, organization_id, without=ids)}
    return [
        LevelEffect(
            organization_id=organization_id,
            organization=name,
            population=population,
            before=level,
            after=after.get(population),
        )
        for population, level in before.items()
        if _figures(level) != _figures(after.get(population))
    ]


def _last(series: HeadcountSeries) -> Level | None:
    return series.levels[-1] if series.levels else None


def _figures(level: Level | None) -> tuple[object, ...]:
    """What a reader of the chart would see differ: the best level, else the interval; and from where it counts."""
    if level is None:
        return ()
    relative = level.basis is Basis.RELATIVE
    return (relative, level.best) if level.best is not None else (relative, level.low, level.high)


__all__ = ["ClientsEffect", "Effect", "LevelEffect", "of_deleting"]
