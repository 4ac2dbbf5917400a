"""The system's file dialogs, behind functions that tests replace."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.session.settings import LAST_FOLDER, Settings
from desktop.wording.i18n import N_, _

LEDGERS = (N_("Ledgers"), ("headwater",))
TABLES = (N_("Tables"), ("csv", "tsv", "txt", "xlsx", "xls", "ods", "zip", "gz"))
PDFS = (N_("PDF documents"), ("pdf",))

Kind = tuple[str, tuple[str, ...]]


def pick_open(parent: QWidget, settings: Settings, *, title: str, kinds: Sequence[Kind]) -> Path | None:
    """Ask for an existing file; None if the person thought better of it."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, _folder(settings), _filter([*kinds], every=True))
    return _remembered(settings, chosen)


def pick_save(
    parent: QWidget, settings: Settings, *, title: str, kind: Kind, name: str = "", replace: bool = True
) -> Path | None:
    """Ask where to write; the file name gets the ending of its kind. ``replace``: ask before an existing file goes.

    Without ``replace`` nothing is asked: the caller refuses an existing file.
    """
    options = QFileDialog.Option(0) if replace else QFileDialog.Option.DontConfirmOverwrite
    start = str(Path(_folder(settings)) / name) if name else _folder(settings)
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, start, _filter([kind], every=False), "", options)
    path = _remembered(settings, chosen)
    if path is not None and path.suffix.lower().lstrip(".") not in kind[1]:
        path = path.with_name(f"{path.name}.{kind[1][0]}")
    return path


def pick_folder(parent: QWidget, *, title: str, start: Path) -> Path | None:
    """Ask for a folder; None if the person thought better of it."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(start))
    return Path(chosen) if chosen else None


def _folder(settings: Settings) -> str:
    folder = settings.get(LAST_FOLDER)
    return folder if folder and Path(folder).is_dir() else str(Path.home())


def _remembered(settings: Settings, chosen: str) -> Path | None:
    if not chosen:
        return None
    path = Path(chosen)
    settings.set(LAST_FOLDER, str(path.parent))
    return path


def _filter(kinds: list[Kind], *, every: bool) -> str:
    parts = [f"{_(words)} ({' '.join(f'*.{ending}' for ending in endings)})" for words, endings in kinds]
    return ";;".join([*parts, _("All files (*)")] if every else parts)
