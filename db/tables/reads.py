"""All reads of a ledger under one scope, as known at one operation: what rooms that judge and compose are handed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from db.model.ids import OrganizationId
from db.model.records import EventKind
from db.model.scope import Scope
from db.tables.base import At
from db.tables.event_kinds import KindReads
from db.tables.event_reads import EventReads
from db.tables.fields.reads import FieldReads
from db.tables.imports import ImportReads
from db.tables.organizations import OrganizationReads
from db.tables.overview import Overview
from db.tables.relationships import RelationshipReads
from db.tables.sources import SourceReads


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reads:
    """Frozen: another scope or another moment is another one.

    ``operation`` is the last one known; ``kinds`` are those known then, by code.
    """

    at: At
    operation: int
    kinds: Mapping[str, EventKind]
    organizations: OrganizationReads
    sources: SourceReads
    relationships: RelationshipReads
    events: EventReads
    overview: Overview
    imports: ImportReads
    fields: FieldReads

    @classmethod
    def of(cls, at: At) -> Self:
        """Everything that can be read, bound to ``at``."""
        kinds, events = KindReads(at), EventReads(at)
        return cls(
            at=at,
            operation=at.operation,
            kinds=kinds.all(),
            organizations=OrganizationReads(at),
            sources=SourceReads(at),
            relationships=RelationshipReads(at),
            events=events,
            overview=Overview(at, kinds=kinds, events=events),
            imports=ImportReads(at),
            fields=FieldReads(at),
        )

    def under(self, scope: Scope) -> Self:
        """What is known at the same moment, under another scope."""
        return type(self).of(self.at.under(scope))

    def with_subsidiaries(self, *organization_ids: OrganizationId) -> tuple[OrganizationId, ...]:
        """The organizations and everything below them."""
        return self.at.with_subsidiaries(*organization_ids)

    @property
    def scope(self) -> Scope:
        """What is shown."""
        return self.at.scope

    @property
    def known(self) -> int | None:
        """The operation of an earlier moment; None: nothing is left out for being recorded later."""
        return self.at.known

    @property
    def today(self) -> date:
        """The day after which a change is planned: the as-known-on day, else today."""
        return self.at.today
