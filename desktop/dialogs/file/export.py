"""Exporting: a table of the scope, all of them as a workbook, or the whole ledger; for whom, and where to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from db.model.records import Scope
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.widgets import files, notify
from desktop.widgets.fitting import resize_to_contents
from desktop.widgets.forms import FieldForm
from desktop.widgets.page_parts import muted
from desktop.wording import i18n
from desktop.wording.exporting import TABLES, left_out
from desktop.wording.i18n import N_, _

if TYPE_CHECKING:
    from db.ledger import Ledger
    from db.model.progress import Progress

Form = Literal["excel-csv", "xlsx", "csv", "parquet", "datapackage"]

#: For whom, and the kind of file.
FORMS: Mapping[Form, tuple[str, files.Kind]] = {
    "excel-csv": (N_("CSV for spreadsheets (opens with a double-click)"), (N_("CSV files"), ("csv",))),
    "xlsx": (N_("Workbook for spreadsheets (all tables or one)"), (N_("Workbooks"), ("xlsx",))),
    "csv": (N_("CSV for other programs (exact)"), (N_("CSV files"), ("csv",))),
    "parquet": (N_("Parquet for other programs (typed columns)"), (N_("Parquet files"), ("parquet",))),
    "datapackage": (N_("Data package for Headwater (the whole ledger)"), (N_("Data packages"), ("zip",))),
}
_HINTS: Mapping[Form, str] = {
    "excel-csv": N_(
        "Texts that a spreadsheet would run as a formula get an apostrophe in front; numbers stay numbers. "
        "In German: semicolons and decimal commas."
    ),
    "xlsx": N_("Numbers are numbers, full days are days, and no text is run as a formula."),
    "csv": N_("Commas, decimal points, UTF-8. An empty cell means unknown, never 0."),
    "parquet": N_("Days are days and numbers are numbers; a vague date stays text."),
    "datapackage": N_(
        "Every table with everything that was ever changed. An empty ledger that imports it is the same as this one."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be written, and where; ``table`` None: all of them."""

    table: str | None
    scope: Scope
    path: Path
    format: Form
    language: str
    follow_links: bool = False


class ExportDialog(QDialog):
    """Emits ``chosen`` with an :class:`Order` when a place was named."""

    chosen = Signal(object)

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self.setWindowTitle(_("Export"))
        self.setMinimumWidth(520)
        form = FieldForm()
        self.table = QComboBox()
        self.table.setAccessibleName(_("Table"))
        for name, words in TABLES.items():
            self.table.addItem(_(words), name)
        self.table.addItem(_("All tables"), "")
        form.add(_("&Table"), self.table)
        self.format = QComboBox()
        self.format.setAccessibleName(_("Format"))
        for name, (words, _kind) in FORMS.items():
            self.format.addItem(_(words), name)
        self.hint = form.add(_("&Format"), self.format, hint="")
        self.lost, self.scope = muted(wrap=True), muted(wrap=True)
        notes = QVBoxLayout()
        notes.setSpacing(8)
        notes.addWidget(self.lost)
        notes.addWidget(self.scope)
        form.addRow("", notes)
        self.table.currentIndexChanged.connect(self._tell)
        self.format.currentIndexChanged.connect(self._on_format)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.write = buttons.addButton(_("Export…"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(16)
        box.addLayout(form)
        box.addWidget(buttons)
        for choice in (self.table, self.format):  # else they are measured when the dialog has its size
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._on_format()
        resize_to_contents(self)

    @property
    def form(self) -> Form:
        """The format that is chosen."""
        chosen: Form = self.format.currentData()
        return chosen

    @Slot()
    def _on_format(self, _index: int = 0) -> None:
        every = self.table.count() - 1
        model = self.table.model()
        assert isinstance(model, QStandardItemModel)
        model.item(every).setEnabled(self.form == "xlsx")
        if self.form == "xlsx":
            self.table.setCurrentIndex(every)
        elif self.table.currentIndex() == every:
            self.table.setCurrentIndex(self.table.findData("events"))
        self.table.setEnabled(self.form != "datapackage")
        self._tell()

    @Slot()
    def _tell(self, _index: int = 0) -> None:
        """What the file will hold, and what it cannot."""
        whole = self.form == "datapackage"
        self.hint.setText(_(_HINTS[self.form]))
        self.lost.setText("" if whole else left_out(self.table.currentData() or None))
        self.lost.setVisible(not whole)
        self.scope.setText(
            _("All of the ledger is written, whatever the scope bar shows.")
            if whole
            else _("Only what the scope bar shows is written.")
        )

    @Slot()
    def _on_accepted(self) -> None:
        form, table = self.form, str(self.table.currentData()) or None
        kind = FORMS[form][1]
        ledger = self._session.path
        stem = ledger.stem if ledger is not None and (form == "datapackage" or table is None) else table or "headwater"
        path = files.pick_save(self, self._settings, title=_("Export"), kind=kind, name=f"{stem}.{kind[1][0]}")
        if path is None or not self._may_write(path):
            return
        order = Order(
            table=table, scope=self._session.scope, path=path, format=form, language=i18n.language(),
            follow_links=path.is_symlink(),
        )  # fmt: skip
        self.accept()
        self.chosen.emit(order)

    def _may_write(self, path: Path) -> bool:
        """A link is followed only if the person says so: what it leads to is what is replaced."""
        return not path.is_symlink() or notify.ask(
            self,
            title=_("Export"),
            text=_("“{file}” is a symbolic link that leads to “{target}”. Write that file?").format(
                file=path.name, target=path.resolve()
            ),
            yes=_("Write"),
        )


def run(ledger: Ledger, progress: Progress, *, order: Order) -> int:
    """Write what is ordered; gives the number of rows. A file that cannot be written is a ``ledger.cannot_write``."""
    if order.format == "datapackage":
        from db.package.writing import write_package
        from db.store.atomic import replacing

        with replacing(order.path, follow_links=order.follow_links) as file:
            return write_package(ledger.store, file, progress=progress)
    from db.output.export import export
    from desktop.wording.changes import steps
    from desktop.wording.findings import finding_sentence

    names, kinds = ledger.organizations.names(), ledger.kinds.all()
    return export(
        ledger.at(order.scope), order.table, order.path, format=order.format, language=order.language,
        sentence=lambda finding: finding_sentence(finding, names),
        step_sentence=lambda step: steps.operation_sentence(step.code, step.detail, step.kind, kinds=kinds),
        progress=progress, follow_links=order.follow_links,
    )  # fmt: skip
