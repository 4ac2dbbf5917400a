"""Looking at a file for the import dialog: a large one twice, so that its first rows are there at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from db.errors import LedgerError
from db.importing.file.dialect import Overrides
from db.importing.planning.mapping import FileMapping
from desktop.importing.widgets import Later
from desktop.importing.work import Looked, inspecting
from desktop.session.session import Session

#: Bytes of a file that is looked at twice, and the rows of the first look.
_LARGE, _ROWS = 8 << 20, 500


class Looking(QObject):
    """Emits ``glanced`` with an incomplete inspection of a large file, then ``found`` with all of it, or ``failed``."""

    glanced = Signal(object)  # Inspection
    found = Signal(object)  # Inspection
    failed = Signal(object)  # LedgerError

    def __init__(self, session: Session, key: str, parent: QObject) -> None:
        """``key``: only the last look under it counts."""
        super().__init__(parent)
        self._session, self._key = session, key
        self._path, self._overrides = Path(), Overrides()
        self._mapping: FileMapping | None = None
        self.saved: Mapping[str, FileMapping] = {}  # by the name of the data set, as of the last look

    def look(self, path: Path, overrides: Overrides, mapping: FileMapping | None) -> None:
        """Look at a file in the background, as :func:`inspecting` does."""
        self._path, self._overrides, self._mapping = path, overrides, mapping
        try:
            large = path.stat().st_size > _LARGE
        except (OSError, ValueError):  # the look itself will say so
            large = False
        self._read(_ROWS if large else None)

    def _read(self, at_most: int | None) -> None:
        work = inspecting(self._path, self._overrides, self._mapping, at_most=at_most)
        self._session.tasks.read(work, Later(self._on_read), Later(self._on_failed), key=self._key)

    @Slot(object)
    def _on_read(self, looked: Looked) -> None:
        inspection, self.saved = looked.inspection, looked.saved
        if inspection.complete:
            self.found.emit(inspection)
        else:
            self.glanced.emit(inspection)
            self._read(None)

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self.failed.emit(error)


__all__ = ["Looking"]
