"""What is kept on the organization itself: aliases, what it is part of, subsidiaries, fields of one's own, notes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.pages.organization.part import Part
from desktop.pages.organization.reading import Known, Named
from desktop.session.bus import Bus
from desktop.session.requests import EditOrganization, OpenOrganization
from desktop.widgets.page_parts import muted
from desktop.widgets.request_button import RequestButton
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext
from desktop.wording.records.own_fields import not_stated

#: Subsidiaries named; of more their number is told.
_NAMED = 12
#: Texts stand where those of links do, which have room of their own.
_BESIDE = 8, 3, 0, 0


class Facts(Part):
    """Names and values beside each other; organizations lead to their own page."""

    def __init__(self, theme: Theme, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(theme, bus, _("Facts"), link=_("Edit…"), parent=parent)
        self.link.setAccessibleName(_("Edit the organization"))
        self._table: QWidget | None = None

    def show_known(self, known: Known) -> None:
        """Show what is known."""
        organization = known.organization
        if organization is None:
            return
        self.lead(EditOrganization(organization.id))
        if self._table is not None:
            self._table.hide()
            self._table.deleteLater()
        self._table = QWidget(self)
        self.body.addWidget(self._table)
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(8, 4, 8, 8)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        if known.parent is not None:
            self._add(_("Part of"), self._names([known.parent], 0), down=7)
        if known.children:
            shown = known.children[:_NAMED]
            self._add(_("Subsidiaries"), self._names(shown, len(known.children) - len(shown)), down=7)
        if organization.aliases:
            self._add(_("Aliases"), self._text(formatting.listing(list(organization.aliases))))
        for name, value in known.fields:
            self._add(plaintext.one_line(name), self._text(value) if value else self._absent())
        if organization.notes:
            self._add(_("Notes"), self._text(organization.notes))
        if not self._grid.count():
            self.say(_("No alias, parent, field or note is recorded. Edit… adds them."))
        else:
            self.say("")

    def _add(self, name: str, value: QWidget, *, down: int = 3) -> None:
        row = self._grid.rowCount()
        top = Qt.AlignmentFlag.AlignTop
        label = muted(name, self._table)
        label.setContentsMargins(0, down, 0, 0)
        self._grid.addWidget(label, row, 0, top)
        self._grid.addWidget(value, row, 1, top)
        value.setAccessibleName(name)

    def _text(self, text: str) -> QWidget:
        made = plaintext.label(text, parent=self._table, wrap=True, selectable=True)
        made.setContentsMargins(*_BESIDE)
        return made

    def _absent(self) -> QWidget:
        made = muted(not_stated(), self._table)
        made.setContentsMargins(*_BESIDE)
        return made

    def _names(self, names: Sequence[Named], left: int) -> QWidget:
        made = QWidget(self._table)
        rows = QVBoxLayout(made)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for organization_id, name in names:
            shown = plaintext.elided(name, limit=40)
            button = RequestButton(plaintext.mnemonic_safe(shown), OpenOrganization(organization_id), self._bus, made)
            button.setAccessibleName(shown)
            button.setProperty("role", "link")
            button.setFixedHeight(max(24, button.fontMetrics().height() + 6))
            plaintext.tooltip(button, name)
            rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if left:
            more = ngettext("and {n} more", "and {n} more", left).format(n=formatting.number(left))
            rows.addWidget(muted(more, made))
        return made
