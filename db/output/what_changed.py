"""What changed in a scope between two moments of the ledger: its figures then and now, and its events one by one.

Built on :mod:`db.history.comparison`, which finds the records that differ; here they are put together by event,
as a reader asks for them, with the figures they led to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from db.history.comparison import Change, Difference, Names, What, differences, names, operation_on, summary
from db.model.ids import NO_EVENT, EventId, OrganizationId
from db.model.records import Event, EventKind, Scope
from db.model.values import KindGroup, Population, Quantity
from db.view.view import View

#: So many events, and so many other records, are told one by one; the rest is counted.
LIMIT = 300
#: Claims looked at to find the changed ones among those of added events.
_CLAIMS = 10 * LIMIT
#: Organizations whose headcount is compared, where the scope names none.
_CHARTED = 6
#: With more events than this, findings are not counted for both moments, and headcounts of more are not drawn.
_MANY = 20_000

_OF_EVENTS = (What.CLAIM, What.PREFERENCE)
_OTHERS = (What.RELATIONSHIP, What.ORGANIZATION, What.ALIAS, What.SOURCE, What.KIND)


class FigureCode(StrEnum):
    """What a figure counts."""

    EVENTS = "events"
    EMPLOYEES = "employees"
    CONTINGENT = "contingent"
    ACTIVE_RELATIONSHIPS = "active_relationships"
    OPEN_FINDINGS = "open_findings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of the scope at both moments; None: unknown then. ``relative``: a change since, not a level."""

    code: FigureCode
    before: Quantity | None
    after: Quantity | None
    organization_id: OrganizationId | None = None
    relative: bool = False

    @property
    def same(self) -> bool:
        """Whether it did not change."""
        return self.before == self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChange:
    """An event that is not the same at both moments; ``parts`` are its claims and decisions that differ.

    An event that is in the scope at only one of them counts as added or removed, whatever happened to it.
    """

    event_id: EventId
    change: Change
    event: Event  # as it is after, or was before it was removed
    difference: Difference | None  # None: only its claims differ
    parts: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatChanged:
    """The comparison of a scope. ``first`` and ``last`` are operation numbers, the days those they were recorded on."""

    scope: Scope
    first: int
    last: int
    first_day: date | None
    last_day: date | None
    figures: tuple[Figure, ...] = ()
    events: tuple[EventChange, ...] = ()
    others: tuple[Difference, ...] = ()
    counts: Mapping[Change, int]  # events, those not told one by one included
    left_out: int = 0  # events
    others_left_out: int = 0
    names: Names
    kinds: Mapping[str, EventKind]

    @property
    def empty(self) -> bool:
        """Whether nothing in the scope differs."""
        return not self.events and not self.others


def what_changed(view: View, *, since: Scope) -> WhatChanged:
    """Compare a scope as it is known with the same scope as known at another moment.

    Of ``since`` only the as-known-on day or operation counts; of neither, the moment before the first operation.
    """
    store, scope, last = view.store, view.scope, view.operation
    first = since.known_operation if since.known_operation is not None else 0
    if since.known_operation is None and since.known_on is not None:
        first = operation_on(store, since.known_on)
    first = min(first, store.last_operation())
    counted = summary(store, first=first, last=last, scope=scope)
    events = _events(view, first, last)
    others = differences(store, first=first, last=last, scope=scope, what=_OTHERS, limit=LIMIT)
    all_others = sum(sum(counted.get(what, {}).values()) for what in _OTHERS)
    if all_others == len(others):  # what a ledger is made with, nobody recorded
        others = [one for one in others if not _built_in(one)]
        all_others = len(others)
    told = {one.event_id for one in events}
    found = [one.difference for one in events if one.difference] + [part for one in events for part in one.parts]
    return WhatChanged(
        scope=scope,
        first=first,
        last=last,
        first_day=store.recorded_day(first),
        last_day=store.recorded_day(last),
        figures=_figures(view, first, events),
        events=tuple(events),
        others=tuple(others),
        counts=_counts(counted.get(What.EVENT, {}), events),
        left_out=max(0, sum(counted.get(What.EVENT, {}).values()) - len(told)),
        others_left_out=all_others - len(others),
        names=names(store, [*found, *others]),
        kinds=view.kinds,
    )


def _built_in(one: Difference) -> bool:
    return one.change is Change.ADDED and isinstance(one.after, EventKind) and one.after.built_in


def _counts(counted: Mapping[Change, int], events: Sequence[EventChange]) -> dict[Change, int]:
    """Events by how they changed; those whose claims alone differ are changed ones, too."""
    found = {change: counted.get(change, 0) for change in Change}
    found[Change.CHANGED] += sum(one.difference is None for one in events)
    return found


# Events ------------------------------------------------------------------------------------------------------------


def _events(view: View, first: int, last: int) -> list[EventChange]:
    """Events that differ or whose claims do: added, changed, removed, each the latest first."""
    store, scope = view.store, view.scope
    then = view.moment(replace(scope, known_on=None, known_operation=first))
    own = {
        EventId(one.id): one
        for one in differences(store, first=first, last=last, scope=scope, what=(What.EVENT,), limit=LIMIT)
    }
    parts: dict[EventId, list[Difference]] = {}
    for one in differences(store, first=first, last=last, scope=scope, what=_OF_EVENTS, limit=_CLAIMS):
        itself = own.get(one.event_id or NO_EVENT)
        if one.event_id is not None and (itself is None or itself.change is Change.CHANGED):
            parts.setdefault(one.event_id, []).append(one)
    found = [_change(one, parts.pop(event_id, [])) for event_id, one in own.items()]
    for event_id, alone in list(parts.items())[:LIMIT]:
        event = view.events.get(event_id)
        # An event that is there at one moment only is among the differences, here or beyond the limit.
        if event is not None and then.events.get(event_id) is not None:
            found.append(
                EventChange(event_id=event_id, change=Change.CHANGED, event=event, difference=None, parts=tuple(alone))
            )
    order = {Change.ADDED: 0, Change.CHANGED: 1, Change.REMOVED: 2}
    return sorted(found, key=lambda one: (order[one.change], *_latest_first(one.event)))


def _change(one: Difference, parts: Sequence[Difference]) -> EventChange:
    event = one.after if one.after is not None else one.before
    assert isinstance(event, Event)
    return EventChange(event_id=event.id, change=one.change, event=event, difference=one, parts=tuple(parts))


def _latest_first(event: Event) -> tuple[bool, int, int]:
    when = event.values.counting
    day = when.earliest or when.latest if when else None
    return day is None, -day.toordinal() if day else 0, event.id


# Figures -----------------------------------------------------------------------------------------------------------


def _figures(view: View, first: int, events: Sequence[EventChange]) -> tuple[Figure, ...]:
    scope = view.scope
    moments = view.moment(replace(scope, known_on=None, known_operation=first)), view
    sizes = [moment.events.count() for moment in moments]
    found = [_figure(FigureCode.EVENTS, *(Quantity.exact(moment.overview.counted()) for moment in moments))]
    kinds = view.kinds
    touched = [one for one in events if (kind := kinds.get(one.event.kind)) and kind.group is KindGroup.WORKFORCE]
    asked = scope.organization_ids or tuple(dict.fromkeys(one.event.organization_id for one in touched))
    for organization_id in asked[:_CHARTED]:
        found += _levels(moments, organization_id)
    if max(sizes) <= _MANY:
        if any((kind := kinds.get(one.event.kind)) and kind.group is KindGroup.RELATIONSHIP for one in events):
            active = [_active(moment) for moment in moments]
            found.append(_figure(FigureCode.ACTIVE_RELATIONSHIPS, *active))
        counts = [sum(not one.accepted for one in moment.findings.all()) for moment in moments]
        found.append(_figure(FigureCode.OPEN_FINDINGS, *(Quantity.exact(count) for count in counts)))
    return tuple(found)


def _figure(code: FigureCode, before: Quantity | None, after: Quantity | None) -> Figure:
    return Figure(code=code, before=before, after=after)


def _levels(moments: Sequence[View], organization_id: OrganizationId) -> list[Figure]:
    """The level at the end of each moment's day, where either knows one."""
    codes = {Population.EMPLOYEES: FigureCode.EMPLOYEES, Population.CONTINGENT: FigureCode.CONTINGENT}
    levels: dict[Population, list[Quantity | None]] = {one: [] for one in codes}
    relative: dict[Population, bool] = {}
    for moment in moments:
        by_population = {one.population: one for one in moment.headcount(organization_id)}
        for population in codes:
            series = by_population.get(population)
            level = series.at(moment.today) if series and series.levels else None
            levels[population].append(None if level is None else Quantity(level.low, level.best, level.high))
            if series is not None and series.levels:
                relative[population] = series.relative
    return [
        Figure(
            code=code, before=levels[population][0], after=levels[population][1], organization_id=organization_id,
            relative=relative.get(population, False),
        )
        for population, code in codes.items()
        if levels[population] != [None, None]
    ]  # fmt: skip


def _active(moment: View) -> Quantity:
    found = moment.relationship_series().at(moment.today)
    return Quantity.exact(0) if found is None else Quantity(found.low, found.active, found.high)
