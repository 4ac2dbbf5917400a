"""Rows of text from a file, be it a text or a sheet: streamed in batches, every record accounted for exactly once.

A sound row always has as many cells as the table has columns. A record that has not is a :class:`RowProblem`: a
value with its line, never an exception and never a silent cut.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from os import PathLike
from pathlib import Path

from db.errors import ImportFileError
from db.importing.file.containers import Container, opened
from db.importing.file.dialect import Dialect
from db.importing.file.encodings import BOMS, known_encoding
from db.importing.file.sheets import Sheet, opened_sheet
from db.importing.file.splitter import Splitter
from db.model.progress import Progress

#: A row: number of its first line in the file (from 1) and its cells as written.
Row = tuple[int, list[str]]

_BATCH = 2000

#: Characters without ink that files carry at the edges of cells: str.strip takes the no-break spaces but not these.
_INVISIBLE = "\u200b\ufeff\u2060"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one record.

    Codes: ``row.too_few_cells``, ``row.too_many_cells`` (``found`` and ``expected`` cells), ``row.unclosed_quote``,
    ``row.cell_too_large``, ``row.nul`` and, as a warning only, ``row.undecodable`` (characters the encoding does not
    have; the row is among the sound ones as well).
    """

    line: int
    code: str
    found: int
    expected: int
    cells: tuple[str, ...]
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive records: sound rows, and the problems among them. A record is in one list, a warning in both."""

    rows: list[Row]
    problems: list[RowProblem]


class RowReader:
    """Reads one file, telling ``progress`` the bytes done after every batch.

    Counts so far: ``data_rows`` (records that are not blank, sound or not) and ``blank_rows``; ``finished``: whether
    the last record was read.
    """

    def __init__(self, path: str | PathLike[str], dialect: Dialect, *, progress: Progress | None = None) -> None:
        self.path = Path(path)
        self.dialect = dialect
        self.data_rows = 0
        self.blank_rows = 0
        self.finished = False
        self._progress = progress or Progress()

    def batches(self, size: int = _BATCH) -> Iterator[Batch]:
        """All records below the header, at most ``size`` sound rows at a time.

        Raises ``file.unreadable``, ``file.damaged``, ``file.encoding``.
        """
        self.data_rows = self.blank_rows = 0
        self.finished = False
        read = self._sheet_batches if self.dialect.container is Container.WORKBOOK else self._text_batches
        return read(size)

    def _text_batches(self, size: int) -> Iterator[Batch]:
        dialect = self.dialect
        if not known_encoding(dialect.encoding):
            raise ImportFileError("file.encoding", encoding=dialect.encoding)
        with opened(self.path, dialect.container, dialect.sheet) as source:
            bom = BOMS.get(dialect.encoding) or BOMS.get(f"{dialect.encoding}-sig", b"")
            if bom and source.stream.peek(len(bom)).startswith(bom):
                source.stream.read(len(bom))
            # "replace": a byte that does not fit becomes U+FFFD and is reported for its row.
            encoding = dialect.encoding.removesuffix("-sig")
            with io.TextIOWrapper(source.stream, encoding, errors="replace", newline="") as text:
                splitter = Splitter(text, dialect.format, width=dialect.raw_width or None)
                for batch in self._split(splitter, size):
                    yield batch
                    self._progress.report(source.done, source.size)

    def _sheet_batches(self, size: int) -> Iterator[Batch]:
        with opened_sheet(self.path, self.dialect.sheet) as sheet:
            done = 0
            for batch in self._split(_Sound(sheet), size):
                yield batch
                done = min(done + len(batch.rows), sheet.count)
                self._progress.report(done, sheet.count)
            self._progress.report(sheet.count, sheet.count)

    def _split(self, splitter: Splitter | _Sound, size: int) -> Iterator[Batch]:
        dialect = self.dialect
        above = dialect.preamble_rows + dialect.header_rows
        odd_lines = 0
        rows: list[Row] = []
        problems: list[RowProblem] = []
        for line, records, code in splitter.portions():
            skipped = min(above, len(records))
            above -= skipped
            found = list(enumerate(records[skipped:], line + skipped))
            odd = bool(code) or splitter.odd_lines != odd_lines
            odd_lines = splitter.odd_lines
            rows += found if not odd and _are_plain(records, dialect.width) else self._sift(found, code, odd, problems)
            while len(rows) > size:
                self.data_rows += size
                yield Batch(rows[:size], problems)
                rows, problems = rows[size:], []
        self.data_rows += len(rows)
        self.finished = True
        if rows or problems:
            yield Batch(rows, problems)

    def _sift(self, records: list[Row], code: str, odd: bool, problems: list[RowProblem]) -> list[Row]:  # noqa: FBT001
        """The sound rows among some records; what is wrong with the others is added to ``problems``."""
        width, raw_width = self.dialect.width, self.dialect.raw_width
        rows = []
        for line, cells in records:
            if (not cells or not cells[0] or cells[0].isspace()) and not code and not any(map(str.strip, cells)):
                self.blank_rows += 1
                continue
            if len(cells) != width or odd:
                if width < len(cells) <= raw_width:
                    cells = _cut(cells, width)  # noqa: PLW2901 - trailing empty cells are no cells
                problem = _problem(line, cells, width, code)
                if problem:
                    problems.append(problem)
                if problem and not problem.warning:
                    self.data_rows += 1
                    continue
            rows.append((line, cells))
        return rows


class _Sound:
    """The rows of a sheet as a splitter gives records: none of them can be broken."""

    odd_lines = 0

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def portions(self) -> Iterator[tuple[int, list[list[str]], str]]:
        """So many rows at once, from the first of the sheet on."""
        if self._sheet.first > 1:
            yield 1, [[]] * (self._sheet.first - 1), ""
        for number, rows in self._sheet.portions():
            yield number, rows, ""


def _are_plain(records: list[list[str]], width: int) -> bool:
    """Whether all records have the width of the table and begin with a filled cell, as in most files."""
    return set(map(len, records)) == {width} and all(map(str.strip, map(itemgetter(0), records)))


def _cut(cells: list[str], width: int) -> list[str]:
    """The cells without empty ones beyond the width."""
    end = len(cells)
    while end > width and (not cells[end - 1] or cells[end - 1].isspace()):
        end -= 1
    return cells[:end]


def _problem(line: int, cells: list[str], width: int, code: str) -> RowProblem | None:
    found = len(cells)
    if not code and any("\0" in cell for cell in cells):
        code = "row.nul"
    if not code and found != width:
        code = "row.too_few_cells" if found < width else "row.too_many_cells"
    if code:
        return RowProblem(line, code, found, width, tuple(cells))
    if any("\ufffd" in cell for cell in cells):
        return RowProblem(line, "row.undecodable", found, width, tuple(cells), warning=True)
    return None


def read_rows(
    path: str | PathLike[str],
    dialect: Dialect,
    *,
    problems: list[RowProblem] | None = None,
    progress: Progress | None = None,
) -> Iterator[Row]:
    """The sound rows of a file, one by one; the others are appended to ``problems``."""
    for batch in RowReader(path, dialect, progress=progress).batches():
        if problems is not None:
            problems.extend(batch.problems)
        yield from batch.rows


def clean(cell: str) -> str:
    """A cell for interpretation: without blanks, no-break spaces and invisible characters around it."""
    return cell.strip().strip(_INVISIBLE).strip()


def display_names(header: tuple[str, ...]) -> tuple[str, ...]:
    """Header names, each only once: a repeated one gets its number, as in ``Date``, ``Date (2)``. Empty stays empty."""
    taken = set(header)
    used: set[str] = set()
    names = []
    for name in header:
        unique, number = name, 2
        while name and unique in used:
            unique = f"{name} ({number})"
            number += 1
            if unique in taken:  # the file has a column of that very name
                unique = name
        used.add(unique)
        names.append(unique)
    return tuple(names)


def file_digest(path: str | PathLike[str], *, progress: Progress | None = None) -> str:
    """SHA-256 of a file's bytes, in hexadecimal. Raises ``file.unreadable``."""
    digest = hashlib.sha256()
    progress = progress or Progress()
    try:
        with Path(path).open("rb") as file:
            total = file.seek(0, io.SEEK_END)
            file.seek(0)
            while chunk := file.read(1 << 20):
                digest.update(chunk)
                progress.report(file.tell(), total)
    except OSError as error:
        raise ImportFileError("file.unreadable", path=str(path), detail=error.strerror or str(error)) from error
    return digest.hexdigest()


__all__ = ["Batch", "Row", "RowProblem", "RowReader", "clean", "display_names", "file_digest", "read_rows"]
