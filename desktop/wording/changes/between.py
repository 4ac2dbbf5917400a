"""What changed between two moments, in words: figures then and now, and lines for each event. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from db.history.comparison import Change
from db.model.values import Quantity
from db.output.what_changed import EventChange, Figure, FigureCode, WhatChanged
from desktop.wording import formatting
from desktop.wording.changes.details import HistoryLine, details, event_text, more_line
from desktop.wording.figures import differences
from desktop.wording.i18n import N_, _, ngettext

_FIGURES: Mapping[FigureCode, str] = {
    FigureCode.EVENTS: N_("Events"),
    FigureCode.EMPLOYEES: N_("Employees"),
    FigureCode.CONTINGENT: N_("Contingent workers"),
    FigureCode.ACTIVE_RELATIONSHIPS: N_("Active relationships"),
    FigureCode.OPEN_FINDINGS: N_("Open findings"),
}
#: Lines of one event before the rest is only counted.
_LINES = 12


@dataclass(frozen=True, slots=True)
class FigureText:
    """A figure in words: what it counts, then and now."""

    name: str
    before: str
    after: str
    same: bool


def moments_text(found: WhatChanged) -> str:
    """From when to when: "From 1 August 2025 (operation 11) to 9 August 2025 (operation 14)"."""
    return _("From {first} to {last}").format(
        first=_moment(found, found.first, first=True), last=_moment(found, found.last, first=False)
    )


def _moment(found: WhatChanged, operation: int, *, first: bool) -> str:
    day = found.first_day if first else found.last_day
    if day is None:
        return _("the beginning of the ledger")
    return _("{day} (operation {number})").format(day=formatting.day(day), number=formatting.number(operation))


def figure_texts(found: WhatChanged) -> list[FigureText]:
    """The figures, those of organizations with their names."""
    texts = []
    for figure in found.figures:
        name = _(_FIGURES[figure.code])
        if figure.organization_id is not None:
            who = found.names.organizations.get(figure.organization_id, "")
            name = _("{figure} of {name}").format(figure=name, name=who)
            if figure.relative:
                name = _("{figure} (change, no level is known)").format(figure=name)
        texts.append(FigureText(name, _value(figure, figure.before), _value(figure, figure.after), figure.same))
    return texts


def _value(figure: Figure, value: Quantity | None) -> str:
    if value is None:
        return formatting.ABSENT
    if figure.relative:
        return differences.since_start(value.low, value.best, value.high)
    return formatting.interval(value.low, value.best, value.high)


def counts_text(found: WhatChanged) -> str:
    """How many events came, changed and went: "3 events added, 1 changed"."""
    counts, parts = found.counts, []
    if n := counts.get(Change.ADDED, 0):
        parts.append(ngettext("{n} event added", "{n} events added", n).format(n=formatting.number(n)))
    if n := counts.get(Change.CHANGED, 0):
        parts.append(ngettext("{n} event changed", "{n} events changed", n).format(n=formatting.number(n)))
    if n := counts.get(Change.REMOVED, 0):
        parts.append(ngettext("{n} event removed", "{n} events removed", n).format(n=formatting.number(n)))
    return formatting.listing(parts) if parts else _("No event changed")


def lines(found: WhatChanged) -> list[HistoryLine]:
    """All of it in lines, event by event, then what else was recorded."""
    told = [line for change in found.events for line in event_lines(found, change)]
    if found.left_out:
        told.append(HistoryLine(more_line(found.left_out)))
    return told + other_lines(found)


def other_lines(found: WhatChanged) -> list[HistoryLine]:
    """What else was recorded: relationships, organizations, sources, kinds."""
    others = details(found.others, found.names, found.kinds)
    if found.others_left_out:
        others.append(HistoryLine(more_line(found.others_left_out)))
    return others


def event_lines(found: WhatChanged, change: EventChange, *, plain: bool = False) -> Iterator[HistoryLine]:
    """One event: its name and values, then each change before and after.

    ``plain``: how the event itself changed is said elsewhere.
    """
    own = [change.difference] if change.difference is not None else []
    told = details([*own, *change.parts], found.names, found.kinds)
    if not told:  # nothing of it that a reader could use
        return
    head, rest = told[0], told[1:]
    text = event_text(change.event, found.names, found.kinds) if plain else head.text
    yield HistoryLine(text, heading=True, event_id=change.event_id, change=change.change)
    if change.change is Change.CHANGED:
        yield from rest[:_LINES]
        if len(rest) > _LINES:
            yield HistoryLine(more_line(len(rest) - _LINES), event_id=change.event_id)


__all__ = ["FigureText", "counts_text", "event_lines", "figure_texts", "lines", "moments_text", "other_lines"]
