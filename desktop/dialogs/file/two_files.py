"""The ledger in the window beside the one in its file: how many records each has, and the steps that only one has."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from db.history.two_files import Side, TwoFiles
from db.model.records import EventKind
from desktop.look import plaintext
from desktop.widgets.fitting import resize_within
from desktop.widgets.trees import add_group, dress_tree
from desktop.wording import formatting
from desktop.wording.changes import two_files
from desktop.wording.changes.details import when_text
from desktop.wording.changes.steps import operation_sentence
from desktop.wording.i18n import _


class TwoFilesDialog(QDialog):
    """What was compared, to be read."""

    def __init__(self, found: TwoFiles, kinds: Mapping[str, EventKind], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds = kinds
        self.setWindowTitle(_("Compare"))
        resize_within(self, 640, 520)
        self.verdict = plaintext.label(two_files.verdict(found), wrap=True, selectable=True)
        self.list = QTreeWidget()
        self.list.setAccessibleName(_("Compare"))
        self.list.setHeaderLabels([_("Records and steps"), _("Here"), _("In the file")])
        for column in (1, 2):
            self.list.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        dress_tree(self.list)
        records = add_group(self.list, [_("Records")])
        for what, name in two_files.RECORDS.items():
            counts = (found.mine.records[what], found.theirs.records[what])
            line = QTreeWidgetItem(records, [_(name), *map(formatting.number, counts)])
            for column in (1, 2):
                line.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._steps(_("Only here"), found.mine, 1)
        self._steps(_("Only in the file"), found.theirs, 2)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(self.verdict)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)

    def _steps(self, title: str, side: Side, column: int) -> None:
        if not side.own:
            return
        group = add_group(self.list, [" – ".join(filter(None, (title, two_files.done_by(side))))])
        for one in side.steps:
            said = operation_sentence(one.code, one.detail, one.kind, kinds=self._kinds)
            line = QTreeWidgetItem(group, [plaintext.one_line(said), "", ""])
            line.setText(column, when_text(one))
        if side.own > len(side.steps):
            more = _("… and {n} earlier").format(n=formatting.number(side.own - len(side.steps)))
            QTreeWidgetItem(group, [more])
