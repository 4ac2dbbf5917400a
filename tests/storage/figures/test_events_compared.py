"""Events beside each other: who cuts again, a year beside the one before, notices, closures, shares."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from db.analysis.figures.cells import Answer, Per
from db.figures.asking import ask
from db.figures.questions import Asked
from db.importing.planning.plan import Stated, default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.scope import Scope
from db.model.values import DateMode, ImpreciseDate, Quantity
from db.reading.dates import DateOrder, parse_date
from helpers import golden

CORPUS = Path(os.environ.get("HEADWATER_CORPUS", "/nowhere"))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(
        tmp_path / "a.headwater", clock=lambda: pd.Timestamp("2025-09-30T12:00:00Z").to_pydatetime()
    ) as it:
        yield it


def figures(answer: Answer, *names: str) -> list[tuple[object, ...]]:
    return [tuple(cell.column(name) for name in names or answer.columns) for cell in answer.cells]


def save(ledger: Ledger, day: str, count: float | None, kind: str = "layoff", **claim: object) -> int:
    when = parse_date(day)
    assert isinstance(when, ImpreciseDate)
    size = None if count is None else Quantity.exact(count)
    draft = EventDraft(kind=kind, organization="Acorn", claims=(ClaimDraft(announced=when, count=size, **claim),))
    return ledger.events.save(draft).detail["event"]


def test_who_cuts_again_and_how_soon(ledger: Ledger) -> None:
    first = [save(ledger, "2024-01-10", 50), save(ledger, "2024-03", 20), save(ledger, "2025-06-01", None)]
    columns = (
        "group",
        "events",
        "without_count",
        "low",
        "high",
        "repeats",
        "same_days",
        "gap_low",
        "gap_best",
        "gap_high",
    )
    answer = ask(ledger.at(), "repeat-cuts")
    assert figures(answer, *columns) == [("Acorn", 3, 1, 70, None, 1, 0, 51, 66, 81)]
    assert answer.cells[0].behind.placed == tuple(first)
    assert figures(ask(ledger.at(), "repeat-cuts", Asked(days=500)), "repeats") == [(2,)]
    save(ledger, "2025-06-01", 9)
    assert figures(ask(ledger.at(), "repeat-cuts"), "repeats", "same_days") == [(1, 1)]
    assert ask(ledger.at(Scope(first=date(2025, 1, 1))), "repeat-cuts").cells == ()


def test_a_year_stands_beside_the_same_days_of_the_one_before(ledger: Ledger) -> None:
    for day, count in (("2024-03-01", 100), ("2024-12-01", 900), ("2025-05-05", 150)):
        save(ledger, day, count)
    names = ("period", "best", "previous_best", "ratio_best")
    assert figures(ask(ledger.at(), "year-over-year"), *names) == [("2024", 1000, None, None), ("2025", 150, 100, 1.5)]
    save(ledger, "2025-06-06", None)
    ends = ("low", "high", "ratio_low", "ratio_best", "ratio_high")
    assert figures(ask(ledger.at(), "year-over-year"), *ends)[1] == (150, None, 1.5, 1.5, None)


def test_a_leap_day_has_a_counterpart(ledger: Ledger) -> None:
    save(ledger, "2023-02-28", 10)
    save(ledger, "2024-02-29", 30)
    found = figures(ask(ledger.at(), "year-over-year", Asked(per=Per.MONTH)), "period", "ratio_best")
    assert found[-1] == ("2024-02", 3)


def test_notices_take_days_and_some_never_take_effect(ledger: Ledger) -> None:
    save(ledger, "2025-01-01", 5, effective=ImpreciseDate.day(date(2025, 3, 2)))
    save(ledger, "2025-01-11", 5, effective=ImpreciseDate("2025-02", date(2025, 2, 1), date(2025, 2, 28)))
    save(ledger, "2025-04-01", 5)
    answer = ask(ledger.at(), "notice-to-effective")
    assert figures(answer) == [("2025", 3, 2, 40.5, 47.0, 54.0, 34, 60)]
    assert len(answer.cells[0].behind.placed) == 3


def test_what_closes(ledger: Ledger) -> None:
    save(ledger, "2025-01-01", 5)
    site = save(ledger, "2025-02-01", None, kind="site_closure")
    gone = save(ledger, "2025-03-01", 40, percent=Quantity.exact(100))
    save(ledger, "2025-04-01", 40, percent=Quantity.exact(100), percent_of="sales team")
    answer = ask(ledger.at(), "closures")
    assert figures(answer, "what", "low", "without_count") == [("everybody", 40, 0), ("site_closure", None, 1)]
    assert [cell.behind.placed for cell in answer.cells] == [(gone,), (site,)]


def test_a_share_as_announced_is_not_the_rate_of_the_year(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "b.headwater") as ledger:
        level = ClaimDraft(announced=ImpreciseDate.day(date(2024, 12, 31)), count=Quantity.exact(1400))
        ledger.events.save(EventDraft(kind="reported_headcount", organization="Acorn", claims=(level,)))
        save(ledger, "2025-07-16", 200)
        stated = save(ledger, "2025-08-16", None, percent=Quantity(9, 10, 11))
        answer = ask(ledger.at(), "workforce-share")
        assert [round(cell.best, 2) for cell in answer.cells] == [14.29, 10]
        assert figures(answer, "basis") == [("computed",), ("stated",)]
        assert answer.cells[1].behind.placed == (stated,)
        rate = answer.cells[0].extra["rate_best"]
        assert 20 < rate < 30
        assert answer.cells[1].extra["rate_best"] == rate


def test_a_share_from_nobody_to_everybody_is_not_known(tmp_path: Path) -> None:
    """100 of "at most 100,000": from next to nothing to all of them."""
    with Ledger.create(tmp_path / "b.headwater") as ledger:
        level = ClaimDraft(announced=ImpreciseDate.day(date(2024, 12, 31)), count=Quantity(high=100_000))
        ledger.events.save(EventDraft(kind="reported_headcount", organization="Acorn", claims=(level,)))
        save(ledger, "2025-07-16", 1000)
        when = ClaimDraft(announced=ImpreciseDate.day(date(2025, 8, 16)), count=Quantity(low=0, high=500))
        ledger.events.save(EventDraft(kind="layoff", organization="Acorn", claims=(when,)))
        least, vague = ask(ledger.at(), "workforce-share").cells
        assert (least.low, least.high) == (pytest.approx(1), 100)
        assert (vague.low, vague.high, vague.refused.code) == (None, None, "figure.no_share")


def test_contractors_stand_beside_employees(ledger: Ledger) -> None:
    golden.fill(ledger)
    answer = ask(ledger.at(), "contractors-and-employees")
    assert figures(answer, "group", "best") == [("employees", 200), ("contingent", 500)]
    for kind, count in (("reported_headcount", 900), ("reported_contingent_headcount", 100)):
        save(ledger, "2025-06-30", count, kind=kind)
    save(ledger, "2025-05-01", 7)
    acorn = ledger.organizations.find("Acorn")
    answer = ask(ledger.at(Scope(organization_ids=(acorn,))), "contractors-and-employees")
    assert figures(answer, "period", "group", "best") == [
        ("2025-Q2", "employees", 7), ("2025-Q2", "contingent_share", 10),
    ]  # fmt: skip


def test_a_span_keeps_its_days_when_it_is_the_notice_that_is_asked_for(ledger: Ledger) -> None:
    span = ImpreciseDate("2025-03-01/2025-05-31", date(2025, 3, 1), date(2025, 5, 31), DateMode.SPAN)
    save(ledger, "2025-01-01", 5, effective=span)
    assert figures(ask(ledger.at(), "notice-to-effective"), "low", "best", "high") == [(59, 104, 150)]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real files are not here")
def test_real_repetitions_and_closures_are_those_that_pandas_finds(ledger: Ledger) -> None:
    path = CORPUS / "layoffs" / "kaggle_2026_01.csv"
    run_import(ledger, path, default_plan(inspect_file(path), Stated(date_order=DateOrder.MDY)))
    table = pd.read_csv(path)
    table = table[~table.duplicated(["company", "location", "total_laid_off", "date", "percentage_laid_off"])]
    table["day"], table["company"] = pd.to_datetime(table.date), table.company.str.strip().str.casefold()
    table = table[table.day <= "2025-09-30"].sort_values(["company", "day"])
    gap = table.groupby("company").day.diff().dt.days
    again = gap.between(1, 365).groupby(table.company).sum()
    answer = ask(ledger.at(), "repeat-cuts")
    assert {cell.group.casefold(): cell.extra["repeats"] for cell in answer.cells} == again[again > 0].to_dict()
    closed = ask(ledger.at(), "closures")
    assert len(closed.cells) == (table.percentage_laid_off == 1).sum()
