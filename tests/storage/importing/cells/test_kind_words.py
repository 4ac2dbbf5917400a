"""Words of files for kinds of events: what is known, what else they say, and what nobody knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.importing.cells.kind_words import kind_of_table, kind_said
from db.importing.planning.asking import questions
from db.importing.planning.plan import Stated, default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from db.model.records import Scope
from db.model.values import Status


@pytest.mark.parametrize(
    ("text", "kind", "tag"),
    [
        ("Closure Permanent", "site_closure", "permanent"),
        ("Layoff/Closure Temporary", "site_closure", "temporary"),
        ("Layoff Unknown at this\ntime", "layoff", ""),
        ("Layoff Not known at this time", "layoff", ""),
        ("CL", "site_closure", ""),
        ("LO", "layoff", ""),
        ("RH", "furlough", ""),
        ("Reduction", "layoff", ""),
        ("Reduction in Hours", "furlough", ""),
        ("Plant Closing", "site_closure", ""),
        ("Teilschließung", "site_closure", ""),
        ("Entlassung", "layoff", ""),
        ("Stellenabbau", "layoff", ""),
        ("Kurzarbeit (befristet)", "furlough", "temporary"),
        ("New hires", "hiring", ""),
    ],
)
def test_words_of_kinds(text: str, kind: str, tag: str) -> None:
    said = kind_said(text)
    assert said is not None
    assert (said.kind, said.status, said.tag) == (kind, None, tag)


@pytest.mark.parametrize("text", ["RESCINDED", "(CANCELLED)**", "Notice withdrawn", "storniert"])
def test_a_notice_that_was_taken_back_is_a_denial(text: str) -> None:
    said = kind_said(text)
    assert said is not None
    assert (said.kind, said.status) == ("", "denied")


@pytest.mark.parametrize(
    "text", ["", "Big Bang", "No layoffs", "not a closure", "State", "keine Entlassungen", "Permanent"]
)
def test_what_nobody_knows(text: str) -> None:
    assert kind_said(text) is None


@pytest.mark.parametrize(
    ("file", "names", "kind"),
    [
        ("rows.csv", ["Company", "Date", "# Laid Off"], "layoff"),
        ("rows.csv", ["Employer", "Notice Date", "Number of Workers"], "layoff"),
        ("WARN 2025.csv", ["Name", "Date", "Number"], "layoff"),
        ("Stellenabbau.csv", ["Firma", "Datum", "Anzahl"], "layoff"),
        ("furloughs.csv", ["company", "count"], "furlough"),
        ("neueinstellungen.csv", ["Firma", "Datum", "Anzahl"], "hiring"),
        ("births.csv", ["year", "name", "count"], ""),
        ("a.csv", ["Company", "Date", "Contract notice"], ""),
    ],
)
def test_the_kind_that_a_file_says_of_itself(file: str, names: list[str], kind: str) -> None:
    assert kind_of_table(Path(file), names) == kind


NOTICES = """Employer,Notice Date,Notice Type,Employees
Acorn,2025-01-10,Plant Closing,20
Birch,2025-01-11,Layoff Temporary,30
Cedar,2025-01-12,RESCINDED,5
Dogwood,2025-01-13,LO,6
"""


def test_kinds_of_notices_and_what_else_their_words_say(tmp_path: Path) -> None:
    path = tmp_path / "notices.csv"
    path.write_text(NOTICES, encoding="utf-8")
    inspection = inspect_file(path)
    plan = default_plan(inspection)
    assert questions(inspection, plan) == ()
    with Ledger.create(tmp_path / "a.headwater") as ledger:
        assert run_import(ledger, path, plan).new == 4
        view = ledger.at(Scope(minimum_status=Status.DENIED))
        found = {row.organization: row for row in view.events.select_rows()}
        events = {one.id: one for one in view.events.select()}
    said = {name: (row.kind, row.values.status, events[row.id].tags) for name, row in found.items()}
    assert said == {
        "Acorn": ("site_closure", "reported", ""),
        "Birch": ("layoff", "reported", "temporary"),
        "Cedar": ("layoff", "denied", ""),
        "Dogwood": ("layoff", "reported", ""),
    }
    assert found["Acorn"].values.count.best == 20  # employees beside a notice are those of the layoff


def test_words_that_nobody_knows_are_asked_once(tmp_path: Path) -> None:
    path = tmp_path / "notices.csv"
    path.write_text(NOTICES + "Elm,2025-01-14,Big Bang,6\nFir,2025-01-15,Big Bang,6\nGum,2025-01-16,Boom,6\n")
    inspection = inspect_file(path)
    (asked,) = questions(inspection, default_plan(inspection))
    assert (asked.code, asked.examples) == ("kinds", ("Big Bang", "Boom"))
    said = (("big bang", "layoff"), ("Boom", "site_closure"))
    plan = default_plan(inspection, Stated(kinds=said))
    assert questions(inspection, plan) == ()
