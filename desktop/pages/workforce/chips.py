"""What narrows the scope, each with a cross that lifts it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from db.model.ids import OrganizationId
from db.model.scope import Scope
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.widgets.page_parts import muted
from desktop.wording import codes, formatting
from desktop.wording.i18n import _, ngettext


class ScopeChips(QWidget):
    """Hidden where nothing narrows the scope. Status and as-known-on stay with the scope bar."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._names: Mapping[OrganizationId, str] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.chips: list[QToolButton] = []
        self._label: QLabel = muted(_("Only"), self)
        self._row.addWidget(self._label)
        self._row.addStretch(1)
        theme.changed.connect(self._on_theme)
        self.hide()

    def show_scope(self, names: Mapping[OrganizationId, str]) -> None:
        """Show what narrows the scope of the session."""
        self._names = names
        for chip in self.chips:
            self._row.removeWidget(chip)
            chip.deleteLater()
        self.chips = []
        scope = self._session.scope
        for what, words, changes in self._narrowing(scope):
            chip = QToolButton(self)
            chip.setProperty("role", "narrowed")
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            chip.setIconSize(QSize(14, 14))
            chip.setIcon(self._theme.icon("close", "muted"))
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            chip.setText(plaintext.mnemonic_safe(plaintext.elided(words, limit=40)))
            chip.setAccessibleName(_("Clear {field}: {value}").format(field=what, value=words))
            plaintext.tooltip(chip, _("Clear {field}: {value}").format(field=what, value=words))
            chip.clicked.connect(partial(self._lift, changes))
            self._row.insertWidget(self._row.count() - 1, chip)
            self.chips.append(chip)
        self.setVisible(bool(self.chips))

    def _narrowing(self, scope: Scope) -> list[tuple[str, str, dict[str, Any]]]:
        found: list[tuple[str, str, dict[str, Any]]] = []
        if scope.first is not None or scope.last is not None:
            found.append((_("Period"), formatting.period(scope.first, scope.last), {"first": None, "last": None}))
        count = len(scope.organization_ids)
        if count:
            several = ngettext("{n} organization", "{n} organizations", count).format(n=formatting.number(count))
            name = self._names.get(scope.organization_ids[0], "") if count == 1 else ""
            found.append((_("Organization"), name or several, {"organization_ids": ()}))
        if scope.kinds:
            known = self._session.facts.kinds
            names = formatting.listing([codes.kind_name(known.get(code, code)) for code in scope.kinds])
            found.append((_("Kind"), names, {"kinds": ()}))
        fields = {field.id: field.name for field in self._session.facts.fields}
        for one in scope.fields:
            rest = tuple(other for other in scope.fields if other is not one)
            found.append((_("Field"), fields.get(one.field_id, _("field")), {"fields": rest}))
        if scope.text:
            found.append((_("Search"), f"“{scope.text}”", {"text": ""}))
        return found

    def _lift(self, changes: dict[str, Any], _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        self._session.change_scope(**changes)

    @Slot()
    def _on_theme(self) -> None:
        for chip in self.chips:
            chip.setIcon(self._theme.icon("close", "muted"))
