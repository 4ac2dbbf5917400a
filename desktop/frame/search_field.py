"""The search field of the toolbar: typing narrows the scope by words and shows the events."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from db.model.scope import Scope
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.widgets.undo_line import SearchLine, clearable
from desktop.wording.i18n import _

#: As wide as it may be, and as it must be where there is no room, in pixels.
_WIDEST, _LEAST = 270, 130
#: Typing faster than this is one search.
_DEBOUNCE_MS = 80


class SearchField(SearchLine):
    """Emits ``searched`` after the scope has new words; ``left`` when Down or Enter leads to what was found."""

    searched = Signal(str)
    left = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self.set_hint(_("Search events (Ctrl+K)"))
        self.setAccessibleName(_("Search events"))
        clearable(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedWidth(_WIDEST)
        self.spacer = QWidget()  # pushes the field to the right end of the toolbar
        self.spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._icon = QAction(_("Search events"), self)
        self.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DEBOUNCE_MS)
        self._timer.timeout.connect(self._on_rested)
        self.textEdited.connect(self._on_edited)
        session.scope_changed.connect(self._on_scope)
        session.opened.connect(self._on_opened)
        theme.changed.connect(self.restyle)
        self.installEventFilter(self)
        self.restyle()

    def fit(self, room: int) -> None:
        """Take what the rest of the toolbar leaves: where it left too little, the field would be in a menu."""
        self.setFixedWidth(max(_LEAST, min(_WIDEST, room)))

    @Slot()
    def restyle(self) -> None:
        """Icons in the theme's colors."""
        self._icon.setIcon(self._theme.icon("search", "muted"))

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self._timer.start()

    @Slot()
    def _on_rested(self) -> None:
        self._session.change_scope(text=self.text().strip())
        if self.text().strip():
            self.searched.emit(self.text().strip())

    @Slot()
    def _on_opened(self) -> None:
        self.setText(self._session.scope.text)

    @Slot(object)
    def _on_scope(self, scope: Scope) -> None:
        if scope.text != self.text().strip() and not self._timer.isActive():
            self.setText(scope.text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc empties the field; Enter and Down go to what was found."""
        if watched is self and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and self.text():
                self.clear()
                self._timer.start()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
                self._timer.stop()
                self._on_rested()
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
