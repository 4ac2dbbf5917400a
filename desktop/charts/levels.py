"""One panel of the headcount chart: the step line of a population with its band, gaps and reported headcounts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from db.analysis.series import Basis, Exclusion, HeadcountSeries, Level, Mark
from db.model.values import Population, Quantity
from db.reading.dates import middle_day
from desktop.charts import draw
from desktop.charts.draw import Spot
from desktop.charts.frame import Chart
from desktop.charts.plot import Band, Box, ValueAxis, grid, seconds, vertical
from desktop.charts.strip import Strip
from desktop.wording import codes, formatting
from desktop.wording.i18n import _

#: How high the plot is at least, in pixels, unless there is nothing but events.
_LEAST_PLOT = 84


class LevelPanel:
    """Title, events, value axis and plot area of one population."""

    def __init__(self, chart: Chart, population: Population) -> None:
        self._chart = chart
        self._population = population
        self._series: HeadcountSeries | None = None
        self._places: list[float] = []  # of the levels
        self._styles: list[str] = []
        self._until = 0.0
        self.title = Band(self._paint_title, 26)
        self.box = Box(self._paint)
        self.axis = ValueAxis()
        self.axis.linkToView(self.box)
        self.strip = Strip(chart, self.box)

    def least_height(self) -> float:
        """Below this its levels cannot be read."""
        plot = min(_LEAST_PLOT, self.box.maximumHeight())
        return self.title.minimumHeight() + self.strip.minimumHeight() + plot

    def show_series(self, series: HeadcountSeries | None, spots: Sequence[Spot], *, until: float) -> None:
        """Draw a series (None: the panel goes away); its last level runs to ``until``."""
        self._series = series
        for item in (self.title, self.box, self.axis, self.strip):
            item.setVisible(series is not None)
        self.strip.show_spots(spots)
        if series is None:
            self.strip.set_height(0)
            return
        flat = not _values(series)
        for item in (self.box, self.axis):  # events alone need no height for values
            item.setMaximumHeight(18 if flat else 16_777_215)
        self.axis.setStyle(showValues=not flat)
        self._places = [seconds(level.day) for level in series.levels]
        self._styles = _styles(series.levels)
        self._until = until
        low, high, cut = value_range(series)
        self.axis.cut = cut
        self.axis.signed(yes=series.relative)
        self.box.setYRange(low, high, padding=0)

    @property
    def shown(self) -> bool:
        """Whether it has a series to draw."""
        return self._series is not None

    @property
    def line_color(self) -> str:
        """The color of the population's line."""
        return str(getattr(self._chart.colors, self._population.value))

    @property
    def cut(self) -> bool:
        """Whether the value axis does not begin at 0."""
        return self.axis.cut

    # Painting.

    def _paint_title(self, painter: QPainter, band: Band) -> None:
        series, colors = self._series, self._chart.colors
        if series is None:
            return
        name = codes.population_name(self._population)
        if series.relative and series.levels:
            note = _("Change since {day}; no level is known").format(day=formatting.day(series.levels[0].day))
        else:
            note = _("The axis does not begin at 0") if self.cut else ""
        width = draw.text_width(name, draw.TEXT, bold=True)
        painter.fillRect(QRectF(2, 9, 8, 8), QColor(self.line_color))
        draw.text(painter, QRectF(16, 0, band.rect().width() - 18, 26), name, colors.text, bold=True)
        rest = QRectF(16 + width + 12, 0, max(band.rect().width() - width - 30, 1), 26)
        draw.text(painter, rest, note, colors.muted, size=draw.SMALL)

    def _paint(self, painter: QPainter, box: Box) -> None:
        series, chart = self._series, self._chart
        if series is None or box.width() < 2:
            return
        colors = chart.colors
        grid(painter, box, colors, days=chart.time.places(box.width()), values=self.axis.places())
        if series.relative:
            painter.setPen(draw.pen(colors.control))
            painter.drawLine(QPointF(0, box.y(0)), QPointF(box.width(), box.y(0)))
        self._paint_selected(painter, box)
        visible = self._visible(box)
        self._paint_band(painter, box, visible)
        self._paint_gaps(painter, box, series)
        self._paint_line(painter, box, visible)
        for mark in series.marks:
            if mark.level is not None:
                self._paint_reported(painter, box, mark)
        for one in series.aside:
            value = _middle(one.implied.level)
            if value is not None:
                diamond(painter, QPointF(box.x(seconds(one.implied.day)), box.y(value)), colors.muted, colors.surface)
        if any(spot.look is draw.Look.PLANNED for spot in self.strip.spots):
            vertical(painter, box, self._until, colors.muted, dash=(2, 3))
        if chart.hover is not None and not chart.paper:
            vertical(painter, box, chart.hover, colors.control)

    def _visible(self, box: Box) -> list[tuple[Level, float, float]]:
        """The levels in sight, each with its first place and the place where the next begins."""
        assert self._series is not None
        first, last = box.viewRange()[0]
        begin = max(bisect_right(self._places, first) - 1, 0)
        end = bisect_left(self._places, last)
        ends = [*self._places[1:], max(self._until, self._places[-1] if self._places else 0)]
        return [
            (level, self._places[index], ends[index])
            for index, level in enumerate(self._series.levels[begin:end], start=begin)
        ]

    def _paint_selected(self, painter: QPainter, box: Box) -> None:
        color = self._chart.colors
        for spot in self.strip.spots:
            if self._chart.ring(spot.event_id):
                if spot.vague:
                    left = box.x(spot.first) if spot.first is not None else 0.0
                    right = box.x(spot.last) if spot.last is not None else box.width()
                    painter.fillRect(QRectF(left, 0, right - left, box.height()), QColor(color.hover))
                vertical(painter, box, spot.middle, color.control, dash=(3, 3))

    def _paint_band(self, painter: QPainter, box: Box, visible: Sequence[tuple[Level, float, float]]) -> None:
        color = self.line_color
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(draw.mix(color, self._chart.colors.surface, 0.8)))
        edges: list[QLineF] = []
        run: list[tuple[float, float, float, float]] = []

        def flush() -> None:
            upper = [QPointF(x, top) for left, right, top, _bottom in run for x in (left, right)]
            lower = [QPointF(x, bottom) for left, right, _top, bottom in reversed(run) for x in (right, left)]
            painter.drawPolygon(QPolygonF(upper + lower))
            run.clear()

        for level, begin, end in visible:
            if level.low is None and level.high is None:
                if run:
                    flush()
                continue
            top = box.y(level.high) if level.high is not None else -9.0
            bottom = box.y(level.low) if level.low is not None else box.height() + 9
            left, right = max(box.x(begin), -9.0), min(box.x(end), box.width() + 9)
            run.append((left, right, top, bottom))
            edges += [QLineF(left, top, right, top), QLineF(left, bottom, right, bottom)] if bottom - top > 2 else []
        if run:
            flush()
        painter.setPen(draw.pen(draw.mix(color, self._chart.colors.surface, 0.45), 1))
        painter.drawLines(edges)

    def _paint_line(self, painter: QPainter, box: Box, visible: Sequence[tuple[Level, float, float]]) -> None:
        """The best level as separate strokes: step lines of pyqtgraph fail when clipped or thinned out."""
        color = self.line_color
        strokes: dict[str, list[tuple[float, float]]] = {"known": [], "implied": [], "unexplained": []}
        for level, begin, end in visible:
            if level.best is not None:
                strokes[self._style(level)] += [(begin, level.best), (end, level.best)]
        for (old, _begin, _end), (new, place, _next) in pairwise(visible):
            if old.best is not None and new.best is not None:
                jump = "unexplained" if _unexplained(new) else self._style(new)
                strokes[jump] += [(place, old.best), (place, new.best)]
        pens = {
            "known": draw.pen(color, 2, square=True),
            "implied": draw.pen(color, 2, dash=(5, 3)),
            "unexplained": draw.pen(self._chart.colors.unexplained, 1.6, dash=(6, 4)),
        }
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for style, points in strokes.items():
            if points:
                x = np.clip([box.x(place) for place, _value in points], -9, box.width() + 9)
                y = np.array([box.y(value) for _place, value in points])
                painter.setPen(pens[style])
                painter.drawPath(pg.functions.arrayToQPath(x, y, connect="pairs"))

    def _style(self, level: Level) -> str:
        return self._styles[bisect_left(self._places, seconds(level.day))]

    def _paint_gaps(self, painter: QPainter, box: Box, series: HeadcountSeries) -> None:
        painter.setPen(draw.pen(self._chart.colors.unexplained, 1.6, dash=(6, 4)))
        for gap in series.gaps:
            level = series.at(gap.first)
            ends = (level.best if level is not None else None, _middle(gap.stated))
            if ends[0] is not None and ends[1] is not None and _size(gap.unexplained):
                painter.drawLine(
                    QPointF(box.x(seconds(gap.first)), box.y(ends[0])),
                    QPointF(box.x(seconds(gap.last)), box.y(ends[1])),
                )

    def _paint_reported(self, painter: QPainter, box: Box, mark: Mark) -> None:
        value = _middle(mark.level)
        day = _day(mark)
        if value is None or day is None or mark.level is None:
            return
        surface = self._chart.colors.surface
        color = self.line_color
        center = QPointF(box.x(seconds(day)), box.y(value))
        painter.setPen(draw.pen(color, 1.5))
        if mark.date is not None and not mark.date.exact:
            left = box.x(seconds(mark.date.earliest)) if mark.date.earliest else 0.0
            right = box.x(seconds(mark.date.latest)) if mark.date.latest else box.width()
            painter.drawLine(QPointF(left, center.y()), QPointF(right, center.y()))
        if mark.level.low is not None and mark.level.high is not None and mark.level.high > mark.level.low:
            painter.drawLine(QPointF(center.x(), box.y(mark.level.low)), QPointF(center.x(), box.y(mark.level.high)))
        counts = mark.exclusion is Exclusion.NONE
        painter.setPen(draw.pen(surface if counts else color, 1.5))
        painter.setBrush(QColor(color if counts else surface))
        painter.drawRect(QRectF(center.x() - 4.5, center.y() - 4.5, 9, 9))


def diamond(painter: QPainter, center: QPointF, line: str, fill: str) -> None:
    """A level that is set aside: on no path, so hollow."""
    painter.setPen(draw.pen(line, 1.5))
    painter.setBrush(QColor(fill))
    steps = ((0.0, -6.0), (6.0, 0.0), (0.0, 6.0), (-6.0, 0.0))
    painter.drawPolygon(QPolygonF([center + QPointF(x, y) for x, y in steps]))


def value_range(series: HeadcountSeries) -> tuple[float, float, bool]:
    """Bottom and top of the value axis, and whether it is cut: only where most of the height would be empty."""
    values = _values(series)
    if not values:
        return 0.0, 1.0, False
    low, high = min(values), max(values)
    if series.relative:
        low, high = min(low, 0.0), max(high, 0.0)
        margin = max(high - low, 1.0) * 0.12
        return low - margin, high + margin, False
    open_below = any(level.low is None and level.high is not None for level in series.levels)
    if low < high * 0.55 or open_below:
        return 0.0, max(high, 1.0) * 1.1, False
    margin = max(high - low, high * 0.04, 2.0) * 0.25
    return max(low - margin, 0.0), high + margin, low - margin > 0


def _values(series: HeadcountSeries) -> list[float]:
    """Every number that is drawn; none where only events are."""
    levels: list[Level | Quantity] = [*series.levels, *(mark.level for mark in series.marks if mark.level is not None)]
    levels += [Quantity.exact(value) for one in series.aside if (value := _middle(one.implied.level)) is not None]
    return [value for level in levels for value in (level.low, level.best, level.high) if value is not None]


def _styles(levels: Sequence[Level]) -> list[str]:
    """Solid where a level rests on a reported headcount, dashed where on an implied one (before the first: on that)."""
    anchors = (Basis.REPORTED, Basis.IMPLIED)
    footing = next((level.basis for level in levels if level.basis in anchors), Basis.REPORTED)
    found = []
    for level in levels:
        footing = level.basis if level.basis in anchors else footing
        found.append("implied" if footing is Basis.IMPLIED else "known")
    return found


def _size(quantity: Quantity) -> bool:
    return any((quantity.low, quantity.best, quantity.high))


def _unexplained(level: Level) -> bool:
    return level.unexplained is not None and _size(level.unexplained)


def _middle(quantity: Quantity | None) -> float | None:
    """Best, else halfway, else the one bound there is: where a mark is drawn."""
    if quantity is None or quantity.best is not None:
        return quantity.best if quantity is not None else None
    if quantity.low is not None and quantity.high is not None:
        return (quantity.low + quantity.high) / 2
    return quantity.low if quantity.low is not None else quantity.high


def _day(mark: Mark) -> date | None:
    if mark.date is None:
        return None
    return middle_day(mark.date) or mark.date.earliest or mark.date.latest
