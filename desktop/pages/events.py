"""The events page: the table, a search that follows the keys, a filter by kind, and how much is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QToolButton, QVBoxLayout, QWidget

from db.model.ids import EventId
from db.model.records import Scope
from db.model.values import KindGroup, Status
from db.store.operations import ChangeSet
from desktop.events.model import EventTable
from desktop.events.view import EventView
from desktop.look import plaintext
from desktop.look.symbols import Symbols
from desktop.look.theme import Theme
from desktop.pages.base import Page
from desktop.session.bus import Bus
from desktop.session.requests import DeleteEvents, ImportTable, NewEvent, OfferEventMenu, OpenEvent, Say
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.widgets.field_filter import FieldFilterButton
from desktop.widgets.page_parts import EmptyState, TableSearch, hidden_text, muted, title_bar
from desktop.widgets.staying_menu import StayingMenu
from desktop.wording import codes, formatting
from desktop.wording.i18n import _, ngettext


class EventsPage(Page):
    """All events of the scope."""

    page_id = "events"
    tables = (*Page.tables, "fields", "field_choices", "field_values")

    def __init__(
        self, session: Session, theme: Theme, settings: Settings, bus: Bus, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, theme, settings, bus, parent)
        self.model = EventTable(session, theme, self)
        self.view = EventView(self.model, session, theme, settings, page=self.page_id, parent=self)
        self.search = TableSearch(theme, name=_("Search events"), hint=_("Names, places, notes"), parent=self)
        self.kinds = KindFilter(session, theme, self)
        self.fields = FieldFilterButton(session, theme, self)
        self.count = muted(parent=self)
        self.count.setAccessibleName(_("Events shown"))
        self.empty = EmptyState(theme, icon="events", parent=self)
        self._new = self.empty.add_button(_("New Event"), primary=True)
        self._import = self.empty.add_button(_("Import…"))
        self._clear = self.empty.add_button(_("Clear the Filter"), primary=True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        bar = title_bar(self, _("Events"), self.count)
        bar.addWidget(self.search, 100)  # its hint is to be read; what is beyond its widest is left free
        bar.addWidget(self.kinds)
        bar.addWidget(self.fields)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addLayout(self._stack, 1)

    def _connect(self) -> None:
        self.search.searched.connect(self._on_searched)
        self.model.sorting_changed.connect(self.reload)
        self.model.outdated.connect(self.reload)
        self.model.ordered.connect(self._on_ordered)
        self.model.failed.connect(self.session.failed)
        self.view.opened.connect(self._on_opened)
        self.view.delete_asked.connect(self._on_delete_asked)
        self.view.copied.connect(self._on_copied)
        self.view.menu_asked.connect(self._on_menu_asked)
        self.session.selection_changed.connect(self._on_selected)
        self._new.clicked.connect(self._on_new)
        self._import.clicked.connect(self._on_import)
        self._clear.clicked.connect(self.clear_filter)

    def reload(self) -> None:
        """Read the order of the scope, then what of it is too weak to be shown."""
        self.search.show_text(self.session.scope.text)
        self.model.reload(self.view.kept())
        self._read_hidden()

    def _read_hidden(self) -> None:
        scope = self.session.scope
        self.session.tasks.read(
            lambda ledger, _progress: ledger.at(scope).overview.hidden(),
            self._on_hidden,
            key="events.hidden",
            patient=True,
        )

    @Slot()
    def clear_filter(self) -> None:
        """Show the events of the scope whatever their words and kind."""
        self.search.clear()
        self.session.change_scope(text="", kinds=(), fields=())

    # What the reader found.

    @Slot(object)
    def _on_ordered(self, _positions: object) -> None:
        events = self.model.rowCount()
        self._stack.setCurrentWidget(self.view if events else self.empty)
        self._say_count(events, {})
        if not events:
            self._say_empty()

    @Slot(object)
    def _on_hidden(self, hidden: Mapping[Status, int]) -> None:
        self._say_count(self.model.rowCount(), hidden)

    def _say_count(self, events: int, hidden: Mapping[Status, int]) -> None:
        text = ngettext("{n} event", "{n} events", events).format(n=formatting.number(events))
        weak = hidden_text(hidden)
        plaintext.set_text(self.count, " · ".join(filter(None, (text, weak))))

    def _say_empty(self) -> None:
        scope = self.session.scope
        filtered = bool(scope.text or scope.kinds or scope.fields)
        nothing = self.session.facts.events == 0
        self._new.setVisible(nothing)
        self._import.setVisible(nothing)
        self._clear.setVisible(filtered and not nothing)
        if nothing:
            self.empty.say(
                _("No events yet"), _("Press Ctrl+N to enter the first one, or import a CSV file."), icon="events"
            )
        elif scope.text:
            self.empty.say(
                _("No event matches “{text}”").format(text=plaintext.elided(scope.text, limit=40)),
                _("Every word must occur in a name, a place, a note or another text of the event."),
                icon="search",
            )
        elif scope.fields:
            self.empty.say(_("No event with these values"), _("Clear the filter to see the others."), icon="filter")
        elif filtered:
            self.empty.say(_("No event of these kinds"), _("Clear the filter to see the others."), icon="filter")
        else:
            self.empty.say(
                _("No event in this scope"),
                _("Choose other organizations, a longer period or a lower minimum status above."),
                icon="filter",
            )

    def chosen_events(self, most: int) -> Sequence[int]:
        """The versions of the events chosen in the table."""
        return self.model.versions(self.view.rows_chosen()[:most])

    def arrangement(self) -> dict[str, object]:
        """The columns shown, from the left, and what they are sorted by."""
        return self.view.arrangement()

    def arrange(self, found: Mapping[str, object]) -> None:
        """Show these columns, sorted so."""
        self.view.arrange(found)

    # What the user did.

    @Slot(str)
    def _on_searched(self, text: str) -> None:
        self.session.change_scope(text=text)

    @Slot(object)
    def _on_opened(self, event_id: EventId) -> None:
        self.bus.request(OpenEvent(event_id))

    @Slot(object)
    def _on_delete_asked(self, ids: list[EventId]) -> None:
        if self.session.writable:
            self.bus.request(DeleteEvents(tuple(ids)))

    @Slot(object)
    def _on_copied(self, count: int) -> None:
        text = ngettext("Copied {n} event", "Copied {n} events", count).format(n=formatting.number(count))
        self.bus.request(Say(text))

    @Slot(object)
    def _on_menu_asked(self, place: QPoint) -> None:
        self.bus.request(OfferEventMenu(place))

    @Slot()
    def _on_new(self) -> None:
        self.bus.request(NewEvent())

    @Slot()
    def _on_import(self) -> None:
        self.bus.request(ImportTable())

    @Slot(object)
    def _on_selected(self, event_id: EventId | None) -> None:
        if self.isVisible():
            self.view.choose(event_id)

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:
        if not self._stale and self.isVisible() and self.model.follow(change, self.view.kept()):
            self._read_hidden()
            return
        self.model.note(change)
        super()._on_ledger_changed(change)

    @Slot(object)
    def _on_scope_changed(self, scope: Scope) -> None:
        self.search.show_text(scope.text)
        super()._on_scope_changed(scope)

    # Qt.

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up, also with what was selected elsewhere."""
        fresh = not self._stale
        super().showEvent(event)
        if fresh and self.session.is_open:
            self.view.choose(self.session.selected)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the columns as they are now."""
        self.view.remember_columns()
        super().hideEvent(event)


class KindFilter(QToolButton):
    """Which kinds the scope takes: a button with a menu that stays open while kinds are ticked."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._symbols = Symbols(theme, self)
        self.setAccessibleName(_("Kinds shown"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._menu = StayingMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self._menu.triggered.connect(self._on_triggered)
        self.setMenu(self._menu)
        session.opened.connect(self._on_changed)
        session.scope_changed.connect(self._on_changed)
        session.ledger_changed.connect(self._on_changed)
        theme.changed.connect(self._on_changed)
        self._on_changed()

    @Slot()
    def _on_changed(self, _what: object = None) -> None:
        chosen, kinds = self._session.scope.kinds, self._session.facts.kinds
        if not chosen:
            text = _("All kinds")
        elif len(chosen) == 1:
            text = codes.kind_name(kinds.get(chosen[0], chosen[0]))
        else:
            text = ngettext("{n} kind", "{n} kinds", len(chosen)).format(n=formatting.number(len(chosen)))
        self.setText(plaintext.mnemonic_safe(plaintext.elided(text, limit=28)))
        self.setIcon(self._theme.icon("filter", "accent" if chosen else "text"))

    @Slot()
    def _fill(self) -> None:
        self._menu.clear()
        chosen = set(self._session.scope.kinds)
        everything = self._menu.addAction(_("All Kinds"))
        everything.setData("")
        for group in KindGroup:
            kinds = [kind for kind in self._session.facts.kinds.values() if kind.group is group]
            if not kinds:
                continue
            self._menu.addSection(codes.group_name(group))
            for kind in kinds:
                action = QAction(plaintext.mnemonic_safe(codes.kind_name(kind)), self._menu)
                action.setIcon(self._symbols.kind(kind, None))
                action.setCheckable(True)
                action.setChecked(kind.code in chosen)
                action.setData(kind.code)
                self._menu.addAction(action)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        code = action.data()
        if not code:
            self._session.change_scope(kinds=())
            return
        chosen = set(self._session.scope.kinds) ^ {code}
        self._session.change_scope(kinds=tuple(one for one in self._session.facts.kinds if one in chosen))
