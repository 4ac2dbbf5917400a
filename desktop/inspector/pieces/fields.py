"""The form's fields: a label above, an entry, and beneath it what was understood, asked or wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from desktop.entry.reading import Reading, State
from desktop.inspector.pieces.arranging import box
from desktop.inspector.pieces.editors import ComboBox, LineEdit, TextArea
from desktop.look import plaintext
from desktop.look.theme import Theme, set_role
from desktop.wording.i18n import _

_ICONS = {"": "", "warning": "warning", "question": "help", "error": "error"}
_ROLES = {"": "muted", "warning": "warning", "question": "", "error": "negative"}
_EDGES = {"": "", "warning": "warning", "question": "warning", "error": "error"}
#: About as many letters as half a line of the form holds.
_WORD = 18
#: Two answers of at most so many signs stand side by side.
_SHORT = 16


def row(*widgets: QWidget | None, spacing: int = 8) -> QHBoxLayout:
    """Widgets beside each other, all equally wide; None is room that grows."""
    layout = QHBoxLayout()
    layout.setSpacing(spacing)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        else:
            layout.addWidget(widget, 1 if isinstance(widget, Field) else 0, Qt.AlignmentFlag.AlignTop)
    return layout


class Field(QWidget):
    """A labeled entry. ``edited`` is emitted for every change a person makes, and when a text is set."""

    edited = Signal()
    entered = Signal()

    def __init__(self, name: str, label: str, editor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.editor = editor
        self.label = plaintext.label(label)
        self.label.setBuddy(editor)
        set_role(self.label, "muted")
        self.body = box(spacing=4)
        self.setLayout(self.body)
        self.body.addWidget(self.label)
        self.body.addWidget(editor)
        self.set_label(label)
        if isinstance(editor, LineEdit):
            editor.textChanged.connect(self.edited)
            editor.entered.connect(self.entered)
        elif isinstance(editor, TextArea):
            editor.textChanged.connect(self.edited)
        elif isinstance(editor, ComboBox):
            editor.currentIndexChanged.connect(self._on_edited)
        elif isinstance(editor, QCheckBox):
            editor.toggled.connect(self._on_edited)
            self.label.hide()

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit()

    def set_label(self, text: str) -> None:
        """Names the field anew."""
        self.label.setText(text)
        self.editor.setAccessibleName(text)
        if isinstance(self.editor, QCheckBox):
            self.editor.setText(plaintext.mnemonic_safe(text))

    def text(self) -> str:
        """What is typed or chosen."""
        if isinstance(self.editor, QLineEdit):
            return self.editor.text()
        if isinstance(self.editor, TextArea):
            return plaintext.typed(self.editor)
        if isinstance(self.editor, QCheckBox):
            return "1" if self.editor.isChecked() else ""
        assert isinstance(self.editor, ComboBox)
        return self.editor.value()

    def set_text(self, text: str) -> None:
        """Shows a stored text. A line keeps what only a longer text can hold out of sight: see :meth:`text`."""
        if text == self.text():
            self.forget()
            return
        if isinstance(self.editor, QLineEdit):
            self.editor.setText(text)
            self.editor.setCursorPosition(0)
        elif isinstance(self.editor, TextArea):
            self.editor.setPlainText(text)
        elif isinstance(self.editor, QCheckBox):
            self.editor.setChecked(bool(text))
        elif isinstance(self.editor, ComboBox):
            self.editor.set_value(text)

    def forget(self) -> None:
        """Begins the undo history of its text anew."""
        if isinstance(self.editor, LineEdit):
            self.editor.forget()
        elif isinstance(self.editor, TextArea):
            self.editor.document().clearUndoRedoStacks()

    def set_editable(self, *, editable: bool) -> None:
        """Whether it can be changed; a text that cannot is still to be read and copied."""
        if isinstance(self.editor, (QLineEdit, TextArea)):
            self.editor.setReadOnly(not editable)
        else:
            self.editor.setEnabled(editable)


class EchoField(Field):
    """A line with an echo beneath. ``answered`` carries its name, the index of a choice, whether to remember it."""

    answered = Signal(str, int, bool)

    def __init__(self, name: str, label: str, theme: Theme, editor: QWidget | None = None) -> None:
        super().__init__(name, label, editor or LineEdit())
        self.theme = theme
        self.state: State = ""
        self._icon = QLabel()
        self._icon.setFixedSize(16, 18)
        self.echo = plaintext.label(wrap=True)
        self.echo.setMinimumWidth(1)
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.echo, 1)
        self.body.addWidget(self._line)
        self._question: _Question | None = None
        self._line.hide()
        theme.changed.connect(self._restyle)

    def show_reading(self, reading: Reading[object]) -> None:
        """Shows what the text was taken for."""
        silent = reading.echo == self.text().strip() and not reading.state
        self.show_echo("" if silent else reading.echo, reading.state)
        if reading.choices:
            if self._question is None:
                self._question = _Question(self.label.text())
                self._question.answered.connect(self._on_answered)
                self.body.addWidget(self._question)
            self._question.ask(reading.choices, reading.remember[0])
        if self._question is not None:
            self._question.setVisible(bool(reading.choices))

    def show_echo(self, text: str, state: State = "") -> None:
        """Shows a sentence beneath the field."""
        self.state = state
        # A long amount may break within, rather than be cut.
        long = max(map(len, text.split(" "))) > _WORD
        self.echo.setText(text.replace("\u00a0", " ") if long else text)
        self.editor.setAccessibleDescription(text)
        self._line.setVisible(bool(text))
        self._restyle()

    @Slot(int, bool)
    def _on_answered(self, index: int, remember: bool) -> None:  # noqa: FBT001 - a slot
        self.answered.emit(self.name, index, remember)

    @Slot()
    def _restyle(self) -> None:
        icon = _ICONS[self.state]
        self._icon.setVisible(bool(icon))
        if icon:
            color = {"warning": "warning", "error": "negative"}.get(self.state, "accent")
            self._icon.setPixmap(self.theme.icon(icon, color).pixmap(16, 16))
        set_role(self.echo, _ROLES[self.state])
        set_role(self.editor, _EDGES[self.state], name="state")


class _Question(QWidget):
    """The answers to "3 April or 4 March?" as buttons: two side by side, more one below the other."""

    answered = Signal(int, bool)

    def __init__(self, field: str) -> None:
        super().__init__()
        self._field = field
        self._buttons = QButtonGroup(self)
        self._buttons.idClicked.connect(self._on_clicked)
        layout = box(spacing=4)
        self.setLayout(layout)
        self._answers = QGridLayout()
        self._answers.setSpacing(8)
        self._asked: tuple[tuple[str, ...], str] = ((), "")
        layout.addLayout(self._answers)
        self._remember = QCheckBox(_("Remember for this ledger"))
        self._remember.setAccessibleName(self._remember.text())
        layout.addWidget(self._remember)

    def ask(self, choices: Sequence[str], setting: str = "") -> None:
        """Shows the choices, and, where an answer can be a setting of the ledger, that it may be remembered.

        What is asked once is remembered unless somebody says otherwise.
        """
        if self._asked == (tuple(choices), setting):
            return
        self._asked = (tuple(choices), setting)
        self._remember.setVisible(bool(setting))
        self._remember.setChecked(setting == "fiscal_year")
        beside = len(choices) == 2 and max(map(len, choices)) <= _SHORT
        for index in range(max(len(choices), len(self._buttons.buttons()))):
            button = self._buttons.button(index) or self._add(index)
            button.setVisible(index < len(choices))
            if index >= len(choices):
                continue
            self._answers.addWidget(button, 0 if beside else index, index if beside else 0)
            button.setText(plaintext.mnemonic_safe(choices[index]))
            plaintext.tooltip(button, choices[index])
            button.setAccessibleName(_("{field}: {choice}").format(field=self._field, choice=choices[index]))

    def _add(self, index: int) -> QPushButton:
        button = QPushButton(self)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._buttons.addButton(button, index)
        return button

    @Slot(int)
    def _on_clicked(self, index: int) -> None:
        self.answered.emit(index, self._remember.isChecked())


__all__ = ["EchoField", "Field", "row"]
