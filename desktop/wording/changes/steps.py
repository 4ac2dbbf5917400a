"""Words for the operations of the ledger: what the history lists, menus name ("Undo …") and the status line says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.wording import formatting
from desktop.wording.codes import field_name, kind_name
from desktop.wording.i18n import N_, _, ngettext
from desktop.wording.language import days
from desktop.wording.language.lines import elided

if TYPE_CHECKING:
    from db.model.records import EventKind
    from db.store.operations import ChangeSet
    from db.store.steps import Step

#: code -> (step in a menu, what was done)
OPERATIONS: Mapping[str, tuple[str, str]] = {
    "ledger.created": (N_("Create Ledger"), N_("Created the ledger")),
    "ledger.migrated": (N_("Update Ledger"), N_("Brought the ledger to version {version}")),
    "ledger.recovered": (N_("Recover Ledger"), N_("Recovered the ledger from a damaged file")),
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
    "kind.added": (N_("Add Kind: {name}"), N_("Added kind {name}")),
    "kind.edited": (N_("Edit Kind: {name}"), N_("Saved kind {name}")),
    "kind.deleted": (N_("Delete Kind: {name}"), N_("Deleted kind {name}")),
    "field.added": (N_("Add Field: {name}"), N_("Added field {name}")),
    "field.edited": (N_("Edit Field: {name}"), N_("Saved field {name}")),
    "field.moved": (N_("Order Fields"), N_("Changed the order of the fields")),
    "field.deleted": (N_("Delete Field: {name}"), N_("Deleted field {name}")),
    "view.saved": (N_("Save View: {name}"), N_("Saved the view {name}")),
    "view.renamed": (N_("Rename View: {name}"), N_("Renamed the view to {name}")),
    "view.deleted": (N_("Delete View: {name}"), N_("Deleted the view {name}")),
    "choice.merged": (N_("Merge Choices: {name}"), N_("Merged choices into {name}")),
    "settings.changed": (N_("Change Ledger Setting"), N_("Changed a setting of the ledger")),
    "finding.accepted": (N_("Accept Finding"), N_("Accepted a finding")),
    "finding.reopened": (N_("Reopen Finding"), N_("Reopened a finding")),
    "ledger.restored": (N_("Restore Backup of {moment}"), N_("Restored the backup of {moment}")),
    "person.erased": (N_("Erase Person"), N_("Erased a person")),
}

#: What was done as a thing that is taken back or done again, behind "Undone:"; without an entry, as it was done.
THINGS: Mapping[str, str] = {
    "event.added": N_("{kind}, {name}, added"),
    "event.edited": N_("{kind}, {name}, saved"),
    "event.duplicated": N_("{kind} duplicated"),
    "event.deleted": N_("{kind}, {name}, deleted"),
    "event.preferred": N_("decision on {field}"),
    "event.merged": N_("events merged"),
    "claim.moved": N_("claim moved"),
    "organization.added": N_("organization {name} added"),
    "organization.edited": N_("organization {name} saved"),
    "organization.deleted": N_("organization {name} deleted"),
    "organization.merged": N_("organizations merged into {name}"),
    "source.added": N_("source {name} added"),
    "source.edited": N_("source {name} saved"),
    "source.deleted": N_("source {name} deleted"),
    "source.origin_cleared": N_("origin of sources cleared"),
    "source.origin_set": N_("origin {name} of sources set"),
    "source.merged": N_("sources merged into {name}"),
    "relationship.edited": N_("relationship saved"),
    "kind.added": N_("kind {name} added"),
    "kind.edited": N_("kind {name} saved"),
    "kind.deleted": N_("kind {name} deleted"),
    "field.added": N_("field {name} added"),
    "field.edited": N_("field {name} saved"),
    "field.moved": N_("order of the fields changed"),
    "field.deleted": N_("field {name} deleted"),
    "choice.merged": N_("choices merged into {name}"),
    "settings.changed": N_("setting of the ledger changed"),
    "finding.accepted": N_("finding accepted"),
    "finding.reopened": N_("finding reopened"),
}


def _counted(code: str, detail: Mapping[str, object]) -> tuple[str, str, str] | None:
    """The operations whose words depend on a number: (step, done, the thing that was done)."""
    count = detail.get("count", detail.get("rows"))
    n = count if isinstance(count, int) else 0
    number, file = formatting.number(n), str(detail.get("file", detail.get("name", "")))
    if code == "event.deleted" and not detail.get("organization"):
        steps = ngettext("Delete {n} Event", "Delete {n} Events", n)
        done = ngettext("Deleted {n} event", "Deleted {n} events", n)
        thing = ngettext("{n} event deleted", "{n} events deleted", n)
    elif code == "event.merged":
        steps = ngettext("Merge {n} Event", "Merge {n} Events", n)
        done = ngettext("Merged {n} event", "Merged {n} events into one", n)
        thing = ngettext("{n} event merged", "{n} events merged into one", n)
    elif code == "event.edited_many":
        steps = ngettext("Edit {n} Event", "Edit {n} Events", n)
        thing = done = ngettext("{n} event changed", "{n} events changed", n)
    elif code == "person.erased":
        steps = _("Erase a Person")
        done = ngettext(
            "Erased a person from {n} text; this cannot be undone",
            "Erased a person from {n} texts; this cannot be undone",
            n,
        )
        thing = done
    elif code == "import.applied":
        return _import(file, n, detail.get("taken"))
    elif code == "field.set":
        steps = ngettext("Set {file} of {n}", "Set {file} of {n}", n)
        done = ngettext("{file}: {value} set for {n}", "{file}: {value} set for {n}", n)
        thing = ngettext("{file} set for {n}", "{file} set for {n}", n)
    elif code == "field.cleared":
        steps = ngettext("Clear {file} of {n}", "Clear {file} of {n}", n)
        thing = done = ngettext("{file} cleared for {n}", "{file} cleared for {n}", n)
    else:
        return None
    values = {"n": number, "file": file, "value": elided(str(detail.get("value", "")), limit=60)}
    return steps.format_map(values), done.format_map(values), thing.format_map(values)


def _import(file: str, rows: int, taken: object) -> tuple[str, str, str]:
    """An import by what it took of the rows; one of before that was kept names the rows of the file."""
    if not isinstance(taken, int) or taken == rows:
        step = ngettext("Import of {file}, {n} row", "Import of {file}, {n} rows", rows)
        done = ngettext("Imported {n} row of {file}", "Imported {n} rows of {file}", rows)
    else:
        step = ngettext("Import of {file}, {taken} of {n} row", "Import of {file}, {taken} of {n} rows", rows)
        done = ngettext("Imported {taken} of {n} row of {file}", "Imported {taken} of {n} rows of {file}", rows)
    values = {
        "file": file,
        "n": formatting.number(rows),
        "taken": formatting.number(taken if isinstance(taken, int) else rows),
    }
    return step.format(**values), done.format(**values), step.format(**values)


def _reverted(detail: Mapping[str, object], kinds: Mapping[str, EventKind] | None) -> tuple[str, str, str]:
    """The revert of an operation, which its detail names: "Revert Import of layoffs.csv, 412 rows"."""
    of = detail.get("of")
    step, _done, thing = _operation(str(detail.get("reverted", "")), of if isinstance(of, dict) else {}, kinds)
    done = _("Reverted: {what}").format(what=thing)
    return _("Revert {step}").format(step=step), done, _("“{what}” reverted").format(what=thing)


def _operation(code: str, detail: Mapping[str, object], kinds: Mapping[str, EventKind] | None) -> tuple[str, str, str]:
    """An operation as a step in a menu, as what was done, and as the thing that is taken back."""
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
        "version": str(detail.get("version", "")),
        "moment": _moment(str(detail.get("made", ""))),
    }
    return _(step).format(**values), _(done).format(**values), _(THINGS.get(code, done)).format(**values)


def _moment(text: str) -> str:
    """A moment with a zone, as the clock here showed it; as it stands where it is none."""
    try:
        return days.moment(datetime.fromisoformat(text).astimezone())
    except (ValueError, OverflowError, OSError):
        return text


def operation_sentence(
    code: str, detail: Mapping[str, object], kind: str = "do", *, kinds: Mapping[str, EventKind] | None = None
) -> str:
    """What an operation did, for status line and history: "Added Layoff: Scale AI", "Undone: Layoff, Scale AI, added".

    ``kind`` is "do", "undo" or "redo"; ``kinds`` name event kinds of the user's own.
    """
    _step, done, thing = _operation(code, detail, kinds)
    if kind == "undo":
        return _("Undone: {what}").format(what=thing)
    if kind == "redo":
        return _("Redone: {what}").format(what=thing)
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


__all__ = ["OPERATIONS", "THINGS", "change_sentence", "operation_sentence", "redo_text", "step_name", "undo_text"]
