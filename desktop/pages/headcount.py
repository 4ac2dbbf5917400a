"""The headcount page: one organization's headcount over time, in one sentence, as a chart and as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QSplitter, QVBoxLayout, QWidget

from db.analysis.series import HeadcountSeries, Mark, level_changes
from db.ledger import Ledger
from db.model.ids import EventId, OrganizationId
from db.model.progress import Progress
from db.model.records import Event, EventKind, Scope
from db.view import series as views
from db.view.view import View
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.pages.chart_page import ChartPage, heading_label
from desktop.session.bus import Bus
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.widgets.text_tables import Row, RowsModel, RowsView
from desktop.wording import codes, event_line, formatting
from desktop.wording import series as words
from desktop.wording.i18n import _, ngettext


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadcountView:
    """What the page shows, as the reader has put it together. ``organization_id`` None: the scope has none at all."""

    organization_id: OrganizationId | None
    choices: tuple[tuple[OrganizationId, str], ...] = ()
    names: Mapping[OrganizationId, str]
    kinds: Mapping[str, EventKind]
    series: tuple[HeadcountSeries, ...] = ()
    origins: tuple[date | None, ...] = ()
    others: tuple[Mark, ...] = ()
    events: Mapping[EventId, Event]
    numbers: Mapping[EventId, int]
    scope: Scope
    until: date


def read_headcount(ledger: Ledger, scope: Scope, wanted: OrganizationId | None) -> HeadcountView:
    """Choose the organization (the wanted one if the scope has it, else the one with most events) and read it."""
    view = ledger.at(scope)
    names, kinds, until = view.organizations.names(), view.kinds, view.today
    inside = view.with_subsidiaries(*scope.organization_ids) if scope.organization_ids else None
    choices = [(one, name) for one, name in names.items() if inside is None or one in inside]
    chosen = _choose(view, [one for one, _name in choices], wanted)
    if chosen is None:
        return HeadcountView(
            organization_id=None, names=names, kinds=kinds, events={}, numbers={}, scope=scope, until=until
        )
    events = view.under(replace(scope, organization_ids=(chosen,))).events.select(any_day=False)
    series = view.headcount(chosen)
    return HeadcountView(
        organization_id=chosen,
        choices=tuple(sorted(choices, key=lambda choice: choice[1].casefold())),
        names=names,
        kinds=kinds,
        series=tuple(views.clipped(one, scope.first, scope.last) for one in series),
        origins=tuple(one.levels[0].day if one.levels else None for one in series),
        others=views.context(events, kinds, scope, today=until),
        events={event.id: event for event in events},
        numbers=view.numbers([event.id for event in events]),
        scope=scope,
        until=until,
    )


def _choose(view: View, ids: list[OrganizationId], wanted: OrganizationId | None) -> OrganizationId | None:
    if wanted in ids:
        return wanted
    if len(view.scope.organization_ids) == 1:
        (only,) = view.scope.organization_ids
        return only if only in ids else None
    rows = [row for row in view.organizations.rows() if row.id in set(ids)]
    return max(rows, key=lambda row: (row.events, -row.id)).id if rows else None


class HeadcountPage(ChartPage):
    """Headcount of the scope's organization, or of one picked from several; picking does not change the scope."""

    page_id = "headcount"

    def __init__(
        self, session: Session, theme: Theme, settings: Settings, bus: Bus, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, theme, settings, bus, parent)
        self._wanted: OrganizationId | None = None
        self._view: HeadcountView | None = None
        self._name = heading_label(_("Headcount"))
        self._picker = QComboBox()
        self._picker.setAccessibleName(_("Organization"))
        self._picker.setEditable(True)
        line = self._picker.lineEdit()
        assert line is not None
        line.setAccessibleName(_("Organization"))
        self._picker.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._picker.setMinimumWidth(150)
        self._picker.setMaximumWidth(300)
        self._picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = self._picker.completer()
        assert completer is not None
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._picker.activated.connect(self._on_picked)
        self._picker.hide()
        self.heading.insertWidget(0, self._name)
        self.heading.insertWidget(1, self._picker, 3)
        self._make_twin()

    def reload(self) -> None:
        """Ask the reader."""
        scope, wanted = self.session.scope, self._wanted

        def read(ledger: Ledger, _progress: Progress) -> HeadcountView:
            return read_headcount(ledger, scope, wanted)

        self.session.tasks.read(read, self._on_read, self.session.failed.emit, key="headcount")

    # Inside.

    def _make_twin(self) -> None:
        self._levels = RowsView(
            _("Headcount by day"),
            RowsModel(
                [
                    _("Population"), _("Date"), _("Low"), _("Best"), _("High"), _("Basis"), _("Unexplained"),
                    _("Events"),
                ],
                numeric=(2, 3, 4),
            ),
        )  # fmt: skip
        self._events = RowsView(
            _("Events of the chart by number"),
            RowsModel(
                [_("No."), _("Date"), _("Kind"), _("Size"), _("Status"), _("Sources"), _("In no total")],
                numeric=(0, 5),
            ),
        )
        self.add_tables(self._levels, self._events)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self._levels)
        split.addWidget(self._events)
        split.setChildrenCollapsible(False)
        box = QVBoxLayout(self.twin)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(split)

    @Slot(object)
    def _on_read(self, view: HeadcountView) -> None:
        self._view = view
        self._show_choices(view)
        name = view.names.get(view.organization_id, "") if view.organization_id is not None else ""
        if not any(not one.empty for one in view.series):
            self._say_nothing(name, sum(len(one.marks) for one in view.series))
            return
        from desktop.drawing.compose.headcount import headcount  # loads numpy

        lines = [words.headline(one, name) for one in view.series]
        said = "\n".join(line for line in lines if line) or _("No level can be derived yet.")
        chart = self.ready_chart()
        figure = headcount(
            view.series,
            view.numbers,
            kinds=view.kinds,
            others=view.others,
            origins=view.origins,
            descriptions={
                one: event_line.whole_line(event, view.kinds.get(event.kind), view.names, number=view.numbers.get(one))
                for one, event in view.events.items()
            },
            first=view.scope.first,
            last=view.scope.last,
            until=view.until,
            title=plaintext.one_line(name),
        )
        chart.show_figure(figure, name=_("Headcount chart of {organization}").format(organization=name), headline=said)
        chart.select(self.session.selected)
        self.headline.setText(said)
        self._fill_tables(view)
        self.show_content()

    def _show_choices(self, view: HeadcountView) -> None:
        several = len(view.choices) > 1
        self._picker.setVisible(several)
        name = view.names.get(view.organization_id, "") if view.organization_id is not None else ""
        self._name.setText(plaintext.one_line(name) if name and not several else _("Headcount"))
        blocked = self._picker.blockSignals(True)
        self._picker.clear()
        for one, choice in view.choices:
            self._picker.addItem(plaintext.one_line(choice), one)
        self._picker.setCurrentIndex(self._picker.findData(view.organization_id))
        self._picker.blockSignals(blocked)

    def _say_nothing(self, name: str, undated: int) -> None:
        if name:
            hint = _(
                "Record what is known: a reported headcount, a layoff, or hiring. A count together with a "
                "percentage is enough to imply a level. If events are missing here, look at the period and the "
                "status of the scope."
            )
            if undated:
                left_out = ngettext(
                    "{count} event without a date cannot be drawn.",
                    "{count} events without a date cannot be drawn.",
                    undated,
                )
                hint = f"{left_out.format(count=formatting.number(undated))} {hint}"
            self.show_empty(_("No headcount of {organization} in this scope").format(organization=name), hint)
        else:
            self.show_empty(
                _("No organizations in this scope"),
                _("Record a first event, or import a list of layoffs. Its headcount over time appears here."),
            )

    def _fill_tables(self, view: HeadcountView) -> None:
        self._levels.show_rows(
            [
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
        )
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
        self._events.show_rows(rows)

    @Slot(int)
    def _on_picked(self, index: int) -> None:
        self._wanted = self._picker.itemData(index)
        self.reload()
