"""Turnbull's estimator: small cases by hand, beside Kaplan and Meier, and against what makes it the most likely one."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.analysis.relationships.interval_censored import Mass, Observed, turnbull
from db.analysis.relationships.survival import Spell, kaplan_meier


def within(low: float, high: float | None) -> Observed:
    return Observed(low=low, high=high)


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
        ([(1, 1), (2, 3), (5, None)], [(1, 1, 1 / 3), (2, 3, 1 / 3), (6, None, 1 / 3)]),
        # Censored at 6, and one ended on the 6th or 7th: the day of that is the 7th. p q with p + q = 1.
        ([(6, None), (4, 7), (8, 11)], [(7, 7, 1 / 2), (8, 11, 1 / 2)]),
        # The six of a text book, in days: (0, 1], (1, 3], (1, 3], (0, 2], (0, 2], (2, 3].
        ([(1, 1), (2, 3), (2, 3), (1, 2), (1, 2), (3, 3)], [(1, 1, 1 / 3), (2, 2, 1 / 3), (3, 3, 1 / 3)]),
    ],
)
def test_by_hand(observed: list[tuple[float, float | None]], expected: list[tuple[float, float | None, float]]) -> None:
    assert masses(turnbull(within(*one) for one in observed)) == expected


def test_nobody_and_what_is_over_before_it_begins() -> None:
    assert turnbull([]) == ()
    with pytest.raises(ValueError, match="before it begins"):
        turnbull([within(3, 2)])


def test_where_masses_vanish_slowly_the_most_likely_ones_are_found() -> None:
    """With masses a, b, c on 6, 7 and 8 to 10 the likelihood is a (a + b) (b + c) c: the highest, 1/16, at b = 0.

    An estimator that stops where the likelihood hardly grows any more (lifelines 0.30.3 does) leaves 0.0104 on the 7th.
    """
    observed = [(4, None), (4, None), (5, 6), (6, 7), (6, None), (5, 10), (6, 10), (6, 11), (8, 12)]
    found = {one.first: one.mass for one in turnbull(within(*one) for one in observed)}
    a, b, c = (found.get(first, 0.0) for first in (6, 7, 8))
    assert (a, b, c) == pytest.approx((0.5, 0, 0.5), abs=2e-4)
    stopped = 0.49478782 * (1 - 0.49478782)
    assert stopped**2 < a * (a + b) * (b + c) * c <= 1 / 16


#: What lifelines 0.30.3 makes of tables of its own kind (closed intervals; censored after ``low``), S after each end.
OTHER_TABLES = [
    ([(3, 5), (8, 13), (1, 4), (4, 5), (8, 12), (8, 11), (3, 4)], {4: 0.4286, 11: 0.0}),
    (
        [(8, 11), (4, 5), (8, 13), (3, 3), (3, 3), (1, 5), (8, 13), (3, None), (2, None)],
        {3: 0.6746, 5: 0.4603, 11: 0.0},
    ),
    (
        [(1, 2), (5, 10), (5, 5), (7, 7), (2, 6), (4, 8), (6, 7), (8, None), (2, 6)],
        {2: 0.8201, 5: 0.4743, 6: 0.419, 7: 0.1285, 10: 0.0},
    ),
    ([(1, 6), (4, 5), (2, 6), (1, 1), (1, None), (7, 8)], {1: 0.7887, 5: 0.2113, 8: 0.0}),
    ([(6, 7), (2, 4), (4, 5), (1, None), (8, 9), (4, 8), (7, 8), (2, 2)], {2: 0.7962, 4: 0.5223, 7: 0.2611, 8: 0.0}),
    ([(3, 8), (7, 10), (8, 11), (5, None), (6, 9), (4, 7)], {7: 0.5, 8: 0.0}),
]


@pytest.mark.parametrize(("observed", "expected"), OTHER_TABLES)
def test_another_library_agrees(observed: list[tuple[float, float | None]], expected: dict[float, float]) -> None:
    found = turnbull(within(*one) for one in observed)
    for time, survival in expected.items():
        left = 1 - sum(one.mass for one in found if one.last is not None and one.last <= time)
        assert left == pytest.approx(survival, abs=2e-3)


TIMES = st.integers(1, 9).map(float)


@st.composite
def spells(draw: st.DrawFn) -> Spell:
    return Spell(exit=draw(TIMES), ended=draw(st.booleans()))


@pytest.mark.no_cover
@settings(max_examples=60, deadline=None)
@given(st.lists(spells(), min_size=1, max_size=8))
def test_exact_ends_are_as_kaplan_and_meier_have_them(subjects: list[Spell]) -> None:
    curve = kaplan_meier(subjects)
    found = turnbull(within(one.exit, one.exit if one.ended else None) for one in subjects)
    assert curve is not None
    for point in curve.points:
        left = 1 - sum(one.mass for one in found if one.last is not None and one.last <= point.time)
        assert left == pytest.approx(point.survival, abs=1e-4)


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
