"""A table as CSV.

``csv`` is RFC 4180 in UTF-8, exactly as recorded. ``excel-csv`` is for spreadsheets: a byte order mark, in German
semicolons and decimal commas, and an apostrophe before texts that a spreadsheet would take for a formula; numbers stay
numbers.
"""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from db.model.formulas import harmless
from db.output.tables import Rows
from db.tables.export_rows import Cell


def write_csv(target: BinaryIO, rows: Rows, *, spreadsheet: bool, german: bool) -> int:
    """Write a table and give the number of its rows; the file stays open."""
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=False)
    try:
        return _write(text, rows, spreadsheet=spreadsheet, german=spreadsheet and german)
    finally:
        text.flush()
        text.detach()


def _write(text: io.TextIOWrapper, rows: Rows, *, spreadsheet: bool, german: bool) -> int:
    if spreadsheet:
        text.write("\ufeff")
    writer = csv.writer(text, delimiter=";" if german else ",", lineterminator="\r\n")
    writer.writerow(rows.header)
    cell = (_german_cell if german else _excel_cell) if spreadsheet else plain
    count = 0
    for row in rows.rows:
        writer.writerow([cell(value) for value in row])
        count += 1
    return count


def plain(value: Cell) -> Cell:
    """A whole number without a fraction: 200, not 200.0."""
    if type(value) is float and value.is_integer():
        return int(value)
    return value


def _excel_cell(value: Cell) -> Cell:
    return harmless(value) if type(value) is str else plain(value)


def _german_cell(value: Cell) -> Cell:
    value = _excel_cell(value)
    return str(value).replace(".", ",") if type(value) is float else value
