"""Merging organizations: which one to keep, and what moves to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.curation.merge_organizations import MergeEffect, organizations_effect
from db.errors import LedgerError
from db.ledger import Ledger
from db.model.ids import OrganizationId
from db.model.progress import Progress
from db.store.operations import ChangeSet
from db.tables.organizations import OrganizationRow
from desktop.look import plaintext
from desktop.look.theme import set_role
from desktop.operations.organizations import merge_organizations
from desktop.session.session import Session
from desktop.widgets.page_parts import muted
from desktop.wording import codes, formatting
from desktop.wording.i18n import _, ngettext

_ROWS_SEEN = 6
_NAMED = 4


class MergeOrganizationsDialog(QDialog):
    """Merges when Merge is pressed; closes once that is done, else says why not."""

    def __init__(self, session: Session, rows: Sequence[OrganizationRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows = {row.id: row for row in rows}
        self.setWindowTitle(_("Merge Organizations"))
        self.setMinimumWidth(560)
        self.choices = QButtonGroup(self)
        self.choices.idClicked.connect(self._on_chosen)
        title = plaintext.label(_("Which name is the one to keep?"))
        title.setProperty("role", "subheading")
        self.effect = plaintext.label(wrap=True)
        self.effect.setMinimumHeight(self.effect.fontMetrics().lineSpacing() * 5)
        self.effect.setAlignment(Qt.AlignmentFlag.AlignTop)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.merge = buttons.addButton(_("Merge"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.merge.setAccessibleName(_("Merge"))
        self.merge.setEnabled(False)
        buttons.accepted.connect(self._on_merge)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(8)
        box.addWidget(title)
        box.addWidget(self._make_list(rows))
        box.addSpacing(4)
        box.addWidget(self.effect)
        box.addWidget(buttons)
        best = max(rows, key=lambda row: (row.mine, row.events + row.vendors + row.clients, -row.id))
        chosen = self.choices.button(best.id)
        chosen.setChecked(True)
        chosen.setFocus()
        self._read_effect()

    def _make_list(self, rows: Sequence[OrganizationRow]) -> QWidget:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for place, row in enumerate(rows):
            button = QRadioButton(plaintext.mnemonic_safe(plaintext.elided(row.name, limit=48)))
            button.setAccessibleName(_("Keep {name}").format(name=row.name))
            plaintext.tooltip(button, row.name)
            self.choices.addButton(button, row.id)
            grid.addWidget(button, place, 0)
            grid.addWidget(muted(_known(row)), place, 1)
        grid.setRowStretch(len(rows), 1)
        area = QScrollArea()
        area.setAccessibleName(_("Which one stays?"))
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its choices have the keyboard, and it follows them
        area.setWidget(inside)
        area.setProperty("role", "plain")
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        height = inside.sizeHint().height()
        area.setFixedHeight(min(height, round(height / len(rows) * _ROWS_SEEN)) + 2)
        return area

    @property
    def kept(self) -> OrganizationId:
        """The organization that is to stay."""
        return OrganizationId(self.choices.checkedId())

    @property
    def others(self) -> tuple[OrganizationId, ...]:
        """Those that become it."""
        return tuple(one for one in self._rows if one != self.kept)

    def _read_effect(self) -> None:
        kept, others = self.kept, self.others

        def read(ledger: Ledger, _progress: Progress) -> tuple[OrganizationId, MergeEffect]:
            return kept, organizations_effect(ledger, kept, others)

        self._session.tasks.read(read, self._on_effect, self._on_failed, key="merge.effect")

    @Slot(int)
    def _on_chosen(self, _organization_id: OrganizationId) -> None:
        self._read_effect()

    @Slot(object)
    def _on_effect(self, found: tuple[OrganizationId, MergeEffect]) -> None:
        kept, effect = found
        if kept != self.kept:
            return
        self.merge.setEnabled(not effect.opposed)
        set_role(self.effect, "warning" if effect.opposed else "")
        plaintext.set_text(self.effect, effect_text(effect, self._rows[kept].name))
        self._fit()

    def _fit(self) -> None:
        """As high as the words need, never lower than it was."""
        layout = self.layout()
        if layout is not None:
            self.effect.setMinimumHeight(max(self.effect.minimumHeight(), self.effect.heightForWidth(524)))
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    @Slot()
    def _on_merge(self) -> None:
        kept, others = self.kept, self.others
        self.merge.setEnabled(False)
        self._session.write(merge_organizations(kept, others), self._on_merged, self._on_failed)

    @Slot(object)
    def _on_merged(self, _change: ChangeSet) -> None:
        self.accept()

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        set_role(self.effect, "warning")
        plaintext.set_text(self.effect, codes.error_sentence(error))
        self._fit()


def _known(row: OrganizationRow) -> str:
    """How much is known of one: "9 events · 3 clients"."""
    parts = [_("my organization")] if row.mine else []
    if row.events:
        parts.append(_events(row.events))
    if row.vendors:
        n = formatting.number(row.vendors)
        parts.append(ngettext("{n} vendor", "{n} vendors", row.vendors).format(n=n))
    if row.clients:
        n = formatting.number(row.clients)
        parts.append(ngettext("{n} client", "{n} clients", row.clients).format(n=n))
    return " · ".join(parts) or _("not used")


def _events(count: int) -> str:
    return ngettext("{n} event", "{n} events", count).format(n=formatting.number(count))


def _moves(effect: MergeEffect) -> list[str]:
    """What moves, each with its number."""
    moves = [_events(effect.events)] if effect.events else []
    if effect.relationships:
        n = formatting.number(effect.relationships)
        moves.append(ngettext("{n} relationship", "{n} relationships", effect.relationships).format(n=n))
    if effect.subsidiaries:
        n = formatting.number(effect.subsidiaries)
        moves.append(ngettext("{n} subsidiary", "{n} subsidiaries", effect.subsidiaries).format(n=n))
    return moves


def effect_text(effect: MergeEffect, name: str) -> str:
    """What a merge does, in some sentences; or why it cannot be."""
    if effect.opposed:
        return codes.problem_sentence("organization.merge_opposed", {"count": effect.opposed})
    moves = _moves(effect)
    sentences = []
    if moves:
        sentences.append(_("Moves to {name}: {things}.").format(name=name, things=formatting.listing(moves)))
    if effect.aliases:
        shown = [_("“{name}”").format(name=plaintext.elided(alias, limit=32)) for alias in effect.aliases[:_NAMED]]
        if len(effect.aliases) > len(shown):
            shown.append(_("{n} more").format(n=formatting.number(len(effect.aliases) - len(shown))))
        sentences.append(_("Stays findable as alias: {names}.").format(names=formatting.listing(shown)))
    sentences.append(_("Relationships that become the same are joined. Undo separates everything again."))
    return "\n".join(sentences)


__all__ = ["MergeOrganizationsDialog", "effect_text"]
