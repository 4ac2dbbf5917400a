"""A card of the overview with rows."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.pages.overview.tiles import Row
from desktop.session.bus import Bus
from desktop.session.requests import ShowPage
from desktop.widgets.page_parts import muted
from desktop.widgets.request_button import RequestButton


class Section(QFrame):
    """A card with a title, a way to the whole, and rows; a quiet sentence where there are none."""

    def __init__(
        self, theme: Theme, bus: Bus, title: str, *, link: str, whole: str, rows: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.link = RequestButton(link, ShowPage(whole), bus, self)
        self.link.setProperty("role", "link")
        name = plaintext.label(title, parent=self)
        name.setProperty("role", "subheading")
        self._note = muted(parent=self, wrap=True)
        self._note.setContentsMargins(8, 4, 8, 8)
        self.rows = [Row(theme, bus, self) for _number in range(rows)]
        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 0, 0)
        top.addWidget(name)
        top.addStretch()
        top.addWidget(self.link)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addSpacing(2)
        layout.addWidget(self._note)
        for row in self.rows:
            row.hide()
            layout.addWidget(row)
        layout.addStretch()

    def show_rows(self, count: int, note: str) -> None:
        """Show so many rows, or the note where there are none."""
        for number, row in enumerate(self.rows):
            row.setVisible(number < count)
        plaintext.set_text(self._note, note)
        self._note.setVisible(count == 0)

    @property
    def words(self) -> list[str]:
        """What the rows say."""
        return [row.words for row in self.rows if not row.isHidden()]
