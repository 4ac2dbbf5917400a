"""Reading a data package of a ledger: is it ours, is it of this version, and its rows, table by table.

Nothing of an archive is trusted: its description is compared with the schema of the ledger that it is for, and only
members of these tables are opened.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from zlib import error as ZlibError  # noqa: N812

from db.errors import ImportFileError
from db.package.layout import DESCRIPTOR, OURS, PROFILE, Table, null_of
from db.store import schema

#: Bytes a description may have; ours has some 30,000.
_DESCRIPTION = 1 << 20
#: A member of more bytes than this that is so many times as large as it is packed is no table but a bomb.
_LARGE, _PACKED = 20 << 20, 300
_ENCRYPTED = 1  # the flag of a member
#: Characters of a cell: what the csv module is told once for all readers.
_CELL = 10_000_000

Cells = list[str | float | None]


def is_package(path: Path) -> bool:
    """Whether a file is a data package that Headwater wrote, of whichever version."""
    try:
        if not path.is_file() or not zipfile.is_zipfile(path):
            return False
        with zipfile.ZipFile(path) as archive:
            return _description(archive) is not None
    except (OSError, zipfile.BadZipFile, ValueError, RecursionError, ZlibError, NotImplementedError, RuntimeError):
        return False


def _description(archive: zipfile.ZipFile) -> dict[str, Any] | None:
    """The description in an archive; None if there is none, or it is of something else."""
    with contextlib.suppress(KeyError), archive.open(DESCRIPTOR) as member:
        found = json.loads(member.read(_DESCRIPTION))
        if isinstance(found, dict) and isinstance(found.get(OURS), dict) and found[OURS].get("profile") == PROFILE:
            return found
    return None


@dataclass(slots=True)
class Package:
    """An open data package. ``nulls``: by table, what stands for NULL in each of its columns (None: nothing does).

    ``done`` of ``size`` unpacked bytes have been read.
    """

    path: Path
    archive: zipfile.ZipFile
    uid: str
    nulls: dict[str, tuple[str | None, ...]]
    size: int
    done: int = 0

    @classmethod
    @contextlib.contextmanager
    def open(cls, path: Path, tables: tuple[Table, ...]) -> Iterator[Self]:
        """Open a package for a ledger that has these tables.

        Raises :class:`ImportFileError`: ``package.newer``, ``.older``, ``.damaged`` (``table``, ``line``),
        ``.too_large`` (what it would unpack to), ``file.unreadable``.
        """
        try:
            with zipfile.ZipFile(path) as archive:
                yield cls._of(path, archive, tables)
        except OSError as error:
            raise ImportFileError("file.unreadable", path=str(path), detail=error.strerror or str(error)) from error
        except (zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError) as error:
            raise ImportFileError("package.damaged", path=str(path), detail=str(error)) from error

    @classmethod
    def _of(cls, path: Path, archive: zipfile.ZipFile, tables: tuple[Table, ...]) -> Self:
        try:
            described = _description(archive)
            assert described is not None
            version, uid = described[OURS]["schema_version"], described[OURS]["ledger"]
            if not isinstance(version, int) or not isinstance(uid, str):
                raise TypeError(version)
            if version != schema.newest():
                code = "package.newer" if version > schema.newest() else "package.older"
                raise ImportFileError(code, path=str(path))
            resources = {resource["name"]: resource["schema"]["fields"] for resource in described["resources"]}
            nulls = {table.name: _nulls(table, resources.pop(table.name)) for table in tables}
            if resources:
                raise ValueError(sorted(resources))
            members = [archive.getinfo(table.path) for table in tables]
            if any(member.flag_bits & _ENCRYPTED for member in members):
                raise ValueError("encrypted")
        except (AssertionError, KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
            raise ImportFileError("package.damaged", path=str(path), detail=f"{DESCRIPTOR}: {error}") from error
        for member in members:
            if member.file_size > _LARGE and member.file_size > _PACKED * member.compress_size:
                raise ImportFileError("package.too_large", path=str(path), found=member.file_size >> 20)
        return cls(path, archive, uid, nulls, sum(member.file_size for member in members))

    def rows(self, table: Table) -> Iterator[Cells]:
        """The rows of a table: numbers as such, all else as text, which SQLite takes as what its column is."""
        numbers = [place for place, column in enumerate(table.columns) if column.type == "number"]
        names = [column.name for column in table.columns]
        csv.field_size_limit(_CELL)
        line, before = 0, self.done
        try:
            with self.archive.open(table.path) as member:
                reader = csv.reader(io.TextIOWrapper(member, encoding="utf-8", newline=""), strict=True)
                if next(reader, None) != names:
                    raise ValueError(names)
                cells: Cells
                for cells in reader:  # type: ignore[assignment]
                    line = reader.line_num
                    if len(cells) != len(names):
                        raise ValueError(len(cells))
                    for place in numbers:
                        if cells[place]:
                            cells[place] = float(cells[place])  # type: ignore[arg-type]
                    self.done = before + member.tell()
                    yield cells
        except (csv.Error, ValueError) as error:
            raise self.damaged(table, line, str(error)) from error

    def damaged(self, table: Table, line: int, detail: str) -> ImportFileError:
        """The error that says where a package is not what it should be."""
        where = f"{table.path}, {line}" if line else table.path
        return ImportFileError("package.damaged", path=str(self.path), detail=f"{where}: {detail}")


def _nulls(table: Table, fields: list[dict[str, Any]]) -> tuple[str | None, ...]:
    """The token of NULL of each column; raises :class:`ValueError` where the columns are not the table's."""
    if [field["name"] for field in fields] != [column.name for column in table.columns]:
        raise ValueError(table.name)
    return tuple(null_of(field) for field in fields)
