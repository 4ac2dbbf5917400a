"""Exporting a table of the scope as CSV: which table, for whom, and where to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QSizePolicy, QVBoxLayout, QWidget

from db.model.records import Scope
from desktop.look import plaintext
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.widgets import files
from desktop.wording import i18n
from desktop.wording.i18n import N_, _

if TYPE_CHECKING:
    from db.ledger import Ledger
    from db.model.progress import Progress

TABLES: Mapping[str, str] = {
    "events": N_("Events"),
    "claims": N_("Claims"),
    "organizations": N_("Organizations"),
    "relationships": N_("Relationships"),
    "sources": N_("Sources"),
    "headcount": N_("Headcount"),
    "active-clients": N_("Active clients"),
    "findings": N_("Findings"),
    "history": N_("History"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be written, and where."""

    table: str
    scope: Scope
    path: Path
    format: Literal["csv", "excel-csv"]
    language: str


class ExportDialog(QDialog):
    """Emits ``chosen`` with an :class:`Order` when a place was named."""

    chosen = Signal(object)

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self.setWindowTitle(_("Export CSV"))
        self.setMinimumWidth(460)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.table = QComboBox()
        self.table.setAccessibleName(_("Table"))
        for name, words in TABLES.items():
            self.table.addItem(_(words), name)
        self.table.setCurrentIndex(max(self.table.findData("events"), 0))
        form.addRow(_("&Table"), self.table)
        self.format = QComboBox()
        self.format.setAccessibleName(_("For"))
        self.format.addItem(_("Programs: CSV, exactly as recorded"), "csv")
        self.format.addItem(_("Spreadsheets: opens by double click"), "excel-csv")
        self.format.currentIndexChanged.connect(self._on_format)
        form.addRow(_("&For"), self.format)
        self.hint = plaintext.label(wrap=True)
        self.hint.setProperty("role", "muted")
        form.addRow("", self.hint)
        scope = plaintext.label(_("Only what the scope bar shows is written."), wrap=True)
        scope.setProperty("role", "muted")
        form.addRow("", scope)
        for label in (self.hint, scope):  # left to itself a wrapped label is as narrow as it can be
            policy = label.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
            label.setSizePolicy(policy)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.write = buttons.addButton(_("Export…"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 18, 18, 14)
        box.setSpacing(16)
        box.addLayout(form)
        box.addWidget(buttons)
        self._on_format()

    @Slot()
    def _on_format(self, _index: int = 0) -> None:
        if self.format.currentData() == "csv":
            text = _("Commas, decimal points, UTF-8. An empty cell means unknown, never 0.")
        else:
            text = _(
                "Texts that a spreadsheet would run as a formula get an apostrophe in front; numbers stay numbers. "
                "In German: semicolons and decimal commas."
            )
        self.hint.setText(text)

    @Slot()
    def _on_accepted(self) -> None:
        table = str(self.table.currentData())
        path = files.pick_save(
            self, self._settings, title=_("Export CSV"), kind=(N_("CSV files"), ("csv",)), name=f"{table}.csv"
        )
        if path is None:
            return
        style: Literal["csv", "excel-csv"] = "csv" if self.format.currentData() == "csv" else "excel-csv"
        order = Order(table=table, scope=self._session.scope, path=path, format=style, language=i18n.language())
        self.accept()
        self.chosen.emit(order)


def run(ledger: Ledger, progress: Progress, *, order: Order) -> int:
    """Write the table; gives the number of rows. A file that cannot be written is a ``ledger.cannot_write``."""
    from db.errors import WorldError
    from db.output.export import export
    from desktop.wording import steps
    from desktop.wording.findings import finding_sentence

    names, kinds = ledger.organizations.names(), ledger.kinds.all()
    try:
        return export(
            ledger.at(order.scope), order.table, order.path, format=order.format, language=order.language,
            sentence=lambda finding: finding_sentence(finding, names),
            step_sentence=lambda step: steps.operation_sentence(step.code, step.detail, step.kind, kinds=kinds),
            progress=progress,
        )  # fmt: skip
    except OSError as error:
        raise WorldError("ledger.cannot_write", path=str(order.path), detail=error.strerror or "") from error
