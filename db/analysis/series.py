"""What analysis gives out: frozen series that charts, tables, CSV and PDF draw alike. Days are inclusive."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.model.ids import ClaimId, EventId, OrganizationId, RelationshipId
from db.model.values import (
    Basis,
    Exclusion,
    FindingKind,
    ImpreciseDate,
    Population,
    Quantity,
    RelationshipState,
    Status,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The headcount at the end of ``day`` and until the day before the next level.

    ``low``/``high`` None: unbounded to that side; ``best`` None: no best. A relative level counts from 0 and may be
    negative. ``unexplained`` on reported (and later implied) levels: what the known changes do not account for.
    ``event_ids``: the events that made the level differ from the one before.
    """

    day: date
    low: float | None
    best: float | None
    high: float | None
    basis: Basis
    unexplained: Quantity | None = None
    event_ids: tuple[EventId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An event as the headcount chart draws it: its bounds in days, its signed size, and whether it counts.

    ``size`` is the signed effect on the level as an interval (a layoff of 150 to 250 is -250..-150); None for a
    reported headcount, whose stated level is in ``level``. All-None size: of unknown size.
    """

    event_id: EventId
    kind: str
    date: ImpreciseDate | None
    status: Status
    size: Quantity | None = None
    level: Quantity | None = None
    exclusion: Exclusion = Exclusion.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The unexplained difference between two anchors (reported or implied levels), booked on the later day.

    ``expected`` is what the known changes make of the earlier anchor on the later day, ``stated`` what the later
    anchor says. ``reconciles``: the two overlap, the tolerance of the later one included.
    """

    first: date
    last: date
    expected: Quantity
    stated: Quantity
    unexplained: Quantity
    reconciles: bool
    event_ids: tuple[EventId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpliedLevel:
    """The headcount on ``day`` that count and percentage of an event imply."""

    event_id: EventId
    day: date
    count: Quantity
    percent: Quantity
    level: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelsApart:
    """Two neighboring implied levels whose nearest ends, known changes applied, differ by ``factor``: too much.

    ``expected`` is what the changes make of the level that ``before_id`` implies.
    """

    before_id: EventId
    implied: ImpliedLevel
    expected: Quantity
    factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An implied level on no path: the changes make ``expected`` of the level before, and ``after`` follows."""

    before_id: EventId
    implied: ImpliedLevel
    expected: Quantity
    after_id: EventId
    after: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelBefore:
    """The level just before an event, run forward from the headcount that another event reports for ``day``."""

    event_id: EventId
    level: Quantity
    reported_id: EventId
    reported: Quantity
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BelowZero:
    """An event that would bring the level below 0, to ``level`` (None: not even the highest is above) on ``day``."""

    event_id: EventId
    day: date
    level: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadcountSeries:
    """The headcount of one organization and one population over time, with everything that made it."""

    organization_id: OrganizationId
    population: Population
    levels: tuple[Level, ...] = ()
    marks: tuple[Mark, ...] = ()
    gaps: tuple[Gap, ...] = ()
    relative: bool = False  # all levels count from 0: an axis must say "change since"
    below_zero: tuple[BelowZero, ...] = ()  # where best (high where there is no best) would be below 0
    apart: tuple[LevelsApart, ...] = ()
    aside: tuple[SetAside, ...] = ()
    bases: tuple[LevelBefore, ...] = ()  # for events that tell a level before them beside a reported headcount

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw: no level, and no event with a place in time."""
        return not self.levels and not any(mark.date is not None and mark.date.known for mark in self.marks)

    def at(self, day: date) -> Level | None:
        """The level at the end of ``day``; None before the first one."""
        position = bisect_right(self.levels, day, key=lambda level: level.day)
        return self.levels[position - 1] if position else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateSpan:
    """A stretch of one state in a relationship.

    It begins somewhere in [first_earliest, first_latest] and lasts until the next span begins; None in
    ``first_earliest``: from an unknown start. ``last_earliest``/``last_latest`` are the bounds of the next span's
    beginning; both None: still so. ``evidence`` is the latest day with evidence for it.
    """

    state: RelationshipState
    first_earliest: date | None
    first_latest: date | None
    last_earliest: date | None
    last_latest: date | None
    event_ids: tuple[EventId, ...] = ()
    evidence: date | None = None
    started: bool = True  # False: assumed active before its first event, never counted as a start


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One relationship over time. A lane without spans has only excluded events (rumors), listed in ``excluded``."""

    relationship_id: RelationshipId
    vendor_id: OrganizationId | None
    client_id: OrganizationId | None
    category: str = ""
    reference: str = ""
    spans: tuple[StateSpan, ...] = ()
    event_ids: tuple[EventId, ...] = ()
    excluded: tuple[tuple[EventId, Exclusion], ...] = ()
    last_evidence: date | None = None
    stale: bool = False  # no evidence within the threshold (a mark, not a state)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveCount:
    """Relationships by state at the end of a day, until the next entry. ``active``: all but paused and ended.

    ``low``/``high`` bound ``active`` over the vague dates; at_risk, reduced and winding_down lie within active.
    ``clients``: how many different clients the active ones have, with bounds of the same sort.
    """

    day: date
    active: int
    at_risk: int
    reduced: int
    paused: int
    winding_down: int
    low: int
    high: int
    clients: int
    clients_low: int
    clients_high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowFigures:
    """One side of a before/after comparison, ``first`` to ``last`` inclusive."""

    first: date
    last: date
    active_at_start: int
    active_at_end: int
    starts: int
    ends: int
    negative: int  # relationships that turned at risk, reduced, paused, winding down or ended
    changed: tuple[tuple[RelationshipId, EventId, int], ...] = ()  # (relationship id, event id, days from the anchor)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfter:
    """Windows [a-n, a-1] and [a, a+n-1] around the earliest day ``a`` of an anchor event."""

    anchor_event_id: EventId
    anchor: date
    days: int
    before: WindowFigures
    after: WindowFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipSeries:
    """The relationships of an organization (or of all) over time."""

    lanes: tuple[Lane, ...] = ()
    counts: tuple[ActiveCount, ...] = ()
    comparison: BeforeAfter | None = None

    def at(self, day: date) -> ActiveCount | None:
        """The counts at the end of ``day``; None before the first entry."""
        found = None
        for count in self.counts:
            if count.day > day:
                break
            found = count
        return found


FindingValue = str | int | float | date | Quantity | ImpreciseDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding: its kind, where it is, and the typed values of its sentence. The face words it.

    ``identity`` is stable while kind, rows and values stay the same: an accepted finding comes back only when its
    figures change. ``values`` are keyed as the kind's sentence needs them.
    """

    kind: FindingKind
    organization_id: OrganizationId | None
    event_ids: tuple[EventId, ...]
    claim_ids: tuple[ClaimId, ...] = ()
    field: str = ""
    values: tuple[tuple[str, FindingValue], ...] = ()
    identity: str = ""
    accepted: bool = False
    note: str = ""


def level_changes(series: HeadcountSeries) -> Sequence[Level]:
    """The levels that differ from the one before in any figure or basis: the rows of the table twin and the CSV."""
    rows: list[Level] = []
    for level in series.levels:
        same = rows and (level.low, level.best, level.high, level.basis) == (
            rows[-1].low, rows[-1].best, rows[-1].high, rows[-1].basis,
        )  # fmt: skip
        if not same or level.unexplained is not None:
            rows.append(level)
    return rows


__all__ = [
    "ActiveCount",
    "Basis",
    "BeforeAfter",
    "BelowZero",
    "Exclusion",
    "Finding",
    "FindingKind",
    "FindingValue",
    "Gap",
    "HeadcountSeries",
    "ImpliedLevel",
    "Lane",
    "Level",
    "LevelBefore",
    "LevelsApart",
    "Mark",
    "RelationshipSeries",
    "SetAside",
    "StateSpan",
    "WindowFigures",
    "level_changes",
]  # fmt: skip
