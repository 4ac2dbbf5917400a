"""Words for exports: the tables, what each of them cannot carry, and what a data package came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop.wording import formatting
from desktop.wording.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from db.package.adding import AddedPackage

TABLES: Mapping[str, str] = {
    "events": N_("Events"),
    "claims": N_("Claims"),
    "organizations": N_("Organizations"),
    "relationships": N_("Relationships"),
    "sources": N_("Sources"),
    "headcount": N_("Headcount"),
    "active-clients": N_("Active clients"),
    "findings": N_("Findings"),
    "history": N_("History"),
    "fields": N_("Fields of your own"),
}

_DERIVED = N_("It follows from the claims; to take a ledger elsewhere, export the claims or a data package.")
#: What a table cannot carry when it is imported again.
LEFT_OUT: Mapping[str, str] = {
    "events": N_("Not in it: the single claims and their sources, decisions, kinds of your own, and the history."),
    "claims": N_(
        "Not in it: events without a claim, decisions, kinds of your own, what is noted of organizations, "
        "and the history."
    ),
    "organizations": N_("Not in it: events and claims. It is not imported again; a data package is."),
    "relationships": N_("Not in it: the events that make them up. It is not imported again; the claims are."),
    "sources": N_("Not in it: what they say. It is not imported again; the claims are."),
    "headcount": _DERIVED,
    "active-clients": _DERIVED,
    "findings": _DERIVED,
    "fields": N_("Not in it: the choices that nothing has. It is not imported again; a data package is."),
    "history": N_("Not in it: what was changed. A data package has the whole history."),
}

#: Rows of a ledger, by table, as a report names them; others by the name of their table.
_ROWS: Mapping[str, str] = {
    "event_kinds": N_("kind of event"),
    "organizations": N_("organization"),
    "aliases": N_("alias"),
    "sources": N_("source"),
    "relationships": N_("relationship"),
    "data_sets": N_("data set"),
    "imports": N_("import"),
    "events": N_("event"),
    "claims": N_("claim"),
    "preferences": N_("decision"),
    "settings": N_("setting"),
    "fields": N_("field of your own"),
    "field_choices": N_("choice of a field"),
    "field_values": N_("value of a field"),
    "saved_views": N_("saved view"),
}


def left_out(table: str | None) -> str:
    """What an export of a table cannot carry; of all tables: what only a data package has."""
    if table is None:
        return _("Not in it: decisions, kinds of your own, and what was before. A data package has all of it.")
    return _(LEFT_OUT[table])


def package_sentences(file: str, taken: AddedPackage, *, told: int = 20) -> list[str]:
    """What a package came to: the first sentence says how much is new, the others what is not as it says."""
    if taken.whole:
        text = ngettext(
            "{file} was taken as it is, with its whole history: {n} row.",
            "{file} was taken as it is, with its whole history: {n} rows.",
            taken.whole,
        )
        return [text.format(file=file, n=formatting.number(taken.whole))]
    figures = {
        "added": _figure(taken.added), "known": _figure(taken.known), "differing": _figure(taken.differing),
        "deleted": _figure(taken.deleted), "left": _figure(taken.left_out),
    }  # fmt: skip
    said = [_("{file}: {added} rows added, {known} were here already.").format(file=file, **figures)]
    if taken.differing:
        said.append(_("{differing} rows are here with other values, which stay:").format(**figures))
        said += [
            f"  {_(_ROWS.get(table, table))} {formatting.number(row_id)}" for table, row_id in taken.differences[:told]
        ]
        if len(taken.differences) > told:
            said.append("  …")
    if taken.deleted:
        said.append(_("{deleted} rows were deleted here and stay so.").format(**figures))
    if taken.left_out:
        said.append(_("{left} rows name something that is not here any more and were left out.").format(**figures))
    return said


def _figure(counts: Counter[str]) -> str:
    return formatting.number(counts.total())
