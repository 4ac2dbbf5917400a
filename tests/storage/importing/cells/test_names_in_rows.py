"""Names of organizations with a word about their row behind them: read without it, and the word is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.importing.planning.plan import ImportPlan, default_plan, inspect_file
from db.importing.rows.interpreter import Interpreter
from db.importing.run import run_import
from db.ledger import Ledger

ROWS = """Employer,Notice Date,Number of Workers
Acorn Ltd,2025-01-10,120
Acorn Ltd - UPDATE,2025-06-12,49
BirchRevised (4/17/20),2025-01-14,10
Cedar (Amendment 2),2025-01-15,30
Dogwood (RESCINDED),2025-01-16,31
Department of Correction,2025-01-17,7
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "a.headwater") as opened:
        yield opened


def plan_of(tmp_path: Path, text: str) -> ImportPlan:
    path = tmp_path / "notices.csv"
    path.write_text(text, encoding="utf-8")
    return default_plan(inspect_file(path))


def told(ledger: Ledger) -> list[tuple[str, str, str]]:
    """Each event: its organization, its status and its notes."""
    rows = ledger.store.connection.execute("SELECT organization, status, ifnull(notes, '') FROM v_events ORDER BY id")
    return [tuple(row) for row in rows]


def test_the_status_of_a_row_is_no_part_of_the_name_and_stands_in_the_notes(ledger: Ledger, tmp_path: Path) -> None:
    plan = plan_of(tmp_path, ROWS)
    report = run_import(ledger, tmp_path / "notices.csv", plan)
    assert report.new == 6
    assert told(ledger) == [
        ("Acorn Ltd", "reported", ""),
        ("Acorn Ltd", "reported", "- UPDATE"),
        ("Birch", "reported", "Revised (4/17/20)"),
        ("Cedar", "reported", "(Amendment 2)"),
        ("Dogwood", "denied", "(RESCINDED)"),
        ("Department of Correction", "reported", ""),
    ]
    assert run_import(ledger, tmp_path / "notices.csv", plan).duplicate == 6


def test_it_stands_behind_what_else_the_notes_say(ledger: Ledger, tmp_path: Path) -> None:
    text = "Employer,Notice Date,Number of Workers,Notes\nAcorn - UPDATE,2025-01-10,120,by letter\n"
    run_import(ledger, tmp_path / "notices.csv", plan_of(tmp_path, text))
    assert told(ledger) == [("Acorn", "reported", "by letter\n- UPDATE")]


def test_it_is_read_the_same_row_by_row(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, ROWS)
    rows = [(line, text.split(",")) for line, text in enumerate(ROWS.splitlines()[1:], 2)]
    interpreter = Interpreter(plan, plan.dialect.header, frozenset({"layoff"}))
    many, _ = interpreter.read_many(rows)
    alone = [interpreter.read_many([row])[0] for row in rows]
    assert [one for facts in alone for one in facts.organizations] == many.organizations
    assert [one for facts in alone for one in facts.texts[-1]] == many.texts[-1]
    assert many.texts[-1][1] == "- UPDATE"


def test_a_list_of_organizations_has_no_rows_that_say_anything_of_themselves(ledger: Ledger, tmp_path: Path) -> None:
    text = "organization,aliases,parent\nNews Update,NU,\nAcorn,Acorn Tools,News Update\n"
    run_import(ledger, tmp_path / "notices.csv", plan_of(tmp_path, text))
    assert sorted(ledger.organizations.names().values()) == ["Acorn", "News Update"]
