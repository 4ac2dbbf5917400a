"""Merging organizations that turned out to be one, and what merging has in common. One operation, undoable.

Nothing is summed up or averaged: rows that named a merged one name the kept one afterwards, and values are derived
anew from the claims. What two things cannot both be (each other's vendor and client) is refused rather than bent.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from db.errors import UserError
from db.model.ids import OrganizationId, RelationshipId
from db.model.own_fields import FieldSubject
from db.model.records import Organization, RelationshipKey
from db.model.text import fold
from db.store.codec import read_relationship
from db.store.operations import ChangeSet, Operation
from db.tables.tables import Tables

#: Ids of one sort, whichever.
Id = TypeVar("Id", bound=int)

#: The condition for a row to count now.
LIVE = "retired_operation IS NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeEffect:
    """What merging organizations would move to the kept one.

    ``opposed`` counts the events that name two of them as their two sides: with any of these they cannot be merged.
    """

    events: int
    relationships: int
    subsidiaries: int
    aliases: tuple[str, ...]
    opposed: int


# Organizations.


def organizations_effect(tables: Tables, keep_id: OrganizationId, other_ids: Iterable[OrganizationId]) -> MergeEffect:
    """What :func:`merge_organizations` would do. Raises ``organization.merge_one`` and ``row.gone``."""
    kept, others = _organizations(tables, keep_id, other_ids)
    ids = [other.id for other in others]
    marks = placeholders(ids)
    count = tables.store.connection.execute(
        f"SELECT (SELECT count(*) FROM events WHERE {LIVE} AND (organization_id IN {marks} OR counterparty_id IN "
        f"{marks})), (SELECT count(*) FROM relationships WHERE {LIVE} AND (vendor_id IN {marks} OR client_id IN "
        f"{marks})), (SELECT count(*) FROM organizations WHERE {LIVE} AND parent_id IN {marks} AND id <> ?)",
        (*ids, *ids, *ids, *ids, *ids, keep_id),
    ).fetchone()
    return MergeEffect(
        events=count[0],
        relationships=count[1],
        subsidiaries=count[2],
        aliases=tuple(_new_aliases(kept, others).values()),
        opposed=_opposed(tables, [keep_id, *ids]),
    )


def merge_organizations(tables: Tables, keep_id: OrganizationId, other_ids: Iterable[OrganizationId]) -> ChangeSet:
    """Make the kept organization what all of them were.

    Its events, relationships, subsidiaries and aliases are theirs too, their names become aliases. Relationships that
    become the same vendor, client, category and reference become one. Notes that differ are appended, a parent that it
    lacks is taken over. Of a field of one's own it has what all of them had: where that differs, it is a finding.
    Raises ``organization.merge_one`` (nothing to merge), ``organization.merge_opposed`` (two of them are the two sides
    of an event) and ``row.gone``.
    """
    kept, others = _organizations(tables, keep_id, other_ids)
    ids = [other.id for other in others]
    opposed = _opposed(tables, [keep_id, *ids])
    if opposed:
        raise UserError("organization.merge_opposed", name=kept.name, count=opposed)
    columns = _merged_columns(tables, kept, others)
    with tables.operation("organization.merged", name=kept.name, kept=keep_id, merged=ids) as operation:
        for column in ("organization_id", "counterparty_id"):
            redirect(operation, "events", column, ids, keep_id)
        redirect(operation, "aliases", "organization_id", ids, keep_id)
        _merge_relationships(operation, keep_id, ids)
        redirect(operation, "organizations", "parent_id", ids, keep_id, but=(keep_id, *ids))
        operation.replace("organizations", keep_id, columns)
        for other_id in ids:
            operation.retire("organizations", other_id)
        tables.fields.hand_over(operation, FieldSubject.ORGANIZATION, ids, keep_id)
        aliases = (*kept.aliases, *_new_aliases(kept, others).values())
        tables.organizations.set_aliases(operation, keep_id, aliases)
    return tables.last_change


def _organizations(
    tables: Tables, keep_id: OrganizationId, other_ids: Iterable[OrganizationId]
) -> tuple[Organization, Sequence[Organization]]:
    found = []
    for row_id in dict.fromkeys((keep_id, *other_ids)):
        row = tables.organizations.get(row_id)
        if row is None:
            raise UserError("row.gone", table="organizations", id=row_id)
        found.append(row)
    if len(found) < 2:
        raise UserError("organization.merge_one")
    return found[0], found[1:]


def _new_aliases(kept: Organization, others: Sequence[Organization]) -> dict[str, str]:
    """Folded name to name: what the kept one is not found by yet."""
    taken = {fold(name) for name in (kept.name, *kept.aliases)}
    names = {fold(name): name for other in reversed(others) for name in (*reversed(other.aliases), other.name)}
    return {key: name for key, name in reversed(names.items()) if key not in taken}


def _merged_columns(
    tables: Tables, kept: Organization, others: Sequence[Organization]
) -> dict[str, str | int | float | None]:
    above = {kept.id: kept.parent_id, **{other.id: other.parent_id for other in others}}

    def parent_of(row_id: OrganizationId) -> OrganizationId | None:
        if row_id not in above:
            row = tables.organizations.get(row_id)
            above[row_id] = row.parent_id if row else None
        return above[row_id]

    return {
        "parent_id": whole_of(kept.id, [other.id for other in others], parent_of),
        "mine": int(kept.mine or any(other.mine for other in others)),
        "notes": joined(kept.notes, [other.notes for other in others]),
    }


def _opposed(tables: Tables, ids: Sequence[OrganizationId]) -> int:
    """How many events have one of these on either side, and not the same one."""
    marks = placeholders(ids)
    row = tables.store.connection.execute(
        f"SELECT count(*) FROM events WHERE {LIVE} AND ((organization_id IN {marks} AND counterparty_id IN {marks} "
        f"AND organization_id <> counterparty_id) OR relationship_id IN (SELECT id FROM relationships WHERE {LIVE} "
        f"AND vendor_id IN {marks} AND client_id IN {marks} AND vendor_id <> client_id))",
        (*ids, *ids, *ids, *ids),
    ).fetchone()
    return int(row[0])


def _merge_relationships(operation: Operation, keep_id: OrganizationId, ids: Sequence[OrganizationId]) -> None:
    """Give relationships their new sides; of those that then are the same, the first of the kept one stays."""
    marks, both = placeholders([keep_id, *ids]), (keep_id, *ids)
    rows = operation.connection.execute(
        f"SELECT * FROM relationships WHERE {LIVE} AND (vendor_id IN {marks} OR client_id IN {marks}) ORDER BY id",
        (*both, *both),
    ).fetchall()
    rows.sort(key=lambda row: (keep_id not in (row["vendor_id"], row["client_id"]), row["id"]))
    merged, stays = set(ids), dict[RelationshipKey, tuple[RelationshipId, list[str]]]()
    for row in rows:
        vendor, client = (keep_id if row[side] in merged else row[side] for side in ("vendor_id", "client_id"))
        if vendor == client:  # nothing speaks of it: see _opposed
            operation.retire("relationships", row["id"])
            continue
        key = replace(read_relationship(row), vendor_id=vendor, client_id=client).identity
        if key in stays:
            kept_id, notes = stays[key]
            notes.append(row["notes"])
            redirect(operation, "events", "relationship_id", [row["id"]], kept_id)
            operation.retire("relationships", row["id"])
            continue
        if key is not None:
            stays[key] = (row["id"], [row["notes"]])
        operation.replace("relationships", row["id"], {"vendor_id": vendor, "client_id": client})
    for row_id, notes in stays.values():
        operation.replace("relationships", row_id, {"notes": joined(notes[0], notes[1:])})


# What merging organizations and events share.


def redirect(
    operation: Operation, table: str, column: str, old: Sequence[int], new: int, *, but: Collection[int] = ()
) -> None:
    """Live rows whose ``column`` names one of ``old`` name ``new``."""
    for row in operation.connection.execute(
        f"SELECT id FROM {table} WHERE {LIVE} AND {column} IN {placeholders(old)} ORDER BY id", tuple(old)
    ).fetchall():
        if row[0] not in but:
            operation.replace(table, row[0], {column: new})


def whole_of(kept: Id, others: Collection[Id], above: Callable[[Id], Id | None]) -> Id | None:
    """What the kept one belongs to when the others have become it: never itself, nor anything below it.

    What it belonged to, or where that was one of the others, what the topmost of these belonged to; where nothing is
    left, what one of the others belonged to.
    """
    chain = _chain(kept, above)
    merged = [place for place, one in enumerate(chain) if one in others]
    rest = chain[merged[-1] + 1 :] if merged else chain
    if rest:
        return rest[0]
    for other in others:
        chain = _chain(other, above)
        if chain and not {kept, *others}.intersection(chain):
            return chain[0]
    return None


def _chain(start: Id, above: Callable[[Id], Id | None]) -> list[Id]:
    """What something belongs to, what that belongs to, and so on."""
    found: list[Id] = []
    one = above(start)
    while one is not None and one != start and one not in found:
        found.append(one)
        one = above(one)
    return found


def joined(first: str, others: Sequence[str]) -> str:
    """Notes one after the other, none of them twice."""
    notes = [first] if first.strip() else []
    for text in others:
        if text.strip() and not any(text.strip() in known for known in notes):
            notes.append(text)
    return "\n\n".join(notes) if len(notes) > 1 else (notes[0] if notes else first)


def placeholders(ids: Sequence[int]) -> str:
    """Places for ids in a statement."""
    return f"({', '.join('?' * len(ids))})"


__all__ = [
    "LIVE", "MergeEffect", "joined", "merge_organizations", "organizations_effect", "placeholders", "redirect",
    "whole_of",
]  # fmt: skip
