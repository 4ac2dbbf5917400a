"""What stands in the panel while no event does."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.inspector.pieces.arranging import box
from desktop.look import plaintext
from desktop.look.theme import set_role
from desktop.wording.i18n import _


class Placeholder(QWidget):
    """Says what to do."""

    def __init__(self) -> None:
        super().__init__()
        self.text = plaintext.label(wrap=True)
        self.text.setMinimumWidth(1)
        set_role(self.text, "muted")
        layout = box(spacing=8)
        layout.addWidget(self.text)
        self.setLayout(layout)

    def invite(self) -> None:
        """Says how to go on."""
        self.text.setText(_("Select an event, or press Ctrl+N to enter a new one."))

    def say(self, text: str) -> None:
        """Says why there is nothing."""
        self.text.setText(text)
