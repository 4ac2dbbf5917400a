"""Editing the selected events at once: what is filled in becomes so in all of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from db.curation.edit_events import EventEdit
from db.errors import LedgerError
from db.model.ids import EventId
from db.model.own_fields import FieldSubject
from db.model.values import STATUS_ORDER, Status
from db.store.operations import ChangeSet
from desktop.look import plaintext
from desktop.operations.events import edit_events
from desktop.session.session import Session
from desktop.widgets.own_fields import OwnFieldRows
from desktop.widgets.page_parts import field_label
from desktop.wording import codes, formatting
from desktop.wording.i18n import _, ngettext


class EditEventsDialog(QDialog):
    """Writes when Change is pressed; closes once that is done, else says why not."""

    def __init__(self, session: Session, event_ids: Sequence[EventId], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._ids = session, tuple(event_ids)
        self.setWindowTitle(_("Edit Events"))
        self.setMinimumWidth(520)
        count = len(self._ids)
        text = ngettext("Change {n} event", "Change {n} events", count).format(n=formatting.number(count))
        title = plaintext.label(text)
        title.setProperty("role", "subheading")
        hint = plaintext.label(_("What is left empty stays as it is in each of them. Undo takes it back."), wrap=True)
        hint.setProperty("role", "muted")
        self.status = QComboBox()
        self.status.addItem(_("as it is"), "")
        for status in STATUS_ORDER:
            self.status.addItem(codes.status_name(status), status.value)
        self.organization, self.added, self.removed = QLineEdit(), QLineEdit(), QLineEdit()
        self.organization.setPlaceholderText(_("as it is"))
        for line in (self.added, self.removed):
            line.setPlaceholderText(_("separated by commas"))
        self.own = OwnFieldRows(parent=self)
        self.own.offer([field for field in session.facts.fields if field.subject is FieldSubject.EVENT])
        for line in self.own.lines.values():
            line.setPlaceholderText(_("as it is"))
        self.error = plaintext.label("", wrap=True)
        self.error.setProperty("role", "warning")
        self.error.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        entries = (
            (_("Status of their claims"), self.status), (_("Organization"), self.organization),
            (_("Add tags"), self.added), (_("Remove tags"), self.removed),
        )  # fmt: skip
        for place, (name, widget) in enumerate(entries):
            both = QVBoxLayout()
            both.setSpacing(4)
            both.addWidget(field_label(name, widget))
            both.addWidget(widget)
            row, column = divmod(place, 2)
            grid.addLayout(both, row, column)
            grid.setColumnStretch(column, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.change = buttons.addButton(_("Change"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.change.setAccessibleName(_("Change"))
        buttons.accepted.connect(self._on_change)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(16)
        for part in (title, hint):
            box.addWidget(part)
        box.addLayout(grid)
        box.addWidget(self.own)
        box.addWidget(self.error)
        box.addWidget(buttons)
        self.status.currentIndexChanged.connect(self._enable)
        for line in (self.organization, self.added, self.removed, *self.own.lines.values()):
            line.textChanged.connect(self._enable)
        self._enable()

    def edit(self) -> EventEdit:
        """What is filled in."""
        status = self.status.currentData()
        return EventEdit(
            status=Status(status) if status else None,
            add_tags=self.added.text(),
            remove_tags=self.removed.text(),
            organization=self.organization.text(),
            fields=self.own.texts(),
        )

    @Slot()
    def _enable(self, _what: object = None) -> None:
        self.change.setEnabled(self._session.writable and self.edit() != EventEdit())

    @Slot()
    def _on_change(self) -> None:
        self.change.setEnabled(False)
        self._session.write(edit_events(self._ids, self.edit()), self._on_written, self._on_failed)

    @Slot(object)
    def _on_written(self, _change: ChangeSet) -> None:
        self.accept()

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self._enable()
        plaintext.set_text(self.error, codes.error_sentence(error))
        self.error.show()


__all__ = ["EditEventsDialog"]
