"""The sources page: publications, notices and filings, how reliable they are, and how many claims rest on each."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.model.ids import NO_SOURCE, EventId, OrganizationId, SourceId
from db.model.records import Source
from db.model.values import ImpreciseDate
from db.reading.dates import Ambiguous, NotUnderstood, parse_date
from db.tables.sources import SourceRow
from desktop.dialogs.records.source import SourceEventsDialog
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.operations.sources import delete_source, save_source
from desktop.pages.records import RecordsPage
from desktop.pages.sources.several import SeveralSources
from desktop.session.bus import Bus
from desktop.session.requests import FollowLink, OpenEvent, OpenOrganization
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.widgets.page_parts import field_label
from desktop.widgets.record_tables import Field, RecordTable
from desktop.widgets.table_parts import Index
from desktop.wording import codes, formatting
from desktop.wording.i18n import _

#: More than this many sources are found by searching.
LIMIT = 20_000
_TEXTS = ("publisher", "title", "url", "origin", "notes")
_DATES = ("published", "accessed")
#: The column of the letter.
RELIABILITY = 5


def source_fields() -> tuple[Field[SourceRow], ...]:
    """The columns of the table."""
    return (
        Field(_("Publisher"), lambda row: row.source.publisher, lambda row: row.source.publisher.casefold(), 130),
        Field(_("Title"), lambda row: row.source.title, lambda row: row.source.title.casefold(), 220, grows=True),
        Field(_("Web address"), lambda row: row.source.url, lambda row: row.source.url.casefold(), 150),
        Field(_("Origin"), lambda row: row.source.origin, lambda row: row.source.origin.casefold(), 100),
        Field(_("Published"), lambda row: _date_text(row.source.published),
              lambda row: _first_day(row.source.published), 120),
        Field(_("Reliability"), lambda row: row.source.reliability, lambda row: row.source.reliability or "G", 92),
        Field(_("Events"), lambda row: formatting.number(row.events), lambda row: row.events, 70, number=True),
        Field(_("Claims"), _claims_text, lambda row: row.claims - row.denied, 70, number=True),
    )  # fmt: skip


def _claims_text(row: SourceRow) -> str:
    """What it says, and apart from that what it denies."""
    said = formatting.number(row.claims - row.denied)
    return _("{n}, {denied} denied").format(n=said, denied=formatting.number(row.denied)) if row.denied else said


def _date_text(when: ImpreciseDate | None) -> str:
    return "" if when is None else formatting.imprecise(when)


def _first_day(when: ImpreciseDate | None) -> date:
    return when.earliest if when is not None and when.earliest is not None else date.min


class SourceTable(RecordTable[SourceRow]):
    """The table of sources; the letter of the reliability says what it stands for."""

    def __init__(self) -> None:
        super().__init__(source_fields(), lambda row: row.source.id)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole.value) -> object:
        """As in every table, but for that letter."""
        if role == Qt.ItemDataRole.ToolTipRole.value and index.column() == RELIABILITY:
            row = self.record(index.row())
            return plaintext.tooltip_text(codes.reliability_text(row.source.reliability)) if row is not None else None
        return super().data(index, role)


class SourcesPage(RecordsPage[SourceRow]):
    """Sources. Several can be selected for one origin."""

    page_id = "sources"
    tables = ("sources", "claims")

    def __init__(
        self, session: Session, theme: Theme, settings: Settings, bus: Bus, parent: QWidget | None = None
    ) -> None:
        self._source: Source | None = None
        super().__init__(
            session, theme, settings, bus, parent,
            table=SourceTable(), title=_("Sources"), search=_("Search publishers, titles, addresses"),
            add=_("Add Source"),
        )  # fmt: skip
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.selectionModel().selectionChanged.connect(self._on_selection)
        self.view.activated.connect(self._on_events)
        self.events_dialog: SourceEventsDialog | None = None

    def make_panel(self) -> QWidget:
        """The fields of one source; what can be done with several in their place."""
        both = QWidget(self)
        box = QVBoxLayout(both)
        box.setContentsMargins(0, 0, 0, 0)
        self.several = SeveralSources(self.session, both)
        self.several.merged.connect(self._on_merged)
        self.several.hide()
        self._one = self._make_fields(both)
        box.addWidget(self._one)
        box.addWidget(self.several)
        return both

    def _make_fields(self, parent: QWidget) -> QWidget:
        panel = QWidget(parent)
        self.fields = {name: QLineEdit(panel) for name in (*_TEXTS, *_DATES)}
        self.fields["origin"].setPlaceholderText(_("where several copy one story, for example an agency"))
        for name in _DATES:
            self.fields[name].setPlaceholderText(_("for example 16 July 2025"))
        self.reliability = QComboBox(panel)
        for letter in codes.RELIABILITIES:
            self.reliability.addItem(codes.reliability_name(letter), letter)
            place = self.reliability.count() - 1
            self.reliability.setItemData(place, plaintext.tooltip_text(_scale()), Qt.ItemDataRole.ToolTipRole)
        plaintext.tooltip(self.reliability, _scale())
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        places: tuple[tuple[str, QWidget, int, int, int], ...] = (
            ("publisher", self.fields["publisher"], 0, 0, 2), ("title", self.fields["title"], 0, 2, 4),
            ("published", self.fields["published"], 2, 0, 2), ("accessed", self.fields["accessed"], 2, 2, 2),
            ("reliability", self.reliability, 2, 4, 2),
            ("url", self.fields["url"], 4, 0, 2), ("origin", self.fields["origin"], 4, 2, 2),
            ("notes", self.fields["notes"], 4, 4, 2),
        )  # fmt: skip
        for name, field, row, column, span in places:
            label = field_label(codes.field_name(name), field)
            label.setContentsMargins(0, 8 if row else 0, 0, 0)
            grid.addWidget(label, row, column, 1, span)
            grid.addWidget(field, row + 1, column, 1, span)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(grid)
        layout.addLayout(self._make_buttons(panel))
        for edit in self.fields.values():
            edit.textEdited.connect(self.on_typed)
            edit.returnPressed.connect(self.save)
        self.reliability.activated.connect(self.on_typed)
        return panel

    def _make_buttons(self, panel: QWidget) -> QHBoxLayout:
        self.save_button = QPushButton(_("Save"), panel)
        self.save_button.setProperty("role", "primary")
        self.delete_button = QPushButton(_("Delete"), panel)
        self.delete_button.setProperty("role", "danger")
        self.link_button = QPushButton(_("Open Link"), panel)
        self.events_button = QPushButton(_("Events…"), panel)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        for button, slot in (
            (self.events_button, self._on_events), (self.link_button, self._on_link),
            (self.delete_button, self._on_delete),
            (self.save_button, self.save),
        ):  # fmt: skip
            button.setAccessibleName(button.text().removesuffix("…"))
            button.clicked.connect(slot)
            row.addWidget(button)
        self.link_button.setEnabled(False)
        self.fields["url"].textChanged.connect(self._on_url_changed)
        return row

    def edit_widgets(self) -> list[QWidget]:
        """The fields, Save and Delete."""
        return [*self.fields.values(), self.reliability, self.save_button, self.delete_button]

    def identity(self, record: SourceRow) -> int:
        """Its id."""
        return record.source.id

    def empty_words(self, text: str) -> tuple[str, str]:
        """No match, or none at all."""
        if text:
            shown = plaintext.elided(text, limit=40)
            return _("No source matches “{text}”").format(text=shown), _("Search for another word, or add it.")
        return _("No sources yet"), _("They appear with the first claim that names one; or add one here.")

    def reload(self) -> None:
        """Read the rows."""
        text = self._text
        self.session.tasks.read(
            lambda ledger, _progress: (ledger.sources.rows(text, limit=LIMIT), text),
            self._on_rows,
            self.session.failed.emit,
            key="sources.rows",
        )

    def fill_panel(self, record: SourceRow | None) -> None:
        """Show a source; dates as they were written."""
        source = self._source = record.source if record is not None else Source(id=NO_SOURCE)
        for name in _TEXTS:
            self.fields[name].setText(getattr(source, name))
            self.fields[name].setCursorPosition(0)
        for name in _DATES:
            self.fields[name].setText(_written(getattr(source, name)))
        self.reliability.setCurrentIndex(max(0, self.reliability.findData(source.reliability)))
        self.delete_button.setVisible(record is not None)
        self.events_button.setVisible(record is not None)
        self.events_button.setEnabled(record is not None and record.events > 0)
        if record is None:
            self.fields["publisher"].setFocus()

    def show_rows(self, rows: list[SourceRow], text: str) -> None:
        """Also what was selected is selected again, if it was several."""
        before = {row.source.id for row in self.selected()} or {row.source.id for row in self.several.rows}
        super().show_rows(rows, text)
        places = [place for place, row in enumerate(self._records()) if row.source.id in before]
        if len(before) > 1 and len(places) > 1:
            selection = QItemSelection()
            for place in places:
                index = self.table.index(place, 0)
                selection.select(index, index)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.view.selectionModel().select(selection, flags)
        self._on_selection()

    def _show_panel(self) -> None:
        self._panel.setVisible(self.editing is not None or len(self.several.rows) > 1)

    def selected(self) -> list[SourceRow]:
        """The selected sources, in the order of the table."""
        places = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [row for row in map(self.table.record, places) if row is not None]

    def _records(self) -> list[SourceRow]:
        found = (self.table.record(place) for place in range(self.table.rowCount()))
        return [row for row in found if row is not None]

    # Slots.

    @Slot()
    def _on_selection(self) -> None:
        rows = self.selected()
        several = len(rows) > 1
        self.several.show_rows(rows if several else ())
        self.several.setVisible(several)
        self._one.setVisible(not several)
        self._show_panel()

    @Slot(int)
    def _on_merged(self, source_id: SourceId) -> None:
        """The one that stayed is the current one."""
        self.wanted = source_id
        self.several.show_rows(())
        self.reload()

    @Slot()
    def _on_events(self) -> None:
        row = self.current()
        if row is None or not row.events:
            return
        self.events_dialog = dialog = SourceEventsDialog(self.session, row.source, self)
        dialog.chosen.connect(self._on_event_chosen)
        dialog.organization_chosen.connect(self._on_organization_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(int)
    def _on_event_chosen(self, event_id: EventId) -> None:
        self.bus.request(OpenEvent(event_id))

    @Slot(int)
    def _on_organization_chosen(self, organization_id: OrganizationId) -> None:
        self.bus.request(OpenOrganization(organization_id))

    @Slot(object)
    def _on_rows(self, found: tuple[list[SourceRow], str]) -> None:
        self.show_rows(*found)

    @Slot(str)
    def _on_url_changed(self, text: str) -> None:
        self.link_button.setEnabled(text.strip().casefold().startswith(("http://", "https://", "mailto:")))

    @Slot()
    def save(self) -> None:
        """Write the panel's source; a date that is not understood is said, and nothing is written."""
        before = self._source
        if self.editing is None or before is None or not self.session.writable:
            return
        texts = {name: self.fields[name].text().strip() for name in _TEXTS}
        if not (texts["publisher"] or texts["title"] or texts["url"]):
            self.say_error(_("A source needs a publisher, a title or a web address."))
            return
        dates: dict[str, ImpreciseDate | None] = {}
        for name in _DATES:
            text, old = self.fields[name].text().strip(), getattr(before, name)
            read = old if text == _written(old) else _read(text)
            if isinstance(read, str):
                self.say_error(_("{field}: {problem}").format(field=codes.field_name(name), problem=read))
                self.fields[name].setFocus()
                return
            dates[name] = read
        source = Source(
            id=SourceId(self.editing),
            reliability=self.reliability.currentData() or "",
            published=dates["published"],
            accessed=dates["accessed"],
            **texts,
        )
        self.session.write(save_source(source), self.on_saved, self.on_failed)

    @Slot()
    def _on_delete(self) -> None:
        source_id = self.editing
        if source_id:
            self.session.write(delete_source(SourceId(source_id)), self.on_deleted, self.on_failed)

    @Slot()
    def _on_link(self) -> None:
        self.bus.request(FollowLink(self.fields["url"].text().strip()))


def _written(when: ImpreciseDate | None) -> str:
    return "" if when is None else when.words or formatting.imprecise(when)


def _read(text: str) -> ImpreciseDate | str | None:
    """A date, none, or the sentence that says what is the matter with it."""
    if not text:
        return None
    read = parse_date(text)
    if isinstance(read, Ambiguous):
        first, second, *_rest = map(formatting.imprecise, read.readings)
        return _("“{text}” may be {first} or {second}. Write the month as a word.").format(
            text=text, first=first, second=second
        )
    if isinstance(read, NotUnderstood):
        return codes.date_problem(read.reason, text)
    return read


def _scale() -> str:
    """The whole Admiralty scale, a letter per line."""
    return "\n".join(codes.reliability_name(letter) for letter in codes.RELIABILITIES if letter)
