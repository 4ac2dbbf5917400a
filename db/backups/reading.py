"""Taking a backup out of its packing: into a file that is not there yet, or in the place of one that is damaged."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from db.backups.shelf import Backup
from db.errors import WorldError
from db.model.progress import Progress
from db.store.atomic import replacing, sync_folder
from db.store.copies import free_name
from db.store.lock import WriteLock

#: Bytes read at once; what they unpack to fits into memory whatever they are.
_PORTION = 1 << 16
#: The longest file that SQLite's numbers of pages allow here, in bytes: nothing unpacks for ever.
_LONGEST = 1 << 40


def unpack(backup: Backup, target: Path, *, progress: Progress | None = None) -> None:
    """The ledger of a backup as a file of its own, which its owner alone may read.

    Raises :class:`WorldError`: ``ledger.exists`` rather than replace a file, ``ledger.cannot_write``,
    ``backup.unreadable`` where the backup is gone or not as it was written.
    """
    if target.exists() or target.is_symlink():
        raise WorldError("ledger.exists", path=str(target))
    progress = progress or Progress()
    try:
        source = backup.path.open("rb")
    except OSError as error:
        raise WorldError("backup.unreadable", path=str(backup.path), detail=error.strerror or "") from None
    with source, replacing(target) as file:
        for portion in _unpacked(source, backup, progress):
            file.write(portion)


def put_back(backup: Backup, path: Path, *, now: datetime, progress: Progress | None = None) -> Path | None:
    """The ledger of a backup in the place of a file that cannot be opened; gives where that is kept, if it was there.

    Raises as :func:`unpack`, and ``ledger.in_use`` where somebody writes to it. On any error nothing has moved.
    """
    path = path.resolve()
    lock = WriteLock(path)
    lock.acquire(now=now)
    try:
        whole = free_name(path.with_name(f"{path.stem} {now:%Y-%m-%d}{path.suffix}"))
        unpack(backup, whole, progress=progress)
        try:
            kept = _set_aside(path, now)
            whole.replace(path)
        except OSError as error:
            if path.exists():
                whole.unlink(missing_ok=True)
            raise WorldError("ledger.cannot_write", path=str(path), detail=error.strerror or "") from None
        sync_folder(path.parent)
        return kept
    finally:
        lock.release()


def _set_aside(path: Path, now: datetime) -> Path | None:
    """Give a file another name, with what SQLite may have left beside it: that must not be taken for another's."""
    if not path.exists():
        return None
    kept = free_name(path.with_name(f"{path.stem} set aside {now:%Y-%m-%d}{path.suffix}"))
    for end in ("-journal", "-wal", "-shm"):
        beside = path.with_name(path.name + end)
        if beside.exists():
            beside.rename(kept.with_name(kept.name + end))
    path.rename(kept)
    return kept


def _unpacked(source: BinaryIO, backup: Backup, progress: Progress) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)  # checks length and sum when it comes to the end
    length = done = 0
    try:
        while portion := source.read(_PORTION):
            data = unpacker.decompress(portion)
            length, done = length + len(data), done + len(portion)
            if length > _LONGEST:
                break
            yield data
            progress.report(done, backup.size)
    except zlib.error as error:
        raise WorldError("backup.unreadable", path=str(backup.path), detail=str(error)) from None
    if not unpacker.eof or unpacker.unused_data:
        raise WorldError("backup.unreadable", path=str(backup.path), detail="")
