"""What every table of the door shares."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.ledger import Ledger


class Table:
    """One aggregate of a ledger. Reads give frozen records; writes run as an operation and give its change set."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @property
    def _db(self) -> sqlite3.Connection:
        return self._ledger.connection
