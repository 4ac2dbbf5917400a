"""What the panel asks and tells, one thing at a time, in place of dialogs."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from db.curation.effect_of_deleting import Effect
from db.model.ids import EventId
from desktop.entry.form import EventForm
from desktop.inspector.panel.as_known import show_today
from desktop.inspector.pieces.arranging import box
from desktop.inspector.pieces.event_field import Mover
from desktop.inspector.pieces.prompt import Prompt
from desktop.inspector.state import Asked
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.wording.changes.effects import delete_sentence
from desktop.wording.i18n import _
from desktop.wording.moments import Moment

#: What may be shown next: an event by its id, the form of a new one, or nothing.
Wanted = EventId | EventForm | None


class Questions(QObject):
    """Questions with their answers as signals, and the bar that moves a claim; ``area`` is the place for both.

    ``discarded`` carries the :data:`Wanted` that the typed text was in the way of, ``back_to_today`` the one that an
    earlier day was in the way of.
    """

    save_first = Signal()
    discarded = Signal(object)
    delete_agreed = Signal()
    kept = Signal()
    back_to_today = Signal(object)

    def __init__(self, session: Session, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.notice = Prompt()
        self.mover = Mover(session, theme)
        self._asked = Asked.NOTHING
        self._wanted: Wanted = None
        self.area = box(margins=(16, 0, 16, 8))  # takes no room while nothing is asked
        self.area.addWidget(self.notice)
        self.area.addWidget(self.mover)
        self.notice.pressed.connect(self._on_pressed)

    @property
    def asked(self) -> Asked:
        """What is asked now."""
        return self._asked

    def ask_leave(self, wanted: Wanted) -> None:
        """May what was typed be left for something else?"""
        self._asked, self._wanted = Asked.LEAVE, wanted
        self.notice.ask(
            _("This event has changes that are not saved."),
            [(_("Save"), "primary"), (_("Discard"), "danger"), (_("Keep editing"), "")],
            focus=2,
        )

    def ask_today(self, moment: Moment, wanted: Wanted) -> None:
        """May the ledger be shown as known today, and then what is wanted?"""
        self._asked, self._wanted = Asked.TODAY, wanted
        self.notice.ask(
            _("{as_known}. Events are entered as known today.").format(as_known=moment.sentence),
            [(show_today(), "primary"), (_("Stay"), "")],
            focus=0,
        )

    def ask_delete(self, claims: int) -> None:
        """May an event be deleted that has so many claims? The effect on charts follows."""
        self._asked = Asked.DELETE
        self.notice.ask(delete_sentence(Effect(claims=claims)), [(_("Delete"), "danger"), (_("Keep"), "")], focus=1)

    def show_effect(self, effect: Effect) -> None:
        """Adds what deleting would change, if that is still asked."""
        if self._asked is Asked.DELETE:
            self.notice.text.setText(delete_sentence(effect))

    def tell(self, text: str, asked: Asked = Asked.NOTHING) -> None:
        """Says something that has no answer."""
        self._asked = asked
        self.notice.ask(text)

    def dismiss(self) -> None:
        """Asks nothing any more."""
        self._asked = Asked.NOTHING
        self.notice.hide()

    def take_wanted(self) -> tuple[bool, Wanted]:
        """Whether something else was to be shown once the typed text is saved, and what; then nothing is asked."""
        leaving, wanted = self._asked is Asked.LEAVE, self._wanted
        self._wanted = None
        self.dismiss()
        return leaving, wanted

    @Slot(int)
    def _on_pressed(self, index: int) -> None:
        asked, wanted = self._asked, self._wanted
        if asked is Asked.LEAVE and index == 0:
            self.notice.hide()  # still asked: what is wanted comes when it is saved
            self.save_first.emit()
            return
        self.dismiss()
        if asked is Asked.LEAVE and index == 1:
            self.discarded.emit(wanted)
        elif asked is Asked.TODAY and index == 0:
            self.back_to_today.emit(wanted)
        elif asked is Asked.DELETE and index == 0:
            self.delete_agreed.emit()
        elif asked in {Asked.LEAVE, Asked.DELETE}:
            self.kept.emit()
