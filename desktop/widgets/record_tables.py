"""Tables of records held in memory (organizations, sources), and how every table of ours looks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)  # fmt: skip

from desktop.look import plaintext
from desktop.look.selecting import paint_bar, paint_focus, paint_frame
from desktop.widgets.table_parts import Index, headed

R = TypeVar("R")

_DISPLAY = Qt.ItemDataRole.DisplayRole.value
_ALIGNMENT = Qt.ItemDataRole.TextAlignmentRole.value
_TOOLTIP = Qt.ItemDataRole.ToolTipRole.value
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Cell = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 30
_MEASURED = 100  # rows that say how wide a column is: measuring a thousand would hold the window up
PADDING = 8


@dataclass(frozen=True, slots=True)
class Field(Generic[R]):
    """One column: its title, its text, what it sorts by, its first width."""

    title: str
    text: Callable[[R], str]
    key: Callable[[R], Any]
    width: int
    number: bool = False
    grows: bool = False  # takes the room that the others leave


class RecordTable(QAbstractTableModel, Generic[R]):
    """Some thousand records; texts are made when a cell is first seen, and once."""

    def __init__(self, fields: Sequence[Field[R]], identity: Callable[[R], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fields = tuple(fields)
        self._identity = identity
        self._records: list[R] = []
        self._texts: dict[int, tuple[str, ...]] = {}
        self._sorting: tuple[int, bool] | None = None

    def set_fields(self, fields: Sequence[Field[R]]) -> None:
        """Have other columns, over the same records; a sorting by one that is gone is given up."""
        titles = [field.title for field in fields]
        same = titles == [field.title for field in self._fields]
        if not same:
            self.beginResetModel()
        if self._sorting is not None and self._sorting[0] >= len(fields):
            self._sorting = None
        self._fields = tuple(fields)
        self._texts.clear()
        if not same:
            self.endResetModel()

    @property
    def widths(self) -> tuple[int, ...]:
        """The first widths of the columns."""
        return tuple(field.width for field in self._fields)

    @property
    def growing(self) -> int:
        """The column that takes the room the others leave: the one that says so, else the last."""
        return next((number for number, field in enumerate(self._fields) if field.grows), len(self._fields) - 1)

    def fill(self, records: Sequence[R]) -> None:
        """Show these, in the order chosen by the header (else as they come)."""
        self.beginResetModel()
        self._records = list(records)
        self._texts.clear()
        self._arrange()
        self.endResetModel()

    @property
    def sorted_by(self) -> int | None:
        """The column that the header has sorted by."""
        return None if self._sorting is None else self._sorting[0]

    def tell_again(self, identities: Collection[int]) -> None:
        """Word the rows of these records anew: what is known of them came later."""
        rows = [row for row, one in enumerate(self._records) if self._identity(one) in identities]
        for row in rows:
            self._texts.pop(row, None)
        if rows:
            self.dataChanged.emit(self.index(rows[0], 0), self.index(rows[-1], len(self._fields) - 1))

    def arrange_again(self) -> None:
        """Sort anew by the column that is sorted by."""
        if self._sorting is not None:
            column, descending = self._sorting
            self.sort(column, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)

    def record(self, row: int) -> R | None:
        """The record of a row."""
        return self._records[row] if 0 <= row < len(self._records) else None

    def row_of(self, identity: int) -> int | None:
        """Where a record stands."""
        return next((row for row, one in enumerate(self._records) if self._identity(one) == identity), None)

    def _arrange(self) -> None:
        if self._sorting is not None:
            column, descending = self._sorting
            self._records.sort(key=self._fields[column].key, reverse=descending)

    def _text(self, row: int, column: int) -> str:
        texts = self._texts.get(row)
        if texts is None:
            record = self._records[row]
            texts = self._texts[row] = tuple(plaintext.one_line(field.text(record)) for field in self._fields)
        return texts[column]

    # Qt.

    def rowCount(self, parent: Index | None = None) -> int:
        """Records."""
        return 0 if parent is not None and parent.isValid() else len(self._records)

    def columnCount(self, parent: Index | None = None) -> int:
        """Fields."""
        return 0 if parent is not None and parent.isValid() else len(self._fields)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Text, side and tool tip of a cell."""
        if role == _ALIGNMENT:
            return _RIGHT if self._fields[index.column()].number else _LEFT
        if role not in {_DISPLAY, _TOOLTIP} or not 0 <= index.row() < len(self._records):
            return None
        text = self._text(index.row(), index.column())
        return text if role == _DISPLAY else plaintext.tooltip_text(text)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._fields):
            return None
        if role == _DISPLAY:
            field = self._fields[section]
            return headed(field.title, field.number and self._sorting is not None and self._sorting[0] == section)
        if role == _ALIGNMENT:
            return _RIGHT if self._fields[section].number else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the records in memory, keeping what is selected."""
        if not 0 <= column < len(self._fields):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        moved = [(index, self._identity(self._records[index.row()])) for index in before]
        self._sorting = column, order == Qt.SortOrder.DescendingOrder
        self._texts.clear()
        self._arrange()
        rows = {self._identity(one): row for row, one in enumerate(self._records)} if moved else {}
        self.changePersistentIndexList(before, [self.index(rows[one], index.column()) for index, one in moved])
        self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._fields) - 1)


class CellDelegate(QStyledItemDelegate):
    """A cell with the same room at its sides as the titles above have.

    Where rows are chosen, no frame is drawn round a single cell of them: chosen rows have a bar at their left edge, and
    the current one has lines around it while the table has the keyboard, as the events have. Where single cells are
    gone to, the current one has a frame. What is cut is said whole in a tool tip.
    """

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Cell) -> None:
        """The ground as wide as the cell, the text a little less."""
        if option.state & QStyle.StateFlag.State_Selected:
            active = option.state & QStyle.StateFlag.State_Active
            group = QPalette.ColorGroup.Active if active else QPalette.ColorGroup.Inactive
            painter.fillRect(option.rect, option.palette.brush(group, QPalette.ColorRole.Highlight))
        view = option.widget
        rows = QAbstractItemView.SelectionBehavior.SelectRows
        whole = isinstance(view, QAbstractItemView) and view.selectionBehavior() is rows
        box = QRect(option.rect)
        current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        option.state &= ~QStyle.StateFlag.State_HasFocus  # the style fills the cell with a gradient
        option.rect.adjust(PADDING - 3, 0, 3 - PADDING, 0)  # the style leaves 3 itself
        super().paint(painter, option, index)
        accent = option.palette.accent().color()
        if whole and isinstance(view, QAbstractItemView):  # over the ground that the style paints
            if box.x() <= 0 or index.column() == 0:  # in a tree the first column begins further in
                paint_bar(painter, option)
                box.setLeft(0)
            here = view.currentIndex()
            if view.hasFocus() and (index.row(), index.parent()) == (here.row(), here.parent()):
                paint_focus(painter, box, accent)
        elif current:
            paint_frame(painter, box, accent)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Cell) -> bool:
        """Qt: what the model says of the cell, else its whole text where that is cut."""
        cut = self.sizeHint(option, index).width() > option.rect.width()
        if event.type() == QEvent.Type.ToolTip and cut and not index.data(_TOOLTIP):
            QToolTip.showText(event.globalPos(), plaintext.tooltip_text(str(index.data(_DISPLAY) or "")), view)
            return True
        return super().helpEvent(event, view, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Cell) -> QSize:
        """The text with its room."""
        return super().sizeHint(option, index) + QSize(2 * (PADDING - 3), 0)


#: The sign of the order in a header, how narrow columns with long texts and with names may become, and what is short: a
#: day, a number. That is never cut.
_ARROW, _LEAST, _NAME, _SHORT = 16, 64, 160, 112


def title_width(header: QHeaderView, number: int) -> int:
    """What the title of a column needs, with what is around it (app.qss)."""
    font = header.font()
    font.setWeight(QFont.Weight.DemiBold)
    title = header.model().headerData(number, Qt.Orientation.Horizontal) or ""
    return QFontMetrics(font).horizontalAdvance(str(title)) + 17


def title_room(header: QHeaderView, number: int) -> int:
    """How wide a column has to be for its title, and for the arrow if the rows are sorted by it."""
    return title_width(header, number) + (_ARROW if number == header.sortIndicatorSection() else 0)


def fit_columns(view: QTableView, *, growing: int, widest: int = 320) -> None:
    """Make columns as wide as what they show, within ``widest``; one takes the room that is left.

    Where there is too little room for all, the widest give way first, so that days and numbers stay whole beside a long
    address; only then the table scrolls sideways. Where some is left, what was cut at ``widest`` gets it first.
    """
    header = view.horizontalHeader()
    header.setStretchLastSection(False)
    wanted: list[int] = []
    least: list[int] = []
    whole: list[int] = []
    for number in range(header.count()):
        needed = title_room(header, number)
        whole.append(max(view.sizeHintForColumn(number), needed))
        width = min(widest, whole[-1])
        if number == growing:  # what a row is known by gives way last
            needed = max(needed, min(width, _NAME))
        wanted.append(width)
        least.append(width if width <= _SHORT or _is_number(header, number) else max(needed, _LEAST))
    room = view.viewport().width()
    widths = levelled(wanted, least, room)
    for number, much in enumerate(whole):
        widths[number] += max(0, min(much - widths[number], room - sum(widths)))
    widths[growing] += max(0, room - sum(widths))
    for number, width in enumerate(widths):
        view.setColumnWidth(number, width)


def _is_number(header: QHeaderView, number: int) -> bool:
    side = header.model().headerData(number, Qt.Orientation.Horizontal, _ALIGNMENT)
    return side is not None and bool(Qt.AlignmentFlag(side) & Qt.AlignmentFlag.AlignRight)


def levelled(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths that fit ``room`` (pixels) if ``least`` do: what is wanted, the widest cut to one common width."""
    low, high = 0, max(wanted, default=0)
    while low < high:  # the largest cut that fits
        cut = (low + high + 1) // 2
        fits = sum(max(few, min(much, cut)) for much, few in zip(wanted, least, strict=True)) <= room
        low, high = (cut, high) if fits else (low, cut - 1)
    return [max(few, min(much, low)) for much, few in zip(wanted, least, strict=True)]


def dress(view: QTableView) -> None:
    """One look for all tables: rows of one height, no grid, no row numbers, Tab leaves the table."""
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setAlternatingRowColors(True)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setCornerButtonEnabled(False)
    rows = view.verticalHeader()
    rows.setVisible(False)
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(max(ROW_HEIGHT, view.fontMetrics().height() + 12))
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setResizeContentsPrecision(_MEASURED)
    header.setDefaultAlignment(_LEFT)
    header.setMinimumSectionSize(48)
    view.setItemDelegate(CellDelegate(view))
