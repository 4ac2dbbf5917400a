"""Everything the sources of the shown event do not agree on, above its form."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.entry.form import Stored
from desktop.inspector.form.decisions import Decision, decisions, rows
from desktop.inspector.pieces.arranging import box, clear
from desktop.look.theme import Theme
from desktop.wording.i18n import _


class DecisionList(QWidget):
    """One :class:`Decision` for each contradicted or decided field. ``decided`` carries a :class:`Decided`."""

    decided = Signal(object)
    arranged = Signal()  # other widgets are shown

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._stored: Stored | None = None
        self._editable, self._reason = False, ""
        self.decisions: list[Decision] = []
        self._list = box(spacing=8)
        self.setLayout(self._list)
        theme.changed.connect(self._restyle)
        self.hide()

    def show_event(self, stored: Stored | None) -> None:
        """Shows what is to be decided on an event, drawn anew; on none, nothing."""
        self._stored = stored
        clear(self._list)
        self.decisions = []
        if stored is not None and stored.event.values.denied_beside:
            rows([_("A source denies what another one asserts.")], self._list)
        if stored is not None:
            self.decisions = decisions(stored, self._theme)
        for decision in self.decisions:
            decision.set_editable(editable=self._editable, reason=self._reason)
            decision.decided.connect(self.decided)
            self._list.addWidget(decision)
        self.setVisible(self._list.count() > 0)
        self.arranged.emit()

    def set_editable(self, *, editable: bool, reason: str) -> None:
        """Whether one may decide, and if not, why."""
        self._editable, self._reason = editable, reason
        for decision in self.decisions:
            decision.set_editable(editable=editable, reason=reason)

    def focus(self, contradicted: Container[str]) -> bool:
        """Goes to the first of these fields; False if there is none."""
        for decision in self.decisions:
            if decision.field in contradicted:
                decision.focus()
                return True
        return False

    @Slot()
    def _restyle(self) -> None:
        self.show_event(self._stored)
