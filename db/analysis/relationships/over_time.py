"""Relationships over time: states, how many are active on a day, and what changed before and after an anchor event.

A state begins and ends as :class:`db.analysis.relationships.tracks.Standing` says;
:mod:`db.analysis.relationships.counts` counts what that comes to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.analysis.relationships.counts import count_rows, counted
from db.analysis.relationships.tracks import NOT_ACTIVE, Placed, Track, place_events
from db.analysis.series import BeforeAfter, Exclusion, Lane, RelationshipSeries, StateSpan, WindowFigures
from db.model.days import shifted
from db.model.ids import EventId, OrganizationId, RelationshipId
from db.model.records import Event, EventKind, Relationship
from db.model.values import KindGroup, RelationshipState, Status


def relationship_series(
    relationships: Sequence[Relationship],
    events: Sequence[Event],
    kinds: Mapping[str, EventKind],
    *,
    as_of: date,
    minimum_status: Status = Status.REPORTED,
    first: date | None = None,
    last: date | None = None,
    anchor: Event | None = None,
    window_days: int = 90,
    stale_after_days: int = 365,
    own: Collection[OrganizationId] = (),
) -> RelationshipSeries:
    """Lanes in the order of ``relationships``, counts per day on which one changes, and the comparison.

    Of ``events`` (any order, any kinds) only relationship events of these relationships matter. Weaker than
    ``minimum_status``, denied, undated or planned ones (wholly after ``as_of``) are listed in their lane and count
    nowhere. ``first`` and ``last`` bound the counts; lanes are always whole. Without ``first`` the counts begin the
    day before anything happens (or before the comparison's windows). No counted event at all: no counts.

    ``own``: whose clients are counted; in a relationship in which only the client is one of these, it buys. Without it
    all clients are.

    The comparison needs an ``anchor`` whose date has a first day, and a day before that; a window of ``window_days``
    lies on either side.
    """
    by_relationship: dict[RelationshipId, list[Event]] = defaultdict(list)
    for event in events:
        kind = kinds.get(event.kind)
        if event.relationship_id is not None and kind is not None and kind.group is KindGroup.RELATIONSHIP:
            by_relationship[event.relationship_id].append(event)
    tracks = [
        place_events(relationship, by_relationship[relationship.id], kinds, as_of=as_of, minimum_status=minimum_status)
        for relationship in relationships
    ]
    day = anchor.values.counting.earliest if anchor is not None and anchor.values.counting is not None else None
    comparison = None
    if anchor is not None and day is not None and day > date.min:
        comparison = _comparison(tracks, anchor.id, day, window_days)
    return RelationshipSeries(
        lanes=tuple(_lane(track, as_of=as_of, stale_after_days=stale_after_days) for track in tracks),
        counts=counted(tracks, first or _opening(tracks, comparison), last, own=own),
        comparison=comparison,
    )


# Lanes -------------------------------------------------------------------------------------------------------------


def _lane(track: Track, *, as_of: date, stale_after_days: int) -> Lane:
    evidence = max((event.evidence for event in track.placed), default=None)
    ended = bool(track.states) and track.states[-1] is RelationshipState.ENDED
    return Lane(
        relationship_id=track.relationship.id,
        vendor_id=track.relationship.vendor_id,
        client_id=track.relationship.client_id,
        category=track.relationship.category,
        reference=track.relationship.reference,
        spans=_spans(track),
        event_ids=tuple(event.event_id for event in track.placed),
        excluded=track.excluded,
        last_evidence=evidence,
        stale=evidence is not None and not ended and (as_of - evidence).days > stale_after_days,
    )


def _spans(track: Track) -> tuple[StateSpan, ...]:
    """Consecutive events of one state are one stretch; before a first event that is no start lies an assumed one."""
    stretches: list[tuple[RelationshipState, tuple[date | None, date | None], list[Placed]]] = []
    if track.opening is not None:  # it was active by the time of its first evidence, since nobody knows when
        stretches.append((track.opening, (None, track.placed[0].bounds[1]), []))
    for event, state in zip(track.placed, track.states, strict=True):
        if state is not None and (not stretches or stretches[-1][0] is not state):
            stretches.append((state, event.bounds, []))
        stretches[-1][2].append(event)
    ends = [*(bounds for _, bounds, _ in stretches[1:]), (None, None)][: len(stretches)]
    return tuple(
        StateSpan(
            state=state,
            first_earliest=begin[0],
            first_latest=begin[1],
            last_earliest=end[0],
            last_latest=end[1],
            event_ids=tuple(event.event_id for event in events),
            evidence=max((event.evidence for event in events), default=None),
            started=number > 0 or track.opening is None,
        )
        for number, ((state, begin, events), end) in enumerate(zip(stretches, ends, strict=True))
    )


def _opening(tracks: Sequence[Track], comparison: BeforeAfter | None) -> date | None:
    """The day before anything happens; None if nothing does."""
    days = [day for track in tracks for event in track.placed for day in event.bounds if day is not None]
    if days and comparison is not None:
        days.append(comparison.before.first)
    return shifted(min(days), -1) if days else None


# Before and after --------------------------------------------------------------------------------------------------


def _comparison(tracks: Sequence[Track], event_id: EventId, anchor: date, days: int) -> BeforeAfter:
    before = _window(tracks, shifted(anchor, -days), shifted(anchor, -1), anchor)
    after = _window(tracks, anchor, shifted(anchor, days - 1), anchor)
    return BeforeAfter(anchor_event_id=event_id, anchor=anchor, days=days, before=before, after=after)


def _window(tracks: Sequence[Track], first: date, last: date, anchor: date) -> WindowFigures:
    """Figures of [first, last]; ``active_at_start`` is at the end of the day before, as an opening balance is."""
    begin, end = first.toordinal(), last.toordinal()
    inside = [(track, change) for track in tracks for change in track.changes if begin <= change.day <= end]
    negative = [(track, change) for track, change in inside if change.after is not RelationshipState.ACTIVE]
    changed = [(track.relationship.id, change.event_id, change.day - anchor.toordinal()) for track, change in negative]
    return WindowFigures(
        first=first,
        last=last,
        active_at_start=sum(track.state(begin - 1) not in NOT_ACTIVE for track in tracks),
        active_at_end=sum(track.state(end) not in NOT_ACTIVE for track in tracks),
        starts=sum(change.starts for _, change in inside),
        ends=sum(change.after is RelationshipState.ENDED for _, change in inside),
        negative=len({track.relationship.id for track, _ in negative}),
        changed=tuple(sorted(changed, key=lambda change: (change[2], change[0], change[1]))),
    )


# Rows for tables ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneRow:
    """A stretch of one state, or one event that does not count (``state`` None, ``exclusion`` says why).

    ``from_`` and ``until`` are (earliest, latest) as in StateSpan; ``until`` is the beginning of the next state.
    """

    relationship_id: RelationshipId
    vendor_id: OrganizationId | None
    client_id: OrganizationId | None
    category: str
    reference: str = ""
    state: RelationshipState | None = None
    from_: tuple[date | None, date | None] = (None, None)
    until: tuple[date | None, date | None] = (None, None)
    evidence: date | None = None
    started: bool = True
    event_ids: tuple[EventId, ...] = ()
    exclusion: Exclusion = Exclusion.NONE


def lane_rows(series: RelationshipSeries, *, first: date | None = None, last: date | None = None) -> Sequence[LaneRow]:
    """The lanes as flat rows, lane by lane: the stretches that can touch the period, then what does not count."""
    rows: list[LaneRow] = []
    for lane in series.lanes:
        base = LaneRow(
            relationship_id=lane.relationship_id,
            vendor_id=lane.vendor_id,
            client_id=lane.client_id,
            category=lane.category,
            reference=lane.reference,
        )
        rows.extend(
            replace(
                base,
                state=span.state,
                from_=(span.first_earliest, span.first_latest),
                until=(span.last_earliest, span.last_latest),
                evidence=span.evidence,
                started=span.started,
                event_ids=span.event_ids,
            )
            for span in lane.spans
            if not _outside(span, first, last)
        )
        rows.extend(replace(base, event_ids=(event_id,), exclusion=reason) for event_id, reason in lane.excluded)
    return rows


def _outside(span: StateSpan, first: date | None, last: date | None) -> bool:
    over = first is not None and span.last_latest is not None and span.last_latest <= first
    return over or (last is not None and span.first_earliest is not None and span.first_earliest > last)


__all__ = ["LaneRow", "count_rows", "lane_rows", "relationship_series"]
