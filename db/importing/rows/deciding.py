"""What can be told of every row from the file alone: it says something, repeats, is skipped, or is a problem."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from operator import itemgetter

from db.importing.facts import CellProblem, Facts, SkippedRow
from db.importing.file.raw import all_as_json
from db.importing.file.reader import Row, RowProblem
from db.importing.rows.interpreter import Interpreter
from db.importing.rows.not_part import NotPart
from db.importing.rows.repeats import Repeats

#: Problems kept with their place; all of them are counted.
_LISTED = 10_000


@dataclass(frozen=True, slots=True)
class Sorted:
    """A batch of rows with what becomes of them, and the facts that the others give.

    ``lines`` to ``reasons`` have one entry per row: its line, its cells as a JSON list, its outcome (``new``, which is
    open to matching, ``duplicate``, ``skipped``, ``problem``) and the code of its reason. ``marks``: one for each fact.
    ``again``: the facts, by their places, that another source said before in this file.
    """

    lines: list[int]
    cells: list[str]
    outcomes: list[str]
    reasons: list[str | None]
    facts: Facts
    marks: list[int]
    again: frozenset[int]


class Sorter:
    """Decides row by row what can be decided from the file alone, and counts problems and skipped rows."""

    def __init__(self, interpreter: Interpreter, not_part: NotPart, repeats: Repeats) -> None:
        self._interpreter = interpreter
        self._not_part = not_part
        self._repeats = repeats
        self.skipped = self.problem = 0
        self.problems: list[CellProblem] = []
        self.skips: list[SkippedRow] = []

    @property
    def kept(self) -> list[CellProblem]:
        """The cells that are kept as text only."""
        return self._interpreter.kept

    def sort(self, rows: list[Row]) -> Sorted:
        """The outcome of each row, in order."""
        skipped = self._not_part.reasons(rows)
        facts, problems = self._interpreter.read_many(rows)
        raw = all_as_json([cells for _, cells in rows])
        outcomes = ["new"] * len(rows)
        reasons: list[str | None] = [None] * len(rows)
        for place, reason in skipped.items():
            outcomes[place], reasons[place] = "skipped", reason
            problems.pop(place, None)
            self._skip(*rows[place], reason)
        if skipped:
            facts = facts.only(place not in skipped for place in facts.places)
        for place, found in problems.items():
            outcomes[place], reasons[place] = "problem", found[0].code
            self._list(found)
        self.problem += len(problems)
        marks = _marks(self._keys(facts))
        repeated, again = self._repeats.among(facts, marks, rows)
        if repeated:
            kept = [one for one in range(len(facts)) if one not in repeated]
            facts, marks = facts.only(one not in repeated for one in range(len(facts))), [marks[one] for one in kept]
            again = {place for place, one in enumerate(kept) if one in again}
            bringing = set(facts.places)
            for place, outcome in enumerate(outcomes):
                if outcome == "new" and place not in bringing:
                    outcomes[place], reasons[place] = "duplicate", "repeated"
        return Sorted(list(map(itemgetter(0), rows)), raw, outcomes, reasons, facts, marks, frozenset(again))

    def _keys(self, facts: Facts) -> list[str]:
        """What facts say, and that they are denied or only rumored: a notice that is rescinded says something else."""
        usual = self._interpreter.usual_status
        if facts.statuses.count(usual) == len(facts):
            return facts.keys
        return [
            key if status == usual else f"{key}\x1f{status}"
            for key, status in zip(facts.keys, facts.statuses, strict=True)
        ]

    def reject(self, problems: Iterable[RowProblem]) -> list[RowProblem]:
        """Records without the cells of a row; a warning is listed but keeps its row.

        A total or a note with less cells than the table has columns is given back as well, with the reason as its code.
        """
        rejected = []
        for problem in problems:
            reason = "" if problem.warning else self._not_part.reason_of_record(problem.cells)
            if reason:
                self._skip(problem.line, problem.cells, reason)
                rejected.append(replace(problem, code=reason))
                continue
            self._list([CellProblem(problem.line, "", None, str(problem.found), problem.code, str(problem.expected))])
            if not problem.warning:
                self.problem += 1
                rejected.append(problem)
        return rejected

    def _skip(self, line: int, cells: Sequence[str], reason: str) -> None:
        self.skipped += 1
        if len(self.skips) < _LISTED:
            self.skips.append(SkippedRow(line, reason, " ".join(filter(None, map(str.strip, cells)))))

    def _list(self, problems: list[CellProblem]) -> None:
        if len(self.problems) < _LISTED:
            self.problems.extend(problems)


def _marks(keys: list[str]) -> list[int]:
    """Numbers of 64 bits that are the same for the same evidence in every run."""
    digests = b"".join([blake2b(key.encode(), digest_size=8).digest() for key in keys])
    return list(struct.unpack(f">{len(keys)}q", digests))


__all__ = ["Sorted", "Sorter"]
