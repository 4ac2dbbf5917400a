"""Numbers that must come out, through the real door: saved as people write them, levels read from the CSV."""

import csv
import io
from datetime import date

import pytest

from db.analysis.rates.bridge import bridge
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.records import Scope
from db.model.values import Basis, ImpreciseDate, Population, Quantity
from db.output.export import export
from db.reading.dates import parse_date
from db.reading.quantities import ParsedQuantity, parse_quantity

exact = Quantity.exact


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as made:
        yield made


def _number(value, kind):
    if value is None or isinstance(value, Quantity):
        return value
    if not isinstance(value, str):
        return exact(float(value))
    read = parse_quantity(value, kind=kind)
    assert isinstance(read, ParsedQuantity), value
    return read.percent if kind == "percent" else read.count


def add(ledger, kind, when, count=None, percent=None, base=None):
    day = parse_date(when, level=kind == "reported_headcount")
    assert isinstance(day, ImpreciseDate), when
    claim = ClaimDraft(
        source=SourceDraft(publisher="Herald"),
        announced=day,
        count=_number(count, "count"),
        percent=_number(percent, "percent"),
        base=_number(base, "count"),
    )
    return ledger.events.save(EventDraft(kind=kind, organization="Acme", claims=(claim,))).detail["event"]


def layoff(ledger, when, count=None, percent=None, base=None):
    return add(ledger, "layoff", when, count, percent, base)


def reported(ledger, when, count):
    return add(ledger, "reported_headcount", when, count)


def series(ledger, population=Population.EMPLOYEES):
    organization = ledger.organizations.find("Acme")
    return next(one for one in ledger.at(Scope()).headcount(organization) if one.population is population)


def exported(ledger, population=Population.EMPLOYEES):
    written = io.BytesIO()
    export(ledger.at(Scope()), "headcount", written, population=population)
    return list(csv.DictReader(io.StringIO(written.getvalue().decode())))


def at(ledger, when):
    """Low, best and high at the end of a day, as the table of headcounts has them; None before its first row."""
    rows = [row for row in exported(ledger) if row["date"] <= when]
    return tuple(int(rows[-1][end]) if rows[-1][end] else None for end in ("low", "best", "high")) if rows else None


def bridge_of(ledger, first, last):
    view = ledger.at(Scope())
    return bridge(series(ledger), view.events.select(), view.kinds, first=first, last=last, as_of=view.today)


def gaps(ledger):
    found = [gap.unexplained for gap in series(ledger).gaps]
    return [tuple(None if end is None else round(end) for end in (one.low, one.best, one.high)) for one in found]


def test_count_and_percentage(ledger):
    layoff(ledger, "2025-07-16", "200", "14 %")
    assert (at(ledger, "2025-07-15"), at(ledger, "2025-07-16")) == ((1379, 1429, 1481), (1179, 1229, 1281))


def test_about_so_many_and_a_percentage_are_one_unknown(ledger):
    layoff(ledger, "2025-07-16", "ca. 200", "14 %")
    before, after = at(ledger, "2025-07-15"), at(ledger, "2025-07-16")
    assert (before[0], before[2], after[0], after[2]) == (1034, 1852, 884, 1602)


def test_a_percentage_before_a_count_with_one(ledger):
    layoff(ledger, "2023-01-09", None, "20 %")
    layoff(ledger, "2025-07-16", "200", "14 %")
    assert at(ledger, "2023-01-08") == (1713, 1786, 1863)
    assert at(ledger, "2023-01-09") == (1379, 1429, 1481)
    assert at(ledger, "2025-07-16") == (1179, 1229, 1281)


def test_a_reported_headcount_first(ledger):
    reported(ledger, "2025-06-30", "1400")
    layoff(ledger, "2025-07-16", "200", "14 %")
    assert (at(ledger, "2025-07-15"), at(ledger, "2025-07-16")) == ((1400,) * 3, (1200,) * 3)
    assert [level.basis for level in series(ledger).levels] == [Basis.REPORTED, Basis.CHANGE]
    assert gaps(ledger) == []


@pytest.mark.parametrize("end", ["end of 2025", "year-end 2025", "Jahresende 2025"])
def test_the_end_of_a_year_is_its_last_day_for_a_headcount(ledger, end):
    reported(ledger, "2025-06-30", "1400")
    layoff(ledger, "2025-11-15", "200")
    reported(ledger, end, "1200")
    assert [at(ledger, day)[1] for day in ("2025-11-14", "2025-11-15", "2025-12-31")] == [1400, 1200, 1200]
    assert gaps(ledger) == [(0, 0, 0)]


def test_a_percentage_on_a_vague_level(ledger):
    reported(ledger, "2025-06-30", "1000")
    layoff(ledger, "2025-07", "200")
    layoff(ledger, "2025-07-15", None, "10 %")
    assert at(ledger, "2025-07-31") == (695, 700, 724)


@pytest.mark.parametrize(
    ("stated", "level", "unexplained"),
    [
        ("1200", (1000, 1200, 1200), (-200, 0, 0)),
        ("1300", (1100, 1100, 1300), (-100, -100, 100)),
        ("1400", (1200, 1200, 1400), (0, 0, 200)),
    ],
)
def test_a_change_straddling_a_report(ledger, stated, level, unexplained):
    reported(ledger, "2025-06-30", "1400")
    layoff(ledger, "2025-07", "200")
    reported(ledger, "2025-07-15", stated)
    assert at(ledger, "2025-07-31") == level
    assert gaps(ledger) == [unexplained]


def test_a_contradiction_left_open(ledger):
    reported(ledger, "2025-01-01", "1400")
    layoff(ledger, "2025-07-16", Quantity(200, None, 500))
    reported(ledger, "2025-12-31", "1180")
    assert at(ledger, "2025-07-16") == (900, None, 1200)
    assert gaps(ledger) == [(-20, None, 280)]


def test_nothing_between_two_reports(ledger):
    reported(ledger, "2024-01-01", "1000")
    reported(ledger, "2024-12-31", "1500")
    assert (at(ledger, "2024-12-30"), at(ledger, "2024-12-31")) == ((1000, 1000, 1500), (1500,) * 3)
    assert gaps(ledger) == [(500, 500, 500)]


def test_a_size_nobody_knows(ledger):
    reported(ledger, "2025-01-01", "1400")
    layoff(ledger, "2025-02-01")
    layoff(ledger, "2025-03-01", "200")
    assert (at(ledger, "2025-02-01"), at(ledger, "2025-03-01")) == ((0, None, 1400), (0, None, 1200))


def test_contractors_alone_are_a_change(ledger):
    add(ledger, "contractors_ended", "2025-07-16", "500")
    rows = exported(ledger, Population.CONTINGENT)
    assert [(row["best"], row["basis"]) for row in rows] == [("0", "relative"), ("-500", "relative")]


def test_everybody(ledger):
    layoff(ledger, "2023-03-01", "50", "100 %")
    assert (at(ledger, "2023-02-28"), at(ledger, "2023-03-01")) == ((50,) * 3, (0,) * 3)
    assert at(ledger, "2023-02-27") is None
    assert exported(ledger)[0]["basis"] == "implied"


def test_everybody_and_a_level_later(ledger):
    layoff(ledger, "2022-03-01", None, "100 %")
    reported(ledger, "2023-01-01", "80")
    assert at(ledger, "2022-02-28") == (0, None, None)
    assert at(ledger, "2022-03-01") == (0, 0, 80)
    assert at(ledger, "2022-12-31") == (0, 0, 80)
    assert at(ledger, "2023-01-01") == (80, 80, 80)
    assert gaps(ledger) == [(80, 80, 80)]


def test_everybody_after_a_reported_headcount(ledger):
    reported(ledger, "2022-01-01", "1000")
    layoff(ledger, "2022-03-01", None, "100 %")
    assert (at(ledger, "2022-02-28"), at(ledger, "2022-03-01")) == ((1000,) * 3, (0,) * 3)
    assert gaps(ledger) == [(0, 0, 0)]


def test_a_stated_base_is_a_level(ledger):
    layoff(ledger, "2025-03-12", "rund 350", "15 %", "2400")
    assert (at(ledger, "2025-03-11"), at(ledger, "2025-03-12")) == ((2400,) * 3, (2045, 2050, 2055))


def test_a_stated_base_of_a_unit_is_no_level(ledger):
    claim = ClaimDraft(
        announced=ImpreciseDate.day(date(2025, 3, 12)), percent=exact(15), percent_of="Studio", base=exact(2400)
    )
    ledger.events.save(EventDraft(kind="layoff", organization="Acme", claims=(claim,)))
    assert all(level.best is None or level.best <= 0 for level in series(ledger).levels)


def test_a_level_that_fits_neither_neighbor_is_set_aside(ledger):
    layoff(ledger, "2025-05-12", "6000", "3 %")
    layoff(ledger, "2025-06-01", "305", "3 %")
    layoff(ledger, "2025-07-01", "9000", "4 %")
    assert at(ledger, "2025-05-12")[1] == 194_000
    assert at(ledger, "2025-06-01")[1] == 193_695
    assert at(ledger, "2025-06-30") == (200_000, 225_000, 257_143)
    assert [gap[1] for gap in gaps(ledger)] == [31_305]


def test_below_zero_is_cut_only_where_it_is_shown(ledger):
    reported(ledger, "2025-01-01", "20")
    layoff(ledger, "2025-02-01", "100")
    reported(ledger, "2025-03-01", "200")
    assert at(ledger, "2025-02-15")[:2] == (0, 0)
    assert gaps(ledger) == [(280, 280, 280)]
    assert exported(ledger)[-1]["unexplained"] == "280"
    bridged = bridge_of(ledger, date(2025, 1, 2), date(2025, 3, 1))
    assert [round(end.best) for end in (bridged.opening, bridged.unexplained, bridged.closing)] == [20, 280, 200]


@pytest.mark.parametrize(
    ("level", "when", "after"),
    [
        ("1000+", "2025-07-15", (895, None, None)),
        ("1000+", "July 2025", (895, None, None)),
        ("~1000", "2025-07-15", (671, 900, 1131)),
        ("~1000", "July 2025", (671, 900, 1131)),
    ],
)
def test_a_percentage_of_an_uncertain_level_leaves_it_no_less_certain(ledger, level, when, after):
    reported(ledger, "2025-06-30", level)
    layoff(ledger, when, None, "10 %")
    assert at(ledger, "2025-07-31") == after


def test_two_percentages_of_an_open_level(ledger):
    reported(ledger, "2025-06-30", "1000+")
    layoff(ledger, "2025-07-15", None, "10 %")
    layoff(ledger, "2025-08-15", "100")
    layoff(ledger, "2025-09-15", None, Quantity.exact(50))
    assert [at(ledger, day)[0] for day in ("2025-07-15", "2025-08-15", "2025-09-15")] == [895, 795, 398]


def test_a_percentage_after_what_may_come_later_is_of_all_that_may_be_there(ledger):
    reported(ledger, "2025-06-30", "1000")
    layoff(ledger, "July 2025", "200")
    add(ledger, "hiring", "July 2025", "100")
    layoff(ledger, "2025-07-15", None, exact(10))
    assert at(ledger, "2025-07-31") == (790, 800, 820)


def test_a_percentage_of_hiring_on_the_day_of_an_event_comes_before_it(ledger):
    layoff(ledger, "2025-07-16", "90", exact(10))
    add(ledger, "hiring", "2025-07-16", None, Quantity(5, None, 10))
    assert at(ledger, "2025-07-16")[2] == 900  # 1.1 times 900, less 90


def test_a_vague_percentage_of_hiring_around_an_implied_base(ledger):
    layoff(ledger, "2025-07-16", "90", exact(10))
    add(ledger, "hiring", "July 2025", None, Quantity(5, None, 10))
    assert at(ledger, "2025-07-31") == (810, None, 900)


def test_an_old_report_does_not_silence_what_is_implied_later(ledger):
    reported(ledger, "2012-12-31", "4619")
    layoff(ledger, "2022-11-09", "11000", "13 %")
    layoff(ledger, "2023-04-20", "10000")
    layoff(ledger, "2025-02-10", "3600", "5 %")
    assert all(level.best for level in series(ledger).levels)
    assert at(ledger, "2025-02-09")[1] == 72_000


def test_clusters_whose_nearest_ends_meet(ledger):
    for when, base in (("2023-01-01", 20_000), ("2023-07-01", 10_000), ("2024-01-01", 19_800), ("2024-07-01", 9_700)):
        layoff(ledger, when, base * 0.02, "2 %")
    assert [level.basis for level in series(ledger).levels].count(Basis.IMPLIED) == 4


def test_a_change_straddles_the_first_report(ledger):
    reported(ledger, "2025-07-20", "1400")
    layoff(ledger, "July 2025", "200")
    reported(ledger, "2025-12-31", "1200")
    assert (at(ledger, "2025-07-20")[1], at(ledger, "2025-07-21")[1]) == (1400, 1200)
    assert gaps(ledger) == [(-200, 0, 0)]


def test_a_change_straddles_the_first_report_and_came_before_it(ledger):
    reported(ledger, "2025-07-10", "1400")
    layoff(ledger, "July 2025", "200")
    reported(ledger, "2025-12-31", "1400")
    assert (at(ledger, "2025-07-09")[1], at(ledger, "2025-07-10")[1]) == (1600, 1400)
    assert gaps(ledger) == [(0, 0, 200)]


def test_a_change_straddles_the_only_report(ledger):
    layoff(ledger, "July 2025", "200")
    reported(ledger, "2025-07-15", "1400")
    assert (at(ledger, "2025-07-15")[1], at(ledger, "2025-07-16")[1]) == (1400, 1200)
    assert (at(ledger, "2025-07-31")[::2], at(ledger, "2025-07-10")[::2]) == ((1200, 1400), (1400, 1600))


def test_of_equal_days_the_middle(ledger):
    reported(ledger, "2024-12-31", "1000")
    layoff(ledger, "2025", "200")
    reported(ledger, "2026-01-31", "1010")
    reported(ledger, "2026-03-31", "1100")
    assert (at(ledger, "2025-07-01")[1], at(ledger, "2025-07-02")[1]) == (1000, 800)
    assert [gap[1] for gap in gaps(ledger)] == [210, 90]
