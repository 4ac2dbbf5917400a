"""The panel around the form: headline, questions, what is contradicted, history, and the buttons beneath."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop import plaintext
from desktop.i18n import _
from desktop.inspector.blocks import Notice, Section
from desktop.inspector.decisions import Decision, decisions, history_rows, rows
from desktop.inspector.event_field import Mover
from desktop.inspector.event_form import EventFormWidget
from desktop.inspector.fields import box, in_reading_order
from desktop.inspector.form import Stored
from desktop.inspector.history_block import HistoryBlock
from desktop.inspector.quick_line import QuickLine
from desktop.session import Session
from desktop.theme import Theme, set_role

Mode = Literal["empty", "event", "new"]


class Panel(QWidget):
    """The widgets of the inspector; what they do is in the subclass."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.theme = session, theme
        self.setMinimumWidth(320)
        self._build()

    def _build(self) -> None:
        self.title = plaintext.label(wrap=True, selectable=True)
        self.title.setMinimumWidth(1)
        set_role(self.title, "subheading")
        self.duplicate_button = self._tool(_("Duplicate event"))
        self.delete_button = self._tool(_("Delete event"))
        self.close_button = self._tool(_("Close"))
        tools = QHBoxLayout()
        tools.setSpacing(0)
        for button in (self.duplicate_button, self.delete_button, self.close_button):
            tools.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        head = QHBoxLayout()
        head.setContentsMargins(14, 10, 6, 8)
        head.addWidget(self.title, 1)
        head.addLayout(tools)

        self.notice = Notice()
        self.mover = Mover(self.session, self.theme)
        self.locked = plaintext.label(wrap=True)
        self.locked.setMinimumWidth(1)
        set_role(self.locked, "muted")
        self.facts: QVBoxLayout = box(spacing=8)
        self.quick = QuickLine(self.session, self.theme)
        self.form = EventFormWidget(self.session, self.theme)
        self.history = Section(_("History"), self.theme)
        self.superseded: QVBoxLayout = box(spacing=8)
        self.past = HistoryBlock(self.session)
        self.history.content.addLayout(self.superseded)
        self.history.content.addWidget(self.past)
        self.history.header.toggled.connect(self.past.set_seen)
        self.empty = plaintext.label(_("Select an event, or press Ctrl+N to enter a new one."), wrap=True)
        self.empty.setMinimumWidth(1)
        set_role(self.empty, "muted")
        self.begin = QPushButton(_("New Event"))
        self.begin.setAccessibleName(_("New Event"))

        inner = QWidget()
        inner.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        body = box(spacing=10, margins=(14, 2, 14, 14))
        inner.setLayout(body)
        for part in (self.locked, self.empty, self.begin):
            body.addWidget(part, 0)
        body.addLayout(self.facts)
        body.addWidget(self.quick)
        body.addWidget(self.form)
        body.addWidget(self.history)
        body.addStretch(1)
        self.scroller = QScrollArea()
        self.scroller.setProperty("role", "plain")
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setWidget(inner)
        inner.setAutoFillBackground(False)
        self.scroller.viewport().setAutoFillBackground(False)

        layout = box(spacing=0)
        self.setLayout(layout)
        layout.addLayout(head)
        asked = box(margins=(14, 0, 14, 8))
        asked.addWidget(self.notice)
        asked.addWidget(self.mover)
        layout.addLayout(asked)
        layout.addWidget(self.scroller, 1)
        layout.addWidget(self._footer())

    def _tool(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setAccessibleName(name)
        button.setAutoRaise(True)
        plaintext.tooltip(button, name)
        return button

    def _footer(self) -> QFrame:
        self.footer = QFrame()
        self.footer.setProperty("role", "bar")
        line = QHBoxLayout(self.footer)
        line.setContentsMargins(14, 8, 14, 8)
        self.save_button = QPushButton(_("Save"))
        self.save_button.setProperty("role", "primary")
        plaintext.tooltip(self.save_button, _("Ctrl+Enter"))
        self.next_button = QPushButton(_("Save and next"))
        plaintext.tooltip(
            self.next_button,
            _("Ctrl+D or Ctrl+Shift+Enter: saves, and keeps organization and source for the next fact"),
        )
        self.revert_button = QPushButton(_("Revert"))
        for button in (self.save_button, self.next_button, self.revert_button):
            button.setAccessibleName(button.text())
            button.setAutoDefault(True)
            line.addWidget(button)
        line.addStretch(1)
        return self.footer

    def show_facts(self, stored: Stored) -> list[Decision]:
        """Shows what the sources do not agree on, and the history; gives what can be decided."""
        clear(self.facts)
        clear(self.superseded)
        if stored.event.values.denied_beside:
            rows([_("A source denies what another one asserts.")], self.facts)
        made = decisions(stored, self.theme)
        for decision in made:
            decision.set_editable(editable=self.session.writable)
            self.facts.addWidget(decision)
        history_rows(stored, self.superseded)
        self.past.show_event(stored.event.id)
        self.chain()
        return made

    def draw_icons(self) -> None:
        """Draws the icons in the colors of the theme."""
        for button, icon in (
            (self.duplicate_button, "duplicate"),
            (self.delete_button, "delete"),
            (self.close_button, "close"),
        ):
            button.setIcon(self.theme.icon(icon, "muted"))

    @Slot()
    def chain(self) -> None:
        """Makes Tab go in reading order, also through what was added since."""
        for before, after in pairwise(in_reading_order(self)):
            QWidget.setTabOrder(before, after)

    def show_mode(self, mode: Mode) -> None:
        """Shows the parts of a mode."""
        if mode != "event":
            clear(self.facts)
            clear(self.superseded)
            self.past.show_event(None)
        self.form.setVisible(mode != "empty")
        self.quick.clear()
        self.quick.setVisible(mode == "new")
        self.history.setVisible(mode == "event")
        self.empty.setVisible(mode == "empty")
        self.begin.setVisible(mode == "empty" and self.session.is_open)

    def show_buttons(self, mode: Mode, *, dirty: bool, saving: bool) -> None:
        """Shows the buttons that make sense now."""
        writable = self.session.writable
        for button in (self.duplicate_button, self.delete_button):
            button.setVisible(mode == "event")
            button.setEnabled(writable)
        self.begin.setEnabled(writable)
        self.footer.setVisible(mode == "new" or dirty)
        self.next_button.setVisible(mode == "new")
        self.save_button.setEnabled(writable and not saving)
        self.next_button.setEnabled(writable and not saving)
        self.revert_button.setText(_("Revert") if mode == "event" else _("Cancel"))
        self.revert_button.setAccessibleName(self.revert_button.text())


def clear(layout: QVBoxLayout) -> None:
    """Removes every widget of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
