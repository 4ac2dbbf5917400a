"""Erasing a person: whom, where the name is, which copies hold it too, and a confirmation that has to be typed."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.model.text import fold
from desktop.look import plaintext
from desktop.operations.ledger import erase_person
from desktop.session.session import Session
from desktop.widgets.fitting import Scrolled, resize_within
from desktop.widgets.forms import FieldForm, name_label
from desktop.widgets.page_parts import muted
from desktop.widgets.record_tables import dress
from desktop.wording import codes, formatting
from desktop.wording.changes import steps
from desktop.wording.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from db.curation.erase_person import Copy, Place
    from db.errors import LedgerError
    from db.ledger import Ledger
    from db.model.progress import Progress
    from db.store.operations import ChangeSet

_LOOK_MS = 250
_COPIES_SEEN = 4

#: Where a name can be: table and column -> what a reader calls it. Derived texts are called as what they come from.
PLACES: Mapping[str, str] = {
    "events.person": N_("Persons of events"),
    "events.role": N_("Roles"),
    "events.place": N_("Places"),
    "events.unit": N_("Units"),
    "events.reason": N_("Reasons"),
    "events.notes": N_("Notes of events"),
    "events.tags": N_("Tags"),
    "events.words": N_("Figures and dates as written"),
    "events.percent_of": N_("Figures and dates as written"),
    "claims.words": N_("Figures and dates as written"),
    "claims.percent_of": N_("Figures and dates as written"),
    "claims.wording": N_("Quotes"),
    "claims.reason": N_("Reasons for corrections"),
    "preferences.reason": N_("Reasons for decisions"),
    "accepted_findings.note": N_("Notes on accepted findings"),
    "sources.publisher": N_("Publishers"),
    "sources.title": N_("Titles of sources"),
    "sources.url": N_("Web addresses"),
    "sources.origin": N_("Origins of sources"),
    "sources.notes": N_("Notes of sources"),
    "sources.words": N_("Figures and dates as written"),
    "organizations.name": N_("Names of organizations"),
    "organizations.notes": N_("Notes of organizations"),
    "aliases.name": N_("Aliases of organizations"),
    "relationships.category": N_("Categories of relationships"),
    "relationships.reference": N_("References of relationships"),
    "relationships.notes": N_("Notes of relationships"),
    "event_kinds.name": N_("Kinds of events"),
    "event_kinds.code": N_("Kinds of events"),
    "imports.file_name": N_("Names and headers of imported files"),
    "imports.header": N_("Names and headers of imported files"),
    "imports.mapping": N_("Names and headers of imported files"),
    "data_sets.name": N_("Names and headers of imported files"),
    "data_sets.mapping": N_("Names and headers of imported files"),
    "claims.external_id": N_("Numbers of claims in their source"),
    "import_rows.reason": N_("Rows of imported files"),
    "import_rows.cells": N_("Rows of imported files"),
    "operations.detail": N_("History of changes"),
    "operations.actor": N_("Names in the history"),
    "settings.value": N_("Settings of the ledger"),
    "fields.name": N_("Fields of your own"),
    "field_choices.name": N_("Fields of your own"),
    "field_values.words": N_("Fields of your own"),
    "saved_views.name": N_("Saved views"),
    "saved_views.content": N_("Saved views"),
}


class ErasePersonDialog(QDialog):
    """Looks for the name while it is typed; erases when it was typed a second time and Erase is pressed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._found: tuple[Place, ...] = ()
        self._looked: tuple[str, ...] = ()  # what the places shown were looked up for
        self._done = False
        self._before = session.facts.last_operation  # backups of later states do not hold what is erased
        self.setWindowTitle(_("Erase a Person"))
        resize_within(self, 680, 640)
        self._look_later = QTimer(self)
        self._look_later.setSingleShot(True)
        self._look_later.setInterval(_LOOK_MS)
        self._look_later.timeout.connect(self._look)
        self._lay_out()
        self._connect()
        self._read_copies()
        self._look()

    # Layout.

    def _lay_out(self) -> None:
        intro = plaintext.label(
            _(
                "Takes a name out of every text of this ledger, also out of its history and the rows of imported "
                "files. Figures and events stay. This cannot be undone."
            ),
            wrap=True,
        )
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(intro)
        self._form = QWidget()
        self._form.setLayout(self._make_form())
        box.addWidget(self._form)
        self.summary = plaintext.label(wrap=True)
        self.summary.setProperty("role", "subheading")
        box.addWidget(self.summary)
        box.addWidget(self._make_table(), 1)
        self.copies = plaintext.label(wrap=True, selectable=True)
        self.copies.setAccessibleName(_("Copies of this ledger"))
        self.elsewhere = muted(
            _("Copies elsewhere, exports, prints and the files you imported are not known here; the name stays there."),
            wrap=True,
        )
        box.addWidget(self.copies)
        box.addWidget(self.elsewhere)
        last = FieldForm()
        self.again = QLineEdit()
        self.again.setAccessibleName(_("Type the name again to erase it"))
        self._again_label = name_label(_("&Type the name again to erase it"), self.again)
        last.addRow(self._again_label, self.again)
        box.addLayout(last)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.erase = self.buttons.addButton(_("Erase"), QDialogButtonBox.ButtonRole.ActionRole)
        self.erase.setAccessibleName(_("Erase"))
        self.erase.setProperty("role", "danger")
        for button in self.buttons.buttons():  # Enter in a field neither erases nor closes
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
                button.setDefault(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.setSpacing(16)
        outer.addWidget(Scrolled(inside, whole=True), 1)
        outer.addWidget(self.buttons)

    def _make_form(self) -> FieldForm:
        form = FieldForm()
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Name"))
        self.name.setPlaceholderText(_("First and last name"))
        self.spellings = QPlainTextEdit()
        self.spellings.setAccessibleName(_("Other spellings"))
        self.spellings.setPlaceholderText(_("One per line: Muster, Erika · E. Muster · Muster"))
        self.spellings.setTabChangesFocus(True)
        self.spellings.setFixedHeight(64)
        self.instead = QLineEdit()
        self.instead.setAccessibleName(_("Replace with"))
        self.instead.setPlaceholderText(_("nothing"))
        form.add(_("&Name"), self.name)
        form.add(_("&Other spellings"), self.spellings)
        form.add(_("&Replace with"), self.instead)
        return form

    def _make_table(self) -> QTableWidget:
        self.table = QTableWidget(0, 4)
        self.table.setAccessibleName(_("Where the name is"))
        self.table.setHorizontalHeaderLabels([_("Where"), _("Now"), _("In history"), _("For example")])
        dress(self.table)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            self.table.setColumnWidth(column, max(76, header.sectionSizeHint(column)))
            item = self.table.horizontalHeaderItem(column)
            if item is not None:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.table.setMinimumHeight(120)
        return self.table

    def _connect(self) -> None:
        self.name.textChanged.connect(self._on_typed)
        self.spellings.textChanged.connect(self._on_typed)
        self.instead.textChanged.connect(self._refresh)
        self.again.textChanged.connect(self._refresh)
        self.erase.clicked.connect(self._on_erase)
        self.buttons.rejected.connect(self.reject)
        self._session.writable_changed.connect(self._refresh)

    # What is looked for.

    @property
    def wanted(self) -> tuple[str, ...]:
        """The name and its other spellings."""
        lines = (self.name.text(), *self.spellings.toPlainText().splitlines())
        return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))

    @Slot()
    def _on_typed(self) -> None:
        self._look_later.start()
        self._refresh()

    @Slot()
    def _look(self) -> None:
        self._look_later.stop()
        wanted = self.wanted
        if self._done:
            return
        if not self.name.text().strip():
            self._show((), ())
            return
        self._session.tasks.read(partial(_preview, wanted=wanted), self._on_found, self._on_unfit, key="erase.preview")

    @Slot(object)
    def _on_found(self, found: tuple[tuple[str, ...], tuple[Place, ...]]) -> None:
        if found[0] == self.wanted and not self._done:
            self._show(*found)

    @Slot(object)
    def _on_unfit(self, error: LedgerError) -> None:
        self._show((), ())
        plaintext.set_text(self.summary, codes.error_sentence(error))

    def _show(self, wanted: tuple[str, ...], found: tuple[Place, ...]) -> None:
        self._looked, self._found = wanted, found
        rows = _rows(found)
        self.table.setRowCount(len(rows))
        for place, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(plaintext.one_line(text))
                item.setToolTip(plaintext.tooltip_text(text))
                if column in (1, 2):
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(place, column, item)
        if wanted:
            count = sum(place.now + place.before for place in found)
            plaintext.set_text(self.summary, _found_text(count))
        else:
            plaintext.set_text(self.summary, _("Type the name, and here you see where it is."))
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        name = fold(self.name.text())
        self.erase.setEnabled(
            self._session.writable
            and not self._done
            and bool(self._found)
            and self._looked == self.wanted
            and fold(self.again.text()) == name
        )

    # Copies.

    def _read_copies(self) -> None:
        work = partial(_copies, root=self._session.backups.root, before=self._before)
        self._session.tasks.read(work, self._on_copies, key="erase.copies")

    @Slot(object)
    def _on_copies(self, found: Sequence[Copy]) -> None:
        if not found:
            plaintext.set_text(self.copies, _("There is no copy of this ledger in its folder, and no backup."))
            return
        title = ngettext(
            "{n} copy of this ledger keeps the name. Delete it yourself if it is to go:",
            "{n} copies of this ledger keep the name. Delete them yourself if they are to go:",
            len(found),
        ).format(n=formatting.number(len(found)))
        lines: list[str] = []
        for folder, copies in groupby(found[:_COPIES_SEEN], lambda copy: copy.path.parent):  # a name by itself can wrap
            lines.append(plaintext.one_line(f"{folder}{os.sep}"))
            lines += [
                _("{file} · {moment}").format(
                    file=plaintext.one_line(copy.path.name), moment=formatting.moment(copy.modified)
                )
                for copy in copies
            ]
        if len(found) > _COPIES_SEEN:
            lines.append(_("and {n} more").format(n=formatting.number(len(found) - _COPIES_SEEN)))
        plaintext.set_text(self.copies, "\n".join((title, *lines)))
        plaintext.tooltip(self.copies, "\n".join(str(copy.path) for copy in found))

    # Erasing.

    @Slot()
    def _on_erase(self) -> None:
        wanted, instead = self.wanted, self.instead.text().strip()
        self._done = True
        self._refresh()
        plaintext.set_text(self.summary, _("Erasing…"))
        for widget in (self.name, self.spellings, self.instead, self.again):
            widget.setEnabled(False)
        self._session.write_watched(erase_person(wanted, replacement=instead), self._on_erased, self._on_failed)

    @Slot(object)
    def _on_erased(self, change: ChangeSet) -> None:
        from db.reading.spellings import Spellings

        if Spellings(self.wanted).found(self._session.scope.text):
            self._session.change_scope(text="")
        plaintext.set_text(self.summary, steps.change_sentence(change))
        for widget in (self._form, self.table, self.erase, self.again, self._again_label):
            widget.hide()
        cancel = self.buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setText(_("Close"))
        cancel.setAccessibleName(_("Close"))
        cancel.setDefault(True)
        cancel.setFocus()
        layout = self.layout()
        if layout is not None:
            layout.activate()
            resize_within(self, self.width(), self.sizeHint().height())
        self._read_copies()

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self._done = False
        for widget in (self.name, self.spellings, self.instead, self.again):
            widget.setEnabled(True)
        plaintext.set_text(self.summary, codes.error_sentence(error))
        self._refresh()


def _found_text(count: int) -> str:
    if not count:
        return _("The name is nowhere in this ledger.")
    return ngettext("Found in {n} text:", "Found in {n} texts:", count).format(n=formatting.number(count))


def _rows(found: Sequence[Place]) -> list[tuple[str, str, str, str]]:
    """What the table shows: places of the same name together."""
    sums: dict[str, tuple[int, int, str]] = {}
    for place in found:
        name = _(PLACES[place.code]) if place.code in PLACES else _("Other texts")
        now, before, example = sums.get(name, (0, 0, ""))
        sums[name] = (now + place.now, before + place.before, example or next(iter(place.examples), ""))
    return [
        (name, formatting.number(now) if now else "", formatting.number(before) if before else "", example)
        for name, (now, before, example) in sums.items()
    ]


def _preview(
    ledger: Ledger, progress: Progress, *, wanted: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[Place, ...]]:
    return wanted, ledger.erasing.preview(wanted, progress)


def _copies(ledger: Ledger, _progress: Progress, *, root: Path | None, before: int) -> Sequence[Copy]:
    """Copies of the ledger beside it, and backups of its state up to an operation; the latest first."""
    from db.curation.erase_person import Copy

    backups = [one for one in ledger.backups(root) if one.operation <= before] if root is not None else []
    found = [*ledger.erasing.copies(), *(Copy(one.path, one.made.astimezone(), one.size) for one in backups)]
    return sorted(found, key=lambda copy: copy.modified, reverse=True)


__all__ = ["PLACES", "ErasePersonDialog"]
