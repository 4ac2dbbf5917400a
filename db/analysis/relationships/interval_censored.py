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
_STEPS = 20_000
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
    masses = _self_consistent(seen, at_risk, np.array(list(observed.values()), np.float64), len(inner))
    found, left = [], 1.0
    for ((low, _), (high, _)), mass in zip(inner, masses.tolist(), strict=True):
        if mass > _NO_MASS:
            left = max(left - mass, 0.0)
            last = None if high == inf else high
            found.append(Mass(first=low, last=last, mass=mass, survival=0.0 if left < _NO_MASS else left))
    return tuple(found)


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


def _self_consistent(
    seen: NDArray[np.int64], at_risk: NDArray[np.int64], times: NDArray[np.float64], number: int
) -> NDArray[np.float64]:
    """Masses that equal what they make of the observed ends, and of those that late entries kept from being seen."""
    masses = np.full(number, 1 / number)

    def spread(weights: NDArray[np.float64], places: NDArray[np.int64]) -> NDArray[np.float64]:
        """The sum of weights over the ranges that each place lies in."""
        steps = np.bincount(places[0], weights, number + 1) - np.bincount(places[1], weights, number + 1)
        summed: NDArray[np.float64] = np.cumsum(steps)[:-1]
        return summed

    for _step in range(_STEPS):
        before = np.concatenate(([0.0], np.cumsum(masses)))
        here, there = before[seen[1]] - before[seen[0]], before[at_risk[1]] - before[at_risk[0]]
        possible = (here > 0) & (there > 0)
        own = np.divide(times, here, out=np.zeros(len(times)), where=possible)
        ghosts = np.divide(times, there, out=np.zeros(len(times)), where=possible)
        new = masses * np.maximum(spread(own, seen) + ghosts.sum() - spread(ghosts, at_risk), 0.0)
        new /= new.sum()
        moved = float(np.abs(new - masses).max())
        masses = new
        if moved < _ENOUGH:
            break
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
