"""A page with views to choose from: each reads, draws and lists on its own, and says what is behind a figure."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from db.errors import LedgerError
from db.ledger import Ledger
from db.model.ids import EventId
from db.model.progress import Progress
from db.model.scope import Scope
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.pages.answers.option_bar import OptionBar, YieldingBox
from desktop.pages.answers.panel import AnswerPanel
from desktop.pages.answers.shown import About, AnswerView
from desktop.pages.chart_page import ChartPage
from desktop.session.bus import Bus
from desktop.session.requests import Say
from desktop.session.session import Session
from desktop.session.settings import PAPER, Settings
from desktop.version import VERSION
from desktop.widgets import notify
from desktop.widgets.explained import ExplainButton
from desktop.widgets.files import PDFS, pick_save
from desktop.widgets.text_tables import Row
from desktop.wording import codes, formatting
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import event_line

if TYPE_CHECKING:
    from desktop.pdf.view_report import PrintedView

#: Events that are listed behind a figure at most; how many there are is said.
_LISTED = 1000


@dataclass(frozen=True, slots=True)
class _Behind:
    """The events behind a figure, as rows, and how many there are."""

    rows: Sequence[Row]
    count: int


class AnswersPage(ChartPage):
    """A page gives its views; ``own``: the id of the one that it shows by itself, or "".

    What is chosen for a view is kept by name and shared by the views that have an option of that name.
    """

    #: The name of the page for people, to be translated.
    page_title = ""

    def __init__(
        self, session: Session, theme: Theme, settings: Settings, bus: Bus, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, theme, settings, bus, parent)
        self._answer_views = {view.id: view for view in self.answer_views()}
        self.chosen: dict[str, Any] = {}
        self._drawn = ""  # the view that is drawn
        self._today: date | None = None
        self.view_box = YieldingBox()
        self.view_box.setAccessibleName(_("View"))
        for code, words in self.choices():
            self.view_box.addItem(words, code)
        self.view_box.setMaxVisibleItems(20)
        self.view_box.currentTextChanged.connect(self._name_view)
        self._name_view(self.view_box.currentText())
        self.view_box.activated.connect(self._on_view_picked)
        self.options = OptionBar()
        self.print = QToolButton(self)
        self.print.setIconSize(QSize(18, 18))
        self.print.setIcon(theme.icon("print"))
        self.print.setAccessibleName(_("Save this view as PDF"))
        plaintext.tooltip(self.print, _("Save this view as PDF"))
        self.print.clicked.connect(self._on_print)
        self.print.hide()
        self.explain = ExplainButton(theme)
        self.explain.hide()
        self.add_deeds(self.print, self.explain)
        self.options.chosen.connect(self._on_option)
        self.explain.rows_asked.connect(self._on_rows_asked)
        self.panel = AnswerPanel(theme, settings, icon=self.page_id)
        self.offer_events(self.panel.empty)
        self.panel.asked.connect(self._on_key)
        self.panel.event_chosen.connect(self._on_event_chosen)
        self.panel.event_opened.connect(self._on_event_opened)
        self.answers = QWidget()
        box = QVBoxLayout(self.answers)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.options)
        box.addWidget(self.panel, 1)
        self.pages.addWidget(self.answers)
        self.heading.insertWidget(0, self.view_box)

    # For subclasses.

    def answer_views(self) -> Sequence[AnswerView]:
        """The views, in their order."""
        raise NotImplementedError

    def choices(self) -> Sequence[tuple[str, str]]:
        """What can be chosen, with its words."""
        return [(view.id, _(view.title)) for view in self._answer_views.values()]

    @property
    def view_id(self) -> str:
        """What is chosen."""
        return str(self.view_box.currentData())

    def read_answer(self) -> None:
        """Ask the reader for the view that is chosen."""
        view, scope = self._answer_views[self.view_id], self.session.scope
        chosen = dict(self.chosen)

        def read(ledger: Ledger, _progress: Progress) -> tuple[object, About]:
            at = ledger.at(scope)
            about = About(scope=scope, kinds=at.kinds, today=ledger.today(), chosen=chosen)
            return view.read(at, chosen), about

        self.session.tasks.read(read, partial(self._on_answer, view), self.session.failed.emit, key=self.page_id)

    def show_table(self, *, yes: bool) -> None:
        """Show the table twin or the chart."""
        super().show_table(yes=yes)
        self.panel.show_table(yes=yes)

    def arrangement(self) -> dict[str, object]:
        """The view that is chosen, and what is chosen for it."""
        return {"view": self.view_id, "chosen": dict(self.chosen)}

    def arrange(self, found: Mapping[str, object]) -> None:
        """Choose a view again."""
        index = self.view_box.findData(found.get("view"))
        if index < 0:
            return
        self.view_box.setCurrentIndex(index)
        chosen = found.get("chosen")
        self.chosen = dict(chosen) if isinstance(chosen, dict) else {}
        self._on_stale()

    @Slot()
    def restyle(self) -> None:
        """Take the theme's new colors."""
        super().restyle()
        self.panel.restyle()
        self.print.setIcon(self.theme.icon("print"))

    def printed(self) -> PrintedView | None:
        """What is shown, to be printed; None: there is nothing."""
        from desktop.pdf.view_report import PrintedView

        shown, path = self.panel.shown, self.session.path
        if shown is None or shown.figure is None or shown.explanation is None or path is None:
            return None
        return PrintedView(
            page=_(self.page_title),
            title=self.view_box.currentText(),
            headline=shown.headline,
            remark=shown.remark,
            figure=shown.figure,
            headers=shown.headers,
            numeric=tuple(shown.numeric),
            rows=[line.cells for line in shown.lines],
            explanation=shown.explanation,
            file_name=path.name,
            operation=self.session.facts.last_operation,
            printed_on=self._today or date.min,
        )

    def choose(self, view_id: str) -> None:
        """Show another view."""
        self.view_box.setCurrentIndex(max(self.view_box.findData(view_id), 0))
        self._on_stale()

    # Inside.

    def _on_answer(self, view: AnswerView, found: tuple[object, About]) -> None:
        if view.id != self.view_id:
            return
        result, about = found
        self._today = about.today
        shown = view.show(result, about)
        self.options.show_options(shown.options, edits=view.edits)
        self.options.rules.setEnabled(self.session.writable)
        self.explain.show_explanation(shown.explanation)
        self.explain.show()
        self.print.setVisible(shown.figure is not None)
        self.panel.show_view(shown, name=_(view.title), hint=_(view.hint), keep=self._drawn == view.id)
        self._drawn = view.id
        self.pages.setCurrentWidget(self.answers)
        self._switch.setVisible(shown.figure is not None)
        self.show_zoom(yes=False)

    @Slot(str)
    def _name_view(self, words: str) -> None:
        plaintext.tooltip(self.view_box, words)

    @Slot()
    def _on_view_picked(self) -> None:
        self._on_stale()

    @Slot(str, object)
    def _on_option(self, name: str, value: object) -> None:
        self.chosen[name] = value
        self._on_stale()

    @Slot()
    def _on_print(self) -> None:
        """Ask where, and write the view as a PDF."""
        from desktop import pdf
        from desktop.pdf.view_report import lay_out_view

        view = self.printed()
        if view is None:
            return
        name = f"{view.page} - {view.title}.pdf"
        path = pick_save(self, self.settings, title=_("Save this view as PDF"), kind=PDFS, name=name)
        if path is None:
            return
        try:
            pdf.write_report(lay_out_view(view, paper=self.settings.get(PAPER)), path, version=VERSION)
        except LedgerError as error:
            notify.show_error(self, error)
        else:
            self.bus.request(Say(_("Wrote {path}").format(path=path)))

    @Slot(object)
    def _on_key(self, key: Hashable) -> None:
        shown = self.panel.shown
        if shown is None or shown.figure is None:
            return
        self._list(tuple(shown.behind(key)), shown.figure.describe(key))

    @Slot(object)
    def _on_rows_asked(self, event_ids: Sequence[EventId]) -> None:
        self._list(tuple(event_ids), "")

    def _list(self, event_ids: Sequence[EventId], words: str) -> None:
        """Read what is behind a figure, and list it."""
        scope, kinds = self.session.scope, self.session.facts.kinds
        everything = Scope(known_on=scope.known_on, known_operation=scope.known_operation)

        def read(ledger: Ledger, _progress: Progress) -> _Behind:
            at = ledger.at(replace(everything, minimum_status=scope.minimum_status))
            names = at.organizations.names()
            return _Behind(
                [
                    Row(
                        (
                            event_line.date_of(event),
                            event_line.joined(
                                kind=codes.kind_name(kinds.get(event.kind, event.kind)),
                                who=event_line.parties(event, names, None),
                                person=event.person,
                                place=event.place,
                            ),
                            formatting.quantity(event.values.count) if event.values.count is not None else "",
                            codes.status_name(event.values.status) if event.values.status is not None else "",
                            formatting.number(event.values.source_count),
                        ),
                        event.id,
                    )
                    for event in at.events.many(event_ids[:_LISTED])
                ],
                len(event_ids),
            )

        self.session.tasks.read(
            read, partial(self._on_behind, words), self.session.failed.emit, key=f"{self.page_id}.behind"
        )

    def _on_behind(self, words: str, found: _Behind) -> None:
        count = ngettext("{n} event", "{n} events", found.count).format(n=formatting.number(found.count))
        if not found.count:
            count = _("no event is behind it")
        if found.count > len(found.rows):
            count = _("{count}, the first {shown} of them").format(
                count=count, shown=formatting.number(len(found.rows))
            )
        self.panel.show_events(_("{name}: {figure}").format(name=words, figure=count) if words else count, found.rows)
