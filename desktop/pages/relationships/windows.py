"""Before and after an event: the same figures of as many days on either side of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.analysis.figures.cells import Answer, Cell, Period
from db.analysis.relationships.anchor import anchor_choices
from db.figures.asking import ask
from db.figures.questions import Asked
from db.model.ids import EventId
from db.model.records import EventKind
from db.model.values import KindGroup
from db.view import series as views
from db.view.view import View
from desktop.drawing.compose.amounts import Amount
from desktop.drawing.compose.pairs import Pair, pairs
from desktop.pages.answers.shown import (
    About,
    Chosen,
    Line,
    Option,
    Shown,
    all_behind,
    amount_of,
    explained,
    period_words,
    picked,
    refused,
    remarks,
)
from desktop.wording import codes, formatting
from desktop.wording.i18n import N_, _, ngettext
from desktop.wording.records import event_line

DAYS = 90
_WINDOWS = (30, 90, 180, 365)
#: Events that are offered to compare around, the latest.
_OFFERED = 200
_MAKING = (KindGroup.OWNERSHIP, KindGroup.LEADERSHIP, KindGroup.STRATEGY, KindGroup.WORKFORCE)
_FIGURES: Mapping[str, str] = {
    "active_at_start": N_("Active at the start"),
    "active_at_end": N_("Active at the end"),
    "starts": N_("Started"),
    "ends": N_("Ended"),
    "negative": N_("Worsened"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """The answer, and the events that one can compare around, with their words."""

    answer: Answer
    anchors: Sequence[tuple[EventId, str]]


def days_of(chosen: Chosen) -> int:
    """How long the windows are that are chosen."""
    return int(picked(chosen, "days", (DAYS, *_WINDOWS)))


def read(view: View, chosen: Chosen) -> Found:
    """The figures around the chosen event, or the one that offers itself."""
    choices = anchor_choices(view.under(views.of_groups(view, view.scope, *_MAKING)).events.select(), view.kinds)
    names, offered = view.organizations.names(), choices[-_OFFERED:]
    wanted = chosen.get("anchor")
    anchor = wanted if any(event.id == wanted for event in choices) else None
    answer = ask(view, "before-and-after", Asked(days=days_of(chosen), anchor=anchor))
    used = answer.inputs.get("anchor")
    if not any(event.id == used for event in offered):
        offered = [event for event in choices if event.id == used] + offered
    words = [
        (
            event.id,
            event_line.joined(
                kind=codes.kind_name(view.kinds.get(event.kind, event.kind)),
                who=names.get(event.organization_id, ""),
                person=event.person,
                when=event_line.date_of(event),
            ),
        )
        for event in reversed(offered)
    ]
    return Found(answer, words)


def show(found: Found, about: About) -> Shown:
    """Pairs of bars: relationships, and people by kind of event."""
    answer, days = found.answer, days_of(about.chosen)
    windows = [(n, ngettext("{count} day", "{count} days", n).format(count=n)) for n in _WINDOWS]
    anchors: list[tuple[EventId | None, str]] = list(found.anchors)
    if answer.inputs.get("anchor") is None:
        none = _("Choose an event") if anchors else _("No event to compare around")
        anchors.insert(0, (None, none))
    options = [
        Option("anchor", _("Event"), anchors, answer.inputs.get("anchor")),
        Option("days", _("Before and after"), windows, days),
    ]
    if not answer.cells:
        return refused(answer, about, options)
    sides = list(dict.fromkeys(cell.period for cell in answer.cells if cell.period is not None))
    before, after = sides[0], sides[1]
    cells = {(cell.group, int(cell.period == after)): cell for cell in answer.cells}
    names = (_side(_("before"), before), _side(_("after"), after))
    rows = [_pair(cells, group, _(words)) for group, words in _FIGURES.items()]
    kinds = [
        group for group in dict.fromkeys(cell.group for cell in answer.cells)
        if group not in _FIGURES and group != "median_days"
        and any(cells[group, side].events for side in (0, 1) if (group, side) in cells)
    ]  # fmt: skip
    people = [_pair(cells, group, codes.kind_name(about.kinds.get(group, group)), people=True) for group in kinds]
    groups = [(_("Relationships"), rows)]
    if people:
        groups.append((_("People, by kind of event"), people))
    figure = pairs(
        groups, names=names, partial=after.incomplete, title=_("Before and after"),
        note=_("The days before are the measure of the days after: what differs may have differed before. Each group "
               "has a scale of its own, from 0."),
    )  # fmt: skip
    everything = all_behind(answer)
    return Shown(
        figure=figure,
        headline=_headline(found, answer, about.kinds),
        headers=[_("Figure"), *names],
        numeric=(1, 2),
        lines=[
            Line((one.name, one.before.words(), one.after.words()), one.keys[1])
            for one in (*rows, *people)
        ] + [_median(cells)],
        behind=lambda key: cells[key].behind.placed if key in cells else (),
        explanation=explained(answer, about, everything),
        options=options,
        remark=" ".join(filter(None, (
            remarks(answer), _("The days after are not over yet.") if after.incomplete else "",
        ))),
    )  # fmt: skip


def _pair(cells: Mapping[tuple[str, int], Cell], group: str, name: str, *, people: bool = False) -> Pair:
    def amount(side: int) -> Amount:
        cell = cells.get((group, side))
        if cell is None or (people and not cell.events):
            return Amount(None, None, None)  # that nothing is known is not that nothing happened
        return amount_of(cell)

    return Pair(name, amount(0), amount(1), ((group, 0), (group, 1)))


def _median(cells: Mapping[tuple[str, int], Cell]) -> Line:
    words = [
        formatting.number(cell.best, decimals=1) if cell is not None and cell.best is not None else _("none worsened")
        for cell in (cells.get(("median_days", side)) for side in (0, 1))
    ]
    return Line((_("Median of days between the event and worsening"), *words), ("median_days", 1))


def _side(words: str, period: Period) -> str:
    return f"{words}: {period_words(period)}"


def _headline(found: Found, answer: Answer, _kinds: Mapping[str, EventKind]) -> str:
    return next((words for event, words in found.anchors if event == answer.inputs.get("anchor")), "")
