"""What the import dialog has done in the background: functions of a ledger, as the reader and the writer take them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from db.importing.fields import Shape
from db.importing.file.dialect import Overrides
from db.importing.file.rejects import write_rejects
from db.importing.planning.mapping import FileMapping, inspect_for
from db.importing.planning.plan import ImportPlan, Inspection, inspect_file
from db.importing.run import ImportReport, run_import
from db.ledger import Ledger
from db.model.progress import Progress
from desktop.importing.known import saved_mappings
from desktop.importing.pairs.model import Pairs
from desktop.importing.rows import CheckedRows, ProblemGroup

#: The name of the column with the reasons in a file of rejected rows; no column of a table is called that.
REASON_COLUMN = "reason_not_imported"


@dataclass(frozen=True, slots=True)
class Checked:
    """What an import would come to, all rows of the file, and what is wrong with them by what repairs it.

    ``data_sets``: the names of those that the ledger has. ``pairs``: rows that may be one with something.
    """

    plan: ImportPlan
    report: ImportReport
    rows: CheckedRows
    groups: tuple[ProblemGroup, ...]
    data_sets: tuple[str, ...] = ()
    pairs: Pairs = field(default_factory=Pairs)


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in a file, and how files of the ledger's data sets were read, by the name of the data set."""

    inspection: Inspection
    saved: Mapping[str, FileMapping]


def inspecting(
    path: Path, overrides: Overrides, mapping: FileMapping | None, *, at_most: int | None = None
) -> Callable[[Ledger, Progress], Looked]:
    """Look at a file, ``at_most`` at so many rows of it; at all of it as the mapping says, where that makes it fit."""

    def inspect(ledger: Ledger, progress: Progress) -> Looked:
        found = inspect_file(path, overrides, progress=progress, at_most=at_most)
        whole = mapping if found.complete else None
        read = inspect_for(whole, found, stated=overrides, progress=progress) if whole else found
        return Looked(read, saved_mappings(ledger.at().imports.data_sets()))

    return inspect


def checking(inspection: Inspection, plan: ImportPlan) -> Callable[[Ledger, Progress], Checked]:
    """Try an import without writing anything."""

    def check(ledger: Ledger, progress: Progress) -> Checked:
        rows = CheckedRows()
        report = run_import(ledger, inspection.path, plan, progress=progress, dry_run=True, watch=rows)
        rows = rows.in_order()
        rows.tell(report.problems)
        names = tuple(one.name for one in ledger.at().imports.data_sets())
        return Checked(plan, report, rows, rows.groups(), names, Pairs.of(report.likely))

    return check


def importing(path: Path, plan: ImportPlan) -> Callable[[Ledger, Progress], ImportReport]:
    """Import a file. The report of an import that brought nothing new has no change."""

    def run(ledger: Ledger, progress: Progress) -> ImportReport:
        report = run_import(ledger, path, plan, progress=progress)
        brought = report.events > 0 or plan.shape is Shape.ORGANIZATIONS
        changed = report.change is not None and not report.change.empty and brought
        return report if changed else replace(report, change=None)

    return run


def rejecting(
    source: Path, target: Path, plan: ImportPlan, reasons: Mapping[int, str]
) -> Callable[[Ledger, Progress], int]:
    """Save the rows that were not taken, as written, each with its reason."""
    persons = plan.shape is Shape.PERSONS
    return lambda _ledger, _progress: write_rejects(
        source, target, plan.dialect, reasons, reason_column=REASON_COLUMN, persons=persons
    )


__all__ = ["REASON_COLUMN", "Checked", "Looked", "checking", "importing", "inspecting", "rejecting"]
