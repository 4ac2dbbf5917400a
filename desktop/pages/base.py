"""What every page shares: it reads when it is looked at and something it shows has changed, never before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from db.model.ids import OrganizationId
from db.model.records import Scope
from db.store.operations import ChangeSet
from desktop.look.theme import Theme
from desktop.session.bus import Bus
from desktop.session.session import Session
from desktop.session.settings import Settings


class Page(QWidget):
    """One page of the window.

    A subclass names itself (``page_id``), the tables it shows (``tables``), and implements :meth:`reload`, which asks
    the session's reader and fills the page when the answer comes. It asks for anything outside itself over the ``bus``.
    """

    page_id = ""
    #: A change of any of these tables makes the page stale.
    tables: tuple[str, ...] = ("events", "claims", "organizations", "relationships", "sources", "event_kinds")

    def __init__(
        self, session: Session, theme: Theme, settings: Settings, bus: Bus, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.theme = theme
        self.settings = settings
        self.bus = bus
        self._stale = True
        # Session and theme outlive a page. What a page overrides is called by slots that none does: a connection to a
        # method that is overridden is not cut when Qt destroys the page.
        session.opened.connect(self._ledger_opened)
        session.scope_changed.connect(self._scope_changed)
        session.ledger_changed.connect(self._ledger_changed)
        theme.changed.connect(self._theme_changed)

    def reload(self) -> None:
        """Read again what the page shows."""
        raise NotImplementedError

    # What commands ask of the page that is shown; a page without such a thing has nothing to give.

    def toggle_table(self) -> None:
        """Show the chart as a table, or the table as a chart."""

    def chosen_events(self, most: int) -> Sequence[int]:  # noqa: ARG002 - for those that have some
        """The versions of the chosen events, at most so many."""
        return ()

    def chosen_organizations(self) -> Sequence[OrganizationId]:
        """The ids of the chosen organizations."""
        return ()

    def arrangement(self) -> dict[str, object]:
        """How the page is arranged (columns, order, grouping), as plain values that :meth:`arrange` takes."""
        return {}

    def arrange(self, found: Mapping[str, object]) -> None:
        """Arrange the page as it once was; what it does not know is passed over."""

    @property
    def subject(self) -> OrganizationId | None:
        """The organization that the whole page is about, where it is the page of one."""
        return None

    def show_record(self, record_id: int) -> None:
        """Show one record of those that the page has, now or as soon as it is read."""

    def restyle(self) -> None:
        """Take the theme's new colors; most widgets do so by themselves."""

    @Slot()
    def _ledger_opened(self) -> None:
        self._on_stale()

    @Slot(object)
    def _scope_changed(self, scope: Scope) -> None:
        self._on_scope_changed(scope)

    @Slot(object)
    def _ledger_changed(self, change: ChangeSet) -> None:
        self._on_ledger_changed(change)

    @Slot()
    def _theme_changed(self) -> None:
        self.restyle()

    def _on_stale(self) -> None:
        self._stale = True
        self._reload_if_seen()

    def _on_scope_changed(self, _scope: Scope) -> None:
        self._on_stale()

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
