"""The quiet buttons beneath the claims of a form: what may come beside them."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from desktop.inspector.pieces.arranging import box
from desktop.inspector.pieces.fields import row
from desktop.look import plaintext
from desktop.wording.i18n import _


class FormLinks(QWidget):
    """Another claim, the other population of the same news, a part. Whoever arranges it connects the buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.add = _link(_("Add claim"), _("Add a claim of another source"))
        self.other = _link("", _("And contractors…"))
        self.part = _link(_("Add a part"), _("Add an event that is a part of this one"))
        layout = box(spacing=8)
        layout.addLayout(row(self.add, self.other, None))
        layout.addLayout(row(self.part, None))
        self.setLayout(layout)

    def offer_other(self, kind: str, *, contingent: bool) -> None:
        """Offers the other population by the name of its kind; empty: there is none."""
        self.other.setVisible(bool(kind))
        if not kind:
            return
        text = _("And contractors…") if contingent else _("And employees…")
        self.other.setText(text)
        self.other.setAccessibleName(text)
        sentence = _("Saves this, and begins “{kind}” with the same date, organization and source")
        plaintext.tooltip(self.other, sentence.format(kind=kind))


def _link(text: str, name: str) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(name)
    button.setProperty("role", "link")
    return button
