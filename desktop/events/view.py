"""The events table on the screen: choosing, copying, deleting, opening events; what is chosen outlives a new order."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import (
    QByteArray,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QMenu, QTableView, QWidget

from db.ledger import Ledger
from db.model.ids import EventId
from db.model.progress import Progress
from desktop.events import columns
from desktop.events.columns import COLUMNS
from desktop.events.delegate import BESIDE, EventDelegate
from desktop.events.model import SELECTED, EventTable
from desktop.events.own_columns import arrange, as_left, as_tsv, left
from desktop.events.widths import given, wanted
from desktop.look.plaintext import mnemonic_safe
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.widgets.record_tables import dress, title_room
from desktop.wording.i18n import _

_ROWS = QItemSelectionModel.SelectionFlag.Rows
_SELECT = QItemSelectionModel.SelectionFlag.Select | _ROWS
_MOVE = QItemSelectionModel.SelectionFlag.NoUpdate | _ROWS
_CHOOSE = QItemSelectionModel.SelectionFlag.ClearAndSelect | _ROWS
_SAVE_AFTER_MS = 400


class EventView(QTableView):
    """A table of events.

    Emits ``opened`` (an event id), ``delete_asked`` (ids), ``copied`` (how many), ``menu_asked`` (a point on the
    screen). The current row is the event selected in the session, in both directions.
    """

    opened = Signal(object)
    delete_asked = Signal(object)
    copied = Signal(object)
    menu_asked = Signal(object)

    def __init__(
        self, model: EventTable, session: Session, theme: Theme, settings: Settings, *, page: str,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._table = model
        self._session = session
        self._settings = settings
        self._option, self._own_option = settings.columns(page), settings.columns(f"{page}.own")
        self._quiet = False  # rows are being put back: nobody chose anything
        self._pending = -1  # the current row, whose event is not known yet
        self._offset: int | None = None
        self._before = 0, 0  # current row and scroll position
        self.setModel(model)
        self.setAccessibleName(_("Events"))
        dress(self)
        self.setItemDelegate(EventDelegate(self, model, theme))
        self.horizontalHeader().setStyleSheet("")
        self._number_font = theme.number_font()
        self._dress_header(QFontMetrics(self._number_font))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.doubleClicked.connect(self._on_double_clicked)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        model.about_to_order.connect(self._on_about_to_order)
        model.ordered.connect(self._on_ordered)
        model.arrived.connect(self._on_arrived)
        model.columns_changed.connect(self._arrange_own)
        self._arrange_own()

    def _dress_header(self, metrics: QFontMetrics) -> None:
        header = self.horizontalHeader()
        for number, column in enumerate(self._table.columns):
            words = [metrics.horizontalAdvance(word) + BESIDE for word in columns.typical(number)]
            self.setColumnWidth(number, max(column.width, title_room(header, number), *words))
        self._least = [self.columnWidth(number) for number in range(len(self._table.columns))]
        self._placing = False
        self._wanted: list[int] = []  # what the first rows seen would like, until somebody sets a width by hand
        header.setSectionsMovable(True)
        section, descending = self._table.sorting
        header.setSortIndicator(section, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)
        stored = self._settings.get(self._option)
        self._fitting = not (stored and header.restoreState(QByteArray(stored)))
        if not self._fitting:
            self._table.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        header.setStretchLastSection(True)
        self.setSortingEnabled(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_header_menu)
        self._save_later = QTimer(self)
        self._save_later.setSingleShot(True)
        self._save_later.setInterval(_SAVE_AFTER_MS)
        self._save_later.timeout.connect(self.remember_columns)
        header.sectionResized.connect(self._on_section_resized)
        header.sectionMoved.connect(self._on_columns_changed)
        header.sortIndicatorChanged.connect(self._on_columns_changed)

    # Widths.

    def _measure(self) -> None:
        """What the rows on the screen would like; asked once, so that columns do not move while one scrolls."""
        if not self._fitting or self._wanted:
            return
        last = self.rowAt(self.viewport().height())
        rows = range(self.rowAt(0), (last if last >= 0 else self._table.rowCount() - 1) + 1)
        shown = [found for row in rows if row >= 0 and (found := self._table.shown(row)) is not None]
        if shown:
            self._wanted = wanted(self._table, shown, self.horizontalHeader(), QFontMetrics(self._number_font))
            self._fit()

    def _fit(self) -> None:
        """Give the columns what they would like as far as there is room, the last one what is left."""
        if not self._fitting or not self._wanted:
            return
        header = self.horizontalHeader()
        shown = [number for number in range(len(self._wanted)) if not header.isSectionHidden(number)]
        self._placing = True
        for number, width in given(self._wanted, self._least, shown, self.viewport().width()).items():
            self.setColumnWidth(number, width)
        self._placing = False

    # What is chosen.

    def rows_chosen(self) -> list[int]:
        """The selected rows, from the top."""
        chosen = self.selectionModel().selection()
        parts = [chosen.at(number) for number in range(chosen.count())]
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})

    def kept(self) -> list[EventId]:
        """The events whose selection is to outlive a new order, the current one first."""
        current = self._session.selected
        ids = [] if current is None else [current]
        rows = self.rows_chosen()
        if len(rows) <= SELECTED:
            ids += [found for row in rows if (found := self._table.event_id(row)) is not None and found != current]
        return ids

    def choose(self, event_id: EventId | None) -> None:
        """Make an event of the session the current row, wherever it stands; None: no row."""
        if event_id is None:
            self._quietly(self.clearSelection)
            return
        if self._table.event_id(self.currentIndex().row()) == event_id:
            return
        versions = self._table.versions(range(self._table.rowCount()))

        def find(ledger: Ledger, _progress: Progress) -> tuple[int, int | None]:
            return event_id, ledger.events.positions(versions, [event_id]).get(event_id)

        self._session.tasks.read(find, self._on_found, key="events.position")

    def copy(self) -> None:
        """Put the selected rows, under their titles, on the clipboard as a spreadsheet takes them."""
        versions = self._table.versions(self.rows_chosen())
        if not versions:
            return
        order = self._shown_columns()
        table = self._table
        self._session.tasks.read(
            lambda ledger, _progress: (len(versions), as_tsv(table.in_words(ledger, versions), order, table.columns)),
            self._on_copied,
            key="events.copy",
        )

    def _shown_columns(self) -> list[int]:
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [column for column in order if not header.isSectionHidden(column)]

    def ask_delete(self) -> None:
        """Ask for the selected events to be deleted."""
        rows = self.rows_chosen()
        ids = [self._table.event_id(row) for row in rows]
        if rows and None not in ids:
            self.delete_asked.emit(ids)
        elif rows:
            versions = self._table.versions(rows)
            self._session.tasks.read(lambda ledger, _progress: ledger.events.ids(versions), self.delete_asked.emit)

    def _open_current(self) -> None:
        event_id = self._table.event_id(self.currentIndex().row())
        if event_id is not None:
            self.opened.emit(event_id)

    # Slots.

    @Slot(QModelIndex)
    def _on_double_clicked(self, _index: QModelIndex) -> None:
        self._open_current()

    @Slot(object)
    def _on_found(self, found: tuple[int, int | None]) -> None:
        event_id, row = found
        if row is None or event_id != self._session.selected:
            return
        self._quiet = True
        index = self._table.index(row, 0)
        self.selectionModel().setCurrentIndex(index, _CHOOSE)
        self.scrollTo(index)
        self._quiet = False

    @Slot(object)
    def _on_copied(self, found: tuple[int, str]) -> None:
        count, text = found
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(count)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if self._quiet or not current.isValid():
            return
        event_id = self._table.event_id(current.row())
        self._pending = current.row() if event_id is None else -1
        if event_id is not None:
            self._session.select(event_id)

    @Slot()
    def _on_arrived(self) -> None:
        self._measure()
        if self._pending >= 0 and self._pending == self.currentIndex().row():
            event_id = self._table.event_id(self._pending)
            if event_id is not None:
                self._pending = -1
                self._session.select(event_id)

    @Slot()
    def _on_about_to_order(self) -> None:
        current = self.currentIndex()
        top, height = self.rowViewportPosition(current.row()), self.viewport().height()
        self._before = current.row(), self.verticalScrollBar().value()
        self._offset = top if current.isValid() and 0 <= top < height else None
        self._quiet = True

    @Slot(object)
    def _on_ordered(self, positions: Mapping[EventId, int]) -> None:
        self._measure()
        self._pending = -1
        row, scroll = self._before
        current = positions.get(self._session.selected) if self._session.selected is not None else None
        chosen = QItemSelection()
        for place in positions.values():
            chosen.select(self._table.index(place, 0), self._table.index(place, len(self._table.columns) - 1))
        self.selectionModel().select(chosen, _SELECT)
        if current is not None:
            self.selectionModel().setCurrentIndex(self._table.index(current, 0), _MOVE)
        elif row >= 0 and self._table.rowCount():
            # Where the deleted or hidden row was, so that the arrow keys go on from there.
            self.selectionModel().setCurrentIndex(self._table.index(min(row, self._table.rowCount() - 1), 0), _MOVE)
        if current is not None and self._offset is not None:
            height = self.verticalHeader().defaultSectionSize()
            self.verticalScrollBar().setValue(max(0, current * height - self._offset))
        else:
            self.verticalScrollBar().setValue(min(scroll, self.verticalScrollBar().maximum()))
        self._quiet = False

    @Slot()
    def _on_columns_changed(self) -> None:
        if self._placing:
            return
        self._fitting = False
        self._save_later.start()

    @Slot(int, int, int)
    def _on_section_resized(self, section: int, _before: int, _now: int) -> None:
        last = self.horizontalHeader().count() - 1
        if (
            not self._placing and self.horizontalHeader().visualIndex(section) != last
        ):  # the last one only takes what is left
            self._on_columns_changed()

    @Slot()
    def remember_columns(self) -> None:
        """Keep widths, order and visibility of the columns."""
        self._save_later.stop()
        header = self.horizontalHeader()
        self._settings.set(self._own_option, left(header, self._table.columns, self._settings.get(self._own_option)))
        if len(self._table.columns) == len(COLUMNS):
            self._settings.set(self._option, bytes(header.saveState().data()))

    def arrangement(self) -> dict[str, object]:
        """The columns shown, from the left, and what they are sorted by."""
        section, descending = self._table.sorting
        names = [self._table.columns[number].order for number in self._shown_columns()]
        return {"columns": names, "sort": self._table.columns[section].order, "descending": descending}

    def arrange(self, found: Mapping[str, object]) -> None:
        """Show the columns of :meth:`arrangement` in their order; those that are not there are passed over."""
        arrange(self.horizontalHeader(), self._table.columns, found)
        self._on_columns_changed()

    @Slot()
    def _arrange_own(self) -> None:
        """Have the columns of the fields of one's own that there are now."""
        header = self.horizontalHeader()
        self._placing = True
        as_left(header, self._table.columns, self._settings.get(self._own_option))
        own = [number for number, column in enumerate(self._table.columns) if column.own is not None]
        least = self._least[: len(COLUMNS)]
        least += [max(self._table.columns[number].width, header.sectionSizeHint(number)) for number in own]
        self._least, self._wanted = least, []
        section, descending = self._table.sorting
        header.setSortIndicator(section, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)
        self._placing = False

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        self.menu_asked.emit(self.viewport().mapToGlobal(place))

    @Slot(QPoint)
    def _on_header_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        header = self.horizontalHeader()
        for number, column in enumerate(self._table.columns):
            action = QAction(
                mnemonic_safe(column.heading), menu, checkable=True, checked=not header.isSectionHidden(number)
            )
            action.setData(number)
            action.setEnabled(number not in {columns.DATE, columns.KIND})
            menu.addAction(action)
        menu.triggered.connect(self._on_column_toggled)
        menu.popup(header.mapToGlobal(place))

    @Slot(QAction)
    def _on_column_toggled(self, action: QAction) -> None:
        self.setColumnHidden(action.data(), not action.isChecked())
        self._save_later.start()

    def _quietly(self, work: Callable[[], object]) -> None:
        self._quiet = True
        work()
        self._quiet = False

    # Qt.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives the columns the room there is now."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies, Delete deletes, Enter opens; the rest moves as in every table."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Delete):
            self.ask_delete()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open_current()
        else:
            super().keyPressEvent(event)
            return
        event.accept()
