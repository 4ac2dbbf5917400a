"""The form's fields: a label above, an entry, and beneath it what was understood, asked or wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from desktop import plaintext
from desktop.i18n import _
from desktop.inspector.reading import Reading, State
from desktop.theme import Theme, set_role
from desktop.undo_line import UndoLine, for_window

_ICONS = {"": "", "warning": "warning", "question": "help", "error": "error"}
_ROLES = {"": "muted", "warning": "warning", "question": "", "error": "negative"}
_EDGES = {"": "", "warning": "warning", "question": "warning", "error": "error"}
#: About as many letters as half a line of the form holds.
_WORD = 18


class LineEdit(UndoLine):
    """A line that hands on Ctrl+Enter to the form, and says when Enter was pressed alone."""

    entered = Signal()

    def forget(self) -> None:
        """Begins its undo history anew; text and cursor stay."""
        place = self.cursorPosition()
        self.setText(self.text())
        self.setCursorPosition(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves on, or belongs to an open list of suggestions. Ctrl+D is the form's: X11 deletes by it."""
        if _of_form(event) and event.key() == Qt.Key.Key_D:
            event.ignore()
            return
        completer = self.completer()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not (completer and _open(completer)):
            if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                event.ignore()
            else:
                self.entered.emit()
            return
        super().keyPressEvent(event)


def _open(completer: QCompleter) -> bool:
    popup = completer.popup()
    return popup is not None and popup.isVisible()


class ComboBox(QComboBox):
    """A choice that fits narrow panels and does not change under a scrolling wheel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls the form unless the choice has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def set_items(self, items: Sequence[tuple[str, str]]) -> None:
        """Fills it with (data, text)."""
        self.clear()
        for data, text in items:
            self.addItem(text, data)

    def value(self) -> str:
        """The data of the chosen item."""
        return str(self.currentData() or "")

    def set_value(self, data: str) -> None:
        """Chooses the item with this data."""
        self.setCurrentIndex(max(0, self.findData(data)))


class Suggestions(QCompleter):
    """A completer whose list, once closed, takes the focus back to nobody.

    X11 reports that a list was activated only later. When Tab has closed it by then, its focus proxy would pull the
    focus back to the field that was just left, and keys would come to a list nobody sees.

    Keys of the form (Ctrl+Enter, Ctrl+D) close the list and go on to the form; ``hurried`` comes before.
    """

    hurried = Signal()

    def __init__(self, model: QAbstractItemModel, parent: QWidget) -> None:
        super().__init__(model, parent)
        popup = self.popup()
        assert popup is not None
        popup.setProperty("role", "suggestions")
        popup.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list stands for its field only while it is open; keys that come later go where the focus went."""
        if event.type() in {QEvent.Type.Show, QEvent.Type.Hide} and isinstance(watched, QAbstractItemView):
            field = self.widget() if event.type() == QEvent.Type.Show else None
            watched.setFocusProxy(field)  # type: ignore[arg-type]  # None is none
        elif isinstance(event, QKeyEvent) and isinstance(watched, QAbstractItemView) and not watched.isVisible():
            window = self.widget().window()
            return QCoreApplication.sendEvent(window.focusWidget() or window, event)
        elif isinstance(watched, QAbstractItemView) and _of_form(event):
            self.hurried.emit()
            watched.hide()
            assert isinstance(event, QKeyEvent)
            QCoreApplication.postEvent(self.widget(), event.clone())
            return True
        return super().eventFilter(watched, event)


def _of_form(event: QEvent) -> bool:
    keys = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_D}
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return False
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) and event.key() in keys


class TextArea(QPlainTextEdit):
    """A few lines of text; Tab leaves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 16)

    def event(self, event: QEvent) -> bool:
        """Leaves undo and redo to the window where there is nothing of its own to undo."""
        document = self.document()
        if for_window(event, undo=document.isUndoAvailable(), redo=document.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leaves Ctrl+D to the form."""
        if _of_form(event) and event.key() == Qt.Key.Key_D:
            event.ignore()
        else:
            super().keyPressEvent(event)


def box(*, spacing: int = 4, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """A vertical layout without margins of its own."""
    layout = QVBoxLayout()
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    return layout


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
        self.body = box(spacing=3)
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
            self._question.ask(reading.choices)
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
    """The answers to "3 April or 4 March?" as buttons."""

    answered = Signal(int, bool)

    def __init__(self, field: str) -> None:
        super().__init__()
        self._field = field
        self._buttons = QButtonGroup(self)
        self._buttons.idClicked.connect(self._on_clicked)
        layout = box(spacing=4)
        self.setLayout(layout)
        pair = QHBoxLayout()
        pair.setSpacing(6)
        for index in range(2):
            button = QPushButton()
            button.setAccessibleName(field)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._buttons.addButton(button, index)
            pair.addWidget(button)
        layout.addLayout(pair)
        self._remember = QCheckBox(_("Remember for this ledger"))
        self._remember.setAccessibleName(self._remember.text())
        layout.addWidget(self._remember)

    def ask(self, choices: Sequence[str]) -> None:
        """Shows the choices."""
        for index, choice in enumerate(choices):
            button = self._buttons.button(index)
            button.setText(plaintext.mnemonic_safe(choice))
            button.setAccessibleName(_("{field}: {choice}").format(field=self._field, choice=choice))

    @Slot(int)
    def _on_clicked(self, index: int) -> None:
        self.answered.emit(index, self._remember.isChecked())


def in_reading_order(widget: QWidget) -> Iterator[QWidget]:
    """Everything below ``widget`` that takes the focus by Tab, in the order of its layouts."""
    if isinstance(widget, QScrollArea):
        inner = widget.widget()
        if inner is not None:
            yield from in_reading_order(inner)
    layout = widget.layout()
    if layout is None or isinstance(widget, (QComboBox, QPlainTextEdit)):
        return
    yield from _of_layout(layout)


def _of_layout(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        child = item.widget() if item is not None else None
        if child is not None:
            skipped = isinstance(child, QFrame) and not isinstance(child, QPlainTextEdit)
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and not skipped:
                yield child
            yield from in_reading_order(child)
        elif (inner := item.layout() if item is not None else None) is not None:
            yield from _of_layout(inner)


__all__ = [
    "ComboBox", "EchoField", "Field", "LineEdit", "Suggestions", "TextArea", "box",
    "in_reading_order", "row",
]  # fmt: skip
