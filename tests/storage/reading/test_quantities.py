"""What people and files write as numbers, and the arithmetic that keeps their uncertainty."""

import os
from math import isfinite
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.model.values import Quantity
from db.reading.quantities import (
    AmbiguousQuantity,
    NumberConvention,
    ParsedQuantity,
    QuantityNotUnderstood,
    add,
    at_least,
    divide,
    hull,
    implied_base,
    intersect,
    multiply,
    negate,
    overlap,
    parse_quantity,
    percent_from_fraction,
    plain_count,
    quantity,
    rounding_unit,
    scale,
    subtract,
    total,
)
from helpers.work import calls

POINT, COMMA = NumberConvention.POINT, NumberConvention.COMMA


def read(text, **how):
    found = parse_quantity(text, **how)
    assert isinstance(found, ParsedQuantity), found
    assert found.words == text
    return found


def ends(value):
    return (value.low, value.best, value.high)


COUNTS = {
    "200": (200, 200, 200), "16000.0": (16000, 16000, 16000), "0": (0, 0, 0),
    "~200": (150, 200, 250), "ca. 200": (150, 200, 250), "about 200": (150, 200, 250), "etwa 200": (150, 200, 250),
    "~1000": (750, 1000, 1250), "~150": (145, 150, 155), "rund 200 Mitarbeiter": (150, 200, 250),
    "~14": (13.5, 14, 14.5), "200 +/-": (150, 200, 250), "nearly 200": (150, 200, 200),
    "200+": (200, None, None), "more than 200": (200, None, None), "mehr als 200": (200, None, None),
    "at least 200": (200, None, None), "mindestens 200": (200, None, None), "500+ employees": (500, None, None),
    "up to 300": (0, None, 300), "bis zu 300": (0, None, 300), "up to ~300": (0, None, 350),
    "100-150": (100, None, 150), "100\u2013150": (100, None, 150), "100 bis 150": (100, None, 150),
    "between 100 and 150": (100, None, 150), "zwischen 100 und 150 Mitarbeiter": (100, None, 150),
    "1 400": (1400, 1400, 1400), "1\u00a0400": (1400, 1400, 1400), "1\u202f400": (1400, 1400, 1400),
    "1\u2019400": (1400, 1400, 1400), "426\u00a0426": (426426, 426426, 426426),
    "1.4k": (1350, 1400, 1450), "14 billion": (13.5e9, 14e9, 14.5e9),
    "1.400": (1400, 1400, 1400), "1,400": (1400, 1400, 1400), "1.400.000": (1.4e6, 1.4e6, 1.4e6),
    "1234.000": (1234,) * 3, "1.400,00": (1400,) * 3, "1,400.0": (1400,) * 3,
    "several hundred": (200, None, 1000), "Hunderte": (200, None, 1000), "hundreds of employees": (200, None, 1000),
    "mehr als 500 Auftragnehmer": (500, None, None), "ein Dutzend": (9, 12, 15),
    "unknown": (None, None, None), "": (None, None, None), "NULL": (None, None, None), "-": (None, None, None),
    "several": (None, None, None), "mehrere Mitarbeiter": (None, None, None),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), COUNTS.items())
def test_counts(text, expected):
    found = read(text)
    assert ends(found.count) == expected
    assert found.count.words == text
    assert found.percent is found.base is found.amount is None


PERCENTS = {
    "14%": (13.5, 14, 14.5), "14 %": (13.5, 14, 14.5), "14\u00a0%": (13.5, 14, 14.5), "etwa 14 %": (13.5, 14, 14.5),
    "14 percent": (13.5, 14, 14.5), "14 Prozent": (13.5, 14, 14.5), "12.5%": (12.45, 12.5, 12.55),
    "12,5 %": (12.45, 12.5, 12.55), "about 20 %": (15, 20, 25), "10-15 %": (10, None, 15), "100 %": (100, 100, 100),
    "more than 14 %": (14, None, 100), "up to 30%": (0, None, 30), "0 %": (0, 0, 0.5),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PERCENTS.items())
def test_percentages(text, expected):
    found = read(text)
    assert ends(found.percent) == pytest.approx(expected)
    assert found.count is None


def test_percentages_with_what_they_are_of():
    found = read("14 % von 1.400", convention=COMMA)
    assert (ends(found.percent), ends(found.base)) == ((13.5, 14, 14.5), (1400, 1400, 1400))
    assert read("14 % of its workforce").percent_of == ""
    assert read("14 % der Belegschaft").percent_of == ""
    assert read("14% of the sales team").percent_of == "the sales team"
    heads = read("200 of 1,400", convention=POINT)
    assert (ends(heads.count), ends(heads.base)) == ((200, 200, 200), (1400, 1400, 1400))


@pytest.mark.parametrize("text", ["etwa 14 % (ca. 200 Mitarbeiter)", "about 200 employees (14% of its workforce)",
                                  "ca. 200 Mitarbeiter, etwa 14 %", "about 200, or 14 percent"])  # fmt: skip
def test_one_text_may_hold_a_percentage_and_a_count(text):
    found = read(text)
    assert ends(found.percent) == (13.5, 14, 14.5)
    assert ends(found.count) == (150, 200, 250)


def test_amounts_carry_their_currency():
    found = read("1,43 Milliarden Dollar")
    assert (ends(found.amount), found.currency, found.count) == ((1.425e9, 1.43e9, 1.435e9), "USD", None)
    found = read("200 million dollars")
    assert (ends(found.amount), found.currency) == ((199.5e6, 200e6, 200.5e6), "USD")
    assert ends(read("$1-2 billion").amount) == (1e9, None, 2e9)
    assert (ends(read("2,5 Mio. €").amount), read("2,5 Mio. €").currency) == ((2.45e6, 2.5e6, 2.55e6), "EUR")
    assert ends(read("$310,564.91 ").amount) == (310564.91,) * 3
    assert ends(read("150", kind="amount").amount) == (150, 150, 150)


@pytest.mark.parametrize("text", ["$200 million planned for 2025", "200 million dollars, expected in fiscal 2025",
                                  "200 Millionen Dollar im Jahr 2025", "200 Mio. $ geplant für 2025"])  # fmt: skip
def test_an_amount_may_say_for_which_year_it_is(text):
    found = read(text, kind="amount")
    assert (ends(found.amount), found.currency, found.amount.words) == ((199.5e6, 200e6, 200.5e6), "USD", text)
    assert isinstance(parse_quantity("$200 million in 2024, 3 million in 2025", kind="amount"), QuantityNotUnderstood)
    assert isinstance(parse_quantity("planned for 2025", kind="amount"), QuantityNotUnderstood)


def test_a_number_without_unit_is_what_the_field_is():
    assert ends(read("14", kind="percent").percent) == (13.5, 14, 14.5)
    assert ends(read("12.5", kind="percent").percent) == (12.45, 12.5, 12.55)
    assert read("unknown", kind="percent").percent == Quantity(words="unknown")


@pytest.mark.parametrize("text", ["$1.400", "EUR 1,400", "12.345 Mio.", "between $1.100 and $1.200"])
def test_the_convention_is_asked_for_only_when_it_matters(text):
    asked = parse_quantity(text)
    assert isinstance(asked, AmbiguousQuantity)
    assert asked.readings == (parse_quantity(text, convention=POINT), parse_quantity(text, convention=COMMA))
    assert asked.readings[0] != asked.readings[1]


def test_declared_conventions():
    assert ends(read("$1.400", convention=COMMA).amount) == (1400, 1400, 1400)
    assert ends(read("$1.400", convention=POINT).amount) == (1.4, 1.4, 1.4)
    assert ends(read("~1,000", convention=POINT).count) == (750, 1000, 1250)


@pytest.mark.parametrize("convention", [None, POINT, COMMA])
def test_people_are_whole_by_any_convention(convention):
    for text in ("1.400", "1,400", "1'400", "1 400", "1.400,0", "1,400.00"):
        assert ends(read(text, convention=convention).count) == (1400, 1400, 1400)
    for text in ("1.4", "1,4", "2748,6", "1,400.5", "1.400,5", "0.5", "1.4000", "2.4-3.5", "~1.4", "1.4 employees"):
        found = parse_quantity(text, convention=convention)
        assert found == QuantityNotUnderstood(text, "not_understood")


def test_in_a_column_whose_sign_marks_decimals_nothing_is_grouped_by_it():
    assert parse_quantity("1.400", convention=POINT, strict=True).reason == "not_understood"
    assert ends(read("1,400", convention=POINT, strict=True).count) == (1400, 1400, 1400)
    assert ends(read("1.400.000", convention=POINT, strict=True).count) == (1.4e6, 1.4e6, 1.4e6)
    assert ends(read("1400.000", convention=POINT, strict=True).count) == (1400, 1400, 1400)
    assert parse_quantity("1,400", convention=COMMA, strict=True).reason == "not_understood"


@pytest.mark.parametrize(("text", "more", "fewer"), [("3-4000", 3000, 3), ("10 to 15000 jobs", 10000, 10)])
def test_whether_the_first_number_of_a_range_is_in_thousands_is_asked(text, more, fewer):
    asked = parse_quantity(text)
    assert asked.about == "thousands"
    assert [reading.count.low for reading in asked.readings] == [more, fewer]
    assert isinstance(parse_quantity("500-1000"), ParsedQuantity)


@pytest.mark.parametrize(("text", "reason"), [
    ("150 %", "percent_above_100"), ("150-100", "reversed_range"), ("426 426", "several_numbers"),
    ("420 405 369", "several_numbers"), ("99999999999999999999", "out_of_range"), ("0123", "not_understood"),
    ("45\n37", "not_understood"), ("188\n148", "not_understood"), ("242 80", "not_understood"),
    ("5 in Indiana", "not_understood"), ("1/11/2024", "not_understood"), ("74 +1 +21", "not_understood"),
    ("3501.872.63", "not_understood"), ("9.09495E-13", "not_understood"), ("-5", "not_understood"),
    ("114 +112", "not_understood"), ("10834 (11106)", "not_understood"), ("GM16.5", "not_understood"),
    ("$14 %", "not_understood"), ("inf", "not_understood"),
    ("18; 87", "not_understood"), ("54 Union\n3 Non Union", "not_understood"), ("5-10 %-15", "not_understood"),
])  # fmt: skip
def test_no_number_is_invented(text, reason):
    assert parse_quantity(text) == QuantityNotUnderstood(text, reason)


@pytest.mark.parametrize(("text", "expected"), [
    ("0.2", (19.5, 20, 20.5)), ("0.14", (13.5, 14, 14.5)), ("0.125", (12.45, 12.5, 12.55)), ("1", (100, 100, 100)),
    ("1.0", (100, 100, 100)), ("0,14", (13.5, 14, 14.5)), ("0.5", (49.5, 50, 50.5)), ("0", (0, 0, 0.5)),
    ("", (None, None, None)), ("NULL", (None, None, None)),
])  # fmt: skip
def test_fractions_are_whole_percent_unless_more_precise(text, expected):
    found = percent_from_fraction(text)
    assert ends(found) == expected
    assert found.words == text


def test_fractions_above_one_are_refused():
    assert percent_from_fraction("1.5") == QuantityNotUnderstood("1.5", "percent_above_100")
    assert percent_from_fraction("14") == QuantityNotUnderstood("14", "not_understood")


def test_rounding_unit():
    assert [rounding_unit(value) for value in (200, 1000, 1400, 150, 14, 0)] == [100, 1000, 100, 10, 1, 1]


def test_implied_base_vectors():
    percent = read("14 %").percent
    assert ends(implied_base(Quantity.exact(200), percent)) == pytest.approx((1379.3, 1428.6, 1481.5), abs=0.05)
    found = implied_base(Quantity(195, None, 204), percent)
    assert (found.low, found.high) == (pytest.approx(1344.8, abs=0.05), pytest.approx(1511.1, abs=0.05))
    assert found.best is None
    found = implied_base(Quantity.exact(305), read("3 %").percent)
    assert (found.low, found.high) == (pytest.approx(8714, abs=0.5), pytest.approx(12200))


def test_a_share_of_the_base_and_its_comparison_with_the_count():
    share = scale(multiply(read("14 %").percent, Quantity.exact(1400)), 0.01)
    assert ends(share) == pytest.approx((189, 196, 203))
    assert ends(intersect(read("~200").count, share)) == pytest.approx((189, 200, 203))


def test_open_ends_stay_open():
    more, up_to = read("200+").count, read("up to 300").count
    assert ends(add(more, Quantity.exact(50))) == (250, None, None)
    assert ends(add(more, up_to)) == (200, None, None)
    assert ends(subtract(Quantity.exact(1000), more)) == (None, None, 800)
    assert ends(at_least(subtract(Quantity.exact(1000), more), 0)) == (0, None, 800)
    assert ends(total([])) == (0, 0, 0)
    assert ends(add(Quantity(), Quantity.exact(5))) == (None, None, None)
    assert ends(hull(more, up_to)) == (0, None, None)
    assert intersect(more, Quantity.exact(100)) is None
    assert ends(intersect(more, up_to)) == (200, None, 300)
    assert ends(divide(Quantity.exact(10), Quantity(0, None, 5))) == (2, None, None)
    assert ends(divide(Quantity.exact(10), Quantity(-1, None, 5))) == (None, None, None)


numbers = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def quantities(draw, elements=numbers):
    low, best, high = sorted(draw(st.tuples(elements, elements, elements)))
    absent = draw(st.tuples(st.booleans(), st.booleans(), st.booleans()))
    return Quantity(*(None if gone else end for gone, end in zip(absent, (low, best, high), strict=True)))


def in_order(value):
    present = [end for end in ends(value) if end is not None]
    return present == sorted(present) and all(map(isfinite, present))


@given(quantities(), quantities(), numbers)
def test_every_operation_keeps_the_ends_in_order(a, b, factor):
    found = [add(a, b), subtract(a, b), negate(a), scale(a, factor), multiply(a, b), divide(a, b), hull(a, b),
             intersect(a, b), at_least(a, factor), implied_base(a, b), total([a, b, a])]  # fmt: skip
    assert all(in_order(value) for value in found if value is not None)
    assert (intersect(a, b) is None) is not overlap(a, b)


small = st.integers(-50, 50).map(float)


def inside(value, number):
    slack = 1e-9 * max(1.0, abs(number))
    return (value.low is None or value.low <= number + slack) and (value.high is None or number - slack <= value.high)


@given(quantities(small), quantities(small), small, small)
def test_results_contain_every_result_of_members(a, b, x, y):
    x, y = (min(max(n, q.low if q.low is not None else n), q.high if q.high is not None else max(n, q.low or n))
            for n, q in ((x, a), (y, b)))  # fmt: skip
    if not (inside(a, x) and inside(b, y)):
        return
    assert inside(add(a, b), x + y)
    assert inside(subtract(a, b), x - y)
    assert inside(multiply(a, b), x * y)
    assert inside(hull(a, b), x)
    assert inside(hull(a, b), y)
    if y != 0:
        assert inside(divide(a, b), x / y)
    if inside(b, x):
        assert inside(intersect(a, b), x)


def test_a_quantity_with_its_ends_crossed_is_refused():
    with pytest.raises(ValueError, match="above"):
        quantity(2, None, 1)


PIECES = [
    *COUNTS, *PERCENTS, "~", "ca.", "+", "-", "\u2013", "%", ".", ",", "(", ")", "or", "of", "von", "0", "00", "1.4",
    "1,400", "k", "Mrd.", "half", "a third", "jeder", "Zehnte", "one in ten", "two hundred", "hundert", "und",
    "fünfzig",
    "FTE", "engineers", "in der Produktion", "all", "employees", "zweistellig", "low hundreds", "another", "keine",
    "3-4.000",
    "out of", "Belegschaft", "½", "1/3", "thousand", "twenty-five", "a million", "'s", "the company's",
 "$", "\u20ac", "Dutzend", "up", "bis", "zu", ">", "100",
]  # fmt: skip
LIKELY = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=5).map("".join),
)


@pytest.mark.no_cover
@given(LIKELY, st.sampled_from([None, POINT, COMMA]), st.sampled_from(["count", "percent", "amount"]))
def test_any_text_is_read_asked_about_or_refused(text, convention, kind):
    found = parse_quantity(text, convention=convention, kind=kind)
    assert found.words == text
    for reading in found.readings if isinstance(found, AmbiguousQuantity) else (found,):
        if isinstance(reading, ParsedQuantity):
            parts = (reading.count, reading.percent, reading.base, reading.amount)
            assert any(part is not None for part in parts)
            assert all(in_order(part) for part in parts if part is not None)
            if reading.percent is not None and reading.percent.known:
                assert 0 <= reading.percent.low <= reading.percent.high <= 100
    plain_count(text)
    fraction = percent_from_fraction(text)
    assert isinstance(fraction, QuantityNotUnderstood) or in_order(fraction)


@given(st.integers(0, 10**15 - 1))
def test_plain_integers_are_exact_in_every_writing(number):
    for text in (str(number), f"{number}.0"):
        assert ends(plain_count(text)) == (number, number, number)
    assert ends(read(f"{number:,}", convention=POINT).count) == (number, number, number)
    assert ends(read(f"{number:,}".replace(",", "."), convention=COMMA).count) == (number, number, number)
    assert ends(read(f"{number:,}".replace(",", "\u202f")).count) == (number, number, number)


def test_plain_counts_take_the_short_way():
    parse_quantity("about 1999")  # what is made once is made
    plain = calls(lambda: parse_quantity("1998.0"))
    assert plain < 20
    assert plain < calls(lambda: parse_quantity("about 1998")) / 3


@pytest.mark.corpus
def test_odd_cells_of_real_files_never_break_and_never_grow_numbers():
    folder = os.environ.get("HEADWATER_CORPUS")
    if not folder:
        pytest.skip("HEADWATER_CORPUS is not set")
    lines = (Path(folder) / "odd_values.tsv").read_text(encoding="utf-8").split("\n")[1:]
    cells = [line.partition("\t")[2].replace("\\n", "\n") for line in lines if line.startswith("number\t")]
    assert len(cells) > 400
    for cell in cells:
        found = parse_quantity(cell, convention=POINT)
        known = isinstance(found, ParsedQuantity) and any(
            part is not None and part.known for part in (found.count, found.percent, found.amount)
        )
        assert found.words == cell
        if known:
            # Digits in, the same digits out: nothing glued together from two lines or cells.
            assert "\n" not in cell.strip()
            assert any(sign.isdigit() for sign in cell)


@pytest.mark.parametrize("text", ["\uff11\uff12\uff10", "\u06f1\u06f2\u06f0", "\u0661\u0662\u0660"])
def test_digits_of_other_scripts_are_digits(text):
    assert ends(read(text).count) == (120, 120, 120)
