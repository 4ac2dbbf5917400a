"""What every page shares: it reads when it is looked at and something it shows has changed, never before."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from db.operations import ChangeSet
from db.records import Scope
from desktop.session import Session
from desktop.settings import Settings
from desktop.theme import Theme


class Page(QWidget):
    """One page of the window.

    A subclass names itself (``page_id``), the tables it shows (``tables``), and implements :meth:`reload`, which asks
    the session's reader and fills the page when the answer comes. It asks the window for anything outside itself by
    emitting ``requested`` with an action id (and an argument or None).
    """

    requested = Signal(str, object)

    page_id = ""
    #: A change of any of these tables makes the page stale.
    tables: tuple[str, ...] = ("events", "claims", "organizations", "relationships", "sources", "event_kinds")

    def __init__(self, session: Session, theme: Theme, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.theme = theme
        self.settings = settings
        self._stale = True
        session.opened.connect(self._on_stale)
        session.scope_changed.connect(self._on_scope_changed)
        session.ledger_changed.connect(self._on_ledger_changed)
        theme.changed.connect(self.restyle)

    def reload(self) -> None:
        """Read again what the page shows."""
        raise NotImplementedError

    @Slot()
    def restyle(self) -> None:
        """Take the theme's new colors; most widgets do so by themselves."""

    @Slot()
    def _on_stale(self) -> None:
        self._stale = True
        self._reload_if_seen()

    @Slot(object)
    def _on_scope_changed(self, _scope: Scope) -> None:
        self._on_stale()

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:
        if change.touches(*self.tables):
            self._on_stale()

    def _reload_if_seen(self) -> None:
        if self._stale and self.isVisible() and self.session.is_open:
            self._stale = False
            self.reload()

    # Qt.

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up when shown."""
        super().showEvent(event)
        self._reload_if_seen()
