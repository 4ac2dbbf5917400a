"""Importing a file: every row becomes events, is already there, or is a problem; all of it in one operation.

Nothing is written unless everything is: a cancelled or failed import leaves the ledger as it was. The raw rows are
kept with what became of them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from db.errors import UserError
from db.importing.collection import no_collection
from db.importing.facts import CellProblem, SkippedRow
from db.importing.fields import Shape
from db.importing.file.reader import Row, RowProblem, RowReader, display_names, file_digest
from db.importing.file.repairs import by_line, edited
from db.importing.matching.judgment import Judgment
from db.importing.matching.likely import Likely
from db.importing.own.loading import OwnFile, read_own
from db.importing.own.recognizing import own_table
from db.importing.own.writing import OwnWriter
from db.importing.planning.fates import ColumnFate, fates
from db.importing.planning.keeping import keep_mapping
from db.importing.planning.plan import ImportPlan
from db.importing.rows.interpreter import Interpreter
from db.importing.rows.rosters import Roster
from db.importing.writing.apart import accept_apart
from db.importing.writing.directories import DirectoryReader, write_directory
from db.importing.writing.intake import Intake
from db.importing.writing.stating import Stating
from db.importing.writing.writer import Writer
from db.model.drafts import SourceDraft
from db.model.progress import Progress
from db.store.operations import ChangeSet, Operation
from db.tables.tables import Tables

#: Rows written at once.
_PORTION = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What became of the data rows of a file; ``new`` to ``problem`` add up to ``rows``.

    ``columns``: what became of each of them. ``kind``: that of the rows whose columns say none; "": there are none.
    ``events``, ``counts`` and ``percents`` count the events written and those of them with a number. ``kept``: cells of
    rows that were read which are kept as text only, and why. ``persons``: those of a roster, whose ``rows`` are figures
    for a month; ``alone``: the figures that are one person. ``reasons``: how many rows have an outcome for a reason.
    ``data_set``: the name of the one that the file is an edition of; "": it begins a new one. ``maybe``: names of those
    that it has something in common with, though not enough to be sure. ``likely``: rows that may be one with something,
    where somebody watches. ``lacks``: of a roster that lacks more of those hired than it may, how many it has of
    how many are known. ``field_values``: values of fields of one's own that are added.
    """

    file_name: str
    rows: int
    new: int
    new_claim: int = 0
    amends: int = 0
    duplicate: int
    skipped: int
    problem: int
    events: int = 0
    counts: int = 0
    percents: int = 0
    problems: tuple[CellProblem, ...] = ()
    skips: tuple[SkippedRow, ...] = ()
    kept: tuple[CellProblem, ...] = ()
    persons: int = 0
    alone: int = 0
    columns: tuple[ColumnFate, ...] = ()
    kind: str = ""
    reasons: tuple[tuple[tuple[str, str], int], ...] = ()
    data_set: str = ""
    maybe: tuple[str, ...] = ()
    likely: tuple[Likely, ...] = ()
    lacks: tuple[int, int] | None = None
    field_values: int = 0
    change: ChangeSet | None = None

    @property
    def taken(self) -> int:
        """How many of the rows said something that the ledger has since."""
        return self.new + self.new_claim + self.amends


class Watcher(Protocol):
    """Is told what would become of every row, in the order of the file."""

    def begin(self, interpreter: Interpreter, plan: ImportPlan, header: tuple[str, ...]) -> None:
        """What reads the rows, and what their columns are: those of the figures of a roster are not its own."""

    def rows(self, rows: Sequence[Row], outcomes: Sequence[str], reasons: Sequence[str | None]) -> None:
        """Rows with what becomes of each, and the code of the reason where there is one."""

    def records(self, records: Sequence[RowProblem]) -> None:
        """Records among those rows that have not their cells."""


def run_import(
    tables: Tables,
    path: Path,
    plan: ImportPlan,
    *,
    progress: Progress | None = None,
    dry_run: bool = False,
    watch: Watcher | None = None,
    ask: bool = False,
) -> ImportReport:
    """Import a file as one operation, or (``dry_run``) only say what would become of it, to ``watch`` row by row.

    ``ask``: a file that may or may not be an edition of a data set is refused with ``import.data_set_unclear`` instead
    of being taken for a new one, a roster that lacks a tenth of those hired with ``import.roster_lacks``.
    Raises :class:`db.errors.ImportFileError` for a file that is no table, :class:`UserError` ``kind.unknown``,
    :class:`db.errors.CancelledError` when ``progress`` says so.
    """
    kinds = tables.kinds.all()
    if plan.kind and plan.kind not in kinds:
        raise UserError("event.kind_unknown", kind=plan.kind)
    if own_table(plan.dialect.header) is not None:
        return _run_own(tables, path, plan, progress=progress or Progress(), dry_run=dry_run, watch=watch)
    columns = fates(plan, display_names(plan.dialect.header))
    kind = plan.kind if plan.shape is Shape.EVENTS else ""
    if plan.shape is Shape.ORGANIZATIONS:
        listed = _run_directory(tables, path, plan, progress=progress, dry_run=dry_run, watch=watch)
        return replace(listed, columns=columns)
    progress = progress or Progress()
    reader = RowReader(path, plan.dialect, progress=progress)
    intake = Intake(tables, reader, plan, progress, looked_at=watch is not None)
    if plan.own and plan.shape is Shape.PERSONS:  # of a person nothing is kept, and months have no field
        raise UserError("field.of_roster", name=plan.own[0][1].name)
    stating, before = Stating(tables, plan), tables.store.last_operation()
    if dry_run:
        if watch is not None:
            watch.begin(intake.interpreter, intake.plan, display_names(intake.plan.dialect.header))
        with no_collection():
            for rows, settled, rejected in intake.settled():
                stating.take(rows, settled, {})
                if watch is not None:
                    watch.rows(rows, settled.outcomes, settled.reasons)
                    watch.records(rejected)
        added = len(stating.additions(tables.organizations.by_identity(), before=before)) if plan.own else 0
        return replace(_report(intake, path.name), columns=columns, kind=kind, field_values=added)
    with tables.operation("import.applied", file=path.name) as operation, no_collection():
        writer: Writer | None = None
        for rows, settled, rejected in intake.settled():
            if writer is None:  # by now it is known what the file is an edition of
                if ask and (maybe := intake.maybe()):
                    raise UserError("import.data_set_unclear", names=maybe)
                if ask and (lost := intake.lost_hirings()):
                    raise UserError("import.roster_lacks", found=lost[0], known=lost[1])
                writer = Writer(tables, operation, intake, path.name)
            writer.write(settled)
            writer.reject(rejected)
            stating.take(rows, settled, writer.events)
        values = stating.additions(writer.organizations, before=before) if writer is not None else []
        report = replace(_report(intake, path.name), columns=columns, kind=kind, field_values=len(values))
        if writer is not None and (values or intake.brings_something()):
            if values:
                stating.write(operation, values, writer.file_source())
            data_set_id = _record(operation, writer.import_id, intake.plan, report, intake.digest, intake.judgment)
            keep_mapping(operation, data_set_id, plan)
            accept_apart(tables, operation, writer.events_apart())
        elif writer is not None:  # no step to undo, no second copy of the rows
            writer.discard()
        operation.detail.update(rows=report.rows, taken=report.taken, new=report.new, events=report.events)
    return replace(report, change=tables.last_change)


def _run_own(
    tables: Tables, path: Path, plan: ImportPlan, *, progress: Progress, dry_run: bool, watch: Watcher | None
) -> ImportReport:
    """Take back an export of ours: it says itself what it holds."""
    reader = RowReader(path, plan.dialect, progress=progress)
    file = read_own(tables, reader, plan.edits, progress)
    if watch is not None:
        header = display_names(plan.dialect.header)
        watch.begin(Interpreter(plan, header, frozenset(tables.kinds.all()), tables.store.today()), plan, header)
        _show_own(file, reader, plan, watch)
    claims = [claim.draft for event in file.new for claim in event.claims[:1]]
    report = ImportReport(
        file_name=path.name,
        rows=file.rows,
        new=file.count("new"),
        duplicate=file.count("duplicate"),
        skipped=0,
        problem=file.count("problem"),
        events=len(file.new),
        counts=sum(claim.count is not None for claim in claims),
        percents=sum(claim.percent is not None for claim in claims),
        problems=tuple(file.problems),
    )
    if dry_run or not report.new:
        return report
    with tables.operation("import.applied", file=path.name, rows=report.rows, new=report.new) as operation:
        writer = OwnWriter(tables, operation, file)
        writer.write()
        _record(operation, writer.import_id, plan, report, file_digest(path), Judgment())
        operation.detail.update(taken=report.taken, events=report.events)
    return replace(report, change=tables.last_change)


def _run_directory(
    tables: Tables, path: Path, plan: ImportPlan, *, progress: Progress | None, dry_run: bool, watch: Watcher | None
) -> ImportReport:
    """Import a list of organizations, of which nothing happened."""
    reader = RowReader(path, plan.dialect, progress=progress)
    stating, before = Stating(tables, plan), tables.store.last_operation()
    found = DirectoryReader(tables, plan).read(reader, stating)
    values = stating.additions(tables.organizations.by_identity(), before=before)
    if watch is not None:
        reasons = {problem.line: problem.code for problem in found.problems}
        edits = by_line(plan.edits)
        for batch in reader.batches(_PORTION):
            rows = edited(batch.rows, edits)
            watch.rows(rows, [found.outcomes[line] for line, _ in rows], [reasons.get(line) for line, _ in rows])
            watch.records([record for record in batch.problems if not record.warning])
    report = ImportReport(
        file_name=path.name,
        rows=found.rows,
        new=found.count("new"),
        amends=found.count("amends"),
        duplicate=found.count("duplicate"),
        skipped=0,
        problem=found.count("problem"),
        problems=tuple(found.problems),
        field_values=len(values),
    )
    if dry_run or not (found.entries or values):
        return report
    with tables.operation("import.applied", file=path.name, rows=report.rows, new=report.new, events=0) as operation:
        write_directory(tables, operation, found.entries)
        operation.detail.update(taken=report.taken)
        if values:  # now those that were new have an id
            known = stating.additions(tables.organizations.by_identity(), before=before)
            source = tables.sources.ensure(operation, SourceDraft(title=path.name))
            stating.write(operation, known, source)
        data_set_id = _record(operation, operation.next_id("imports"), plan, report, file_digest(path), Judgment())
        keep_mapping(operation, data_set_id, plan)
    return replace(report, change=tables.last_change)


def _show_own(file: OwnFile, reader: RowReader, plan: ImportPlan, watch: Watcher) -> None:
    edits = by_line(plan.edits)
    for batch in reader.batches(_PORTION):
        rows = edited(batch.rows, edits)
        watch.rows(rows, [file.outcomes[line] for line, _ in rows], [file.reasons.get(line) for line, _ in rows])
        watch.records([record for record in batch.problems if not record.warning])


def _report(intake: Intake, file_name: str) -> ImportReport:
    reader, sorter, totals = intake.reader, intake.sorter, intake.settler.totals
    return ImportReport(
        file_name=file_name,
        rows=reader.data_rows,
        new=totals.outcomes["new"],
        new_claim=totals.outcomes["new_claim"],
        amends=totals.outcomes["amends"],
        duplicate=totals.outcomes["duplicate"],
        skipped=sorter.skipped + len(totals.left_out),
        problem=sorter.problem,
        events=totals.events,
        counts=totals.counts,
        percents=totals.percents,
        problems=tuple(sorter.problems),
        skips=(*sorter.skips, *totals.left_out),
        kept=tuple(sorter.kept),
        persons=reader.persons if isinstance(reader, Roster) else 0,
        alone=reader.alone if isinstance(reader, Roster) else 0,
        reasons=tuple(sorted(totals.reasons.items())),
        data_set=intake.data_set(),
        maybe=intake.maybe(),
        likely=intake.judgment.likely,
        lacks=intake.lost_hirings(),
    )


def _record(
    operation: Operation, import_id: int, plan: ImportPlan, report: ImportReport, digest: str, judgment: Judgment
) -> int:
    """Record the import itself, as an edition of its data set; gives the id of that."""
    data_set_id = judgment.data_set_id
    if data_set_id is None:
        data_set_id = operation.add("data_sets", {"name": plan.data_set or Path(report.file_name).stem})
    operation.add(
        "imports",
        {
            "file_name": report.file_name,
            "digest": digest,
            "encoding": plan.dialect.encoding,
            "delimiter": plan.dialect.delimiter,
            "header": json.dumps(plan.dialect.header, ensure_ascii=False),
            "mapping": json.dumps({"shape": plan.shape, "fields": plan.fields, "date_order": plan.date_order}),
            "row_count": report.rows,
            "new_count": report.new,
            "duplicate_count": report.duplicate,
            "skipped_count": report.skipped,
            "problem_count": report.problem,
            "data_set_id": data_set_id,
            "new_claim_count": report.new_claim,
            "amends_count": report.amends,
            "newest_day": judgment.newest_day or None,
            "gone": json.dumps(judgment.gone) if judgment.gone else None,
        },
        row_id=import_id,
    )
    return data_set_id


__all__ = ["ImportReport", "Watcher", "run_import"]
