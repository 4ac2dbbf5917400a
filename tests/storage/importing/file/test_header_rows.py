"""What stands above a table and below its names: `sep=`, comments, rows to leave out, units of its columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.importing.fields import Field
from db.importing.file.dialect import Overrides, detect
from db.importing.file.reader import RowReader
from db.importing.file.units import currency_of, is_unit, scale_of, without_brackets
from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from db.model.records import Scope


def put(folder: Path, text: str) -> Path:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return path


def lines(path: Path, overrides: Overrides | None = None) -> list[int]:
    return [line for batch in RowReader(path, detect(path, overrides)).batches() for line, _ in batch.rows]


# Above the header


@pytest.mark.parametrize("first", ["sep=^\n", '"sep=^"\n', "SEP=^^^\n"])
def test_a_spreadsheet_is_told_the_separator_in_the_first_line(tmp_path, first):
    path = put(tmp_path, f"{first}Firma^Datum\nAcorn^2025-07-16\n")
    dialect = detect(path)
    assert (dialect.delimiter, dialect.header_row, dialect.header) == ("^", 2, ("Firma", "Datum"))
    assert lines(path) == [3]


def test_comments_above_a_table_are_none_of_it(tmp_path):
    path = put(tmp_path, "# printed on Monday, by hand\n#\n# Laid Off,Company,Date\n200,Acorn,2025-07-16\n")
    dialect = detect(path)
    assert (dialect.header_row, dialect.header) == (3, ("# Laid Off", "Company", "Date"))
    assert lines(path) == [4]


def test_rows_to_leave_out_are_stated_where_they_look_like_a_header(tmp_path):
    path = put(tmp_path, "Report,Made by,Version\nCompany,Date,Count\nAcorn,2025-07-16,200\nBirch,2025-07-17,30\n")
    assert detect(path, Overrides(skip_rows=1)).header == ("Company", "Date", "Count")
    assert lines(path, Overrides(skip_rows=1)) == [3, 4]
    assert lines(path, Overrides(skip_rows=2, header_row=0)) == [3, 4]


def test_a_name_missing_above_a_column_is_not_hidden(tmp_path):
    path = put(tmp_path, "CompanyDate,Count\nAcorn,2025-07-16,\nBirch,2025-07-17,\n")
    assert detect(path).spare == 1


# Units


@pytest.mark.parametrize(
    ("name", "scale", "bare"),
    [
        ("Employees (thousands)", "thousand", "Employees"), ("Mitarbeiter [Tsd.]", "thousand", "Mitarbeiter"),
        ("Beschäftigte in Tsd.", "thousand", "Beschäftigte in Tsd."), ("Employees ('000)", "thousand", "Employees"),
        ("Count (in 1.000)", "thousand", "Count"), ("$ Raised (mm)", "million", "$ Raised"),
        ("Umsatz in Mio. EUR", "million", "Umsatz"), ("Amount (€ billion)", "billion", "Amount"),
        ("Thousand Oaks", "", "Thousand Oaks"), ("Notice (WARN)", "", "Notice"),
        ("Contract Value ($M)", "million", "Contract Value"), ("Personalaufwand T€", "thousand", "Personalaufwand"),
        ("Spend kEUR", "thousand", "Spend"), ("Volumen Mio. €", "million", "Volumen"),
        ("Laid off (M)", "", "Laid off"), ("Value ($)", "", "Value"), ("B2B $ spend", "", "B2B $ spend"),
        ("Revenue (2024)", "", "Revenue"), ("Share (%)", "", "Share"),
    ],
)  # fmt: skip
def test_the_unit_in_a_name(name, scale, bare):
    assert (scale_of(name), without_brackets(name)) == (scale, bare)


@pytest.mark.parametrize(
    ("name", "currency"),
    [
        ("Contract Value ($M)", "USD"), ("Betrag in EUR", "EUR"), ("EURO", "EUR"), ("Personalaufwand T€", "EUR"),
        ("kEUR", "EUR"), ("Amount (CHF)", "CHF"), ("£m", "GBP"), ("USD or EUR", ""), ("Amount", ""), ("Europe", ""),
        ("Dollar General spend", ""),
    ],
)  # fmt: skip
def test_the_currency_in_a_name(name, currency):
    assert currency_of(name) == currency


def test_amounts_are_in_what_their_header_says(tmp_path):
    path = put(
        tmp_path,
        "Vendor,Client,Terminated On,Contract Value ($M)\nAcorn,DHS,2025-01-20,12.5\nBirch,USDA,2025-02-03,€ 1\n"
        "Cedar,EPA,2025-03-03,\n",
    )
    with Ledger.create(tmp_path / "t.headwater") as ledger:
        report = run_import(ledger, path, default_plan(inspect_file(path)))
        assert report.new == 3
        rows = {row.organization: row for row in ledger.at(Scope()).events.select_rows()}
    assert (rows["Acorn"].values.amount.best, rows["Acorn"].values.currency) == (12_500_000, "USD")
    assert rows["Birch"].values.currency == "EUR"
    assert not rows["Cedar"].values.currency


@pytest.mark.parametrize(
    ("cell", "unit"),
    [("[persons]", True), ("in Tsd.", True), ("(thousands)", True), ("%", True), ("Mio. EUR", True), ("Acorn", False),
     ("2025", False), ("(1,234)", False), ("Personen", True), ("Layoff", False)],
)  # fmt: skip
def test_cells_that_are_units(cell, unit):
    assert is_unit(cell) == unit


def test_a_row_of_units_below_the_names_belongs_to_the_header_and_scales_its_columns(tmp_path):
    path = put(tmp_path, "Unternehmen;Belegschaft;Datum\n;[Tsd.];\nAcorn;1,4;3.4.2025\nBirch;12;15.4.2025\n")
    inspection = inspect_file(path)
    assert inspection.dialect.header_rows == 2
    assert inspection.dialect.units == ("", "thousand", "")
    plan = default_plan(inspection)
    assert plan.fields == (Field.ORGANIZATION, Field.HEADCOUNT, Field.ANNOUNCED)
    with Ledger.create(tmp_path / "t.headwater") as ledger:
        report = run_import(ledger, path, plan)
        assert (report.rows, report.new) == (2, 2)
        found = {row.organization: row.values.count for row in ledger.at(Scope()).events.select_rows()}
    assert (found["Acorn"].low, found["Acorn"].best, found["Acorn"].high) == (1350, 1400, 1450)
    assert (found["Birch"].low, found["Birch"].best) == (11_500, 12_000)
