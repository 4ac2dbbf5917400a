"""What a printed snapshot contains: plain frozen data, read once from a ledger for one scope.

Everything a reader needs to check the page is in it: the figures, the series the charts draw, every event with its
claims and sources, and the findings. It knows nothing of paper or language, and no clock: the day it is printed on is
given. Same ledger, scope and day: an equal snapshot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from db import intervals, views
from db.analysis.numbering import numbered
from db.analysis.quality import Quality, not_understood
from db.analysis.series import Exclusion, Finding, HeadcountSeries, RelationshipSeries
from db.records import Claim, Event, EventKind, Scope, Source
from db.search import known_operation, statuses
from db.values import KindGroup, Quantity, Status
from db.what_changed import WhatChanged, what_changed

if TYPE_CHECKING:
    from db.ledger import Ledger

#: Headcount charts a snapshot of several organizations holds; more would bury the page.
MOST_CHARTS = 4


_NONE = RelationshipSeries()
_UNTOLD = Quality()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """One row of the events table. ``number`` is the one in the charts; ``exclusion``: listed, but in no total.

    ``sources`` are the numbers of the snapshot's sources, in order; ``claims`` the live ones, the oldest first.
    """

    number: int
    event: Event
    sources: tuple[int, ...]
    claims: tuple[Claim, ...]
    exclusion: Exclusion = Exclusion.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCount:
    """How many counted events of a kind there are, and of how many a number is known.

    ``total``: their heads together, None for kinds that are no change of headcount. Events without a number open it
    upward; a whole with a count stands for its parts, else its parts stand for it.
    """

    kind: str
    events: int
    with_number: int
    total: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationFigures:
    """One charted organization: its series within the period (employees, contingent; empty ones are left out).

    ``origins``: for each series the first day of the whole of it, from which a relative one counts.
    """

    organization_id: int
    headcount: tuple[HeadcountSeries, ...]
    origins: tuple[date | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A scope as it is printed. ``names`` and ``kinds`` are those the rows refer to by id and code."""

    scope: Scope
    organizations: tuple[str, ...]  # empty: all
    printed_on: date
    as_of: date
    operation: int
    file_name: str
    app_version: str
    names: Mapping[int, str]
    kinds: Mapping[str, EventKind]
    figures: tuple[OrganizationFigures, ...] = ()
    not_charted: int = 0  # organizations with workforce events beyond the charted ones
    relationships: RelationshipSeries = _NONE
    anchor: EventLine | None = None
    events: tuple[EventLine, ...] = ()
    not_counted: tuple[EventLine, ...] = ()
    by_kind: tuple[KindCount, ...] = ()
    quality: Quality = _UNTOLD
    sources: tuple[Source, ...] = ()  # source number 1 first
    findings: tuple[Finding, ...] = ()
    changes: WhatChanged | None = None

    @property
    def empty(self) -> bool:
        """Whether the scope holds no event at all."""
        return not self.events and not self.not_counted

    @property
    def numbers(self) -> dict[int, int]:
        """Event id to the number it has in charts and tables."""
        return {line.event.id: line.number for line in (*self.events, *self.not_counted)}


def build(
    ledger: Ledger,
    scope: Scope,
    *,
    printed_on: date,
    app_version: str = "",
    findings: Sequence[Finding] = (),
    anchor_event_id: int | None = None,
    days: int = 90,
    changed_since: Scope | None = None,
) -> Snapshot:
    """Read a scope for printing.

    ``findings`` are those of the scope. Without ``anchor_event_id`` the before/after figures look from the only
    counted ownership event, if there is exactly one. ``days`` is the length of its windows. ``changed_since``: a
    section says what changed since that as-known-on day or operation.
    """
    known = known_operation(ledger.connection, scope)
    kinds = ledger.kinds.of(scope)
    events = ledger.events.select(scope, any_day=False)
    lines, sources = _lines(ledger, events, scope=scope, as_of=views.as_of(ledger, scope), known=known)
    counted = tuple(line for line in lines if line.exclusion is Exclusion.NONE)
    anchor = _anchor(lines if anchor_event_id is not None else counted, kinds, anchor_event_id)
    names = ledger.organizations.names(known=known)
    figures, left_out = _figures(ledger, scope, counted, kinds)
    series = views.relationships(ledger, scope, anchor.event.id if anchor else None, days)
    by_kind = _by_kind(counted, kinds)
    return Snapshot(
        scope=scope,
        organizations=tuple(names.get(i, f"#{i}") for i in scope.organization_ids),
        printed_on=printed_on,
        as_of=views.as_of(ledger, scope),
        operation=ledger.last_operation() if known is None else known,
        file_name=ledger.path.name,
        app_version=app_version,
        names=names,
        kinds=kinds,
        figures=figures,
        not_charted=left_out,
        relationships=_in_period(series, scope),
        anchor=anchor,
        events=counted,
        not_counted=tuple(line for line in lines if line.exclusion is not Exclusion.NONE),
        by_kind=by_kind,
        quality=_quality(counted, findings),
        sources=sources,
        findings=tuple(findings),
        changes=None if changed_since is None else what_changed(ledger, scope, since=changed_since),
    )


# Events and their sources.


def _lines(
    ledger: Ledger, events: Sequence[Event], *, scope: Scope, as_of: date, known: int | None
) -> tuple[list[EventLine], tuple[Source, ...]]:
    """The rows in the order of their numbers; sources are numbered as they are first met."""
    claims = ledger.events.claims_of([event.id for event in events], known=known)
    numbers = numbered(events)
    source_numbers: dict[int, int] = {}
    lines: list[EventLine] = []
    for event in sorted(events, key=lambda event: numbers[event.id]):
        live = tuple(claim for claim in claims.get(event.id, ()) if not claim.superseded)
        cited = dict.fromkeys(claim.source_id for claim in live if claim.source_id is not None)
        for source_id in cited:
            source_numbers.setdefault(source_id, len(source_numbers) + 1)
        lines.append(
            EventLine(
                number=numbers[event.id],
                event=event,
                sources=tuple(sorted(source_numbers[source_id] for source_id in cited)),
                claims=live,
                exclusion=_exclusion(event, scope, as_of),
            )
        )
    found = ledger.sources.many(list(source_numbers), known=known)
    return lines, tuple(found.get(source_id, Source(id=source_id)) for source_id in source_numbers)


def _exclusion(event: Event, scope: Scope, as_of: date) -> Exclusion:
    """Why a listed event is in no total."""
    status, when = event.values.status, event.values.counting
    if status is Status.DENIED and scope.minimum_status is not Status.DENIED:
        return Exclusion.DENIED
    if status is not None and status.value not in statuses(scope.minimum_status):
        return Exclusion.BELOW_STATUS
    if when is not None and when.earliest is not None and when.earliest > as_of:
        return Exclusion.PLANNED
    return Exclusion.NONE


def _anchor(lines: Iterable[EventLine], kinds: Mapping[str, EventKind], event_id: int | None) -> EventLine | None:
    """The event before and after which the relationships are compared; it needs a first day."""
    dated = [line for line in lines if (when := line.event.values.counting) is not None and when.earliest is not None]
    if event_id is not None:
        return next((line for line in dated if line.event.id == event_id), None)
    owned = [line for line in dated if _group(line, kinds) is KindGroup.OWNERSHIP]
    return owned[0] if len(owned) == 1 else None


def _group(line: EventLine, kinds: Mapping[str, EventKind]) -> KindGroup | None:
    kind = kinds.get(line.event.kind)
    return kind.group if kind else None


# Figures.


def _by_kind(lines: Sequence[EventLine], kinds: Mapping[str, EventKind]) -> tuple[KindCount, ...]:
    """Counts by kind in the order of the ledger's kinds."""
    found: dict[str, list[EventLine]] = {}
    for line in lines:
        found.setdefault(line.event.kind, []).append(line)
    order = {code: place for place, code in enumerate(kinds)}
    return tuple(
        KindCount(
            kind=code,
            events=len(found[code]),
            with_number=sum(_has_number(line.event) for line in found[code]),
            total=_total([line.event for line in found[code]], kinds.get(code)),
        )
        for code in sorted(found, key=lambda code: (order.get(code, len(order)), code))
    )


def _has_number(event: Event) -> bool:
    return event.values.count is not None and event.values.count.known


def _total(events: Sequence[Event], kind: EventKind | None) -> Quantity | None:
    """The heads of the events of one kind, none counted twice; an event without a number makes it "at least"."""
    if kind is None or kind.group is not KindGroup.WORKFORCE or kind.level or not any(map(_has_number, events)):
        return None
    wholes = {event.id for event in events if _has_number(event)}
    parts = {event.part_of_id for event in events if event.part_of_id is not None and _has_number(event)}
    sizes: list[Quantity] = []
    for event in events:
        if event.part_of_id in wholes:
            continue
        if _has_number(event) and event.values.count is not None:
            sizes.append(intervals.at_least(event.values.count, 0.0))
        elif event.id not in parts:
            sizes.append(Quantity(0.0, None, None))
        elif not event.parts_complete:
            sizes.append(Quantity(0.0, 0.0, None))
    return intervals.total(sizes)


def _quality(lines: Sequence[EventLine], findings: Sequence[Finding]) -> Quality:
    values = [line.event.values for line in lines]
    return Quality(
        events=len(lines),
        with_number=sum(_has_number(line.event) for line in lines),
        with_source=sum(bool(line.sources) for line in lines),
        independent=sum(value.source_count >= 2 for value in values),
        confirmed=sum(value.status is Status.CONFIRMED for value in values),
        contradicted=sum(bool(value.contradicted) for value in values),
        not_understood=not_understood(findings),
    )


# Series.


def _figures(
    ledger: Ledger, scope: Scope, lines: Sequence[EventLine], kinds: Mapping[str, EventKind]
) -> tuple[tuple[OrganizationFigures, ...], int]:
    """The organizations with the most workforce events, and how many others have some."""
    roots = _roots(ledger, scope)
    counts: Counter[int] = Counter()
    for line in lines:
        if _group(line, kinds) is KindGroup.WORKFORCE:
            counts[roots(line.event.organization_id)] += 1
    asked = [i for i in scope.organization_ids if i not in counts]  # its level may come from before the period
    ranked = [*sorted(counts, key=lambda i: (-counts[i], i)), *asked]
    charted = [_charted(ledger, scope, organization_id) for organization_id in ranked[:MOST_CHARTS]]
    figures = [figure for figure in charted if figure.headcount]
    return tuple(figures), len(counts.keys() - set(ranked[:MOST_CHARTS]))


class _roots:  # noqa: N801 - reads as a function where it is used
    """The organization under which an event of another one is charted: the scope's own, else its topmost parent."""

    def __init__(self, ledger: Ledger, scope: Scope) -> None:
        self._get = ledger.organizations.get
        self._known = known_operation(ledger.connection, scope)
        self._wanted = set(scope.organization_ids)
        self._found: dict[int, int] = {}

    def __call__(self, organization_id: int) -> int:
        if organization_id not in self._found:
            self._found[organization_id] = self._root(organization_id)
        return self._found[organization_id]

    def _root(self, organization_id: int) -> int:
        seen: set[int] = set()
        while organization_id not in self._wanted and organization_id not in seen:
            seen.add(organization_id)
            organization = self._get(organization_id, known=self._known)
            if organization is None or organization.parent_id is None:
                break
            organization_id = organization.parent_id
        return organization_id


def _charted(ledger: Ledger, scope: Scope, organization_id: int) -> OrganizationFigures:
    kept: list[tuple[HeadcountSeries, date | None]] = []
    for whole in views.headcount(ledger, scope, organization_id):
        series = views.clipped(whole, scope.first, scope.last)
        if not series.empty:
            kept.append((series, whole.levels[0].day if whole.levels else None))
    return OrganizationFigures(
        organization_id=organization_id,
        headcount=tuple(series for series, _origin in kept),
        origins=tuple(origin for _series, origin in kept),
    )


def _in_period(series: RelationshipSeries, scope: Scope) -> RelationshipSeries:
    """Without the lanes that had ended before the period or begin after it."""

    def touches(first: date | None, last: date | None) -> bool:
        over = scope.first is not None and last is not None and last < scope.first
        return not over and not (scope.last is not None and first is not None and first > scope.last)

    lanes = tuple(
        lane
        for lane in series.lanes
        if (lane.excluded and not lane.spans)
        or any(touches(span.first_earliest, span.last_latest) for span in lane.spans if span.state.value != "ended")
        or any(touches(span.first_earliest, span.first_latest) for span in lane.spans)
    )
    return replace(series, lanes=lanes)
