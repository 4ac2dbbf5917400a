"""Handler of the event kinds, and what follows when one of them goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from desktop.actions.handlers import Handlers
from desktop.commands.registry import Handler

if TYPE_CHECKING:
    from db.store.operations import ChangeSet
    from desktop.frame.window import Window


class KindActions(Handlers):
    """The dialog of event kinds."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._session.ledger_changed.connect(self._on_ledger_changed)

    def handlers(self) -> Mapping[str, Handler]:
        """Command id -> what carries it out."""
        return {"kinds": self.show}

    def show(self) -> None:
        """List the kinds; changes are written as they are made."""
        from desktop.dialogs.own.kind_list import KindsDialog

        dialog = KindsDialog(self._session, self._window.theme, self._window)
        dialog.exec()
        dialog.deleteLater()

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:
        """A kind that is gone no longer narrows what is shown."""
        if change.touches("event_kinds"):
            chosen, known = self._session.scope.kinds, self._session.facts.kinds
            if any(code not in known for code in chosen):
                self._session.change_scope(kinds=tuple(code for code in chosen if code in known))
