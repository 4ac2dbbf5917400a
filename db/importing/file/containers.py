"""What lies on the disk under the name of a table: a text, a text that is packed, a workbook, or nothing to be read.

Everything that could go on for ever, or grow without end when it is unpacked, is refused by name before it is read.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from db.errors import ImportFileError

#: Bytes a file may have, on the disk and unpacked.
LIMIT = 1 << 30

#: What is packed may grow by this factor; less than a few megabytes may grow by any.
_GROWTH, _HARMLESS = 250, 32 << 20
_MEMBERS = 10_000
_TABLES = (".csv", ".tsv", ".tab", ".txt", ".psv", ".dat", "")

# First bytes of what people pick by mistake; the second part is the value `found` of `file.binary`.
_SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"SQLite format 3\0", "sqlite"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"PAR1", "parquet"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
)
# Texts that are no table either, as they begin behind a mark of their encoding and blanks; in lower case.
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:(<!doctype html|<html|<table)|(<\?xml)|(\[\s*\{|\{\s*\"[^\"]*\"\s*:))")
_ZIP, _OLE, _GZIP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"
DAMAGED = (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile, NotImplementedError)


class Container(StrEnum):
    """What a table is wrapped in."""

    PLAIN = "plain"
    GZIP = "gzip"
    ZIP = "zip"
    WORKBOOK = "workbook"


@dataclass(frozen=True, slots=True)
class Packing:
    """What a file is. ``tables``: the names of those in a zip; the sheets of a workbook are not told."""

    container: Container
    size: int
    tables: tuple[str, ...] = ()


def look_at(path: Path) -> Packing:
    """What a file is, from its kind and its first bytes.

    Raises :class:`ImportFileError` with ``file.unreadable``, ``file.folder``, ``file.pipe``, ``file.device``,
    ``file.empty``, ``file.too_large``, ``file.binary`` (value ``found``), ``file.unpacks_too_large``,
    ``file.encrypted``, ``file.damaged`` or ``file.no_table``.
    """
    try:
        status = path.stat()
        _refuse_no_file(path, status.st_mode)
        if status.st_size > LIMIT:
            raise ImportFileError("file.too_large", path=str(path), limit=LIMIT >> 30)
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        raise unreadable(path, error) from error
    except ValueError as error:  # a name with a NUL in it
        raise ImportFileError("file.unreadable", path=str(path), detail=str(error)) from error
    if not head:
        raise ImportFileError("file.empty", path=str(path))
    refuse_signature(path, head)
    if head.startswith(_OLE):
        return Packing(Container.WORKBOOK, status.st_size)
    if head.startswith(_GZIP):
        return Packing(Container.GZIP, status.st_size)
    if head.startswith(_ZIP):
        return _in_zip(path, status.st_size)
    return Packing(Container.PLAIN, status.st_size)


def unreadable(path: Path, error: OSError) -> ImportFileError:
    """That the system does not give the file, in its words."""
    return ImportFileError("file.unreadable", path=str(path), detail=error.strerror or str(error))


def refuse_signature(path: Path, start: bytes) -> None:
    """Raise ``file.binary`` for the first bytes of what is no table."""
    for signature, name in _SIGNATURES:
        if start.startswith(signature):
            raise ImportFileError("file.binary", path=str(path), found=name)
    if (match := _MARKUP.match(start.lower())) is not None:
        name = ("html", "xml", "json")[(match.lastindex or 1) - 1]
        raise ImportFileError("file.binary", path=str(path), found=name)


def _refuse_no_file(path: Path, mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    if stat.S_ISDIR(mode):
        raise ImportFileError("file.folder", path=str(path))
    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        raise ImportFileError("file.pipe", path=str(path))
    raise ImportFileError("file.device", path=str(path))


def _in_zip(path: Path, size: int) -> Packing:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except DAMAGED as error:
        raise ImportFileError("file.damaged", path=str(path), detail=str(error)) from error
    except OSError as error:
        raise unreadable(path, error) from error
    files = [one for one in members if not one.is_dir()]
    if len(files) > _MEMBERS or _grows(sum(one.file_size for one in files), size):
        raise ImportFileError("file.unpacks_too_large", path=str(path))
    names = {one.filename for one in files}
    if {"[Content_Types].xml", "mimetype"} & names:
        if not any(name.startswith("xl/") or name == "content.xml" for name in names):
            raise ImportFileError("file.binary", path=str(path), found="document")
        return Packing(Container.WORKBOOK, size)
    tables = [one for one in files if _may_be_table(one.filename)]
    if any(one.flag_bits & 1 for one in tables):
        raise ImportFileError("file.encrypted", path=str(path))
    if not tables:
        raise ImportFileError("file.no_table", path=str(path))
    return Packing(Container.ZIP, size, tuple(one.filename for one in tables))


def _may_be_table(name: str) -> bool:
    place = PurePosixPath(name)
    hidden = place.name.startswith(".") or "__MACOSX" in place.parts
    return not hidden and place.suffix.lower() in _TABLES


def _grows(unpacked: int, packed: int) -> bool:
    return unpacked > LIMIT or (unpacked > _HARMLESS and unpacked > _GROWTH * packed)


class Unpacked(io.RawIOBase):
    """A stream out of a package: stops by name where it is damaged, or grows beyond all measure."""

    def __init__(self, path: Path, stream: BinaryIO, packed: int) -> None:
        super().__init__()
        self._path, self._stream, self._packed = path, stream, packed
        self._read = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer. Raises ``file.damaged``, ``file.unpacks_too_large``."""
        try:
            data = self._stream.read(len(buffer))
        except DAMAGED as error:
            raise ImportFileError("file.damaged", path=str(self._path), detail=str(error)) from error
        self._read += len(data)
        if _grows(self._read, self._packed):
            raise ImportFileError("file.unpacks_too_large", path=str(self._path))
        buffer[: len(data)] = data
        return len(data)


@dataclass(frozen=True, slots=True)
class Bytes:
    """The bytes of a table, and how far they have been read on the disk."""

    stream: io.BufferedReader[Any]
    disk: BinaryIO
    size: int

    @property
    def done(self) -> int:
        """Bytes of the file that have been read, of ``size``."""
        return self.disk.tell()


@contextlib.contextmanager
def opened(path: Path, container: Container, table: str = "") -> Iterator[Bytes]:
    """The bytes of a text, unpacked. ``table``: its name in a zip. Raises ``file.unreadable``, ``file.damaged``."""
    try:
        with contextlib.ExitStack() as stack:
            disk = stack.enter_context(path.open("rb"))  # buffered
            size = disk.seek(0, io.SEEK_END)
            disk.seek(0)
            if container is Container.GZIP:
                stream = cast("BinaryIO", stack.enter_context(gzip.GzipFile(fileobj=disk)))
            elif container is Container.ZIP:
                archive = stack.enter_context(zipfile.ZipFile(disk))
                stream = cast("BinaryIO", stack.enter_context(archive.open(table)))
            else:
                yield Bytes(disk, disk, size)
                return
            buffered = stack.enter_context(io.BufferedReader(Unpacked(path, stream, size), 1 << 16))
            yield Bytes(buffered, disk, size)
    except DAMAGED as error:
        raise ImportFileError("file.damaged", path=str(path), detail=str(error)) from error
    except OSError as error:
        raise unreadable(path, error) from error


__all__ = [
    "DAMAGED", "LIMIT", "Bytes", "Container", "Packing", "Unpacked", "look_at", "opened", "refuse_signature",
    "unreadable",
]  # fmt: skip
