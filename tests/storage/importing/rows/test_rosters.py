"""Persons are counted and nothing else of them is kept; levels that stand in columns."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import UserError
from db.importing.cells.leaving import kind_of_leaving
from db.importing.columns.periods import end_of_period, period_columns
from db.importing.fields import Field, Shape
from db.importing.file.dialect import Dialect
from db.importing.file.reader import RowReader
from db.importing.file.rejects import write_rejects
from db.importing.planning.asking import questions
from db.importing.planning.plan import ImportPlan, Stated, default_plan, inspect_file
from db.importing.rows.rosters import Roster
from db.importing.run import ImportReport, run_import
from db.ledger import Ledger
from db.model.records import Scope

ROSTER = """Personnel no,Name,Department,Hire Date,Termination Date,Termination Reason
PN-7100-QX1,Zelda Quillfeather,Sales,2020-03-01,2025-02-28,Resigned over Yggdrasil
PN-7100-QX2,Borislav Xanthippe,IT,2019-05-01,,
PN-7100-QX3,Umberto Quagmire,IT,2021-05-01,2025-03-31,Layoff at Brobdingnag
PN-7100-QX4,Wilhelmina Zork,IT,,2025-03-31,Pension
PN-7100-QX5,Ottokar Plugh,IT,soonish,,
"""
SECRETS = [
    "Zelda",
    "Quillfeather",
    "Xanthippe",
    "Quagmire",
    "Zork",
    "Plugh",
    "Yggdrasil",
    "Brobdingnag",
    "PN-7100-QX",
    "soonish",
]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "roster.headwater") as opened:
        yield opened


def imported(ledger: Ledger, path: Path, stated: Stated) -> tuple[ImportReport, ImportPlan]:
    plan = default_plan(inspect_file(path), stated)
    report = run_import(ledger, path, plan)
    assert report.new + report.duplicate + report.problem == report.rows
    return report, plan


def figures(ledger: Ledger) -> list[tuple[str, str, float | None]]:
    """Kind, day and count of every event."""
    return sorted(
        (event.kind, event.values.effective.edtf if event.values.effective else "", event.values.count.best)
        for event in ledger.at(Scope()).events.select()
        if event.values.count is not None
    )


def test_a_roster_is_asked_whose_it_is_and_nothing_in_it_becomes_an_organization(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(ROSTER, encoding="utf-8")
    inspection = inspect_file(path)
    plan = default_plan(inspection)
    assert plan.shape is Shape.PERSONS
    assert set(plan.fields) == {Field.HIRED, Field.LEFT, Field.LEAVING_REASON, Field.IGNORE}
    assert [one.code for one in questions(inspection, plan)] == ["organization_missing"]


@pytest.mark.parametrize(
    ("header", "shape"),
    [
        ("Employee ID,Start Date,End Date", Shape.PERSONS), ("Vorname,Eintritt,Austritt", Shape.PERSONS),
        ("Hire date,Leaving date,Department", Shape.PERSONS), ("Mitarbeiternummer,Eintrittsdatum", Shape.PERSONS),
        ("Supplier,Client,Contact person,Start date,End date", Shape.RELATIONSHIPS),
        ("Company,Employees,Start date,Laid off", Shape.EVENTS),
        ("Company,Employee count,Date", Shape.HEADCOUNT_LEVELS),
        ("Company,Termination date,Laid off", Shape.EVENTS),
    ],
)  # fmt: skip
def test_which_tables_are_rosters(tmp_path: Path, header: str, shape: Shape) -> None:
    path = tmp_path / "table.csv"
    path.write_text(
        f"{header}\n{','.join('2025-01-01' if 'da' in name.lower() else 'A' for name in header.split(','))}\n"
    )
    assert inspect_file(path).proposal.shape is shape


def test_persons_become_hirings_separations_and_levels_by_month(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(ROSTER, encoding="utf-8")
    report, _ = imported(ledger, path, Stated(organization="Acme"))
    assert (report.persons, report.alone, report.problem) == (3, 5, 2)
    found = figures(ledger)
    changes = [one for one in found if one[0] != "reported_headcount"]
    assert changes == [
        ("hiring", "2019-05-01/2019-05-31", 1), ("hiring", "2020-03-01/2020-03-31", 1),
        ("hiring", "2021-05-01/2021-05-31", 1), ("layoff", "2025-03-01/2025-03-31", 1),
        ("resignation", "2025-02-01/2025-02-28", 1),
    ]  # fmt: skip
    levels = {day: count for kind, day, count in found if kind == "reported_headcount"}
    assert len(levels) == 71
    assert [levels[day] for day in ("2019-05-31", "2020-03-31", "2025-01-31", "2025-02-28", "2025-03-31")] == [
        1,
        2,
        3,
        2,
        1,
    ]
    assert {row.name for row in ledger.organizations.rows()} == {"Acme"}
    again, _ = imported(ledger, path, Stated(organization="Acme"))
    assert (again.new, again.problem) == (0, 2)


def test_nothing_of_a_person_is_written_anywhere(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(ROSTER, encoding="utf-8")
    report, plan = imported(
        ledger, path, Stated(organization="Acme", kinds=(("Resigned over Yggdrasil", "resignation"),))
    )
    rejects = tmp_path / "rejects.csv"
    write_rejects(
        path, rejects, plan.dialect, {problem.line: problem.code for problem in report.problems}, persons=True
    )
    ledger.close()
    kept = b"".join(one.read_bytes() for one in tmp_path.iterdir() if one != path) + repr(report).encode()
    assert [secret for secret in SECRETS if secret.encode() in kept] == []
    assert rejects.read_text(encoding="utf-8").splitlines()[1:] == ["5,person.no_entry", "6,person.date_not_understood"]


def test_by_quarter_there_are_fewer_figures_of_one_person(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "Employee ID,Hire Date,Exit Date\n1,2025-01-07,2025-05-01\n2,2025-02-03,2025-06-30\n", encoding="utf-8"
    )
    report, _ = imported(ledger, path, Stated(organization="Acme", per="quarter"))
    assert report.alone == 0
    assert figures(ledger) == [
        ("hiring", "2025-01-01/2025-03-31", 2), ("other_separation", "2025-04-01/2025-06-30", 2),
        ("reported_headcount", "2025-03-31", 2), ("reported_headcount", "2025-06-30", 0),
    ]  # fmt: skip


def test_a_roster_that_nobody_left_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "Personalnummer;Vorname;Eintritt;Austritt\n1;Anna;01.02.2020;\n2;Bo;01.03.2021;\n", encoding="utf-8"
    )
    inspection = inspect_file(path)
    assert [one.code for one in questions(inspection, default_plan(inspection, Stated(organization="A")))] == [
        "leavers_missing"
    ]
    assert questions(inspection, default_plan(inspection, Stated(organization="A", nobody_left=True))) == ()


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("Resigned", "resignation"), ("Voluntary - better offer", "resignation"), ("Eigenkündigung", "resignation"),
        ("Layoff", "layoff"), ("Involuntary: position eliminated", "layoff"), ("betriebsbedingte Kündigung", "layoff"),
        ("Retirement (voluntary)", "other_separation"), ("Ruhestand", "other_separation"), ("", "other_separation"),
        ("Involuntary", "other_separation"), ("Kündigung", "other_separation"), ("Vertragsende", "other_separation"),
    ],
)  # fmt: skip
def test_why_somebody_left(reason: str, kind: str) -> None:
    assert kind_of_leaving([reason]) == kind


def test_what_a_reason_stands_for_can_be_said() -> None:
    assert kind_of_leaving(["X1"], [("x1", "layoff")]) == "layoff"


DAYS = st.dates(date(2020, 1, 1), date(2024, 12, 31))


@given(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 900)), max_size=12))
def test_levels_are_the_persons_who_are_there(
    tmp_path_factory: pytest.TempPathFactory, stays: Sequence[tuple[date, int | None]]
) -> None:
    people = [(start, None if stay is None else start + timedelta(days=stay)) for start, stay in stays]
    path = tmp_path_factory.mktemp("roster") / "people.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["in", "out"], *people])
    plan = ImportPlan(
        dialect=Dialect(header=("in", "out"), width=2), shape=Shape.PERSONS, fields=(Field.HIRED, Field.LEFT),
        organization="Acme",
    )  # fmt: skip
    roster = Roster(RowReader(path, plan.dialect), plan, frozenset(), date(2026, 11, 29))
    rows = [cells for batch in roster.batches(100) for _, cells in batch.rows]
    levels = [(date.fromisoformat(day), int(count)) for _, kind, day, count in rows if kind == "reported_headcount"]
    assert all(count == sum(one <= day and (end is None or end > day) for one, end in people) for day, count in levels)
    changes = sum(
        int(count) if kind == "hiring" else -int(count) for _, kind, _, count in rows if kind != "reported_headcount"
    )
    assert roster.persons == len(people)
    assert changes == sum(end is None for _, end in people)


def test_levels_in_columns_are_headcounts_at_the_end_of_each_period(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "levels.csv"
    path.write_text(
        "Firma;Jan 2025;Feb 2025;Mrz 2025\nAhorn;1.200;1.190;\nBirke;80;82;85\nZeder;;;\n", encoding="utf-8"
    )
    report, plan = imported(ledger, path, Stated())
    assert plan.shape is Shape.LEVELS_IN_COLUMNS
    assert (report.new, report.problem, report.events) == (2, 1, 5)
    found = sorted(
        (event.values.count.best, event.values.counting.edtf) for event in ledger.at(Scope()).events.select()
    )
    assert found == [
        (80, "2025-01-31"), (82, "2025-02-28"), (85, "2025-03-31"), (1190, "2025-02-28"), (1200, "2025-01-31"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Q1/25", "2025-03-31"), ("2024", "2024-12-31"), ("31.12.2024", "2024-12-31"),
        ("Headcount Dec 2024", "2024-12-31"),
        ("2025-02", "2025-02-28"), ("20244", "2024-12-31"), ("Ende Juni 2025", "2025-06-30"), ("Company", None),
        ("Phase 1", None), ("Mar", None),
    ],
)  # fmt: skip
def test_the_name_of_a_column_is_a_period(name: str, day: str | None) -> None:
    found = end_of_period(name)
    assert (found.edtf if found else None) == day


def test_too_few_periods_or_a_strange_order_are_no_table_of_levels() -> None:
    assert period_columns(["Company", "2023", "2024", "2025"]) == [1, 2, 3]
    assert period_columns(["2025", "2024", "2023"]) == [0, 1, 2]
    assert period_columns(["Company", "2024", "2025"]) == []
    assert period_columns(["2023", "2025", "2024"]) == []


def _people(count: int, left: str) -> str:
    lines = [
        f"{one},2023-0{1 + one % 6}-03,{left if one % 4 == 0 else ''},{'Resigned' if one % 4 == 0 else ''}"
        for one in range(1, count + 1)
    ]
    return "\n".join(["Employee ID,Hire Date,Termination Date,Termination Reason", *lines]) + "\n"


def test_a_later_roster_holds_for_every_month_and_one_that_lacks_many_is_asked(ledger: Ledger, tmp_path: Path) -> None:
    def imported(name: str, text: str, **stated: bool) -> ImportReport:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        said = Stated(organization="Acorn", **stated)
        return run_import(ledger, path, default_plan(inspect_file(path), said), ask=True)

    imported("first.csv", _people(24, "2024-03-31"))
    later = imported("later.csv", _people(24, "2024-05-31"))
    assert later.amends >= 1
    counted = "SELECT earliest, count_best FROM v_events WHERE kind = 'resignation' ORDER BY earliest"
    rows = [tuple(row) for row in ledger.store.connection.execute(counted)]
    assert rows == [("2024-03-01", 0), ("2024-05-01", 6)], "a cell that is empty now is 0, and nobody left twice"
    with pytest.raises(UserError, match="roster_lacks"):
        imported("half.csv", _people(12, "2024-05-31"))
    assert imported("half.csv", _people(12, "2024-05-31"), fewer_hired=True).amends > 0
