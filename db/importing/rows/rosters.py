"""Rosters, one row a person with the days of entry and leaving: counted by month, so that nobody is named.

The persons are counted while the file is read; what goes on from here is a table of figures with a row for each
organization, kind of event and month. No name, no reason and no cell of a person leaves this module, in problems
neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from db.importing.cells.cell import Cell
from db.importing.cells.leaving import kind_of_leaving
from db.importing.fields import Field, Shape
from db.importing.file.reader import Batch, Row, RowProblem, RowReader, display_names
from db.importing.file.repairs import by_line, edited
from db.importing.planning.plan import ImportPlan
from db.importing.rows.layout import Layout
from db.model.text import identity
from db.model.values import ImpreciseDate, Population

#: What the table of figures has; its columns mean what they are called.
_FIELDS = (Field.ORGANIZATION, Field.KIND, Field.EFFECTIVE, Field.COUNT)
_HIRING, _LEVEL = "hiring", "reported_headcount"
#: What is said of contingent workers instead: an engagement that ended has no other reason.
_ENGAGED, _ENDED, _CONTINGENT_LEVEL = "contractors_engaged", "contractors_ended", "reported_contingent_headcount"
_DAY = timedelta(days=1)

#: Whose (as names are compared), what, first and last day of a month or quarter.
_Counted = tuple[str, str, str, str]
#: What earlier editions came to, for the organizations and first days of this one's cells.
Before = Callable[[set[tuple[str, str]]], Mapping[_Counted, int]]


class _Cell(NamedTuple):
    """What is counted together: the first day of a month or quarter stands for it."""

    organization: str
    kind: str
    start: date


def figures_plan(plan: ImportPlan) -> ImportPlan:
    """How the table of figures is read that a roster becomes; any other plan as it is."""
    if plan.shape is not Shape.PERSONS:
        return plan
    header = tuple(str(field) for field in _FIELDS)
    return replace(
        plan, shape=Shape.EVENTS, fields=_FIELDS, organization=None, keep_rest=False, decimals=(), kinds=(), edits=(),
        repairs=(), dialect=replace(plan.dialect, header=header, width=len(header)),
    )  # fmt: skip


class Roster:
    """The figures of a roster, read as the rows of a table. ``plan`` says what their columns mean."""

    def __init__(
        self, reader: RowReader, plan: ImportPlan, kind_codes: frozenset[str], today: date, before: Before | None = None
    ) -> None:
        """``plan``: that of the roster, of shape persons. ``before``: what earlier editions came to."""
        self._before = before
        self._reader = reader
        self._edits = by_line(plan.edits)
        self._layout = Layout(plan, display_names(plan.dialect.header), kind_codes, today)
        self._months = 3 if plan.per == "quarter" else 1
        self._today = today
        self._changes: Counter[_Cell] = Counter()
        self._nets: dict[tuple[str, str], Counter[date]] = {}
        columns = enumerate(self._layout.columns)
        self._reasons_at = [place for place, column in columns if column.field is Field.LEAVING_REASON]
        self.plan = figures_plan(plan)
        self.persons = self.data_rows = self.alone = 0
        self.hired_before = self.hired_still = 0

    def batches(self, size: int) -> Iterator[Batch]:
        """The problems of the roster, then the figures that its persons come to, at most ``size`` at a time.

        What earlier editions counted and this one does not, is 0 now. ``persons`` counts those read, ``alone`` the
        figures that are one person, ``data_rows`` figures and problems; ``hired_before`` how many were hired by what
        is known, ``hired_still`` of them by this roster too.
        """
        last = 0
        for batch in self._reader.batches(size):
            last = max([last, *(line for line, _ in batch.rows), *(problem.line for problem in batch.problems)])
            problems = [problem for row in edited(batch.rows, self._edits) if (problem := self._count(row)) is not None]
            unread = [replace(problem, cells=()) for problem in batch.problems if not problem.warning]
            self.data_rows += len(problems) + len(unread)
            yield Batch([], [*problems, *unread])
        rows = self._rows(last + 1)
        self.data_rows += len(rows)
        for first in range(0, len(rows), size):
            yield Batch(rows[first : first + size], [])

    def _count(self, row: Row) -> RowProblem | None:
        """Count a person, or say what keeps them from being counted."""
        line, cells = row
        parsed = self._layout.parsed(cells)
        code = self._problem(parsed)
        if code:
            return RowProblem(line, code, 0, 0, ())
        at = self._layout.at
        organization = str(parsed[at[Field.ORGANIZATION]].value)
        hired, left = (self._day(parsed[at[field]]) for field in (Field.HIRED, Field.LEFT))
        contingent = parsed[at[Field.POPULATION]].value is Population.CONTINGENT
        nets = self._nets.setdefault((organization, _CONTINGENT_LEVEL if contingent else _LEVEL), Counter())
        if hired is not None:
            kind = _ENGAGED if contingent else _HIRING
            self._changes[_Cell(organization, kind, self._start(hired))] += 1
            nets[hired] += 1
        if left is not None:
            reasons = [str(parsed[place].value or "") for place in self._reasons_at]
            kind = _ENDED if contingent else kind_of_leaving(reasons, self._layout.plan.kinds)
            self._changes[_Cell(organization, kind, self._start(left))] += 1
            nets[left] -= 1
        self.persons += 1
        return None

    def _problem(self, parsed: list[Cell]) -> str:
        """The code of what is wrong with the row of a person; empty for nothing."""
        at = self._layout.at
        organization, hired, left = (parsed[at[field]] for field in (Field.ORGANIZATION, Field.HIRED, Field.LEFT))
        if organization.bad or organization.value is None:
            return "person.no_organization"
        if parsed[at[Field.POPULATION]].bad:
            return "person.population_not_understood"
        if hired.bad or left.bad or (left.value is not None and self._day(left) is None):
            return "person.date_not_understood"
        entry, end = self._day(hired), self._day(left)
        if entry is None:
            return "person.no_entry"
        return "person.left_before_entry" if end is not None and end < entry else ""

    @staticmethod
    def _day(cell: Cell) -> date | None:
        """The day that counts for a person: the last one of a month, where only that is known."""
        value = cell.value
        return value.latest if isinstance(value, ImpreciseDate) else None

    def _start(self, day: date) -> date:
        return date(day.year, day.month - (day.month - 1) % self._months, 1)

    def _end(self, start: date) -> date:
        months = start.year * 12 + start.month - 1 + self._months
        return date(months // 12, months % 12 + 1, 1) - _DAY

    def _rows(self, line: int) -> list[Row]:
        """The figures, numbered like lines from ``line`` on: behind those of the file, which problems name."""
        rows: list[list[str]] = []
        for (organization, kind, start), count in sorted(self._changes.items()):
            self.alone += count == 1
            rows.append([organization, kind, f"{start.isoformat()}/{self._end(start).isoformat()}", str(count)])
        rows += self._vanished()
        for (organization, kind), nets in sorted(self._nets.items()):
            rows += [[organization, kind, day.isoformat(), str(level)] for day, level in self._levels(nets)]
        return list(enumerate(rows, line))

    def _vanished(self) -> Iterator[list[str]]:
        """Cells that earlier editions counted and that are empty in this one, with a count of 0."""
        if self._before is None:
            return
        names = {identity(organization): organization for organization, _kind in self._nets}
        now = {
            (identity(one.organization), one.kind, one.start.isoformat(), self._end(one.start).isoformat()): count
            for one, count in self._changes.items()
        }
        known = self._before({(one.organization, one.start.isoformat()) for one in self._changes})
        for cell, count in sorted(known.items()):
            if cell[1] in {_HIRING, _ENGAGED} and cell[0] in names:
                self.hired_before += count
                self.hired_still += min(count, now.get(cell, 0))
            if cell not in now and cell[0] in names and count:
                yield [names[cell[0]], cell[1], f"{cell[2]}/{cell[3]}", "0"]

    def _levels(self, nets: Counter[date]) -> Iterator[tuple[date, int]]:
        """How many there were at the end of each month (or quarter) from the first change to the last one that is past.

        A person is still there on the day of entry and no more at the end of the day of leaving.
        """
        if not nets:
            return
        days, place, level = sorted(nets), 0, 0
        start, last = self._start(days[0]), min(days[-1], self._today)
        while start <= last:
            end = self._end(start)
            while place < len(days) and days[place] <= end:
                level += nets[days[place]]
                place += 1
            if end <= self._today:
                yield end, level
            start = end + _DAY


__all__ = ["Before", "Roster", "figures_plan"]
