"""What is calculated is shown no finer than its width allows, and never narrower than it is."""

from math import isclose, log10

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from desktop.wording import formatting as fmt
from desktop.wording.language.rounding import rounded

NB = "\N{NO-BREAK SPACE}"

numbers = st.floats(-1e9, 1e9, allow_nan=False)
triples = st.tuples(numbers, numbers, numbers).map(sorted)


@given(triples)
@example([903_149, 1_369_816, 2_769_816])
@example([1179.31, 1228.57, 1281.48])
def test_what_is_shown_holds_what_is_possible_in_whole_heads(ends):
    low, best, high = ends
    assume(high - low > 1e-3)
    shown = rounded(low, best, high)
    assert shown.low <= low + 0.5 + 1e-5
    assert shown.high >= high - 0.5 - 1e-5
    assert shown.low <= shown.best <= shown.high
    assert abs(shown.best - best) <= shown.unit / 2 + 1e-5
    assert low - shown.low < shown.unit + 0.5
    assert shown.high - high < shown.unit + 0.5


@given(triples)
def test_the_unit_is_the_largest_power_of_ten_within_a_twentieth_of_the_width(ends):
    low, best, high = ends
    assume(high - low > 1e-3)
    unit = rounded(low, best, high).unit
    assert isclose(log10(unit) % 1, 0)
    assert unit == 1 or unit * 20 <= high - low + 1.1
    assert unit * 10 * 20 > high - low - 1.1
    assert all(end % unit == 0 for end in (rounded(low, best, high).low, rounded(low, best, high).high))


@given(numbers, st.none() | numbers)
def test_what_has_no_width_or_an_open_side_is_shown_as_it_is(end, best):
    assert (rounded(end, end, end).low, rounded(end, end, end).unit) == (end, 0)
    assert rounded(None, best, end).high == end
    assert rounded(end, best, None).low == end
    top = abs(end)
    assert rounded(0, None, top).high == top  # nothing is known of the lower end


@pytest.mark.parametrize(
    ("ends", "english", "german"),
    [
        ((903_149, 1_369_816, 2_769_816), f"≈{NB}1.37{NB}million (0.90–2.77{NB}million)",
         f"≈{NB}1,37{NB}Mio. (0,90–2,77{NB}Mio.)"),
        ((1179.31, 1228.57, 1281.48), f"≈{NB}1,229 (1,179–1,281)", f"≈{NB}1.229 (1.179–1.281)"),
        ((884.48, 1228.57, 1601.86), f"≈{NB}1,230 (880–1,610)", f"≈{NB}1.230 (880–1.610)"),
        ((8714.29, None, 12_200), "8,700–12,200", "8.700–12.200"),
        ((1_369_816, 1_369_816, 1_369_816), "1,369,816", "1.369.816"),
        ((None, None, 1379), "at most 1,379", "höchstens 1.379"),
        ((0, None, 1379), "at most 1,379", "höchstens 1.379"),
        ((31_294, None, None), f"≥{NB}31,294", f"≥{NB}31.294"),
        ((155.5, 156, 156.5), f"≈{NB}156", f"≈{NB}156"),
        ((1_000_000, 1_500_000, 9_000_000), f"≈{NB}1.5{NB}million (1.0–9.0{NB}million)",
         f"≈{NB}1,5{NB}Mio. (1,0–9,0{NB}Mio.)"),
        ((1_234_000, 1_240_000, 1_256_789), f"≈{NB}1,240,000 (1,234,000–1,257,000)",
         f"≈{NB}1.240.000 (1.234.000–1.257.000)"),
    ],
)  # fmt: skip
def test_intervals_in_both_languages(ends, english, german):
    assert fmt.interval(*ends, language="en") == english
    assert fmt.interval(*ends, language="de") == german


def test_large_and_small_text_say_the_same_as_one():
    assert fmt.figure(903_149, 1_369_816, 2_769_816) == (f"≈{NB}1.37{NB}million", f"0.90–2.77{NB}million")
    assert fmt.figure(1400, 1400, 1400) == ("1,400", "")
    assert fmt.figure(100, None, 150) == ("100–150", "")
    assert fmt.figure(-800, -500, -200, sign=True) == (f"≈{NB}−500", "−800 to −200")
    assert fmt.ends(884.48, 1228.57, 1601.86) == ("880", "1,230", "1,610")
    assert fmt.ends(None, None, 31_294) == ("", "", "31,294")
