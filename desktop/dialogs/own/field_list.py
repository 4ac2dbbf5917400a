"""The fields of one's own of organizations and events: made, named, ordered, deleted; each is written at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)  # fmt: skip

from db.ledger import Ledger
from db.model.own_fields import FieldSubject, FieldType, OwnField
from db.model.progress import Progress
from db.store.operations import ChangeSet
from desktop.dialogs.own.field_editor import FieldDialog
from desktop.dialogs.own.list_dialog import ListDialog
from desktop.look import plaintext
from desktop.operations.fields import delete_field, reorder_fields
from desktop.session.session import Session
from desktop.widgets import notify
from desktop.widgets.fitting import resize_within
from desktop.widgets.trees import add_group, dress_tree
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import own_fields

_FIELD = Qt.ItemDataRole.UserRole


class FieldsDialog(ListDialog):
    """Lists the fields by what they are kept on. Follows changes made elsewhere."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._uses: Mapping[int, int] = {}
        self._items: dict[int, QTreeWidgetItem] = {}
        self.setWindowTitle(_("Fields"))
        resize_within(self, 760, 480)
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName(_("Fields of your own"))
        self.tree.setHeaderLabels([_("Name"), _("Type"), _("Choices"), _("Values")])
        dress_tree(self.tree, growing=2)
        self._lay_out()
        self.tree.currentItemChanged.connect(self._enable)
        self.tree.itemDoubleClicked.connect(self._on_edit)
        session.ledger_changed.connect(self._on_ledger_changed)
        session.writable_changed.connect(self._enable)
        self._fill()
        self._read()

    def _lay_out(self) -> None:
        intro = _(
            "What you want to know of organizations or events beyond what Headwater knows: a column in their "
            "tables, an entry in their forms, a filter, and a target for imports."
        )
        self.new_button = QPushButton(_("&New"))
        self.new_button.setMenu(self._new_menu())
        self.edit_button = QPushButton(_("&Edit…"))
        self.up_button = QPushButton(_("Move &Up"))
        self.down_button = QPushButton(_("Move &Down"))
        self.delete_button = QPushButton(_("De&lete…"))
        self.delete_button.setProperty("role", "danger")
        self.close_button = QPushButton(_("&Close"))
        self.arrange(intro, self.tree, (
            (self.new_button, None), (self.edit_button, self._on_edit), (self.up_button, self._on_up),
            (self.down_button, self._on_down), (self.delete_button, self._on_delete), (self.close_button, self.reject),
        ))  # fmt: skip

    def _new_menu(self) -> QMenu:
        """A field of either subject, and what is suggested for organizations."""
        menu = QMenu(self)
        menu.addAction(_("Field of Organizations…"), lambda: self.make(FieldSubject.ORGANIZATION))
        menu.addAction(_("Field of Events…"), lambda: self.make(FieldSubject.EVENT))
        menu.addSection(_("Suggested for organizations"))
        for place, (name, type_, _choices) in enumerate(own_fields.SUGGESTED):
            text = _("{name} ({type})").format(name=_(name), type=own_fields.type_name(type_))
            menu.addAction(text, partial(self.suggest, place))
        return menu

    # The list.

    def current(self) -> OwnField | None:
        """The chosen field."""
        item = self.tree.currentItem()
        wanted = item.data(0, _FIELD) if item is not None else None
        return next((field for field in self._session.facts.fields if field.id == wanted), None)

    def choose(self, field_id: int) -> None:
        """Choose a field."""
        item = self._items.get(field_id)
        if item is not None:
            self.tree.setCurrentItem(item)

    def _read(self) -> None:
        self._session.tasks.read(_uses, self._on_uses, self._session.failed.emit, key="fields.uses")

    @Slot(object)
    def _on_uses(self, uses: Mapping[int, int]) -> None:
        self._uses = uses
        self._fill()

    def _fill(self) -> None:
        chosen, fields = self.current(), self._session.facts.fields
        kept = next((field.id for field in fields if field.name == self._wanted), chosen.id if chosen else 0)
        self._wanted = ""
        self.tree.clear()
        self._items.clear()
        for subject in FieldSubject:
            own = [field for field in fields if field.subject is subject]
            top = add_group(self.tree, [own_fields.subject_name(subject)])
            if not own:
                empty = QTreeWidgetItem([_("No field yet")])
                empty.setFlags(Qt.ItemFlag.NoItemFlags)
                top.addChild(empty)
                empty.setFirstColumnSpanned(True)
            for field in own:
                names = ", ".join(choice.name for choice in field.choices[:12])
                texts = (field.name, own_fields.type_name(field.type), names)
                item = QTreeWidgetItem([plaintext.one_line(text) for text in texts])
                item.setText(3, formatting.number(self._uses.get(field.id, 0)))
                item.setTextAlignment(3, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setData(0, _FIELD, field.id)
                top.addChild(item)
                self._items[field.id] = item
        self.choose(kept or next(iter(self._items), 0))
        self._enable()

    @Slot()
    def _enable(self, _now: object = None, _before: object = None) -> None:
        field, writable = self.current(), self._session.writable
        self.new_button.setEnabled(writable)
        for button in (self.edit_button, self.delete_button):
            button.setEnabled(writable and field is not None)
        for button, step in ((self.up_button, -1), (self.down_button, 1)):
            button.setEnabled(writable and self._moved(step) is not None)
        self.say("")

    # What is done.

    def make(self, subject: FieldSubject) -> None:
        """A new field, to be named."""
        self._edit(OwnField(id=0, name="", subject=subject, type=FieldType.CHOICE))

    def suggest(self, place: int) -> None:
        """A field as it is suggested, to be looked at before it is made."""
        name, type_, choices = own_fields.SUGGESTED[place]
        self._edit(OwnField(id=0, name=_(name), subject=FieldSubject.ORGANIZATION, type=type_), choices)

    def _edit(self, field: OwnField, choices: tuple[str, ...] = ()) -> None:
        self.open_editor(FieldDialog(self._session, field, choices=choices, parent=self))

    @Slot()
    def _on_edit(self, _item: object = None, _column: int = 0) -> None:
        field = self.current()
        if field is not None and self._session.writable:
            self._edit(field)

    @Slot()
    def _on_delete(self) -> None:
        field = self.current()
        if field is None:
            return
        uses = self._uses.get(field.id, 0)
        text = _("Delete the field “{name}”?").format(name=plaintext.elided(field.name, limit=60))
        gone = ngettext("{n} value goes with it.", "{n} values go with it.", uses).format(n=formatting.number(uses))
        details = f"{gone} {_('Undo brings it back.')}"
        if notify.ask(self, title=_("Delete"), text=text, details=details, yes=_("Delete"), danger=True):
            self._session.write(delete_field(field.id), None, self._on_failed)

    def _moved(self, step: int) -> list[int] | None:
        """The fields of the chosen one's subject with it one place up or down; None: it cannot go there."""
        field = self.current()
        if field is None:
            return None
        ids = [one.id for one in self._session.facts.fields if one.subject is field.subject]
        place = ids.index(field.id)
        if not 0 <= place + step < len(ids):
            return None
        ids[place], ids[place + step] = ids[place + step], ids[place]
        return ids

    @Slot()
    def _on_up(self) -> None:
        self._move(-1)

    @Slot()
    def _on_down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        ids = self._moved(step)
        if ids is not None:
            self._session.write(reorder_fields(ids), None, self._on_failed)

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:
        if change.touches("fields", "field_choices"):
            if change.code in {"field.added", "field.edited"} and change.kind == "do":
                self._wanted = str(change.detail.get("name", ""))
            self._fill()
        if change.touches("fields", "field_values"):
            self._read()


def _uses(ledger: Ledger, _progress: Progress) -> dict[int, int]:
    return {field.id: sum(ledger.fields.uses(field.id).values()) for field in ledger.fields.all()}
