"""From one thing to the next: what comes after a save, a selection, another day; nothing typed is lost unasked."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from db.model.ids import EventId
from db.model.scope import Scope
from desktop.entry.form import EventForm
from desktop.entry.next_fact import next_event, part_of
from desktop.inspector.draft import Draft
from desktop.inspector.panel.questions import Wanted
from desktop.inspector.panel.whole import Panel
from desktop.inspector.saving import Saved, Saving
from desktop.inspector.showing import Showing
from desktop.inspector.state import Intent, Mode
from desktop.session.session import Session
from desktop.wording.moments import Moment


class Transitions(QObject):
    """Decides what is shown next. ``saved`` carries the id of an event that was written, once what follows is shown."""

    saved = Signal(int)

    def __init__(
        self, session: Session, panel: Panel, *, draft: Draft, showing: Showing, saving: Saving, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._form, self._questions = session, panel.form, panel.questions
        self._draft, self._showing, self._saving = draft, showing, saving
        saving.saved.connect(self._on_saved)
        session.selection_changed.connect(self._on_selection)
        session.scope_changed.connect(self._on_scope)
        panel.questions.discarded.connect(showing.go)
        panel.questions.back_to_today.connect(self._on_today_for)
        panel.as_known.left.connect(self._show_today)
        panel.form.other.connect(self._on_other)
        panel.form.part.connect(self._on_part)
        panel.form.opened.connect(session.select)

    def may_leave(self, wanted: Wanted) -> bool:
        """Whether nothing would be lost; else it is asked, and ``wanted`` comes after the answer."""
        if self._draft.dirty:
            self._questions.ask_leave(wanted)
        return not self._draft.dirty

    def leave_for(self, wanted: Wanted) -> None:
        """Shows what is wanted, now or after the answer."""
        if self.may_leave(wanted):
            self._showing.go(wanted)

    def begin(self, form: EventForm) -> None:
        """Shows a new event. Under an earlier day the way back to today is asked about first."""
        if self._today:
            self.leave_for(form)
        elif self.may_leave(self._session.selected):
            self._questions.ask_today(Moment.of(self._session.scope), form)

    def revert(self) -> None:
        """Throws away what was typed; a new event without text gives way to the selected one."""
        self._questions.dismiss()
        if self._showing.mode is Mode.NEW and self._draft.dirty and self._today:
            self._showing.go(self._draft.base)
        elif self._showing.mode is not Mode.EMPTY:
            self._showing.go(self._session.selected)

    @property
    def _today(self) -> bool:
        """Whether the scope shows the ledger as it is known today."""
        return Moment.of(self._session.scope).now

    @Slot(object)
    def _on_saved(self, saved: Saved) -> None:
        self._draft.give_up()
        self._form.forget()  # from now on, undo is the ledger's
        self._form.claims.remember_source(saved.form.claims[-1])
        leaving, wanted = self._questions.take_wanted()
        if saved.intent is Intent.NEXT and self._today:
            self._showing.go(next_event(saved.form, saved.next_kind))
        elif leaving:
            self._showing.go(wanted)
        elif saved.event_id is not None and self._session.selected == saved.event_id:
            self._showing.read(saved.event_id)
        elif saved.event_id is not None:
            self._showing.expect_stored()
            self._session.select(saved.event_id)
        if saved.event_id is not None:
            self.saved.emit(saved.event_id)

    @Slot(object)
    def _on_selection(self, event_id: EventId | None) -> None:
        self._questions.mover.close()
        self.leave_for(event_id)

    @Slot(object)
    def _on_scope(self, scope: Scope) -> None:
        """As known on another day, another event is to be seen, or another state of the same."""
        if Moment.of(scope) != self._showing.moment:
            self._questions.mover.close()
            self.leave_for(self._session.selected)

    @Slot()
    def _show_today(self) -> None:
        self._session.change_scope(known_on=None, known_operation=None)

    @Slot(object)
    def _on_today_for(self, wanted: Wanted) -> None:
        self._show_today()
        self.leave_for(wanted)

    @Slot(str)
    def _on_other(self, kind: str) -> None:
        """The other population of the same news: saved first if something was typed."""
        if self._showing.mode is Mode.NEW or self._draft.dirty:
            self._saving.save_and_next(kind)
        else:
            self._showing.go(next_event(self._form.form(), kind))

    @Slot()
    def _on_part(self) -> None:
        """A new part of the shown event."""
        if self._showing.stored is not None:
            self.leave_for(part_of(self._showing.stored, self._session.facts.kinds))
