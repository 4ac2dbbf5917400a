"""A question about a column that holds up the import, with its answers as buttons."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.importing.widgets import heading
from desktop.look import plaintext


class Question(QFrame):
    """Something the file leaves open, asked once with both readings of a cell. Emits ``answered``."""

    answered = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.setAccessibleName(title)
        self._values: tuple[object, ...] = ()
        self.text = plaintext.label(wrap=True)
        self.buttons = (QRadioButton(), QRadioButton())
        self._group = QButtonGroup(self)
        self._none = QRadioButton()  # never shown: what is chosen before there is an answer
        for button in (*self.buttons, self._none):
            self._group.addButton(button)
        line = QHBoxLayout()
        line.setSpacing(24)
        for button in self.buttons:
            button.clicked.connect(self.answered)
            line.addWidget(button)
        line.addStretch(1)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(16, 8, 16, 8)
        inner.setSpacing(4)
        inner.addWidget(heading(title))
        inner.addWidget(self.text)
        inner.addLayout(line)
        self._none.setParent(self)
        self._none.hide()
        self.hide()

    def ask(self, text: str, readings: tuple[tuple[str, object], tuple[str, object]], answer: object) -> None:
        """Ask, with the answer there is so far (None: none)."""
        self.text.setText(text)
        self._values = tuple(value for _text, value in readings)
        for button, (reading, _value) in zip(self.buttons, readings, strict=True):
            button.setText(plaintext.mnemonic_safe(reading))
            button.setAccessibleName(reading)
        chosen = self._values.index(answer) if answer in self._values else None
        (self.buttons[chosen] if chosen is not None else self._none).setChecked(True)

    @property
    def answer(self) -> object:
        """The value of the reading that was chosen; None before that."""
        for button, value in zip(self.buttons, self._values, strict=False):
            if button.isChecked():
                return value
        return None
