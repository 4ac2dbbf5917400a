"""Days counted from the day of publication, as EDTF text: yesterday, last week, two months ago.

Weeks are Monday to Sunday. Everything raises EdtfError out_of_range outside the years 1 to 9999.
"""

from __future__ import annotations

from datetime import date, timedelta

from db.reading.edtf import EdtfError, month_bounds

_UNITS = {
    "tag": "day", "woche": "week", "monat": "month", "quartal": "quarter", "jahr": "year",
}  # fmt: skip


def known(published: date | None, text: str) -> date:
    """The day of publication; raises EdtfError needs_publication_date where nobody gave it."""
    if published is None:
        raise EdtfError("needs_publication_date", text)
    return published


def shifted(unit: str, published: date, step: int) -> str:
    """The day, week, month, quarter or year that lies ``step`` of them after (or, negative, before) a day.

    ``unit`` in English or German. Always the whole unit: one month before 31 March is February.
    """
    from dateutil.relativedelta import relativedelta

    unit = _UNITS.get(unit, unit)
    try:
        if unit == "day":
            return (published + timedelta(days=step)).isoformat()
        if unit == "week":
            return week(published + timedelta(weeks=step))
        if unit == "year":
            return f"{(published + relativedelta(years=step)).year:04d}"
        if unit == "quarter":
            quarter = month_index(published + relativedelta(months=3 * step)) // 3 * 3
            return months(*month_bounds(quarter, 3))
        return (published + relativedelta(months=step)).isoformat()[:7]
    except (ValueError, OverflowError) as error:
        raise EdtfError("out_of_range", unit) from error


def week(day: date) -> str:
    """The week that a day lies in."""
    monday = day - timedelta(days=day.weekday())
    try:
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    except OverflowError as error:
        raise EdtfError("out_of_range", day.isoformat()) from error


def month_index(day: date) -> int:
    """Months since the year 0; the way back is :func:`db.reading.edtf.month_bounds`."""
    return day.year * 12 + day.month - 1


def months(first: date, last: date) -> str:
    """From the month of one day to that of another."""
    return f"{first.isoformat()[:7]}/{last.isoformat()[:7]}"
