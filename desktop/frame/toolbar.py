"""The toolbar: commands at the left, the search of events at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolBar, QWidget

from desktop.commands.registry import Actions
from desktop.frame.search_field import SearchField
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.wording.i18n import _

#: What it has around and between its buttons, in pixels.
_AROUND = 60


class Toolbar(QToolBar):
    """Never wider than its window: the search gives way first, since what has no room would be behind a menu."""

    def __init__(self, session: Session, theme: Theme, actions: Actions, parent: QWidget) -> None:
        super().__init__(_("Toolbar"), parent)
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setIconSize(QSize(20, 20))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        actions.build_toolbar(self)
        self.search = SearchField(session, theme, parent)
        self.addWidget(self.search.spacer)
        self.addWidget(self.search)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The search takes the room that the commands leave."""
        super().resizeEvent(event)
        shown = (self.widgetForAction(action) for action in self.actions())
        own = {self.search, self.search.spacer}
        taken = sum(widget.sizeHint().width() for widget in shown if widget is not None and widget not in own)
        self.search.fit(self.width() - taken - _AROUND)
