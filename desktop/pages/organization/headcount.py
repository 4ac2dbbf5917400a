"""The headcount of the organization, small: the chart, or the table twin with the same numbers (F7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from db.analysis.series import level_changes
from db.model.ids import EventId
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.pages.organization.part import Part
from desktop.pages.organization.reading import Headcount, Known
from desktop.session.bus import Bus
from desktop.session.requests import NarrowScope, OpenEvent, SelectEvent, ShowPage
from desktop.session.settings import Settings
from desktop.widgets.text_tables import Row, RowsModel, RowsView
from desktop.wording import codes, formatting
from desktop.wording.figures import series as words
from desktop.wording.i18n import _
from desktop.wording.records import event_line

if TYPE_CHECKING:
    from desktop.charts.chart import Chart

_TABLE = 220  # pixels


class HeadcountPart(Part):
    """The chart is made with the first data it has to show."""

    def __init__(self, theme: Theme, bus: Bus, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(theme, bus, _("Headcount"), link=_("Headcount page"), parent=parent)
        self._settings = settings
        self._known: Known | None = None
        self.chart: Chart | None = None
        self.table = RowsView(
            _("Headcount by day"),
            RowsModel(
                [_("Population"), _("Date"), _("Low"), _("Best"), _("High"), _("Basis")], numeric=(2, 3, 4)
            ),
        )  # fmt: skip
        self.table.setMinimumHeight(_TABLE)
        self.table.event_chosen.connect(self._on_chosen)
        self.table.event_opened.connect(self._on_opened)
        self._place = QWidget(self)
        QVBoxLayout(self._place).setContentsMargins(0, 0, 0, 0)
        self.views = QStackedWidget(self)
        self.views.addWidget(self._place)
        self.views.addWidget(self.table)
        self.views.hide()
        self.body.addWidget(self.views)

    def toggle(self) -> None:
        """Show the table in place of the chart, or the chart again."""
        self.views.setCurrentWidget(self._place if self.views.currentWidget() is self.table else self.table)

    def select(self, event_id: EventId | None) -> None:
        """Mark an event."""
        if self.chart is not None:
            self.chart.select(event_id)
        if not self.table.hasFocus():
            self.table.mark(event_id)

    def restyle(self) -> None:
        """Take the theme's new colors."""
        if self.chart is not None and self._known is not None:
            self.chart.set_colors(self._theme.colors)
            self.show_known(self._known)

    def show_known(self, known: Known) -> None:
        """Draw what is known."""
        self._known = known
        self.lead(NarrowScope(known.asked), ShowPage("headcount"))
        found = known.headcount
        drawn = found is not None and any(not one.empty for one in found.series)
        self.views.setVisible(drawn)
        if not known.complete:
            self.say(_("Reading the events…"))
        elif found is None:
            self.say(_("Too many events to be drawn here at once. The headcount page shows them."))
        elif not drawn:
            self.say(
                _("No headcount is known in this scope: record a reported headcount, or a cut with its percentage.")
            )
        else:
            self.say("")
            self._draw(known, found)
            self.table.show_rows(_rows(found))

    def _draw(self, known: Known, found: Headcount) -> None:
        from desktop.drawing.compose.headcount import headcount  # loads numpy

        name = known.names.get(known.asked, "")
        lines = [words.headline(one, name) for one in found.series]
        figure = headcount(
            found.series,
            found.numbers,
            kinds=known.kinds,
            others=found.others,
            origins=found.origins,
            descriptions={
                one: event_line.whole_line(
                    event, known.kinds.get(event.kind), known.names, number=found.numbers.get(one)
                )
                for one, event in found.events.items()
            },
            first=known.scope.first,
            last=known.scope.last,
            until=known.until,
            title=plaintext.one_line(name),
        )
        said = "\n".join(filter(None, lines)) or _("No level can be derived yet.")
        self._ready().show_figure(
            figure, name=_("Headcount chart of {organization}").format(organization=name), headline=said
        )

    def _ready(self) -> Chart:
        if self.chart is None:
            from desktop.charts import saving
            from desktop.charts.chart import Chart  # loads pyqtgraph

            self.chart = Chart(self._theme.colors, self, tall=True)
            saving.offer(self.chart, self._settings)
            layout = self._place.layout()
            assert layout is not None
            layout.addWidget(self.chart)
            self.chart.chosen.connect(self._on_chosen)
            self.chart.opened.connect(self._on_opened)
        return self.chart

    @Slot(object)
    def _on_chosen(self, event_id: EventId) -> None:
        self._bus.request(SelectEvent(event_id))

    @Slot(object)
    def _on_opened(self, event_id: EventId) -> None:
        self._bus.request(OpenEvent(event_id))


def _rows(found: Headcount) -> list[Row]:
    return [
        Row(
            (
                codes.population_name(series.population),
                formatting.short_day(level.day),
                *formatting.ends(level.low, level.best, level.high, sign=series.relative),
                codes.basis_name(level.basis),
            ),
            level.event_ids[0] if level.event_ids else None,
        )
        for series in found.series
        for level in level_changes(series)
    ]
