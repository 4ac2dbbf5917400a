"""EDTF text (ISO 8601-2 levels 0 and 1) to its first and last possible day.

Read beyond level 1: the codes for quarters (33 to 36) and halves (40, 41) of a year. Seasons are the meteorological
ones of the northern half: 21 is March to May, 22 June to August, 23 September to November, 24 December to the end
of the next February.

``~`` and ``%`` widen by one unit of the precision on each side (a day, a month, a season, a year, a decade); ``?``
leaves the bounds alone. No SQL, no languages: this is the way back from storage, strict and fast.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache, lru_cache

from db.model.values import DateMode, ImpreciseDate

#: Code after the year -> (months from January, months long): seasons, quarters, halves.
PERIODS = {
    "21": (2, 3), "22": (5, 3), "23": (8, 3), "24": (11, 3),
    "33": (0, 3), "34": (3, 3), "35": (6, 3), "36": (9, 3),
    "40": (0, 6), "41": (6, 6),
}  # fmt: skip
_DAY = timedelta(days=1)


class EdtfError(ValueError):
    """Not EDTF as read here; ``reason`` is a code: not_understood, impossible_date, out_of_range, end_before_start."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(f"{reason}: {text!r}")
        self.reason = reason


def month_bounds(index: int, length: int = 1) -> tuple[date, date]:
    """First and last day of *length* months, counted from month ``index`` = year * 12 + month - 1.

    Raises EdtfError out_of_range outside the years 1 to 9999.
    """
    try:
        end = index + length
        last = date(9999, 12, 31) if end == 120_000 else date(end // 12, end % 12 + 1, 1) - _DAY
        return date(index // 12, index % 12 + 1, 1), last
    except (ValueError, OverflowError) as error:
        raise EdtfError("out_of_range", str(index)) from error


@cache
def _piece() -> re.Pattern[str]:
    return re.compile(r"(\d{4}|\d{3}X|\d\dXX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([?~%]?)", re.ASCII)


def _piece_bounds(text: str) -> tuple[date, date]:
    """Bounds of one EDTF date, widened if it is approximate."""
    match = _piece().fullmatch(text)
    if match is None:
        raise EdtfError("not_understood", text)
    year, month, day, mark = match.groups()
    wide = mark in ("~", "%")
    if "X" in year:
        if month is not None:
            raise EdtfError("not_understood", text)
        years = 10 ** year.count("X")
        return _months(int(year.replace("X", "0")) * 12, years * 12, wide=wide)
    first = int(year) * 12
    if month is None or month == "XX":
        if day not in (None, "XX"):
            raise EdtfError("not_understood", text)
        return _months(first, 12, wide=wide)
    if month in PERIODS and day is None:
        offset, length = PERIODS[month]
        return _months(first + offset, length, wide=wide)
    if not 1 <= int(month) <= 12:
        raise EdtfError("impossible_date", text)
    if day is None or day == "XX":
        return _months(first + int(month) - 1, 1, wide=wide)
    try:
        only = date(int(year), int(month), int(day))
    except ValueError as error:
        raise EdtfError("out_of_range" if year == "0000" else "impossible_date", text) from error
    try:
        return (only - _DAY, only + _DAY) if wide else (only, only)
    except OverflowError as error:
        raise EdtfError("out_of_range", text) from error


def _months(index: int, length: int, *, wide: bool) -> tuple[date, date]:
    return month_bounds(index - length, 3 * length) if wide else month_bounds(index, length)


def bounds(edtf: str) -> tuple[date | None, date | None]:
    """Earliest and latest possible day of EDTF text; None is an open (or, in an interval, unknown) end.

    Empty text is "unknown": both None. Raises EdtfError for anything else that is not EDTF.
    """
    if len(edtf) == 10 and edtf[4] == edtf[7] == "-" and edtf.isascii():
        try:
            only = date.fromisoformat(edtf)
        except ValueError:
            pass
        else:
            return only, only
    if not edtf:
        return None, None
    if "/" not in edtf:
        return _piece_bounds(edtf)
    start, _, end = edtf.partition("/")
    if start in ("", "..") and end in ("", ".."):
        raise EdtfError("not_understood", edtf)
    earliest = None if start in ("", "..") else _piece_bounds(start)[0]
    latest = None if end in ("", "..") else _piece_bounds(end)[1]
    if earliest and latest and earliest > latest:
        raise EdtfError("end_before_start", edtf)
    return earliest, latest


@lru_cache(maxsize=8192)
def from_edtf(edtf: str, mode: DateMode = DateMode.WITHIN, words: str = "") -> ImpreciseDate:
    """The stored three back as a value. Raises EdtfError (a ValueError) for text that is not EDTF."""
    earliest, latest = bounds(edtf)
    return ImpreciseDate(edtf, earliest, latest, mode, words)
