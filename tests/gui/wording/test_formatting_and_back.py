"""What the program writes it reads again as the same: dates and quantities, in both languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.model.values import DateMode, ImpreciseDate, Quantity
from db.reading.dates import EdtfError, from_edtf, parse_date
from db.reading.quantities import NumberConvention, ParsedQuantity, parse_quantity
from desktop.wording import formatting as fmt

NB = "\N{NO-BREAK SPACE}"
LANGUAGES = st.sampled_from(["en", "de"])
CONVENTION = {"en": NumberConvention.POINT, "de": NumberConvention.COMMA}

days = st.dates(date(100, 1, 1), date(9000, 12, 31))
mark = st.sampled_from(["", "", "~", "?", "%"])
season = st.sampled_from(["21", "22", "23", "24"])
pieces = st.one_of(
    st.builds(lambda day, sign: day.isoformat() + sign, days, mark),
    st.builds(lambda day, sign: day.isoformat()[:7] + sign, days, mark),
    st.builds(lambda day, sign: day.isoformat()[:4] + sign, days, mark),
    st.builds(lambda day, code, sign: f"{day.year:04}-{code}{sign}", days, season, mark),
)
intervals = st.builds(lambda start, end: f"{start}/{end}", st.just("..") | pieces, st.just("..") | pieces)
periods = st.builds(
    lambda day, code: f"{day.year:04}-{code}", days, st.sampled_from(["33", "34", "35", "36", "40", "41"])
)
decades = st.builds(lambda day: f"{day.year // 10:03}X", days)


def again(value, language):
    text = fmt.imprecise(value, language=language)
    found = parse_date(text)
    assert isinstance(found, ImpreciseDate), (text, found)
    return text, found


@pytest.mark.no_cover
@given(st.one_of(pieces, intervals, periods, decades), st.sampled_from(DateMode), LANGUAGES)
def test_a_date_that_is_written_is_read_as_the_same(edtf, mode, language):
    closed = "/" in edtf and ".." not in edtf
    try:
        value = from_edtf(edtf, mode if closed else DateMode.WITHIN)
    except EdtfError:
        return  # the end before the start, or nothing but dots
    text, found = again(value, language)
    assert (found.earliest, found.latest) == (value.earliest, value.latest), text
    assert found.exact or found.mode is value.mode, text


@pytest.mark.no_cover
@given(days, st.integers(1, 800), st.sampled_from(DateMode), LANGUAGES)
def test_bounds_without_wording_are_read_as_the_same(first, length, mode, language):
    last = date.fromordinal(first.toordinal() + length)
    text, found = again(ImpreciseDate("", first, last, mode), language)
    assert (found.earliest, found.latest, found.mode) == (first, last, mode), text


@pytest.mark.parametrize(("edtf", "mode", "english", "german"), [
    ("2025-07/..", "within", "July 2025 or later", "Juli 2025 oder später"),
    ("../2024", "within", "2024 or earlier", "2024 oder früher"),
    ("2003-02-24~/..", "within", "about 24 February 2003 or later", "etwa 24. Februar 2003 oder später"),
    ("2008-12-31/2010", "span", "31 December 2008 to 2010", "31. Dezember 2008 bis 2010"),
    ("2024/2025", "span", "2024 to 2025", "2024 bis 2025"),
    ("2017-10-06/2017-23", "span", "6 October 2017 to autumn 2017", "6. Oktober 2017 bis Herbst 2017"),
    ("2025-24", "within", "winter 2025/26", "Winter 2025/26"),
    ("2099-24", "within", "winter 2099/00", "Winter 2099/00"),
    ("2025-07%", "within", "about July 2025 (uncertain)", "etwa Juli 2025 (unsicher)"),
    ("0025-05-16", "within", "16 May 0025", "16. Mai 0025"),
])  # fmt: skip
def test_no_more_precision_is_shown_than_the_source_gave(edtf, mode, english, german):
    value = from_edtf(edtf, DateMode(mode))
    assert fmt.imprecise(value, language="en") == english
    assert fmt.imprecise(value, language="de") == german


def read(text, language, kind):
    found = parse_quantity(text, convention=CONVENTION[language], kind=kind)
    assert isinstance(found, ParsedQuantity), (text, found)
    return found


whole = st.integers(0, 10**9).map(float)
counts = st.one_of(
    whole.map(Quantity.exact),
    st.tuples(whole, whole, whole).map(sorted).map(lambda ends: Quantity(*ends)),
    st.tuples(whole, whole).map(sorted).map(lambda ends: Quantity(ends[0], None, ends[1])),
    whole.map(lambda end: Quantity(end, None, None)),
    whole.map(lambda end: Quantity(0, None, end)),
    st.tuples(whole, whole).map(sorted).map(lambda ends: Quantity(ends[0], ends[1], None)),
)
tenths = st.integers(0, 1000).map(lambda number: number / 10)
shares = st.one_of(
    st.tuples(tenths, tenths, tenths).map(sorted).map(lambda ends: Quantity(*ends)),
    st.tuples(tenths, tenths).map(sorted).map(lambda ends: Quantity(ends[0], None, ends[1])),
)


def same(found, value, unit):
    """The same three numbers. Ends within the last digit shown are not shown, and come back as half of it."""
    if value.low is not None and value.low == value.high:
        return found.low == found.best == found.high == value.low
    near = value.best is not None and value.low is not None and value.high is not None
    if near and value.best - value.low <= unit / 2 and value.high - value.best <= unit / 2:
        return found.best == value.best and found.low <= value.low <= value.high <= found.high
    return (found.low, found.best, found.high) == pytest.approx((value.low, value.best, value.high), abs=1e-9)


@given(counts, LANGUAGES)
def test_a_count_that_is_written_is_read_as_the_same(value, language):
    text = fmt.quantity(value, language=language)
    assert same(read(text, language, "count").count, value, 1), text


@given(shares, LANGUAGES)
def test_a_percentage_that_is_written_is_read_as_the_same(value, language):
    if value.low == value.high:
        return  # one number: read again, it carries half a unit of its last digit
    text = fmt.percent(value, language=language)
    found = read(text, language, "count").percent
    assert same(found, value, 0.1), text


@given(counts, st.sampled_from([1, 1000, 10**6]), st.sampled_from(["USD", "EUR"]), LANGUAGES)
def test_an_amount_that_is_written_is_read_as_the_same(value, factor, currency, language):
    value = Quantity(*(None if end is None else end * factor for end in (value.low, value.best, value.high)))
    text = fmt.money(value, currency, language=language)
    found = read(text, language, "amount")
    assert found.currency == currency
    if value.low is not None and value.low == value.high:  # scaled, it carries half a unit of its last digit
        assert found.amount.low <= value.low == found.amount.best <= found.amount.high, text
    else:
        assert same(found.amount, value, 0), text


@given(st.integers(1, 99_999), st.sampled_from(["~{}", "ca. {} Mitarbeiter", "nearly {}", "{}+", "up to {}", "{} %",
                                                "more than {}", "~{} %", "{}k", "${} billion",
                                                "gut {}"]), LANGUAGES)  # fmt: skip
def test_what_people_write_survives_being_written_by_us(number, pattern, language):
    if "%" in pattern and number > 100:
        number %= 100
    typed = read(pattern.format(number), language, "count")
    for name, text in (("count", typed.count and fmt.quantity(typed.count, language=language)),
                       ("percent", typed.percent and fmt.percent(typed.percent, language=language)),
                       ("amount", typed.amount and fmt.money(typed.amount, "USD", language=language))):  # fmt: skip
        if text:
            before, after = getattr(typed, name), getattr(read(text, language, name), name)
            assert same(after, before, 1 if name == "count" else 0), text


@pytest.mark.parametrize(("value", "english"), [
    (Quantity(12.45, 12.5, 12.55), f"≈{NB}12.5% (12.45–12.55%)"),
    (Quantity(13.5, 14, 14.5), f"≈{NB}14% (13.5–14.5%)"),
    (Quantity(10, None, 15), "10–15%"),
    (Quantity(9.375, 12.5, 15.625), f"≈{NB}12.5% (9.4–15.6%)"),  # ~200 of 1,600
    (Quantity(33.325, 33.33, 33.335), f"≈{NB}33.33% (33.325–33.335%)"),
    (Quantity(13.4831, 14.2857, 15.0943), f"≈{NB}14.3% (13.5–15.1%)"),
])  # fmt: skip
def test_percentages_show_the_digits_they_were_given(value, english):
    assert fmt.percent(value, language="en") == english


def test_a_count_known_to_the_last_head_has_no_ends_beside_it():
    assert fmt.quantity(Quantity(155.5, 156, 156.5), language="en") == f"≈{NB}156"


def test_a_scaled_amount_keeps_its_half_unit():
    value = Quantity(1.425e9, 1.43e9, 1.435e9)
    assert fmt.money(value, "USD", language="en") == f"≈{NB}USD{NB}1.43{NB}billion (USD{NB}1.425–1.435{NB}billion)"
