"""What the relationships page shows, read in the reader's thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from db.analysis.relationships.anchor import anchor_choices, default_anchor
from db.analysis.series import RelationshipSeries
from db.ledger import Ledger
from db.model.ids import EventId, OrganizationId
from db.model.records import Event, EventKind, Scope
from db.model.values import KindGroup
from db.view import series as views

#: In a ledger with more events than this not every one is offered as an anchor: only what changes who owns or leads,
#: or what is done, and of those the latest.
_MANY = 300
_MAKING_OFFERS = (KindGroup.OWNERSHIP, KindGroup.LEADERSHIP, KindGroup.STRATEGY)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipView:
    """What the page shows, as the reader has put it together."""

    series: RelationshipSeries
    events: Mapping[EventId, Event]
    numbers: Mapping[EventId, int]
    names: Mapping[OrganizationId, str]
    kinds: Mapping[str, EventKind]
    anchors: tuple[EventId, ...]
    anchor: EventId | None
    days: int
    scope: Scope
    until: date


def read_relationships(ledger: Ledger, scope: Scope, wanted: EventId | None, days: int) -> RelationshipView:
    """The scope's relationships around the wanted anchor event, or the one that offers itself."""
    view = ledger.at(scope)
    kinds = view.kinds
    everything = views.whole(scope)
    if view.under(everything).events.count(any_status=True) > _MANY:
        everything = views.of_groups(view, everything, KindGroup.RELATIONSHIP, *_MAKING_OFFERS)
    events = view.under(everything).events.select()
    choices = anchor_choices(events, kinds)
    shown = view.under(views.of_groups(view, scope, *_MAKING_OFFERS)).events.select(any_day=False)
    offered = default_anchor(shown, kinds, as_of=view.today, minimum_status=scope.minimum_status)
    if len(choices) > _MANY:
        choices = [event for event in choices[:-_MANY] if event.id == offered] + choices[-_MANY:]
    ids = tuple(event.id for event in choices)
    anchor = wanted if wanted in ids else offered
    series = view.relationship_series(anchor, days)
    ordered = sorted(series.lanes, key=lambda lane: not lane.spans)  # as the chart has them: rumors last
    return RelationshipView(
        series=replace(series, lanes=tuple(ordered)),
        events={event.id: event for event in events},
        numbers=view.numbers([event.id for event in events]),
        names=view.organizations.names(),
        kinds=kinds,
        anchors=ids,
        anchor=anchor,
        days=days,
        scope=scope,
        until=view.today,
    )
