"""Writes of organizations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.model.ids import OrganizationId

if TYPE_CHECKING:
    from db.ledger import Ledger
    from db.store.operations import ChangeSet
    from desktop.operations.operation import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationFacts:
    """An organization as its fields have it; its parent by name."""

    organization_id: OrganizationId | None
    name: str
    parent: str | None
    aliases: tuple[str, ...]
    mine: bool
    notes: str
    own: tuple[tuple[int, str], ...] = ()  # values of fields of one's own that were changed


def save_organization(facts: OrganizationFacts) -> Operation:
    """An organization, a new one without an id."""

    def save(ledger: Ledger) -> ChangeSet:
        code = "organization.added" if facts.organization_id is None else "organization.edited"
        with ledger.operation(code, name=" ".join(facts.name.split())):
            ledger.organizations.save(
                name=facts.name, organization_id=facts.organization_id, aliases=facts.aliases, parent=facts.parent,
                mine=facts.mine, notes=facts.notes,
            )  # fmt: skip
            organization_id = facts.organization_id or ledger.organizations.find(facts.name)
            assert organization_id is not None
            for field_id, text in facts.own:
                ledger.fields.set(field_id, [organization_id], text)
        return ledger.last_change

    return save


def delete_organization(organization_id: OrganizationId) -> Operation:
    """An organization that no event names."""
    return lambda ledger: ledger.organizations.delete(organization_id)


def merge_organizations(kept: OrganizationId, others: Sequence[OrganizationId]) -> Operation:
    """Other organizations become this one, with their names as aliases."""

    def merge(ledger: Ledger) -> ChangeSet:
        from db.curation.merge_organizations import merge_organizations

        return merge_organizations(ledger, kept, tuple(others))

    return merge
