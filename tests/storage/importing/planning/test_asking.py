"""What is asked before a file is imported: only what its core rests on, and with what the file itself gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.importing.fields import Field
from db.importing.planning.asking import Question, questions
from db.importing.planning.plan import ImportPlan, Inspection, Stated, default_plan, inspect_file


def looked_at(folder: Path, text: str, **stated: object) -> tuple[Inspection, ImportPlan, tuple[Question, ...]]:
    path = folder / "layoffs.csv"
    path.write_text(text, encoding="utf-8")
    inspection = inspect_file(path)
    plan = default_plan(inspection, Stated(**stated))  # type: ignore[arg-type]
    return inspection, plan, questions(inspection, plan)


def codes(folder: Path, text: str, **stated: object) -> list[str]:
    return [one.code for one in looked_at(folder, text, **stated)[2]]


def meanings(folder: Path, text: str) -> dict[str, str]:
    inspection, plan, _ = looked_at(folder, text)
    named = zip(inspection.header, plan.fields, strict=True)
    return {name: field.value for name, field in named if field is not Field.IGNORE}


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("Employer,WARN Dated,Date of Layoff/Closure,Number Laid Off/Affected", "Acorn,2026-01-15,2026-01-28,20",
         {"WARN Dated": "announced", "Date of Layoff/Closure": "effective", "Number Laid Off/Affected": "count"}),
        ("Affected Company,Notice Number,First Date of Separation,Number of Impacted Workers,HQ",
         "Acorn,W-7,2026-01-15,20,Rome",
         {"Affected Company": "organization", "Notice Number": "external_id", "First Date of Separation": "effective",
          "Number of Impacted Workers": "count", "HQ": "place"}),
        ("Firmenname,Datum der Meldung,Stellenstreichungen,Wirksam zum", "Acorn,15.01.2026,20,28.02.2026",
         {"Firmenname": "organization", "Datum der Meldung": "announced", "Stellenstreichungen": "count",
          "Wirksam zum": "effective"}),
        ("Company,Quarter,Layoffs", "Acorn,2025Q3,20", {"Quarter": "announced", "Layoffs": "count"}),
        ("company,date,total_laid_off", "Acorn,45234,20", {"date": "announced", "total_laid_off": "count"}),
        ("company,date,total laid off,company size before layoffs", "Acorn,2025-01-01,20,900",
         {"company size before layoffs": "base"}),
        ("Employer,Effective Date,Employees", "Acorn,2025-01-01,20", {"Employees": "count"}),
        ("Lieferantenname,Kundenname,Vertragsnummer,Laufzeit bis", "Acorn,Birch,V-1,31.12.2026",
         {"Lieferantenname": "vendor", "Kundenname": "client", "Vertragsnummer": "reference", "Laufzeit bis": "end"}),
        ("Firma,Stichtag,Datum,Anzahl MA", "Acorn,,31.12.2024,900", {"Anzahl MA": "headcount"}),
    ],
)  # fmt: skip
def test_headers_of_notices_trackers_and_systems(
    tmp_path: Path, header: str, row: str, expected: dict[str, str]
) -> None:
    found = meanings(tmp_path, f"{header}\n{row}\n")
    assert {name: found.get(name) for name in expected} == expected
    assert codes(tmp_path, f"{header}\n{row}\n") == []


def test_a_number_that_only_counts_the_rows_is_no_id(tmp_path: Path) -> None:
    rows = "".join(f"{n},Acorn {n},2025-01-{n:02},{n}\n" for n in range(1, 21))
    assert "id" not in meanings(tmp_path, f"id,company,date,laid off\n{rows}")
    assert meanings(tmp_path, f"id,company,date,laid off\n{rows}700,Elm,2025-02-01,3\n")["id"] == "external_id"


def test_a_guess_at_who_when_or_how_many_is_asked(tmp_path: Path) -> None:
    text = "name,datum bericht,plaats,werknemers\nAcorn,2025-01-02,Rome,20\nBirch,2025-01-03,Oslo,30\n"
    inspection, plan, asked = looked_at(tmp_path, text)
    assert [(one.code, [inspection.header[index] for index in one.columns]) for one in asked] == [
        ("column", ["name"]), ("column", ["datum bericht"]), ("column", ["werknemers"]),
    ]  # fmt: skip
    said = {index: field for index, field in enumerate(plan.fields) if field is not Field.IGNORE}
    assert codes(tmp_path, text, fields=said) == []


def test_two_columns_that_may_both_be_meant_are_asked(tmp_path: Path) -> None:
    text = "company,date,laid off,affected employees\nAcorn,2025-01-02,20,30\nBirch,2025-01-03,30,31\n"
    inspection, _, asked = looked_at(tmp_path, text)
    assert [(one.code, one.columns) for one in asked] == [("column", (2, 3))]
    assert codes(tmp_path, text, fields={3: Field.COUNT}) == []
    assert inspection.proposal.columns[2].rivals == (3,)


@pytest.mark.parametrize(
    "text",
    [
        # Equal values, one that is hardly filled, a corrected figure, a year beside a date
        "company,date,laid off,affected employees\nAcorn,2025-01-02,20,20\nBirch,2025-01-03,30,30\n",
        "company,date,laid off,affected employees\n"
        + "".join(f"A {n},2025-01-02,{n},\n" for n in range(30))
        + "B,,1,2\n",
        "company,date,expected layoff,revised layoff\nAcorn,2025-01-02,20,25\n",
        "company,date,year,laid off\nAcorn,2025-01-02,2025,20\n",
    ],
)
def test_what_is_no_rival_is_not_asked(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, text) == []


def test_cells_that_cannot_be_what_their_column_promises_are_asked_about(tmp_path: Path) -> None:
    text = "company,date,laid off\nAcorn,3 brumaire 2025,8\nBirch,4 germinal 2025,9\nCedar,2025-03-05,7\n"
    _, _, asked = looked_at(tmp_path, text)
    assert [(one.code, one.examples[0]) for one in asked] == [("unread", "3 brumaire 2025")]


def test_a_table_that_says_nothing_of_its_organizations_is_asked_about(tmp_path: Path) -> None:
    assert codes(tmp_path, "company,city\nAcorn,Rome\n") == ["nothing_said"]
    assert codes(tmp_path, "date,laid off\n2025-01-02,3\n") == ["organization_missing"]
    assert codes(tmp_path, "date,laid off\n2025-01-02,3\n", organization="Acorn") == []


def test_percentages_of_which_a_file_does_not_say_how_they_are_written(tmp_path: Path) -> None:
    text = "company,date,percentage laid off\nAcorn,2025-01-02,0.5\nBirch,2025-01-03,14\n"
    assert codes(tmp_path, text) == ["percent"]
    for scale, field in (("share", Field.PERCENT_FRACTION), ("percent", Field.PERCENT)):
        assert codes(tmp_path, text, percent=scale) == []
        assert looked_at(tmp_path, text, percent=scale)[1].fields[2] is field


def test_dates_are_asked_about_with_those_of_the_file(tmp_path: Path) -> None:
    text = "company,laid off,date\nA,3,03/04/2025\nB,4,05/06/2025\nC,5,07/08/2025\nD,6,02/13/2025\n"
    _, _, asked = looked_at(tmp_path, text)
    assert [(one.code, one.examples) for one in asked] == [("date_order", ("03/04/2025", "05/06/2025", "07/08/2025"))]


def test_words_for_nothing_among_numbers_are_words_for_nothing_in_the_whole_file(tmp_path: Path) -> None:
    assert "NULL" in looked_at(tmp_path, "company,date,laid off,place\nAcorn,2025-01-02,NULL,NULL\n")[1].null_words
    assert looked_at(tmp_path, "company,date,laid off,place\nAcorn,2025-01-02,3,NA\n")[1].null_words == ()
