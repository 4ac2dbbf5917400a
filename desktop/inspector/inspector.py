"""The inspector: the selected event, shown and edited in place, and the form for a new one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Literal

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from db.dates import DateOrder
from db.errors import LedgerError
from db.ledger import local_now
from db.operations import ChangeSet
from db.quantities import NumberConvention
from desktop import settings as options
from desktop import wording
from desktop.i18n import _, ngettext
from desktop.inspector import store
from desktop.inspector.drafting import outcome_of
from desktop.inspector.form import ClaimForm, EventForm, Named, Stored, form_of
from desktop.inspector.headline import headline
from desktop.inspector.panel import Mode, Panel
from desktop.inspector.reading import Context
from desktop.session import Session
from desktop.settings import Settings
from desktop.tasks import Task
from desktop.theme import Theme

_TABLES = ("events", "claims", "sources", "organizations", "aliases", "relationships", "preferences")


class Inspector(Panel):
    """Shows the session's selected event and takes new ones.

    ``saved`` carries the id of an event after it was written. ``closed``: Esc with nothing left to leave.
    """

    closed = Signal()
    saved = Signal(int)
    requested = Signal(str, object)

    def __init__(self, session: Session, theme: Theme, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(session, theme, parent)
        self.settings = settings
        self.mode: Mode = "empty"
        self._stored: Stored | None = None
        self._base = EventForm()
        self._conventions = store.Conventions()
        self._saving: Literal["", "save", "next"] = ""
        self._asking: Literal["", "leave", "delete", "changed"] = ""
        self._wanted: int | EventForm | None = None  # what to show after an answer
        self._dirty = False
        self._connect()
        session.opened.connect(self._on_opened)
        session.closed.connect(self._on_closed)
        session.selection_changed.connect(self._on_selection)
        session.ledger_changed.connect(self._on_ledger_changed)
        session.writable_changed.connect(self._on_writable)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._reading: Task[Stored | None] | None = None
        self._show_empty()
        if session.is_open:
            self._on_opened()

    def _connect(self) -> None:
        for button, slot in (
            (self.duplicate_button, self.duplicate),
            (self.delete_button, self.delete),
            (self.close_button, self.cancel),
            (self.begin, self._on_begin),
            (self.save_button, self.save),
            (self.next_button, self.save_and_next),
            (self.revert_button, self.revert),
        ):
            button.clicked.connect(slot)
        self.notice.pressed.connect(self._on_answer)
        self.form.edited.connect(self._on_edited)
        self.form.submitted.connect(self.save)
        self.form.remember.connect(self._on_remember)
        self.form.arranged.connect(self.chain)

    # What the window calls.

    @Slot()
    def new_event(self, kind: str | None = None, organization: str = "") -> None:
        """Begins a new event; an unsaved one is asked about first."""
        form = EventForm(kind=kind or "", organization=Named(organization))
        if self._may_leave(form):
            self._show_new(form)

    @Slot(str)
    def propose(self, organization: str) -> None:
        """Fills in the organization of a new event that was begun without one, if none was typed since."""
        if self.mode == "new" and not self._base.organization.text and not self.form.organization.line.text():
            self._base = replace(self._base, organization=Named(organization))
            self.form.organization.set_named(Named(organization))
            self._on_edited()

    @Slot()
    def duplicate(self) -> None:
        """Copies the shown event and selects the copy."""
        if self._stored is not None and self.session.writable and self._may_leave(self._stored.event.id):
            self.session.write(
                partial(store.duplicate, event_id=self._stored.event.id), self._on_duplicated, self._on_failed
            )

    @Slot()
    def delete(self) -> None:
        """Asks, with the effect, and deletes the shown event."""
        if self._stored is None or not self.session.writable:
            return
        claims = len(self._stored.live)
        text = ngettext(
            "Delete this event? It removes {n} claim. Undo brings it back.",
            "Delete this event? It removes {n} claims. Undo brings it back.",
            claims,
        ).format(n=claims)
        self._asking = "delete"
        self.notice.ask(text, [(_("Delete"), "danger"), (_("Keep"), "")], focus=1)

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self._dirty

    @Slot()
    def save(self) -> None:
        """Saves, or goes to the first field that keeps it from being saved."""
        self._save("save")

    @Slot()
    def save_and_next(self) -> None:
        """Saves, and begins the next event of the same organization and source."""
        self._save("next")

    @Slot()
    def revert(self) -> None:
        """Throws away what was typed."""
        self._dismiss()
        if self.mode == "new" and not self._dirty:
            self._go(self.session.selected)
        elif self.mode == "new":
            self._show_new(self._base)
        elif self._stored is not None:
            self._dirty = False
            self._go(self.session.selected)

    @Slot()
    def cancel(self) -> None:
        """Esc: closes a question, leaves a form (asking if something was typed), or closes the inspector."""
        if self._asking:
            self._dismiss()
            self.focus_first()
        elif self.mode == "new":
            if self._may_leave(self.session.selected):
                self._go(self.session.selected)
        elif self._may_leave(self.session.selected):
            self.closed.emit()

    def focus_first(self) -> None:
        """Puts the focus on the first field."""
        self.form.focus_on("kind" if not self.form.kind.text() else "organization")

    # Showing.

    def _context(self) -> Context:
        order = self._conventions.date_order or self.settings.get(options.DATE_ORDER)
        numbers = self._conventions.numbers or self.settings.get(options.NUMBERS)
        return Context(
            today=local_now().date(),
            order=None if order == "ask" else DateOrder(order),
            convention=None if numbers == "ask" else NumberConvention(numbers),
        )

    def _show_empty(self) -> None:
        self._stored, self._dirty = None, False
        self._set_mode("empty")
        self.title.setText(_("No event selected"))

    def _show_new(self, form: EventForm) -> None:
        if self._reading is not None:
            self._reading.cancel()  # an event that is still being read must not take the new one's place
        self._stored = None
        self._dismiss()
        self._set_mode("new")
        self.title.setText(_("New event"))
        self._fill(form)
        self.scroller.verticalScrollBar().setValue(0)
        self.form.focus_on("kind" if not form.kind else "organization" if not form.organization.text else "place")

    def _show_stored(self, stored: Stored) -> None:
        same = self.mode == "event" and self._stored is not None and self._stored.event.id == stored.event.id
        self._stored = stored
        self._dismiss()
        self._set_mode("event")
        self.title.setText(headline(stored, self.session.facts.kinds.get(stored.event.kind)))
        self._fill(form_of(stored))
        self._show_facts(stored)
        if not same:
            self.scroller.verticalScrollBar().setValue(0)

    def _fill(self, form: EventForm) -> None:
        self.form.show_form(form, self._stored, self._context(), self.session.facts.kinds)
        self._base = self.form.form()
        self._dirty = False
        self._on_writable()

    def _show_facts(self, stored: Stored) -> None:
        for decision in self.show_facts(stored):
            decision.decided.connect(self._on_decided)

    def _set_mode(self, mode: Mode) -> None:
        self.mode = mode
        self.show_mode(mode)
        self._show_state()

    def _show_state(self) -> None:
        self.show_buttons(self.mode, dirty=self._dirty, saving=bool(self._saving))

    def _go(self, wanted: int | EventForm | None) -> None:
        """Shows what was asked for."""
        self._dirty = False
        if isinstance(wanted, EventForm):
            self._show_new(wanted)
        elif wanted is None:
            self._dismiss()
            self._show_empty()
        else:
            self._dismiss()
            self._read(wanted)

    def _read(self, event_id: int) -> None:
        self._reading = self.session.tasks.read(
            partial(store.load, event_id=event_id), self._on_loaded, self._on_failed, key="inspector"
        )

    def _may_leave(self, wanted: int | EventForm | None) -> bool:
        """Whether nothing would be lost; else it is asked, and ``wanted`` comes after the answer."""
        if not self._dirty:
            return True
        self._wanted, self._asking = wanted, "leave"
        self.notice.ask(
            _("This event has changes that are not saved."),
            [(_("Save"), "primary"), (_("Discard"), "danger"), (_("Keep editing"), "")],
            focus=2,
        )
        return False

    def _dismiss(self) -> None:
        self._asking = ""
        self.notice.hide()

    # Saving.

    def _save(self, how: Literal["save", "next"]) -> None:
        if self.mode == "empty" or not self.session.writable or self._saving:
            return
        self.form.kind.box.settle()
        outcome = outcome_of(self.form.form(), self._stored, self._context(), self.session.facts.kinds)
        if outcome.problems:
            self._dismiss()
            for name, index, sentence in outcome.problems:
                self.form.show_problem(name, index, sentence)
            name, index, _sentence = outcome.problems[0]
            self.form.focus_on(name, index)
            return
        self._saving = how
        self._show_state()
        event_id = self._stored.event.id if self._stored else None
        self.session.write(
            partial(store.save, outcome=outcome, event_id=event_id), self._on_saved, self._on_save_failed
        )

    def _on_saved(self, change: ChangeSet) -> None:
        how, self._saving = self._saving, ""
        before = self.form.form()
        found = change.detail.get("event")
        event_id = found if isinstance(found, int) else self._stored.event.id if self._stored else None
        self._dirty = False
        self.form.forget()  # from now on, undo is the ledger's
        wanted, self._wanted = self._wanted, None
        leaving = self._asking == "leave"
        self._dismiss()
        if how == "next":
            source = before.claims[-1].next_fact() if before.claims else ClaimForm()
            self._show_new(EventForm(organization=before.organization, claims=(source,)))
        elif leaving:
            self._go(wanted)
        elif event_id is not None:
            if self.session.selected == event_id:
                self._read(event_id)
            else:
                self.mode = "event"  # the selection may take the place of the form
                self.session.select(event_id)
        if event_id is not None:
            self.saved.emit(event_id)

    def _on_save_failed(self, error: LedgerError) -> None:
        self._saving = ""
        self._on_failed(error)

    def _on_failed(self, error: LedgerError) -> None:
        self._show_state()
        self._asking = ""
        self.notice.ask(wording.error_sentence(error))

    def _on_duplicated(self, change: ChangeSet) -> None:
        found = change.detail.get("event")
        if isinstance(found, int):
            self.session.select(found)

    @Slot(str, object, bool, str)
    def _on_decided(self, field: str, claim_id: object, both: bool, reason: str) -> None:  # noqa: FBT001 - a slot
        if self._stored is None:
            return
        claim = claim_id if isinstance(claim_id, int) else None
        work = partial(
            store.decide, event_id=self._stored.event.id, field=field, claim_id=claim, both=both, reason=reason
        )
        self.session.write(work, None, self._on_failed)

    @Slot(str, str)
    def _on_remember(self, key: str, value: str) -> None:
        self.session.write(partial(store.remember, key=key, value=value), None, self._on_failed)

    # What happens.

    @Slot()
    def _on_begin(self) -> None:
        self.new_event()

    @Slot()
    def _on_edited(self) -> None:
        self._dirty = self.form.form() != self._base
        self._show_state()

    @Slot(int)
    def _on_answer(self, index: int) -> None:
        asked, wanted = self._asking, self._wanted
        if asked == "leave" and index == 0:
            self.notice.hide()
            self._save("save")
            return
        self._dismiss()
        if asked == "leave" and index == 1:
            self._go(wanted)
        elif asked == "delete" and index == 0 and self._stored is not None:
            self._dirty = False
            self.session.write(partial(store.delete, event_id=self._stored.event.id), None, self._on_failed)
        elif asked in {"leave", "delete"}:
            self.focus_first()

    @Slot()
    def _on_opened(self) -> None:
        self.session.tasks.read(store.read_conventions, self._on_conventions, key="inspector conventions")
        self._go(self.session.selected)

    @Slot()
    def _on_closed(self) -> None:
        self._dismiss()
        self._show_empty()

    def _on_conventions(self, conventions: store.Conventions) -> None:
        self._conventions = conventions
        if self.mode != "empty":
            self.form.set_context(self._context())

    @Slot(object)
    def _on_selection(self, event_id: int | None) -> None:
        if self._may_leave(event_id):
            self._go(event_id)

    def _on_loaded(self, stored: Stored | None) -> None:
        if stored is None:
            if self._dirty:
                self._tell_changed(_("This event was deleted meanwhile. Undo brings it back."))
            else:
                self._show_empty()
                self.session.select(None)
        elif self._dirty and self._stored is not None and self._stored.event.id == stored.event.id:
            known = replace(self._stored, steps=stored.steps)
            if known != stored:
                self._tell_changed(
                    _("This event was changed meanwhile. Save keeps your texts, Revert shows it as it is now.")
                )
        elif not self._dirty and stored.event.id == self.session.selected:
            self._show_stored(stored)

    def _tell_changed(self, text: str) -> None:
        self._asking = "changed"
        self.notice.ask(text)

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:
        if change.touches("settings"):
            self.session.tasks.read(store.read_conventions, self._on_conventions, key="inspector conventions")
        if self.mode == "event" and not self._saving and self._stored is not None and change.touches(*_TABLES):
            self._read(self._stored.event.id)

    @Slot()
    def _on_writable(self) -> None:
        writable = self.session.writable
        self.form.set_editable(editable=writable)
        error = self.session.write_error
        self.locked.setText(wording.error_sentence(error) if error else "")
        self.locked.setVisible(error is not None and not writable)
        self._show_state()

    @Slot()
    def _restyle(self) -> None:
        self.draw_icons()
        if self.mode == "event" and self._stored is not None:
            self._show_facts(self._stored)

    # Qt.

    def event(self, event: QEvent) -> bool:
        """Keeps our keys from menus of the window while the focus is in the form."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves, with Shift goes on to the next; Ctrl+D takes the source over; Esc leaves."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif not _ours(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_D:
            if self.mode != "empty" and self.session.writable:
                self.form.next_claim()
        elif shift and self.mode == "new":
            self.save_and_next()
        else:
            self.save()


def _ours(event: QKeyEvent) -> bool:
    keys = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_D}
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) and event.key() in keys
