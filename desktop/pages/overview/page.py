"""The overview: what is in scope in figures, the headcounts small, the last events, what does not agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.analysis.series import HeadcountSeries
from db.model.records import Scope
from db.model.values import FindingKind, Population
from db.tables.overview import OrganizationCount
from desktop.events import columns
from desktop.look import plaintext
from desktop.look.symbols import Symbols
from desktop.look.theme import Theme
from desktop.pages.base import Page
from desktop.pages.overview import reading, words
from desktop.pages.overview.findings import TOP_FINDINGS, top
from desktop.pages.overview.many import ManyPart
from desktop.pages.overview.reading import LATEST, SPARKS, Clients, First, Headcounts
from desktop.pages.overview.section import Section
from desktop.pages.overview.tiles import FigureCard, Spark
from desktop.session.bus import Bus
from desktop.session.findings import FindingList
from desktop.session.requests import ImportTable, NarrowScope, NewEvent, OpenEvent, ShowPage
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.widgets.explained import ExplainButton
from desktop.widgets.page_parts import MARGIN, EmptyState, heading, muted
from desktop.wording import formatting
from desktop.wording.figures import differences
from desktop.wording.figures.quality import quality_line
from desktop.wording.figures.series import level_words
from desktop.wording.findings import finding_sentence
from desktop.wording.i18n import _, ngettext

_WIDE = 1000
_GAP = 8
#: So many headcounts are drawn as wide as their card; more stand one below the other, small.
_FEW = 4


class OverviewPage(Page):
    """The first page.

    What it tells leads on: to a page, an event, the headcount of an organization.
    """

    page_id = "overview"

    def __init__(
        self, session: Session, theme: Theme, settings: Settings, bus: Bus, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, theme, settings, bus, parent)
        self.findings = FindingList.of(session)
        self._symbols = Symbols(theme, self)
        self._asked = Scope()
        self._first: First | None = None
        self._waiting: list[OrganizationCount] = []
        self._fresh = False  # what arrives belongs to the scope that is asked for
        self._found: list[Headcounts] = []
        self._main = False  # the cards of one organization have found theirs, or are about several
        self._columns = 0
        self._make()
        self._lay_out()
        self.findings.changed.connect(self._on_findings)

    def _make(self) -> None:
        captions = {
            "events": (_("Events"), "events"),
            "organizations": (_("Organizations"), "organizations"),
            "employees": (_("Employees"), "headcount"),
            "contingent": (_("Contingent workers"), "headcount"),
            "clients": (_("Active relationships"), "relationships"),
            "findings": (_("Open findings"), "findings"),
        }
        self.cards = {
            key: FigureCard(self.theme, self.bus, caption, self) for key, (caption, _page) in captions.items()
        }
        for key, (_caption, page) in captions.items():
            self.cards[key].asks = (ShowPage(page),)
        self.many = ManyPart(self.session, self.theme, self.bus, self)
        self.many.hide()
        self.latest = self._section(_("Latest events"), _("All events"), whole="events", rows=LATEST)
        self.headcounts = self._section(_("Headcount"), _("Chart"), whole="headcount", rows=SPARKS)
        self.top = self._section(_("Findings"), _("All findings"), whole="findings", rows=TOP_FINDINGS)
        self.explain = ExplainButton(self.theme, self)
        self.explain.rows_asked.connect(self._on_rows)
        self.explain.hide()
        self.quality = muted(parent=self, wrap=True)
        self.quality.hide()
        self.empty = EmptyState(self.theme, icon="overview", parent=self)
        self.empty.say(
            _("This ledger is empty"),
            _("Enter the first event with Ctrl+N, or import a table: every figure here comes from events."),
        )
        self.empty.add_button(_("New Event"), primary=True).clicked.connect(self._on_new)
        self.empty.add_button(_("Import…")).clicked.connect(self._on_import)

    def _section(self, title: str, link: str, *, whole: str, rows: int) -> Section:
        return Section(self.theme, self.bus, title, link=link, whole=whole, rows=rows, parent=self)

    def _lay_out(self) -> None:
        body = QWidget(self)
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        self._lower = QGridLayout()
        self._lower.setSpacing(_GAP)
        self._lower.addWidget(self.latest, 0, 0)
        self._lower.addWidget(self.headcounts, 0, 1)
        self._lower.addWidget(self.top, 1, 0, 1, 2)
        self._lower.setColumnStretch(0, 3)
        self._lower.setColumnStretch(1, 2)
        inner = QVBoxLayout(body)
        inner.setContentsMargins(MARGIN, 16, MARGIN, MARGIN)
        inner.setSpacing(_GAP)
        title = QHBoxLayout()
        title.addWidget(heading(_("Overview"), body))
        title.addStretch(1)
        title.addWidget(self.explain)
        inner.addLayout(title)
        inner.addLayout(self._grid)
        inner.addWidget(self.quality)
        inner.addWidget(self.many)
        inner.addLayout(self._lower)
        inner.addStretch()
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName(_("Overview"))
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setProperty("role", "plain")
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setWidget(body)
        body.setAutoFillBackground(False)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self.empty)
        self._arrange()

    def _arrange(self) -> None:
        self.many.arrange(self._scroll.viewport().width() - 2 * MARGIN)
        wanted = len(self.cards) if self.width() >= _WIDE else len(self.cards) // 2
        if wanted != self._columns:
            self._columns = wanted
            for number, card in enumerate(self.cards.values()):
                self._grid.addWidget(card, number // wanted, number % wanted)

    # Reading.

    def reload(self) -> None:
        """Read the cheap figures; the rest follows in small portions."""
        self._asked = self.session.scope
        self._waiting.clear()
        self._fresh = False
        self.session.tasks.read(
            partial(reading.read_first, scope=self._asked, kinds=self.session.facts.kinds),
            self._on_first,
            self.session.failed.emit,
            key="overview.first",
        )

    @Slot(object)
    def _on_first(self, first: First) -> None:
        self._first, self._fresh = first, True
        nothing = self.session.facts.events == 0
        self._stack.setCurrentWidget(self.empty if nothing else self._scroll)
        figures = first.figures
        self.cards["events"].say(formatting.number(figures.events), words.beside_events(first))
        self.cards["organizations"].say(formatting.number(figures.organizations), _("with events in scope"))
        self._show_latest(first)
        self._main = first.several is not None
        self._found.clear()
        self._waiting = list(first.organizations)
        shown = min(len(first.organizations), SPARKS)
        self.headcounts.show_rows(shown, _("No hires, cuts or reported headcounts in scope yet."))
        for row, organization in zip(self.headcounts.rows, first.organizations, strict=False):
            row.asks, row.organization_id = (NarrowScope(organization.id), ShowPage("headcount")), organization.id
            row.draw(None)
            row.say(organization.name, right="…")
        self.cards["employees"].call(_("Employees") if first.several is None else _("People laid off"))
        self.cards["contingent"].call(_("Contingent workers") if first.several is None else _("Contractors let go"))
        if first.several is not None:  # no headcount of one beside the figures of all
            self.cards["employees"].say(*words.people(first.several.laid_off))
            self.cards["contingent"].say(*words.people(first.several.contractors_ended))
            self._read_people()
            self.many.read(self._asked)
        elif not first.organizations:
            self._say_no_headcount()
        self.explain.setVisible(first.several is not None)
        self.many.setVisible(first.several is not None)
        self.explain.show_explanation(None)
        self._on_findings()
        self._read_next()

    def _read_people(self) -> None:
        self.session.tasks.read(
            partial(reading.read_people, scope=self._asked), self.explain.show_explanation, key="overview.people",
            patient=True,
        )  # fmt: skip

    @Slot(object)
    def _on_rows(self, _event_ids: object) -> None:
        """The events behind the people laid off are those of one kind."""
        self.session.change_scope(kinds=(reading.LAYOFF,))
        self.bus.request(ShowPage("events"))

    def _show_latest(self, first: First) -> None:
        self.latest.show_rows(len(first.latest), _("No event in this scope. Choose a wider one above."))
        kinds = self.session.facts.kinds
        for row, shown in zip(self.latest.rows, first.latest, strict=False):
            texts = shown.texts
            name = texts[columns.KIND]
            whose = " · ".join(filter(None, (texts[columns.ORGANIZATION], texts[columns.COUNTERPARTY])))
            effect = texts[columns.EFFECT]
            sign = self._symbols.kind(kinds.get(shown.row.kind), shown.row.values.status, planned=shown.planned)
            when = formatting.imprecise(shown.row.values.counting) if shown.row.values.counting else ""
            row.asks, row.organization_id = (OpenEvent(shown.row.id),), shown.row.organization_id
            tip = "\n".join(filter(None, (name, whose, effect, when)))
            row.say(name, second=whose, kept=effect, right=when or _("no date"), sign=sign, tip=tip)

    def _read_next(self) -> None:
        if self._first is None:
            return
        if self._waiting:
            organization = self._waiting.pop(0)
            self.session.tasks.read(
                partial(reading.read_headcount, scope=self._asked, organization=organization, year=self._has_room()),
                self._on_headcounts,
                self.session.failed.emit,
                key="overview.headcount",
            )
            return
        self._show_headcounts()
        if not self._main:
            self._say_no_headcount()
        one = self._first.organizations if self._first.several is None else ()
        main = one[0] if one else None
        self.session.tasks.read(
            partial(reading.read_clients, scope=self._asked, figures=self._first.figures, main=main),
            self._on_clients,
            self.session.failed.emit,
            key="overview.headcount",
        )

    def _has_room(self) -> bool:
        """Whether the headcounts are few enough to be drawn as wide as their card, with their change over a year."""
        return self._first is not None and self._first.several is None and len(self._first.organizations) <= _FEW

    @Slot(object)
    def _on_headcounts(self, found: Headcounts) -> None:
        if self._first is None or not self._fresh:
            return
        self._found.append(found)
        if not self._main and reading.shown_series(found) is not None:
            self._main = True
            self._show_main(found)
        self._read_next()

    def _show_headcounts(self) -> None:
        """The largest of those that were looked at."""
        for row, found in zip(self.headcounts.rows, reading.largest_first(self._found), strict=False):
            name, series = found.organization.name, reading.shown_series(found)
            row.asks = NarrowScope(found.organization.id), ShowPage("headcount")
            row.organization_id = found.organization.id
            if series is None:
                row.draw(None)
                row.say(name, right=formatting.ABSENT, tip=name)
                continue
            color = "employees" if series.population is Population.EMPLOYEES else "contingent"
            change = None if found.year is None else found.year.change
            year = "" if change is None else differences.in_a_year(change)
            tip = "\n".join(filter(None, (f"{name}: {level_words(series.levels[-1])}", year)))
            row.say(name, second=year, right=words.short_level(series), tip=tip)
            row.draw(Spark(series.levels, self._last_day(series), series.relative, color, wide=found.year is not None))
            row.updateGeometry()

    def _last_day(self, series: HeadcountSeries) -> date:
        assert self._first is not None
        last = min(self._asked.last, self._first.as_of) if self._asked.last else self._first.as_of
        return max(last, series.levels[-1].day)

    def _show_main(self, found: Headcounts) -> None:
        name = plaintext.elided(found.organization.name, limit=40)
        employees, changed = found.employees, found.contingent_change
        if employees.levels:
            level = employees.levels[-1]
            texts = differences.parts if employees.relative else formatting.figure
            self._say_figure("employees", texts(level.low, level.best, level.high), name)
        else:
            self.cards["employees"].say(formatting.ABSENT, _("{name}, no headcount").format(name=name))
        if changed is None:
            self.cards["contingent"].say(formatting.ABSENT, _("{name}, none in scope").format(name=name))
        else:
            ends = changed.low, changed.best, changed.high
            self._say_figure("contingent", differences.parts(*ends), name)

    def _say_figure(self, card: str, texts: tuple[str, str], whose: str) -> None:
        """The best large and what is possible small; the interval large where there is no best."""
        figure, beside = texts
        self.cards[card].say(figure, " · ".join(filter(None, (beside, whose))))

    def _say_no_headcount(self) -> None:
        self.cards["employees"].say(formatting.ABSENT, _("no headcount known"))
        self.cards["contingent"].say(formatting.ABSENT, _("none in scope"))

    @Slot(object)
    def _on_clients(self, found: Clients) -> None:
        count = found.count
        if not self._fresh:
            return
        if count is None:
            note = _("choose an organization") if found.any else _("no relationships yet")
            self.cards["clients"].say(formatting.ABSENT, note)
            return
        parts = [] if count.low == count.high else [formatting.interval(count.low, None, count.high)]
        for number, text in (
            (count.clients, ngettext("{n} client", "{n} clients", count.clients)),
            (count.at_risk, _("{n} at risk")),
            (count.reduced, _("{n} reduced")),
            (count.winding_down, _("{n} winding down")),
        ):
            if number:
                parts.append(text.format(n=formatting.number(number)))
        if found.whose:
            parts.append(found.whose)
        self.cards["clients"].say(formatting.number(count.active), " · ".join(parts) or _("relationships"))

    def _say_quality(self) -> None:
        summary = self.findings.summary
        if self._first is None:
            return
        unread = 0 if summary is None else sum(summary.counts.get(FindingKind.NOT_UNDERSTOOD, (0, 0)))
        text = quality_line(replace(self._first.quality, not_understood=unread))
        plaintext.set_text(self.quality, text)
        self.quality.setVisible(bool(text))

    @Slot()
    def _on_findings(self) -> None:
        summary = self.findings.summary
        self._say_quality()
        if summary is None:
            self.cards["findings"].say("…", _("still looking"))
            self.top.show_rows(0, _("Still looking…"))
            return
        accepted = ngettext("{n} accepted", "{n} accepted", summary.accepted)
        self.cards["findings"].say(
            formatting.number(summary.open),
            accepted.format(n=formatting.number(summary.accepted)) if summary.accepted else "",
        )
        shown = top(summary.findings)
        self.top.show_rows(len(shown), _("Nothing disagrees."))
        for row, finding in zip(self.top.rows, shown, strict=False):
            text = finding_sentence(finding, summary.names)
            row.asks = (OpenEvent(finding.event_ids[0]) if finding.event_ids else ShowPage("findings"),)
            row.say(text, sign=self._symbols.warning(), tip=text)

    # What the user did.

    @Slot()
    def _on_new(self) -> None:
        self.bus.request(NewEvent())

    @Slot()
    def _on_import(self) -> None:
        self.bus.request(ImportTable())

    @Slot()
    def restyle(self) -> None:
        """Take signs in the new colors."""
        if self._first is not None:
            self._show_latest(self._first)
        self._on_findings()

    # Qt.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards in one line where there is room, else in two."""
        super().resizeEvent(event)
        self._arrange()
