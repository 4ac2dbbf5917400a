"""Making a backup: copied in steps by the connection that writes, checked, packed, read back, and only then named.

Another connection would begin anew with each commit. What is committed between two steps is in the copy too, so that
it holds the ledger as it is when the last step is done.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from db.backups import rule
from db.backups.shelf import Backup, Shelf, Why, header, read_header
from db.errors import WorldError, translate
from db.store import schema
from db.store.atomic import replacing
from db.store.connection import raw_connect
from db.store.store import Store

#: Pages copied at once: some milliseconds.
_PAGES = 2000
#: Bytes packed or read at once.
_PORTION = 1 << 20
#: Steps of SQLite's own between two looks at what waits, while the copy is checked.
_STEPS = 100_000
#: Level of zlib: the higher ones take four times as long for a tenth less.
_LEVEL = 1


def _no_one_waits() -> None:
    """Nothing is to be done between two steps."""


@dataclass(frozen=True, slots=True)
class _State:
    """What a copy must have in common with its ledger."""

    uid: str
    operation: int
    operation_uid: str
    rows: tuple[int, ...]

    def of(self, table: str) -> int:
        """How many versions a table has."""
        return self.rows[schema.VERSIONED.index(table)]


def make(
    store: Store,
    root: Path,
    *,
    why: Why,
    between: Callable[[], None] = _no_one_waits,
    limit: int = rule.LIMIT,
) -> Backup:
    """A backup of an open ledger below the folder of all backups; the one there is, where it holds the same state.

    ``between`` is called every few milliseconds, in this thread, and may write to the ledger; what it raises ends the
    backup without a trace. Afterwards the superfluous ones are let go of. Raises :class:`WorldError`: ``backup.busy``
    (another program makes one of this ledger), ``backup.damaged`` (the ledger is), ``backup.cannot_write``,
    ``ledger.moved`` and ``ledger.changed``.
    """
    _refuse_anothers(store)
    shelf = Shelf.of(root, store.uid())
    place = store.path.resolve()
    try:
        shelf.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(shelf):
            shelf.clean()
            newest = next((one for one in shelf.backups() if one.ledger == place), None)
            if newest is not None and _holds(newest, store):
                return newest
            backup = _write(store, shelf, place, why, between)
            shelf.thin(now=store.clock(), limit=limit)
            return backup
    except OSError as error:
        raise WorldError("backup.cannot_write", folder=str(root), detail=error.strerror or str(error)) from error
    except sqlite3.Error as error:
        known = translate(error, store.path)
        if known is None:
            raise
        raise _told(known.code, root, str(error)) from error
    except WorldError as error:
        if error.code.startswith("backup."):
            raise
        raise _told(error.code, root, str(error.values.get("detail", ""))) from error


def _told(code: str, root: Path, detail: str) -> WorldError:
    if code in {"ledger.damaged", "ledger.not_a_ledger"}:
        return WorldError("backup.damaged", detail=detail)
    return WorldError("backup.cannot_write", folder=str(root), detail=detail)


@contextlib.contextmanager
def _locked(shelf: Shelf) -> Iterator[None]:
    lock = FileLock(shelf.folder / "lock", mode=0o600, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise WorldError("backup.busy") from None
    try:
        yield
    finally:
        lock.release()


def _holds(backup: Backup, store: Store) -> bool:
    """Whether nothing was done since a backup, which is still as long as it was written."""
    state = _state(store.connection)
    return (backup.operation, backup.operation_uid) == (state.operation, state.operation_uid)


def _refuse_anothers(store: Store) -> None:
    """What another program has put into the file is no backup of ours."""
    found = store.watch.look() if store.watch is not None else ""
    if found:
        raise WorldError(found, path=str(store.path))


def _write(store: Store, shelf: Shelf, place: Path, why: Why, between: Callable[[], None]) -> Backup:
    part = shelf.part()
    try:
        state = _copy(store.connection, part, between)
        _refuse_anothers(store)
        events, claims, organizations = _checked(part, state, between)
        made = store.clock()
        number, path = shelf.next_name(made)
        backup = Backup(
            path=path, number=number, size=0, made=made, why=why, uid=state.uid, ledger=place,
            operation=state.operation, operation_uid=state.operation_uid,
            events=events, claims=claims, organizations=organizations,
        )  # fmt: skip
        with replacing(path) as file:
            length, check = _pack(part, file, header(backup), between)
            _read_back(file, length, check, between)
        named = read_header(path)
        if named is None:
            raise OSError(None, "read back otherwise than written")
        return named
    finally:
        for name in (part, part.with_name(part.name + "-journal")):
            with contextlib.suppress(OSError):
                name.unlink()


def _copy(connection: sqlite3.Connection, part: Path, between: Callable[[], None]) -> _State:
    """Copy page by page; gives the state that the copy is of."""
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with contextlib.closing(raw_connect(part, "rw")) as copy:
        # Nobody relies on it before it is packed: a journal and syncing would make it three times as long.
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")
        copy.execute("PRAGMA cache_spill = ON")
        connection.backup(copy, pages=_PAGES, progress=lambda _status, left, _total: between() if left else None)
        return _state(connection)


def _state(connection: sqlite3.Connection) -> _State:
    operation, operation_uid = connection.execute(
        "SELECT id, ifnull(uid, '') FROM operations ORDER BY id DESC LIMIT 1"
    ).fetchone() or (0, "")
    rows = tuple(
        connection.execute(f"SELECT ifnull(max(version), 0) FROM {table}").fetchone()[0] for table in schema.VERSIONED
    )
    return _State(str(connection.execute("SELECT uid FROM ledger").fetchone()[0]), operation, operation_uid, rows)


def _checked(part: Path, state: _State, between: Callable[[], None]) -> tuple[int, int, int]:
    """Look at the copy with another connection: sound, and of that state; gives events, claims and organizations."""
    with contextlib.closing(raw_connect(part, "ro")) as copy:
        stopped = list[BaseException]()

        def look() -> bool:
            try:
                between()
            except BaseException as error:  # noqa: BLE001 - raised again below: SQLite would swallow it
                stopped.append(error)
            return bool(stopped)

        copy.set_progress_handler(look, _STEPS)
        try:
            found = next(_flaws(copy, between), "ok")
            same = _state(copy) == state
            counts = [_live(copy, table) for table in ("events", "claims", "organizations")]
        except sqlite3.Error:
            if stopped:
                raise stopped[0] from None
            raise
    if found != "ok" or not same:
        raise WorldError("backup.damaged", detail=str(found))
    return counts[0], counts[1], counts[2]


def _flaws(copy: sqlite3.Connection, between: Callable[[], None]) -> Iterator[str]:
    """What SQLite's quick check finds, table by table: it looks at nothing else while it is at one."""
    tables = copy.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0").fetchall()
    for (name,) in tables:
        for (text,) in copy.execute(f'PRAGMA quick_check("{name}")'):
            if text != "ok":
                yield str(text)
        between()


def _live(connection: sqlite3.Connection, table: str) -> int:
    query = f"SELECT count(*) FROM {table} WHERE ifnull(retired_operation, 0) = 0"
    return int(connection.execute(query).fetchone()[0])


def _pack(part: Path, file: BinaryIO, head: bytes, between: Callable[[], None]) -> tuple[int, int]:
    """Pack the copy; gives its length and check sum."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    length = check = 0
    file.write(head)
    with part.open("rb") as source:
        while portion := source.read(_PORTION):
            length, check = length + len(portion), zlib.crc32(portion, check)
            file.write(packer.compress(portion))
            between()
    file.write(packer.flush())
    file.write(check.to_bytes(4, "little") + (length & 0xFFFF_FFFF).to_bytes(4, "little"))
    return length, check


def _read_back(file: BinaryIO, length: int, check: int, between: Callable[[], None]) -> None:
    """Unpack what was written, as far as can be without a disk that lies: it is what was checked, to the byte."""
    file.flush()
    file.seek(0)
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    found = summed = 0
    try:
        while portion := file.read(_PORTION):
            data = unpacker.decompress(portion)
            found, summed = found + len(data), zlib.crc32(data, summed)
            between()
    except zlib.error as error:
        raise OSError(None, str(error)) from None
    if not unpacker.eof or (found, summed) != (length, check):
        raise OSError(None, "read back otherwise than written")
