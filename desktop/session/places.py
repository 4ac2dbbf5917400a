"""The folders of the program on this machine: its data, its backups, and what a session leaves behind."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from PySide6.QtCore import QStandardPaths

_BACKUPS = "backups"


def data_folder() -> Path:
    """Where the platform wants the data of programs; it need not be there yet."""
    kind = QStandardPaths.StandardLocation.GenericDataLocation
    return Path(QStandardPaths.writableLocation(kind)) / "Headwater"


def page_sums(ledger: Path) -> Path:
    """Where it is noted how the bytes of a ledger were left."""
    name = blake2b(str(ledger.resolve()).encode(errors="surrogateescape"), digest_size=12).hexdigest()
    return data_folder() / "pages" / f"{name}.pages"


def backup_folder(chosen: str) -> Path:
    """Where backups go: what the person has chosen, else a folder of the program's data."""
    return Path(chosen) if chosen else data_folder() / _BACKUPS
