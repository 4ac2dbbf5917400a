"""Taking a data package into a ledger that has something in it: what is not there is added, as one operation.

Of the other ledger what is live comes along, not its history. A row that is here with other values stays as it is here
and is told; a row that was deleted here is not brought back.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from db.model.ids import EventId
from db.model.progress import Progress
from db.model.records import Resolved
from db.package.layout import Table, tables_of
from db.package.linking import REFERENCES, Links, Row, Runs, as_runs
from db.package.loading import unpacked
from db.store import schema
from db.store.codec import resolved_columns
from db.store.naming import name_sql
from db.store.operations import ChangeSet, Operation
from db.tables.tables import Tables

_SILENT = Progress()
#: Rows that are here with other values, told one by one; all of them are counted.
_TOLD = 1000
#: Rows written at once.
_PORTION = 5000

#: First what others name. Tables that are not here come last.
_ORDER = (
    "event_kinds",
    "organizations",
    "aliases",
    "sources",
    "relationships",
    "data_sets",
    "imports",
    "events",
    "fields",
    "field_choices",
)
#: They name findings by the numbers of rows, which are others here.
_OWN_NUMBERS = frozenset(("accepted_findings",))
_VERSION = frozenset(("version", "id", "added_operation", "retired_operation"))
#: What follows from other rows: no difference of its own.
_DERIVED: Mapping[str, frozenset[str]] = {
    "events": frozenset((*resolved_columns(Resolved()), "search_key")),
    "organizations": frozenset(("name_key", "identity_key")),
    "aliases": frozenset(("name_key", "identity_key", "name")),
    "event_kinds": frozenset(("position",)),
    "fields": frozenset(("name", "position")),
    "field_choices": frozenset(("name", "name_key", "position")),
    "field_values": frozenset(("words", "source_id")),
}
#: References that a row can do without; a row that names anything else that is not here is left out.
_LOOSE = frozenset(("parent_id", "part_of_id", "supersedes_id", "import_id", "data_set_id"))


@dataclass(slots=True)
class AddedPackage:
    """What a package came to, in rows by table.

    ``added``, ``known`` (as they are here), ``differing`` (here with other values, which stay), ``deleted`` (deleted
    here, and so they stay), ``left_out`` (they name something that is not here any more). ``differences``: table and id
    here of the first rows that differ. ``whole``: the ledger was empty and is now that of the package, of so many rows.
    """

    whole: int = 0
    added: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    differing: Counter[str] = field(default_factory=Counter)
    deleted: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    differences: list[tuple[str, int]] = field(default_factory=list)
    change: ChangeSet | None = None

    @property
    def complete(self) -> bool:
        """Whether all that the package says is what this ledger says."""
        return not self.differing and not self.left_out


def add_package(tables: Tables, path: Path, *, progress: Progress = _SILENT, dry_run: bool = False) -> AddedPackage:
    """Add what a package has and this ledger has not, or (``dry_run``) only say what that would be.

    Raises what :meth:`Package.open` does.
    """
    connection = tables.store.connection
    layout = tables_of(connection)
    with unpacked(path, layout, progress=progress) as theirs:
        uid = str(theirs.execute("SELECT uid FROM ledger").fetchone()[0])
        adding = _Adding(theirs, connection, Links(connection, uid), _in_order(layout))
        if dry_run:
            adding.look()
            return adding.result
        with tables.operation("import.applied", file=path.name, ledger=uid) as operation:
            adding.look()
            adding.write(operation)
            operation.detail.update(rows=sum(adding.result.added.values()), brought=adding.brought())
    adding.result.change = None if tables.last_change.empty else tables.last_change
    return adding.result


def _in_order(layout: Iterable[Table]) -> list[Table]:
    """The versioned tables, those that others name first."""
    wanted = [one for one in layout if one.name in schema.VERSIONED and one.name not in _OWN_NUMBERS]
    return sorted(wanted, key=lambda one: (_ORDER.index(one.name) if one.name in _ORDER else len(_ORDER), one.name))


class _Adding:
    def __init__(
        self, theirs: sqlite3.Connection, ours: sqlite3.Connection, links: Links, tables: Sequence[Table]
    ) -> None:
        self.result = AddedPackage()
        self._theirs, self._ours, self._links, self._tables = theirs, ours, links, tables
        self._names = {table.name: [one.name for one in table.columns if one.name not in _VERSION] for table in tables}
        #: By table: their id to ours, of rows that are live here or will be.
        self._here: dict[str, dict[int, int]] = {table.name: {} for table in tables}
        self._new: dict[str, list[Row]] = {table.name: [] for table in tables}
        self._met: list[tuple[Table, Row]] = []  # rows that are in both, to be compared when all ids are known

    def look(self) -> None:
        """Decide about every live row of the other ledger."""
        for table in self._tables:
            self._look_at(table)
        for table, row in self._met:
            self._compare(table, row)

    def brought(self) -> dict[str, Runs]:
        """The rows that are added, there and here: another package of the same ledger is linked by that."""
        return {
            name: as_runs([(row["id"], self._here[name][row["id"]]) for row in rows])
            for name, rows in self._new.items()
            if rows
        }

    def _look_at(self, table: Table) -> None:
        name, here = table.name, self._here[table.name]
        (next_id,) = self._ours.execute(f"SELECT ifnull(max(id), 0) + 1 FROM {name}").fetchone()
        for row in self._theirs.execute(
            f"SELECT t.*, {name_sql(name, 't.id')} AS name_in_all FROM {name} t WHERE t.retired_operation IS NULL "
            "ORDER BY t.id"
        ):
            mapped = self._mapped(table, row)
            found = self._links.find(name, row["id"], row["name_in_all"], mapped)
            if found is not None and found[1]:
                here[row["id"]] = found[0]
                self._met.append((table, row))
            elif found is not None:
                self.result.deleted[name] += 1
            elif mapped is None or (name == "aliases" and self._links.is_taken(mapped)):
                self.result.left_out[name] += 1
            else:
                here[row["id"]] = next_id
                next_id += 1
                self._new[name].append(row)
                self.result.added[name] += 1

    def _mapped(self, table: Table, row: Row) -> dict[str, Any] | None:
        """The row with ids of this ledger; None where it names something that is not here and cannot do without."""
        found = {name: row[name] for name in self._names[table.name]}
        for column in found.keys() & REFERENCES.keys():
            if found[column] is not None:
                found[column] = self._here.get(REFERENCES[column], {}).get(found[column])
                if found[column] is None and column not in _LOOSE:
                    return None
        return found

    def _compare(self, table: Table, row: Row) -> None:
        here = self._here[table.name][row["id"]]
        ours = self._ours.execute(
            f"SELECT * FROM {table.name} WHERE id = ? AND ifnull(retired_operation, 0) = 0", (here,)
        ).fetchone()
        theirs = self._mapped(table, row)
        skipped = _DERIVED.get(table.name, frozenset())
        if theirs is not None and all(ours[name] == said for name, said in theirs.items() if name not in skipped):
            self.result.known[table.name] += 1
            return
        self.result.differing[table.name] += 1
        if len(self.result.differences) < _TOLD:
            self.result.differences.append((table.name, here))

    def write(self, operation: Operation) -> None:
        """Write the rows that are new."""
        for table in self._tables:
            new = self._new[table.name]
            for start in range(0, len(new), _PORTION):
                portion = new[start : start + _PORTION]
                rows = [(self._here[table.name][row["id"]], self._mapped(table, row)) for row in portion]
                columns: dict[str, list[Any]] = {"id": [row_id for row_id, _ in rows]}
                columns.update(
                    {name: [row[name] for _, row in rows if row is not None] for name in self._names[table.name]}
                )
                operation.add_many(table.name, columns)
        self._import_rows(operation)
        operation.stale_events.update(self._stale())

    def _stale(self) -> Iterator[EventId]:
        """The events whose values may be others here: they got a claim or a decision, or share a source."""
        new_events, new_sources = ({row["id"] for row in self._new[name]} for name in ("events", "sources"))
        for name in ("claims", "preferences"):
            for row in self._new[name]:
                source = row["source_id"] if name == "claims" else None
                if row["event_id"] not in new_events or (source is not None and source not in new_sources):
                    yield EventId(self._here["events"][row["event_id"]])

    def _import_rows(self, operation: Operation) -> None:
        """What became of each row of the files behind the imports that are new."""
        claims, imports = self._here["claims"], self._here["imports"]
        for row in self._new["imports"]:
            rows = self._theirs.execute("SELECT * FROM import_rows WHERE import_id = ?", (row["id"],)).fetchall()
            if rows:
                columns = {name: [one[name] for one in rows] for name in rows[0].keys()}  # noqa: SIM118 - of SQLite
                columns["import_id"] = [imports[row["id"]]] * len(rows)
                columns["claim_id"] = [claims.get(claim_id) for claim_id in columns["claim_id"]]
                operation.keep_rows(columns)
