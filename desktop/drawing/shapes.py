"""How the marks of a panel with values are painted, lines and bands apart."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPolygonF

from desktop.drawing.lines import rectangles
from desktop.drawing.marks import Columns, Gaps, Label, Level, Pattern, Points, Rule, Shape, Wash
from desktop.drawing.patterns import fill_pattern
from desktop.drawing.place import Device, Place
from desktop.drawing.placing import spread
from desktop.drawing.text import SMALL

#: Half the side of a square.
RADIUS = 3.2
#: The width of a bar at most, in points.
_WIDEST = 54.0


def paint_wash(place: Place, wash: Wash) -> None:
    """A shaded stretch, its name at the top."""
    a = place.area
    left, right = max(place.x(wash.first), a.left()), min(place.x(wash.last), a.right())
    if right <= left:
        return
    rect = QRectF(left, a.top(), right - left, a.height())
    if wash.look.fill:
        place.device.fill(rect, wash.look.fill)
    fill_pattern(place.device, rect, wash.look.pattern, wash.look.ink)
    unit = place.device.unit
    if wash.text and place.device.type.width(wash.text, SMALL) < right - left - 6 * unit:
        at = left + 3 * unit, a.top() + 9 * unit
        place.taken.append(place.device.note(*at, wash.text, halo=bool(wash.look.pattern)))


def paint_rule(place: Place, rule: Rule) -> None:
    """An upright line, its word at the top, on the side that has room."""
    x, a, device = place.x(rule.x), place.area, place.device
    if not a.left() - 1 <= x <= a.right() + 1:
        return
    device.pen(rule.look.ink, rule.look.width, rule.look.dash)
    x = x if device.paper else round(x) + 0.5
    device.painter.drawLine(QLineF(x, a.top(), x, a.bottom()))
    if rule.text:
        unit = device.unit
        wide = device.type.width(rule.text, SMALL, bold=True)
        right = x + wide + 4 * unit < a.right() + place.margin
        at = x + 3 * unit if right else x - 3 * unit
        # Above the area, where no line runs through it, if the title leaves the room.
        above = QRectF(at if right else at - wide, a.top() - 10 * unit, wide, 9 * unit)
        outside = place.headroom >= 12 * unit and not any(above.intersects(one) for one in place.taken)
        if outside:
            device.painter.drawLine(QLineF(x, above.top(), x, a.top()))
        base = a.top() + (-3.5 if outside else 9.0) * unit
        shown = device.note(
            at, base, rule.text, rule.look.ink, bold=True, halo=not outside, anchor="left" if right else "right"
        )
        place.taken.append(shown)


def paint_level(place: Place, level: Level) -> None:
    """A level line."""
    a, device = place.area, place.device
    y = place.y(level.y)
    if not a.top() - 1 <= y <= a.bottom() + 1:
        return
    device.pen(level.look.ink, level.look.width, level.look.dash)
    y = y if device.paper else round(y) + 0.5
    device.painter.drawLine(QLineF(a.left(), y, a.right(), y))
    if level.text:
        device.note(a.right() + 3 * device.unit, y + device.middle(SMALL), level.text, level.look.ink)


def paint_columns(place: Place, mark: Columns) -> None:
    """Bars from 0; whiskers, arrowheads and hatching where they can be told apart."""
    lo = int(np.searchsorted(mark.x1, place.x0, side="right"))
    hi = int(np.searchsorted(mark.x0, place.x1))
    if hi <= lo:
        return
    device, unit = place.device, place.device.unit
    left, right = place.xs(mark.x0[lo:hi]), place.xs(mark.x1[lo:hi])
    gap = np.minimum(1.2 * unit, (right - left) * 0.14)
    whole_left, whole_right = left, right
    left, right = left + gap, right - gap
    over = np.maximum(right - left - _WIDEST * unit, 0.0) / 2  # a few of them stay bars
    left, right = left + over, right - over
    if not device.paper:
        left, right = np.round(left), np.maximum(np.round(right), np.round(left) + 1)
    base = place.y(0.0)
    best = mark.best[lo:hi]
    top = place.ys(np.nan_to_num(best))
    partial = mark.partial[lo:hi] if mark.partial is not None else np.zeros(hi - lo, dtype=bool)
    whole = ~np.isnan(best) & ~partial
    up, down = np.minimum(top, base), np.maximum(top, base)
    if device.paper:
        for n in np.flatnonzero(whole):
            device.fill(QRectF(left[n], up[n], right[n] - left[n], down[n] - up[n]), mark.look.fill)
    else:
        rectangles(device, left[whole], np.round(up[whole]), right[whole], np.round(down[whole]), mark.look.fill)
    for n in np.flatnonzero(partial & ~np.isnan(best)):
        rect = QRectF(left[n], up[n], right[n] - left[n], down[n] - up[n])
        fill_pattern(device, rect, Pattern.HATCH, mark.look.fill)
        device.pen(mark.look.fill, 0.9)
        device.painter.setBrush(Qt.BrushStyle.NoBrush)
        device.painter.drawRect(rect)
    _unknown(device, left[np.isnan(best)], right[np.isnan(best)], base)
    _whiskers(place, mark, lo, hi, (left + right) / 2, float(np.median(right - left)))
    if device.hits is not None and len(mark.keys):
        rects = np.column_stack([whole_left, np.minimum(up, base - 6 * unit), whole_right, np.maximum(down, base)])
        device.hits.add_many(rects, mark.keys[lo:hi])


def _unknown(device: Device, left: np.ndarray, right: np.ndarray, base: float) -> None:
    """Nothing known: a dash above the base line, never a bar of 0."""
    device.pen("muted", 1.2)
    lines = [
        QLineF(
            (a + b) / 2 - 2.5 * device.unit,
            base - 4 * device.unit,
            (a + b) / 2 + 2.5 * device.unit,
            base - 4 * device.unit,
        )
        for a, b in zip(left, right, strict=True)
    ]
    if lines:
        device.painter.drawLines(lines)


def _whiskers(place: Place, mark: Columns, lo: int, hi: int, middle: np.ndarray, wide: float) -> None:
    device, unit = place.device, place.device.unit
    if wide < 3.2 * unit:
        return
    low, best, high = mark.low[lo:hi], mark.best[lo:hi], mark.high[lo:hi]
    bounded = np.isfinite(high)
    opened = ~bounded if mark.open is None else ~bounded | mark.open[lo:hi]
    opened &= ~np.isnan(best) | ~np.isnan(low)
    ends = np.where(bounded, high, np.fmax(best, low))
    top, bottom = place.ys(ends), place.ys(np.fmin(low, np.where(np.isnan(best), low, best)))
    lines = []
    for n in np.flatnonzero(bounded & (high > low)):
        lines += [QLineF(middle[n], top[n], middle[n], bottom[n])]
        lines += [QLineF(middle[n] - 1.8 * unit, y, middle[n] + 1.8 * unit, y) for y in (top[n], bottom[n])]
    if lines:
        for role, width in (("surface", 2.7), (mark.look.ink or "text", 0.9)):  # seen on the bar, too
            device.pen(role, width)
            device.painter.drawLines(lines)
    device.pen(mark.look.ink or "text", 0.9)
    if wide < 5 * unit:
        return
    device.painter.setBrush(Qt.BrushStyle.NoBrush)
    for n in np.flatnonzero(opened):
        tip = float(top[n]) - 5 * unit
        points = ((-2.4, 2.8), (0.0, 0.0), (2.4, 2.8))
        device.painter.drawPolyline(QPolygonF([QPointF(middle[n] + x * unit, tip + y * unit) for x, y in points]))


def paint_gaps(place: Place, mark: Gaps) -> None:
    """A bracket over what is not accounted for, with its size beside it where there is room."""
    device, unit = place.device, place.device.unit
    lo, hi = np.searchsorted(mark.x, (place.x0, place.x1))
    x, y0, y1 = place.xs(mark.x[lo:hi]), place.ys(mark.y0[lo:hi]), place.ys(mark.y1[lo:hi])
    crowded = len(x) > 60
    for n in range(len(x)):
        low, high = max(y0[n], y1[n]), min(y0[n], y1[n])
        device.pen(mark.look.ink, 1.4, (2.4, 1.8))
        device.painter.drawLine(QLineF(x[n], high, x[n], low))
        device.pen(mark.look.ink, 1.2)
        device.painter.drawLines([QLineF(x[n] - 3 * unit, y, x[n] + 3 * unit, y) for y in (high, low)])
        if device.hits is not None and mark.keys:
            device.hits.add(
                QRectF(x[n] - 5 * unit, high - 3 * unit, 10 * unit, low - high + 6 * unit), mark.keys[lo + n]
            )
        if not crowded and mark.texts[lo + n]:
            _beside(place, x[n], (low + high) / 2, mark.texts[lo + n], mark.look.ink)


def _beside(place: Place, x: float, y: float, words: str, role: str, *, gap: float = 6.0, bold: bool = False) -> bool:
    """Words to the right of a point, else to its left; not at all where others stand."""
    device = place.device
    wide, high = device.type.width(words, SMALL, bold=bold), SMALL * device.unit
    for x0 in (x + gap * device.unit, x - gap * device.unit - wide):
        rect = QRectF(x0, y - high * 0.62, wide, high * 1.25)
        inside = rect.left() >= place.area.left() and rect.right() <= place.area.right() + place.margin
        if inside and place.free(rect):
            device.note(x0, y + device.middle(SMALL), words, role, bold=bold, halo=True)
            return True
    return False


def paint_points(place: Place, mark: Points) -> None:
    """Squares and their like with whiskers, and their values beside them where there is room."""
    device, unit = place.device, place.device.unit
    lo, hi = (int(n) for n in np.searchsorted(mark.x, (place.x0, place.x1 + 1e-9)))
    x, y = place.xs(mark.x[lo:hi]), place.ys(mark.y[lo:hi])
    few = hi - lo <= max(place.area.width() / (3 * unit), 4)
    if few:
        _point_whiskers(place, mark, lo, hi)
    device.pen(mark.look.ink, mark.look.width)
    device.brush(mark.look.fill)
    if few:
        for a, b in zip(x, y, strict=True):
            paint_shape(device, a, b, mark.shape, RADIUS)
    else:
        side = round(RADIUS * unit * 0.7)
        rectangles(
            device,
            np.round(x) - side,
            np.round(y) - side,
            np.round(x) + side,
            np.round(y) + side,
            mark.look.fill or mark.look.ink,
        )
    reach = (RADIUS + 2) * unit
    if device.hits is not None and len(mark.keys):
        device.hits.add_many(np.column_stack([x - reach, y - reach, x + reach, y + reach]), mark.keys[lo:hi])
    if mark.texts and few:
        r = RADIUS * unit
        place.taken += [QRectF(a - r, b - r, 2 * r, 2 * r) for a, b in zip(x, y, strict=True)]
        for n in range(hi - lo - 1, -1, -1):
            if mark.texts[lo + n]:
                _above(place, x[n], y[n], mark.texts[lo + n], mark.look.fill or mark.look.ink, RADIUS)


def _above(place: Place, x: float, y: float, words: str, role: str, radius: float, *, below: bool = False) -> None:
    """Words above a point, else below it (``below``: the other way around), else beside it."""
    device, unit = place.device, place.device.unit
    wide, high = device.type.width(words, SMALL, bold=True), SMALL * unit
    sides = -(radius + 2.2) * unit, (radius + 2.2) * unit + high * 0.72
    for dy in reversed(sides) if below else sides:
        left = min(max(x - wide / 2, place.area.left() + unit), place.area.right() + place.margin - wide)
        rect = QRectF(left, y + dy - high * 0.8, wide, high)
        inside = rect.top() >= place.area.top() - max(place.headroom, 2 * unit) and rect.bottom() <= place.area.bottom()
        if inside and place.free(rect):
            device.note(left, y + dy, words, role, bold=True, halo=True)
            return
    _beside(place, x, y, words, role, gap=radius + 3, bold=True)


def _point_whiskers(place: Place, mark: Points, lo: int, hi: int) -> None:
    lines: list[QLineF] = []
    x, y = place.xs(mark.x[lo:hi]), place.ys(mark.y[lo:hi])
    if mark.left is not None and mark.right is not None:
        left, right = (np.clip(ends[lo:hi], place.x0, place.x1) for ends in (mark.left, mark.right))
        lines += [QLineF(place.x(a), at, place.x(b), at) for a, b, at in zip(left, right, y, strict=True) if b > a]
    if mark.low is not None and mark.high is not None:
        low, high = place.ys(mark.low[lo:hi]), place.ys(mark.high[lo:hi])
        lines += [QLineF(at, a, at, b) for a, b, at in zip(low, high, x, strict=True) if a > b]
    place.device.pen(mark.look.fill or mark.look.ink, 1.2)
    if lines:
        place.device.painter.drawLines(lines)


def paint_shape(device: Device, x: float, y: float, shape: Shape, radius: float) -> None:
    """One point with the pen and fill that are set."""
    r = radius * device.unit
    if shape is Shape.SQUARE:
        device.painter.drawRect(QRectF(x - r, y - r, 2 * r, 2 * r))
    elif shape is Shape.DISC:
        device.painter.drawEllipse(QPointF(x, y), r, r)
    elif shape is Shape.DIAMOND:
        r *= 1.3
        device.painter.drawPolygon(
            QPolygonF([QPointF(x, y - r), QPointF(x + r, y), QPointF(x, y + r), QPointF(x - r, y)])
        )
    else:
        device.painter.drawLines([QLineF(x - r, y - r, x + r, y + r), QLineF(x - r, y + r, x + r, y - r)])


def paint_labels(place: Place, labels: Sequence[Label]) -> None:
    """Words at the ends of lines side by side in the margin, then those at points where nothing stands yet."""
    unit, a = place.device.unit, place.area
    ends = [one for one in labels if one.end and place.x0 <= one.x <= place.x1 + 1e-9 and not math.isnan(one.y)]
    high = 10.5 * unit
    heights = [place.y(one.y) for one in ends]
    for one, y in zip(ends, spread(heights, high, a.top() - 4 * unit, a.bottom() + unit), strict=True):
        room = a.right() + place.margin - place.x(one.x)
        _end(place, one, place.x(one.x), y, room)
    for one in labels:
        if (one.above or one.below) and place.x0 <= one.x <= place.x1:
            _above(place, place.x(one.x), place.y(one.y), one.text, one.ink, 1.0, below=one.below)
        elif not one.end and place.x0 <= one.x <= place.x1:
            _beside(place, place.x(one.x), place.y(one.y), one.text, one.ink, bold=one.bold)


def _end(place: Place, label: Label, x: float, y: float, room: float) -> None:
    device, unit = place.device, place.device.unit
    wide = device.type.width(label.text, label.size, bold=label.bold)
    inside = x + 5 * unit + wide > place.area.right() + place.margin
    at = place.area.right() + place.margin - wide if inside else x + 5 * unit
    shown = device.text(
        at, y + device.middle(label.size), label.text, label.ink, label.size, bold=label.bold, halo=True
    )
    place.taken.append(shown)
    if label.note:
        left = room - wide - 10 * unit
        if device.type.width(label.note, 7.5) <= left:
            device.text(shown.right() + 4 * unit, y + device.middle(7.5), label.note, "muted", 7.5, halo=True)
        else:
            for by in (12.5, -7.0):  # below it, else above it
                rect = QRectF(at, y + (by - 7) * unit, device.type.width(label.note, 7.5), 9 * unit)
                inside = rect.right() <= place.area.right() + place.margin + 2 * unit
                if inside and rect.bottom() <= place.area.bottom() + 3 * unit and place.free(rect):
                    device.text(at, y + by * unit, label.note, "muted", 7.5, halo=True)
                    break
