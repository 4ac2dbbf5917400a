"""The organizations page: the table of companies and bodies, and a panel for names, parent and notes."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.ledger import Ledger
from db.operations import ChangeSet
from db.progress import Progress
from db.records import Organization
from db.tables.organizations import NameMatch, OrganizationRow
from desktop import formatting, plaintext
from desktop.i18n import _
from desktop.models.tables import Field, RecordTable
from desktop.pages.records import RecordsPage, field_label
from desktop.session import Session
from desktop.settings import Settings
from desktop.theme import Theme


def organization_fields() -> tuple[Field[OrganizationRow], ...]:
    """The columns of the table."""
    return (
        Field(_("Name"), lambda row: _("{name} (mine)").format(name=row.name) if row.mine else row.name,
              lambda row: row.name.casefold(), 230),
        Field(_("Aliases"), lambda row: row.aliases, lambda row: row.aliases.casefold(), 170),
        Field(_("Parent"), lambda row: row.parent, lambda row: row.parent.casefold(), 150),
        Field(_("Events"), lambda row: _count(row.events), lambda row: row.events, 72, number=True),
        Field(_("Vendors"), lambda row: _count(row.vendors), lambda row: row.vendors, 80, number=True),
        Field(_("Clients"), lambda row: _count(row.clients), lambda row: row.clients, 76, number=True),
    )  # fmt: skip


def _count(value: int) -> str:
    return formatting.number(value) if value else ""


class OrganizationsPage(RecordsPage[OrganizationRow]):
    """Organizations. Asks for ``scope.organization`` (id)."""

    page_id = "organizations"
    tables = ("organizations", "aliases", "events", "relationships")

    def __init__(self, session: Session, theme: Theme, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(
            session, theme, settings, parent,
            table=RecordTable(organization_fields(), lambda row: row.id),
            title=_("Organizations"), search=_("Search names and aliases"), add=_("Add Organization"),
        )  # fmt: skip

    def make_panel(self) -> QWidget:
        """Name and parent, aliases and notes, what to do with them."""
        panel = QWidget(self)
        self.name = QLineEdit(panel)
        self.parent_name = QLineEdit(panel)
        self.aliases = QPlainTextEdit(panel)
        self.notes = QPlainTextEdit(panel)
        self.mine = QCheckBox(_("My organization"), panel)
        self.mine.setAccessibleName(_("My organization"))
        self._names = QStringListModel(panel)
        completer = QCompleter(self._names, panel)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.parent_name.setCompleter(completer)
        self.parent_name.setPlaceholderText(_("none"))
        self.aliases.setPlaceholderText(_("One per line"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for column, (text, field) in enumerate(((_("Name"), self.name), (_("Parent"), self.parent_name))):
            grid.addWidget(field_label(text, field), 0, column)
            grid.addWidget(field, 1, column)
        for column, (text, box) in enumerate(((_("Aliases"), self.aliases), (_("Notes"), self.notes))):
            box.setTabChangesFocus(True)
            box.setFixedHeight(66)
            grid.addWidget(field_label(text, box), 2, column)
            grid.addWidget(box, 3, column)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(grid)
        layout.addLayout(self._make_buttons(panel))
        self.name.textEdited.connect(self.on_typed)
        self.parent_name.textEdited.connect(self._on_parent_edited)
        self.mine.clicked.connect(self.on_typed)
        self.aliases.textChanged.connect(self.on_typed)
        self.notes.textChanged.connect(self.on_typed)
        self.name.returnPressed.connect(self.save)
        return panel

    def _make_buttons(self, panel: QWidget) -> QHBoxLayout:
        self.save_button = QPushButton(_("Save"), panel)
        self.save_button.setProperty("role", "primary")
        self.delete_button = QPushButton(_("Delete"), panel)
        self.delete_button.setProperty("role", "danger")
        self.scope_button = QPushButton(_("Show in Scope"), panel)
        plaintext.tooltip(self.scope_button, _("Show only events of this organization and its subsidiaries"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.mine)
        row.addStretch()
        for button, slot in (
            (self.scope_button, self._on_show), (self.delete_button, self._on_delete), (self.save_button, self.save),
        ):  # fmt: skip
            button.setAccessibleName(button.text())
            button.clicked.connect(slot)
            row.addWidget(button)
        return row

    def edit_widgets(self) -> list[QWidget]:
        """The fields, Save and Delete."""
        return [
            self.name, self.parent_name, self.aliases, self.notes, self.mine, self.save_button, self.delete_button,
        ]  # fmt: skip

    def identity(self, record: OrganizationRow) -> int:
        """Its id."""
        return record.id

    def empty_words(self, text: str) -> tuple[str, str]:
        """No match, or none at all."""
        if text:
            shown = plaintext.elided(text, limit=40)
            return _("No organization matches “{text}”").format(text=shown), _("Search another name, or add it.")
        return _("No organizations yet"), _("They appear with the first event or import; or add one here.")

    def reload(self) -> None:
        """Read the rows."""
        text = self._text
        self.session.tasks.read(
            lambda ledger, _progress: (ledger.organizations.rows(text), text),
            self._on_rows,
            self.session.failed.emit,
            key="organizations.rows",
        )

    def fill_panel(self, record: OrganizationRow | None) -> None:
        """What the row has at once; aliases and notes when they are read."""
        new = record is None
        self._fill(Organization(id=0 if record is None else record.id, name="" if record is None else record.name),
                   "" if record is None else record.parent)  # fmt: skip
        self.mine.setChecked(record is not None and record.mine)
        self.delete_button.setVisible(not new)
        self.scope_button.setVisible(not new)
        if record is None:
            self.name.setFocus()
            return
        organization_id = record.id

        def read(ledger: Ledger, _progress: Progress) -> tuple[Organization | None, str]:
            found = ledger.organizations.get(organization_id)
            above = ledger.organizations.get(found.parent_id) if found and found.parent_id else None
            return found, above.name if above else ""

        self.session.tasks.read(read, self._on_read, self.session.failed.emit, key="organizations.one")

    def _fill(self, organization: Organization, parent: str) -> None:
        self.name.setText(organization.name)
        self.parent_name.setText(parent)
        self.aliases.setPlainText("\n".join(organization.aliases))
        self.notes.setPlainText(organization.notes)
        self.mine.setChecked(organization.mine)

    # Slots.

    @Slot(object)
    def _on_rows(self, found: tuple[list[OrganizationRow], str]) -> None:
        self.show_rows(*found)

    @Slot(object)
    def _on_read(self, found: tuple[Organization | None, str]) -> None:
        organization, parent = found
        if organization is not None and organization.id == self.editing and not self.typed_by_hand():
            self._fill(organization, parent)
            self.forget_typing()

    @Slot(str)
    def _on_parent_edited(self, text: str) -> None:
        self.on_typed()
        self.session.tasks.read(
            lambda ledger, _progress: ledger.organizations.matching(text), self._on_matches, key="organizations.match"
        )

    @Slot(object)
    def _on_matches(self, matches: list[NameMatch]) -> None:
        own = self.editing
        self._names.setStringList([plaintext.one_line(match.name) for match in matches if match.id != own])
        if matches and self.parent_name.hasFocus():
            self.parent_name.completer().complete()

    @Slot()
    def save(self) -> None:
        """Write the panel's organization."""
        if self.editing is None or not self.session.writable:
            return
        organization_id = self.editing or None
        name, parent = self.name.text(), self.parent_name.text().strip() or None
        aliases = tuple(line.strip() for line in self.aliases.toPlainText().splitlines() if line.strip())
        mine, notes = self.mine.isChecked(), self.notes.toPlainText().strip()

        def write(ledger: Ledger) -> ChangeSet:
            return ledger.organizations.save(
                name=name, organization_id=organization_id, aliases=aliases, parent=parent, mine=mine, notes=notes
            )

        self.session.write(write, self.on_saved, self.on_failed)

    @Slot()
    def _on_delete(self) -> None:
        organization_id = self.editing
        if organization_id:
            self.session.write(
                lambda ledger: ledger.organizations.delete(organization_id), self.on_deleted, self.on_failed
            )

    @Slot()
    def _on_show(self) -> None:
        if self.editing:
            self.requested.emit("scope.organization", self.editing)
