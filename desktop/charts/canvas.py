"""The items of a chart's surface: the figure, what follows the mouse above it, and pyqtgraph's box for drag and range.

The figure is kept as it was painted until it changes; a mouse that moves repaints only what lies above it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from desktop.drawing.figure import Figure
from desktop.drawing.layout import Layout
from desktop.drawing.marks import Key
from desktop.drawing.painter import Sight, paint_content, paint_scale
from desktop.drawing.palette import Palette
from desktop.drawing.place import Device, Hits
from desktop.drawing.text import Type
from desktop.look.colors import Colors


class Surface(Protocol):
    """What the items need of the chart."""

    colors: Colors
    figure: Figure
    plan: Layout
    type: Type
    hues: Palette
    hits: Hits
    box: Any
    overlay: Any
    hover: float | None
    hovered: Key
    selected: Key
    offset: float

    @property
    def sight(self) -> Sight:
        """What is seen of the figure."""

    @property
    def seen_height(self) -> float:
        """How much of the content is in sight."""

    def visible_range(self) -> tuple[float, float]:
        """The stretch of the scale that is shown."""


class TimeBox(pg.ViewBox):
    """The range of the scale, and its being dragged; nothing is drawn in it.

    The range is that of each of several columns, ``column`` units wide; the box reaches over all of them.
    ``brushed`` carries a stretch of the scale over which the mouse was dragged with Shift, where ``brushes`` is set;
    ``brush`` is that stretch while it is dragged.
    """

    brushed = Signal(float, float)

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0)
        self.brushes = False
        self.brush: tuple[float, float] | None = None
        self.column = 1.0
        self.disableAutoRange()
        self.setYRange(0, 1, padding=0)

    def mouseDragEvent(self, event: Any, axis: Any = None) -> None:
        """With Shift a stretch is brushed; else the scale is moved."""
        left = event.button() == Qt.MouseButton.LeftButton
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not (self.brushes and left and (shifted or self.brush is not None)):
            if left and self.state["mouseEnabled"][0]:
                event.accept()
                first, last = self.viewRange()[0]
                moved = (event.pos().x() - event.lastPos().x()) / self.column * (last - first)
                self.setXRange(first - moved, last - moved, padding=0)
            elif not left:
                super().mouseDragEvent(event, axis)
            return
        event.accept()
        ends = sorted(self.mapToView(place).x() for place in (event.buttonDownPos(), event.pos()))
        self.brush = None if event.isFinish() else (ends[0], ends[1])
        if event.isFinish() and ends[1] > ends[0]:
            self.brushed.emit(*ends)

    def raiseContextMenu(self, event: Any) -> None:
        """No menu of pyqtgraph's."""

    def wheelEvent(self, event: Any, _axis: Any = None) -> None:
        """Left to the chart."""
        event.ignore()


class _Sheet(pg.GraphicsObject):
    """As large as the surface."""

    def __init__(self, chart: Surface) -> None:
        super().__init__()
        self._chart = chart
        self._rect = QRectF(0, 0, 1, 1)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def resize_to(self, rect: QRectF) -> None:
        """Take the size of the surface."""
        if rect != self._rect:
            self.prepareGeometryChange()
            self._rect = rect
        self.update()

    def boundingRect(self) -> QRectF:
        """All of the surface."""
        return self._rect


#: Pixels beyond a strip of which the marks are painted, too, as far as they reach into it.
_SEAM = 4


class Canvas(_Sheet):
    """The figure. What was painted where is in ``chart.hits`` afterwards, in units of the surface.

    The picture is kept: a mouse that moves paints nothing of it anew, scrolling only what comes into sight.
    """

    def __init__(self, chart: Surface) -> None:
        super().__init__(chart)
        self._picture = QPixmap()
        self._state: object = None
        self._offset = 0

    def forget(self) -> None:
        """Paint everything anew."""
        self._state = None
        self.update()

    def paint(self, painter: QPainter, _option: object, _widget: object) -> None:
        """The part of the content that is in sight, and the axis below it."""
        chart = self._chart
        ratio = painter.device().devicePixelRatioF()
        state = (chart.sight.x0, chart.sight.x1, chart.selected, chart.seen_height, self._rect.size().toTuple(), ratio)
        offset = round(chart.offset)
        moved = offset - self._offset
        if state != self._state or abs(moved) >= chart.seen_height:
            self._paint_all(state, offset, ratio)
        elif moved:
            self._paint_moved(moved, offset, ratio)
        painter.drawPixmap(0, 0, self._picture)

    def _new_picture(self, ratio: float) -> QPixmap:
        made = QPixmap((self._rect.size() * ratio).toSize())
        made.setDevicePixelRatio(ratio)
        made.fill(QColor(self._chart.colors.surface))
        return made

    def _paint_all(self, state: object, offset: int, ratio: float) -> None:
        chart = self._chart
        self._picture, self._state, self._offset = self._new_picture(ratio), state, offset
        painter = QPainter(self._picture)
        chart.hits = self._content(painter, offset, 0.0, chart.seen_height)
        self._foot(painter)
        painter.end()

    def _paint_moved(self, moved: int, offset: int, ratio: float) -> None:
        """What stays in sight is moved, what comes into sight is painted."""
        chart = self._chart
        seen = chart.seen_height
        before, self._picture, self._offset = self._picture, self._new_picture(ratio), offset
        painter = QPainter(self._picture)
        painter.setClipRect(QRectF(0, 0, self._rect.width(), seen))
        painter.drawPixmap(0, -moved, before)
        painter.setClipping(False)
        chart.hits.move(-moved, seen)
        # What was smoothed at the edge of the picture is painted over.
        top, bottom = (max(seen - moved - _SEAM, 0), seen) if moved > 0 else (0, min(_SEAM - moved, seen))
        painter.fillRect(QRectF(0, top, self._rect.width(), bottom - top), QColor(chart.colors.surface))
        chart.hits.extend(self._content(painter, offset, top, bottom))
        painter.fillRect(QRectF(0, seen, self._rect.width(), self._rect.height()), QColor(chart.colors.surface))
        self._foot(painter)
        painter.end()

    def _content(self, painter: QPainter, offset: int, top: float, bottom: float) -> Hits:
        """Paint the content between two heights of the surface; gives what can be found there."""
        chart, found = self._chart, Hits()
        painter.save()
        painter.setClipRect(QRectF(0, top, self._rect.width(), bottom - top))
        painter.translate(0, -offset)
        # A line that lies half within is painted whole: the next strip continues it.
        sight = replace(chart.sight, top=top + offset - _SEAM, bottom=bottom + offset + _SEAM)
        paint_content(Device(painter, chart.type, chart.hues, found), chart.plan, sight)
        painter.restore()
        found.move(-offset, chart.seen_height)
        return found

    def _foot(self, painter: QPainter) -> None:
        chart = self._chart
        device, unit = Device(painter, chart.type, chart.hues), chart.type.unit
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_scale(device, chart.plan, chart.sight, chart.seen_height)
        base = chart.seen_height + chart.plan.axis + 9 * unit
        for line in chart.plan.note:
            device.note(2 * unit, base, line)
            base += 10.5 * unit


class Overlay(_Sheet):
    """A line at the mouse, and rings around what is selected or under it."""

    def paint(self, painter: QPainter, _option: object, _widget: object) -> None:
        """In units of the surface."""
        chart = self._chart
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chart.hover is not None and not chart.figure.still:
            first, last = chart.visible_range()
            painter.setPen(QPen(QColor(chart.colors.control), 1))
            for placed in chart.plan.heads:  # the same day in each column
                area = placed.area
                x = round(area.left() + (chart.hover - first) / (last - first) * area.width()) + 0.5
                painter.drawLine(QLineF(x, 0, x, chart.seen_height))
        if chart.box.brush is not None:
            self._paint_brush(painter, *chart.box.brush)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setClipRect(QRectF(0, 0, self._rect.width(), chart.seen_height))
        for key, color in ((chart.hovered, chart.colors.control), (chart.selected, chart.colors.text)):
            if key is None or (key == chart.selected and color == chart.colors.control):
                continue
            painter.setPen(QPen(QColor(color), 2))
            for rect in chart.hits.of(key):
                ring = rect.adjusted(-1.5, -1.5, 1.5, 1.5)
                small = max(ring.height(), ring.width()) < 26 * chart.type.unit
                round_ = min(ring.height(), ring.width()) / 2 if small else 3.0
                painter.drawRoundedRect(ring, round_, round_)

    def _paint_brush(self, painter: QPainter, low: float, high: float) -> None:
        """What the mouse is dragged over with Shift."""
        chart, area = self._chart, self._chart.plan.panels[0].area
        first, last = chart.visible_range()
        x0, x1 = (area.left() + (x - first) / (last - first) * area.width() for x in (low, high))
        shade = QColor(chart.colors.accent)
        painter.setPen(QPen(shade, 1))
        shade.setAlpha(48)
        painter.setBrush(shade)
        painter.drawRect(QRectF(x0, 0, x1 - x0, chart.seen_height))
