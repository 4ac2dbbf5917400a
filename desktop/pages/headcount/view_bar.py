"""The bar of the views of the headcount page, and a file of the numbers of each."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QToolButton, QWidget

from db.analysis.figures.cells import Extra
from db.output.csv_file import write_csv
from db.output.tables import Rows
from db.store.atomic import replacing
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.pages.headcount.one import Data
from desktop.wording.i18n import N_, _, language

CSV = (N_("CSV tables"), ("csv",))


class ViewBar(QWidget):
    """``chosen`` carries the id of a view; ``saved``: the numbers are wanted as a file, by ``csv``."""

    chosen = Signal(str)
    saved = Signal()

    def __init__(self, theme: Theme, views: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ids = [code for code, _words in views]
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("View"))
        self.tabs.setProperty("role", "views")
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setDrawBase(False)
        for _code, words in views:
            self.tabs.addTab(plaintext.mnemonic_safe(words))
        self.tabs.currentChanged.connect(self._on_changed)
        self.csv = QToolButton()
        self.csv.setIconSize(QSize(18, 18))
        self.csv.setAccessibleName(_("Save the Numbers as CSV…"))
        plaintext.tooltip(self.csv, _("Save the Numbers as CSV…"))
        self.csv.clicked.connect(self.saved)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.tabs, 1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_view(self, view_id: str) -> None:
        """Mark a view without telling anybody."""
        blocked = self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(max(self._ids.index(view_id) if view_id in self._ids else 0, 0))
        self.tabs.blockSignals(blocked)

    @Slot()
    def _restyle(self) -> None:
        self.csv.setIcon(self._theme.icon("export"))

    @Slot(int)
    def _on_changed(self, index: int) -> None:
        self.chosen.emit(self._ids[index])


def write_data(data: Data, path: Path) -> None:
    """The numbers for a spreadsheet, in the language of the window. Raises :class:`~db.errors.WorldError`."""
    target = io.BytesIO()
    rows = ([_cell(value) for value in row] for row in data.rows)
    write_csv(target, Rows(data.name, tuple(data.columns), iter(rows)), spreadsheet=True, german=language() == "de")
    with replacing(path) as file:
        file.write(target.getvalue())


def _cell(value: Extra) -> str | int | float | None:
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, date) else value
