"""Days that people name and every calendar has: Christmas, Easter, the turn of the year, Thanksgiving, Labor Day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from db.reading.date_grammar import words as w
from db.reading.date_grammar.context import Context
from db.reading.date_grammar.rules import Rule, year_of

#: Month and day of the first and the last day.
_FIXED = {
    "christmas eve": ((12, 24), (12, 24)), "heiligabend": ((12, 24), (12, 24)), "christmas": ((12, 25), (12, 26)),
    "weihnachten": ((12, 24), (12, 26)), "new year's eve": ((12, 31), (12, 31)), "silvester": ((12, 31), (12, 31)),
    "new year's day": ((1, 1), (1, 1)), "new year's": ((1, 1), (1, 1)), "neujahr": ((1, 1), (1, 1)),
    "tag der arbeit": ((5, 1), (5, 1)), "independence day": ((7, 4), (7, 4)),
}  # fmt: skip
#: Days before and after Easter Sunday.
_MOVING = {
    "good friday": (-2, -2), "karfreitag": (-2, -2), "easter": (-2, 1), "ostern": (-2, 1), "pfingsten": (49, 50),
    "pentecost": (49, 50),
}  # fmt: skip
#: Month, weekday (Monday is 0) and which of them in the month; US holidays.
_NTH = {"labor day": (9, 0, 1), "thanksgiving": (11, 3, 4)}


def _feast(match: re.Match[str], context: Context) -> str:
    from dateutil.easter import easter

    year, name = year_of(match["year"], context), match["feast"]
    if name in _FIXED:
        (month, day), (until_month, until) = _FIXED[name]
        first, last = date(year, month, day), date(year, until_month, until)
    elif name in _MOVING:
        sunday = easter(year)
        first, last = (sunday + timedelta(days=days) for days in _MOVING[name])
    else:
        month, weekday, nth = _NTH[name]
        start = date(year, month, 1)
        first = last = start + timedelta(days=(weekday - start.weekday()) % 7 + 7 * (nth - 1))
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def _turn(match: re.Match[str], context: Context) -> str:
    """The turn of the year 2025/26, or of the year that begins with it."""
    year = year_of(match["year"], context) + (1 if match["second"] else 0)
    return f"{date(year - 1, 12, 31).isoformat()}/{date(year, 1, 1).isoformat()}"


def rules() -> Iterator[tuple[str, Rule]]:
    """The patterns and what they come to; without a year that of the context, else the one nearest to publication."""
    names = "|".join(sorted((*_FIXED, *_MOVING, *_NTH), key=len, reverse=True))
    yield rf"(?P<feast>{names})(?: day)?(?:,? {w.OF}{w.YEAR})?", _feast
    yield rf"(?:jahreswechsel|turn of the year)(?: {w.YEAR}(?P<second> ?[/-] ?(?:\d{{4}}|\d\d))?)?", _turn


__all__ = ["rules"]
