"""Numbers, intervals and dates in the words of both languages."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.model.values import DateMode, ImpreciseDate, Quantity
from desktop.wording import formatting as fmt

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "decimals", "english", "german"),
    [
        (1400, 0, "1,400", "1.400"),
        (1234567, 0, "1,234,567", "1.234.567"),
        (0, 0, "0", "0"),
        (-200, 0, "−200", "−200"),
        (-0.2, 0, "0", "0"),
        (0.5, 0, "1", "1"),
        (2.5, 0, "3", "3"),
        (14.25, 1, "14.3", "14,3"),
        (14.0, 1, "14", "14"),
        (1.005, 2, "1.01", "1,01"),
        (0.07, 2, "0.07", "0,07"),
        (None, 0, "–", "–"),
        (float("nan"), 0, "–", "–"),
        (float("-inf"), 0, "−∞", "−∞"),
    ],
)
def test_numbers(value, decimals, english, german):
    assert fmt.number(value, decimals=decimals, language="en") == english
    assert fmt.number(value, decimals=decimals, language="de") == german


def test_signed_numbers_show_a_gain_as_such():
    assert [fmt.signed(value) for value in (1400, -1400, 0, None, -0.3)] == ["+1,400", "−1,400", "0", "–", "0"]


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        (Quantity.exact(1400), "1,400", "1.400"),
        (Quantity(150, 200, 250), f"≈{NB}200 (150–250)", f"≈{NB}200 (150–250)"),
        (Quantity(100, None, 150), "100–150", "100–150"),
        (Quantity(500, None, None), f"≥{NB}500", f"≥{NB}500"),
        (Quantity(None, None, 300), "at most 300", "höchstens 300"),
        (Quantity(0, None, 300), "at most 300", "höchstens 300"),
        (Quantity(500, 600, None), f"≈{NB}600 (≥{NB}500)", f"≈{NB}600 (≥{NB}500)"),
        (Quantity(None, 200, 300), f"≈{NB}200 (at most 300)", f"≈{NB}200 (höchstens 300)"),
        (Quantity(None, 200, None), f"≈{NB}200", f"≈{NB}200"),
        (Quantity(0, 0, 0), "0", "0"),
        (Quantity(884.48, 1228.57, 1601.86), f"≈{NB}1,229 (884–1,602)", f"≈{NB}1.229 (884–1.602)"),
        (Quantity(), "unknown", "unbekannt"),
        (None, "–", "–"),
    ],
)
def test_counts_say_how_sure_they_are(value, english, german):
    assert fmt.quantity(value, language="en") == english
    assert fmt.quantity(value, language="de") == german


def test_changes_carry_signs_at_both_ends():
    assert fmt.interval(199_500_000, 200_000_000, 200_500_000) == f"≈{NB}200.0{NB}million (199.5–200.5{NB}million)"
    assert fmt.interval(903_149, 1_369_816, 2_769_816) == f"≈{NB}1.37{NB}million (0.90–2.77{NB}million)"
    assert fmt.interval(-50, -20, 30, sign=True) == f"≈{NB}−20 (−50 to +30)"
    assert fmt.as_given(0, None, 30, sign=True) == fmt.interval(0, None, 30, sign=True) == "0 to +30"
    assert fmt.as_given(-251, None, -1, sign=True) == "−251 to −1"
    assert fmt.interval(-250, None, -150, sign=True, language="de") == "−250 bis −150"


ends = st.none() | st.floats(0, 1e7, allow_nan=False)


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=2).map(sorted))
def test_the_ends_given_are_shown_as_the_nearest_whole_numbers(bounds):
    low, high = bounds
    text = fmt.as_given(low, None, high).replace(",", "").removeprefix("at most ")
    shown = [int(part) for part in text.split("–")]
    assert abs(shown[-1] - high) <= 0.5 + 1e-5
    assert len(shown) == 1 or abs(shown[0] - low) <= 0.5 + 1e-5


@given(ends, ends, ends)
def test_absent_ends_are_never_shown_as_zero(low, best, high):
    text = fmt.as_given(low, best, high)
    assert text
    if low is None and best is None and high is None:
        assert text == "unknown"
    if all(end is None or end >= 1 for end in (low, best, high)):
        assert "0" not in text.replace(",", "").replace("(", " ").replace("–", " ").split()


def test_percentages():
    assert fmt.percent(14, language="en") == "14%"
    assert fmt.percent(14.04, language="en") == "14%"
    assert fmt.percent(14.5, language="de") == f"14,5{NB}%"
    assert fmt.percent(Quantity(13.5, 14, 14.5), language="en") == f"≈{NB}14% (13.5–14.5%)"
    assert fmt.percent(None) == "–"


def test_amounts_keep_their_currency_and_their_digits():
    assert fmt.money(14.3e9, "USD", language="en") == f"USD{NB}14.3{NB}billion"
    assert fmt.money(14.3e9, "USD", language="de") == f"14,3{NB}Mrd.{NB}USD"
    assert fmt.money(1_234_567, "EUR", language="en") == f"EUR{NB}1,234,567"
    assert fmt.money(Quantity(850, 900, 950), "EUR") == f"≈{NB}EUR{NB}900 (EUR{NB}850–950)"
    assert fmt.money(900, "") == "900"
    assert fmt.money(0, "EUR") == f"EUR{NB}0"


def of(edtf, earliest, latest, mode=DateMode.WITHIN, words=""):
    return ImpreciseDate(
        edtf,
        date.fromisoformat(earliest) if earliest else None,
        date.fromisoformat(latest) if latest else None,
        mode,
        words,
    )


SPAN = DateMode.SPAN


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        (ImpreciseDate.day(date(2025, 7, 16)), "16 July 2025", "16. Juli 2025"),
        (of("2025-07", "2025-07-01", "2025-07-31"), "July 2025", "Juli 2025"),
        (of("2024-02", "2024-02-01", "2024-02-29"), "February 2024", "Februar 2024"),
        (of("2025", "2025-01-01", "2025-12-31"), "2025", "2025"),
        (of("", "2025-07-01", "2025-09-30"), "Q3 2025", "3. Quartal 2025"),
        (of("", "2025-01-01", "2025-06-30"), "H1 2025", "1. Halbjahr 2025"),
        (of("", "2025-07-01", "2025-12-31"), "H2 2025", "2. Halbjahr 2025"),
        (of("", "2025-05-01", "2025-08-31"), "between May and August 2025", "zwischen Mai und August 2025"),
        (of("202X", "2020-01-01", "2029-12-31"), "between 2020 and 2029", "zwischen 2020 und 2029"),
        (of("", "2025-07-10", "2025-07-20"), "between 10 and 20 July 2025", "zwischen 10. und 20. Juli 2025"),
        (of("", "2025-07-01", "2025-07-31", SPAN), "1 to 31 July 2025", "1. bis 31. Juli 2025"),
        (of("", "2025-07-10", "2025-08-20", SPAN), "10 July to 20 August 2025", "10. Juli bis 20. August 2025"),
        (
            of("", "2024-12-30", "2025-01-02", SPAN),
            "30 December 2024 to 2 January 2025",
            "30. Dezember 2024 bis 2. Januar 2025",
        ),
        (of("2025-07/2025-09", "2025-07-01", "2025-09-30", SPAN), "July to September 2025", "Juli bis September 2025"),
        (of("2025-07~", "2025-06-01", "2025-08-31"), "about July 2025", "etwa Juli 2025"),
        (of("2025-07-16?", "2025-07-16", "2025-07-16"), "16 July 2025 (uncertain)", "16. Juli 2025 (unsicher)"),
        (of("2025-22", "2025-06-01", "2025-08-31"), "summer 2025", "Sommer 2025"),
        (of("2025-07-16/..", "2025-07-16", None), "16 July 2025 or later", "16. Juli 2025 oder später"),
        (of("../2025-07-16", None, "2025-07-16"), "16 July 2025 or earlier", "16. Juli 2025 oder früher"),
        (of("", None, None, words="one of these days"), "one of these days", "one of these days"),
        (of("", None, None), "unknown", "unbekannt"),
        (None, "–", "–"),
    ],
)
def test_dates_are_as_precise_as_their_source(value, english, german):
    assert fmt.imprecise(value, language="en") == english
    assert fmt.imprecise(value, language="de") == german


@given(st.dates(), st.dates(), st.sampled_from(DateMode))
def test_a_vague_date_never_shows_a_single_day(first, last, mode):
    first, last = sorted((first, last))
    text = fmt.imprecise(ImpreciseDate("", first, last, mode))
    assert (text == fmt.day(first)) == (first == last)


def test_days_months_periods_and_moments():
    day = date(2025, 3, 4)
    assert fmt.short_day(day, language="en") == "4 Mar 2025"
    assert fmt.short_day(day, language="de") == "04.03.2025"
    assert fmt.month(day, language="de") == "März 2025"
    assert fmt.month(day, short=True) == "Mar 2025"
    assert fmt.moment(datetime(2025, 3, 4, 9, 5)) == "4 March 2025, 09:05"
    assert fmt.period(date(2025, 1, 1), date(2026, 12, 31)) == "2025 to 2026"
    assert fmt.period(date(2025, 7, 1), date(2025, 9, 30), language="de") == "3. Quartal 2025"
    assert fmt.period(day, None) == "4 March 2025 or later"
    assert fmt.period(None, None) == "–"
    assert [fmt.day(None), fmt.short_day(None), fmt.month(None), fmt.moment(None)] == ["–"] * 4


def test_lists_read_as_a_sentence():
    assert fmt.listing(["a", "b", "c"], language="de") == "a, b und c"
    assert fmt.listing(["a"]) == "a"
    assert fmt.listing([]) == ""
