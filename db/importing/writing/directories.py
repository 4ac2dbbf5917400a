"""Lists of organizations: a row each with its name, other names, parent and notes. What is known already stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from db.importing.facts import CellProblem
from db.importing.fields import Field
from db.importing.file.reader import RowReader, display_names
from db.importing.file.repairs import by_line, edited
from db.importing.planning.plan import ImportPlan
from db.importing.rows.layout import Layout
from db.importing.writing.stating import Stating
from db.model.ids import OrganizationId
from db.model.text import identity
from db.store.operations import Operation
from db.tables.organizations import name_columns
from db.tables.tables import Tables

#: Between other names in one cell; a comma may be part of a name.
_APART = re.compile(r"\s*[;|\n·]\s*")


class Entry(NamedTuple):
    """What a row adds: the organization where there is none of that name, and what it lacks."""

    name: str
    aliases: tuple[str, ...]
    parent: str
    notes: str


@dataclass
class Directory:
    """A list of organizations as it was read: the outcome of every row by its line, and what is to be added."""

    rows: int = 0
    outcomes: dict[int, str] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """How many rows have an outcome."""
        return sum(found == outcome for found in self.outcomes.values())


class DirectoryReader:
    """Compares a list of organizations with those of a ledger."""

    def __init__(self, tables: Tables, plan: ImportPlan) -> None:
        self._plan = plan
        self._layout = Layout(plan, display_names(plan.dialect.header), frozenset())
        connection, live = tables.store.connection, "retired_operation IS NULL"
        # Of each name and alias, the key of the organization that it belongs to; of that key, its parent's and notes.
        self._owners: dict[str, str] = dict(
            connection.execute(
                "SELECT a.identity_key, o.identity_key FROM aliases a JOIN organizations o "
                f"ON o.id = a.organization_id AND o.{live} WHERE a.{live}"
            ).fetchall()
        )
        self._parents: dict[str, str | None] = {}
        self._notes: dict[str, str] = {}
        for key, parent, notes in connection.execute(
            f"SELECT o.identity_key, p.identity_key, o.notes FROM organizations o "
            f"LEFT JOIN organizations p ON p.id = o.parent_id AND p.{live} WHERE o.{live}"
        ):
            self._owners[key], self._parents[key], self._notes[key] = key, parent, notes

    def read(self, reader: RowReader, stating: Stating) -> Directory:
        """What every row of a file adds; ``stating`` is told the names of all that are read."""
        self._stating = stating
        found, edits = Directory(), by_line(self._plan.edits)
        for batch in reader.batches():
            for line, cells in edited(batch.rows, edits):
                self._row(found, line, cells)
            for problem in batch.problems:
                if not problem.warning:
                    self._refuse(found, CellProblem(problem.line, "", None, "", problem.code, ""))
        found.rows = reader.data_rows
        return found

    def _row(self, found: Directory, line: int, cells: list[str]) -> None:
        row, at = self._layout.parsed(cells), self._layout.at
        places = [at[one] for one in (Field.ORGANIZATION, Field.PARENT)]
        bad = next((place for place in places if row[place].bad), None)
        name = row[at[Field.ORGANIZATION]].value
        if bad is not None or not isinstance(name, str):
            place = at[Field.ORGANIZATION] if bad is None else bad
            self._refuse(found, self._problem(line, place, cells, row[place].bad or "cell.name_missing"))
            return
        aliases = _APART.split(str(row[at[Field.ALIASES]].value or ""))
        parent = str(row[at[Field.PARENT]].value or "")
        entry = Entry(name, tuple(filter(None, aliases)), parent, str(row[at[Field.NOTES]].value or ""))
        code = self._in_the_way(entry)
        if code:
            place = at[Field.ALIASES if code == "organization.alias_taken" else Field.PARENT]
            self._refuse(found, self._problem(line, place, cells, code))
            return
        found.outcomes[line] = self._take(entry)
        self._stating.take_listed(name, cells)
        if found.outcomes[line] != "duplicate":
            found.entries.append(entry)

    def _in_the_way(self, entry: Entry) -> str:
        """The code of what keeps a row from being taken: a name of another one, another parent, a circle; or ""."""
        key = self._owners.get(identity(entry.name), identity(entry.name))
        if any(self._owners.get(identity(alias), key) != key for alias in entry.aliases):
            return "organization.alias_taken"
        if not entry.parent:
            return ""
        above: str | None = self._owners.get(identity(entry.parent), identity(entry.parent))
        if self._parents.get(key) not in {None, above}:
            return "organization.other_parent"
        while above is not None:
            if above == key:
                return "organization.parent_circle"
            above = self._parents.get(above)
        return ""

    def _take(self, entry: Entry) -> str:
        """The outcome of a row; from here on it is known."""
        key = self._owners.get(identity(entry.name))
        outcome = "duplicate" if key is not None else "new"
        if key is None:
            key = self._owners[identity(entry.name)] = identity(entry.name)
            self._parents[key], self._notes[key] = None, ""
        for alias in entry.aliases:
            if identity(alias) not in self._owners:
                self._owners[identity(alias)] = key
                outcome = "amends" if outcome == "duplicate" else outcome
        if entry.parent and self._parents[key] is None:
            parent = self._owners.setdefault(identity(entry.parent), identity(entry.parent))
            self._parents.setdefault(parent, None)
            self._notes.setdefault(parent, "")
            self._parents[key] = parent
            outcome = "amends" if outcome == "duplicate" else outcome
        if entry.notes and entry.notes not in self._notes[key]:
            self._notes[key] = "\n".join(filter(None, (self._notes[key], entry.notes)))
            outcome = "amends" if outcome == "duplicate" else outcome
        return outcome

    def _problem(self, line: int, place: int, cells: Sequence[str], code: str) -> CellProblem:
        if place >= len(self._layout.columns):
            return CellProblem(line, "", None, "", code, "name")
        index = self._layout.columns[place].index
        return CellProblem(line, self._layout.header[index], index, cells[index], code, "name")

    @staticmethod
    def _refuse(found: Directory, problem: CellProblem) -> None:
        found.outcomes[problem.line] = "problem"
        found.problems.append(problem)


def write_directory(tables: Tables, operation: Operation, entries: Sequence[Entry]) -> None:
    """Add what the rows of a list say that the ledger does not know."""
    organizations = tables.organizations
    for entry in entries:
        organization_id = organizations.ensure(operation, entry.name)
        row = operation.live("organizations", organization_id)
        assert row is not None
        changes: dict[str, str | int] = {}
        if entry.parent and row["parent_id"] is None:
            changes["parent_id"] = organizations.ensure(operation, entry.parent)
        if entry.notes and entry.notes not in row["notes"]:
            changes["notes"] = "\n".join(filter(None, (row["notes"], entry.notes)))
        if changes:
            operation.replace("organizations", organization_id, changes)
        for alias in entry.aliases:
            if organizations.find(alias) is None:
                _add_alias(operation, organization_id, alias)


def _add_alias(operation: Operation, organization_id: OrganizationId, alias: str) -> None:
    operation.add("aliases", {"organization_id": organization_id, **name_columns(alias)})


__all__ = ["Directory", "DirectoryReader", "Entry", "write_directory"]
