"""Steps from day to day that end with the calendar: before its first day and after its last one there is none."""

from __future__ import annotations

from datetime import date

_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


def day_of(ordinal: int) -> date:
    """The day with a number; what lies outside of the calendar is on its first or its last day."""
    return date.fromordinal(min(max(ordinal, _FIRST), _LAST))


def shifted(day: date, days: int) -> date:
    """``days`` later (or earlier), or the last (or first) day of the calendar."""
    return day_of(day.toordinal() + days)


def day_before(day: date) -> date | None:
    """The day before; None: there is none."""
    return None if day == date.min else shifted(day, -1)
