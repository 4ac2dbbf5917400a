"""The facts in memory: read once, kept by the store, and followed from operation to operation."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from db.analysis.figures.facts import COLUMNS, NEVER, POPULATIONS, TEXTS, Array, Counted, Facts, Flags, Ints, nothing
from db.model.values import STATUS_ORDER
from db.store.codec import read_date
from db.store.operations import FINAL
from db.tables.reads import Reads
from db.tables.where import Parameters

#: Rows put into columns at a time.
_PORTION = 50_000
#: The ordinal of a day, of the text of one.
_ORDINAL = "ifnull(CAST(julianday({0}) - 1721424.5 AS INTEGER), 0)"
_KNOWN_EFFECTIVE = "(e.effective IS NOT NULL AND e.effective <> '')"
#: How each column is read, in the order of COLUMNS.
_READ = {
    "version": "e.version", "id": "e.id", "added": "e.added_operation",
    "retired": f"ifnull(e.retired_operation, {NEVER})", "kind": "e.kind", "status": "e.status",
    "organization": "e.organization_id", "counterparty": "ifnull(e.counterparty_id, 0)",
    "population": "e.population", "earliest": _ORDINAL.format("e.earliest"), "latest": _ORDINAL.format("e.latest"),
    "span": f"ifnull(CASE WHEN {_KNOWN_EFFECTIVE} THEN e.effective_mode ELSE e.announced_mode END, '') = 'span'",
    "low": "e.count_low", "best": "e.count_best", "high": "e.count_high",
    "percent_low": "e.percent_low", "percent_best": "e.percent_best", "percent_high": "e.percent_high",
    "of_unit": "e.percent_of IS NOT NULL", "part_of": "ifnull(e.part_of_id, 0)",
    "complete": "ifnull(e.parts_complete, 0)", "reason": "ifnull(e.reason, '')", "place": "ifnull(e.place, '')",
    "sources": "min(e.source_count, 32767)",
    "contradicted": "e.contradicted IS NOT NULL",
}  # fmt: skip
_STATUS: dict[object, int] = {status.value: number for number, status in enumerate(STATUS_ORDER)}
_STATUS[None] = len(STATUS_ORDER)
_POPULATION: dict[object, int] = {one.value if one else None: number for number, one in enumerate(POPULATIONS)}


def facts(reads: Reads) -> Facts:
    """The block as of now, whatever the moment of ``reads``: read anew, or what changed since."""
    store = reads.at.store
    kept = store.kept.get(Facts)
    while True:
        operation = store.last_operation()
        block = kept if isinstance(kept, Facts) and kept.operation <= operation else nothing()
        if block.operation == operation:
            return block
        block = _followed(store.connection, block, operation)
        if store.last_operation() == operation:
            store.kept[Facts] = block
            return block


def counted(reads: Reads, block: Facts, kinds: Collection[str]) -> Counted:
    """What of some kinds is in the totals of the scope, whatever its period."""
    scope = reads.scope
    among = block.of_kinds(set(kinds) & set(scope.kinds) if scope.kinds else kinds)
    if scope.text.strip() or scope.fields:
        among &= _as_written(reads, block)
    family = reads.at.with_subsidiaries(*scope.organization_ids) if scope.organization_ids else ()
    if scope.organization_ids and not family:
        among[:] = False
    return block.counted(
        reads.kinds, known=reads.known, as_of=reads.today, minimum_status=scope.minimum_status,
        organizations=family, among=among,
    )  # fmt: skip


def _as_written(reads: Reads, block: Facts) -> Flags:
    """The rows that the scope's words and fields let through: what columns of numbers do not tell."""
    where, parameters = reads.at.events_where(any_status=True, any_day=True)
    cursor = reads.at.store.connection.execute(f"SELECT e.version FROM events e WHERE {where}", parameters)
    cursor.row_factory = None
    return np.isin(block.ints("version"), np.array([row[0] for row in cursor.fetchall()], np.int64))


def _followed(connection: sqlite3.Connection, block: Facts, operation: int) -> Facts:
    if block.operation and _rewritten(connection, block.operation):
        block = nothing()
    fresh = _read(connection, block, operation)
    retired: dict[int, int] = {}
    if block.operation:
        retired = dict(
            connection.execute(
                "SELECT version, retired_operation FROM events WHERE retired_operation > ? AND version <= ?",
                (block.operation, block.last_version),
            ).fetchall()
        )
    return block.followed(operation, fresh, retired)


def _rewritten(connection: sqlite3.Connection, since: int) -> bool:
    """Whether an operation has changed rows in place, as erasing a person does."""
    marks = ", ".join("?" * len(FINAL))
    row = connection.execute(f"SELECT 1 FROM operations WHERE id > ? AND code IN ({marks})", (since, *FINAL)).fetchone()
    return row is not None


def _read(connection: sqlite3.Connection, block: Facts, operation: int) -> Facts:
    """The rows that a block does not have yet, with all its texts and those that are new."""
    codes = {name: {text: number for number, text in enumerate(block.texts[name])} for name in TEXTS}
    parameters: Parameters = [block.last_version, operation]
    cursor = connection.execute(
        f"SELECT {', '.join(_READ[name] for name in COLUMNS)} FROM events e "
        "WHERE e.version > ? AND e.added_operation <= ? ORDER BY e.version",
        parameters,
    )
    cursor.row_factory = None
    portions: dict[str, list[Array]] = {name: [np.empty(0, kind)] for name, kind in COLUMNS.items()}
    while rows := cursor.fetchmany(_PORTION):
        for name, values in zip(COLUMNS, zip(*rows, strict=True), strict=True):
            portions[name].append(_column(name, values, codes))
    return Facts(
        operation=operation,
        columns={name: np.concatenate(parts) for name, parts in portions.items()},
        texts={name: tuple(known) for name, known in codes.items()},
    )


def _column(name: str, values: Sequence[object], codes: dict[str, dict[str, int]]) -> Array:
    kind = COLUMNS[name]
    if name in codes:
        known = codes[name]
        return np.fromiter((known.setdefault(str(text), len(known)) for text in values), kind, len(values))
    if name == "status":
        return np.fromiter((_STATUS[text] for text in values), kind, len(values))
    if name == "population":
        return np.fromiter((_POPULATION[text] for text in values), kind, len(values))
    return np.array(values, kind)


@dataclass(frozen=True, slots=True, eq=False)
class Announced:
    """When events were announced (0: no day known), and whether a day of effect with both ends is known (1)."""

    earliest: Ints
    latest: Ints
    effective: Ints


def announced(reads: Reads, block: Facts, rows: Ints) -> Announced:
    """The announcements of some rows of the facts: without a day of effect, it is the date that counts."""
    cursor = reads.at.store.connection.execute(
        f"SELECT e.version, e.announced, e.announced_mode, e.announced_words FROM events e WHERE {_KNOWN_EFFECTIVE}"
    )
    wanted = np.full(block.last_version + 1, -1, np.int64)
    wanted[block.ints("version")[rows]] = np.arange(len(rows))
    earliest, latest = (block.ints(end)[rows].astype(np.int64) for end in ("earliest", "latest"))
    found = Announced(earliest, latest, np.zeros(len(rows), np.int64))
    bounds: dict[str, tuple[int, int]] = {}
    for row in cursor.fetchall():
        place = wanted[row["version"]] if row["version"] < len(wanted) else -1
        if place < 0:
            continue
        if row["announced"] not in bounds:
            when = read_date(row, "announced")
            ends = (None, None) if when is None else (when.earliest, when.latest)
            bounds[row["announced"]] = tuple(0 if day is None else day.toordinal() for day in ends)  # type: ignore[assignment]
        found.earliest[place], found.latest[place] = bounds[row["announced"]]
        found.effective[place] = 1
    both = (block.ints("earliest")[rows] > 0) & (block.ints("latest")[rows] > 0)
    found.effective[:] *= both
    return found
