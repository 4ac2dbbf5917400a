"""What the import dialog has done in the background: functions of a ledger, as the reader and the writer take them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from db.importing.dialect import Overrides
from db.importing.facts import CellProblem, SkippedRow
from db.importing.plan import ImportPlan, Inspection, inspect_file
from db.importing.reader import RowReader
from db.importing.rejects import write_rejects
from db.importing.run import ImportReport, preview, run_import
from db.ledger import Ledger
from db.model.progress import Progress

#: The name of the column with the reasons in a file of rejected rows; no column of a table is called that.
REASON_COLUMN = "reason_not_imported"


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row as it would be taken. ``meanings`` is empty for a record that is no row of the table.

    ``skip``: why the row is not part of the table; None: it is.
    """

    line: int
    cells: tuple[str, ...]
    meanings: tuple[object, ...]
    problems: tuple[CellProblem, ...]
    skip: SkippedRow | None = None

    def problem_at(self, index: int) -> CellProblem | None:
        """What is wrong with a cell."""
        return next((problem for problem in self.problems if problem.index == index), None)


@dataclass(frozen=True, slots=True)
class Checked:
    """What an import would come to, the first rows of the file, and all that are skipped or have a problem, by line."""

    plan: ImportPlan
    report: ImportReport
    rows: tuple[CheckedRow, ...]


def inspecting(path: Path, overrides: Overrides) -> Callable[[Ledger, Progress], Inspection]:
    """Look at a file."""
    return lambda _ledger, progress: inspect_file(path, overrides, progress=progress)


def checking(inspection: Inspection, plan: ImportPlan) -> Callable[[Ledger, Progress], Checked]:
    """Try an import without writing anything."""

    def check(ledger: Ledger, progress: Progress) -> Checked:
        report = run_import(ledger, inspection.path, plan, progress=progress, dry_run=True)
        return Checked(plan, report, tuple(_rows(inspection, plan, report, ledger.kinds.all())))

    return check


def importing(path: Path, plan: ImportPlan) -> Callable[[Ledger, Progress], ImportReport]:
    """Import a file. The report of an import that brought nothing new has no change."""

    def run(ledger: Ledger, progress: Progress) -> ImportReport:
        report = run_import(ledger, path, plan, progress=progress)
        changed = report.change is not None and not report.change.empty and report.events > 0
        return report if changed else replace(report, change=None)

    return run


def rejecting(
    source: Path, target: Path, plan: ImportPlan, reasons: Mapping[int, str]
) -> Callable[[Ledger, Progress], int]:
    """Save the rows that were not taken, as written, each with its reason."""
    return lambda _ledger, _progress: write_rejects(source, target, plan.dialect, reasons, reason_column=REASON_COLUMN)


def _rows(
    inspection: Inspection, plan: ImportPlan, report: ImportReport, kind_codes: Iterable[str]
) -> list[CheckedRow]:
    problems: dict[int, list[CellProblem]] = {}
    for problem in report.problems:
        problems.setdefault(problem.line, []).append(problem)
    skips = {skip.line: skip for skip in report.skips}
    sample = dict(inspection.sample)
    odd: dict[int, tuple[str, ...]] = {}
    missing = (problems.keys() | skips.keys()) - sample.keys()
    if missing:
        for batch in RowReader(inspection.path, plan.dialect).batches():
            odd.update((p.line, p.cells) for p in batch.problems if p.line in missing and not p.warning)
            sample.update((line, cells) for line, cells in batch.rows if line in missing)
    looked_at = replace(inspection, sample=tuple(sorted(sample.items())))
    rows = [
        CheckedRow(
            row.line,
            tuple(row.cells),
            () if row.line in skips else tuple(row.meanings),
            tuple(problems.get(row.line, ())),
            skips.get(row.line),
        )
        for row in preview(looked_at, plan, kind_codes)
    ]
    rows += [
        CheckedRow(line, cells, (), tuple(problems.get(line, ())), skips.get(line))
        for line, cells in odd.items()
        if line not in sample
    ]
    return sorted(rows, key=_line)


def _line(row: CheckedRow) -> int:
    return row.line


__all__ = ["REASON_COLUMN", "Checked", "CheckedRow", "checking", "importing", "inspecting", "rejecting"]
