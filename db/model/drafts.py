"""What a form or an import hands to the door to be written: typed values, names or ids, nothing stored yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from db.model.ids import ClaimId, EventId, OrganizationId, RelationshipId, SourceId
from db.model.values import ImpreciseDate, Population, Quantity, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDraft:
    """A source to be found (same URL, or same publisher, title and date) or added."""

    publisher: str = ""
    title: str = ""
    url: str = ""
    published: ImpreciseDate | None = None
    accessed: ImpreciseDate | None = None
    reliability: str = ""
    origin: str = ""
    notes: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was said about a source."""
        return self == SourceDraft()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDraft:
    """What one source says. ``id``: the claim it edits; None: a new one. ``source``: an id, a draft, or none."""

    id: ClaimId | None = None
    source: SourceId | SourceDraft | None = None
    status: Status = Status.REPORTED
    announced: ImpreciseDate | None = None
    effective: ImpreciseDate | None = None
    until: ImpreciseDate | None = None
    count: Quantity | None = None
    percent: Quantity | None = None
    percent_of: str = ""
    base: Quantity | None = None
    amount: Quantity | None = None
    currency: str = ""
    wording: str = ""
    supersedes_id: ClaimId | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDraft:
    """An event with its claims, as a form holds it.

    ``organization`` and ``counterparty`` are ids or names; a name that no organization or alias has makes a new
    organization. For a relationship kind ``side`` says which side of it ``organization`` is; the relationship is found
    by vendor, client, category and reference, or made. ``counterparty`` None there: the other side is unnamed.
    """

    kind: str
    organization: OrganizationId | str
    counterparty: OrganizationId | str | None = None
    side: Literal["vendor", "client"] = "vendor"
    category: str = ""
    reference: str = ""
    relationship_id: RelationshipId | None = None
    population: Population | None = None
    part_of_id: EventId | None = None
    parts_complete: bool = False
    own: bool = False
    tolerance: float | None = None
    place: str = ""
    unit: str = ""
    reason: str = ""
    person: str = ""
    role: str = ""
    notes: str = ""
    tags: str = ""
    claims: tuple[ClaimDraft, ...] = ()
