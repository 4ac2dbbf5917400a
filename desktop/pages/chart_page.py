"""What the two chart pages share: a heading, the chart or its table twin (F7), and what to do without data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.model.ids import EventId
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.pages.base import Page
from desktop.session.bus import Bus
from desktop.session.requests import ImportTable, NewEvent, OpenEvent
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.widgets.page_parts import EmptyState, heading
from desktop.widgets.text_tables import RowsView
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from desktop.charts.chart import Chart


#: A first answer that takes longer than this is waited for in words.
_LATE_MS = 400


class ChartPage(Page):
    """A page with a chart, its table twin, and an empty state. The chart is made with the first data it has to show.

    It asks to open events, to begin one, and to import.
    """

    #: Whether the keys of the chart are the ids of events.
    marks_events = True

    def __init__(
        self, session: Session, theme: Theme, settings: Settings, bus: Bus, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, theme, settings, bus, parent)
        self.chart: Chart | None = None
        self._tables: list[RowsView] = []
        self.heading = QHBoxLayout()
        self.heading.setSpacing(8)
        self.headline = plaintext.label(wrap=True, selectable=True)
        self.headline.setProperty("role", "subheading")
        self.headline.setAccessibleName(_("Result"))
        self.twin = QWidget()
        self.chart_place = QWidget()
        chart_box = QVBoxLayout(self.chart_place)
        chart_box.setContentsMargins(0, 0, 0, 0)
        self.views = QStackedWidget()
        self.views.addWidget(self.chart_place)
        self.views.addWidget(self.twin)
        self.content = QWidget()
        content = QVBoxLayout(self.content)
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(8)
        content.addWidget(self.headline)
        content.addWidget(self.views, 1)
        self.empty = self._make_empty()
        self.pages = QStackedWidget()
        self.waiting = plaintext.label()  # until the first answer
        self.waiting.setProperty("role", "muted")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages.addWidget(self.waiting)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_LATE_MS)
        self._late.timeout.connect(self._on_late)
        self.pages.addWidget(self.content)
        self.pages.addWidget(self.empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(8)
        box.addLayout(self.heading)
        box.addWidget(self.pages, 1)
        self._make_switch()
        session.selection_changed.connect(self._on_selection_changed)

    # For the window.

    @property
    def shows_table(self) -> bool:
        """Whether the table twin is shown in place of the chart."""
        return self.views.currentWidget() is self.twin

    @Slot()
    def toggle_table(self) -> None:
        """Show the table twin in place of the chart, or the chart again."""
        self.show_table(yes=not self.shows_table)

    def show_table(self, *, yes: bool) -> None:
        """Show the table twin or the chart."""
        self.views.setCurrentWidget(self.twin if yes else self.chart_place)
        (self.table_button if yes else self.chart_button).setChecked(True)
        for button in self._zoom_buttons:
            button.setEnabled(not yes)

    # For the two pages.

    def ready_chart(self) -> Chart:
        """The chart, made when it is first needed."""
        if self.chart is None:
            from desktop.charts import saving
            from desktop.charts.chart import Chart  # loads pyqtgraph

            chart = self.chart = Chart(self.theme.colors, self)
            saving.offer(chart, self.settings)
            layout = self.chart_place.layout()
            assert layout is not None
            layout.addWidget(chart)
            if self.marks_events:
                chart.chosen.connect(self._on_event_chosen)
                chart.opened.connect(self._on_event_opened)
            self.chart_button.toggled.connect(chart.setFocus)
            for button, work in zip(self._zoom_buttons, (chart.zoom_out, chart.zoom_in, chart.fit), strict=True):
                button.clicked.connect(work)
        return self.chart

    def add_tables(self, *tables: RowsView) -> None:
        """The tables of the twin."""
        self._tables += tables
        for table in tables:
            table.event_chosen.connect(self._on_event_chosen)
            table.event_opened.connect(self._on_event_opened)

    def show_content(self) -> None:
        """Show chart or table."""
        self.pages.setCurrentWidget(self.content)
        self._switch.setVisible(True)

    def show_zoom(self, *, yes: bool) -> None:
        """Show or hide the buttons that zoom; the keys of a chart zoom too."""
        for button in self._zoom_buttons:
            button.setVisible(yes)

    def add_deeds(self, *deeds: QWidget) -> None:
        """What can be done with what is shown, at the end of the bar: export, print, explanation, on every page."""
        at = self.heading.indexOf(self._switch) + 1
        for number, deed in enumerate(deeds):
            self.heading.insertWidget(at + number, deed)

    def show_empty(self, title: str, hint: str) -> None:
        """Say that there is nothing to show, and what to do next."""
        self.empty.say(title, hint)
        self.pages.setCurrentWidget(self.empty)
        self._switch.setVisible(False)

    @Slot()
    def restyle(self) -> None:
        """Give the chart the theme's new colors."""
        if self.chart is not None:
            self.chart.set_colors(self.theme.colors)
            self.reload()
        for button, name in zip(self._zoom_buttons, ("zoom-out", "zoom-in", "zoom-fit"), strict=True):
            button.setIcon(self.theme.icon(name))

    # Inside.

    @Slot()
    def _on_late(self) -> None:
        self.waiting.setText(_("Reading the events…"))

    def _make_empty(self) -> EmptyState:
        page = EmptyState(self.theme, icon=self.page_id)
        self.offer_events(page)
        return page

    def offer_events(self, page: EmptyState) -> None:
        """The ways to get what there is nothing of: buttons below the words that name them."""
        new = page.add_button(_("New Event"), primary=True)
        new.clicked.connect(self._on_new_event)
        page.add_button(_("Import…")).clicked.connect(self._on_import)

    def _make_switch(self) -> None:
        self._switch = QWidget()
        row = QHBoxLayout(self._switch)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._zoom_buttons = [
            self._tool("", _("Zoom out"), "zoom-out"),
            self._tool("", _("Zoom in"), "zoom-in"),
            self._tool("", _("Show all"), "zoom-fit"),
        ]
        self.chart_button = self._tool(_("Chart"), _("Show the chart (F7)"), "")
        self.table_button = self._tool(_("Table"), _("Show the table (F7)"), "")
        group = QButtonGroup(self)
        for button in (self.chart_button, self.table_button):
            button.setCheckable(True)
            group.addButton(button)
        self.chart_button.setChecked(True)
        self.chart_button.clicked.connect(self._on_chart_wanted)
        self.table_button.clicked.connect(self._on_table_wanted)
        for button in self._zoom_buttons:
            row.addWidget(button)
        row.addSpacing(10)
        row.addWidget(self.chart_button)
        row.addWidget(self.table_button)
        self._switch.hide()
        self.heading.addStretch(1)
        self.heading.addWidget(self._switch)

    def _tool(self, words: str, name: str, icon: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(words)
        button.setAccessibleName(name)
        plaintext.tooltip(button, name)
        button.setIconSize(QSize(18, 18))
        if icon:
            button.setIcon(self.theme.icon(icon))
        return button

    @Slot()
    def _on_chart_wanted(self) -> None:
        self.show_table(yes=False)

    @Slot()
    def _on_table_wanted(self) -> None:
        self.show_table(yes=True)

    @Slot()
    def _on_new_event(self) -> None:
        self.bus.request(NewEvent())

    @Slot()
    def _on_import(self) -> None:
        self.bus.request(ImportTable())

    @Slot(object)
    def _on_event_chosen(self, event_id: EventId) -> None:
        self.session.select(event_id)

    @Slot(object)
    def _on_event_opened(self, event_id: EventId) -> None:
        self.session.select(event_id)
        self.bus.request(OpenEvent(event_id))

    @Slot(object)
    def _on_selection_changed(self, event_id: EventId | None) -> None:
        if self.chart is not None and self.marks_events:
            self.chart.select(event_id)
        for table in self._tables:
            if not table.hasFocus():
                table.mark(event_id)

    # Qt.

    def showEvent(self, event: QShowEvent) -> None:
        """Say what is waited for, should the first answer be slow."""
        super().showEvent(event)
        if self.pages.currentWidget() is self.waiting:
            self._late.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F7 changes between chart and table where the window has no such command."""
        if event.key() == Qt.Key.Key_F7:
            self.toggle_table()
        else:
            super().keyPressEvent(event)


def heading_label(words: str) -> QLabel:
    """The name of a page, or of what it is about."""
    return heading(words)
