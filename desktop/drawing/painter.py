"""The one painter: a figure that is laid out, onto any device. Used by screen, paper, copied and saved pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.drawing import axes, lines, shapes
from desktop.drawing.figure import Scale, Strip
from desktop.drawing.layout import CROWD, STRIP_ROW, STRIP_ROWS, Layout, Placed, pin_width
from desktop.drawing.marks import (
    Band,
    Columns,
    Gaps,
    Key,
    Label,
    Level,
    PanelMark,
    Points,
    Rule,
    Steps,
    Wash,
)
from desktop.drawing.place import Device, Place
from desktop.drawing.placing import stack
from desktop.drawing.rows import paint_row, paint_stacked
from desktop.drawing.scales import Ticks
from desktop.drawing.text import SMALL

#: Behind the grid, within the area, and over it: in this order.
_BEHIND, _WITHIN = (Wash,), (Band, Columns, Steps)
_STRAIGHT = (Rule, Level)


@dataclass(frozen=True, slots=True)
class Sight:
    """What is shown of a figure: the stretch of its scale, and the part of its content from ``top`` to ``bottom``.

    ``chosen``: the key that is selected; its row is named in bold.
    """

    x0: float
    x1: float
    top: float = -1e12
    bottom: float = 1e12
    chosen: Key = None


def whole(layout: Layout) -> Sight:
    """All of a figure."""
    return Sight(*layout.figure.extent)


def paint_figure(device: Device, layout: Layout, sight: Sight | None = None) -> None:
    """Everything, from the top left corner: title, legend, panels, axis, note."""
    sight = sight or whole(layout)
    paint_content(device, layout, sight)
    paint_scale(device, layout, sight, layout.content)
    base = layout.content + layout.axis + 9 * device.unit
    for line in layout.note:
        device.note(2 * device.unit, base, line)
        base += 10.5 * device.unit


def paint_content(device: Device, layout: Layout, sight: Sight) -> None:
    """What scrolls: title, legend and panels, as far as they are in sight."""
    device.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    figure = layout.figure
    if figure.title:
        device.text(
            2 * device.unit, 12 * device.unit, figure.title, size=11.5, bold=True, room=layout.width - 4 * device.unit
        )
    if sight.top < layout.panels[0].top if layout.panels else True:
        axes.paint_legend(device, layout)
    width = layout.panels[0].area.width() if layout.panels else 0.0
    ticks = axes.ticks_of(figure, device, sight.x0, sight.x1, width) if layout.panels else Ticks(())
    for number, placed in enumerate(layout.panels):
        if placed.area.bottom() + 20 * device.unit >= sight.top and placed.top <= sight.bottom:
            _panel(device, layout, number, placed, sight, ticks)


def paint_scale(device: Device, layout: Layout, sight: Sight, y: float) -> None:
    """The horizontal axis, its line at ``y``."""
    if not layout.axis or not layout.panels:
        return
    ticks = axes.ticks_of(layout.figure, device, sight.x0, sight.x1, layout.panels[0].area.width())
    for placed in layout.heads:
        area = QRectF(placed.area.left(), 0, placed.area.width(), y)
        axes.paint_axis(Place(device, area, sight.x0, sight.x1, margin=layout.right), ticks, y)


def _panel(device: Device, layout: Layout, number: int, placed: Placed, sight: Sight, ticks: Ticks) -> None:
    panel, values = placed.panel, placed.panel.values
    low, high = (values.low, values.high) if values is not None else (0.0, 1.0)
    headroom = 0.0 if placed.strip_rows else placed.area.top() - placed.top
    place = Place(device, placed.area, sight.x0, sight.x1, low, high, margin=layout.right, headroom=headroom)
    painter, area, unit = device.painter, placed.area, device.unit
    place.taken.append(axes.paint_title(device, placed, layout.column))
    tight = QRectF(area.left() - 1, max(area.top(), sight.top - unit), area.width() + 2, 0)
    tight.setBottom(min(area.bottom(), sight.bottom + unit) + 1)
    painter.save()
    painter.setClipRect(tight, Qt.ClipOperation.IntersectClip)
    _paint_all(place, [mark for mark in panel.marks if isinstance(mark, _BEHIND)])
    painter.restore()
    axes.paint_grid(_seen(place, sight), ticks, panel)
    painter.save()
    painter.setClipRect(tight, Qt.ClipOperation.IntersectClip)
    _paint_all(place, [mark for mark in panel.marks if isinstance(mark, _WITHIN)])
    painter.restore()
    over: Sequence[PanelMark] = [mark for mark in panel.marks if not isinstance(mark, (*_BEHIND, *_WITHIN, Label))]
    if panel.rows is not None:  # what is over the values of a panel is behind its rows
        _paint_all(place, over)
        over = []
        chosen = layout.figure.stops.find(sight.chosen)
        _rows(place, layout, sight, chosen.row if chosen is not None and chosen.panel == number else -1)
    # Straight lines go under the words of others.
    _paint_all(place, [mark for mark in over if isinstance(mark, _STRAIGHT)])
    shapes.paint_labels(place, [mark for mark in panel.marks if isinstance(mark, Label)])
    _paint_all(place, [mark for mark in over if not isinstance(mark, _STRAIGHT)])
    if panel.strip is not None and placed.strip_rows:
        _strip(place, placed, panel.strip, sight)
    axes.paint_foot(place, panel)


def _seen(place: Place, sight: Sight) -> Place:
    """The area for lines of the grid: of many thousand rows only the part in sight."""
    if place.area.height() < 20_000:
        return place
    area = place.area.intersected(QRectF(place.area.left(), sight.top, place.area.width(), sight.bottom - sight.top))
    return Place(place.device, area, place.x0, place.x1, place.y0, place.y1, place.margin)


def _paint_all(place: Place, marks: Sequence[PanelMark]) -> None:
    for mark in marks:
        if type(mark) in _PAINTED:
            _PAINTED[type(mark)](place, mark)


#: What paints each mark of a panel with values; labels come last of all and together.
_PAINTED: Mapping[type[PanelMark], Callable[[Place, Any], None]] = {
    Steps: lines.paint_steps,
    Band: lines.paint_band,
    Columns: shapes.paint_columns,
    Points: shapes.paint_points,
    Gaps: shapes.paint_gaps,
    Wash: shapes.paint_wash,
    Rule: shapes.paint_rule,
    Level: shapes.paint_level,
}


def rows_in_sight(placed: Placed, sight: Sight, unit: float) -> range:
    """The indexes of the rows of a panel that are seen."""
    rows = placed.panel.rows
    assert rows is not None
    high = rows.height * unit
    first = max(int((sight.top - placed.area.top()) // high), 0)
    last = min(int((sight.bottom - placed.area.top()) // high) + 1, rows.count)
    return range(first, max(last, first))


def _rows(place: Place, layout: Layout, sight: Sight, chosen: int) -> None:
    placed = next(one for one in layout.panels if one.area is place.area)
    rows, device, area = placed.panel.rows, place.device, place.area
    assert rows is not None
    unit, painter = device.unit, device.painter
    high = rows.height * unit
    indexes = rows_in_sight(placed, sight, unit)
    middle = area.top() + (indexes.start + 0.5) * high
    if rows.rule and len(indexes):
        device.pen("grid", 0.6)
        left = 2 * unit
        painter.drawLines([
            QLineF(left, y, area.right(), y)
            for y in (round(area.top() + (n + 1) * high) + 0.5 for n in indexes)
        ])  # fmt: skip
    axes.paint_names(place, rows, indexes, middle, chosen)
    painter.save()
    beside = layout.right if layout.figure.scale is Scale.NUMBERS or layout.figure.still else 1.0
    out = 4.5 * unit if layout.figure.still else 1.0  # half of a point at 0
    painter.setClipRect(
        QRectF(
            area.left() - out,
            max(area.top(), sight.top) - unit,
            area.width() + out + beside,
            min(area.bottom(), sight.bottom) - max(area.top(), sight.top) + 2 * unit,
        ),
        Qt.ClipOperation.IntersectClip,
    )
    for index in indexes:
        if not rows.heading(index):
            paint_row(place, rows.marks(index), area.top() + (index + 0.5) * high, high)
    painter.restore()


def _strip(place: Place, placed: Placed, strip: Strip, sight: Sight) -> None:
    device = place.device
    found = stack(
        strip, place.x, (sight.x0, sight.x1), rows=min(STRIP_ROWS, placed.strip_rows),
        width=lambda pin: pin_width(device.type, pin), crowd=CROWD * device.unit,
        effect=lambda pin: device.type.width(words, SMALL) + 4 * device.unit if (words := strip.effect(pin)) else 0.0,
    )  # fmt: skip
    painter = device.painter
    painter.save()
    height = placed.strip_rows * STRIP_ROW * device.unit + 6 * device.unit
    # A row above the strip may be crowded while one is near; it may not stand in the title.
    painter.setClipRect(
        QRectF(
            place.area.left() - 8 * device.unit,
            placed.strip_bottom - height,
            place.area.width() + place.margin + 8 * device.unit,
            height,
        ),
        Qt.ClipOperation.IntersectClip,
    )
    top = placed.strip_rows - 1
    for one in found:
        one.row = min(one.row, top)
    paint_stacked(place, found, strip.effect, placed.strip_bottom, STRIP_ROW * device.unit)
    painter.restore()
