"""Deciding for every row of a file: it brings something new, is already there, or is a problem."""

from __future__ import annotations

import json
import struct
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from operator import itemgetter

from db.importing.facts import CellProblem, Facts, SkippedRow, Standing
from db.importing.interpreter import Interpreter
from db.importing.not_part import NotPart
from db.importing.reader import Row, RowProblem
from db.tables.tables import Tables

#: Problems kept with their place; all of them are counted.
_LISTED = 10_000


@dataclass(frozen=True, slots=True)
class Sorted:
    """A batch of rows with what becomes of them, and the facts that are new with their fingerprints.

    ``lines`` to ``problems`` have one entry per row: its line, its cells as a JSON list, its outcome (``new``,
    ``duplicate``, ``skipped``, ``problem``) and the code of its first problem, or why it is skipped.
    """

    lines: list[int]
    cells: list[str]
    outcomes: list[str]
    problems: list[str | None]
    facts: Facts
    marks: list[int]


class Sorter:
    """Decides row by row, and counts."""

    def __init__(self, tables: Tables, interpreter: Interpreter, not_part: NotPart) -> None:
        self._interpreter = interpreter
        self._not_part = not_part
        self._known: set[int] = {
            row[0]
            for row in tables.store.connection.execute(
                "SELECT fingerprint FROM claims WHERE fingerprint IS NOT NULL AND retired_operation IS NULL"
            )
        }
        self._seen_rows: set[int] = set()
        self._count_at, self._percent_at = (
            interpreter.value_columns.index(f"{name}_words") if f"{name}_words" in interpreter.value_columns else None
            for name in ("count", "percent")
        )
        self.new = self.duplicate = self.skipped = self.problem = self.events = self.counts = self.percents = 0
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
        raw = _as_json([cells for _, cells in rows])
        outcomes = ["new"] * len(rows)
        codes: list[str | None] = [None] * len(rows)
        for place, reason in skipped.items():
            outcomes[place], codes[place] = "skipped", reason
            problems.pop(place, None)
            self._skip(*rows[place], reason)
        if skipped:
            facts = facts.only(place not in skipped for place in facts.places)
        for place, found in problems.items():
            outcomes[place], codes[place] = "problem", found[0].code
            self._list(found)
        # Twice the same row in one file is one row; rows that only agree in what is imported are two facts.
        again = self._repeated(raw, problems.keys() | skipped.keys())
        for place in again:
            outcomes[place] = "duplicate"
        if again:
            facts = facts.only(place not in again for place in facts.places)
        marks = _marks(facts.keys)
        if not self._known.isdisjoint(marks):
            fresh = [mark not in self._known for mark in marks]
            facts, marks = facts.only(fresh), [mark for mark in marks if mark not in self._known]
            bringing = set(facts.places)
            outcomes = [
                "duplicate" if outcome == "new" and place not in bringing else outcome
                for place, outcome in enumerate(outcomes)
            ]
        self._count(outcomes, facts)
        return Sorted(list(map(itemgetter(0), rows)), raw, outcomes, codes, facts, marks)

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

    def _repeated(self, raw: list[str], problems: Collection[int]) -> set[int]:
        """The places of rows that the file had before."""
        hashes, seen = list(map(hash, raw)), self._seen_rows
        distinct = set(hashes)
        if not problems and len(distinct) == len(hashes) and seen.isdisjoint(distinct):
            seen |= distinct
            return set()
        found = set()
        for place, row in enumerate(hashes):
            if place in problems:
                continue
            if row in seen:
                found.add(place)
            seen.add(row)
        return found

    def _count(self, outcomes: list[str], facts: Facts) -> None:
        self.new += outcomes.count("new")
        self.duplicate += outcomes.count("duplicate")
        self.problem += outcomes.count("problem")
        if any(facts.follows):
            facts = facts.only(Standing.of(facts).last)
        self.events += len(facts)
        if self._count_at is not None:
            self.counts += len(facts) - facts.values[self._count_at].count(None)
        if self._percent_at is not None:
            self.percents += len(facts) - facts.values[self._percent_at].count(None)

    def _list(self, problems: list[CellProblem]) -> None:
        if len(self.problems) < _LISTED:
            self.problems.extend(problems)


#: What JSON escapes within a text, the quotes that separate cells aside.
_ESCAPED = bytes(range(0x20)) + b"\\"


def _as_json(rows: Sequence[Sequence[str]]) -> list[str]:
    """Each row as a JSON list. Where no cell of a batch needs an escape, the cells are only joined: far faster."""
    joined = list(map('","'.join, rows))
    text = "".join(joined).encode(errors="surrogatepass")
    separators = sum(map(len, rows)) - len(rows)
    if text.count(b'"') == 2 * separators and len(text.translate(None, _ESCAPED)) == len(text):
        return [f'["{cells}"]' for cells in joined]
    return list(map(as_json, rows))


_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def as_json(cells: Sequence[str]) -> str:
    """A row as a JSON list."""
    return _encoder.encode(cells)


def _marks(keys: list[str]) -> list[int]:
    """Numbers of 64 bits that are the same for the same evidence in every run."""
    digests = b"".join([blake2b(key.encode(), digest_size=8).digest() for key in keys])
    return list(struct.unpack(f">{len(keys)}q", digests))


__all__ = ["Sorted", "Sorter", "as_json"]
