"""What was corrected while a file was checked: single cells, and what a text of a column is to be read as.

The file itself is never changed. Corrections go with the plan, so that the check and the import read the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

Found = TypeVar("Found")


class Edit(NamedTuple):
    """Another text for one cell: the line its row begins on (from 1), the column (from 0), the text."""

    line: int
    column: int
    text: str


class Repair(NamedTuple):
    """What every cell of a column with this text (without blanks around it) is read as; None: kept as a text."""

    column: int
    found: str
    instead: str | None


def edited(rows: list[tuple[int, list[str]]], edits: Mapping[int, Sequence[Edit]]) -> list[tuple[int, list[str]]]:
    """Rows with their corrected cells; ``edits`` by line. Rows without one are the same objects as before."""
    if not edits:
        return rows
    return [(line, _edited(cells, edits[line])) if line in edits else (line, cells) for line, cells in rows]


def by_line(edits: Iterable[Edit]) -> dict[int, list[Edit]]:
    """Edits by the line that they are in."""
    found: dict[int, list[Edit]] = {}
    for edit in edits:
        found.setdefault(edit.line, []).append(edit)
    return found


def repaired(
    parse: Callable[[str], Found], as_text: Callable[[str], Found], blank: Found, repairs: Mapping[str, str | None]
) -> Callable[[str], Found]:
    """A parser of cells that reads some texts as others or as ``blank``, or keeps them as texts."""
    if not repairs:
        return parse

    def read(text: str) -> Found:
        if text not in repairs:
            return parse(text)
        instead = repairs[text]
        if instead is None:
            return as_text(text)
        return parse(instead) if instead else blank

    return read


def _edited(cells: list[str], edits: Sequence[Edit]) -> list[str]:
    changed = list(cells)
    for _line, column, text in edits:
        if column < len(changed):
            changed[column] = text
    return changed


__all__ = ["Edit", "Repair", "by_line", "edited", "repaired"]
