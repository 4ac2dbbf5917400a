"""The only reader of ``resources/``: files by name. No Qt: the command line says its words from here too."""

from __future__ import annotations

import os.path
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "resources"


def path(name: str) -> Path:
    """The file ``name`` (with forward slashes, below ``resources``). It need not exist; it must not lead outside."""
    found = Path(os.path.normpath(ROOT / name))  # resolving asks the disk, for every icon of the first picture
    if not found.is_relative_to(ROOT):
        raise ValueError(f"not a resource: {name}")
    return found


def text(name: str) -> str:
    """The content of a UTF-8 text resource. Raises FileNotFoundError."""
    return path(name).read_text(encoding="utf-8")


def names(folder: str, ending: str) -> list[str]:
    """The names, without their ending, of the files in a folder that end so, sorted."""
    return sorted(file.stem for file in path(folder).glob(f"*{ending}"))


def icon_names() -> list[str]:
    """The names of the icons, sorted."""
    return names("icons", ".svg")
