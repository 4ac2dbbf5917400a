"""The headcount chart: for each population a panel with its level, what is uncertain about it, and its events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from db.analysis.series import Basis, Exclusion, HeadcountSeries, Mark
from db.model.ids import NO_EVENT, EventId
from db.model.records import EventKind
from db.model.values import Population
from db.reading.dates import middle_day
from desktop.charts import draw
from desktop.charts.draw import Look, Spot
from desktop.charts.frame import Chart
from desktop.charts.levels import LevelPanel, diamond
from desktop.charts.plot import day_at, seconds
from desktop.look.colors import Colors, readable
from desktop.wording import codes, formatting
from desktop.wording.i18n import _
from desktop.wording.series import level_words

#: The days below the panels, the line that reads out, and what lies between.
_BELOW = 72


class HeadcountChart(Chart):
    """Employees and contingent workers over time, in panels of their own; a panel only where there is data.

    Made once; :meth:`show_series` gives it something else to draw.
    """

    def __init__(self, colors: Colors, parent: QWidget | None = None) -> None:
        super().__init__(colors, parent)
        self._series: dict[Population, HeadcountSeries] = {}
        self._middles: dict[EventId, float] = {}
        self._until = 0.0
        self.panels = {population: LevelPanel(self, population) for population in Population}
        view = self.view
        view.addItem(self.legend, row=0, col=0, colspan=2)
        self._laid_out: set[Population] = set()
        for population in Population:
            self._lay_out(population, shown=True)
        view.addItem(self.time, row=10, col=1)
        self.take_boxes([panel.box for panel in self.panels.values()])
        self.set_colors(colors)
        self.setAccessibleName(_("Headcount chart"))

    def show_series(
        self,
        series: Sequence[HeadcountSeries],
        numbers: Mapping[EventId, int],
        *,
        kinds: Mapping[str, EventKind],
        others: Sequence[Mark] = (),
        descriptions: Mapping[EventId, str] | None = None,
        first: date | None = None,
        last: date | None = None,
        until: date | None = None,
    ) -> None:
        """Draw these series (at most one per population).

        ``numbers``: the number of each event; one without is not drawn. ``others``: events of other groups that
        explain what happened, drawn above the first panel. ``first`` and ``last`` bound the time shown at first.
        ``until``: the day up to which the last level is known to hold (today, or the as-known-on day).
        """
        self._series = {one.population: one for one in series if not one.empty}
        self._descriptions = descriptions or {}
        self._until = seconds(until) if until is not None else 0.0
        extent = self._time(first, last, until, others)
        end = max(extent[1], self._until) if last is None else extent[1]
        spots: list[Spot] = []
        for population, panel in self.panels.items():
            one = self._series.get(population)
            marks = list(one.marks) if one is not None else []
            if one is not None and one is next(iter(self._series.values())):
                marks += others
            mine = self._spots(marks, numbers, kinds)
            spots += mine
            panel.show_series(one, mine, until=min(end, max(self._until, extent[0])) or end)
        self._middles = {spot.event_id: spot.middle for spot in spots}
        self._order = [spot.event_id for spot in sorted(spots, key=lambda spot: (spot.middle, spot.number or 0))]
        shown = [panel for panel in self.panels.values() if panel.shown]
        for population, panel in self.panels.items():
            self._lay_out(population, shown=panel.shown)
        self.time.setVisible(bool(shown))
        self.take_boxes([panel.box for panel in shown] or [self.panels[Population.EMPLOYEES].box])
        self.set_extent(*extent)
        self._legend = self._legend_of(spots)
        self.show_anew()

    def set_colors(self, colors: Colors) -> None:
        """Take another scheme."""
        super().set_colors(colors)
        for panel in self.panels.values():
            panel.axis.dress(colors)

    # What the frame asks for.

    def arrange(self) -> None:
        """Fit what depends on the size of the chart."""
        super().arrange()
        widths = [panel.axis.needed_width() for panel in self.panels.values() if panel.shown]
        for panel in self.panels.values():
            panel.axis.setWidth(max(widths, default=40))
        self.view.ci.layout.activate()
        for panel in self.panels.values():
            if panel.shown:
                panel.strip.fit_height()
        self.view.ci.layout.activate()
        self._claim_height()

    def _claim_height(self) -> None:
        """As high at least as its levels can be read; the page scrolls where there is less room."""
        panels = [panel.least_height() for panel in self.panels.values() if panel.shown]
        least = int(self.legend.minimumHeight() + sum(panels) + _BELOW)
        if least != self.minimumHeight():
            self.setMinimumHeight(least)

    def place_of(self, event_id: EventId) -> float | None:
        """Where an event is drawn in time."""
        return self._middles.get(event_id)

    def read_out(self, place: float) -> str:
        """The day and every population's level on it."""
        day = day_at(place)
        parts = [formatting.day(day)]
        for population, series in self._series.items():
            level = series.at(day)
            if level is None:
                continue
            name, said = codes.population_name(population), level_words(level)
            if series.relative:
                parts.append(_("{population}: {level}").format(population=name, level=said))
            else:
                basis = codes.basis_name(level.basis)
                parts.append(_("{population}: {level} ({basis})").format(population=name, level=said, basis=basis))
        return "   ·   ".join(parts)

    def paint_sample(self, painter: QPainter, sample: str, rect: QRectF) -> None:
        """The sample of a legend entry."""
        color = self.panels[next(iter(self._series), Population.EMPLOYEES)].line_color
        surface, middle = self.colors.surface, rect.center()
        ends = QPointF(rect.left(), middle.y()), QPointF(rect.right(), middle.y())
        if sample == "level":
            painter.fillRect(rect.adjusted(0, 3, 0, -3), QColor(draw.mix(color, surface, 0.8)))
            painter.setPen(draw.pen(color, 2))
            painter.drawLine(*ends)
        elif sample == "implied":
            painter.setPen(draw.pen(color, 2, dash=(5, 3)))
            painter.drawLine(*ends)
        elif sample == "reported":
            painter.fillRect(QRectF(middle.x() - 4, middle.y() - 4, 8, 8), QColor(color))
        elif sample == "aside":
            diamond(painter, rect.center(), self.colors.muted, self.colors.surface)
        elif sample == "unexplained":
            painter.setPen(draw.pen(self.colors.unexplained, 1.6, dash=(6, 4)))
            painter.drawLine(*ends)
        else:
            seen = Spot(event_id=NO_EVENT, first=0, middle=0, last=0, number=None, color=self.colors.muted)
            if sample == "vague":
                draw.fuzzy_bar(painter, rect.adjusted(0, 4, 0, -4), seen, surface)
                return
            wide = Spot(event_id=NO_EVENT, first=0, middle=0, last=0, number=1, color=seen.color, look=Look(sample))
            draw.disc(painter, middle, wide, surface=surface)

    # Inside.

    def _lay_out(self, population: Population, *, shown: bool) -> None:
        """A panel without data is taken out of the layout, where it would keep its place."""
        if shown == (population in self._laid_out):
            return
        panel, row, layout = self.panels[population], 1 + 3 * list(Population).index(population), self.view.ci
        layout.layout.setRowStretchFactor(row + 2, int(shown))
        if not shown:
            self._laid_out.discard(population)
            for item in (panel.title, panel.strip, panel.axis, panel.box):
                layout.removeItem(item)
            return
        self._laid_out.add(population)
        layout.addItem(panel.title, row=row, col=0, colspan=2)
        layout.addItem(panel.strip, row=row + 1, col=1)
        layout.addItem(panel.axis, row=row + 2, col=0)
        layout.addItem(panel.box, row=row + 2, col=1)

    def _time(
        self, first: date | None, last: date | None, until: date | None, others: Sequence[Mark]
    ) -> tuple[float, float]:
        days = [level.day for one in self._series.values() for level in one.levels]
        for mark in (*others, *(mark for one in self._series.values() for mark in one.marks)):
            if mark.date is not None:
                days += [day for day in (mark.date.earliest, mark.date.latest) if day is not None]
        if until is not None and days and until > max(days):
            # As far as now, unless that would squeeze what happened into a corner.
            reach = max((max(days) - min(days)) // 2, timedelta(days=90))
            days.append(min(until, max(days) + reach) if last is None else until)
        begin = first or min(days, default=until or date(2000, 1, 1))
        end = last or max(days, default=begin)
        return seconds(begin), seconds(max(begin, end))

    def _spots(
        self, marks: Sequence[Mark], numbers: Mapping[EventId, int], kinds: Mapping[str, EventKind]
    ) -> list[Spot]:
        found = []
        for mark in marks:
            if mark.date is None or not mark.date.known or mark.event_id not in numbers:
                continue
            middle = middle_day(mark.date) or mark.date.earliest or mark.date.latest
            assert middle is not None
            kind = kinds.get(mark.kind)
            color = readable(kind.color, self.colors.surface) if kind and kind.color else self.colors.muted
            found.append(
                Spot(
                    event_id=mark.event_id,
                    first=seconds(mark.date.earliest) if mark.date.earliest else None,
                    middle=seconds(middle),
                    last=seconds(mark.date.latest) if mark.date.latest else None,
                    number=numbers[mark.event_id],
                    color=color,
                    look=draw.look_of(mark.exclusion),
                    sign=kind.sign if kind else 0,
                )
            )
        return sorted(found, key=lambda spot: spot.number or 0)

    def _legend_of(self, spots: Sequence[Spot]) -> list[tuple[str, str]]:
        """Only what occurs."""
        levels = [level for one in self._series.values() for level in one.levels]
        marks = [mark for one in self._series.values() for mark in one.marks]
        looks = {spot.look for spot in spots}
        occurring = {
            "level": bool(levels),
            "implied": any(level.basis is Basis.IMPLIED for level in levels),
            "aside": any(one.aside for one in self._series.values()),
            "reported": any(mark.level is not None and mark.exclusion is Exclusion.NONE for mark in marks),
            "unexplained": any(one.gaps for one in self._series.values()),
            "vague": any(spot.vague for spot in spots),
            "solid": Look.SOLID in looks,
            "hollow": Look.HOLLOW in looks,
            "planned": Look.PLANNED in looks,
            "denied": Look.DENIED in looks,
        }
        words = {
            "level": _("level, from lowest to highest"),
            "implied": _("implied by count and percentage"),
            "aside": _("implied, set aside"),
            "reported": _("reported headcount"),
            "unexplained": _("unexplained"),
            "vague": _("some day in this interval"),
            "solid": _("event"),
            "hollow": _("in no total"),
            "planned": _("planned"),
            "denied": _("denied"),
        }
        return [(sample, words[sample]) for sample, occurs in occurring.items() if occurs]
