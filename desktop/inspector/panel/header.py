"""The head of the panel: what is shown in one line, and the buttons for it as a whole."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desktop.inspector.state import Mode
from desktop.look import plaintext
from desktop.look.theme import Theme, set_role
from desktop.wording.i18n import _


class Header(QWidget):
    """Headline, duplicate, delete, close. Whoever arranges it connects the buttons."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.title = plaintext.label(wrap=True, selectable=True)
        self.title.setMinimumWidth(1)
        set_role(self.title, "subheading")
        self.duplicate_button = _tool(_("Duplicate event"))
        self.delete_button = _tool(_("Delete event"))
        self.close_button = _tool(_("Close"))
        tools = QHBoxLayout()
        tools.setSpacing(0)
        for button in (self.duplicate_button, self.delete_button, self.close_button):
            tools.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 8, 8)
        line.addWidget(self.title, 1)
        line.addLayout(tools)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_state(self, mode: Mode, *, editable: bool, reason: str) -> None:
        """Shows the buttons that make sense now, and as tool tips the ``reason`` why they cannot be pressed."""
        for button in (self.duplicate_button, self.delete_button):
            button.setVisible(mode is Mode.EVENT)
            button.setEnabled(editable)
            plaintext.tooltip(button, reason or button.accessibleName())

    @Slot()
    def _restyle(self) -> None:
        for button, icon in (
            (self.duplicate_button, "duplicate"),
            (self.delete_button, "delete"),
            (self.close_button, "close"),
        ):
            button.setIcon(self._theme.icon(icon, "muted"))


def _tool(name: str) -> QToolButton:
    button = QToolButton()
    button.setAccessibleName(name)
    button.setAutoRaise(True)
    plaintext.tooltip(button, name)
    return button
