"""What belongs to the person or the machine and outlives a session, in one INI file.

What belongs to the data (currency, own kinds, fiscal year) is in the ledger and travels with it.

To add an option, add one line to the list below. Nothing else reads or writes QSettings.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QByteArray, QSettings

from desktop.wording.i18n import LANGUAGES

T = TypeVar("T", str, bool, list[str], bytes)


@dataclass(frozen=True, eq=False, repr=False)
class Option(Generic[T]):
    """One declared option: its key in the file, its default, and, where it is closed, the values it may have."""

    key: str
    default: T
    choices: tuple[T, ...] = ()


# What changed: since when, a text that desktop.wording.moments understands
CHANGES_SINCE = Option("changes/since", "day-7")
CHANGES_PRINTED = Option("changes/printed", default=False)

# Appearance and language
THEME = Option("appearance/theme", "system", ("system", "light", "dark", "contrast"))
LANGUAGE = Option("appearance/language", "", ("", *LANGUAGES))  # empty: the system's

# Window
WINDOW_GEOMETRY = Option("window/geometry", b"")
SPLITTER = Option("window/splitter", b"")
PAGE = Option("window/page", "overview")
INSPECTOR = Option("window/inspector", default=True)

# Ledgers
LAST_LEDGER = Option("ledgers/last", "")
RECENT = Option[list[str]]("ledgers/recent", [])
REOPEN_LAST = Option("ledgers/reopen_last", default=True)
LAST_FOLDER = Option("ledgers/folder", "")

# Backups
BACKUP_FOLDER = Option("backups/folder", "")  # empty: in the folder for the program's data

# Work
ACTOR = Option("work/actor", "")  # the name in the history; empty: none
SCOPE = Option("work/scope", "")  # the last scope, as JSON
DATE_ORDER = Option("work/date_order", "ask", ("ask", "dmy", "mdy", "ymd"))
NUMBERS = Option("work/numbers", "ask", ("ask", "comma", "point"))  # the decimal sign in files and fields
PAPER = Option("work/paper", "a4", ("a4", "letter"))

RECENT_LIMIT = 10


class Settings:
    """The options' values, kept in the person's INI file.

    A value of the wrong type or outside the choices (an older version, an edited file) counts as the default.
    """

    def __init__(self) -> None:
        self._store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Headwater", "headwater")
        self._make_private()

    @property
    def path(self) -> str:
        """The INI file."""
        return self._store.fileName()

    def _make_private(self) -> None:
        """Names of ledgers and of the person are nobody else's business; what Qt replaces keeps its permissions."""
        path = Path(self.path)
        with contextlib.suppress(OSError):
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)
            path.chmod(0o600)

    def get(self, option: Option[T]) -> T:
        """The stored value, else the option's default."""
        stored = self._store.value(option.key)
        if stored is None:
            return option.default
        value = _converted(stored, option.default)
        if value is None or (option.choices and value not in option.choices):
            return option.default
        return value

    def set(self, option: Option[T], value: T) -> None:
        """Stores a value. Raises ValueError for one outside the option's choices."""
        if option.choices and value not in option.choices:
            raise ValueError(f"{option.key}: {value!r} is none of {option.choices}")
        if value == option.default:
            self._store.remove(option.key)
        else:
            self._store.setValue(option.key, QByteArray(value) if isinstance(value, bytes) else value)

    def reset(self, option: Option[T]) -> None:
        """Back to the default."""
        self._store.remove(option.key)

    def columns(self, page: str) -> Option[bytes]:
        """The option that holds the widths, order and visibility of the columns of a page's table."""
        return Option(f"columns/{page}", b"")

    def add_recent(self, path: str) -> None:
        """Puts a ledger on top of the recent ones, once, and makes it the last."""
        others = [known for known in self.get(RECENT) if known != path]
        self.set(RECENT, [path, *others][:RECENT_LIMIT])
        self.set(LAST_LEDGER, path)

    def forget_recent(self, path: str) -> None:
        """Takes a ledger off the recent ones (moved, deleted)."""
        self.set(RECENT, [known for known in self.get(RECENT) if known != path])
        if self.get(LAST_LEDGER) == path:
            self.reset(LAST_LEDGER)

    def sync(self) -> bool:
        """Writes what is pending now. False where the file cannot be written."""
        self._store.sync()
        self._make_private()
        return self._store.status() == QSettings.Status.NoError


def _converted(stored: object, default: T) -> T | None:
    """``stored`` as the type of ``default``: an INI file gives text for numbers and flags, a text for a list of one."""
    match default:
        case bool():
            return {"true": True, "false": False, "1": True, "0": False}.get(str(stored).lower())
        case list():
            items = stored if isinstance(stored, list) else [stored]
            return [str(item) for item in items if item not in {None, ""}]
        case bytes():
            return bytes(stored.data()) if isinstance(stored, QByteArray) else None
        case _:
            return stored if isinstance(stored, str) else None
