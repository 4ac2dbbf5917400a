"""The inspector: the selected event, edited in place, and the form for a new one. What a person does with it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from db.effects import Effect
from db.errors import LedgerError
from db.operations import ChangeSet
from desktop.effect_wording import delete_sentence
from desktop.i18n import _
from desktop.inspector import store
from desktop.inspector.drafting import outcome_of
from desktop.inspector.form import ClaimForm, EventForm, Named
from desktop.inspector.next_fact import next_event, part_of
from desktop.inspector.quick_line import fill_quickly
from desktop.inspector.reading import Context
from desktop.inspector.viewing import Viewer
from desktop.session import Session
from desktop.settings import Settings
from desktop.theme import Theme

if TYPE_CHECKING:
    from db.quick.result import QuickEntry


class Inspector(Viewer):
    """Shows the session's selected event and takes new ones.

    ``saved`` carries the id of an event after it was written. ``closed``: Esc with nothing left to leave.
    """

    closed = Signal()
    saved = Signal(int)
    requested = Signal(str, object)

    def __init__(self, session: Session, theme: Theme, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(session, theme, settings, parent)
        self._wanted: int | EventForm | None = None  # what to show after an answer
        self._next_kind = ""  # what the next event is to be, where that is known
        self._connect()
        session.opened.connect(self._on_opened)
        session.closed.connect(self._on_closed)
        session.selection_changed.connect(self._on_selection)
        session.ledger_changed.connect(self._on_ledger_changed)
        session.writable_changed.connect(self._on_writable)
        theme.changed.connect(self._restyle)
        self._restyle()
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
        self.form.other.connect(self._on_other)
        self.form.part.connect(self._on_part)
        self.form.opened.connect(self._on_open)
        self.form.moving.connect(self._on_moving)
        self.quick.read_by(self._quick_context)
        self.quick.edited.connect(self._on_edited)
        self.quick.accepted.connect(self._on_quick)
        self.mover.left.connect(self.focus_first)
        self.mover.moved.connect(self._on_move)

    # What the window calls.

    @Slot()
    def new_event(self, kind: str | None = None, organization: str = "") -> None:
        """Begins a new event; an unsaved one is asked about first."""
        form = EventForm(kind=kind or "", organization=Named(organization))
        if self._may_leave(form):
            self._show_new(form)

    @Slot()
    def quick_event(self) -> None:
        """Goes to the quick line of a new event, beginning one where none was begun."""
        if self.mode != "new":
            self.new_event()
        if self.mode == "new":
            self.quick.focus()

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
        """Asks at once, adds the effect on charts when it is computed, and deletes the shown event."""
        if self._stored is None or not self.session.writable:
            return
        self._asking = "delete"
        claims = len(self._stored.live)
        self.notice.ask(delete_sentence(Effect(claims=claims)), [(_("Delete"), "danger"), (_("Keep"), "")], focus=1)
        work = partial(store.effect, event_id=self._stored.event.id, scope=self.session.scope)
        self.session.tasks.read(work, self._on_effect, key="inspector effect")

    @Slot()
    def save(self) -> None:
        """Saves, or goes to the first field that keeps it from being saved."""
        self._save("save")

    @Slot()
    def save_and_next(self) -> None:
        """Saves, and begins the next event of the same organization and source."""
        self._next_kind = ""
        self._save("next")

    @Slot()
    def next_fact(self) -> None:
        """Ctrl+D: the source once more.

        A new event without a source takes the last one; with a source it is saved, and the next event of the same
        article begins. A stored event gets another claim of its last source.
        """
        if self.mode == "empty" or not self.session.writable:
            return
        if self.mode == "event":
            self.form.next_claim()
        elif not self.form.claims.take_source():
            self.save_and_next()

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
        if self.mover.isVisible():
            self.mover.close()
            self.focus_first()
        elif self._asking:
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

    # Saving.

    def _save(self, how: Literal["save", "next"]) -> None:
        if self.mode == "empty" or not self.session.writable or self._saving:
            return
        if self.quick.typed:
            self.quick.take(how)
            return
        self.form.kind.box.settle()
        outcome = outcome_of(self.form.form(), self._stored, self._context(), self.session.facts.kinds)
        if outcome.problems:
            self._dismiss()
            self.form.settle()
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
        self.form.claims.remember_source(before.claims[-1])
        wanted, self._wanted = self._wanted, None
        leaving = self._asking == "leave"
        self._dismiss()
        if how == "next":
            self._show_new(next_event(before, self._next_kind))
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

    def _on_duplicated(self, change: ChangeSet) -> None:
        found = change.detail.get("event")
        if isinstance(found, int):
            self.session.select(found)

    # What happens.

    @Slot()
    def _on_begin(self) -> None:
        self.new_event()

    @Slot()
    def _on_edited(self) -> None:
        self._dirty = self.form.form() != self._base or self.quick.typed
        self._show_state()

    def _quick_context(self) -> tuple[Context, ClaimForm]:
        return self._context(), self.form.cards[0].form()

    @Slot(object, str)
    def _on_quick(self, entry: QuickEntry, how: Literal["fill", "save", "next"]) -> None:
        """The quick line was read into the form; on to what is open, else to saving."""
        place = fill_quickly(self.form, entry, self._context(), self.session.facts.kinds)
        self._on_edited()
        if place is not None:
            self.form.focus_on(*place)
        elif how == "fill":
            self.save_button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._save(how)

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

    def _on_effect(self, found: tuple[int, Effect]) -> None:
        event_id, effect = found
        if self._asking == "delete" and self._stored is not None and self._stored.event.id == event_id:
            self.notice.text.setText(delete_sentence(effect))

    @Slot(object)
    def _on_selection(self, event_id: int | None) -> None:
        self.mover.close()
        if self._may_leave(event_id):
            self._go(event_id)

    @Slot(str)
    def _on_other(self, kind: str) -> None:
        """The other population of the same news: saved first if something was typed."""
        self._next_kind = kind
        if self.mode == "new" or self._dirty:
            self._save("next")
        else:
            self._show_new(next_event(self.form.form(), kind))

    @Slot()
    def _on_part(self) -> None:
        """A new part of the shown event."""
        if self._stored is not None:
            form = part_of(self._stored, self.session.facts.kinds)
            if self._may_leave(form):
                self._show_new(form)

    @Slot(int)
    def _on_open(self, event_id: int) -> None:
        """A link to the whole or to a part."""
        self.session.select(event_id)

    @Slot(int, str)
    def _on_moving(self, claim_id: int, title: str) -> None:
        if self._dirty or self._stored is None:
            self.notice.ask(_("Save or revert your changes first, then move the claim."))
            return
        self._dismiss()
        self.mover.ask(claim_id, title, self.form.organization.named(), self._stored.event.id)

    @Slot(int, int)
    def _on_move(self, claim_id: int, event_id: int) -> None:
        work = partial(store.move_claim, claim_id=claim_id, event_id=event_id)
        self.session.write(work, self._on_moved, self._on_failed)

    def _on_moved(self, change: ChangeSet) -> None:
        """An event that was left without claims has nothing more to show: on to where they are."""
        target = change.detail.get("event")
        if change.detail.get("left") == 0 and isinstance(target, int):
            self.session.select(target)
        else:
            self.focus_first()

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
            self.next_fact()
        elif shift and self.mode == "new":
            self.save_and_next()
        else:
            self.save()


def _ours(event: QKeyEvent) -> bool:
    keys = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_D}
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) and event.key() in keys
