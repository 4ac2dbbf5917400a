"""What the panel is built from: quiet links, and sections that open and close."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAccessible, QAccessibleStateChangeEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop.inspector.pieces.arranging import box
from desktop.look import plaintext
from desktop.look.theme import Theme


class Link(QPushButton):
    """A quiet button that shows as much of its text as there is room for, and all of it as a tool tip."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = ""
        self.setProperty("role", "link")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.say(text)

    def say(self, text: str) -> None:
        """Shows another text."""
        self._text = plaintext.one_line(text)
        self.setAccessibleName(self._text)
        plaintext.tooltip(self, self._text)
        self.setText(plaintext.mnemonic_safe(self._text))
        self._fit()

    def sizeHint(self) -> QSize:
        """Room for the whole text, whatever is shown of it now."""
        hint = super().sizeHint()
        missing = self.fontMetrics().horizontalAdvance(self._text) - self.fontMetrics().horizontalAdvance(self.text())
        return QSize(hint.width() + max(0, missing), hint.height())

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(48, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows as much as fits now."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Shows as much as fits from the first moment."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 16  # the padding of the role "link", and its border
        shown = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room)
        if self.isVisible() and plaintext.mnemonic_safe(shown) != self.text():
            self.setText(plaintext.mnemonic_safe(shown))


class Section(QWidget):
    """A heading that opens and closes what is beneath it; ``beside``: what stands behind the heading."""

    def __init__(self, title: str, theme: Theme, *, opened: bool = False, beside: QWidget | None = None) -> None:
        super().__init__()
        self.theme = theme
        self.header = QToolButton()
        self.header.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.header.setCheckable(True)
        self.header.setProperty("spoken", "disclosure")
        self.header.setAutoRaise(True)
        self.header.setStyleSheet(
            "QToolButton { padding-left: 0; text-align: left; }"
            "QToolButton:checked, QToolButton:pressed { background: transparent; }"
            "QToolButton:checked, QToolButton:pressed { border-bottom-width: 1px; padding-bottom: 4px; }"
            "QToolButton:checked:!focus, QToolButton:pressed { border-color: transparent; }"
        )
        self.header.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.body = QWidget()
        self.content = box(spacing=8)
        self.body.setLayout(self.content)
        layout = box(spacing=4)
        heading = QHBoxLayout()
        heading.setContentsMargins(0, 0, 0, 0)
        heading.setSpacing(4)
        heading.addWidget(self.header)
        if beside is not None:
            heading.addWidget(beside, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(heading)
        layout.addWidget(self.body)
        self.setLayout(layout)
        self._titles = title, title
        self.set_title(title)
        self.header.toggled.connect(self._on_toggled)
        theme.changed.connect(self._restyle)
        self.header.setChecked(opened)
        self._on_toggled()

    def set_title(self, title: str, *, closed: str = "") -> None:
        """Names the section anew; ``closed`` says more while what is beneath it is not seen."""
        self._titles = title, closed or title
        self._show_title()

    def _show_title(self) -> None:
        title = self._titles[0 if self.opened else 1]
        self.header.setText(plaintext.mnemonic_safe(plaintext.elided(title, limit=40)))
        self.header.setAccessibleName(title)

    def set_open(self, *, opened: bool) -> None:
        """Opens or closes it."""
        self.header.setChecked(opened)

    @property
    def opened(self) -> bool:
        """Whether it is open."""
        return self.header.isChecked()

    @Slot()
    def _on_toggled(self) -> None:
        self.body.setVisible(self.opened)
        self._show_title()
        self._restyle()
        if QAccessible.isActive():
            changed = QAccessible.State()
            changed.expanded = changed.collapsed = True  # which of its states are others now
            QAccessible.updateAccessibility(QAccessibleStateChangeEvent(self.header, changed))

    @Slot()
    def _restyle(self) -> None:
        self.header.setIcon(self.theme.icon("chevron-down" if self.opened else "chevron-right", "muted"))
