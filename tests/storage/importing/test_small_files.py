"""Small files whole, as other people wrote them: what stands in the ledger once they are imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.analysis.series import FindingKind
from db.importing.fields import Field
from db.importing.planning.asking import questions
from db.importing.planning.plan import Stated, default_plan, inspect_file
from db.importing.run import ImportReport, run_import
from db.ledger import Ledger
from db.model.records import Scope
from db.output.export import export
from db.reading.dates import DateOrder

HEADER = "company,date,total_laid_off\n"
NOTICE = "Employer,Notice Date,Effective Date,Number of Workers\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "a.headwater") as opened:
        yield opened


def brought(ledger: Ledger, text: str, stated: Stated | None = None) -> ImportReport:
    path = ledger.store.path.with_name("small.csv")
    path.write_text(text, encoding="utf-8")
    return run_import(ledger, path, default_plan(inspect_file(path), stated or Stated()))


def told(ledger: Ledger, columns: str) -> list[tuple[object, ...]]:
    """Columns of the public view of events."""
    return [tuple(row) for row in ledger.store.connection.execute(f"SELECT {columns} FROM v_events ORDER BY id")]


@pytest.mark.parametrize(
    ("rows", "days"),
    [
        ("Elm,45234,1\nFir,45581,2\n", ["2023-11-04", "2024-10-16"]),
        ("Elm,2025Q3,1\nFir,Q4 2025,2\nOak,Q1/25,3\nYew,3Q25,4\n",
         ["2025-07/2025-09", "2025-10/2025-12", "2025-01/2025-03", "2025-07/2025-09"]),
        ("Elm,2025-W30,1\nFir,Week of July 14 2025,2\nOak,week ending 7/18/2025,3\n",
         ["2025-07-21/2025-07-27", "2025-07-14/2025-07-20", "2025-07-12/2025-07-18"]),
        ("Elm,Mar-25,1\nFir,Apr-25,2\nOak,May-24,3\n", ["2025-03", "2025-04", "2024-05"]),
        ("Elm,1815-06-18,1\nFir,9999-12-31,2\nOak,0026-06-26,3\n", ["1815-06-18", "9999-12-31", "0026-06-26"]),
        ("Elm,2025\u201103\u201103,1\nFir,3 March 2025,2\n", ["2025-03-03", "2025-03-03"]),
    ],
)  # fmt: skip
def test_dates_of_a_whole_column(ledger: Ledger, rows: str, days: list[str]) -> None:
    assert brought(ledger, HEADER + rows).new == len(days)
    assert [row[0] for row in told(ledger, "announced")] == days


def test_digits_of_other_scripts_and_a_place_that_is_no_word_for_nothing(ledger: Ledger) -> None:
    rows = "Elm,2025-03-03,１２０,NA\nFir,2025-03-04,۱۲۰,Napoli\nOak,2025-03-05,١٢٠,\nYew,2025-03-06,1\u00a0200,\n"
    brought(ledger, "company,date,total_laid_off,location\n" + rows)
    assert told(ledger, "count_best, place") == [(120, "NA"), (120, "Napoli"), (120, None), (1200, None)]


def test_a_number_that_may_be_one_or_several_is_kept_as_text_and_said(ledger: Ledger) -> None:
    report = brought(ledger, NOTICE + 'Elm,2025-01-14,,12/15\nFir,2025-01-15,,"1,200 / 300"\nOak,2025-01-16,,TBD\n')
    assert [(kept.line, kept.found) for kept in report.kept] == [(2, "12/15"), (3, "1,200 / 300")]
    assert told(ledger, "count_low, count_best, count_high") == [(None, None, None)] * 3


def test_two_dates_in_a_cell_are_a_span_with_its_words_and_impossible_ones_problems_by_name(ledger: Ledger) -> None:
    report = brought(
        ledger,
        NOTICE + 'Elm,2025-01-10,"3/1/2025, 4/1/2025",120\nFir,2025-01-12,3/1/2025 through 6/30/2025,60\n'
        "Oak,2025-01-17,4/31/2025,13\nYew,2025-01-24,On or about March 1 2025,20\nAsh,2025-01-25,Already occurred,21\n",
        Stated(date_order=DateOrder.MDY),
    )
    assert [(problem.line, problem.found) for problem in report.problems] == [(4, "4/31/2025"), (6, "Already occurred")]
    days = ["2025-03-01/2025-04-01", "2025-03-01/2025-06-30", "2025-03-01~"]
    assert [row[0] for row in told(ledger, "effective")] == days
    words = ledger.store.connection.execute("SELECT effective_words FROM v_claims ORDER BY id")
    assert [row[0] for row in words] == [
        "3/1/2025, 4/1/2025", "3/1/2025 through 6/30/2025", "On or about March 1 2025",
    ]  # fmt: skip


def test_years_that_are_slips_are_imported_and_found(ledger: Ledger) -> None:
    rows = "Elm,2026-01-15,2026-03-15,20\nFir,2026-01-20,2206-03-20,30\nOak,2026-03-20,2026-01-20,6\n"
    assert brought(ledger, NOTICE + rows).new == 3
    names = ledger.organizations.names()
    found = [
        (names[one.organization_id], one.field)
        for one in ledger.at().findings.all()
        if one.kind is FindingKind.DATE_IMPLAUSIBLE and one.organization_id is not None
    ]
    assert found == [("Fir", "effective"), ("Oak", "effective")]


def test_what_a_spreadsheet_shows_for_an_error_is_no_value_and_no_name(ledger: Ledger) -> None:
    report = brought(ledger, HEADER + "Elm,#VALUE!,120\nFir,2025-01-11,#N/A\nOak,########,40\n#NAME?,2025-01-11,5\n")
    assert (report.new, report.problem) == (3, 1)
    assert told(ledger, "organization, announced, count_best") == [
        ("Elm", "", 120), ("Fir", "2025-01-11", None), ("Oak", "", 40),
    ]  # fmt: skip


def test_vague_dates_stand_beside_the_month_that_they_name(ledger: Ledger) -> None:
    said = ["before March 2025", "2025-03-01", "since March 2025", "March 2024", "ca. March 2025"]
    brought(ledger, HEADER + "".join(f"{'ABCDE'[place]},{day},{place + 1}\n" for place, day in enumerate(said)))
    names = ledger.organizations.names()
    order = [names[row.organization_id] for row in ledger.at().events.select_rows()]
    assert "D" in (order[0], order[-1]), "March 2024 stands at one end, and all that is said of March 2025 together"


def test_names_that_a_spreadsheet_would_calculate_come_back_without_their_apostrophe(
    ledger: Ledger, tmp_path: Path
) -> None:
    row = '"=HYPERLINK(""x"")",2025-03-03,120,+49 30 1234\n@Elm,2025-03-04,12,-5\n'
    brought(ledger, "company,date,total_laid_off,notes\n" + row)
    path = tmp_path / "sheet.csv"
    with path.open("w+b") as file:
        export(ledger.at(Scope()), "events", file, format="excel-csv")
    assert b"'=HYPERLINK" in path.read_bytes()
    with Ledger.create(tmp_path / "b.headwater") as other:
        run_import(other, path, default_plan(inspect_file(path)))
        columns = "organization, notes, count_best"
        assert told(other, columns) == told(ledger, columns)


GERMAN = """Unternehmen;Meldedatum;Standort;Anzahl Mitarbeitende;Art
Süß GmbH;03.02.2025;Köln;ca. 1.200;Stellenabbau
Zwölf AG;15.03.2025;Graz;85;Werksschließung
Gesamt;;;1.285;
"""
FRENCH = """Entreprise;Date annonce;Ville;Nombre de postes supprimés
Éclair SA;12/02/2025;Lyon;1 200
Noël;25/03/2025;Nîmes;85
"""
SPANISH = """Empresa;Fecha;Ciudad;Empleados despedidos
Piñata SL;12/02/2025;León;120
Café Sur;25/03/2025;Cádiz;1.250
"""


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            GERMAN,
            ("Süß GmbH", "layoff", "2025-02-03", "Köln", 1200),
            ("Zwölf AG", "site_closure", "2025-03-15", "Graz", 85),
        ),
        (FRENCH, ("Éclair SA", "layoff", "2025-02-12", "Lyon", 1200), ("Noël", "layoff", "2025-03-25", "Nîmes", 85)),
        (
            SPANISH,
            ("Piñata SL", "layoff", "2025-02-12", "León", 120),
            ("Café Sur", "layoff", "2025-03-25", "Cádiz", 1250),
        ),
    ],
)
def test_german_french_and_spanish_tables_are_read_without_a_question(
    ledger: Ledger, text: str, first: tuple[object, ...], second: tuple[object, ...]
) -> None:
    path = ledger.store.path.with_name("small.csv")
    path.write_text(text, encoding="utf-8")
    inspection = inspect_file(path)
    assert questions(inspection, default_plan(inspection)) == ()
    brought(ledger, text)
    assert told(ledger, "organization, kind, announced, place, count_best") == [first, second]


def test_a_column_that_is_mostly_numbers_is_not_left_out_unasked(tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    path.write_text("Company,Layoff Date,Workers\nElm,01/15/2025,120\nFir,02/15/2025,60\nOak,02/16/2025,x\n")
    inspection = inspect_file(path)
    assert [(one.code, one.field) for one in questions(inspection, default_plan(inspection))] == [
        ("column", Field.COUNT)
    ]
