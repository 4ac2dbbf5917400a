"""What is asked and shown about sources: the origin that several share, which of them stays, the events of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.ledger import Ledger
from db.model.ids import SourceId
from db.model.progress import Progress
from db.model.records import EventKind, Scope, Source
from db.model.text import fold
from db.tables.sources import SourceRow
from desktop.events import columns
from desktop.events.columns import Formatted, formatted
from desktop.look import plaintext
from desktop.session.session import Session
from desktop.widgets.fitting import resize_within
from desktop.widgets.page_parts import muted
from desktop.widgets.record_tables import Field, RecordTable, dress, fit_columns
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext

#: Agencies whose stories others copy, folded; where one of several sources is one, it is proposed as the origin.
AGENCIES = (
    "afp", "agence france-presse", "ansa", "ap", "apa", "associated press", "bloomberg", "dow jones", "dpa", "dpa-afx",
    "efe", "kyodo", "pti", "reuters", "upi", "xinhua",
)  # fmt: skip

#: More events of one source than this are not listed.
_MOST = 1000


def source_label(source: Source, *, limit: int = 90) -> str:
    """A source in one line: publisher and title, else its address."""
    parts = [part for part in (source.publisher, source.title) if part] or [source.url]
    return plaintext.elided(plaintext.one_line(" · ".join(parts)) or _("unnamed"), limit=limit)


def proposed_origin(sources: Sequence[Source]) -> str:
    """The likely origin of several: what most of them have, else the agency among them, else who published first."""
    origins = Counter(source.origin for source in sources if source.origin)
    if origins:
        return origins.most_common(1)[0][0]
    for source in sources:
        if fold(source.publisher) in AGENCIES:
            return source.publisher
    dated = [
        (source.published.earliest, source.id, source.publisher)
        for source in sources
        if source.publisher and source.published is not None and source.published.earliest is not None
    ]
    if dated:
        return min(dated)[2]
    return next((source.publisher for source in sources if source.publisher), "")


class OriginDialog(QDialog):
    """Asks for the origin that several sources share."""

    def __init__(self, sources: Sequence[Source], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Same Origin"))
        self.setMinimumWidth(480)
        count = len(sources)
        text = ngettext(
            "{n} source copies one story. From now on it has this origin:",
            "{n} sources copy one story. From now on they count as one independent source, with this origin:",
            count,
        ).format(n=formatting.number(count))
        self.field = QLineEdit(proposed_origin(sources))
        self.field.setAccessibleName(_("Origin"))
        self.field.setPlaceholderText(_("for example the agency"))
        self.field.setMaxLength(200)
        self.field.selectAll()
        self._buttons = _buttons(self, _("Set Origin"))
        self.ok_button = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.field.textChanged.connect(self._on_text)
        _lay_out(self, plaintext.label(text, wrap=True), self.field, self._buttons)
        self._on_text(self.field.text())

    @property
    def origin(self) -> str:
        """What was typed."""
        return " ".join(self.field.text().split())

    @Slot(str)
    def _on_text(self, _text: str) -> None:
        self.ok_button.setEnabled(bool(self.origin))


class MergeDialog(QDialog):
    """Asks which of several identical sources stays: the one with the most claims is proposed."""

    def __init__(self, rows: Sequence[SourceRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Merge Sources"))
        self.setMinimumWidth(560)
        self.choices = QButtonGroup(self)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for place, row in enumerate(rows):
            name, known = source_label(row.source, limit=48), _known(row)
            button = QRadioButton(plaintext.mnemonic_safe(name))
            button.setAccessibleName(f"{name} · {known}")
            address = row.source.url and plaintext.one_line(row.source.url)
            plaintext.tooltip(button, "\n".join(filter(None, (source_label(row.source, limit=400), address))))
            self.choices.addButton(button, row.source.id)
            grid.addWidget(button, place, 0)
            grid.addWidget(muted(known), place, 1)
        grid.setRowStretch(len(rows), 1)
        scroller = QScrollArea()
        scroller.setProperty("role", "plain")
        scroller.setAccessibleName(_("Which one stays?"))
        scroller.setWidgetResizable(True)
        scroller.setWidget(inside)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setFixedHeight(min(260, inside.sizeHint().height() + 2))
        best = max(rows, key=lambda row: (row.claims, -row.source.id))
        chosen = self.choices.button(best.source.id)
        chosen.setChecked(True)
        note = plaintext.label(
            _("Claims of the others move to it, and what it leaves empty is taken from them. Undo brings them back."),
            wrap=True,
        )
        note.setProperty("role", "muted")
        title = plaintext.label(_("Which source is the one to keep?"))
        title.setProperty("role", "subheading")
        _lay_out(self, title, scroller, note, _buttons(self, _("Merge")))
        chosen.setFocus()

    @property
    def keep(self) -> SourceId:
        """The id of the one that stays."""
        return SourceId(self.choices.checkedId())


class SourceEventsDialog(QDialog):
    """The events that a source says something about, as known to the scope. ``chosen`` names the one to open,
    ``organization_chosen`` its organization.
    """

    chosen = Signal(int)
    organization_chosen = Signal(int)

    def __init__(self, session: Session, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Events of the Source"))
        resize_within(self, 860, 440)
        self.table: RecordTable[Formatted] = RecordTable(_event_fields(), lambda row: row.row.id, self)
        self.view = QTableView()
        self.view.setAccessibleName(_("Events of the source"))
        dress(self.view)
        self.view.setModel(self.table)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.activated.connect(self._on_activated)
        heading = plaintext.label(source_label(source), wrap=True)
        heading.setProperty("role", "subheading")
        self.count = plaintext.label("")
        self.count.setProperty("role", "muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.open_button = buttons.addButton(_("Open Event"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.open_button.setEnabled(False)
        self.organization_button = buttons.addButton(_("Open Organization"), QDialogButtonBox.ButtonRole.ActionRole)
        self.organization_button.setEnabled(False)
        self.organization_button.clicked.connect(self._on_open_organization)
        buttons.accepted.connect(self._on_open)
        buttons.rejected.connect(self.reject)
        _lay_out(self, heading, self.count, self.view, buttons)
        kinds, scope = session.facts.kinds, session.scope
        session.tasks.read(
            partial(_read_events, source_id=source.id, scope=scope, kinds=dict(kinds)),
            self._on_rows, session.failed.emit, key="sources.events",
        )  # fmt: skip

    @Slot(object)
    def _on_rows(self, rows: list[Formatted]) -> None:
        self.table.fill(rows)
        fit_columns(self.view, growing=self.table.growing)
        count = len(rows)
        text = ngettext("{n} event", "{n} events", count).format(n=formatting.number(count))
        if count >= _MOST:
            text = _("The latest {n} events").format(n=formatting.number(count))
        plaintext.set_text(self.count, text)
        self.open_button.setEnabled(bool(rows))
        self.organization_button.setEnabled(bool(rows))
        if rows:
            self.view.setCurrentIndex(self.table.index(0, 0))
            self.view.setFocus()

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        row = self.table.record(index.row())
        if row is not None:
            self.accept()
            self.chosen.emit(row.row.id)

    @Slot()
    def _on_open_organization(self) -> None:
        row = self.table.record(self.view.currentIndex().row())
        if row is not None:
            self.accept()
            self.organization_chosen.emit(row.row.organization_id)

    @Slot()
    def _on_open(self) -> None:
        self._on_activated(self.view.currentIndex())


def _event_fields() -> tuple[Field[Formatted], ...]:
    def field(title: str, column: int, width: int, *, number: bool = False, grows: bool = False) -> Field[Formatted]:
        # As they come: a text of a date or an effect does not sort as what it stands for.
        return Field(title, lambda row: row.texts[column], lambda row: row.texts[column], width, number, grows)

    return (
        field(_("Date"), columns.DATE, 140),
        field(_("Kind"), columns.KIND, 150),
        field(_("Organization"), columns.ORGANIZATION, 140, grows=True),
        field(_("Counterparty"), columns.COUNTERPARTY, 110),
        field(_("Effect"), columns.EFFECT, 100, number=True),
        field(_("Status"), columns.STATUS, 90),
    )


def _read_events(
    ledger: Ledger, _progress: Progress, *, source_id: SourceId, scope: Scope, kinds: dict[str, EventKind]
) -> list[Formatted]:
    view = ledger.at(scope)
    return [
        formatted(row, kinds, view.today, minimum_status=view.scope.minimum_status)
        for row in view.events.of_source(source_id, limit=_MOST)
    ]


def _known(row: SourceRow) -> str:
    """What tells sources of one name apart: when each was published, and how much rests on it."""
    day = formatting.imprecise(row.source.published) if row.source.published else ""
    claims = ngettext("{n} claim", "{n} claims", row.claims).format(n=formatting.number(row.claims))
    return " · ".join(filter(None, (day, claims)))


def _buttons(dialog: QDialog, yes: str) -> QDialogButtonBox:
    made = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    made.button(QDialogButtonBox.StandardButton.Ok).setText(yes)
    made.accepted.connect(dialog.accept)
    made.rejected.connect(dialog.reject)
    return made


def _lay_out(dialog: QDialog, *widgets: QWidget) -> None:
    box = QVBoxLayout(dialog)
    box.setContentsMargins(16, 16, 16, 16)
    box.setSpacing(16)
    for widget in widgets:
        box.addWidget(widget, 1 if isinstance(widget, QTableView) else 0)


__all__ = ["MergeDialog", "OriginDialog", "SourceEventsDialog", "proposed_origin", "source_label"]
