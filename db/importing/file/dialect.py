"""How a file is written: encoding, delimiter, quote, header. Detected from its bytes, each part overridable."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from db.errors import ImportFileError
from db.importing.file.containers import Container, look_at, opened, refuse_signature
from db.importing.file.delimiters import DELIMITERS, find_format
from db.importing.file.encodings import (
    BOMS,
    CANDIDATES,
    EncodingDoubt,
    is_damaged_utf8,
    known_encoding,
    marked,
    propose,
    telling_lines,
)
from db.importing.file.header_rows import column_names, end_of, filled, find_header, most_usual
from db.importing.file.sheets import opened_sheet
from db.importing.file.splitter import Format, Splitter
from db.importing.file.units import scale_of

#: Encodings that can be detected; the names are Python's.
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", *CANDIDATES)

#: Columns that a table may have; a line with more separators is no header.
COLUMNS = 20_000

_CHUNK = 1 << 20
_HEAD = 2 << 20  # bytes looked at for columns and header
_SHEET_HEAD = 5_000  # rows of a sheet looked at for them
_LINE_LIMIT = 16 << 20  # bytes without a line end that no table has

#: The line by which spreadsheets are told the delimiter.
_SEP = re.compile(r'\ufeff?"?sep=([^\r\n])"?(?:\1|[ \t,;])*[\r\n]', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the user (or a saved mapping) decided; None leaves it to detection.

    ``header_row``: counted from 1 over all rows; 0: there is none. ``skip_rows``: so many at the start belong to no
    table. ``sheet``: the sheet or table of a workbook, or the file in a zip, by its name.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header_row: int | None = None
    skip_rows: int | None = None
    sheet: str | None = None


@dataclass(frozen=True)
class Dialect:
    """How one file is to be read.

    ``header_row``: the number of the (first) header row, counted from 1 over all rows as a spreadsheet does, blank
    ones too; None: the file has no header. Rows before it are preamble; without a header, the first ``skip_rows`` are.
    ``header_rows``: how many rows the header takes. ``width``: number of columns; trailing columns without name and
    content are cut. ``raw_width``: cells a row may have before that cut, the ones beyond ``width`` being empty.
    ``header``: one name per column as written, empty where a column has none. ``spare``: so many empty cells every row
    has beyond the header; a name may be missing there. ``container`` and ``sheet``: what the
    table is wrapped in, and its name there; encoding and delimiter are empty for a sheet of a workbook.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    header_row: int | None = 1
    header_rows: int = 1
    escape: str = ""
    skip_space: bool = False
    width: int = 0
    raw_width: int = 0
    header: tuple[str, ...] = ()
    skip_rows: int = 0
    spare: int = 0
    container: Container = Container.PLAIN
    sheet: str = ""

    @property
    def format(self) -> Format:
        """The part that cuts records into cells."""
        return Format(self.delimiter, self.quote, self.escape, self.skip_space)

    @property
    def preamble_rows(self) -> int:
        """Rows before the header, or the first row, that belong to no table."""
        return self.header_row - 1 if self.header_row else self.skip_rows

    @property
    def units(self) -> tuple[str, ...]:
        """One a column: "thousand", "million" or "billion" where its name says that its numbers are so many."""
        return tuple(map(scale_of, self.header))

    @property
    def overrides(self) -> Overrides:
        """What makes another file of the same kind be read in the same way."""
        skip = None if self.header_row else self.skip_rows
        if self.container is Container.WORKBOOK:
            return Overrides(header_row=self.header_row or 0, skip_rows=skip, sheet=self.sheet)
        return Overrides(self.encoding, self.delimiter, self.quote, self.header_row or 0, skip)


@dataclass(frozen=True, slots=True)
class Detection:
    """The dialect of a file, the doubt about its encoding, and the names of all tables that it holds, if several can be
    chosen from.
    """

    dialect: Dialect
    doubt: EncodingDoubt | None = None
    tables: tuple[str, ...] = ()


def detect(path: str | PathLike[str], overrides: Overrides | None = None) -> Dialect:
    """The dialect of a file, as :func:`examine` finds it."""
    return examine(path, overrides).dialect


def examine(path: str | PathLike[str], overrides: Overrides | None = None) -> Detection:
    """What a file is. The encoding is decided on all of its bytes, the rest on its first 2 MB or 5,000 rows.

    Raises :class:`ImportFileError` as :func:`db.importing.file.containers.look_at` and
    :func:`db.importing.file.sheets.opened_sheet` do, with ``file.several_tables`` and ``file.no_sheet`` (``names``),
    ``file.encoding``, ``file.line_too_long``, ``file.too_wide`` or ``file.no_rows`` (value ``header``: a header without
    any row below it).
    """
    wanted, place = overrides or Overrides(), Path(path)
    packing = look_at(place)
    if packing.container is Container.WORKBOOK:
        return _of_sheet(place, wanted)
    table = _table_in(place, packing.tables, wanted.sheet) if packing.tables else ""
    head, encoding, doubt, whole = _look(place, packing.container, table, wanted.encoding)
    text = _decode(head, encoding, whole=whole)
    if not text.strip("\ufeff\0 \t\r\n"):
        raise ImportFileError("file.empty", path=str(path))
    if wanted.encoding is None and _is_binary(text):
        raise ImportFileError("file.binary", path=str(path), found="unknown")
    told = _SEP.match(text)
    form = find_format(
        text[told.end() :] if told else text,
        delimiter=wanted.delimiter or (told[1] if told else None),
        quote=wanted.quote,
    )
    rows = [cells for _, cells, _ in Splitter(iter(io.StringIO(text, newline="")), form)]
    dialect = Dialect(
        encoding=encoding,
        delimiter=form.delimiter,
        quote=form.quote,
        escape=form.escape,
        skip_space=form.skip_space,
        skip_rows=max(wanted.skip_rows or 0, 1 if told else 0),
        container=packing.container,
        sheet=table,
    )
    dialect = _with_header(place, dialect, rows, wanted.header_row, whole=whole)
    return Detection(dialect, doubt, packing.tables if len(packing.tables) > 1 else ())


def _table_in(path: Path, tables: Sequence[str], wanted: str | None) -> str:
    if wanted:
        if wanted not in tables:
            raise ImportFileError("file.no_sheet", path=str(path), sheet=wanted, names=tuple(tables))
        return wanted
    if len(tables) > 1:
        raise ImportFileError("file.several_tables", path=str(path), names=tuple(tables))
    return tables[0]


def _of_sheet(path: Path, wanted: Overrides) -> Detection:
    rows: list[list[str]] = []
    with opened_sheet(path, wanted.sheet or "") as sheet:
        rows += [[]] * (sheet.first - 1)
        for _, portion in sheet.portions():
            rows += portion
            if len(rows) >= _SHEET_HEAD:
                break
        dialect = Dialect(
            encoding="", delimiter="", skip_rows=max(wanted.skip_rows or 0, sheet.first - 1),
            container=Container.WORKBOOK, sheet=sheet.name,
        )  # fmt: skip
        whole = sheet.count <= len(rows)
        names = sheet.names
    dialect = _with_header(path, dialect, rows, wanted.header_row, whole=whole)
    return Detection(dialect, None, names if len(names) > 1 else ())


def _look(
    path: Path, container: Container, table: str, wanted: str | None
) -> tuple[bytes, str, EncodingDoubt | None, bool]:
    """First bytes of a text, its encoding, the doubt about it, and whether these bytes are all."""
    if wanted is not None and not known_encoding(wanted):
        raise ImportFileError("file.encoding", encoding=wanted)
    head = b""
    size = run = 0
    utf8 = codecs.getincrementaldecoder("utf-8")()
    damaged: bytes | None = None
    with opened(path, container, table) as source:
        while chunk := source.stream.read(_CHUNK):
            if size == 0:
                refuse_signature(path, chunk)
                _refuse_packed(path, chunk)
            size += len(chunk)
            if len(head) < _HEAD:
                head += chunk
            run = 0 if b"\n" in chunk or b"\r" in chunk else run + len(chunk)
            if run > _LINE_LIMIT:
                raise ImportFileError("file.line_too_long", path=str(path), limit=_LINE_LIMIT)
            if damaged is None:
                try:
                    utf8.decode(chunk)
                except UnicodeDecodeError:
                    damaged = chunk
        if damaged is None:
            try:
                utf8.decode(b"", final=True)
            except UnicodeDecodeError:
                damaged = head
    if size == 0:
        raise ImportFileError("file.empty", path=str(path))
    encoding, doubt = wanted or marked(head) or ("utf-8" if damaged is None or is_damaged_utf8(damaged) else ""), None
    if not encoding:
        with opened(path, container, table) as source:
            encoding, doubt = propose(telling_lines(_chunks(source.stream)))
    return head, encoding, doubt, size <= len(head)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _refuse_packed(path: Path, start: bytes) -> None:
    """Raise ``file.binary`` for a package within a package."""
    for signature in (b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0"):
        if start.startswith(signature):
            raise ImportFileError("file.binary", path=str(path), found="packed twice")
    if start[257:262] == b"ustar":
        raise ImportFileError("file.binary", path=str(path), found="tar")


def _decode(data: bytes, encoding: str, *, whole: bool) -> str:
    bom = BOMS.get(encoding, b"")
    decoder = codecs.getincrementaldecoder(encoding.removesuffix("-sig"))("replace")
    text = decoder.decode(data.removeprefix(bom), final=whole).removeprefix("\ufeff")
    if not whole:  # the last line is cut
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    return text


def _is_binary(text: str) -> bool:
    start = text[: 1 << 16]
    control = sum(start.count(chr(code)) for code in range(32) if code not in (9, 10, 12, 13, 26))
    return control > len(start) / 50


def _with_header(path: Path, dialect: Dialect, rows: list[list[str]], wanted: int | None, *, whole: bool) -> Dialect:
    """The dialect with header and width. ``wanted``: the row the user named, 0 for none, None to find it.

    ``whole``: whether ``rows`` are all of the table.
    """
    if not any(filled(row) for row in rows[dialect.skip_rows :]):
        raise ImportFileError("file.empty", path=str(path))
    if wanted:
        first, count = min(wanted, len(rows)) - 1, 1
    else:
        skipped = dialect.skip_rows + _comments(rows[dialect.skip_rows :])
        dialect = replace(dialect, skip_rows=skipped)
        first, count = find_header(rows[skipped:])
        first += skipped
    if wanted == 0 or (wanted is None and count == 0):
        data = [row for row in rows[dialect.skip_rows :] if filled(row)]
        width = most_usual(map(len, data))
        _refuse_width(path, width)
        return replace(dialect, header_row=None, header_rows=0, width=width, raw_width=width, header=("",) * width)
    dialect = _named(path, dialect, rows, first, count)
    if whole and not any(filled(row) for row in rows[first + count :]):
        raise ImportFileError("file.no_rows", path=str(path), header=dialect.header)
    return dialect


def _named(path: Path, dialect: Dialect, rows: list[list[str]], first: int, count: int) -> Dialect:
    """The dialect with the header of so many rows, and the width of the table below it."""
    block = rows[first : first + count]
    raw_width = max(map(len, block))
    _refuse_width(path, max(map(end_of, block)))
    names = column_names(block, min(raw_width, COLUMNS))
    width = max((index + 1 for index, name in enumerate(names) if name), default=1)
    body = [row for row in rows[first + count :] if filled(row)]
    for row in body:
        if width < len(row) <= raw_width:
            width = max(width, end_of(row))
    # A delimiter at the end of every row, though not of the header, adds an empty cell and no column. A single
    # row with one cell more is another matter: its cells may have moved.
    usual = most_usual(map(len, body))
    spare = 0
    if usual > raw_width and sum(end_of(row) <= raw_width for row in body) * 2 > len(body):
        raw_width, spare = usual, usual - raw_width
    return replace(
        dialect,
        header_row=first + 1,
        header_rows=count,
        width=width,
        raw_width=raw_width,
        spare=spare,
        header=tuple([*names, *[""] * (width - len(names))][:width]),
    )


def _refuse_width(path: Path, width: int) -> None:
    if width > COLUMNS:
        raise ImportFileError("file.too_wide", path=str(path), found=width, limit=COLUMNS)


def _comments(rows: Sequence[Sequence[str]]) -> int:
    """How many rows at the start are comments: a ``#``, and not the cells of the others."""
    usual = most_usual(len(row) for row in rows[:400] if filled(row))
    count = 0
    for row in rows:
        if filled(row) and not (row[0].lstrip().startswith("#") and (len(row) != usual or (filled(row) == 1 < usual))):
            break
        count += 1
    return count if any(filled(row) for row in rows[:count]) else 0


__all__ = ["BOMS", "COLUMNS", "DELIMITERS", "ENCODINGS", "Detection", "Dialect", "Overrides", "detect", "examine"]
