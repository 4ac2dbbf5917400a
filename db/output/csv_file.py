"""A table as CSV.

``csv`` is RFC 4180 in UTF-8, exactly as recorded. ``excel-csv`` is for spreadsheets: a byte order mark, in German
semicolons and decimal commas, and an apostrophe before texts that a spreadsheet would take for a formula; numbers stay
numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from db.model.formulas import harmless
from db.output.tables import Row, Rows
from db.tables.export_rows import Cell

#: Rows that are looked through together.
_TOGETHER = 1000


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
    written_otherwise = {float, str} if spreadsheet else {float}
    count = 0
    for portion in _portions(rows.rows):
        # Column by column: most hold nothing that is written otherwise than it is, and need not be gone through.
        columns = [
            [cell(value) for value in column] if not written_otherwise.isdisjoint(map(type, column)) else column
            for column in zip(*portion, strict=True)
        ]
        writer.writerows(zip(*columns, strict=True))
        count += len(portion)
    return count


def _portions(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while portion := list(islice(rows, _TOGETHER)):
        yield portion


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
