"""Relationships: vendor to client."""

from __future__ import annotations

from db.errors import UserError
from db.model.ids import RelationshipId
from db.model.records import Relationship
from db.store.codec import read_relationship
from db.store.operations import ChangeSet, Operation
from db.tables.base import Table


class RelationshipReads(Table):
    """Relationships as a view knows them."""

    def get(self, relationship_id: RelationshipId) -> Relationship | None:
        """One relationship."""
        condition, parameters = self._at.live("r")
        row = self._db.execute(
            f"SELECT * FROM relationships r WHERE r.id = ? AND {condition}", (relationship_id, *parameters)
        ).fetchone()
        return None if row is None else read_relationship(row)

    def select(self) -> list[Relationship]:
        """The relationships with a side among the scope's organizations."""
        condition, parameters = self._at.live("r")
        sides = ""
        if self._at.scope.organization_ids:
            ids = self._at.with_subsidiaries(*self._at.scope.organization_ids)
            marks = ", ".join("?" * len(ids))
            sides = f" AND (r.vendor_id IN ({marks}) OR r.client_id IN ({marks}))"
            parameters = [*parameters, *ids, *ids]
        rows = self._db.execute(
            f"SELECT * FROM relationships r WHERE {condition}{sides} ORDER BY r.id", parameters
        ).fetchall()
        return [read_relationship(row) for row in rows]


class Relationships(RelationshipReads):
    """``ledger.relationships``."""

    def find(self, wanted: Relationship, *, exactly: bool = False) -> RelationshipId | None:
        """The relationship between two sides that is of this category and reference; its id does not matter.

        Of what is left empty it may have any, if only one does (not so ``exactly``).
        """
        if wanted.identity is None:
            return None
        rows = self._db.execute(
            "SELECT * FROM relationships WHERE vendor_id IS ? AND client_id IS ? AND retired_operation IS NULL "
            "ORDER BY id",
            (wanted.vendor_id, wanted.client_id),
        ).fetchall()
        there = [read_relationship(row) for row in rows]
        same = [one.id for one in there if one.identity == wanted.identity]
        if same or exactly:
            return same[0] if same else None
        fitting = [one.id for one in there if _fits(wanted, one)]
        return fitting[0] if len(fitting) == 1 else None

    def save(self, relationship: Relationship) -> ChangeSet:
        """Give an existing relationship another category, reference or notes."""
        with self._store.operation("relationship.edited") as operation:
            operation.replace(
                "relationships",
                relationship.id,
                {name: getattr(relationship, name) for name in ("category", "reference", "notes")},
            )
        return self._store.last_change

    # Within an operation.

    def ensure(self, operation: Operation, wanted: Relationship, *, exactly: bool = False) -> RelationshipId:
        """The relationship that :meth:`find` gives, added if there is none. At least one side must be named."""
        if wanted.vendor_id is None and wanted.client_id is None:
            raise UserError("relationship.no_side")
        if wanted.vendor_id == wanted.client_id:
            raise UserError("relationship.same_side")
        found = self.find(wanted, exactly=exactly)
        if found is not None:
            return found
        names = ("vendor_id", "client_id", "category", "reference")
        return RelationshipId(operation.add("relationships", {name: getattr(wanted, name) for name in names}))

    def drop_unused(self, operation: Operation, relationship_id: RelationshipId) -> None:
        """Remove a relationship that no event speaks of any more."""
        used = self._db.execute(
            "SELECT 1 FROM events WHERE relationship_id = ? AND retired_operation IS NULL LIMIT 1", (relationship_id,)
        ).fetchone()
        if used is None:
            operation.retire("relationships", relationship_id)


def _fits(wanted: Relationship, one: Relationship) -> bool:
    """Whether it is what is wanted, as far as that is said; a number that it lacks makes it another."""
    return all(
        not said.strip() or said.strip().casefold() == found.strip().casefold()
        for said, found in ((wanted.category, one.category), (wanted.reference, one.reference))
    )
