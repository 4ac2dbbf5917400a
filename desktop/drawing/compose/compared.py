"""Headcounts beside each other: in one panel, each in a panel of its own, or with the level of one day as 100.

How a page shows them::

    lines = [Line("Acme", series, key=7), Line("Beta", other, key=8)]
    chart.show_figure(overlaid(lines, until=today))
    chart.show_figure(multiples(lines, until=today, same_scale=True))
    chart.show_figure(overlaid([indexed(line, base_day) for line in lines], until=today, index=base_day))

``chart.chosen`` answers with the ``key`` of a line and the day of the level that was clicked: (7, date(2025, 7, 16)).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from db.analysis.series import Exclusion, HeadcountSeries
from db.analysis.series import Level as Headcount
from db.model.values import Quantity
from db.reading.dates import middle_day
from desktop.drawing.compose.levels import checkpoints, last_label, level_marks, values_of
from desktop.drawing.figure import Entry, Figure, Panel, Stop, Stops, Values
from desktop.drawing.marks import (
    Band,
    Bar,
    Gaps,
    Key,
    Label,
    Level,
    Look,
    PanelMark,
    Pattern,
    Points,
    Rule,
    Shape,
    Steps,
    Wash,
    Whisker,
)
from desktop.drawing.scales import day_at, reach_to
from desktop.wording import formatting
from desktop.wording.figures.series import level_words
from desktop.wording.i18n import _

#: Dashes tell lines apart where colors do not; the first is solid.
_DASHES: Sequence[tuple[float, ...]] = ((), (6.0, 2.0), (2.0, 2.0), (8.0, 2.0, 2.0, 2.0), (4.0, 4.0), (1.0, 3.0))
_SHAPES = (Shape.DISC, Shape.SQUARE, Shape.DIAMOND)
#: Of a line with more levels only the reported ones are points.
_MARKED = 60
#: A longer name is cut at the end of its line, and whole in the legend.
_LONG = 24
#: So many points of width a small chart needs to be read beside another.
_COLUMN = 330.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A headcount with the name that stands beside it. ``base``: what the level of the base day is, of an index."""

    name: str
    series: HeadcountSeries
    key: Key = None
    base: Quantity | None = None


def overlaid(
    lines: Sequence[Line], *, until: date, title: str = "", note: str = "", unit: str = "", index: date | None = None
) -> Figure:
    """All of them in one panel, each with its band, a dash and a color of its own, and its name at its end.

    ``index``: the day whose level is 100 in each.
    """
    extent = _extent(lines, until)
    end = min(float(until.toordinal()) + 1, extent[1])
    marks = _plans(lines, until, extent[1])
    if index is not None:
        marks.append(Level(100.0, Look("control", width=0.9)))
        marks.append(Rule(float(index.toordinal()), Look("control", width=0.8, dash=(2.0, 2.0))))
    words = []
    for number, line in enumerate(lines):
        marks += _bands(line, number, end=end)
    for number, line in enumerate(lines):
        marks += _line(line, number, end=end)
    for number, line in enumerate(lines):
        label = _name_at_end(line, end, f"series{number}")
        if label is not None:
            marks.append(label)
            words.append(label.text)
    unnamed = [
        number for number, line in enumerate(lines) if len(line.name) > _LONG or _name_at_end(line, end, "") is None
    ]
    if len(lines) > 1:  # of several each jump is told where it is pointed at
        marks = [replace(mark, texts=[""] * len(mark.texts)) if isinstance(mark, Gaps) else mark for mark in marks]
    panel = Panel(marks, _common(lines, index=index is not None), title="", note=unit, height=240.0, least=120.0)
    stops = sorted((stop for line in lines for stop in _stops(line, 0)), key=lambda stop: stop.x)
    return Figure(
        [panel], extent, title=title, note=note, legend=_legend(lines, marks, unnamed=unnamed),
        stops=Stops(lambda: stops), end_words=words,
        describe=lambda key: _describe(lines, key),
        read=lambda x, _panel, _row: _read(lines, day_at(math.floor(x))),
    )  # fmt: skip


def multiples(
    lines: Sequence[Line], *, until: date, same_scale: bool, role: str = "employees", title: str = "", note: str = ""
) -> Figure:
    """Each in a panel of its own over the same days; on its own scale, or all on the ``same_scale`` from 0."""
    extent = _extent(lines, until)
    end = min(float(until.toordinal()) + 1, extent[1])
    common = _common(lines, index=False)
    panels, words = [], []
    stops: list[Stop] = []
    for number, line in enumerate(lines):
        values = values_of(line.series)
        marks: list[PanelMark] = _plans([line], until, extent[1])
        if values is not None:
            marks += [_keyed(mark, line) for mark in level_marks(line.series, end=end, role=role)]
            marks += [_keyed(mark, line) for mark in checkpoints(line.series, role)]
        label = last_label(line.series, end, role)
        if label is not None:
            marks.append(label)
            words.append(label.text if len(label.text) >= len(label.note) else label.note)
        own = common if same_scale else (values or common)
        panels.append(Panel(marks, own, title=line.name, note=_cut(own), height=84.0, least=62.0))
        stops += _stops(line, number)
    return Figure(
        panels, extent, title=title, note=note, legend=_legend(lines, [m for one in panels for m in one.marks]),
        stops=Stops(lambda: stops), end_words=words, describe=lambda key: _describe(lines, key),
        read=lambda x, panel, _row: _read(lines[panel : panel + 1], day_at(math.floor(x))), column=_COLUMN,
    )  # fmt: skip


# Marks.


def _keyed(mark: PanelMark, line: Line) -> PanelMark:
    """What a click answers with is the line and the day, not the event."""
    if isinstance(mark, Points | Gaps):
        return replace(mark, keys=[(line.key, day_at(math.floor(x))) for x in mark.x])
    return mark


def _bands(line: Line, number: int, *, end: float) -> list[PanelMark]:
    """From lowest to highest, paler than that of a line by itself, with edges that others do not cover."""
    role = f"series{number}"
    found: list[PanelMark] = []
    for mark in level_marks(line.series, end=end, role=role):
        if isinstance(mark, Band):
            # Open above, it would cover what the others say.
            bounded = np.isfinite(mark.high)
            low, high = np.where(bounded, mark.low, np.nan), np.where(bounded, mark.high, np.nan)
            found.append(replace(mark, low=low, high=high, look=Look("", f"{role}~85")))
            for edge in (mark.low, mark.high):
                y = np.where(np.isfinite(edge) & (mark.high > mark.low), edge, np.nan)
                found.append(Steps(mark.x, y, mark.until, Look(f"{role}~45", width=0.6)))
    return found


def _line(line: Line, number: int, *, end: float) -> list[PanelMark]:
    """The line, a point at each of its levels, and what is unexplained."""
    role = f"series{number}"
    found: list[PanelMark] = []
    for mark in level_marks(line.series, end=end, role=role):
        if isinstance(mark, Steps):
            found.append(replace(mark, look=Look(role, width=1.6, dash=_DASHES[number % len(_DASHES)]), dashed=None))
        elif isinstance(mark, Gaps):
            found.append(_keyed(mark, line))
    levels = line.series.levels
    if len(levels) > _MARKED:
        levels = tuple(level for level in levels if level.unexplained is not None)
    known = [(level.day, level.best) for level in levels if level.best is not None]
    if known:
        found.append(
            Points(
                np.array([day.toordinal() for day, _y in known], dtype=np.float64),
                np.array([y for _day, y in known], dtype=np.float64),
                Look("surface", role, width=1.0), _SHAPES[number % len(_SHAPES)],
                keys=[(line.key, day) for day, _y in known],
            )
        )  # fmt: skip
    return found


def _plans(lines: Sequence[Line], until: date, last: float) -> list[PanelMark]:
    """What lies after the day of the view is hatched, where something is planned there."""
    end = float(until.toordinal()) + 1
    if last <= end or not any(_planned(line) for line in lines):
        return []
    return [
        Wash(end, last, Look("grid", "", pattern=Pattern.HATCH), _("planned")),
        Rule(end, Look("control", width=0.8, dash=(2.0, 2.0))),
    ]


def _planned(line: Line) -> list[date]:
    return [
        day
        for mark in line.series.marks
        if mark.exclusion is Exclusion.PLANNED and mark.date is not None
        if (day := middle_day(mark.date) or mark.date.earliest) is not None
    ]


def _name_at_end(line: Line, end: float, role: str) -> Label | None:
    levels = line.series.levels
    value = _middle(levels[-1]) if levels else None
    if value is None:
        return None
    text = formatting.figure(levels[-1].low, levels[-1].best, levels[-1].high)[0]
    at = max(end, float(levels[-1].day.toordinal()))
    name = line.name if len(line.name) <= _LONG else f"{line.name[: _LONG - 1].rstrip()}…"
    return Label(at, value, _("{name} {figure}").format(name=name, figure=text), role, bold=True, end=True)


def _extent(lines: Sequence[Line], until: date) -> tuple[float, float]:
    """From the first level to the last plan, or as far towards the day of the view as a single one is shown."""
    days = [level.day for line in lines for level in (*line.series.levels[:1], *line.series.levels[-1:])]
    days += [day for line in lines for day in _planned(line) if day > until]
    first, last = min(days, default=until), max(days, default=until)
    return float(first.toordinal()), float(reach_to(first, last, until).toordinal() + 1)


def _common(lines: Sequence[Line], *, index: bool) -> Values:
    """One axis for all: from 0, or around 100, which it says."""
    found = [
        value
        for line in lines
        for level in line.series.levels
        for value in (level.low, level.best, level.high)
        if value is not None
    ]
    low, high = min(found, default=0.0), max(found, default=1.0)
    if not index:
        return Values(low * 1.12 if low < 0 else 0.0, max(high, 1.0) * 1.12)
    low, high = min(low, 100.0), max(high, 100.0)
    margin = max(high - low, 8.0) * 0.12
    bottom = low - margin if low - margin > high * 0.3 else 0.0
    return Values(bottom, high + margin, cut=bottom > 0)


def _cut(values: Values) -> str:
    return _("The axis does not begin at 0") if values.cut else ""


def _middle(level: Headcount) -> float | None:
    if level.best is not None:
        return level.best
    if level.low is not None and level.high is not None:
        return (level.low + level.high) / 2
    return level.low if level.low is not None else level.high


# Words.


def _stops(line: Line, panel: int) -> list[Stop]:
    return [Stop((line.key, level.day), float(level.day.toordinal()), panel) for level in line.series.levels]


def _describe(lines: Sequence[Line], key: Key) -> str:
    if not isinstance(key, tuple):
        return ""
    line = next((one for one in lines if one.key == key[0]), None)
    level = line.series.at(key[1]) if line is not None else None
    if line is None or level is None:
        return ""
    words = _("{day}, {name}: {figure}").format(
        day=formatting.day(level.day), name=line.name, figure=level_words(level)
    )
    missing = level.unexplained
    if missing is not None and any((missing.low, missing.best, missing.high)):
        size = formatting.interval(missing.low, missing.best, missing.high, sign=True)
        words = _("{words}, {size} of it unexplained").format(words=words, size=size)
    return words


def _read(lines: Sequence[Line], day: date) -> str:
    parts = [formatting.day(day)]
    for line in lines:
        level = line.series.at(day)
        if level is not None:
            parts.append(_("{name}: {figure}").format(name=line.name, figure=level_words(level)))
    return "   ·   ".join(parts)


def _legend(lines: Sequence[Line], marks: Sequence[PanelMark], *, unnamed: Sequence[int] = ()) -> list[Entry]:
    """What occurs, and the lines that have not their whole name at their end."""
    entries = []
    for number in unnamed:
        dash = _DASHES[number % len(_DASHES)]
        entries.append(Entry([Whisker(-1, 2, Look(f"series{number}", width=1.8, dash=dash))], lines[number].name))
    if any(isinstance(mark, Band) and bool(np.nanmax(mark.high - mark.low, initial=0.0) > 0) for mark in marks):
        entries.append(Entry([Bar(0, 1, Look(fill="muted~70"))], _("from lowest to highest")))
    if any(isinstance(mark, Gaps) for mark in marks):
        sample = Whisker(0.1, 0.9, Look("unexplained", width=1.4, dash=(2.4, 1.8)))
        entries.append(Entry([sample], _("unexplained")))
    return entries


# Index.


def indexed(line: Line, day: date) -> Line | None:
    """The same line with the level in force on ``day`` as 100; None where that is not known, or may be 0.

    The band is [low / base high, high / base low]; while the base level itself holds it is 100 and nothing else.
    """
    base = None if line.series.relative else line.series.at(day)
    if base is None or base.best is None or not base.low:
        return None

    def part(end: float | None, of: float | None) -> float | None:
        return None if end is None or of is None else 100 * end / of

    low, best, high = base.low, base.best, base.high
    levels = tuple(
        replace(level, low=100.0, best=100.0, high=100.0)
        if level is base
        else replace(
            level,
            low=part(level.low, high) or 0.0,
            best=part(level.best, best),
            high=part(level.high, low),
            unexplained=None,
        )
        for level in line.series.levels
    )
    series = replace(line.series, levels=levels, gaps=(), aside=())
    return replace(line, series=series, base=Quantity(low, best, high))
