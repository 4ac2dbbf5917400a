"""Settings that belong to the data and travel with it; those of a person or machine are elsewhere."""

from __future__ import annotations

from db.store.operations import ChangeSet
from db.tables.base import Table


class Settings(Table):
    """``ledger.settings``: texts by key."""

    def get(self, key: str, default: str = "") -> str:
        """The value of a key."""
        row = self._db.execute(
            "SELECT value FROM settings WHERE key = ? AND retired_operation IS NULL", (key,)
        ).fetchone()
        return default if row is None else str(row[0])

    def set(self, key: str, value: str) -> ChangeSet:
        """Give a key a value, as an operation that can be undone."""
        row = self._db.execute("SELECT id FROM settings WHERE key = ? AND retired_operation IS NULL", (key,)).fetchone()
        with self._store.operation("settings.changed", key=key) as operation:
            if row is None:
                operation.add("settings", {"key": key, "value": value})
            else:
                operation.replace("settings", row[0], {"value": value})
        return self._store.last_change
