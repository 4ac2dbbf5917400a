"""Relationships as figures: churn and cohorts, survival, concentration, vendors in trouble."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from db.analysis.figures.cells import Answer, Per
from db.figures.asking import ask
from db.figures.questions import Asked
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.scope import Scope
from db.model.values import ImpreciseDate, Quantity
from db.reading.dates import parse_date
from helpers import golden

KINDS = ("layoff", "leadership_departure", "relationship_ended")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "a.headwater", clock=lambda: datetime(2025, 9, 30, 12, tzinfo=UTC)) as opened:
        yield opened


def save(ledger: Ledger, state: str, client: str, day: str | ImpreciseDate, **claim: object) -> int:
    when = parse_date(day) if isinstance(day, str) else day
    assert isinstance(when, ImpreciseDate)
    draft = EventDraft(kind=state if state in KINDS else f"relationship_{state}", organization="Acorn",
                       counterparty=client, claims=(ClaimDraft(announced=when, **claim),))  # fmt: skip
    return ledger.events.save(draft).detail["event"]


def figures(answer: Answer, *names: str) -> list[tuple[object, ...]]:
    return [tuple(cell.column(name) for name in names or answer.columns) for cell in answer.cells]


def lasting(ledger: Ledger) -> list[int]:
    """Six clients from January 1, 2025: METRICS' durations 2, 4, 4, 5 ended, 6 and 6 not by then."""
    ends = []
    for number, days in enumerate((2, 4, 4, 5, None, None)):
        save(ledger, "started", f"Client {number}", "2025-01-01")
        if days:
            ends.append(save(ledger, "ended", f"Client {number}", f"2025-01-0{days}"))
    return ends


def test_churn_is_a_bridge_that_adds_up(ledger: Ledger) -> None:
    ends = lasting(ledger)
    answer = ask(ledger.at(), "client-churn", Asked(per=Per.QUARTER))
    first = {cell.group: cell.best for cell in answer.cells if cell.period.code == "2025-Q1"}
    assert (first["opening"], first["starts"], first["ends"], first["others"], first["closing"]) == (0, 6, 4, 0, 2)
    assert first["churn_percent"] is None, "nobody was active before"
    second = {cell.group: cell for cell in answer.cells if cell.period.code == "2025-Q2"}
    assert (second["opening"].best, second["closing"].best, second["churn_percent"].best) == (2, 2, 0)
    assert second["retention_percent"].best == 100
    behind = next(cell.behind.placed for cell in answer.cells if cell.group == "ends")
    assert behind == tuple(ends)
    cohorts = ask(ledger.at(), "client-cohorts", Asked(per=Per.QUARTER))
    assert figures(cohorts, "months", "active", "whole") == [(month, 2, 6) for month in range(7)]


def test_what_was_active_from_an_unknown_start_opens_the_bridge(ledger: Ledger) -> None:
    golden.fill(ledger)
    scale = ledger.organizations.find("Scale AI")
    found = ask(ledger.at(Scope(organization_ids=(scale,))), "client-churn")
    assert [(cell.group, cell.best) for cell in found.cells][:5] == [
        ("opening", 2), ("starts", 0), ("ends", 0), ("others", 0), ("closing", 2),
    ]  # fmt: skip


def test_survival_as_metrics_and_by_turnbull(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "b.headwater", clock=lambda: datetime(2025, 1, 6, 12, tzinfo=UTC)) as ledger:
        ends = lasting(ledger)
        answer = ask(ledger.at(), "relationship-survival")
        curves = {group: [cell for cell in answer.cells if cell.group == group] for group in
                  ("kaplan_meier", "turnbull")}  # fmt: skip
        assert [round(cell.best, 2) for cell in curves["kaplan_meier"]] == [83.33, 50.0, 33.33]
        assert [(round(cell.low, 2), round(cell.high, 2)) for cell in curves["kaplan_meier"]] == [
            (27.31, 97.47), (11.09, 80.37), (4.61, 67.56),
        ]  # fmt: skip
        assert [round(cell.best, 2) for cell in curves["turnbull"]] == [83.33, 50.0, 33.33]
        assert figures(answer, "time", "at_risk", "ended")[:3] == [(2, 6, 1), (4, 5, 2), (5, 3, 1)]
        assert curves["kaplan_meier"][1].behind.placed == tuple(ends[1:3])
        assert [one.code for one in answer.refusals] == ["figure.few_ends"]
        save(ledger, "ended", "Client 4", ImpreciseDate("2025-01-03/2025-01-05", date(2025, 1, 3), date(2025, 1, 5)))
        vague = [cell for cell in ask(ledger.at(), "relationship-survival").cells if cell.group == "turnbull"]
        # What ended on the 3rd, 4th or 5th went where others did: on the 4th or the 5th, as 2 to 1.
        assert [(cell.extra["time"], round(cell.best, 1)) for cell in vague] == [(2, 83.3), (4, 38.9), (5, 16.7)]


def test_money_is_concentrated_only_where_all_of_it_is_known(ledger: Ledger) -> None:
    for client, amount in (("Birch", 50), ("Cedar", 30), ("Doe", 20)):
        save(ledger, "seen_active", client, "2025-01-01", amount=Quantity.exact(amount), currency="EUR")
    acorn = Scope(organization_ids=(ledger.organizations.find("Acorn"),))
    answer = ask(ledger.at(acorn), "concentration")
    found = {cell.group: cell.best for cell in answer.cells}
    assert (found["hhi"], round(found["effective"], 2), found["largest"], found["major"]) == (3800, 2.63, 50, 3)
    assert figures(answer, "group", "share_best")[-3:] == [("Birch", 50), ("Cedar", 30), ("Doe", 20)]
    save(ledger, "seen_active", "Elm", "2025-02-01")
    answer = ask(ledger.at(acorn), "concentration")
    assert figures(answer, "group", "best", "refused")[0] == ("hhi", None, "figure.amounts_partial")
    assert figures(answer, "share_low", "share_best", "share_high")[1] == (None, None, 50)
    assert answer.refusals[0].values == {"n": 1}
    save(ledger, "seen_active", "Elm", "2025-02-02", amount=Quantity.exact(100), currency="USD")
    assert [one.code for one in ask(ledger.at(acorn), "concentration").refusals] == ["figure.several_currencies"]


def test_vendors_meet_rules_and_unknown_is_not_well(ledger: Ledger) -> None:
    client = save(ledger, "seen_active", "Mine", "2020-01-01")
    assert client
    ledger.organizations.save(name="Mine", organization_id=ledger.organizations.find("Mine"), mine=True)
    answer = ask(ledger.at(), "vendors-in-trouble")
    assert figures(answer, "group", "met", "events", "refused") == [("Acorn", "", 0, "figure.nothing_known")]
    for kind, claim in (("layoff", {"percent": Quantity.exact(15)}), ("leadership_departure", {}),
                        ("relationship_ended", {})):  # fmt: skip
        save(ledger, kind, "Birch" if kind == "relationship_ended" else "", "2025-08-01", **claim)
    names = ("met", "share_cut", "cuts", "leaders_left", "owner_changed", "clients_lost", "refused")
    assert figures(ask(ledger.at(), "vendors-in-trouble"), *names) == [
        ("share_cut, leaders_left, clients_lost", 15, 1, 1, 0, 1, "")
    ]
    eased = Asked(rules=(("share_cut", 20), ("clients_lost", 0)))
    assert figures(ask(ledger.at(), "vendors-in-trouble", eased), "met") == [("leaders_left",)]
    assert figures(ask(ledger.at(), "vendors-in-trouble", Asked(days=30)), "events") == [(0,)]
    assert ask(ledger.at(), "vendors-in-trouble").inputs["first"] == date(2024, 10, 1)
