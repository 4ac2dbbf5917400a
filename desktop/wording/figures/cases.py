"""Parallel cases in words: how they were chosen, what followed in each, and what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from db.analysis.figures.cells import Cell
from db.analysis.parallel_cases import is_cut
from db.figures.parallel_stories import Story
from db.model.records import EventKind
from db.model.values import Status
from desktop.wording import codes, formatting
from desktop.wording.figures.questions import refusal_sentence
from desktop.wording.i18n import N_, _, ngettext

#: What may follow, and how much of the headcount was cut, by the names that the answer has for them.
SORTS: Mapping[str, str] = {
    "first_cut": N_("First cut"),
    "leader_left": N_("First leader gone"),
    "client_lost": N_("First client lost"),
}
SHARES: Mapping[str, str] = {
    "share_6": N_("within 6 months"),
    "share_12": N_("within 12 months"),
    "share_24": N_("within 24 months"),
}
#: Organizations that a sentence names at most.
_NAMED = 8


def how_chosen(kinds: Mapping[str, EventKind], anchors: Sequence[str], count: int, minimum: Status) -> str:
    """What makes a case, and how many there are."""
    names = formatting.listing([codes.kind_name(kinds.get(code, code)) for code in anchors])
    pattern = ngettext(
        "{n} case: an organization in the scope with its first event of these kinds ({kinds}); {status}.",
        "{n} cases: every organization in the scope with its first event of these kinds ({kinds}); {status}.",
        count,
    )
    return pattern.format(n=formatting.number(count), kinds=names, status=codes.minimum_status_name(minimum))


def what_lacks(stories: Sequence[Story]) -> list[str]:
    """Of which cases no headcount is known, and of which no cut."""
    silent = [one.name for one in stories if not any(is_cut(event) for event in one.events)]
    without = [one.name for one in stories if not one.levels]
    said = []
    if without:
        said.append(_("No headcount is known of: {names}.").format(names=formatting.listing(without[:_NAMED])))
    if silent:
        said.append(_("No cut is known of: {names}.").format(names=formatting.listing(silent[:_NAMED])))
    return said


def what_of(cell: Cell) -> str:
    """What a cell of the answer tells of."""
    what = str(cell.extra["what"]).removeprefix("median_")
    return _(SORTS[what]) if what in SORTS else _("Share cut {months}").format(months=_(SHARES[what]))


def figure_of(cell: Cell) -> str:
    """Days, or percent; else why not."""
    none_by = cell.extra.get("none_by")
    if cell.best is None and cell.low is None:
        if cell.refused is not None:
            return refusal_sentence(cell.refused)
        return _("none known by {day}").format(day=formatting.short_day(none_by)) if isinstance(none_by, date) else ""
    if str(cell.extra["what"]).startswith("share"):
        words = formatting.percent_interval(cell.low, cell.best, cell.high)
        return f"{words} · {refusal_sentence(cell.refused)}" if cell.refused is not None else words
    days = formatting.interval(cell.low, cell.best, cell.high)
    return ngettext("{n} day", "{n} days", round(cell.best or 0)).format(n=days)
