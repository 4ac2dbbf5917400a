"""Lines over time, a panel each: a number from day to day with what it is at least and at most.

How a page shows it::

    line = Line(_("Active relationships"), days, active, low, high, keys=keys)
    chart.show_figure(over_time([line], until=today, describe=words))
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from desktop.drawing.figure import Figure, Panel, Stop, Stops, Values
from desktop.drawing.marks import Band, Key, Label, Look, PanelMark, Steps
from desktop.drawing.scales import day_at
from desktop.wording import formatting
from desktop.wording.i18n import _


@dataclass(frozen=True, slots=True)
class Line:
    """A number at the end of each of ``days`` and until the next; ``color`` is a role."""

    name: str
    days: Sequence[date]
    best: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    color: str = "employees"
    height: float = 84.0


def over_time(
    lines: Sequence[Line],
    *,
    until: date,
    keys: Sequence[Key] = (),
    first: date | None = None,
    describe: Callable[[Key], str] = lambda _key: "",
    title: str = "",
    note: str = "",
) -> Figure:
    """A panel for each line, all from 0. ``keys``: of the days of the first line, what the arrow keys step through;
    None: nothing is behind that day.
    """
    end = float(until.toordinal()) + 1
    panels, words = [], []
    for line in lines:
        x = np.array([day.toordinal() for day in line.days], dtype=np.float64)
        low, best, high = (np.array(one, dtype=np.float64) for one in (line.low, line.best, line.high))
        text = formatting.number(line.best[-1])
        bounds = f"{formatting.number(line.low[-1])}–{formatting.number(line.high[-1])}"
        aside = bounds if line.low[-1] != line.high[-1] else ""
        words += [text, aside]
        marks: list[PanelMark] = [
            Band(x, low, high, end, Look(f"{line.color}~45", f"{line.color}~80")),
            Steps(x, best, end, Look(line.color, width=1.5)),
            Label(end, float(line.best[-1]), text, line.color, bold=True, end=True, note=aside),
        ]
        top = max(float(high.max()), 1.0) * 1.18
        panels.append(Panel(marks, Values(0.0, top), title=line.name, swatch=line.color, height=line.height, least=46))
    days = lines[0].days if lines else ()
    begin = first or min(days, default=until)
    stops = (
        [Stop(key, float(day.toordinal())) for key, day in zip(keys, days, strict=True) if key is not None]
        if keys
        else []
    )

    def read(x: float, panel: int, _row: int) -> str:
        day = day_at(math.floor(x))
        line = lines[min(panel, len(lines) - 1)]
        at = bisect_right(line.days, day) - 1
        if at < 0:
            return formatting.day(day)
        figure = formatting.interval(line.low[at], line.best[at], line.high[at])
        return f"{formatting.day(day)}   ·   {_('{name}: {figure}').format(name=line.name, figure=figure)}"

    return Figure(
        panels, (float(begin.toordinal()), max(end, begin.toordinal() + 1.0)), title=title, note=note,
        stops=Stops(lambda: stops), describe=describe, read=read, end_words=words,
    )  # fmt: skip
