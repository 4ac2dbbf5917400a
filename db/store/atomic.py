"""Writing a file so that its name always leads to a complete one: the old, or the new."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from db.errors import WorldError


@contextlib.contextmanager
def replacing(path: Path | str) -> Iterator[BinaryIO]:
    """A binary file that takes the place of ``path`` when the block ends well, and leaves nothing when it does not.

    A symbolic link stays one: what it leads to is replaced. A new file can be read by its owner only; an existing one
    keeps its permissions. Raises :class:`WorldError` ``ledger.is_folder`` or ``ledger.cannot_write``.
    """
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise WorldError("ledger.is_folder", path=str(path))
    temporary = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:50]}.", suffix=".part", dir=target.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            if target.exists():
                temporary.chmod(target.stat().st_mode & 0o777)
            os.fsync(file.fileno())
        temporary.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise WorldError("ledger.cannot_write", path=str(path), detail=error.strerror or str(error)) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets a folder be synced."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
