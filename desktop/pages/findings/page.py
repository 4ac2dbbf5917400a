"""The findings page: what the numbers or sources do not agree on, what was accepted, and why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.analysis.series import Finding
from db.errors import LedgerError
from db.model.ids import OrganizationId
from db.model.values import FindingKind
from desktop.look import plaintext
from desktop.look.symbols import Symbols
from desktop.look.theme import Theme
from desktop.operations.ledger import accept_finding, reopen_finding
from desktop.pages.base import Page
from desktop.pages.findings.events import FindingEvents, Involved, read_involved
from desktop.pages.findings.rows import FindingDelegate, FindingRows
from desktop.session.bus import Bus
from desktop.session.findings import FindingList, other_organization
from desktop.session.requests import MergeEvents, MergeOrganizations, OpenEvent, OpenOrganization, SelectEvent, ShowPage
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.widgets.page_parts import MARGIN, EmptyState, muted, title_bar
from desktop.wording import codes, formatting
from desktop.wording.findings import finding_sentence, looked_at
from desktop.wording.i18n import _, ngettext


class FindingsPage(Page):
    """The findings of the scope, open or accepted."""

    page_id = "findings"

    def __init__(
        self, session: Session, theme: Theme, settings: Settings, bus: Bus, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, theme, settings, bus, parent)
        self.findings = FindingList.of(session)
        self.rows = FindingRows()
        self.rows.setParent(self)
        self._finding: Finding | None = None
        self._noted = ""  # the finding whose note is in the field
        self._delegate = FindingDelegate(theme)
        self._delegate.setParent(self)
        self._make()
        self._lay_out()
        self.findings.changed.connect(self._on_found)
        self.findings.progressed.connect(self._on_progressed)
        self.findings.failed.connect(self._on_failed)
        session.writable_changed.connect(self._show_finding)
        self._on_found()

    def _make(self) -> None:
        self.view = QListView(self)
        self.view.setAccessibleName(_("Findings"))
        self.view.setModel(self.rows)
        self.view.setItemDelegate(self._delegate)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.view.activated.connect(self._on_activated)
        self.view.clicked.connect(self._on_clicked)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.open_button = self._choice(_("Open"))
        self.accepted_button = self._choice(_("Accepted"))
        self.open_button.setChecked(True)
        self._choices = QButtonGroup(self)
        for button in (self.open_button, self.accepted_button):
            self._choices.addButton(button)
        self._choices.buttonClicked.connect(self._on_found)
        self.progress = QProgressBar(self)
        self.progress.setAccessibleName(_("Looking for findings"))
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(110, 6)
        self.progress.hide()
        self.empty = EmptyState(self.theme, icon="check", parent=self)
        self.sentence = plaintext.label(parent=self, wrap=True, selectable=True)
        self.error = muted(parent=self, wrap=True)
        self.error.setProperty("role", "warning")
        self.error.hide()
        self.note = QLineEdit(self)
        self.note.setAccessibleName(_("Note"))
        self.note.setPlaceholderText(_("Why it is right as it is"))
        self.note.returnPressed.connect(self.accept)
        self.events = FindingEvents(self.theme, self.bus, Symbols(self.theme, self), self)
        self.merge_button = self._button(_("Merge…"), self.merge)
        self.accept_button = self._button(_("Accept"), self.accept)
        self.reopen_button = self._button(_("Reopen"), self.reopen)

    def _choice(self, text: str) -> QToolButton:
        made = QToolButton(self)
        made.setCheckable(True)
        made.setText(text)
        made.setAccessibleName(text)
        return made

    def _button(self, text: str, slot: object) -> QPushButton:
        made = QPushButton(text, self)
        made.setAccessibleName(text)
        made.clicked.connect(slot)
        return made

    def _lay_out(self) -> None:
        bar = title_bar(self, _("Findings"))
        for widget in (self.progress, self.open_button, self.accepted_button):
            bar.addWidget(widget)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self._panel = QFrame(self)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.note, self.reopen_button, self.merge_button, self.accept_button):
            buttons.addWidget(button)
        buttons.setStretchFactor(self.note, 1)
        inner = QVBoxLayout(self._panel)
        inner.setContentsMargins(MARGIN, 16, MARGIN, 16)
        inner.setSpacing(8)
        inner.addWidget(self.sentence)
        inner.addWidget(self.events)
        inner.addWidget(self.error)
        inner.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._panel)

    def chosen_organizations(self) -> Sequence[OrganizationId]:
        """Those that the current finding is about."""
        finding = self._finding
        found = () if finding is None else (finding.organization_id, other_organization(finding))
        return [one for one in found if one is not None]

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        self.context_menu().popup(self.view.viewport().mapToGlobal(place))

    def context_menu(self) -> QMenu:
        """What can be done with the current finding: show its event, or an organization that it is about."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        finding, summary = self._finding, self.findings.summary
        if finding is not None and finding.event_ids:
            menu.addAction(_("Show Event"), self.show_event)
        for one in self.chosen_organizations():
            name = summary.names.get(one, "") if summary is not None else ""
            text = _("Open {organization}").format(organization=plaintext.elided(name, limit=40))
            menu.addAction(plaintext.mnemonic_safe(text), partial(self.bus.request, OpenOrganization(one)))
        return menu

    def reload(self) -> None:
        """Show what the list of the session has; it reads by itself."""
        self._on_found()

    # What was found.

    @Slot()
    def _on_found(self, _button: object = None) -> None:
        summary, accepted = self.findings.summary, self.accepted_button.isChecked()
        chosen = self._finding.identity if self._finding is not None else ""
        before = self.view.currentIndex().row()
        self.rows.fill(summary, accepted=accepted)
        if summary is not None:
            self.progress.hide()
            self._say_counts(summary.open, summary.accepted)
        some = self.rows.rowCount() > 0
        self._stack.setCurrentWidget(self.view if some else self.empty)
        if not some:
            self._say_empty()
        place = self.rows.row_of(chosen) if chosen else None
        if place is None and chosen and some:
            place = self._next_to(before)
        self._finding = self.rows.finding(place) if place is not None else None
        if place is not None:
            self.view.setCurrentIndex(self.rows.index(place))
        self._show_finding()

    def _next_to(self, row: int) -> int | None:
        """Where to go on after a finding was accepted: what took its place, else what is above it."""
        last = self.rows.rowCount() - 1
        below = [place for place in range(max(0, row), last + 1) if self.rows.finding(place) is not None]
        above = [place for place in range(min(row, last), -1, -1) if self.rows.finding(place) is not None]
        return next(iter([*below, *above]), None)

    def _say_counts(self, found: int, accepted: int) -> None:
        for button, text, n in (
            (self.open_button, ngettext("{n} open", "{n} open", found), found),
            (self.accepted_button, ngettext("{n} accepted", "{n} accepted", accepted), accepted),
        ):
            button.setText(text.format(n=formatting.number(n)))
            button.setAccessibleName(button.text())

    def _say_empty(self) -> None:
        if self.findings.summary is None:
            self.empty.say(_("Looking for what does not agree…"), icon="findings")
        elif self.accepted_button.isChecked():
            self.empty.say(
                _("Nothing accepted yet"), _("A finding that is right as it is can be accepted with a note."),
                icon="check",
            )  # fmt: skip
        else:
            self.empty.say(
                _("Nothing disagrees"),
                looked_at(),
                icon="check",
            )

    @Slot()
    def _show_finding(self) -> None:
        finding = self._finding
        self._panel.setVisible(finding is not None)
        if finding is None:
            self._noted = ""
            return
        summary = self.findings.summary
        text = finding_sentence(finding, summary.names if summary else {})
        plaintext.set_text(self.sentence, text)
        twice = finding.kind is FindingKind.POSSIBLE_DUPLICATE
        writable = self.session.writable
        state = f"{finding.identity} {finding.accepted}"
        if state != self._noted:  # a note being written outlives the next look at the ledger
            self._noted = state
            self.note.setText(finding.note)
            self.events.forget()
            self.error.hide()
        self.note.setReadOnly(finding.accepted or not writable)
        self.note.setVisible(not finding.accepted or bool(finding.note))
        self.note.setPlaceholderText(_("Why they are two") if twice else _("Why it is right as it is"))
        self.accept_button.setText(_("Not the Same") if twice else _("Accept"))
        self.accept_button.setAccessibleName(self.accept_button.text())
        self.merge_button.setVisible(twice and not finding.accepted)
        self.accept_button.setVisible(not finding.accepted)
        self.reopen_button.setVisible(finding.accepted)
        for button in (self.accept_button, self.reopen_button, self.merge_button):
            button.setEnabled(writable)
        self._ask_events()

    def _ask_events(self) -> None:
        finding = self._finding
        if finding is None or not self.session.is_open:
            return
        work = partial(read_involved, ids=finding.event_ids, scope=self.session.scope)
        self.session.tasks.read(work, self._on_involved, self._on_failed, key="findings.events")

    @Slot(object)
    def _on_involved(self, involved: Involved) -> None:
        if self._finding is not None and self._finding.event_ids == involved.asked:
            self.events.show_events(involved)

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        self.progress.setVisible(done < total)
        self.progress.setMaximum(max(1, total))
        self.progress.setValue(done)

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self.progress.hide()
        plaintext.set_text(self.error, codes.error_sentence(error))
        self.error.show()

    # What the user did.

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        finding = self.rows.finding(current.row()) if current.isValid() else None
        if finding is not None and (self._finding is None or finding.identity != self._finding.identity):
            self._finding = finding
            self._show_finding()

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        if self.rows.finding(index.row()) is not None:
            self.show_event()
        else:
            self._show_rest(index.row())

    def _show_rest(self, row: int) -> None:
        kind = self.rows.more(row)
        if kind is not None:
            self.rows.show_all(kind)
            self.view.setCurrentIndex(self.rows.index(row))  # the first of those that were hidden

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        finding = self.rows.finding(index.row())
        if finding is not None and finding.event_ids:
            self.bus.request(SelectEvent(finding.event_ids[0]))
        elif finding is None:
            self._show_rest(index.row())

    @Slot()
    def show_event(self) -> None:
        """Show the event a finding is about (the first of several); organizations with like names on their page."""
        if self._finding is None:
            return
        if self._finding.event_ids:
            self.bus.request(OpenEvent(self._finding.event_ids[0]))
        else:
            self.bus.request(ShowPage("organizations"))

    @Slot()
    def merge(self) -> None:
        """Ask for the two events, or organizations, to become one."""
        finding = self._finding
        if finding is None or finding.kind is not FindingKind.POSSIBLE_DUPLICATE:
            return
        other = other_organization(finding)
        if finding.event_ids:
            self.bus.request(MergeEvents(finding.event_ids))
        elif finding.organization_id is not None and other is not None:
            self.bus.request(MergeOrganizations((finding.organization_id, other)))

    @Slot()
    def accept(self) -> None:
        """Accept the finding with the note."""
        finding, note = self._finding, self.note.text().strip()
        if finding is not None and finding.kind is FindingKind.POSSIBLE_DUPLICATE:
            note = note or _("Not the same")
        if finding is not None and not finding.accepted and self.session.writable:
            self.session.write(accept_finding(finding, note), None, self._on_failed)

    @Slot()
    def reopen(self) -> None:
        """Take the acceptance back."""
        finding = self._finding
        if finding is not None and finding.accepted and self.session.writable:
            self.session.write(reopen_finding(finding), None, self._on_failed)
