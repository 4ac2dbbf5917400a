"""Whether the bytes of a ledger are those that were left there: a sum of each page, valid for one count of changes.

It is found within a second that a disk or another program has changed a page behind SQLite's back, also in a page that
nothing reads for years. Reading the file and closing it drops the locks that this process holds on it: only for a
process in which no ledger is open there.
"""

from __future__ import annotations

import contextlib
import zlib
from array import array
from dataclasses import dataclass
from pathlib import Path

from db.errors import WorldError
from db.store.atomic import replacing

_PAGE = 4096
_PORTION = 256 * _PAGE
_MAGIC = b"headwater pages 1\n"
#: Where SQLite counts the transactions that changed the file.
_COUNTER = slice(24, 28)


@dataclass(frozen=True, slots=True)
class PageSums:
    """The count of changes of a file, and the CRC-32 of each of its pages."""

    counter: bytes
    sums: tuple[int, ...]

    def differing(self, other: PageSums) -> int | None:
        """How many pages are not the same; None where the file was written to since, so that nothing can be said."""
        if self.counter != other.counter:
            return None
        same = sum(map(int.__eq__, self.sums, other.sums))
        return max(len(self.sums), len(other.sums)) - same


def read(path: Path) -> PageSums | None:
    """The sums of a file; None where it cannot be read, or is being written to."""
    journal = path.with_name(path.name + "-journal")
    sums: list[int] = []
    counter = b""
    try:
        before = path.stat()
        with path.open("rb") as file:
            while portion := file.read(_PORTION):
                counter = counter or portion[_COUNTER]
                sums += [zlib.crc32(portion[start : start + _PAGE]) for start in range(0, len(portion), _PAGE)]
        after = path.stat()
        quiet = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns) and not journal.exists()
    except OSError:
        return None
    return PageSums(counter, tuple(sums)) if quiet and len(counter) == len(range(24, 28)) else None


def note(path: Path, place: Path) -> None:
    """Keep the sums of a file, if it is quiet; without them nothing is known the next time."""
    sums = read(path)
    if sums is not None:
        with contextlib.suppress(WorldError, OSError):
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            keep(sums, place)


def keep(sums: PageSums, place: Path) -> None:
    """Note them. Raises :class:`WorldError` where that cannot be written."""
    with replacing(place) as file:
        file.write(_MAGIC + sums.counter + array("I", sums.sums).tobytes())


def kept(place: Path) -> PageSums | None:
    """What was noted; None where nothing was, or not by this version."""
    try:
        data = place.read_bytes()
    except OSError:
        return None
    sums = array("I")
    rest = data[len(_MAGIC) + 4 :]
    if not data.startswith(_MAGIC) or len(rest) % sums.itemsize:
        return None
    sums.frombytes(rest)
    return PageSums(data[len(_MAGIC) : len(_MAGIC) + 4], tuple(sums))


__all__ = ["PageSums", "keep", "kept", "note", "read"]
