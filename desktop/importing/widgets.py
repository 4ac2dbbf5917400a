"""Small widgets that the steps of the import dialog share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar
from weakref import WeakMethod

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.look import plaintext
from desktop.look.theme import Theme, set_role
from desktop.widgets.record_tables import CellDelegate
from desktop.wording.i18n import _

T = TypeVar("T")
_Index = QModelIndex | QPersistentModelIndex


class ChoiceCombo(QComboBox, Generic[T]):
    """A list of a few values. Emits ``chosen`` when the user takes one; filling it says nothing.

    A text that is longer than the combo ends with dots, and its tool tip says the whole.
    """

    chosen = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[T] = []
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(self._on_activated)

    @property
    def value(self) -> T:
        """The value that is chosen. The combo must have been filled."""
        return self._values[max(0, self.currentIndex())]

    def fill(self, items: Sequence[tuple[str, T]], current: T) -> None:
        """Offer these values under these texts."""
        texts = [plaintext.elided(text) for text, _value in items]
        values = [value for _text, value in items]
        if values != self._values or texts != [self.itemText(at) for at in range(self.count())]:
            self._values = values
            self.clear()
            self.addItems(texts)
        self.setCurrentIndex(self._values.index(current) if current in self._values else 0)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Qt: a style cuts what does not fit in the middle of a letter."""
        super().initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, field.width() - 2
        )

    def event(self, event: QEvent) -> bool:
        """Qt: whole in the tool tip, where it is cut."""
        if event.type() == QEvent.Type.ToolTip:
            option = QStyleOptionComboBox()
            self.initStyleOption(option)
            plaintext.tooltip(self, "" if option.currentText == self.currentText() else self.currentText())
        return super().event(event)

    def separate_first(self) -> None:
        """A line below the first entry."""
        current = self.value
        self.insertSeparator(1)
        self._values.insert(1, self._values[0])  # the line is an entry too, which nobody can take
        self.setCurrentIndex(self._values.index(current))

    def choose(self, value: T) -> None:
        """Take a value as a user would."""
        self.setCurrentIndex(self._values.index(value))
        self.chosen.emit()

    def _on_activated(self, _index: int) -> None:
        self.chosen.emit()


def labelled(text: str, widget: QWidget) -> QVBoxLayout:
    """A widget with its name above it."""
    label = plaintext.label(text, wrap=True)
    label.setProperty("role", "muted")
    label.setBuddy(widget)
    made = QVBoxLayout()
    made.setSpacing(4)
    made.addStretch(1)  # beside one whose name takes two lines
    made.addWidget(label)
    made.addWidget(widget)
    return made


def heading(text: str) -> QLabel:
    """The name of a part."""
    made = plaintext.label(text)
    made.setProperty("role", "subheading")
    return made


def muted(text: str = "", *, wrap: bool = False) -> QLabel:
    """A quiet line."""
    made = plaintext.label(text, wrap=wrap)
    made.setProperty("role", "muted")
    return made


class StepBar(QWidget):
    """Which steps there are and which one is shown."""

    def __init__(self, theme: Theme, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names = names
        self._current = 0
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self._labels: list[QLabel] = []
        self._arrows: list[QLabel] = []
        for number, name in enumerate(names):
            if number:
                self._arrows.append(QLabel())
                line.addWidget(self._arrows[-1])
            self._labels.append(plaintext.label(f"{number + 1}  {name}"))
            line.addWidget(self._labels[-1])
        line.addStretch(1)
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self.show_step(0)

    def show_step(self, current: int) -> None:
        """Mark a step."""
        self._current = current
        for number, label in enumerate(self._labels):
            set_role(label, "subheading" if number == current else "muted")
        self.setAccessibleName(
            _("Step {number} of {count}: {name}").format(
                number=current + 1, count=len(self._names), name=self._names[current]
            )
        )

    def _on_theme(self) -> None:
        for arrow in self._arrows:
            arrow.setPixmap(self._theme.icon("chevron-right", "muted").pixmap(12, 12))


class Table(QTableView):
    """A table for looking at: Tab leaves it, Return edits where that is possible.

    Emits ``went`` with the index of the cell that becomes the current one.
    """

    went = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setCornerButtonEnabled(False)
        self.setItemDelegate(CellDelegate(self))
        height = self.fontMetrics().height() + 12
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(max(26, height))
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)

    def fit_columns(self, *, widest: int = 260, looked_at: int = 30) -> None:
        """Give the first columns the width of what their first rows hold; the rest keep the default."""
        model = self.model()
        role = Qt.ItemDataRole.DisplayRole
        metrics = self.fontMetrics()
        bold = metrics.averageCharWidth() * 2
        for column in range(min(model.columnCount(), 200)):
            header = str(model.headerData(column, Qt.Orientation.Horizontal, role) or "").splitlines()
            texts = [str(model.index(row, column).data(role) or "") for row in range(min(model.rowCount(), looked_at))]
            needed = max((metrics.horizontalAdvance(text[:120]) for text in texts), default=0) + 24
            named = max((metrics.horizontalAdvance(text) for text in header), default=0) * 1.08 + bold + 16
            # The title gives way last: it says what the rest is.
            self.setColumnWidth(column, int(max(min(widest, max(70, needed)), min(named, 1.5 * widest))))

    # Qt.

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Qt: tell where the user went."""
        super().currentChanged(current, previous)
        self.went.emit(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Return, Space and F2 edit."""
        index = self.currentIndex()
        opens = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2}
        # Return in an editor comes by here as well: it ends the editing.
        if opens and self.state() is not QAbstractItemView.State.EditingState and self._edit_at(index):
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: there is always a current cell to move from."""
        super().focusInEvent(event)
        model = self.model()
        if model is not None and not self.currentIndex().isValid() and model.rowCount() and model.columnCount():
            self.setCurrentIndex(model.index(0, 0))

    def _edit_at(self, index: QModelIndex) -> bool:
        """Edit a cell, or the cell of its row that can be edited."""
        if not index.isValid():
            return False
        for column in (index.column(), *range(self.model().columnCount())):
            there = index.siblingAtColumn(column)
            if there.flags() & Qt.ItemFlag.ItemIsEditable:
                self.setCurrentIndex(there)
                self.edit(there)
                return True
            if column > 20:
                return False
        return False


class Later:
    """A method of a widget to be called when background work is done, unless the widget is gone by then.

    The work must not be what keeps a closed dialog: its last reference would be let go of in a worker's thread, and a
    widget destroyed there takes the program with it.
    """

    def __init__(self, method: Callable[..., object]) -> None:
        self._method = WeakMethod(method)

    def __call__(self, *values: object) -> None:
        """Call it."""
        method = self._method()
        if method is not None and shiboken6.isValid(method.__self__):  # type: ignore[attr-defined]
            method(*values)


def pick_file(parent: QWidget, folder: str) -> Path | None:
    """Ask for a file to import."""
    found, _filter = QFileDialog.getOpenFileName(
        parent,
        _("Choose a File to Import"),
        folder,
        ";;".join((_("Tables (*.csv *.tsv *.txt *.xlsx *.xls *.ods *.zip *.gz)"), _("All files (*)"))),
    )
    return Path(found) if found else None


def pick_target(parent: QWidget, suggested: Path) -> Path | None:
    """Ask where to save a CSV file."""
    found, _filter = QFileDialog.getSaveFileName(
        parent, _("Save Rejected Rows"), str(suggested), _("CSV files (*.csv)")
    )
    return Path(found) if found else None


__all__ = [
    "ChoiceCombo", "Later", "StepBar", "Table", "heading", "labelled", "muted", "pick_file", "pick_target",
]  # fmt: skip
