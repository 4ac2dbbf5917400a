"""The relationship chart: how many are active, and below it one lane per relationship."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from db.analysis.series import Lane, RelationshipSeries
from db.model.ids import EventId, OrganizationId, RelationshipId
from db.model.records import Event, EventKind
from db.model.values import RelationshipState
from db.reading.dates import middle_day
from desktop.charts import counts, draw, spans
from desktop.charts.draw import Look, Spot
from desktop.charts.frame import Chart
from desktop.charts.plot import Band, Box, ValueAxis, day_at, grid, seconds, vertical
from desktop.look.colors import Colors, readable
from desktop.wording import codes, formatting
from desktop.wording.i18n import _
from desktop.wording.relationships import whole_name

LANE = 28.0
#: The least a lane shrinks to in print.
LEAST = 18.0
LABELS = 220.0


class RelationshipChart(Chart):
    """The lanes of a series, those with only excluded events at the bottom, and the active count above them.

    Made once; :meth:`show_series` gives it something else to draw. More lanes than fit are scrolled, in print shrunk:
    :meth:`wanted_height` says how high a print should be.
    """

    def __init__(self, colors: Colors, parent: QWidget | None = None) -> None:
        super().__init__(colors, parent)
        self._series = RelationshipSeries()
        self.lanes: tuple[Lane, ...] = ()
        self._names: Mapping[OrganizationId, str] = {}
        self._spots: dict[RelationshipId, list[Spot]] = {}  # by relationship
        self._middles: dict[EventId, float] = {}
        self._lane_of: dict[EventId, int] = {}  # event to the index of its lane
        self._anchor_words = ""
        self._until = 0.0
        self._scroll = 0.0
        self.labels = Band(self._paint_labels, LANE)
        self.labels.setMaximumHeight(16_777_215)
        self.box = Box(self._paint_lanes)
        self.count_box = Box(self._paint_counts)
        self.axis = ValueAxis()
        self.axis.linkToView(self.count_box)
        self.title = Band(self._paint_title, 26)
        self.gap = Band(self._paint_gap, 20)
        view, layout = self.view, self.view.ci.layout
        view.addItem(self.legend, row=0, col=0, colspan=2)
        view.addItem(self.title, row=1, col=0, colspan=2)
        view.addItem(self.axis, row=2, col=0)
        view.addItem(self.count_box, row=2, col=1)
        view.addItem(self.gap, row=3, col=1)
        view.addItem(self.labels, row=4, col=0)
        view.addItem(self.box, row=4, col=1)
        view.addItem(self.time, row=5, col=1)
        layout.setRowStretchFactor(4, 1)
        layout.setRowFixedHeight(2, 92)
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.setAccessibleName(_("Scroll through the relationships"))
        self.bar.hide()
        self.bar.valueChanged.connect(self._on_scrolled)
        self.take_boxes([self.count_box, self.box])
        self.box.setYRange(0, 1, padding=0)
        self.set_colors(colors)
        self.setAccessibleName(_("Relationship chart"))

    def show_series(
        self,
        series: RelationshipSeries,
        numbers: Mapping[EventId, int],
        *,
        events: Mapping[EventId, Event],
        kinds: Mapping[str, EventKind],
        names: Mapping[OrganizationId, str],
        descriptions: Mapping[EventId, str] | None = None,
        first: date | None = None,
        last: date | None = None,
        until: date | None = None,
    ) -> None:
        """Draw a series. ``events``: those of the lanes, for their dates; ``names``: of the organizations.

        ``first`` and ``last`` bound the time shown at first; states that last are drawn to ``until`` (today, or the
        as-known-on day).
        """
        self._series = series
        self._names = names
        self._descriptions = descriptions or {}
        self.lanes = (*(lane for lane in series.lanes if lane.spans), *(one for one in series.lanes if not one.spans))
        self._lane_of = {}
        self._spots = {}
        for index, lane in enumerate(self.lanes):
            excluded = dict(lane.excluded)
            found = []
            for event_id in (*lane.event_ids, *excluded):
                self._lane_of[event_id] = index
                spot = self._spot(events.get(event_id), numbers.get(event_id), kinds)
                if spot is not None:
                    if event_id in excluded:
                        spot = spans.with_look(spot, draw.look_of(excluded[event_id]))
                    found.append(spot)
            self._spots[lane.relationship_id] = found
        self._middles = {spot.event_id: spot.middle for found in self._spots.values() for spot in found}
        self._order = sorted(self._middles, key=lambda event_id: (self._middles[event_id], event_id))
        comparison = series.comparison
        anchor = events.get(comparison.anchor_event_id) if comparison is not None else None
        kind = kinds.get(anchor.kind) if anchor is not None else None
        number = numbers.get(comparison.anchor_event_id) if comparison is not None else None
        words = codes.kind_name(kind) if kind is not None else ""
        self._anchor_words = f"{number}  {words}" if number is not None and words else words
        self._show_counts()
        self.set_extent(*self._time(first, last, until))
        self._until = seconds(until) if until is not None else self._extent[1]
        self._legend = self._legend_of()
        self.bar.setValue(0)
        self.show_anew()

    def set_colors(self, colors: Colors) -> None:
        """Take another scheme."""
        super().set_colors(colors)
        self.axis.dress(colors)

    def lane_name(self, lane: Lane) -> str:
        """Vendor → client (category, reference)."""
        return whole_name(lane, self._names)

    def wanted_height(self) -> int:
        """How high the chart would be with every lane in full."""
        return int(self.legend.minimumHeight() + 26 + 92 + 20 + 30 + max(len(self.lanes), 1) * LANE) + 8

    # What the frame asks for.

    def arrange(self) -> None:
        """Fit what depends on the size of the chart."""
        super().arrange()
        longest = max((draw.text_width(self.lane_name(lane)) for lane in self.lanes), default=60.0) + 22
        width = min(max(longest, 90), max(LABELS, self.width() * 0.3))
        self.view.ci.layout.setColumnFixedWidth(0, width)
        self.axis.setWidth(width)
        self.view.ci.layout.activate()
        beyond = 0 if self.paper else max(int(len(self.lanes) * LANE - self.box.height()), 0)
        self.bar.setRange(0, beyond)
        self.bar.setPageStep(max(int(self.box.height()), 1))
        self.bar.setSingleStep(int(LANE))
        self.bar.setVisible(beyond > 0)
        top = int(self.box.mapRectToScene(self.box.rect()).top())
        self.bar.setGeometry(self.width() - 14, top + 2, 12, max(int(self.box.height()), 1))

    def place_of(self, event_id: EventId) -> float | None:
        """Where an event is drawn in time."""
        return self._middles.get(event_id)

    def select(self, event_id: EventId | None) -> None:
        """Mark an event, and bring its lane in sight."""
        super().select(event_id)
        index = self._lane_of.get(event_id) if event_id is not None else None
        if index is not None and self.bar.maximum():
            top = index * LANE
            if not self._scroll <= top <= self._scroll + self.box.height() - LANE:
                self.bar.setValue(int(top - self.box.height() / 2))

    def read_out(self, place: float) -> str:
        """The day and how many relationships are in which state on it."""
        day = day_at(place)
        count = self._series.at(day)
        return formatting.day(day) + ("" if count is None else "   ·   " + counts.sentence(count))

    def paint_sample(self, painter: QPainter, sample: str, rect: QRectF) -> None:
        """The sample of a legend entry."""
        spans.paint_sample(painter, sample, rect, self.colors)

    # Inside.

    def _spot(self, event: Event | None, number: int | None, kinds: Mapping[str, EventKind]) -> Spot | None:
        when = event.values.counting if event is not None else None
        if event is None or when is None or not when.known or number is None:
            return None
        middle = middle_day(when) or when.earliest or when.latest
        assert middle is not None
        kind = kinds.get(event.kind)
        return Spot(
            event_id=event.id,
            first=seconds(when.earliest) if when.earliest else None,
            middle=seconds(middle),
            last=seconds(when.latest) if when.latest else None,
            number=number,
            color=readable(kind.color, self.colors.surface) if kind and kind.color else self.colors.muted,
        )

    def _time(self, first: date | None, last: date | None, until: date | None) -> tuple[float, float]:
        places = list(self._middles.values())
        for lane in self.lanes:
            for span in lane.spans:
                places += [seconds(day) for day in (span.first_earliest, span.first_latest, span.last_latest) if day]
        if self._series.comparison is not None:
            places += [
                seconds(self._series.comparison.before.first), seconds(self._series.comparison.after.last)
            ]  # fmt: skip
        places = [place for place in places if place > seconds(date(1800, 1, 1))]
        if until is not None:
            places.append(seconds(until if last is None else min(until, last)))
        begin = seconds(first) if first else min(places, default=0.0)
        end = seconds(last) if last else max(places, default=begin)
        if begin == end:
            begin -= timedelta(days=90).total_seconds()
        return begin, max(begin, end)

    def _show_counts(self) -> None:
        shown = bool(self._series.counts)
        for item in (self.axis, self.count_box, self.title):
            item.setVisible(shown)
        self.view.ci.layout.setRowFixedHeight(2, 92 if shown else 1)
        self.title.set_height(26 if shown else 1)
        highest = max((count.high for count in self._series.counts), default=1)
        self.count_box.setYRange(0, max(highest, 1) * 1.15, padding=0)

    def _lane_height(self) -> float:
        if not self.paper or not self.lanes:
            return LANE
        return min(LANE, max(LEAST, self.box.height() / len(self.lanes)))

    def _rows(self) -> list[tuple[Lane, QRectF]]:
        """The lanes in sight, each with its row across the box."""
        height = self._lane_height()
        found = []
        for index, lane in enumerate(self.lanes):
            top = index * height - self._scroll
            if -height < top < self.box.height():
                found.append((lane, QRectF(0, top, self.box.width(), height)))
        return found

    def _paint_labels(self, painter: QPainter, band: Band) -> None:
        chosen = self._lane_of.get(self.selected) if self.selected is not None else None
        for lane, row in self._rows():
            rect = QRectF(6, row.top(), band.rect().width() - 16, row.height())
            color = self.colors.text if lane.spans else self.colors.muted
            bold = chosen is not None and self.lanes[chosen] is lane
            draw.text(painter, rect, self.lane_name(lane), color, bold=bold, align=Qt.AlignmentFlag.AlignRight)

    def _paint_lanes(self, painter: QPainter, box: Box) -> None:
        colors = self.colors
        grid(painter, box, colors, days=self.time.places(box.width()), values=[])
        self._paint_anchor(painter, box)
        hits: list[tuple[QRectF, EventId]] = []
        for lane, row in self._rows():
            painter.setPen(draw.pen(colors.grid))
            painter.drawLine(row.bottomLeft(), row.bottomRight())
            spans.paint_lane(painter, box, lane, row, colors=colors, until=self._until)
            hits += spans.paint_events(painter, box, self._spots.get(lane.relationship_id, []), row, chart=self)
        self.remember(box, hits)
        self._paint_hover(painter, box)

    def _paint_counts(self, painter: QPainter, box: Box) -> None:
        grid(painter, box, self.colors, days=self.time.places(box.width()), values=self.axis.places())
        self._paint_anchor(painter, box)
        counts.paint(painter, box, self._series.counts, self.colors, until=self._until)
        self._paint_hover(painter, box)

    def _paint_hover(self, painter: QPainter, box: Box) -> None:
        if self.hover is not None and not self.paper:
            vertical(painter, box, self.hover, self.colors.control)

    def _paint_anchor(self, painter: QPainter, box: Box) -> None:
        comparison = self._series.comparison
        if comparison is None:
            return
        for window in (comparison.before, comparison.after):
            left, right = box.x(seconds(window.first)), box.x(seconds(window.last))
            painter.fillRect(QRectF(left, 0, right - left, box.height()), draw.wash(self.colors))
        vertical(painter, box, seconds(comparison.anchor), self.colors.marker)

    def _paint_title(self, painter: QPainter, band: Band) -> None:
        draw.text(
            painter, QRectF(2, 0, band.rect().width(), 26), _("Active relationships"), self.colors.text, bold=True
        )

    def _paint_gap(self, painter: QPainter, band: Band) -> None:
        comparison = self._series.comparison
        if comparison is None:
            return
        at, width = self.box.x(seconds(comparison.anchor)), draw.text_width(self._anchor_words, draw.SMALL, bold=True)
        if -width < at < band.rect().width() + width:
            left = min(max(at - width / 2, 0), band.rect().width() - width)
            rect = QRectF(left, 0, width, band.rect().height())
            draw.text(painter, rect, self._anchor_words, self.colors.marker, size=draw.SMALL, bold=True)

    def _legend_of(self) -> list[tuple[str, str]]:
        states = {span.state for lane in self.lanes for span in lane.spans}
        found = [(state.value, codes.state_name(state)) for state in RelationshipState if state in states]
        every = [span for lane in self.lanes for span in lane.spans]
        if any(span.first_earliest is None for span in every):
            found.append(("unknown", _("since an unknown start")))
        if any(span.first_earliest is not None and span.first_earliest != span.first_latest for span in every):
            found.append(("fuzzy", _("began or changed some day here")))
        if any(lane.stale for lane in self.lanes):
            found.append(("stale", _("no evidence since")))
        if any(lane.excluded for lane in self.lanes):
            found.append((Look.HOLLOW.value, _("in no total")))
        return found

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        self._scroll = float(value)
        self.redraw()

    # Qt.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the lanes."""
        super().resizeEvent(event)
        self.arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel over the names of the lanes scrolls them."""
        if self.bar.isVisible():
            self.bar.setValue(self.bar.value() - event.angleDelta().y() // 2)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: Any) -> None:
        """Besides what every chart does: Up, Down, Page Up, Page Down scroll the lanes."""
        step = {
            Qt.Key.Key_Up: -int(LANE), Qt.Key.Key_Down: int(LANE),
            Qt.Key.Key_PageUp: -self.bar.pageStep(), Qt.Key.Key_PageDown: self.bar.pageStep(),
        }.get(event.key())  # fmt: skip
        if step is not None and self.bar.maximum():
            self.bar.setValue(self.bar.value() + step)
        else:
            super().keyPressEvent(event)
