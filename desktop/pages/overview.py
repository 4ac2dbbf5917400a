"""The overview: what is in scope in figures, the headcounts small, the last events, what does not agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.analysis.series import Finding, HeadcountSeries
from db.records import Scope
from db.tables.overview import OrganizationCount
from db.values import FindingKind, Population
from desktop import formatting, plaintext
from desktop.finding_wording import finding_sentence
from desktop.i18n import _, ngettext
from desktop.models import columns
from desktop.models.findings import FindingList
from desktop.models.symbols import Symbols
from desktop.pages import overview_reading as reading
from desktop.pages.base import Page
from desktop.pages.overview_reading import LATEST, SPARKS, Clients, First, Headcounts
from desktop.pages.parts import MARGIN, EmptyState, heading, hidden_text, muted
from desktop.pages.tiles import FigureCard, Row, Spark
from desktop.quality_wording import quality_line
from desktop.session import Session
from desktop.settings import Settings
from desktop.theme import Theme

TOP_FINDINGS = 5
_WIDE = 1000
_GAP = 10


class Section(QFrame):
    """A card with a title, a way to the whole, and rows; a quiet sentence where there are none."""

    def __init__(self, theme: Theme, title: str, link: str, rows: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.link = QPushButton(link, self)
        self.link.setProperty("role", "link")
        self.link.setAccessibleName(link)
        name = plaintext.label(title, parent=self)
        name.setProperty("role", "subheading")
        self._note = muted(parent=self, wrap=True)
        self._note.setContentsMargins(8, 4, 8, 8)
        self.rows = [Row(theme, self) for _number in range(rows)]
        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 0, 0)
        top.addWidget(name)
        top.addStretch()
        top.addWidget(self.link)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addSpacing(2)
        layout.addWidget(self._note)
        for row in self.rows:
            row.hide()
            layout.addWidget(row)
        layout.addStretch()

    def show_rows(self, count: int, note: str) -> None:
        """Show so many rows, or the note where there are none."""
        for number, row in enumerate(self.rows):
            row.setVisible(number < count)
        plaintext.set_text(self._note, note)
        self._note.setVisible(count == 0)

    @property
    def words(self) -> list[str]:
        """What the rows say."""
        return [row.words for row in self.rows if not row.isHidden()]


class OverviewPage(Page):
    """The first page.

    Asks for ``page`` (a page's id), ``event.open`` (id), ``scope.organization`` (id), ``event.new``,
    ``import``.
    """

    page_id = "overview"

    def __init__(self, session: Session, theme: Theme, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(session, theme, settings, parent)
        self.findings = FindingList.of(session)
        self._symbols = Symbols(theme, self)
        self._asked = Scope()
        self._first: First | None = None
        self._waiting: list[OrganizationCount] = []
        self._fresh = False  # what arrives belongs to the scope that is asked for
        self._main = False  # the cards of one organization have found theirs
        self._columns = 0
        self._make()
        self._lay_out()
        self.findings.changed.connect(self._on_findings)
        for tile in (*self.cards.values(), *self.latest.rows, *self.headcounts.rows, *self.top.rows):
            tile.clicked.connect(self._on_tile)
        for section in (self.latest, self.headcounts, self.top):
            section.link.clicked.connect(self._on_link)

    def _make(self) -> None:
        captions = {
            "events": (_("Events"), "events"),
            "organizations": (_("Organizations"), "organizations"),
            "employees": (_("Employees"), "headcount"),
            "contingent": (_("Contingent change"), "headcount"),
            "clients": (_("Active clients"), "relationships"),
            "findings": (_("Open findings"), "findings"),
        }
        self.cards = {key: FigureCard(self.theme, caption, self) for key, (caption, _page) in captions.items()}
        for key, (_caption, page) in captions.items():
            self.cards[key].target = ("page", page)
        self.latest = Section(self.theme, _("Latest events"), _("All events"), LATEST, self)
        self.headcounts = Section(self.theme, _("Headcount"), _("Chart"), SPARKS, self)
        self.top = Section(self.theme, _("Findings"), _("All findings"), TOP_FINDINGS, self)
        self._links = {self.latest.link: "events", self.headcounts.link: "headcount", self.top.link: "findings"}
        self.quality = muted(parent=self, wrap=True)
        self.quality.hide()
        self.empty = EmptyState(self.theme, icon="overview", parent=self)
        self.empty.say(
            _("This ledger is empty"),
            _("Enter the first event with Ctrl+N, or import a table: every figure here comes from events."),
        )
        self.empty.add_button(_("New Event"), primary=True).clicked.connect(self._on_new)
        self.empty.add_button(_("Import…")).clicked.connect(self._on_import)

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
        inner.setContentsMargins(MARGIN, 12, MARGIN, MARGIN)
        inner.setSpacing(_GAP)
        inner.addWidget(heading(_("Overview"), body))
        inner.addLayout(self._grid)
        inner.addWidget(self.quality)
        inner.addLayout(self._lower)
        inner.addStretch()
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
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
        hidden = hidden_text(first.hidden)
        self.cards["events"].say(
            formatting.number(figures.events),
            _("{hidden} not shown").format(hidden=hidden) if hidden else _("in scope"),
        )
        self.cards["organizations"].say(formatting.number(figures.organizations), _("with events in scope"))
        self._show_latest(first)
        self._main = False
        self._waiting = list(first.organizations)
        self.headcounts.show_rows(len(first.organizations), _("No hires, cuts or reported headcounts in scope yet."))
        for row, organization in zip(self.headcounts.rows, first.organizations, strict=False):
            row.target = ("scope.organization", organization.id)
            row.draw(None)
            row.say(organization.name, right="…")
        if not first.organizations:
            self._say_no_headcount()
        self._on_findings()
        self._read_next()

    def _show_latest(self, first: First) -> None:
        self.latest.show_rows(len(first.latest), _("No event in this scope. Choose a wider one above."))
        kinds = self.session.facts.kinds
        for row, shown in zip(self.latest.rows, first.latest, strict=False):
            texts = shown.texts
            name = texts[columns.KIND]
            whose = " · ".join(
                filter(None, (texts[columns.ORGANIZATION], texts[columns.COUNTERPARTY], texts[columns.EFFECT]))
            )
            sign = self._symbols.kind(kinds.get(shown.row.kind), shown.row.values.status, planned=shown.planned)
            when = formatting.imprecise(shown.row.values.counting) if shown.row.values.counting else ""
            row.target = ("event.open", shown.row.id)
            row.say(name, second=whose, right=when or _("no date"), sign=sign, tip=f"{name}\n{whose}\n{when}".strip())

    def _read_next(self) -> None:
        if self._first is None:
            return
        if self._waiting:
            organization = self._waiting.pop(0)
            self.session.tasks.read(
                partial(reading.read_headcount, scope=self._asked, organization=organization),
                self._on_headcounts,
                self.session.failed.emit,
                key="overview.headcount",
            )
            return
        if not self._main:
            self._say_no_headcount()
        main = self._first.organizations[0] if self._first.organizations else None
        self.session.tasks.read(
            partial(reading.read_clients, scope=self._asked, figures=self._first.figures, main=main),
            self._on_clients,
            self.session.failed.emit,
            key="overview.headcount",
        )

    @Slot(object)
    def _on_headcounts(self, found: Headcounts) -> None:
        if self._first is None or not self._fresh:
            return
        place = len(self._first.organizations) - len(self._waiting) - 1
        row = self.headcounts.rows[place]
        name = self._first.organizations[place].name
        series = found.employees if found.employees.levels else found.contingent
        if not series.levels:
            row.say(name, right=formatting.ABSENT, tip=name)
        else:
            last = self._last_day(series)
            color = "employees" if series.population is Population.EMPLOYEES else "contingent"
            text = self._level_text(series)
            row.say(name, right=self._short_level(series), tip=f"{name}: {text}")
            row.draw(Spark(series.levels, last, series.relative, color))
            row.updateGeometry()
            if not self._main:
                self._main = True
                self._show_main(found)
        self._read_next()

    def _last_day(self, series: HeadcountSeries) -> date:
        assert self._first is not None
        last = min(self._asked.last, self._first.as_of) if self._asked.last else self._first.as_of
        return max(last, series.levels[-1].day)

    def _level_text(self, series: HeadcountSeries) -> str:
        assert self._first is not None
        level = series.levels[-1]
        return formatting.interval(level.low, level.best, level.high, sign=series.relative)

    @staticmethod
    def _short_level(series: HeadcountSeries) -> str:
        """Without its interval; what no level is known for says that it is a change."""
        level = series.levels[-1]
        if level.best is None or level.low == level.best == level.high:
            text = formatting.interval(level.low, level.best, level.high, sign=series.relative)
        else:
            text = formatting.interval(None, level.best, None, sign=series.relative)
        return _("{count} (change)").format(count=text) if series.relative else text

    def _show_main(self, found: Headcounts) -> None:
        name = plaintext.elided(found.organization.name, limit=40)
        employees, changed = found.employees, found.contingent_change
        if employees.levels:
            level = employees.levels[-1]
            detail = _("{name}, change only") if employees.relative else "{name}"
            self._say_interval(
                "employees", level.low, level.best, level.high, detail.format(name=name), sign=employees.relative
            )
        else:
            self.cards["employees"].say(formatting.ABSENT, _("{name}, no headcount").format(name=name))
        if changed is None:
            self.cards["contingent"].say(formatting.ABSENT, _("{name}, none in scope").format(name=name))
        else:
            self._say_interval("contingent", changed.low, changed.best, changed.high, name, sign=True)

    def _say_interval(
        self, card: str, low: float | None, best: float | None, high: float | None, whose: str, *, sign: bool
    ) -> None:
        """The best large and what is possible small; the interval large where there is no best."""
        bounds = formatting.interval(low, None, high, sign=sign)
        if best is None:
            self.cards[card].say(bounds, whose)
        elif low == best == high:
            self.cards[card].say((formatting.signed if sign else formatting.number)(best), whose)
        else:
            text = (formatting.signed if sign else formatting.number)(best)
            self.cards[card].say(f"≈ {text}", f"{bounds} · {whose}")

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
            self.top.show_rows(0, _("Still looking …"))
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
            row.target = ("event.open", finding.event_ids[0]) if finding.event_ids else ("page", "findings")
            row.say(text, sign=self._symbols.warning(), tip=text)

    # What the user did.

    @Slot()
    def _on_tile(self) -> None:
        action, argument = self.sender().target  # type: ignore[attr-defined]
        if action == "scope.organization":
            self.requested.emit(action, argument)
            self.requested.emit("page", "headcount")
        elif action:
            self.requested.emit(action, argument)

    @Slot()
    def _on_link(self) -> None:
        self.requested.emit("page", self._links[self.sender()])  # type: ignore[index]

    @Slot()
    def _on_new(self) -> None:
        self.requested.emit("event.new", None)

    @Slot()
    def _on_import(self) -> None:
        self.requested.emit("import", None)

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


def top(findings: tuple[Finding, ...]) -> list[Finding]:
    """The open findings shown first: one of each kind before a second one of any."""
    rounds: dict[str, int] = {}
    ranked = []
    for place, finding in enumerate(one for one in findings if not one.accepted):
        nth = rounds[finding.kind] = rounds.get(finding.kind, 0) + 1
        ranked.append((nth, place, finding))
    return [finding for _nth, _place, finding in sorted(ranked, key=lambda one: one[:2])[:TOP_FINDINGS]]
