"""Handlers of the Edit menu: events, undo and redo, copying; and what pages ask for about events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop import formatting, notify
from desktop.actions.registry import Handler
from desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from db.effects import Effect
    from db.ledger import Ledger
    from db.operations import ChangeSet
    from db.progress import Progress
    from db.scope import Scope
    from desktop.window import Window

#: What the context menu of events offers; an empty id draws a line.
CONTEXT = ("event.new", "event.duplicate", "event.merge", "", "edit.copy", "", "event.delete")


class EventActions(QObject):
    """Carries out what is done to events, and says in the status line what was done."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._session.ledger_changed.connect(self._on_ledger_changed)

    def handlers(self) -> Mapping[str, Handler]:
        """Command id -> what carries it out."""
        return {
            "undo": self.undo,
            "redo": self.redo,
            "event.new": self.new,
            "event.quick": self.quick,
            "event.open": self.open,
            "event.show": self.show,
            "event.duplicate": self.duplicate,
            "event.delete": self.delete,
            "event.menu": self.menu,
            "edit.copy": self.copy,
        }

    def undo(self, _argument: object = None) -> None:
        """Undo the last step."""
        self._session.undo()

    def redo(self, _argument: object = None) -> None:
        """Redo the step undone last."""
        self._session.redo()

    def new(self, argument: object = None) -> None:
        """Begin an event in the inspector; the argument is a kind. One organization in scope is filled in."""
        if not self._session.writable:
            return
        self._window.show_inspector(shown=True)
        chosen = self._session.scope.organization_ids
        kind = str(argument) if argument else None
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

    def quick(self, _argument: object = None) -> None:
        """Begin an event in the quick line. One organization in scope is filled in."""
        if not self._session.writable:
            return
        self._window.show_inspector(shown=True)
        self._window.inspector.quick_event()
        chosen = self._session.scope.organization_ids
        if len(chosen) == 1:
            then = self._window.inspector.propose
            self._session.tasks.read(partial(_name, organization_id=chosen[0]), then, key="new")

    def show(self, argument: object) -> None:
        """Select an event everywhere."""
        self._session.select(_number(argument))

    def open(self, argument: object) -> None:
        """Show an event in the inspector, opening it if it is closed."""
        event_id = _number(argument)
        self._session.select(event_id)
        self._window.show_inspector(shown=True)
        self._window.panes.focus(3)
        if event_id is not None:
            self._window.inspector.attend(event_id)

    def duplicate(self, argument: object = None) -> None:
        """Copy an event: the given one, else the selected one."""
        event_id = _number(argument) if argument is not None else self._session.selected
        if event_id is not None and self._session.writable:
            self._session.write(partial(_duplicate, event_id=event_id), self._on_duplicated)

    def _on_duplicated(self, change: ChangeSet) -> None:
        new = change.detail.get("event")
        if isinstance(new, int):
            self._session.select(new)

    def delete(self, argument: object = None) -> None:
        """Delete events: the given ones, else what is selected in the view that has the focus. Asks first."""
        if not self._session.writable:
            return
        ids = list(_ids(argument))
        if argument is None:
            asks = _owner("ask_delete") or _owner("_ask_delete")
            if asks is not None:
                asks()
                return
            ids = [self._session.selected] if self._session.selected is not None else []
        if ids:
            work = partial(_effect, ids=tuple(ids), scope=self._session.scope)
            self._session.tasks.read(work, self._ask_delete, key="delete")

    def _ask_delete(self, found: tuple[tuple[int, ...], Effect]) -> None:
        from desktop.effect_wording import effect_sentences

        ids, effects = found
        n, claims = len(ids), effects.claims
        text = ngettext("Delete {n} event?", "Delete {n} events?", n).format(n=formatting.number(n))
        removed = ngettext("This removes {n} claim.", "This removes {n} claims.", claims)
        sentences = [
            removed.format(n=formatting.number(claims)), *effect_sentences(effects), _("Undo brings it back.")
        ]  # fmt: skip
        effect = " ".join(sentences)
        if notify.ask(self._window, title=_("Delete"), text=text, details=effect, yes=_("Delete"), danger=True):
            self._session.write(partial(_delete, ids=ids))

    def copy(self, _argument: object = None) -> None:
        """Copy what is selected where the focus is."""
        copies = _owner("copy")
        if copies is not None:
            copies()

    def menu(self, argument: object) -> None:
        """The context menu of the selected events, at a point of the screen."""
        menu = QMenu(self._window)
        self._window.actions_.context_menu(menu, CONTEXT)
        menu.popup(argument if isinstance(argument, QPoint) else self._window.cursor().pos())
        menu.aboutToHide.connect(menu.deleteLater)

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:
        from desktop import wording

        deleted = change.kind == "do" and change.code.endswith(".deleted")
        merged = change.kind == "do" and change.code.endswith(".merged")
        said = wording.change_sentence(change, kinds=self._session.facts.kinds)
        self._window.status.say(said, undo=deleted or merged)
        selected = self._session.selected
        if selected is not None and deleted and selected in (change.ids("events") or ()):
            self._session.select(None)


def _owner(method: str) -> Callable[[], object] | None:
    """That method of the widget with the focus, or of the nearest one around it that has it."""
    widget: QWidget | None = QApplication.focusWidget()
    while widget is not None:
        found = getattr(widget, method, None)
        if callable(found):
            return found
        widget = widget.parentWidget()
    return None


def _number(argument: object) -> int | None:
    return argument if isinstance(argument, int) else None


def _ids(argument: object) -> Iterable[int]:
    if isinstance(argument, int):
        return (argument,)
    return [one for one in argument if isinstance(one, int)] if isinstance(argument, list | tuple | set) else ()


def _effect(
    ledger: Ledger, _progress: Progress, *, ids: tuple[int, ...], scope: Scope
) -> tuple[tuple[int, ...], Effect]:
    from db.effects import of_deleting

    return ids, of_deleting(ledger, ids, scope=scope)


def _name(ledger: Ledger, _progress: Progress, *, organization_id: int) -> str:
    found = ledger.organizations.get(organization_id)
    return found.name if found else ""


def _duplicate(ledger: Ledger, *, event_id: int) -> ChangeSet:
    return ledger.events.duplicate(event_id)


def _delete(ledger: Ledger, *, ids: tuple[int, ...]) -> ChangeSet:
    return ledger.events.delete(ids)
