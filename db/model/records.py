"""The rows of a ledger as frozen records: what the door gives out and analysis works on. No I/O."""

from __future__ import annotations

from dataclasses import dataclass

from db.model.ids import ClaimId, EventId, OrganizationId, RelationshipId, SourceId
from db.model.scope import Scope
from db.model.values import DateMode, ImpreciseDate, KindGroup, Population, Quantity, RelationshipState, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind:
    """What sort of thing an event is.

    ``sign`` is the effect of a workforce change on the level (-1, 0, +1). ``level`` marks a reported headcount: it
    states a level instead of changing it. ``state`` is what a relationship event makes of its relationship.
    ``name`` is empty for built-in kinds: the face words their ``code``.
    """

    code: str
    group: KindGroup
    population: Population | None = None
    sign: int = 0
    level: bool = False
    state: RelationshipState | None = None
    color: str = ""
    symbol: str = "circle"
    name: str = ""
    built_in: bool = True
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """A company or body. ``parent_id`` is the organization it belongs to; ``mine`` marks the analyst's own."""

    id: OrganizationId
    name: str
    parent_id: OrganizationId | None = None
    mine: bool = False
    notes: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication, notice, filing, memo, or the analyst's own knowledge.

    ``reliability`` is the Admiralty letter A to F or empty; ``origin`` names what several sources copy (five papers
    that print one agency story share an origin and count as one independent source).
    """

    id: SourceId
    publisher: str = ""
    title: str = ""
    url: str = ""
    published: ImpreciseDate | None = None
    accessed: ImpreciseDate | None = None
    reliability: str = ""
    origin: str = ""
    notes: str = ""


#: Vendor, client, category and reference, in which upper and lower case are the same.
RelationshipKey = tuple[OrganizationId | None, OrganizationId | None, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """A vendor serving a client; one side may be unnamed (None).

    ``reference`` is the number of a contract or subscription: two contracts of one pair are two relationships.
    """

    id: RelationshipId
    vendor_id: OrganizationId | None
    client_id: OrganizationId | None
    category: str = ""
    reference: str = ""
    notes: str = ""

    @property
    def identity(self) -> RelationshipKey | None:
        """What makes it the same relationship as another.

        None: like no other. Without a number, two losses of unnamed clients are two until somebody says otherwise.
        """
        if not self.reference.strip() and None in (self.vendor_id, self.client_id):
            return None
        return self.vendor_id, self.client_id, self.category.strip().casefold(), self.reference.strip().casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one source says about one event. A superseded claim points to nothing; its successor points to it."""

    id: ClaimId
    event_id: EventId
    source_id: SourceId | None = None
    status: Status = Status.REPORTED
    announced: ImpreciseDate | None = None
    effective: ImpreciseDate | None = None
    until: ImpreciseDate | None = None
    count: Quantity | None = None
    percent: Quantity | None = None
    percent_of: str = ""  # empty: the organization; else the named unit, whose share moves no level
    base: Quantity | None = None
    amount: Quantity | None = None
    currency: str = ""
    wording: str = ""
    supersedes_id: ClaimId | None = None
    reason: str = ""  # why it corrects the claim it supersedes
    superseded: bool = False  # derived: a live claim supersedes this one


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """An analyst's decision on a contradicted field: prefer one claim, or hold all plausible (``claim_id`` None)."""

    event_id: EventId
    field: str
    claim_id: ClaimId | None
    reason: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What the live claims of an event come to, field by field; derived, never edited."""

    status: Status | None = None
    announced: ImpreciseDate | None = None
    effective: ImpreciseDate | None = None
    until: ImpreciseDate | None = None
    count: Quantity | None = None
    percent: Quantity | None = None
    percent_of: str = ""
    base: Quantity | None = None
    amount: Quantity | None = None
    currency: str = ""
    contradicted: tuple[str, ...] = ()
    denied_beside: bool = False  # a live denial stands beside an assertion
    claim_count: int = 0
    source_count: int = 0

    @property
    def counting(self) -> ImpreciseDate | None:
        """The date that counts: effective from, else announced."""
        return self.effective if self.effective is not None and self.effective.known else self.announced


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, or is said to have, to one organization."""

    id: EventId
    kind: str
    organization_id: OrganizationId
    counterparty_id: OrganizationId | None = None
    relationship_id: RelationshipId | None = None
    population: Population | None = None  # None: the kind's
    part_of_id: EventId | None = None
    parts_complete: bool = False
    own: bool = False  # a reported headcount without subsidiaries
    tolerance: float | None = None  # heads by which a reported headcount may miss the ledger's sum
    place: str = ""
    unit: str = ""
    reason: str = ""
    person: str = ""
    role: str = ""
    notes: str = ""
    tags: str = ""
    values: Resolved = Resolved()


__all__ = [
    "Claim", "DateMode", "Event", "EventKind", "ImpreciseDate", "KindGroup", "Organization", "Population",
    "Preference", "Quantity", "Relationship", "RelationshipState", "Resolved", "Scope", "Source", "Status",
]  # fmt: skip
