"""What can go wrong with a ledger, as codes and typed values; the face words them.

Three families: what the user typed (:class:`UserError`), the world around the file (:class:`WorldError`, with the
subclass :class:`ImportFileError` for files to import), and everything else, which is our bug and is never caught here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


class LedgerError(Exception):
    """A known failure: a stable ``code`` such as ``ledger.locked`` and the values of its sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        return f"{self.code} {self.values}" if self.values else self.code


class UserError(LedgerError):
    """An input that cannot be taken as it is; shown beside the field."""


class WorldError(LedgerError):
    """The file or the disk does not allow it: locked, read-only, full, moved, not a ledger, too new."""


class ImportFileError(WorldError):
    """A file to import that cannot be read as a table at all."""


class CancelledError(LedgerError):
    """The user cancelled; everything the operation had done was rolled back."""

    def __init__(self) -> None:
        super().__init__("cancelled")


_WORLD = {
    "SQLITE_NOTADB": "ledger.not_a_ledger",
    "SQLITE_CORRUPT": "ledger.damaged",
    "SQLITE_FULL": "ledger.disk_full",
    "SQLITE_READONLY_DBMOVED": "ledger.moved",
    "SQLITE_PERM": "ledger.no_permission",
    "SQLITE_AUTH": "ledger.no_permission",
    "SQLITE_TOOBIG": "ledger.too_big",
}
_WORLD_PREFIX = (
    ("SQLITE_BUSY", "ledger.locked"),
    ("SQLITE_LOCKED", "ledger.locked"),
    ("SQLITE_READONLY", "ledger.read_only"),
    ("SQLITE_IOERR", "ledger.disk"),
    ("SQLITE_CANTOPEN", "ledger.cannot_open"),
    ("SQLITE_CORRUPT", "ledger.damaged"),
)


def translate(error: sqlite3.Error, path: Path) -> LedgerError | None:
    """The known failure behind an error of SQLite, or None where it is our bug (a constraint, a syntax error)."""
    import sqlite3  # the first picture of the window needs none

    name = getattr(error, "sqlite_errorname", "")
    if not name and isinstance(error, sqlite3.OperationalError):  # Python's own: a text in the file is no UTF-8
        return WorldError("ledger.damaged", path=str(path), detail=str(error))
    if name == "SQLITE_INTERRUPT":
        return CancelledError()
    code = _WORLD.get(name) or next((code for prefix, code in _WORLD_PREFIX if name.startswith(prefix)), None)
    return WorldError(code, path=str(path), detail=str(error)) if code else None


def known(error: BaseException, path: Path, *, another: bool = False) -> BaseException:
    """The known failure behind whatever went wrong with a ledger, and which one it was; else the error itself.

    ``another``: another program has written into the file, so whatever was read may have been of two ledgers.
    """
    import sqlite3

    if another and isinstance(error, Exception):
        return WorldError("ledger.changed", path=str(path))
    if isinstance(error, sqlite3.Error):
        return translate(error, path) or error
    if isinstance(error, LedgerError) and error.code == "ledger.damaged":
        error.values["path"] = error.values.get("path") or str(path)
    return error
