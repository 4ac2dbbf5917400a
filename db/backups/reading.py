"""Taking a backup out of its packing, into a file that is not there yet."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from db.backups.shelf import Backup
from db.errors import WorldError
from db.model.progress import Progress
from db.store.atomic import replacing

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
