"""How long relationships last where ends are known only as an interval: Turnbull's estimator. Pure.

Source: B. W. Turnbull, "The empirical distribution function with arbitrarily grouped, censored and truncated data",
Journal of the Royal Statistical Society B 38 (1976). The masses that make what was observed the most likely are found
by self-consistency. They lie on the innermost intervals alone; where within one of them, nothing says. With exact ends
it is the estimator of Kaplan and Meier, late entries included.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import inf

from db.analysis.relationships.survival import middle
from db.analysis.series import Lane, RelationshipSeries
from db.model.values import RelationshipState

#: An end of an interval, and its order among ends of one value: closed left ends, right ends, open left ends.
_End = tuple[float, int]
_CLOSED, _RIGHT, _OPEN = 0, 1, 2
_STEPS = 20_000
_ENOUGH = 1e-10


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
    ranges = [(_within(inner, *_ends(one)), _within(inner, (one.entry, _OPEN), (inf, _RIGHT))) for one in observed]
    masses = _self_consistent(ranges, list(observed.values()), len(inner))
    found, left = [], 1.0
    for ((low, _), (high, _)), mass in zip(inner, masses, strict=True):
        if mass > 1e-9:
            left = max(left - mass, 0.0)
            last = None if high == inf else high
            found.append(Mass(first=low, last=last, mass=mass, survival=0.0 if left < 1e-9 else left))
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


def _within(inner: Sequence[tuple[_End, _End]], low: _End, high: _End) -> tuple[int, int]:
    """The places [from, to) of the innermost intervals that lie in [low, high]: they follow each other."""
    places = [number for number, (first, last) in enumerate(inner) if low <= first and last <= high]
    return (places[0], places[-1] + 1) if places else (0, 0)


def _self_consistent(
    ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]], times: Sequence[int], number: int
) -> list[float]:
    """Masses that equal what they make of the observed ends, and of those that late entries kept from being seen."""
    masses = [1 / number] * number
    for _step in range(_STEPS):
        before = [0.0]
        for mass in masses:
            before.append(before[-1] + mass)
        seen, unseen, ghosts = [0.0] * (number + 1), [0.0] * (number + 1), 0.0
        for ((begin, end), (risk, over)), count in zip(ranges, times, strict=True):
            here, there = before[end] - before[begin], before[over] - before[risk]
            if here > 0 and there > 0:
                seen[begin] += count / here
                seen[end] -= count / here
                unseen[risk] -= count / there
                unseen[over] += count / there
                ghosts += count / there
        new, expected, hidden = [], 0.0, ghosts
        for place in range(number):
            expected += seen[place]
            hidden += unseen[place]
            new.append(masses[place] * max(expected + hidden, 0.0))
        whole = sum(new)
        new = [mass / whole for mass in new]
        moved = max(abs(one - other) for one, other in zip(new, masses, strict=True))
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
