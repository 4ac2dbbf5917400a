"""Who has a ledger open for writing: a kernel lock on a file beside it, which names the holder.

Only the lock counts. A left-over file means nothing, so nothing is asked after a crash.
"""

from __future__ import annotations

import contextlib
import os
import socket
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from db.errors import WorldError


class WriteLock:
    """Held from :meth:`acquire` to :meth:`release`; the kernel lets go of it when the process dies."""

    def __init__(self, ledger: Path) -> None:
        self._path = ledger.with_name(f"{ledger.stem}.headwater-lock")
        # Taken by the thread that writes and released by it too; no reason to tie it to one thread's storage.
        self._lock = FileLock(self._path, thread_local=False)

    def acquire(self, *, now: datetime) -> None:
        """Take the lock, or raise ``ledger.in_use`` with who has it. A folder that cannot be written needs none."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise WorldError("ledger.in_use", holder=self._holder()) from None
        except OSError as error:
            raise WorldError("ledger.read_only", path=str(self._path.parent), detail=error.strerror or "") from None
        with contextlib.suppress(OSError):
            self._path.write_text(f"{socket.gethostname()} · {os.getpid()} · {now:%Y-%m-%d %H:%M}\n", encoding="utf-8")

    def release(self) -> None:
        """Let go, and take the file away where that is possible."""
        if self._lock.is_locked:
            with contextlib.suppress(OSError):
                self._path.unlink()
            self._lock.release()

    def _holder(self) -> str:
        try:
            return self._path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return ""
