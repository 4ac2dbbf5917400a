"""Ledger and scope to series: the one composition that window, export and print share.

A series is reconstructed from everything known: the scope's period, text and kinds only narrow what is *shown*, since
a level would be wrong without the changes before the period. :func:`clipped` narrows a headcount series to a period.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from db import search
from db.analysis.family import counting_toward
from db.analysis.group import summed
from db.analysis.numbering import numbered
from db.analysis.series import Exclusion, HeadcountSeries, Mark, RelationshipSeries
from db.records import Event, EventKind, Scope
from db.search import known_operation, with_subsidiaries
from db.values import STATUS_ORDER, ImpreciseDate, KindGroup, Population, Status

if TYPE_CHECKING:
    from db.ledger import Ledger


def as_of(ledger: Ledger, scope: Scope) -> date:
    """The day after which a change is planned: the as-known-on day, else today."""
    return search.as_of(ledger.connection, scope, ledger.today())


def headcount(
    ledger: Ledger, scope: Scope, organization_id: int, *, without: Collection[int] = ()
) -> tuple[HeadcountSeries, ...]:
    """The whole headcount of an organization with its subsidiaries: employees, then contingent; either may be empty.

    Where no headcount covers the whole group, it is the sum of what its members' headcounts cover. Events of an
    unspecified population make a third series, without levels, where there are such events. ``without``: as it would
    be if these events did not exist.
    """
    known = known_operation(ledger.connection, scope)
    family = with_subsidiaries(ledger.connection, (organization_id,), known)
    events = lacking(ledger.events.select(whole(scope, organization_id)), without)
    found = list(_headcount(ledger, scope, organization_id, events, family))
    if len(family) > 1 and any(_levelless(series) for series in found[:2]):
        children = ledger.organizations.children(organization_id, known=known)
        below = [headcount(ledger, scope, child, without=without) for child in children]
        own = _headcount(ledger, scope, organization_id, events, (organization_id,))
        for place, series in enumerate(found[:2]):
            if _levelless(series):
                parts = [of_child[place] for of_child in below]
                complete = not any(_levelless(part) for part in parts)
                added = summed(organization_id, series.population, [own[place], *parts], complete=complete)
                found[place] = added or series
    return tuple(found) if found[-1].marks else tuple(found[:-1])


def _levelless(series: HeadcountSeries) -> bool:
    return series.relative or not series.levels


def _headcount(
    ledger: Ledger, scope: Scope, organization_id: int, events: Sequence[Event], family: Collection[int]
) -> tuple[HeadcountSeries, ...]:
    """What the events of a family come to for the organization at its head, by population."""
    from db.analysis.headcount import reconstruct

    kinds = ledger.kinds.of(scope)
    counting = counting_toward(events, kinds, organization_id=organization_id, family=family)
    return tuple(
        reconstruct(
            counting,
            kinds,
            organization_id=organization_id,
            population=population,
            as_of=as_of(ledger, scope),
            minimum_status=scope.minimum_status,
        )
        for population in (Population.EMPLOYEES, Population.CONTINGENT, Population.UNSPECIFIED)
    )


def lacking(events: Sequence[Event], without: Collection[int]) -> Sequence[Event]:
    """Events as they would be if some of them did not exist: their parts stand alone then."""
    if not without:
        return events
    return [
        replace(event, part_of_id=None) if event.part_of_id in without else event
        for event in events
        if event.id not in without
    ]


def active_clients(ledger: Ledger, scope: Scope, organization_id: int, *, without: Collection[int] = ()) -> int:
    """How many relationships of a vendor are active (all but paused and ended) on the day of :func:`as_of`."""
    from db.analysis.relationships import relationship_series

    sold = [
        relationship
        for relationship in ledger.relationships.select(whole(scope, organization_id))
        if relationship.vendor_id == organization_id
    ]
    series = relationship_series(
        sold,
        lacking(ledger.events.select(whole(scope, organization_id)), without),
        ledger.kinds.of(scope),
        as_of=as_of(ledger, scope),
        minimum_status=scope.minimum_status,
    )
    found = series.at(as_of(ledger, scope))
    return found.active if found is not None else 0


def relationships(
    ledger: Ledger, scope: Scope, anchor_event_id: int | None = None, days: int = 90
) -> RelationshipSeries:
    """The relationships of a scope, their active count, and the windows of ``days`` before and after an anchor event.

    An anchor that is not known to the scope, or has no day, gives no comparison.
    """
    from db.analysis.relationships import relationship_series

    anchor = None
    if anchor_event_id is not None:
        anchor = ledger.events.get(anchor_event_id, known=known_operation(ledger.connection, scope))
    return relationship_series(
        ledger.relationships.select(scope),
        ledger.events.select(whole(scope)),
        ledger.kinds.of(scope),
        as_of=as_of(ledger, scope),
        minimum_status=scope.minimum_status,
        first=scope.first,
        last=scope.last,
        anchor=anchor,
        window_days=days,
    )


def numbers(ledger: Ledger, scope: Scope) -> dict[int, int]:
    """Event id to its number among all events of the scope and its period, whatever their status."""
    return numbered(ledger.events.select(scope, any_day=False))


def whole(scope: Scope, organization_id: int | None = None) -> Scope:
    """The scope without period, text and kinds; with one organization in place of its own where one is given."""
    ids = scope.organization_ids if organization_id is None else (organization_id,)
    return replace(scope, organization_ids=ids, first=None, last=None, text="", kinds=())


def clipped(series: HeadcountSeries, first: date | None, last: date | None) -> HeadcountSeries:
    """What of a series lies in [first, last]: the level in force on ``first`` opens it."""
    if first is None and last is None:
        return series
    levels = [level for level in series.levels if last is None or level.day <= last]
    if first is not None:
        opening = [level for level in levels if level.day < first]
        levels = levels[len(opening) :]
        if opening and (not levels or levels[0].day > first):
            levels.insert(0, replace(opening[-1], day=first, unexplained=None, event_ids=()))
    return replace(
        series,
        levels=tuple(levels),
        marks=tuple(mark for mark in series.marks if touches(mark.date, first, last)),
        gaps=tuple(
            gap for gap in series.gaps if (first is None or gap.last >= first) and (last is None or gap.last <= last)
        ),
    )


def touches(when: ImpreciseDate | None, first: date | None, last: date | None) -> bool:
    """Whether a date can lie in [first, last]; an undated thing can, with an open period only."""
    if when is None or not when.known:
        return first is None and last is None
    if first is not None and when.latest is not None and when.latest < first:
        return False
    return not (last is not None and when.earliest is not None and when.earliest > last)


#: Groups whose events explain a headcount without changing it.
_CONTEXT = (KindGroup.LEADERSHIP, KindGroup.OWNERSHIP, KindGroup.STRATEGY)


def context(events: Iterable[Event], kinds: Mapping[str, EventKind], scope: Scope, *, today: date) -> tuple[Mark, ...]:
    """Leadership, ownership and strategy events as marks beside a headcount, in the order of ``events``."""
    return tuple(
        Mark(
            event_id=event.id,
            kind=event.kind,
            date=event.values.counting,
            status=event.values.status or Status.REPORTED,
            exclusion=_exclusion(event, scope, today),
        )
        for event in events
        if event.kind in kinds and kinds[event.kind].group in _CONTEXT
    )


def anchor_choices(events: Iterable[Event], kinds: Mapping[str, EventKind]) -> list[Event]:
    """Events that a before/after comparison can stand on: dated ones that are no relationship's own and not denied."""
    return [
        event
        for event in events
        if event.kind in kinds
        and kinds[event.kind].group is not KindGroup.RELATIONSHIP
        and not kinds[event.kind].level
        and event.values.status is not Status.DENIED
        and event.values.counting is not None
        and event.values.counting.earliest is not None
    ]


def default_anchor(events: Iterable[Event], kinds: Mapping[str, EventKind]) -> int | None:
    """The anchor when nobody has chosen one: the latest change of ownership, else of leadership; None if neither is."""
    found = anchor_choices(events, kinds)
    for group in (KindGroup.OWNERSHIP, KindGroup.LEADERSHIP):
        dated = [(_first_day(event), event.id) for event in found if kinds[event.kind].group is group]
        if dated:
            return max(dated)[1]
    return None


def _first_day(event: Event) -> date:
    when = event.values.counting
    return (when.earliest if when is not None else None) or date.min


def _exclusion(event: Event, scope: Scope, today: date) -> Exclusion:
    status, when = event.values.status, event.values.counting
    if status is Status.DENIED:
        return Exclusion.DENIED
    if status is None or STATUS_ORDER.index(status) > STATUS_ORDER.index(scope.minimum_status):
        return Exclusion.BELOW_STATUS
    if when is None or not when.known:
        return Exclusion.UNDATED
    return Exclusion.PLANNED if when.earliest is not None and when.earliest > today else Exclusion.NONE
