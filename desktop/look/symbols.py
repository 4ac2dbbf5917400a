"""The small drawn signs of tables and lists: the symbol of a kind in its color, the sign of a status.

A rumor is hollow, a denial is crossed out, what is planned is hatched: the same everywhere, and never by color alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from PySide6.QtCore import QLineF, QObject, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPainterPath, QPen, QPixmap

from db.model.records import EventKind
from db.model.values import Status
from desktop.look.theme import Theme

SIZE = 16


class Symbols(QObject):
    """Icons of kinds and statuses in the colors of the theme, drawn once each."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._made: dict[tuple[str, ...], QIcon] = {}
        theme.changed.connect(self._on_theme_changed)

    def kind(self, kind: EventKind | None, status: Status | None, *, planned: bool = False) -> QIcon:
        """The symbol of a kind, drawn for how strongly it is asserted."""
        symbol, color = (kind.symbol, kind.color) if kind is not None else ("circle", "")
        return self._icon(
            (symbol, color, status or "", "planned" if planned else ""),
            lambda painter: self._paint_kind(painter, symbol, color, status, planned=planned),
        )

    def status(self, status: Status | None) -> QIcon:
        """The sign of a status; empty for an event nobody claims anything about."""
        if status is None:
            return QIcon()
        return self._icon(("status", status), lambda painter: self._paint_status(painter, status))

    def warning(self) -> QIcon:
        """The sign of a field whose claims contradict each other."""
        return self._theme.icon("warning", "warning")

    @Slot()
    def _on_theme_changed(self) -> None:
        self._made.clear()

    def _icon(self, key: tuple[str, ...], paint: Callable[[QPainter], None]) -> QIcon:
        icon = self._made.get(key)
        if icon is None:
            icon = self._made[key] = QIcon()
            for ratio in {1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}:
                pixmap = QPixmap(round(SIZE * ratio), round(SIZE * ratio))
                pixmap.setDevicePixelRatio(ratio)
                pixmap.fill(Qt.GlobalColor.transparent)
                painter = QPainter(pixmap)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                paint(painter)
                painter.end()
                # Also for selected rows: Qt would tint it otherwise.
                icon.addPixmap(pixmap, QIcon.Mode.Normal)
                icon.addPixmap(pixmap, QIcon.Mode.Selected)
        return icon

    def _paint_kind(self, painter: QPainter, symbol: str, color: str, status: Status | None, *, planned: bool) -> None:
        ink = self._theme.chart_color(color) if color else self._theme.color("muted")
        path = shape(symbol, QRectF(3, 3, 10, 10))
        hollow = planned or status in {Status.RUMORED, Status.DENIED}
        painter.setPen(QPen(ink, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush if hollow else ink)
        painter.drawPath(path)
        if planned:
            painter.save()
            painter.setClipPath(path)
            painter.setPen(QPen(ink, 1))
            painter.drawLines([QLineF(3, y, 13, y - 10) for y in range(4, 26, 3)])
            painter.restore()
        if status is Status.DENIED:
            painter.setPen(QPen(self._theme.color("muted"), 1.5))
            painter.drawLine(QPointF(2, 14), QPointF(14, 2))

    def _paint_status(self, painter: QPainter, status: Status) -> None:
        ink = QColor(self._theme.color("muted"))
        painter.setPen(QPen(ink, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        disc = QRectF(4, 4, 8, 8)
        if status is Status.CONFIRMED:
            painter.drawPolyline([QPointF(3, 8.5), QPointF(6.5, 12), QPointF(13, 4.5)])
        elif status is Status.REPORTED:
            painter.setBrush(ink)
            painter.drawEllipse(disc)
        else:
            painter.drawEllipse(disc)
            if status is Status.DENIED:
                painter.drawLine(QPointF(3, 13), QPointF(13, 3))


def shape(symbol: str, box: QRectF) -> QPainterPath:
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
