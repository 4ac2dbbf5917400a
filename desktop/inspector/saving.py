"""Saving what was typed, or going to the first field that keeps it from being saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from db.errors import LedgerError
from db.model.ids import EventId
from db.store.operations import ChangeSet
from desktop.entry.drafting import outcome_of
from desktop.entry.form import EventForm
from desktop.inspector.conventions import LedgerConventions
from desktop.inspector.draft import Draft
from desktop.inspector.panel.quick_line import fill_quickly
from desktop.inspector.panel.whole import Panel
from desktop.inspector.showing import Showing
from desktop.inspector.state import Intent, Mode
from desktop.look.announcing import announce
from desktop.operations.events import save_event
from desktop.session.session import Session

if TYPE_CHECKING:
    from db.reading.quick.result import QuickEntry


@dataclass(frozen=True, slots=True)
class Saved:
    """A form that was written: as which event, and what is to come next."""

    form: EventForm
    event_id: EventId | None
    intent: Intent
    next_kind: str  # of the next event, where that is known


class Saving(QObject):
    """Writes the form of the panel. ``saved`` carries a :class:`Saved`, ``failed`` an error; ``changed``: it begins."""

    saved = Signal(object)
    failed = Signal(object)
    refused = Signal()  # a field is wrong or asks something
    changed = Signal()

    def __init__(
        self,
        session: Session,
        panel: Panel,
        *,
        draft: Draft,
        showing: Showing,
        conventions: LedgerConventions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._form, self._quick, self._footer = session, panel.form, panel.quick, panel.footer
        self._draft, self._showing, self._conventions = draft, showing, conventions
        self._intent: Intent | None = None  # while it is being written
        self._next_kind = ""
        self._quick.accepted.connect(self._on_quick)

    @property
    def busy(self) -> bool:
        """Whether a form is being written."""
        return self._intent is not None

    def save(self) -> None:
        """Saves, and shows what was saved."""
        self._begin(Intent.SAVE)

    def save_and_next(self, kind: str = "") -> None:
        """Saves, and begins the next event of the same organization and source, of a ``kind`` if that is known."""
        self._next_kind = kind
        self._begin(Intent.NEXT)

    def _begin(self, intent: Intent) -> None:
        if self._showing.mode is Mode.EMPTY or not self._showing.editable or self.busy:
            return
        if self._quick.typed:
            self._quick.take(intent)
            return
        self._form.kind.box.settle()
        stored = self._showing.stored
        form = self._form.form()
        outcome = outcome_of(form, stored, self._conventions.context(), self._session.facts.kinds)
        if outcome.problems:
            self.refused.emit()
            self._form.settle()
            for name, index, sentence in outcome.problems:
                self._form.show_problem(name, index, sentence)
            name, index, sentence = outcome.problems[0]
            self._form.focus_on(name, index)
            announce(self._form, sentence, urgent=True)
            return
        self._intent = intent
        self.changed.emit()
        event_id = stored.event.id if stored is not None else None
        self._session.write(save_event(outcome, event_id), self._on_saved, self._on_failed)

    def _on_saved(self, change: ChangeSet) -> None:
        intent, self._intent = self._intent, None
        assert intent is not None
        found, stored = change.detail.get("event"), self._showing.stored
        event_id = EventId(found) if isinstance(found, int) else stored.event.id if stored is not None else None
        self.saved.emit(Saved(self._form.form(), event_id, intent, self._next_kind))

    def _on_failed(self, error: LedgerError) -> None:
        self._intent = None
        self.failed.emit(error)

    @Slot(object, object)
    def _on_quick(self, entry: QuickEntry, intent: Intent) -> None:
        """The quick line was read into the form; on to what is open, else to saving."""
        place = fill_quickly(self._form, entry, self._conventions.context(), self._session.facts.kinds)
        self._draft.compare()
        if place is not None:
            self._form.focus_on(*place)
        elif intent is Intent.FILL:
            self._footer.save_button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._begin(intent)
