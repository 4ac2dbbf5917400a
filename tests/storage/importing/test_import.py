"""Importing a file: what becomes of every row, once, twice, undone, cancelled; and the real files where they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db.errors import CancelledError
from db.importing.planning.asking import questions
from db.importing.planning.plan import ImportPlan, Stated, default_plan, inspect_file
from db.importing.run import ImportReport, run_import
from db.ledger import Ledger
from db.model.progress import Progress
from db.model.records import Event, Scope
from db.model.values import Status
from db.output.export import export
from db.reading.dates import DateOrder
from helpers import golden


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "import.headwater") as opened:
        yield opened


def written(tmp_path: Path, text: str, name: str = "rows.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def plan_of(path: Path, **given: object) -> ImportPlan:
    return default_plan(inspect_file(path), Stated(**given))  # type: ignore[arg-type]


def imported(ledger: Ledger, path: Path, **given: object) -> ImportReport:
    report = run_import(ledger, path, plan_of(path, **given))
    assert report.new + report.new_claim + report.duplicate + report.skipped + report.problem == report.rows
    assert ledger.check() == []
    return report


def events(ledger: Ledger) -> list[Event]:
    return ledger.at(Scope()).events.select()


LAYOFFS = """company,total_laid_off,date,percentage_laid_off,source
Acme,200,7/16/2025,0.14,https://www.paper.example/acme
"Müller & Söhne",,12/31/2024,0.2,
<img src=x>Evil & Co,up to 300,1/2/2025,,Internal memo
"""


def test_a_row_becomes_an_event_with_its_source(ledger: Ledger, tmp_path: Path) -> None:
    report = imported(ledger, written(tmp_path, LAYOFFS))
    assert (report.rows, report.new, report.events, report.counts, report.percents) == (3, 3, 3, 2, 2)
    by_name = {row.organization: row for row in ledger.at(Scope()).events.select_rows()}
    acme = by_name["Acme"].values
    assert (acme.count.low, acme.count.best, acme.count.high) == (200, 200, 200)
    assert (acme.percent.low, acme.percent.best, acme.percent.high) == (13.5, 14, 14.5)
    assert acme.announced.edtf == "2025-07-16"
    evil = by_name["<img src=x>Evil & Co"].values
    assert (evil.count.low, evil.count.best, evil.count.high) == (0, None, 300)
    assert evil.percent is None
    assert by_name["Müller & Söhne"].values.count is None
    sources = {(row.source.publisher, row.source.title, row.source.url) for row in ledger.sources.rows()}
    assert sources == {
        ("paper.example", "", "https://www.paper.example/acme"), ("", "Internal memo", ""), ("", "rows.csv", ""),
    }  # fmt: skip


def test_the_same_file_again_adds_nothing_and_leaves_no_step(ledger: Ledger, tmp_path: Path) -> None:
    path = written(tmp_path, LAYOFFS)
    imported(ledger, path)
    step = ledger.undo_step()
    again = imported(ledger, path)
    assert (again.new, again.duplicate) == (0, 3)
    assert ledger.undo_step() == step
    assert len(events(ledger)) == 3


def test_a_longer_version_of_the_file_adds_only_what_is_new(ledger: Ledger, tmp_path: Path) -> None:
    imported(ledger, written(tmp_path, LAYOFFS))
    report = imported(ledger, written(tmp_path, LAYOFFS + "Beta,10,3/4/2025,,\n"))
    assert (report.new, report.duplicate) == (1, 3)


def test_undo_takes_the_import_back_and_redo_brings_it_again(ledger: Ledger, tmp_path: Path) -> None:
    path = written(tmp_path, LAYOFFS)
    imported(ledger, path)
    before = ledger.at(Scope()).events.select_rows()
    ledger.undo()
    assert events(ledger) == []
    assert ledger.organizations.rows() == []
    assert ledger.sources.rows() == []
    ledger.redo()
    assert ledger.at(Scope()).events.select_rows() == before
    ledger.undo()
    assert imported(ledger, path).new == 3


def test_a_bad_cell_keeps_its_row_out_and_says_where(ledger: Ledger, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "company,laid off,date\nA,many hundreds or so,2025-01-01\nB,5,31.02.2025\nC,7,2025-03-03\n,8,2025-01-01\nE,9\n",
    )
    report = imported(ledger, path)
    assert (report.rows, report.new, report.problem) == (5, 1, 4)
    listed = {(problem.line, problem.column, problem.code, problem.found) for problem in report.problems}
    assert (3, "date", "date.impossible_date", "31.02.2025") in listed
    assert (5, "company", "cell.name_missing", "") in listed
    assert (2, "laid off", "number.not_understood", "many hundreds or so") in listed
    assert any(line == 6 and code == "row.too_few_cells" for line, _, code, _ in listed)
    kept = ledger.store.connection.execute(
        "SELECT cells FROM import_rows WHERE outcome = 'problem' ORDER BY line"
    ).fetchall()
    assert json.loads(kept[0][0]) == ["A", "many hundreds or so", "2025-01-01"]


def test_an_ambiguous_date_is_asked_once_for_the_file(tmp_path: Path, ledger: Ledger) -> None:
    path = written(tmp_path, "company,laid off,date\nA,5,03/04/2025\nB,6,05/06/2025\n")
    inspection = inspect_file(path)
    assert [one.code for one in questions(inspection, default_plan(inspection))] == ["date_order"]
    assert imported(ledger, path, date_order=DateOrder.DMY).new == 2
    assert [event.values.counting.edtf for event in events(ledger)] == ["2025-04-03", "2025-06-05"]


def test_a_dry_run_counts_the_same_and_writes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    path = written(tmp_path, LAYOFFS)
    before = ledger.last_operation()
    dry = run_import(ledger, path, plan_of(path), dry_run=True)
    assert (ledger.last_operation(), dry.change) == (before, None)
    real = imported(ledger, path)
    assert (dry.rows, dry.new, dry.problem) == (real.rows, real.new, real.problem)


def test_cancelling_leaves_the_ledger_as_it_was(ledger: Ledger, tmp_path: Path) -> None:
    class Stop(Progress):
        cancelled = True

    path = written(tmp_path, LAYOFFS)
    before = ledger.last_operation()
    with pytest.raises(CancelledError):
        run_import(ledger, path, plan_of(path), progress=Stop())
    assert ledger.last_operation() == before
    assert events(ledger) == []
    assert ledger.store.connection.execute("SELECT count(*) FROM import_rows").fetchone()[0] == 0


def test_levels_at_both_ends_of_a_year_become_reported_headcounts(ledger: Ledger, tmp_path: Path) -> None:
    path = written(tmp_path, "company,year,employees_start,employees_end,layoffs\nAMD,2001,13387,14400,1070\n")
    assert imported(ledger, path).events == 2
    found = [(event.kind, event.values.counting.edtf, event.values.count.best) for event in events(ledger)]
    assert found == [("reported_headcount", "2001-01-01", 13387), ("reported_headcount", "2001-12-31", 14400)]


def test_relationships_with_start_and_end(ledger: Ledger, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "vendor,client,category,start,end\nScale AI,Google,Labelling,2019,2025-06\nScale AI,OpenAI,Labelling,2020-03,\n"
        ",Meta,,2021-01-01,\n",
    )
    report = imported(ledger, path)
    assert (report.new, report.events) == (3, 4)
    lanes = ledger.at(Scope()).relationships.select()
    names = ledger.organizations.names()
    assert [(names.get(lane.vendor_id, ""), names.get(lane.client_id, ""), lane.category) for lane in lanes] == [
        ("Scale AI", "Google", "Labelling"), ("Scale AI", "OpenAI", "Labelling"), ("", "Meta", ""),
    ]  # fmt: skip
    assert {event.kind for event in events(ledger)} == {"relationship_started", "relationship_ended"}
    assert imported(ledger, path).new == 0


CONTRACTS = """Lieferant;Kunde;Leistung;Vertragsnummer;Vertragsbeginn;Vertragsende
A;B;Reinigung;4711;01.01.2020;31.12.2021
A;B;Reinigung;0815;01.01.2021;
A;B;Reinigung;;01.01.2022;
;B;Reinigung;4711;01.01.2022;31.12.2022
"""


def references(ledger: Ledger) -> dict[tuple[str, str, str, str], list[str]]:
    """Vendor, client, category and reference of each relationship, with what its events are."""
    names = ledger.organizations.names()
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for one in ledger.at(Scope()).relationships.select():
        key = (names.get(one.vendor_id, ""), names.get(one.client_id, ""), one.category, one.reference)
        assert key not in found
        kinds = [event.kind for event in events(ledger) if event.relationship_id == one.id]
        found[key] = sorted(kind.removeprefix("relationship_") for kind in kinds)
    return found


def test_a_contract_number_makes_rows_of_one_pair_relationships_of_their_own(ledger: Ledger, tmp_path: Path) -> None:
    imported(ledger, written(tmp_path, CONTRACTS))
    expected = {
        ("A", "B", "Reinigung", "4711"): ["ended", "started"],
        ("A", "B", "Reinigung", "0815"): ["started"],
        ("A", "B", "Reinigung", ""): ["started"],
        ("", "B", "Reinigung", "4711"): ["ended", "started"],
    }
    assert references(ledger) == expected
    more = written(tmp_path, "vendor,client,category,contract no,end\nA,B,reinigung,0815,2024-12-31\n", "more.csv")
    imported(ledger, more)
    expected["A", "B", "Reinigung", "0815"].insert(0, "ended")
    assert references(ledger) == expected


def test_contracts_that_overlap_are_one_relationship_without_a_gap(ledger: Ledger, tmp_path: Path) -> None:
    rows = "A,B,cleaning,2020-01-01,2021-12-31\nA,B,cleaning,2021-01-01,\n"
    imported(ledger, written(tmp_path, f"vendor,client,category,start,end\n{rows}"))
    with (tmp_path / "active.csv").open("w+b") as file:
        export(ledger.at(Scope()), "active-clients", file)
    table = (tmp_path / "active.csv").read_text(encoding="utf-8").splitlines()
    assert table[1:] == ["A,2019-12-31,0,0,0,0,0,0", "A,2020-01-01,1,0,0,0,0,1"]


def test_references_survive_an_export_and_an_import_of_it(ledger: Ledger, tmp_path: Path) -> None:
    imported(ledger, written(tmp_path, "\n".join(CONTRACTS.splitlines()[:4]) + "\n"))
    path = tmp_path / "events.csv"
    export(ledger.at(Scope()), "events", path)
    with Ledger.create(tmp_path / "events.headwater") as other:
        imported(other, path)
        assert references(other) == references(ledger)


def test_the_full_grammar_is_the_same_row_by_row_and_column_by_column(ledger: Ledger, tmp_path: Path) -> None:
    """A second number column makes the reader go row by row; the events must be the same."""
    text = 'company,laid off,date,place,{}\nA,~200,July 2025,Berlin,{}\nB,"100–150",Q3 2025,,{}\n'
    imported(ledger, written(tmp_path, text.format("notes", "x", "y")))
    fast = [(event.values.count, event.values.counting, event.place) for event in events(ledger)]
    ledger.undo()
    imported(ledger, written(tmp_path, text.format("amount", "1", "2")))
    assert [(event.values.count, event.values.counting, event.place) for event in events(ledger)] == fast


@pytest.mark.corpus
def test_layoffs_of_january_2026(ledger: Ledger, corpus: Path) -> None:
    path = corpus / "layoffs" / "kaggle_2026_01.csv"
    report = imported(ledger, path)
    assert (report.rows, report.new, report.new_claim, report.duplicate) == (4277, 4272, 4, 1)
    scale = ledger.organizations.find("Scale AI")
    found = [
        (event.values.counting.edtf, event.values.count, event.values.percent.best)
        for event in ledger.at(Scope(organization_ids=(scale,))).events.select()
    ]
    assert [(day, count.best if count else None, percent) for day, count, percent in found] == [
        ("2023-01-09", None, 20), ("2025-07-16", 200, 14),
    ]  # fmt: skip
    assert imported(ledger, path).new == 0
    ledger.undo()
    assert ledger.at(Scope()).events.count(any_status=True) == 0


@pytest.mark.corpus
@pytest.mark.no_cover
def test_undoing_the_import_leaves_every_exported_table_as_it_was(ledger: Ledger, corpus: Path, tmp_path: Path) -> None:
    golden.fill(ledger)

    def exported(name: str) -> dict[str, bytes]:
        tables = ("events", "claims", "organizations", "relationships", "sources", "headcount", "active-clients")
        for table in tables:
            export(ledger.at(Scope(minimum_status=Status.DENIED)), table, tmp_path / f"{name}-{table}.csv")
        return {table: (tmp_path / f"{name}-{table}.csv").read_bytes() for table in tables}

    before = exported("before")
    imported(ledger, corpus / "warn" / "wa.csv")
    with_import = exported("between")
    assert len(with_import["events"].splitlines()) == len(before["events"].splitlines()) + 1123
    ledger.undo()
    assert exported("after") == before
    ledger.redo()
    assert exported("again") == with_import


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "rows", "problems", "events_written"),
    [
        ("layoffs/kaggle_2023_null_words.csv", 2361, 0, 2354),
        ("warn/wa.csv", 1123, 0, 1123),
        ("headcount/tech_employment_2000_2025.csv", 532, 0, 1064),
    ],
)
def test_real_files(ledger: Ledger, corpus: Path, name: str, rows: int, problems: int, events_written: int) -> None:
    report = imported(ledger, corpus / name)
    assert (report.rows, report.problem, report.events) == (rows, problems, events_written)
    assert imported(ledger, corpus / name).new == 0


def counts(ledger: Ledger) -> list[float | None]:
    return [event.values.count.best if event.values.count else None for event in events(ledger)]


def test_people_are_whole_and_nothing_is_asked_about_them(ledger: Ledger, tmp_path: Path) -> None:
    path = written(tmp_path, 'company,date,total_laid_off\nAcorn,2025-03-01,1.400\nBirch,2025-03-02,"1,200"\n'
                             "Cedar,2025-03-03,1 100\nDogwood,2025-03-04,350 of 2.400\n")  # fmt: skip
    assert questions(inspect_file(path), plan_of(path)) == ()
    assert imported(ledger, path).problem == 0
    assert counts(ledger) == [1400, 1200, 1100, 350]


def test_one_cell_that_groups_nothing_makes_the_sign_one_of_decimals_in_its_column(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = written(tmp_path, "company,date,total_laid_off\nAcorn,2025-03-01,1234.000\nBirch,2025-03-02,1.400\n")
    assert questions(inspect_file(path), plan_of(path)) == ()
    report = imported(ledger, path)
    assert (report.new, report.problem) == (1, 1)
    assert counts(ledger) == [1234]


def test_a_cell_that_says_more_than_its_column_keeps_all_of_it(ledger: Ledger, tmp_path: Path) -> None:
    path = written(tmp_path, "organization,announced,count,percent\n"
                             "Acorn,2025-03-03,200,10% of its engineering team\nBirch,2025-03-03,200 (14 %),\n"
                             "Cedar,2025-03-03,200 of 1400,\nDogwood,2025-03-03,,14% of 1400\n"
                             "Elm,2025-03-03,200,14 %\n")  # fmt: skip
    assert imported(ledger, path, kind="layoff").new == 5
    said = []
    for event in events(ledger):
        (claim,) = ledger.events.claims(event.id)
        for values in (event.values, claim):
            best = [one.best if one else None for one in (values.count, values.percent, values.base)]
            said.append((*best, values.percent_of))
    acorn, birch, cedar = (200, 10, None, "its engineering team"), (200, 14, None, ""), (200, None, 1400, "")
    dogwood, elm = (None, 14, 1400, ""), (200, 14, None, "")
    assert said == [one for one in (acorn, birch, cedar, dogwood, elm) for _ in range(2)]
    assert (
        ledger.at(Scope()).headcount(ledger.organizations.find("Acorn"))[0].levels[-1].best == -200
    )  # implies no base
    assert ledger.at(Scope()).headcount(ledger.organizations.find("Dogwood"))[0].levels[-1].best == 1204
    assert imported(ledger, path).new == 0
