"""A period as a person types it ("2025", "2025-Q3", "2025-07 - 2025-12", "month-3 - month"), and the usual ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from db.model.days import shifted
from db.model.values import ImpreciseDate
from db.reading.dates import DateOrder, NotUnderstood, parse_date

_RELATIVE = re.compile(
    r"(day|week|month|quarter|year|tag|woche|monat|quartal|jahr)\s*(?:([+-])\s*(\d{1,4}))?", re.IGNORECASE
)
_GERMAN = {"tag": "day", "woche": "week", "monat": "month", "quartal": "quarter", "jahr": "year"}
_DASH = re.compile(r"\s+[-–—]\s+|\s*\.\.\s*")

#: Codes of :func:`preset`.
PRESETS = ("all", "this_year", "last_year", "twelve_months", "this_quarter", "last_quarter")


@dataclass(frozen=True, slots=True)
class Period:
    """A first and a last day, both included; None is open."""

    first: date | None = None
    last: date | None = None


def preset(code: str, today: date) -> Period:
    """One of the usual periods, as seen from a day."""
    if code == "this_year":
        return Period(date(today.year, 1, 1), date(today.year, 12, 31))
    if code == "last_year":
        return _moved("year", today, -1)
    if code == "twelve_months":
        return Period(_moved("month", today, -11).first, _moved("month", today, 0).last)
    if code in {"this_quarter", "last_quarter"}:
        return _moved("quarter", today, -1 if code == "last_quarter" else 0)
    return Period()


def read_period(text: str, *, today: date, order: DateOrder | None = None) -> Period | None:
    """What a text means as a period; None if it is not understood. Empty text is all dates.

    Every date the ledger understands stands for the days it may mean, "since March 2025" with an open end. Two of
    them with a dash between make a period from the first day of the one to the last day of the other.
    """
    text = text.strip()
    if not text:
        return Period()
    whole = _single(text, today, order)
    if whole is not None:
        return whole
    parts = _DASH.split(text)
    if len(parts) != 2:
        return None
    first, last = (_single(part, today, order) if part.strip() else Period() for part in parts)
    if first is None or last is None or (first.first and last.last and first.first > last.last):
        return None
    return Period(first.first, last.last)


def _single(text: str, today: date, order: DateOrder | None) -> Period | None:
    relative = _RELATIVE.fullmatch(text.strip())
    if relative:
        unit = relative[1].lower()
        steps = int(relative[3] or 0) * (-1 if relative[2] == "-" else 1)
        return _moved(_GERMAN.get(unit, unit), today, steps)
    found = parse_date(text, order=order, published=today)
    if isinstance(found, ImpreciseDate) and (found.earliest or found.latest):
        return Period(found.earliest, found.latest)
    if not isinstance(found, NotUnderstood | ImpreciseDate):  # day or month first: day first, as the echo shows
        return Period(found.readings[0].earliest, found.readings[0].latest)
    return None


def _moved(unit: str, today: date, steps: int) -> Period:
    """The calendar unit around ``today``, moved by whole units."""
    if unit == "day":
        return Period(shifted(today, steps), shifted(today, steps))
    if unit == "week":
        first = shifted(today, 7 * steps - today.weekday())
        return Period(first, shifted(first, 6))
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    number = (today.year * 12 + today.month - 1) // months * months + steps * months
    following = number + months
    return Period(_first_of(number), shifted(_first_of(following), -1))


def _first_of(month_number: int) -> date:
    year = min(max(month_number // 12, 1), 9999)
    return date(year, month_number % 12 + 1, 1)
