"""Tables as a workbook: a sheet each, numbers and full days as such, everything else as text that nothing runs.

Rows go to the disk as they come; what a sheet cannot hold is refused by name, never cut.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, BinaryIO

from xlsxwriter import Workbook

from db.errors import UserError
from db.output.columns import Holds, full_day, holds
from db.output.csv_file import plain
from db.output.tables import Rows
from db.tables.export_rows import Cell

#: What a sheet can hold.
_ROWS, _CHARACTERS = 1_048_576, 32_767
#: Before this day spreadsheets do not agree on what a day's number is.
_FIRST_DAY = date(1900, 3, 1)
#: Widths of columns in characters.
_WIDTHS = {Holds.TEXT: 22, Holds.DAY: 12, Holds.DATE: 12}
_NARROW = 10

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(target: BinaryIO, tables: Iterable[Rows], *, created: date) -> int:
    """Write a workbook with a sheet for each table, and give the number of rows of all.

    ``created``: the day the workbook says it is of. Raises :class:`UserError` ``export.too_many_rows`` and
    ``export.text_too_long`` (``table``, ``limit``).
    """
    with Workbook(target, _OPTIONS) as book:
        book.set_properties({"created": datetime.combine(created, time())})
        head = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        return sum(_sheet(book.add_worksheet(rows.table), rows, head, day) for rows in tables)


def _sheet(sheet: Any, rows: Rows, head: object, day: object) -> int:
    what = [holds(name) for name in rows.header]
    for place, (name, kind) in enumerate(zip(rows.header, what, strict=True)):
        sheet.set_column(place, place, max(_WIDTHS.get(kind, _NARROW), len(name) + 4))
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(rows.header):
        sheet.write_string(0, place, name, head)
    dated = [kind in {Holds.DAY, Holds.DATE} for kind in what]
    count = 0
    for row in rows.rows:
        count += 1
        if count >= _ROWS:
            raise UserError("export.too_many_rows", table=rows.table, limit=_ROWS - 1)
        for place, value in enumerate(row):
            if value is not None:
                _cell(sheet, rows.table, (count, place), value, day if dated[place] else None)
    sheet.autofilter(0, 0, count, len(rows.header) - 1)
    return count


def _cell(sheet: Any, table: str, place: tuple[int, int], value: Cell, day: object | None) -> None:
    if not isinstance(value, str):
        sheet.write_number(*place, plain(value))
        return
    found = full_day(value) if day is not None else None
    if found is not None and found >= _FIRST_DAY:
        sheet.write_datetime(*place, found, day)
    elif len(value) > _CHARACTERS:
        raise UserError("export.text_too_long", table=table, limit=_CHARACTERS)
    else:
        sheet.write_string(*place, value)
