"""Sums by period and group, beside one that tries every day that a date leaves open."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from math import inf, isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.analysis.figures.cells import Per, bounds, code, periods
from db.analysis.figures.facts import COLUMNS, TEXTS, Counted, Facts
from db.analysis.figures.sums import Sums, covering, sums
from db.figures.workforce.people import cells_of
from db.tables.group_values import Groups

AS_OF = date(2025, 12, 31)
DAYS = st.dates(date(2025, 1, 25), date(2025, 4, 5))
NUMBER = st.sampled_from([None, 0.0, 3.0, 40.0])


def block(rows: list[dict[str, object]]) -> tuple[Facts, Counted]:
    """Facts with these rows, all of which count."""
    lacking = {name: np.nan if np.issubdtype(kind, np.floating) else 0 for name, kind in COLUMNS.items()}
    columns = {name: np.array([row.get(name, lacking[name]) for row in rows], kind) for name, kind in COLUMNS.items()}
    columns["id"] = np.arange(1, len(rows) + 1)
    found = Facts(operation=1, columns=columns, texts=dict.fromkeys(TEXTS, ("",)))
    return found, Counted(rows=np.arange(len(rows)), rests=np.zeros(len(rows), np.bool_))


def event(
    first: date | None, last: date | None, *, span: bool = False, size: tuple[float | None, ...] = (10.0,) * 3
) -> dict[str, object]:
    low, best, high = (np.nan if end is None else end for end in size)
    return {
        "earliest": first.toordinal() if first else 0, "latest": last.toordinal() if last else 0, "span": span,
        "low": low, "best": best, "high": high,
    }  # fmt: skip


def rows(found: Sums) -> list[tuple[int, int, int, float, float, float]]:
    columns = (found.period, found.events, found.without, found.low, found.best, found.high)
    return [
        tuple(None if isnan(one) else one for one in row) for row in zip(*(c.tolist() for c in columns), strict=True)
    ]


def test_a_month_is_nothing_at_least_and_all_at_most_in_a_quarter_that_it_reaches_into() -> None:
    facts, counted = block([event(date(2025, 1, 20), date(2025, 2, 3))])
    within = covering(facts, counted, Per.MONTH, None, None, as_of=AS_OF)
    assert [one.code for one in within] == ["2025-01", "2025-02"]
    assert rows(sums(facts, counted, within)) == [(0, 1, 0, 0, 10, 10), (1, 0, 0, 0, 0, 10)]
    found = sums(facts, counted, within)
    assert [(found.behind(row).placed, found.behind(row).possible) for row in (0, 1)] == [((1,), ()), ((), (1,))]


def test_a_span_is_shared_by_days() -> None:
    facts, counted = block([event(date(2025, 1, 30), date(2025, 2, 2), span=True)])
    within = covering(facts, counted, Per.MONTH, None, None, as_of=AS_OF)
    assert rows(sums(facts, counted, within)) == [(0, 1, 0, 5, 5, 5), (1, 1, 0, 5, 5, 5)]


def test_unknown_is_never_0_and_the_highs_are_never_below_the_bests() -> None:
    day = date(2025, 1, 5)
    facts, counted = block([event(day, day), event(day, day, size=(None,) * 3)])
    within = periods(None, None, None, as_of=AS_OF)
    assert rows(sums(facts, counted, within)) == [(0, 2, 1, 10, 10, None)]
    facts, counted = block([event(day, day, size=(None,) * 3)])
    assert rows(sums(facts, counted, within)) == [(0, 1, 1, None, None, None)]
    facts, counted = block([event(day, day, size=(None, None, 300.0))])
    assert rows(sums(facts, counted, within)) == [(0, 1, 0, 0, None, 300)]
    facts, counted = block([event(day, day, size=(500.0, None, None))])
    assert rows(sums(facts, counted, within)) == [(0, 1, 0, 500, None, None)]


def test_more_than_a_number_can_hold_is_open_and_not_infinite() -> None:
    day = date(2025, 1, 5)
    facts, counted = block([event(day, day, size=(1.7e308,) * 3), event(day, day, size=(1.7e308,) * 3)])
    within = periods(None, None, None, as_of=AS_OF)
    everything = Groups(codes=np.zeros(2, np.int64), labels=[""])
    cell = cells_of(sums(facts, counted, within), everything, within)[0]
    assert (cell.events, cell.low, cell.best, cell.high) == (2, None, None, None)


def test_nothing_and_an_empty_period() -> None:
    facts, counted = block([])
    assert covering(facts, counted, Per.MONTH, None, None, as_of=AS_OF) == ()
    assert not len(sums(facts, counted, ()))
    facts, counted = block([event(date(2025, 1, 1), date(2025, 1, 1))])
    assert covering(facts, counted, Per.MONTH, date(2026, 1, 1), None, as_of=AS_OF) == ()


def test_a_period_that_is_not_over_or_cut_is_incomplete() -> None:
    found = periods(Per.QUARTER, date(2025, 2, 1), date(2025, 12, 31), as_of=date(2025, 9, 30))
    assert [(one.code, one.incomplete) for one in found] == [
        ("2025-Q1", True), ("2025-Q2", False), ("2025-Q3", False), ("2025-Q4", True),
    ]  # fmt: skip
    assert bounds(Per.QUARTER, date.max) == (date(9999, 10, 1), date.max)
    assert periods(Per.YEAR, date(9998, 5, 1), date.max, as_of=AS_OF)[-1].last == date.max


@st.composite
def events(draw: st.DrawFn) -> dict[str, object]:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    if draw(st.booleans()):
        last = first
    ends = [draw(NUMBER) for _ in range(3)]
    known = sorted(one for one in ends if one is not None)
    size = tuple(None if one is None else known.pop(0) for one in ends)
    return event(first, last, span=draw(st.booleans()), size=size)


def _size(row: dict[str, object]) -> tuple[float, float | None, float] | None:
    low, best, high = (None if isnan(row[name]) else row[name] for name in ("low", "best", "high"))
    return None if low is best is high is None else (low or 0.0, best, inf if high is None else high)


@pytest.mark.no_cover
@settings(max_examples=120, deadline=None)
@given(st.lists(events(), max_size=5), st.sampled_from(Per), DAYS, DAYS)
def test_no_placement_of_the_vague_days_leaves_the_sums(
    given_rows: list[dict[str, object]], per: Per, one: date, other: date
) -> None:
    facts, counted = block(given_rows)
    first, last = sorted((one, other))
    within = covering(facts, counted, per, first, last, as_of=AS_OF)
    expected: dict[str, list[float | Fraction]] = defaultdict(lambda: [0, 0, 0, 0])
    known: dict[str, bool] = defaultdict(bool)
    for row in given_rows:
        days = [date.fromordinal(day) for day in range(row["earliest"], row["latest"] + 1)]
        places = [code(per, bounds(per, day)[0]) if first <= day <= last else "" for day in days]
        middle = places[(len(days) - 1) // 2]
        for place in set(places) - {""}:
            share = Fraction(places.count(place), len(places)) if row["span"] else 1
            surely = row["span"] or set(places) == {place}
            size, cell = _size(row), expected[place]
            known[place] |= size is not None
            low, best, high = size or (0.0, 0.0, inf)
            cell[0] += low * share if surely else 0
            if row["span"] or place == middle:
                cell[1] = inf if best is None else cell[1] + best * share
            cell[2] += high * share if high < inf else inf
            cell[3] += row["span"] or place == middle
    found = sums(facts, counted, within)
    assert {within[place].code for place in found.period} == set(expected)
    for place, events_, _without, low, best, high in rows(found):
        name = within[place].code
        wanted = expected[name]
        assert events_ == wanted[3]
        if not known[name]:
            assert (low, best, high) == (None, None, None)
            continue
        assert low == pytest.approx(float(wanted[0]), abs=1e-6)
        assert (inf if best is None else best) == pytest.approx(float(wanted[1]), abs=1e-6)
        assert (inf if high is None else high) == pytest.approx(float(wanted[2]), abs=1e-6)
        assert low <= (low if best is None else best) <= (inf if high is None else high)


def test_months_of_centuries_take_no_time_to_speak_of() -> None:
    facts, counted = block(
        [event(date(1, 1, 1), date.max), event(None, date(2025, 1, 1)), event(date(2025, 1, 1), None)]
    )
    within = covering(facts, counted, Per.YEAR, None, None, as_of=AS_OF)
    found = sums(facts, counted, within)
    assert len(within) == 9999
    assert int(found.events.sum()) == 3
    assert found.behind(2024).placed == (2, 3)
    assert within[-1].last - timedelta(days=0) == date.max
