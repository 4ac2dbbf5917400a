"""What a figure consists of, in its own coordinates. No Qt.

``x`` is a place on the figure's horizontal scale (days as ordinals, months from an anchor, or numbers), ``y`` a value
of its panel; marks within a row have no ``y``. Widths, radii and dashes are points of the reader. Colors are roles
(:mod:`desktop.drawing.palette`). ``key`` is what a click on the mark answers with; None: nothing is behind it.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

# Whole before its part: numpy.typing alone does not wait for a thread that is loading numpy, and both fail.
import numpy as np
from numpy.typing import NDArray

Key = Hashable
Floats = NDArray[Any]
Flags = NDArray[Any]

NAN = np.nan


class Pattern(StrEnum):
    """What a fill has besides its color, so that a print in grey tells it too."""

    NONE = ""
    HATCH = "hatch"  # rising lines
    FALLING = "falling"  # falling lines, bolder and wider apart
    DOTS = "dots"


@dataclass(frozen=True, slots=True)
class Look:
    """How a mark is drawn: color of line and fill, width and dashes of the line in points, pattern of the fill."""

    ink: str = ""
    fill: str = ""
    width: float = 1.0
    dash: tuple[float, ...] = ()
    pattern: Pattern = Pattern.NONE


class Style(StrEnum):
    """How an event is drawn: by shape and pattern, never by color alone."""

    SOLID = "solid"
    HOLLOW = "hollow"  # weaker than the scope asks for, or in no total for another reason
    PLANNED = "planned"
    DENIED = "denied"


class Shape(StrEnum):
    """The outline of a point."""

    SQUARE = "square"
    DIAMOND = "diamond"
    DISC = "disc"
    CROSS = "cross"


# Marks of a panel with values.


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """A step line: ``y[i]`` holds from ``x[i]`` to the next, the last to ``until``. NaN: a break, never bridged.

    ``joined[i]``: a stroke leads up or down from the value before (always, if None). ``dashed[i]``: the step is an
    estimate.
    """

    x: Floats
    y: Floats
    until: float
    look: Look
    joined: Flags | None = None
    dashed: Flags | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Between two step lines. ``-inf`` and ``inf``: open to that side; NaN: no band there."""

    x: Floats
    low: Floats
    high: Floats
    until: float
    look: Look


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """A bar for each stretch ``x0`` to ``x1`` from 0 to ``best``, with a whisker from ``low`` to ``high``.

    NaN in ``best``: nothing is known, a dash on the base line. NaN or ``inf`` in ``high``, or ``open``: "at least", an
    arrowhead. ``partial``: the period is not over, hatched.
    """

    x0: Floats
    x1: Floats
    low: Floats
    best: Floats
    high: Floats
    look: Look
    open: Flags | None = None
    partial: Flags | None = None
    keys: Sequence[Key] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """Labeled jumps at ``x`` from ``y0`` to ``y1``: a bracket beside the line, at the day it is booked on."""

    x: Floats
    y0: Floats
    y1: Floats
    texts: Sequence[str]
    look: Look
    keys: Sequence[Key] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Points of one shape with whiskers: ``left`` to ``right`` in time, ``low`` to ``high`` in value (NaN: none).

    Sorted by ``x``. ``texts`` stand beside them where there is room, the last ones first.
    """

    x: Floats
    y: Floats
    look: Look
    shape: Shape = Shape.SQUARE
    left: Floats | None = None
    right: Floats | None = None
    low: Floats | None = None
    high: Floats | None = None
    texts: Sequence[str] = ()
    keys: Sequence[Key] = ()


@dataclass(frozen=True, slots=True)
class Wash:
    """A stretch of the scale, shaded over the whole height."""

    first: float
    last: float
    look: Look
    text: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line at one place over the whole height, with a word at its top."""

    x: float
    look: Look
    text: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A line at one value over the whole width, with a word at its right end."""

    y: float
    look: Look
    text: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a point; they keep clear of each other. ``end``: at the end of a line, with room kept in the margin."""

    x: float
    y: float
    text: str
    ink: str = "text"
    size: float = 8.5
    bold: bool = False
    end: bool = False
    note: str = ""  # smaller, behind or below it
    above: bool = False  # centered above the point, as over a bar
    below: bool = False  # centered below it, as under a bar that hangs


# Marks of a row, or of the strip of events above a panel.


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch within a row. ``soft``: so far in from its ends the mark is not certain, and tapers.

    ``height`` is a share of the row. ``text`` stands in it where there is room, in the ink of its fill.
    """

    first: float
    last: float
    look: Look
    height: float = 0.62
    soft: tuple[float, float] = (0.0, 0.0)
    text: str = ""
    key: Key = None


@dataclass(frozen=True, slots=True)
class Whisker:
    """An interval in a row; an infinite end is an arrowhead at the edge of what is drawn."""

    low: float
    high: float
    look: Look


@dataclass(frozen=True, slots=True)
class Point:
    """A point in a row."""

    x: float
    look: Look
    shape: Shape = Shape.DISC
    radius: float = 3.6
    key: Key = None


@dataclass(frozen=True, slots=True)
class Word:
    """Words in a row at ``x``: to its right, to its left, or around it. Covered ones go behind those, or out."""

    x: float
    text: str
    ink: str = "text"
    anchor: str = "left"  # "left": begins at x; "right": ends there; "center"
    size: float = 8.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Pin:
    """An event at its day. ``first``/``last``: the interval of a vague one (infinite: open). ``number`` 0: none.

    ``sign`` −1 or 1 shows which way the level goes.
    """

    x: float
    number: int
    color: str
    style: Style = Style.SOLID
    first: float = NAN
    last: float = NAN
    sign: int = 0
    key: Key = None
    symbol: str = ""  # of the kind; empty: none

    @property
    def vague(self) -> bool:
        """Whether it has an interval rather than a day."""
        return self.last > self.first


@dataclass(frozen=True, slots=True)
class Tie:
    """A line at ``x`` down to the next row."""

    x: float
    look: Look


RowMark = Bar | Whisker | Point | Word | Pin | Tie
PanelMark = Steps | Band | Columns | Gaps | Points | Wash | Rule | Level | Label
