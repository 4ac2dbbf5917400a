"""Every way of writing a number that the form promises to take, in both languages, with exactly what it means."""

import pytest

from db.reading.quantities import (
    AmbiguousQuantity,
    NumberConvention,
    ParsedQuantity,
    QuantityNotUnderstood,
    parse_quantity,
)

POINT, COMMA = NumberConvention.POINT, NumberConvention.COMMA


def read(text, convention=None, kind="count"):
    found = parse_quantity(text, convention=convention, kind=kind)
    assert isinstance(found, ParsedQuantity), found
    return found


def ends(value):
    return (value.low, value.best, value.high)


PROMISED = {
    "200": (200, 200, 200), "~200": (150, 200, 250), "ca. 200": (150, 200, 250), "about 200": (150, 200, 250),
    "200+": (200, None, None), "mehr als 200": (200, None, None), "bis zu 300": (0, None, 300),
    "up to 300": (0, None, 300), "100-150": (100, None, 150), "100\u2013150": (100, None, 150),
    "1 400": (1400, 1400, 1400), "1.4k": (1350, 1400, 1450), "1,4k": (1350, 1400, 1450),
    "several hundred": (200, None, 1000), "mehrere hundert": (200, None, 1000), "unknown": (None, None, None),
    "unbekannt": (None, None, None), "": (None, None, None), "~1000": (750, 1000, 1250),
}  # fmt: skip
FURTHER = {
    "200 or so": (150, 200, 250), "um die 200": (150, 200, 250), "schätzungsweise 200": (150, 200, 250),
    "in the region of 200": (150, 200, 250), "roughly 200": (150, 200, 250), "rund 200": (150, 200, 250),
    "gut 200": (200, 200, 250), "just over 200": (200, 200, 250), "knapp 200": (150, 200, 200),
    "an die 200": (150, 200, 200), "close to 200": (150, 200, 200), "well over 200": (200, None, None),
    "weit über 200": (200, None, None), "mind. 200": (200, None, None), "bis 300": (0, None, 300),
    "max. 300": (0, None, 300), "as many as 300": (0, None, 300), "fewer than 300": (0, None, 300),
    "ca. 100-150": (75, None, 155), "between 100 and about 150": (100, None, 155),
    "twelve": (12, 12, 12), "zwölf": (12, 12, 12), "two dozen": (18, 24, 30), "tens of thousands": (2e4, None, 1e5),
    "Zehntausende": (2e4, None, 1e5), "a handful": (None, None, None), "insgesamt 200": (200, 200, 200),
    "a total of about 200": (150, 200, 250), "about 70 (60-80)": (60, 70, 80), "70 (at most 80)": (0, 70, 80),
    "\u2248 200 (180\u2013220)": (180, 200, 220), "\u2248 600 (\u2265 500)": (500, 600, None),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [*PROMISED.items(), *FURTHER.items()])
def test_counts(text, expected):
    found = read(text)
    assert ends(found.count) == expected
    assert found.count.words == text
    assert found.percent is found.base is found.amount is None


@pytest.mark.parametrize("noun", [
    "employee", "employees", "workers", "staff", "staff members", "people", "jobs", "positions", "roles", "contractors",
    "global contractors", "full-time employees", "remote workers", "employees worldwide", "employees in total",
    "Mitarbeiter", "Mitarbeitern", "Mitarbeitende", "Mitarbeitenden", "Mitarbeiter:innen", "Mitarbeiterinnen",
    "Mitarbeiterinnen und Mitarbeiter", "Beschäftigte", "Beschäftigten", "Angestellte", "Arbeitnehmer", "Stellen",
    "Arbeitsplätze", "Jobs", "Personen", "Leute", "Auftragnehmer", "Auftragnehmern", "globalen Auftragnehmern",
    "freie Mitarbeiter", "betroffene Mitarbeiter", "Mitarbeiter weltweit", "Entlassungen", "affected", "total",
])  # fmt: skip
@pytest.mark.parametrize(("before", "expected"), [("500 {}", (500, 500, 500)), ("about 500 {}", (450, 500, 550)),
                                                  ("up to 500 {}", (0, None, 500)), ("400-500 {}", (400, None, 500)),
                                                  ("mehr als 500 {}", (500, None, None))])  # fmt: skip
def test_the_nouns_after_a_number(noun, before, expected):
    assert ends(read(before.format(noun)).count) == expected


def test_what_is_no_head_is_not_counted_as_one():
    for text in ("200 stores", "200 percentage points", "200 days"):
        assert parse_quantity(text) == QuantityNotUnderstood(text, "not_understood")


@pytest.mark.parametrize("text", [
    "etwa 14 % (ca. 200 Mitarbeiter)", "about 200 employees (roughly 14 percent)", "ca. 200 Mitarbeiter (etwa 14 %)",
    "14% of its workforce, or about 200 employees", "rund 14 Prozent der Belegschaft, also etwa 200 Stellen",
    "14 % bzw. rund 200 Mitarbeiter", "14 % / ~200", "~200 (14%)", "14 % \u2013 rund 200 Stellen",
    "about 200 employees, 14 percent of its global workforce",
])  # fmt: skip
@pytest.mark.parametrize("kind", ["count", "percent"])
def test_a_share_and_a_count_in_one_text(text, kind):
    found = read(text, kind=kind)
    assert ends(found.percent) == (13.5, 14, 14.5)
    assert ends(found.count) == (150, 200, 250)
    assert (found.percent_of, found.base, found.amount) == ("", None, None)


@pytest.mark.parametrize(("text", "count", "percent"), [
    ("14 % von 1.400", None, (13.5, 14, 14.5)), ("14 % der 1.400 Mitarbeiter", None, (13.5, 14, 14.5)),
    ("14 percent of its 1.400 employees", None, (13.5, 14, 14.5)), ("200 von 1.400", (200, 200, 200), None),
    ("rund 200 der insgesamt 1.400 Beschäftigten", (150, 200, 250), None),
    ("200 of its 1.400 employees", (200, 200, 200), None),
])  # fmt: skip
def test_a_part_of_a_stated_base(text, count, percent):
    found = read(text, COMMA)
    assert ends(found.base) == (1400, 1400, 1400)
    assert (found.count and ends(found.count), found.percent and ends(found.percent)) == (count, percent)
    assert parse_quantity(text) == found, "people are whole"


def test_a_unit_keeps_its_capitals():
    assert read("14 % der Vertriebsabteilung").percent_of == "Vertriebsabteilung"
    assert read("30% of the Data Labeling team").percent_of == "the Data Labeling team"
    assert read("14 % aller Stellen").percent_of == read("14% of its global workforce").percent_of == ""


@pytest.mark.parametrize(("text", "point", "comma"), [
    ("1.400", 1.4, 1400), ("1,400", 1400, 1.4), ("1.4", 1.4, 1.4), ("1,4", 1.4, 1.4), ("1.400.000", 1.4e6, 1.4e6),
    ("1,400,000", 1.4e6, 1.4e6), ("1.400,5", 1400.5, 1400.5), ("1,400.5", 1400.5, 1400.5), ("14", 14, 14),
])  # fmt: skip
def test_the_declared_convention_decides_amounts_and_1_4_is_never_14(text, point, comma):
    assert read(text, POINT, "amount").amount.best == point
    assert read(text, COMMA, "amount").amount.best == comma
    asked = parse_quantity(text, kind="amount")
    assert isinstance(asked, AmbiguousQuantity) is (point != comma)


@pytest.mark.parametrize(("text", "expected", "currency"), [
    ("1,43 Milliarden Dollar", (1.425e9, 1.43e9, 1.435e9), "USD"), ("$14.3bn", (14.25e9, 14.3e9, 14.35e9), "USD"),
    ("EUR 2 Mio", (1.5e6, 2e6, 2.5e6), "EUR"), ("$1-2 billion", (1e9, None, 2e9), "USD"),
    ("\u2248 USD 14.3 billion (USD 14.25\u201314.35 billion)", (14.25e9, 14.3e9, 14.35e9), "USD"),
    ("\u2248 14,3 Mrd. USD (14,25\u201314,35 Mrd. USD)", (14.25e9, 14.3e9, 14.35e9), "USD"),
    ("more than $200 million", (2e8, None, None), "USD"), ("bis zu 2 Bio. Euro", (0, None, 2e12), "EUR"),
])  # fmt: skip
def test_amounts(text, expected, currency):
    found = read(text, kind="amount")
    assert (ends(found.amount), found.currency) == (pytest.approx(expected), currency)


@pytest.mark.parametrize(("text", "count"), [
    ("a couple hundred workers", (150, 200, 250)), ("more than a couple hundred", (150, None, None)),
    ("300-odd employees", (250, 300, 350)), ("some 300-odd people", (250, 300, 350)), ("500-ish", (450, 500, 550)),
    ("several dozens", (24, None, 120)), ("gegen 400", (350, 400, 450)), ("400 und mehr", (400, None, None)),
    ("200 ± 20", (180, 200, 220)), ("200+/-20 employees", (180, 200, 220)), ("200 employees +/- 10%", (180, 200, 220)),
    ("200, give or take 20", (180, 200, 220)), ("a single employee", (1, 1, 1)),
    ("the entire team of 40", (40, 40, 40)),
    ("einen einzigen Mitarbeiter", (1, 1, 1)), ("200 more", (200, 200, 200)), ("a single-digit number", (1, None, 9)),
])  # fmt: skip
def test_counts_as_papers_put_them(text, count):
    assert ends(read(text).count) == count


@pytest.mark.parametrize(("text", "count", "percent", "base"), [
    ("200 employees, or 7 percent of its 2,800-strong workforce", 200, 7, 2800),
    ("7 pct. of its 2,800-person company", None, 7, 2800), ("12 of a 40-person startup", 12, None, 40),
    ("rund 350 der 2.400 Mann starken Belegschaft", 350, None, 2400), ("200 (out of 1,400 employees)", 200, None, 1400),
    ("rund 10.000 (von 98.000)", 10000, None, 98000), ("die gesamte Belegschaft von 120", None, 100, 120),
    ("half of the remaining 60 people", None, 50, 60), ("die Hälfte der verbliebenen 60 Mitarbeiter", None, 50, 60),
])  # fmt: skip
def test_the_whole_that_a_sentence_states(text, count, percent, base):
    found = read(text)
    assert [one and one.best for one in (found.count, found.percent, found.base)] == [count, percent, base]


@pytest.mark.parametrize(("text", "percent", "base"), [
    ("most of its employees", (50, None, 100), None), ("the majority of its 300 workers", (50, None, 100), 300),
    ("die Mehrheit der 900 Beschäftigten", (50, None, 100), 900), ("die meisten Mitarbeiter", (50, None, 100), None),
    ("about one-fifth of its workforce", (15, 20, 25), None), ("14% ± 1%", (13, 14, 15), None),
])  # fmt: skip
def test_shares_as_papers_put_them(text, percent, base):
    found = read(text)
    assert (ends(found.percent), found.base and found.base.best) == (percent, base)


def test_a_tolerance_is_of_the_same_unit():
    assert ends(read("$2 million ± $200,000", POINT, "amount").amount) == (1.8e6, 2e6, 2.2e6)
    for text in ("200 ± $20", "10% ± 5 employees", "±200"):
        assert isinstance(parse_quantity(text), QuantityNotUnderstood), text


@pytest.mark.parametrize("text", [
    "10834 (11106)", "93 (104 for both plants)", "83 (3 employees)", "0 (not known yet)", "18; 87",
    "200 employees and 500 contractors", "74 fulltime and 184 parttime", "143 (all 4 plants)", "5 in Ohio",
    "200 (150-180)", "200 (250)", "14 % (15 %)", "10-15 % (200-300", "POSSIBLY 71", "12/15", "another day",
    "a quarter of a million", "200 of 3 plants", "a few good men", "hundred and", "one of them", "zig Stellen",
    "no comment",
    "half of 2024", "jeder", "all", "third", "second half", "200 hours", "five six", "3/3", "-200", "$5 (\u20ac4-6)",
])  # fmt: skip
def test_what_is_not_plain_stays_text(text):
    assert parse_quantity(text, convention=POINT) == QuantityNotUnderstood(text, "not_understood")


@pytest.mark.corpus
def test_what_officials_write(corpus):
    """432 odd cells: nothing breaks, and what was read by eye stays read."""
    lines = (corpus / "odd_values.tsv").read_text(encoding="utf-8").split("\n")
    cells = [line.partition("\t")[2].replace("\\n", "\n") for line in lines if line.startswith("number\t")]
    found = {cell: parse_quantity(cell, convention=POINT) for cell in cells}
    counts = {cell: ends(each.count) for cell, each in found.items() if isinstance(each, ParsedQuantity) and each.count}
    others = [each for each in found.values() if isinstance(each, ParsedQuantity) and not each.count]
    assert sum(any(end is not None for end in each) for each in counts.values()) >= 33  # fractions are no people
    assert sum(all(end is None for end in each) for each in counts.values()) >= 15
    assert len(others) == 23
    checked = {
        "100+": (100, None, None), "40-50": (40, None, 50), "approx. 150": (145, 150, 155), "75 - 100": (75, None, 100),
        "200 +/-": (150, 200, 250), "137 Total": (137, 137, 137), "100 + ": (100, None, None),
        "1 remote worker": (1, 1, 1),
        "APPROX. 2000": (1500, 2000, 2500), "APPROX. 70 (60 - 80)": (60, 70, 80), "Approx. 30 +": (25, None, None),
        "Fewer than  100": (0, None, 100), "17 affected": (17, 17, 17), "52 total affected workers": (52, 52, 52),
        "a few": (None, None, None), "Undisclosed": (None, None, None), "----": (None, None, None),
        "65,000": (65000,) * 3,
        "1 non union employee": (1, 1, 1), "estimated 365": (364.5, 365, 365.5),
    }  # fmt: skip
    assert {cell: counts[cell] for cell in checked} == checked
    for kept in ("2748,6", "426 426", "45\n37\n37", "420 405 369", "1/11/2024", "114 +112", "2 5s1ta", "*229",
                 "75 hourly & 8 salary employees",
                 "CD28.4", "3501.872.63", "10834 (11106)", "54 Union 3 Non Union", "-68,295.50",
                 "9.09495E-13"):  # fmt: skip
        assert isinstance(found[kept], QuantityNotUnderstood), kept
