"""Going back to a backup: which there are, what would come back and what would go.

A ledger that is damaged cannot be compared: the backup takes its place, and the damaged file is kept.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from desktop.look import plaintext
from desktop.session.session import Session
from desktop.widgets.fitting import resize_within
from desktop.widgets.page_parts import muted
from desktop.widgets.text_tables import Row, RowsModel, RowsView
from desktop.wording import backups as words
from desktop.wording.codes import error_sentence
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from db.backups.restoring import RestorePreview
    from db.backups.shelf import Backup
    from db.errors import LedgerError
    from db.ledger import Ledger
    from db.model.progress import Progress

_NUMERIC = (2, 3, 4, 5)
_EFFECT_ROWS = 4


class RestoreDialog(QDialog):
    """Lists the backups of the open ledger, the newest first and chosen; or of ``damaged``, which cannot be opened.

    Asks for nothing more: ``restore_chosen`` and ``save_chosen`` name the backup, ``put_back_chosen`` also the ledger
    in whose place it is to come, and whoever opened the dialog acts.
    """

    restore_chosen = Signal(object)
    put_back_chosen = Signal(object, object)
    save_chosen = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None, *, damaged: Path | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._damaged = damaged
        self._backups: list[Backup] = []
        self.setWindowTitle(_("Restore from Backup"))
        resize_within(self, 880, 580)
        headers = (_("Made"), _("Occasion"), _("Events"), _("Claims"), _("Organizations"), _("On disk"))
        self.table = RowsView(_("Backups"), RowsModel(headers, numeric=_NUMERIC), self)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        effects = ("", _("Now"), _("In the backup"), _("Come back"), _("Differ"), _("Go"))
        self.effect = RowsView(_("What would change"), RowsModel(effects, numeric=range(1, 6)), self)
        self.effect.setSelectionMode(RowsView.SelectionMode.NoSelection)
        head = self.effect.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        line = self.effect.verticalHeader().defaultSectionSize()
        self.effect.setFixedHeight(line * _EFFECT_ROWS + head.sizeHint().height() + 4)
        self.sentence = plaintext.label(wrap=True)
        self.sentence.setAccessibleName(_("What would change"))
        self.empty = muted(
            _(
                "There is no backup of this ledger yet. One is made soon after it is opened, and then at the latest "
                "ten minutes after a change."
            ),
            wrap=True,
        )
        self._lay_out()
        self._read()

    def _lay_out(self) -> None:
        self._title = title = plaintext.label(_("What would change"))
        title.setProperty("role", "subheading")
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(self.table, 1)
        rows.addWidget(title)
        rows.addWidget(self.effect)
        rows.addWidget(self.sentence)
        self._stack = QStackedWidget()
        blank = QWidget()
        lines = QVBoxLayout(blank)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self.empty)
        lines.addStretch()
        self._stack.addWidget(inside)
        self._stack.addWidget(blank)
        place = str(self._session.backups.root or "")
        kept = _("Kept in {folder}: at most 1 GB for each ledger, the newest three always.")
        self.place = muted(kept.format(folder=place), wrap=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.save = buttons.addButton(_("Save as New Ledger…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.restore = buttons.addButton(_("Restore"), QDialogButtonBox.ButtonRole.AcceptRole)
        for button in (self.save, self.restore):
            button.setAccessibleName(button.text())
            button.setEnabled(False)
        self.save.clicked.connect(self._on_save)
        self.restore.clicked.connect(self._on_restore)
        self.restore.setDefault(True)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(16)
        box.addWidget(self._stack, 1)
        box.addWidget(self.place)
        box.addWidget(buttons)

    @property
    def chosen(self) -> Backup | None:
        """The backup of the row that is chosen."""
        row = self.table.currentIndex().row()
        return self._backups[row] if 0 <= row < len(self._backups) else None

    # Reading.

    def _read(self) -> None:
        root, tasks = self._session.backups.root, self._session.tasks
        if self._damaged is not None:
            self._title.hide()
            self.effect.hide()
        if root is None:
            self._on_read([])
        elif self._damaged is not None:
            tasks.aside(partial(_left, root=root, path=self._damaged), self._on_read, self._on_failed)
        else:
            tasks.read(partial(_listed, root=root), self._on_read, self._on_failed, key="backups")

    @Slot(object)
    def _on_read(self, backups: list[Backup]) -> None:
        self._backups = backups
        self.table.show_rows([Row(words.row(one)) for one in backups])
        self._stack.setCurrentIndex(0 if backups else 1)
        if backups:
            self.table.selectRow(0)
            self.table.setFocus()

    @Slot(QModelIndex, QModelIndex)
    def _on_row(self, _now: QModelIndex, _before: QModelIndex) -> None:
        backup = self.chosen
        self.save.setEnabled(backup is not None)
        self.restore.setEnabled(backup is not None and self._damaged is not None)
        if self._damaged is not None:
            self.sentence.setText(words.place_sentence(self._damaged))
        elif backup is not None:
            work = partial(_preview, backup=backup)
            self._session.tasks.read(work, self._on_preview, self._on_failed, key="backup preview")

    @Slot(object)
    def _on_preview(self, preview: RestorePreview) -> None:
        self.effect.show_rows([Row(cells) for cells in words.effect_rows(preview)])
        self.sentence.setText(words.effect_sentence(preview))
        self.restore.setEnabled(bool(preview.differences) and self._session.writable)

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        if error.code == "ledger.damaged" and self._damaged is None:
            self._damaged = self._session.path
            self._read()
            return
        self.effect.show_rows([])
        self.sentence.setText(error_sentence(error))

    # Acting.

    @Slot()
    def _on_restore(self) -> None:
        backup = self.chosen
        if backup is not None:
            self.accept()
            if self._damaged is None:
                self.restore_chosen.emit(backup)
            else:
                self.put_back_chosen.emit(backup, self._damaged)

    @Slot()
    def _on_save(self) -> None:
        backup = self.chosen
        if backup is not None:
            self.accept()
            self.save_chosen.emit(backup)


def _left(_progress: Progress, *, root: Path, path: Path) -> list[Backup]:
    from db.backups.shelf import everywhere

    return everywhere(root, path)


def _listed(ledger: Ledger, _progress: Progress, *, root: Path) -> list[Backup]:
    return ledger.backups(root)


def _preview(ledger: Ledger, _progress: Progress, *, backup: Backup) -> RestorePreview:
    return ledger.restore_preview(backup)
