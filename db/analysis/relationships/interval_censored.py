"""How long relationships last where ends are known only as an interval: Turnbull's estimator. Pure.

Source: B. W. Turnbull, "The empirical distribution function with arbitrarily grouped, censored and truncated data",
Journal of the Royal Statistical Society B 38 (1976). The masses that make what was observed the most likely are found
by self-consistency. They lie on the innermost intervals alone; where within one of them, nothing says. With exact ends
it is the estimator of Kaplan and Meier, late entries included.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import inf

import numpy as np
from numpy.typing import NDArray

from db.analysis.relationships.survival import middle
from db.analysis.series import Lane, RelationshipSeries
from db.model.values import RelationshipState

#: An end of an interval, and its order among ends of one value: closed left ends, right ends, open left ends.
_End = tuple[float, int]
_CLOSED, _RIGHT, _OPEN = 0, 1, 2
#: Masses that should vanish do so ever more slowly: what they still have after so many steps is none.
_STEPS = 5_000
#: Of what may vanish so much is left at most.
_LITTLE = 0.05
_TINY = 1e-300  # divided by instead of nothing
_ENOUGH = 1e-9
_NO_MASS = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """One subject: it ended at some time in [low, high]; ``high`` None: later than ``low``, if at all (censored).

    ``entry``: it was at risk only after that time, as late entries are.
    """

    low: float
    high: float | None
    entry: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mass:
    """So much of all ends lies within [first, last]; after it S is ``survival``. ``last`` None: after all observed."""

    first: float
    last: float | None
    mass: float
    survival: float


def turnbull(subjects: Iterable[Observed]) -> tuple[Mass, ...]:
    """The masses in order of time, those without any left out; empty where nobody was ever at risk.

    Raises ValueError for an interval that is over before it begins.
    """
    observed = Counter(one for one in subjects if one.high is None or one.high > one.entry)
    if any(one.high is not None and one.high < one.low for one in observed):
        raise ValueError("an interval ends before it begins")
    inner = _innermost(list(observed))
    if not inner:
        return ()
    seen = _places(inner, [_ends(one) for one in observed])
    at_risk = _places(inner, [((one.entry, _OPEN), (inf, _RIGHT)) for one in observed])
    masses = _self_consistent(_Sample(seen, at_risk, np.array(list(observed.values()), np.float64), len(inner)))
    over = _over(observed, inner, masses)
    if over is not None:
        return over
    found, left = [], 1.0
    for ((low, _), (high, _)), mass in zip(inner, masses.tolist(), strict=True):
        if mass > _NO_MASS:
            left = max(left - mass, 0.0)
            last = None if high == inf else high
            found.append(Mass(first=low, last=last, mass=mass, survival=0.0 if left < _NO_MASS else left))
    return tuple(found)


def _over(
    observed: Counter[Observed], inner: Sequence[tuple[_End, _End]], masses: NDArray[np.float64]
) -> tuple[Mass, ...] | None:
    """The masses of those at risk before some time, where all of these are over by then; else None.

    Those who enter later say nothing of the time before, and make what was observed the more likely the less mass is
    left for them. Steps approach that without end, so it is looked at where little is left.
    """
    for entry in sorted({one.entry for one in observed}):
        beyond = sum(mass for (low, _), mass in zip(inner, masses.tolist(), strict=True) if low >= (entry, _OPEN))
        early = {one: times for one, times in observed.items() if one.entry < entry}
        if beyond < _LITTLE and early and len(early) < len(observed):
            found = turnbull(Counter(early).elements())
            if found and all(one.last is not None and one.last <= entry for one in found):
                return found
    return None


def _ends(one: Observed) -> tuple[_End, _End]:
    low = max((one.low, _OPEN if one.high is None else _CLOSED), (one.entry, _OPEN))
    return low, (inf if one.high is None else one.high, _RIGHT)


def _innermost(observed: Sequence[Observed]) -> list[tuple[_End, _End]]:
    """The intervals from a left end to a right one with no other end between: mass anywhere else would be wasted."""
    lefts = {_ends(one)[0] for one in observed}
    rights = {_ends(one)[1] for one in observed}
    ordered = sorted([(end, True) for end in lefts] + [(end, False) for end in rights])
    return [(end, following) for (end, left), (following, next_left) in pairwise(ordered) if left and not next_left]


def _places(inner: Sequence[tuple[_End, _End]], ranges: Sequence[tuple[_End, _End]]) -> NDArray[np.int64]:
    """For each range the places [from, to) of the innermost intervals that lie in it: they follow each other."""
    lefts, rights = [low for low, _ in inner], [high for _, high in inner]
    found = [(bisect_left(lefts, low), bisect_right(rights, high)) for low, high in ranges]
    return np.array([(begin, max(begin, end)) for begin, end in found], np.int64).T


@dataclass(frozen=True, slots=True)
class _Sample:
    """What was observed, as places in the row of masses: each kind of subject so many ``times``."""

    seen: NDArray[np.int64]
    at_risk: NDArray[np.int64]
    times: NDArray[np.float64]
    number: int

    def step(self, masses: NDArray[np.float64]) -> NDArray[np.float64]:
        """What masses make of the observed ends, and of those that late entries kept from being seen."""
        here, there = self._chances(masses)
        possible = (here > 0) & (there > 0)
        own = np.divide(self.times, here, out=np.zeros(len(self.times)), where=possible)
        ghosts = np.divide(self.times, there, out=np.zeros(len(self.times)), where=possible)
        spread = self._spread(own, self.seen) + ghosts.sum() - self._spread(ghosts, self.at_risk)
        made: NDArray[np.float64] = masses * np.maximum(spread, 0.0)
        made /= made.sum()
        return made

    def likelihood(self, masses: NDArray[np.float64]) -> float:
        """The logarithm of how likely the masses make what was observed."""
        here, there = self._chances(masses)
        possible = (here > 0) & (there > 0)
        return float((self.times[possible] * np.log(here[possible] / there[possible])).sum())

    def _chances(self, masses: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How likely each is to end where it was seen to, and after it was first at risk."""
        before = np.concatenate(([0.0], np.cumsum(masses)))
        return before[self.seen[1]] - before[self.seen[0]], before[self.at_risk[1]] - before[self.at_risk[0]]

    def _spread(self, weights: NDArray[np.float64], places: NDArray[np.int64]) -> NDArray[np.float64]:
        """The sum of weights over the ranges that each place lies in."""
        begun = np.bincount(places[0], weights, self.number + 1)
        summed: NDArray[np.float64] = np.cumsum(begun - np.bincount(places[1], weights, self.number + 1))[:-1]
        return summed


def _self_consistent(sample: _Sample) -> NDArray[np.float64]:
    """Masses that equal what they make of what was observed.

    Two steps say how the next ones would go on: the leap to there is taken where it makes the observed more likely
    (R. Varadhan and C. Roland, "Simple and globally convergent methods for accelerating the convergence of any EM
    algorithm", Scandinavian Journal of Statistics 35, 2008).
    """
    masses = np.full(sample.number, 1 / sample.number)
    for _step in range(_STEPS):
        first = sample.step(masses)
        second = sample.step(first)
        way = first - masses
        turn = second - first - way
        if float(np.abs(way).max()) < _ENOUGH:
            return second
        length = np.sqrt((way @ way) / max(turn @ turn, _TINY))
        leap = masses + 2 * length * way + length**2 * turn
        leap = np.where(leap > 0, leap, second / 10)  # a mass that is none can never come back
        leap = sample.step(leap / leap.sum())
        masses = leap if sample.likelihood(leap) > sample.likelihood(second) else second
    return masses


# Relationships -----------------------------------------------------------------------------------------------------


def relationship_intervals(series: RelationshipSeries, *, as_of: date) -> tuple[Observed, ...]:
    """How long each relationship lasted until its first end, in days, as an interval; those still there are censored.

    The clock of each starts with its beginning, or with its first evidence. The day of the beginning and that of the
    end both count. Vague beginnings widen the interval as vague ends do; of what is still there, the latest beginning
    says how long it has lasted at least.
    """
    found = (_observed(lane, as_of) for lane in series.lanes if lane.spans)
    return tuple(one for one in found if one is not None)


def _observed(lane: Lane, as_of: date) -> Observed | None:
    begin = lane.spans[0]
    best = middle(begin.first_earliest, begin.first_latest)
    first, last = begin.first_earliest or best, min(begin.first_latest or best, as_of)
    end = next((span for span in lane.spans if span.state is RelationshipState.ENDED), None)
    if best > as_of or (end is begin and not begin.started):
        return None
    if end is None or middle(end.first_earliest, end.first_latest) > as_of:
        return Observed(low=float((as_of - last).days + 1), high=None)
    earliest, latest = end.first_earliest or first, end.first_latest or as_of
    if latest < first or (lane.spans.index(end) == 1 and not begin.started and latest <= best):
        return None
    return Observed(low=float(max((earliest - last).days + 1, 1)), high=float(max((latest - first).days + 1, 1)))
