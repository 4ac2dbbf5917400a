"""Handler of fields of one's own, and what follows when one of them goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from desktop.actions.handlers import Handlers
from desktop.commands.registry import Handler
from desktop.session.bus import Bus
from desktop.session.requests import ShowFields

if TYPE_CHECKING:
    from db.store.operations import ChangeSet
    from desktop.frame.window import Window


class FieldActions(Handlers):
    """The dialog of fields."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._session.ledger_changed.connect(self._on_ledger_changed)

    def handlers(self) -> Mapping[str, Handler]:
        """Command id -> what carries it out."""
        return {"fields": self.show}

    def answer(self, bus: Bus) -> None:
        """Take the request for the list of fields."""
        bus.answer(ShowFields, lambda _asked: self.show())

    def show(self) -> None:
        """List the fields; changes are written as they are made."""
        from desktop.dialogs.own.field_list import FieldsDialog

        if self._session.is_open:
            dialog = FieldsDialog(self._session, self._window)
            dialog.exec()
            dialog.deleteLater()

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:
        """A field that is gone no longer narrows what is shown."""
        if change.touches("fields"):
            known = {field.id for field in self._session.facts.fields}
            kept = tuple(one for one in self._session.scope.fields if one.field_id in known)
            if kept != self._session.scope.fields:
                self._session.change_scope(fields=kept)
