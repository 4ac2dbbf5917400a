"""The inspector: the selected event, edited in place, and the form for a new one. What a person does with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from db.errors import LedgerError
from db.model.ids import ClaimId, EventId
from db.model.records import Source
from db.store.operations import ChangeSet
from desktop.entry import reads
from desktop.entry.form import ClaimForm, EventForm, Named, source_claim
from desktop.entry.reading import Context
from desktop.inspector.changing import Changing
from desktop.inspector.conventions import LedgerConventions
from desktop.inspector.draft import Draft
from desktop.inspector.form.event_form import EventFormWidget
from desktop.inspector.panel.whole import Panel
from desktop.inspector.pieces.arranging import box
from desktop.inspector.pieces.keys import of_form
from desktop.inspector.saving import Saving
from desktop.inspector.showing import Showing
from desktop.inspector.state import Asked, Mode
from desktop.inspector.transitions import Transitions
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.wording import codes
from desktop.wording.i18n import _


class Inspector(QWidget):
    """Shows the session's selected event and takes new ones.

    It holds the parts and hands on what a person asks of them: ``panel`` is what is seen, ``conventions`` how texts are
    read; inside, the draft knows what is typed, showing what is loaded, saving and changing write, and transitions
    decide what comes next.

    ``saved`` carries the id of an event after it was written. ``closed``: Esc with nothing left to leave. ``emptied``:
    nothing is shown any more. ``organization_asked`` carries the id of one that is named and to be shown.
    """

    closed = Signal()
    emptied = Signal()
    organization_asked = Signal(object)
    saved = Signal(int)

    def __init__(self, session: Session, theme: Theme, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.panel = Panel(session, theme)
        self.conventions = LedgerConventions(session, settings, self)
        self._draft = Draft(self.panel.form, self.panel.quick, self)
        self._showing = Showing(session, self.panel, draft=self._draft, conventions=self.conventions, parent=self)
        self._saving = Saving(
            session,
            self.panel,
            draft=self._draft,
            showing=self._showing,
            conventions=self.conventions,
            parent=self,
        )
        self._transitions = Transitions(
            session, self.panel, draft=self._draft, showing=self._showing, saving=self._saving, parent=self
        )
        self._transitions.saved.connect(self.saved)
        self._changing = Changing(session, self._showing, self.panel.questions, self)
        layout = box()
        layout.addWidget(self.panel)
        self.setLayout(layout)
        self._connect_panel()
        self._connect_parts()
        self._filled = False
        form = self.panel.form
        for field in (form.organization, form.counterparty):
            field.asked.connect(self.organization_asked)
        self._showing.show_nothing()
        if session.is_open:
            self._on_opened()

    def _connect_panel(self) -> None:
        header, footer, questions, form = self.panel.header, self.panel.footer, self.panel.questions, self.panel.form
        for button, slot in (
            (header.duplicate_button, self.duplicate),
            (header.delete_button, self.delete),
            (header.close_button, self.cancel),
            (footer.save_button, self.save),
            (footer.next_button, self.save_and_next),
            (footer.revert_button, self.revert),
        ):
            button.clicked.connect(slot)
        questions.save_first.connect(self.save)
        questions.delete_agreed.connect(self._on_delete_agreed)
        questions.kept.connect(self.focus_first)
        questions.mover.left.connect(self.focus_first)
        questions.mover.moved.connect(self._changing.move_claim)
        self.panel.decisions.decided.connect(self._changing.decide)
        self.panel.quick.read_by(self._quick_context)
        form.submitted.connect(self.save)
        form.remember.connect(self._changing.remember)
        form.moving.connect(self._on_moving)

    def _connect_parts(self) -> None:
        for changed in (self._draft.changed, self._showing.changed, self._saving.changed):
            changed.connect(self._show_state)
        for failed in (self._showing.failed, self._saving.failed, self._changing.failed):
            failed.connect(self._on_failed)
        self._saving.refused.connect(self.panel.questions.dismiss)
        self._changing.stayed.connect(self.focus_first)
        session = self._session
        session.opened.connect(self._on_opened)
        session.closed.connect(self._on_closed)
        session.ledger_changed.connect(self._on_ledger_changed)

    # What the window calls.

    @property
    def mode(self) -> Mode:
        """What is shown."""
        return self._showing.mode

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self._draft.dirty

    @property
    def shown(self) -> EventId | None:
        """The stored event that is shown; None for none and for a new one."""
        return self._showing.stored.event.id if self._showing.stored is not None else None

    @property
    def form(self) -> EventFormWidget:
        """The form in the panel."""
        return self.panel.form

    @Slot()
    def new_event(self, kind: str | None = None, organization: str = "") -> None:
        """Begins a new event; an unsaved one is asked about first, and so is the way back to today."""
        self._transitions.begin(EventForm(kind=kind or "", organization=Named(organization)))

    @Slot()
    def quick_event(self) -> None:
        """Goes to the quick line of a new event, beginning one where none was begun."""
        if self.mode is not Mode.NEW:
            self.new_event()
        if self.mode is Mode.NEW:
            self.panel.quick.focus()

    @Slot(str)
    def propose(self, organization: str) -> None:
        """Fills in the organization of a new event that was begun without one, if none was typed since."""
        if self.mode is Mode.NEW:
            self._draft.propose(organization)

    def attend(self, event_id: EventId) -> None:
        """Goes to what is to be decided on an event that is opened, else to its first field, as soon as it is there."""
        self._showing.attend(event_id)

    @Slot()
    def duplicate(self) -> None:
        """Copies the shown event and selects the copy."""
        if self.shown is not None and self._showing.editable and self._transitions.may_leave(self.shown):
            self._changing.duplicate()

    @Slot()
    def delete(self) -> None:
        """Asks whether the shown event may be deleted, and says what that changes."""
        self._changing.ask_delete()

    @Slot()
    def save(self) -> None:
        """Saves, or goes to the first field that keeps it from being saved."""
        self._saving.save()

    @Slot()
    def save_and_next(self) -> None:
        """Saves, and begins the next event of the same organization and source."""
        self._saving.save_and_next()

    @Slot()
    def next_fact(self) -> None:
        """Ctrl+D: the source once more.

        A new event without a source takes the last one; with a source it is saved, and the next event of the same
        article begins. A stored event gets another claim of its last source.
        """
        if self.mode is Mode.EMPTY or not self._showing.editable:
            return
        if self.mode is Mode.EVENT:
            self.form.next_claim()
        elif not self.form.claims.take_source():
            self.save_and_next()

    @Slot()
    def revert(self) -> None:
        """Throws away what was typed."""
        self._transitions.revert()

    @Slot()
    def cancel(self) -> None:
        """Esc: closes a question, leaves a form (asking if something was typed), or closes the inspector."""
        questions, selected = self.panel.questions, self._session.selected
        if questions.mover.isVisible():
            questions.mover.close()
            self.focus_first()
        elif questions.asked is not Asked.NOTHING:
            questions.dismiss()
            self.focus_first()
        elif self.mode is Mode.NEW:
            self._transitions.leave_for(selected)
        elif self._transitions.may_leave(selected):
            self.closed.emit()

    @Slot()
    def focus_first(self) -> None:
        """Puts the focus on the first field."""
        self.form.focus_on("kind" if not self.form.kind.text() else "organization")

    # What happens.

    @Slot(int, str)
    def _on_moving(self, claim_id: ClaimId, title: str) -> None:
        questions, event_id = self.panel.questions, self.shown
        if self.dirty or event_id is None:
            questions.tell(_("Save or discard your changes first, then move the claim."))
            return
        questions.dismiss()
        questions.mover.ask(claim_id, title, self.form.organization.named(), event_id)

    @Slot()
    def _on_delete_agreed(self) -> None:
        self._draft.give_up()
        self._changing.delete()

    def _quick_context(self) -> tuple[Context, ClaimForm]:
        return self.conventions.context(), self.form.cards[0].form()

    @Slot()
    def _show_state(self) -> None:
        self.panel.show_state(
            self.mode,
            dirty=self.dirty,
            editable=self._showing.editable,
            reason=self._showing.reason,
            saving=self._saving.busy,
        )
        filled, self._filled = self._filled, self.mode is not Mode.EMPTY
        if filled and not self._filled:
            self.emptied.emit()

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self._show_state()
        self.panel.questions.tell(codes.error_sentence(error))

    @Slot()
    def _on_opened(self) -> None:
        self._session.tasks.read(reads.latest_source, self._on_latest_source, key="inspector source")
        self._showing.go(self._session.selected)

    def _on_latest_source(self, source: Source | None) -> None:
        if source is not None and not self.form.claims.remembers:
            self.form.claims.remember_source(source_claim(source))

    @Slot()
    def _on_closed(self) -> None:
        self.form.claims.remember_source(None)
        self._showing.go(None)

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:
        self._showing.follow(change, read=not self._saving.busy)

    # Qt.

    def event(self, event: QEvent) -> bool:
        """Keeps our keys from menus of the window while the focus is in the form."""
        if event.type() == QEvent.Type.ShortcutOverride and of_form(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves, with Shift goes on to the next; Ctrl+D takes the source over; Esc leaves."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif not of_form(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_D:
            self.next_fact()
        elif shift and self.mode is Mode.NEW:
            self.save_and_next()
        else:
            self.save()
