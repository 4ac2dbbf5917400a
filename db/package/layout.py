"""How a data package of a ledger is laid out: a resource for each table of the schema, described in Frictionless terms.

A CSV has no NULL. In a column that may be NULL an empty cell is; where such a column also holds empty texts, NULL is
written as a token that the column does not hold, and the field says so (``missingValues``). In every other column an
empty cell is an empty text.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

#: The member of the archive that describes all others.
DESCRIPTOR = "datapackage.json"
#: What tells our packages from those of others; the key of our own part of the description.
OURS = "headwater"
PROFILE = "headwater-ledger"

#: Rows in a private book of the migrations' tool, and of SQLite: no part of what a ledger knows. Digests are of the
#: rows as this very file has them.
_NOT_CONTENT = ("sqlite_", "_sqlite_", "digests")

FieldType = Literal["integer", "number", "string"]
_TYPES: Mapping[str, FieldType] = {"INTEGER": "integer", "REAL": "number", "TEXT": "string"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``nullable`` says whether it may hold NULL."""

    name: str
    type: FieldType
    nullable: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the schema. ``references``: column, and the table whose id it names."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[tuple[str, str], ...]

    @property
    def path(self) -> str:
        """The member of the archive that holds its rows."""
        return f"data/{self.name}.csv"

    @property
    def order(self) -> str:
        """What its rows are sorted by."""
        return ", ".join(self.key) or "rowid"


def tables_of(connection: sqlite3.Connection) -> tuple[Table, ...]:
    """Every table that holds what a ledger knows, by name, as the schema of an open ledger has it."""
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    return tuple(_table(connection, name) for name in names if not name.startswith(_NOT_CONTENT))


def _table(connection: sqlite3.Connection, name: str) -> Table:
    info = connection.execute(f"PRAGMA table_info({name})").fetchall()
    key = sorted((row[5], row[1]) for row in info if row[5])
    foreign = connection.execute(f"PRAGMA foreign_key_list({name})").fetchall()
    return Table(
        name,
        tuple(Column(row[1], _TYPES[row[2]], nullable=not row[3] and not row[5]) for row in info),
        tuple(column for _, column in key),
        tuple(sorted((row[3], row[2]) for row in foreign)),
    )


def describe(
    tables: Iterable[Table],
    tokens: Mapping[str, Mapping[str, str]],
    *,
    version: int,
    uid: str,
    recorded_at: str,
) -> dict[str, object]:
    """The description of a package, for readers of both versions of the standard.

    ``tokens``: by table and column, what stands for NULL where an empty cell does not. ``recorded_at`` is that
    of the last operation: the same ledger has the same description whenever it is written.
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "profile": "tabular-data-package",
        "name": PROFILE,
        "title": "A ledger of Headwater with its whole history",
        "created": recorded_at,
        OURS: {"profile": PROFILE, "schema_version": version, "ledger": uid},
        "resources": [_resource(table, tokens[table.name]) for table in tables],
    }


def _resource(table: Table, tokens: Mapping[str, str]) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [_field(table, column, tokens.get(column.name)) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.references:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": "" if target == table.name else target, "fields": ["id"]}}
            for column, target in table.references
        ]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
        "name": table.name,
        "type": "table",
        "profile": "tabular-data-resource",
        "path": table.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _field(table: Table, column: Column, token: str | None) -> dict[str, object]:
    field: dict[str, object] = {"name": column.name, "type": column.type}
    if column.type == "string":
        if not column.nullable:
            field["missingValues"] = []
        elif token is not None:
            field["missingValues"] = [token]
    if (column.name,) == table.key:
        field["constraints"] = {"required": True, "unique": True}
    return field


def null_of(field: Mapping[str, object]) -> str | None:
    """What stands for NULL in a column, by its description; None: nothing does."""
    missing = field.get("missingValues", [""])
    if not isinstance(missing, Sequence) or len(missing) > 1 or not all(isinstance(one, str) for one in missing):
        raise ValueError(missing)
    return str(missing[0]) if missing else None
