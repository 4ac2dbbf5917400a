"""The relationships page: lanes and active count over time, and what changed before and after an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from db.analysis.relationships.over_time import count_rows, lane_rows
from db.analysis.series import Lane
from db.figures.relationships.rules import Rules, kept_rules
from db.ledger import Ledger
from db.model.ids import EventId
from db.model.progress import Progress
from db.model.records import Event
from db.model.scope import Scope
from desktop.look.theme import Theme
from desktop.pages.answers.page import AnswersPage
from desktop.pages.answers.shown import AnswerView
from desktop.pages.chart_page import heading_label
from desktop.pages.relationships.comparison import DAYS, ComparisonPanel
from desktop.pages.relationships.lane_bar import LaneBar
from desktop.pages.relationships.reading import RelationshipView, read_relationships
from desktop.pages.relationships.views import VIEWS
from desktop.session.bus import Bus
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.widgets.text_tables import Row, RowsModel, RowsView
from desktop.wording import codes, formatting
from desktop.wording.figures import series as words
from desktop.wording.figures.active import sentence
from desktop.wording.i18n import N_, _
from desktop.wording.records import event_line

#: The view that the page shows by itself.
LANES = "lanes"


class RelationshipsPage(AnswersPage):
    """Who works with whom, since when, in which state; and a comparison around an event of the reader's choice.

    Beside these lanes the views of :data:`~desktop.pages.relationships.views.VIEWS` can be chosen.
    """

    page_id = "relationships"
    page_title = N_("Relationships")
    tables = (*AnswersPage.tables, "settings")

    def __init__(
        self, session: Session, theme: Theme, settings: Settings, bus: Bus, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, theme, settings, bus, parent)
        self._wanted: EventId | None = None
        self._view: RelationshipView | None = None
        self._days = DAYS
        self.heading.insertWidget(0, heading_label(_("Relationships")))
        self._make_twin()
        layout = self.content.layout()
        assert isinstance(layout, QVBoxLayout)
        self.comparison = ComparisonPanel(theme)
        self.comparison.asked.connect(self._on_asked)
        self.comparison.chosen.connect(session.select)
        layout.addWidget(self.comparison)
        self.lane_bar = LaneBar(theme)
        self.lane_bar.changed.connect(self._show_lanes)
        layout.insertWidget(1, self.lane_bar)
        self.options.edited.connect(self._on_rules)

    def answer_views(self) -> Sequence[AnswerView]:
        """The views beside the lanes."""
        return VIEWS

    def choices(self) -> Sequence[tuple[str, str]]:
        """The lanes, and the other views."""
        return [(LANES, _("Lanes")), *super().choices()]

    def reload(self) -> None:
        """Ask the reader."""
        if self.view_id != LANES:
            self.read_answer()
            return
        scope, wanted, days = self.session.scope, self._wanted, self._days

        def read(ledger: Ledger, _progress: Progress) -> RelationshipView:
            return read_relationships(ledger, scope, wanted, days)

        self.session.tasks.read(read, self._on_read, self.session.failed.emit, key="relationships")

    # Making.

    def _make_twin(self) -> None:
        self._lanes = RowsView(
            _("Relationships and their states"),
            RowsModel([
                _("Vendor"), _("Client"), _("Category"), _("Reference"), _("State"), _("From"), _("Until"),
                _("Last evidence"), _("Events"),
            ]),
        )  # fmt: skip
        self._counts = RowsView(
            _("Active relationships by day"),
            RowsModel(
                [
                    _("Date"), _("Active"), _("Low"), _("High"), _("Clients"), _("At risk"), _("Reduced"),
                    _("Winding down"), _("Paused"),
                ],
                numeric=range(1, 9),
            ),
        )  # fmt: skip
        self.add_tables(self._lanes, self._counts)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self._lanes)
        split.addWidget(self._counts)
        split.setChildrenCollapsible(False)
        box = QVBoxLayout(self.twin)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(split)

    # Showing.

    @Slot(object)
    def _on_read(self, view: RelationshipView) -> None:
        if self.view_id != LANES:
            return
        self.show_zoom(yes=True)
        self.explain.hide()
        self.print.hide()
        if not view.series.lanes:
            self.show_empty(
                _("No relationships in this scope"),
                _(
                    "Record that a vendor and a client started, changed or ended working together; a rumor counts as "
                    "a first event too. Who is active over time appears here."
                ),
            )
            return
        self._view = view
        self.headline.setText(_headline(view))
        self.comparison.show_view(view)
        self.comparison.setVisible(bool(view.anchors))  # without an event to look from, the lanes have its room
        self._show_lanes()
        self.show_content()

    @Slot(object)
    def _show_lanes(self, _arrangement: object = None) -> None:
        """Draw and list the lanes as they are to be arranged."""
        view = self._view
        if view is None:
            return
        from desktop.drawing.compose.lane_order import arranged
        from desktop.drawing.compose.lanes import lanes  # loads numpy

        wanted = self.lane_bar.arrangement
        lines = arranged(view.series.lanes, view.names, wanted, today=view.until)
        shown = [line for line in lines if isinstance(line, Lane)]
        self.lane_bar.show_count(len(shown), len(view.series.lanes))
        by_event = {one: lane for lane in view.series.lanes for one in lane.event_ids}
        figure = lanes(
            view.series,
            lines,
            view.numbers,
            events=view.events,
            kinds=view.kinds,
            names=view.names,
            describe=lambda one: _told(view, view.events[one], view.numbers.get(one, 0), by_event.get(one)),
            own=view.scope.organization_ids[0] if len(view.scope.organization_ids) == 1 else None,
            first=view.scope.first,
            last=view.scope.last,
            until=view.until,
            title=_("Relationships"),
            note="" if shown else _("No relationship is as you ask for it."),
        )
        chart = self.ready_chart()
        chart.show_figure(figure, name=_("Relationship chart"), headline=_headline(view), keep=_arrangement is not None)
        chart.select(self.session.selected)
        self._fill_tables(view, shown)

    def _fill_tables(self, view: RelationshipView, shown: Sequence[Lane]) -> None:
        unnamed, listed = _("unnamed"), replace(view.series, lanes=tuple(shown))
        self._lanes.show_rows(
            [
                Row(
                    (
                        view.names.get(row.vendor_id, unnamed) if row.vendor_id is not None else unnamed,
                        view.names.get(row.client_id, unnamed) if row.client_id is not None else unnamed,
                        row.category,
                        row.reference,
                        codes.state_name(row.state) if row.state is not None else codes.exclusion_name(row.exclusion),
                        formatting.period(*row.from_) if row.state is not None else "",
                        formatting.period(*row.until) if row.until != (None, None) else "",
                        formatting.short_day(row.evidence) if row.evidence is not None else "",
                        words.event_numbers(row.event_ids, view.numbers),
                    ),
                    row.event_ids[0] if row.event_ids else None,
                )
                for row in lane_rows(listed, first=view.scope.first, last=view.scope.last)
            ]
        )
        self._counts.show_rows([
            Row((
                formatting.short_day(count.day),
                *(
                    formatting.number(value)
                    for value in (
                        count.active, count.low, count.high, count.clients, count.at_risk, count.reduced,
                        count.winding_down, count.paused,
                    )
                ),
            ))
            for count in count_rows(view.series)
        ])  # fmt: skip

    @Slot()
    def _on_rules(self) -> None:
        """Show the rules for trouble, to be changed."""

        def read(ledger: Ledger, _progress: Progress) -> Rules:
            return kept_rules(ledger.at(Scope()))

        self.session.tasks.read(read, self._show_rules, self.session.failed.emit, key="relationships.rules")

    @Slot(object)
    def _show_rules(self, rules: Rules) -> None:
        from desktop.pages.relationships.rules_dialog import RulesDialog

        dialog = RulesDialog(self.session, rules, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot(object, int)
    def _on_asked(self, anchor: EventId | None, days: int) -> None:
        self._wanted, self._days = anchor, days
        self.reload()


def _headline(view: RelationshipView) -> str:
    last = view.until if view.scope.last is None else min(view.until, view.scope.last)
    count = view.series.at(last)
    if count is None:
        return _("No active relationship is known in this scope.")
    return _("{day}: {figures}").format(day=formatting.day(last), figures=sentence(count))


def _told(view: RelationshipView, event: Event, number: int, lane: Lane | None) -> str:
    return event_line.whole_line(event, view.kinds.get(event.kind), view.names, relationship=lane, number=number)
