"""The chart of a view or its table, and below it the events behind the figure that was chosen."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.pages.answers.shown import Shown
from desktop.session.settings import Settings
from desktop.widgets.page_parts import EmptyState
from desktop.widgets.text_tables import Row, RowsModel, RowsView
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from desktop.charts.chart import Chart

#: A chart, and the events below it, are at least so high; a page that has less room scrolls.
CHART, EVENTS = 300, 150


class AnswerPanel(QWidget):
    """``asked`` carries the key of a figure that was chosen; ``event_chosen``, ``event_opened`` an event behind it."""

    asked = Signal(object)
    event_chosen = Signal(int)
    event_opened = Signal(int)

    def __init__(self, theme: Theme, settings: Settings, *, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._settings = theme, settings
        self.chart: Chart | None = None
        self.table: RowsView | None = None
        self.shown: Shown | None = None
        self._as_table = False
        self.headline = plaintext.label(wrap=True, selectable=True)
        self.headline.setProperty("role", "subheading")
        self.headline.setAccessibleName(_("Result"))
        self.remark = plaintext.label(wrap=True, selectable=True)
        self.remark.setProperty("role", "muted")
        self.place = QStackedWidget()
        self.place.setMinimumHeight(CHART)
        self.empty = EmptyState(theme, icon=icon)
        self.place.addWidget(self.empty)
        self.events_title = plaintext.label()
        self.events_title.setProperty("role", "subheading")
        self.events = RowsView(
            _("Events behind the figure"),
            RowsModel([_("Date"), _("Event"), _("Number of people"), _("Status"), _("Sources")], numeric=(2, 4)),
        )
        self.events.event_chosen.connect(self.event_chosen)
        self.events.event_opened.connect(self.event_opened)
        self.below = QWidget()
        self.below.setMinimumHeight(EVENTS)
        below = QVBoxLayout(self.below)
        below.setContentsMargins(0, 4, 0, 0)
        below.setSpacing(4)
        self.close_events = QToolButton()
        self.close_events.setIconSize(QSize(16, 16))
        self.close_events.setAccessibleName(_("Hide the events"))
        plaintext.tooltip(self.close_events, _("Hide the events"))
        self.close_events.clicked.connect(self.below.hide)
        head = QHBoxLayout()
        head.addWidget(self.events_title, 1)
        head.addWidget(self.close_events)
        below.addLayout(head)
        below.addWidget(self.events, 1)
        self.below.hide()
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(self.place)
        self.split.addWidget(self.below)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 1)
        self.split.setChildrenCollapsible(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.headline)
        box.addWidget(self.remark)
        box.addWidget(self.split, 1)
        self.restyle()

    def show_view(self, shown: Shown, *, name: str, hint: str, keep: bool) -> None:
        """Take what a view shows; ``keep``: the same stretch of it. ``hint``: what to do where it is nothing."""
        self.shown = shown
        self.below.hide()
        if shown.figure is None:
            self.headline.hide()
            self.remark.hide()
            self.empty.say(name, f"{shown.headline}\n{hint}")
            self.place.setCurrentWidget(self.empty)
            return
        plaintext.set_text(self.headline, shown.headline)
        self.headline.setVisible(bool(shown.headline))
        plaintext.set_text(self.remark, shown.remark)
        self.remark.setVisible(bool(shown.remark))
        chart = self._ready_chart()
        chart.select(None)
        keep = keep and not shown.figure.still  # what cannot be moved is shown whole
        chart.show_figure(shown.figure, name=name, headline=shown.headline, keep=keep)
        self._show_table(shown, name)
        self.show_table(yes=self._as_table)

    def show_table(self, *, yes: bool) -> None:
        """Show the table twin or the chart."""
        self._as_table = yes
        wanted = self.table if yes else self.chart
        if wanted is not None and self.shown is not None and self.shown.figure is not None:
            self.place.setCurrentWidget(wanted)

    def show_events(self, title: str, rows: Sequence[Row]) -> None:
        """List what is behind a figure."""
        plaintext.set_text(self.events_title, plaintext.elided(title, limit=200))
        self.events.show_rows(rows)
        self.events.setAccessibleDescription(title)
        if self.below.isHidden():
            self.below.show()
            self.split.updateGeometry()  # the page scrolls for it where it has less room
            high = self.split.height()
            self.split.setSizes([high * 2 // 3, high // 3])

    def restyle(self) -> None:
        """Take the theme's new colors."""
        self.close_events.setIcon(self._theme.icon("close", "muted"))
        if self.chart is not None:
            self.chart.set_colors(self._theme.colors)

    # Inside.

    def _ready_chart(self) -> Chart:
        if self.chart is None:
            from desktop.charts import saving
            from desktop.charts.chart import Chart  # loads pyqtgraph

            self.chart = Chart(self._theme.colors, self)
            saving.offer(self.chart, self._settings)
            self.place.addWidget(self.chart)
            self.chart.chosen.connect(self._on_chosen)
            self.chart.opened.connect(self._on_chosen)
        return self.chart

    def _show_table(self, shown: Shown, name: str) -> None:
        if self.table is not None:
            self.place.removeWidget(self.table)
            self.table.deleteLater()
        self.table = RowsView(name, RowsModel(shown.headers, numeric=shown.numeric))
        self.table.show_rows([Row(line.cells) for line in shown.lines])
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.clicked.connect(self._on_row)
        self.place.addWidget(self.table)

    @Slot(object)
    def _on_chosen(self, key: Hashable) -> None:
        self.asked.emit(key)

    @Slot(QModelIndex)
    @Slot(QModelIndex, QModelIndex)
    def _on_row(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        if self.shown is not None and self.table is not None and self.table.hasFocus() and index.isValid():
            key = self.shown.lines[index.row()].key
            if key is not None:
                if self.chart is not None:
                    self.chart.select(key)
                self.asked.emit(key)
