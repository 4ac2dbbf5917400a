"""The foot of the panel: saving what was typed, or taking it back."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from desktop.inspector.state import Mode
from desktop.look import plaintext
from desktop.widgets.flow import Flow
from desktop.wording.i18n import _


class Footer(QFrame):
    """Save, save and next, discard; there while something is typed or a new event is begun."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        around = QVBoxLayout(self)
        around.setContentsMargins(16, 8, 16, 8)
        line = Flow(gap=6)
        around.addLayout(line)
        self.save_button = QPushButton(_("Save"))
        self.save_button.setProperty("role", "primary")
        plaintext.tooltip(self.save_button, _("Ctrl+Enter"))
        self.next_button = QPushButton(_("Save and next"))
        plaintext.tooltip(
            self.next_button,
            _("Ctrl+D or Ctrl+Shift+Enter: saves, and keeps organization and source for the next fact"),
        )
        self.revert_button = QPushButton(_("Discard changes"))
        for button in (self.save_button, self.next_button, self.revert_button):
            button.setAccessibleName(plaintext.without_mnemonic(button.text()))
            button.setAutoDefault(True)
            line.addWidget(button)

    def show_state(self, mode: Mode, *, dirty: bool, may_save: bool) -> None:
        """Shows the buttons that make sense now."""
        self.setVisible(mode is Mode.NEW or dirty)
        self.next_button.setVisible(mode is Mode.NEW)
        self.save_button.setEnabled(may_save)
        self.next_button.setEnabled(may_save)
        self.revert_button.setText(_("Discard changes") if mode is Mode.EVENT else _("Cancel"))
        self.revert_button.setAccessibleName(plaintext.without_mnemonic(self.revert_button.text()))
