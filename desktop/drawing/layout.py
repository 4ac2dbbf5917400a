"""Where the parts of a figure stand for a width, from the top down: legend, panels with their strips, axis, note.

Nothing of it depends on the time that is shown, so that nothing moves while a reader moves or zooms.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF

from desktop.drawing.figure import Entry, Figure, Foot, Panel, Scale
from desktop.drawing.marks import Pin
from desktop.drawing.placing import stack
from desktop.drawing.scales import axis_form, value_ticks
from desktop.drawing.text import SMALL, Type

#: Heights in points: a title, a row of events, what lies between panels, the axis of dates and of others.
TITLE, STRIP_ROW, BETWEEN, DATES, NUMBERS = 15.0, 17.5, 9.0, 27.0, 15.0
FOOT = 11.5
#: The radius of an event's disc, the size of its number, the width of a symbol before it, and the air between.
RADIUS, NUMBER, SYMBOL, AIR = 6.6, 7.6, 5.6, 1.6
#: Rows of events above a panel; more are counted together.
STRIP_ROWS = 4
CROWD = 25.0
#: Between a sample of the legend and its words.
LEGEND_GAP = 5.0
#: The share of the width that names of rows take at most, and the margin for words behind lines.
_NAMES, _WORDS = 0.34, 0.28
#: The same where each row has its words behind it: there they are half of the figure.
_BEHIND = 0.42


@dataclass(slots=True, eq=False)
class Placed:
    """A panel in the content of a figure: its left end and top, the strip above its area, the area."""

    panel: Panel
    left: float
    top: float
    strip_bottom: float
    strip_rows: int
    area: QRectF


@dataclass(slots=True, eq=False)
class Layout:
    """A figure laid out. ``content``: how high its panels are together; ``axis`` and ``foot`` come below them.

    Panels stand in ``columns`` of one width, filled row by row; a panel by itself has all of it.
    """

    figure: Figure
    width: float
    columns: int
    left: float
    right: float  # the margin behind the areas
    head: float
    content: float
    axis: float
    foot: float
    panels: list[Placed] = field(default_factory=list)
    legend: list[tuple[Entry, QRectF, float]] = field(default_factory=list)  # sample, and where its words end
    note: list[str] = field(default_factory=list)

    @property
    def height(self) -> float:
        """Everything."""
        return self.content + self.axis + self.foot

    @property
    def column(self) -> float:
        """How wide a column is, with its margins."""
        return self.width / self.columns

    @property
    def heads(self) -> Sequence[Placed]:
        """The first panel of each column."""
        return self.panels[: self.columns]

    def column_at(self, x: float) -> int:
        """The column at a place from the left."""
        return min(max(int(x // self.column), 0), self.columns - 1)

    def panel_at(self, x: float, y: float) -> int:
        """The panel at a place of the content, or the nearest above it in its column."""
        mine = range(self.column_at(x), len(self.panels), self.columns)
        return next((number for number in mine if y <= self.panels[number].area.bottom()), mine[-1])


def lay_out(
    figure: Figure, kind: Type, width: float, *, height: float = 0.0, least: bool = False, legend: bool = True
) -> Layout:
    """Lay a figure out for a width; panels with values grow to ``height``, or shrink to their least for it.

    ``least``: as low as can still be read.
    """
    unit = kind.unit
    columns = _beside(figure, unit, width)
    column = width / columns
    left, right = _margins(figure, kind, column)
    axis = (DATES if figure.scale is Scale.DAYS else NUMBERS) * unit if figure.panels else 0.0
    note = _wrapped(figure.note, kind, width - 8 * unit)
    foot = (len(note) * 10.5 + 4) * unit if note else 0.0
    head = 20.0 * unit if figure.title else 0.0
    made = Layout(figure, width, columns, left, right, head, 0.0, axis, foot, note=note)
    y = head
    if legend and figure.legend:
        y = _legend(made, kind, y)
    strips = [_strip_rows(figure, panel, kind, column - left - right) for panel in figure.panels]
    # Of panels beside each other the highest makes the row.
    rows = [range(first, min(first + columns, len(strips))) for first in range(0, len(strips), columns)]
    above = [max(_above(figure.panels[n], strips[n]) for n in row) * unit for row in rows]
    below = [max(FOOT * len(figure.panels[n].foot) + BETWEEN for n in row) * unit for row in rows]
    highest = [max((figure.panels[n] for n in row), key=lambda panel: panel.height) for row in rows]
    taken = y + sum(above) + sum(below) + axis + foot
    room = 0.0 if least else height - taken if height else math.inf
    for row, over, under, high in zip(rows, above, below, _heights(highest, unit, room), strict=True):
        for number in row:
            start = (number - row.start) * column
            area = QRectF(start + left, y + over, max(column - left - right, 10.0), high)
            made.panels.append(Placed(figure.panels[number], start, y, y + over, strips[number], area))
        y += over + high + under
    made.content = y
    if figure.panels:
        made.content -= (BETWEEN - (0.0 if grounded(figure.panels[-1]) else 3.0)) * unit
    return made


def _strip_height(rows: int) -> float:
    return rows * STRIP_ROW + 3 if rows else 0.0


def _above(panel: Panel, rows: int) -> float:
    """What a panel takes over its area, in points."""
    return TITLE * bool(panel.title or panel.note) + _strip_height(rows)


def _beside(figure: Figure, unit: float, width: float) -> int:
    """How many panels stand beside each other."""
    if not figure.column:
        return 1
    return max(min(int(width // (figure.column * unit)), len(figure.panels)), 1)


def _heights(panels: Sequence[Panel], unit: float, room: float) -> list[float]:
    """Of the areas: what is wanted where ``room`` has no end, else what there is, at least what can still be read."""
    wanted = [panel.rows.count * panel.rows.height * unit if panel.rows else panel.height * unit for panel in panels]
    low = [
        high if panel.rows else min(panel.least, panel.height) * unit
        for high, panel in zip(wanted, panels, strict=True)
    ]
    if room == math.inf:
        return wanted
    free = room - sum(low)
    weights = [0.0 if panel.rows or not panel.values else panel.height for panel in panels]
    total = sum(weights)
    if not total:
        return low
    return [one + max(free, 0.0) * weight / total for one, weight in zip(low, weights, strict=True)]


def _margins(figure: Figure, kind: Type, width: float) -> tuple[float, float]:
    """Of a column: room for the names and numbers at the left, and for the words at the right."""
    unit = kind.unit
    wide = 24 * unit
    for panel in figure.panels:
        if panel.rows is not None:
            names = panel.rows.longest or map(panel.rows.name, range(min(panel.rows.count, 400)))
            longest = max((kind.width(name) for name in names), default=0.0) + 9 * unit
            wide = max(wide, min(longest, width * _NAMES))
        elif panel.values is not None:
            labels = value_ticks(panel.values.low, panel.values.high, 200, apart=20, whole=panel.values.whole)
            form = axis_form(panel.values.form, labels)
            longest = max((kind.width(form(value), SMALL) for value in labels), default=0.0)
            wide = max(wide, longest + 8 * unit)
        for foot in panel.foot:
            wide = max(wide, min(kind.width(foot.name, SMALL) + foot_air(foot, kind) + 2 * unit, width * _NAMES))
    words = max((kind.width(word, 8.5, bold=True) for word in figure.end_words), default=0.0)
    right = min(max(words + 10 * unit if words else 0.0, 12 * unit), width * (_BEHIND if figure.still else _WORDS))
    return wide, right


def foot_air(foot: Foot, kind: Type) -> float:
    """Between the name of a line under an area and the area: its first word stands around the first place."""
    words = foot.words[0][1] if foot.words else ""
    return kind.width(words, SMALL) / 2 + 6 * kind.unit


def grounded(panel: Panel) -> bool:
    """Whether the lower end of a panel is its line of 0, which is then the axis, too."""
    return panel.values is not None and panel.values.low == 0 and not panel.foot


def _strip_rows(figure: Figure, panel: Panel, kind: Type, width: float) -> int:
    """How many rows the events of a strip take with all of the time in sight."""
    if panel.strip is None or not panel.strip.pins:
        return 0
    first, last = figure.extent

    def x(value: float) -> float:
        return (min(max(value, first - 9e6), last + 9e6) - first) / max(last - first, 1e-9) * width

    found = stack(
        panel.strip, x, figure.extent,
        rows=STRIP_ROWS, width=lambda pin: pin_width(kind, pin), crowd=CROWD * kind.unit,
    )  # fmt: skip
    return max((one.row + 1 for one in found), default=1)


def pin_width(kind: Type, pin: Pin) -> float:
    """How wide the disc of an event is: as its symbol and number need, at least round; a dot without a number."""
    if not pin.number:
        return 7.0 * kind.unit
    signed = SYMBOL + AIR if pin.symbol else 0.0
    return max(2 * RADIUS * kind.unit, kind.width(str(pin.number), NUMBER, bold=True) + (6.5 + signed) * kind.unit)


def _legend(made: Layout, kind: Type, y: float) -> float:
    """Samples with their words, wrapped to the width; gives where the panels begin."""
    unit = kind.unit
    x, line = 0.0, 14.0 * unit
    for entry in made.figure.legend:
        wide = (18 + LEGEND_GAP) * unit + kind.width(entry.words, SMALL)
        if x and x + wide > made.width - 4 * unit:
            x, y = 0.0, y + line
        made.legend.append((entry, QRectF(x + 2 * unit, y, 16 * unit, line), min(x + wide, made.width)))
        x += wide + 14 * unit
    return y + line + 5 * unit


def _wrapped(text: str, kind: Type, width: float) -> list[str]:
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split(" "):
            tried = f"{line} {word}" if line else word
            if line and kind.width(tried, SMALL) > width:
                lines.append(line)
                tried = word
            line = tried
        lines.append(line)
    return lines
