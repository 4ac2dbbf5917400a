"""Lists of organizations: what the ledger lacks is added, what it has stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.importing.fields import Shape
from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import ImportReport, run_import
from db.ledger import Ledger

LIST = """Company;Also known as;Parent company;Notes
Acorn Ltd;Acorn | Acorn Group;Oak plc;Since 1990
Birch AG;;Acorn Ltd;
Oak plc;;Birch AG;
Birch AG;Acorn;;
;;Oak plc;
#NAME?;;;
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "directory.headwater") as opened:
        yield opened


def imported(ledger: Ledger, tmp_path: Path, text: str) -> ImportReport:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    plan = default_plan(inspect_file(path))
    assert plan.shape is Shape.ORGANIZATIONS
    report = run_import(ledger, path, plan)
    assert report.new + report.amends + report.duplicate + report.problem == report.rows
    assert ledger.check() == []
    return report


def test_organizations_with_their_names_and_parents(ledger: Ledger, tmp_path: Path) -> None:
    report = imported(ledger, tmp_path, LIST)
    assert (report.new, report.problem, report.events) == (2, 4, 0)
    assert {row.name: (row.aliases, row.parent) for row in ledger.organizations.rows()} == {
        "Acorn Ltd": ("Acorn · Acorn Group", "Oak plc"), "Birch AG": ("", "Acorn Ltd"), "Oak plc": ("", ""),
    }  # fmt: skip
    assert [(problem.line, problem.code) for problem in report.problems] == [
        (4, "organization.parent_circle"), (5, "organization.alias_taken"), (6, "cell.name_missing"), (7, "cell.error"),
    ]  # fmt: skip


def test_the_same_list_adds_nothing_and_a_longer_one_what_is_new(ledger: Ledger, tmp_path: Path) -> None:
    header = "Company;Alias;Parent company;Notes\n"
    imported(ledger, tmp_path, header + "Acorn Ltd;Acorn;;Old\nBirch;B;;\n")
    again = imported(ledger, tmp_path, header + "acorn  ltd;ACORN;;Old\nBirch;B;;\n")
    assert (again.duplicate, again.change) == (2, None)
    more = imported(ledger, tmp_path, header + "Acorn;Acorn Group;Oak;New\nBirch;;Oak;\n")
    assert (more.new, more.amends) == (0, 2)
    other = imported(ledger, tmp_path, header + "Birch;;Elm;\n")
    assert [problem.code for problem in other.problems] == ["organization.other_parent"]
    [acorn] = [row for row in ledger.organizations.rows() if row.name == "Acorn Ltd"]
    known = ledger.organizations.get(acorn.id)
    assert known is not None
    assert (acorn.parent, known.aliases, known.notes) == ("Oak", ("Acorn", "Acorn Group"), "Old\nNew")
    ledger.undo()
    assert {row.name for row in ledger.organizations.rows()} == {"Acorn Ltd", "Birch"}
