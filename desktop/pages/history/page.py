"""The history page: every operation with who, when and what, what it did in detail, and Revert."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.errors import LedgerError
from db.history.table import HistoryRow, StepState
from db.model.ids import EventId
from db.store.operations import FINAL
from db.store.schema import VERSIONED
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.pages.base import Page
from desktop.pages.history.lines import HistoryLines, LineDelegate
from desktop.pages.history.model import STATE, WHAT, WHEN, WHO, HistoryTable
from desktop.pages.reverting import Reverting
from desktop.session.bus import Bus
from desktop.session.requests import OpenEvent
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.widgets.fitting import Whole
from desktop.widgets.page_parts import MARGIN, EmptyState, TableSearch, muted, title_bar
from desktop.widgets.record_tables import dress
from desktop.wording import codes, formatting
from desktop.wording.changes.details import state_name, when_text
from desktop.wording.changes.past import Told, read_lines, sentence
from desktop.wording.i18n import _

#: The column of what was done is never narrower.
_LEAST = 160
_STATES = (None, StepState.IN_EFFECT, StepState.UNDONE)


class HistoryPage(Page):
    """The operations of the ledger, as far as the scope knows them."""

    page_id = "history"
    tables = VERSIONED

    def __init__(
        self, session: Session, theme: Theme, settings: Settings, bus: Bus, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, theme, settings, bus, parent)
        self.table = HistoryTable(session, theme, self)
        self.lines = HistoryLines(theme, self)
        self._row: HistoryRow | None = None
        self._wanted: int | None = None  # the operation to be shown when the order is there
        self._text = ""
        self._make()
        self._lay_out()
        self.table.ordered.connect(self._on_ordered)
        self.table.dataChanged.connect(self._on_rows_came)
        self.table.failed.connect(self._on_failed)
        session.writable_changed.connect(self._show_row)
        self._reverting = Reverting(session, self)
        self._reverting.reverted.connect(self._on_reverted)
        self._reverting.failed.connect(self._on_failed)
        self._reverting.ended.connect(self._show_row)
        self._show_row()

    def _make(self) -> None:
        self.view = QTableView(self)
        self.view.setAccessibleName(_("History"))
        dress(self.view)
        self.view.setModel(self.table)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        # What is measured is read: no more than what is seen.
        self.view.horizontalHeader().setResizeContentsPrecision(0)
        self.view.viewport().installEventFilter(self)
        self.view.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.search = TableSearch(
            self.theme, name=_("Search the history"), hint=_("Search what, who and when"), parent=self
        )
        self.search.searched.connect(self._on_searched)
        self.count = muted(parent=self)
        self.count.setAccessibleName(_("Number of steps"))
        self._choices = QButtonGroup(self)
        self.states = [self._choice(text) for text in (_("All"), _("In effect"), _("Undone"))]
        self.states[0].setChecked(True)
        self._choices.idClicked.connect(self._on_state)
        self.empty = EmptyState(self.theme, icon="history", parent=self)
        self.sentence = plaintext.label(parent=self, wrap=True, selectable=True)
        self.sentence.setProperty("role", "subheading")
        self.about = muted(parent=self)
        self.details = QListView(self)
        self.details.setAccessibleName(_("What the step did"))
        self.details.setModel(self.lines)
        self.details.setItemDelegate(LineDelegate(self.details))
        self.details.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.details.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.details.setUniformItemSizes(True)
        self.details.setIconSize(QSize(16, 16))
        self.details.activated.connect(self._on_line)
        self.error = muted(parent=self, wrap=True)
        self.error.setProperty("role", "warning")
        self.error.hide()
        self.revert_button = QPushButton(_("Revert…"), self)
        self.revert_button.setAccessibleName(_("Revert…"))
        self.revert_button.clicked.connect(self.revert)

    def _choice(self, text: str) -> QToolButton:
        made = QToolButton(self)
        made.setCheckable(True)
        made.setText(text)
        made.setAccessibleName(text)
        self._choices.addButton(made, len(self._choices.buttons()))
        return made

    def _lay_out(self) -> None:
        bar = title_bar(self, _("History"), self.count)
        bar.addWidget(self.search, 2)
        for button in self.states:
            bar.addWidget(button)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self._panel = QFrame(self)
        self._panel.setAutoFillBackground(True)
        says = QVBoxLayout()
        says.setSpacing(4)
        says.addWidget(self.sentence)
        says.addWidget(self.about)
        told = Whole(self._panel)
        top = QHBoxLayout(told)
        top.setContentsMargins(MARGIN, 16, MARGIN, 8)
        top.setSpacing(16)
        top.addLayout(says, 1)
        top.addWidget(self.revert_button, 0, Qt.AlignmentFlag.AlignTop)
        said = QHBoxLayout()
        said.setContentsMargins(MARGIN, 0, MARGIN, 0)
        said.addWidget(self.error)
        inner = QVBoxLayout(self._panel)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(told)
        inner.addLayout(said)
        inner.addWidget(self.details, 1)
        self._splitter = QSplitter(Qt.Orientation.Vertical, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._stack)
        self._splitter.addWidget(self._panel)
        self._splitter.setSizes([340, 260])
        self._splitter.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._splitter, 1)

    def reload(self) -> None:
        """Read the order of the operations."""
        self.table.reload(state=_STATES[self._choices.checkedId()], text=self._text)

    def show_record(self, record_id: int) -> None:
        """Make an operation the current one, among all of them."""
        self._wanted = record_id
        self.states[0].setChecked(True)
        self._text = ""
        self.search.clear()
        self.search.show_text("")
        self._on_stale()

    # What is shown.

    @Slot()
    def _on_ordered(self) -> None:
        self.error.hide()
        count = self.table.rowCount()
        plaintext.set_text(self.count, formatting.number(count))
        self._stack.setCurrentWidget(self.view if count else self.empty)
        if not count:
            self._say_empty()
        sought, self._wanted = self._wanted or (self._row.step.id if self._row is not None else None), None
        chosen = self.table.row_of(sought) if sought is not None else None
        place = 0 if chosen is None else chosen
        if count:
            self.view.setCurrentIndex(self.table.index(place, 0))
            self._take(place)
        else:
            self._row = None
            self._show_row()
        QTimer.singleShot(0, self, self._fit)  # the scroll bar is there then

    def _say_empty(self) -> None:
        if self._text:
            shown = plaintext.elided(self._text, limit=40)
            self.empty.say(
                _("No step matches “{text}”").format(text=shown), _("Search for another word."), icon="search"
            )
        else:
            self.empty.say(_("Nothing was undone"), _("What Undo and Revert took back is listed here."), icon="history")

    def _take(self, place: int) -> None:
        """Make the operation of a row the one that is shown below."""
        shown = self.table.shown(place)
        if shown is None:
            return
        self._row = shown.row
        self._show_row()
        operation_id, kinds = shown.row.step.id, self.session.facts.kinds
        self.session.tasks.read(
            lambda ledger, _progress: read_lines(ledger, operation_id, kinds),
            self._on_told,
            self._on_failed,
            key="history.lines",
        )

    @Slot()
    def _show_row(self) -> None:
        row = self._row
        self._panel.setVisible(row is not None)
        if row is None:
            self.lines.fill(())
            return
        plaintext.set_text(self.sentence, plaintext.one_line(sentence(row.step, self.session.facts.kinds)))
        said = [when_text(row.step), plaintext.one_line(row.step.actor), state_name(row.state)]
        plaintext.set_text(self.about, " · ".join(filter(None, said)))
        scope = self.session.scope
        now = scope.known_on is None and scope.known_operation is None
        possible = now and row.state is StepState.IN_EFFECT and row.step.code not in FINAL
        self.revert_button.setVisible(possible)
        self.revert_button.setEnabled(self.session.writable)

    @Slot(object)
    def _on_told(self, told: Told) -> None:
        if self._row is not None and told.operation_id == self._row.step.id:
            self.lines.fill(told.lines)
            self.details.scrollToTop()

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        plaintext.set_text(self.error, codes.error_sentence(error))
        self.error.show()

    @Slot()
    def _fit(self) -> None:
        """What was done has the room that the other columns leave."""
        header, left = self.view.horizontalHeader(), self.view.viewport().width()
        for column, widest in ((WHEN, 200), (WHO, 180), (STATE, 120)):
            width = min(widest, max(self.view.sizeHintForColumn(column), header.sectionSizeHint(column)))
            self.view.setColumnWidth(column, width)
            left -= width
        self.view.setColumnWidth(WHAT, max(_LEAST, left))

    # What the user did.

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.error.hide()
            self._take(current.row())

    @Slot()
    def _on_rows_came(self) -> None:
        place = self.view.currentIndex().row()
        shown = self.table.shown(place) if place >= 0 else None
        if shown is not None and shown.row != self._row:
            self._take(place)

    @Slot(str)
    def _on_searched(self, text: str) -> None:
        self._text = text
        self.reload()

    @Slot(int)
    def _on_state(self, _index: int) -> None:
        self.reload()

    @Slot(QModelIndex)
    def _on_line(self, index: QModelIndex) -> None:
        line = self.lines.line(index.row())
        if line is None or line.event_id is None:
            return
        event_id = line.event_id
        self.session.tasks.read(
            lambda ledger, _progress: event_id if ledger.events.get(event_id) is not None else None,
            self._on_event,
            self._on_failed,
        )

    @Slot(object)
    def _on_event(self, event_id: EventId | None) -> None:
        if event_id is not None:
            self.bus.request(OpenEvent(event_id))
        else:
            plaintext.set_text(self.error, _("This event is not in the ledger any more."))
            self.error.show()

    # Reverting.

    @Slot()
    def revert(self) -> None:
        """Look how much reverting would take back, ask, and revert."""
        if self._row is None or not self.session.writable:
            return
        self.revert_button.setEnabled(False)
        self._reverting.revert(self._row.step.id)

    @Slot()
    def _on_reverted(self) -> None:
        self._row = None  # the newest step is what was just done
        self._on_stale()

    # Qt.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the columns the room there is now: the window, the details below and the scroll bar change it."""
        if event.type() == QEvent.Type.Resize and watched is self.view.viewport():
            QTimer.singleShot(0, self, self._fit)
        return super().eventFilter(watched, event)
