"""The form as plain values: texts as typed, and how they are made from a stored event. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Literal, TypeVar

from db.model.ids import ClaimId, EventId, OrganizationId, SourceId
from db.model.records import Claim, Event, EventKind, Preference, Relationship, Source
from db.model.values import ImpreciseDate, Quantity, Status
from db.reading.quantities import Kind
from db.tables.event_reads import EventRow
from desktop.wording import formatting
from desktop.wording.records.event_line import whole_line

Id = TypeVar("Id", bound=int)

DATES = ("announced", "effective", "until")
SIZES: Mapping[str, Kind] = {"count": "count", "percent": "percent", "base": "count", "amount": "amount"}
SOURCE_DATES = ("published", "accessed")
SOURCE_TEXTS = ("publisher", "title", "url", "reliability", "origin")
SOURCE = (*SOURCE_TEXTS, *SOURCE_DATES, "picked")


@dataclass(frozen=True, slots=True)
class Named(Generic[Id]):
    """An organization or event as typed; ``id`` if it was chosen. ``alias``: add the text as an alias of it."""

    text: str = ""
    id: Id | None = None
    alias: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimForm:
    """The texts of one claim and its source. ``choices`` are answers to questions, by field."""

    claim_id: ClaimId | None = None
    supersedes_id: ClaimId | None = None
    status: Status = Status.REPORTED
    announced: str = ""
    effective: str = ""
    until: str = ""
    count: str = ""
    percent: str = ""
    percent_of: str = ""
    base: str = ""
    amount: str = ""
    wording: str = ""
    reason: str = ""
    publisher: str = ""
    url: str = ""
    published: str = ""
    accessed: str = ""
    reliability: str = ""
    title: str = ""
    origin: str = ""
    picked: Source | None = None  # the stored source these texts are of, as long as they are
    choices: tuple[tuple[str, int], ...] = ()

    def chosen(self, name: str) -> int | None:
        """The answer to the question of a field."""
        return dict(self.choices).get(name)

    def next_fact(self) -> ClaimForm:
        """An empty claim of the same source, status and dates: the next fact of the same article."""
        return self._keeping("status", "announced", *SOURCE)

    def same_source(self) -> ClaimForm:
        """An empty claim of the same source."""
        return self._keeping(*SOURCE)

    def without_source(self) -> ClaimForm:
        """The same claim of nobody in particular."""
        empty: dict[str, Any] = {name: None if name == "picked" else "" for name in SOURCE}
        return replace(self, choices=tuple(pair for pair in self.choices if pair[0] not in SOURCE), **empty)

    @property
    def has_source(self) -> bool:
        """Whether anything is said about its source."""
        return any(getattr(self, name).strip() for name in SOURCE if name != "picked")

    def _keeping(self, *kept: str) -> ClaimForm:
        choices = tuple(pair for pair in self.choices if pair[0] in kept)
        return ClaimForm(choices=choices, **{name: getattr(self, name) for name in kept})


@dataclass(frozen=True, slots=True, kw_only=True)
class EventForm:
    """The texts of an event and its live claims."""

    kind: str = ""
    organization: Named[OrganizationId] = Named()
    counterparty: Named[OrganizationId] = Named()
    side: Literal["", "vendor", "client"] = "vendor"  # empty: asked, and not answered yet
    category: str = ""
    reference: str = ""
    person: str = ""
    role: str = ""
    place: str = ""
    unit: str = ""
    population: str = ""
    own: bool = False
    part_of: Named[EventId] = Named()  # an event: its headline, and its id once one was chosen
    parts_complete: bool = False
    tolerance: str = ""
    notes: str = ""
    reason: str = ""
    tags: str = ""
    claims: tuple[ClaimForm, ...] = (ClaimForm(),)
    own_fields: tuple[tuple[int, str], ...] = ()  # values of fields of one's own, by field; empty ones are left out


TEXTS = ("person", "role", "place", "unit", "notes", "reason", "tags")
#: What is said of the relationship, not of the event.
RELATIONSHIP_TEXTS = ("category", "reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An event as the reader found it, with everything its form needs."""

    event: Event
    claims: tuple[Claim, ...] = ()
    sources: Mapping[SourceId, Source] = field(default_factory=dict)
    names: Mapping[OrganizationId, str] = field(default_factory=dict)
    relationship: Relationship | None = None
    whole: Named[EventId] = Named()  # what it is a part of: its line in lists, and its id
    parts: tuple[EventRow, ...] = ()
    preferences: tuple[Preference, ...] = ()
    own_fields: tuple[tuple[int, str], ...] = ()

    def claim(self, claim_id: ClaimId | None) -> Claim | None:
        """One of its claims."""
        return next((claim for claim in self.claims if claim.id == claim_id), None)

    def source(self, claim: Claim | None) -> Source | None:
        """The source of a claim."""
        return self.sources.get(claim.source_id) if claim and claim.source_id is not None else None

    def line(self, kinds: Mapping[str, EventKind]) -> str:
        """All of it in one line."""
        return whole_line(self.event, kinds.get(self.event.kind), self.names, relationship=self.relationship)

    @property
    def live(self) -> tuple[Claim, ...]:
        """The claims nothing supersedes."""
        return tuple(claim for claim in self.claims if not claim.superseded)


# From what is stored to texts.


def one_line(text: str) -> str:
    """A stored text as an entry of one line holds it."""
    return " ".join(text.split())


def date_text(value: ImpreciseDate | None) -> str:
    """A stored date as the form shows it: in its own words."""
    return "" if value is None else one_line(value.words) or formatting.imprecise(value)


def _size_text(claim: Claim, name: str) -> str:
    """A stored quantity in its own words; empty where another field shows the same words ("14 % (about 200)")."""
    value: Quantity | None = getattr(claim, name)
    if value is None:
        return ""
    for other in SIZES:
        if other == name:
            break
        before: Quantity | None = getattr(claim, other)
        if before is not None and value.words and before.words == value.words:
            return ""
    if value.words.strip():
        return one_line(value.words)
    if name == "percent":
        return formatting.percent(value)
    return formatting.money(value, claim.currency) if name == "amount" else formatting.quantity(value)


def source_texts(source: Source) -> dict[str, Any]:
    """A stored source as the fields of a claim."""
    texts: dict[str, Any] = {name: one_line(getattr(source, name)) for name in SOURCE_TEXTS}
    return texts | {name: date_text(getattr(source, name)) for name in SOURCE_DATES} | {"picked": source}


def source_claim(source: Source) -> ClaimForm:
    """An empty claim of a stored source."""
    return ClaimForm(**source_texts(source))


def claim_form(claim: Claim, source: Source | None) -> ClaimForm:
    """A stored claim as texts."""
    texts: dict[str, Any] = {name: date_text(getattr(claim, name)) for name in DATES}
    texts |= {name: _size_text(claim, name) for name in SIZES}
    texts |= source_texts(source) if source is not None else {}
    return ClaimForm(
        claim_id=claim.id,
        supersedes_id=claim.supersedes_id,
        status=claim.status,
        percent_of=one_line(claim.percent_of),
        wording=claim.wording,
        reason=one_line(claim.reason),
        **texts,
    )


def form_of(stored: Stored) -> EventForm:
    """A stored event as texts."""
    event, relationship = stored.event, stored.relationship

    def named(organization_id: OrganizationId | None) -> Named[OrganizationId]:
        if organization_id is None:
            return Named()
        return Named(one_line(stored.names.get(organization_id, "")), organization_id)

    client = relationship is not None and relationship.vendor_id != event.organization_id
    return EventForm(
        kind=event.kind,
        organization=named(event.organization_id),
        counterparty=named(event.counterparty_id),
        side="client" if client else "vendor",
        population=event.population.value if event.population else "",
        own=event.own,
        part_of=stored.whole,
        parts_complete=event.parts_complete,
        tolerance="" if event.tolerance is None else formatting.number(event.tolerance),
        claims=tuple(claim_form(claim, stored.source(claim)) for claim in stored.live) or (ClaimForm(),),
        notes=event.notes,
        own_fields=stored.own_fields,
        **{name: one_line(getattr(event, name)) for name in TEXTS if name != "notes"},
        **{name: one_line(getattr(relationship, name)) for name in RELATIONSHIP_TEXTS if relationship},
    )
