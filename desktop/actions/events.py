"""Handlers of the Edit menu: events, undo and redo, copying; and what pages ask for about events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QTextEdit, QWidget

from db.model.ids import EventId, OrganizationId
from desktop.actions.handlers import Handlers
from desktop.commands.registry import Handler
from desktop.operations.events import delete_events, duplicate_event
from desktop.session.bus import Bus
from desktop.session.requests import DeleteEvents, NewEvent, OfferEventMenu, OpenEvent, SelectEvent
from desktop.widgets import notify
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext

if TYPE_CHECKING:
    from db.curation.effect_of_deleting import Effect
    from db.ledger import Ledger
    from db.model.progress import Progress
    from db.store.operations import ChangeSet
    from desktop.frame.window import Window

#: Before so many events are deleted, a backup is made.
_MANY = 10

#: However many events are chosen.
_ALL = 10_000_000
#: What the context menu of events offers; an empty id draws a line.
CONTEXT = ("event.new", "event.duplicate", "event.edit_many", "event.merge", "", "organization.open",
           "edit.copy", "", "event.delete")  # fmt: skip


class EventActions(Handlers):
    """Carries out what is done to events, and says in the status line what was done."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._session.ledger_changed.connect(self._on_ledger_changed)

    def handlers(self) -> Mapping[str, Handler]:
        """Command id -> what carries it out."""
        return {
            "undo": self.undo,
            "redo": self.redo,
            "event.new": self.new,
            "event.quick": self.quick,
            "event.duplicate": self.duplicate,
            "event.delete": self.delete_chosen,
            "event.edit_many": self.edit_chosen,
            "edit.copy": self.copy,
        }

    def answer(self, bus: Bus) -> None:
        """Take the requests that are about events."""
        bus.answer(NewEvent, lambda asked: self.new(asked.kind))
        bus.answer(OpenEvent, lambda asked: self.open(asked.event_id))
        bus.answer(SelectEvent, lambda asked: self._session.select(asked.event_id))
        bus.answer(DeleteEvents, lambda asked: self.delete(asked.event_ids))
        bus.answer(OfferEventMenu, lambda asked: self.offer_menu(asked.place))

    def undo(self) -> None:
        """Undo the last step."""
        self._session.undo()

    def redo(self) -> None:
        """Redo the step undone last."""
        self._session.redo()

    def new(self, kind: str | None = None) -> None:
        """Begin an event in the inspector, of a kind if one is given. One organization in scope is filled in."""
        if not self._session.writable:
            return
        self._window.show_inspector(shown=True)
        chosen = self._session.scope.organization_ids
        inspector = self._window.inspector
        at_once = kind is None and not inspector.dirty  # the first field is the kind, and keys follow already
        if at_once:
            self._begin(None, "")
        if len(chosen) == 1:
            then = inspector.propose if at_once else partial(self._begin, kind)
            self._session.tasks.read(partial(_name, organization_id=chosen[0]), then, key="new")
        elif not at_once:
            self._begin(kind, "")

    def _begin(self, kind: str | None, organization: str) -> None:
        self._window.inspector.new_event(kind, organization)

    def quick(self) -> None:
        """Begin an event in the quick line. One organization in scope is filled in."""
        if not self._session.writable:
            return
        self._window.show_inspector(shown=True)
        self._window.inspector.quick_event()
        chosen = self._session.scope.organization_ids
        if len(chosen) == 1:
            then = self._window.inspector.propose
            self._session.tasks.read(partial(_name, organization_id=chosen[0]), then, key="new")

    def open(self, event_id: EventId) -> None:
        """Show an event in the inspector, opening it if it is closed."""
        self._session.select(event_id)
        self._window.show_inspector(shown=True)
        self._window.panes.focus(3)
        self._window.inspector.attend(event_id)

    def duplicate(self) -> None:
        """Copy the selected event."""
        event_id = self._session.selected
        if event_id is not None and self.may_change_events():
            self._session.write(duplicate_event(event_id), self._on_duplicated)

    def _on_duplicated(self, change: ChangeSet) -> None:
        new = change.detail.get("event")
        if isinstance(new, int):
            self._session.select(EventId(new))

    def delete_chosen(self) -> None:
        """Delete the events chosen in the table that has the focus, else the selected one. Asks first."""
        from desktop.events.view import EventView

        table = next((one for one in focused() if isinstance(one, EventView)), None)
        if table is not None:
            table.ask_delete()
        elif self._session.selected is not None:
            self.delete((self._session.selected,))

    def edit_chosen(self) -> None:
        """Edit the events chosen on the page, else the selected one, all at once."""
        page, selected = self._window.page, self._session.selected
        versions = page.chosen_events(_ALL) if page is not None else ()
        if not self.may_change_events():
            return
        if versions:
            self._session.tasks.read(
                lambda ledger, _progress: ledger.events.ids(versions), self._edit_many, key="events.edit"
            )
        elif selected is not None:
            self._edit_many([selected])

    def _edit_many(self, event_ids: list[EventId]) -> None:
        from desktop.dialogs.records.edit_events import EditEventsDialog

        dialog = EditEventsDialog(self._session, event_ids, self._window)
        dialog.exec()
        dialog.deleteLater()

    def delete(self, event_ids: tuple[EventId, ...]) -> None:
        """Delete events. Asks first."""
        if event_ids and self.may_change_events():
            from desktop.entry.reads import effect_of_deleting

            work = partial(effect_of_deleting, event_ids=event_ids, scope=self._session.scope)
            self._session.tasks.read(work, self._ask_delete, key="delete")

    def _ask_delete(self, found: tuple[tuple[EventId, ...], Effect]) -> None:
        from desktop.wording.changes.effects import effect_sentences

        ids, effects = found
        n, claims = len(ids), effects.claims
        text = ngettext("Delete {n} event?", "Delete {n} events?", n).format(n=formatting.number(n))
        removed = ngettext("This removes {n} claim.", "This removes {n} claims.", claims)
        sentences = [
            removed.format(n=formatting.number(claims)), *effect_sentences(effects), _("Undo brings it back.")
        ]  # fmt: skip
        effect = " ".join(sentences)
        if notify.ask(self._window, title=_("Delete"), text=text, details=effect, yes=_("Delete"), danger=True):
            if n >= _MANY:
                self._session.backups.before("deletion")
            self._session.write(delete_events(ids))

    def copy(self) -> None:
        """Copy what is selected where the focus is."""
        from desktop.events.view import EventView

        for widget in focused():
            if isinstance(widget, EventView | QLineEdit | QPlainTextEdit | QTextEdit):
                widget.copy()
                return

    def offer_menu(self, place: QPoint) -> None:
        """The context menu of the selected events, at a point of the screen."""
        menu = QMenu(self._window)
        self._window.actions_.context_menu(menu, CONTEXT)
        menu.popup(place)
        menu.aboutToHide.connect(menu.deleteLater)

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:

        from desktop.wording.changes import steps

        deleted = change.kind == "do" and change.code.endswith(".deleted")
        merged = change.kind == "do" and change.code.endswith(".merged")
        said = steps.change_sentence(change, kinds=self._session.facts.kinds)
        self._window.status.say(said, undo=deleted or merged)
        selected = self._session.selected
        if selected is not None and deleted and selected in (change.ids("events") or ()):
            self._session.select(None)


def focused() -> Iterator[QWidget]:
    """The widget with the focus, and those it is in, from the nearest on."""
    widget: QWidget | None = QApplication.focusWidget()
    while widget is not None:
        yield widget
        widget = widget.parentWidget()


def _name(ledger: Ledger, _progress: Progress, *, organization_id: OrganizationId) -> str:
    found = ledger.organizations.get(organization_id)
    return found.name if found else ""
