"""A sentence that should be seen, with an icon beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop.look import plaintext
from desktop.look.theme import Theme

#: Icons of what went wrong are in the color of warnings, others in that of the program.
_ALARMING = frozenset({"warning", "error"})


class Notice(QFrame):
    """Hidden while it has nothing to say. Buttons may stand behind the sentence: see :meth:`add`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, icon: str = "warning") -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._theme, self._icon = theme, icon
        self._picture = QLabel()
        self._label = plaintext.label(wrap=True, selectable=True)
        self._label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(16, 8, 16, 8)
        self._line.setSpacing(8)
        self._line.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        self._line.addWidget(self._label, 1)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def say(self, text: str) -> None:
        """Show a sentence, or nothing if it is empty."""
        self._label.setText(text)
        self._label.setAccessibleName(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._label.text()

    def add(self, button: QWidget) -> None:
        """Put something to press behind the sentence."""
        self._line.addWidget(button)

    @Slot()
    def _restyle(self) -> None:
        color = "warning" if self._icon in _ALARMING else "accent"
        self._picture.setPixmap(self._theme.icon(self._icon, color).pixmap(20, 20))
