"""Relationships over time: states, how many are active on a day, and what changed before and after an anchor event.

``low`` and ``high`` of the active count are exact, not estimates: they are the least and the greatest number that any
placement of the vague dates gives, because relationships vary independently of each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from db.analysis.series import (
    ActiveCount,
    BeforeAfter,
    Exclusion,
    Lane,
    RelationshipSeries,
    StateSpan,
    WindowFigures,
)
from db.analysis.tracks import NOT_ACTIVE, Placed, Track, active_bounds, place_events
from db.records import Event, EventKind, Relationship
from db.values import KindGroup, RelationshipState, Status


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
) -> RelationshipSeries:
    """Lanes in the order of ``relationships``, counts per day on which one changes, and the comparison.

    Of ``events`` (any order, any kinds) only relationship events of these relationships matter. Weaker than
    ``minimum_status``, denied, undated or planned ones (wholly after ``as_of``) are listed in their lane and count
    nowhere. ``first`` and ``last`` bound the counts; lanes are always whole. Without ``first`` the counts begin the
    day before anything happens (or before the comparison's windows). No counted event at all: no counts.

    The comparison needs an ``anchor`` whose date has a first day; a window of ``window_days`` lies on either side.
    """
    by_relationship: dict[int, list[Event]] = defaultdict(list)
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
    if anchor is not None and day is not None:
        comparison = _comparison(tracks, anchor.id, day, window_days)
    return RelationshipSeries(
        lanes=tuple(_lane(track, as_of=as_of, stale_after_days=stale_after_days) for track in tracks),
        counts=_counts(tracks, first or _opening(tracks, comparison), last),
        comparison=comparison,
    )


# Lanes -------------------------------------------------------------------------------------------------------------


def _lane(track: Track, *, as_of: date, stale_after_days: int) -> Lane:
    evidence = max((event.evidence for event in track.placed), default=None)
    ended = bool(track.placed) and track.placed[-1].state is RelationshipState.ENDED
    return Lane(
        relationship_id=track.relationship.id,
        vendor_id=track.relationship.vendor_id,
        client_id=track.relationship.client_id,
        category=track.relationship.category,
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
    for event in track.placed:
        if not stretches or stretches[-1][0] is not event.state:
            stretches.append((event.state, event.bounds, []))
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


# Counts ------------------------------------------------------------------------------------------------------------


def _opening(tracks: Sequence[Track], comparison: BeforeAfter | None) -> date | None:
    """The day before anything happens; None if nothing does."""
    days = [day for track in tracks for event in track.placed for day in event.bounds if day is not None]
    if days and comparison is not None:
        days.append(comparison.before.first)
    return _shifted(min(days), -1) if days else None


_Step = tuple[int, RelationshipState | None, int, int]


def _steps(track: Track) -> Iterator[_Step]:
    """Day, state, low and high (0 or 1) whenever one changes; the first one holds for all days before the second."""
    bounds = {day for event in track.placed for day in (event.earliest, event.latest)}
    days = {change.day for change in track.changes}
    vague = any(event.earliest < event.latest for event in track.placed)
    if vague:  # what is possible changes only where an event becomes possible or certain, or can be overtaken
        days |= {day + shift for day in bounds for shift in (-1, 0, 1)}
    state, changes, last = track.opening, list(reversed(track.changes)), None
    for day in sorted({min(bounds) - 2} | days):
        while changes and changes[-1].day <= day:
            state = changes.pop().after
        active = state not in NOT_ACTIVE
        low, high = active_bounds(track.placed, day) if vague else (active, active)
        if (state, low, high) != last:
            last = (state, low, high)
            yield day, state, int(low), int(high)


def _counts(tracks: Sequence[Track], first: date | None, last: date | None) -> tuple[ActiveCount, ...]:
    if first is None or not any(track.placed for track in tracks):
        return ()
    by_day: dict[int, list[tuple[int, _Step]]] = defaultdict(list)
    begin, end = first.toordinal(), (last or date.max).toordinal()
    for number, track in enumerate(tracks):
        for position, step in enumerate(_steps(track) if track.placed else ()):
            by_day[max(step[0], begin) if position else begin].append((number, step))
    current: dict[int, _Step] = {}
    states: Counter[RelationshipState | None] = Counter()
    low = high = 0
    found: list[ActiveCount] = []
    for day in sorted({begin} | by_day.keys()):
        if day > end:
            break
        for number, step in by_day[day]:
            if number in current:
                _, state, old_low, old_high = current[number]
                states[state] -= 1
                low, high = low - old_low, high - old_high
            current[number] = step
            states[step[1]] += 1
            low, high = low + step[2], high + step[3]
        found.append(_count(day, states, low, high))
    return tuple(found[:1] + [new for old, new in pairwise(found) if _figures(old) != _figures(new)])


def _count(day: int, states: Mapping[RelationshipState | None, int], low: int, high: int) -> ActiveCount:
    return ActiveCount(
        day=date.fromordinal(day),
        active=sum(number for state, number in states.items() if state not in NOT_ACTIVE),
        at_risk=states[RelationshipState.AT_RISK],
        reduced=states[RelationshipState.REDUCED],
        paused=states[RelationshipState.PAUSED],
        winding_down=states[RelationshipState.WINDING_DOWN],
        low=low,
        high=high,
    )


def _figures(count: ActiveCount) -> tuple[int, ...]:
    return (*_best_figures(count), count.low, count.high)


def _best_figures(count: ActiveCount) -> tuple[int, ...]:
    return count.active, count.at_risk, count.reduced, count.paused, count.winding_down


# Before and after --------------------------------------------------------------------------------------------------


def _comparison(tracks: Sequence[Track], event_id: int, anchor: date, days: int) -> BeforeAfter:
    before = _window(tracks, _shifted(anchor, -days), _shifted(anchor, -1), anchor)
    after = _window(tracks, anchor, _shifted(anchor, days - 1), anchor)
    return BeforeAfter(anchor_event_id=event_id, anchor=anchor, days=days, before=before, after=after)


def _shifted(day: date, days: int) -> date:
    """``days`` later (or earlier), within what a date can hold."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


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

    relationship_id: int
    vendor_id: int | None
    client_id: int | None
    category: str
    state: RelationshipState | None = None
    from_: tuple[date | None, date | None] = (None, None)
    until: tuple[date | None, date | None] = (None, None)
    evidence: date | None = None
    started: bool = True
    event_ids: tuple[int, ...] = ()
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


def count_rows(series: RelationshipSeries, *, band: bool = True) -> Sequence[ActiveCount]:
    """The counts by day; without ``band`` only the days on which more than low and high changes."""
    if band:
        return series.counts
    changed = [new for old, new in pairwise(series.counts) if _best_figures(old) != _best_figures(new)]
    return [*series.counts[:1], *changed]
