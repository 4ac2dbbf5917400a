"""Recovering a damaged ledger into a new file."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from db.checking.looking import problems
from db.errors import LedgerError, WorldError
from db.model.progress import Progress
from db.recovering.finding import find
from db.recovering.mending import mend
from db.recovering.restoring import Put, put
from db.store.connection import raw_connect
from db.store.creating import create_schema
from db.store.operations import RECOVERED
from db.store.store import Clock, Store, local_now
from db.tables.tables import Tables

_SILENT = Progress()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What came of it. ``rows`` and ``expected``: by table, how many versions there are, and are said to have been.

    ``lost``: the events of which nothing is left, by id; ``mended``: rows that had to be changed or added so that the
    others fit, by table; ``problems``: what the check still finds.
    """

    rows: dict[str, int]
    expected: dict[str, int]
    events: int
    lost: tuple[int, ...]
    mended: Counter[str] = field(default_factory=Counter)
    problems: tuple[LedgerError, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing is known to be missing."""
        return not self.lost and not self.mended and self.rows == self.expected


def recover(path: Path, target: Path, *, clock: Clock = local_now, progress: Progress = _SILENT) -> Recovered:
    """Write what can be read of a ledger into a new file; ``path`` is only read, and must not be open here.

    Raises ``ledger.exists`` rather than replace a file, ``ledger.cannot_open``, ``ledger.cannot_write``, and
    ``ledger.nothing_recovered`` where no event and no organization is found: no empty ledger is ever passed off as one.
    """
    found = find(path, progress)
    if not any(found.rows[table] for table in ("events", "organizations", "claims")):
        raise WorldError("ledger.nothing_recovered", path=str(path))
    with _new(target, clock) as tables:
        with tables.store.as_it_is() as connection:
            result = put(connection, found, now=clock())
        lost = _lost(tables, result)
        with tables.store.operation(RECOVERED, file=path.name) as operation:
            mended = mend(tables, operation)
            operation.detail.update(lost=len(lost))
        events = tables.store.connection.execute("SELECT count(DISTINCT id) FROM events").fetchone()[0]
        return Recovered(
            rows=result.rows, expected=result.expected, events=events, lost=lost, mended=mended,
            problems=tuple(problems(tables)),
        )  # fmt: skip


@contextlib.contextmanager
def _new(target: Path, clock: Clock) -> Iterator[Tables]:
    """A new file with the schema; gone again where something goes wrong."""
    try:
        target.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise WorldError("ledger.exists", path=str(target)) from None
    except OSError as error:
        raise WorldError("ledger.cannot_write", path=str(target), detail=error.strerror or "") from None
    try:
        with contextlib.closing(raw_connect(target, "rw")) as connection:
            create_schema(connection, now=clock())
            yield Tables(Store(connection, target, mode="write", clock=clock))
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _lost(tables: Tables, result: Put) -> tuple[int, ...]:
    """The events that claims tell of, or whose place among the others is empty, and that are not there."""
    connection = tables.store.connection
    there = {row[0] for row in connection.execute("SELECT DISTINCT id FROM events")}
    told = {row[0] for row in connection.execute("SELECT DISTINCT event_id FROM claims")}
    missing = result.expected.get("events", 0) - result.rows.get("events", 0)
    last = max(there | told, default=0)
    gaps = [number for number in range(1, last + 1) if number not in there] if missing > 0 else []
    return tuple(sorted((told - there) | set(gaps)))
