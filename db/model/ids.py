"""The ids of the rows of a ledger, a type each: all are whole numbers, and none may stand where another is meant.

What is read from SQLite or handed over by Qt becomes one of these where it arrives; from there on the type checker
tells an event's id from a claim's. Operations are counted, not identified: their numbers stay plain.
"""

from __future__ import annotations

from typing import NewType

OrganizationId = NewType("OrganizationId", int)
SourceId = NewType("SourceId", int)
RelationshipId = NewType("RelationshipId", int)
EventId = NewType("EventId", int)
ClaimId = NewType("ClaimId", int)
DataSetId = NewType("DataSetId", int)
ImportId = NewType("ImportId", int)

#: Ids begin at 1: these are of nothing, or of a record that is not stored yet.
NO_ORGANIZATION = OrganizationId(0)
NO_SOURCE = SourceId(0)
NO_EVENT = EventId(0)
NO_CLAIM = ClaimId(0)
NO_RELATIONSHIP = RelationshipId(0)
