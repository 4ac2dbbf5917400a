"""The figure of each question of the workforce page: cells to marks. No Qt; a mark's key is the place of its cell."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from db.analysis.figures.cells import Cell
from db.model.values import Population
from desktop.drawing.compose import bars
from desktop.drawing.compose.amounts import Amount
from desktop.drawing.compose.dotted import Dated, Dot, Dotted, Spread, dots, spread, spread_panel, strips
from desktop.drawing.compose.paired import Pair, paired
from desktop.drawing.figure import Figure
from desktop.drawing.marks import Pin
from desktop.pages.workforce import reading, words
from desktop.pages.workforce.choice import FIRST
from desktop.pages.workforce.reading import DRAWN, WorkforceView
from desktop.wording import formatting
from desktop.wording.figures.ranks import ranks
from desktop.wording.i18n import _, ngettext

#: Panels of groups over time that are drawn; the table has all.
PANELS = 8
_CONTINGENT = Population.CONTINGENT.value
_SHARE = "contingent_share"


def figure(view: WorkforceView) -> Figure:
    """The answer, drawn. It has a cell at least."""
    return _DRAWN[view.choice.question](view)


def date_note() -> str:
    """On which date an event stands."""
    return _("By the day it takes effect, else the day it was announced.")


# Bars --------------------------------------------------------------------------------------------------------------


def _per_period(view: WorkforceView) -> Figure:
    cells = [(place, cell) for place, cell in enumerate(view.cells) if cell.group != _SHARE]
    groups: dict[str, list[tuple[int, Cell]]] = {}
    for place, cell in cells:
        groups.setdefault(cell.group, []).append((place, cell))
    order = sorted(groups, key=lambda label: -sum(words.amount(cell).top for _place, cell in groups[label]))
    if not view.choice.grouping:  # kinds and populations in the order of the ledger
        order = list(groups)
    shown = order[:PANELS]
    series = [
        bars.Series(
            words.group(view, groups[label][0][1]),
            [_bar(place, cell) for place, cell in groups[label]],
            color="contingent" if _of_contingent(view, label) else "employees",
        )
        for label in shown
    ]
    note = date_note()
    if len(shown) < len(order):
        note = _("{note} The {n} largest groups of {of} are drawn; the table has all.").format(
            note=note, n=formatting.number(len(shown)), of=formatting.number(len(order))
        )
    names = {cell.period.first: words.period(cell.period) for _place, cell in cells if cell.period is not None}
    return bars.per_period(
        series, name_of=lambda day: names.get(day) or formatting.short_day(day), title=words.title(view), note=note,
        same_height=bool(view.choice.grouping),
    )  # fmt: skip


def _of_contingent(view: WorkforceView, label: str) -> bool:
    code, _colon, population = label.partition(":")
    kind = view.kinds.get(code)
    own = kind.population.value if kind is not None and kind.population is not None else label
    return (population or own) == _CONTINGENT


def _bar(place: int, cell: Cell) -> bars.Period:
    first, last = _days(cell)
    assert cell.period is not None
    return bars.Period(first, last, words.amount(cell), key=place, partial=cell.period.incomplete)


def _days(cell: Cell) -> tuple[date, date]:
    assert cell.period is not None
    assert cell.period.first is not None
    assert cell.period.last is not None
    return cell.period.first, cell.period.last


def _populations(view: WorkforceView) -> Figure:
    made = replace(_per_period(view), title=words.title(view))
    shares = [(place, cell) for place, cell in enumerate(view.cells) if cell.group == _SHARE]
    if not shares:
        return made

    def percent(value: float) -> str:
        return formatting.percent(value, decimals=0)

    spreads = [Spread(*_days(cell), cell.best, cell.low, cell.high, key=place) for place, cell in shares]
    told = {place: f"{words.period(cell.period)}: {words.share(cell.low, cell.best, cell.high)}"
            for place, cell in shares}  # fmt: skip
    panel = spread_panel(
        spreads, title=_("Contingent share"), note=_("of all, at the end of the period"), color="contingent",
        form=percent, height=90,
    )  # fmt: skip
    return replace(
        made, panels=[*made.panels, panel],
        describe=lambda key: told[key] if isinstance(key, int) and key in told else made.describe(key),
    )  # fmt: skip


def _ranked(view: WorkforceView) -> Figure:
    items = [
        bars.Ranked(
            words.group(view, cell), words.amount(cell), key=place, note=ranks(cell), rest=not cell.group
        )
        for place, cell in enumerate(view.cells)
    ]  # fmt: skip
    return bars.ranked(items, title=words.title(view), note=date_note(), name=_("People"))


def _years(view: WorkforceView) -> Figure:
    pairs = []
    for place, cell in enumerate(view.cells):
        before = None
        if "previous_events" in cell.extra:
            values = [cell.extra.get(f"previous_{name}") for name in ("low", "best", "high", "events", "without_count")]
            low, best, high, events, without = (one if isinstance(one, int | float) else None for one in values)
            before = Amount(low, best, high, int(events or 0), int(without or 0))
        assert cell.period is not None
        pairs.append(
            Pair(*_days(cell), words.amount(cell), before, words.ratio(cell), place, cell.period.incomplete)
        )  # fmt: skip
    names = (_("the period"), _("the same days of the year before"))
    return paired(
        pairs, name_of=formatting.period, names=names, title=words.title(view), note=date_note(), name=_("People"),
    )  # fmt: skip


# Dots --------------------------------------------------------------------------------------------------------------


def _shares(view: WorkforceView) -> Figure:
    rows = []
    for place, cell in enumerate(view.cells):
        rate = [cell.extra.get(f"rate_{end}") for end in ("low", "best", "high")]
        low, best, high = (one if isinstance(one, int | float) else None for one in rate)
        found = [
            one
            for one in (Dot(cell.best, cell.low, cell.high), Dot(best, low, high, second=True))
            if one.best is not None or one.low or one.high is not None
        ]
        day = cell.extra.get("date")
        name = f"{cell.group}, {formatting.short_day(day)}" if isinstance(day, date) else cell.group
        rows.append(Dotted(name, found, share_words(cell), key=place))
    return dots(
        rows, form=lambda value: formatting.percent(value, decimals=0), title=words.title(view), note=date_note(),
        name=_("Share of the workforce"), unit=_("of the organizations with the most people"),
        legend=(_("share of the cut"), _("separations of its year / average headcount")),
    )  # fmt: skip


def share_words(cell: Cell) -> str:
    """The share with what it rests on, and beside it the rate of its year."""
    said = words.share(cell.low, cell.best, cell.high)
    if not said:
        return _("not known")
    basis = _("stated") if cell.extra.get("basis") == "stated" else _("computed")
    rate = words.share(*(cell.extra.get(f"rate_{end}") for end in ("low", "best", "high")))
    if rate:
        return _("{share} {basis}; year: {rate}").format(share=said, basis=basis, rate=rate)
    return _("{share} {basis}").format(share=said, basis=basis)


def _repeats(view: WorkforceView) -> Figure:
    rows = []
    for place, cell in enumerate(view.cells[:DRAWN]):
        name = _("{name} ({count})").format(name=cell.group, count=formatting.number(cell.events))
        rows.append(Dated(name, _pins(view, place, cell), repeat_words(cell), key=place))
    return strips(
        rows, title=words.title(view), note=_limited(view), name=words.kind_name(view, view.choice.of_kind),
        unit=_("each dot is an event"), span=_span(view),
    )  # fmt: skip


def repeat_words(cell: Cell) -> str:
    """How often, and after how many days at the soonest."""
    repeats, gap = (int(str(cell.extra[name])) for name in ("repeats", "gap_best"))
    low, high = (int(str(cell.extra[name])) for name in ("gap_low", "gap_high"))
    soonest = ngettext("after {n} day at the soonest", "after {n} days at the soonest", gap)
    said = ngettext("{n} time again", "{n} times again", repeats).format(n=formatting.number(repeats))
    found = f"{said}, {soonest.format(n=formatting.number(gap))}"
    if low != high:
        found = f"{found} ({formatting.number(low)}–{formatting.number(high)})"
    twice = int(str(cell.extra.get("same_days", 0)))
    if twice:
        told = ngettext("{n} of the same days, may be one told twice", "{n} of the same days, may be told twice", twice)
        found = f"{found}; {told.format(n=formatting.number(twice))}"
    return found


def _pins(view: WorkforceView, place: int, cell: Cell) -> list[Pin]:
    dated = [view.events[one] for one in cell.behind.placed if one in view.events]
    return sorted((_pin(view, place, one) for one in dated), key=lambda one: one.x)


def _pin(view: WorkforceView, place: int, event: reading.Dated) -> Pin:
    """A dot in the middle of its days, with them where they are several; an open one stands on the day it has."""
    kind = view.kinds.get(event.kind)
    color = kind.color if kind is not None and kind.color else "muted"
    if event.earliest == event.latest:
        return Pin(float(event.earliest), 0, color, key=place)
    first = float(event.earliest) if event.earliest else -math.inf
    last = float(event.latest + 1) if event.latest else math.inf
    both = event.earliest and event.latest
    middle = (event.earliest + event.latest) / 2 + 0.5 if both else float(event.earliest or event.latest)
    return Pin(middle, 0, color, first=first, last=last, key=place)


def _span(view: WorkforceView) -> tuple[date, date] | None:
    first, last = view.scope.first, view.scope.last
    return (first, last) if first is not None and last is not None else None


def _limited(view: WorkforceView) -> str:
    if view.of <= DRAWN:
        return date_note()
    return _("{note} The first {n} of {of} are drawn; the table has more.").format(
        note=date_note(), n=formatting.number(DRAWN), of=formatting.number(view.of)
    )


def _closures(view: WorkforceView) -> Figure:
    rows = [
        Dated(cell.group, _pins(view, place, cell), key=place, beside=closure_words(view, cell))
        for place, cell in enumerate(view.cells[:DRAWN])
    ]
    return strips(rows, title=words.title(view), note=_limited(view), name=_("Closures"), span=_span(view))


def closure_words(view: WorkforceView, cell: Cell) -> str:
    """What closes, where, and how many it was."""
    what = str(cell.extra["what"])
    name = _("everybody leaves") if what == "everybody" else words.kind_name(view, what)
    many = words.amount(cell).words() if not cell.without_count else _("number unknown")
    return ", ".join(filter(None, (name, str(cell.extra["place"] or ""), many)))


def _notice(view: WorkforceView) -> Figure:
    spreads = []
    for place, cell in enumerate(view.cells):
        both = int(str(cell.extra["with_both"]))
        of = ngettext("{both} of {n} announcement", "{both} of {n} announcements", cell.events).format(
            both=formatting.number(both), n=formatting.number(cell.events)
        )
        said = _("{name}: {figure}").format(name=words.period(cell.period), figure=f"{words.days(cell)}, {of}")
        ends = [cell.extra.get(name) for name in ("shortest", "longest")]
        short, long = (float(one) if isinstance(one, int | float) else None for one in ends)
        spreads.append(Spread(*_days(cell), cell.best, cell.low, cell.high, short, long, said, place))
    return spread(
        spreads, name=_("Days from the announcement to the effect"), unit=_("by the day of the announcement"),
        title=words.title(view),
    )  # fmt: skip


_DRAWN: Mapping[str, Callable[[WorkforceView], Figure]] = {
    FIRST: _per_period,
    "people-by-field": _ranked,
    "largest-organizations": _ranked,
    "repeat-cuts": _repeats,
    "workforce-share": _shares,
    "year-over-year": _years,
    "contractors-and-employees": _populations,
    "reasons": _ranked,
    "closures": _closures,
    "notice-to-effective": _notice,
}
__all__: Sequence[str] = ["PANELS", "closure_words", "date_note", "figure", "repeat_words", "share_words"]
