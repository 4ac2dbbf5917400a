"""The headcount of an organization: for each population a panel with its level, what is uncertain, and its events.

A page shows it with ``chart.show_figure(headcount(series, numbers, kinds=…, until=…))``; keys are the ids of events.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np

from db.analysis.series import Basis, Exclusion, Gap, HeadcountSeries, Mark
from db.analysis.series import Level as Headcount
from db.model.ids import EventId
from db.model.records import EventKind
from db.model.values import Population, Quantity
from db.reading.dates import middle_day
from desktop.drawing.compose.events import pin, spoken, style_of
from desktop.drawing.figure import Entry, Figure, Panel, Stop, Stops, Strip, Values
from desktop.drawing.marks import (
    NAN,
    Band,
    Bar,
    Gaps,
    Key,
    Label,
    Level,
    Look,
    PanelMark,
    Pattern,
    Pin,
    Point,
    Points,
    Rule,
    Shape,
    Steps,
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
    if size is None or not _sized(size):
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


def level_marks(series: HeadcountSeries, *, end: float, role: str) -> list[PanelMark]:
    """Band, line, and what is unexplained at the checkpoints."""
    levels = series.levels
    x = np.array([level.day.toordinal() for level in levels], dtype=np.float64)
    best = np.array([NAN if level.best is None else level.best for level in levels], dtype=np.float64)
    low = np.array([_end(level, level.low, -math.inf) for level in levels], dtype=np.float64)
    high = np.array([_end(level, level.high, math.inf) for level in levels], dtype=np.float64)
    until = max(end, float(x[-1])) if len(x) else end
    marks: list[PanelMark] = [Band(x, low, high, until, Look(f"{role}~20", f"{role}~80"))]
    if series.relative:
        marks.append(Level(0.0, Look("control", width=0.9)))
    gaps = [gap for gap in series.gaps if _drawn(gap)]
    booked = {gap.last for gap in gaps}
    joined = np.array([level.day not in booked for level in levels], dtype=bool)
    marks.append(Steps(x, best, until, Look(role, width=1.5), joined=joined, dashed=_estimates(levels)))
    if gaps:
        marks.append(
            Gaps(
                np.array([gap.last.toordinal() for gap in gaps], dtype=np.float64),
                np.array([_middle(gap.expected) for gap in gaps], dtype=np.float64),
                np.array([_middle(gap.stated) for gap in gaps], dtype=np.float64),
                [_unexplained(gap) for gap in gaps],
                Look("unexplained"),
                [_checkpoint(series, gap) for gap in gaps],
            )
        )
    return marks


def _end(level: Headcount, value: float | None, otherwise: float) -> float:
    if level.low is None and level.high is None:
        return NAN
    return otherwise if value is None else value


def _drawn(gap: Gap) -> bool:
    """Whether there is something unexplained that has two ends."""
    return _sized(gap.unexplained) and _middle(gap.expected) is not None and _middle(gap.stated) is not None


def _checkpoint(series: HeadcountSeries, gap: Gap) -> Key:
    """The reported headcount that a gap is booked on."""
    return next((mark.event_id for mark in series.marks if mark.level is not None and _day(mark) == gap.last), None)


def _unexplained(gap: Gap) -> str:
    missing = gap.unexplained
    size = formatting.figure(missing.low, missing.best, missing.high, sign=True)[0]
    return _("unexplained {size}").format(size=size)


def _estimates(levels: Sequence[Headcount]) -> np.ndarray:
    """Dashed where a level rests on an implied one (before the first anchor: on that), not on a reported headcount."""
    anchors = (Basis.REPORTED, Basis.IMPLIED)
    footing = next((level.basis for level in levels if level.basis in anchors), Basis.REPORTED)
    found = []
    for level in levels:
        footing = level.basis if level.basis in anchors else footing
        found.append(footing is Basis.IMPLIED)
    return np.array(found, dtype=bool)


def checkpoints(series: HeadcountSeries, role: str) -> list[PanelMark]:
    """Squares for reported headcounts, hollow in no total; hollow diamonds for implied levels that are set aside."""
    found: list[PanelMark] = []
    marks = [(mark, _day(mark), _middle(mark.level)) for mark in series.marks if mark.level is not None]
    placed = sorted(
        ((day, value, mark) for mark, day, value in marks if day is not None and value is not None),
        key=lambda one: one[0],
    )
    for counts in (True, False):
        mine = [one for one in placed if (one[2].exclusion is Exclusion.NONE) == counts]
        if not mine:
            continue
        look = Look("surface", role, width=1.2) if counts else Look(role, "surface", width=1.2)
        found.append(
            Points(
                np.array([day.toordinal() for day, _value, _mark in mine], dtype=np.float64),
                np.array([value for _day, value, _mark in mine], dtype=np.float64),
                look,
                left=np.array([_bound(mark, "earliest") for _day, _value, mark in mine], dtype=np.float64),
                right=np.array([_bound(mark, "latest") for _day, _value, mark in mine], dtype=np.float64),
                low=np.array(
                    [NAN if mark.level is None or mark.level.low is None else mark.level.low for *_rest, mark in mine]
                ),
                high=np.array(
                    [NAN if mark.level is None or mark.level.high is None else mark.level.high for *_rest, mark in mine]
                ),
                texts=[formatting.number(value) for _day, value, _mark in mine],
                keys=[mark.event_id for *_rest, mark in mine],
            )
        )
    aside = sorted(
        (one.implied.day, value) for one in series.aside if (value := _middle(one.implied.level)) is not None
    )
    if aside:
        found.append(
            Points(
                np.array([day.toordinal() for day, _value in aside], dtype=np.float64),
                np.array([value for _day, value in aside], dtype=np.float64),
                Look("muted", "surface", width=1.2),
                Shape.DIAMOND,
            )
        )
    return found


def _bound(mark: Mark, name: str) -> float:
    """The day a vague headcount begins or ends on, without end where the date is open; NaN for an exact one."""
    if mark.date is None or mark.date.exact:
        return NAN
    day = getattr(mark.date, name)
    return day.toordinal() if day is not None else (-math.inf if name == "earliest" else math.inf)


def last_label(series: HeadcountSeries, end: float, role: str) -> Label | None:
    """The level at the end of the line, in words behind it."""
    if not series.levels:
        return None
    level = series.levels[-1]
    value = _middle(level)
    if value is None:
        return None
    text, note = formatting.figure(level.low, level.best, level.high, sign=series.relative)
    return Label(max(end, float(level.day.toordinal())), value, text, role, bold=True, end=True, note=note)


def values_of(series: HeadcountSeries) -> Values | None:
    """The axis: cut only where most of the height would be empty, and never that of a change; None: only events."""
    levels: list[Headcount | Quantity] = [
        *series.levels,
        *(mark.level for mark in series.marks if mark.level is not None),
    ]
    levels += [Quantity.exact(value) for one in series.aside if (value := _middle(one.implied.level)) is not None]
    found = [value for level in levels for value in (level.low, level.best, level.high) if value is not None]
    if not found:
        return None
    low, high = min(found), max(found)
    if series.relative or low < 0:
        low, high = min(low, 0.0), max(high, 0.0)
        margin = max(high - low, 1.0) * 0.12
        form = formatting.signed if series.relative else formatting.number
        return Values(low - margin if low < 0 else 0.0, high + margin, form)
    open_below = any(level.low is None and level.high is not None for level in series.levels)
    if low < high * 0.55 or open_below:
        return Values(0.0, max(high, 1.0) * 1.12)
    margin = max(high - low, high * 0.04, 2.0) * 0.25
    bottom = max(low - margin, 0.0)
    return Values(bottom, high + margin, cut=bottom > 0)


def _sized(quantity: Quantity) -> bool:
    return any((quantity.low, quantity.best, quantity.high))


def _middle(quantity: Quantity | Headcount | None) -> float | None:
    """Best, else halfway, else the one bound there is: where a mark is drawn."""
    if quantity is None or quantity.best is not None:
        return quantity.best if quantity is not None else None
    if quantity.low is not None and quantity.high is not None:
        return (quantity.low + quantity.high) / 2
    return quantity.low if quantity.low is not None else quantity.high


def _day(mark: Mark) -> date | None:
    if mark.date is None:
        return None
    return middle_day(mark.date) or mark.date.earliest or mark.date.latest


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
        (any(_drawn(gap) for one in series for gap in one.gaps),
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
