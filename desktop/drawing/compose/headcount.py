"""The headcount of an organization: for each population a panel with its level, what is uncertain, and its events.

A page shows it with ``chart.show_figure(headcount(series, numbers, kinds=…, until=…))``; keys are the ids of events.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from db.analysis.series import Basis, Exclusion, HeadcountSeries, Mark
from db.model.ids import EventId
from db.model.records import EventKind
from db.model.values import Population
from desktop.drawing.compose.events import pin, spoken, style_of
from desktop.drawing.compose.levels import checkpoints, is_drawn, is_sized, last_label, level_marks, values_of
from desktop.drawing.figure import Entry, Figure, Panel, Stop, Stops, Strip, Values
from desktop.drawing.marks import (
    Bar,
    Key,
    Look,
    PanelMark,
    Pattern,
    Pin,
    Point,
    Rule,
    Shape,
    Style,
    Wash,
    Whisker,
)
from desktop.drawing.scales import day_at, reach_to
from desktop.wording import codes, formatting
from desktop.wording.figures.series import level_words
from desktop.wording.i18n import _

_HEIGHT = {Population.EMPLOYEES: 150.0}


def headcount(
    series: Sequence[HeadcountSeries],
    numbers: Mapping[EventId, int],
    *,
    kinds: Mapping[str, EventKind],
    others: Sequence[Mark] = (),
    origins: Sequence[date | None] = (),
    descriptions: Mapping[EventId, str] | None = None,
    first: date | None = None,
    last: date | None = None,
    until: date | None = None,
    title: str = "",
) -> Figure:
    """Panels of these series (at most one per population), those without anything left out.

    ``numbers``: the number of each event; one without is not drawn. ``others``: events of other groups that explain
    what happened, above the first panel. ``first`` and ``last`` bound the time shown at first. ``until``: the day up to
    which the last level is known to hold (today, or the as-known-on day). ``origins``: for each series the first day
    of the whole of it, from which a relative one counts.
    """
    shown = sorted((one for one in series if not one.empty), key=lambda one: list(Population).index(one.population))
    extent = _extent(shown, others, first, last, until)
    end = float(extent[1]) if until is None else min(float(until.toordinal()) + 1, max(extent[1], extent[0] + 1))
    begun = {one.population: day for one, day in zip(series, origins, strict=False)}
    panels, stops, words = [], [], []
    for number, one in enumerate(shown):
        marks = [*one.marks, *(others if not number else ())]
        pins = _pins(marks, numbers, kinds)
        panel, ends = _panel(
            one, Strip(pins, _effects(marks)), end=end, last=extent[1], origin=begun.get(one.population)
        )
        panels.append(panel)
        words += ends
        stops += [Stop(one_pin.key, one_pin.x, number) for one_pin in pins]
    order = sorted(stops, key=lambda stop: (stop.x, numbers[stop.key]))  # type: ignore[index]  # keys are of events
    told = descriptions or {}
    days = [[level.day for level in one.levels] for one in shown]
    return Figure(
        panels, extent, legend=_legend(shown, panels), title=title, stops=Stops(lambda: order), end_words=words,
        describe=lambda key: spoken(told, key), read=lambda x, _panel, _row: _read(shown, days, day_at(math.floor(x))),
    )  # fmt: skip


def _extent(
    shown: Sequence[HeadcountSeries], others: Sequence[Mark], first: date | None, last: date | None, until: date | None
) -> tuple[float, float]:
    days = [level.day for one in shown for level in (*one.levels[:1], *one.levels[-1:])]
    for mark in (*others, *(mark for one in shown for mark in one.marks)):
        if mark.date is not None:
            days += [day for day in (mark.date.earliest, mark.date.latest) if day is not None]
    if until is not None and days and until > max(days):
        days.append(until if last is not None else reach_to(min(days), max(days), until))
    begin = first or min(days, default=until or date(2000, 1, 1))
    end = last or max(days, default=begin)
    return float(begin.toordinal()), float(max(begin, end).toordinal() + 1)


def _pins(marks: Sequence[Mark], numbers: Mapping[EventId, int], kinds: Mapping[str, EventKind]) -> list[Pin]:
    found = []
    for mark in marks:
        if mark.event_id not in numbers:
            continue
        kind = kinds.get(mark.kind)
        one = pin(
            mark.event_id, mark.date, numbers[mark.event_id], kind, style=style_of(mark.exclusion),
            sign=kind.sign if kind is not None else 0,
        )  # fmt: skip
        if one is not None:
            found.append(one)
    return sorted(found, key=lambda one: (one.x, one.number))


def _effects(marks: Sequence[Mark]) -> Callable[[Pin], str]:
    """What an event did, told when there is room for it."""
    by_event = {mark.event_id: mark for mark in marks}
    found: dict[Key, str] = {}

    def effect(one: Pin) -> str:
        if one.key not in found:
            found[one.key] = _effect(by_event[EventId(one.key)]) if isinstance(one.key, int) else ""
        return found[one.key]

    return effect


def _effect(mark: Mark) -> str:
    """The size of a change: "−400", "≈ −400"."""
    size = mark.size
    if size is None or not is_sized(size):
        return ""
    return formatting.figure(size.low, size.best, size.high, sign=True)[0]


def _panel(
    series: HeadcountSeries, strip: Strip, *, end: float, last: float, origin: date | None
) -> tuple[Panel, list[str]]:
    role = series.population.value
    values = values_of(series)
    marks: list[PanelMark] = []
    if any(one.style is Style.PLANNED for one in strip.pins) and last > end:
        marks.append(Wash(end, last, Look("grid", "", pattern=Pattern.HATCH), _("planned")))
        marks.append(Rule(end, Look("control", width=0.8, dash=(2.0, 2.0))))
    words: list[str] = []
    if values is not None:
        marks += level_marks(series, end=end, role=role)
        marks += checkpoints(series, role)
        label = last_label(series, end, role)
        if label is not None:
            marks.append(label)
            words.append(label.text if len(label.text) >= len(label.note) else label.note)
    return Panel(
        marks, values, strip=strip, title=codes.population_name(series.population),
        note=_note(series, values, origin), swatch=role,
        height=_HEIGHT.get(series.population, 90.0) if values is not None else 5.0,
        least=62.0 if values is not None else 5.0,
    ), words  # fmt: skip


def _note(series: HeadcountSeries, values: Values | None, origin: date | None) -> str:
    if series.relative and series.levels:
        return _("Change since {day}; no level is known").format(day=formatting.day(origin or series.levels[0].day))
    if series.population is Population.UNSPECIFIED:
        return _("in no level: the sources do not say which population this is")
    if not series.levels:
        return _("no level or change with a known size")
    if values is not None and values.cut:
        return _("The axis does not begin at 0")
    bases = {level.basis for level in series.levels}
    if Basis.IMPLIED in bases and Basis.REPORTED not in bases:
        return _("level implied by count and percentage; no headcount was reported")
    return ""


def _read(shown: Sequence[HeadcountSeries], days: Sequence[Sequence[date]], day: date) -> str:
    """The day and every population's level on it."""
    parts = [formatting.day(day)]
    for series, mine in zip(shown, days, strict=True):
        at = bisect_right(mine, day) - 1
        if at < 0:
            continue
        level = series.levels[at]
        name, said = codes.population_name(series.population), level_words(level)
        if series.relative:
            parts.append(_("{population}: {level}").format(population=name, level=said))
        else:
            basis = codes.basis_name(level.basis)
            parts.append(_("{population}: {level} ({basis})").format(population=name, level=said, basis=basis))
    return "   ·   ".join(parts)


def legend(series: Sequence[HeadcountSeries], pins: Sequence[Pin]) -> list[Entry]:
    """What occurs in these panels, and how it is drawn."""
    levels = [level for one in series for level in one.levels]
    marks = [mark for one in series for mark in one.marks]
    styles = {one.style for one in pins}
    role = next((one.population.value for one in series if one.levels), "employees")
    muted = "muted"
    event = Pin(0.5, 1, muted, Style.SOLID)
    entries: list[tuple[bool, Entry]] = [
        (bool(levels), Entry([Bar(0, 1, Look(fill=f"{role}~80")), Bar(0, 1, Look(fill=role), height=0.14)],
                             _("level, from lowest to highest"))),
        (any(level.basis is Basis.IMPLIED for level in levels),
         Entry([Whisker(-1, 2, Look(role, width=1.5, dash=(4.0, 2.4)))], _("implied by count and percentage"))),
        (any(one.aside for one in series),
         Entry([Point(0.5, Look(muted, "surface"), Shape.DIAMOND, 3.2)], _("implied, set aside"))),
        (any(mark.level is not None and mark.exclusion is Exclusion.NONE for mark in marks),
         Entry([Point(0.5, Look("surface", role), Shape.SQUARE, 3.2)], _("reported headcount"))),
        (any(is_drawn(gap) for one in series for gap in one.gaps),
         Entry([Whisker(0.1, 0.9, Look("unexplained", width=1.4, dash=(2.4, 1.8)))], _("unexplained"))),
        (any(one.vague for one in pins),
         Entry([Pin(0.5, 0, muted, first=0.0, last=1.0)], _("some day in this interval"))),
        (Style.SOLID in styles, Entry([event], _("event"))),
        (Style.HOLLOW in styles, Entry([Pin(0.5, 1, muted, Style.HOLLOW)], _("in no total"))),
        (Style.PLANNED in styles, Entry([Pin(0.5, 1, muted, Style.PLANNED)], _("planned"))),
        (Style.DENIED in styles, Entry([Pin(0.5, 1, muted, Style.DENIED)], _("denied"))),
    ]  # fmt: skip
    return [entry for occurs, entry in entries if occurs]


def _legend(shown: Sequence[HeadcountSeries], panels: Sequence[Panel]) -> list[Entry]:
    return legend(shown, [one for panel in panels if panel.strip is not None for one in panel.strip.pins])
