"""One field of one's own: its name, its type, and its choices in their order, renamed, merged or removed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.errors import LedgerError
from db.ledger import Ledger
from db.model.own_fields import FieldType, OwnField
from db.model.progress import Progress
from db.store.operations import ChangeSet
from desktop.look import plaintext
from desktop.operations.fields import add_field, edit_field, merge_choices
from desktop.session.session import Session
from desktop.widgets.empty_words import EmptyWords
from desktop.widgets.forms import FieldForm
from desktop.widgets.record_tables import CellDelegate
from desktop.wording import codes, formatting
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import own_fields

_ID, _NAME_LENGTH = Qt.ItemDataRole.UserRole, 120


class FieldDialog(QDialog):
    """Adds a field (id 0) or edits one. Closes when it is written; a refusal is said and everything stays.

    A merge of choices is an operation of its own and written at once, with what else was changed before it.
    """

    def __init__(
        self, session: Session, field: OwnField, *, choices: tuple[str, ...] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._field = session, field
        self._uses: dict[int | None, int] = {}
        self._merging: tuple[int, tuple[int, ...]] | None = None
        self.setWindowTitle(_("Edit Field") if field.id else _("New Field"))
        self.setMinimumWidth(460)
        self.name = QLineEdit(field.name)
        self.name.setMaxLength(_NAME_LENGTH)
        self.name.setPlaceholderText(_("for example Industry"))
        self.name.setAccessibleName(_("Name"))
        self.type = QComboBox()
        self.type.setAccessibleName(_("Type"))
        for type_ in own_fields.TYPES:
            self.type.addItem(own_fields.type_name(type_), type_.value)
        self.type.setCurrentIndex(list(own_fields.TYPES).index(field.type))
        self.type.setEnabled(not field.id)
        self.type.currentIndexChanged.connect(self._enable)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Choices"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setMinimumHeight(190)
        self.list.setItemDelegate(CellDelegate(self.list))
        self.list.setSpacing(4)
        EmptyWords(self.list, _("No choice yet. Type one below."))
        self.list.itemSelectionChanged.connect(self._enable)
        for choice in field.choices:
            self._add(choice.name, choice.id)
        for name in choices:
            self._add(name, 0)
        self.new = QLineEdit()
        self.new.setPlaceholderText(_("New choice, then Enter"))
        self.new.setAccessibleName(_("New choice"))
        self.new.returnPressed.connect(self._on_new)
        self.note = plaintext.label("", wrap=True)
        self.note.setProperty("role", "muted")
        self.error = plaintext.label("", wrap=True)
        self.error.setProperty("role", "warning")
        self.error.hide()
        self._lay_out()
        if field.id:
            field_id = field.id

            def read(ledger: Ledger, _progress: Progress) -> dict[int | None, int]:
                return ledger.fields.uses(field_id)

            session.tasks.read(read, self._on_uses)
        self._enable()
        self.name.setFocus()

    def _lay_out(self) -> None:
        form = FieldForm()
        form.add(_("&Name"), self.name)
        form.add(_("&Type"), self.type)
        self.up, self.down = QPushButton(_("Move &Up")), QPushButton(_("Move &Down"))
        self.rename, self.merge = QPushButton(_("&Rename")), QPushButton(_("&Merge"))
        self.remove = QPushButton(_("Remo&ve"))
        beside = QVBoxLayout()
        beside.setSpacing(8)
        for button, slot in (
            (self.up, self._on_up), (self.down, self._on_down), (self.rename, self._on_rename),
            (self.merge, self._on_merge), (self.remove, self._on_remove),
        ):  # fmt: skip
            button.setAccessibleName(button.text().replace("&", ""))
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            beside.addWidget(button)
        beside.addStretch(1)
        self.choices = QWidget()
        inner = QHBoxLayout(self.choices)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        left.addWidget(self.new)
        inner.addLayout(left, 1)
        inner.addLayout(beside)
        form.add(_("Choices"), self.choices)
        self._form = form
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save = buttons.addButton(_("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.save.setAccessibleName(_("Save"))
        buttons.accepted.connect(self._on_save)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(16)
        box.addLayout(form, 1)
        box.addWidget(self.note)
        box.addWidget(self.error)
        box.addWidget(buttons)

    def _add(self, name: str, choice_id: int) -> None:
        item = QListWidgetItem(plaintext.one_line(name))
        item.setData(_ID, choice_id)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        self.list.addItem(item)

    def _rows(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    @Slot()
    def _enable(self, _what: object = None) -> None:
        chosen = self.list.selectedItems()
        choices = self.type.currentData() == FieldType.CHOICE.value
        self._form.setRowVisible(self.choices, choices)
        rows = [self.list.row(item) for item in chosen]
        self.up.setEnabled(len(rows) == 1 and rows[0] > 0)
        self.down.setEnabled(len(rows) == 1 and rows[0] < self.list.count() - 1)
        self.rename.setEnabled(len(rows) == 1)
        self.remove.setEnabled(bool(rows))
        self.merge.setEnabled(len(rows) > 1 and all(item.data(_ID) for item in chosen))
        kept = {item.data(_ID) for item in self._rows()}
        lost = sum(count for choice_id, count in self._uses.items() if choice_id and choice_id not in kept)
        text = ngettext(
            "{n} value is taken away with the choices that are gone; merge them to keep it.",
            "{n} values are taken away with the choices that are gone; merge them to keep them.",
            lost,
        )
        plaintext.set_text(self.note, text.format(n=formatting.number(lost)) if lost else "")
        self.note.setVisible(bool(lost))

    @Slot(object)
    def _on_uses(self, uses: dict[int | None, int]) -> None:
        self._uses = uses
        for item in self._rows():
            count = uses.get(item.data(_ID), 0)
            text = ngettext("{n} value", "{n} values", count).format(n=formatting.number(count))
            item.setToolTip(plaintext.tooltip_text(text))
        self._enable()

    @Slot()
    def _on_new(self) -> None:
        if self.new.text().strip():
            self._add(self.new.text(), 0)
            self.new.clear()
            self._enable()

    @Slot()
    def _on_up(self) -> None:
        self._move(-1)

    @Slot()
    def _on_down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        row = self.list.currentRow()
        item = self.list.takeItem(row)
        self.list.insertItem(row + step, item)
        self.list.setCurrentItem(item)

    @Slot()
    def _on_rename(self) -> None:
        self.list.editItem(self.list.currentItem())

    @Slot()
    def _on_remove(self) -> None:
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
        self._enable()

    @Slot()
    def _on_merge(self) -> None:
        """The first of the chosen ones stays; what was renamed or moved before is written with it."""
        rows = sorted(self.list.row(item) for item in self.list.selectedItems())
        ids = tuple(self.list.item(row).data(_ID) for row in rows)
        self._merging = ids[0], ids[1:]
        self._write()

    @Slot()
    def _on_save(self) -> None:
        self._merging = None
        self._write()

    def _write(self) -> None:
        self._on_new()
        named = [(item.data(_ID) or None, item.text()) for item in self._rows()]
        if self._field.id:
            work = edit_field(self._field.id, self.name.text(), named)
        else:
            type_ = FieldType(self.type.currentData())
            texts = [text for _id, text in named] if type_ is FieldType.CHOICE else []
            work = add_field(self.name.text(), self._field.subject, type_, texts)
        self.save.setEnabled(False)
        self._session.write(work, self._on_written, self._on_failed)

    @Slot(object)
    def _on_written(self, _change: ChangeSet) -> None:
        if self._merging is None:
            self.accept()
            return
        kept, others = self._merging
        self._session.write(merge_choices(kept, others), self._on_merged, self._on_failed)

    @Slot(object)
    def _on_merged(self, _change: ChangeSet) -> None:
        assert self._merging is not None
        gone = set(self._merging[1])
        for item in self._rows():
            if item.data(_ID) in gone:
                self.list.takeItem(self.list.row(item))
        self._merging = None
        self.save.setEnabled(True)
        self._session.tasks.read(lambda ledger, _progress: ledger.fields.uses(self._field.id), self._on_uses)

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self.save.setEnabled(True)
        plaintext.set_text(self.error, codes.error_sentence(error))
        self.error.show()


__all__ = ["FieldDialog"]
