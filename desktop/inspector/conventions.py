"""By which conventions the texts of the form are read: the ledger's where it has some, else the person's."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject, Signal, Slot

from db.reading.dates import DateOrder
from db.reading.quantities import NumberConvention
from db.store.operations import ChangeSet
from db.store.store import local_now
from desktop.entry import reads
from desktop.entry.reading import Context
from desktop.session import settings as options
from desktop.session.session import Session
from desktop.session.settings import Settings


class LedgerConventions(QObject):
    """Follows the open ledger; ``changed`` when texts are to be read anew."""

    changed = Signal()

    def __init__(self, session: Session, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        self._found = reads.Conventions()
        session.opened.connect(self._read)
        session.ledger_changed.connect(self._on_ledger_changed)
        if session.is_open:
            self._read()

    def context(self) -> Context:
        """How a text typed now is read."""
        order = self._found.date_order or self._settings.get(options.DATE_ORDER)
        numbers = self._found.numbers or self._settings.get(options.NUMBERS)
        fiscal = self._found.fiscal_year
        return Context(
            today=local_now().date(),
            order=None if order == "ask" else DateOrder(order),
            convention=None if numbers == "ask" else NumberConvention(numbers),
            fiscal=int(fiscal) if re.fullmatch(r"-?\d{1,2}", fiscal, re.ASCII) else None,
        )

    @Slot()
    def _read(self) -> None:
        self._session.tasks.read(reads.read_conventions, self._on_found, key="inspector conventions")

    def _on_found(self, found: reads.Conventions) -> None:
        self._found = found
        self.changed.emit()

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:
        if change.touches("settings"):
            self._read()
