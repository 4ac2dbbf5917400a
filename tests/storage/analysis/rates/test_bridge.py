"""The bridge from one headcount to the next: it adds up, also where dates and sizes are vague."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.analysis.headcount.reconstruct import reconstruct
from db.analysis.rates.bridge import Bridge, bridge
from db.analysis.rates.separation import basis_rate, two_point_rate
from db.analysis.series import HeadcountSeries
from db.model.intervals import add, total
from db.model.kinds import by_code
from db.model.records import Event, Resolved
from db.model.values import DateMode, ImpreciseDate, Population, Quantity, Status

KINDS = by_code()
AS_OF = date(2025, 12, 31)
exact = Quantity.exact
JULY = (date(2025, 7, 1), date(2025, 7, 31))
AUGUST = (date(2025, 8, 1), date(2025, 8, 31))
YEAR = (date(2025, 1, 1), AS_OF)


def when(first: str | date, last: str | date = "", mode: DateMode = DateMode.WITHIN) -> ImpreciseDate:
    days = [one if isinstance(one, date) else date.fromisoformat(one) for one in (first, last or first)]
    return ImpreciseDate(f"{days[0]}/{days[1]}", days[0], days[1], mode)


def event(number: int, kind: str, day: ImpreciseDate, count: Quantity | None, **more: object) -> Event:
    said = {name: more.pop(name) for name in ("until", "percent") if name in more}
    values = Resolved(status=Status.REPORTED, announced=day, count=count, **said)
    return Event(id=number, kind=kind, organization_id=1, values=values, **more)


def opening(heads: float = 1400, day: str = "2024-12-31") -> Event:
    return event(1, "reported_headcount", when(day), exact(heads))


def series(events: Sequence[Event], population: Population = Population.EMPLOYEES) -> HeadcountSeries:
    return reconstruct(events, KINDS, organization_id=1, population=population, as_of=AS_OF)


def bridged(*events: Event, period: tuple[date, date] = YEAR) -> Bridge:
    found = bridge(series(events), events, KINDS, first=period[0], last=period[1], as_of=AS_OF)
    assert found is not None
    return found


def ends(value: Quantity | None) -> tuple[float | None, float | None, float | None]:
    assert value is not None
    return value.low, value.best, value.high


def sizes(found: Bridge) -> dict[str, tuple[float | None, float | None, float | None]]:
    return {line.kind + ("*" if line.returned else ""): ends(line.size) for line in found.lines}


# Worked figures ----------------------------------------------------------------------------------------------------


def test_a_year_kind_by_kind():
    found = bridged(
        opening(),
        event(2, "hiring", when("2025-02-01"), exact(40)),
        event(3, "layoff", when("2025-07-16"), exact(200)),
        event(4, "resignation", when("2025-08-01"), exact(50)),
        event(5, "transfer_in", when("2025-09-01"), exact(10)),
        event(6, "layoff", when("2025-10-01"), exact(5)),
        event(7, "reported_headcount", when("2025-12-31"), exact(1200)),
    )
    assert [(line.kind, line.size.best, line.event_ids) for line in found.lines] == [
        ("hiring", 40, (2,)), ("layoff", -205, (3, 6)), ("resignation", -50, (4,)), ("transfer_in", 10, (5,)),
    ]  # fmt: skip
    assert (found.opening, found.unexplained, found.closing) == (exact(1400), exact(5), exact(1200))
    assert (found.inflow, found.outflow) == (exact(50), exact(255))


def test_what_a_bridge_gives_the_rates():
    found = bridged(opening(), event(2, "hiring", when("2025-02-01"), exact(50)),
                    event(3, "layoff", when("2025-07-16"), exact(250)))  # fmt: skip
    assert found.closing == exact(1200)
    rate = two_point_rate(opening=found.opening, hires=found.inflow, separations=found.outflow)
    assert rate.best == pytest.approx(19.23, abs=0.005)
    assert basis_rate(found.outflow, found.opening).best == pytest.approx(17.86, abs=0.005)


@pytest.mark.parametrize(("leaves", "july", "august"), [("2025-07-31", -1, 0), ("2025-08-01", 0, -1)])
def test_whoever_leaves_on_the_last_day_of_july_is_out_of_july(leaves, july, august):
    events = (opening(), event(2, "resignation", when(leaves), exact(1)))
    in_july, in_august = bridged(*events, period=JULY), bridged(*events, period=AUGUST)
    assert in_july.closing == in_august.opening == exact(1400 + july)
    assert [-found.outflow.best + 0 for found in (in_july, in_august)] == [july, august]
    assert in_august.closing == exact(1399)
    assert in_july.unexplained == in_august.unexplained == exact(0)


def test_a_vague_day_is_in_one_month_or_the_other():
    events = (opening(), event(2, "layoff", when("2025-07-20", "2025-08-20"), Quantity(150, 200, 250)))
    assert sizes(bridged(*events, period=JULY)) == {"layoff": (-250, 0, 0)}
    assert sizes(bridged(*events, period=AUGUST)) == {"layoff": (-250, -200, 0)}
    assert sizes(bridged(*events)) == {"layoff": (-250, -200, -150)}
    assert bridged(*events).unexplained == exact(0)


def test_a_span_counts_with_its_days():
    events = (opening(), event(2, "layoff", when("2025-07-22", "2025-08-10", DateMode.SPAN), exact(200)))
    assert sizes(bridged(*events, period=JULY)) == {"layoff": (-100, -100, -100)}
    assert bridged(*events, period=JULY).closing == exact(1300)
    assert sizes(bridged(*events, period=AUGUST)) == {"layoff": (-100, -100, -100)}


def test_a_temporary_layoff_comes_back_on_a_line_of_its_own():
    events = (opening(), event(2, "layoff", when("2025-07-10"), exact(200), until=when("2025-08-15")))
    assert sizes(bridged(*events, period=JULY)) == {"layoff": (-200, -200, -200)}
    assert sizes(bridged(*events, period=AUGUST)) == {"layoff*": (200, 200, 200)}
    found = bridged(*events)
    assert (found.closing, found.unexplained, found.inflow) == (exact(1400), exact(0), exact(200))


def test_a_percentage_is_the_size_it_has_in_the_headcount():
    found = bridged(opening(1000), event(2, "layoff", when("2025-07-16"), None, percent=Quantity(9.5, 10, 10.5)))
    assert sizes(found) == {"layoff": (-105, -100, -95)}
    assert found.closing == Quantity(895, 900, 905)
    assert found.unexplained == exact(0)


def test_parts_give_the_month():
    whole = event(2, "layoff", when("2025-01-10"), exact(300), parts_complete=True)
    parts = [event(3, "layoff", when("2025-07-10"), exact(100), part_of_id=2),
             event(4, "layoff", when("2025-08-10"), exact(200), part_of_id=2)]  # fmt: skip
    found = bridged(opening(), whole, *parts, period=JULY)
    assert sizes(found) == {"layoff": (-100, -100, -100)}
    assert found.lines[0].event_ids == (2, 3)
    assert found.unexplained == exact(0)


def test_a_layoff_of_unknown_size_opens_its_own_side_only():
    found = bridged(opening(), event(2, "layoff", when("2025-07-16"), None))
    assert sizes(found) == {"layoff": (None, None, 0)}
    assert ends(found.closing) == (0, None, 1400)
    assert ends(found.outflow) == (0, None, None)


def test_a_count_and_a_percentage_that_imply_the_level_leave_nothing_unexplained():
    cut = event(2, "layoff", when("2025-07-16"), exact(200), percent=Quantity(13.5, 14, 14.5))
    found = bridged(cut, period=(date(2025, 7, 16), date(2025, 7, 31)))
    assert ends(found.opening) == pytest.approx((1379.31, 1428.57, 1481.48), abs=0.005)
    assert sizes(found) == {"layoff": (-200, -200, -200)}
    assert found.unexplained == exact(0)


@pytest.mark.parametrize(
    ("stated", "tolerance", "passes"),
    [(1200, None, True), (1199, None, False), (1190, 10.0, True), (1189, 10.0, False), (1211, 10.0, False)],
)
def test_a_reported_headcount_passes_within_its_tolerance_and_shows_the_gap_otherwise(stated, tolerance, passes):
    cut = event(2, "layoff", when("2025-07-16"), exact(200))
    report = event(3, "reported_headcount", when("2025-12-31"), exact(stated), tolerance=tolerance)
    (gap,) = series((opening(), cut, report)).gaps
    assert (gap.reconciles, gap.unexplained) == (passes, exact(stated - 1200))
    assert bridged(opening(), cut, report).unexplained == exact(stated - 1200), "a tolerance hides no difference"
    vague = event(2, "layoff", when("2025-07-16"), Quantity(200, 205, 215))
    (gap,) = series((opening(), vague, report)).gaps
    assert gap.reconciles is (stated <= 1200)


def test_a_period_before_the_first_known_level_has_no_opening():
    found = bridged(event(1, "reported_headcount", when("2025-03-01"), exact(1400)),
                    event(2, "layoff", when("2025-07-16"), exact(200)))  # fmt: skip
    assert found.opening is None
    assert found.closing == exact(1200)
    assert sizes(found) == {"layoff": (-200, -200, -200)}
    changes_only = bridged(event(2, "layoff", when("2025-07-16"), exact(200)))
    assert (changes_only.opening, changes_only.closing) == (None, None)
    assert changes_only.outflow == exact(200)


def test_a_period_that_covers_a_part_of_the_days_may_hold_any_part_of_the_unexplained():
    events = (opening(1000), event(2, "reported_headcount", when("2025-12-31"), exact(1500)))
    middle = bridged(*events, period=JULY)
    assert ends(middle.unexplained) == (0, 0, 500)
    last = bridged(*events, period=(date(2025, 7, 1), AS_OF))
    assert ends(last.unexplained) == (0, 500, 500)
    assert bridged(*events).unexplained == exact(500)


def test_a_vague_level_in_between_leaves_nothing_open_at_the_end():
    between = event(2, "reported_headcount", when("2025-06-30"), Quantity(900, None, 1100))
    events = (opening(1000), between, event(3, "reported_headcount", when("2025-12-31"), exact(1000)))
    assert bridged(*events).unexplained == exact(0)
    half = bridged(*events, period=(date(2025, 1, 1), date(2025, 6, 30)))
    assert ends(half.unexplained) == (-100, None, 100)


def test_what_is_planned_or_of_another_population_is_in_no_bridge():
    events = [opening(), event(2, "layoff", when("2026-02-01"), exact(9)),
              event(3, "contractors_ended", when("2025-07-16"), exact(500))]  # fmt: skip
    found = bridge(series(events), events, KINDS, first=YEAR[0], last=date(2026, 12, 31), as_of=AS_OF)
    assert found.lines == ()
    assert (found.last, found.closing) == (AS_OF, exact(1400))
    assert bridge(series(events), events, KINDS, first=date(2026, 1, 1), last=date(2026, 2, 1), as_of=AS_OF) is None
    contingent = series(events, Population.CONTINGENT)
    found = bridge(contingent, events, KINDS, first=JULY[0], last=JULY[1], as_of=AS_OF)
    assert found.outflow == exact(500)


# Any ledger --------------------------------------------------------------------------------------------------------

FIRST = date(2025, 1, 10)


@st.composite
def dates(draw) -> ImpreciseDate:
    first = FIRST + timedelta(days=draw(st.integers(0, 20)))
    last = first + timedelta(days=draw(st.sampled_from([0, 0, 2, 6])))
    return when(first, last, draw(st.sampled_from([*DateMode])))


@st.composite
def ledgers(draw, *, vague: bool = True) -> list[Event]:
    found = []
    for number in range(1, 1 + draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["reported_headcount", "layoff", "layoff", "hiring", "resignation"]))
        day = draw(dates()) if vague else when(FIRST + timedelta(days=draw(st.integers(0, 20))))
        low, best, high = sorted(draw(st.tuples(*[st.integers(0, 60)] * 3)))
        base = 300 if kind == "reported_headcount" else 0
        count, more = Quantity(base + low, base + best, base + high), {}
        if not vague:
            count = exact(base + best)
        elif kind != "reported_headcount":
            what = draw(st.sampled_from(["count", "count", "unknown", "share", "both", "back", "no best"]))
            if what in ("share", "both"):
                more["percent"] = Quantity(9.5, 10, 10.5)
            if what in ("share", "unknown"):
                count = None
            if what == "no best":
                count = Quantity(low, None, high)
            if what == "back" and kind == "layoff":
                more["until"] = when(day.latest + timedelta(days=2), day.latest + timedelta(days=4))
        found.append(event(number, kind, day, count, **more))
    return found


@pytest.mark.no_cover
@settings(max_examples=400, deadline=None)
@given(ledgers(), st.integers(0, 25), st.integers(0, 25))
def test_it_adds_up_for_every_ledger_and_period(events, begin, length):
    first = FIRST + timedelta(days=begin)
    found = bridged(*events, period=(first, first + timedelta(days=length)))
    for value in (found.unexplained, found.inflow, found.outflow, *(line.size for line in found.lines)):
        present = [end for end in ends(value) if end is not None]
        assert present == sorted(present)
    if found.opening is None or found.closing is None:
        return
    said = add(add(found.opening, total(line.size for line in found.lines)), found.unexplained)
    assert bounds(said)[0] <= bounds(found.closing)[0] + 1e-5
    assert bounds(said)[1] >= bounds(found.closing)[1] - 1e-5
    if found.closing.best is not None and said.best is not None:
        assert said.best == pytest.approx(found.closing.best, abs=1e-5)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5), st.integers(1, 60)), min_size=1, max_size=3),
    st.integers(0, 20), st.integers(0, 10),
)  # fmt: skip
def test_the_size_of_a_kind_is_what_some_placement_of_its_days_gives(layoffs, begin, length):
    events = [opening()] + [
        event(number, "layoff", when(at(first), at(first + more)), exact(heads))
        for number, (first, more, heads) in enumerate(layoffs, start=2)
    ]
    found = bridged(*events, period=(at(begin), at(begin + length)))
    reached = [
        sum(heads for day, (_, _, heads) in zip(placed, layoffs, strict=True) if begin <= day <= begin + length)
        for placed in product(*[range(first, first + more + 1) for first, more, _ in layoffs])
    ]
    assert (found.outflow.low, found.outflow.high) == (min(reached), max(reached))
    assert found.outflow.best in reached


def at(number: int) -> date:
    return FIRST + timedelta(days=number)


def bounds(value: Quantity) -> tuple[float, float]:
    return (-inf if value.low is None else value.low), (inf if value.high is None else value.high)


@pytest.mark.no_cover
@settings(max_examples=200, deadline=None)
@given(ledgers(vague=False), st.integers(0, 20), st.integers(0, 20))
def test_with_exact_days_and_sizes_it_is_plain_arithmetic(events, begin, length):
    first = FIRST + timedelta(days=begin)
    last = first + timedelta(days=length)
    found = bridged(*events, period=(first, last))
    inside = [one for one in events if first <= one.values.announced.earliest <= last]
    came = sum(one.values.count.best for one in inside if KINDS[one.kind].sign > 0)
    left = sum(one.values.count.best for one in inside if KINDS[one.kind].sign < 0)
    assert (found.inflow, found.outflow) == (exact(came), exact(left))
    if found.opening is not None and found.closing is not None and found.opening.best is not None:
        assert found.unexplained.best == pytest.approx(found.closing.best - found.opening.best - came + left)
        booked = [gap for gap in series(events).gaps if first <= gap.last <= last]
        assert found.unexplained.best == pytest.approx(sum(gap.unexplained.best for gap in booked))
