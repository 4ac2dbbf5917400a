"""Hatching and dots within a rectangle, cut by arithmetic: a clip costs more than all the lines of a small one."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPen, Qt

from desktop.drawing.marks import Pattern
from desktop.drawing.place import Device

#: A rectangle this many units of a point wide beyond the sight is cut before it is hatched.
_MOST = 4000


def fill_pattern(device: Device, rect: QRectF, pattern: Pattern, role: str) -> None:
    """Cover a rectangle with a pattern, in vectors: a pattern brush would be a picture in a print."""
    if not pattern or rect.width() <= 0 or rect.height() <= 0 or rect.width() > _MOST * device.unit:
        return
    if pattern is Pattern.DOTS:
        _dots(device, rect, role)
        return
    rising = pattern is Pattern.HATCH
    step, width = (4.2, 0.8) if rising else (6.6, 1.5)
    device.pen(role, width)
    lines = hatching(rect, step * device.unit, rising=rising)
    if lines:
        device.painter.drawLines(lines)


def hatching(rect: QRectF, step: float, *, rising: bool) -> list[QLineF]:
    """Lines of 45 degrees through a rectangle, in step with the device so that neighbors meet."""
    left, top, width, height = rect.left(), rect.top(), rect.width(), rect.height()
    lines = []
    at = step - (left + (top if rising else -top)) % step
    while at < width + height:
        # From the point on the upper (or right) side to that on the left (or lower) side, measured along them.
        x0, y0 = (at, 0.0) if at <= width else (width, at - width)
        x1, y1 = (0.0, at) if at <= height else (at - height, height)
        if not rising:
            y0, y1 = height - y0, height - y1
        lines.append(QLineF(left + x0, top + y0, left + x1, top + y1))
        at += step
    return lines


def _dots(device: Device, rect: QRectF, role: str) -> None:
    step = 4.4 * device.unit
    pen = QPen(device.palette[role])
    pen.setWidthF(1.6 * device.unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    device.painter.setPen(pen)
    points = []
    at = rect.left() + step / 2
    while at < rect.right() - step / 4:
        points.append(QPointF(at, rect.top() + rect.height() * 0.3))
        if at + step / 2 < rect.right() - step / 4:
            points.append(QPointF(at + step / 2, rect.top() + rect.height() * 0.7))
        at += step
    if points:
        device.painter.drawPoints(points)
