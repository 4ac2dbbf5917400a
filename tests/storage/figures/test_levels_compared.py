"""The headcount of an organization between two days: the bridge, turnover by every definition, before and after."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db.analysis.figures.cells import Answer, Per
from db.figures.asking import ask
from db.figures.questions import Asked
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.scope import Scope
from db.model.values import ImpreciseDate, Quantity
from helpers import golden


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "a.headwater") as opened:
        yield opened


def save(ledger: Ledger, kind: str, day: date, count: Quantity | float) -> int:
    size = count if isinstance(count, Quantity) else Quantity.exact(count)
    claim = ClaimDraft(announced=ImpreciseDate.day(day), count=size)
    return ledger.events.save(EventDraft(kind=kind, organization="Scale AI", claims=(claim,))).detail["event"]


def asked(ledger: Ledger, question: str, asked: Asked | None = None, **scope: date) -> Answer:
    view = ledger.at(Scope(organization_ids=(ledger.organizations.find("Scale AI"),), **scope))
    return ask(view, question, asked or Asked())


def by_group(answer: Answer) -> dict[str, float | None]:
    return {cell.group: cell.best for cell in answer.cells}


def test_turnover_by_every_definition(ledger: Ledger) -> None:
    """METRICS: O 1,400, l 200 on July 16, 2025."""
    save(ledger, "reported_headcount", date(2024, 12, 31), 1400)
    layoff = save(ledger, "layoff", date(2025, 7, 16), 200)
    year = asked(ledger, "turnover", first=date(2025, 1, 1), last=date(2025, 12, 31))
    found = by_group(year)
    assert found == {
        "two_point": pytest.approx(15.3846, abs=1e-4), "snapshots": pytest.approx(15.2941, abs=1e-4),
        "time_weighted": pytest.approx(15.2976, abs=1e-4), "schlueter": pytest.approx(14.2857, abs=1e-4),
        "basis": pytest.approx(14.2857, abs=1e-4), "leaver_share": pytest.approx(14.2857, abs=1e-4),
        "closing": pytest.approx(16.6667, abs=1e-4), "zvei": None, "voluntary": None,
        "involuntary": pytest.approx(15.2976, abs=1e-4), "other": None, "unknown_reason": None,
        "all_reasons": pytest.approx(15.2976, abs=1e-4),
        # The mean of the 12th of twelve months: seven at 1,400, five at 1,200.
        "jolts_annual": pytest.approx(100 * 200 / ((7 * 1400 + 5 * 1200) / 12), abs=1e-4),
    }  # fmt: skip
    refused = {cell.group: cell.column("refused") for cell in year.cells if cell.refused}
    nobody = dict.fromkeys(("voluntary", "other", "unknown_reason"), "figure.none_for_reason")
    assert refused == {"zvei": "figure.no_replaced", **nobody}
    assert year.cells[0].behind.placed == (layoff,)
    month = by_group(asked(ledger, "turnover", Asked(per=Per.MONTH), first=date(2025, 7, 1), last=date(2025, 7, 31)))
    assert month["jolts"] == pytest.approx(100 * 200 / 1400)
    assert month["annualised_linear"] > month["annualised_compound"] > month["time_weighted"]


def test_the_vector_with_hires(ledger: Ledger) -> None:
    """METRICS: O 1,400, h 50, l 250, C 1,200."""
    save(ledger, "reported_headcount", date(2024, 12, 31), 1400)
    save(ledger, "hiring", date(2025, 3, 1), 50)
    save(ledger, "resignation", date(2025, 5, 1), 250)
    found = by_group(asked(ledger, "turnover", first=date(2025, 1, 1), last=date(2025, 12, 31)))
    expected = {"two_point": 19.23, "basis": 17.86, "schlueter": 17.24, "leaver_share": 17.24, "closing": 20.83}
    assert {name: round(found[name], 2) for name in expected} == expected
    assert found["involuntary"] is None  # nobody is recorded; that nobody was let go is not known
    assert found["voluntary"] > 0


def test_no_leaver_recorded_is_no_rate_of_nothing(ledger: Ledger) -> None:
    save(ledger, "reported_headcount", date(2024, 12, 31), 1400)
    save(ledger, "reported_headcount", date(2025, 12, 31), 1200)
    year = asked(ledger, "turnover", first=date(2025, 1, 1), last=date(2025, 12, 31))
    assert [(cell.group, cell.best, cell.column("refused")) for cell in year.cells] == [
        ("separations", None, "figure.no_separations")
    ]


def test_the_bridge_adds_up_and_names_what_is_unexplained(ledger: Ledger) -> None:
    save(ledger, "reported_headcount", date(2024, 12, 31), 1400)
    layoff = save(ledger, "layoff", date(2025, 7, 31), Quantity(150, 200, 250))
    save(ledger, "reported_headcount", date(2025, 12, 31), 1100)
    bridge = asked(ledger, "headcount-bridge", first=date(2025, 1, 1), last=date(2025, 12, 31))
    assert by_group(bridge) == {"opening": 1400, "layoff": -200, "unexplained": -100, "closing": 1100}
    assert bridge.cells[1].behind.placed == (layoff,)
    july = asked(ledger, "headcount-bridge", first=date(2025, 7, 1), last=date(2025, 7, 31))
    august = asked(ledger, "headcount-bridge", first=date(2025, 8, 1), last=date(2025, 8, 31))
    assert ("layoff" in by_group(july), "layoff" in by_group(august)) == (True, False), "the month-end rule"


def test_what_cannot_be_worked_out_says_why(ledger: Ledger) -> None:
    golden.fill(ledger)
    for question in ("headcount-bridge", "turnover"):
        assert [one.code for one in ask(ledger.at(), question).refusals] == ["figure.one_organization"]
        openai = Scope(organization_ids=(ledger.organizations.find("OpenAI"),))
        assert [one.code for one in ask(ledger.at(openai), question).refusals] == ["figure.no_level"]
    assert asked(ledger, "headcount-bridge").cells[0].best == pytest.approx(1428.57, abs=0.01)
    later = asked(ledger, "headcount-bridge", first=date(2099, 1, 1))
    assert [one.code for one in later.refusals] == ["figure.nothing_counts"]
    with Ledger.create(ledger.path.with_name("b.headwater")) as other:
        save(other, "layoff", date(2025, 1, 1), 10)
        assert [one.code for one in asked(other, "turnover").refusals] == ["figure.only_changes"]
        assert [one.code for one in ask(other.at(), "before-and-after").refusals] == ["figure.no_anchor"]


def test_before_and_after_the_stake(ledger: Ledger) -> None:
    ids = golden.fill(ledger)
    answer = asked(ledger, "before-and-after", Asked(days=30))
    assert answer.inputs["anchor"] == ids["stake"]
    before, after = ([cell for cell in answer.cells if cell.period.code == code] for code in
                     dict.fromkeys(cell.period.code for cell in answer.cells))  # fmt: skip
    assert [(cell.group, cell.best) for cell in before] == [
        ("active_at_start", 2), ("active_at_end", 2), ("starts", 0), ("ends", 0), ("negative", 0),
        ("median_days", None),
    ]  # fmt: skip
    assert [(cell.group, cell.best) for cell in after][4:] == [("negative", 2), ("median_days", 2.5)]
    assert after[4].behind.placed == (ids["google"], ids["openai"])
    longer = asked(ledger, "before-and-after", Asked(days=90, anchor=ids["ceo"]))
    assert {cell.group: cell.best for cell in longer.cells}["contractors_ended"] == 500
