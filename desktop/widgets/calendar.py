"""A calendar in the program's language and look."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QIcon, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QWidget

from desktop.wording.i18n import _, language


def calendar(name: str) -> QCalendarWidget:
    """One to click days in; ``name`` is said to a screen reader."""
    made = QCalendarWidget()
    made.setAccessibleName(name)
    made.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    made.setLocale(QLocale(language()))
    for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):  # no day is a warning
        made.setWeekdayTextFormat(weekend, QTextCharFormat())
    for step, sign, said in (("prevmonth", "‹", _("Month before")), ("nextmonth", "›", _("Month after"))):
        button = made.findChild(QToolButton, f"qt_calendar_{step}")
        if button is not None:  # its arrow is black on any ground
            button.setIcon(QIcon())
            button.setText(sign)
            button.setAccessibleName(said)
    for part, said in (("monthbutton", _("Month")), ("yearbutton", _("Year")), ("calendarview", _("Days"))):
        widget = made.findChild(QWidget, f"qt_calendar_{part}")
        if widget is not None:
            widget.setAccessibleName(said)
    return made
