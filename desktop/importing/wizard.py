"""The import dialog: file, columns, check, import. Every choice stays when one goes back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from db.errors import CancelledError, LedgerError
from db.importing.file.repairs import Repair
from db.importing.own.recognizing import own_table
from db.importing.planning.mapping import FileMapping
from db.importing.planning.plan import ImportPlan, Inspection
from db.importing.run import ImportReport
from desktop.importing.checking.check_step import CheckStep
from desktop.importing.checking.checker import Checker
from desktop.importing.choices import Choices, column_key, considered, defaults_of, missing, plan_of
from desktop.importing.choosing.columns_step import ColumnsStep
from desktop.importing.choosing.file_step import FileStep
from desktop.importing.choosing.looking import Looking
from desktop.importing.choosing.mapping_files import MappingFiles
from desktop.importing.dialog import FileDialog
from desktop.importing.known import proposed, settles, taken_for
from desktop.importing.layout import Step, lay_out, step_beside
from desktop.importing.reporting.report_step import ReportStep
from desktop.importing.reporting.running import Afterwards, Running
from desktop.importing.widgets import StepBar, pick_file, pick_target
from desktop.importing.work import Checked
from desktop.look.announcing import announce
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.session.settings import DATE_ORDER, LAST_FOLDER, NUMBERS, Settings
from desktop.wording.codes import error_sentence
from desktop.wording.i18n import _


class ImportWizard(FileDialog):
    """Imports one file into the open ledger. Emits ``imported`` after an import that changed something.

    What was chosen is kept in :attr:`choices`, what was found in the inspection; the plan follows from both.
    """

    imported = Signal(object)  # ChangeSet

    def __init__(
        self,
        session: Session,
        theme: Theme,
        settings: Settings,
        path: Path | None = None,
        parent: QWidget | None = None,
        *,
        data_set: str = "",
    ) -> None:
        """``data_set``: whose next edition the file is; "": found by its rows."""
        super().__init__(parent)
        self._session = session
        self._data_set = data_set
        self._settings = settings
        self.path = path
        self.choices = Choices()
        self.inspection: Inspection | None = None
        self._found: Inspection | None = None  # before anything was decided
        self.plan: ImportPlan | None = None
        self.report: ImportReport | None = None
        self._defaults = defaults_of(settings.get(DATE_ORDER), settings.get(NUMBERS))
        self._new = False
        self._key = f"import-{id(self)}"
        self.file_step = FileStep(theme)
        self.columns_step = ColumnsStep(theme)
        self.check_step = CheckStep(theme)
        self.report_step = ReportStep(theme)
        self._looking = Looking(session, self._key, self)
        self._checker = Checker(session, self.check_step, self._key, self)
        self._mapping_files = MappingFiles(self.columns_step, settings, self)
        self._running = Running(session, self)
        self._afterwards = Afterwards(session, self.report_step, self)
        self.steps = StepBar(theme, (_("File"), _("Columns"), _("Check"), _("Import")))
        self.pages = QStackedWidget()
        self.back = QPushButton(_("&Back"))
        self.next = QPushButton(_("&Next"))
        self._build()
        self._connect()
        self._go(Step.FILE)
        if path is not None:
            self.set_path(path)

    @property
    def step(self) -> Step:
        """Where the dialog is."""
        return Step(self.pages.currentIndex())

    @property
    def checked(self) -> Checked | None:
        """What the import would come to; None until the plan was checked."""
        return self._checker.checked

    @property
    def busy(self) -> bool:
        """Whether an import is running."""
        return self._running.busy

    def stop(self) -> None:
        """Stop the running import."""
        self.report_step.show_stopping()
        self._running.stop()

    @property
    def takes_files(self) -> bool:
        """Until the import."""
        return self.step is not Step.IMPORT

    def take_file(self, path: Path) -> None:
        """Look at another file."""
        self._go(Step.FILE)
        self.set_path(path)

    def set_path(self, path: Path) -> None:
        """Look at a file. How another file was written says nothing about this one."""
        self.path = path
        self.choices = replace(self.choices.for_another_file(), data_set=self._data_set or None)
        self._settings.set(LAST_FOLDER, str(path.parent))
        self._new = True
        self._inspect()

    @Slot(object)
    def use_mapping(self, mapping: FileMapping) -> None:
        """Take the file for a known table; it is read anew where the mapping says how."""
        self.choices = self.choices.with_mapping(mapping)
        self._inspect()

    def save_rejected(self, target: Path) -> None:
        """Save the rows that were not taken to a CSV file."""
        if self.path is not None and self.plan is not None and self.report is not None:
            self._afterwards.save_rejected(self.path, self.plan, self.report, target)

    # Reading the file.

    def _inspect(self) -> None:
        assert self.path is not None
        self.inspection = self.plan = None
        self._checker.forget()
        self.file_step.show_path(self.path)
        self._enable()
        self._looking.look(self.path, self.choices.overrides, self.choices.mapping)

    @Slot(object)
    def _on_glanced(self, inspection: Inspection) -> None:
        self.file_step.show_file(inspection, plan_of(inspection, self.choices, self._defaults), self.choices)

    @Slot(object)
    def _on_inspected(self, inspection: Inspection) -> None:
        self._found = self.inspection = inspection
        new, self._new = self._new, False
        if new:
            self.choices = replace(self.choices, mapping=proposed(inspection, self._looking.saved, self._data_set))
        self.inspection = inspection = considered(inspection, self.choices)
        self.plan = plan_of(inspection, self.choices, self._defaults)
        self.file_step.show_file(inspection, self.plan, self.choices)
        self._show_columns()
        if self.focusWidget() in {None, self.file_step.choose}:
            self._first_of_file().setFocus(Qt.FocusReason.OtherFocusReason)
        known = self.choices.mapping
        if (
            new
            and known
            and settles(inspection, known, self._looking.saved)
            and not self._missing()
            and not self.file_step.asks
        ):
            self._go(Step.CHECK)  # a known table needs no decisions; going back shows them

    @Slot(object)
    def _on_inspect_failed(self, error: LedgerError) -> None:
        self.file_step.show_choices(None, None, self.choices)
        names = error.values.get("names")
        self.file_step.show_error(error_sentence(error), names if isinstance(names, tuple) else ())
        self._go(Step.FILE)

    # Decisions.

    @Slot()
    def _on_file_options(self) -> None:
        overrides = self.file_step.overrides()
        reread = overrides != self.choices.overrides
        self.choices = replace(
            self.choices,
            overrides=overrides,
            date_order=self.file_step.date_order.value,
            convention=self.file_step.decimal.value,
        )
        if reread:
            self._inspect()
        else:
            self._replan()

    @Slot(object)
    def _take(self, choices: Choices) -> None:
        self.choices = choices
        self._replan()

    def _replan(self) -> None:
        if self.inspection is None or self._found is None:
            return
        self.inspection = considered(self._found, self.choices)
        plan = plan_of(self.inspection, self.choices, self._defaults)
        if plan != self.plan:
            self._checker.forget(rows=self.step is not Step.CHECK)
        self.plan = plan
        self.file_step.show_choices(self.inspection, plan, self.choices)
        self._show_columns()

    def _show_columns(self) -> None:
        assert self.inspection is not None
        assert self.plan is not None
        self.check_step.show_known(taken_for(self.inspection, self.choices.mapping))
        facts, saved = self._session.facts, self._looking.saved
        self.columns_step.show_plan(
            self.inspection, self.plan, self.choices, missing=self._missing(), facts=facts, saved=saved
        )
        self._enable()

    def _missing(self) -> str:
        """What keeps the plan from being carried out, in words; empty if nothing does."""
        if self.inspection is None or self.plan is None:
            return ""
        return missing(self.inspection, self.plan, self.columns_step.model.name)

    # Steps.

    def _go(self, step: Step) -> None:
        self.pages.setCurrentIndex(step)
        self.steps.show_step(step)
        announce(self.steps, self.steps.accessibleName())
        self._enable()
        if step is Step.CHECK:
            self._check()
        {
            Step.FILE: self._first_of_file(),
            Step.COLUMNS: self.columns_step.first_open(),
            Step.CHECK: self.check_step.table,
            Step.IMPORT: self.cancel,
        }[step].setFocus(Qt.FocusReason.OtherFocusReason)

    def _first_of_file(self) -> QWidget:
        """Where what holds the first step up is answered; where nothing does, Return goes on."""
        if self.inspection is None:
            return self.file_step.choose
        return self.file_step.encoding if self.file_step.asks else self.next

    @Slot()
    def _enable(self) -> None:
        step = self.step
        done = self.report is not None
        self.back.setVisible(step is not Step.IMPORT)
        self.back.setEnabled(step is not Step.FILE)
        self.next.setVisible(step is not Step.IMPORT)
        self.next.setText(_("&Import") if step is Step.CHECK else _("&Next"))
        self.next.setAccessibleName(_("Import the file") if step is Step.CHECK else _("Next step"))
        self.next.setEnabled(self._may_go_on(step))
        self.next.setDefault(True)
        self.cancel.setText(_("Close") if done else _("Cancel"))
        self.cancel.setAccessibleName(self.cancel.text())
        self.cancel.setDefault(done)

    def _may_go_on(self, step: Step) -> bool:
        match step:
            case Step.FILE:
                return self.inspection is not None and not self.file_step.asks
            case Step.COLUMNS:
                return self.inspection is not None and not self._missing()
            case Step.CHECK:
                return self._checker.decided and self._session.writable
            case _:
                return False

    @Slot()
    def _on_next(self) -> None:
        if not self._may_go_on(self.step):
            return
        if self.step is Step.CHECK:
            self._import()
        else:
            self._go(self._beside(1))

    @Slot()
    def _on_back(self) -> None:
        if self.step in {Step.COLUMNS, Step.CHECK}:
            self._go(self._beside(-1))

    def _beside(self, direction: int) -> Step:
        """The next step or the one before; the columns of our own export need no meaning."""
        own = self.plan is not None and own_table(self.plan.dialect.header) is not None
        return step_beside(self.step, direction, own=own)

    @Slot()
    def _on_choose(self) -> None:
        folder = str(self.path.parent) if self.path else self._settings.get(LAST_FOLDER)
        if (path := pick_file(self, folder)) is not None:
            self.set_path(path)

    # Checking.

    def _check(self) -> None:
        if self.inspection is not None and self.plan is not None:
            self._checker.check(self.inspection, self.plan, self.choices)

    def _check_with(self, choices: Choices) -> None:
        self._take(choices)
        self._check()

    @Slot(int, int, str)
    def _on_edited(self, line: int, column: int, text: str) -> None:
        assert self.inspection is not None
        self._check_with(self.choices.with_edit(line, column_key(self.inspection, column), text))

    @Slot(object)
    def _on_repaired(self, repair: Repair) -> None:
        assert self.inspection is not None
        key = column_key(self.inspection, repair.column)
        self._check_with(self.choices.with_repair(key, repair.found, repair.instead))

    @Slot()
    def _on_edition(self) -> None:
        self._check_with(self.check_step.taken(self.choices))

    # Importing.

    def _import(self) -> None:
        assert self.path is not None
        assert self.plan is not None
        self.report_step.show_working(self.path.name)
        self._running.start(self.path, self.plan, self.report_step.show_progress)
        self._go(Step.IMPORT)

    @Slot(object)
    def _on_reported(self, report: ImportReport) -> None:
        self.report = report
        assert self.inspection is not None
        assert self.plan is not None
        self.report_step.show_report(report, self.inspection, self.plan)
        self.setAccessibleDescription(self.report_step.sentence.text())
        announce(self, self.report_step.sentence.text())
        self._enable()
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        if report.change is not None:
            self.imported.emit(report.change)

    @Slot(object)
    def _on_import_failed(self, error: LedgerError) -> None:
        self._go(Step.CHECK)
        self.check_step.say(error_sentence(error))
        if not isinstance(error, CancelledError):
            self._checker.forget()

    @Slot()
    def _on_save(self) -> None:
        assert self.path is not None
        target = pick_target(self, self.path.with_name(_("{name} rejected.csv").format(name=self.path.stem)))
        if target is not None:
            self.save_rejected(target)

    @Slot()
    def _on_undo(self) -> None:
        self._afterwards.undo(self.report)

    # Set-up.

    def _build(self) -> None:
        self.setWindowTitle(_("Import"))
        self.setAccessibleName(_("Import a file"))
        self.setAcceptDrops(True)
        pages = self.file_step, self.columns_step, self.check_step, self.report_step
        self.cancel, self.scrolled = lay_out(self, self.steps, self.pages, pages, self.back, self.next)

    def _connect(self) -> None:
        self.next.clicked.connect(self._on_next)
        self.back.clicked.connect(self._on_back)
        self.cancel.clicked.connect(self.reject)
        self.file_step.choose_requested.connect(self._on_choose)
        self.file_step.changed.connect(self._on_file_options)
        self._mapping_files.opened.connect(self.use_mapping)
        self.columns_step.changed.connect(self._take)
        self.check_step.edited.connect(self._on_edited)
        self.check_step.chosen.connect(self._on_edition)
        self.check_step.repaired.connect(self._on_repaired)
        self._looking.glanced.connect(self._on_glanced)
        self._looking.found.connect(self._on_inspected)
        self._looking.failed.connect(self._on_inspect_failed)
        self._checker.changed.connect(self._enable)
        self._running.reported.connect(self._on_reported)
        self._running.failed.connect(self._on_import_failed)
        self.report_step.save_requested.connect(self._on_save)
        self.report_step.undo_requested.connect(self._on_undo)
        self._session.writable_changed.connect(self._enable)


__all__ = ["ImportWizard", "Step"]
