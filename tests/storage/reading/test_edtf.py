"""EDTF text against the standard (ISO 8601-2, levels 0 and 1) and against the edtf package where that works."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.model.values import DateMode
from db.reading.dates import parse_date
from db.reading.edtf import EdtfError, bounds, from_edtf

edtf = pytest.importorskip("edtf")

#: The package takes milliseconds for each text.
FEW = settings(max_examples=50)
#: Outside these the package answers with a failure of its own near the ends of the calendar.
days = st.dates(date(1000, 1, 1), date(9000, 12, 31))
precise = st.builds(lambda day, length: day.isoformat()[:length], days, st.sampled_from([4, 7, 10]))
unspecified = st.builds(
    lambda day, form: form.format(day.isoformat()[:4], day.isoformat()[:7], day.isoformat()[:3], day.isoformat()[:2]),
    days,
    st.sampled_from(["{2}X", "{3}XX", "{0}-XX", "{1}-XX", "{0}-XX-XX"]),
)
seasons = st.builds(lambda day, code: f"{day.year}-{code}", days, st.sampled_from(["21", "22", "23"]))


def theirs(text, *, fuzzy=False):
    read = edtf.parse_edtf(text)
    ends = (read.lower_fuzzy(), read.upper_fuzzy()) if fuzzy else (read.lower_strict(), read.upper_strict())
    return tuple(date(*end[:3]) for end in ends)


@FEW
@given(st.one_of(precise, unspecified, seasons))
def test_one_date_agrees_with_the_package(text):
    assert bounds(text) == theirs(text)


@FEW
@given(precise, precise)
def test_intervals_agree_with_the_package(start, end):
    text = f"{start}/{end}"
    if bounds(start)[0] > bounds(end)[1]:
        with pytest.raises(EdtfError):
            bounds(text)
    elif bounds(start)[0] <= bounds(end)[0]:
        # The package refuses "2025-07/2025", whose end may lie after its start; the standard does not.
        assert bounds(text) == theirs(text)


@FEW
@given(precise)
def test_approximate_dates_are_one_unit_wider_on_each_side(text):
    """The standard names no margin. The package's for a year is a year; months and days it widens by a year too, which
    would make "about 16 July" two years long: there our own margin, one unit of the precision, lies within it.
    """
    ours, wide = bounds(f"{text}~"), theirs(f"{text}~", fuzzy=True)
    if len(text) == 4:
        assert ours == wide
    assert wide[0] <= ours[0] < bounds(text)[0] <= bounds(text)[1] < ours[1] <= wide[1]


@FEW
@given(precise)
def test_uncertain_dates_keep_their_bounds(text):
    """``?`` doubts the source, not the day: the package's strict bounds."""
    assert bounds(f"{text}?") == bounds(text) == theirs(f"{text}?")


@given(precise)
def test_an_open_end_is_open(text):
    """Here the package fails (an open end is a number to it, with no day), so the standard decides: no bound there."""
    first, last = bounds(text)
    assert bounds(f"{text}/..") == (first, None)
    assert bounds(f"../{text}") == (None, last)


@given(precise)
def test_an_unknown_end_is_no_bound_either(text):
    """The package adds ten years to an unknown end; the standard names no such limit."""
    first, last = bounds(text)
    assert bounds(f"{text}/") == (first, None)
    assert bounds(f"/{text}") == (None, last)


@pytest.mark.no_cover
@FEW
@given(days)
def test_a_winter_goes_on_into_the_next_year(day):
    """The package ends it on 31 December; the standard names no months; a northern winter is December to February."""
    first, last = bounds(f"{day.year}-24")
    assert (first, last.month, last.year) == (date(day.year, 12, 1), 2, day.year + 1)
    assert theirs(f"{day.year}-24")[0] == first


@pytest.mark.parametrize("text", ["Y12025", "Y-17000002", "-0100", "-0001-04", "12025", "0000", "0000-05"])
def test_years_no_calendar_of_ours_has_are_refused(text):
    with pytest.raises(EdtfError):
        bounds(text)
    assert not hasattr(parse_date(text), "edtf")


@pytest.mark.parametrize("text", ["2025-13", "2025-00", "2025-02-30", "2025-04-31", "2100-02-29", "2025-07-00"])
def test_days_and_months_that_do_not_exist(text):
    with pytest.raises(EdtfError) as caught:
        bounds(text)
    assert caught.value.reason == "impossible_date"
    assert parse_date(text).reason == "impossible_date"


@pytest.mark.parametrize("text", ["2025-7", "25-07", "2025-07-16T10:00", "2025-07~-16", "?2025", "2025~?",
                                   "[2025,2026]",
                                  "{2025}", "2025-2X", "1X25", "2025-07/08", "2025//2026", "2025-25",
                                  "2025-42"])  # fmt: skip
def test_level_2_and_slips_are_refused(text):
    with pytest.raises(EdtfError):
        from_edtf(text)


@given(st.text(alphabet="0123456789X-/.?~% TZ", max_size=24))
def test_any_text_is_read_or_refused(text):
    try:
        first, last = bounds(text)
    except EdtfError as error:
        reason = error.reason
        assert reason in {"not_understood", "impossible_date", "out_of_range", "end_before_start"}
    else:
        assert first is None or last is None or first <= last
        assert from_edtf(text, DateMode.SPAN, "as written").words == "as written"
