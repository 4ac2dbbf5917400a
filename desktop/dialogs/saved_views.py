"""The views saved in the ledger: to be shown, named anew and deleted; and what is shown now, to be saved."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.model.saved_views import SavedView
from db.store.operations import ChangeSet
from desktop.look import plaintext
from desktop.operations.saved_views import delete_view, rename_view, save_view
from desktop.session.session import Session
from desktop.widgets.empty_words import EmptyWords
from desktop.widgets.fitting import resize_within
from desktop.widgets.page_parts import field_label
from desktop.widgets.record_tables import CellDelegate
from desktop.wording import codes
from desktop.wording.i18n import _

_VIEW = Qt.ItemDataRole.UserRole


class SavedViewsDialog(QDialog):
    """Each change is written at once and can be undone. Emits ``chosen`` with a view to be shown, and closes."""

    chosen = Signal(object)

    def __init__(self, session: Session, content: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._content = session, content
        self.setWindowTitle(_("Saved Views"))
        resize_within(self, 520, 420)
        intro = plaintext.label(
            _("A view is what is shown: organizations, period, status, filters, the page and its columns."), wrap=True
        )
        intro.setProperty("role", "muted")
        self.list = QListWidget()
        self.list.setAccessibleName(_("Saved views"))
        self.list.setItemDelegate(CellDelegate(self.list))
        self.list.setSpacing(4)
        EmptyWords(self.list, _("No view is saved yet"))
        self.list.currentItemChanged.connect(self._enable)
        self.list.itemActivated.connect(self._on_show)
        self.list.itemChanged.connect(self._on_renamed)
        self.name = QLineEdit()
        self.name.setMaxLength(120)
        self.name.setPlaceholderText(_("for example Layoffs by industry"))
        self.name.setAccessibleName(_("Name of the view"))
        self.name.textChanged.connect(self._enable)
        self.name.returnPressed.connect(self._on_save)
        self.error = plaintext.label("", wrap=True)
        self.error.setProperty("role", "warning")
        self.error.hide()
        self.save_button = QPushButton(_("&Save"))
        self.show_button, self.rename_button = QPushButton(_("S&how")), QPushButton(_("&Rename"))
        self.delete_button, self.close_button = QPushButton(_("&Delete")), QPushButton(_("Close"))
        self.save_button.setProperty("role", "primary")
        self.delete_button.setProperty("role", "danger")
        saving, row = QHBoxLayout(), QHBoxLayout()
        saving.setSpacing(8)
        row.setSpacing(8)
        saving.addWidget(self.name, 1)
        saving.addWidget(self.save_button)
        for button, slot in (
            (self.save_button, self._on_save), (self.show_button, self._on_show), (self.rename_button, self._on_rename),
            (self.delete_button, self._on_delete), (self.close_button, self.reject),
        ):  # fmt: skip
            button.setAccessibleName(button.text().replace("&", ""))
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            if button is self.close_button:
                row.addStretch(1)
            if button is not self.save_button:
                row.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(8)
        box.addWidget(intro)
        box.addWidget(field_label(_("Save what is shown now as"), self.name))
        box.addLayout(saving)
        box.addWidget(self.list, 1)
        box.addWidget(self.error)
        box.addLayout(row)
        session.ledger_changed.connect(self._on_ledger_changed)
        session.writable_changed.connect(self._enable)
        self._fill()
        self.name.setFocus()

    def current(self) -> SavedView | None:
        """The chosen view."""
        item = self.list.currentItem()
        wanted = item.data(_VIEW) if item is not None else None
        return next((view for view in self._session.facts.views if view.id == wanted), None)

    def _fill(self) -> None:
        chosen = self.current()
        self.list.blockSignals(True)
        self.list.clear()
        for view in self._session.facts.views:
            item = QListWidgetItem(plaintext.one_line(view.name))
            item.setData(_VIEW, view.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addItem(item)
            if chosen is not None and chosen.id == view.id:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self._enable()

    @Slot()
    def _enable(self, _now: object = None, _before: object = None) -> None:
        writable, view = self._session.writable, self.current()
        self.save_button.setEnabled(writable and bool(self.name.text().strip()))
        self.show_button.setEnabled(view is not None)
        self.rename_button.setEnabled(writable and view is not None)
        self.delete_button.setEnabled(writable and view is not None)

    @Slot()
    def _on_save(self) -> None:
        if self.save_button.isEnabled():
            self._session.write(save_view(self.name.text(), self._content), self._on_saved, self._on_failed)

    @Slot(object)
    def _on_saved(self, _change: ChangeSet) -> None:
        self.name.clear()
        self.error.hide()

    @Slot()
    def _on_show(self, _item: object = None) -> None:
        view = self.current()
        if view is not None:
            self.chosen.emit(view)
            self.accept()

    @Slot()
    def _on_rename(self) -> None:
        self.list.editItem(self.list.currentItem())

    @Slot(QListWidgetItem)
    def _on_renamed(self, item: QListWidgetItem) -> None:
        self._session.write(rename_view(item.data(_VIEW), item.text()), self._on_saved, self._on_failed)

    @Slot()
    def _on_delete(self) -> None:
        view = self.current()
        if view is not None:
            self._session.write(delete_view(view.id), self._on_saved, self._on_failed)

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        plaintext.set_text(self.error, codes.error_sentence(error))
        self.error.show()
        self._fill()

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:
        if change.touches("saved_views"):
            self._fill()


__all__ = ["SavedViewsDialog"]
