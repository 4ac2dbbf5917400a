"""Choosing a kind and naming an organization: fields that search while one types."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFocusEvent
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from db.model.ids import OrganizationId
from db.model.records import EventKind
from db.model.text import fold
from db.model.values import KindGroup
from db.tables.organizations import NameMatch
from desktop.entry.form import Named
from desktop.entry.lookup import Lookup, look_up
from desktop.inspector.pieces.arranging import box
from desktop.inspector.pieces.editors import ComboBox, LineEdit, Suggestions
from desktop.inspector.pieces.fields import EchoField, row
from desktop.inspector.pieces.suggesting import Suggester
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.wording import codes
from desktop.wording.i18n import _

_ID = Qt.ItemDataRole.UserRole
_FLAGS = Qt.ItemDataRole.UserRole - 1  # where an item of Qt keeps what can be done with it; 0: nothing


class KindLine(LineEdit):
    """The line of the kind's combo box."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Says when the typing is over; opening the list is no leaving."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class KindBox(ComboBox):
    """All kinds by group. Typing searches them; what is typed becomes the kind it means when the field is left."""

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = KindLine()
        line.setPlaceholderText(_("Type to search: layoff, hiring…"))
        line.setStyleSheet("QLineEdit, QLineEdit:focus { border: none; padding: 0; background: transparent; }")
        self.setLineEdit(line)
        self._names = QStringListModel(self)
        completer = Suggestions(self._names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated[str].connect(self._on_completed)  # type: ignore[index]
        self.setCompleter(completer)
        self.line = line
        line.left.connect(self.settle)
        self.setMaxVisibleItems(24)
        self._codes: dict[str, str] = {}

    def set_kinds(self, kinds: Mapping[str, EventKind]) -> None:
        """Fills the list; keeps the choice."""
        chosen = self.value()
        blocked = self.blockSignals(True)
        self.clear()
        self._codes = {}
        bold = self.font()
        bold.setBold(True)
        # Qt makes the items itself: one made here, for a model that Qt owns, would be destroyed twice one day.
        for group in KindGroup:
            members = [kind for kind in kinds.values() if kind.group is group]
            if not members:
                continue
            self.addItem(codes.group_name(group))
            self.setItemData(self.count() - 1, bold, Qt.ItemDataRole.FontRole)
            self.setItemData(self.count() - 1, 0, _FLAGS)
            for kind in members:
                name = codes.kind_name(kind)
                self.addItem("   " + name, kind.code)
                self.setItemData(self.count() - 1, name, Qt.ItemDataRole.AccessibleTextRole)
                self._codes.setdefault(name, kind.code)
        self._names.setStringList(list(self._codes))
        self.blockSignals(blocked)
        self.set_value(chosen)

    def value(self) -> str:
        """The code of the chosen kind; empty for none, the text as typed for one that does not exist."""
        typed = plaintext.one_line(self.line.text())
        return self._codes.get(typed, typed)

    def set_value(self, data: str) -> None:
        """Chooses a kind by its code."""
        index = self.findData(data, _ID) if data else -1
        self.setCurrentIndex(index)
        self.line.setText(self.itemText(index).strip() if index >= 0 else data)
        self.line.setCursorPosition(0)

    @Slot(str)
    def _on_completed(self, name: str) -> None:
        self.set_value(self._codes.get(name, name))

    @Slot()
    def settle(self) -> None:
        """Takes what is typed for the kind it means: the same name, else the only or first one that begins so."""
        typed = fold(self.line.text())
        if not typed or plaintext.one_line(self.line.text()) in self._codes:
            return
        names = list(self._codes)
        exact = [name for name in names if fold(name) == typed]
        begins = [name for name in names if fold(name).startswith(typed)]
        holds = [name for name in names if typed in fold(name)]
        found = exact or begins or (holds if len(holds) == 1 else [])
        if found:
            self.set_value(self._codes[found[0]])


class KindField(EchoField):
    """The labeled kind."""

    def __init__(self, theme: Theme) -> None:
        self.box = KindBox()
        super().__init__("kind", codes.field_name("kind"), theme, self.box)
        self.box.activated.connect(self._on_activated)
        self.box.line.textChanged.connect(self.edited)
        self.box.line.entered.connect(self.entered)

    def text(self) -> str:
        """The code."""
        return self.box.value()

    def set_text(self, text: str) -> None:
        """Chooses by code."""
        self.box.set_value(text)

    def forget(self) -> None:
        """Begins the undo history of its line anew."""
        self.box.line.forget()

    def set_label(self, text: str) -> None:
        """Names the field anew."""
        super().set_label(text)
        self.box.line.setAccessibleName(text)

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        self.box.line.setText(self.box.itemText(index).strip())
        self.box.line.setCursorPosition(0)


class OrganizationField(EchoField):
    """A name that is completed from names and aliases, and says whether it would be a new organization.

    A name that is like a known one can be taken for it, added as its alias, or kept as new: always by a press, never
    by itself. ``asked`` carries the id of a known one that is to be shown.
    """

    asked = Signal(object)

    def __init__(self, name: str, label: str, session: Session, theme: Theme) -> None:
        super().__init__(name, label, theme)
        self.session = session
        self._named: Named[OrganizationId] = Named()
        self._lookup: Lookup | None = None
        assert isinstance(self.editor, LineEdit)
        self.line: LineEdit = self.editor
        self.suggester = Suggester(self.line, self)
        self.suggester.picked.connect(self._on_picked)
        self.line.textEdited.connect(self._on_typed)
        self._open = QAction(_("Open Organization"), self)
        plaintext.tooltip(self._open, _("Open Organization"))
        self._open.setVisible(False)
        self._open.triggered.connect(self._on_open)
        self.line.addAction(self._open, LineEdit.ActionPosition.TrailingPosition)
        self.line.textChanged.connect(self._show_open)
        theme.changed.connect(self._dress_open)
        self._dress_open()
        self._offers = QWidget()
        self.use = _offer(_("Use the existing organization"))
        self.use.clicked.connect(self._on_use)
        self.alias = _offer(_("Add as alias"))
        self.alias.clicked.connect(self._on_alias)
        self.keep = _offer(_("Keep as new"))
        self.keep.clicked.connect(self._on_keep)
        offers = box(spacing=0, margins=(16, 0, 0, 0))
        self._offers.setLayout(offers)
        offers.addLayout(row(self.use, None))
        offers.addLayout(row(self.alias, self.keep, None, spacing=4))
        self.body.addWidget(self._offers)
        self._offers.hide()

    def named(self) -> Named[OrganizationId]:
        """What is named: chosen, or as typed."""
        text = self.line.text()
        return self._named if text == self._named.text else Named(text)

    @Slot()
    def _dress_open(self) -> None:
        self._open.setIcon(self.theme.icon("organization", "muted"))

    @Slot()
    def _show_open(self) -> None:
        self._open.setVisible(self.named().id is not None)

    @Slot()
    def _on_open(self) -> None:
        organization_id = self.named().id
        if organization_id is not None:
            self.asked.emit(organization_id)

    def set_named(self, named: Named[OrganizationId]) -> None:
        """Shows an organization."""
        self._named = named
        self.line.setText(named.text)
        self.line.setCursorPosition(0)
        self._show_open()
        self.show_echo(_("“{alias}” is added as an alias").format(alias=named.alias) if named.alias else "")
        self._offers.hide()

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        # What was offered is about the text before; a press now would take that for what is typed.
        self._lookup = None
        self._offers.hide()
        if not text.strip():
            self.show_echo("")
            self.suggester.clear()
            return
        self.session.tasks.read(partial(look_up, text=text), self._on_found, key=f"look up {id(self)}")

    def _on_found(self, found: Lookup) -> None:
        if found.text != self.line.text() or found.text == self._named.text:
            return
        self._lookup = found
        self.suggester.offer([(match.name, _match_text(match), match) for match in found.matches])
        self._tell(found)

    def _tell(self, found: Lookup) -> None:
        near, exact = found.near, found.exact
        self._offers.setVisible(near is not None)
        if exact is not None:
            same = exact.name == exact.matched or fold(exact.name) == fold(found.text)
            self.show_echo("" if same else _("Alias of {name}").format(name=exact.name))
        elif near is not None:
            self.show_echo(_("New organization, similar to {name}").format(name=near.name), "warning")
            use = _("Use {name}").format(name=plaintext.elided(near.name, limit=24))
            self.use.setText(plaintext.mnemonic_safe(use))
            self.use.setAccessibleName(use)
            self.alias.setAccessibleName(_("Add as alias of {name}").format(name=near.name))
            self.keep.setAccessibleName(
                _("Keep “{name}” as a new organization").format(name=" ".join(found.text.split()))
            )
        else:
            self.show_echo(_("New organization"))

    def _take(self, organization_id: OrganizationId, name: str, alias: str = "") -> None:
        self.set_named(Named(name, organization_id, alias))
        self.edited.emit()

    @Slot(object)
    def _on_picked(self, match: NameMatch) -> None:
        self._take(match.id, match.name)

    @Slot()
    def _on_use(self) -> None:
        if self._lookup is not None and self._lookup.near is not None:
            self._take(self._lookup.near.id, self._lookup.near.name)
            self.line.setFocus()

    @Slot()
    def _on_alias(self) -> None:
        if self._lookup is not None and self._lookup.near is not None:
            self._take(self._lookup.near.id, self._lookup.near.name, " ".join(self._lookup.text.split()))
            self.line.setFocus()

    @Slot()
    def _on_keep(self) -> None:
        self.show_echo(_("New organization"))
        self._offers.hide()
        self.line.setFocus()


def _offer(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(text)
    button.setProperty("role", "link")
    return button


def _match_text(match: NameMatch) -> str:
    if match.name == match.matched:
        return match.name
    return _("{name}, also “{alias}”").format(name=match.name, alias=match.matched)


__all__ = ["KindBox", "KindField", "OrganizationField"]
