"""The organizations page: the table of companies and bodies, and a panel to edit one or merge several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QItemSelection, QModelIndex, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.ledger import Ledger
from db.model.ids import NO_ORGANIZATION, OrganizationId
from db.model.own_fields import FieldSubject, FieldValue, OwnField
from db.model.progress import Progress
from db.model.records import Organization
from db.tables.organizations import OrganizationRow
from desktop.dialogs.records.organization import Details, OrganizationFields, read_details
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.operations.organizations import delete_organization, save_organization
from desktop.pages.organization.levels import LevelReader
from desktop.pages.organization_columns import organization_fields, own_columns
from desktop.pages.records import RecordsPage
from desktop.session.bus import Bus
from desktop.session.requests import EditOrganization, MergeOrganizations, NarrowScope, OpenOrganization, ShowFields
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.widgets.page_parts import muted
from desktop.widgets.record_tables import RecordTable
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext

#: Of so many selected organizations the names are shown.
_NAMED = 12


#: Where the level and its change stand.
_LEVELS = (3, 4)


_Found = tuple[
    list[OrganizationRow], str, tuple[OwnField, ...], Mapping[int, Mapping[int, Sequence[FieldValue]]]
]  # fmt: skip


def _read_rows(ledger: Ledger, text: str) -> _Found:
    rows = ledger.organizations.rows(text)
    fields = ledger.fields.all(FieldSubject.ORGANIZATION)
    values = ledger.fields.values(FieldSubject.ORGANIZATION, [row.id for row in rows]) if fields else {}
    return rows, text, fields, values


class OrganizationsPage(RecordsPage[OrganizationRow]):
    """Organizations.

    With several rows chosen, the panel offers to merge them in place of the fields of one.
    """

    page_id = "organizations"
    tables = ("organizations", "aliases", "events", "relationships", "fields", "field_choices", "field_values")

    def __init__(
        self, session: Session, theme: Theme, settings: Settings, bus: Bus, parent: QWidget | None = None
    ) -> None:
        self.levels = LevelReader(session, session)
        super().__init__(
            session, theme, settings, bus, parent,
            table=RecordTable(organization_fields(self.levels.of), lambda row: row.id),
            title=_("Organizations"), search=_("Search names and aliases"), add=_("Add Organization"),
        )  # fmt: skip
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.selectionModel().selectionChanged.connect(self._on_selection)
        self.fields_button = QPushButton(_("Fields…"), self)
        self.fields_button.setAccessibleName(_("Fields of your own"))
        self.fields_button.clicked.connect(lambda: self.bus.request(ShowFields()))
        self.bar.insertWidget(self.bar.indexOf(self.add), self.fields_button)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.view.activated.connect(self._on_activated)
        self.levels.setParent(self)
        self.levels.arrived.connect(self._on_levels)
        self.view.verticalScrollBar().valueChanged.connect(self._want_levels)
        self.table.layoutChanged.connect(self._want_levels)

    def make_panel(self) -> QWidget:
        """Name and parent, aliases and notes, what to do with them; or what to do with several."""
        both = QWidget(self)
        self._one = panel = QWidget(both)
        self._several = self._make_several(both)
        self._several.hide()
        inner = QVBoxLayout(both)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(panel)
        inner.addWidget(self._several)
        inner.addStretch(1)
        self.fields = OrganizationFields(self.session, panel)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.fields)
        layout.addLayout(self._make_buttons(panel))
        self.fields.edited.connect(self.on_typed)
        self.fields.submitted.connect(self.save)
        return both

    def _make_several(self, parent: QWidget) -> QWidget:
        made = QWidget(parent)
        self.chosen = plaintext.label(parent=made)
        self.chosen.setProperty("role", "subheading")
        hint = muted(_("Are they the same organization? Then merge them into one."), made)
        self.names = plaintext.label(parent=made, wrap=True)
        self.merge_button = QPushButton(_("Merge…"), made)
        self.merge_button.setAccessibleName(_("Merge the selected organizations"))
        self.merge_button.setProperty("role", "primary")
        self.merge_button.clicked.connect(self._on_merge)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.chosen)
        words.addWidget(hint)
        row = QHBoxLayout()
        row.addLayout(words, 1)
        row.addWidget(self.merge_button)
        rows = QVBoxLayout(made)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addLayout(row)
        rows.addWidget(self.names)
        return made

    def _make_buttons(self, panel: QWidget) -> QHBoxLayout:
        self.save_button = QPushButton(_("Save"), panel)
        self.save_button.setProperty("role", "primary")
        self.delete_button = QPushButton(_("Delete"), panel)
        self.delete_button.setProperty("role", "danger")
        self.scope_button = QPushButton(_("Show in Scope"), panel)
        plaintext.tooltip(self.scope_button, _("Show only events of this organization and its subsidiaries"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.fields.mine)
        row.addSpacing(8)
        row.addWidget(self.fields.group, 1)
        for button, slot in (
            (self.scope_button, self._on_show), (self.delete_button, self._on_delete), (self.save_button, self.save),
        ):  # fmt: skip
            button.setAccessibleName(button.text())
            button.clicked.connect(slot)
            row.addWidget(button)
        return row

    def edit_widgets(self) -> list[QWidget]:
        """The fields, Save and Delete."""
        return [self.fields, self.fields.mine, self.save_button, self.delete_button, self.merge_button]

    def identity(self, record: OrganizationRow) -> int:
        """Its id."""
        return record.id

    def empty_words(self, text: str) -> tuple[str, str]:
        """No match, or none at all."""
        if text:
            shown = plaintext.elided(text, limit=40)
            return _("No organization matches “{text}”").format(text=shown), _("Search for another name, or add it.")
        return _("No organizations yet"), _("They appear with the first event or import; or add one here.")

    def reload(self) -> None:
        """Read the rows."""
        text = self._text
        self.session.tasks.read(
            lambda ledger, _progress: _read_rows(ledger, text),
            self._on_rows,
            self.session.failed.emit,
            key="organizations.rows",
        )

    def fill_panel(self, record: OrganizationRow | None) -> None:
        """What the row has at once; aliases and notes when they are read."""
        new = record is None
        organization = Organization(id=NO_ORGANIZATION, name="") if record is None else Organization(
            id=record.id, name=record.name, mine=record.mine
        )  # fmt: skip
        self.fields.fill(Details(organization, "" if record is None else record.parent))
        self.delete_button.setVisible(not new)
        self.scope_button.setVisible(not new)
        if record is None:
            self.fields.name.setFocus()
            return
        organization_id = record.id

        def read(ledger: Ledger, _progress: Progress) -> Details | None:
            return read_details(ledger, organization_id)

        self.session.tasks.read(read, self._on_read, self.session.failed.emit, key="organizations.one")

    # Several.

    def chosen_organizations(self) -> list[OrganizationId]:
        """The organizations of the selected rows, from the top."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        records = (self.table.record(row) for row in rows)
        return [record.id for record in records if record is not None]

    def show_rows(self, rows: list[OrganizationRow], text: str) -> None:
        """Show them; of what was selected the current one stays."""
        super().show_rows(rows, text)
        self._on_selection()
        QTimer.singleShot(0, self, self._want_levels)  # when the view knows which rows are in sight

    @Slot(QItemSelection, QItemSelection)
    def _on_selection(self, _chosen: object = None, _left: object = None) -> None:
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        count = len(rows)
        self._one.setVisible(count < 2)
        self._several.setVisible(count > 1)
        if count > 1:
            text = ngettext("{n} organization selected", "{n} organizations selected", count)
            plaintext.set_text(self.chosen, text.format(n=formatting.number(count)))
            records = [record for row in rows[:_NAMED] if (record := self.table.record(row)) is not None]
            names = [plaintext.elided(record.name, limit=40) for record in records]
            if count > _NAMED:
                names.append(_("{n} more").format(n=formatting.number(count - _NAMED)))
            plaintext.set_text(self.names, formatting.listing(names))
            self.say_error("")
        self._show_panel()

    def _show_panel(self) -> None:
        self._panel.setVisible(self.editing is not None or len(self.chosen_organizations()) > 1)

    @Slot()
    def _on_merge(self) -> None:
        self.bus.request(MergeOrganizations(tuple(self.chosen_organizations())))

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        record = self.table.record(index.row())
        if record is not None:
            self.bus.request(OpenOrganization(record.id))

    @Slot()
    def _on_open(self) -> None:
        chosen = self.chosen_organizations()
        if chosen:
            self.bus.request(OpenOrganization(chosen[0]))

    @Slot()
    def _on_edit(self) -> None:
        chosen = self.chosen_organizations()
        if chosen:
            self.bus.request(EditOrganization(chosen[0]))

    # Levels.

    @Slot()
    def _want_levels(self) -> None:
        """Those of the rows in sight first; all of them where they are what is sorted by."""
        count = self.table.rowCount()
        first, last = self.view.rowAt(0), self.view.rowAt(self.view.viewport().height())
        rows = list(range(max(first, 0), count if last < 0 else last + 1)) if count else []
        if self.table.sorted_by in _LEVELS:
            rows += [row for row in range(count) if not rows or not rows[0] <= row <= rows[-1]]
        self._say_missing()
        self.levels.want([record.id for row in rows if (record := self.table.record(row)) is not None])

    def _say_missing(self) -> int:
        """Beside the number of rows, how many of them have no place yet in an order by their level."""
        count = self.table.rowCount()
        records = (self.table.record(row) for row in range(count))
        missing = self.levels.missing([one.id for one in records if one is not None])
        text = formatting.number(count)
        if missing and self.table.sorted_by in _LEVELS:
            text = _("{n} · reading headcounts, {left} to go").format(n=text, left=formatting.number(missing))
        plaintext.set_text(self.count, text)
        return missing

    @Slot(object)
    def _on_levels(self, ids: Sequence[OrganizationId]) -> None:
        self.table.tell_again(frozenset(ids))
        if self.table.sorted_by in _LEVELS and not self._say_missing():
            self.table.arrange_again()
        self._fit()

    def _on_stale(self) -> None:
        self.levels.forget()
        super()._on_stale()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More rows may be in sight."""
        super().resizeEvent(event)
        self._want_levels()

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        self.context_menu().popup(self.view.viewport().mapToGlobal(place))

    def context_menu(self) -> QMenu:
        """What can be done with the selected rows."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        count = len(self.chosen_organizations())
        writable = self.session.writable
        menu.addAction(_("Open Organization"), self._on_open).setEnabled(count == 1)
        menu.addAction(_("Edit…"), self._on_edit).setEnabled(writable and count == 1)
        menu.addSeparator()
        menu.addAction(_("Add Organization"), self._on_add).setEnabled(writable)
        menu.addSeparator()
        menu.addAction(_("Show in Scope"), self._on_show).setEnabled(count == 1)
        menu.addAction(_("Merge…"), self._on_merge).setEnabled(writable and count > 1)
        menu.addSeparator()
        menu.addAction(_("Delete"), self._on_delete).setEnabled(writable and count == 1)
        return menu

    # Slots.

    @Slot(object)
    def _on_rows(self, found: _Found) -> None:
        rows, text, fields, values = found
        self.table.set_fields((*organization_fields(self.levels.of), *own_columns(fields, values)))
        self.show_rows(rows, text)

    @Slot(object)
    def _on_read(self, details: Details | None) -> None:
        if details is None or details.organization.id != self.editing:
            return
        self.fields.show_group(details.subsidiaries)
        if not self.typed_by_hand():
            self.fields.fill(details)
            self.forget_typing()

    @Slot()
    def save(self) -> None:
        """Write the panel's organization."""
        if self.editing is not None and self.session.writable:
            self.session.write(save_organization(self.fields.facts()), self.on_saved, self.on_failed)

    @Slot()
    def _on_delete(self) -> None:
        organization_id = self.editing
        if organization_id:
            self.session.write(delete_organization(OrganizationId(organization_id)), self.on_deleted, self.on_failed)

    @Slot()
    def _on_show(self) -> None:
        if self.editing:
            self.bus.request(NarrowScope(OrganizationId(self.editing)))
