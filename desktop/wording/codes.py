"""Words for the codes of the ledger: kinds, statuses, fields, scopes; errors by re-export.

``db`` speaks in codes and typed values. This is where window, command line and PDF get their sentences from, in the
reader's language. Codes that are not known here (a newer ledger, a kind of the user's own) are shown as they are,
never as an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from db.model.values import Basis, Exclusion, KindGroup, Population, RelationshipState, Status
from desktop.wording import formatting
from desktop.wording.errors import date_problem, error_sentence, problem_sentence, quantity_problem
from desktop.wording.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from db.model.records import EventKind

KINDS: Mapping[str, str] = {
    "layoff": N_("Layoff"),
    "resignation": N_("Resignation"),
    "other_separation": N_("Other separation"),
    "hiring": N_("Hiring"),
    "contractors_ended": N_("Contractor engagements ended"),
    "contractors_engaged": N_("Contractors engaged"),
    "transfer_in": N_("Transfer in"),
    "transfer_out": N_("Transfer out"),
    "site_closure": N_("Site closure"),
    "furlough": N_("Furlough"),
    "reported_headcount": N_("Reported headcount"),
    "reported_contingent_headcount": N_("Reported contingent headcount"),
    "relationship_started": N_("Relationship started"),
    "relationship_expanded": N_("Relationship expanded"),
    "relationship_seen_active": N_("Relationship seen active"),
    "relationship_at_risk": N_("Relationship at risk"),
    "relationship_reduced": N_("Relationship reduced"),
    "relationship_paused": N_("Relationship paused"),
    "relationship_resumed": N_("Relationship resumed"),
    "relationship_winding_down": N_("Relationship winding down"),
    "relationship_ended": N_("Relationship ended"),
    "leadership_departure": N_("Leadership departure"),
    "leadership_appointment": N_("Leadership appointment"),
    "stake_taken": N_("Stake taken"),
    "acquisition": N_("Acquisition"),
    "license_and_hire": N_("License-and-hire"),
    "restructuring": N_("Restructuring"),
    "change_of_focus": N_("Change of focus"),
}

GROUPS: Mapping[KindGroup, str] = {
    KindGroup.WORKFORCE: N_("Workforce"),
    KindGroup.RELATIONSHIP: N_("Relationship"),
    KindGroup.LEADERSHIP: N_("Leadership"),
    KindGroup.OWNERSHIP: N_("Ownership"),
    KindGroup.STRATEGY: N_("Strategy"),
}

POPULATIONS: Mapping[Population, str] = {
    Population.EMPLOYEES: N_("Employees"),
    Population.CONTINGENT: N_("Contingent workers"),
    Population.UNSPECIFIED: N_("Not specified"),
}

STATUSES: Mapping[Status, str] = {
    Status.CONFIRMED: N_("confirmed"),
    Status.REPORTED: N_("reported"),
    Status.RUMORED: N_("rumored"),
    Status.DENIED: N_("denied"),
}

STATES: Mapping[RelationshipState, str] = {
    RelationshipState.ACTIVE: N_("active"),
    RelationshipState.AT_RISK: N_("at risk"),
    RelationshipState.REDUCED: N_("reduced"),
    RelationshipState.PAUSED: N_("paused"),
    RelationshipState.WINDING_DOWN: N_("winding down"),
    RelationshipState.ENDED: N_("ended"),
}

BASES: Mapping[Basis, str] = {
    Basis.REPORTED: N_("reported"),
    Basis.CHANGE: N_("change"),
    Basis.IMPLIED: N_("implied"),
    Basis.RELATIVE: N_("change since the first event"),
}

EXCLUSIONS: Mapping[Exclusion, str] = {
    Exclusion.BELOW_STATUS: N_("weaker than the chosen status"),
    Exclusion.PLANNED: N_("planned"),
    Exclusion.DENIED: N_("denied"),
    Exclusion.UNDATED: N_("without a date"),
    Exclusion.UNIT_PERCENT: N_("percentage of a unit, not of the organization"),
    Exclusion.PART: N_("part of an event that has the count"),
}

FIELDS: Mapping[str, str] = {
    "id": N_("Number"),
    "kind": N_("Kind"),
    "organization": N_("Organization"),
    "counterparty": N_("Counterparty"),
    "investor": N_("Investor"),
    "acquirer": N_("Acquirer"),
    "goes_to": N_("New employer"),
    "comes_from": N_("Previous employer"),
    "vendor": N_("Vendor"),
    "client": N_("Client"),
    "side": N_("This organization is the"),
    "category": N_("Category"),
    "reference": N_("Reference"),
    "person": N_("Person"),
    "role": N_("Role"),
    "place": N_("Place"),
    "unit": N_("Unit"),
    "population": N_("Population"),
    "part_of": N_("Part of"),
    "parts_complete": N_("Parts are complete"),
    "own": N_("Without subsidiaries"),
    "tolerance": N_("Tolerance"),
    "date": N_("Date"),
    "announced": N_("Announced"),
    "effective": N_("Effective from"),
    "until": N_("Effective until"),
    "count": N_("Count"),
    "percent": N_("Percentage"),
    "percent_of": N_("Percentage of"),
    "base": N_("Base"),
    "amount": N_("Amount"),
    "currency": N_("Currency"),
    "status": N_("Status"),
    "wording": N_("Wording"),
    "source": N_("Source"),
    "sources": N_("Sources"),
    "publisher": N_("Publisher"),
    "title": N_("Title"),
    "url": N_("Web address"),
    "published": N_("Published"),
    "accessed": N_("Accessed"),
    "reliability": N_("Reliability"),
    "origin": N_("Origin"),
    "notes": N_("Notes"),
    "tags": N_("Tags"),
    "reason": N_("Reason"),
    "name": N_("Name"),
    "aliases": N_("Aliases"),
    "parent": N_("Parent"),
}

#: The Admiralty code, for choosing and for explaining.
RELIABILITIES: Mapping[str, str] = {
    "": N_("not rated"),
    "A": N_("A · completely reliable"),
    "B": N_("B · usually reliable"),
    "C": N_("C · fairly reliable"),
    "D": N_("D · not usually reliable"),
    "E": N_("E · unreliable"),
    "F": N_("F · reliability cannot be judged"),
}

#: The same as a sentence that stands alone: what a letter in a table says when it is pointed at.
_RELIABILITY_TEXTS: Mapping[str, str] = {
    "": N_("Reliability not rated"),
    "A": N_("A: completely reliable (Admiralty code)"),
    "B": N_("B: usually reliable (Admiralty code)"),
    "C": N_("C: fairly reliable (Admiralty code)"),
    "D": N_("D: not usually reliable (Admiralty code)"),
    "E": N_("E: unreliable (Admiralty code)"),
    "F": N_("F: reliability cannot be judged (Admiralty code)"),
}

_MINIMUM_STATUS: Mapping[Status, str] = {
    Status.CONFIRMED: N_("confirmed only"),
    Status.REPORTED: N_("reported or better"),
    Status.RUMORED: N_("rumored or better"),
    Status.DENIED: N_("every status, denied included"),
}


def _word(table: Mapping[Any, str], key: Any) -> str:
    return _(table[key]) if key in table else str(key)


def kind_name(kind: EventKind | str) -> str:
    """The name of a kind: the user's own, or ours for a built-in one (also by its code alone)."""
    if not isinstance(kind, str):
        return kind.name or _word(KINDS, kind.code)
    return _word(KINDS, kind)


def group_name(group: KindGroup) -> str:
    """The family of kinds: "Workforce"."""
    return _word(GROUPS, group)


def population_name(population: Population) -> str:
    """Whose heads are counted: "Contingent workers"."""
    return _word(POPULATIONS, population)


def status_name(status: Status) -> str:
    """How strongly it is asserted, in lower case as it stands behind other words: "reported"."""
    return _word(STATUSES, status)


def counted_by_status(status: Status, count: int) -> str:
    """So many events of a status: "1 rumor", "3 denied events"."""
    if status is Status.RUMORED:
        text = ngettext("{n} rumor", "{n} rumors", count)
    elif status is Status.DENIED:
        text = ngettext("{n} denied event", "{n} denied events", count)
    elif status is Status.REPORTED:
        text = ngettext("{n} reported event", "{n} reported events", count)
    else:
        text = ngettext("{n} confirmed event", "{n} confirmed events", count)
    return text.format(n=formatting.number(count))


def minimum_status_name(status: Status) -> str:
    """A minimum status as the scope says it: "reported or better"."""
    return _word(_MINIMUM_STATUS, status)


def state_name(state: RelationshipState) -> str:
    """The state of a relationship: "winding down"."""
    return _word(STATES, state)


def basis_name(basis: Basis) -> str:
    """What a level rests on: "reported"."""
    return _word(BASES, basis)


def exclusion_name(exclusion: Exclusion) -> str:
    """Why an event is in no total; empty if it is in one."""
    return _word(EXCLUSIONS, exclusion) if exclusion else ""


def field_name(field: str) -> str:
    """The label of a field: "Effective from"."""
    return _word(FIELDS, field)


def reliability_name(letter: str) -> str:
    """A letter of the Admiralty code with its meaning; "not rated" for none."""
    return _word(RELIABILITIES, letter)


def reliability_text(letter: str) -> str:
    """What a letter alone stands for, for tooltips: "A: completely reliable (Admiralty code)"."""
    return _word(_RELIABILITY_TEXTS, letter)


__all__ = [
    "BASES", "EXCLUSIONS", "FIELDS", "GROUPS", "KINDS", "POPULATIONS", "RELIABILITIES", "STATES",
    "STATUSES", "basis_name", "counted_by_status", "date_problem", "error_sentence", "exclusion_name", "field_name",
    "group_name", "kind_name", "minimum_status_name",
    "population_name", "problem_sentence", "quantity_problem", "reliability_name",
    "reliability_text", "state_name", "status_name",
]  # fmt: skip
