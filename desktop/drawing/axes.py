"""Axes, grid, titles, legend and names of rows: the quiet parts of a figure, the same on every device."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPolygonF

from desktop.drawing.figure import Figure, Panel, Rows, Scale
from desktop.drawing.layout import FOOT, LEGEND_GAP, TITLE, Layout, Placed, foot_air
from desktop.drawing.place import Device, Place
from desktop.drawing.rows import paint_row
from desktop.drawing.scales import Tick, Ticks, axis_form, date_ticks, month_ticks, value_ticks
from desktop.drawing.text import SMALL, TEXT
from desktop.wording import formatting


def ticks_of(figure: Figure, device: Device, first: float, last: float, width: float) -> Ticks:
    """The labels of the horizontal axis for what is shown of it."""

    def measure(words: str) -> float:
        return device.type.width(words, SMALL)

    if figure.scale is Scale.DAYS:
        return date_ticks(first, last, width, measure, finest=figure.finest)
    if figure.scale is Scale.MONTHS:
        return month_ticks(first, last, width, measure)
    whole = last - first > 4 or figure.form is formatting.number  # which would write 0.6 as another 1
    widest = max(measure(axis_form(figure.form, (first, last))(value)) for value in (first, last))
    if not widest:  # each mark has its own words
        return Ticks(())
    places = value_ticks(first, last, width, apart=widest * 1.5 + 10 * device.unit, whole=whole)
    form = axis_form(figure.form, places)
    return Ticks(tuple(Tick(x, form(x)) for x in places))


def paint_grid(place: Place, ticks: Ticks, panel: Panel) -> None:
    """Quiet lines behind everything, and the numbers of the values at the left."""
    device, a = place.device, place.area
    coarse = {tick.x for tick in ticks.coarse}
    for role, chosen in (
        ("grid", [t for t in ticks.fine if t.x not in coarse]),
        ("border", [t for t in (*ticks.coarse, *ticks.fine) if t.x in coarse]),
    ):
        device.pen(role, 0.7)
        lines = [
            QLineF(_crisp(device, place.x(t.x)), a.top(), _crisp(device, place.x(t.x)), a.bottom())
            for t in chosen
            if place.x0 <= t.x <= place.x1
        ]
        if lines:
            device.painter.drawLines(lines)
    if panel.values is not None:
        _values(place, panel)


def _crisp(device: Device, at: float) -> float:
    return at if device.paper else round(at) + 0.5


def _values(place: Place, panel: Panel) -> None:
    device, a, unit, values = place.device, place.area, place.device.unit, panel.values
    assert values is not None
    ticks = value_ticks(values.low, values.high, a.height(), apart=26 * unit, whole=values.whole)
    form = axis_form(values.form, ticks)
    for value in ticks:
        y = _crisp(device, place.y(value))
        device.pen("control" if value == 0 else "grid", 0.8 if value == 0 else 0.7)
        device.painter.drawLine(QLineF(a.left(), y, a.right(), y))
        # The first and the last stand within the area, clear of the axis below it and of the title above it.
        base = min(max(y + device.middle(SMALL), a.top() + 5.8 * unit), a.bottom())
        device.note(a.left() - 4 * unit, base, form(value), "axis", anchor="right")
    if values.cut:
        ways = ((0.0, -1.5), (-3.0, -3.5), (3.0, -6.5), (0.0, -8.5))
        device.pen("axis", 1.0)
        device.painter.drawPolyline(QPolygonF([QPointF(a.left() + x * unit, a.bottom() + y * unit) for x, y in ways]))


def paint_axis(place: Place, ticks: Ticks, y: float) -> None:
    """The labels of the horizontal axis below ``y``: the fine ones, and below them the years."""
    device, a, unit = place.device, place.area, place.device.unit
    device.pen("control", 0.8)
    device.painter.drawLine(QLineF(a.left(), _crisp(device, y), a.right(), _crisp(device, y)))
    _level(place, ticks.fine, y, y + 10.5 * unit, long=3.0)
    if ticks.coarse:
        _level(place, ticks.coarse, y, y + 21.5 * unit, long=22.0)


def _level(place: Place, ticks: Sequence[Tick], top: float, base: float, *, long: float) -> None:
    device, a, unit = place.device, place.area, place.device.unit
    reached = a.left() - 14 * unit
    coarse = long > 10
    for tick in ticks:
        x = place.x(tick.x)
        if a.left() - 0.5 <= x <= a.right() + 0.5:
            device.pen("control" if not coarse else "border", 0.8)
            at = _crisp(device, x)
            device.painter.drawLine(QLineF(at, top, at, top + long * unit))
        wide = device.type.width(tick.text, SMALL)
        if tick.until is not None:
            left, right = max(x, a.left()), min(place.x(tick.until), a.right())
            if right <= left or (right - left < wide + 2 * unit and not coarse):
                continue
            middle = (left + right) / 2
            if coarse and right - left < wide + 4 * unit:
                continue
        else:
            if not a.left() - 0.5 <= x <= a.right() + 0.5:
                continue
            middle = min(max(x, a.left() + wide / 2 - 12 * unit), a.right() + place.margin - wide / 2)
        if middle - wide / 2 >= reached + 3 * unit:
            device.note(middle, base, tick.text, "axis", anchor="center")
            reached = middle + wide / 2


def paint_title(device: Device, placed: Placed, width: float) -> QRectF:
    """The name of a panel with its color, and behind it in quieter words what it is about; gives what they take.

    ``width``: that of its column.
    """
    panel, unit = placed.panel, device.unit
    if not (panel.title or panel.note):
        return QRectF()
    x, base = placed.left + 2 * unit, placed.top + (TITLE - 5) * unit
    end = placed.left + width
    if panel.swatch:
        device.fill(QRectF(x, base - 6 * unit, 6 * unit, 6 * unit), panel.swatch)
        x += 10 * unit
    shown = device.text(x, base, panel.title, "text", TEXT, bold=True, room=end - x)
    return shown.united(
        device.note(
            shown.right() + (8 * unit if panel.title else 0), base, panel.note, room=end - shown.right() - 12 * unit
        )
    )


def paint_legend(device: Device, layout: Layout) -> None:
    """The samples and their words."""
    unit = device.unit
    for entry, sample, end in layout.legend:
        place = Place(device, sample, 0.0, 1.0)
        hits, device.hits = device.hits, None
        device.painter.save()
        device.painter.setClipRect(sample)
        paint_row(place, entry.sample, sample.center().y(), sample.height())
        device.painter.restore()
        device.hits = hits
        at = sample.right() + LEGEND_GAP * unit
        device.note(at, sample.center().y() + device.middle(SMALL), entry.words, room=max(end - at, 10.0))


def paint_names(place: Place, rows: Rows, indexes: range, middle: float, chosen: int) -> None:
    """The names of the rows in sight; ``middle`` is that of the first of them. ``chosen``: the one that is selected."""
    device, unit = place.device, place.device.unit
    right, room = place.area.left() - 5 * unit, place.area.left() - 7 * unit
    for index in indexes:
        name, base = rows.name(index), middle + (index - indexes.start) * rows.height * unit + device.middle()
        if rows.heading(index):
            device.text(2 * unit, base, name, bold=True, room=place.area.right() - 4 * unit)
        else:
            role = "muted" if rows.faint(index) else "text"
            device.text(
                right,
                base,
                device.type.elided(name, room, bold=index == chosen),
                role,
                bold=index == chosen,
                anchor="right",
            )
            if device.hits is not None:
                device.hits.add(QRectF(0, base - 10 * unit, place.area.left(), 14 * unit), rows.key(index))


def paint_foot(place: Place, panel: Panel) -> None:
    """Lines of words under the area, those left out that would touch."""
    device, unit, left = place.device, place.device.unit, place.area.left()
    for line, foot in enumerate(panel.foot):
        base = place.area.bottom() + FOOT * (line + 1) * unit
        air = foot_air(foot, device.type)
        device.note(left - air, base, foot.name, anchor="right", room=left - air)
        reached = left - air
        for x, words in foot.words:
            wide = device.type.width(words, SMALL)
            at = place.x(x)
            if place.x0 <= x <= place.x1 and at - wide / 2 > reached + 4 * unit:
                device.note(at, base, words, anchor="center")
                reached = at + wide / 2
