"""The tables a comparison looks at: how their rows become records, and by which columns two versions differ."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from db.model.ids import EventId, OrganizationId, SourceId
from db.model.own_fields import FieldChoice, FieldSubject, FieldType, OwnField
from db.model.records import Claim, Event, EventKind, Organization, Preference, Relationship, Source
from db.model.saved_views import SavedView
from db.store.codec import DATE_ROLES, EVENT_TEXTS, QUANTITIES, read_claim, read_event, read_relationship, read_source
from db.store.kinds import read_kind


class What(StrEnum):
    """What sort of record differs, in the order in which differences are given."""

    EVENT = "event"
    CLAIM = "claim"
    PREFERENCE = "preference"
    RELATIONSHIP = "relationship"
    ORGANIZATION = "organization"
    ALIAS = "alias"
    SOURCE = "source"
    KIND = "kind"
    ACCEPTED_FINDING = "accepted_finding"
    SETTING = "setting"
    FIELD = "field"
    FIELD_CHOICE = "field_choice"
    FIELD_VALUE = "field_value"
    SAVED_VIEW = "saved_view"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Another name of an organization."""

    id: int
    organization_id: OrganizationId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedFinding:
    """A finding the analyst has accepted; ``kind`` is a code of :class:`db.model.values.FindingKind`."""

    id: int
    identity: str
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A text that belongs to the ledger, by its key."""

    id: int
    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedValue:
    """A value of a field of one's own, with what it is of; ``value`` is what was written, unless it is a choice."""

    id: int
    field_id: int
    organization_id: OrganizationId | None
    event_id: EventId | None
    choice_id: int | None
    value: str
    valid_from: str | None
    source_id: SourceId | None


Record = (
    Event | Claim | Preference | Relationship | Organization | Alias | Source | EventKind | AcceptedFinding | Setting
    | OwnField | FieldChoice | StatedValue | SavedView
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A versioned table: how a row becomes a record, and the expressions (of an alias) by which two rows differ."""

    name: str
    read: Callable[[sqlite3.Row], Record]
    own: tuple[str, ...]
    derived: tuple[str, ...] = ()

    @property
    def compared(self) -> tuple[str, ...]:
        """What is its own and what is derived."""
        return (*self.own, *self.derived)


def _plain(*columns: str) -> tuple[str, ...]:
    return tuple(f"{{0}}.{column}" for column in columns)


def _texts(*columns: str) -> tuple[str, ...]:
    """Absent and empty are the same text."""
    return tuple(f"ifnull({{0}}.{column}, '')" for column in columns)


def _dates(*roles: str) -> tuple[str, ...]:
    expressions = []
    for role in roles:
        expressions += [f"{{0}}.{role}", f"ifnull({{0}}.{role}_mode, 'within')", f"ifnull({{0}}.{role}_words, '')"]
    return tuple(expressions)


_VALUES = (
    *_plain("status", *(f"{name}_{end}" for name in QUANTITIES for end in ("low", "best", "high", "words"))),
    *_dates(*DATE_ROLES),
    *_texts("percent_of", "currency"),
)

#: The columns of an event that are its own; the others are derived from its claims.
_OWN = (
    *_plain("kind", "organization_id", "counterparty_id", "relationship_id", "population", "part_of_id", "tolerance"),
    "ifnull({0}.parts_complete, 0)",
    "ifnull({0}.own, 0)",
    *_texts(*EVENT_TEXTS),
)


def _read_preference(row: sqlite3.Row) -> Preference:
    return Preference(**{name: row[name] for name in ("id", "event_id", "field", "claim_id", "reason")})


def _read_organization(row: sqlite3.Row) -> Organization:
    return Organization(
        id=row["id"], name=row["name"], parent_id=row["parent_id"], mine=bool(row["mine"]), notes=row["notes"]
    )


def _read_field(row: sqlite3.Row) -> OwnField:
    return OwnField(id=row["id"], name=row["name"], subject=FieldSubject(row["subject"]), type=FieldType(row["type"]))


def _read_value(row: sqlite3.Row) -> StatedValue:
    names = ("id", "field_id", "organization_id", "event_id", "choice_id", "valid_from", "source_id")
    return StatedValue(**{name: row[name] for name in names}, value=row["words"])


TABLES: Mapping[What, Table] = {
    What.EVENT: Table(
        "events",
        read_event,
        _OWN,
        (
            *_VALUES,
            *_texts("contradicted"),
            "ifnull({0}.denied_beside, 0)",
            *_plain("claim_count", "source_count"),
        ),
    ),
    What.CLAIM: Table(
        "claims",
        read_claim,
        (*_plain("event_id", "source_id", "supersedes_id"), *_VALUES, *_texts("wording", "reason")),
    ),
    What.PREFERENCE: Table("preferences", _read_preference, _plain("event_id", "field", "claim_id", "reason")),
    What.RELATIONSHIP: Table(
        "relationships", read_relationship, _plain("vendor_id", "client_id", "category", "reference", "notes")
    ),
    What.ORGANIZATION: Table("organizations", _read_organization, _plain("name", "parent_id", "mine", "notes")),
    What.ALIAS: Table(
        "aliases",
        lambda row: Alias(id=row["id"], organization_id=row["organization_id"], name=row["name"]),
        _plain("organization_id", "name"),
    ),
    What.SOURCE: Table(
        "sources",
        read_source,
        (*_plain("publisher", "title", "url", "reliability", "origin", "notes"), *_dates("published", "accessed")),
    ),
    What.KIND: Table(
        "event_kinds",
        read_kind,
        _plain("code", "name", "kind_group", "population", "sign", "level", "state", "color", "symbol", "built_in"),
    ),
    What.ACCEPTED_FINDING: Table(
        "accepted_findings",
        lambda row: AcceptedFinding(id=row["id"], identity=row["identity"], kind=row["kind"], note=row["note"]),
        _plain("identity", "kind", "note"),
    ),
    What.SETTING: Table(
        "settings", lambda row: Setting(id=row["id"], key=row["key"], value=row["value"]), _plain("key", "value")
    ),
    What.FIELD: Table("fields", _read_field, _plain("name", "subject", "type")),
    What.FIELD_CHOICE: Table(
        "field_choices",
        lambda row: FieldChoice(id=row["id"], field_id=row["field_id"], name=row["name"]),
        _plain("field_id", "name"),
    ),
    What.FIELD_VALUE: Table(
        "field_values",
        _read_value,
        _plain("field_id", "organization_id", "event_id", "choice_id", "words", "valid_from", "source_id"),
    ),
    What.SAVED_VIEW: Table(
        "saved_views",
        lambda row: SavedView(id=row["id"], name=row["name"], content=row["content"]),
        _plain("name", "content"),
    ),
}
