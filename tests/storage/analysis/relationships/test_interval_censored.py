"""Turnbull's estimator: small cases by hand, beside Kaplan and Meier, and against what makes it the most likely one."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.analysis.relationships.interval_censored import Mass, Observed, turnbull
from db.analysis.relationships.survival import Spell, kaplan_meier


def within(low: float, high: float | None, entry: float = 0.0) -> Observed:
    return Observed(low=low, high=high, entry=entry)


def masses(found: Sequence[Mass]) -> list[tuple[float, float | None, float]]:
    return [(one.first, one.last, pytest.approx(one.mass, abs=1e-6)) for one in found]


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        # p (p + q) q with p + q = 1 is the most likely at a half; one more exact end at 1 makes it p p q.
        ([(1, 1), (1, 3), (2, 3)], [(1, 1, 1 / 2), (2, 3, 1 / 2)]),
        ([(1, 1), (1, 1), (1, 3), (2, 3)], [(1, 1, 2 / 3), (2, 3, 1 / 3)]),
        # All meet in one place.
        ([(1, 5), (2, 8), (4, 9)], [(4, 5, 1)]),
        # Censored at 5: all that is known is that it ends later.
        ([(1, 1), (2, 3), (5, None)], [(1, 1, 1 / 3), (2, 3, 1 / 3), (5, None, 1 / 3)]),
        # The six of a text book, in days: (0, 1], (1, 3], (1, 3], (0, 2], (0, 2], (2, 3].
        ([(1, 1), (2, 3), (2, 3), (1, 2), (1, 2), (3, 3)], [(1, 1, 1 / 3), (2, 2, 1 / 3), (3, 3, 1 / 3)]),
    ],
)
def test_by_hand(observed: list[tuple[float, float | None]], expected: list[tuple[float, float | None, float]]) -> None:
    assert masses(turnbull(within(*one) for one in observed)) == expected


def test_nobody_and_what_is_over_before_it_begins() -> None:
    assert turnbull([]) == ()
    assert turnbull([within(1, 3, entry=3)]) == (), "never at risk"
    with pytest.raises(ValueError, match="before it begins"):
        turnbull([within(3, 2)])


TIMES = st.integers(1, 9).map(float)


@st.composite
def spells(draw: st.DrawFn) -> Spell:
    entry, exit_ = sorted((draw(st.integers(0, 8)), draw(st.integers(1, 9))))
    return Spell(entry=float(entry), exit=float(max(exit_, entry + 1)), ended=draw(st.booleans()))


@pytest.mark.no_cover
@settings(max_examples=100, deadline=None)
@given(st.lists(spells(), min_size=1, max_size=8))
def test_exact_ends_are_as_kaplan_and_meier_have_them(subjects: list[Spell]) -> None:
    curve = kaplan_meier(subjects)
    found = turnbull(within(one.exit, one.exit if one.ended else None, one.entry) for one in subjects)
    assert curve is not None
    for point in curve.points:
        if point.survival == 0:
            break  # a curve that has reached 0 says nothing of those who enter later
        left = 1 - sum(one.mass for one in found if one.last is not None and one.last <= point.time)
        assert left == pytest.approx(point.survival, abs=1e-6)


@pytest.mark.no_cover
@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(TIMES, st.none() | TIMES), min_size=1, max_size=8))
def test_no_other_masses_are_more_likely(ends: list[tuple[float, float | None]]) -> None:
    """The likelihood is concave: no time may be worth more than those that have mass (Gentleman and Geyer, 1994)."""
    observed = [within(low, None if high is None else max(low, high)) for low, high in ends]
    found = turnbull(observed)
    assert sum(one.mass for one in found) == pytest.approx(1)

    def covers(one: Observed, time: float) -> bool:
        return time > one.low if one.high is None else one.low <= time <= one.high

    def likely(one: Observed) -> float:
        return sum(mass.mass for mass in found if covers(one, inf if mass.last is None else mass.last))

    def worth(time: float) -> float:
        return sum(1 / likely(one) for one in observed if covers(one, time))

    for mass in found:
        if mass.mass > 1e-4:
            assert worth(inf if mass.last is None else mass.last) == pytest.approx(len(observed), rel=1e-3)
    for time in range(1, 20):
        assert worth(time / 2) <= len(observed) * 1.001
    assert worth(inf) <= len(observed) * 1.001
