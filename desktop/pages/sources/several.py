"""What the sources page says and offers below its table when several sources are selected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.store.operations import ChangeSet
from db.tables.sources import SourceRow
from desktop.dialogs.records.source import MergeDialog, OriginDialog, source_label
from desktop.look import plaintext
from desktop.operations.sources import merge_sources, set_origin
from desktop.session.session import Session
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext

#: More sources than these are counted, not named.
_NAMED = 4
#: So many cannot be chosen among in a dialog.
_MERGED = 100


class SeveralSources(QWidget):
    """Gives several sources one origin, or none, or makes them one. ``merged`` names the source that stayed."""

    merged = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.rows: Sequence[SourceRow] = ()
        self.dialog: OriginDialog | MergeDialog | None = None
        self.heading = plaintext.label("")
        self.heading.setProperty("role", "subheading")
        self.names = plaintext.label("", wrap=True)
        self.origin = plaintext.label("", wrap=True)
        self.hint = plaintext.label(
            _("Papers that copy one story, for example of an agency, have one origin and count as one source."),
            wrap=True,
        )
        self.hint.setProperty("role", "muted")
        self.origin_button = QPushButton(_("Same Origin…"))
        self.clear_button = QPushButton(_("Clear Origin"))
        self.merge_button = QPushButton(_("Merge…"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        for button, slot in (
            (self.merge_button, self._on_merge), (self.clear_button, self._on_clear),
            (self.origin_button, self._on_origin),
        ):  # fmt: skip
            button.setAccessibleName(button.text().removesuffix("…"))
            button.clicked.connect(slot)
            buttons.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        for label in (self.heading, self.names, self.origin, self.hint):
            box.addWidget(label)
        box.addStretch()
        box.addLayout(buttons)
        session.writable_changed.connect(self._enable)

    def show_rows(self, rows: Sequence[SourceRow]) -> None:
        """Speak of these."""
        self.rows = tuple(rows)
        count = len(self.rows)
        text = ngettext("{n} source selected", "{n} sources selected", count).format(n=formatting.number(count))
        plaintext.set_text(self.heading, text)
        named = [source_label(row.source, limit=110) for row in self.rows[:_NAMED]]
        if count > _NAMED:
            rest = count - _NAMED
            named.append(ngettext("{n} more", "{n} more", rest).format(n=formatting.number(rest)))
        plaintext.set_text(self.names, "\n".join(named))
        plaintext.set_text(self.origin, _origin_text([row.source.origin for row in self.rows]))
        self._enable()

    @Slot()
    def _enable(self) -> None:
        writable = self._session.writable and len(self.rows) > 1
        self.origin_button.setEnabled(writable)
        self.clear_button.setEnabled(writable and any(row.source.origin for row in self.rows))
        self.merge_button.setEnabled(writable and len(self.rows) <= _MERGED)

    # Slots.

    @Slot()
    def _on_origin(self) -> None:
        self.dialog = dialog = OriginDialog([row.source for row in self.rows], self)
        dialog.finished.connect(self._on_origin_answered)
        dialog.open()

    @Slot(int)
    def _on_origin_answered(self, result: int) -> None:
        dialog = self._answered()
        if result and isinstance(dialog, OriginDialog):
            self._set(dialog.origin)

    @Slot()
    def _on_clear(self) -> None:
        self._set("")

    def _set(self, origin: str) -> None:
        ids = [row.source.id for row in self.rows]
        self._session.write(set_origin(ids, origin))

    @Slot()
    def _on_merge(self) -> None:
        self.dialog = dialog = MergeDialog(self.rows, self)
        dialog.finished.connect(self._on_merge_answered)
        dialog.open()

    @Slot(int)
    def _on_merge_answered(self, result: int) -> None:
        dialog = self._answered()
        if result and isinstance(dialog, MergeDialog):
            keep, ids = dialog.keep, [row.source.id for row in self.rows]
            self._keep = keep
            self._session.write(merge_sources(keep, ids), self._on_merged)

    @Slot(object)
    def _on_merged(self, _change: ChangeSet) -> None:
        self.merged.emit(self._keep)

    def _answered(self) -> OriginDialog | MergeDialog | None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
        return dialog


def _origin_text(origins: Sequence[str]) -> str:
    different = {origin for origin in origins if origin}
    if not different:
        return _("No origin is set: each counts as a source of its own.")
    if len(different) == 1 and all(origins):
        return _("Origin of all: {origin}").format(origin=plaintext.elided(next(iter(different)), limit=80))
    shown = formatting.listing([plaintext.elided(one, limit=40) for one in sorted(different)[:3]])
    return _("Origins differ: {origins}").format(origins=shown)
