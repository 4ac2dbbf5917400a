"""Who has a ledger open for writing: kernel locks on files that name the holder.

One is beside the ledger, so that it is seen from every machine; one is in the folder of this user's programs and named
after the file itself, so that it is seen by whatever name the file has: a symbolic link leads to where the ledger is,
a hard link is another place.

Only the locks count. A left-over file means nothing, so nothing is asked after a crash.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from db.errors import WorldError


class WriteLock:
    """Held from :meth:`acquire` to :meth:`release`; the kernel lets go of it when the process dies."""

    def __init__(self, ledger: Path) -> None:
        self._ledger = Path(os.path.realpath(ledger))
        self._beside = _Lock(self._ledger.with_name(f"{self._ledger.stem}.headwater-lock"))
        self._by_file: _Lock | None = None

    def acquire(self, *, now: datetime) -> None:
        """Take the lock, or raise ``ledger.in_use`` with who has it. A folder that cannot be written needs none."""
        try:
            self._beside.acquire(now)
        except OSError as error:
            folder = str(self._ledger.parent)
            raise WorldError("ledger.read_only", path=folder, detail=error.strerror or "") from None
        try:
            self._acquire_by_file(now)
        except BaseException:
            self._beside.release()
            raise

    def _acquire_by_file(self, now: datetime) -> None:
        # Without such a folder, or a ledger, the other lock is all there is.
        with contextlib.suppress(OSError, RuntimeError):
            found = self._ledger.stat()
            folder = _folder()
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            by_file = _Lock(folder / f"{found.st_dev:x}-{found.st_ino:x}.headwater-lock")
            by_file.acquire(now)
            self._by_file = by_file

    def release(self) -> None:
        """Let go, and take the files away where that is possible."""
        if self._by_file is not None:
            self._by_file.release()
            self._by_file = None
        self._beside.release()


class _Lock:
    """One kernel lock on one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # Taken by the thread that writes and released by it too; no reason to tie it to one thread's storage.
        self._lock = FileLock(path, thread_local=False)

    def acquire(self, now: datetime) -> None:
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise WorldError("ledger.in_use", holder=self._holder()) from None
        with contextlib.suppress(OSError):
            self._path.write_text(f"{socket.gethostname()} · {os.getpid()} · {now:%Y-%m-%d %H:%M}\n", encoding="utf-8")

    def release(self) -> None:
        if self._lock.is_locked:
            with contextlib.suppress(OSError):
                self._path.unlink()
            self._lock.release()

    def _holder(self) -> str:
        try:
            return self._path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return ""


def _folder() -> Path:
    """Where programs of this user keep what is of no use on another machine."""
    home = Path.home()
    if sys.platform == "win32":
        state = os.environ.get("LOCALAPPDATA") or str(home / "AppData" / "Local")
    elif sys.platform == "darwin":
        state = str(home / "Library" / "Application Support")
    else:
        state = os.environ.get("XDG_STATE_HOME") or str(home / ".local" / "state")
    return Path(state) / "headwater" / "locks"
