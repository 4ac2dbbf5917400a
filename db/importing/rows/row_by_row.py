"""Row by row: from the cells of a row, whatever its shape, to its facts or to what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db.importing.cells.cell import Cell
from db.importing.facts import CellProblem, Fact, Facts, Problems
from db.importing.file.reader import Row
from db.importing.rows.layout import Layout
from db.importing.rows.shapes import shape_reader

#: Cells kept as text that are listed with their place.
_LISTED = 10_000


class RowByRow:
    """Reads one row at a time."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._shape = shape_reader(layout)
        self.kept: list[CellProblem] = []  # the cells of good rows that are kept as text only, and why

    def read(self, line: int, cells: list[str]) -> tuple[list[Fact], list[CellProblem]]:
        """The facts of a row, or what is wrong with it: one bad cell keeps the whole row out."""
        row = self._layout.parsed(cells)
        bad = [place for place, cell in enumerate(row) if cell[3]]
        if bad and self._layout.settle_dates(row, cells, bad):
            bad = [place for place in bad if row[place][3]]
        if bad:
            return [], [self._problem(line, place, cells, row[place]) for place in bad]
        problems: list[CellProblem] = []
        facts = list(self._shape.facts(line, row, problems))
        if problems:
            return [], [_found(problem, cells) for problem in problems]
        for place, cell in enumerate(row):
            if cell[7] and len(self.kept) < _LISTED:
                self.kept.append(self._problem(line, place, cells, cell._replace(bad=cell.kept)))
        return facts, []

    def read_many(self, rows: Sequence[Row], places: Sequence[int] | None = None) -> tuple[Facts, Problems]:
        """What :meth:`read` gives, for many rows, which stand at these ``places`` of a batch; None: from 0 on."""
        facts: list[Fact] = []
        found_at: list[int] = []
        problems: Problems = {}
        for place, (line, cells) in zip(places or range(len(rows)), rows, strict=True):
            found, wrong = self.read(line, cells)
            if wrong:
                problems[place] = wrong
            facts += found
            found_at += [place] * len(found)
        widths = {"values": len(self._layout.value_columns), "texts": len(self._layout.text_columns)}
        return Facts.of(facts, found_at, **widths), problems

    def _problem(self, line: int, place: int, cells: list[str], cell: Cell) -> CellProblem:
        index = self._layout.columns[place].index
        return CellProblem(line, self._layout.header[index], index, cells[index], cell.bad, cell.expected)


def _found(problem: CellProblem, cells: list[str]) -> CellProblem:
    return problem if problem.index is None else replace(problem, found=cells[problem.index])
