"""Folders for what nobody keeps (copies of the sample, a table that was copied): gone with the program that made them.

Or, where that was killed, with the next start. Each holds a file that its program has locked: only the lock counts.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from filelock import FileLock, Timeout

_PREFIX = "headwater-"
_MARK = "in-use.headwater-lock"


class TemporaryFolder:
    """A folder that only its owner can look into, until :meth:`close`."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._lock = FileLock(self.path / _MARK, mode=0o600, thread_local=False)
        with contextlib.suppress(OSError):  # without locks it is left to the system
            self._lock.acquire(timeout=0)

    def close(self) -> None:
        """Take it away with all that is in it."""
        self._lock.release()
        shutil.rmtree(self.path, ignore_errors=True)


def sweep() -> int:
    """Take away the folders of programs that were killed; gives how many."""
    gone = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if _is_ours(folder) and _is_left(folder / _MARK):
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone


def _is_ours(folder: Path) -> bool:
    """Whether it is a folder of this person with our mark in it: others may call theirs what they like."""
    try:
        mine = not hasattr(os, "getuid") or os.lstat(folder).st_uid == os.getuid()
        return mine and folder.is_dir() and not folder.is_symlink() and (folder / _MARK).is_file()
    except OSError:
        return False


def _is_left(mark: Path) -> bool:
    lock = FileLock(mark, mode=0o600, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        return False
    lock.release()
    return True
