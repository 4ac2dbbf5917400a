"""Joiners, leavers and averages of one headcount: the published vectors, what is unknown, and what is planned."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from db.analysis.figures.cells import Answer, Per
from db.errors import UserError
from db.figures.asking import ask
from db.figures.questions import Asked
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.scope import Scope
from db.model.values import ImpreciseDate, Quantity


def event(
    kind: str, day: date | ImpreciseDate, count: float | Quantity | None, organization: str = "Acme"
) -> EventDraft:
    when = ImpreciseDate.day(day) if isinstance(day, date) else day
    size = Quantity.exact(count) if count is not None else None
    return EventDraft(kind=kind, organization="Acme", claims=(ClaimDraft(announced=when, count=size),))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "a.headwater") as opened:
        yield opened


def fill(ledger: Ledger, *events: EventDraft) -> Scope:
    with ledger.operation("event.added"):
        for one in events:
            ledger.events.save(one)
    found = ledger.organizations.find("Acme")
    assert found is not None
    return Scope(organization_ids=(found,))


def by_group(answer: Answer, period: str) -> dict[str, tuple[float | None, float | None, float | None]]:
    cells = [cell for cell in answer.cells if cell.period is not None and cell.period.code == period]
    return {cell.group: (cell.low, cell.best, cell.high) for cell in cells}


def test_opening_and_joined_less_left_is_closing(ledger: Ledger) -> None:
    scope = fill(
        ledger,
        event("reported_headcount", date(2023, 12, 31), 1400),
        event("hiring", date(2024, 2, 1), 50),
        event("layoff", date(2024, 7, 16), 250),
    )
    answer = ask(ledger.at(scope), "joiners-and-leavers", Asked(per=Per.YEAR))
    assert by_group(answer, "2024") == {
        "opening": (1400, 1400, 1400), "joined": (50, 50, 50), "left": (250, 250, 250), "unexplained": (0, 0, 0),
        "closing": (1200, 1200, 1200),
    }  # fmt: skip
    left = next(cell for cell in answer.cells if cell.group == "left" and cell.period.code == "2024")
    events = ledger.at().events.many(left.behind.placed)
    assert sum(one.values.count.best for one in events) == left.best
    rates = ask(ledger.at(scope), "turnover", Asked(per=Per.YEAR))
    assert by_group(rates, "2024")["two_point"][1] == pytest.approx(19.23, abs=0.005)


def test_the_three_averages_of_one_year(ledger: Ledger) -> None:
    scope = fill(ledger, event("reported_headcount", date(2024, 12, 31), 1400), event("layoff", date(2025, 7, 16), 200))
    answer = ask(ledger.at(scope), "average-headcount", Asked(per=Per.YEAR))
    best = {group: ends[1] for group, ends in by_group(answer, "2025").items()}
    assert best["two_point"] == 1300
    assert best["snapshots"] == pytest.approx(1307.69, abs=0.005)
    assert best["time_weighted"] == pytest.approx(1307.397, abs=0.0005)
    assert [cell.column("points") for cell in answer.cells if cell.period.code == "2025"] == [2, 13, 365]


def test_that_nothing_is_recorded_is_no_0(ledger: Ledger) -> None:
    scope = fill(ledger, event("reported_headcount", date(2023, 12, 31), 90), event("hiring", date(2024, 3, 1), None))
    answer = ask(ledger.at(scope), "joiners-and-leavers", Asked(per=Per.YEAR))
    told = {cell.group: cell for cell in answer.cells if cell.period.code == "2024"}
    assert (told["joined"].low, told["joined"].best, told["joined"].high) == (None, None, None)
    assert (told["joined"].events, told["joined"].without_count) == (1, 1)
    assert told["left"].refused.code == "figure.no_separations"
    assert told["left"].best is None


def test_changes_without_a_level_still_have_their_two_sides(ledger: Ledger) -> None:
    scope = fill(ledger, event("layoff", date(2023, 1, 18), 12_000), event("hiring", date(2024, 5, 1), 800))
    answer = ask(ledger.at(scope), "joiners-and-leavers", Asked(per=Per.YEAR))
    assert by_group(answer, "2023")["left"] == (12_000, 12_000, 12_000)
    assert by_group(answer, "2024")["joined"] == (800, 800, 800)
    assert by_group(answer, "2024")["closing"] == (None, None, None)
    averages = ask(ledger.at(scope), "average-headcount")
    assert [one.code for one in averages.refusals] == ["figure.only_changes"]


def test_what_is_planned_has_cells_of_its_own_and_is_in_no_other(ledger: Ledger) -> None:
    ahead = ledger.at().today + timedelta(days=30)
    plan = event("layoff", ahead, 90)
    scope = fill(ledger, event("reported_headcount", date(2024, 12, 31), 500), plan, event("hiring", ahead, None))
    answer = ask(ledger.at(scope), "joiners-and-leavers", Asked(per=Per.YEAR))
    planned = {cell.group: cell for cell in answer.cells if cell.group.endswith(":planned")}
    assert (planned["left:planned"].best, planned["left:planned"].events) == (90, 1)
    assert (planned["joined:planned"].best, planned["joined:planned"].without_count) == (None, 1)
    assert all(cell.best is None for cell in answer.cells if cell.group in {"joined", "left"})
    assert [cell.best for cell in answer.cells if cell.group == "closing"][-1] == 500


def test_a_vague_date_may_lie_in_either_period(ledger: Ledger) -> None:
    winter = ImpreciseDate("2023-12/2024-01", date(2023, 12, 1), date(2024, 1, 31))
    scope = fill(ledger, event("reported_headcount", date(2022, 12, 31), 300), event("layoff", winter, 40))
    answer = ask(ledger.at(scope), "joiners-and-leavers", Asked(per=Per.YEAR))
    assert [by_group(answer, year)["left"][0] for year in ("2023", "2024")] == [0, 0]
    assert [by_group(answer, year)["left"][2] for year in ("2023", "2024")] == [40, 40]


def test_months_of_thousands_of_years_are_refused_by_name(ledger: Ledger) -> None:
    scope = fill(ledger, event("reported_headcount", date(2, 1, 1), 300))
    with pytest.raises(UserError, match="too_many_periods"):
        ask(ledger.at(scope), "joiners-and-leavers", Asked(per=Per.MONTH))
    with pytest.raises(UserError, match="too_many_periods"):
        ask(ledger.at(scope), "turnover", Asked(per=Per.MONTH))
