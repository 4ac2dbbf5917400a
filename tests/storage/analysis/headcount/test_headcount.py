"""Headcount over time: what must come out, and a band that holds everything the vague dates allow."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from db.analysis.findings.implied import conflict_with_base
from db.analysis.headcount.evidence import gather
from db.analysis.headcount.reconstruct import reconstruct
from db.analysis.series import Basis, Exclusion, HeadcountSeries, LevelBefore
from db.model.kinds import by_code
from db.model.records import Claim, Event, Resolved
from db.model.values import DateMode, ImpreciseDate, Population, Quantity, Status
from db.reading.quantities import implied_base
from helpers.headcount_oracle import Fact, reached
from helpers.work import calls

KINDS = by_code()
AS_OF = date(2025, 12, 31)
exact = Quantity.exact
FOURTEEN = Quantity(13.5, 14, 14.5)
TEN = Quantity(9.5, 10, 10.5)


def day(text: str) -> ImpreciseDate:
    return ImpreciseDate.day(date.fromisoformat(text))


def within(first: date | None, last: date | None, mode: DateMode = DateMode.WITHIN) -> ImpreciseDate:
    return ImpreciseDate(f"{first or '..'}/{last or '..'}", first, last, mode)


JULY = within(date(2025, 7, 1), date(2025, 7, 31))


def event(
    number: int,
    kind: str,
    when: ImpreciseDate | None,
    count: Quantity | None = None,
    percent: Quantity | None = None,
    **more: object,
) -> Event:
    said = {name: more.pop(name) for name in ("until", "percent_of", "effective", "status") if name in more}
    values = Resolved(**{"status": Status.REPORTED, "announced": when, "count": count, "percent": percent, **said})
    return Event(id=number, kind=kind, organization_id=1, values=values, **more)


def reported(number: int, when: ImpreciseDate, heads: float, **more: object) -> Event:
    return event(number, "reported_headcount", when, exact(heads), **more)


def layoff(
    number: int, when: ImpreciseDate | None, count: Quantity | None = None, percent: Quantity | None = None, **more
) -> Event:
    return event(number, "layoff", when, count, percent, **more)


def series(*events: Event, population: Population = Population.EMPLOYEES, **more: object) -> HeadcountSeries:
    options = {"as_of": AS_OF, **more}
    return reconstruct(events, KINDS, organization_id=1, population=population, **options)


def at(found: HeadcountSeries, text: str) -> tuple[float | None, float | None, float | None]:
    level = found.at(date.fromisoformat(text))
    assert level is not None
    return tuple(None if end is None else round(end) for end in (level.low, level.best, level.high))


def exclusions(found: HeadcountSeries) -> dict[int, Exclusion]:
    return {mark.event_id: mark.exclusion for mark in found.marks}


# What must come out ------------------------------------------------------------------------------------------------


def test_count_and_percentage_imply_the_level_before():
    found = series(layoff(1, day("2025-07-16"), exact(200), FOURTEEN))
    assert found.levels[0].day == date(2025, 7, 15)
    assert found.levels[0].basis is Basis.IMPLIED
    assert at(found, "2025-07-15") == (1379, 1429, 1481)
    assert at(found, "2025-07-16") == (1179, 1229, 1281)
    assert found.at(date(2025, 7, 14)) is None


def test_count_and_base_of_one_event_are_one_unknown():
    found = series(layoff(1, day("2025-07-16"), Quantity(150, 200, 250), FOURTEEN))
    assert at(found, "2025-07-15") == (1034, 1429, 1852)
    assert at(found, "2025-07-16") == (884, 1229, 1602)


def test_a_percentage_before_the_first_known_level_divides():
    first = layoff(1, day("2023-01-09"), percent=Quantity(19.5, 20, 20.5))
    found = series(first, layoff(2, day("2025-07-16"), exact(200), FOURTEEN))
    assert found.levels[0].day == date(2023, 1, 8)
    # The high end is 200 / 13.5 % / (1 - 20.5 %) = 1,863.4987.
    assert at(found, "2023-01-08") == (1713, 1786, 1863)
    assert found.levels[0].high == pytest.approx(200 / 0.135 / 0.795)
    assert at(found, "2023-01-09") == (1379, 1429, 1481)
    assert at(found, "2025-07-16") == (1179, 1229, 1281)
    assert found.at(date(2025, 7, 15)).basis is Basis.IMPLIED


def test_a_reported_headcount_is_the_level():
    found = series(reported(1, day("2025-06-30"), 1400), layoff(2, day("2025-07-16"), exact(200), FOURTEEN))
    assert [(level.day.isoformat(), level.best, level.basis) for level in found.levels] == [
        ("2025-06-30", 1400, Basis.REPORTED),
        ("2025-07-16", 1200, Basis.CHANGE),
    ]
    assert found.levels[1].event_ids == (2,)


def test_t1_a_percentage_is_counted_once():
    found = series(
        reported(1, day("2025-06-30"), 1000), layoff(2, JULY, exact(200)), layoff(3, day("2025-07-15"), percent=TEN)
    )
    assert at(found, "2025-07-31") == (695, 700, 724)
    assert at(found, "2025-07-15")[1] == 900
    size = next(mark.size for mark in found.marks if mark.event_id == 3)
    assert (size.low, size.best, size.high) == pytest.approx((-105, -100, -76))


@pytest.mark.parametrize(
    ("stated", "level", "unexplained"),
    [
        (1200, (1000, 1200, 1200), (-200, 0, 0)),
        (1300, (1100, 1100, 1300), (-100, -100, 100)),
        (1400, (1200, 1200, 1400), (0, 0, 200)),
    ],
)
def test_t2_a_change_straddling_a_reported_headcount(stated, level, unexplained):
    middle = reported(3, day("2025-07-15"), stated)
    found = series(reported(1, day("2025-06-30"), 1400), layoff(2, JULY, exact(200)), middle)
    assert at(found, "2025-07-31") == level
    gap = found.gaps[0].unexplained
    assert (gap.low, gap.best, gap.high) == unexplained
    assert found.at(date(2025, 7, 15)).unexplained == gap
    assert found.gaps[0].reconciles


def test_t3_an_open_contradiction_has_no_best():
    start, cut = reported(1, day("2025-06-30"), 1400), layoff(2, day("2025-07-16"), Quantity(200, None, 500))
    found = series(start, cut, reported(3, day("2025-12-31"), 1180))
    assert at(found, "2025-07-16") == (900, None, 1200)
    assert at(found, "2025-12-31") == (1180, 1180, 1180)
    gap = found.gaps[0]
    assert (gap.unexplained.low, gap.unexplained.best, gap.unexplained.high) == (-20, None, 280)
    assert gap.reconciles


def test_t4_between_two_reported_headcounts_the_band_holds_both():
    found = series(reported(1, day("2024-01-01"), 1000), reported(2, day("2024-12-31"), 1500))
    assert at(found, "2024-01-01") == (1000, 1000, 1000)
    assert at(found, "2024-12-30") == (1000, 1000, 1500)
    assert at(found, "2024-12-31") == (1500, 1500, 1500)
    assert found.gaps[0].unexplained.best == 500
    assert not found.gaps[0].reconciles
    assert (
        series(reported(1, day("2024-01-01"), 1000), reported(2, day("2024-12-31"), 1500, tolerance=500))
        .gaps[0]
        .reconciles
    )


def test_t5_an_unknown_size_opens_the_low_side():
    start, second = reported(1, day("2025-01-01"), 1400), layoff(3, day("2025-03-01"), exact(200))
    found = series(start, layoff(2, day("2025-02-01")), second)
    assert at(found, "2025-02-01") == (0, None, 1400)
    assert at(found, "2025-03-01") == (0, None, 1200)
    assert found.below_zero == ()


def test_changes_alone_count_from_zero():
    ended = event(1, "contractors_ended", day("2025-07-16"), exact(500))
    found = series(ended, population=Population.CONTINGENT)
    assert found.relative
    assert [(level.best, level.basis) for level in found.levels] == [(0, Basis.RELATIVE), (-500, Basis.RELATIVE)]
    assert found.below_zero == ()
    assert series(ended).empty


def test_everybody_laid_off():
    found = series(layoff(1, day("2023-03-01"), exact(50), Quantity(99.5, 100, 100)))
    assert at(found, "2023-02-28") == (50, 50, 50)
    assert at(found, "2023-03-01") == (0, 0, 0)
    assert found.at(date(2023, 2, 27)) is None


def test_before_everybody_was_laid_off_the_level_is_unknown():
    found = series(layoff(1, day("2023-03-01"), percent=exact(100)), reported(2, day("2023-06-01"), 5))
    assert at(found, "2023-02-28")[1:] == (None, None)
    assert at(found, "2023-03-01") == (0, 0, 5)


def test_an_inflow_of_unknown_size_opens_the_high_side():
    found = series(reported(1, day("2025-01-01"), 100), event(2, "hiring", day("2025-02-01")))
    assert at(found, "2025-02-01") == (100, None, None)


# Dates -------------------------------------------------------------------------------------------------------------


def test_a_vague_date_is_a_band_of_not_yet_and_already():
    found = series(reported(1, day("2025-06-30"), 1400), layoff(2, JULY, exact(200)))
    assert at(found, "2025-07-01") == (1200, 1400, 1400)
    assert at(found, "2025-07-16") == (1200, 1200, 1400)
    assert at(found, "2025-07-31") == (1200, 1200, 1200)
    assert [level.day.day for level in found.levels] == [30, 1, 16, 31]


def test_a_span_spreads_its_count_evenly():
    span = within(date(2025, 7, 1), date(2025, 7, 4), DateMode.SPAN)
    found = series(reported(1, day("2025-06-30"), 1000), layoff(2, span, exact(100)))
    assert [level.best for level in found.levels] == [1000, 975, 950, 925, 900]
    assert all(level.low == level.best == level.high for level in found.levels)


def test_a_reported_headcount_within_a_span_keeps_the_rest_for_later():
    span = within(date(2025, 7, 1), date(2025, 7, 4), DateMode.SPAN)
    found = series(layoff(2, span, exact(100)), reported(3, day("2025-07-02"), 950))
    assert [level.best for level in found.levels] == [1000, 975, 950, 925, 900]
    assert [level.high for level in found.levels] == [1000, 975, 950, 925, 900]


def test_a_temporary_layoff_comes_back():
    cut = layoff(2, day("2025-07-16"), Quantity(150, 200, 250), until=day("2025-09-01"))
    found = series(reported(1, day("2025-06-30"), 1400), cut)
    assert at(found, "2025-07-16") == (1150, 1200, 1250)
    assert at(found, "2025-09-01") == (1400, 1400, 1400)


def test_a_temporary_share_comes_back():
    cut = layoff(2, day("2025-07-16"), percent=TEN, until=day("2025-09-01"))
    found = series(reported(1, day("2025-06-30"), 1000), cut, reported(3, day("2025-10-01"), 1000))
    assert at(found, "2025-09-01")[1] == 1000
    assert found.gaps[0].unexplained.best == 0
    assert series(cut, reported(3, day("2025-10-01"), 1000)).levels[0].best == pytest.approx(1000)


def test_the_effective_date_counts_and_later_ones_are_planned():
    later = layoff(2, day("2025-07-16"), exact(200), effective=day("2026-01-15"))
    found = series(reported(1, day("2025-06-30"), 1400), later)
    assert exclusions(found)[2] is Exclusion.PLANNED
    assert [level.best for level in found.levels] == [1400]
    assert found.marks[1].size == exact(-200)


def test_same_day_gains_come_first_and_the_reported_headcount_last():
    found = series(
        reported(1, day("2025-01-01"), 1000),
        layoff(2, day("2025-02-01"), percent=exact(10)),
        event(3, "hiring", day("2025-02-01"), exact(100)),
        reported(4, day("2025-02-01"), 990),
    )
    assert found.gaps[0].unexplained == exact(0)
    assert at(found, "2025-02-01") == (990, 990, 990)


def test_before_a_reported_headcount_the_level_runs_backward():
    hired = event(1, "hiring", day("2025-03-01"), exact(50))
    found = series(hired, reported(2, day("2025-06-30"), 1400))
    assert [(level.day, level.best) for level in found.levels] == [
        (date(2025, 2, 28), 1350), (date(2025, 3, 1), 1400), (date(2025, 6, 30), 1400),
    ]  # fmt: skip


# What counts -------------------------------------------------------------------------------------------------------


def test_what_does_not_count_is_listed():
    found = series(
        reported(1, day("2025-01-01"), 1000),
        layoff(2, day("2025-02-01"), exact(10), status=Status.RUMORED),
        layoff(3, day("2025-02-01"), exact(10), status=Status.DENIED),
        layoff(4, None, exact(10)),
        layoff(5, day("2025-02-01"), percent=FOURTEEN, percent_of="Studio"),
        event(6, "furlough", day("2025-02-01"), exact(100)),
        layoff(7, day("2025-02-01"), exact(10), population=Population.UNSPECIFIED),
        event(8, "leadership_departure", day("2025-02-01")),
    )
    assert exclusions(found) == {
        1: Exclusion.NONE,
        2: Exclusion.BELOW_STATUS,
        3: Exclusion.DENIED,
        4: Exclusion.UNDATED,
        5: Exclusion.UNIT_PERCENT,
        6: Exclusion.NONE,
    }
    assert [level.best for level in found.levels] == [1000]
    with_rumors = layoff(2, day("2025-02-01"), exact(10), status=Status.RUMORED)
    assert (
        at(series(reported(1, day("2025-01-01"), 1000), with_rumors, minimum_status=Status.RUMORED), "2025-02-01")[1]
        == 990
    )


def test_an_unspecified_total_is_listed_and_in_no_level():
    found = series(
        layoff(1, day("2025-02-01"), exact(700), population=Population.UNSPECIFIED), population=Population.UNSPECIFIED
    )
    assert found.levels == ()
    assert [mark.size for mark in found.marks] == [exact(-700)]


def test_a_whole_with_a_count_wins_over_its_parts():
    whole, start = layoff(2, day("2025-07-16"), exact(724)), reported(1, day("2025-06-30"), 5000)
    part = layoff(3, day("2025-08-16"), exact(49), part_of_id=2)
    found = series(start, whole, part)
    assert exclusions(found)[3] is Exclusion.PART
    assert at(found, "2025-12-31") == (4276, 4276, 4276)


def test_parts_that_add_up_say_when():
    parts = [
        layoff(3, day("2025-08-01"), exact(24), part_of_id=2),
        layoff(4, day("2025-09-01"), exact(700), part_of_id=2),
    ]
    found = series(reported(1, day("2025-06-30"), 5000), layoff(2, day("2025-07-16"), exact(724)), *parts)
    assert [(level.day.month, level.best) for level in found.levels] == [(6, 5000), (8, 4976), (9, 4276)]
    assert found.levels[1].event_ids == (2, 3)


@pytest.mark.parametrize(("complete", "level"), [(True, (951, 951, 951)), (False, (0, None, 951))])
def test_without_a_count_of_the_whole_the_parts_count(complete, level):
    whole = layoff(2, day("2025-07-16"), parts_complete=complete)
    found = series(reported(1, day("2025-06-30"), 1000), whole, layoff(3, day("2025-07-16"), exact(49), part_of_id=2))
    assert at(found, "2025-07-16") == level


def test_below_zero_is_cut_and_named():
    found = series(
        reported(1, day("2025-01-01"), 100),
        layoff(2, day("2025-02-01"), exact(150)),
        event(3, "hiring", day("2025-03-01"), exact(50)),
    )
    assert [(one.event_id, one.level) for one in found.below_zero] == [(2, -50)]
    assert at(found, "2025-02-01") == (0, 0, 0)
    assert at(found, "2025-03-01")[1] == 0


def test_below_zero_without_a_best_takes_the_high_end():
    start = reported(1, day("2025-01-01"), 100)
    (sunk,) = series(start, layoff(2, day("2025-02-01"), Quantity(150, None, 200))).below_zero
    assert (sunk.event_id, sunk.day, sunk.level) == (2, date(2025, 2, 1), None)
    assert series(start, layoff(2, day("2025-02-01"), Quantity(50, None, 200))).below_zero == ()


def test_two_implied_levels_leave_something_unexplained():
    found = series(
        layoff(1, day("2024-03-01"), exact(100), exact(10)), layoff(2, day("2025-03-01"), exact(100), exact(5))
    )
    assert at(found, "2024-02-29")[1] == 1000
    assert at(found, "2024-03-01") == (900, 900, 2000)
    assert at(found, "2025-02-28") == (2000, 2000, 2000)
    assert at(found, "2025-03-01") == (1900, 1900, 1900)
    assert found.gaps[0].unexplained.best == 1100
    assert found.gaps[0].reconciles


# Any ledger --------------------------------------------------------------------------------------------------------

BEGIN = date(2025, 1, 10)


@st.composite
def windows(draw, widest: int = 3) -> tuple[int, int]:
    first = draw(st.integers(0, 9))
    return first, first + draw(st.integers(0, widest))


@st.composite
def changes(draw, number: int) -> Fact:
    first, last = draw(windows())
    what = draw(st.sampled_from(["loss", "loss", "gain"]))
    kind = draw(st.sampled_from(["count", "count", "share", "span", "back", "implied"]))
    low = draw(st.sampled_from([0, 10, 50, 120]))
    counts = tuple(sorted({float(low), float(low + draw(st.sampled_from([0, 30])))}))
    share = draw(st.sampled_from([(0.1,), (0.095, 0.105), (0.45, 0.55)]))
    if kind == "share":
        return Fact(number, what, first, last, share, share=True)
    if kind == "span":
        return Fact(number, what, first, last, counts, spread=True)
    if kind == "back":
        start = last + draw(st.integers(1, 3))
        return Fact(number, "loss", first, last, counts, back=(start, start + draw(st.integers(0, 1))))
    if kind == "implied":
        return Fact(number, what, first, last, tuple(value + 10 for value in counts), implies=share)
    return Fact(number, what, first, last, counts)


@st.composite
def ledgers(draw) -> list[Fact]:
    facts: list[Fact] = []
    for number in range(1, 1 + draw(st.integers(0, 2))):
        first, last = draw(windows(draw(st.sampled_from([0, 0, 1]))))
        facts.append(Fact(number, "level", first, last, draw(st.sampled_from([(100.0,), (90.0, 110.0), (300.0,)]))))
    facts += [draw(changes(number)) for number in range(11, 11 + draw(st.integers(1, 4 - len(facts) // 2)))]
    return facts


def as_event(fact: Fact) -> Event:
    def on(number: int) -> date:
        return BEGIN + timedelta(days=number)

    def quantity(values: Sequence[float], factor: float = 1) -> Quantity:
        low, high = min(values) * factor, max(values) * factor
        return Quantity(low, (low + high) / 2, high)

    kind = {"level": "reported_headcount", "gain": "hiring", "loss": "layoff"}[fact.what]
    mode = DateMode.SPAN if fact.spread else DateMode.WITHIN
    count = None if fact.share else quantity(fact.values)
    percent = quantity(fact.values, 100) if fact.share else quantity(fact.implies, 100) if fact.implies else None
    until = within(on(fact.back[0]), on(fact.back[1])) if fact.back else None
    return event(fact.number, kind, within(on(fact.first), on(fact.last), mode), count, percent, until=until)


def placements(facts: Sequence[Fact]) -> int:
    number = 1
    for fact in facts:
        days = 1 if fact.spread else fact.last - fact.first + 1
        number *= days * len(fact.values) * max(len(fact.implies), 1) * (2 if fact.back else 1)
    return number


TENTH, HALF = (0.095, 0.105), (0.45, 0.55)


@pytest.mark.no_cover
@settings(max_examples=500)
@example([Fact(11, "gain", 0, 1, TENTH, share=True), Fact(13, "loss", 0, 3, (20.0, 50.0), implies=TENTH)])
@example([Fact(11, "loss", 2, 3, HALF, share=True), Fact(12, "loss", 1, 2, (60.0,), implies=(0.1,))])
@example(
    [Fact(1, "level", 0, 1, (90.0, 110.0)), Fact(11, "loss", 0, 3, TENTH, share=True), Fact(12, "gain", 1, 4, (50.0,))]
)
@example([Fact(11, "loss", 2, 2, HALF, share=True), Fact(12, "loss", 2, 3, HALF, share=True),
          Fact(13, "gain", 1, 2, (130.0,), implies=TENTH)])  # fmt: skip
@example([Fact(1, "level", 3, 6, (90.0, 110.0)), Fact(2, "level", 3, 6, (100.0,)),
          Fact(11, "gain", 4, 7, (0.1,), share=True), Fact(12, "gain", 2, 2, (50.0,), spread=True)])  # fmt: skip
@given(ledgers().filter(lambda facts: placements(facts) <= 600))
def test_the_band_holds_every_placement(facts):
    events = [as_event(fact) for fact in facts]
    told = gather(events, KINDS, population=Population.EMPLOYEES, as_of=AS_OF, minimum_status=Status.REPORTED)
    assume(not told.aside)  # a level set aside is none
    found = series(*events)
    for level in found.levels:
        ends = [end for end in (level.low, level.best, level.high) if end is not None]
        assert ends == sorted(ends)
    by_day = {number: found.at(BEGIN + timedelta(days=number)) for number in range(-2, 20)}
    for number, reach in reached(facts, -2, 19):
        level = by_day[number]
        if level is not None:
            assert level.low is None or level.low <= reach + 1e-6, (number, reach, level)
            assert level.high is None or level.high >= reach - 1e-6, (number, reach, level)


@settings(max_examples=100)
@given(ledgers())
def test_the_order_of_the_events_does_not_matter(facts):
    events = [as_event(fact) for fact in facts]
    assert series(*events) == series(*reversed(events))


@pytest.mark.no_cover
def test_twice_the_events_are_about_twice_the_work():
    events = [reported(1, day("2015-01-01"), 100_000)]
    for number in range(2, 2001):
        begin = date(2015, 1, 2) + timedelta(days=number * 39 // 20)
        when = [ImpreciseDate.day(begin), within(begin, begin + timedelta(days=30))][number % 3 == 0]
        if number % 50 == 0:
            events.append(reported(number, when, 100_000))
        elif number % 20 == 0:
            events.append(layoff(number, when, percent=exact(0.1)))
        else:
            events.append(event(number, "hiring" if number % 2 else "layoff", when, Quantity(90, 100, 120)))
    assert len(series(*events).levels) > 1000
    assert calls(lambda: series(*events)) < 3 * calls(lambda: series(*events[:1000]))


# Implied base ------------------------------------------------------------------------------------------------------

THREE = Quantity(2.5, 3, 3.5)


def before(heads: float) -> LevelBefore:
    return LevelBefore(event_id=1, level=exact(heads), reported_id=7, reported=exact(heads), day=date(2025, 3, 1))


def test_an_implied_base_that_does_not_fit_is_a_conflict():
    found = conflict_with_base(Claim(id=1, event_id=1, count=exact(305), percent=THREE), before(228_000))
    assert found is not None
    assert (round(found.told.low), round(found.told.high)) == (8714, 12200)
    assert (found.stated, found.reported_id) == (exact(228_000), 7)


def test_an_implied_base_that_fits_is_none():
    assert conflict_with_base(Claim(id=1, event_id=1, count=exact(200), percent=FOURTEEN), before(1400)) is None


def test_the_base_of_the_claim_itself_comes_first():
    claim = Claim(id=1, event_id=1, count=exact(200), percent=FOURTEEN, base=exact(9000))
    found = conflict_with_base(claim, before(1400))
    assert found is not None
    assert (found.stated, found.reported_id) == (exact(9000), None)


def test_a_base_alone_is_compared_with_the_level_before():
    found = conflict_with_base(Claim(id=1, event_id=1, count=exact(200), base=exact(9000)), before(1400))
    assert found is not None
    assert (found.told, found.implied, found.stated) == (exact(9000), False, exact(1400))


def test_nothing_is_compared_with_nothing_nor_with_a_unit():
    claim = Claim(id=1, event_id=1, count=exact(305), percent=THREE)
    assert conflict_with_base(claim, None) is None
    assert conflict_with_base(replace(claim, percent_of="Studio"), before(228_000)) is None
    assert implied_base(exact(200), FOURTEEN).best == pytest.approx(1428.57, abs=0.01)


@pytest.mark.parametrize(
    ("reports", "changes", "level"),
    [
        ([("2025-06-30", 1400)], [], (1400, 1400, 1400)),
        ([("2025-06-30", 1400)], [("2025-07-01", 700)], (700, 700, 700)),  # a known cut between
        ([("2025-06-30", 1400), ("2025-08-31", 900)], [("2025-07-01", 700)], (700, 700, 700)),
        ([("2024-06-11", 1400)], [], (1400, 1400, 1400)),
        ([("2024-06-10", 1400)], [], None),  # too long before
        ([("2025-07-17", 1400)], [], None),  # after it
        ([("2025-07-16", 1400)], [], (1400, 1400, 1600)),  # of its very day: before or after it
    ],
)
def test_the_level_just_before_an_event(reports, changes, level):
    events = [reported(number, day(when), heads) for number, (when, heads) in enumerate(reports, 1)]
    events += [layoff(10 + number, day(when), exact(heads)) for number, (when, heads) in enumerate(changes)]
    found = series(*events, layoff(20, day("2025-07-16"), exact(200), FOURTEEN)).bases
    assert [(one.level.low, one.level.best, one.level.high) for one in found] == ([] if level is None else [level])
