"""A file on its way into a ledger: its rows are read, sorted, matched with what earlier files said, and settled."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from db.importing.fields import Shape
from db.importing.file.reader import Row, RowProblem, RowReader, display_names, file_digest
from db.importing.file.repairs import by_line, edited
from db.importing.matching.earlier_rosters import counted_before
from db.importing.matching.judgment import Judgment
from db.importing.matching.matcher import Matcher
from db.importing.matching.said import Earlier
from db.importing.matching.statement import Reader
from db.importing.planning.plan import ImportPlan
from db.importing.rows.deciding import Sorted, Sorter
from db.importing.rows.interpreter import Interpreter
from db.importing.rows.not_part import NotPart
from db.importing.rows.repeats import Repeats, columns_apart
from db.importing.rows.rosters import Roster
from db.importing.writing.settling import Settled, Settler
from db.model.progress import Progress
from db.tables.tables import Tables

#: Rows that go together.
_PORTION = 5000


class Intake:
    """Takes one file in. ``plan`` is the one its rows are read by: of a roster, that of its figures by month."""

    def __init__(
        self, tables: Tables, reader: RowReader, plan: ImportPlan, progress: Progress, *, looked_at: bool = False
    ) -> None:
        """``looked_at``: somebody sees which rows may be one with something."""
        self.reader: RowReader | Roster = reader
        self._edits = by_line(plan.edits)
        kinds, today = frozenset(tables.kinds.all()), tables.store.today()
        self._earlier = Earlier(tables.store.connection)
        data_set_id = tables.imports.find_data_set(plan.data_set) if plan.data_set else None
        if plan.shape is Shape.PERSONS:
            known = partial(counted_before, self._earlier, data_set_id=data_set_id, is_new=bool(plan.data_set))
            self.reader = Roster(reader, plan, kinds, today, known)
            plan = self.reader.plan
        self.plan = plan
        header = display_names(plan.dialect.header)
        self.interpreter = Interpreter(plan, header, kinds, today)
        repeats = Repeats(columns_apart(plan.fields, header), sources=self.interpreter.has_source)
        self.sorter = Sorter(self.interpreter, NotPart(plan.fields, header), repeats)
        self.settler = Settler(self.interpreter.value_columns)
        self.digest = file_digest(reader.path, progress=progress)
        self.judgment = Judgment()
        self._matcher = Matcher(
            self._earlier,
            Reader(self.interpreter.value_columns, self.interpreter.text_columns),
            wishes=plan.wishes,
            digest=self.digest,
            today=today.isoformat(),
            data_set_id=data_set_id,
            new_data_set=bool(plan.data_set),
            looked_at=looked_at,
        )
        wished = looked_at or plan.match == "join" or plan.decisions
        beside = self.interpreter.has_source or self._earlier.has_events
        self._alone = not self._earlier.editions and not (wished and beside)

    def settled(self) -> Iterator[tuple[list[Row], Settled, list[RowProblem]]]:
        """Every batch with what its rows come to. Where nothing was imported before, none waits for the others."""
        batches = self._sorted()
        if not self._alone:
            held = list(batches)
            self.judgment = self._matcher.judge(
                [(batch.facts, batch.marks) for _, batch, _ in held], [batch.lines for _, batch, _ in held]
            )
            batches = iter(held)
        for number, (rows, batch, rejected) in enumerate(batches):
            if self._alone:
                self.judgment.newest_day = max(self.judgment.newest_day, self._matcher.newest_day([batch.facts]))
            yield rows, self.settler.settle(batch, self.judgment, number), rejected

    def _sorted(self) -> Iterator[tuple[list[Row], Sorted, list[RowProblem]]]:
        for batch in self.reader.batches(_PORTION):
            rows = edited(batch.rows, self._edits)
            yield rows, self.sorter.sort(rows), self.sorter.reject(batch.problems)

    def data_set(self) -> str:
        """The name of the data set that the file is an edition of; "": it begins a new one."""
        names = {edition.data_set_id: edition.data_set for edition in self._earlier.editions}
        return names.get(self.judgment.data_set_id or 0, "")

    def maybe(self) -> tuple[str, ...]:
        """The names of data sets that the file has something in common with, though not enough to be an edition."""
        names = {edition.data_set_id: edition.data_set for edition in self._earlier.editions}
        return tuple(names[one] for one in self.judgment.maybe)

    def lost_hirings(self) -> tuple[int, int] | None:
        """Of a roster that lacks more of those hired than it may: how many it has of how many are known."""
        roster = self.reader
        if not isinstance(roster, Roster) or self.plan.fewer_hired or roster.hired_still >= 0.9 * roster.hired_before:
            return None
        return roster.hired_still, roster.hired_before

    def brings_something(self) -> bool:
        """Whether the ledger differs after this file."""
        outcomes = self.settler.totals.outcomes
        told = outcomes["new"] + outcomes["new_claim"] + outcomes["amends"] + self.settler.totals.left_out_now
        return bool(told) or bool(self.judgment.gone)
