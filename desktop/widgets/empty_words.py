"""What an empty list or table says in the place of its rows."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Qt, Slot
from PySide6.QtWidgets import QAbstractItemView

from desktop.look import plaintext

_AIR = 16


class EmptyWords(QObject):
    """Words in the middle of a view while its model has no row. The view must have its model."""

    def __init__(self, view: QAbstractItemView, text: str) -> None:
        super().__init__(view)
        self._view = view
        self.label = plaintext.label(text, parent=view.viewport(), wrap=True)
        self.label.setProperty("role", "muted")
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        model = view.model()
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset, model.layoutChanged):
            signal.connect(self._follow)
        view.viewport().installEventFilter(self)
        self._follow()

    def say(self, text: str) -> None:
        """Other words."""
        self.label.setText(text)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        if not shiboken6.isValid(self._view):
            return  # its model goes after it
        empty = self._view.model().rowCount() == 0
        self.label.setVisible(empty)
        self._view.setAccessibleDescription(self.label.text() if empty else "")
        self._place()

    def _place(self) -> None:
        room = self._view.viewport().rect().adjusted(_AIR, 0, -_AIR, 0)
        self.label.setGeometry(QRect(room))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: as large as the view."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
