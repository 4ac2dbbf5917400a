"""The fields of an organization: on the organizations page, and as a dialog from anywhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.errors import LedgerError
from db.ledger import Ledger
from db.model.ids import NO_ORGANIZATION, OrganizationId
from db.model.own_fields import FieldSubject
from db.model.progress import Progress
from db.model.records import Organization
from db.store.operations import ChangeSet
from db.tables.organizations import NameMatch
from desktop.look import plaintext
from desktop.operations.organizations import OrganizationFacts, save_organization
from desktop.session.session import Session
from desktop.widgets.own_fields import OwnFieldRows
from desktop.widgets.page_parts import field_label, muted
from desktop.wording import codes, formatting
from desktop.wording.i18n import _
from desktop.wording.records.own_fields import written

#: So many subsidiaries are named, and so many listed when they are pointed at.
_NAMED, _LISTED = 12, 40


@dataclass(frozen=True, slots=True)
class Details:
    """An organization with what belongs to it, and what it belongs to, by name."""

    organization: Organization
    parent: str = ""
    subsidiaries: tuple[str, ...] = ()
    own: Mapping[int, str] = field(default_factory=dict)  # values of fields of one's own, as they were written


def read_details(ledger: Ledger, organization_id: OrganizationId) -> Details | None:
    """The details of an organization, if there still is one; in the reader's thread."""
    found = ledger.organizations.get(organization_id)
    if found is None:
        return None
    above = ledger.organizations.get(found.parent_id) if found.parent_id else None
    own = ledger.fields.values(FieldSubject.ORGANIZATION, [organization_id]).get(organization_id, {})
    return Details(
        found,
        above.name if above else "",
        tuple(ledger.organizations.subsidiaries(organization_id)),
        {field_id: written(values) for field_id, values in own.items()},
    )


class OrganizationFields(QWidget):
    """Name, what it is part of, aliases, notes, and whether it is the user's own.

    Emits ``edited`` with every change by hand and ``submitted`` on Enter in the name.
    """

    edited = Signal()
    submitted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.organization_id = NO_ORGANIZATION  # 0: a new one
        self.name = QLineEdit(self)
        self.parent_name = QLineEdit(self)
        self.aliases = QPlainTextEdit(self)
        self.notes = QPlainTextEdit(self)
        self.mine = QCheckBox(_("My organization"), self)
        self.mine.setAccessibleName(_("My organization"))
        self.group = muted(parent=self)
        self.group.setAccessibleName(_("Subsidiaries"))
        self.group.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.suggestions = QStringListModel(self)
        completer = QCompleter(self.suggestions, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.parent_name.setCompleter(completer)
        self.parent_name.setPlaceholderText(_("none"))
        self.aliases.setPlaceholderText(_("One per line"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for column, (text, line) in enumerate(((_("Name"), self.name), (_("Part of"), self.parent_name))):
            grid.addWidget(field_label(text, line), 0, column)
            grid.addWidget(line, 1, column)
            grid.setColumnStretch(column, 1)
        for column, (text, box) in enumerate(((_("Aliases"), self.aliases), (_("Notes"), self.notes))):
            box.setTabChangesFocus(True)
            box.setFixedHeight(66)
            grid.addWidget(field_label(text, box), 2, column)
            grid.addWidget(box, 3, column)
        self.own = OwnFieldRows(parent=self)
        grid.addWidget(self.own, 4, 0, 1, 2)
        self._offer()
        self._connect()

    def _connect(self) -> None:
        self.name.textEdited.connect(self.edited)
        self.parent_name.textEdited.connect(self._on_parent_edited)
        self.mine.clicked.connect(self.edited)
        self.aliases.textChanged.connect(self.edited)
        self.notes.textChanged.connect(self.edited)
        self.name.returnPressed.connect(self.submitted)
        self.own.edited.connect(self.edited)
        self._session.opened.connect(self._offer)
        self._session.ledger_changed.connect(self._offer)

    @Slot()
    def _offer(self, _change: object = None) -> None:
        self.own.offer([one for one in self._session.facts.fields if one.subject is FieldSubject.ORGANIZATION])

    def fill(self, details: Details) -> None:
        """Show an organization."""
        organization = details.organization
        self.organization_id = organization.id
        self.name.setText(organization.name)
        self.parent_name.setText(details.parent)
        self.aliases.setPlainText("\n".join(organization.aliases))
        self.notes.setPlainText(organization.notes)
        self.mine.setChecked(organization.mine)
        self.own.fill(details.own)
        self.show_group(details.subsidiaries)

    def show_group(self, names: tuple[str, ...]) -> None:
        """Name what belongs to it."""
        shown = plaintext.one_line(formatting.listing(list(names[:_NAMED])))
        plaintext.set_text(self.group, _("Subsidiaries: {names}").format(names=shown) if names else "")
        plaintext.tooltip(self.group, "\n".join(names[:_LISTED]))

    def facts(self) -> OrganizationFacts:
        """What the fields say now."""
        lines = self.aliases.toPlainText().splitlines()
        return OrganizationFacts(
            organization_id=self.organization_id or None,
            name=self.name.text(),
            parent=self.parent_name.text().strip() or None,
            aliases=tuple(line.strip() for line in lines if line.strip()),
            mine=self.mine.isChecked(),
            notes=plaintext.typed(self.notes).strip(),
            own=self.own.changed(),
        )

    @Slot(str)
    def _on_parent_edited(self, text: str) -> None:
        self.edited.emit()
        self._session.tasks.read(
            lambda ledger, _progress: ledger.organizations.matching(text), self._on_matches, key="organizations.match"
        )

    @Slot(object)
    def _on_matches(self, matches: list[NameMatch]) -> None:
        own = self.organization_id
        self.suggestions.setStringList([plaintext.one_line(match.name) for match in matches if match.id != own])
        if matches and self.parent_name.hasFocus():
            self.parent_name.completer().complete()


class OrganizationDialog(QDialog):
    """Edits one organization; closes once it is saved, else says why not."""

    def __init__(self, session: Session, organization_id: OrganizationId, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(_("Organization"))
        self.setMinimumWidth(560)
        self.fields = OrganizationFields(session)
        self.error = plaintext.label(wrap=True)
        self.error.setProperty("role", "warning")
        self.error.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save = buttons.addButton(_("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.save.setAccessibleName(_("Save"))
        self.save.setEnabled(False)
        buttons.accepted.connect(self._on_save)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(8)
        box.addWidget(self.fields)
        box.addWidget(self.fields.mine)
        box.addWidget(self.fields.group)
        box.addWidget(self.error)
        box.addWidget(buttons)

        def read(ledger: Ledger, _progress: Progress) -> Details | None:
            return read_details(ledger, organization_id)

        session.tasks.read(read, self._on_read, self._on_failed)

    @Slot(object)
    def _on_read(self, details: Details | None) -> None:
        if details is None:
            self.reject()
            return
        self.fields.fill(details)
        self.fields.group.setVisible(bool(details.subsidiaries))
        self.save.setEnabled(self._session.writable)

    @Slot()
    def _on_save(self) -> None:
        self.save.setEnabled(False)
        self._session.write(save_organization(self.fields.facts()), self._on_saved, self._on_failed)

    @Slot(object)
    def _on_saved(self, _change: ChangeSet) -> None:
        self.accept()

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self.save.setEnabled(self._session.writable)
        plaintext.set_text(self.error, codes.error_sentence(error))
        self.error.show()


__all__ = ["Details", "OrganizationDialog", "OrganizationFields", "read_details"]
