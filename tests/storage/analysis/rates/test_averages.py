"""Average headcounts, held against worked figures, a table of days, and every placement of vague days."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product
from statistics import fmean

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.analysis.headcount.reconstruct import reconstruct
from db.analysis.rates.averages import Average, AverageMethod, average_headcount, level_at, snapshot_days
from db.analysis.rates.separation import separation_rate
from db.analysis.series import Basis, HeadcountSeries, Level
from db.model.kinds import by_code
from db.model.records import Event, Resolved
from db.model.values import ImpreciseDate, Population, Quantity, Status

exact = Quantity.exact
KINDS = by_code()
YEAR = (date(2025, 1, 1), date(2025, 12, 31))
TWO_POINT, SNAPSHOTS, TIME_WEIGHTED = AverageMethod
ABOUT_200, MORE_THAN_500, UP_TO_300 = Quantity(150, 200, 250), Quantity(500, None, None), Quantity(0, None, 300)


def ends(value: Quantity | None) -> tuple[float | None, float | None, float | None]:
    assert value is not None
    return value.low, value.best, value.high


def event(number: int, kind: str, first: date, count: Quantity | None, last: date | None = None) -> Event:
    when = ImpreciseDate(f"{first}/{last}", first, last) if last else ImpreciseDate.day(first)
    values = Resolved(status=Status.REPORTED, announced=when, count=count)
    return Event(id=number, kind=kind, organization_id=1, values=values)


def headcount(events: Sequence[Event]) -> HeadcountSeries:
    as_of = date(2026, 1, 31)
    return reconstruct(events, KINDS, organization_id=1, population=Population.EMPLOYEES, as_of=as_of)


def scale_ai(leavers: Quantity, on: date = date(2025, 7, 16)) -> HeadcountSeries:
    return headcount([event(1, "reported_headcount", date(2024, 12, 31), exact(1400)), event(2, "layoff", on, leavers)])


def averaged(series: HeadcountSeries, method: AverageMethod = TIME_WEIGHTED, period=YEAR) -> Average:
    found = average_headcount(series, first=period[0], last=period[1], method=method)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("method", "heads", "points", "rate"),
    [(TWO_POINT, 1300, 2, 15.38), (SNAPSHOTS, 1307.69, 13, 15.29), (TIME_WEIGHTED, 1307.397, 365, 15.30)],
)
def test_scale_ai_in_2025_by_every_average(method, heads, points, rate):
    found = averaged(scale_ai(exact(200)), method)
    assert ends(found.value) == (pytest.approx(heads, abs=0.005),) * 3
    assert found.points == points
    assert ends(separation_rate(exact(200), found.value)) == (pytest.approx(rate, abs=0.005),) * 3


def test_snapshots_are_the_opening_and_every_month_end():
    days = snapshot_days(*YEAR)
    assert len(days) == 13
    assert (days[0], days[2], days[-1]) == (date(2024, 12, 31), date(2025, 2, 28), date(2025, 12, 31))
    assert snapshot_days(date(2024, 2, 10), date(2024, 3, 15)) == (
        date(2024, 2, 9), date(2024, 2, 29), date(2024, 3, 15),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("leaves", "two", "snapshots", "weighted"),
    [
        (date(2025, 7, 31), 1300, (7 * 1400 + 6 * 1200) / 13, 1400 - 200 * 154 / 365),
        (date(2025, 8, 1), 1300, (8 * 1400 + 5 * 1200) / 13, 1400 - 200 * 153 / 365),
    ],
)
def test_a_leaver_of_the_last_day_of_a_month_is_out_of_its_month_end(leaves, two, snapshots, weighted):
    series = scale_ai(exact(200), leaves)
    assert level_at(series, date(2025, 7, 31)) == exact(1200 if leaves.day == 31 else 1400)
    found = [averaged(series, method).value.best for method in AverageMethod]
    assert found == pytest.approx([two, snapshots, weighted])


def test_an_average_carries_the_uncertainty_of_its_levels():
    assert ends(averaged(scale_ai(ABOUT_200), TWO_POINT).value) == (1275, 1300, 1325)
    assert ends(averaged(scale_ai(MORE_THAN_500), TWO_POINT).value) == (700, None, 1150)
    assert ends(averaged(scale_ai(UP_TO_300), TWO_POINT).value) == (1250, None, 1400)


def test_where_a_level_is_not_known_there_is_no_average():
    series = scale_ai(exact(200))
    assert level_at(series, date(2024, 12, 30)) is None
    assert average_headcount(series, first=date(2024, 12, 31), last=YEAR[1], method=TWO_POINT) is None
    assert averaged(series, period=(date(2024, 12, 31), date(2025, 1, 1))).value == exact(1400)
    relative = headcount([event(2, "layoff", date(2025, 7, 16), exact(200))])
    assert relative.relative
    for method in AverageMethod:
        assert average_headcount(relative, first=date(2025, 8, 1), last=date(2025, 8, 31), method=method) is None
        assert average_headcount(HeadcountSeries(organization_id=1, population=Population.EMPLOYEES),
                                 first=YEAR[0], last=YEAR[1], method=method) is None  # fmt: skip
    with pytest.raises(ValueError, match="before it begins"):
        average_headcount(series, first=YEAR[1], last=YEAR[0])


BEGIN = date(2024, 12, 20)
heads = st.integers(0, 3000).map(float)


@st.composite
def leveled(draw) -> HeadcountSeries:
    days = sorted(draw(st.sets(st.integers(1, 400), max_size=8)) | {0})
    levels = []
    for number in days:
        low, best, high = sorted(draw(st.tuples(heads, heads, heads)))
        gone = draw(st.sampled_from([(), (), (), ("best",), ("best", "high")]))
        levels.append(Level(day=BEGIN + timedelta(days=number), low=low, best=None if "best" in gone else best,
                            high=None if "high" in gone else high, basis=Basis.CHANGE))  # fmt: skip
    return HeadcountSeries(organization_id=1, population=Population.EMPLOYEES, levels=tuple(levels))


@pytest.mark.no_cover
@given(leveled(), st.integers(1, 300), st.integers(0, 200))
def test_averages_are_those_of_a_table_of_days(series, begin, length):
    first = BEGIN + timedelta(days=begin)
    last = first + timedelta(days=length)
    table = pd.DataFrame(
        [(level.low, level.best, level.high) for level in series.levels],
        index=pd.DatetimeIndex([level.day for level in series.levels]), columns=["low", "best", "high"], dtype=float,
    )  # fmt: skip
    table = table.fillna(float("inf")).reindex(pd.date_range(BEGIN, last)).ffill()
    inside, opening = table.loc[str(first) :], table.loc[[pd.Timestamp(first - timedelta(days=1))]]
    month_ends = inside[inside.index.is_month_end | (inside.index == pd.Timestamp(last))]
    expected = {
        TWO_POINT: pd.concat([opening, table.loc[[pd.Timestamp(last)]]]),
        SNAPSHOTS: pd.concat([opening, month_ends]),
        TIME_WEIGHTED: inside,
    }
    for method, rows in expected.items():
        found = averaged(series, method, (first, last))
        assert found.points == len(rows)
        mean = [None if end == float("inf") else pytest.approx(end) for end in rows.mean()]
        assert list(ends(found.value)) == mean
        present = [end for end in ends(found.value) if end is not None]
        assert present == sorted(present)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12), st.integers(0, 99)), min_size=1, max_size=2))
def test_the_average_of_every_placement_lies_inside(layoffs):
    first, last = date(2025, 1, 10), date(2025, 2, 10)
    vague = [
        event(number, "layoff", at(begin), exact(heads), at(begin + length))
        for number, (begin, length, heads) in enumerate(layoffs, start=2)
    ]
    series = headcount([event(1, "reported_headcount", date(2024, 12, 31), exact(1400)), *vague])
    found = {method: averaged(series, method, (first, last)).value for method in AverageMethod}
    days = {
        TWO_POINT: [first - timedelta(days=1), last],
        SNAPSHOTS: [first - timedelta(days=1), date(2025, 1, 31), last],
        TIME_WEIGHTED: [at(number) for number in range(9, 41)],
    }
    for placed in product(*[range(begin, begin + length + 1) for begin, length, _ in layoffs]):
        left = [(at(day), heads) for day, (_, _, heads) in zip(placed, layoffs, strict=True)]
        for method, points in days.items():
            mean = fmean(1400 - sum(heads for day, heads in left if day <= point) for point in points)
            assert found[method].low - 1e-6 <= mean <= found[method].high + 1e-6


def at(number: int) -> date:
    return date(2025, 1, 1) + timedelta(days=number)
