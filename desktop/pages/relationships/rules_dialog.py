"""The rules for trouble, to be seen and changed: from how much on each is met, and how far back it looks."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QDoubleSpinBox, QGridLayout, QVBoxLayout, QWidget

from db.errors import LedgerError
from db.figures.questions import RULES
from db.figures.relationships.rules import DAYS, KEY, MOST, Rules, text_of
from db.store.operations import ChangeSet
from desktop.look import plaintext
from desktop.operations.ledger import remember
from desktop.session.session import Session
from desktop.widgets.fitting import Scrolled, resize_within
from desktop.widgets.page_parts import muted
from desktop.wording import codes
from desktop.wording.i18n import _, language
from desktop.wording.language.conventions import conventions
from desktop.wording.rules import MEANINGS, rule_name, rule_title


class RulesDialog(QDialog):
    """Writes the rules into the ledger, as an operation; closes once that is done, else says why not."""

    def __init__(self, session: Session, rules: Rules, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(_("Rules for Trouble"))
        self.setMinimumWidth(560)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        self.days = _spin(_("Days looked back"), float(rules.days), least=1, most=36_500)
        grid.addWidget(plaintext.label(_("Days looked back")), 0, 0)
        grid.addWidget(self.days, 0, 1)
        self.limits: dict[str, QDoubleSpinBox] = {}
        for row, code in enumerate(RULES, 1):
            name = rule_name(code)
            most = 100.0 if code == "share_cut" else MOST
            box = _spin(_("From how much on: {rule}").format(rule=name), rules.limits[code], least=0, most=most)
            box.setSpecialValueText(_("no rule"))
            box.setPrefix("≥ ")
            box.setSuffix(conventions(None).percent.format("") if code == "share_cut" else "")
            box.setDecimals(1 if code == "share_cut" else 0)
            box.setValue(rules.limits[code])
            box.setAccessibleDescription(_(MEANINGS[code]))
            grid.addWidget(plaintext.label(rule_title(code)), row, 0)
            grid.addWidget(box, row, 1)
            grid.addWidget(muted(_(MEANINGS[code]), wrap=True), row, 2)
            self.limits[code] = box
        grid.setColumnStretch(2, 1)
        self.error = plaintext.label("", wrap=True)
        self.error.setProperty("role", "warning")
        self.error.hide()
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel | kinds.RestoreDefaults)
        buttons.accepted.connect(self._on_save)
        buttons.rejected.connect(self.reject)
        self.save = buttons.button(kinds.Ok)
        self.save.setText(_("Save"))
        self.defaults = buttons.button(kinds.RestoreDefaults)
        self.defaults.setText(_("Restore Defaults"))
        self.defaults.clicked.connect(self._on_defaults)
        box_ = QVBoxLayout(self)
        box_.setContentsMargins(16, 16, 16, 16)
        box_.setSpacing(16)
        box_.addWidget(
            muted(_("Who meets a rule is named, with what is known. The rules are kept in the ledger; Undo takes a "
                    "change back."), wrap=True)
        )  # fmt: skip
        inside = QWidget()
        grid.setContentsMargins(0, 0, 0, 0)
        inside.setLayout(grid)
        box_.addWidget(Scrolled(inside, whole=True), 1)
        box_.addWidget(self.error)
        box_.addWidget(buttons)
        resize_within(self, 680, 26 * self.fontMetrics().height())

    def rules(self) -> Rules:
        """What is set."""
        return Rules(int(self.days.value()), {code: box.value() for code, box in self.limits.items()})

    @Slot()
    def _on_defaults(self) -> None:
        self.days.setValue(DAYS)
        for code, box in self.limits.items():
            box.setValue(RULES[code])

    @Slot()
    def _on_save(self) -> None:
        self.save.setEnabled(False)
        self._session.write(remember(KEY, text_of(self.rules())), self._on_written, self._on_failed)

    @Slot(object)
    def _on_written(self, _change: ChangeSet) -> None:
        self.accept()

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self.save.setEnabled(True)
        plaintext.set_text(self.error, codes.error_sentence(error))
        self.error.show()


def _spin(name: str, value: float, *, least: float, most: float) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setLocale(QLocale(language()))
    box.setRange(least, most)
    box.setDecimals(0)
    box.setValue(value)
    box.setAccessibleName(name)
    box.setAlignment(Qt.AlignmentFlag.AlignRight)
    return box
