"""Row by row: from the cells of a row, whatever its shape, to its facts or to what is wrong with it."""

from __future__ import annotations

from dataclasses import replace

from db.importing.cells import Column
from db.importing.facts import CellProblem, Fact, Facts, Problems
from db.importing.layout import Layout
from db.importing.reader import Row
from db.importing.shapes import shape_reader


class RowByRow:
    """Reads one row at a time."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._shape = shape_reader(layout)

    def read(self, line: int, cells: list[str]) -> tuple[list[Fact], list[CellProblem]]:
        """The facts of a row, or what is wrong with it: one bad cell keeps the whole row out."""
        row = self._layout.parsed(cells)
        problems = [
            self._problem(line, column, cells, cell.bad, cell.expected)
            for column, cell in zip(self._layout.columns, row, strict=False)
            if cell[3]
        ]
        if problems:
            return [], problems
        facts = list(self._shape.facts(line, row, problems))
        if problems:
            return [], [_found(problem, cells) for problem in problems]
        return facts, []

    def read_many(self, rows: list[Row]) -> tuple[Facts, Problems]:
        """What :meth:`read` gives, for many rows."""
        facts: list[Fact] = []
        places: list[int] = []
        problems: Problems = {}
        for place, (line, cells) in enumerate(rows):
            found, wrong = self.read(line, cells)
            if wrong:
                problems[place] = wrong
            facts += found
            places += [place] * len(found)
        widths = {"values": len(self._layout.value_columns), "texts": len(self._layout.text_columns)}
        return Facts.of(facts, places, **widths), problems

    def _problem(self, line: int, column: Column, cells: list[str], code: str, expected: str) -> CellProblem:
        return CellProblem(line, self._layout.header[column.index], column.index, cells[column.index], code, expected)


def _found(problem: CellProblem, cells: list[str]) -> CellProblem:
    return problem if problem.index is None else replace(problem, found=cells[problem.index])
