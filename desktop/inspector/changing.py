"""What is written of the shown event beside its form: copies, deletions, decisions, moved claims."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from db.curation.effect_of_deleting import Effect
from db.model.ids import ClaimId, EventId
from db.store.operations import ChangeSet
from desktop.entry import reads
from desktop.inspector.form.decisions import Decided
from desktop.inspector.panel.questions import Questions
from desktop.inspector.showing import Showing
from desktop.operations.events import decide, delete_events, duplicate_event, move_claim
from desktop.operations.ledger import remember
from desktop.session.session import Session


class Changing(QObject):
    """Writes as soon as it is asked to. ``failed`` carries an error; ``stayed``: the event is still what is shown."""

    failed = Signal(object)
    stayed = Signal()

    def __init__(self, session: Session, showing: Showing, questions: Questions, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._showing, self._questions = session, showing, questions

    def _event_id(self) -> EventId | None:
        """The shown event, if it can be changed."""
        stored = self._showing.stored
        return stored.event.id if stored is not None and self._showing.editable else None

    def duplicate(self) -> None:
        """Copies the event and selects the copy."""
        if (event_id := self._event_id()) is not None:
            self._session.write(duplicate_event(event_id), self._on_duplicated, self.failed.emit)

    def ask_delete(self) -> None:
        """Asks at once, and adds the effect on charts when it is computed."""
        event_id, stored = self._event_id(), self._showing.stored
        if event_id is not None and stored is not None:
            self._questions.ask_delete(len(stored.live))
            work = partial(reads.effect_of_deleting, event_ids=(event_id,), scope=self._session.scope)
            self._session.tasks.read(work, self._on_effect, key="inspector effect")

    @Slot()
    def delete(self) -> None:
        """Deletes the event; that was asked."""
        if (event_id := self._event_id()) is not None:
            self._session.write(delete_events((event_id,)), None, self.failed.emit)

    @Slot(object)
    def decide(self, decided: Decided) -> None:
        """Stores a decision on a field."""
        if (event_id := self._event_id()) is not None:
            work = decide(event_id, decided.field, claim_id=decided.claim_id, both=decided.both, reason=decided.reason)
            self._session.write(work, None, self.failed.emit)

    @Slot(str, str)
    def remember(self, key: str, value: str) -> None:
        """Stores how dates or numbers are written in this ledger."""
        self._session.write(remember(key, value), None, self.failed.emit)

    @Slot(int, int)
    def move_claim(self, claim_id: ClaimId, event_id: EventId) -> None:
        """Moves a claim of the event to another."""
        self._session.write(move_claim(claim_id, event_id), self._on_moved, self.failed.emit)

    def _on_duplicated(self, change: ChangeSet) -> None:
        found = change.detail.get("event")
        if isinstance(found, int):
            self._session.select(EventId(found))

    def _on_effect(self, found: tuple[tuple[EventId, ...], Effect]) -> None:
        event_ids, effect = found
        if event_ids == (self._event_id(),):
            self._questions.show_effect(effect)

    def _on_moved(self, change: ChangeSet) -> None:
        """An event that was left without claims has nothing more to show: on to where they are."""
        target = change.detail.get("event")
        if change.detail.get("left") == 0 and isinstance(target, int):
            self._session.select(EventId(target))
        else:
            self.stayed.emit()
