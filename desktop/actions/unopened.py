"""A ledger that could not be opened: why, what is left of it in backups, and what can be done, as buttons."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from db.errors import WorldError
from desktop.frame.telling import Buttons
from desktop.session.requests import ImportTable, RecoverLedger, Request, ShowBackups
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from db.backups.shelf import Backup
    from db.errors import LedgerError
    from db.model.progress import Progress
    from desktop.frame.window import Window

#: What a file ends in that was a ledger when it was named.
_SUFFIX = ".headwater"
#: What a turned bit can make of a ledger: in these something of it may be found.
_MAY_HOLD = frozenset(
    {"ledger.damaged", "ledger.not_a_ledger", "ledger.other_database", "ledger.foreign_schema", "ledger.too_big"}
)
#: What does not look like a ledger, and of which there is no other sign that it was one than its backups.
_NO_LEDGER = frozenset({"ledger.not_a_ledger", "ledger.other_database", "ledger.empty_file"})
#: Where a backup can take the place of what is there, or not there.
_MAY_BE_RESTORED = _MAY_HOLD | {"ledger.missing", "ledger.empty_file"}


class Unopened(QObject):
    """Tells of one file at a time."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._path, self._error = Path(), None  # type: Path, LedgerError | None

    def tell(self, error: LedgerError, path: Path | None) -> None:
        """Say why ``path`` was not opened, once it is known whether there is a backup of it."""
        from desktop.wording.codes import error_sentence

        root = self._window.session.backups.root
        if path is None or root is None or error.code not in _MAY_BE_RESTORED:
            self._show(error_sentence(error), ())
            return
        self._path, self._error = path, error
        # Without the list of backups it is said all the same.
        self._window.session.tasks.aside(partial(_found, root=root, path=path), self._on_found, self._on_none)

    @Slot(object)
    def _on_none(self, _error: LedgerError) -> None:
        self._on_found([])

    @Slot(object)
    def _on_found(self, backups: list[Backup]) -> None:
        from desktop.wording.backups import newest
        from desktop.wording.codes import error_sentence

        error, path = self._error, self._path
        assert error is not None
        text, ways = error_sentence(error), list[tuple[Request, str]]()
        if backups:
            if error.code in _NO_LEDGER:
                text = error_sentence(WorldError("ledger.was_one", path=str(path)))
            text = f"{text} {newest(backups[0])}"
            ways.append((ShowBackups(path), _("Restore a Backup…")))
        if error.code in _MAY_HOLD and (backups or path.suffix == _SUFFIX or error.code == "ledger.damaged"):
            ways.append((RecoverLedger(path), _("Recover…")))
        if error.code == "ledger.not_a_ledger" and not backups and path.is_file():
            ways.append((ImportTable(path), _("Import It into a New Ledger…")))
        self._show(text, ways)

    def _show(self, text: str, buttons: Buttons) -> None:
        if self._window.session.is_open:
            self._window.show_work()
        else:
            self._window.show_start()
        self._window.tell("open", text, buttons=buttons)


def _found(_progress: Progress, *, root: Path, path: Path) -> list[Backup]:
    from db.backups.shelf import everywhere

    return everywhere(root, path)


__all__ = ["Unopened"]
