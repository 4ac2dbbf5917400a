"""Relationship events laid out in time: which days are possible for each, and which states follow each other.

A state begins on the day of its event. A vague date (*within*) has every day of its bounds as a possible one and the
middle day as its best. What a source says of a whole *span* holds from its first day; an ending that takes a span is
complete on its last. "Since July" without an end reaches to the as-known-on day.

On one day several events take this order: started, active, at risk, reduced, paused, winding down, ended, resumed; then
by id.

Two starts without an end between are two spans, as two contracts that overlap are: an end closes the oldest, and only
when none is left open has the relationship ended. Until then what was last said of it holds, but for a winding down,
which has come to its end with the span that ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from db.analysis.counting import exclusion
from db.analysis.series import Exclusion
from db.model.ids import EventId
from db.model.records import Event, EventKind, Relationship
from db.model.values import DateMode, ImpreciseDate, RelationshipState, Status
from db.reading.dates import middle_day

_START, _RESUMED = "relationship_started", "relationship_resumed"
#: States in which a relationship is not in the active count; None: not yet begun.
NOT_ACTIVE = (None, RelationshipState.PAUSED, RelationshipState.ENDED)
_BEFORE_START = (None, RelationshipState.ENDED)
_STATE_RANK = {state: rank for rank, state in enumerate(
    (RelationshipState.ACTIVE, RelationshipState.AT_RISK, RelationshipState.REDUCED, RelationshipState.PAUSED,
     RelationshipState.WINDING_DOWN, RelationshipState.ENDED)
)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """An event that counts, with its possible days as ordinals; ``key`` orders events of one day."""

    event_id: EventId
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
        rank = len(_STATE_RANK) if self.resumes else _STATE_RANK[self.state]
        return -1 if self.starts else rank, self.event_id


@dataclass(frozen=True, slots=True)
class Standing:
    """What a relationship is at a moment: its state (None: not yet begun), and how many of its starts are open.

    ``spans`` may be 0 while it is active: of what was active before its first event nobody knows a start.
    """

    state: RelationshipState | None = None
    spans: int = 0

    def after(self, event: Placed) -> Standing:
        """What the event makes of it."""
        if event.starts:
            return Standing(event.state, self.spans + 1)
        if event.resumes and self.state is RelationshipState.ENDED:
            return Standing(event.state, 1)
        if event.state is not RelationshipState.ENDED:
            return Standing(event.state, self.spans)
        if self.spans <= 1:
            return Standing(RelationshipState.ENDED)
        fulfilled = self.state is RelationshipState.WINDING_DOWN
        return Standing(RelationshipState.ACTIVE if fulfilled else self.state, self.spans - 1)

    @property
    def active(self) -> bool:
        """Whether it is in the active count."""
        return self.state not in NOT_ACTIVE


@dataclass(frozen=True, slots=True)
class Change:
    """A state turning into another on its best day; ``before`` None: not yet begun."""

    day: int
    event_id: EventId
    before: RelationshipState | None
    after: RelationshipState
    starts: bool


@dataclass(frozen=True, slots=True)
class Track:
    """One relationship with its counted events in order of their best days, and the state after each."""

    relationship: Relationship
    placed: tuple[Placed, ...]
    states: tuple[RelationshipState | None, ...]
    excluded: tuple[tuple[EventId, Exclusion], ...]
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
    excluded: list[tuple[EventId, Exclusion]] = []
    for event in events:
        kind = kinds[event.kind]
        reason = exclusion(event.values, as_of=as_of, minimum_status=minimum_status)
        if reason is not Exclusion.NONE:
            excluded.append((event.id, reason))
        elif kind.state is not None:
            placed.append(_place(event, kind, kind.state, as_of))
    placed.sort(key=lambda event: (event.best, event.key))
    opening = RelationshipState.ACTIVE if placed and not placed[0].starts else None
    states = tuple(one.state for one in accumulate(placed, Standing.after, initial=Standing(opening)))[1:]
    changes = tuple(_changes(placed, states, opening))
    return Track(relationship, tuple(placed), states, tuple(sorted(excluded)), opening, changes)


def _changes(
    placed: Iterable[Placed], states: Iterable[RelationshipState | None], opening: RelationshipState | None
) -> Iterator[Change]:
    before = opening
    for event, state in zip(placed, states, strict=True):
        if state is not before and state is not None:
            starts = before in _BEFORE_START and (event.starts or event.resumes)
            yield Change(event.best, event.event_id, before, state, starts)
        before = state
