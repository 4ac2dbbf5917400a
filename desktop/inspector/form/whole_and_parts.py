"""A whole and its parts in the form: the list with its sum, and the links there and back."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFrame, QVBoxLayout, QWidget

from db.analysis.parts import parts_total
from db.model.ids import EventId
from db.model.records import EventKind
from db.model.values import Quantity
from desktop.entry.form import Stored
from desktop.inspector.pieces.arranging import box
from desktop.inspector.pieces.blocks import Link
from desktop.inspector.pieces.fields import Field
from desktop.look import plaintext
from desktop.look.theme import set_role
from desktop.wording import codes, formatting
from desktop.wording.i18n import _
from desktop.wording.records.event_line import short_line


class PartsList(QFrame):
    """The parts of the shown event. ``opened`` carries the id of an event to go to."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.sum = plaintext.label(wrap=True)
        self.sum.setMinimumWidth(1)
        set_role(self.sum, "subheading")
        self._links = QButtonGroup(self)
        self._links.idClicked.connect(self._on_link)
        self._list: QVBoxLayout = box(spacing=0)
        self.complete = Field("parts_complete", codes.field_name("parts_complete"), QCheckBox())
        layout = box(spacing=4, margins=(16, 8, 8, 8))
        layout.addWidget(self.sum)
        layout.addLayout(self._list)
        layout.addWidget(self.complete)
        self.setLayout(layout)
        self.hide()

    def show_parts(self, stored: Stored | None, kinds: Mapping[str, EventKind]) -> None:
        """Lists the parts of an event; the box is not there for an event without any."""
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for button in self._links.buttons():
            self._links.removeButton(button)
        parts = stored.parts if stored is not None else ()
        self.setVisible(bool(parts))
        if stored is None:
            return
        self.sum.setText(sum_sentence(stored, complete=bool(self.complete.text())))
        own = stored.names.get(stored.event.organization_id, "")
        for part in parts:
            text = short_line(part, kinds.get(part.kind), organization=own, beside=stored.event.kind)
            button = Link(text)
            button.setAccessibleName(_("Go to the part {event}").format(event=text))
            self._links.addButton(button, part.id)
            self._list.addWidget(button)

    def set_editable(self, *, editable: bool) -> None:
        """Whether they can be marked complete."""
        self.complete.set_editable(editable=editable)

    @Slot(int)
    def _on_link(self, event_id: EventId) -> None:
        self.opened.emit(event_id)


def sum_sentence(stored: Stored, *, complete: bool) -> str:
    """What the parts come to: "Parts: 49 of 724", "Parts: at least 49", "Parts: 49"."""
    found = parts_total(part.values for part in stored.parts)
    whole: Quantity | None = stored.event.values.count
    if found is None:
        return _("Parts: no count known")
    count = formatting.interval(found.low, found.best, found.high)
    if whole is not None and whole.known:
        return _("Parts: {parts} of {whole}").format(parts=count, whole=formatting.quantity(whole))
    if complete:
        return _("Parts: {parts}").format(parts=count)
    return _("Parts: at least {parts}").format(parts=count)


class WholeLink(QWidget):
    """The way from a part to its whole."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._event_id = 0
        self.button = Link(codes.field_name("part_of"))
        self.button.clicked.connect(self._on_clicked)
        layout = box()
        layout.addWidget(self.button)
        self.setLayout(layout)
        self.hide()

    def show_whole(self, stored: Stored | None) -> None:
        """Links to the whole of a stored event; hidden where there is none."""
        whole = stored.whole if stored is not None else None
        self.setVisible(whole is not None and whole.id is not None)
        if whole is None or whole.id is None:
            return
        self._event_id = whole.id
        self.button.say(_("Part of {event}").format(event=whole.text))

    @Slot()
    def _on_clicked(self) -> None:
        self.opened.emit(self._event_id)


__all__ = ["PartsList", "WholeLink", "sum_sentence"]
