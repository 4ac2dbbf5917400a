"""The relationships page: lanes and active count over time, and what changed before and after an event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from db import views
from db.analysis.numbering import numbered
from db.analysis.relationships import count_rows, lane_rows
from db.analysis.series import BeforeAfter, RelationshipSeries, WindowFigures
from db.ledger import Ledger
from db.progress import Progress
from db.records import Event, EventKind, Scope
from db.search import known_operation
from desktop import formatting, plaintext, wording
from desktop.charts import words
from desktop.charts.tables import Row, RowsModel, RowsView
from desktop.i18n import _, ngettext
from desktop.pages.chart_page import ChartPage, heading_label
from desktop.session import Session
from desktop.settings import Settings
from desktop.theme import Theme

if TYPE_CHECKING:
    from desktop.charts.lanes import RelationshipChart

WINDOWS = (30, 90, 180)
#: More events than this are not offered as anchors one by one: only those that change who owns or leads.
_MANY = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipView:
    """What the page shows, as the reader has put it together."""

    series: RelationshipSeries
    events: Mapping[int, Event]
    numbers: Mapping[int, int]
    names: Mapping[int, str]
    kinds: Mapping[str, EventKind]
    anchors: tuple[int, ...]
    anchor: int | None
    days: int
    scope: Scope
    until: date


def read_relationships(ledger: Ledger, scope: Scope, wanted: int | None, days: int) -> RelationshipView:
    """The scope's relationships around the wanted anchor event, or the one that offers itself."""
    kinds = ledger.kinds.of(scope)
    events = ledger.events.select(views.whole(scope))
    choices = views.anchor_choices(events, kinds)
    if len(choices) > _MANY:
        context = {mark.event_id for mark in views.context(choices, kinds, scope, today=views.as_of(ledger, scope))}
        choices = [event for event in choices if event.id in context][-_MANY:]
    ids = tuple(event.id for event in choices)
    anchor = wanted if wanted in ids else views.default_anchor(choices, kinds)
    series = views.relationships(ledger, scope, anchor, days)
    ordered = sorted(series.lanes, key=lambda lane: not lane.spans)  # as the chart has them: rumors last
    return RelationshipView(
        series=replace(series, lanes=tuple(ordered)),
        events={event.id: event for event in events},
        numbers=numbered(ledger.events.select(scope, any_day=False)),
        names=ledger.organizations.names(known=known_operation(ledger.connection, scope)),
        kinds=kinds,
        anchors=ids,
        anchor=anchor,
        days=days,
        scope=scope,
        until=views.as_of(ledger, scope),
    )


class RelationshipsPage(ChartPage):
    """Who works with whom, since when, in which state; and a comparison around an event of the reader's choice."""

    page_id = "relationships"

    def __init__(self, session: Session, theme: Theme, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(session, theme, settings, parent)
        self._wanted: int | None = None
        self._days = 90
        self.heading.insertWidget(0, heading_label(_("Relationships")))
        self._make_twin()
        layout = self.content.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self._make_panel())

    def reload(self) -> None:
        """Ask the reader."""
        scope, wanted, days = self.session.scope, self._wanted, self._days

        def read(ledger: Ledger, _progress: Progress) -> RelationshipView:
            return read_relationships(ledger, scope, wanted, days)

        self.session.tasks.read(read, self._on_read, self.session.failed.emit, key="relationships")

    def make_chart(self) -> RelationshipChart:
        """The page's chart."""
        from desktop.charts.lanes import RelationshipChart

        return RelationshipChart(self.theme.colors, self)

    # Making.

    def _make_twin(self) -> None:
        self._lanes = RowsView(
            _("Relationships and their states"),
            RowsModel([
                _("Vendor"), _("Client"), _("Category"), _("State"), _("From"), _("Until"), _("Last evidence"),
                _("Events"),
            ]),
        )  # fmt: skip
        self._counts = RowsView(
            _("Active relationships by day"),
            RowsModel(
                [
                    _("Date"), _("Active"), _("Low"), _("High"), _("At risk"), _("Reduced"), _("Winding down"),
                    _("Paused"),
                ],
                numeric=range(1, 8),
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

    def _make_panel(self) -> QWidget:
        panel = QFrame()
        panel.setProperty("role", "card")
        self._anchor = QComboBox()
        self._anchor.setAccessibleName(_("Event to compare before and after"))
        self._anchor.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._anchor.setMinimumContentsLength(18)
        self._anchor.activated.connect(self._on_anchor_picked)
        self._window = QComboBox()
        self._window.setAccessibleName(_("Days before and after"))
        for days in WINDOWS:
            self._window.addItem(ngettext("{count} day", "{count} days", days).format(count=days), days)
        self._window.setCurrentIndex(WINDOWS.index(self._days))
        self._window.activated.connect(self._on_window_picked)
        choice = QHBoxLayout()
        title = plaintext.label(_("Before and after"))
        title.setProperty("role", "subheading")
        choice.addWidget(title)
        choice.addWidget(self._anchor, 1)
        choice.addWidget(self._window)
        self._figures = QGridLayout()
        self._figures.setHorizontalSpacing(18)
        self._figures.setVerticalSpacing(3)
        self._cells = self._make_cells()
        self._changed = self._list(_("Negative changes in the two windows"))
        self._excluded = self._list(_("Events in no total"))
        self._excluded_part = _titled(_("In no total"), self._excluded)
        figures = QVBoxLayout()
        figures.addLayout(self._figures)
        figures.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addLayout(figures, 2)
        row.addWidget(_titled(_("Turned negative"), self._changed), 3)
        row.addWidget(self._excluded_part, 3)
        box = QVBoxLayout(panel)
        box.setContentsMargins(12, 10, 12, 10)
        box.setSpacing(8)
        box.addLayout(choice)
        box.addLayout(row, 1)
        panel.setFixedHeight(188)
        return panel

    def _make_cells(self) -> list[list[QLabel]]:
        titles = ["", _("before"), _("after")]
        names = [_("Active at the start"), _("Active at the end"), _("Started"), _("Ended"), _("Turned negative")]
        cells = []
        for row, name in enumerate(["", *names]):
            labels = [plaintext.label(titles[column] if row == 0 else "") for column in range(3)]
            labels[0].setText(name)
            for column, label in enumerate(labels):
                if row == 0 or column == 0:
                    label.setProperty("role", "muted")
                if column:
                    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                    label.setFont(self.theme.number_font())
                self._figures.addWidget(label, row, column)
            cells.append(labels)
        self._figures.setColumnStretch(0, 1)
        return cells[1:]

    def _list(self, name: str) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName(name)
        made.setProperty("role", "plain")
        made.setWordWrap(True)
        made.setTextElideMode(Qt.TextElideMode.ElideNone)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.itemActivated.connect(self._on_item_chosen)
        made.itemClicked.connect(self._on_item_chosen)
        return made

    # Showing.

    @Slot(object)
    def _on_read(self, view: RelationshipView) -> None:
        if not view.series.lanes:
            self.show_empty(
                _("No relationships in this scope"),
                _(
                    "Record that a vendor and a client started, changed or ended working together; a rumor counts as "
                    "a first event too. Who is active over time appears here."
                ),
            )
            return
        from desktop.charts.lanes import RelationshipChart

        chart = self.ready_chart()
        assert isinstance(chart, RelationshipChart)
        chart.show_series(
            view.series,
            view.numbers,
            events=view.events,
            kinds=view.kinds,
            names=view.names,
            descriptions={
                one: words.event_sentence(view.events[one], kinds=view.kinds, names=view.names, number=number)
                for one, number in view.numbers.items()
                if one in view.events
            },
            first=view.scope.first,
            last=view.scope.last,
            until=view.until,
        )
        chart.select(self.session.selected)
        self.headline.setText(_headline(view))
        self._show_anchors(view)
        self._show_comparison(view)
        self._show_excluded(view)
        self._fill_tables(view)
        self.show_content()

    def _show_anchors(self, view: RelationshipView) -> None:
        blocked = self._anchor.blockSignals(True)
        self._anchor.clear()
        for one in view.anchors:
            self._anchor.addItem(plaintext.elided(_anchor_words(view, one), limit=90), one)
        if not view.anchors:
            self._anchor.addItem(_("No event to compare around"), None)
        self._anchor.setEnabled(bool(view.anchors))
        self._anchor.setCurrentIndex(max(self._anchor.findData(view.anchor), 0) if view.anchor is not None else -1)
        self._anchor.setPlaceholderText(_("Choose an event"))
        self._anchor.blockSignals(blocked)

    def _show_comparison(self, view: RelationshipView) -> None:
        found = view.series.comparison
        for row, (before, after) in enumerate(zip(_figures(found, 0), _figures(found, 1), strict=True)):
            self._cells[row][1].setText(formatting.number(before))
            self._cells[row][2].setText(formatting.number(after))
        self._changed.clear()
        lanes = {lane.relationship_id: lane for lane in view.series.lanes}
        for window in (found.before, found.after) if found is not None else ():
            for relationship_id, event_id, days in window.changed:
                lane, event = lanes[relationship_id], view.events.get(event_id)
                state = view.kinds[event.kind].state if event is not None else None
                other = _other_side(view, lane.vendor_id, lane.client_id)
                pattern = (
                    ngettext("{name}: {state} {count} day before", "{name}: {state} {count} days before", -days)
                    if days < 0
                    else ngettext("{name}: {state} {count} day after", "{name}: {state} {count} days after", days)
                )
                if days == 0:
                    pattern = _("{name}: {state} on the same day")
                text = pattern.format(
                    name=other, state=wording.state_name(state) if state is not None else "", count=abs(days)
                )
                self._add(self._changed, text, event_id, view)
        if not self._changed.count():
            self._add(self._changed, _("None in either window"), None, view)

    def _show_excluded(self, view: RelationshipView) -> None:
        self._excluded.clear()
        for lane in view.series.lanes:
            for event_id, reason in lane.excluded:
                event = view.events.get(event_id)
                state = view.kinds[event.kind].state if event is not None else None
                text = _("{name}: {state} ({reason})").format(
                    name=_other_side(view, lane.vendor_id, lane.client_id),
                    state=wording.state_name(state) if state is not None else "",
                    reason=wording.exclusion_name(reason),
                )
                self._add(self._excluded, text, event_id, view)
        self._excluded_part.setVisible(self._excluded.count() > 0)

    def _add(self, into: QListWidget, text: str, event_id: int | None, view: RelationshipView) -> None:
        number = view.numbers.get(event_id) if event_id is not None else None
        item = QListWidgetItem(plaintext.one_line(f"{number}:  {text}" if number is not None else text))
        item.setToolTip(plaintext.tooltip_text(text))
        item.setData(Qt.ItemDataRole.UserRole, event_id)
        into.addItem(item)

    def _fill_tables(self, view: RelationshipView) -> None:
        unnamed = _("unnamed")
        self._lanes.show_rows(
            [
                Row(
                    (
                        view.names.get(row.vendor_id, unnamed) if row.vendor_id is not None else unnamed,
                        view.names.get(row.client_id, unnamed) if row.client_id is not None else unnamed,
                        row.category,
                        wording.state_name(row.state)
                        if row.state is not None
                        else wording.exclusion_name(row.exclusion),
                        formatting.period(*row.from_) if row.state is not None else "",
                        formatting.period(*row.until) if row.until != (None, None) else "",
                        formatting.short_day(row.evidence) if row.evidence is not None else "",
                        words.event_numbers(row.event_ids, view.numbers),
                    ),
                    row.event_ids[0] if row.event_ids else None,
                )
                for row in lane_rows(view.series, first=view.scope.first, last=view.scope.last)
            ]
        )
        self._counts.show_rows([
            Row((
                formatting.short_day(count.day),
                *(
                    formatting.number(value)
                    for value in (
                        count.active, count.low, count.high, count.at_risk, count.reduced, count.winding_down,
                        count.paused,
                    )
                ),
            ))
            for count in count_rows(view.series)
        ])  # fmt: skip

    # Choosing.

    @Slot(int)
    def _on_anchor_picked(self, index: int) -> None:
        self._wanted = self._anchor.itemData(index)
        self.reload()

    @Slot(int)
    def _on_window_picked(self, index: int) -> None:
        self._days = int(self._window.itemData(index))
        self.reload()

    @Slot(QListWidgetItem)
    def _on_item_chosen(self, item: QListWidgetItem) -> None:
        event_id = item.data(Qt.ItemDataRole.UserRole)
        if event_id is not None:
            self.session.select(event_id)


def _titled(title: str, widget: QWidget) -> QWidget:
    part = QWidget()
    label = plaintext.label(title)
    label.setProperty("role", "subheading")
    box = QVBoxLayout(part)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(4)
    box.addWidget(label)
    box.addWidget(widget, 1)
    return part


def _headline(view: RelationshipView) -> str:
    from desktop.charts import counts  # draws with pyqtgraph

    last = view.until if view.scope.last is None else min(view.until, view.scope.last)
    count = view.series.at(last)
    if count is None:
        return _("No active relationship is known in this scope.")
    return _("{day}: {figures}").format(day=formatting.day(last), figures=counts.sentence(count))


def _anchor_words(view: RelationshipView, event_id: int) -> str:
    event = view.events[event_id]
    kind = wording.kind_name(view.kinds[event.kind])
    who = view.names.get(event.organization_id, "")
    return " · ".join(part for part in (words.event_date(event), kind, event.person or who) if part)


def _other_side(view: RelationshipView, vendor_id: int | None, client_id: int | None) -> str:
    """The side that the scope is not about; both where that does not tell them apart."""
    unnamed = _("unnamed")
    vendor = view.names.get(vendor_id, unnamed) if vendor_id is not None else unnamed
    client = view.names.get(client_id, unnamed) if client_id is not None else unnamed
    if len(view.scope.organization_ids) == 1:
        return client if vendor_id == view.scope.organization_ids[0] else vendor
    return f"{vendor} → {client}"


def _figures(found: BeforeAfter | None, side: int) -> tuple[int | None, ...]:
    if found is None:
        return (None,) * 5
    window: WindowFigures = (found.before, found.after)[side]
    return window.active_at_start, window.active_at_end, window.starts, window.ends, window.negative
