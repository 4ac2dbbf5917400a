"""Ledger and scope to series: the one composition that window, export and print share.

A series is reconstructed from everything known: the scope's period, text and kinds only narrow what is *shown*, since
a level would be wrong without the changes before the period. :func:`clipped` narrows a headcount series to a period.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from db.analysis.counting import exclusion
from db.analysis.headcount.family import counting_toward
from db.analysis.headcount.group import summed
from db.analysis.series import HeadcountSeries, Mark, RelationshipSeries
from db.model.ids import EventId, OrganizationId
from db.model.records import Event, EventKind, Scope
from db.model.values import ImpreciseDate, KindGroup, Population, Status
from db.tables.reads import Reads


def headcount(
    view: Reads, organization_id: OrganizationId, *, without: Collection[EventId] = ()
) -> tuple[HeadcountSeries, ...]:
    """The whole headcount of an organization with its subsidiaries: employees, then contingent; either may be empty.

    Where no headcount covers the whole group, it is the sum of what its members' headcounts cover. Events of an
    unspecified population make a third series, without levels, where there are such events. ``without``: as it would
    be if these events did not exist.
    """
    family = view.at.with_subsidiaries(organization_id)
    events = lacking(view.under(whole(view.scope, organization_id)).events.select(), without)
    found = list(_headcount(view, organization_id, events, family))
    if len(family) > 1 and any(_levelless(series) for series in found[:2]):
        children = view.organizations.children(organization_id)
        below = [headcount(view, child, without=without) for child in children]
        own = _headcount(view, organization_id, events, (organization_id,))
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
    view: Reads, organization_id: OrganizationId, events: Sequence[Event], family: Collection[OrganizationId]
) -> tuple[HeadcountSeries, ...]:
    """What the events of a family come to for the organization at its head, by population."""
    from db.analysis.headcount.reconstruct import reconstruct

    kinds = view.kinds
    counting = counting_toward(events, kinds, organization_id=organization_id, family=family)
    return tuple(
        reconstruct(
            counting,
            kinds,
            organization_id=organization_id,
            population=population,
            as_of=view.today,
            minimum_status=view.scope.minimum_status,
        )
        for population in (Population.EMPLOYEES, Population.CONTINGENT, Population.UNSPECIFIED)
    )


def lacking(events: Sequence[Event], without: Collection[EventId]) -> Sequence[Event]:
    """Events as they would be if some of them did not exist: their parts stand alone then."""
    if not without:
        return events
    return [
        replace(event, part_of_id=None) if event.part_of_id in without else event
        for event in events
        if event.id not in without
    ]


def active_relationships(view: Reads, organization_id: OrganizationId, *, without: Collection[EventId] = ()) -> int:
    """How many relationships of a vendor are active (all but paused and ended) on the day of the view."""
    from db.analysis.relationships.over_time import relationship_series

    theirs = view.under(whole(view.scope, organization_id))
    sold = [relationship for relationship in theirs.relationships.select() if relationship.vendor_id == organization_id]
    series = relationship_series(
        sold,
        lacking(theirs.under(of_groups(view, theirs.scope, KindGroup.RELATIONSHIP)).events.select(), without),
        view.kinds,
        as_of=view.today,
        minimum_status=view.scope.minimum_status,
    )
    found = series.at(view.today)
    return found.active if found is not None else 0


def relationships(view: Reads, anchor_event_id: EventId | None = None, days: int = 90) -> RelationshipSeries:
    """The relationships of a scope, their active count, and the windows of ``days`` before and after an anchor event.

    An anchor that is not known to the scope, or has no day, gives no comparison.
    """
    from db.analysis.relationships.over_time import relationship_series

    anchor = None
    if anchor_event_id is not None:
        anchor = view.events.get(anchor_event_id)
    return relationship_series(
        view.relationships.select(),
        view.under(of_groups(view, whole(view.scope), KindGroup.RELATIONSHIP)).events.select(),
        view.kinds,
        as_of=view.today,
        minimum_status=view.scope.minimum_status,
        first=view.scope.first,
        last=view.scope.last,
        anchor=anchor,
        window_days=days,
        own=view.at.with_subsidiaries(*view.scope.organization_ids) if view.scope.organization_ids else (),
    )


#: A scope without kinds is one of all kinds; no kind has this code.
_NO_KIND = ("",)


def whole(scope: Scope, organization_id: OrganizationId | None = None) -> Scope:
    """The scope without period, text and kinds; with one organization in place of its own where one is given."""
    ids = scope.organization_ids if organization_id is None else (organization_id,)
    return replace(scope, organization_ids=ids, first=None, last=None, text="", kinds=())


def of_groups(view: Reads, scope: Scope, *groups: KindGroup) -> Scope:
    """A scope narrowed to its kinds of some groups: of a whole ledger only what matters is read then."""
    codes = [code for code, kind in view.kinds.items() if kind.group in groups]
    if scope.kinds:
        codes = [code for code in codes if code in scope.kinds]
    return replace(scope, kinds=tuple(codes) or _NO_KIND)


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
        aside=tuple(one for one in series.aside if touches(ImpreciseDate.day(one.implied.day), first, last)),
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
            exclusion=exclusion(event.values, as_of=today, minimum_status=scope.minimum_status),
        )
        for event in events
        if event.kind in kinds and kinds[event.kind].group in _CONTEXT
    )
