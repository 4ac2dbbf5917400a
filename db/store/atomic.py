"""Writing a file so that its name always leads to a complete one: the old, or the new.

Where the system has files without a name (Linux), what is being written has none until it is complete, so that not
even a killed program leaves a part of it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from db.errors import WorldError

#: Where Linux lists the files that a program has open, nameless ones too.
_OPEN_FILES = Path("/proc/self/fd")


@contextlib.contextmanager
def replacing(path: Path | str, *, follow_links: bool = True) -> Iterator[BinaryIO]:
    """A binary file that takes the place of ``path`` when the block ends well, and leaves nothing when it does not.

    A symbolic link stays one, and what it leads to is replaced; without ``follow_links`` it is refused. A new file can
    be read by its owner only; an existing one keeps its permissions. Raises :class:`WorldError` ``ledger.is_folder``,
    ``ledger.cannot_write``, ``file.device``, or ``file.is_link`` (``target``).
    """
    target = Path(os.path.realpath(path))
    if not follow_links and Path(path).is_symlink():
        raise WorldError("file.is_link", path=str(path), target=str(target))
    if target.is_dir():
        raise WorldError("ledger.is_folder", path=str(path))
    if target.exists() and not target.is_file():  # its name must not come to lead to a file
        raise WorldError("file.device", path=str(path))
    try:
        with _nameless(target) or _named(target) as file:
            yield file
        sync_folder(target.parent)
    except OSError as error:
        raise WorldError("ledger.cannot_write", path=str(path), detail=error.strerror or str(error)) from error


def _nameless(target: Path) -> contextlib.AbstractContextManager[BinaryIO] | None:
    """A file without a name in the folder; None where the system or the folder's file system has none."""
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None or not _OPEN_FILES.is_dir():
        return None
    try:
        return _becoming(os.open(target.parent, flag | os.O_RDWR, 0o600), target)
    except OSError:
        return None


@contextlib.contextmanager
def _becoming(handle: int, target: Path) -> Iterator[BinaryIO]:
    temporary = _part(target, secrets.token_hex(4))
    with os.fdopen(handle, "w+b") as file:
        yield file
        _complete(file, target)
        # A link cannot take the place of a file; a name can, and this one lives for no more than a moment.
        # (With a folder given, even one that does not matter, Python asks the system to follow the source.)
        os.link(_OPEN_FILES / str(handle), temporary, src_dir_fd=handle, follow_symlinks=True)
    _take_place(temporary, target)


@contextlib.contextmanager
def _named(target: Path) -> Iterator[BinaryIO]:
    start, end = _part(target, "|").name.split("|")
    handle, name = tempfile.mkstemp(prefix=start, suffix=end, dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            _complete(file, target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _take_place(temporary, target)


def _part(target: Path, unique: str) -> Path:
    return target.with_name(f".{target.name[:50]}.{unique}.part")


def _complete(file: BinaryIO, target: Path) -> None:
    """On the disk, with the permissions of what it replaces."""
    file.flush()
    if target.exists() and hasattr(os, "fchmod"):
        os.fchmod(file.fileno(), target.stat().st_mode & 0o777)
    os.fsync(file.fileno())


def _take_place(temporary: Path, target: Path) -> None:
    try:
        temporary.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets a folder be synced."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
