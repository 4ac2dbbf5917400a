"""Words for the codes of the ledger: kinds, statuses, fields, scopes, operations; errors and findings by re-export.

``db`` speaks in codes and typed values. This is where window, command line and PDF get their sentences from, in the
reader's language. Codes that are not known here (a newer ledger, a kind of the user's own) are shown as they are,
never as an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from db.values import Basis, Exclusion, KindGroup, Population, RelationshipState, Status
from desktop import formatting
from desktop.error_wording import date_problem, error_sentence, problem_sentence, quantity_problem
from desktop.finding_wording import finding_name, finding_sentence
from desktop.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from db.operations import ChangeSet, Step
    from db.records import EventKind, Scope

KINDS: Mapping[str, str] = {
    "layoff": N_("Layoff"),
    "resignation": N_("Resignation"),
    "other_separation": N_("Other separation"),
    "hiring": N_("Hiring"),
    "contractors_ended": N_("Contractors ended"),
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
    "goes_to": N_("Goes to"),
    "comes_from": N_("Comes from"),
    "vendor": N_("Vendor"),
    "client": N_("Client"),
    "side": N_("This organization is the"),
    "category": N_("Category"),
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


# Scope.


def scope_sentence(
    scope: Scope, names: Mapping[int, str], *, kinds: Mapping[str, EventKind] | None = None, language: str | None = None
) -> str:
    """A scope in one line: "Scale AI · all dates · reported or better · as known on 21 July 2025".

    ``names`` are those of the organizations by id, ``kinds`` those of the ledger by code (for kinds of one's own).
    """
    known = kinds or {}
    organizations = [names.get(i, f"#{i}") for i in scope.organization_ids]
    parts = [
        formatting.listing(organizations, language=language) if organizations else _("all organizations"),
        _("all dates")
        if scope.first is None and scope.last is None
        else formatting.period(scope.first, scope.last, language=language),
        minimum_status_name(scope.minimum_status),
    ]
    if scope.kinds:
        parts.append(
            _("only {kinds}").format(
                kinds=formatting.listing([kind_name(known.get(c, c)) for c in scope.kinds], language=language)
            )
        )
    if scope.text.strip():
        parts.append(_("containing “{text}”").format(text=scope.text.strip()))
    if scope.known_operation is not None:
        parts.append(_("as known at operation {number}").format(number=scope.known_operation))
    elif scope.known_on is not None:
        parts.append(_("as known on {day}").format(day=formatting.day(scope.known_on, language=language)))
    return " · ".join(parts)


# Operations: what the history lists, menus name ("Undo …") and the status line says was done.

#: code -> (step in a menu, what was done)
OPERATIONS: Mapping[str, tuple[str, str]] = {
    "ledger.created": (N_("Create Ledger"), N_("Created the ledger")),
    "event.added": (N_("Add {kind}: {name}"), N_("Added {kind}: {name}")),
    "event.edited": (N_("Edit {kind}: {name}"), N_("Saved {kind}: {name}")),
    "event.duplicated": (N_("Duplicate {kind}"), N_("Duplicated {kind}")),
    "event.deleted": (N_("Delete {kind}: {name}"), N_("Deleted {kind}: {name}")),
    "event.preferred": (N_("Decide on {field}"), N_("Decided on {field}")),
    "event.merged": (N_("Merge Events"), N_("Merged events")),
    "claim.moved": (N_("Move Claim"), N_("Moved a claim")),
    "organization.added": (N_("Add Organization: {name}"), N_("Added organization {name}")),
    "organization.edited": (N_("Edit Organization: {name}"), N_("Saved organization {name}")),
    "organization.deleted": (N_("Delete Organization: {name}"), N_("Deleted organization {name}")),
    "organization.merged": (N_("Merge Organizations: {name}"), N_("Merged organizations into {name}")),
    "source.added": (N_("Add Source: {name}"), N_("Added source {name}")),
    "source.edited": (N_("Edit Source: {name}"), N_("Saved source {name}")),
    "source.deleted": (N_("Delete Source: {name}"), N_("Deleted source {name}")),
    "source.origin_cleared": (N_("Clear Origin"), N_("Cleared the origin of sources")),
    "source.origin_set": (N_("Same Origin: {name}"), N_("Gave sources the origin {name}")),
    "source.merged": (N_("Merge Sources: {name}"), N_("Merged sources into {name}")),
    "relationship.edited": (N_("Edit Relationship"), N_("Saved the relationship")),
    "relationship.merged": (N_("Merge Relationships"), N_("Merged relationships")),
    "kind.added": (N_("Add Kind: {name}"), N_("Added kind {name}")),
    "kind.edited": (N_("Edit Kind: {name}"), N_("Saved kind {name}")),
    "kind.deleted": (N_("Delete Kind: {name}"), N_("Deleted kind {name}")),
    "settings.changed": (N_("Change Ledger Setting"), N_("Changed a setting of the ledger")),
    "finding.accepted": (N_("Accept Finding"), N_("Accepted a finding")),
    "finding.reopened": (N_("Reopen Finding"), N_("Reopened a finding")),
    "person.erased": (N_("Erase Person"), N_("Erased a person")),
}


def _counted(code: str, detail: Mapping[str, object]) -> tuple[str, str] | None:
    """The operations whose words depend on a number: (step, done)."""
    count = detail.get("count", detail.get("rows"))
    n = count if isinstance(count, int) else 0
    number, file = formatting.number(n), str(detail.get("file", detail.get("name", "")))
    if code == "event.deleted" and not detail.get("organization"):
        steps = ngettext("Delete {n} Event", "Delete {n} Events", n)
        done = ngettext("Deleted {n} event", "Deleted {n} events", n)
    elif code == "event.merged":
        steps = ngettext("Merge {n} Event", "Merge {n} Events", n)
        done = ngettext("Merged {n} event", "Merged {n} events into one", n)
    elif code == "person.erased":
        steps = _("Erase a Person")
        done = ngettext(
            "Erased a person from {n} text; this cannot be undone",
            "Erased a person from {n} texts; this cannot be undone",
            n,
        )
    elif code in {"event.changed", "event.bulk_edited", "events.edited"}:
        steps = ngettext("Change {n} Event", "Change {n} Events", n)
        done = ngettext("Changed {n} event", "Changed {n} events", n)
    elif code in {"import.applied", "import.added", "import.done", "imported"}:
        steps = ngettext("Import of {file}, {n} row", "Import of {file}, {n} rows", n)
        done = ngettext("Imported {file}, {n} row", "Imported {file}, {n} rows", n)
    elif code == "import.reverted":
        steps = ngettext("Revert Import of {file}, {n} row", "Revert Import of {file}, {n} rows", n)
        done = ngettext("Reverted the import of {file}, {n} row", "Reverted the import of {file}, {n} rows", n)
    else:
        return None
    return steps.format(n=number, file=file), done.format(n=number, file=file)


def _reverted(detail: Mapping[str, object], kinds: Mapping[str, EventKind] | None) -> tuple[str, str]:
    """The revert of an operation, which its detail names: "Revert Import of layoffs.csv, 412 rows"."""
    of = detail.get("of")
    step, _done = _operation(str(detail.get("reverted", "")), of if isinstance(of, dict) else {}, kinds)
    return _("Revert {step}").format(step=step), _("Reverted: {step}").format(step=step)


def _operation(code: str, detail: Mapping[str, object], kinds: Mapping[str, EventKind] | None) -> tuple[str, str]:
    if code == "operation.reverted":
        return _reverted(detail, kinds)
    counted = _counted(code, detail)
    if counted is not None:
        return counted
    step, done = OPERATIONS.get(code, (code, code))
    if code == "claim.moved" and detail.get("left") == 0:
        done = N_("Moved a claim; the event it came from has no claim left")
    kind = str(detail.get("kind", ""))
    values = {
        "kind": kind_name((kinds or {}).get(kind, kind)) if kind else _("Event"),
        "name": str(detail.get("organization") or detail.get("name") or _("unnamed")),
        "field": field_name(str(detail.get("field", ""))),
    }
    return _(step).format(**values), _(done).format(**values)


def operation_sentence(
    code: str, detail: Mapping[str, object], kind: str = "do", *, kinds: Mapping[str, EventKind] | None = None
) -> str:
    """What an operation did, for status line and history: "Added Layoff: Scale AI", "Undid: Add Layoff: Scale AI".

    ``kind`` is "do", "undo" or "redo"; ``kinds`` name event kinds of the user's own.
    """
    step, done = _operation(code, detail, kinds)
    if kind == "undo":
        return _("Undid: {step}").format(step=step)
    if kind == "redo":
        return _("Redid: {step}").format(step=step)
    return done


def change_sentence(change: ChangeSet, *, kinds: Mapping[str, EventKind] | None = None) -> str:
    """:func:`operation_sentence` of a change set."""
    return operation_sentence(change.code, change.detail, change.kind, kinds=kinds)


def step_name(step: Step, *, kinds: Mapping[str, EventKind] | None = None) -> str:
    """A step as menus name it after Undo or Redo: "Add Layoff: Scale AI", "Import of layoffs.csv, 412 rows"."""
    return _operation(step.code, step.detail, kinds)[0]


def undo_text(step: Step | None, *, kinds: Mapping[str, EventKind] | None = None) -> str:
    """The menu text of Undo; alone if there is nothing to undo."""
    return _("Undo {step}").format(step=step_name(step, kinds=kinds)) if step else _("Undo")


def redo_text(step: Step | None, *, kinds: Mapping[str, EventKind] | None = None) -> str:
    """The menu text of Redo; alone if there is nothing to redo."""
    return _("Redo {step}").format(step=step_name(step, kinds=kinds)) if step else _("Redo")


__all__ = [
    "BASES", "EXCLUSIONS", "FIELDS", "GROUPS", "KINDS", "OPERATIONS", "POPULATIONS", "RELIABILITIES", "STATES",
    "STATUSES", "basis_name", "change_sentence", "date_problem", "error_sentence", "exclusion_name", "field_name",
    "finding_name", "finding_sentence", "group_name", "kind_name", "minimum_status_name", "operation_sentence",
    "population_name", "problem_sentence", "quantity_problem", "redo_text", "reliability_name",
    "reliability_text", "scope_sentence", "state_name", "status_name", "step_name", "undo_text",
]  # fmt: skip
