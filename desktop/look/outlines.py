"""The outlines of the symbols of kinds, the same in tables, charts and on paper."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath


def outline(symbol: str, box: QRectF) -> QPainterPath:
    """The outline of a kind's symbol within a square; a circle for one we do not know."""
    path = QPainterPath()
    corners = _POLYGONS.get(symbol)
    if corners is not None:
        count, turn = corners
        middle, radius = box.center(), box.width() / 2 * (1.12 if count == 3 else 1)
        for number in range(count):
            angle = math.radians(turn + 360 * number / count)
            point = QPointF(middle.x() + radius * math.cos(angle), middle.y() + radius * math.sin(angle))
            if number:
                path.lineTo(point)
            else:
                path.moveTo(point)
        path.closeSubpath()
    elif symbol == "square":
        path.addRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    elif symbol == "pause":
        path.addRect(QRectF(box.left() + 1, box.top(), 2.5, box.height()))
        path.addRect(QRectF(box.right() - 3.5, box.top(), 2.5, box.height()))
    elif symbol == "cross":
        for a, b in ((box.topLeft(), box.bottomRight()), (box.topRight(), box.bottomLeft())):
            path.moveTo(a + (b - a) * 0.1)
            path.lineTo(a + (b - a) * 0.9)
    elif symbol == "star":
        _star(path, box)
    else:
        path.addEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
    return path


#: Number of corners and direction of the first one in degrees, clockwise from the right.
_POLYGONS: Mapping[str, tuple[int, float]] = {
    "triangle_down": (3, 90),
    "triangle_up": (3, -90),
    "triangle_right": (3, 0),
    "triangle_left": (3, 180),
    "diamond": (4, 0),
    "pentagon": (5, -90),
    "hexagon": (6, 0),
}


def _star(path: QPainterPath, box: QRectF) -> None:
    middle = box.center()
    for number in range(10):
        radius = box.width() / 2 * (1.15 if number % 2 == 0 else 0.5)
        angle = math.radians(-90 + 36 * number)
        point = QPointF(middle.x() + radius * math.cos(angle), middle.y() + radius * math.sin(angle))
        if number:
            path.lineTo(point)
        else:
            path.moveTo(point)
    path.closeSubpath()
