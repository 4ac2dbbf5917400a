"""Where the header of a table is, what its columns are called, and what its cells look like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from db.importing.file.units import bracketed, is_unit

NUMBER = re.compile(r"[-+~]?\s*[$€£]?\s*-?(\d[\d.,' \u00a0]*|[.,]\d+)\s*[%€$]?")
DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ]\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(:\d{2})?([+-]\d\d:\d\d)?")
URL = re.compile(r"https?://\S+")
_YEAR = re.compile(r"(19|20)\d\d")


def filled(row: Iterable[str]) -> int:
    """How many cells are not blank."""
    return sum(1 for cell in row if cell and not cell.isspace())


def end_of(row: list[str]) -> int:
    """Number of cells up to the last that is not blank."""
    end = len(row)
    while end and (not row[end - 1] or row[end - 1].isspace()):
        end -= 1
    return end


def most_usual(values: Iterable[int]) -> int:
    """The value that comes most often, the largest of several; 0 of none."""
    counts = Counter(values)
    return max(counts, key=lambda value: (counts[value], value), default=0)


def find_header(rows: list[list[str]]) -> tuple[int, int]:
    """Index of the first header row and the number of header rows: the first rows about as full as the table is.

    No header rows at all: that first full row is data already.
    """
    fill = [filled(row) for row in islice(rows, 400)]
    counts = sorted(count for count in fill if count)
    if not counts:  # nothing but blank rows at the start: the table begins somewhere below
        return next(index for index, row in enumerate(rows) if filled(row)), 1
    typical = counts[len(counts) // 2]
    first = next(index for index, count in enumerate(fill) if count and count * 2 >= typical)
    if _is_data(rows, first):
        return first, 0
    last = first
    # A wide table may group its columns in rows above the names; a preamble line has one cell, seldom two.
    while first > 0 and fill[first - 1] > 2 and _texts(rows[first - 1]):
        first -= 1
    while last - first < 3 and _continues(rows[last], rows[last + 1 : last + 5]):
        last += 1
    if last + 1 < len(rows) and _are_units(rows[last + 1]):
        last += 1
    return first, last - first + 1


def _texts(row: list[str]) -> bool:
    return not any(NUMBER.fullmatch(cell.strip()) or DATE.fullmatch(cell.strip()) for cell in row)


def _are_units(row: list[str]) -> bool:
    """Whether a row below the names says in what their columns count: "[persons]", "in Tsd."."""
    cells = [cell for cell in row if cell.strip()]
    return bool(cells) and all(map(is_unit, cells)) and not all(NUMBER.fullmatch(cell.strip()) for cell in cells)


def _continues(above: list[str], rows: list[list[str]]) -> bool:
    """Whether the first of ``rows`` is one more header row: the same names again, or names only further right."""
    if len(rows) < 2 or filled(rows[0]) < 2 or not _texts(rows[0]):
        return False
    if [cell.strip() for cell in rows[0]] == [cell.strip() for cell in above]:
        return True
    below = next((row for row in rows if row and row[0].strip()), None)
    return below is not None and below is not rows[0] and not _texts(below)


def column_names(block: list[list[str]], width: int) -> list[str]:
    """One name per column: its parts from top to bottom; a group name counts for the columns right of it."""
    names = [""] * width
    units = len(block) > 1 and _are_units(block[-1])
    for depth, row in enumerate(block):
        group = ""
        for index in range(width):
            part = " ".join(row[index].split()) if index < len(row) else ""
            if units and depth == len(block) - 1:
                part = bracketed(part)
            if depth < len(block) - 1:
                below = any(index < len(lower) and lower[index].strip() for lower in block[depth + 1 :])
                group = part or (group if below else "")
                part = part or group
            if part and part != names[index]:
                names[index] = f"{names[index]} {part}".strip()
    return names


def _kind(cell: str) -> str:
    cell = cell.strip()
    if DATE.fullmatch(cell):
        return "date"
    if NUMBER.fullmatch(cell):
        return "number"
    return "url" if URL.fullmatch(cell) else "text"


def _is_data(rows: list[list[str]], first: int) -> bool:
    """Whether what looks like a header is the first row of data: its cells are of the kinds below them."""
    header = rows[first][:200]
    body = [row for row in rows[first + 1 : first + 200] if filled(row)]
    if not body:
        return any(_kind(cell) != "text" for cell in header if cell.strip())
    votes = 0
    for index, cell in enumerate(header):
        if not cell.strip() or _YEAR.fullmatch(cell.strip()):
            continue  # years head columns as often as they fill them
        kinds = Counter(_kind(row[index]) for row in body if index < len(row) and row[index].strip())
        if not kinds:
            continue
        kind, number = kinds.most_common(1)[0]
        if kind != "text" and number >= 0.8 * kinds.total():
            votes += -1 if _kind(cell) == kind else 1
        elif _kind(cell) in ("number", "date", "url"):
            votes -= 1
    return votes < 0


__all__ = ["DATE", "NUMBER", "URL", "column_names", "end_of", "filled", "find_header", "most_usual"]
