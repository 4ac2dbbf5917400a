"""Which values of fields of one's own the scope takes: a button with a menu, one part of it for each field."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from db.ledger import Ledger
from db.model.own_fields import FieldType, OwnField
from db.model.progress import Progress
from db.model.scope import FieldFilter
from db.store.operations import ChangeSet
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.widgets.staying_menu import StayingMenu
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import own_fields

#: So many values of a field that has no choices are offered.
_OFFERED = 60
Offer = tuple[str, FieldFilter]


class FieldFilterButton(QToolButton):
    """There only where the ledger has fields of one's own. The menu stays open while values are ticked."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._values: Mapping[int, tuple[Offer, ...]] = {}
        self.setAccessibleName(_("Fields filtered"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._menu = StayingMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        session.opened.connect(self._read)
        session.ledger_changed.connect(self._on_ledger_changed)
        session.scope_changed.connect(self._show)
        theme.changed.connect(self._show)
        self._read()

    @Slot()
    def _read(self) -> None:
        self._show()
        if self._session.is_open and self._session.facts.fields:
            self._session.tasks.read(_offers, self._on_read, key="fields.offers")

    @Slot(object)
    def _on_read(self, values: Mapping[int, tuple[Offer, ...]]) -> None:
        self._values = values

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:
        if change.touches("fields", "field_choices", "field_values"):
            self._read()

    @Slot()
    def _show(self, _what: object = None) -> None:
        fields, asked = self._session.facts.fields, self._session.scope.fields
        self.setVisible(bool(fields or asked))
        names = [field.name for field in fields if any(one.field_id == field.id for one in asked)]
        if not asked:
            text = _("All values")
        elif len(names) == 1:
            text = names[0]
        else:
            text = ngettext("{n} field", "{n} fields", len(asked)).format(n=formatting.number(len(asked)))
        self.setText(plaintext.mnemonic_safe(plaintext.elided(text, limit=24)))
        self.setIcon(self._theme.icon("filter", "accent" if asked else "text"))
        plaintext.tooltip(self, filter_text(fields, asked) or _("Show only what has some values of your own fields"))

    @Slot()
    def _fill(self) -> None:
        self._menu.clear()
        everything = self._menu.addAction(_("All Values"))
        everything.triggered.connect(self._on_all)
        self._menu.addSeparator()
        for field in self._session.facts.fields:
            part = StayingMenu(self._menu)
            part.setTitle(plaintext.mnemonic_safe(plaintext.elided(field.name, limit=40)))
            for text, one in (*self._values.get(field.id, ()), *_always(field)):
                action = QAction(plaintext.mnemonic_safe(plaintext.elided(text, limit=60)), part)
                action.setCheckable(True)
                action.setChecked(_asks(self._session.scope.fields, one))
                action.setData(one)
                part.addAction(action)
            part.triggered.connect(self._on_ticked)
            self._menu.addMenu(part)

    @Slot()
    def _on_all(self) -> None:
        self._session.change_scope(fields=())

    @Slot(QAction)
    def _on_ticked(self, action: QAction) -> None:
        one = action.data()
        assert isinstance(one, FieldFilter)
        others = tuple(asked for asked in self._session.scope.fields if asked.field_id != one.field_id)
        before = next((asked for asked in self._session.scope.fields if asked.field_id == one.field_id), None)
        merged = _toggled(before or FieldFilter(field_id=one.field_id), one)
        empty = not (merged.values or merged.not_stated or merged.differing)
        self._session.change_scope(fields=others if empty else (*others, merged))


def _always(field: OwnField) -> tuple[Offer, ...]:
    return (
        (own_fields.not_stated(), FieldFilter(field_id=field.id, not_stated=True)),
        (_("values differ"), FieldFilter(field_id=field.id, differing=True)),
    )


def _asks(asked: tuple[FieldFilter, ...], one: FieldFilter) -> bool:
    return any(
        each.field_id == one.field_id
        and set(one.values) <= set(each.values)
        and each.not_stated >= one.not_stated
        and each.differing >= one.differing
        for each in asked
    )


def _toggled(before: FieldFilter, one: FieldFilter) -> FieldFilter:
    gone = bool(one.values) and set(one.values) <= set(before.values)
    kept = tuple(value for value in before.values if value not in one.values)
    return FieldFilter(
        field_id=one.field_id,
        values=kept if gone else (*kept, *one.values),
        not_stated=before.not_stated != one.not_stated,
        differing=before.differing != one.differing,
    )


def filter_text(fields: tuple[OwnField, ...], asked: tuple[FieldFilter, ...]) -> str:
    """What a scope asks of fields, a line each: "Industry: Retail or not stated"."""
    lines = []
    for one in asked:
        field = next((each for each in fields if each.id == one.field_id), None)
        if field is not None:
            lines.append(_("{field}: {value}").format(field=field.name, value=own_fields.asked_text(field, one)))
    return "\n".join(lines)


def _offers(ledger: Ledger, _progress: Progress) -> dict[int, tuple[Offer, ...]]:
    found: dict[int, tuple[Offer, ...]] = {}
    for field in ledger.fields.all():
        if field.type is FieldType.CHOICE:
            found[field.id] = tuple(
                (choice.name, FieldFilter(field_id=field.id, values=(choice.id,))) for choice in field.choices
            )
        else:
            labels = ledger.fields.labels(field)[:_OFFERED]
            found[field.id] = tuple((label, ledger.fields.filter_of(field, label)) for label in labels)
    return found


__all__ = ["FieldFilterButton", "filter_text"]
