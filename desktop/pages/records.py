"""What the pages of organizations and sources share: a table with a search, and below it a panel to edit the row."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QByteArray, QEvent, QModelIndex, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.errors import LedgerError
from db.store.operations import ChangeSet
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.pages.base import Page
from desktop.session.bus import Bus
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.widgets.page_parts import MARGIN, EmptyState, TableSearch, muted, title_bar
from desktop.widgets.record_tables import RecordTable, dress, fit_columns
from desktop.wording import codes, formatting

R = TypeVar("R")


class RecordsPage(Page, Generic[R]):
    """A page of records. A subclass makes the table and the panel's fields, and says how to read, fill and save.

    The panel shows the current row; ``editing`` is the id it edits (0: a new one, None: nothing). What was typed
    stays when the ledger changes elsewhere.
    """

    def __init__(
        self,
        session: Session,
        theme: Theme,
        settings: Settings,
        bus: Bus,
        parent: QWidget | None = None,
        *,
        table: RecordTable[R],
        title: str,
        search: str,
        add: str,
    ) -> None:
        super().__init__(session, theme, settings, bus, parent)
        self.table = table
        self.table.setParent(self)
        self.editing: int | None = None
        self.wanted: int | None = None  # to be chosen when the rows are there
        self._text = ""
        self._typed = False
        self._title = title
        self.search = TableSearch(theme, name=search, hint=search, parent=self)
        self.count = muted(parent=self)
        self.count.setAccessibleName(title)
        self.add = QPushButton(add, self)
        self.add.setAccessibleName(add)
        self.view = QTableView(self)
        self.view.setAccessibleName(title)
        self.empty = EmptyState(theme, icon=self.page_id, parent=self)
        self.error = muted(parent=self, wrap=True)
        self.error.setProperty("role", "warning")
        self._lay_out(self.make_panel())
        self._connect()
        self._show_panel()
        self._on_writable_changed()

    # What a subclass says.

    def make_panel(self) -> QWidget:
        """The fields and buttons, without the frame around them."""
        raise NotImplementedError

    def identity(self, record: R) -> int:
        """The id of a record."""
        raise NotImplementedError

    def fill_panel(self, record: R | None) -> None:
        """Show a record in the fields; None: the fields of a new one."""
        raise NotImplementedError

    def empty_words(self, text: str) -> tuple[str, str]:
        """What to say where there are no rows, with ``text`` searched for."""
        raise NotImplementedError

    def edit_widgets(self) -> list[QWidget]:
        """What is of use only where the ledger can be written."""
        raise NotImplementedError

    # Layout.

    def _lay_out(self, panel: QWidget) -> None:
        self.bar = bar = title_bar(self, self._title, self.count)
        bar.addWidget(self.search, 2)
        bar.addWidget(self.add)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self._panel = QFrame(self)
        self._panel.setAutoFillBackground(True)
        inner = QVBoxLayout(self._panel)
        inner.setContentsMargins(MARGIN, 16, MARGIN, 16)
        inner.setSpacing(8)
        inner.addWidget(self.error)
        inner.addWidget(panel)
        self._splitter = QSplitter(Qt.Orientation.Vertical, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._stack)
        self._splitter.addWidget(self._panel)
        self._splitter.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._splitter, 1)

    def _connect(self) -> None:
        dress(self.view)
        self.view.setModel(self.table)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.viewport().installEventFilter(self)
        self._resizing = False  # by the program
        header = self.view.horizontalHeader()
        for number, width in enumerate(self.table.widths):
            self.view.setColumnWidth(number, max(width, header.sectionSizeHint(number)))
        stored = self.settings.get(self.settings.columns(self.page_id))
        self._fitting = not (stored and header.restoreState(QByteArray(stored)))
        if self._fitting:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setStretchLastSection(False)
        header.sectionResized.connect(self._on_section_resized)
        self.view.setSortingEnabled(True)
        self.view.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.search.searched.connect(self._on_searched)
        self.add.clicked.connect(self._on_add)
        self.session.writable_changed.connect(self._on_writable_changed)

    def _fit(self) -> None:
        """Columns as wide as what they show, until somebody sets them by hand."""
        if self._fitting and self.table.rowCount():
            self._resizing = True
            try:
                self.fit()
            finally:
                self._resizing = False

    def fit(self) -> None:
        """Give every column its room."""
        fit_columns(self.view, growing=self.table.growing)

    # Rows.

    def show_rows(self, rows: list[R], text: str) -> None:
        """Show what was read for the text searched for, and choose again what was chosen."""
        wanted = self.wanted if self.wanted is not None else self.editing
        self.wanted = None
        quiet = self.view.selectionModel().blockSignals(True)
        self.table.fill(rows)
        place = self.table.row_of(wanted) if wanted else None
        if place is not None:
            index = self.table.index(place, 0)
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
        self.view.selectionModel().blockSignals(quiet)
        plaintext.set_text(self.count, formatting.number(len(rows)))
        self._stack.setCurrentWidget(self.view if rows else self.empty)
        self._fit()
        if not rows:
            self.empty.say(*self.empty_words(text), icon="search" if text else self.page_id)
        if place is not None and (self.editing != wanted or not self._typed):
            self.edit(self.table.record(place))
        elif place is None and self.editing and not self._typed:
            self.editing = None
        self._show_panel()

    def show_record(self, record_id: int) -> None:
        """Make it the current one; a search that would hide it ends."""
        self.wanted = record_id
        if self._text:
            self._text = ""
            self.search.clear()
            self.search.show_text("")
        self._on_stale()

    def current(self) -> R | None:
        """The record of the current row."""
        return self.table.record(self.view.currentIndex().row())

    def edit(self, record: R | None) -> None:
        """Show a record in the panel; None: a new one."""
        self.editing = self.identity(record) if record is not None else 0
        self.fill_panel(record)
        self._typed = False
        self.say_error("")
        self._show_panel()

    def typed_by_hand(self) -> bool:
        """Whether the panel holds something that was typed and not saved."""
        return self._typed

    def forget_typing(self) -> None:
        """The fields were filled by the program."""
        self._typed = False

    def _show_panel(self) -> None:
        self._panel.setVisible(self.editing is not None)

    def say_error(self, text: str) -> None:
        """Say beside the fields why something was not done."""
        plaintext.set_text(self.error, text)
        self.error.setVisible(bool(text))

    # Slots.

    @Slot()
    def on_typed(self) -> None:
        """A field was edited by hand."""
        self._typed = True

    @Slot(object)
    def on_saved(self, change: ChangeSet) -> None:
        """The panel's record was written: it is the current one from now on."""
        ids = change.ids(self.page_id) or ()
        self._typed = False
        self.say_error("")
        if not self.editing and ids:
            self.wanted = max(ids)
            self.editing = self.wanted
            self.reload()

    @Slot(object)
    def on_failed(self, error: LedgerError) -> None:
        """Say why."""
        self.say_error(codes.error_sentence(error))

    @Slot(object)
    def on_deleted(self, _change: ChangeSet) -> None:
        """The panel's record is gone."""
        self.editing = None
        self._typed = False
        self._show_panel()

    @Slot(str)
    def _on_searched(self, text: str) -> None:
        self._text = text
        self.reload()

    @Slot()
    def _on_add(self) -> None:
        self.view.clearSelection()
        self.view.setCurrentIndex(QModelIndex())
        self.edit(None)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        record = self.table.record(current.row()) if current.isValid() else None
        if record is not None:
            self.edit(record)

    @Slot()
    def _on_writable_changed(self) -> None:
        for widget in (self.add, *self.edit_widgets()):
            widget.setEnabled(self.session.writable)

    @Slot(int, int, int)
    def _on_section_resized(self, _section: int, _before: int, _now: int) -> None:
        if not self._resizing:
            self._fitting = False

    # Qt.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the columns the room there is now: the window, the panel below and the scroll bar change it."""
        if event.type() == QEvent.Type.Resize and watched is self.view.viewport():
            QTimer.singleShot(0, self, self._fit)
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the columns as they are now, if they were set by hand."""
        super().hideEvent(event)
        if self._fitting:
            return
        state = bytes(self.view.horizontalHeader().saveState().data())
        self.settings.set(self.settings.columns(self.page_id), state)
