"""Which rows of another ledger this one has already: by their names, by an earlier package, or by what they say."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from db.history.reverting import reverted
from db.model.text import identity
from db.store.naming import row_named

#: What the columns that name a row of a table are called, and which table that is.
REFERENCES: Mapping[str, str] = {
    "organization_id": "organizations",
    "counterparty_id": "organizations",
    "vendor_id": "organizations",
    "client_id": "organizations",
    "parent_id": "organizations",
    "relationship_id": "relationships",
    "event_id": "events",
    "part_of_id": "events",
    "claim_id": "claims",
    "supersedes_id": "claims",
    "source_id": "sources",
    "import_id": "imports",
    "data_set_id": "data_sets",
    "field_id": "fields",
    "choice_id": "field_choices",
}

#: A live row by the names of its columns.
Row = Mapping[str, Any]
#: Runs of rows that a package brought: the first id there, the first id here, and how many follow one another.
Runs = list[list[int]]
#: What makes a row the same as one of another ledger; its references are ids of this one. None: nothing does.
Key = tuple[object, ...] | None


def _source(row: Row) -> Key:
    return (row["url"],) if row["url"] else (row["publisher"], row["title"], row["published"])


def _relationship(row: Row) -> Key:
    sides = (row["vendor_id"], row["client_id"])
    if not row["reference"].strip() and None in sides:  # two losses of unnamed clients are two
        return None
    return (*sides, row["category"].strip().casefold(), row["reference"].strip().casefold())


#: Another value of the same field and subject is another row: both stay, and differ.
_VALUE = ("field_id", "organization_id", "event_id", "valid_from", "choice_id", "number", "date", "words_key")

KEYS: Mapping[str, Callable[[Row], Key]] = {
    "event_kinds": lambda row: (row["code"],),
    "organizations": lambda row: (row["identity_key"],),
    "aliases": lambda row: (row["organization_id"], row["identity_key"]),
    "sources": _source,
    "relationships": _relationship,
    "data_sets": lambda row: (row["name"],),
    "preferences": lambda row: (row["event_id"], row["field"]),
    "settings": lambda row: (row["key"],),
    "fields": lambda row: (row["subject"], row["type"], identity(row["name"])),
    "field_choices": lambda row: (row["field_id"], identity(row["name"])),
    "field_values": lambda row: tuple(row[name] for name in _VALUE),
    "saved_views": lambda row: (row["name"],),
}


class Links:
    """Finds the row of this ledger that one of another is; ``uid`` is that of the other ledger."""

    def __init__(self, connection: sqlite3.Connection, uid: str) -> None:
        self._connection = connection
        self._earlier = _earlier(connection, uid)
        self._by_key: dict[str, dict[Key, int]] = {}

    def find(self, table: str, row_id: int, name: str | None, mapped: Row | None) -> tuple[int, bool] | None:
        """The id here, and whether the row is live; None: this ledger never had it.

        ``row_id`` and ``name`` are those of the row there; ``mapped`` is the row with ids of this ledger, if it has
        all that the row names.
        """
        known = row_named(self._connection, table, name) if name else None
        if known is None:
            known = _in_runs(self._earlier.get(table, []), row_id)
        if known is not None and self._is_live(table, known):
            return known, True
        same = None if mapped is None else self._same(table, mapped)
        if same is not None:
            return same, True
        return None if known is None else (known, False)

    def is_taken(self, alias: Row) -> bool:
        """Whether an alias is the name or an alias of another organization here."""
        return self._same("organizations", alias) not in {None, alias["organization_id"]}

    def _is_live(self, table: str, row_id: int) -> bool:
        """Whether a row is in the live ledger."""
        sql = f"SELECT 1 FROM {table} WHERE id = ? AND ifnull(retired_operation, 0) = 0"
        return self._connection.execute(sql, (row_id,)).fetchone() is not None

    def _same(self, table: str, row: Row) -> int | None:
        key_of = KEYS.get(table)
        key = key_of(row) if key_of else None
        if key_of is None or key is None:
            return None
        if table not in self._by_key:
            found = self._connection.execute(f"SELECT * FROM {table} WHERE retired_operation IS NULL ORDER BY id DESC")
            self._by_key[table] = {key_of(one): one["id"] for one in found}
            if table == "organizations":  # an alias of one is it, too
                aliases = self._connection.execute(
                    "SELECT identity_key, organization_id FROM aliases WHERE retired_operation IS NULL"
                )
                for alias, organization_id in aliases:
                    self._by_key[table].setdefault((alias,), organization_id)
        return self._by_key[table].get(key)


def _earlier(connection: sqlite3.Connection, uid: str) -> dict[str, Runs]:
    """What packages of another ledger have brought and what is still in effect, by table."""
    taken_back = reverted(connection)
    found: dict[str, Runs] = {}
    for operation_id, text in connection.execute(
        "SELECT id, detail FROM operations WHERE code = 'import.applied' AND kind = 'do' AND undone_by IS NULL "
        "AND detail ->> '$.ledger' = ? ORDER BY id",
        (uid,),
    ):
        if operation_id not in taken_back:
            for table, runs in json.loads(text)["brought"].items():
                found.setdefault(table, []).extend(runs)
    return found


def _in_runs(runs: Runs, row_id: int) -> int | None:
    for there, here, count in runs:
        if there <= row_id < there + count:
            return here + row_id - there
    return None


def as_runs(ids: Sequence[tuple[int, int]]) -> Runs:
    """Pairs of ids, there and here, as runs."""
    runs: Runs = []
    for there, here in ids:
        if runs and there == runs[-1][0] + runs[-1][2] and here == runs[-1][1] + runs[-1][2]:
            runs[-1][2] += 1
        else:
            runs.append([there, here, 1])
    return runs
