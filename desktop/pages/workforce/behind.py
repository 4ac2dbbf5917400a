"""The rows behind what was clicked: events whose numbers come to the figure, and what to do with them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop.events import columns
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.pages.workforce.reading import BehindView
from desktop.widgets.page_parts import muted
from desktop.widgets.text_tables import Row, RowsModel, RowsView
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext

_SHOWN = (
    columns.DATE, columns.ORGANIZATION, columns.KIND, columns.EFFECT, columns.STATUS, columns.SOURCES, columns.PLACE,
)  # fmt: skip


class BehindPanel(QFrame):
    """``narrow_asked``: narrow the scope to what was clicked; ``events_asked``: and show it on the events page."""

    narrow_asked = Signal()
    events_asked = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "card")
        self.title = plaintext.label(wrap=True, selectable=True)
        self.title.setProperty("role", "subheading")
        self.title.setAccessibleName(_("Figure"))
        self.note = muted(parent=self)
        self.only = self._button(
            _("Only This"), _("Narrow the scope to what was clicked; drag with Shift over several bars for all of them")
        )
        self.only.clicked.connect(self.narrow_asked)
        self.show_all = self._button(_("In Events"), _("Show these on the Events page"))
        self.show_all.clicked.connect(self.events_asked)
        self.close_button = QToolButton(self)
        self.close_button.setAccessibleName(_("Close the list"))
        plaintext.tooltip(self.close_button, _("Close the list"))
        self.close_button.setIconSize(QSize(16, 16))
        self.close_button.clicked.connect(self.closed)
        headers = [_(columns.COLUMNS[number].title) for number in _SHOWN]
        numeric = [place for place, number in enumerate(_SHOWN) if columns.COLUMNS[number].number]
        self.table = RowsView(_("Events behind the figure"), RowsModel([*headers, _("In the figure")], numeric=numeric))
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.title, 1)
        top.addWidget(self.note)
        for widget in (self.only, self.show_all, self.close_button):
            top.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(8)
        box.addLayout(top)
        box.addWidget(self.table, 1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _button(self, words: str, tip: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setAccessibleName(words)
        plaintext.tooltip(button, tip)
        button.setAutoDefault(False)
        return button

    def show_behind(self, title: str, found: BehindView, *, narrows: bool) -> None:
        """List the events of a figure. ``narrows``: the scope can be narrowed to it."""
        plaintext.set_text(self.title, title)
        listed = ngettext("and {n} more", "and {n} more", found.more).format(n=formatting.number(found.more))
        possible = len(found.possible)
        maybe = ngettext("{n} more may lie in it", "{n} more may lie in it", possible)
        parts = [maybe.format(n=formatting.number(possible)) if possible else "", listed if found.more else ""]
        plaintext.set_text(self.note, " · ".join(filter(None, parts)))
        self.only.setVisible(narrows)
        self.show_all.setVisible(narrows)
        self.table.show_rows([
            Row(
                (*(one.texts[number] for number in _SHOWN),
                 _("possibly") if one.row.id in found.possible else _("yes")),
                one.row.id,
            )
            for one in found.events
        ])  # fmt: skip

    @Slot()
    def _restyle(self) -> None:
        self.close_button.setIcon(self._theme.icon("close", "muted"))
