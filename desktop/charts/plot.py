"""The only pyqtgraph set-up: axes, the frame of a chart with its mouse and keyboard, and drawing one for print.

Time runs in UNIX seconds at midnight UTC, whatever zone the machine is in: a date is drawn at its day everywhere. A
chart is made once and shown other data; nothing is created anew with a refresh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from math import ceil, floor, log10
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from desktop.charts import draw
from desktop.look.colors import Colors
from desktop.wording import conventions, formatting

DAY = 86_400.0
_EPOCH = date(1970, 1, 1).toordinal()

#: Step and unit of the labels of a time axis, the finest first; a label has to fit its step.
_STEPS: tuple[tuple[int, str], ...] = (
    (1, "day"), (2, "day"), (7, "day"), (14, "day"), (1, "month"), (3, "month"), (6, "month"),
    *((years, "year") for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)  # fmt: skip
_UNIT = {"day": DAY, "month": 30.436875 * DAY, "year": 365.2425 * DAY}


def seconds(day: date) -> float:
    """A day as a chart places it."""
    return (day.toordinal() - _EPOCH) * DAY


def day_at(place: float) -> date:
    """The day nearest to a place on the time axis, within what a date can hold."""
    ordinal = round(place / DAY) + _EPOCH
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def date_ticks(first: float, last: float, width: float, measure: Callable[[str], float]) -> tuple[str, list[float]]:
    """Unit and places of labels between two places, as many as fit ``width`` pixels.

    The unit is "day", "month", "quarter" or "year": what one label names.
    """
    for step, unit in _STEPS:
        name = "quarter" if (step, unit) == (3, "month") else unit
        wide = measure(date_label(date(2028, 12, 28), name)) + 18
        if (last - first) / max(width, 1) * wide <= step * _UNIT[unit] * 0.99:
            break
    return name, [place for place in _places(first, last, step, unit) if first <= place <= last]


def date_label(day: date, unit: str) -> str:
    """A tick's text in the reader's language: a day, a month, a quarter or a year."""
    if unit == "day":
        return formatting.short_day(day)
    if unit == "month":
        return formatting.month(day, short=True)
    if unit == "quarter":
        return conventions.conventions().quarter.format((day.month + 2) // 3, day.year)
    return str(day.year)


def _places(first: float, last: float, step: int, unit: str) -> Iterator[float]:
    begin, end = day_at(first), day_at(last)
    if unit == "day":
        ordinal = begin.toordinal()
        ordinal += (1 - ordinal) % 7 if step >= 7 else -ordinal % step  # weeks begin on Monday
        while ordinal <= end.toordinal():
            yield (ordinal - _EPOCH) * DAY
            ordinal += step
        return
    months = step * (12 if unit == "year" else 1)
    month = (begin.year * 12 + begin.month - 1) // months * months
    while month // 12 <= min(end.year, date.max.year):
        if month >= 12:
            yield seconds(date(month // 12, month % 12 + 1, 1))
        month += months


def value_ticks(low: float, high: float, height: float, *, apart: float = 42) -> list[float]:
    """Round whole numbers between two values, at least ``apart`` pixels from each other."""
    if high <= low or height <= 0:
        return []
    least = max((high - low) * apart / height, 1.0)
    power = 10.0 ** floor(log10(least))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least * 0.999)
    return [number * step for number in range(ceil(low / step), floor(high / step) + 1)]


class _Axis:
    """Paints without a cached picture: text in one would follow the resolution of a printer twice."""

    def paint(self: Any, painter: QPainter, _option: object, _widget: object) -> None:
        """In pixels."""
        painter.setFont(draw.font(draw.SMALL))
        specs = self.generateDrawSpecs(painter)
        if specs:
            self.drawPicture(painter, *specs)

    def dress(self: Any, colors: Colors) -> None:
        """Take the colors of a scheme."""
        self.setTickFont(draw.font(draw.SMALL))
        self.setPen(draw.pen(colors.control))
        self.setTickPen(draw.pen(colors.control))
        self.setTextPen(draw.pen(colors.axis))


class DateAxis(_Axis, pg.DateAxisItem):
    """Days, months, quarters or years in the reader's language, each tick on the first day of what it names."""

    def __init__(self) -> None:
        super().__init__("bottom", utcOffset=0)
        self._unit = "year"
        self.setStyle(tickLength=-4, tickTextOffset=6, hideOverlappingLabels=False)
        self.setHeight(26)

    def places(self, width: float) -> list[float]:
        """Where the labels of the visible time stand."""
        first, last = self.range
        return self.tickValues(first, last, width)[0][1]

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """One level of labels, as many as fit."""
        self._unit, found = date_ticks(low, high, size, lambda label: draw.text_width(label, draw.SMALL))
        return [(_UNIT.get(self._unit, DAY), found)]

    def tickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        """The labels in the reader's language."""
        return [date_label(day_at(value), self._unit) for value in values]

    def wheelEvent(self, event: Any) -> None:
        """Left to the plot area."""
        event.ignore()


class ValueAxis(_Axis, pg.AxisItem):
    """Whole numbers with the reader's group separator; a break mark at its foot where it does not begin at 0."""

    def __init__(self) -> None:
        super().__init__("left")
        self.cut = False
        self._label = formatting.number
        self.enableAutoSIPrefix(False)
        self.setStyle(tickLength=-4, tickTextOffset=6, autoExpandTextSpace=False)

    def signed(self, *, yes: bool) -> None:
        """Whether values are changes."""
        self._label = formatting.signed if yes else formatting.number

    def places(self) -> list[float]:
        """The values that have a label; none where the axis has no values."""
        if not self.style["showValues"]:
            return []
        low, high = self.range
        return value_ticks(low, high, self.height() or 200)

    def needed_width(self) -> float:
        """The width that the labels of the present range take."""
        labels = [self._label(value) for value in self.places()]
        return max((draw.text_width(label, draw.SMALL) for label in labels), default=20) + 16

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """One level of labels, as many as fit."""
        return [(1.0, value_ticks(low, high, size))]

    def tickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        """The labels in the reader's language."""
        return [self._label(value) for value in values]

    def paint(self, painter: QPainter, option: object, widget: object) -> None:
        """In pixels."""
        super().paint(painter, option, widget)
        if self.cut:
            right, foot = self.rect().right() - 1, self.rect().bottom()
            ways = ((0, -5), (-4, -7), (4, -11), (0, -13))
            painter.setPen(draw.pen(self.textPen().color().name(), 1.4))
            painter.drawPolyline(QPolygonF([QPointF(right + x, foot + y) for x, y in ways]))

    def wheelEvent(self, event: Any) -> None:
        """Left to the plot area."""
        event.ignore()

    def mouseDragEvent(self, event: Any) -> None:
        """The chart sets its values itself."""
        event.ignore()


class Box(pg.ViewBox):
    """A plot area: time is dragged and zoomed, values are set by the chart; what is in it is painted in pixels."""

    def __init__(self, paint: Callable[[QPainter, Box], None]) -> None:
        super().__init__(enableMenu=False, defaultPadding=0)
        self.setMouseEnabled(x=True, y=False)
        self.disableAutoRange()
        self.canvas = Canvas(self, paint)
        self.sigRangeChanged.connect(self.canvas.refresh)
        self.sigResized.connect(self.canvas.refresh)

    def x(self, place: float) -> float:
        """A time in pixels from the left of the area."""
        first, last = self.viewRange()[0]
        return float((place - first) / (last - first) * self.width())

    def y(self, value: float) -> float:
        """A value in pixels from the top of the area."""
        low, high = self.viewRange()[1]
        return float((high - value) / (high - low) * self.height())

    def place(self, x: float) -> float:
        """The time at a pixel."""
        first, last = self.viewRange()[0]
        return float(first + x / max(self.width(), 1) * (last - first))

    def raiseContextMenu(self, event: Any) -> None:
        """No menu of pyqtgraph's."""


class Canvas(pg.GraphicsObject):
    """What is painted in a box."""

    def __init__(self, box: Box, paint: Callable[[QPainter, Box], None]) -> None:
        super().__init__(box)
        self._box = box
        self._paint = paint

    def refresh(self, *_: object) -> None:
        """Paint again."""
        self.prepareGeometryChange()
        self.update()

    def boundingRect(self) -> QRectF:
        """The whole plot area."""
        return QRectF(0, 0, self._box.width(), self._box.height())

    def paint(self, painter: QPainter, _option: object, _widget: object) -> None:
        """In pixels."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter, self._box)


class Band(pg.GraphicsWidget):
    """A strip of the chart with a fixed height: a title, a legend, a row of events. Painted in pixels."""

    def __init__(self, paint: Callable[[QPainter, Band], None], height: float = 22) -> None:
        super().__init__()
        self._paint = paint
        self.setFlag(self.GraphicsItemFlag.ItemClipsToShape)
        self.set_height(height)

    def set_height(self, height: float) -> None:
        """Take another height."""
        self.setMinimumHeight(height)
        self.setMaximumHeight(height)
        self.setPreferredHeight(height)

    def paint(self, painter: QPainter, _option: object, _widget: object) -> None:
        """In pixels."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter, self)


def grid(painter: QPainter, box: Box, colors: Colors, *, days: list[float], values: list[float]) -> None:
    """Quiet lines behind everything."""
    painter.setPen(draw.pen(colors.grid))
    for place in days:
        at = round(box.x(place)) + 0.5
        painter.drawLine(QPointF(at, 0), QPointF(at, box.height()))
    for value in values:
        at = round(box.y(value)) + 0.5
        painter.drawLine(QPointF(0, at), QPointF(box.width(), at))


def vertical(painter: QPainter, box: Box, place: float, color: str, *, dash: tuple[float, ...] = ()) -> None:
    """A line at a day, over the whole height."""
    painter.setPen(draw.pen(color, 1, dash=dash))
    at = round(box.x(place)) + 0.5
    painter.drawLine(QPointF(at, 0), QPointF(at, box.height()))


def render(chart: Any, painter: QPainter, rect: QRectF) -> None:
    """Draw a chart (a :class:`~desktop.charts.frame.Chart`) as vectors into ``rect`` of a painter, filling it.

    The chart should be one of its own, made for this with colors for paper; it is never shown. A device of another
    resolution than 96 gets everything larger in proportion: 12 px of text stay 1/8 inch. A QPdfWriter works best at
    ``setResolution(96)``.
    """
    device = painter.device()
    scale = device.logicalDpiX() / 96 if device is not None else 1.0
    chart.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    chart.paper = True
    chart.show()
    chart.readout.hide()
    chart.resize(ceil(rect.width() / scale), ceil(rect.height() / scale))
    chart.settle()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(chart.view.viewport().rect())
    painter.fillRect(rect, QColor(chart.colors.surface))
    chart.view.scene().prepareForPaint()
    chart.view.scene().render(painter, rect, area, Qt.AspectRatioMode.KeepAspectRatio)
    painter.restore()
    chart.hide()
