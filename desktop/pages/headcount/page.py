"""The headcount page: one organization over time, several beside each other, bridges, joiners and leavers, turnover."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QVBoxLayout, QWidget

from db.errors import LedgerError
from db.ledger import Ledger
from db.model.ids import OrganizationId
from db.model.progress import Progress
from desktop.dialogs.day import DayDialog
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.pages.answers.page import AnswersPage
from desktop.pages.answers.panel import CHART
from desktop.pages.answers.shown import About, AnswerView, Shown
from desktop.pages.chart_page import heading_label
from desktop.pages.headcount import bridges, flows, one, several, turnovers
from desktop.pages.headcount.one import Data
from desktop.pages.headcount.reading import Choices, HeadcountView, read_headcount
from desktop.pages.headcount.tables import OverTimeTables, data_of
from desktop.pages.headcount.view_bar import CSV, ViewBar, write_data
from desktop.session.bus import Bus
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.widgets import notify
from desktop.widgets.files import pick_save
from desktop.wording import formatting
from desktop.wording.figures import series as words
from desktop.wording.figures.explaining import Explanation, of_scope
from desktop.wording.i18n import N_, _, ngettext
from desktop.wording.records import event_line

#: The view that the page shows by itself.
OVER_TIME = "over_time"
#: What to do where a view has nothing to show.
_HINT = N_(
    "Record a reported headcount, or a layoff with its count and its percentage. If something is missing here, look at "
    "the organizations, the period and the status of the scope."
)
#: The views of one organization, which is chosen beside the title.
_OF_ONE = (OVER_TIME, "bridge", "flows", "turnover")
#: From this width on, in pixels, the name of the page stands beside the choice of an organization.
_NAMED_AND_CHOSEN = 760


class HeadcountPage(AnswersPage):
    """Headcount of the scope's organization, or of one picked from several; picking does not change the scope."""

    page_id = "headcount"

    def __init__(
        self, session: Session, theme: Theme, settings: Settings, bus: Bus, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, theme, settings, bus, parent)
        self._view: HeadcountView | None = None
        self._data: Data | None = None
        self._choices: Choices = ()
        self._until = date.max  # until something is shown
        self._name = heading_label(_("Headcount"))
        self._picker = _picker()
        self._picker.activated.connect(self._on_picked)
        self.heading.insertWidget(0, self._name)
        self.heading.insertWidget(1, self._picker, 3)
        self.view_box.hide()  # the bar shows all of them at once
        self.bar = ViewBar(theme, self.choices())
        self.bar.chosen.connect(self.choose)
        self.bar.saved.connect(self._on_save)
        self.add_deeds(self.bar.csv)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, self.bar)
        self.views.setMinimumHeight(CHART)
        self._tables_twin = OverTimeTables()
        self._levels, self._events = self._tables_twin.levels, self._tables_twin.events
        self.add_tables(self._levels, self._events)
        box = QVBoxLayout(self.twin)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._tables_twin)

    def answer_views(self) -> Sequence[AnswerView]:
        """The views beside the one over time."""
        made: tuple[tuple[str, str, Callable[..., Any], Callable[..., Shown]], ...] = (
            ("overlay", N_("Overlay"), partial(several.read, most=several.LINES), several.show_overlay),
            ("multiples", N_("Small multiples"), partial(several.read, most=several.CHARTS), several.show_multiples),
            ("index", N_("Index"), partial(several.read, most=several.LINES), several.show_index),
            ("bridge", N_("Bridge"), bridges.read, bridges.show),
            ("flows", N_("Joiners and leavers"), flows.read, flows.show),
            ("turnover", N_("Turnover"), turnovers.read, turnovers.show),
        )
        return [
            AnswerView(id=code, title=title, hint=_HINT, read=read, show=partial(self._shown, show))
            for code, title, read, show in made
        ]

    def choices(self) -> Sequence[tuple[str, str]]:
        """One headcount over time, and the other views."""
        return [(OVER_TIME, _("Over time")), *super().choices()]

    def reload(self) -> None:
        """Ask the reader."""
        self.bar.show_view(self.view_id)
        if self.view_id != OVER_TIME:
            self.read_answer()
            return
        scope, wanted = self.session.scope, self.chosen.get("organization")

        def read(ledger: Ledger, _progress: Progress) -> HeadcountView:
            return read_headcount(ledger, scope, wanted)

        self.session.tasks.read(read, self._on_read, self.session.failed.emit, key="headcount")

    # Inside: one organization over time.

    @Slot(object)
    def _on_read(self, view: HeadcountView) -> None:
        if self.view_id != OVER_TIME:
            return
        self.show_zoom(yes=True)
        self._view, self._data, self._until = view, data_of(view), view.until
        self._show_choices(view.choices, view.organization_id)
        name = view.names.get(view.organization_id, "") if view.organization_id is not None else ""
        self.bar.csv.setEnabled(bool(self._data.rows))
        self.explain.show_explanation(_explained(view, name) if self._data.rows else None)
        self.explain.show()
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
        self._tables_twin.show_view(view)
        self.show_content()

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

    # Inside: the other views.

    def _shown(self, show: Callable[[Any, About], Shown], found: Any, about: About) -> Shown:
        """What a view shows; on the way the organizations to choose from, and the numbers for a file."""
        self._data = found.data
        self.bar.csv.setEnabled(found.data is not None and bool(found.data.rows))
        mine: one.About | None = getattr(found, "about", None)
        if mine is not None:
            self._until = mine.today
            self._show_choices(mine.choices, mine.organization_id)
        else:
            self._until = found.until
            self._name.setText(_("Headcount"))
            self._picker.hide()
        return show(found, about)

    def _show_choices(self, choices: Choices, chosen: OrganizationId | None) -> None:
        several_of_them = len(choices) > 1 and self.view_id in _OF_ONE
        self._picker.setVisible(several_of_them)
        self._fit_heading()
        name = dict(choices).get(chosen, "") if chosen is not None else ""
        self._name.setText(plaintext.one_line(name) if name and not several_of_them else _("Headcount"))
        blocked = self._picker.blockSignals(True)
        line = self._picker.lineEdit()
        assert line is not None
        typed = (line.text(), line.cursorPosition()) if line.hasFocus() and line.isModified() else None
        if choices != self._choices:
            self._picker.clear()
            for one_id, choice in choices:
                self._picker.addItem(plaintext.one_line(choice), one_id)
            self._choices = choices
        self._picker.setCurrentIndex(self._picker.findData(chosen))
        if typed is not None:  # what is read meanwhile eats no letter of somebody who types
            line.setText(typed[0])
            line.setCursorPosition(typed[1])
            line.setModified(True)
        self._picker.blockSignals(blocked)

    def _fit_heading(self) -> None:
        """On a small screen the name of the page gives way to that of the organization, if there are several."""
        narrow = self.width() < _NAMED_AND_CHOSEN
        self._name.setVisible(not (narrow and self._picker.isVisibleTo(self)))

    @Slot(int)
    def _on_picked(self, index: int) -> None:
        self.chosen["organization"] = self._picker.itemData(index)
        self.reload()

    @Slot(str, object)
    def _on_option(self, name: str, value: object) -> None:
        """Another day than those offered is asked for."""
        if value != bridges.OTHER_DAY:
            super()._on_option(name, value)
            return
        titles = {"from": _("From the end of"), "until": _("Until"), "base": _("100 on")}
        shown = self.panel.shown
        option = next((each for each in shown.options if each.name == name), None) if shown is not None else None
        start = one.day_of(option.chosen) if option is not None else None
        dialog = DayDialog(titles[name], start or self._until, latest=self._until, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._on_option(name, dialog.day.isoformat()))
        dialog.rejected.connect(self._on_stale)  # the box shows the day that holds again
        dialog.open()

    @Slot()
    def _on_save(self) -> None:
        """Ask where, and write the numbers of the view."""
        data = self._data
        if data is None:
            return
        path = pick_save(self, self.settings, title=_("Save the Numbers"), kind=CSV, name=f"{data.name}.csv")
        if path is not None:
            try:
                write_data(data, path)
            except LedgerError as error:
                notify.show_error(self, error)

    def arrange(self, found: Mapping[str, object]) -> None:
        """Choose a view again."""
        super().arrange(found)
        self.bar.show_view(self.view_id)

    # Qt.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the page where there is room."""
        super().resizeEvent(event)
        self._fit_heading()


def _picker() -> QComboBox:
    """Organizations by name, found by any part of it."""
    box = QComboBox()
    box.setAccessibleName(_("Organization"))
    box.setEditable(True)
    line = box.lineEdit()
    assert line is not None
    line.setAccessibleName(_("Organization"))
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.setMinimumWidth(120)
    box.setMaximumWidth(300)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    completer = box.completer()
    assert completer is not None
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    box.hide()
    return box


def _explained(view: HeadcountView, name: str) -> Explanation:
    """How the levels over time come about."""
    formula = _(
        "The headcount at the end of each day: reported ones, and those that a count with its percentage implies, with "
        "every change between them. The band is from the lowest to the highest. An organization holds its subsidiaries."
    )
    behind = sorted({one_id for series in view.series for level in series.levels for one_id in level.event_ids})
    return Explanation(
        _("{organization}: headcount over time").format(organization=name), formula, of_scope(view.scope), (), behind
    )
