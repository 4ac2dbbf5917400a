"""What several pages are put together from: a search field, the words shown instead of an empty table, headings."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from db.model.values import Status
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.widgets.undo_line import SearchLine, clearable
from desktop.wording import codes, formatting
from desktop.wording.i18n import _

#: After the last key before a search is asked: between two keys of a fast typist.
SEARCH_MS = 80
MARGIN = 16
#: The title of every page stands in a row as high as a button, whatever stands beside it.
HEADING = 30


class TableSearch(SearchLine):
    """A search field; emits ``searched`` with the text once typing pauses, at once on Enter. Escape empties it."""

    searched = Signal(str)

    def __init__(self, theme: Theme, *, name: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._said = ""
        self.setAccessibleName(name)
        self.set_hint(hint)
        clearable(self)
        self.setMinimumWidth(110)
        self.setMaximumWidth(300)
        self._sign = QAction(name, self)
        self.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_MS)
        self._timer.timeout.connect(self._say)
        self.textEdited.connect(self._on_edited)
        self.textChanged.connect(self._on_changed)
        self.returnPressed.connect(self._say)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_text(self, text: str) -> None:
        """Show what is searched for elsewhere, without asking again."""
        self._said = text
        if self.text().strip() != text and not self._timer.isActive():
            self.setText(text)

    @Slot()
    def _restyle(self) -> None:
        self._sign.setIcon(self._theme.icon("search", "muted"))

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self._timer.start()

    @Slot(str)
    def _on_changed(self, text: str) -> None:
        if not text and self._said:
            self._timer.start()  # the clear button edits nothing

    @Slot()
    def _say(self) -> None:
        self._timer.stop()
        text = self.text().strip()
        if text != self._said:
            self._said = text
            self.searched.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties the field first."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._say()
            event.accept()
            return
        super().keyPressEvent(event)


class EmptyState(QWidget):
    """Shown where there is nothing to show: what that means, and what to do next."""

    def __init__(self, theme: Theme, *, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN * 4, 24, MARGIN * 4, 24)
        layout.setSpacing(8)
        self._sign = QLabel(self)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._title = plaintext.label(parent=self, wrap=True)
        self._title.setProperty("role", "subheading")
        self._text = plaintext.label(parent=self, wrap=True)
        self._text.setProperty("role", "muted")
        for one in (self._title, self._text):
            one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch()
        self._buttons.addStretch()
        layout.addStretch(2)
        layout.addWidget(self._sign)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addSpacing(4)
        layout.addLayout(self._buttons)
        layout.addStretch(3)
        theme.changed.connect(self._restyle)
        self._restyle()

    def say(self, title: str, text: str = "", *, icon: str = "") -> None:
        """Change the words (and the sign)."""
        plaintext.set_text(self._title, title)
        plaintext.set_text(self._text, text)
        self._text.setVisible(bool(text))
        self._icon = icon or self._icon
        self._restyle()

    @property
    def words(self) -> str:
        """What it says."""
        return " ".join(filter(None, (self._title.text(), self._text.text())))

    def add_button(self, text: str, *, primary: bool = False) -> QPushButton:
        """A button below the words; the caller connects it."""
        button = QPushButton(text, self)
        button.setAccessibleName(text)
        if primary:
            button.setProperty("role", "primary")
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        return button

    @Slot()
    def _restyle(self) -> None:
        self._sign.setPixmap(self._theme.icon(self._icon, "control").pixmap(32, 32))


def heading(text: str, parent: QWidget | None = None) -> QLabel:
    """The title of a page."""
    made = plaintext.label(text, parent=parent)
    made.setProperty("role", "heading")
    made.setMinimumHeight(HEADING)
    return made


def title_bar(page: QWidget, title: str, *beside: QWidget) -> QHBoxLayout:
    """The row above a page: its title, what stands ``beside`` it, and room for what is added at the other end."""
    bar = QHBoxLayout()
    bar.setContentsMargins(MARGIN, 16, MARGIN, 8)
    bar.setSpacing(8)
    bar.addWidget(heading(title, page))
    for widget in beside:
        bar.addSpacing(4)
        bar.addWidget(widget)
    bar.addStretch(1)
    return bar


def muted(text: str = "", parent: QWidget | None = None, *, wrap: bool = False) -> QLabel:
    """A quiet line beside or below something."""
    made = plaintext.label(text, parent=parent, wrap=wrap)
    made.setProperty("role", "muted")
    return made


def hidden_text(hidden: Mapping[Status, int]) -> str:
    """How much is left out for being too weak: "3 rumors and 1 denied event hidden"; empty for nothing."""
    found = [codes.counted_by_status(status, hidden[status]) for status in Status if hidden.get(status)]
    return _("{what} hidden").format(what=formatting.listing(found)) if found else ""


def field_label(text: str, buddy: QWidget) -> QLabel:
    """A quiet label above or beside a field, which it names for a screen reader too."""
    made = muted(text)
    made.setBuddy(buddy)
    buddy.setAccessibleName(text)
    return made
