"""A section of the page: a card with a title, a way to the whole, and lines that lead on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.model.ids import OrganizationId
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.pages.overview.tiles import Row
from desktop.session.bus import Bus
from desktop.session.requests import Request
from desktop.widgets.page_parts import muted
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a section: what it says, what it asks for when it is pressed, and the organization it names."""

    text: str
    second: str = ""
    right: str = ""
    sign: QIcon | None = None
    asks: tuple[Request, ...] = ()
    organization_id: OrganizationId | None = None


class Part(QFrame):
    """A card. What it holds above its lines is put into ``body``."""

    def __init__(self, theme: Theme, bus: Bus, title: str, *, link: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._bus = theme, bus
        self._asks: Sequence[Request] = ()
        self._title = title
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self.title = plaintext.label(title, parent=self)
        self.title.setProperty("role", "subheading")
        self.link = QPushButton(plaintext.mnemonic_safe(link), self)
        self.link.setAccessibleName(link or title)
        self.link.setProperty("role", "link")
        self.link.setVisible(bool(link))
        self.link.clicked.connect(self._on_link)
        self.rows: list[Row] = []
        self._note = muted(parent=self, wrap=True)
        self._note.setContentsMargins(8, 4, 8, 8)
        self.top = QHBoxLayout()
        self.top.setContentsMargins(8, 0, 0, 0)
        self.top.addWidget(self.title)
        self.top.addStretch()
        self.top.addWidget(self.link)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addLayout(self.top)
        layout.addLayout(self.body)
        layout.addWidget(self._note)

    def lead(self, *asks: Request) -> None:
        """What the link at the top asks for."""
        self._asks = asks

    def fill(self, lines: Sequence[Line], *, total: int | None = None, nothing: str = "") -> None:
        """Show lines; ``total``: how many there are in all, ``nothing``: what is said where there are none."""
        while len(self.rows) < len(lines):
            row = Row(self._theme, self._bus, self)
            self.rows.append(row)
            self.body.addWidget(row)
        for number, row in enumerate(self.rows):
            row.setVisible(number < len(lines))
        for row, line in zip(self.rows, lines, strict=False):
            row.asks, row.organization_id = line.asks, line.organization_id
            tip = "\n".join(filter(None, (line.text, line.second, line.right)))
            row.say(line.text, second=line.second, right=line.right, sign=line.sign, tip=tip)
        left = 0 if total is None else total - len(lines)
        more = ngettext("and {n} more", "and {n} more", left).format(n=formatting.number(left)) if left > 0 else ""
        self.say(more if lines else nothing)
        count = len(lines) if total is None else total
        counted = _("{name} ({n})").format(name=self._title, n=formatting.number(count)) if count else self._title
        plaintext.set_text(self.title, counted)
        self.top.activate()  # a number that comes last is not cut until the next thing happens

    def say(self, text: str) -> None:
        """A quiet sentence below what there is, or in its place."""
        plaintext.set_text(self._note, text)
        self._note.setVisible(bool(text))

    @property
    def words(self) -> list[str]:
        """What is said, line by line."""
        lines = [row.words for row in self.rows if not row.isHidden()]
        return [*lines, self._note.text()] if not self._note.isHidden() else lines

    @Slot()
    def _on_link(self) -> None:
        for request in self._asks:
            self._bus.request(request)
