"""Relationship events laid out in time: which days are possible for each, and which states follow each other.

A state begins on the day of its event. A vague date (*within*) has every day of its bounds as a possible one and the
middle day as its best. What a source says of a whole *span* holds from its first day; an ending that takes a span is
complete on its last. "Since July" without an end reaches to the as-known-on day.

On one day several events take this order: active, at risk, reduced, paused, winding down, ended, resumed; then by id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.analysis.series import Exclusion
from db.dates import middle_day
from db.records import Event, EventKind, Relationship
from db.values import STATUS_ORDER, DateMode, ImpreciseDate, RelationshipState, Status

_START, _RESUMED = "relationship_started", "relationship_resumed"
#: States in which a relationship is not in the active count; None: not yet begun.
NOT_ACTIVE = (None, RelationshipState.PAUSED, RelationshipState.ENDED)
_BEFORE_START = (None, RelationshipState.ENDED)
_STATE_RANK = {state: rank for rank, state in enumerate(
    (RelationshipState.ACTIVE, RelationshipState.AT_RISK, RelationshipState.REDUCED, RelationshipState.PAUSED,
     RelationshipState.WINDING_DOWN, RelationshipState.ENDED)
)}  # fmt: skip
_STATUS_RANK = {status: rank for rank, status in enumerate(STATUS_ORDER)}


@dataclass(frozen=True, slots=True)
class Placed:
    """An event that counts, with its possible days as ordinals; ``key`` orders events of one day."""

    event_id: int
    state: RelationshipState
    starts: bool
    resumes: bool
    earliest: int
    best: int
    latest: int
    bounds: tuple[date | None, date | None]
    evidence: date

    @property
    def key(self) -> tuple[int, int]:
        """The order among events of one day."""
        return len(_STATE_RANK) if self.resumes else _STATE_RANK[self.state], self.event_id


@dataclass(frozen=True, slots=True)
class Change:
    """A state turning into another on its best day; ``before`` None: not yet begun."""

    day: int
    event_id: int
    before: RelationshipState | None
    after: RelationshipState
    starts: bool


@dataclass(frozen=True, slots=True)
class Track:
    """One relationship with its counted events in order of their best days."""

    relationship: Relationship
    placed: tuple[Placed, ...]
    excluded: tuple[tuple[int, Exclusion], ...]
    opening: RelationshipState | None  # the state before the first event
    changes: tuple[Change, ...]

    def state(self, day: int) -> RelationshipState | None:
        """The best state at the end of ``day`` (an ordinal); None: not yet begun, or nothing known."""
        state = self.opening
        for change in self.changes:
            if change.day > day:
                break
            state = change.after
        return state


def _exclusion(event: Event, *, as_of: date, minimum_status: Status) -> Exclusion:
    status, when = event.values.status, event.values.counting
    if status is Status.DENIED:
        return Exclusion.DENIED
    if status is None or _STATUS_RANK[status] > _STATUS_RANK[minimum_status]:
        return Exclusion.BELOW_STATUS
    if when is None or not when.known:
        return Exclusion.UNDATED
    return Exclusion.PLANNED if when.earliest is not None and when.earliest > as_of else Exclusion.NONE


def _place(event: Event, kind: EventKind, state: RelationshipState, as_of: date) -> Placed:
    when = event.values.counting
    assert when is not None
    earliest, best, latest = _possible_days(when, state, as_of)
    said = when.latest if when.mode is DateMode.SPAN and when.latest is not None else date.fromordinal(best)
    open_past = when.earliest is None and earliest < latest
    return Placed(
        event_id=event.id,
        state=state,
        starts=kind.code == _START,
        resumes=kind.code == _RESUMED,
        earliest=earliest,
        best=best,
        latest=latest,
        bounds=(None if open_past else date.fromordinal(earliest), date.fromordinal(latest)),
        evidence=min(said, as_of),
    )


def _possible_days(when: ImpreciseDate, state: RelationshipState, as_of: date) -> tuple[int, int, int]:
    """First, best and last day (ordinals) on which the state can have begun; at least one bound is known."""
    earliest = when.earliest.toordinal() if when.earliest is not None else None
    latest = when.latest.toordinal() if when.latest is not None else None
    if when.mode is DateMode.SPAN:
        day = latest if state is RelationshipState.ENDED else earliest
        if day is not None:
            return day, day, day
    if earliest is None:
        assert latest is not None
        return date.min.toordinal(), latest, latest
    if latest is None:
        return earliest, earliest, max(earliest, as_of.toordinal())
    middle = middle_day(when)
    assert middle is not None
    return earliest, middle.toordinal(), latest


def place_events(
    relationship: Relationship,
    events: Iterable[Event],
    kinds: Mapping[str, EventKind],
    *,
    as_of: date,
    minimum_status: Status,
) -> Track:
    """The relationship's events in order, and those that do not count with the reason.

    Only events of relationship kinds in ``kinds``. If the first is not a start, the relationship was active before.
    """
    placed: list[Placed] = []
    excluded: list[tuple[int, Exclusion]] = []
    for event in events:
        kind = kinds[event.kind]
        reason = _exclusion(event, as_of=as_of, minimum_status=minimum_status)
        if reason is not Exclusion.NONE:
            excluded.append((event.id, reason))
        elif kind.state is not None:
            placed.append(_place(event, kind, kind.state, as_of))
    placed.sort(key=lambda event: (event.best, event.key))
    opening = RelationshipState.ACTIVE if placed and not placed[0].starts else None
    return Track(relationship, tuple(placed), tuple(sorted(excluded)), opening, tuple(_changes(placed, opening)))


def _changes(placed: Iterable[Placed], opening: RelationshipState | None) -> Iterator[Change]:
    state = opening
    for event in placed:
        if event.state is not state:
            starts = state in _BEFORE_START and (event.starts or event.resumes)
            yield Change(event.best, event.event_id, state, event.state, starts)
        state = event.state


def active_bounds(placed: Sequence[Placed], day: int) -> tuple[bool, bool]:
    """Whether the relationship is active at the end of ``day`` in all placements, and in any.

    An event can be the last one by ``day`` if, put as late as possible, nothing that must have happened by then has
    to follow it. If none need have happened, what can come first decides: before a start there is nothing.
    """
    settled = max(((event.earliest, event.key) for event in placed if event.latest <= day), default=(0, (0, 0)))
    outcomes = {
        event.state not in NOT_ACTIVE
        for event in placed
        if event.earliest <= day and settled <= (min(day, event.latest), event.key)
    }
    first = min((event.latest, event.key) for event in placed)
    if first[0] > day:
        outcomes |= {not event.starts for event in placed if (max(event.earliest, day + 1), event.key) <= first}
    return min(outcomes), max(outcomes)
