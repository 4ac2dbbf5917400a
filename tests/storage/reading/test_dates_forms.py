"""Every way of writing a date that the form promises to take, in both languages, with exactly what it means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.model.values import DateMode, ImpreciseDate
from db.reading.dates import FISCAL_STARTS, Ambiguous, DateOrder, NotUnderstood, from_edtf, parse_date

PUBLISHED = date(2025, 7, 20)

#: Text: EDTF, "span" if the whole is meant.
PROMISED = {
    "16.07.2025": "2025-07-16", "2025-07-16": "2025-07-16", "16 July 2025": "2025-07-16", "July 16, 2025": "2025-07-16",
    "16. Juli 2025": "2025-07-16", "Juli 2025": "2025-07", "July 2025": "2025-07", "2025": "2025",
    "mid-July 2025": "2025-07-11/2025-07-20", "Mitte Juli 2025": "2025-07-11/2025-07-20",
    "early July 2025": "2025-07-01/2025-07-10", "Anfang Juli 2025": "2025-07-01/2025-07-10",
    "late July 2025": "2025-07-21/2025-07-31", "Ende Juli 2025": "2025-07-22/2025-07-31",
    "early 2025": "2025-01/2025-04", "Anfang 2025": "2025-01/2025-04", "mid-2025": "2025-05/2025-08",
    "Mitte 2025": "2025-05/2025-08", "late 2025": "2025-09/2025-12", "Ende 2025": "2025-12",
    "Q3 2025": "2025-07/2025-09", "3. Quartal 2025": "2025-07/2025-09", "H1 2025": "2025-01/2025-06",
    "1. Halbjahr 2025": "2025-01/2025-06", "summer 2025": "2025-22", "Sommer 2025": "2025-22",
    "before July 2025": "../2025-06", "vor Juli 2025": "../2025-06", "before 16 July 2025": "../2025-07-15",
    "vor dem 16. Juli 2025": "../2025-07-15", "before 2025": "../2024", "vor 2025": "../2024",
    "after July 2025": "2025-08/..", "nach Juli 2025": "2025-08/..", "after 16 July 2025": "2025-07-17/..",
    "nach dem 16.07.2025": "2025-07-17/..", "after 2025": "2026/..", "by July 2025": "../2025-07",
    "bis Juli 2025": "../2025-07", "by 16 July 2025": "../2025-07-16", "bis zum 16. Juli 2025": "../2025-07-16",
    "since July 2025": "2025-07/..", "seit Juli 2025": "2025-07/..", "seit dem 16.07.2025": "2025-07-16/..",
    "between July 3 and July 9, 2025": "2025-07-03/2025-07-09", "between 3 and 9 July 2025": "2025-07-03/2025-07-09",
    "zwischen dem 3. und 9. Juli 2025": "2025-07-03/2025-07-09", "zwischen Juli und September 2025": "2025-07/2025-09",
    "from July to September 2025": "2025-07/2025-09 span", "von Juli bis September 2025": "2025-07/2025-09 span",
    "from 3 to 9 July 2025": "2025-07-03/2025-07-09 span", "vom 3. bis 9. Juli 2025": "2025-07-03/2025-07-09 span",
    "July 16-18, 2025": "2025-07-16/2025-07-18 span", "16.\u201318.07.2025": "2025-07-16/2025-07-18 span",
    "last month": "2025-06", "letzten Monat": "2025-06", "im letzten Monat": "2025-06", "letzter Monat": "2025-06",
    "im vergangenen Monat": "2025-06", "im Vormonat": "2025-06", "next month": "2025-08", "unknown": "",
    "unbekannt": "", "": "",
}  # fmt: skip

FURTHER = {
    "Wed, 16 July 2025": "2025-07-16", "Mi., 16.07.2025": "2025-07-16", "2025-Jul-16": "2025-07-16",
    "zum 1. Juli 2025": "2025-07-01", "mit Wirkung zum 1. Juli 2025": "2025-07-01", "Stand: 16.07.2025": "2025-07-16",
    "as of July 16, 2025": "2025-07-16", "effective July 16, 2025": "2025-07-16", "im Laufe des Juli 2025": "2025-07",
    "irgendwann im Juli 2025": "2025-07", "sometime in July 2025": "2025-07", "Juli/August 2025": "2025-07/2025-08",
    "16./17. Juli 2025": "2025-07-16/2025-07-17", "July 2025 or earlier": "../2025-07",
    "Juli 2025 oder früher": "../2025-07", "spätestens im August 2025": "../2025-08",
    "frühestens im August 2025": "2025-08/..", "bis Jahresende 2025": "../2025-12", "year-end 2025": "2025-12",
    "zweite Jahreshälfte 2025": "2025-07/2025-12", "HJ 1 2025": "2025-01/2025-06", "3Q25": "2025-07/2025-09",
    "KW 29 2025": "2025-07-14/2025-07-20", "29. KW 2025": "2025-07-14/2025-07-20",
    "calendar week 29, 2025": "2025-07-14/2025-07-20",
    "possibly July 2025": "2025-07?", "voraussichtlich im Juli 2025": "2025-07?", "July 2025 (uncertain)": "2025-07?",
    "about July 2025 (uncertain)": "2025-07%", "30.06.2024 (ca.)": "2024-06-30~", "10/30/2010 +/-": "2010-10-30~",
    "7/16/2025 to 7/16/2025": "2025-07-16",
}  # fmt: skip

RELATIVE = {
    "yesterday": "2025-07-19", "vorgestern": "2025-07-18", "diese Woche": "2025-07-14/2025-07-20",
    "letzte Woche": "2025-07-07/2025-07-13", "in der Vorwoche": "2025-07-07/2025-07-13",
    "last quarter": "2025-04/2025-06",
    "im Vorjahr": "2024", "last year": "2024", "Ende letzten Monats": "2025-06-21/2025-06-30",
    "Anfang des Monats": "2025-07-01/2025-07-10", "end of the year": "2025-12",
    "Ende des Jahres": "2025-12",
    "earlier this month": "2025-07-01/2025-07-20", "later this year": "2025-07-20/2025-12-31",
    "2 weeks ago": "2025-07-03/2025-07-09", "vor zwei Wochen": "2025-07-03/2025-07-09", "vor einem Monat": "2025-06",
    "vor drei Tagen": "2025-07-17", "three years ago": "2022", "in July last year": "2024-07",
    "im Juli letzten Jahres": "2024-07", "im Juli dieses Jahres": "2025-07", "im Sommer des Vorjahres": "2024-22",
    "Q3 this year": "2025-07/2025-09",
}  # fmt: skip

NOTICES = {
    "Layoffs will begin on 7/31/2007": "2007-07-31/..", "Began 1/30/17": "2017-01-30/..",
    "Separations will occur between 8/22/06 and 12/31/06.": "2006-08-22/2006-12-31",
    "Beginning:  1/22/2024 - Ending:  3/31/2024": "2024-01-22/2024-03-31 span",
    "Layoffs will begin on 4/21/2017 and continue through 5/24/2017.": "2017-04-21/2017-05-24 span",
    "14 day period commencing 4/15/2024": "2024-04-15/2024-04-28",
    "3/31/2024 or within 14 days thereafter": "2024-03-31/2024-04-14",
    "8/30/2010 or during the 2-week period following": "2010-08-30/2010-09-13",
    "Closing to occur in 2010.": "2010",
}  # fmt: skip


@pytest.mark.parametrize(("text", "meant"), [*PROMISED.items(), *FURTHER.items(), *RELATIVE.items(), *NOTICES.items()])
def test_what_is_promised(text, meant):
    found = parse_date(text, published=PUBLISHED)
    assert isinstance(found, ImpreciseDate), found
    edtf, _, mode = meant.partition(" ")
    assert (found.edtf, found.mode, found.words) == (edtf, DateMode(mode or "within"), text)
    assert from_edtf(found.edtf, found.mode, text) == found


@pytest.mark.parametrize("text", [text for text in PROMISED if text])
def test_capitals_blanks_and_dashes_do_not_matter(text):
    for written in (text.upper(), f"  {text} ", text.replace(" ", "\u00a0"), text.replace("-", "\u2011")):
        if text == "2025-07-16" and "\u2011" in written:
            continue
        found = parse_date(written, published=PUBLISHED)
        assert (found.edtf, found.mode) == (parse_date(text, published=PUBLISHED).edtf, found.mode)


@pytest.mark.parametrize("text", ["in July", "im Juli", "16. Juli", "16 July", "mid-July", "Mitte Juli", "Q3", "summer",
                                  "3. Quartal", "H1", "by July", "July 3-9", "KW 29", "Jahresende"])  # fmt: skip
def test_without_a_year_it_takes_the_context_or_asks(text):
    assert parse_date(text) == NotUnderstood(text, "needs_year")
    found = parse_date(text, default_year=2025)
    assert {end.year for end in (found.earliest, found.latest) if end} == {2025}


@pytest.mark.parametrize("text", [*RELATIVE, "last month", "im letzten Monat"])
def test_relative_words_ask_for_the_publication(text):
    assert parse_date(text, default_year=2025) == NotUnderstood(text, "needs_publication_date")
    assert parse_date(text, published=ImpreciseDate("", None, None)).reason == "needs_publication_date"


@pytest.mark.parametrize(("text", "published", "edtf"), [
    ("im letzten Monat", "2025-07", "2025-06"), ("letzten Monat", "2025-07", "2025-06"),
    ("last month", "2025-07-16", "2025-06"), ("last month", "2025-06/2025-07", "2025-05/2025-06"),
    ("last year", "2025-07", "2024"), ("last quarter", "2025-08", "2025-04/2025-06"),
    ("yesterday", "2025-07-01/2025-07-03", "2025-06-30/2025-07-02"), ("last year", "2025", "2024"),
    ("16 July 2025", "2025-07", "2025-07-16"), ("vor zwei Monaten", "2025-03", "2025-01"),
])  # fmt: skip
def test_a_publication_known_only_roughly_is_enough(text, published, edtf):
    found = parse_date(text, published=from_edtf(published))
    assert (found.edtf, found.mode) == (edtf, DateMode.WITHIN)


def test_the_article_of_july_2025():
    published = from_edtf("2025-07")
    assert parse_date("im Juli", published=published, default_year=2025).edtf == "2025-07"
    assert parse_date("im letzten Monat", published=published, default_year=2025).edtf == "2025-06"


@pytest.mark.parametrize("text", ["31.02.2025", "31 February 2025", "2025-02-31", "31. April 2025", "29.02.2100",
                                  "from 30 to 31 June 2025", "before 31.02.2025", "KW 60 2025"])  # fmt: skip
def test_days_that_do_not_exist_are_named_as_such(text):
    assert parse_date(text) == NotUnderstood(text, "impossible_date")


@pytest.mark.parametrize("text", ["03/04/2025", "since 03/04/2025", "ca. 3/4/25", "03-04-2025", "by 3/4/2025"])
def test_the_order_is_asked_for_wherever_it_matters(text):
    asked = parse_date(text)
    assert isinstance(asked, Ambiguous)
    assert asked.readings == (parse_date(text, order=DateOrder.DMY), parse_date(text, order=DateOrder.MDY))


@pytest.mark.parametrize("text", [
    "May 31, 2012 June 15, 2012", "2/13/2020 (rec'd 2/18/2020)", "9/27/2013  Amended 10/29/2013", "1/18/224",
    "8/14/2024 and/or 8/30/2024", "7/31/2023 and 12/31/2023", "12/14/15-TBD", "In phases through 6/30/2003",
    "Within 14 days of 11/12/2012", "several months after 3/31/03", "the year", "Monat", "der 5. Stock",
    "11/22/2004 Number: 2004-w063", "Moved from 12/19/2011 to 1/13/2012",
    "Some layoffs planned for 8/19/2011 or later have been postponed to occur through 1/25/2012",
    "21 layoffs will be postponed to occur between 3/10/2010 and 3/24/2010", "On or shortly after August 18, 2014",
])  # fmt: skip
def test_what_is_not_plain_stays_text(text):
    found = parse_date(text, order=DateOrder.MDY, published=PUBLISHED, default_year=2025)
    assert found == NotUnderstood(text, "not_understood")


@pytest.mark.corpus
def test_what_officials_write(corpus):
    """1,037 odd cells: nothing breaks, and what was read by eye stays read."""
    lines = (corpus / "odd_values.tsv").read_text(encoding="utf-8").split("\n")
    cells = [line.partition("\t")[2].replace("\\n", "\n") for line in lines if line.startswith("date\t")]
    found = {cell: parse_date(cell, order=DateOrder.MDY) for cell in cells}
    dates = [each for each in found.values() if isinstance(each, ImpreciseDate)]
    assert sum(each.known for each in dates) >= 295
    assert sum(not each.known for each in dates) >= 20
    checked = {
        " 09/12/2025": "2025-09-12", "March, 20, 2020": "2020-03-20", "June 23,2013": "2013-06-23",
        "Q1 2019": "2019-01/2019-03",
        "Sept. 2016": "2016-09", "9/22/14-12/7/14": "2014-09-22/2014-12-07", "Mid-Year 2014": "2014-05/2014-08",
        "4th Qtr 2012": "2012-10/2012-12", "3/30/2018 - 6/2018": "2018-03-30/2018-06", "2018/4/ 27": "2018-04-27",
        "12/31/2008 - 2010": "2008-12-31/2010", "On or around 11/10/2008": "2008-11-10~",
        "07/20/2012 - late 2013": "2012-07-20/2013-12", "14th - 25th of October 2013": "2013-10-14/2013-10-25",
        "10/06/2017 - Fall 2017": "2017-10-06/2017-23", "BEGINNING APPROXIMATELY 2/24/2003": "2003-02-24~/..",
        "NO LATER THAN 9/30/2004": "../2004-09-30", "on  or about 6/2009": "2009-06~", "25-Feb-19": "2019-02-25",
        "10/30/2010 +/-": "2010-10-30~", "POSSIBLY 12/4/04": "2004-12-04?",
        "June 30, 2024 (approximate)": "2024-06-30~", "Feb-20": "2020-02",
        "2/28/2019\nthru\n2/28/2019": "2019-02-28", "4/13/2018to 5/11/2018": "2018-04-13/2018-05-11",
        "between  12/1/2008-12/31/08": "2008-12-01/2008-12-31", "Layoffs will begin on 7/1/07": "2007-07-01/..",
        "2/25/21 15:53": "2021-02-25", "Closing to occur in 2010.": "2010",
        "5/4/2010  or within 14 days thereafter": "2010-05-04/2010-05-18", "16-10-2024": "2024-10-16",
    }  # fmt: skip
    assert {cell: found[cell].edtf for cell in checked} == checked
    for kept in ("5/62011", "124", "61,531", "2026.0", "04/-9/2020", "03/19/22020", "3/1620 to 4/30/20",
                 "12/05/11 and 01/09/12", "April 1,2109 August 30, 2019"):  # fmt: skip
        assert found[kept] == NotUnderstood(kept, "not_understood")


@pytest.mark.parametrize("text", ["Exact date unknown at this time", "unknown now", "Datum noch nicht bekannt", "k. A.",
                                  "noch nicht mitgeteilt", "date to be announced"])  # fmt: skip
def test_further_words_for_not_known(text):
    found = parse_date(text)
    assert (found.edtf, found.known, found.words) == ("", False, text)


@pytest.mark.parametrize(("text", "fiscal", "edtf"), [
    ("FY2025", 0, "2025-01/2025-12"), ("FY2025", -3, "2024-10/2025-09"), ("fiscal 2025", -9, "2024-04/2025-03"),
    ("FY25", 3, "2025-04/2026-03"), ("GJ 2024/25", -3, "2024-10/2025-09"), ("GJ 2024/25", 3, "2024-04/2025-03"),
    ("im Geschäftsjahr 2024/2025", -6, "2024-07/2025-06"), ("Q1 FY2025", -3, "2024-10/2024-12"),
    ("FY2025 Q4", -3, "2025-07/2025-09"), ("second quarter of fiscal 2025", 0, "2025-04/2025-06"),
    ("since FY2025", -3, "2024-10/.."), ("im laufenden Geschäftsjahr", -3, "2024-10/2025-09"),
    ("next fiscal year", 0, "2026-01/2026-12"), ("end of FY2025", -3, "2025-09"),
])  # fmt: skip
def test_a_fiscal_year_is_the_ledgers(text, fiscal, edtf):
    assert parse_date(text, published=PUBLISHED, fiscal=fiscal).edtf == edtf


def test_a_fiscal_year_is_asked_about_with_the_years_that_are_usual():
    asked = parse_date("FY2025")
    assert asked.about == "fiscal"
    assert [reading.edtf for reading in asked.readings] == [
        parse_date("FY2025", fiscal=start).edtf for start in FISCAL_STARTS
    ]
    assert parse_date("GJ 2024/25", fiscal=0) == NotUnderstood("GJ 2024/25", "not_understood")
    assert parse_date("GJ 2024/26") == NotUnderstood("GJ 2024/26", "not_understood")


@pytest.mark.parametrize(("text", "published", "edtfs"), [
    ("on Friday", "2025-07-16", ["2025-07-11", "2025-07-18"]),
    ("next Friday", "2025-07-16", ["2025-07-18", "2025-07-25"]),
    ("in the last year", "2025-07-16", ["2024", "2024-07-16/2025-07-16"]),
    ("im Juli", "2026-01-05", ["2025-07", "2026-07"]),
    ("next September", "2025-07-16", ["2025-09", "2026-09"]),
    ("seit Freitag", "2025-07-16", ["2025-07-11/..", "2025-07-18/.."]),
])  # fmt: skip
def test_where_two_are_as_near_both_are_offered(text, published, edtfs):
    asked = parse_date(text, published=date.fromisoformat(published))
    assert isinstance(asked, Ambiguous)
    assert [reading.edtf for reading in asked.readings] == edtfs


@pytest.mark.parametrize(("text", "published", "edtf"), [
    ("im Dezember", "2026-01", "2025-12"), ("am Mittwoch", "2025-07-17/2025-07-18", "2025-07-16"),
    ("on Friday", "2025-07-14/2025-07-16", "2025-07-11/2025-07-18"),
    ("in two weeks", "2025-07", "2025-07-12/2025-08-17"),
])  # fmt: skip
def test_the_days_of_a_rough_publication_are_all_allowed(text, published, edtf):
    assert parse_date(text, published=from_edtf(published)).edtf == edtf


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.dates(date(2000, 1, 1), date(2060, 12, 31)))
def test_a_month_without_a_year_is_the_nearest_or_asked(day, published):
    found = parse_date(f"in {day:%B}", published=published)
    offered = found.readings if isinstance(found, Ambiguous) else (found,)

    def distance(one):
        return max((one.earliest - published).days, (published - one.latest).days, 0)

    others = [from_edtf(f"{year}-{day.month:02}") for year in range(published.year - 2, published.year + 3)]
    assert min(map(distance, offered)) == min(map(distance, others))
    assert {one.earliest.month for one in offered} == {day.month}
    level = parse_date(f"in {day:%B}", published=published, level=True)
    assert level.earliest <= published
    assert (published - level.earliest).days < 400


def test_a_month_and_two_digits_are_a_month_unless_they_may_be_a_day():
    assert [parse_date(text).edtf for text in ("Mar-25", "Apr-25", "May-24")] == ["2025-03", "2025-04", "2024-05"]
    asked = parse_date("Mar-25", published=date(2025, 4, 2))
    assert [reading.edtf for reading in asked.readings] == ["2025-03", "2025-03-25"]
    assert parse_date("Mar-69", published=date(2025, 4, 2)).edtf == "1969-03"


def test_digits_of_other_scripts_are_digits():
    assert parse_date("\uff11\uff16.\uff10\uff17.\uff12\uff10\uff12\uff15").edtf == "2025-07-16"
    assert parse_date("\u0662\u0660\u0662\u0665").edtf == "2025"
