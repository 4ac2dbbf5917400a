"""Dots in rows: shares with their intervals, and the days on which something happened, a row for each.

How a page shows them::

    rows = [Dotted("Acme", [Dot(12.0, 10.0, 14.0)], "12% (10–14%)", key=0)]
    chart.show_figure(dots(rows, form=formatting.percent, name=_("Share of the workforce")))
    rows = [Dated("Acme", [Pin(739_000, 0, "negative")], key=0)]
    chart.show_figure(strips(rows, name=_("Layoffs")))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from desktop.drawing.figure import Entry, Figure, Panel, Rows, Scale, Stop, Stops, Values
from desktop.drawing.marks import NAN, Bar, Key, Look, PanelMark, Pin, Point, Points, RowMark, Shape, Whisker, Word
from desktop.drawing.scales import finest, reach
from desktop.wording import formatting
from desktop.wording.i18n import _

_LOOKS = (Look("surface", "employees", 0.8), Look("unexplained", "surface", 1.3))
_SHAPES = (Shape.DISC, Shape.DIAMOND)


@dataclass(frozen=True, slots=True)
class Dot:
    """A value with its ends, None where open or not known; one of them is. ``second``: of the other measure, hollow."""

    best: float | None
    low: float | None = None
    high: float | None = None
    second: bool = False


@dataclass(frozen=True, slots=True)
class Dotted:
    """A row of values; ``words`` stand behind them, or alone where there is no value."""

    name: str
    dots: Sequence[Dot]
    words: str
    key: Key = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A row of days; ``words`` behind its name in what is read out, ``beside`` behind its last day."""

    name: str
    pins: Sequence[Pin]
    words: str = ""
    key: Key = None
    beside: str = ""


def dots(
    rows: Sequence[Dotted], *, form: Callable[[float], str], title: str = "", note: str = "", name: str = "",
    unit: str = "", legend: tuple[str, str] | None = None,
) -> Figure:  # fmt: skip
    """Values from 0 with their intervals. ``legend``: what the first and the second measure are called."""
    ends = [end for row in rows for dot in row.dots for end in (dot.best, dot.low, dot.high) if end is not None]
    low, top = min([0.0, *ends]), max([0.0, *ends]) or 1.0

    def marks(index: int) -> list[RowMark]:
        row = rows[index]
        found: list[RowMark] = []
        if not row.dots:
            return [Word(0.0, row.words, "muted")]
        for dot in row.dots:
            look = _LOOKS[dot.second]
            if dot.low is not None and dot.high is not None and dot.high > dot.low:
                found.append(Whisker(dot.low, dot.high, Look(look.fill if not dot.second else look.ink, width=1.1)))
            if dot.best is not None:
                found.append(Point(dot.best, look, _SHAPES[dot.second], key=row.key))
        reach = max(end for dot in row.dots for end in (dot.low, dot.best, dot.high) if end is not None)
        return [*found, Word(reach + top * 0.012, row.words)]

    by_key = {row.key: row for row in rows}
    panel = Panel(rows=_rows([row.name for row in rows], [row.key for row in rows], marks), title=name, note=unit)
    stops = [Stop(row.key, NAN, 0, n) for n, row in enumerate(rows)]

    def describe(key: Key) -> str:
        row = by_key.get(key)
        return "" if row is None else _("{name}: {figure}").format(name=row.name, figure=row.words)

    def read(_x: float, _panel: int, row: int) -> str:
        return describe(rows[row].key) if 0 <= row < len(rows) else ""

    entries = [
        Entry([Point(0.5, _LOOKS[n], _SHAPES[n])], words) for n, words in enumerate(legend or ()) if n < len(_LOOKS)
    ]
    return Figure(
        [panel], (low * 1.05, top * 1.04), Scale.NUMBERS, entries, title, note, Stops(lambda: stops), describe, read,
        form, still=True, end_words=[row.words for row in rows[:400]],
    )  # fmt: skip


def strips(
    rows: Sequence[Dated], *, title: str = "", note: str = "", name: str = "", unit: str = "",
    span: tuple[date, date] | None = None,
) -> Figure:  # fmt: skip
    """Days as dots over time; a line joins those of a row, and a vague one shows its days. ``span``: what is shown."""
    ends = [pin.x for row in rows for pin in row.pins]
    first, last = (min(ends), max(ends) + 1) if ends else (730_000.0, 730_365.0)
    if span is not None:
        first, last = min(first, span[0].toordinal()), max(last, span[1].toordinal() + 1)

    def marks(index: int) -> list[RowMark]:
        row = rows[index]
        places = [pin.x for pin in row.pins]
        found: list[RowMark] = []
        if len(places) > 1:
            found.append(Bar(min(places), max(places), Look(fill="control"), height=0.07))
        found += row.pins
        if row.beside and places:
            if min(places) - first > last - max(places):
                found.append(Word(min(places), f"{row.beside}\N{NO-BREAK SPACE}", "muted", "right"))
            else:
                found.append(Word(max(places), f"\N{NO-BREAK SPACE}{row.beside}", "muted"))
        return found

    by_key = {row.key: row for row in rows}
    stops = [Stop(row.key, row.pins[-1].x if row.pins else NAN, 0, n) for n, row in enumerate(rows)]

    def describe(key: Key) -> str:
        row = by_key.get(key)
        return "" if row is None else _("{name}: {figure}").format(name=row.name, figure=row.words or row.beside)

    def read(_x: float, _panel: int, row: int) -> str:
        return describe(rows[row].key) if 0 <= row < len(rows) else ""

    shown = _rows([row.name for row in rows], [row.key for row in rows], marks, rule=True)
    return Figure(
        [Panel(rows=shown, title=name, note=unit)], (first, last), Scale.DAYS, (), title, note, Stops(lambda: stops),
        describe, read,
    )  # fmt: skip


def _rows(
    names: Sequence[str], keys: Sequence[Key], marks: Callable[[int], Sequence[RowMark]], *, rule: bool = False
) -> Rows:
    return Rows(len(names), lambda n: names[n], marks, height=17.0, rule=rule, key=lambda n: keys[n])


@dataclass(frozen=True, slots=True)
class Spread:
    """Of a stretch of days: a middle with its ends, and between which values the single ones lie."""

    first: date
    last: date
    best: float | None
    low: float | None
    high: float | None
    shortest: float | None = None
    longest: float | None = None
    words: str = ""
    key: Key = None


def spread_panel(
    spreads: Sequence[Spread], *, title: str, note: str = "", color: str = "employees",
    form: Callable[[float], str] = formatting.number, height: float = 190.0,
) -> Panel:  # fmt: skip
    """Middles over time with their intervals; the single values reach from cross to cross."""
    shown = [one for one in spreads if one.best is not None]

    def column(values: Sequence[float | None]) -> np.ndarray:
        return np.array([NAN if value is None else value for value in values], dtype=np.float64)

    x = column([(one.first.toordinal() + one.last.toordinal() + 1) / 2 for one in shown])
    best = column([one.best for one in shown])
    marks: list[PanelMark] = [
        Points(x, column(ends), Look("muted", "", 1.1), Shape.CROSS)
        for ends in ([one.shortest for one in shown], [one.longest for one in shown])
        if any(end is not None for end in ends)
    ]
    marks.append(
        Points(
            x,
            best,
            Look("surface", color),
            Shape.DISC,
            low=column([one.low for one in shown]),
            high=column([one.high for one in shown]),
            texts=[form(one.best or 0.0) for one in shown],
            keys=[one.key for one in shown],
        )
    )
    ends = [end for one in shown for end in (one.best, one.low, one.high, one.shortest, one.longest) if end is not None]
    low, high = min([0.0, *ends]), max([0.0, *ends]) or 1.0
    return Panel(marks, Values(low * 1.1, high * 1.12, form=form), title=title, note=note, height=height)


def spread(spreads: Sequence[Spread], *, name: str, unit: str, title: str = "", note: str = "") -> Figure:
    """The panel as a figure of its own."""
    by_key = {one.key: one for one in spreads}
    stops = [Stop(one.key, (one.first.toordinal() + one.last.toordinal()) / 2) for one in spreads]

    def describe(key: Key) -> str:
        return by_key[key].words if key in by_key else ""

    def read(x: float, _panel: int, _row: int) -> str:
        return next((one.words for one in spreads if one.first.toordinal() <= x < one.last.toordinal() + 1), "")

    stretches = [(one.first, one.last) for one in spreads]
    legend = [Entry([Point(0.5, Look("surface", "employees", 0.8))], _("median, with what vague dates leave open"))]
    if any(one.shortest is not None for one in spreads):
        legend.append(Entry([Point(0.5, Look("muted", "", 1.1), Shape.CROSS)], _("shortest and longest")))
    return Figure(
        [spread_panel(spreads, title=name, note=unit)], reach(stretches), Scale.DAYS, legend, title, note,
        Stops(lambda: stops), describe, read, finest=finest(stretches),
    )  # fmt: skip
