"""Writing what an export of ours brings: events, claims, sources, relationships, and how they hang together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from db.importing.own.events import OwnClaim, OwnEvent
from db.importing.own.loading import OwnFile
from db.model.drafts import SourceDraft
from db.model.ids import NO_RELATIONSHIP, NO_SOURCE, ClaimId, EventId, RelationshipId, SourceId
from db.model.records import Relationship, Source
from db.store.codec import source_columns
from db.store.operations import Operation
from db.tables.tables import Tables

SourceKey = tuple[object, ...]


class OwnWriter:
    """Writes one file within an operation; ids of the file become those of this ledger."""

    def __init__(self, tables: Tables, operation: Operation, file: OwnFile) -> None:
        self._tables, self._operation, self._file = tables, operation, file
        self.import_id = operation.next_id("imports")
        self._events: dict[int, EventId] = dict(file.known)
        self._claims: dict[int, ClaimId] = {}
        self._written: dict[int, ClaimId] = {}  # by line
        self._relationships: dict[int, RelationshipId] = {}
        self._sources: dict[int, SourceId] = {}
        self._here: dict[SourceKey, SourceId] = {
            _key(row["url"], row["publisher"], row["title"], row["published"]): row["id"]
            for row in tables.store.connection.execute(
                "SELECT url, publisher, title, published, id FROM sources WHERE retired_operation IS NULL "
                "ORDER BY id DESC"
            )
        }

    def write(self) -> None:
        """Write the new events and claims, then what names one of them."""
        for event in self._file.new:
            self._events[event.id] = self._event(event)
        for event_id, claim in self._file.more:
            self._claim(event_id, claim)
        for event in self._file.new:
            whole = self._events.get(event.part_of) if event.part_of is not None else None
            if whole is not None:
                self._operation.replace("events", self._events[event.id], {"part_of_id": whole})
        written = [claim for event in self._file.new for claim in event.claims] + [one for _, one in self._file.more]
        for claim in written:
            superseded = self._claims.get(claim.supersedes or 0)
            if claim.id is not None and superseded is not None:
                self._operation.replace("claims", self._claims[claim.id], {"supersedes_id": superseded})
        self._keep()

    def _event(self, event: OwnEvent) -> EventId:
        draft = event.draft
        if event.relationship is not None:
            draft = replace(draft, relationship_id=self._relationship(event, event.relationship))
        event_id = self._tables.events.write(self._operation, draft)
        for claim in event.claims:
            self._claim(event_id, claim)
        return event_id

    def _claim(self, event_id: EventId, claim: OwnClaim) -> None:
        source = None if claim.source.empty else self._source(claim.source_id, claim.source)
        claim_id = self._tables.events.add_claim(self._operation, event_id, replace(claim.draft, source=source))
        trace = {"import_id": self.import_id, "import_line": claim.line, "external_id": claim.external_id or None}
        self._operation.replace("claims", claim_id, trace)
        self._written[claim.line] = claim_id
        if claim.id is not None:
            self._claims[claim.id] = claim_id

    def _source(self, file_id: int | None, draft: SourceDraft) -> SourceId:
        """The source here that is the file's; of one that is there already nothing is changed."""
        known = self._sources.get(file_id or 0)
        if known is not None:
            return known
        key = _key(draft.url, draft.publisher, draft.title, draft.published.edtf if draft.published else None)
        found = self._here.get(key)
        if found is None:
            source = Source(id=NO_SOURCE, **{name: getattr(draft, name) for name in _SOURCE_FIELDS})
            found = SourceId(self._operation.add("sources", source_columns(source)))
            if file_id is None:  # the file tells no two of the same apart
                self._here[key] = found
        if file_id is not None:
            self._sources[file_id] = found
        return found

    def _relationship(self, event: OwnEvent, file_id: int) -> RelationshipId:
        known = self._relationships.get(file_id)
        if known is None:
            ensure, draft = self._tables.organizations.ensure, event.draft
            one = ensure(self._operation, draft.organization)
            other = ensure(self._operation, draft.counterparty) if draft.counterparty else None
            vendor, client = (one, other) if draft.side == "vendor" else (other, one)
            wanted = Relationship(
                id=NO_RELATIONSHIP, vendor_id=vendor, client_id=client, category=draft.category,
                reference=draft.reference,
            )  # fmt: skip
            known = self._tables.relationships.ensure(self._operation, wanted, exactly=True)
            self._relationships[file_id] = known
        return known

    def _keep(self) -> None:
        """Keep what became of each line; its cells only where it is a problem."""
        lines = sorted(self._file.outcomes)
        count = len(lines)
        columns: Mapping[str, list[str | int | float | None]] = {
            "import_id": [self.import_id] * count, "line": [*lines],
            "outcome": [self._file.outcomes[line] for line in lines],
            "reason": [self._file.reasons.get(line) for line in lines],
            "claim_id": [self._written.get(line) for line in lines],
            "cells": [self._file.cells.get(line) for line in lines],
        }  # fmt: skip
        self._operation.keep_rows(columns)


_SOURCE_FIELDS = ("publisher", "title", "url", "published", "accessed", "reliability", "origin", "notes")


def _key(url: str, publisher: str, title: str, published: str | None) -> SourceKey:
    """What makes two sources the same: the address, else all that names it."""
    return (url,) if url else (publisher, title, published)


__all__ = ["OwnWriter"]
