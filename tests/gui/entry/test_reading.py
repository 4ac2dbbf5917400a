"""What the form says beneath its fields: what was understood, what it asks, what it doubts, what it refuses."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.model.values import DateMode, ImpreciseDate, Quantity
from db.reading.dates import DateOrder
from db.reading.edtf import from_edtf
from db.reading.quantities import NumberConvention
from desktop.entry.drafting import readings, sizes
from desktop.entry.form import ClaimForm
from desktop.entry.reading import Context, read_date, read_number
from desktop.wording import formatting, i18n

TODAY = date(2025, 7, 20)
CONTEXT = Context(today=TODAY)
GERMAN = Context(today=TODAY, order=DateOrder.DMY, convention=NumberConvention.COMMA)


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def german():
    before = i18n.language()
    i18n.use("de")
    yield
    i18n.use(before)


@pytest.mark.parametrize(("text", "echo"), [
    ("July 2025", "1 to 31 July 2025, one day within"), ("mid-July 2025", "11 to 20 July 2025, one day within"),
    ("July 16-18, 2025", "16 to 18 July 2025, the whole span"),
    ("Q3 2025", "1 July to 30 September 2025, one day within"),
    ("winter 2025/26", "1 December 2025 to 28 February 2026, one day within"),
    ("2025", "1 January to 31 December 2025, one day within"), ("by July 2025", "31 July 2025 or earlier"),
    ("after July 2025", "1 August 2025 or later"), ("ca. 16 July 2025", "15 to 17 July 2025, one day within"),
    ("possibly 16 July 2025", "16 July 2025 (uncertain)"), ("unknown", "No date known"),
    ("31 December 2024 - 3 January 2025", "31 December 2024 to 3 January 2025, the whole span"),
    ("16 July 2025 - 16 July 2025", "16 July 2025"),
])  # fmt: skip
def test_a_date_is_echoed_with_its_days_and_how_it_is_meant(text, echo):
    read = read_date(text, CONTEXT)
    assert (plain(read.echo), read.state, read.value.words) == (echo, "", text)


@pytest.mark.parametrize(("text", "echo"), [
    ("200", "200"), ("~200", "≈ 200 (150–250), rounded to hundreds"), ("~150", "≈ 150 (145–155), rounded to tens"),
    ("~6,000", "≈ 6,000 (5,500–6,500), rounded to thousands"), ("~156", "≈ 156"),
    ("~30,000", "≈ 30,000 (25,000–35,000), rounded to 10,000"), ("200+", "≥ 200"), ("up to 300", "at most 300"),
    ("~1,000", "≈ 1,000 (750–1,250), a quarter either way"), ("100-150", "100–150"), ("several hundred", "200–1,000"),
    ("nearly 200", "≈ 200 (150–200)"), ("≈ 200 (180–220)", "≈ 200 (180–220)"), ("unknown", "unknown"),
    ("12.5 %", "≈ 12.5% (12.45–12.55%)"), ("10-15 %", "10–15%"), ("200 software engineers", "200 software engineers"),
    ("about 200 FTE", "≈ 200 (150–250) FTE, rounded to hundreds"), ("1.400", "1,400"), ("1.400,0", "1,400"),
    ("rund 350 der 2.400 Stellen (etwa 15 %)", "≈ 350 (345–355), rounded to tens · ≈ 15% (14.5–15.5%) · base 2,400"),
    ("40 of its 300 engineers", "40 · base 300 engineers"), ("200 out of 1,400", "200 · base 1,400"),
    ("a third of the sales team", "≈ 33.333% (32.833–33.833%) of the sales team"), ("100 %", "100%"),
    ("12.25-12.75 %", "12.25–12.75%"), ("33.33 %", "≈ 33.33% (33.325–33.335%)"),
    ("14 % of 1400", "≈ 14% (13.5–14.5%) · base 1,400"), ("14% of Sales", "≈ 14% (13.5–14.5%) of Sales"),
    ("14 % (about 200 employees)", "≈ 200 (150–250), rounded to hundreds · ≈ 14% (13.5–14.5%)"),
])  # fmt: skip
def test_a_number_is_echoed_with_its_interval_and_where_that_comes_from(text, echo):
    read = read_number(text, replace(CONTEXT, convention=NumberConvention.POINT))
    assert (plain(read.echo), read.state) == (echo, "")


@pytest.mark.usefixtures("german")
def test_the_echo_in_german_numbers_and_months():
    assert plain(read_number("rund 1.400 Beschäftigte", GERMAN).echo).startswith("≈ 1.400 (1.350–1.450)")
    assert plain(read_number("12,5 %", GERMAN).echo) == "≈ 12,5 % (12,45–12,55 %)"
    assert "1. bis 31. Juli 2025" in read_date("Juli 2025", GERMAN).echo


def test_numeric_dates_and_thousands_are_asked_about():
    asked = read_date("03/04/2025", CONTEXT)
    assert (asked.echo, asked.state, asked.value) == ("3 April 2025 or 4 March 2025?", "question", None)
    assert read_date("03/04/2025", CONTEXT, chosen=1).value.edtf == "2025-03-04"
    asked = read_number("$1.400", CONTEXT, kind="amount")
    assert (plain(asked.echo), asked.state, asked.value) == ("USD 1.4 or USD 1,400?", "question", None)
    assert read_number("$1.400", CONTEXT, kind="amount", chosen=1).value.amount.best == 1400
    asked = read_number("3-4000", CONTEXT)
    assert (asked.echo, asked.state, asked.remember) == ("3,000–4,000 or 3–4,000?", "question", ("", ()))


@pytest.mark.parametrize("text", [
    "$1.400", "~$1.400", "$1.100-1.200", "~$1.400 million", "1.234,567 Mio. €", "EUR 12.345", "1.234 %",
    "about 1.234 Mio.",
])  # fmt: skip
def test_two_answers_never_read_the_same(text):
    asked = read_number(text, CONTEXT, kind="amount")
    assert asked.state in {"", "warning", "question"}
    assert len(set(asked.choices)) == len(asked.choices)


def test_nobody_is_asked_about_a_part_of_a_person():
    for text in ("1.400", "1,4", "~1.400", "2.4", "1.400-1.500"):
        read = read_number(text, CONTEXT)
        assert read.state != "question"
        assert read.value.count.best is None or read.value.count.best == int(read.value.count.best)


def test_a_text_that_is_not_understood_is_kept_and_said_to_be_uncharted():
    read = read_date("in due course", CONTEXT)
    assert read.value == ImpreciseDate("", None, None, DateMode.WITHIN, "in due course")
    assert read.state == "warning"
    assert "“in due course” is not understood" in read.echo
    assert "not charted" in read.echo
    number = read_number("loads", CONTEXT)
    assert (number.value.count.words, number.value.count.known, number.state) == ("loads", False, "warning")
    assert "not charted" in number.echo


def test_what_is_missing_is_named():
    asked = read_date("in July", CONTEXT)
    assert (asked.value.known, asked.state) == (False, "warning")
    assert "has no year" in asked.echo
    asked = read_date("last month", CONTEXT)
    assert (asked.value.known, asked.state) == (False, "warning")
    assert "Fill in Published" in asked.echo


@pytest.mark.parametrize(("published", "text", "edtf"), [
    ("2025-07", "im letzten Monat", "2025-06"), ("2025-07", "im Juli", "2025-07"), ("2025", "last year", "2024"),
    ("2025", "in July", "2025-07"), ("2025-07-16", "letzten Monat", "2025-06"),
    ("2024-12/2025-01", "last month", "2024-11/2024-12"),
])  # fmt: skip
def test_the_publication_may_be_as_vague_as_a_month(published, text, edtf):
    assert read_date(text, replace(CONTEXT, published=from_edtf(published))).value.edtf == edtf


def test_a_year_is_not_guessed_from_a_publication_in_two_years():
    read = read_date("in July", replace(CONTEXT, published=from_edtf("2024-12/2025-01")))
    assert not read.value.known


@pytest.mark.parametrize(("text", "state", "says"), [
    ("31.02.2025", "error", "does not exist"), ("30 February 2025", "error", "does not exist"),
    ("21 July 2030", "warning", "more than five years ahead"), ("20 July 2030", "", ""), ("2031", "warning",
    "five years"),
    ("31 December 1899", "warning", "before 1900"), ("before 1890", "warning", "before 1900"), ("1 January 1900", "",
    ""),
    ("18 July 2025 - 16 July 2025", "warning", "ends before it begins"), ("16 May 0025", "warning", "before 1900"),
])  # fmt: skip
def test_days_that_cannot_be_are_refused_and_unlikely_ones_doubted(text, state, says):
    read = read_date(text, CONTEXT)
    assert read.state == state
    assert says in read.echo
    assert (read.value is None) is (state == "error"), "only a day that does not exist keeps from saving"


def test_five_years_ahead_of_a_leap_day():
    context = replace(CONTEXT, today=date(2024, 2, 29))
    assert read_date("28 February 2029", context).state == ""
    assert read_date("1 March 2029", context).state == "warning"


def test_an_end_before_its_start_is_a_warning():
    form = ClaimForm(effective="16 July 2025", until="1 July 2025")
    until = readings(form, None, CONTEXT)["until"]
    assert until.state == "warning"
    assert until.value.edtf == "2025-07-01"


def test_the_sentence_of_the_article_typed_into_the_count_field():
    form = ClaimForm(count="etwa 14 % (ca. 200 Mitarbeiter)", announced="im letzten Monat", published="Juli 2025")
    found = readings(form, None, GERMAN)
    values = sizes(form, None, found)
    count, percent = values["count"], values["percent"]
    assert (count.low, count.best, count.high) == (150, 200, 250)
    assert (percent.low, percent.best, percent.high) == (13.5, 14, 14.5)
    assert values["base"] is None
    assert found["announced"].value.edtf == "2025-06"


def test_a_base_typed_with_the_percentage():
    form = ClaimForm(percent="14 % von 1.400")
    values = sizes(form, None, readings(form, None, GERMAN))
    assert (values["percent"].best, values["base"].best, values["count"]) == (14, 1400, None)


@given(st.text(), st.sampled_from(["count", "percent", "amount"]))
def test_any_text_gets_an_answer(text, kind):
    for context in (CONTEXT, GERMAN, replace(CONTEXT, published=from_edtf("2025-07"))):
        for read in (read_date(text, context), read_number(text, context, kind=kind)):
            assert read.state in {"", "warning", "question", "error"}
            assert (read.value is not None) or read.state in {"question", "error"} or not text.strip()


DAYS = st.dates(date(1901, 1, 1), date(2029, 12, 31))
SHAPES = st.one_of(
    DAYS.map(lambda day: (day.isoformat(), DateMode.WITHIN)),
    DAYS.map(lambda day: (day.isoformat()[:7], DateMode.WITHIN)),
    DAYS.map(lambda day: (day.isoformat()[:4], DateMode.WITHIN)),
    st.tuples(DAYS, DAYS, st.sampled_from([*DateMode]), st.sampled_from([7, 10]))
    .filter(lambda drawn: drawn[0].isoformat()[: drawn[3]] < drawn[1].isoformat()[: drawn[3]])
    .map(lambda drawn: ("/".join(day.isoformat()[: drawn[3]] for day in drawn[:2]), drawn[2])),
    DAYS.map(lambda day: (f"../{day.isoformat()}", DateMode.WITHIN)),
    DAYS.map(lambda day: (f"{day.isoformat()}/..", DateMode.WITHIN)),
)
WHOLE = st.integers(0, 10**7).map(float)
SIZES = st.one_of(
    WHOLE.map(Quantity.exact),
    WHOLE.map(lambda low: Quantity(low, None, None)),
    st.tuples(WHOLE, WHOLE).filter(lambda ends: ends[0] < ends[1]).map(lambda ends: Quantity(ends[0], None, ends[1])),
    st.tuples(WHOLE, WHOLE, WHOLE).map(sorted).filter(lambda ends: ends[0] < ends[2]).map(lambda ends: Quantity(*ends)),
)


@pytest.mark.parametrize("language", ["en", "de"])
@given(SHAPES)
def test_a_date_as_it_is_shown_is_read_back(language, drawn):
    value = from_edtf(*drawn)
    before = i18n.language()
    i18n.use(language)
    try:
        shown = formatting.imprecise(value)
    finally:
        i18n.use(before)
    read = read_date(shown, CONTEXT)
    assert (read.value.earliest, read.value.latest, read.value.mode) == (value.earliest, value.latest, value.mode), (
        shown
    )


@pytest.mark.parametrize(("language", "convention"), [("en", NumberConvention.POINT), ("de", NumberConvention.COMMA)])
@given(SIZES)
def test_a_count_as_it_is_shown_is_read_back(language, convention, value):
    before = i18n.language()
    i18n.use(language)
    try:
        shown = formatting.quantity(value)
    finally:
        i18n.use(before)
    for context in (CONTEXT, replace(CONTEXT, convention=convention)):
        found = read_number(shown, context).value.count
        assert (found.low, found.best, found.high) == (value.low, value.best, value.high), shown
