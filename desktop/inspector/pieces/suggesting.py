"""Suggestions under a line that are read while one types, and taken by Enter, by a click, or by leaving on one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QCompleter, QWidget

from desktop.inspector.pieces.editors import LineEdit, Suggestions
from desktop.look import plaintext

_TEXT = Qt.ItemDataRole.UserRole + 1


class Suggester(QObject):
    """Offers (text for the line, text in the list, thing) under a line; ``picked`` carries the thing."""

    picked = Signal(object)

    def __init__(self, line: LineEdit, owner: QWidget) -> None:
        super().__init__(owner)
        self.line = line
        self._things: list[object] = []
        self._marked: tuple[str, object] | None = None
        self._model = QStandardItemModel(self)
        self.completer = Suggestions(self._model, owner)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setCompletionRole(_TEXT)
        self.completer.activated[QModelIndex].connect(self._on_activated)  # type: ignore[index]
        self.completer.highlighted[QModelIndex].connect(self._on_highlighted)  # type: ignore[index]
        self.completer.hurried.connect(self._on_left)
        line.setCompleter(self.completer)
        line.editingFinished.connect(self._on_left)
        line.textEdited.connect(self._on_typed)

    def offer(self, items: Sequence[tuple[str, str, object]]) -> None:
        """Shows what there is to take; the list opens only where somebody is typing."""
        self._marked = None
        self._model.clear()
        self._things = [thing for _text, _line, thing in items]
        self._model.setColumnCount(1)
        self._model.setRowCount(len(items))  # Qt makes the items itself: those made here would have two owners
        for row, (text, line, _thing) in enumerate(items):
            index = self._model.index(row, 0)
            self._model.setData(index, plaintext.one_line(line), Qt.ItemDataRole.DisplayRole)
            self._model.setData(index, text, _TEXT)
            self._model.setData(index, plaintext.tooltip_text(line), Qt.ItemDataRole.ToolTipRole)
        if items and self.line.hasFocus():
            self.completer.complete()
        else:
            self.hide()

    def hide(self) -> None:
        """Closes the list."""
        popup = self.completer.popup()
        if popup is not None:
            popup.hide()

    def clear(self) -> None:
        """Forgets what was offered."""
        self._marked = None
        self._model.clear()
        self._things = []
        self.hide()

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        self._marked = None
        if 0 <= index.row() < len(self._things):
            self.picked.emit(self._things[index.row()])

    @Slot(QModelIndex)
    def _on_highlighted(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._things):
            self._marked = (str(index.data(_TEXT)), self._things[index.row()])

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        self._marked = None

    @Slot()
    def _on_left(self) -> None:
        """Who goes to a suggestion with the arrow keys and leaves the field has taken it."""
        marked, self._marked = self._marked, None
        if marked is not None and self.line.text() == marked[0]:
            self.picked.emit(marked[1])


__all__ = ["Suggester"]
