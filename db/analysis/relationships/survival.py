"""How long relationships last: the Kaplan-Meier estimator with late entries. Pure.

Sources: Kaplan and Meier (1958); Greenwood's variance; the log-log interval of Kalbfleisch and Prentice, which stays
within (0, 1). With fewer than about ten ends a curve says little: showing the single bars instead is up to the caller.
Moving vague ends to their earliest or latest days gives a sensitivity band, not a bound: an earlier end can raise the
curve later on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, log, sqrt
from statistics import NormalDist

from db.analysis.series import Lane, RelationshipSeries
from db.model.ids import RelationshipId
from db.model.values import RelationshipState


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """One subject under observation, on the clock of the curve: it is at risk at every t with entry < t <= exit.

    ``ended``: it ended at ``exit``; else it was last observed then (censored). ``known_start`` False: of a
    relationship that was active before its first evidence, since nobody knows when.
    """

    exit: float
    ended: bool
    entry: float = 0.0
    relationship_id: RelationshipId | None = None
    known_start: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivalPoint:
    """The curve from ``time`` on: S, its standard error, and the ends of its interval, as fractions of 1.

    ``error``, ``low`` and ``high`` are None where S is 0: Greenwood's formula says nothing about it.
    """

    time: float
    at_risk: int
    ended: int
    survival: float
    error: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """A survival curve: 1 until the first point, then a step at each. ``subjects`` were at risk at some time."""

    points: tuple[SurvivalPoint, ...]
    subjects: int
    ends: int
    confidence: float

    def at(self, time: float) -> float:
        """S(time)."""
        return next((point.survival for point in reversed(self.points) if point.time <= time), 1.0)

    @property
    def median(self) -> float | None:
        """The first time at which no more than half are left; None if the curve does not get there."""
        return next((point.time for point in self.points if point.survival <= 0.5), None)


def kaplan_meier(spells: Iterable[Spell], *, confidence: float = 0.95) -> Survival | None:
    """S(t) = product over t_i <= t of (1 - d_i / n_i), n_i: those with entry < t_i <= exit, d_i: ends at t_i.

    Who is censored at t_i is still at risk then. Variance (Greenwood): S^2 * sum(d_i / (n_i * (n_i - d_i))). Interval:
    S^exp(+-z * sqrt(that sum) / ln S). A spell with entry = exit was never at risk and is left out; None if all are.
    Raises ValueError for a spell that is over before it begins.
    """
    observed = [*spells]
    if any(spell.exit < spell.entry for spell in observed):
        raise ValueError("a spell ends before it begins")
    observed = [spell for spell in observed if spell.exit > spell.entry]
    if not observed:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    points: list[SurvivalPoint] = []
    survival, spread = 1.0, 0.0
    for time, at_risk, ended in _risk_sets(observed):
        if at_risk == ended:
            survival = 0.0
        if survival == 0.0:
            points.append(
                SurvivalPoint(time=time, at_risk=at_risk, ended=ended, survival=0.0, error=None, low=None, high=None)
            )
            continue
        survival *= 1 - ended / at_risk
        spread += ended / (at_risk * (at_risk - ended))
        low, high = _log_log(survival, spread, z)
        points.append(
            SurvivalPoint(
                time=time,
                at_risk=at_risk,
                ended=ended,
                survival=survival,
                error=survival * sqrt(spread),
                low=low,
                high=high,
            )
        )
    ends = sum(spell.ended for spell in observed)
    return Survival(points=tuple(points), subjects=len(observed), ends=ends, confidence=confidence)


def _risk_sets(spells: Sequence[Spell]) -> Iterable[tuple[float, int, int]]:
    """Time, number at risk and number of ends, for each time at which something ends."""
    entries = sorted(spell.entry for spell in spells)
    exits = sorted(spell.exit for spell in spells)
    entered = left = 0
    ends: dict[float, int] = {}
    for spell in spells:
        if spell.ended:
            ends[spell.exit] = ends.get(spell.exit, 0) + 1
    for time in sorted(ends):
        while entered < len(entries) and entries[entered] < time:
            entered += 1
        while left < len(exits) and exits[left] < time:
            left += 1
        yield time, entered - left, ends[time]


def _log_log(survival: float, spread: float, z: float) -> tuple[float, float]:
    width = z * sqrt(spread) / -log(survival)
    return survival ** exp(width), survival ** exp(-width)


# Relationships -----------------------------------------------------------------------------------------------------


def relationship_spells(series: RelationshipSeries, *, as_of: date, origin: date | None = None) -> tuple[Spell, ...]:
    """How long each relationship was under observation until its first end or ``as_of``, in days.

    Without ``origin`` the clock of each starts with its own beginning, or, where it was active before, with its first
    evidence (``known_start`` False). With ``origin`` it starts for all on that day, such as the day of a stake:
    relationships that begin later enter later, those that ended before are left out. The day of the beginning and that
    of the end both count, so whoever ends on the first day lasted one day. A vague date stands on its middle day. A
    relationship known only by its end was never seen at risk and is left out.
    """
    found = (_spell(lane, as_of, origin) for lane in series.lanes if lane.spans)
    return tuple(spell for spell in found if spell is not None)


def _spell(lane: Lane, as_of: date, origin: date | None) -> Spell | None:
    begin = middle(lane.spans[0].first_earliest, lane.spans[0].first_latest)
    ends = [middle(span.first_earliest, span.first_latest) for span in lane.spans if _ended(span.state)]
    end = next((day for day in ends if day <= as_of), None)
    known_start = lane.spans[0].started
    if begin > as_of or (end is not None and (end < begin or (end == begin and not known_start))):
        return None
    zero = begin if origin is None else origin
    last = as_of if end is None else end
    if last < zero:
        return None
    return Spell(
        entry=float(max((begin - zero).days, 0)),
        exit=float((last - zero).days + 1),
        ended=end is not None,
        relationship_id=lane.relationship_id,
        known_start=known_start,
    )


def _ended(state: RelationshipState) -> bool:
    return state is RelationshipState.ENDED


def middle(earliest: date | None, latest: date | None) -> date:
    """The best day of a beginning with these bounds: the middle one, or the one that is known."""
    if earliest is None or latest is None:
        return earliest or latest or date.min
    return earliest + (latest - earliest) // 2
