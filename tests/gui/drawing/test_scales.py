"""Where the labels of axes stand, and what they say."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.drawing import scales
from desktop.drawing.scripts import visual
from desktop.wording import i18n


def measure(words):
    return 6.0 * len(words)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Berlin", "Pacific/Auckland"])
def test_a_day_is_drawn_and_labeled_as_itself_in_every_zone(monkeypatch, zone):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        for day in (date(2025, 3, 30), date(2025, 7, 16), date(2025, 10, 26), date(2025, 1, 1)):
            assert scales.day_at(day.toordinal()) == day
        ticks = scales.date_ticks(date(2025, 7, 14).toordinal(), date(2025, 7, 18).toordinal(), 800, measure)
        assert [(scales.day_at(tick.x).day, tick.text) for tick in ticks.fine] == [(d, str(d)) for d in range(14, 19)]
        assert [tick.text for tick in ticks.coarse] == ["Jul 2025"]
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("days", "fine", "coarse"),
    [
        (10, "18", "Mar 2014"),
        (60, "14", "Apr 2014"),
        (200, "Jun", "2014"),
        (1300, "Q2", "2015"),
        (4000, "2016", None),
        (300_000, "2500", None),
    ],
)
def test_labels_are_as_fine_as_fits_over_their_years(days, fine, coarse):
    first = date(2014, 3, 12).toordinal()
    ticks = scales.date_ticks(first, first + days, 800, measure)
    assert fine in [tick.text for tick in ticks.fine]
    assert coarse is None or coarse in [tick.text for tick in ticks.coarse]
    assert 2 <= len(ticks.fine) <= 26


def test_labels_speak_the_readers_language():
    first = date(2025, 4, 1).toordinal()
    i18n.use("de")
    try:
        words = [tick.text for tick in scales.date_ticks(first, first + 200, 800, measure).fine]
        assert words[:3] == ["Apr.", "Mai", "Juni"]
        assert scales.date_ticks(first, first + 6, 500, measure).fine[0].text == "1."
    finally:
        i18n.use("en")


@pytest.mark.no_cover
@given(
    st.floats(date(1, 1, 1).toordinal(), date(9998, 1, 1).toordinal()), st.floats(1.0, 3e6), st.floats(150, 3000),
)  # fmt: skip
def test_every_axis_of_days_has_two_labels_in_order(first, span, width):
    last = min(first + span, scales.LAST)
    ticks = scales.date_ticks(first, last, width, measure)
    places = [tick.x for tick in ticks.fine]
    assert places == sorted(places)
    told = [tick for tick in ticks.fine if tick.until is not None or first <= tick.x <= last]
    assert len(told) >= min(2, int(last - first))


@pytest.mark.no_cover
@given(st.floats(-1e6, 1e6), st.floats(0.01, 1e7), st.floats(30, 900))
def test_values_are_round_and_two_at_least(low, span, height):
    for whole in (True, False):
        found = scales.value_ticks(low, low + span, height, apart=30, whole=whole)
        assert found == sorted(set(found))
        assert all(low - 1e-6 * span <= value <= low + span * (1 + 1e-6) for value in found)
        if not whole or span >= 2:
            assert len(found) >= 2
        if whole:
            assert all(value == int(value) for value in found)


def test_values_are_whole_numbers_apart_from_each_other():
    assert scales.value_ticks(0, 3, 400, apart=42) == [0, 1, 2, 3]
    assert scales.value_ticks(1100, 1500, 200, apart=42) == [1100, 1200, 1300, 1400, 1500]
    assert scales.value_ticks(5, 5, 100, apart=42) == []


def test_months_from_an_anchor_carry_their_sign():
    assert [tick.text for tick in scales.month_ticks(-12, 18, 500, measure).fine] == [
        "−12", "−9", "−6", "−3", "0", "+3", "+6", "+9", "+12", "+15", "+18",
    ]  # fmt: skip


def test_words_that_run_from_right_to_left_keep_their_order():
    assert visual("Scale AI to Google") == ["Scale", "AI", "to", "Google"]
    assert visual("شركة النور") == ["النور", "شركة"]
    assert visual("Acme שלום עולם Ltd") == ["Acme", "עולם", "שלום", "Ltd"]
    assert visual("שלום Scale AI עולם") == ["עולם", "Scale", "AI", "שלום"]
