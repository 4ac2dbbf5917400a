"""The table twin of one headcount over time: its levels, and the events of the chart by number."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from db.analysis.series import level_changes
from desktop.pages.headcount.one import Data
from desktop.pages.headcount.reading import HeadcountView
from desktop.widgets.text_tables import Row, RowsModel, RowsView
from desktop.wording import codes, formatting
from desktop.wording.figures import series as words
from desktop.wording.i18n import _
from desktop.wording.records import event_line


class OverTimeTables(QSplitter):
    """Both tables, one above the other."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.levels = RowsView(
            _("Headcount by day"),
            RowsModel(
                [
                    _("Population"), _("Date"), _("Low"), _("Best"), _("High"), _("Basis"), _("Unexplained"),
                    _("Events"),
                ],
                numeric=(2, 3, 4),
            ),
        )  # fmt: skip
        self.events = RowsView(
            _("Events of the chart by number"),
            RowsModel(
                [_("No."), _("Date"), _("Kind"), _("Size"), _("Status"), _("Sources"), _("In no total")],
                numeric=(0, 5),
            ),
        )
        self.addWidget(self.levels)
        self.addWidget(self.events)
        self.setChildrenCollapsible(False)

    def show_view(self, view: HeadcountView) -> None:
        """Take the rows of another view."""
        self.levels.show_rows(_level_rows(view))
        self.events.show_rows(_event_rows(view))


def _level_rows(view: HeadcountView) -> list[Row]:
    return [
        Row(
            (
                codes.population_name(series.population),
                formatting.short_day(level.day),
                *formatting.ends(level.low, level.best, level.high, sign=series.relative),
                codes.basis_name(level.basis),
                words.unexplained_words(level.unexplained),
                words.event_numbers(level.event_ids, view.numbers),
            ),
            level.event_ids[0] if level.event_ids else None,
        )
        for series in view.series
        for level in level_changes(series)
    ]


def _event_rows(view: HeadcountView) -> list[Row]:
    marks = {mark.event_id: mark for one in view.series for mark in one.marks}
    marks |= {mark.event_id: mark for mark in view.others}
    rows = []
    for event_id in sorted((one for one in marks if one in view.numbers), key=view.numbers.__getitem__):
        event, status = view.events[event_id], view.events[event_id].values.status
        rows.append(
            Row(
                (
                    str(view.numbers[event_id]),
                    event_line.date_of(event),
                    codes.kind_name(view.kinds.get(event.kind, event.kind)),
                    ", ".join(event_line.figures(event.values)),
                    codes.status_name(status) if status is not None else "",
                    formatting.number(event.values.source_count),
                    codes.exclusion_name(marks[event_id].exclusion),
                ),
                event_id,
            )
        )
    return rows


def data_of(view: HeadcountView) -> Data:
    """The levels as a file has them."""
    columns = ("organization", "population", "date", "low", "best", "high", "basis", "unexplained")
    name = view.names.get(view.organization_id, "") if view.organization_id is not None else ""
    rows = [
        (
            name, series.population.value, level.day, level.low, level.best, level.high, level.basis.value,
            level.unexplained.best if level.unexplained is not None else None,
        )
        for series in view.series
        for level in level_changes(series)
    ]  # fmt: skip
    return Data(name="headcount", columns=columns, rows=rows)
