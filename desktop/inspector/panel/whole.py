"""The panel: every part of the inspector in its place, one above the other. What they do together is not known here."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from desktop.entry.form import Stored
from desktop.inspector.form.event_form import EventFormWidget
from desktop.inspector.panel.as_known import AsKnown, not_editable
from desktop.inspector.panel.decision_list import DecisionList
from desktop.inspector.panel.footer import Footer
from desktop.inspector.panel.header import Header
from desktop.inspector.panel.history_section import HistorySection
from desktop.inspector.panel.placeholder import Placeholder
from desktop.inspector.panel.questions import Questions
from desktop.inspector.panel.quick_line import QuickLine
from desktop.inspector.pieces.arranging import box, in_reading_order
from desktop.inspector.state import Mode
from desktop.look import plaintext
from desktop.look.theme import Theme, set_role
from desktop.session.session import Session
from desktop.wording.moments import Moment


class Panel(QWidget):
    """Headline, questions, the scrolled middle with the form, and the buttons beneath."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self.setMinimumWidth(320)
        self.header = Header(theme)
        self.as_known = AsKnown(self)
        self.questions = Questions(session, theme, self)
        self.locked = plaintext.label(wrap=True)  # why nothing can be changed
        self.locked.setMinimumWidth(1)
        set_role(self.locked, "muted")
        self.placeholder = Placeholder()
        self.decisions = DecisionList(theme)
        self.quick = QuickLine(session, theme)
        self.form = EventFormWidget(session, theme)
        self.history = HistorySection(session, theme)
        self.scroller = QScrollArea()
        self.footer = Footer()
        layout = box(spacing=0)
        self.setLayout(layout)
        layout.addWidget(self.header)
        layout.addLayout(self.as_known.area)
        layout.addLayout(self.questions.area)
        layout.addWidget(self._middle(), 1)
        layout.addWidget(self.footer)
        self.form.arranged.connect(self.chain)
        self.decisions.arranged.connect(self.chain)

    def _middle(self) -> QScrollArea:
        inner = QWidget()
        inner.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        body = box(spacing=8, margins=(16, 4, 16, 16))
        inner.setLayout(body)
        for part in (self.locked, self.placeholder, self.decisions, self.quick, self.form, self.history):
            body.addWidget(part)
        body.addStretch(1)
        self.scroller.setProperty("role", "plain")
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setWidget(inner)
        inner.setAutoFillBackground(False)
        self.scroller.viewport().setAutoFillBackground(False)
        return self.scroller

    def show_mode(self, mode: Mode) -> None:
        """Shows the parts of a mode."""
        if mode is not Mode.EVENT:
            self.show_event(None, Moment())
        self.form.setVisible(mode in {Mode.EVENT, Mode.NEW})
        self.quick.clear()
        self.quick.setVisible(mode is Mode.NEW)
        self.history.setVisible(mode is Mode.EVENT)
        self.placeholder.setVisible(mode in {Mode.EMPTY, Mode.UNKNOWN})
        self.placeholder.invite()

    def show_event(self, stored: Stored | None, moment: Moment) -> None:
        """Shows what stands around the form of a stored event: what is to be decided, and its history."""
        self.decisions.show_event(stored)
        self.history.show_event(stored, moment)

    def show_editable(self, moment: Moment, *, editable: bool, reason: str) -> None:
        """Opens or locks everything; ``reason`` says why it cannot be written to, whatever the ``moment``."""
        self.form.set_editable(editable=editable)
        self.decisions.set_editable(editable=editable, reason=reason or not_editable(moment))
        self.as_known.show_moment(moment)
        self.locked.setText(reason)
        self.locked.setVisible(bool(reason))

    def show_state(self, mode: Mode, *, dirty: bool, editable: bool, reason: str, saving: bool) -> None:
        """Shows the buttons that make sense now; ``reason``: why nothing can be changed."""
        self.header.show_state(mode, editable=editable, reason=reason)
        self.footer.show_state(mode, dirty=dirty, may_save=editable and not saving)

    def to_top(self) -> None:
        """Scrolls up."""
        self.scroller.verticalScrollBar().setValue(0)

    @Slot()
    def chain(self) -> None:
        """Makes Tab go in reading order, also through what was added since."""
        for before, after in pairwise(in_reading_order(self)):
            QWidget.setTabOrder(before, after)
