"""A sentence that should be seen, with an icon beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QWidget

from desktop.look import plaintext
from desktop.look.announcing import announce
from desktop.look.theme import Theme

#: Icons of what went wrong are in the color of warnings, others in that of the program.
_ALARMING = frozenset({"warning", "error"})
#: What a sentence with its icon needs beside buttons, in pixels: about eight words in a line.
_LEAST = 420


class Notice(QFrame):
    """Hidden while it has nothing to say. Buttons may stand behind the sentence: see :meth:`add`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, icon: str = "warning") -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._theme, self._icon = theme, icon
        self._picture = QLabel()
        self._label = plaintext.label(wrap=True, selectable=True)
        self._label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._buttons = QWidget()
        self._line = QHBoxLayout(self._buttons)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        self._buttons.hide()
        self._words = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._words.setSpacing(8)
        self._words.addWidget(self._label, 1)
        self._words.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 8, 16, 8)
        whole.setSpacing(8)
        whole.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(self._words, 1)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def say(self, text: str) -> None:
        """Show a sentence, which a screen reader speaks when it is new; or nothing if it is empty."""
        new = text != self.text
        self._label.setText(text)
        self._label.setAccessibleName(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        if new and self.isVisible():
            announce(self, text)

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._label.text()

    def add(self, button: QWidget) -> None:
        """Put something to press behind the sentence."""
        self._line.addWidget(button)
        self._buttons.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the buttons go below a sentence that has too little room beside them."""
        super().resizeEvent(event)
        beside = self._buttons.isHidden() or self.width() - self._buttons.sizeHint().width() >= _LEAST
        self._words.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    @Slot()
    def _restyle(self) -> None:
        color = "warning" if self._icon in _ALARMING else "accent"
        self._picture.setPixmap(self._theme.icon(self._icon, color).pixmap(20, 20))
