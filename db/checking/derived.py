"""Whether what is derived is what its rows come to: keys of names, the search key, the values of events.

Of rows that are live: what was derived by an earlier build is history.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from db.errors import LedgerError
from db.model.ids import EventId
from db.model.progress import Progress
from db.model.text import fold, identity
from db.store.codec import DATE_ROLES, EVENT_TEXTS, QUANTITIES, date_of
from db.tables.tables import Tables

_PORTION = 1000

#: What an event has of its only claim as it stands there. (A currency is that of an amount, a percentage's "of" that
#: of a percentage or a base.)
_TAKEN_OVER = (
    "status",
    *(f"{role}{end}" for role in DATE_ROLES for end in ("", "_mode", "_words")),
    *(f"{name}{end}" for name in QUANTITIES for end in ("_low", "_best", "_high", "_words")),
    "percent_of",
    "currency",
)


def derived(tables: Tables, progress: Progress) -> Iterator[LedgerError]:
    """``check.derived`` for each derived column that differs (``table``, ``column``, ``count``)."""
    connection = tables.store.connection
    for table in ("organizations", "aliases"):
        for column, key in (("name_key", fold), ("identity_key", identity)):
            rows = connection.execute(f"SELECT name, {column} FROM {table} WHERE retired_operation IS NULL")
            yield from _told(table, column, sum(key(name) != found for name, found in rows))
    yield from _told("events", "search_key", _search_keys(connection))
    yield from _told("events", "earliest", _days(connection))
    yield from _told("events", "status", _values(tables, progress))


def _told(table: str, column: str, count: int) -> Iterator[LedgerError]:
    if count:
        yield LedgerError("check.derived", table=table, column=column, count=count)


def _search_keys(connection: sqlite3.Connection) -> int:
    columns = ", ".join((*EVENT_TEXTS, "search_key"))
    filled = " OR ".join(f"{name} IS NOT NULL" for name in (*EVENT_TEXTS, "search_key"))
    rows = connection.execute(f"SELECT DISTINCT {columns} FROM events WHERE retired_operation IS NULL AND ({filled})")
    return sum(fold(" ".join([text for text in row[:-1] if text])) != (row[-1] or "") for row in map(tuple, rows))


def _days(connection: sqlite3.Connection) -> int:
    """The first and the last day of the date that counts: effective from, else announced."""
    rows = connection.execute(
        "SELECT DISTINCT announced, announced_mode, effective, effective_mode, earliest, latest FROM events "
        "WHERE retired_operation IS NULL"
    )
    wrong = 0
    for announced, announced_mode, effective, effective_mode, *found in rows:
        when = date_of(effective, effective_mode) if effective is not None else None
        if when is None or not when.known:
            when = date_of(announced, announced_mode) if announced is not None else when
        wrong += found != [day and day.isoformat() for day in ((when.earliest, when.latest) if when else (None, None))]
    return wrong


def _values(tables: Tables, progress: Progress) -> int:
    """The events whose values are not what their claims come to."""
    wrong = 0
    ids = not_taken_over(tables.store.connection)
    for start in range(0, len(ids), _PORTION):
        progress.report(start, len(ids))
        wrong += sum(not tables.events.is_derived(event_id) for event_id in ids[start : start + _PORTION])
    return wrong


def not_taken_over(connection: sqlite3.Connection) -> list[EventId]:
    """The events that do not plainly have the values of an only claim: what an import brings does, nearly all of it."""
    same = " AND ".join(f"e.{name} IS c.{name}" for name in _TAKEN_OVER)
    rows = connection.execute(
        "SELECT e.id FROM events e WHERE e.retired_operation IS NULL AND NOT (e.claim_count = 1 "
        "AND e.contradicted IS NULL AND e.denied_beside IS NULL AND 1 = (SELECT count(*) FROM claims c "
        "WHERE c.event_id = e.id AND c.retired_operation IS NULL) AND EXISTS (SELECT 1 FROM claims c "
        f"WHERE c.event_id = e.id AND c.retired_operation IS NULL AND {same} "
        "AND e.source_count = (c.source_id IS NOT NULL) AND (c.currency IS NULL OR c.amount_words IS NOT NULL) "
        "AND (c.percent_of IS NULL OR c.percent_words IS NOT NULL OR c.base_words IS NOT NULL)))"
    )
    return [EventId(row[0]) for row in rows.fetchall()]
