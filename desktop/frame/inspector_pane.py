"""The pane of the inspector, at the right of the pages: it takes no room until an event is selected or begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from db.model.ids import EventId, OrganizationId
from desktop.look.theme import Theme
from desktop.session.bus import Bus
from desktop.session.session import Session
from desktop.session.settings import INSPECTOR, Settings
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from desktop.inspector.inspector import Inspector

#: In a window narrower than this, the inspector leaves its place to the page until an event is opened.
_ROOM = 1180


class InspectorPane(QWidget):
    """Holds the inspector, which is made when it is first needed.

    Emits ``opened`` with whether it is shown, ``left`` when its user is done with it.
    """

    opened = Signal(bool)
    left = Signal()

    def __init__(self, session: Session, theme: Theme, settings: Settings, bus: Bus) -> None:
        super().__init__()
        self._session, self._theme, self._settings, self._bus = session, theme, settings, bus
        self._wanted = settings.get(INSPECTOR)
        self._ready = False
        self.made: Inspector | None = None
        self.setMinimumWidth(320)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        session.selection_changed.connect(self._on_selection)

    @property
    def inspector(self) -> Inspector:
        """The inspector, made now if it was never needed."""
        return self._make()

    def _make(self) -> Inspector:
        if self.made is None:
            from desktop.inspector.inspector import Inspector

            self.made = Inspector(self._session, self._theme, self._settings)
            self.made.closed.connect(self._on_closed)
            self.made.emptied.connect(self._on_emptied)
            self.made.organization_asked.connect(self._on_organization_asked)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self.made)
            self.made.show()  # at once: the focus may be wanted there before a layout shows what it is given
        return self.made

    def open(self, *, shown: bool, remember: bool = False) -> None:
        """Show or hide it; ``remember`` what the person wants it to be from now on, where an event is selected."""
        if remember:
            self._wanted = shown
            self._settings.set(INSPECTOR, shown)
        self.setVisible(shown)
        self.fill()
        self.opened.emit(shown)

    @Slot()
    def fill(self) -> None:
        """Once there is a picture and a ledger, the pane that is open gets its inspector."""
        if self._ready and self._session.is_open and not self.isHidden():
            self._make()

    @property
    def unsaved(self) -> bool:
        """Whether something was typed and not saved."""
        return self.made is not None and self.made.dirty

    def may_leave(self) -> bool:
        """Whether nothing typed would be lost; else it is asked."""
        if not self.unsaved:
            return True
        from desktop.widgets import notify

        return notify.ask(
            self.window(),
            title=_("Unsaved Event"),
            text=_("The event in the inspector has changes that are not saved. Discard them?"),
            yes=_("Discard"),
            danger=True,
        )

    def begin(self) -> None:
        """There is a picture: from now on the inspector may be made."""
        self._ready = True
        self.fill()

    @Slot(object)
    def _on_selection(self, event_id: EventId | None) -> None:
        if event_id is not None and self._wanted and self.isHidden():
            self.open(shown=self.window().width() >= _ROOM)

    @Slot()
    def _on_closed(self) -> None:
        self.open(shown=False, remember=True)
        self.left.emit()

    @Slot()
    def _on_emptied(self) -> None:
        """Nothing is selected any more."""
        widget = QApplication.focusWidget()  # none: it was in a form that is hidden by now
        here = widget is None or self.isAncestorOf(widget)
        self.open(shown=False)
        if here:
            self.left.emit()

    @Slot(object)
    def _on_organization_asked(self, organization_id: OrganizationId) -> None:
        from desktop.session.requests import OpenOrganization

        self._bus.request(OpenOrganization(organization_id))
