"""Panels, rows and figures: how marks are put together, and what a reader can point at and step through. No Qt."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

import numpy as np

from desktop.drawing.marks import Floats, Key, PanelMark, Pin, RowMark
from desktop.wording import formatting

#: The least stretch of days that fills a chart.
LEAST_DAYS = 14.0
#: What is shown before and after, as a share; rows have discs at their ends.
_AIR, _AIR_OF_ROWS = 0.02, 0.03


class Scale(StrEnum):
    """What the horizontal places of a figure are."""

    DAYS = "days"  # date.toordinal()
    MONTHS = "months"  # from an anchor, 0
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Values:
    """A vertical axis from ``low`` to ``high``. ``cut``: it does not begin at 0, and says so."""

    low: float
    high: float
    form: Callable[[float], str] = formatting.number
    whole: bool = True  # no label between two whole numbers
    cut: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows that are composed when they come in sight: ``marks(index)`` is asked again and again and should be kept.

    ``height`` in points. ``rule``: a hairline below each. ``heading(index)``: the row is the title of a group.
    """

    count: int
    name: Callable[[int], str]
    marks: Callable[[int], Sequence[RowMark]]
    height: float = 18.0
    rule: bool = True
    heading: Callable[[int], bool] = lambda _index: False
    key: Callable[[int], Key] = lambda _index: None
    faint: Callable[[int], bool] = lambda _index: False
    #: The longest names, for the width of their column; none: all are asked (up to some hundred).
    longest: Sequence[str] = ()


@dataclass(eq=False)
class Strip:
    """The events above a panel, sorted by their day. ``effect``: what stands beside one where there is room: "−400"."""

    pins: Sequence[Pin]
    effect: Callable[[Pin], str] = lambda _pin: ""

    @cached_property
    def x(self) -> Floats:
        """Their places."""
        return np.array([pin.x for pin in self.pins], dtype=np.float64)

    @cached_property
    def reach(self) -> float:
        """The longest stretch of a vague one that is not open, to either side."""
        ends = [pin.last - pin.first for pin in self.pins if pin.vague and math.isfinite(pin.last - pin.first)]
        return max(ends, default=0.0)

    @cached_property
    def open(self) -> list[int]:
        """Those that reach without end."""
        return [n for n, pin in enumerate(self.pins) if pin.vague and not math.isfinite(pin.last - pin.first)]


@dataclass(frozen=True, slots=True, eq=False)
class Foot:
    """A line under an area: its name at the left, words at their places ("at risk" of a survival curve)."""

    name: str
    words: Sequence[tuple[float, str]]


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """One plot: marks over ``values``, or ``rows``; a title with a note behind it, and a strip of events above.

    ``height`` is wanted, ``least`` can still be read, in points; rows are as high as they are. ``swatch``: the color
    of a small square before the title. ``foot``: lines of words under the area.
    """

    marks: Sequence[PanelMark] = ()
    values: Values | None = None
    rows: Rows | None = None
    strip: Strip | None = None
    title: str = ""
    note: str = ""
    swatch: str = ""
    height: float = 150.0
    least: float = 62.0
    foot: Sequence[Foot] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend: marks of a row on the scale 0 to 1 as its sample, and its words."""

    sample: Sequence[RowMark]
    words: str


@dataclass(frozen=True, slots=True)
class Stop:
    """What the arrow keys step through, in order of time or rank: its key, place, panel and row."""

    key: Key
    x: float
    panel: int = 0
    row: int = -1


class Stops:
    """What the arrow keys step through, in order; made when it is first asked for."""

    def __init__(self, make: Callable[[], Sequence[Stop]] = tuple) -> None:
        self._make = make

    @cached_property
    def all(self) -> Sequence[Stop]:
        """Every stop."""
        return self._make()

    @cached_property
    def _indexes(self) -> Mapping[Key, int]:
        return {stop.key: n for n, stop in enumerate(self.all)}

    def index(self, key: Key) -> int | None:
        """Which one has a key."""
        return self._indexes.get(key)

    def find(self, key: Key) -> Stop | None:
        """The one that has a key."""
        at = self.index(key) if key is not None else None
        return self.all[at] if at is not None else None


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """What is drawn, composed once: panels over one horizontal scale from ``x[0]`` to ``x[1]``.

    ``describe(key)`` says in words what is behind a mark; ``read(x, panel, row)``
    what is known at a place under the mouse. ``still``: the scale cannot be moved (numbers, categories). ``column``:
    panels stand beside each other where each has so many points of width; 0: always below each other.
    """

    panels: Sequence[Panel]
    x: tuple[float, float]
    scale: Scale = Scale.DAYS
    legend: Sequence[Entry] = ()
    title: str = ""
    note: str = ""
    stops: Stops = field(default_factory=Stops)
    describe: Callable[[Key], str] = lambda _key: ""
    read: Callable[[float, int, int], str] = lambda _x, _panel, _row: ""
    form: Callable[[float], str] = formatting.number
    still: bool = False
    end_words: Sequence[str] = ()  # room for these is kept at the right
    finest: str = "day"  # of a scale of days: no label for less than a "day", "month", "quarter" or "year"
    column: float = 0.0

    @property
    def extent(self) -> tuple[float, float]:
        """What is shown at first: of days a little more than there is, two weeks at least."""
        first, last = self.x
        if self.still or self.scale is not Scale.DAYS or self.finest != "day":  # of whole periods no part of another
            return first, max(last, first + 1e-9)
        short = max(LEAST_DAYS - (last - first), 0.0) / 2
        air = (last - first) * (_AIR_OF_ROWS if any(panel.rows for panel in self.panels) else _AIR)
        return first - short - air, last + short + air


def part(figure: Figure, panel: int, first: int, last: int) -> Figure:
    """The same figure with the rows ``first`` to ``last`` (exclusive) of a panel only."""
    rows = figure.panels[panel].rows
    assert rows is not None
    shown = replace(
        rows, count=last - first, name=lambda n: rows.name(n + first), marks=lambda n: rows.marks(n + first),
        heading=lambda n: rows.heading(n + first), key=lambda n: rows.key(n + first),
        faint=lambda n: rows.faint(n + first), longest=rows.longest,
    )  # fmt: skip
    panels = list(figure.panels)
    panels[panel] = replace(panels[panel], rows=shown)
    return replace(figure, panels=panels)
