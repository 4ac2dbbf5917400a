"""Before and after an event: whom to compare around, the figures of both windows, who turned negative when."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.analysis.series import BeforeAfter, Lane, WindowFigures
from db.model.ids import NO_ORGANIZATION, EventId
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.pages.relationships.reading import RelationshipView
from desktop.wording import codes, formatting
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import event_line
from desktop.wording.records.relationships import shared_sides, sides_of, told_apart

WINDOWS = (30, 90, 180)
#: The window that is offered.
DAYS = 90


class ComparisonPanel(QFrame):
    """``asked`` carries the event to compare around and the days; ``chosen`` an event that is to be shown."""

    asked = Signal(object, int)
    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wanted: EventId | None = None  # picked by hand; else the view offers one
        self._build()

    def show_view(self, view: RelationshipView) -> None:
        """Take what was read."""
        self._show_anchors(view)
        self._show_comparison(view)
        self._show_excluded(view)

    def _build(self) -> None:
        self.setProperty("role", "card")
        self.anchor_box = QComboBox()
        self.anchor_box.setAccessibleName(_("Event to compare before and after"))
        self.anchor_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.anchor_box.setMinimumContentsLength(18)
        self.anchor_box.activated.connect(self._on_anchor_picked)
        self.days_box = QComboBox()
        self.days_box.setAccessibleName(_("Days before and after"))
        for days in WINDOWS:
            self.days_box.addItem(ngettext("{count} day", "{count} days", days).format(count=days), days)
        self.days_box.setCurrentIndex(WINDOWS.index(DAYS))
        self.days_box.activated.connect(self._ask)
        choice = QHBoxLayout()
        title = plaintext.label(_("Before and after"))
        title.setProperty("role", "subheading")
        choice.addWidget(title)
        choice.addWidget(self.anchor_box, 1)
        choice.addWidget(self.days_box)
        self._figures = QGridLayout()
        self._figures.setHorizontalSpacing(16)
        self._figures.setVerticalSpacing(4)
        self.cells = self._make_cells()
        self.changed = self._list(_("Relationships that worsened in the two windows"))
        self.excluded = self._list(_("Events in no total"))
        self._excluded_part = _titled(_("In no total"), self.excluded)
        figures = QVBoxLayout()
        figures.addLayout(self._figures)
        figures.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(figures, 2)
        row.addWidget(_titled(_("Worsened"), self.changed), 3)
        row.addWidget(self._excluded_part, 3)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 8, 16, 8)
        box.setSpacing(8)
        box.addLayout(choice)
        box.addLayout(row, 1)
        self.setFixedHeight(188)

    def _make_cells(self) -> list[list[QLabel]]:
        titles = ["", _("before"), _("after")]
        names = [_("Active at the start"), _("Active at the end"), _("Started"), _("Ended"), _("Worsened")]
        cells = []
        for row, name in enumerate(["", *names]):
            labels = [plaintext.label(titles[column] if row == 0 else "") for column in range(3)]
            labels[0].setText(name)
            for column, label in enumerate(labels):
                if row == 0 or column == 0:
                    label.setProperty("role", "muted")
                if column:
                    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                    label.setFont(self._theme.number_font())
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

    def _show_anchors(self, view: RelationshipView) -> None:
        blocked = self.anchor_box.blockSignals(True)
        self.anchor_box.clear()
        for one in view.anchors:
            self.anchor_box.addItem(plaintext.elided(_anchor_words(view, one), limit=90), one)
        if not view.anchors:
            self.anchor_box.addItem(_("No event to compare around"), None)
        self.anchor_box.setEnabled(bool(view.anchors))
        self.anchor_box.setCurrentIndex(
            max(self.anchor_box.findData(view.anchor), 0) if view.anchor is not None else -1
        )
        self.anchor_box.setPlaceholderText(_("Choose an event"))
        self.anchor_box.blockSignals(blocked)

    def _show_comparison(self, view: RelationshipView) -> None:
        found = view.series.comparison
        for row, (before, after) in enumerate(zip(_figures(found, 0), _figures(found, 1), strict=True)):
            self.cells[row][1].setText(formatting.number(before))
            self.cells[row][2].setText(formatting.number(after))
        self.changed.clear()
        lanes, shared = {lane.relationship_id: lane for lane in view.series.lanes}, shared_sides(view.series.lanes)
        for window in (found.before, found.after) if found is not None else ():
            for relationship_id, event_id, days in window.changed:
                lane, event = lanes[relationship_id], view.events.get(event_id)
                state = view.kinds[event.kind].state if event is not None else None
                other = told_apart(_other_side(view, lane), lane, shared)
                pattern = (
                    ngettext("{name}: {state} {count} day before", "{name}: {state} {count} days before", -days)
                    if days < 0
                    else ngettext("{name}: {state} {count} day after", "{name}: {state} {count} days after", days)
                )
                if days == 0:
                    pattern = _("{name}: {state} on the same day")
                text = pattern.format(
                    name=other, state=codes.state_name(state) if state is not None else "", count=abs(days)
                )
                self._add(self.changed, text, event_id, view)
        if not self.changed.count():
            self._add(self.changed, _("None in either window"), None, view)

    def _show_excluded(self, view: RelationshipView) -> None:
        self.excluded.clear()
        shared = shared_sides(view.series.lanes)
        for lane in view.series.lanes:
            for event_id, reason in lane.excluded:
                event = view.events.get(event_id)
                state = view.kinds[event.kind].state if event is not None else None
                text = _("{name}: {state} ({reason})").format(
                    name=told_apart(_other_side(view, lane), lane, shared),
                    state=codes.state_name(state) if state is not None else "",
                    reason=codes.exclusion_name(reason),
                )
                self._add(self.excluded, text, event_id, view)
        self._excluded_part.setVisible(self.excluded.count() > 0)

    def _add(self, into: QListWidget, text: str, event_id: EventId | None, view: RelationshipView) -> None:
        number = view.numbers.get(event_id) if event_id is not None else None
        item = QListWidgetItem(plaintext.one_line(f"{number}:  {text}" if number is not None else text))
        item.setToolTip(plaintext.tooltip_text(text))
        item.setData(Qt.ItemDataRole.UserRole, event_id)
        into.addItem(item)

    @Slot()
    def _on_anchor_picked(self) -> None:
        self._wanted = self.anchor_box.currentData()
        self._ask()

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self._wanted, int(self.days_box.currentData()))

    @Slot(QListWidgetItem)
    def _on_item_chosen(self, item: QListWidgetItem) -> None:
        event_id = item.data(Qt.ItemDataRole.UserRole)
        if event_id is not None:
            self.chosen.emit(event_id)


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


def _anchor_words(view: RelationshipView, event_id: EventId) -> str:
    event = view.events[event_id]
    return event_line.joined(
        kind=codes.kind_name(view.kinds.get(event.kind, event.kind)),
        who=view.names.get(event.organization_id, ""),
        person=event.person,
        when=event_line.date_of(event),
    )


def _other_side(view: RelationshipView, lane: Lane) -> str:
    """The side that the scope is not about; both where that does not tell them apart."""
    if len(view.scope.organization_ids) != 1:
        return sides_of(lane, view.names)
    other = lane.client_id if lane.vendor_id == view.scope.organization_ids[0] else lane.vendor_id
    return view.names.get(other or NO_ORGANIZATION, "") or _("unnamed")


def _figures(found: BeforeAfter | None, side: int) -> tuple[int | None, ...]:
    if found is None:
        return (None,) * 5
    window: WindowFigures = (found.before, found.after)[side]
    return window.active_at_start, window.active_at_end, window.starts, window.ends, window.negative
