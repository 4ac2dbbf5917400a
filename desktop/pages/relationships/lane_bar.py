"""The row above the lanes: what is searched for, which states are shown, how lanes are sorted and put together."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLabel, QMenu, QToolButton, QWidget

from db.model.values import RelationshipState
from desktop.drawing.compose.lane_order import Arrangement, Grouping, Order
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.widgets.flow import Flow, labeled
from desktop.widgets.page_parts import TableSearch
from desktop.wording import codes, formatting
from desktop.wording.i18n import _


class LaneBar(QWidget):
    """Emits ``changed`` with the arrangement a reader has chosen."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = TableSearch(theme, name=_("Search relationships"), hint=_("Search relationships"))
        self.search.setMinimumWidth(80)  # all of the row fits into a small window
        self.search.searched.connect(self._say)
        self.states = QToolButton(self)
        self.states.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.states.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(self.states)
        self._actions: dict[RelationshipState, QAction] = {}
        for state in RelationshipState:
            action = menu.addAction(plaintext.mnemonic_safe(codes.state_name(state)))
            action.setCheckable(True)
            action.toggled.connect(self._on_state)
            self._actions[state] = action
        self.states.setMenu(menu)
        self.order = self._box(_("Sort relationships by"), _orders())
        self.grouping = self._box(_("Group relationships by"), _groupings())
        self.count = plaintext.label()
        self.count.setProperty("role", "muted")
        row = Flow(self)
        order, grouping = labeled(_label(_("Sort")), self.order), labeled(_label(_("Group")), self.grouping)
        for widget in (self.search, self.states, order, grouping, self.count):
            row.addWidget(widget)
        self._name_states()

    @property
    def arrangement(self) -> Arrangement:
        """What is chosen."""
        return Arrangement(
            order=Order(self.order.currentData()),
            grouping=Grouping(self.grouping.currentData()),
            text=self.search.text().strip(),
            states=frozenset(state for state, action in self._actions.items() if action.isChecked()),
        )

    def show_count(self, shown: int, of: int) -> None:
        """Say how many of the lanes are shown, where it is not all of them."""
        words = _("{shown} of {of}").format(shown=formatting.number(shown), of=formatting.number(of))
        self.count.setText(words if shown != of else "")

    # Inside.

    def _box(self, name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        plaintext.tooltip(box, name)
        for value, words in choices:
            box.addItem(words, value)
        box.activated.connect(self._say)
        return box

    def _name_states(self) -> None:
        chosen = [codes.state_name(state) for state, action in self._actions.items() if action.isChecked()]
        words = formatting.listing(chosen) if chosen else _("All states")
        self.states.setText(plaintext.mnemonic_safe(plaintext.elided(words, limit=24)))
        plaintext.tooltip(self.states, words)
        self.states.setAccessibleName(_("States: {names}").format(names=words))

    @Slot()
    def _on_state(self) -> None:
        self._name_states()
        self._say()

    @Slot()
    def _say(self, *_ignored: object) -> None:
        self.changed.emit(self.arrangement)


def _label(words: str) -> QLabel:
    label = plaintext.label(words)
    label.setProperty("role", "muted")
    return label


def _orders() -> Sequence[tuple[str, str]]:
    return (
        (Order.START, _("start")),
        (Order.CLIENT, _("client")),
        (Order.CATEGORY, _("category")),
        (Order.STATE, _("state")),
        (Order.LENGTH, _("length")),
        (Order.CHANGE, _("last change")),
    )


def _groupings() -> Sequence[tuple[str, str]]:
    return (
        (Grouping.NONE, _("no groups")),
        (Grouping.VENDOR, _("vendor")),
        (Grouping.CLIENT, _("client")),
        (Grouping.CATEGORY, _("category")),
        (Grouping.STATE, _("state")),
    )
