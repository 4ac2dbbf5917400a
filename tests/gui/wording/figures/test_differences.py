"""What is known of a change where no level is: in words, in both languages, and never as "at most" of a negative."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.wording import i18n
from desktop.wording.figures import differences

CASES = [
    ((-500, -500, -500), "500 fewer than at the start", "500 weniger als am Anfang"),
    ((40, 40, 40), "40 more than at the start", "40 mehr als am Anfang"),
    ((0, 0, 0), "as many as at the start", "so viele wie am Anfang"),
    ((-800, -500, -200), "≈ 500 (200–800) fewer than at the start", "≈ 500 (200–800) weniger als am Anfang"),
    ((-300, None, -100), "100–300 fewer than at the start", "100–300 weniger als am Anfang"),
    ((None, None, -31_294), "31,294 fewer than at the start, or more",
     "31.294 weniger als am Anfang, oder noch weniger"),
    ((None, None, 0), "fewer than at the start, by an unknown number",
     "weniger als am Anfang, um eine unbekannte Zahl"),
    ((0, None, None), "more than at the start, by an unknown number",
     "mehr als am Anfang, um eine unbekannte Zahl"),
    ((800, None, None), "800 more than at the start, or more still", "800 mehr als am Anfang, oder noch mehr"),
    ((None, None, 70), "at most 70 more than at the start", "höchstens 70 mehr als am Anfang"),
    ((-70, None, None), "at most 70 fewer than at the start", "höchstens 70 weniger als am Anfang"),
    ((-200, -50, 300), "≈ 50 fewer than at the start (200 fewer to 300 more)",
     "≈ 50 weniger als am Anfang (200 weniger bis 300 mehr)"),
    ((-200, None, 300), "200 fewer to 300 more than at the start", "200 weniger bis 300 mehr als am Anfang"),
    ((None, None, None), "an unknown number more or fewer than at the start",
     "um eine unbekannte Zahl mehr oder weniger als am Anfang"),
]  # fmt: skip


@pytest.mark.parametrize(("ends", "english", "german"), CASES)
def test_a_change_since_the_start(ends, english, german):
    assert differences.since_start(*ends).replace("\N{NO-BREAK SPACE}", " ") == english
    i18n.use("de")
    try:
        assert differences.since_start(*ends).replace("\N{NO-BREAK SPACE}", " ") == german
    finally:
        i18n.use("en")


ends = st.none() | st.integers(-(10**6), 10**6).map(float)


@given(ends, ends)
def test_no_sign_stands_in_the_words(low, high):
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    for words in (differences.since_start(low, None, high), differences.difference(low, None, high)):
        assert words
        assert "−" not in words
        assert "{" not in words


def test_a_large_and_a_small_text():
    assert differences.parts(None, None, -31_294) == ("31,294 fewer, or more", "since the start")
    assert differences.parts(0, 0, 0) == ("as many", "since the start")
    large, small = differences.parts(-800, -500, -200)
    assert (large.replace("\N{NO-BREAK SPACE}", " "), small) == ("≈ 500 fewer", "200–800 fewer than at the start")
