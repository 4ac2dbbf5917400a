"""What the inspector shows: nothing, a stored event or a new one, and how it follows the ledger meanwhile."""

from __future__ import annotations

from functools import partial
from typing import Literal

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QWidget

from db.dates import DateOrder
from db.errors import LedgerError
from db.ledger import local_now
from db.operations import ChangeSet
from db.quantities import NumberConvention
from db.records import Source
from desktop import settings as options
from desktop import wording
from desktop.i18n import _
from desktop.inspector import store
from desktop.inspector.decisions import Decision
from desktop.inspector.form import EventForm, Stored, form_of, source_claim
from desktop.inspector.headline import headline
from desktop.inspector.panel import Mode, Panel
from desktop.inspector.reading import Context
from desktop.session import Session
from desktop.settings import Settings
from desktop.tasks import Task
from desktop.theme import Theme

_TABLES = ("events", "claims", "sources", "organizations", "aliases", "relationships", "preferences")

#: A question in the panel: may what was typed be left, may the event be deleted; or word that it was changed.
Question = Literal["", "leave", "delete", "changed"]


class Viewer(Panel):
    """Fills the panel. What a person does with it is in the subclass."""

    def __init__(self, session: Session, theme: Theme, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(session, theme, parent)
        self.settings = settings
        self.mode: Mode = "empty"
        self._stored: Stored | None = None
        self._base = EventForm()
        self._conventions = store.Conventions()
        self._saving: Literal["", "save", "next"] = ""
        self._asking: Question = ""
        self._dirty = False
        self._reading: Task[Stored | None] | None = None
        self._decisions: list[Decision] = []
        self._attending: int | None = None  # the event whose open decision is gone to as soon as it is shown

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self._dirty

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
        self.form.focus_on(*first_open(form))

    def _show_stored(self, stored: Stored) -> None:
        before, self._stored = self._stored, stored
        same = self.mode == "event" and before is not None and before.event.id == stored.event.id
        self._dismiss()
        self._set_mode("event")
        self.title.setText(headline(stored, self.session.facts.kinds.get(stored.event.kind)))
        self._fill(form_of(stored))
        if same and stored == before:  # what is being decided stays as it is
            self.past.show_event(stored.event.id)
        else:
            self._show_facts(stored)
        if not same:
            self.scroller.verticalScrollBar().setValue(0)
        self._attend()

    def _fill(self, form: EventForm) -> None:
        self.form.show_form(form, self._stored, self._context(), self.session.facts.kinds)
        self._base = self.form.form()
        self._dirty = False
        self._on_writable()

    def _show_facts(self, stored: Stored) -> None:
        self._decisions = self.show_facts(stored)
        for decision in self._decisions:
            decision.decided.connect(self._on_decided)

    def attend(self, event_id: int) -> None:
        """Goes to what is to be decided on an event that is opened, now or when it is there; else nowhere."""
        self._attending = event_id
        self._attend()

    def _attend(self) -> None:
        stored = self._stored
        if stored is None or stored.event.id != self._attending:
            return
        self._attending = None
        here = QApplication.focusWidget()
        if self.mode != "event" or here is None or not self.isAncestorOf(here):
            return
        for decision in self._decisions:
            if decision.field in stored.event.values.contradicted:
                decision.focus()
                self.scroller.verticalScrollBar().setValue(0)
                return

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

    def _on_loaded(self, stored: Stored | None) -> None:
        if stored is None:
            if self._dirty:
                self._tell_changed(_("This event was deleted meanwhile. Undo brings it back."))
            else:
                self._show_empty()
                self.session.select(None)
        elif self._dirty and self._stored is not None and self._stored.event.id == stored.event.id:
            if self._stored != stored:
                self._tell_changed(
                    _("This event was changed meanwhile. Save keeps your texts, Revert shows it as it is now.")
                )
        elif not self._dirty and stored.event.id == self.session.selected:
            self._show_stored(stored)

    def _tell_changed(self, text: str) -> None:
        self._asking = "changed"
        self.notice.ask(text)

    def _dismiss(self) -> None:
        self._asking = ""
        self.notice.hide()

    def _on_failed(self, error: LedgerError) -> None:
        self._show_state()
        self._asking = ""
        self.notice.ask(wording.error_sentence(error))

    # What is written beside the form.

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

    # What happens in the ledger.

    @Slot()
    def _on_opened(self) -> None:
        self.session.tasks.read(store.read_conventions, self._on_conventions, key="inspector conventions")
        self.session.tasks.read(store.latest_source, self._on_latest_source, key="inspector source")
        self._go(self.session.selected)

    @Slot()
    def _on_closed(self) -> None:
        self._dismiss()
        self.form.claims.remember_source(None)
        self._show_empty()

    def _on_conventions(self, conventions: store.Conventions) -> None:
        self._conventions = conventions
        if self.mode != "empty":
            self.form.set_context(self._context())

    def _on_latest_source(self, source: Source | None) -> None:
        if source is not None and not self.form.claims.remembers:
            self.form.claims.remember_source(source_claim(source))

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:
        if change.touches("settings"):
            self.session.tasks.read(store.read_conventions, self._on_conventions, key="inspector conventions")
        if change.touches("event_kinds"):
            kinds = self.session.facts.kinds
            self.form.set_kinds(kinds)
            if self.mode == "event" and self._stored is not None:
                self.title.setText(headline(self._stored, kinds.get(self._stored.event.kind)))
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


def first_open(form: EventForm) -> tuple[str, int]:
    """The field of a new event that a person goes on with, and of which claim (-1: none)."""
    if not form.kind:
        return "kind", -1
    if not form.organization.text:
        return "organization", -1
    begun = bool(form.claims) and bool(form.claims[0].announced) and not form.part_of.text
    return ("count", 0) if begun else ("place", -1)


__all__ = ["Question", "Viewer", "first_open"]
