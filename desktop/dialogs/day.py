"""Asks for one day: typed in any way that the ledger understands, or clicked in a calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from desktop.look import plaintext
from desktop.widgets.calendar import calendar
from desktop.widgets.page_parts import field_label
from desktop.widgets.undo_line import UndoLine
from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.language.periods import read_period


class DayDialog(QDialog):
    """``day`` is what was chosen once it is accepted. Of a month or a year that is typed it is the last day."""

    def __init__(self, title: str, day: date, *, latest: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.day = day
        self._latest = latest
        self.line = UndoLine()
        self.line.setText(formatting.short_day(day))
        self.line.textEdited.connect(self._on_edited)
        self.calendar = calendar(_("Calendar"))
        self.calendar.setMaximumDate(QDate(latest.year, latest.month, latest.day))
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.clicked.connect(self._on_clicked)
        self.calendar.activated.connect(self.accept)
        self.said = plaintext.label(wrap=True)
        self.said.setProperty("role", "muted")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(8)
        box.addWidget(field_label(_("End of the day"), self.line))
        for widget in (self.line, self.said, self.calendar, self.buttons):
            box.addWidget(widget)
        self._say()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        found = read_period(text, today=self._latest)
        day = found.last if found is not None and text.strip() else None
        usable = day is not None and day <= self._latest
        if day is not None and usable:
            self.day = day
            self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(usable)
        if usable:
            self._say()
        elif day is not None:
            self.said.setText(_("That day is still to come."))
        else:
            self.said.setText(_("Type a day, such as {day}.").format(day=formatting.short_day(self._latest)))

    @Slot(QDate)
    def _on_clicked(self, clicked: QDate) -> None:
        self.day = date(clicked.year(), clicked.month(), clicked.day())
        self.line.setText(formatting.short_day(self.day))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(True)
        self._say()

    def _say(self) -> None:
        self.said.setText(formatting.day(self.day))
