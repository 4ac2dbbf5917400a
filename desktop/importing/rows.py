"""All rows of a file as an import would take them, kept small enough for files of hundreds of thousands. No Qt.

What a cell means and what is wrong with it is worked out for the rows that are looked at, not for all.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.importing.cells.cell import Cell
from db.importing.facts import CellProblem
from db.importing.fields import Field
from db.importing.file.reader import Row, RowProblem, clean
from db.importing.planning.plan import ImportPlan
from db.importing.rows.interpreter import Interpreter
from desktop.wording.imports.importing import TOTALS

#: What can become of a row, in the order in which it is told.
OUTCOMES = tuple(TOTALS)
_CODES = {outcome: code for code, outcome in enumerate(OUTCOMES)}
_PROBLEM = _CODES["problem"]

#: Between the cells of a row that is kept as one text; rows that hold it are kept as they are.
_SEAM = "\x1f"


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Cells that are wrong in the same way: one column, one text. ``index`` None: lines that are no rows of the table.

    ``example``: the first problem of its kind; ``count``: how many cells (or lines); ``place``: the row of the first.
    """

    index: int | None
    found: str
    example: CellProblem
    count: int
    place: int


class CheckedRows:
    """Every row with its line, its cells and what would become of it, by its place in the file (from 0).

    ``fields`` and ``names``: what the columns of the rows mean and are called; of a roster they are figures.
    """

    _interpreter: Interpreter

    def __init__(self) -> None:
        self.fields: tuple[Field, ...] = ()
        self.names: tuple[str, ...] = ()
        self._lines = array("q")
        self._outcomes = bytearray()
        self._cells: list[str | tuple[str, ...]] = []
        self._reasons: dict[int, str] = {}
        self._odd: dict[int, RowProblem] = {}
        self._told: dict[int, list[CellProblem]] = {}

    # Filling.

    def begin(self, interpreter: Interpreter, plan: ImportPlan, header: tuple[str, ...]) -> None:
        """Take in how the rows are read, and what their columns are."""
        self._interpreter, self.fields, self.names = interpreter, plan.fields, header

    def rows(self, rows: Sequence[Row], outcomes: Sequence[str], reasons: Sequence[str | None]) -> None:
        """Take in rows with what becomes of each, and the code of the reason where there is one."""
        start = len(self._lines)
        self._lines.extend([line for line, _cells in rows])
        self._outcomes.extend(map(_CODES.__getitem__, outcomes))
        seams = max((len(cells) for _line, cells in rows), default=1) - 1
        for _line, cells in rows:
            text = _SEAM.join(cells)
            self._cells.append(text if text.count(_SEAM) == seams == len(cells) - 1 else tuple(cells))
        self._reasons.update((start + at, reason) for at, reason in enumerate(reasons) if reason)

    def records(self, records: Iterable[RowProblem]) -> None:
        """Take in records that have not the cells of a row."""
        for record in records:
            place = len(self._lines)
            self._lines.append(record.line)
            self._outcomes.append(_CODES["skipped"] if record.code.startswith("skip.") else _PROBLEM)
            self._cells.append(record.cells)
            self._reasons[place] = record.code
            self._odd[place] = record

    def tell(self, problems: Iterable[CellProblem]) -> None:
        """Take in what is wrong with rows beyond what each says for itself."""
        for problem in problems:
            self._told.setdefault(problem.line, []).append(problem)

    def in_order(self) -> CheckedRows:
        """The same rows by line: records come after the rows they stand between."""
        if not self._odd:
            return self
        order = sorted(range(len(self._lines)), key=self._lines.__getitem__)
        made = CheckedRows()
        made._interpreter, made.fields, made.names = self._interpreter, self.fields, self.names
        made._lines = array("q", [self._lines[place] for place in order])
        made._outcomes = bytearray(self._outcomes[place] for place in order)
        made._cells = [self._cells[place] for place in order]
        now = {place: at for at, place in enumerate(order)}
        made._reasons = {now[place]: reason for place, reason in self._reasons.items()}
        made._odd = {now[place]: record for place, record in self._odd.items()}
        return made

    # Looking.

    def __len__(self) -> int:
        return len(self._lines)

    def places(self, outcome: str | None) -> Sequence[int]:
        """The rows with an outcome, or all."""
        if outcome is None:
            return range(len(self._lines))
        code = _CODES[outcome]
        return array("q", [place for place, found in enumerate(self._outcomes) if found == code])

    def place_of(self, line: int) -> int:
        """The place of the row that begins on a line, or of the next one."""
        return min(bisect_left(self._lines, line), len(self._lines) - 1)

    def line(self, place: int) -> int:
        """The line a row begins on."""
        return self._lines[place]

    def outcome(self, place: int) -> str:
        """What would become of a row."""
        return OUTCOMES[self._outcomes[place]]

    def reason(self, place: int) -> str:
        """The code of why it would; empty where nothing needs saying."""
        return self._reasons.get(place, "")

    def cells(self, place: int) -> Sequence[str]:
        """The cells of a row as written; of a record as many as it has."""
        kept = self._cells[place]
        return kept.split(_SEAM) if isinstance(kept, str) else kept

    def is_row(self, place: int) -> bool:
        """Whether it has the cells of a row."""
        return place not in self._odd

    def meanings(self, place: int) -> Sequence[object]:
        """What each cell of a row is understood as; empty for a record that is none."""
        return self._interpreter.meanings(list(self.cells(place))) if self.is_row(place) else ()

    def reading(self, index: int, text: str) -> Cell:
        """What another text would be understood as in a column that means something."""
        return self._interpreter.reading(index, text)

    def problems(self, place: int) -> Sequence[CellProblem]:
        """What is wrong with a row."""
        if self._outcomes[place] != _PROBLEM:
            return ()
        record = self._odd.get(place)
        if record is not None:
            return (CellProblem(record.line, "", None, str(record.found), record.code, str(record.expected)),)
        line = self._lines[place]
        return self._interpreter.read(line, list(self.cells(place)))[1] or self._told.get(line, ())

    def groups(self) -> tuple[ProblemGroup, ...]:
        """What is wrong, by what repairs it: the most frequent first. Slow for many problems; not for the window."""
        counts: Counter[tuple[int | None, str, str]] = Counter()
        first: dict[tuple[int | None, str, str], tuple[CellProblem, int]] = {}
        for place in self.places("problem"):
            for problem in self.problems(place):
                counts[_key(problem)] += 1
                first.setdefault(_key(problem), (problem, place))
        return tuple(
            ProblemGroup(key[0], key[1], first[key][0], count, first[key][1]) for key, count in counts.most_common()
        )


def _key(problem: CellProblem) -> tuple[int | None, str, str]:
    # A line with too few cells is as wrong as the next one, however many there are.
    return problem.index, clean(problem.found) if problem.index is not None else "", problem.code


__all__ = ["OUTCOMES", "CheckedRows", "ProblemGroup"]
