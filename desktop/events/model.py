"""The events table as Qt sees it: an order of versions, and rows in words fetched in portions around what is visible.

Nothing here touches a ledger: both are read in the reader's thread. A row that is not there yet is blank.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QIcon

from db.errors import LedgerError
from db.ledger import Ledger
from db.model.ids import EventId, OrganizationId
from db.model.records import Scope
from db.store.operations import ChangeSet
from desktop.events import columns
from desktop.events.columns import COLUMNS, Formatted, own_columns
from desktop.events.reading import PORTION, Asked, Ordered, read_changed, read_order, read_rows
from desktop.look import plaintext
from desktop.look.symbols import Symbols
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.widgets.table_parts import Index, headed
from desktop.wording.i18n import _

#: Rows kept in words.
KEPT = 3000
_QUIET = frozenset((columns.NOTES, columns.PLACE, columns.SOURCES))
#: What many rows may tell of although no version of an event is another.
_ELSEWHERE = ("aliases", "event_kinds", "fields", "field_choices", "field_values")
#: Events whose selection outlives a new order.
SELECTED = 500
#: Changed events that are put in their places one by one; with more of them the order is read anew.
PLACED = 50


# Plain numbers: comparing with the members of an enumeration costs more than all the rest of data().
_DISPLAY = Qt.ItemDataRole.DisplayRole.value
_DECORATION = Qt.ItemDataRole.DecorationRole.value
_TOOLTIP = Qt.ItemDataRole.ToolTipRole.value
_ALIGNMENT = Qt.ItemDataRole.TextAlignmentRole.value
_FOREGROUND = Qt.ItemDataRole.ForegroundRole.value
_ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole.value
_ANSWERED = frozenset((_DISPLAY, _DECORATION, _TOOLTIP, _ALIGNMENT, _FOREGROUND, _ACCESSIBLE))
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class EventTable(QAbstractTableModel):
    """The events of the session's scope, sorted by SQL.

    Emits ``sorting_changed`` when a click on a header asks for another order, ``about_to_order`` just before and
    ``ordered`` (with the rows of the events to be kept, by id) just after the rows were replaced, ``arrived`` when
    rows came that had been blank, ``columns_changed`` when there are other fields of one's own, ``outdated`` when a
    change turned out to need a new order, ``failed`` with a LedgerError.
    """

    sorting_changed = Signal()
    outdated = Signal()
    about_to_order = Signal()
    ordered = Signal(object)
    columns_changed = Signal()
    arrived = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._symbols = Symbols(theme, self)
        self._muted = theme.color("muted")
        self._order: array[int] = array("q")
        self._rows: dict[int, Formatted] = {}
        self._asked = Asked(Scope(), "date", descending=True, kinds={})
        self.columns = (*COLUMNS, *own_columns(session.facts.fields))
        self._column, self._descending = columns.DATE, True
        self._request = 0  # the number of the last order asked for: an earlier one may still come, and is none of ours
        self._current = False  # whether the order is that of the ledger, the changes below aside
        self._changed: frozenset[EventId] = frozenset()
        self._renamed: frozenset[OrganizationId] = frozenset()
        self._wanted: dict[int, None] = {}
        self._reading = False
        self._generation = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._read_wanted)
        theme.changed.connect(self._on_theme_changed)

    # Asking.

    def reload(self, keep: Sequence[EventId] = ()) -> None:
        """Read the order anew; ``ordered`` follows. ``keep``: events whose rows it names, the current one first."""
        self._take_fields()
        fields = tuple(column.own for column in self.columns if column.own is not None)
        order = self.columns[self._column].order
        asked = Asked(self._session.scope, order, self._descending, self._session.facts.kinds, fields)
        before = self._asked
        if (asked.scope.known_on, asked.scope.known_operation, asked.kinds, asked.fields) != (
            before.scope.known_on, before.scope.known_operation, before.kinds, before.fields,
        ):  # fmt: skip
            self.forget()
        self._asked = asked
        self._current = False
        wanted = tuple(keep[:SELECTED])
        self._read(lambda ledger: read_order(ledger, asked, wanted))

    def _take_fields(self) -> None:
        """Have a column for each field of one's own there is now."""
        wanted = (*COLUMNS, *own_columns(self._session.facts.fields))
        if wanted == self.columns:
            return
        order = self.columns[self._column].order
        self.about_to_order.emit()
        self.beginResetModel()
        self.columns = wanted
        self._order = array("q")
        self.forget()
        self._column = next((place for place, one in enumerate(wanted) if one.order == order), columns.DATE)
        self.endResetModel()
        self.columns_changed.emit()

    def follow(self, change: ChangeSet, keep: Sequence[EventId] = ()) -> bool:
        """Put what changed in its place, as :meth:`reload` would; ``ordered`` follows.

        False where all has to be read anew: too much has changed, or the order was not up to date before.
        """
        events, names = change.ids("events"), change.ids("organizations")
        if not self._current or events is None or names is None or change.touches(*_ELSEWHERE):
            return False
        if len(self._changed | events) > PLACED:
            return False
        if not (events or names):
            return True
        # Changes that follow each other fast are read together: the last reading is the one that counts.
        self._changed |= events
        self._renamed |= names
        asked, order, changed, renamed = self._asked, self._order, self._changed, self._renamed
        wanted = tuple(keep[:SELECTED])
        self._read(lambda ledger: read_changed(ledger, asked, order, changed, renamed, wanted))
        return True

    def _read(self, work: Callable[[Ledger], Ordered | None]) -> None:
        self._request += 1
        number = self._request
        self._session.tasks.read(
            lambda ledger, _progress: (number, work(ledger)), self._on_read, self.failed.emit, key="events.order"
        )

    def forget(self) -> None:
        """Drop the rows in words: their names may have changed."""
        self._rows.clear()
        self._generation += 1

    def note(self, change: ChangeSet) -> None:
        """A change of names or kinds makes all words stale; a changed event has another version, unless erased."""
        if change.touches("organizations", *_ELSEWHERE) or change.code == "person.erased":
            self.forget()

    # What is there.

    def event_id(self, row: int) -> EventId | None:
        """The event of a row; None while it is not there."""
        shown = self.shown(row)
        return shown.row.id if shown is not None else None

    def shown(self, row: int) -> Formatted | None:
        """A row in words; None while it is not there (it is fetched then)."""
        if not 0 <= row < len(self._order):
            return None
        found = self._rows.get(self._order[row])
        if found is None:
            self._want(row)
        return found

    def versions(self, rows: Iterable[int]) -> list[int]:
        """The versions of some rows."""
        return [self._order[row] for row in rows if 0 <= row < len(self._order)]

    def in_words(self, ledger: Ledger, versions: Sequence[int]) -> list[Formatted]:
        """Rows by version as shown now; to be called in the thread that reads."""
        return read_rows(ledger.at(self._asked.scope), versions, self._asked.fields)

    @property
    def sorting(self) -> tuple[int, bool]:
        """The column sorted by, and whether it descends."""
        return self._column, self._descending

    # Coming and going.

    @Slot(object)
    def _on_read(self, answer: tuple[int, Ordered | None]) -> None:
        number, found = answer
        if number != self._request:
            return
        if found is None:
            self.forget()
            self.outdated.emit()
        else:
            self._show(found)

    def _show(self, found: Ordered) -> None:
        self._current, self._changed, self._renamed = True, frozenset(), frozenset()
        self.about_to_order.emit()
        self.beginResetModel()
        self._order = found.versions
        self._wanted.clear()
        self._rows.update(found.rows)
        self._trim()
        self.endResetModel()
        self.ordered.emit(found.positions)

    def _want(self, row: int) -> None:
        portion = row // PORTION
        if portion not in self._wanted:
            self._wanted[portion] = None
            if not self._timer.isActive() and not self._reading:
                self._timer.start(0)

    @Slot()
    def _read_wanted(self) -> None:
        # What was passed on the way is not read: a view shows two portions at most.
        portions = list(self._wanted)[-3:]
        self._wanted.clear()
        versions = [
            version
            for portion in sorted(portions)
            for version in self._order[portion * PORTION : (portion + 1) * PORTION]
            if version not in self._rows
        ]
        if not versions:
            return
        self._reading = True
        asked, generation = self._asked, self._generation
        self._session.tasks.read(
            lambda ledger, _progress: (
                generation,
                read_rows(ledger.at(asked.scope), versions, asked.fields),
                versions,
                portions,
            ),
            self._on_rows,
            self._on_rows_failed,
        )

    @Slot(object)
    def _on_rows(self, found: tuple[int, list[Formatted], list[int], list[int]]) -> None:
        generation, rows, versions, portions = found
        self._reading = False
        if generation == self._generation:
            self._rows.update(zip(versions, rows, strict=False) if len(rows) == len(versions) else ())
            self._trim()
        if self._order:
            last = len(self._order) - 1
            for portion in portions:
                first = min(portion * PORTION, last)
                self.dataChanged.emit(
                    self.index(first, 0), self.index(min(first + PORTION, last), len(self.columns) - 1)
                )
        self.arrived.emit()
        if self._wanted:
            self._timer.start(0)

    @Slot(object)
    def _on_rows_failed(self, error: LedgerError) -> None:
        self._reading = False
        self.failed.emit(error)

    def _trim(self) -> None:
        for version in list(self._rows)[: max(0, len(self._rows) - KEPT)]:
            del self._rows[version]

    @Slot()
    def _on_theme_changed(self) -> None:
        self._muted = self._theme.color("muted")

    # Qt.

    def rowCount(self, parent: Index | None = None) -> int:
        """Events in scope."""
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def columnCount(self, parent: Index | None = None) -> int:
        """Columns, the hidden ones included."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """What a cell shows; blank while it is not there, never an error."""
        if role not in _ANSWERED:
            return None
        column = index.column()
        if role == _ALIGNMENT:
            return _RIGHT if self.columns[column].number else _LEFT
        row = index.row()
        if row >= len(self._order):
            return None
        shown = self._rows.get(self._order[row])
        if shown is None:
            self._want(row)
            return None
        if role == _DISPLAY:
            return shown.texts[column]
        if role == _DECORATION:
            return self.sign(shown, column)
        if role == _FOREGROUND:
            return self._muted if self.quiet(shown, column) else None
        if role == _TOOLTIP:
            return plaintext.tooltip_text(columns.tooltip(shown, column))
        if column in shown.contradicted:
            return _("{text}, contradicted").format(text=shown.texts[column])
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Titles; those over numbers stand right as the numbers do."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == _DISPLAY:
            return headed(self.columns[section].heading, self.columns[section].number and section == self._column)
        if role == _ALIGNMENT:
            return _RIGHT if self.columns[section].number else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for the order by a column: whoever shows the table reads it anew (``reload``), and SQL sorts."""
        descending = order == Qt.SortOrder.DescendingOrder
        if 0 <= column < len(self.columns) and (column, descending) != (self._column, self._descending):
            self._column, self._descending = column, descending
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
            self.sorting_changed.emit()

    def sign(self, shown: Formatted, column: int) -> QIcon | None:
        """What stands before the text of a cell: the symbol of the kind, the sign of the status, a contradiction."""
        if column in shown.contradicted:
            return self._symbols.warning()
        if column == columns.KIND:
            kind = self._asked.kinds.get(shown.row.kind)
            return self._symbols.kind(kind, shown.row.values.status, planned=shown.planned)
        return self._symbols.status(shown.row.values.status) if column == columns.STATUS else None

    @staticmethod
    def quiet(shown: Formatted, column: int) -> bool:
        """Whether a cell is in muted text: what is in no total, and what only accompanies the event."""
        return shown.weak or column in _QUIET
