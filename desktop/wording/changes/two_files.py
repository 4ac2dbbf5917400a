"""What differs between the ledger in the window and the one in its file, in words."""

from __future__ import annotations

from collections.abc import Mapping

from db.history.comparison import Change
from db.history.comparison_tables import What
from db.history.two_files import Side, TwoFiles
from desktop.wording import formatting
from desktop.wording.i18n import N_, _, ngettext

#: The sorts of records that are counted, and what many of them are called.
RECORDS: Mapping[What, str] = {
    What.EVENT: N_("Events"),
    What.CLAIM: N_("Claims"),
    What.ORGANIZATION: N_("Organizations"),
    What.RELATIONSHIP: N_("Relationships"),
    What.SOURCE: N_("Sources"),
    What.KIND: N_("Kinds of events"),
}


def verdict(found: TwoFiles) -> str:
    """How the two stand to each other, in one or two sentences."""
    mine, theirs = found.mine.own, found.theirs.own
    if not found.common:
        return _("The file holds another ledger now: no step of it is one of what you see here.")
    if not mine and not theirs:
        said = _("Both have the same steps.") if found.rewritten else _("Both hold the same.")
    elif not mine:
        said = ngettext(
            "The file goes on from what you see here, by {n} step.",
            "The file goes on from what you see here, by {n} steps.",
            theirs,
        ).format(n=formatting.number(theirs))
    elif not theirs:
        said = ngettext(
            "The file holds an earlier state: the last step of what you see here is not in it.",
            "The file holds an earlier state: the last {n} steps of what you see here are not in it.",
            mine,
        ).format(n=formatting.number(mine))
    else:
        said = _("Both go on from the same state, each in its own way.")
    if found.rewritten:
        said += " " + ngettext(
            "{n} row was rewritten by a program that records no steps.",
            "{n} rows were rewritten by a program that records no steps.",
            found.rewritten,
        ).format(n=formatting.number(found.rewritten))
    return said


def done_by(side: Side) -> str:
    """What the steps that only one has did to events: "3 added, 1 changed"; empty where they did nothing to them."""
    counts = side.differences.get(What.EVENT, {})
    texts = {Change.ADDED: N_("{n} added"), Change.CHANGED: N_("{n} changed"), Change.REMOVED: N_("{n} removed")}
    parts = [_(text).format(n=formatting.number(counts[how])) for how, text in texts.items() if counts.get(how)]
    return _("Events: {changes}").format(changes=formatting.listing(parts)) if parts else ""
