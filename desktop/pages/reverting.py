"""Taking back one operation from a page: how much it would take back is looked at first, then asked, then done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from db.errors import LedgerError
from db.history.reverting import RevertPreview
from db.ledger import Ledger
from db.model.progress import Progress
from db.store.operations import ChangeSet
from db.store.steps import Step
from desktop.operations.ledger import revert
from desktop.session.session import Session
from desktop.wording.changes import steps

_Looked = tuple[Step, RevertPreview]


class Reverting(QObject):
    """Reverts one operation at a time.

    Emits ``reverted`` when it was, ``failed`` with a LedgerError when it could not be, and ``ended`` in any case, also
    where the user thought better of it.
    """

    reverted = Signal()
    failed = Signal(object)  # LedgerError
    ended = Signal()

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._page = session, page

    def revert(self, operation_id: int) -> None:
        """Look, ask, revert."""
        self._session.tasks.read(partial(_look, operation_id=operation_id), self._on_looked, self._on_failed)

    @Slot(object)
    def _on_looked(self, looked: _Looked) -> None:
        from desktop.dialogs.revert import ask_revert

        step, preview = looked
        edited = ask_revert(self._page, steps.step_name(step, kinds=self._session.facts.kinds), preview)
        if edited is None:
            self.ended.emit()
        else:
            self._session.write(revert(step.id, edited=edited), self._on_done, self._on_failed)

    @Slot(object)
    def _on_done(self, _change: ChangeSet) -> None:
        self.reverted.emit()
        self.ended.emit()

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self.ended.emit()
        self.failed.emit(error)


def _look(ledger: Ledger, _progress: Progress, *, operation_id: int) -> _Looked:
    preview = ledger.revert_preview(operation_id)  # refuses what cannot be reverted
    return ledger.at().history.rows([operation_id])[0].step, preview


__all__ = ["Reverting"]
