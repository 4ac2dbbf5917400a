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

from db.analysis.counting import Settled, has_count, settle_all
from db.analysis.figures.cells import Answer
from db.analysis.quality import Quality, not_understood
from db.analysis.relationships.anchor import default_anchor, first_day
from db.analysis.series import Exclusion, Finding, HeadcountSeries, RelationshipSeries
from db.figures.parallel_cases import of_table
from db.figures.parallel_stories import Story, stories
from db.figures.questions import Asked
from db.model import intervals
from db.model.ids import EventId, OrganizationId, SourceId
from db.model.own_fields import OwnField
from db.model.records import Claim, Event, EventKind, Scope, Source
from db.model.values import KindGroup, Quantity, Status
from db.output.what_changed import WhatChanged, what_changed
from db.view import series as views
from db.view.view import View

#: Headcount charts a snapshot of several organizations holds; more would bury the page.
MOST_CHARTS = 4


#: Below so many there is nothing to lay beside each other.
_LEAST_CASES = 2
#: Of the events in the totals: those that count, and those whose whole stands there for them.
_AMONG_COUNTED = (Exclusion.NONE, Exclusion.PART)

_NONE = RelationshipSeries()
_UNTOLD = Quality()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """One row of the events table. ``number`` is the one in the charts; ``exclusion``: why it is in no total itself.

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

    organization_id: OrganizationId
    headcount: tuple[HeadcountSeries, ...]
    origins: tuple[date | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A scope as it is printed. ``names`` and ``kinds`` are those the rows refer to by id and code.

    ``events`` are in the totals, parts through their whole; ``not_counted`` are listed with the reason why not.
    """

    scope: Scope
    organizations: tuple[str, ...]  # empty: all
    printed_on: date
    as_of: date
    operation: int
    file_name: str
    app_version: str
    names: Mapping[OrganizationId, str]
    kinds: Mapping[str, EventKind]
    fields: tuple[OwnField, ...]
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
    stories: tuple[Story, ...] = ()  # parallel cases around changes of ownership; none where there is but one
    cases: Answer | None = None  # what followed in each of them

    @property
    def unexplained(self) -> int:
        """Differences between known levels that the known changes do not account for, in the charts."""
        gaps = (gap.unexplained for one in self.figures for series in one.headcount for gap in series.gaps)
        return sum(_is_open(gap) for gap in gaps)

    @property
    def empty(self) -> bool:
        """Whether the scope holds no event at all."""
        return not self.events and not self.not_counted

    @property
    def numbers(self) -> dict[EventId, int]:
        """Event id to the number it has in charts and tables."""
        return {line.event.id: line.number for line in (*self.events, *self.not_counted)}


def _is_open(gap: Quantity) -> bool:
    if gap.best is not None:
        return abs(gap.best) >= 0.5
    return (gap.low is not None and gap.low >= 0.5) or (gap.high is not None and gap.high <= -0.5)


def build(
    view: View,
    *,
    printed_on: date,
    app_version: str = "",
    findings: Sequence[Finding] = (),
    anchor_event_id: EventId | None = None,
    days: int = 90,
    changed_since: Scope | None = None,
) -> Snapshot:
    """Read a scope for printing.

    ``findings`` are those of the scope. Without ``anchor_event_id`` the before/after figures look from the event
    that offers itself. ``days`` is the length of its windows. ``changed_since``: a section says what changed since
    that as-known-on day or operation.
    """
    kinds = view.kinds
    events = view.events.select(any_day=False)
    minimum = view.scope.minimum_status
    settled = settle_all(events, kinds, as_of=view.today, minimum_status=minimum)
    lines, sources = _lines(view, events, settled)
    counted = tuple(line for line in lines if line.exclusion in _AMONG_COUNTED)
    if anchor_event_id is None:
        anchor_event_id = default_anchor(events, kinds, as_of=view.today, minimum_status=minimum)
    anchor = _anchor(lines, anchor_event_id)
    names = view.organizations.names()
    figures, left_out = _figures(view, counted, kinds)
    series = view.relationship_series(anchor.event.id if anchor else None, days)
    told = stories(view, Asked())
    return Snapshot(
        scope=view.scope,
        organizations=tuple(names.get(i, f"#{i}") for i in view.scope.organization_ids),
        printed_on=printed_on,
        as_of=view.today,
        operation=view.operation,
        file_name=view.file_name,
        app_version=app_version,
        names=names,
        kinds=kinds,
        fields=view.fields.all(),
        figures=figures,
        not_charted=left_out,
        relationships=_in_period(series, view.scope),
        anchor=anchor,
        events=counted,
        not_counted=tuple(line for line in lines if line.exclusion not in _AMONG_COUNTED),
        by_kind=_by_kind(counted, kinds, settled),
        quality=_quality(counted, findings),
        sources=sources,
        findings=tuple(findings),
        changes=None if changed_since is None else what_changed(view, since=changed_since),
        stories=told if len(told) >= _LEAST_CASES else (),
        cases=of_table(view, Asked()) if len(told) >= _LEAST_CASES else None,
    )


# Events and their sources.


def _lines(view: View, events: Sequence[Event], settled: Settled) -> tuple[list[EventLine], tuple[Source, ...]]:
    """The rows in the order of their numbers; sources are numbered as they are first met."""
    claims = view.events.claims_of([event.id for event in events])
    numbers = view.numbers([event.id for event in events])
    source_numbers: dict[SourceId, int] = {}
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
                exclusion=settled.excluded.get(event.id, Exclusion.NONE),
            )
        )
    found = view.sources.many(list(source_numbers))
    return lines, tuple(found.get(source_id, Source(id=source_id)) for source_id in source_numbers)


def _anchor(lines: Iterable[EventLine], event_id: EventId | None) -> EventLine | None:
    """The line of the event before and after which the relationships are compared; it needs a first day."""
    return next((one for one in lines if one.event.id == event_id and first_day(one.event) is not None), None)


def _group(line: EventLine, kinds: Mapping[str, EventKind]) -> KindGroup | None:
    kind = kinds.get(line.event.kind)
    return kind.group if kind else None


# Figures.


def _by_kind(lines: Sequence[EventLine], kinds: Mapping[str, EventKind], settled: Settled) -> tuple[KindCount, ...]:
    """Counts by kind in the order of the ledger's kinds."""
    found: dict[str, list[Event]] = {}
    for line in lines:
        found.setdefault(line.event.kind, []).append(line.event)
    order = {code: place for place, code in enumerate(kinds)}
    return tuple(
        KindCount(
            kind=code,
            events=len(found[code]),
            with_number=sum(map(has_count, found[code])),
            total=_total([event for event in settled.counted if event.kind == code], kinds.get(code), settled),
        )
        for code in sorted(found, key=lambda code: (order.get(code, len(order)), code))
    )


def _total(counted: Sequence[Event], kind: EventKind | None, settled: Settled) -> Quantity | None:
    """The heads of the counted events of one kind; an event without a number makes it "at least"."""
    if kind is None or kind.group is not KindGroup.WORKFORCE or kind.level or not any(map(has_count, counted)):
        return None
    told = {event.part_of_id for event in counted if has_count(event)}
    sizes: list[Quantity] = []
    for event in counted:
        if event.values.count is not None and has_count(event):
            sizes.append(intervals.at_least(event.values.count, 0.0))
        else:  # beside parts with a number only their rest is unknown
            sizes.append(Quantity(0.0, 0.0 if event.id in settled.rests & told else None, None))
    return intervals.total(sizes)


def _quality(lines: Sequence[EventLine], findings: Sequence[Finding]) -> Quality:
    values = [line.event.values for line in lines]
    return Quality(
        events=len(lines),
        with_number=sum(has_count(line.event) for line in lines),
        with_source=sum(bool(line.sources) for line in lines),
        independent=sum(value.source_count >= 2 for value in values),
        confirmed=sum(value.status is Status.CONFIRMED for value in values),
        contradicted=sum(bool(value.contradicted) for value in values),
        not_understood=not_understood(findings),
    )


# Series.


def _figures(
    view: View, lines: Sequence[EventLine], kinds: Mapping[str, EventKind]
) -> tuple[tuple[OrganizationFigures, ...], int]:
    """The organizations with the most workforce events, and how many others have some."""
    roots = _roots(view)
    counts: Counter[OrganizationId] = Counter()
    for line in lines:
        if _group(line, kinds) is KindGroup.WORKFORCE:
            counts[roots(line.event.organization_id)] += 1
    asked = [i for i in view.scope.organization_ids if i not in counts]  # its level may come from before the period
    ranked = [*sorted(counts, key=lambda i: (-counts[i], i)), *asked]
    charted = [_charted(view, organization_id) for organization_id in ranked[:MOST_CHARTS]]
    figures = [figure for figure in charted if figure.headcount]
    return tuple(figures), len(counts.keys() - set(ranked[:MOST_CHARTS]))


class _roots:  # noqa: N801 - reads as a function where it is used
    """The organization under which an event of another one is charted: the scope's own, else its topmost parent."""

    def __init__(self, view: View) -> None:
        self._get = view.organizations.get
        self._wanted = set(view.scope.organization_ids)
        self._found: dict[OrganizationId, OrganizationId] = {}

    def __call__(self, organization_id: OrganizationId) -> OrganizationId:
        if organization_id not in self._found:
            self._found[organization_id] = self._root(organization_id)
        return self._found[organization_id]

    def _root(self, organization_id: OrganizationId) -> OrganizationId:
        seen: set[OrganizationId] = set()
        while organization_id not in self._wanted and organization_id not in seen:
            seen.add(organization_id)
            organization = self._get(organization_id)
            if organization is None or organization.parent_id is None:
                break
            organization_id = organization.parent_id
        return organization_id


def _charted(view: View, organization_id: OrganizationId) -> OrganizationFigures:
    kept: list[tuple[HeadcountSeries, date | None]] = []
    for whole in view.headcount(organization_id):
        series = views.clipped(whole, view.scope.first, view.scope.last)
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
