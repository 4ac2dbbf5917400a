"""Events in a strip and labels beside lines: nothing covers anything, and nothing gets lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.drawing.figure import Strip
from desktop.drawing.marks import Pin
from desktop.drawing.placing import spread, stack


def _stack(days, rows=3, **more):
    pins = [Pin(float(day), number, "#000000", key=number, **more) for number, day in enumerate(sorted(days), 1)]
    return stack(
        Strip(pins), lambda x: x, (0.0, 1000.0), rows=rows, width=lambda _pin: 18.0, crowd=34.0,
        effect=lambda _pin: 30.0,
    )  # fmt: skip


def test_crowded_events_are_stacked_then_counted():
    found = _stack([100] * 8, rows=5)
    assert [one.row for one in found] == [0, 1, 2, 3, 4, 5]
    assert found[-1].more == 3


@pytest.mark.no_cover
@given(st.lists(st.integers(0, 1000), max_size=60))
def test_no_event_is_lost_and_none_covers_another(days):
    found = _stack(days)
    assert sum(one.more or 1 for one in found) == len(days)
    for row in range(4):
        centers = sorted(one.center for one in found if one.row == row)
        assert all(b - a >= 18 for a, b in pairwise(centers))


@pytest.mark.parametrize("days", [[500] * 10_000, [n / 10 for n in range(10_000)]])
def test_ten_thousand_events_are_placed_by_their_places_not_one_by_one(days):
    found = _stack(days)
    assert len(found) < 200
    assert sum(one.more or 1 for one in found) == 10_000


def test_an_effect_stands_where_it_covers_nothing():
    assert [one.effect for one in _stack([100, 130, 400])] == [False, True, True]


@pytest.mark.no_cover
@given(st.lists(st.floats(0, 200), max_size=12))
def test_labels_keep_their_order_and_do_not_touch(wanted):
    found = spread(wanted, 10, 0, 200)
    order = [place for _want, place in sorted(zip(wanted, found, strict=True))]
    assert all(b - a >= 10 - 1e-6 for a, b in pairwise(order))
