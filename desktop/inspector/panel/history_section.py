"""The history beneath the form: the claims that were superseded, and every step that touched the event."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.entry.form import Stored
from desktop.inspector.form.decisions import history_rows
from desktop.inspector.panel.history_block import HistoryBlock
from desktop.inspector.pieces.arranging import box, clear
from desktop.inspector.pieces.blocks import Section
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.wording.i18n import _
from desktop.wording.moments import Moment


class HistorySection(QWidget):
    """Closed at first; the steps are read when it is opened."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self.section = Section(_("History"), theme)
        self.superseded: QVBoxLayout = box(spacing=8)
        self.steps = HistoryBlock(session)
        self.section.content.addLayout(self.superseded)
        self.section.content.addWidget(self.steps)
        self.section.header.toggled.connect(self.steps.set_seen)
        layout = box()
        layout.addWidget(self.section)
        self.setLayout(layout)

    def show_event(self, stored: Stored | None, moment: Moment) -> None:
        """Shows the past of an event as known at a moment, or of none."""
        clear(self.superseded)
        if stored is not None:
            history_rows(stored, self.superseded)
        self.read_anew(stored, moment)

    def read_anew(self, stored: Stored | None, moment: Moment) -> None:
        """Reads the steps again; what is superseded stays as it is."""
        self.steps.show_event(None if stored is None else stored.event.id, moment)
