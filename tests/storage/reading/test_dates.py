"""What people and files write as dates: read as a whole, asked about, or kept as text."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.model.values import DateMode, ImpreciseDate
from db.reading.dates import Ambiguous, DateOrder, EdtfError, NotUnderstood, bounds, from_edtf, middle_day, parse_date
from helpers.places import ROOT
from helpers.work import calls

PUBLISHED = date(2025, 8, 4)


def read(text, **how):
    found = parse_date(text, **how)
    assert isinstance(found, ImpreciseDate), found
    return found


@pytest.mark.parametrize("text", [
    "16.07.2025", "2025-07-16", "16 July 2025", "July 16, 2025", "16. Juli 2025", "16.7.25", "Jul 16, 2025",
    "16-Jul-2025", "16th of July 2025", "July 16th, 2025", "Wednesday, 16 July 2025", "Mittwoch, 16. Juli 2025",
    "16/07/2025", "7/16/2025", "7/16/25", "2025/7/16", "2025-07-16T23:59:00+02:00", "2025-07-16 23:04:16",
    " 7/16/2025 ", "16.\u00a0Juli\u00a02025", "7/16/25 15:53", "on July 16, 2025", "am 16. Juli 2025",
])  # fmt: skip
def test_one_day_in_every_writing(text):
    found = read(text)
    assert (found.edtf, found.earliest, found.latest) == ("2025-07-16", date(2025, 7, 16), date(2025, 7, 16))
    assert found.mode is DateMode.WITHIN
    assert found.words == text


WITHIN = {
    "Juli 2025": "2025-07-01 2025-07-31",
    "July 2025": "2025-07-01 2025-07-31",
    "07/2025": "2025-07-01 2025-07-31",
    "2025": "2025-01-01 2025-12-31",
    "mid-July 2025": "2025-07-11 2025-07-20",
    "Mitte Juli 2025": "2025-07-11 2025-07-20",
    "early July 2025": "2025-07-01 2025-07-10",
    "Anfang Juli 2025": "2025-07-01 2025-07-10",
    "late July 2025": "2025-07-21 2025-07-31",
    "Ende Februar 2025": "2025-02-19 2025-02-28",
    "early 2025": "2025-01-01 2025-04-30",
    "end of the 1st quarter 2018": "2018-03-01 2018-03-31",
    "Q3 2025": "2025-07-01 2025-09-30",
    "3. Quartal 2025": "2025-07-01 2025-09-30",
    "4th Qtr 2012": "2012-10-01 2012-12-31",
    "H1 2025": "2025-01-01 2025-06-30",
    "1. Halbjahr 2025": "2025-01-01 2025-06-30",
    "im zweiten Halbjahr 2025": "2025-07-01 2025-12-31",
    "summer 2025": "2025-06-01 2025-08-31",
    "Herbst 2025": "2025-09-01 2025-11-30",
    "winter 2025/26": "2025-12-01 2026-02-28",
    "between July 2025 and September 2025": "2025-07-01 2025-09-30",
    "zwischen Juli und September 2025": "2025-07-01 2025-09-30",
    "between July 16 and 18, 2025": "2025-07-16 2025-07-18",
    "before July 2025": "- 2025-06-30",
    "vor Juli 2025": "- 2025-06-30",
    "by July 2025": "- 2025-07-31",
    "bis Juli 2025": "- 2025-07-31",
    "by the end of 2009": "- 2009-12-31",
    "prior to the end of 2009": "- 2009-12-31",
    "after July 2025": "2025-08-01 -",
    "nach Juli 2025": "2025-08-01 -",
    "since July 2025": "2025-07-01 -",
    "seit dem 16.07.2025": "2025-07-16 -",
    "1/27/19 or after": "2019-01-27 -",
    "last month": "2025-07-01 2025-07-31",
    "im letzten Monat": "2025-07-01 2025-07-31",
    "letzten Monat": "2025-07-01 2025-07-31",
    "last week": "2025-07-28 2025-08-03",
    "letztes Jahr": "2024-01-01 2024-12-31",
    "last quarter": "2025-04-01 2025-06-30",
    "yesterday": "2025-08-03 2025-08-03",
    "ca. July 2025": "2025-06-01 2025-08-31",
    "~2025": "2024-01-01 2026-12-31",
    "um den 16. Juli 2025": "2025-07-15 2025-07-17",
    "ca. Q3 2025": "2025-04-01 2025-12-31",
    "about mid-July 2025": "2025-07-01 2025-07-30",
    "2025-07-XX": "2025-07-01 2025-07-31",
    "202X": "2020-01-01 2029-12-31",
    "2025-22": "2025-06-01 2025-08-31",
    "2025-35": "2025-07-01 2025-09-30",
    "2025-41": "2025-07-01 2025-12-31",
    "2025-07~": "2025-06-01 2025-08-31",
    "2025-07?": "2025-07-01 2025-07-31",
    "../2025-07": "- 2025-07-31",
    "2025-07/..": "2025-07-01 -",
}  # fmt: skip
SPANS = {
    "from July to September 2025": "2025-07-01 2025-09-30",
    "von Juli bis September 2025": "2025-07-01 2025-09-30",
    "vom 16. bis 18. Juli 2025": "2025-07-16 2025-07-18",
    "July 16-18, 2025": "2025-07-16 2025-07-18",
    "16.\u201318.07.2025": "2025-07-16 2025-07-18",
    "16.07.-18.07.2025": "2025-07-16 2025-07-18",
    "14th - 25th of October 2013": "2013-10-14 2013-10-25",
    "10/16/2017 - 10/20/2017": "2017-10-16 2017-10-20",
    "von Mitte Juli bis Ende August 2025": "2025-07-11 2025-08-31",
    "30. Dezember 2024 bis 3. Januar 2025": "2024-12-30 2025-01-03",
    "2025-07-16/2025-07-18": "2025-07-16 2025-07-18",
    "2025-07/2025-09": "2025-07-01 2025-09-30",
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "mode"), [
    *((text, expected, DateMode.WITHIN) for text, expected in WITHIN.items()),
    *((text, expected, DateMode.SPAN) for text, expected in SPANS.items()),
])  # fmt: skip
def test_intervals_and_how_they_are_meant(text, expected, mode):
    found = read(text, published=PUBLISHED)
    assert " ".join(str(end or "-") for end in (found.earliest, found.latest)) == expected
    assert found.mode is mode
    assert from_edtf(found.edtf, found.mode, found.words) == found, "storage gives back what was read"


def test_three_numbers_are_asked_about_until_the_order_is_declared():
    asked = parse_date("03/04/2025")
    assert isinstance(asked, Ambiguous)
    assert [reading.edtf for reading in asked.readings] == ["2025-04-03", "2025-03-04"]
    assert read("03/04/2025", order=DateOrder.DMY).edtf == "2025-04-03"
    assert read("03/04/2025", order=DateOrder.MDY).edtf == "2025-03-04"
    assert read("03/04/25", order=DateOrder.MDY).edtf == "2025-03-04"
    assert read("25/07/16", order=DateOrder.YMD).edtf == "2025-07-16"
    assert isinstance(parse_date("03/04/2025", order=DateOrder.YMD), Ambiguous)
    assert read("03/03/2025").edtf == "2025-03-03"


def test_dots_are_german_whatever_the_order():
    assert read("03.04.2025", order=DateOrder.MDY).edtf == "2025-04-03"
    assert parse_date("07.16.2025", order=DateOrder.MDY) == NotUnderstood("07.16.2025", "impossible_date")


def test_a_range_uses_one_order_for_both_ends():
    asked = parse_date("4/1/2012-11/6/2012")
    assert isinstance(asked, Ambiguous)
    assert [reading.edtf for reading in asked.readings] == ["2012-01-04/2012-06-11", "2012-04-01/2012-11-06"]
    assert read("4/1/2012-11/16/2012").edtf == "2012-04-01/2012-11-16"


def test_the_only_day_that_exists_is_read_against_the_declared_order():
    assert read("16/07/2025", order=DateOrder.MDY).edtf == "2025-07-16"
    assert read("7/16/2025", order=DateOrder.DMY).edtf == "2025-07-16"


def test_writings_with_two_meanings_come_back_with_both():
    winter, season = parse_date("winter 2025"), parse_date("2020-21")
    assert [reading.earliest for reading in winter.readings] == [date(2024, 12, 1), date(2025, 12, 1)]
    assert [reading.edtf for reading in season.readings] == ["2020-21", "2020/2021"]


@pytest.mark.parametrize(("text", "reason"), [
    ("31.02.2025", "impossible_date"), ("2025-02-30", "impossible_date"), ("February 30, 2025", "impossible_date"),
    ("2/31/2020", "impossible_date"), ("2025-13-01", "impossible_date"), ("2023-02-29", "impossible_date"),
    ("0000", "out_of_range"), ("in July", "needs_year"), ("16. Juli", "needs_year"), ("Q3", "needs_year"),
    ("last month", "needs_publication_date"), ("letzten Monat", "needs_publication_date"),
    ("5/1/2018 - 4/1/2018", "end_before_start"),
    ("2025-09/2025-07", "end_before_start"),
    ("December - January 2026", "needs_year"), ("summer of love", "not_understood"),
    ("May 31, 2012 June 15, 2012", "not_understood"), ("12/05/11 and 01/09/12", "not_understood"),
    ("124", "not_understood"), ("2026.0", "not_understood"), ("1298000", "not_understood"),
    ("July 16-2025", "needs_year"),
    ("2025-02-18-1200", "not_understood"),
    ("3/1620 to 4/30/20", "not_understood"), ("Revised - 05/18/2018", "not_understood"),
    ("9/6/2019 (amended)", "not_understood"), ("2025-W29-8", "not_understood"),
    ("1. - 3. Quartal 2025", "not_understood"),
])  # fmt: skip
def test_no_day_is_invented(text, reason):
    assert parse_date(text) == NotUnderstood(text, reason)


def test_context_supplies_what_the_text_leaves_out():
    assert read("in July", default_year=2025).edtf == "2025-07"
    assert read("16. Juli", default_year=2025).edtf == "2025-07-16"
    assert read("last month", published=date(2026, 1, 31)).edtf == "2025-12"
    assert read("last month", published=date(2025, 3, 31)).edtf == "2025-02"


@pytest.mark.parametrize("text", ["", "  ", "unknown", "Unbekannt", "n/a", "TBD", "-", "\u2014", "?", "NULL", "k. A.",
                                  "Unknown at this    time", "to be determined."])  # fmt: skip
def test_words_for_unknown_keep_their_wording(text):
    found = read(text)
    assert not found.known
    assert found.edtf == ""
    assert found.words == text


def test_storage_refuses_what_is_not_edtf():
    for text in ("July", "2025-7", "2025-02-30", "/", "../..", "2025-07-16T00:00", "20XX-07", "2025-XX-01"):
        with pytest.raises(EdtfError):
            from_edtf(text, DateMode.WITHIN, "")
    assert bounds("2025/") == (date(2025, 1, 1), None)
    assert bounds("") == (None, None)


def test_bounds_at_the_ends_of_the_calendar():
    assert bounds("9999-12") == (date(9999, 12, 1), date(9999, 12, 31))
    assert bounds("0001") == (date(1, 1, 1), date(1, 12, 31))
    with pytest.raises(EdtfError):
        bounds("9999~")
    assert parse_date("after 31.12.9999").reason == "out_of_range"


def test_the_middle_day():
    assert middle_day(from_edtf("2025-07")) == date(2025, 7, 16)
    assert middle_day(from_edtf("2025-07-11/2025-07-20")) == date(2025, 7, 15)
    assert middle_day(from_edtf("../2025")) is None


@pytest.mark.no_cover
@given(st.dates(date(1000, 1, 1)))
def test_agrees_with_the_edtf_library_on_level_0_and_intervals(day):
    edtf = pytest.importorskip("edtf")
    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4], f"{day.isoformat()[:3]}X"):
        theirs = edtf.parse_edtf(text)
        lower, upper = theirs.lower_strict(), theirs.upper_strict()
        assert bounds(text) == (date(*lower[:3]), date(*upper[:3]))


@given(st.dates(date(1900, 1, 1), date(2068, 12, 31)))
def test_every_day_survives_every_writing(day):
    assert read(f"{day.day}/{day.month}/{day.year}", order=DateOrder.DMY).earliest == day
    assert read(f"{day.month}/{day.day}/{day.year}", order=DateOrder.MDY).earliest == day
    for pattern in ("{0.day}.{0.month}.{0.year}", "{0:%d %B %Y}", "{0:%B} {0.day}, {0.year}", "{0:%d-%b-%Y}"):
        found = read(pattern.format(day))
        assert (found.earliest, found.latest) == (day, day)


LIKELY = st.sampled_from([
    *WITHIN, *SPANS, "", "-", ".", "/", ",", "~", "?", "%", "X", "..", "to", "bis", "vor", "by", "ca.", "mid", "31",
    "02", "2025", "99", "9999", "0001", "july", "Mai", "Q3", "H2", "winter", "letzten", "year", "and", "und",
    "next", "Monday", "Mittwoch", "in", "the", "coming", "weeks", "two", "zwei", "Wochen", "ago", "FY2025", "GJ", "/25",
    "year-end", "Ende", "first", "week of", "week ending", "KW", "W12", "10:00 Uhr", "29 February", "ab sofort",
])  # fmt: skip


@given(st.one_of(st.text(), st.lists(LIKELY, max_size=5).map(" ".join), st.lists(LIKELY, max_size=4).map("".join)),
       st.sampled_from([None, *DateOrder]), st.none() | st.dates(), st.none() | st.integers(1, 9999),
       st.booleans(), st.none() | st.sampled_from([0, -3, 3]))  # fmt: skip
def test_any_text_is_read_asked_about_or_refused(text, order, published, year, level, fiscal):
    found = parse_date(text, order=order, published=published, default_year=year, level=level, fiscal=fiscal)
    readings = found.readings if isinstance(found, Ambiguous) else (found,)
    assert found.words == text
    for reading in readings:
        if isinstance(reading, ImpreciseDate):
            assert from_edtf(reading.edtf, reading.mode, text) == reading
            if reading.earliest and reading.latest:
                assert reading.earliest <= reading.latest
                assert reading.earliest <= middle_day(reading) <= reading.latest


def test_importing_dates_does_not_load_the_grammar_or_dateutil():
    code = "import sys, db.reading.dates; print({'dateutil', 'db.reading.date_grammar', 'calendar'} & set(sys.modules))"
    root = ROOT
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_files_of_ordinary_days_take_the_short_way():
    parse_date("july 2025")  # loads the grammar
    assert calls(lambda: parse_date("2024-02-29")) < 10
    assert calls(lambda: parse_date("2/28/2024", order=DateOrder.MDY)) < 30
    # Some hundred calls, however long the text; a runaway pattern or a lost way out takes many times as many.
    assert calls(lambda: parse_date("between mid-July 2007 and the end of August 2030")) < 1000


@pytest.mark.corpus
def test_odd_cells_of_real_files_never_break_and_never_grow_days():
    folder = os.environ.get("HEADWATER_CORPUS")
    if not folder:
        pytest.skip("HEADWATER_CORPUS is not set")
    lines = (Path(folder) / "odd_values.tsv").read_text(encoding="utf-8").split("\n")[1:]
    cells = [line.partition("\t")[2].replace("\\n", "\n") for line in lines if line.startswith("date\t")]
    assert len(cells) > 1000
    for cell in cells:
        found = parse_date(cell, order=DateOrder.MDY)
        if isinstance(found, ImpreciseDate) and found.known:
            assert any(sign.isdigit() for sign in cell)
        assert found.words == cell
