"""Relationships: vendor to client."""

from __future__ import annotations

from db.errors import UserError
from db.operations import ChangeSet, Operation
from db.records import Relationship, Scope
from db.search import known_operation, live, with_subsidiaries
from db.tables.base import Table


class Relationships(Table):
    """``ledger.relationships``."""

    def get(self, relationship_id: int, *, known: int | None = None) -> Relationship | None:
        """One relationship."""
        condition, parameters = live("r", known)
        row = self._db.execute(
            f"SELECT * FROM relationships r WHERE r.id = ? AND {condition}", (relationship_id, *parameters)
        ).fetchone()
        return None if row is None else _read(row)

    def select(self, scope: Scope) -> list[Relationship]:
        """The relationships with a side among the scope's organizations."""
        known = known_operation(self._db, scope)
        condition, parameters = live("r", known)
        sides = ""
        if scope.organization_ids:
            ids = with_subsidiaries(self._db, scope.organization_ids, known)
            marks = ", ".join("?" * len(ids))
            sides = f" AND (r.vendor_id IN ({marks}) OR r.client_id IN ({marks}))"
            parameters = [*parameters, *ids, *ids]
        rows = self._db.execute(
            f"SELECT * FROM relationships r WHERE {condition}{sides} ORDER BY r.id", parameters
        ).fetchall()
        return [_read(row) for row in rows]

    def find(self, vendor_id: int | None, client_id: int | None, category: str) -> int | None:
        """The relationship between two named sides; an empty ``category`` takes the only one there is."""
        if vendor_id is None or client_id is None:
            return None  # two unnamed losses are two relationships until somebody says otherwise
        rows = self._db.execute(
            "SELECT id, category FROM relationships WHERE vendor_id = ? AND client_id = ? "
            "AND retired_operation IS NULL ORDER BY id",
            (vendor_id, client_id),
        ).fetchall()
        same = [row["id"] for row in rows if row["category"].casefold() == category.casefold()]
        if not same and not category and len(rows) == 1:
            same = [rows[0]["id"]]
        return same[0] if same else None

    def save(self, relationship: Relationship) -> ChangeSet:
        """Give an existing relationship another category or notes."""
        with self._ledger.operation("relationship.edited") as operation:
            operation.replace(
                "relationships",
                relationship.id,
                {"category": relationship.category, "notes": relationship.notes},
            )
        return self._ledger.last_change

    # Within an operation.

    def ensure(self, operation: Operation, vendor_id: int | None, client_id: int | None, category: str) -> int:
        """The relationship between two sides, added if there is none. At least one side must be named."""
        if vendor_id is None and client_id is None:
            raise UserError("relationship.no_side")
        if vendor_id == client_id:
            raise UserError("relationship.same_side")
        found = self.find(vendor_id, client_id, category)
        if found is not None:
            return found
        return operation.add("relationships", {"vendor_id": vendor_id, "client_id": client_id, "category": category})

    def drop_unused(self, operation: Operation, relationship_id: int) -> None:
        """Remove a relationship that no event speaks of any more."""
        used = self._db.execute(
            "SELECT 1 FROM events WHERE relationship_id = ? AND retired_operation IS NULL LIMIT 1", (relationship_id,)
        ).fetchone()
        if used is None:
            operation.retire("relationships", relationship_id)


def _read(row: object) -> Relationship:
    values = dict(row)  # type: ignore[call-overload]
    return Relationship(**{name: values[name] for name in ("id", "vendor_id", "client_id", "category", "notes")})
