"""The workforce page: a question, its figure or its table, and the events behind what is clicked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, Slot
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from db.analysis.figures.cells import Answer
from db.errors import LedgerError, UserError
from db.ledger import Ledger
from db.model.ids import EventId
from db.model.progress import Progress
from db.model.scope import Scope
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.pages.chart_page import ChartPage, heading_label
from desktop.pages.workforce import reading, words
from desktop.pages.workforce.behind import BehindPanel
from desktop.pages.workforce.chips import ScopeChips
from desktop.pages.workforce.choice import Choice
from desktop.pages.workforce.choices import ChoiceBar
from desktop.pages.workforce.reading import BehindView, WorkforceView
from desktop.pages.workforce.tables import columns
from desktop.session.bus import Bus
from desktop.session.requests import ShowPage
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.widgets.explained import ExplainButton
from desktop.widgets.text_tables import Row, RowsModel, RowsView
from desktop.wording.codes import error_sentence
from desktop.wording.figures import explaining
from desktop.wording.figures.questions import refusal_sentence
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from desktop.drawing.figure import Figure

#: Questions whose bars stand side by side in time: several of them can be brushed.
_BRUSHED = frozenset(("people-per-period", "year-over-year", "contractors-and-employees", "notice-to-effective"))


def _read(ledger: Ledger, progress: Progress, *, scope: Scope, choice: Choice) -> tuple[WorkforceView, Figure | None]:
    """The answer with its figure, composed here too: of a thousand bars that takes its time; None: nothing to draw."""
    from desktop.pages.workforce.figures import figure  # loads numpy

    view = reading.read_workforce(ledger, progress, scope=scope, choice=choice)
    return view, figure(view) if view.cells and not words.nothing_known(view) else None


class WorkforcePage(ChartPage):
    """How many people events are about. A click lists the events; Enter or a double click narrows the scope."""

    page_id = "workforce"
    tables = (*ChartPage.tables, "fields", "field_choices", "field_values")
    marks_events = False

    def __init__(
        self, session: Session, theme: Theme, settings: Settings, bus: Bus, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, theme, settings, bus, parent)
        self._view: WorkforceView | None = None
        self._chosen: tuple[int, ...] = ()
        self._filled = False  # the table, with the cells of the view
        self._tables_by_header: dict[tuple[str, ...], RowsView] = {}
        self.bar = ChoiceBar(self)
        self.bar.changed.connect(self._on_choice)
        self.chips = ScopeChips(session, theme, self)
        self.explain = ExplainButton(theme, self)
        self.explain.rows_asked.connect(self._on_events_asked)
        self.save_button = self._make_save()
        self.heading.insertWidget(0, heading_label(_("Workforce")))
        self.add_deeds(self.save_button, self.explain)
        self.behind = BehindPanel(theme, self)
        self.behind.hide()
        self.behind.closed.connect(self._on_closed)
        self.behind.narrow_asked.connect(self._on_narrow_asked)
        self.behind.events_asked.connect(self._on_events_asked)
        self.behind.table.event_chosen.connect(session.select)
        self.behind.table.event_opened.connect(self._on_event_opened)
        self._lay_out()

    def _make_save(self) -> QToolButton:
        button = QToolButton(self)
        button.setAccessibleName(_("Copy or save the figure and its data"))
        plaintext.tooltip(button, _("Copy or save the figure and its data"))
        button.setIconSize(QSize(18, 18))
        button.setIcon(self.theme.icon("export"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.hide()
        return button

    def _lay_out(self) -> None:
        self.twins = QStackedWidget()
        twin = QVBoxLayout(self.twin)
        twin.setContentsMargins(0, 0, 0, 0)
        twin.addWidget(self.twins)
        content = self.content.layout()
        assert isinstance(content, QVBoxLayout)
        content.removeWidget(self.views)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(self.views)
        self.split.addWidget(self.behind)
        self.split.setChildrenCollapsible(False)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        content.addWidget(self.split, 1)
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        box.insertWidget(1, self.bar)
        box.insertWidget(2, self.chips)

    # Reading.

    def reload(self) -> None:
        """Ask the reader."""
        facts = self.session.facts
        self.bar.offer(facts.kinds, [field.name for field in facts.fields])
        self.session.tasks.read(
            partial(_read, scope=self.session.scope, choice=self.bar.choice),
            self._on_read,
            self._on_refused,
            key="workforce",
        )

    @Slot(object)
    def _on_refused(self, error: LedgerError) -> None:
        """What the question cannot be asked of, as of two thousand years by the month, is said in its place."""
        if not isinstance(error, UserError):
            self.session.failed.emit(error)
            return
        self._view = None
        self._forget_behind()
        self.explain.show_explanation(None)
        self.save_button.hide()
        self.show_empty(error_sentence(error), _("Choose longer periods, or a shorter period above."))

    @Slot(object)
    def _on_choice(self, _choice: Choice) -> None:
        self.reload()

    @Slot(object)
    def _on_read(self, found: tuple[WorkforceView, Figure | None]) -> None:
        self._view, figure = found
        view = self._view
        self._forget_behind()
        self.chips.show_scope(view.names)
        self._explain()
        if figure is None:
            self._show_nothing(view)
            return
        chart = self.ready_chart()
        if self.save_button.menu() is None:
            self._finish_chart()
        self.headline.setText(words.headline(view))
        self.headline.setVisible(bool(self.headline.text()))
        chart.box.brushes = view.choice.question in _BRUSHED
        chart.show_figure(figure, name=words.title(view), headline=self.headline.text())
        self._filled = False
        self.show_table(yes=self.shows_table)
        self.save_button.show()
        self.show_content()

    def show_table(self, *, yes: bool) -> None:
        """Show the table twin, which is filled when it is first seen, or the chart."""
        if yes and not self._filled and self._view is not None and self._view.cells:
            self._filled = True
            self._fill_table(self._view)
        super().show_table(yes=yes)
        if self.chart is not None and self.chart.figure.still:
            for button in self._zoom_buttons:
                button.setEnabled(False)

    def _finish_chart(self) -> None:
        from desktop.charts.data import offer_data

        chart = self.ready_chart()
        offer_data(chart, self.settings, self._answer)
        menu = QMenu(self.save_button)
        menu.addActions(chart.actions())
        self.save_button.setMenu(menu)
        chart.chosen.connect(self._on_cell_chosen)
        chart.opened.connect(self._on_cell_opened)
        chart.box.brushed.connect(self._on_brushed)

    def _answer(self) -> Answer | None:
        return self._view.answer if self._view is not None else None

    def _show_nothing(self, view: WorkforceView) -> None:
        self.save_button.hide()
        why = " ".join(dict.fromkeys(refusal_sentence(one) for one in view.answer.refusals))
        why = words.nothing_known(view) or why
        if self.session.facts.events == 0:
            self.show_empty(
                _("This ledger is empty"), _("Enter an event with Ctrl+N, or import a table of layoffs or notices.")
            )
            return
        hint = _("Choose another kind or figure, a longer period, or more organizations. Plans do not count.")
        self.show_empty(why or _("Nothing to show"), hint)

    def _explain(self, title: str = "", event_ids: Sequence[EventId] = ()) -> None:
        view = self._view
        if view is None:
            return
        self.explain.show_explanation(
            explaining.of_answer(
                view.answer, view.scope, view.kinds, title=title or words.title(view), event_ids=tuple(event_ids)
            )
        )

    def _fill_table(self, view: WorkforceView) -> None:
        shown = columns(view)
        header = tuple(name for name, _numeric, _text in shown)
        table = self._tables_by_header.get(header)
        if table is None:
            numeric = [place for place, (_name, number, _text) in enumerate(shown) if number]
            table = self._tables_by_header[header] = RowsView(words.title(view), RowsModel(header, numeric=numeric))
            table.clicked.connect(self._on_row_clicked)
            table.doubleClicked.connect(self._on_row_opened)
            self.twins.addWidget(table)
        table.setAccessibleName(words.title(view))
        table.show_rows([Row(tuple(text(view, cell) for _name, _numeric, text in shown)) for cell in view.cells])
        self.twins.setCurrentWidget(table)

    # What was clicked.

    @Slot(QModelIndex)
    def _on_row_clicked(self, index: QModelIndex) -> None:
        self._show_behind((index.row(),))

    @Slot(QModelIndex)
    def _on_row_opened(self, index: QModelIndex) -> None:
        self._narrow((index.row(),))

    @Slot(object)
    def _on_cell_chosen(self, key: object) -> None:
        if isinstance(key, int):
            self._show_behind((key,))

    @Slot(object)
    def _on_cell_opened(self, key: object) -> None:
        if isinstance(key, int):
            self._narrow((key,))

    @Slot(float, float)
    def _on_brushed(self, first: float, last: float) -> None:
        """The periods whose bars were brushed."""
        if self._view is None:
            return
        self.ready_chart().redraw()
        found = []
        for place, cell in enumerate(self._view.cells):
            period = cell.period
            if period is not None and period.first is not None and period.last is not None:
                middle = (period.first.toordinal() + period.last.toordinal() + 1) / 2
                if first <= middle <= last:
                    found.append(place)
        if found:
            self._narrow(tuple(found))

    def _show_behind(self, places: tuple[int, ...]) -> None:
        view = self._view
        if view is None or not places or max(places) >= len(view.cells):
            return
        self.session.tasks.read(
            partial(
                reading.read_behind, scope=view.scope, places=places, behind=[view.cells[n].behind for n in places]
            ),
            self._on_behind,
            self.session.failed.emit,
            key="workforce.behind",
        )

    @Slot(object)
    def _on_behind(self, found: BehindView) -> None:
        view = self._view
        if view is None:
            return
        self._chosen = found.places
        cell = view.cells[found.places[0]]
        chart = self.ready_chart()
        title = chart.describe(found.places[0]) or words.group(view, cell)
        self.behind.show_behind(title, found, narrows=self._can_narrow(view, found.places[0]))
        self.behind.show()
        self._explain(title, found.event_ids)

    @staticmethod
    def _can_narrow(view: WorkforceView, place: int) -> bool:
        cell, choice = view.cells[place], view.choice
        grouped = choice.grouping not in {"", "place", "reason", "status"} and not cell.group.startswith(":")
        return cell.organization_id is not None or choice.length is not None or grouped

    def _forget_behind(self) -> None:
        self._chosen = ()
        self.behind.hide()

    @Slot()
    def _on_closed(self) -> None:
        self._forget_behind()
        self._explain()
        if self.chart is not None:
            self.chart.select(None)
            shown = self.twins.currentWidget() if self.shows_table else None
            (shown or self.chart).setFocus()

    # Narrowing.

    @Slot()
    def _on_narrow_asked(self) -> None:
        self._narrow(self._chosen)

    @Slot()
    def _on_events_asked(self, _event_ids: object = None) -> None:
        """The events page under a scope of just these, as far as a scope can say it."""
        self._narrow(self._chosen, and_show=True)

    def _narrow(self, places: tuple[int, ...], *, and_show: bool = False) -> None:
        view = self._view
        if view is None or not places or max(places) >= len(view.cells):
            return
        self.session.tasks.read(
            partial(reading.read_narrowed, scope=view.scope, choice=view.choice, cells=[view.cells[n] for n in places]),
            partial(self._on_narrowed, and_show=and_show, kind=view.choice.of_kind),
            self.session.failed.emit,
            key="workforce.narrow",
        )

    def _on_narrowed(self, scope: Scope | None, *, and_show: bool, kind: str) -> None:
        if scope is None:
            return
        if and_show:
            if kind and not scope.kinds:
                scope = replace(scope, kinds=(kind,))
            self.bus.request(ShowPage("events"))
        if scope != self.session.scope:
            self.session.set_scope(scope)

    # For saved views, and the theme.

    def arrangement(self) -> dict[str, object]:
        """What is asked, and whether the table is shown."""
        return {**self.bar.choice.plain(), "table": self.shows_table}

    def arrange(self, found: Mapping[str, object]) -> None:
        """Ask it again."""
        self.bar.show_choice(Choice.of(found))
        self.show_table(yes=bool(found.get("table")))
        if self.isVisible() and self.session.is_open:
            self.reload()

    @Slot()
    def restyle(self) -> None:
        """Take the theme's new colors."""
        super().restyle()
        self.save_button.setIcon(self.theme.icon("export"))
