"""A sentence with buttons inside the panel, in place of a dialog."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton

from desktop.inspector.pieces.arranging import box
from desktop.look import plaintext


class Prompt(QFrame):
    """Hidden until it says something. ``pressed`` carries the index of the button."""

    pressed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.text = plaintext.label(wrap=True)
        self.text.setMinimumWidth(1)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.pressed)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        layout = box(spacing=8, margins=(8, 8, 8, 8))
        layout.addWidget(self.text)
        layout.addLayout(self._buttons)
        self.setLayout(layout)
        self.hide()

    def ask(self, text: str, buttons: Sequence[tuple[str, str]] = (), *, focus: int | None = None) -> None:
        """Shows a sentence and buttons as (text, role); ``focus`` is the index of the one that gets the focus."""
        self.text.setText(text)
        for button in self._group.buttons():
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        while self._buttons.count():
            self._buttons.takeAt(0)
        for index, (label, role) in enumerate(buttons):
            button = QPushButton(plaintext.mnemonic_safe(label))
            button.setAccessibleName(label)
            if role:
                button.setProperty("role", role)
            button.setAutoDefault(True)
            self._group.addButton(button, index)
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self.show()
        if focus is not None:
            self._group.button(focus).setFocus(Qt.FocusReason.OtherFocusReason)

    def button(self, index: int) -> QPushButton:
        """A button of the question asked."""
        found = self._group.button(index)
        assert isinstance(found, QPushButton)
        return found
