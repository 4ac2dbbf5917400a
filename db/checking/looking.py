"""Looking for damage in a ledger: every check, in the order in which one makes sense of the next."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

from db.checking.derived import derived
from db.checking.digested import digested
from db.checking.fitting import inconsistencies
from db.checking.said import unreadable
from db.errors import CancelledError, LedgerError, WorldError, translate
from db.model.progress import Progress
from db.store.store import Store
from db.tables.tables import Tables

#: Steps of SQLite's machine between two looks whether to stop.
_STEPS = 200_000
#: So many problems are told.
_TOLD = 200
_SILENT = Progress()

_Look = Callable[[Tables, Progress], Iterator[LedgerError]]


#: What SQLite says of what is in the file, not of what is asked: pages or values that are not ours.
_OF_THE_FILE = {"ledger.damaged", "ledger.too_big"}


def problems(tables: Tables, progress: Progress = _SILENT) -> list[LedgerError]:
    """Everything found, 200 at most: ``check.integrity``, ``.foreign_key``, ``.reference``, ``.twice``, ``.circle``,
    ``.history``, ``.digest``, ``.value``, ``.derived``. Empty: the ledger is as it was written.

    Raises :class:`CancelledError` when the progress is.
    """
    store, connection = tables.store, tables.store.connection
    found = list[LedgerError]()
    looks: tuple[_Look, ...] = (_integrity, _digested, _fitting, _unreadable, derived)
    connection.set_progress_handler(lambda: progress.cancelled, _STEPS)
    try:
        for number, look in enumerate(looks):
            stage = _Stage(progress, number, len(looks))
            try:
                for problem in look(tables, stage):
                    found.append(problem)
                    if len(found) >= _TOLD:
                        return found
            except sqlite3.Error as error:
                found.append(_met(error, store, progress))
            except WorldError as error:
                found.append(error)
            if look is _integrity and found:
                break  # what is read through broken pages says nothing about the rest
        progress.report(1, 1)
    finally:
        connection.set_progress_handler(None, 0)
    return found


def _met(error: sqlite3.Error, store: Store, progress: Progress) -> LedgerError:
    """What a check could not read, as something found."""
    said = translate(error, store.path)
    if progress.cancelled or isinstance(said, CancelledError):
        raise CancelledError from error
    if not isinstance(said, WorldError) or said.code not in _OF_THE_FILE:
        raise said or error from error
    return LedgerError("check.integrity", detail=str(error))


class _Stage(Progress):
    """One check of several; each is taken for as long as any other."""

    def __init__(self, whole: Progress, number: int, of: int) -> None:
        self._whole, self._number, self._of = whole, number, of

    @property
    def cancelled(self) -> bool:
        return self._whole.cancelled

    def _show(self, done: int, total: int) -> None:
        part = min(1000, 1000 * done // total) if total else 1000
        self._whole.report(1000 * self._number + part, 1000 * self._of)


def _integrity(tables: Tables, progress: Progress) -> Iterator[LedgerError]:
    connection = tables.store.connection
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    told = set[str]()
    for number, table in enumerate(names):  # first each by itself, for the progress; at last what is between them
        progress.report(number, 2 * len(names))
        told |= {text for (text,) in connection.execute(f"PRAGMA integrity_check({table})")}
    if told <= {"ok"}:
        told |= {text for (text,) in connection.execute("PRAGMA integrity_check")}
    for text in sorted(told - {"ok"}):
        yield LedgerError("check.integrity", detail=text)


def _digested(tables: Tables, progress: Progress) -> Iterator[LedgerError]:
    yield from digested(tables.store.connection, progress)


def _fitting(tables: Tables, _progress: Progress) -> Iterator[LedgerError]:
    yield from inconsistencies(tables.store.connection)


def _unreadable(tables: Tables, progress: Progress) -> Iterator[LedgerError]:
    yield from unreadable(tables.store.connection, progress)
