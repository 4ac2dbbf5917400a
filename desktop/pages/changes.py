"""What changed: the scope as it is known now (or on the chosen day) against an earlier moment of the ledger."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.ledger import Ledger
from db.model.progress import Progress
from db.model.records import Scope
from db.output.what_changed import WhatChanged, what_changed
from db.store.schema import VERSIONED
from desktop.look import plaintext
from desktop.look.theme import Theme, set_role
from desktop.pages.base import Page
from desktop.pages.history.lines import HistoryLines, LineDelegate
from desktop.session.bus import Bus
from desktop.session.requests import OpenEvent, SelectEvent
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.widgets.page_parts import MARGIN, EmptyState, muted, title_bar
from desktop.widgets.since_button import SinceButton
from desktop.wording import codes
from desktop.wording.changes.between import FigureText, counts_text, figure_texts, lines, moments_text
from desktop.wording.changes.details import HistoryLine
from desktop.wording.i18n import _

Read = tuple[WhatChanged, list[HistoryLine]]

#: A figure with a longer name than this takes two lines.
_WIDEST_NAME = 320


class ChangesPage(Page):
    """A scope at two moments."""

    page_id = "changes"
    tables = VERSIONED

    def __init__(
        self, session: Session, theme: Theme, settings: Settings, bus: Bus, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, theme, settings, bus, parent)
        self.lines = HistoryLines(theme, self)
        self._make()
        self._lay_out()

    def _make(self) -> None:
        self.since = SinceButton(self.settings, self.theme, self)
        self.since.changed.connect(self.reload)
        self.moments = muted(parent=self)
        self.counts = plaintext.label(parent=self)
        self.counts.setProperty("role", "subheading")
        self.view = QListView(self)
        self.view.setAccessibleName(_("What changed"))
        self.view.setModel(self.lines)
        self.view.setItemDelegate(LineDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.activated.connect(self._on_activated)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.empty = EmptyState(self.theme, icon="changes", parent=self)

    def _lay_out(self) -> None:
        bar = title_bar(self, _("What changed"), self.since)
        self.figures = QFrame(self)
        self.figures.setProperty("role", "card")
        self._grid = QGridLayout(self.figures)
        self._grid.setContentsMargins(16, 8, 16, 16)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        top = QVBoxLayout()
        top.setContentsMargins(MARGIN, 0, MARGIN, 8)
        top.setSpacing(8)
        for widget in (self.moments, self.figures, self.counts):
            top.addWidget(widget)
        self._found = QWidget(self)
        inner = QVBoxLayout(self._found)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(top)
        inner.addWidget(self.view, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._found)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)

    # Reading.

    @Slot()
    def reload(self) -> None:
        """Compare again."""
        work = partial(_read, scope=self.session.scope, since=self.since.scope)
        self.session.tasks.read(work, self._on_read, self._on_failed, key="what changed")

    @Slot(object)
    def _on_read(self, read: Read) -> None:
        found, told = read
        plaintext.set_text(self.moments, moments_text(found))
        plaintext.set_text(self.counts, counts_text(found))
        self._show_figures(figure_texts(found))
        self.lines.fill(told)
        self._stack.setCurrentWidget(self.empty if found.empty else self._found)
        if found.empty:
            self.empty.say(
                _("Nothing changed"),
                _("{moments}: nothing that this scope shows was recorded, corrected or removed.").format(
                    moments=moments_text(found)
                ),
                icon="check",
            )

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self.empty.say(codes.error_sentence(error), icon="warning")
        self._stack.setCurrentWidget(self.empty)

    def _show_figures(self, texts: list[FigureText]) -> None:
        while item := self._grid.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for column, title in enumerate(("", _("then"), _("now"))):
            self._cell(title, 0, column, role="muted")
        for number, figure in enumerate(texts, start=1):
            role = "muted" if figure.same else ""
            self._cell(figure.name, number, 0, role=role)
            self._cell(figure.before, number, 1, role=role)
            self._cell(figure.after, number, 2, role=role, bold=not figure.same)
        self._grid.setColumnStretch(3, 1)

    def _cell(self, text: str, row: int, column: int, *, role: str, bold: bool = False) -> None:
        made = plaintext.label(text, parent=self.figures)
        set_role(made, role)
        if bold:
            font = made.font()
            font.setBold(True)
            made.setFont(font)
        if column == 0 and made.sizeHint().width() > _WIDEST_NAME:
            made.setWordWrap(True)
            made.setFixedWidth(_WIDEST_NAME)
        side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(made, row, column, side | Qt.AlignmentFlag.AlignVCenter)

    # What the user did.

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        line = self.lines.line(current.row()) if current.isValid() else None
        if line is not None and line.event_id is not None and line.change is not None:
            self.bus.request(SelectEvent(line.event_id))

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        line = self.lines.line(index.row())
        if line is not None and line.event_id is not None:
            self.bus.request(OpenEvent(line.event_id))


def _read(ledger: Ledger, _progress: Progress, *, scope: Scope, since: Scope) -> Read:
    found = what_changed(ledger.at(scope), since=since)
    return found, lines(found)
