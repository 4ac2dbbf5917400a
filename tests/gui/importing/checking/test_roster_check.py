"""A roster in the check: its figures are shown, and its problems by their lines alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.importing.planning.plan import Stated, default_plan, inspect_file
from db.ledger import Ledger
from db.model.progress import Progress
from desktop.importing.work import checking, rejecting

ROSTER = "Employee ID,Name,Hire Date,Exit Date\n1,Zelda Zork,2020-03-01,2025-02-28\n2,Otto Plugh,,2024-01-01\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "check.headwater") as opened:
        yield opened


def test_the_check_of_a_roster_shows_figures_and_nobody(ledger: Ledger, tmp_path: Path) -> None:
    path, target = tmp_path / "people.csv", tmp_path / "rejects.csv"
    path.write_text(ROSTER, encoding="utf-8")
    inspection = inspect_file(path)
    plan = default_plan(inspection, Stated(organization="Acme"))
    rows = checking(inspection, plan)(ledger, Progress()).rows
    shown = [list(rows.cells(place)) for place in rows.places("new")]
    assert shown[:2] == [
        ["Acme", "hiring", "2020-03-01/2020-03-31", "1"], ["Acme", "other_separation", "2025-02-01/2025-02-28", "1"],
    ]  # fmt: skip
    assert [(rows.line(place), list(rows.cells(place))) for place in rows.places("problem")] == [(3, [])]
    rejecting(path, target, plan, {3: "The day of entry is missing."})(ledger, Progress())
    assert target.read_text(encoding="utf-8").splitlines()[1:] == ["3,The day of entry is missing."]
