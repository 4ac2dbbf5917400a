"""Step lines and bands of many thousand steps: whole pixels on a screen, one vector path on paper.

On a screen an upright or level stroke needs no antialiasing, and a rectangle is drawn twenty times as fast as the same
piece of a polyline. Steps that fall on one column of pixels become one stroke over all their values.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import numpy as np
import pyqtgraph as pg
from pyqtgraph.Qt import internals
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop.drawing.marks import Band, Flags, Floats, Steps
from desktop.drawing.place import Device, Place


def window(x: Floats, place: Place) -> tuple[int, int]:
    """First and last (exclusive) step in sight."""
    return max(bisect_right(x, place.x0) - 1, 0), bisect_left(x, place.x1)


def _stretch(x: Floats, until: float, lo: int, hi: int, place: Place) -> tuple[Floats, Floats]:
    """Left and right end of each step in sight, in units of the device."""
    ends = np.append(x[lo + 1 : hi + 1], max(until, x[-1]))[: hi - lo]
    return place.xs(x[lo:hi]), place.xs(ends)


def rectangles(device: Device, left: Floats, top: Floats, right: Floats, bottom: Floats, role: str) -> None:
    """Many filled rectangles at once, without antialiasing."""
    if not len(left):
        return
    array = internals.PrimitiveArray(QRectF, 4)
    array.resize(len(left))
    memory = array.ndarray()
    memory[:, 0], memory[:, 1], memory[:, 2], memory[:, 3] = left, top, right - left, bottom - top
    painter = device.painter
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(device.palette[role]))
    painter.drawRects(*array.drawargs())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def paint_band(place: Place, band: Band) -> None:
    """The stretch between two step lines; open to a side where it is infinite."""
    lo, hi = window(band.x, place)
    if hi <= lo:
        return
    left, right = _stretch(band.x, band.until, lo, hi, place)
    a, device = place.area, place.device
    top = np.maximum(place.ys(band.high[lo:hi]), a.top())
    bottom = np.minimum(place.ys(band.low[lo:hi]), a.bottom())
    known = ~(np.isnan(top) | np.isnan(bottom)) & (right > left) & (bottom > top)
    left, right, top, bottom = left[known], right[known], top[known], bottom[known]
    if device.paper:
        _paper_band(place, band, left, right, top, bottom)
        return
    left, right, top, bottom = np.round(left), np.round(right), np.round(top), np.round(bottom)
    if len(left) > 2 * a.width():
        left, top, bottom = _by_column(left, top, bottom)
        right = np.append(left[1:], right[-1])
    rectangles(device, left, top, right, np.maximum(bottom, top + 1), band.look.fill)
    if band.look.ink:
        wide = bottom - top > 3
        for edge in (top[wide], bottom[wide] - 1):
            rectangles(device, left[wide], edge, right[wide], edge + 1, band.look.ink)


def _by_column(left: Floats, top: Floats, bottom: Floats) -> tuple[Floats, Floats, Floats]:
    """One rectangle for each column of pixels, over all that is in it."""
    start = np.flatnonzero(np.r_[True, left[1:] != left[:-1]])
    return left[start], np.minimum.reduceat(top, start), np.maximum.reduceat(bottom, start)


def _paper_band(place: Place, band: Band, left: Floats, right: Floats, top: Floats, bottom: Floats) -> None:
    """A polygon for each unbroken stretch."""
    if not len(left):
        return
    device = place.device
    breaks = np.flatnonzero(left[1:] > right[:-1] + 0.01) + 1
    device.pen("")
    device.brush(band.look.fill)
    for run in np.split(np.arange(len(left)), breaks):
        upper_x = np.column_stack([left[run], right[run]]).ravel()
        upper, lower = np.repeat(top[run], 2), np.repeat(bottom[run], 2)
        x, y = np.r_[upper_x, upper_x[::-1]], np.r_[upper, lower[::-1]]
        device.painter.drawPolygon(pg.functions.arrayToQPolygonF(x, y))
    if band.look.ink:
        device.pen(band.look.ink, 0.5)
        wide = bottom - top > 3
        lines = [
            QLineF(a, y, b, y)
            for a, b, *edges in zip(left[wide], right[wide], top[wide], bottom[wide], strict=True)
            for y in edges
        ]
        if lines:
            device.painter.drawLines(lines)


def paint_steps(place: Place, steps: Steps) -> None:
    """The line; broken where a value is not known, dashed where it is an estimate."""
    lo, hi = window(steps.x, place)
    if hi <= lo:
        return
    left, right = _stretch(steps.x, steps.until, lo, hi, place)
    y = place.ys(steps.y[lo:hi])
    before = place.ys(steps.y[lo - 1 : hi - 1]) if lo else np.r_[np.nan, place.ys(steps.y[: hi - 1])]
    joined = steps.joined[lo:hi] if steps.joined is not None else np.ones(hi - lo, dtype=bool)
    dashed = steps.dashed[lo:hi] if steps.dashed is not None else np.zeros(hi - lo, dtype=bool)
    upright = joined & ~np.isnan(y) & ~np.isnan(before) & (y != before)
    level = ~np.isnan(y)
    for estimate in (False, True):
        mine = dashed == estimate
        if not mine.any():
            continue
        dash = steps.look.dash or ((4.0, 2.4) if estimate else ())
        if dash or place.device.paper:
            _strokes(place.device, steps, dash, (left, right, y, before), (level & mine, upright & mine))
        else:
            _pixels(place, steps, (left, right, y, before), (level & mine, upright & mine))


def _pixels(place: Place, steps: Steps, at: tuple[Floats, ...], which: tuple[Flags, Flags]) -> None:
    left, right, y, before = (np.round(one) for one in at)
    level, upright = which
    wide = max(1.0, round(steps.look.width * place.device.unit))
    half = wide // 2
    x, low, high = left[upright], np.minimum(y, before)[upright], np.maximum(y, before)[upright]
    if len(x) > 2 * place.area.width():
        x, low, high = _by_column(x, low, high)
    role = steps.look.ink
    rectangles(place.device, x - half, low - half, x - half + wide, high - half + wide, role)
    long = level & ((right > left) | (len(left) == 1))
    a, b, at_y = left[long], right[long], y[long]
    rectangles(place.device, a - half, at_y - half, b - half + wide, at_y - half + wide, role)


def _strokes(
    device: Device, steps: Steps, dash: tuple[float, ...], at: tuple[Floats, ...], which: tuple[Flags, Flags]
) -> None:
    """Unbroken runs as one path each, so that dashes run on around corners."""
    left, right, y, before = at
    level, upright = which
    device.pen(steps.look.ink, steps.look.width, dash)
    device.painter.setBrush(Qt.BrushStyle.NoBrush)
    xs: list[float] = []
    ys: list[float] = []
    connect: list[bool] = []
    for n in np.flatnonzero(level):
        if upright[n]:
            # Dashed pieces begin with their own rise, whatever the piece before is drawn with.
            goes_on = bool(xs) and xs[-1] == left[n] and ys[-1] == before[n]
            if not goes_on:
                xs.append(left[n])
                ys.append(before[n])
                connect.append(False)
            xs.append(left[n])
            ys.append(y[n])
            connect.append(True)
        elif not (xs and xs[-1] == left[n] and ys[-1] == y[n]):
            xs.append(left[n])
            ys.append(y[n])
            connect.append(False)
        xs.append(right[n])
        ys.append(y[n])
        connect.append(True)
    if not xs:
        return
    after = np.array([*connect[1:], False], dtype=np.int32)  # whether a point is joined with the next
    path = pg.functions.arrayToQPath(np.array(xs), np.array(ys), connect=after, finiteCheck=False)
    device.painter.drawPath(path)
