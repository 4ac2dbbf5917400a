"""How long relationships last where ends are known only as an interval: Turnbull's estimator. Pure.

Source: B. W. Turnbull, "The empirical distribution function with arbitrarily grouped, censored and truncated data",
Journal of the Royal Statistical Society B 38 (1976). The masses that make what was observed the most likely are found
by self-consistency. They lie on the innermost intervals alone; where within one of them, nothing says. With exact ends
it is the estimator of Kaplan and Meier. Late entries are none of it: with them Turnbull's own intervals are not the
right ones (H. Frydman, the same journal, 56, 1994).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import inf

import numpy as np
from numpy.typing import NDArray

from db.analysis.relationships.survival import middle
from db.analysis.series import Lane, RelationshipSeries
from db.model.values import RelationshipState

#: Masses that should vanish do so ever more slowly: what they still have after so many steps is none.
_STEPS = 20_000
#: By how much the logarithm of the likelihood may stay below the highest that there is.
_ENOUGH = 1e-7
_NO_MASS = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """One subject, in whole days: it ended within [low, high]; ``high`` None: after ``low``, if at all (censored)."""

    low: float
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mass:
    """So much of all ends lies within [first, last]; after it S is ``survival``. ``last`` None: after all observed."""

    first: float
    last: float | None
    mass: float
    survival: float


def turnbull(subjects: Iterable[Observed]) -> tuple[Mass, ...]:
    """The masses in order of time, those without any left out; empty without subjects.

    Raises ValueError for an interval that is over before it begins.
    """
    observed = Counter(subjects)
    if any(one.high is not None and one.high < one.low for one in observed):
        raise ValueError("an interval ends before it begins")
    if not observed:
        return ()
    ranges = [(one.low + 1, inf) if one.high is None else (one.low, one.high) for one in observed]
    inner = _innermost(ranges)
    lefts, rights = [low for low, _ in inner], [high for _, high in inner]
    seen = np.array([(bisect_left(lefts, low), bisect_right(rights, high)) for low, high in ranges], np.int64).T
    masses = _self_consistent(seen, np.array(list(observed.values()), np.float64), len(inner))
    found, left = [], 1.0
    for (low, high), mass in zip(inner, masses.tolist(), strict=True):
        if mass > _NO_MASS:
            left = max(left - mass, 0.0)
            last = None if high == inf else high
            found.append(Mass(first=low, last=last, mass=mass, survival=0.0 if left < _NO_MASS else left))
    return tuple(found)


def _innermost(ranges: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """The intervals from a left end to a right one with no other end between: mass anywhere else would be wasted."""
    ends = sorted({(end, side) for found in ranges for side, end in enumerate(found)})
    return [(end, following) for (end, side), (following, next_side) in pairwise(ends) if side < next_side]


def _self_consistent(seen: NDArray[np.int64], times: NDArray[np.float64], number: int) -> NDArray[np.float64]:
    """Masses that equal what they make of the observed ends, each seen in the places [from, to), so many times.

    A place's worth is by how much the likelihood would grow with mass there. With masses that are the most likely no
    place is worth more than there are subjects, and what the best one is worth above that is no less than what the
    logarithm of the likelihood still lacks (R. Gentleman and C. J. Geyer, Biometrika 81, 1994).
    """
    subjects = times.sum()
    masses = np.full(number, 1 / number)
    for _step in range(_STEPS):
        before = np.concatenate(([0.0], np.cumsum(masses)))
        weights = times / (before[seen[1]] - before[seen[0]])
        steps = np.bincount(seen[0], weights, number + 1) - np.bincount(seen[1], weights, number + 1)
        worth = np.cumsum(steps)[:-1]
        if worth.max() - subjects < _ENOUGH:
            break
        masses = masses * worth / subjects
        masses /= masses.sum()
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
