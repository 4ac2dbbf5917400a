"""Scope to SQL: which events a view shows, and in which order. Every text of the user is a bound value."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from db.model.ids import OrganizationId
from db.model.records import Scope
from db.model.text import fold, like
from db.model.values import STATUS_ORDER, Status
from db.store.codec import read_day
from db.tables.fields import conditions

Parameters = list[str | int | float]
Number = TypeVar("Number", bound=int)

_STATUS_RANK = "CASE e.status WHEN 'confirmed' THEN 3 WHEN 'reported' THEN 2 WHEN 'rumored' THEN 1 ELSE 0 END"

#: What a column of the events table sorts by; unknown values come last in either direction.
ORDERS: Mapping[str, tuple[str, ...]] = {
    "date": ("e.earliest", "e.latest"),
    "kind": ("e.kind",),
    "organization": ("o.name_key",),
    "counterparty": ("c.name_key",),
    "count": ("ifnull(e.count_best, ifnull(e.count_high, e.count_low))",),
    "percent": ("ifnull(e.percent_best, ifnull(e.percent_high, e.percent_low))",),
    "amount": ("e.currency", "ifnull(e.amount_best, ifnull(e.amount_high, e.amount_low))"),
    "status": (_STATUS_RANK,),
    "sources": ("e.source_count",),
    "place": ("e.place",),
    "notes": ("e.notes",),
    "id": ("e.id",),
}


def live(alias: str, known: int | None) -> tuple[str, Parameters]:
    """The condition for a versioned row to count, now or as known on an operation."""
    if known is None:
        return f"{alias}.retired_operation IS NULL", []
    return (
        f"{alias}.added_operation <= ? AND ({alias}.retired_operation IS NULL OR {alias}.retired_operation > ?)",
        [known, known],
    )


def known_operation(connection: sqlite3.Connection, scope: Scope) -> int | None:
    """The last operation a scope knows of; None: all of them."""
    if scope.known_operation is not None:
        return scope.known_operation
    if scope.known_on is None:
        return None
    row = connection.execute(
        "SELECT ifnull(max(id), 0) FROM operations WHERE recorded_day <= ?", (scope.known_on.isoformat(),)
    ).fetchone()
    return int(row[0])


def as_of(connection: sqlite3.Connection, scope: Scope, today: date) -> date:
    """The day after which a change is planned: the as-known-on day, or that of the operation; else today."""
    if scope.known_operation is not None:
        row = connection.execute(
            "SELECT recorded_day FROM operations WHERE id <= ? ORDER BY id DESC LIMIT 1", (scope.known_operation,)
        ).fetchone()
        return read_day(row[0]) if row else today
    return scope.known_on or today


def statuses(minimum: Status) -> tuple[str, ...]:
    """``minimum`` and everything stronger."""
    return tuple(status.value for status in STATUS_ORDER[: STATUS_ORDER.index(minimum) + 1])


def with_subsidiaries(
    connection: sqlite3.Connection, ids: Iterable[OrganizationId], known: int | None
) -> tuple[OrganizationId, ...]:
    """The organizations and everything below them."""
    condition, parameters = live("o", known)
    marks, wanted = _in(ids)
    rows = connection.execute(
        f"WITH RECURSIVE below(id) AS (SELECT value FROM (SELECT DISTINCT o.id AS value FROM organizations o "
        f"WHERE o.id IN {marks}) UNION SELECT o.id FROM organizations o JOIN below b ON o.parent_id = b.id "
        f"WHERE {condition}) SELECT id FROM below",
        (*wanted, *parameters),
    )
    return tuple(row[0] for row in rows)


def events_where(
    connection: sqlite3.Connection,
    scope: Scope,
    known: int | None,
    *,
    any_status: bool = False,
    any_day: bool = False,
) -> tuple[str, Parameters]:
    """The WHERE of the events (alias ``e``) in a scope, as known at an operation.

    ``any_status`` and ``any_day`` leave out those bounds, for series that show what they exclude.
    """
    condition, parameters = live("e", known)
    parts = [condition]
    if scope.organization_ids:
        marks, ids = _in(with_subsidiaries(connection, scope.organization_ids, known))
        parts.append(f"(e.organization_id IN {marks} OR e.counterparty_id IN {marks})")
        parameters += ids + ids
    if scope.kinds:
        marks, kinds = _in(scope.kinds)
        parts.append(f"e.kind IN {marks}")
        parameters += kinds
    if not any_status:
        marks, wanted = _in(statuses(scope.minimum_status))
        # An event without claims says nothing that could be too weak: it is shown, and found as "no source".
        parts.append(f"(e.status IN {marks} OR e.status IS NULL)")
        parameters += wanted
    if not any_day and scope.first is not None:
        parts.append("(e.latest >= ? OR (e.latest IS NULL AND e.earliest IS NOT NULL))")
        parameters.append(scope.first.isoformat())
    if not any_day and scope.last is not None:
        parts.append("(e.earliest <= ? OR (e.earliest IS NULL AND e.latest IS NOT NULL))")
        parameters.append(scope.last.isoformat())
    for one in scope.fields:
        part, values = conditions.of_filter(connection, one, live("v", known), live("n", known))
        parts.append(part)
        parameters += values
    for word in fold(scope.text).split():
        part, values = _word(connection, word, known)
        parts.append(part)
        parameters += values
    return " AND ".join(parts), parameters


def counted_by(as_of: date) -> tuple[str, Parameters]:
    """What of the events that :func:`events_where` lets through counts as of a day: not denied, dated, not planned.

    The twin of :func:`db.analysis.counting.exclusion`, for figures of many events; parts stand beside their wholes.
    """
    return (
        "e.status <> 'denied' AND (e.earliest <= ? OR (e.earliest IS NULL AND e.latest IS NOT NULL))",
        [as_of.isoformat()],
    )


def _word(connection: sqlite3.Connection, word: str, known: int | None) -> tuple[str, Parameters]:
    pattern = like(word)
    # Kinds are few: told here, where names that somebody gave are folded as the word is.
    kind_condition, kind_parameters = live("k", known)
    known_kinds = connection.execute(
        f"SELECT DISTINCT k.code, k.name FROM event_kinds k WHERE {kind_condition}", kind_parameters
    )
    marks, kinds = _in(code for code, name in known_kinds if word in code or word in fold(name))
    condition, parameters = live("o", known)
    alias_condition, alias_parameters = live("a", known)
    named = (
        f"SELECT o.id FROM organizations o WHERE o.name_key LIKE ? ESCAPE '\\' AND {condition} "
        f"UNION SELECT a.organization_id FROM aliases a WHERE a.name_key LIKE ? ESCAPE '\\' AND {alias_condition}"
    )
    values: Parameters = [pattern, *parameters, pattern, *alias_parameters]
    # The cheap tests first, so that few rows need the texts; both the key and the word are folded.
    own, own_values = conditions.of_word(connection, word, live("v", known), live("f", known))
    where = (
        f"(e.kind IN {marks} OR e.organization_id IN ({named}) OR e.counterparty_id IN ({named}) "
        f"OR instr(e.search_key, ?){own})"
    )
    return where, [*kinds, *values, *values, word, *own_values]


def expressions_of(connection: sqlite3.Connection, column: str, known: int | None) -> tuple[str, ...]:
    """What a column sorts by: one of :data:`ORDERS`, or a field of one's own (``field:12``)."""
    return ORDERS[column] if column in ORDERS else (_own(connection, column, known)[2],)


def _own(connection: sqlite3.Connection, column: str, known: int | None) -> tuple[str, Parameters, str]:
    return conditions.order_of(connection, int(column.removeprefix("field:")), live("v", known))


def order_by(
    connection: sqlite3.Connection, column: str, *, descending: bool, known: int | None
) -> tuple[str, str, Parameters]:
    """The joins, the ORDER BY and the parameters of the joins for a column that :func:`expressions_of` knows."""
    joins, parameters = "", Parameters()
    expressions = expressions_of(connection, column, known)
    if column not in ORDERS:
        joins, parameters, _ = _own(connection, column, known)
    for alias, key in (("o", "organization_id"), ("c", "counterparty_id")):
        if any(expression.startswith(f"{alias}.") for expression in expressions):
            condition, values = live(alias, known)
            joins += f" LEFT JOIN organizations {alias} ON {alias}.id = e.{key} AND {condition}"
            parameters += values
    direction = "DESC" if descending else "ASC"
    terms = ", ".join(f"{expression} {direction} NULLS LAST" for expression in expressions)
    return joins, f"{terms}, e.id {direction}", parameters


def _in(values: Iterable[str | int]) -> tuple[str, Parameters]:
    listed: Parameters = list(values)
    return f"({', '.join('?' * len(listed))})", listed


def batches(values: Sequence[Number], size: int = 500) -> Iterable[Sequence[Number]]:
    """Ids in portions that fit one statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
