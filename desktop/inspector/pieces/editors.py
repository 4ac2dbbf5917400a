"""What the form's fields are typed into: lines, choices, lists of suggestions and areas that know the form's keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QCompleter, QPlainTextEdit, QSizePolicy, QWidget

from desktop.inspector.pieces.keys import of_form
from desktop.widgets.undo_line import UndoLine, for_window


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
        if of_form(event) and event.key() == Qt.Key.Key_D:
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
        elif (
            isinstance(watched, QAbstractItemView)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and of_form(event)
        ):
            self.hurried.emit()
            watched.hide()
            QCoreApplication.postEvent(self.widget(), event.clone())
            return True
        return super().eventFilter(watched, event)


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
        if of_form(event) and event.key() == Qt.Key.Key_D:
            event.ignore()
        else:
            super().keyPressEvent(event)


__all__ = ["ComboBox", "LineEdit", "Suggestions", "TextArea"]
