"""Lines of text into records of cells, without ever losing a line to a stray quote.

Python's ``csv`` module does the splitting, in its strict mode; where that objects (a quote that is never closed, text
behind a closing quote) the lines of the record are looked at again and as few of them as possible are given up.
"""

from __future__ import annotations

import contextlib
import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from db.store.connection import LONGEST

#: Characters one cell may have; beyond that the cell is a problem, not a value.
CELL_LIMIT = LONGEST

#: Lines taken at once where every one of them is a record.
_PORTION = 1000

#: Characters of a broken record that are looked at one by one.
_LENIENT = 1_000_000

#: How often an unclosed quote may cost a second look at the rest of the file; then lines are read one by one.
_SECOND_LOOKS = 40


@dataclass(frozen=True, slots=True)
class Format:
    """How a record is cut into cells. ``quote`` and ``escape`` may be empty: there is none."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    skip_space: bool = False  # blanks between a delimiter and a quote belong to neither


class _KeepEscapes:
    """Doubles the escapes in a line that escape nothing: ``csv`` would drop them from the text."""

    def __init__(self, form: Format) -> None:
        self._escape = form.escape
        self._special = {form.escape, form.quote, form.delimiter, "\r", "\n"}
        self._pair = re.compile(rf"{re.escape(form.escape)}(.)", re.DOTALL)

    def __call__(self, line: str) -> str:
        return self._pair.sub(self._kept, line) if self._escape in line else line

    def _kept(self, match: re.Match[str]) -> str:
        return match[0] if match[1] in self._special else self._escape + match[0]


class Splitter:
    """Iterates ``(line, cells, code)``: the number of the record's first line, its cells, and what is wrong with it.

    ``code`` is empty for a sound record, else ``row.unclosed_quote`` (cells: the parts of that one line) or
    ``row.cell_too_large`` (no cells). ``width``, where known, helps to tell a long cell from a swallowed row.
    ``odd_lines`` says on how many lines so far a NUL or a replacement character was met.
    """

    def __init__(self, lines: Iterator[str], form: Format, *, width: int | None = None) -> None:
        # The limit belongs to the csv module as a whole; it is the same for every reader of ours.
        csv.field_size_limit(CELL_LIMIT)
        self.odd_lines = 0
        self._lines = map(_KeepEscapes(form), lines) if form.escape else lines
        self._width = width
        self._quote = form.quote
        self._options: dict[str, Any] = {
            "delimiter": form.delimiter,
            "quotechar": form.quote or None,
            "quoting": csv.QUOTE_MINIMAL if form.quote else csv.QUOTE_NONE,
            "escapechar": form.escape or None,
            "doublequote": not form.escape,
            "skipinitialspace": form.skip_space,
        }
        delimiter, quote = re.escape(form.delimiter), re.escape(form.quote)
        # A quote that no delimiter follows is one of the text; a cell whose quote is not closed begins with one.
        self._cell = re.compile(
            rf"{quote}((?>[^{quote}]++|{quote}{quote}|{quote}(?!{delimiter}|$))*+){quote}(?={delimiter}|$)|([^{delimiter}]*)"
            if quote and not form.escape
            else rf"([^{delimiter}]*)"
        )
        self._opening = re.compile(rf"(?:^|{delimiter}){quote}(?!{quote}|{delimiter}|\s*$)")
        self._ahead: deque[str] = deque()  # lines of a portion that is read line by line
        self._record: list[str] = []
        self._looks = 0

    def __iter__(self) -> Iterator[tuple[int, list[str], str]]:
        for number, records, code in self.portions():
            for place, cells in enumerate(records):
                yield number + place, cells, code

    def portions(self, size: int = _PORTION) -> Iterator[tuple[int, list[list[str]], str]]:
        """The same with up to ``size`` records at once where each is a line and nothing is odd; others come alone."""
        record, number, width = self._record, 1, self._width
        reader = self._reader()
        while True:
            if not self._ahead:
                records = self._line_by_line(size)
                if records is not None:
                    if not records:
                        return
                    yield number, records, ""
                    number += len(records)
                    continue
            try:
                cells, code = next(reader), ""
                if len(record) > 1 and width is not None and len(cells) != width and self._swallowed(width):
                    cells, code = self._first_line_only()  # only that line is the record
            except StopIteration:
                return
            except csv.Error as error:
                cells, code = self._repair(str(error))
            yield number, [cells], code
            number += len(record)
            record.clear()
            if code:
                if self._looks > _SECOND_LOOKS:
                    yield from self._one_by_one(number)
                    return
                reader = self._reader()

    def _reader(self) -> Iterator[list[str]]:
        return csv.reader(self._tee(), strict=True, **self._options)

    def _line_by_line(self, size: int) -> list[list[str]] | None:
        """The next lines, each a record; None where a record has several, or a character is odd: they are ahead then.

        Empty: there are no lines left.
        """
        lines = list(islice(self._lines, size))
        text = "".join(lines)
        if "\0" not in text and "\ufffd" not in text:
            with contextlib.suppress(csv.Error):
                records = list(csv.reader(lines, strict=True, **self._options))
                if len(records) == len(lines):
                    return records
        self._ahead.extend(lines)
        return None

    def _tee(self) -> Iterator[str]:
        """The lines still to come; each is also kept until its record is complete."""
        while True:
            line = self._ahead.popleft() if self._ahead else next(self._lines, "")
            if not line:
                return
            if "\0" in line or "\ufffd" in line:
                self.odd_lines += 1
            self._record.append(line)
            yield line

    def _repair(self, message: str) -> tuple[list[str], str]:
        """Cells and code of the record that strict reading refused; lines it need not have are given back."""
        record = self._record
        too_large = "field limit" in message
        if too_large and len(record) == 1:
            return [], "row.cell_too_large"
        if too_large or "end of data" in message:
            self._looks += 1
            return self._first_line_only()
        if len(record) > 1 and self._opens_again(record[-1]):
            return self._first_line_only()
        return self._loose(record), ""

    def _opens_again(self, line: str) -> bool:
        """Whether the quote that ended the record was meant to open a cell: the record began with a stray one."""
        if self._opening.search(line):
            return True
        alone = self._loose([line])
        return line.count(self._quote) % 2 == 0 and self._width in (None, len(alone))

    def _swallowed(self, width: int) -> bool:
        """Whether the later lines of a ragged record are whole rows by themselves."""
        return all(len(self._loose([line])) == width for line in self._record[1:])

    def _first_line_only(self) -> tuple[list[str], str]:
        """Give up the first line of the record, read the others again."""
        again = self._record[1:]
        self.odd_lines -= sum("\0" in line or "\ufffd" in line for line in again)
        self._lines = chain(again, self._ahead, self._lines)
        self._ahead = deque()
        del self._record[1:]
        return self._loose(self._record), "row.unclosed_quote"

    def _loose(self, lines: list[str]) -> list[str]:
        """The cells of lines that strict reading refused: as they are written, where that can be told."""
        text = "".join(lines).rstrip("\r\n")
        if self._quote and not self._options["escapechar"] and len(text) <= _LENIENT:
            return self._as_written(text)
        try:
            return next(csv.reader(lines, **self._options), [])
        except csv.Error:
            return []

    def _as_written(self, text: str) -> list[str]:
        cells: list[str] = []
        place, blank = 0, self._options["skipinitialspace"]
        while True:
            start = place + len(text[place:]) - len(text[place:].lstrip(" ")) if blank else place
            match = self._cell.match(text, start)
            assert match is not None  # an empty cell matches
            quoted, plain = match.group(1), match.group(2)
            cells.append(plain if quoted is None else quoted.replace(self._quote * 2, self._quote))
            place = match.end()
            if place >= len(text):
                return cells
            place += len(self._options["delimiter"])

    def _one_by_one(self, number: int) -> Iterator[tuple[int, list[list[str]], str]]:
        """The rest of a file with too many unclosed quotes: every line a record, every unclosed quote a problem."""
        for line in self._tee():
            self._record.clear()
            try:
                yield number, [next(csv.reader([line], strict=True, **self._options), [])], ""
            except csv.Error:
                yield number, [self._loose([line])], "row.unclosed_quote"
            number += 1


__all__ = ["CELL_LIMIT", "Format", "Splitter"]
