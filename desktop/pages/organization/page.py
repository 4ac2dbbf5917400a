"""The page of one organization: its figures, its headcount small, and a section for everything that is about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from db.analysis.series import Finding
from db.errors import LedgerError
from db.model.ids import EventId, OrganizationId
from db.model.values import KindGroup
from db.store.schema import VERSIONED
from desktop.look import plaintext
from desktop.look.symbols import Symbols
from desktop.look.theme import Theme
from desktop.pages.base import Page
from desktop.pages.organization.events import EventsPart
from desktop.pages.organization.facts import Facts
from desktop.pages.organization.figures import Cards, explanation
from desktop.pages.organization.findings import FindingsPart
from desktop.pages.organization.headcount import HeadcountPart
from desktop.pages.organization.history import HistoryPart
from desktop.pages.organization.reading import Known, read_calculated, read_organization
from desktop.pages.organization.relationships import RelationshipsPart
from desktop.pages.organization.sources import SourcesPart
from desktop.session.bus import Bus
from desktop.session.findings import FindingList
from desktop.session.requests import EditOrganization, NarrowScope, ShowPage
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.widgets.explained import ExplainButton
from desktop.widgets.page_parts import MARGIN, EmptyState, heading, muted
from desktop.wording import codes
from desktop.wording.i18n import _

#: From this width on the sections stand in two columns.
_WIDE = 860
_GAP = 10

Found = tuple[OrganizationId, Sequence[Finding], Mapping[OrganizationId, str]]


class OrganizationPage(Page):
    """Everything about the organization that was asked for last."""

    page_id = "organization"
    tables = VERSIONED

    def __init__(
        self, session: Session, theme: Theme, settings: Settings, bus: Bus, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, theme, settings, bus, parent)
        self.findings = FindingList.of(session)
        self.known: Known | None = None
        self._about: OrganizationId | None = None
        self._columns = 0
        self._make()
        self._lay_out()
        self.findings.changed.connect(self._ask_findings)
        session.selection_changed.connect(self._on_selection)
        self._say_nothing()

    @property
    def subject(self) -> OrganizationId | None:
        """The organization that is shown."""
        return self._about

    def show_record(self, record_id: int) -> None:
        """Show another organization."""
        if record_id == self._about:
            return
        self._about, self.known = OrganizationId(record_id), None
        self._scroll.verticalScrollBar().setValue(0)
        self._on_stale()

    def chosen_organizations(self) -> Sequence[OrganizationId]:
        """The one that is shown."""
        return () if self._about is None else (self._about,)

    # Making.

    def _make(self) -> None:
        symbols = Symbols(self.theme, self)
        self.name = heading("", self)
        self.name.setWordWrap(True)
        self.about_line = muted(parent=self, wrap=True)
        self.edit_button = self._button(_("Edit…"), _("Edit the organization"), self._on_edit)
        self.scope_button = self._button(_("Show in Scope"), _("Show in Scope"), self._on_scope)
        plaintext.tooltip(self.scope_button, _("Show only events of this organization and its subsidiaries"))
        self.explain = ExplainButton(self.theme, self)
        self.explain.rows_asked.connect(self._on_rows)
        self.cards = Cards(self.theme, self.bus, self)
        self.facts = Facts(self.theme, self.bus, self)
        self.headcount = HeadcountPart(self.theme, self.bus, self.settings, self)
        self.relationships = RelationshipsPart(self.theme, self.bus, self)
        self.events = EventsPart(self.theme, self.bus, symbols, self)
        self.sources = SourcesPart(self.theme, self.bus, self)
        self.conflicts = FindingsPart(self.theme, self.bus, self)
        self.history = HistoryPart(self.theme, self.bus, self)
        self.empty = EmptyState(self.theme, icon="organization", parent=self)
        self.empty.add_button(_("Organizations"), primary=True).clicked.connect(self._on_organizations)

    def _button(self, text: str, name: str, slot: object) -> QPushButton:
        made = QPushButton(text, self)
        made.setAccessibleName(name)
        made.clicked.connect(slot)
        return made

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.name)
        words.addWidget(self.about_line)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addLayout(words, 1)
        top.addWidget(self.explain, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.scope_button, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignTop)
        body = QWidget(self)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(_GAP)
        inner = QVBoxLayout(body)
        inner.setContentsMargins(MARGIN, 16, MARGIN, MARGIN)
        inner.setSpacing(_GAP)
        inner.addLayout(top)
        inner.addWidget(self.cards)
        inner.addLayout(self._beside)
        inner.addStretch()
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName(_("Organization"))
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setProperty("role", "plain")
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setWidget(body)
        body.setAutoFillBackground(False)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for column in (self._left, self._right):
            column.setSpacing(_GAP)
            column.addStretch()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self.empty)
        self._beside.addLayout(self._left, 1)
        self._beside.addLayout(self._right, 0)
        self._arrange()

    def _arrange(self) -> None:
        """Two columns where there is room; else one below the other, the headcount first."""
        wanted = 2 if self.width() >= _WIDE else 1
        if wanted == self._columns:
            return
        self._columns = wanted
        both = (self.headcount, self.facts, self.events, self.relationships, self.conflicts, self.sources, self.history)
        left = both if wanted == 1 else (self.headcount, self.events, self.history)
        for part in both:  # taking items out would leave old ones behind, which remember old heights
            for column in (self._left, self._right):
                column.removeWidget(part)
        for part in both:
            column = self._left if part in left else self._right
            column.insertWidget(column.count() - 1, part)
        self._beside.setStretch(0, 3)
        self._beside.setStretch(1, 2 if wanted == 2 else 0)
        self._beside.setSpacing(_GAP if wanted == 2 else 0)

    # Reading.

    def reload(self) -> None:
        """Read what is cheap; what is calculated follows."""
        if self._about is None:
            self._say_nothing()
            return
        work = partial(read_organization, scope=self.session.scope, organization_id=self._about)
        self.session.tasks.read(work, self._on_known, self._on_failed, key="organization")

    @Slot(object)
    def _on_known(self, known: Known) -> None:
        if known.asked != self._about or known.scope != self.session.scope:
            return
        organization = known.organization
        if organization is None:
            self.known = known
            self._say_gone()
            return
        plaintext.set_text(self.name, plaintext.one_line(organization.name))
        self._say_about(known)
        for part in (self.facts, self.events, self.sources, self.history):
            part.show_known(known)
        self.cards.show_counts(known)
        self._show_writable()
        self._stack.setCurrentWidget(self._scroll)
        if known.complete or self.known is None or self.known.organization is None:
            self._show_calculated(known)
        if not known.complete:
            self.session.tasks.read(
                partial(read_calculated, known=known),
                self._on_calculated,
                self._on_failed,
                key="organization.calculated",
            )

    @Slot(object)
    def _on_calculated(self, known: Known) -> None:
        if known.asked == self._about and known.scope == self.session.scope:
            self._show_calculated(known)
            self.headcount.select(self.session.selected)
            self._ask_findings()

    def _show_calculated(self, known: Known) -> None:
        self.known = known
        for part in (self.cards, self.headcount, self.relationships):
            part.show_known(known)
        self.explain.show_explanation(explanation(known))

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self.empty.say(codes.error_sentence(error), icon="warning")
        self._stack.setCurrentWidget(self.empty)

    def _say_about(self, known: Known) -> None:
        said = []
        if known.organization is not None and known.organization.mine:
            said.append(_("My organization"))
        if known.parent is not None:
            said.append(_("part of {name}").format(name=plaintext.one_line(known.parent[1])))
        if not known.inside:
            said.append(_("not among the organizations of the scope, and shown all the same"))
        plaintext.set_text(self.about_line, " · ".join(said))
        self.about_line.setVisible(bool(said))

    def _say_nothing(self) -> None:
        self.empty.say(
            _("No organization chosen"),
            _("Choose one from the list, or from the menu of any row that names one: Open Organization."),
            icon="organization",
        )
        self._stack.setCurrentWidget(self.empty)

    def _say_gone(self) -> None:
        then = not self.session.shows_now
        self.empty.say(
            _("This organization was not in the ledger")
            if then
            else _("This organization is not in the ledger any more"),
            _("Choose “As known today” to see it.") if then else _("It was deleted or merged. Undo brings it back."),
            icon="organization",
        )
        self._stack.setCurrentWidget(self.empty)

    @Slot()
    def _ask_findings(self) -> None:
        known = self.known
        if known is None or known.organization is None or not self.isVisible():
            return
        if not self.findings.ask_of(known.asked, self._on_found):
            self.conflicts.wait()
            self.cards.say_findings(None)

    def _on_found(self, found: Found) -> None:
        whose, findings, names = found
        if whose == self._about:
            self.conflicts.show_found(findings, names, whose)
            self.cards.say_findings(findings)

    @Slot()
    def _show_writable(self) -> None:
        writable = self.session.writable
        self.edit_button.setEnabled(writable)
        self.facts.link.setEnabled(writable)

    # What is asked of it.

    def toggle_table(self) -> None:
        """The headcount as a table, and back."""
        self.headcount.toggle()

    def restyle(self) -> None:
        """Take the theme's new colors."""
        self.headcount.restyle()
        if self.known is not None:
            self.events.show_known(self.known)
            self._ask_findings()

    @Slot(object)
    def _on_selection(self, event_id: EventId | None) -> None:
        self.headcount.select(event_id)

    @Slot()
    def _on_edit(self) -> None:
        if self._about is not None:
            self.bus.request(EditOrganization(self._about))

    @Slot(object)
    def _on_rows(self, _event_ids: object) -> None:
        """The events behind a headcount are those of the workforce."""
        if self._about is not None:
            kinds = self.session.facts.kinds.values()
            codes_ = tuple(kind.code for kind in kinds if kind.group is KindGroup.WORKFORCE)
            self.session.change_scope(organization_ids=(self._about,), kinds=codes_)
            self.bus.request(ShowPage("events"))

    @Slot()
    def _on_scope(self) -> None:
        if self._about is not None:
            self.bus.request(NarrowScope(self._about))

    @Slot()
    def _on_organizations(self) -> None:
        self.bus.request(ShowPage("organizations"))

    # Qt.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns or one."""
        super().resizeEvent(event)
        self._arrange()
