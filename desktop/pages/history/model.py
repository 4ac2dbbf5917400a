"""The history as Qt sees it: an order of operations, their rows in words fetched in portions, and what one of them did.

Nothing here touches a ledger: it is read in the reader's thread. A row that is not there yet is blank.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, QTimer, Signal, Slot

from db.history.table import HistoryRow, StepState
from db.ledger import Ledger
from db.model.progress import Progress
from db.model.records import EventKind, Scope
from db.store.steps import Step
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.widgets.table_parts import Index
from desktop.wording.changes import details as history
from desktop.wording.changes.past import sentence
from desktop.wording.i18n import _

#: Rows read at once.
PORTION = 100

WHEN, WHO, WHAT, STATE = range(4)

_DISPLAY = Qt.ItemDataRole.DisplayRole.value
_TOOLTIP = Qt.ItemDataRole.ToolTipRole.value
_FOREGROUND = Qt.ItemDataRole.ForegroundRole.value


@dataclass(frozen=True, slots=True)
class Shown:
    """An operation with the texts of its row."""

    row: HistoryRow
    texts: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be listed, apart from anything of Qt."""

    scope: Scope
    state: StepState | None
    text: str
    kinds: Mapping[str, EventKind]


@dataclass(frozen=True, slots=True)
class Ordered:
    """What the reader found: the operations in order, and the first of them in words."""

    order: array[int]
    shown: Sequence[Shown]


class HistoryTable(QAbstractTableModel):
    """The operations of a ledger, the latest first.

    Emits ``ordered`` when the rows were replaced and ``failed`` with a LedgerError.
    """

    ordered = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._order: array[int] = array("q")
        self._rows: dict[int, Shown] = {}
        self._wanted: set[int] = set()
        self._kinds: Mapping[str, EventKind] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._read_wanted)

    def reload(self, *, state: StepState | None, text: str) -> None:
        """Read the order anew; ``ordered`` follows."""
        asked = Asked(self._session.scope, state, text, self._session.facts.kinds)
        self._kinds = asked.kinds
        self._session.tasks.read(
            lambda ledger, progress: read_order(ledger, asked, progress),
            self._on_ordered,
            self.failed.emit,
            key="history.order",
        )

    def shown(self, row: int) -> Shown | None:
        """A row in words; None while it is not there (it is fetched then)."""
        if not 0 <= row < len(self._order):
            return None
        found = self._rows.get(self._order[row])
        if found is None:
            self._want(row)
        return found

    def row_of(self, operation_id: int) -> int | None:
        """Where an operation stands."""
        try:
            return self._order.index(operation_id)
        except ValueError:
            return None

    # Coming and going.

    @Slot(object)
    def _on_ordered(self, found: Ordered) -> None:
        self.beginResetModel()
        self._order = found.order
        self._wanted.clear()
        self._rows = {one.row.step.id: one for one in found.shown}
        self.endResetModel()
        self.ordered.emit()

    def _want(self, row: int) -> None:
        self._wanted.add(row // PORTION)
        if not self._timer.isActive():
            self._timer.start(0)

    @Slot()
    def _read_wanted(self) -> None:
        portions, kinds = sorted(self._wanted), self._kinds
        self._wanted.clear()
        ids = [one for each in portions for one in self._order[each * PORTION : (each + 1) * PORTION]]
        if ids:
            self._session.tasks.read(
                lambda ledger, _progress: in_words(ledger.at().history.rows(ids), kinds),
                self._on_rows,
                self.failed.emit,
            )

    @Slot(object)
    def _on_rows(self, found: Sequence[Shown]) -> None:
        self._rows.update((one.row.step.id, one) for one in found)
        places = [place for one in found if (place := self.row_of(one.row.step.id)) is not None]
        if places:
            self.dataChanged.emit(self.index(min(places), 0), self.index(max(places), STATE))

    # Qt.

    def rowCount(self, parent: Index | None = None) -> int:
        """Operations."""
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def columnCount(self, parent: Index | None = None) -> int:
        """When, who, what, and what became of it."""
        return 0 if parent is not None and parent.isValid() else STATE + 1

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Texts; those of what is not in effect are muted."""
        if role not in {_DISPLAY, _TOOLTIP, _FOREGROUND} or not 0 <= index.row() < len(self._order):
            return None
        shown = self.shown(index.row())
        if shown is None:
            return None
        if role == _FOREGROUND:
            quiet = shown.row.state is not StepState.IN_EFFECT or index.column() in (WHEN, WHO)
            return self._theme.color("muted") if quiet else None
        text = shown.texts[index.column()]
        return text if role == _DISPLAY else plaintext.tooltip_text(text)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Titles."""
        if orientation != Qt.Orientation.Horizontal or role != _DISPLAY or not 0 <= section <= STATE:
            return None
        return (_("When"), _("Who"), _("What"), _("State"))[section]


# Run in the thread that reads.


def read_order(ledger: Ledger, asked: Asked, progress: Progress) -> Ordered:
    """The operations asked for."""
    history = ledger.at(asked.scope).history
    order = history.order(
        state=asked.state,
        matches=_Matching(asked.text, asked.kinds) if asked.text.split() else None,
        progress=progress,
    )
    return Ordered(order, in_words(history.rows(order[:PORTION]), asked.kinds))


def in_words(rows: Sequence[HistoryRow], kinds: Mapping[str, EventKind]) -> list[Shown]:
    """Rows with their texts."""
    return [
        Shown(
            row,
            (
                history.when_text(row.step),
                plaintext.one_line(row.step.actor),
                plaintext.one_line(sentence(row.step, kinds)),
                history.state_name(row.state),
            ),
        )
        for row in rows
    ]


class _Matching:
    """Whether every word of a text is in the sentence of an operation, in its day, or in the name beside it."""

    def __init__(self, text: str, kinds: Mapping[str, EventKind]) -> None:
        self._words, self._kinds = text.casefold().split(), kinds

    def __call__(self, step: Step) -> bool:
        said = f"{sentence(step, self._kinds)} {history.when_text(step)} {step.actor}".casefold()
        return all(word in said for word in self._words)


__all__ = ["HistoryTable", "in_words", "read_order"]
