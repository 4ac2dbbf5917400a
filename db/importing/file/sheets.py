"""Sheets of a workbook (.xlsx, .xls, .ods) as rows of text: days as ISO has them, whole numbers, errors by name.

A workbook is looked at as a package first: a few hundred bytes can claim a sheet of seventeen billion cells.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, cast

from db.errors import ImportFileError
from db.importing.file.containers import DAMAGED, Unpacked, unreadable

#: Rows given at once.
PORTION = 1000

#: Cells that fit into memory; and those of a rectangle of which all but one in so many are empty.
_CELLS, _EMPTY, _SPARSE = 40_000_000, 6_000_000, 8

_COLUMN = re.compile(rb' r="([A-Z]{1,3})\d')
_ROW = re.compile(rb'<(?:x:)?row\b[^>]*? r="(\d{1,7})"[^>]*>\s*<(?:x:)?c\b')
_ERROR = re.compile(
    rb'<(?:x:)?c\b(?=[^>]*? t="e")[^>]*? r="([A-Z]{1,3})(\d+)"[^>]*>(?:(?!</(?:x:)?c>).)*?<(?:x:)?v>([^<]*)<', re.DOTALL
)
_REPEATED_ROW = re.compile(rb'<table:table-row\b[^>]*number-rows-repeated="(\d{3,9})"[^>]*>')
_REPEATED_CELL = re.compile(rb'<table:table-cell\b(?=[^>]*value-type)[^>]*number-columns-repeated="(\d{2,9})"')
_CHUNK = 4 << 20
#: More of a tag than this is kept from one chunk for the next.
_OVERLAP = 4096


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, or one table in a sheet.

    ``names``: all that could be chosen. ``first`` and ``count``: the number of its first row, and how many it has.
    """

    name: str
    names: tuple[str, ...]
    first: int
    count: int
    _rows: Iterator[list[Any]]
    _errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    _left: int = 0

    def portions(self) -> Iterator[tuple[int, list[list[str]]]]:
        """The rows as text, so many at once: the number of the first in its sheet, and their cells."""
        number, rows = self.first, []
        for cells in self._rows:
            rows.append([cell if cell.__class__ is str else _text(cell) for cell in cells])
            if len(rows) == PORTION:
                yield number, self._named(number, rows)
                number, rows = number + len(rows), []
        if rows:
            yield number, self._named(number, rows)

    def _named(self, number: int, rows: list[list[str]]) -> list[list[str]]:
        """With errors by their names: calamine leaves such cells blank."""
        for (row, column), name in self._errors.items():
            place, at = row - number, column - self._left
            if 0 <= place < len(rows) and 0 <= at < len(rows[place]) and not rows[place][at]:
                rows[place][at] = name
        return rows


@contextlib.contextmanager
def opened_sheet(path: Path, wanted: str = "") -> Iterator[Sheet]:
    """A sheet or table of a workbook by its name; else the first sheet with two rows that is not hidden.

    Raises ``file.unreadable``, ``file.damaged``, ``file.encrypted``, ``file.unpacks_too_large``, ``file.empty`` and
    ``file.no_sheet`` (values ``sheet``, ``names``).
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        status = path.stat()
        errors = _looked_at(path, status.st_mtime_ns, status.st_size)
        is_package = zipfile.is_zipfile(path)
        with CalamineWorkbook.from_path(path, load_tables=is_package and errors is not None) as workbook:
            yield _sheet(path, workbook, wanted, errors or {})
    except PasswordError as error:
        raise ImportFileError("file.encrypted", path=str(path)) from error
    except CalamineError as error:
        raise ImportFileError("file.damaged", path=str(path), detail=str(error)) from error
    except OSError as error:
        raise unreadable(path, error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what is written in Rust gives up in its own way
            raise
        raise ImportFileError("file.damaged", path=str(path), detail=str(error)) from None


def _sheet(path: Path, workbook: Any, wanted: str, errors: Mapping[str, Mapping[tuple[int, int], str]]) -> Sheet:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum, TablesNotLoaded, TablesNotSupported

    sheets = [one.name for one in workbook.sheets_metadata if one.typ is SheetTypeEnum.WorkSheet]
    seen = [one.name for one in workbook.sheets_metadata if one.visible is SheetVisibleEnum.Visible]
    try:
        tables = list(workbook.table_names)
    except (TablesNotLoaded, TablesNotSupported):
        tables = []
    names = (*sheets, *[name for name in tables if name not in sheets])
    if wanted and wanted not in names:
        raise ImportFileError("file.no_sheet", path=str(path), sheet=wanted, names=names)
    if wanted in tables and wanted not in sheets:
        table = workbook.get_table_by_name(wanted)
        rows = [list(table.columns), *table.to_python()]
        first, left = table.start[0], table.start[1]  # the first row below the names, which is the row of the names
        return Sheet(wanted, names, first, len(rows), iter(rows), errors.get(table.sheet, {}), left)
    found = None
    for name in [wanted] if wanted else [*[one for one in sheets if one in seen], *sheets]:
        sheet = workbook.get_sheet_by_name(name)
        if found is None or (sheet.height > 1 and found.height <= 1):
            found = sheet
        if found.height > 1:
            break
    if found is None or found.start is None:
        raise ImportFileError("file.empty", path=str(path))
    rows = found.iter_rows()
    return Sheet(found.name, names, 1, found.total_height + 1, rows, errors.get(found.name, {}), found.start[1])


def _text(value: object) -> str:
    """A typed cell as a text file would have it."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.datetime():
            return value.isoformat(" ")
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value)


@lru_cache(maxsize=4)
def _looked_at(path: Path, _modified: int, _size: int) -> Mapping[str, Mapping[tuple[int, int], str]] | None:
    """The errors in the cells of a package by sheet, row and column; None where it has none to tell (.xls, .ods).

    An import opens the same file four times, and looks at it once. Raises ``file.unpacks_too_large`` for what would
    not fit into memory, ``file.binary`` for a binary .xlsb.
    """
    try:
        with zipfile.ZipFile(path) as package:
            members = package.namelist()
            if "xl/workbook.bin" in members:
                raise ImportFileError("file.binary", path=str(path), found="xlsb")
            if "content.xml" in members:
                _refuse_repeated(path, package)
                return None
            found = {}
            names = _names_of_parts(path, package)
            for part in members:
                if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                    found[names.get(part, part)] = _errors_of(path, package, part)
            return found
    except DAMAGED as error:
        if path.read_bytes()[:4] == b"\xd0\xcf\x11\xe0":
            return None
        raise ImportFileError("file.damaged", path=str(path), detail=str(error)) from error
    except KeyError as error:
        raise ImportFileError("file.damaged", path=str(path), detail=str(error)) from error
    except RuntimeError as error:  # what zipfile raises for a member that is encrypted
        raise ImportFileError("file.encrypted", path=str(path)) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _chunks(path: Path, package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    packed = max(package.getinfo(part).compress_size, 1)
    with package.open(part) as raw, Unpacked(path, cast("BinaryIO", raw), packed) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _errors_of(path: Path, package: zipfile.ZipFile, part: str) -> dict[tuple[int, int], str]:
    """The cells of a sheet that are errors. Raises ``file.unpacks_too_large`` where nearly all of it would be empty."""
    cells = rows = 0
    columns: set[bytes] = set()
    found: dict[tuple[int, int], str] = {}
    rest = b""
    for chunk in _chunks(path, package, part):
        text = rest + chunk
        letters = _COLUMN.findall(chunk)
        cells += len(letters)
        columns.update(letters)
        rows = max(rows, *map(int, _ROW.findall(text)), 0)
        if b' t="e"' in text:
            for match in _ERROR.finditer(text):
                found[int(match[2]), _column(match[1])] = match[3].decode("utf-8", "replace")
        rest = text[-_OVERLAP:]
    area = rows * (max(map(_column, columns), default=0) + 1)
    if area > _CELLS or (area > _EMPTY and area > _SPARSE * cells):
        raise ImportFileError("file.unpacks_too_large", path=str(path))
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _names_of_parts(path: Path, package: zipfile.ZipFile) -> dict[str, str]:
    """The names of sheets by the parts of the package they are in."""
    from html import unescape

    book = b"".join(_chunks(path, package, "xl/workbook.xml")).decode("utf-8", "replace")
    links = b"".join(_chunks(path, package, "xl/_rels/workbook.xml.rels")).decode("utf-8", "replace")
    targets = {}
    for tag in re.findall(r"<Relationship\b[^>]*>", links):
        key, target = re.search(r' Id="([^"]*)"', tag), re.search(r' Target="([^"]*)"', tag)
        if key and target:
            targets[key[1]] = target[1].removeprefix("/") if target[1].startswith("/") else f"xl/{target[1]}"
    names = {}
    for tag in re.findall(r"<(?:x:)?sheet\b[^>]*>", book):
        key, name = re.search(r' r:id="([^"]*)"', tag), re.search(r' name="([^"]*)"', tag)
        if key and name and key[1] in targets:
            names[targets[key[1]]] = unescape(name[1])
    return names


def _refuse_repeated(path: Path, package: zipfile.ZipFile) -> None:
    """Raise ``file.unpacks_too_large`` for an OpenDocument sheet that repeats what is filled beyond measure."""
    total = 0
    rest = b""
    for chunk in _chunks(path, package, "content.xml"):
        text = rest + chunk
        for match in _REPEATED_ROW.finditer(text):
            row = text[match.end() : max(text.find(b"</table:table-row>", match.end()), 0)]
            cells = sum(int(repeated) for repeated in _REPEATED_CELL.findall(row))
            total += int(match[1]) * (row.count(b"value-type") + cells)
        for match in _REPEATED_CELL.finditer(text):
            total += int(match[1])
        if total > _EMPTY:
            raise ImportFileError("file.unpacks_too_large", path=str(path))
        rest = text[-_OVERLAP:]


__all__ = ["PORTION", "Sheet", "opened_sheet"]
