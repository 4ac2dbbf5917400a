"""The event kinds of the ledger: built-in ones to look at and to start from, and one's own to make and change."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import (
    QPushButton,
    QTreeView,
    QWidget,
)  # fmt: skip

from db.ledger import Ledger
from db.model.progress import Progress
from db.model.records import EventKind
from db.model.values import KindGroup, Population
from db.store.operations import ChangeSet
from desktop.dialogs.own.kind_editor import KindDialog
from desktop.dialogs.own.kind_table import COLORS, KindList, KindRow, code_of, copy_name, taken_names
from desktop.dialogs.own.list_dialog import ListDialog
from desktop.look.symbols import Symbols
from desktop.look.theme import Theme
from desktop.operations.ledger import delete_kind
from desktop.session.session import Session
from desktop.widgets.fitting import resize_within
from desktop.widgets.trees import dress_columns, dress_tree
from desktop.wording.i18n import _


class KindsDialog(ListDialog):
    """Lists the kinds; each change is written at once and can be undone. Follows changes made elsewhere."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._theme = theme
        self.setWindowTitle(_("Event Kinds"))
        resize_within(self, 820, 600)
        self.list = KindList(Symbols(theme, self), self)
        self.view = QTreeView()
        self.view.setAccessibleName(_("Event kinds"))
        self.view.setModel(self.list)
        dress_tree(self.view)
        self._lay_out()
        self.view.doubleClicked.connect(self._on_double_click)
        session.ledger_changed.connect(self._on_ledger_changed)
        session.writable_changed.connect(self._enable)
        theme.changed.connect(self._fill)
        self._uses: dict[str, int] = {}
        self._fill()
        self.choose(next(iter(session.facts.kinds), ""))
        self._read()

    def _lay_out(self) -> None:
        intro = _("Built-in kinds stay as they are. Duplicate one to start from it, or make a kind of your own.")
        self.new_button = QPushButton(_("&New…"))
        self.duplicate_button = QPushButton(_("D&uplicate…"))
        self.edit_button = QPushButton(_("&Edit…"))
        self.delete_button = QPushButton(_("&Delete"))
        self.delete_button.setProperty("role", "danger")
        self.close_button = QPushButton(_("&Close"))
        self.arrange(intro, self.view, (
            (self.new_button, self._on_new), (self.duplicate_button, self._on_duplicate),
            (self.edit_button, self._on_edit), (self.delete_button, self._on_delete), (self.close_button, self.reject),
        ))  # fmt: skip

    # The list.

    def current(self) -> KindRow | None:
        """The chosen kind."""
        index = self.view.currentIndex()
        return self.list.rows.get(code_of(self.list.itemFromIndex(index))) if index.isValid() else None

    def choose(self, code: str) -> None:
        """Choose a kind by its code."""
        item = self.list.place_of(code)
        if item is not None:
            self.view.setCurrentIndex(item.index())
            self.view.scrollTo(item.index())

    def _read(self) -> None:
        self._session.tasks.read(_uses, self._on_uses, self._session.failed.emit, key="kinds.uses")

    @Slot(object)
    def _on_uses(self, uses: dict[str, int]) -> None:
        self._uses = uses
        self._fill()

    @Slot()
    def _fill(self) -> None:
        chosen = self.current()
        code = self._wanted or (chosen.kind.code if chosen is not None else "")
        self._wanted = ""
        self.list.fill(self._session.facts.kinds, self._uses)
        self.view.expandAll()
        for row in range(self.list.rowCount()):
            self.view.setFirstColumnSpanned(row, QModelIndex(), True)
        dress_columns(self.view)  # they are new, too
        # The list is new, and with it what is chosen.
        self.view.selectionModel().currentChanged.connect(self._enable, Qt.ConnectionType.UniqueConnection)
        self.choose(code)
        self._enable()

    @Slot()
    def _enable(self) -> None:
        row, writable = self.current(), self._session.writable
        own = row is not None and not row.kind.built_in
        self.new_button.setEnabled(writable)
        self.duplicate_button.setEnabled(writable and row is not None)
        self.edit_button.setEnabled(writable and own)
        self.delete_button.setEnabled(writable and own)
        self.say("")  # what was said was of another kind

    # What is done.

    def _edit(self, kind: EventKind, uses: int = 0) -> None:
        editor = KindDialog(self._session, self._theme, kind, uses=uses, parent=self)
        self.open_editor(editor)
        editor.name.setFocus()
        editor.name.selectAll()

    @Slot()
    def _on_new(self) -> None:
        row = self.current()
        group = row.kind.group if row is not None else KindGroup.WORKFORCE
        workforce = group is KindGroup.WORKFORCE
        self._edit(
            EventKind(
                code="", group=group, population=Population.EMPLOYEES, sign=-1 if workforce else 0,
                color=next(iter(COLORS)), built_in=False,
            )
        )  # fmt: skip

    @Slot()
    def _on_duplicate(self) -> None:
        row = self.current()
        if row is not None:
            name = copy_name(row.kind, taken_names(self._session.facts.kinds))
            self._edit(replace(row.kind, code="", name=name, built_in=False, id=0))

    @Slot()
    def _on_edit(self) -> None:
        row = self.current()
        if row is not None and not row.kind.built_in:
            self._edit(row.kind, row.uses)

    @Slot()
    def _on_delete(self) -> None:
        row = self.current()
        if row is not None:
            self._session.write(delete_kind(row.kind.code), None, self._on_failed)

    @Slot(QModelIndex)
    def _on_double_click(self, _index: QModelIndex) -> None:
        row = self.current()
        if row is None or not self._session.writable:
            return
        if row.kind.built_in:
            self.say(_("Built-in kinds stay as they are. Duplicate this one to start from it."))
        else:
            self._edit(row.kind, row.uses)

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:
        if change.touches("event_kinds"):
            if change.code in {"kind.added", "kind.edited"} and change.kind == "do":
                named = {kind.name: code for code, kind in self._session.facts.kinds.items()}
                self._wanted = named.get(str(change.detail.get("name", "")), "")
            self._fill()
        if change.touches("events", "event_kinds"):
            self._read()


def _uses(ledger: Ledger, _progress: Progress) -> dict[str, int]:
    return ledger.kinds.uses()
