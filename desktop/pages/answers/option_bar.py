"""The row above a view: what can be chosen for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QPushButton, QToolButton, QWidget

from desktop.look import plaintext
from desktop.pages.answers.shown import Option
from desktop.widgets.flow import Flow, labeled
from desktop.widgets.page_parts import muted
from desktop.widgets.staying_menu import StayingMenu
from desktop.wording import formatting
from desktop.wording.i18n import _

#: Pixels that a box can be narrowed to.
_LEAST = 120


class OptionBar(QWidget):
    """``chosen`` carries the name of an option and what was picked; ``edited``: the rules are to be edited."""

    chosen = Signal(str, object)
    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, OneBox | SeveralButton] = {}
        self._row = Flow(self)
        self._made: list[QWidget] = []
        self.rules = QPushButton(_("Edit Rules…"))
        self.rules.clicked.connect(self.edited)
        self._row.addWidget(self.rules)

    def show_options(self, options: Sequence[Option], *, edits: bool) -> None:
        """Offer what a view has; boxes that stay keep the focus."""
        self.rules.setVisible(edits)
        self.setVisible(edits or bool(options))
        if [option.name for option in options] != list(self.boxes):
            self._make(options)
        for option in options:
            self.boxes[option.name].show_option(option)

    def _make(self, options: Sequence[Option]) -> None:
        for widget in self._made:
            self._row.removeWidget(widget)
            widget.deleteLater()
        self._made, self.boxes = [], {}
        for place, option in enumerate(options):
            box = SeveralButton(option.name) if option.several else OneBox(option.name)
            box.setAccessibleName(option.label)
            box.picked.connect(self.chosen)
            label = muted(option.label)
            label.setBuddy(box)
            pair = labeled(label, box)
            self._row.put(place, pair)
            self._made.append(pair)
            self.boxes[option.name] = box


class YieldingBox(QComboBox):
    """As wide as its choices like, and narrower where a window is small."""

    def minimumSizeHint(self) -> QSize:
        """Qt: enough for the beginning of a choice."""
        return QSize(min(super().minimumSizeHint().width(), _LEAST), super().minimumSizeHint().height())


class OneBox(YieldingBox):
    """One of several."""

    picked = Signal(str, object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaximumWidth(330)
        self.activated.connect(self._on_activated)

    def show_option(self, option: Option) -> None:
        """Offer what there is, and show what is chosen."""
        blocked = self.blockSignals(True)
        known = [(self.itemData(n), self.itemText(n)) for n in range(self.count())]
        offered = [(value, plaintext.elided(words, limit=60)) for value, words in option.choices]
        if known != offered:
            self.clear()
            for value, words in offered:
                self.addItem(words, value)
        self.setCurrentIndex(max(self.findData(option.chosen), 0))
        plaintext.tooltip(self, _("{label}: {choice}").format(label=option.label, choice=self.currentText()))
        self.blockSignals(blocked)

    @Slot(int)
    def _on_activated(self, _index: int) -> None:
        self.picked.emit(self._name, self.currentData())


class SeveralButton(QToolButton):
    """Any number of several, ticked in a menu that stays."""

    picked = Signal(str, object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._ticked: list[Any] = []
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._menu = StayingMenu(self)
        self._menu.aboutToHide.connect(self._on_closed)
        self.setMenu(self._menu)

    def minimumSizeHint(self) -> QSize:
        """Qt: enough for the beginning of what is chosen; its tooltip says all."""
        return QSize(min(super().minimumSizeHint().width(), _LEAST), super().minimumSizeHint().height())

    def show_option(self, option: Option) -> None:
        """Offer what there is, and show what is chosen."""
        self._ticked = list(option.chosen)
        names = dict(option.choices)
        if [action.data() for action in self._menu.actions()] != list(names):
            self._menu.clear()
            for value, words in option.choices:
                action = self._menu.addAction(plaintext.mnemonic_safe(plaintext.elided(words, limit=60)))
                action.setData(value)
                action.setCheckable(True)
        for action in self._menu.actions():
            action.setChecked(action.data() in self._ticked)
        shown = formatting.listing([names[one] for one in self._ticked if one in names]) or _("none")
        self.setText(plaintext.mnemonic_safe(plaintext.elided(shown, limit=48)))
        self.setAccessibleDescription(shown)
        plaintext.tooltip(self, shown)

    @Slot()
    def _on_closed(self) -> None:
        """What is ticked holds when the menu closes, so that nothing is read for every tick."""
        found = [action.data() for action in self._menu.actions() if action.isChecked()]
        if found != [one for one in self._ticked if one in found] or len(found) != len(self._ticked):
            self.picked.emit(self._name, found)
