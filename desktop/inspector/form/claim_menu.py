"""The menu of a claim: what can be done with it as a whole."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from desktop.look.theme import Theme
from desktop.wording.i18n import _


class ClaimDeed(StrEnum):
    """What the form is asked to do with a claim."""

    CORRECT = "correct"
    NEXT = "next"  # another claim of its source
    DENY = "deny"
    MOVE = "move"
    REMOVE = "remove"


class ClaimMenu(QToolButton):
    """A button with the menu. ``asked`` carries a :class:`ClaimDeed`."""

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(_("Claim menu"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self.correct = QAction(_("&Correct with a new claim"), menu)
        self.next = QAction(_("&New claim of this source"), menu)
        self.deny = QAction(_("Add a &denial"), menu)
        self.move_away = QAction(_("&Move to another event…"), menu)
        self.remove = QAction(_("&Remove claim"), menu)
        self._deeds = {
            self.correct: ClaimDeed.CORRECT,
            self.next: ClaimDeed.NEXT,
            self.deny: ClaimDeed.DENY,
            self.move_away: ClaimDeed.MOVE,
            self.remove: ClaimDeed.REMOVE,
        }
        menu.addActions(list(self._deeds))
        menu.triggered.connect(self._on_triggered)
        self.setMenu(menu)
        self.setStyleSheet("QToolButton { padding-right: 7px; } QToolButton::menu-indicator { image: none; }")
        theme.changed.connect(self._restyle)
        self._restyle()

    def offer(self, *, stored: bool, alone: bool) -> None:
        """What can be done with a claim: ``stored`` if it is, ``alone`` if the event has no other."""
        self.correct.setEnabled(stored)
        self.move_away.setEnabled(stored)
        self.remove.setEnabled(not alone)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.asked.emit(self._deeds[action])

    @Slot()
    def _restyle(self) -> None:
        self.setIcon(self._theme.icon("more", "muted"))
