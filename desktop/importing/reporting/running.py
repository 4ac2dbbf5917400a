"""An import while it runs, and what can be done after it: stop, save what was not taken, undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from db.errors import CancelledError, LedgerError
from db.importing.planning.plan import ImportPlan
from db.importing.run import ImportReport
from db.ledger import Ledger
from db.model.progress import Progress
from db.store.operations import ChangeSet
from desktop.importing.reporting.report_step import ReportStep
from desktop.importing.widgets import Later
from desktop.importing.work import importing, rejecting
from desktop.look import plaintext
from desktop.operations.ledger import undo
from desktop.session.session import Session
from desktop.session.task import Task
from desktop.wording import formatting
from desktop.wording.codes import error_sentence
from desktop.wording.i18n import _, ngettext
from desktop.wording.imports import importing as words


class Running(QObject):
    """Runs one import at a time in the thread that writes.

    ``reported`` carries its report once every view has heard of its change; ``failed`` an error, and nothing changed.
    """

    reported = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task[ImportReport] | None = None

    @property
    def busy(self) -> bool:
        """Whether an import is running."""
        return self._task is not None

    def start(self, path: Path, plan: ImportPlan, progress: Callable[[int, int], None]) -> None:
        """Import a file."""
        self._session.backups.before("import")
        # Not Session.write: an import that brings nothing new has no change to announce.
        self._task = self._session.tasks.write(
            importing(path, plan), Later(self._on_imported), Later(self._on_failed), progress=Later(progress)
        )

    def stop(self) -> None:
        """Nothing of it is to stay."""
        if self._task is not None:
            self._task.cancel()
            # An import that had not begun is dropped without a word; what was queued behind it tells.
            self._session.tasks.write(_nothing, Later(self._on_stopped), Later(self._on_stopped))

    @Slot(object)
    def _on_imported(self, report: ImportReport) -> None:
        self._task = None
        self._report = report
        if report.change is not None:
            self._session.announce(report.change, Later(self._on_announced))
        else:
            self.reported.emit(report)

    @Slot(object)
    def _on_announced(self, _change: ChangeSet) -> None:
        self.reported.emit(self._report)

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self._task = None
        self.failed.emit(error)

    @Slot(object)
    def _on_stopped(self, _result: object) -> None:
        if self._task is not None:
            self._on_failed(CancelledError())


class Afterwards(QObject):
    """What the report offers, and says what came of it."""

    def __init__(self, session: Session, step: ReportStep, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._step = session, step

    def save_rejected(self, path: Path, plan: ImportPlan, report: ImportReport, target: Path) -> None:
        """Save the rows that were not taken to a CSV file, each with its reason."""
        reasons: dict[int, str] = {}
        for problem in report.problems:
            text = words.problem_sentence(problem)
            text = f"{plaintext.elided(problem.column, limit=40)}: {text}" if problem.column else text
            reasons[problem.line] = f"{reasons[problem.line]} {text}" if problem.line in reasons else text
        self._target = target
        work = rejecting(path, target, plan, reasons)
        self._session.tasks.read(work, Later(self._on_saved), Later(self._on_failed))

    def undo(self, report: ImportReport | None) -> None:
        """Take the import back, if nothing was done after it."""
        change, last = report.change if report is not None else None, self._session.facts.undo
        if change is None or last is None or last.id != change.operation_id:
            self._step.show_saved(_("Something was done after the import. Undo that first, with Edit > Undo."))
            return
        self._step.undo.setEnabled(False)
        self._session.write(undo(), Later(self._on_undone), Later(self._on_failed))

    @Slot(object)
    def _on_saved(self, count: int) -> None:
        text = ngettext(
            "Saved {n} row to {file}. Correct it there and import that file.",
            "Saved {n} rows to {file}. Correct them there and import that file.",
            count,
        )
        self._step.show_saved(
            text.format(n=formatting.number(count), file=plaintext.elided(self._target.name, limit=80))
        )

    @Slot(object)
    def _on_undone(self, _change: ChangeSet) -> None:
        self._step.show_saved(_("The import was undone; the ledger is as it was before."))

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self._step.show_saved(error_sentence(error))


def _nothing(_ledger: Ledger, _progress: Progress) -> None:
    """Only to know that all before it is done."""


__all__ = ["Afterwards", "Running"]
