"""What a quick line comes to: texts for the form, where each was found, and what is to be checked. No Qt, no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from db.model.ids import OrganizationId
from db.model.values import Status

Field = Literal[
    "kind", "organization", "counterparty", "announced", "effective", "count", "percent", "amount", "status",
    "publisher", "url", "person", "role", "reference", "filler", "rest",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the line, [start, end), and what it was taken for.

    ``filler``: a word or sign that carries nothing here ("of", a comma). ``rest``: not understood.
    """

    start: int
    end: int
    field: Field


@dataclass(frozen=True, slots=True)
class Name:
    """An organization: an existing one by its id and its name, or (``id`` None) a proposal for a new one."""

    text: str
    id: OrganizationId | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person has to look at before it is saved.

    ``reason``: ambiguous (two readings), impossible_date, needs_year, needs_publication_date, year_or_count, qualified
    (a word before the date was not understood), several (more than one candidate; the others are among the rest),
    side (vendor or client is not known), roles (which organization is which is not known), new_name, similar_name
    (``detail``: the organization it resembles), same_name (several organizations have that name), number (was not
    understood), percent_of (a percentage of what?), negation, hedge.
    """

    field: Field
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickEntry:
    """A line as read. An empty text or None: the line does not say, or not surely enough.

    ``side`` is what ``organization`` is in a relationship. ``wording`` joins what was not understood. ``spans`` are
    disjoint, in order, and cover everything but blanks.
    """

    text: str
    kind: str = ""
    organization: Name | None = None
    counterparty: Name | None = None
    side: Literal["", "vendor", "client"] = ""
    reference: str = ""
    announced: str = ""
    effective: str = ""
    count: str = ""
    percent: str = ""
    amount: str = ""
    status: Status | None = None
    publisher: str = ""
    url: str = ""
    person: str = ""
    role: str = ""
    wording: str = ""
    spans: tuple[Span, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing at all was understood."""
        return all(span.field in {"filler", "rest"} for span in self.spans)

    def doubt(self, field: str) -> Doubt | None:
        """The first doubt about a field."""
        return next((doubt for doubt in self.doubts if doubt.field == field), None)
