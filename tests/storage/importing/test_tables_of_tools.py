"""Tables as tools and offices export them: what their columns are taken for, and what has to be asked."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from db.errors import ImportFileError
from db.importing.fields import Field, Shape
from db.importing.planning.asking import questions
from db.importing.planning.plan import Stated, default_plan, inspect_file, reconsidered
from db.importing.run import ImportReport, run_import
from db.ledger import Ledger
from db.reading.quantities import NumberConvention

_WARN = "Acorn Foods,Detroit,6/13/2025,{0},120\nBirch Auto,Flint,6/10/2025,{1},85\nCedar,Troy,5/28/2025,{2},45\n"
_ERM = (
    "Company,Country,Announcement date,Type of restructuring,Planned job losses - min,Planned job losses - max,"
    "Job creation\nAcorn GmbH,Germany,2025-06-13,Internal restructuring,120,150,0\nBirch SA,France,2025-06-10,Closure,"
    "85,85,0\nDogwood AB,Sweden,2025-05-20,Business expansion,,,300\n"
)


def _table(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def _imported(folder: Path, text: str, stated: Stated | None = None) -> tuple[ImportReport, list[tuple[object, ...]]]:
    path, said = _table(folder, text), stated or Stated()
    with Ledger.create(folder / "a.headwater") as ledger:
        found = reconsidered(inspect_file(path), said)
        report = run_import(ledger, path, default_plan(found, said))
        rows = ledger.store.connection.execute(
            "SELECT organization, kind, count_best FROM v_events ORDER BY organization, kind, earliest"
        ).fetchall()
    return report, [tuple(row) for row in rows]


@pytest.mark.parametrize(
    ("table", "shape", "meant"),
    [
        ("Ticker,Year,Employees\nAAPL,2020,147000\nMSFT,2020,163000\n", Shape.HEADCOUNT_LEVELS,
         {"Ticker": Field.ORGANIZATION, "Year": Field.YEAR, "Employees": Field.HEADCOUNT}),
        ("Symbol,Name,Fiscal Year End,Full Time Employees\nAAPL,Apple Inc.,2020-09-26,147000\n", Shape.HEADCOUNT_LEVELS,
         {"Symbol": Field.IGNORE, "Name": Field.ORGANIZATION, "Full Time Employees": Field.HEADCOUNT}),
        ("Company,Date,# people impacted,% workforce impacted\nAcorn,2025-06-13,~120,14%\n", Shape.EVENTS,
         {"# people impacted": Field.COUNT, "% workforce impacted": Field.PERCENT}),
        (_ERM, Shape.EVENTS,
         {"Planned job losses - min": Field.COUNT_LOW, "Planned job losses - max": Field.COUNT_HIGH,
          "Type of restructuring": Field.KIND, "Job creation": Field.IGNORE}),
        (("Date HR1 received,Employer Name,Number of possible redundancies,Number of employees at establishment,"
         "Date of first proposed dismissal,Date of last proposed dismissal\n2025-06-13,Acorn Ltd,120,900,2025-08-01,"
         "2025-10-31\n"), Shape.EVENTS,
         {"Number of possible redundancies": Field.COUNT, "Number of employees at establishment": Field.BASE,
          "Date of last proposed dismissal": Field.IGNORE}),
        ("企業名,発表日,応募人数\nアコーン,2025-06-13,135\n", Shape.EVENTS,
         {"企業名": Field.ORGANIZATION, "発表日": Field.ANNOUNCED, "応募人数": Field.COUNT}),
        ("Pracodawca;Data zgłoszenia;Liczba osób do zwolnienia\nŁódzka Fabryka;13.06.2025;120\n", Shape.EVENTS,
         {"Pracodawca": Field.ORGANIZATION, "Data zgłoszenia": Field.ANNOUNCED,
          "Liczba osób do zwolnienia": Field.COUNT}),
        ("Şirket;Duyuru Tarihi;İşten Çıkarılan Sayısı;Toplam Çalışan\nMeşe;13.06.2025;120;1.200\n", Shape.EVENTS,
         {"Şirket": Field.ORGANIZATION, "İşten Çıkarılan Sayısı": Field.COUNT, "Toplam Çalışan": Field.BASE}),
        (("Contract Id;Affected Parties - Supplier (Name);Effective Date - Date;Expiration Date - Date\nCW1;Cedar;"
         "2023-01-01;2025-12-31\n"), Shape.RELATIONSHIPS,
         {"Affected Parties - Supplier (Name)": Field.VENDOR, "Expiration Date - Date": Field.END}),
    ],
)  # fmt: skip
def test_what_the_columns_of_a_tool_mean(tmp_path, table, shape, meant):
    found = inspect_file(_table(tmp_path, table))
    assert found.proposal.shape is shape
    fields = dict(zip(found.header, default_plan(found).fields, strict=True))
    assert {name: fields[name] for name in meant} == meant


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("Incident Type", ("Plant Closing", "Mass Layoff", "Mass Layoff")),
        ("Closing or Layoff", ("Permanent Closing", "Permanent Layoff", "Temporary Layoff")),
        ("Type Code", ("Closure", "Reduction", "Layoff")),
        ("Wxyz", ("Closure", "Layoff", "Layoff")),
    ],
)
def test_a_closure_is_one_whatever_its_column_is_called(tmp_path, column, words):
    _report, rows = _imported(tmp_path, f"Company Name,City,Date Received,{column},Count\n" + _WARN.format(*words))
    assert rows == [("Acorn Foods", "site_closure", 120), ("Birch Auto", "layoff", 85), ("Cedar", "layoff", 45)]


@pytest.mark.parametrize(
    ("table", "asked"),
    [
        # A number that no column was taken for is asked about, a code of five digits is not.
        ("Company,Layoff Date,Zzz,Code\nAcorn,2025-06-13,120,30301\nBirch,2025-06-10,85,31201\n", ["count_unclaimed"]),
        ("Company,Layoff Date,ZIP\nAcorn,2025-06-13,30301\nBirch,2025-06-10,31201\n", []),
        (_ERM, ["kinds"]),
        # When an account was entered says nothing of its employees.
        ("Company name,Create Date,Number of Employees\nAcorn,2021-01-15,1200\nBirch,2022-03-02,350\n",
         ["nothing_said", "kind"]),
    ],
)  # fmt: skip
def test_what_is_asked_of_a_table(tmp_path, table, asked):
    found = inspect_file(_table(tmp_path, table))
    assert [one.code for one in questions(found, default_plan(found))] == asked


def test_a_table_above_more_notes_than_it_has_rows_is_read(tmp_path):
    rows = [["Account Name", "Type", "Employees"], ["Acorn Inc", "Customer", "1200"], ["Birch, Inc", "Prospect", "350"]]
    notes = [
        ["Grand Totals (2 records)"],
        [""],
        ["Accounts, all of them, by owner"],
        ["Copyright, 2025"],
        ["Made by A"],
    ]
    lines = [",".join(f'"{cell}"' for cell in row) for row in [*rows, *notes]]
    assert inspect_file(_table(tmp_path, "\n".join(lines) + "\n")).header == ("Account Name", "Type", "Employees")


def test_contingent_workers_are_no_employees_and_two_columns_say_why_somebody_left(tmp_path):
    _report, rows = _imported(
        tmp_path,
        "Company,Employee ID,Worker Type,Hire Date,Termination Date,Termination Category,Primary Termination Reason\n"
        "Acorn,1,Employee,2023-05-01,2023-05-30,Involuntary,Reduction in Force\n"
        "Acorn,2,Employee,2023-05-01,2023-05-30,Voluntary,Better Opportunity\n"
        "Acorn,3,Contingent Worker,2023-05-02,2023-05-30,,End of Contract\n",
    )
    assert rows == [
        ("Acorn", "contractors_ended", 1), ("Acorn", "contractors_engaged", 1), ("Acorn", "hiring", 2),
        ("Acorn", "layoff", 1), ("Acorn", "reported_contingent_headcount", 0), ("Acorn", "reported_headcount", 0),
        ("Acorn", "resignation", 1),
    ]  # fmt: skip


def test_money_of_two_conventions_is_a_problem_by_name_and_never_a_thousandth(tmp_path):
    table = (
        "Lieferant;Kunde;Vertragsbeginn;Vertragswert\nCedar;Acorn;01.01.2023;12.000 €\nFir;Birch;13.03.2025;$12,000\n"
    )
    report, _rows = _imported(tmp_path, table, Stated(convention=NumberConvention.COMMA))
    assert (report.new, report.problem) == (1, 1)
    assert [(one.line, one.found) for one in report.problems] == [(3, "$12,000")]


def test_a_workbook_that_is_packed_in_an_unknown_way_is_refused_by_name(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Company", "Date"])
    book.active.append(["Acorn", "2025-06-13"])
    book.save(path := tmp_path / "a.xlsx")
    data = bytearray(path.read_bytes())
    at = data.find(b"xl/workbook.xml", data.find(b"PK\x01\x02"))
    data[at - 46 + 8] |= 0x20  # "compressed patched data", in the directory of the package
    path.write_bytes(data)
    with pytest.raises(ImportFileError, match=r"file\."):
        inspect_file(path)
