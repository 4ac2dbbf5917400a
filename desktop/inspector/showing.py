"""What the inspector shows: nothing, a stored event or a new one, and how it follows the ledger meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from db.model.ids import EventId
from db.model.records import EventKind
from db.store.operations import ChangeSet
from desktop.entry import reads
from desktop.entry.form import EventForm, Stored, form_of
from desktop.entry.next_fact import first_empty
from desktop.entry.reading import Context
from desktop.inspector.conventions import LedgerConventions
from desktop.inspector.draft import Draft
from desktop.inspector.panel.as_known import not_editable
from desktop.inspector.panel.questions import Wanted
from desktop.inspector.panel.whole import Panel
from desktop.inspector.state import Asked, Mode
from desktop.session.session import Session
from desktop.session.task import Task
from desktop.wording import codes
from desktop.wording.i18n import _
from desktop.wording.moments import Moment

_TABLES = ("events", "claims", "sources", "organizations", "aliases", "relationships", "preferences",
           "field_values", "field_choices")  # fmt: skip


class Showing(QObject):
    """Reads events and fills the panel. ``changed``: buttons may have to change; ``failed`` carries an error."""

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self, session: Session, panel: Panel, *, draft: Draft, conventions: LedgerConventions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._panel, self._draft, self._conventions = session, panel, draft, conventions
        self._mode = Mode.EMPTY
        self._moment = Moment()
        self._kinds: Mapping[str, EventKind] = {}  # those of that moment
        self._today: date | None = None  # the day that was today then
        self._stored: Stored | None = None
        self._reading: Task[reads.Known] | None = None
        self._attending: EventId | None = None  # the event that is gone to as soon as it is shown
        session.writable_changed.connect(self.show_editable)
        conventions.changed.connect(self._on_conventions)

    @property
    def mode(self) -> Mode:
        """What is shown now."""
        return self._mode

    @property
    def stored(self) -> Stored | None:
        """The shown event as it was read; None for none and for a new one."""
        return self._stored

    @property
    def moment(self) -> Moment:
        """As known when it is shown. What is typed belongs to today, whatever the scope says meanwhile."""
        return self._moment

    @property
    def editable(self) -> bool:
        """Whether what is shown can be changed."""
        return self._session.writable and self._moment.now

    @property
    def reason(self) -> str:
        """Why it cannot; empty if it can, or if the ledger is only about to be opened for writing."""
        error = self._session.write_error
        if error is not None and not self._session.writable:
            return codes.error_sentence(error)
        return not_editable(self._moment)

    # To something else.

    def go(self, wanted: Wanted) -> None:
        """Shows what is wanted; whatever was typed is given up."""
        self._draft.give_up()
        self._panel.questions.dismiss()
        if isinstance(wanted, EventForm):
            self._show_new(wanted)
        elif wanted is None:
            self.show_nothing()
        else:
            self.read(wanted)

    def read(self, event_id: EventId) -> None:
        """Shows an event, as known to the scope, as soon as it is read."""
        self._read(event_id, Moment.of(self._session.scope))

    def _read(self, event_id: EventId, moment: Moment) -> None:
        work = partial(reads.load, event_id=event_id, moment=moment)
        self._reading = self._session.tasks.read(work, self._on_read, self.failed.emit, key="inspector")

    def show_nothing(self) -> None:
        """Shows no event."""
        self._stored, self._moment = None, Moment.of(self._session.scope)
        self._draft.give_up()
        self._set_mode(Mode.EMPTY)
        self.show_editable()
        self._panel.header.title.setText(_("No event selected"))

    def expect_stored(self) -> None:
        """What is shown was written: the selection may take its place."""
        self._mode = Mode.EVENT

    def _show_new(self, form: EventForm) -> None:
        if self._reading is not None:
            self._reading.cancel()  # an event that is still being read must not take the new one's place
        self._stored, self._moment = None, Moment()
        self._set_mode(Mode.NEW)
        self._panel.header.title.setText(_("New event"))
        self._fill(form)
        self._panel.to_top()
        self._panel.form.focus_on(*first_empty(form, self._session.facts.kinds.get(form.kind)))

    def _on_read(self, known: reads.Known) -> None:
        stored = known.stored
        if self._draft.dirty:
            if stored is None:
                self._tell_changed(_("This event was deleted meanwhile. Undo brings it back."))
            elif self._stored is not None and self._stored.event.id == stored.event.id and self._stored != stored:
                self._tell_changed(
                    _("This event was changed meanwhile. Save keeps your texts, Discard changes shows it as it is now.")
                )
        elif known.moment != Moment.of(self._session.scope):
            pass  # another moment was chosen meanwhile
        elif stored is None and not known.moment.now:
            self._show_unknown(known.moment)
        elif stored is None:
            self.show_nothing()
            self._session.select(None)
        elif stored.event.id == self._session.selected:
            self._show_stored(stored, known)

    def _show_unknown(self, moment: Moment) -> None:
        self._stored, self._moment = None, moment
        self._panel.questions.dismiss()
        self._set_mode(Mode.UNKNOWN)
        self._panel.header.title.setText(_("Not recorded"))
        self._panel.placeholder.say(_("{as_known}: this event was not in the ledger.").format(as_known=moment.sentence))
        self.show_editable()

    def _tell_changed(self, text: str) -> None:
        self._panel.questions.tell(text, Asked.CHANGED)

    def _show_stored(self, stored: Stored, known: reads.Known) -> None:
        before, self._stored = (self._moment, self._stored), stored
        self._moment, self._kinds, self._today = known.moment, known.kinds, known.today
        same = self._mode is Mode.EVENT and before[1] is not None and before[1].event.id == stored.event.id
        self._panel.questions.dismiss()
        self._set_mode(Mode.EVENT)
        self._show_title()
        self._fill(form_of(stored))
        if same and before == (self._moment, stored):  # what is being decided stays as it is
            self._panel.history.read_anew(stored, self._moment)
        else:
            self._panel.show_event(stored, self._moment)
        if not same:
            self._panel.to_top()
        self._attend()

    def _show_title(self) -> None:
        if self._stored is not None:
            self._panel.header.title.setText(self._stored.line(self.kinds))

    @property
    def kinds(self) -> Mapping[str, EventKind]:
        """The kinds of the shown moment, by code."""
        return self._session.facts.kinds if self._moment.now else self._kinds

    def _context(self) -> Context:
        context = self._conventions.context()
        return context if self._moment.now or self._today is None else replace(context, today=self._today)

    def _fill(self, form: EventForm) -> None:
        self._panel.form.show_form(form, self._stored, self._context(), self.kinds)
        self._draft.begin()
        self.show_editable()

    def _set_mode(self, mode: Mode) -> None:
        self._mode = mode
        self._panel.show_mode(mode)
        self.changed.emit()

    @Slot()
    def show_editable(self) -> None:
        """Opens the form, or locks it and says why."""
        error = self._session.write_error
        locked = "" if error is None or self._session.writable else codes.error_sentence(error)
        self._panel.show_editable(self._moment, editable=self.editable, reason=locked)
        self.changed.emit()

    # To what is to be decided.

    def attend(self, event_id: EventId) -> None:
        """Goes to what is to be decided on an event that is opened, else to its first field, as soon as it is there."""
        self._attending = event_id
        self._attend()

    def _attend(self) -> None:
        stored = self._stored
        if stored is None or stored.event.id != self._attending:
            return
        self._attending = None
        here = QApplication.focusWidget()
        if self._mode is not Mode.EVENT or here is None or not self._panel.isAncestorOf(here):
            return
        if not self._panel.decisions.focus(stored.event.values.contradicted):
            kind = self._panel.form.kind.editor
            self._panel.form.focus_on("kind" if kind.isEnabled() else "organization")
        self._panel.to_top()

    # What happens in the ledger.

    def follow(self, change: ChangeSet, *, read: bool) -> None:
        """Shows what an operation changed; ``read``: the shown event too, if it may be another by now."""
        if change.touches("event_kinds"):
            self._panel.form.set_kinds(self.kinds)
            if self._mode is Mode.EVENT:
                self._show_title()
        if change.touches("fields", "field_choices"):
            self._panel.form.offer_fields()
        if read and self._mode is Mode.EVENT and self._stored is not None and change.touches(*_TABLES):
            self._read(self._stored.event.id, self._moment)

    @Slot()
    def _on_conventions(self) -> None:
        if self._mode is not Mode.EMPTY:
            self._panel.form.set_context(self._context())
