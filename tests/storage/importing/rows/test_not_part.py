"""Rows among those of a table that are none of it: said by name, never imported; and no row of a table is one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.importing.fields import Field
from db.importing.file.reader import RowReader
from db.importing.planning.plan import default_plan, inspect_file
from db.importing.rows.not_part import NotPart
from db.importing.run import run_import
from db.ledger import Ledger
from db.model.records import Scope

HEADER = ("Company", "City", "Date Received", "Number of Layoffs")
FIELDS = (Field.ORGANIZATION, Field.PLACE, Field.ANNOUNCED, Field.COUNT)
ROWS = [["Acorn", "Flint", "01/15/2025", "20"], ["Birch", "Novi", "01/16/2025", "30"]]


def reasons(*rows: list[str], header: tuple[str, ...] = HEADER, fields: tuple[Field, ...] = FIELDS) -> dict[int, str]:
    """The reasons of rows below two sound ones, by their places."""
    found = NotPart(fields, header).reasons(list(enumerate([*ROWS, *rows], 2)))
    return {place - len(ROWS): reason for place, reason in found.items()}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["TOTALS:", "", "", "7"], "skip.total"),
        (["Grand Total", "", "", ""], "skip.total"),
        (["Summe", "", "", "1.234"], "skip.total"),
        (["", "Gesamt", "", "7"], "skip.total"),
        (["", "", "Total", "7"], "skip.total"),
        (["Total January 2025", "", "01/31/2025", "50"], "skip.sum"),
        (["Number of notices received Y-T-D", "", "", "2"], "skip.count_of"),
        (["Anzahl der Meldungen", "", "", "2"], "skip.count_of"),
        (["", "", "", "50"], "skip.numbers_only"),
        (["1", "2", "3", "4"], "skip.numbers_only"),
        (["Source: State of Michigan", "", "", ""], "skip.note"),
        (["* will be rehired by the buyer", "", "", ""], "skip.note"),
        (["Stand: 28.07.2022", "", "", ""], "skip.note"),
        (["Most employees of these companies are expected to be rehired by the buyer.", "", "", ""], "skip.note"),
        (["---", "---", "---", "---"], "skip.rule"),
        ([":--", ":--:", "=====", "-----:"], "skip.rule"),
        (["company", "city", "Date received", "Number of layoffs"], "skip.header_again"),
        (["Employer", "Location", "Notice Date", "Affected"], "skip.header_again"),
    ],
)
def test_what_is_not_part_of_the_table_is_told_with_the_reason(row: list[str], reason: str) -> None:
    assert reasons(row) == {0: reason}


@pytest.mark.parametrize(
    "row",
    [
        ["Total", "Paris", "01/15/2025", "20"],  # an oil company
        ["TotalEnergies", "", "", "7"],
        ["Total Wine & More", "Bethesda", "01/15/2025", "21"],
        ["Number One Pizza", "", "01/15/2025", "20"],
        ["Source Interlink", "", "", ""],
        ["Acorn", "", "", ""],
        ["888", "Gibraltar", "01/15/2025", "20"],
        ["", "Flint", "01/15/2025", "20"],
        ["Company", "Flint", "01/15/2025", "20"],
        ["Acorn Lighting and Furniture of the Upper Peninsula and the Thumb", "Flint", "01/15/2025", "20"],
    ],
)
def test_rows_of_the_table_stay(row: list[str]) -> None:
    assert reasons(row) == {}


def test_subtotals_are_sums_of_what_stands_above_since_the_last(tmp_path: Path) -> None:
    more = [["Cedar", "", "02/01/2025", "5"], ["Dogwood", "", "02/02/2025", "6"]]
    found = reasons(["Total January", "", "01/31/2025", "50"], *more, ["Total February", "", "02/28/2025", "11"],
                    ["Total 2025", "", "12/31/2025", "61"])  # fmt: skip
    assert found == {0: "skip.sum", 3: "skip.sum", 4: "skip.sum"}


def test_a_broken_record_may_be_a_note_or_a_total() -> None:
    table = NotPart(FIELDS, HEADER)
    assert table.reason_of_record(["# printed on Monday, by hand"]) == "skip.note"
    assert table.reason_of_record(["Total", "", "50"]) == "skip.total"
    assert table.reason_of_record(["Acorn", "Flint"]) == ""
    assert table.reason_of_record(["Total", "", "", "50", ""]) == ""


def test_the_size_of_a_portion_makes_no_difference() -> None:
    rows = list(enumerate([*ROWS, ["Total January", "", "01/31/2025", "50"], *ROWS, ["Total", "", "", "50"]], 2))
    for size in (1, 2, 6):
        table, found = NotPart(FIELDS, HEADER), []
        for start in range(0, len(rows), size):
            found += [start + place for place in table.reasons(rows[start : start + size])]
        assert found == [2, 5], size


@given(st.lists(st.lists(st.sampled_from(["", "Total", "50", "Company", "* x", "01/15/2025"]), min_size=4, max_size=4)))
def test_any_rows_can_be_judged(rows: list[list[str]]) -> None:
    numbered = list(enumerate(rows))
    for fields in (FIELDS, (Field.YEAR, *[Field.IGNORE] * 2, Field.COUNT), (Field.IGNORE,) * 4):
        assert NotPart(fields, HEADER).reasons(numbered).keys() <= set(range(len(rows)))


def test_they_are_skipped_by_name_and_never_imported(tmp_path: Path) -> None:
    path = tmp_path / "notices.csv"
    path.write_text(
        "Company Name,City,Date Received,Number of Layoffs\nAcorn,Flint,01/15/2025,20\nBirch,Novi,01/16/2025,30\n"
        "TOTALS:,,,50\n# footnote of one cell\nCompany Name,City,Date Received,Number of Layoffs\n",
        encoding="utf-8",
    )
    with Ledger.create(tmp_path / "t.headwater") as ledger:
        plan = default_plan(inspect_file(path))
        report = run_import(ledger, path, plan, dry_run=True)
        assert (report.rows, report.new, report.skipped, report.problem) == (5, 2, 3, 0)
        assert [(skip.line, skip.code) for skip in report.skips] == [
            (4, "skip.sum"), (6, "skip.header_again"), (5, "skip.note"),
        ]  # fmt: skip
        assert run_import(ledger, path, plan).skipped == 3
        assert {row.organization for row in ledger.at(Scope()).events.select_rows()} == {"Acorn", "Birch"}
        again = run_import(ledger, path, plan)
        assert (again.new, again.duplicate, again.skipped) == (0, 2, 3)


@pytest.mark.corpus
def test_no_row_of_a_real_file_is_taken_for_something_else() -> None:
    if not os.environ.get("HEADWATER_CORPUS"):
        pytest.skip("HEADWATER_CORPUS is not set")
    root = Path(os.environ["HEADWATER_CORPUS"])
    found = []
    for folder in ("layoffs", "warn", "headcount", "relationships"):
        for path in sorted((root / folder).glob("*.csv")):
            inspection = inspect_file(path)
            table = NotPart(default_plan(inspection).fields, inspection.header)
            for batch in RowReader(path, inspection.dialect).batches():
                found += [(path.name, batch.rows[place][0]) for place in table.reasons(batch.rows)]
    # Three lines of a signature, and a footnote.
    assert sorted(found) == [*(("genesis_de_preamble.csv", line) for line in (883, 884, 885)), ("nj.csv", 1383)]
