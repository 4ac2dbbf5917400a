"""The row above a view: what can be chosen for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from desktop.look import plaintext
from desktop.pages.answers.shown import Option
from desktop.widgets.page_parts import muted
from desktop.wording.i18n import _


class OptionBar(QWidget):
    """``chosen`` carries the name of an option and what was picked; ``edited``: the rules are to be edited."""

    chosen = Signal(str, object)
    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QComboBox] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._made: list[QWidget] = []
        self.rules = QPushButton(_("Edit Rules…"))
        self.rules.clicked.connect(self.edited)
        self._row.addStretch(1)
        self._row.addWidget(self.rules)

    def show_options(self, options: Sequence[Option], *, edits: bool) -> None:
        """Offer what a view has; boxes that stay keep the focus."""
        self.rules.setVisible(edits)
        self.setVisible(edits or bool(options))
        if [option.name for option in options] != list(self.boxes):
            self._make(options)
        for option in options:
            box = self.boxes[option.name]
            blocked = box.blockSignals(True)
            known = [(box.itemData(n), box.itemText(n)) for n in range(box.count())]
            offered = [(value, plaintext.elided(words, limit=60)) for value, words in option.choices]
            if known != offered:
                box.clear()
                for value, words in offered:
                    box.addItem(words, value)
            box.setCurrentIndex(max(box.findData(option.chosen), 0))
            box.blockSignals(blocked)

    def _make(self, options: Sequence[Option]) -> None:
        for widget in self._made:
            self._row.removeWidget(widget)
            widget.deleteLater()
        self._made, self.boxes = [], {}
        for place, option in enumerate(options):
            box = QComboBox()
            box.setAccessibleName(option.label)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMaximumWidth(330)
            box.setProperty("option", option.name)
            box.activated.connect(self._on_activated)
            label = muted(option.label)
            label.setBuddy(box)
            self._row.insertWidget(2 * place, label)
            self._row.insertWidget(2 * place + 1, box)
            self._made += [label, box]
            self.boxes[option.name] = box

    @Slot(int)
    def _on_activated(self, _index: int) -> None:
        box: Any = self.sender()
        self.chosen.emit(box.property("option"), box.currentData())
