"""Weeks of a month, weeks named by a day, and halves of a month."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from db.reading.date_grammar import words as w
from db.reading.date_grammar.context import Context, closed
from db.reading.date_grammar.relative import week
from db.reading.date_grammar.rules import Rule, day_of, year_of
from db.reading.edtf import EdtfError, month_bounds

_DAY, _SIX, _NINE = timedelta(days=1), timedelta(days=6), timedelta(days=9)
_ORDINAL = (
    r"(?:(?P<nth>[1-4])(?:\.|st|nd|rd|th)|(?P<first>first|erste[nr]?)|(?P<second>second|zweite[nr]?)|"
    r"(?P<third>third|dritte[nr]?)|(?P<fourth>fourth|vierte[nr]?)|(?P<last>last|letzte[nr]?))"
)
_ORDER = ("first", "second", "third", "fourth")


def _nth(match: re.Match[str]) -> int:
    """1 to 4; 0 is the last one."""
    if match["nth"]:
        return int(match["nth"])
    return next((number for number, name in enumerate(_ORDER, 1) if match[name]), 0)


def _of_month(match: re.Match[str], context: Context) -> str:
    """The first week of July is its first seven days, the last one its last."""
    year, month, nth = year_of(match["year"], context), w.MONTH[match["month"]], _nth(match)
    first, last = month_bounds(year * 12 + month - 1)
    start = first + timedelta(days=7 * nth - 7) if nth else last - _SIX
    return f"{start.isoformat()}/{(start + _SIX).isoformat()}"


def _half(match: re.Match[str], context: Context) -> str:
    """The first half of July ends on its 15th day."""
    year, month, nth = year_of(match["year"], context), w.MONTH[match["month"]], _nth(match)
    first, last = month_bounds(year * 12 + month - 1)
    if nth not in {1, 2}:
        raise EdtfError("not_understood", match[0])
    middle = day_of(year, month, 15)
    if nth == 1:
        return f"{first.isoformat()}/{middle}"
    return f"{(date.fromisoformat(middle) + _DAY).isoformat()}/{last.isoformat()}"


def _days(match: re.Match[str], context: Context) -> str:
    """The first days of July are its first ten, the last ones its last ten."""
    first, last = month_bounds(year_of(match["year"], context) * 12 + w.MONTH[match["month"]] - 1)
    if match["end"] or match["ende"]:
        return f"{(last - _NINE).isoformat()}/{last.isoformat()}"
    return f"{first.isoformat()}/{(first + _NINE).isoformat()}"


def by_day(point_of: Callable[[str, Context], tuple[str, bool] | None]) -> Rule:
    """The rule for weeks that are named by one of their days, which ``point_of`` reads."""

    def rule(match: re.Match[str], context: Context) -> str:
        point = point_of(match["inner"], replace(context, infer=False))
        if point is None or len(point[0]) != 10:
            raise EdtfError("not_understood", match[0])
        day = closed(point[0])[0]
        try:
            if match["side"] is None:
                return week(day)
            start = day - _SIX if match["side"].startswith("end") else day
            return f"{start.isoformat()}/{(start + _SIX).isoformat()}"
        except OverflowError as error:
            raise EdtfError("out_of_range", match[0]) from error

    return rule


BY_DAY = (
    r"(?:the |der )?(?:week|woche) (?:of|vom|des|(?P<side>ending|ended|beginning|starting|commencing|ab|from))"
    r"(?: (?:on|dem))?:? (?P<inner>.+)"
)


def rules() -> Iterator[tuple[str, Rule]]:
    """The patterns and what they come to."""
    yield rf"{_ORDINAL} (?:full )?(?:week (?:of|in) |woche (?:im |des )?){w.ANY_MONTH}(?:,? {w.OF}{w.YEAR})?", _of_month
    yield rf"{_ORDINAL} {w.ANY_MONTH}woche(?:,? {w.OF}{w.YEAR})?", _of_month
    yield rf"{_ORDINAL} (?:half (?:of|in) |hälfte (?:im |des )?){w.ANY_MONTH}(?:,? {w.OF}{w.YEAR})?", _half
    yield rf"{_ORDINAL} {w.ANY_MONTH}hälfte(?:,? {w.OF}{w.YEAR})?", _half
    days = r"(?:(?:first|(?P<end>last|final)|erste[nr]?|(?P<ende>letzte[nr]?))(?: few)?"
    yield rf"{days} (?:days (?:of|in) |tagen? (?:im |des )))(?:the )?{w.ANY_MONTH}(?:,? {w.OF}{w.YEAR})?", _days
    yield rf"{days} )(?={'|'.join(w.MONTH)}){w.ANY_MONTH}tagen?(?:,? {w.OF}{w.YEAR})?", _days
