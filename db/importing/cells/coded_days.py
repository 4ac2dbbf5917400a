"""What only files write for a day: serial days of spreadsheets, seconds since 1970, "20123" for a quarter, zeros,
days in the signs of Japanese, Chinese and Korean, and months by their French, Spanish, Italian, Portuguese and Dutch
names.

A text that people would write is left to the grammar of dates, :mod:`db.reading.dates`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from db.model.text import fold
from db.model.values import DateMode, ImpreciseDate
from db.reading.edtf import PERIODS, month_bounds
from db.reading.plain import plain

#: Day 0 of spreadsheets, and the serial days from 1970 to the end of 2099: a lower number is anything but a day.
_DAY_ZERO, _FIRST, _LAST = date(1899, 12, 30), 25_569, 73_050
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d{1,12})?", re.ASCII)
#: Seconds, or milliseconds, from 2001 to the end of 2099.
_STAMP = re.compile(r"(\d{10})(?:\d{3}|\.\d{1,9})?", re.ASCII)
_LAST_SECOND = 4_102_444_799
#: 20250303101500, 20250303T101500Z.
_TOGETHER = re.compile(
    r"((?:19|20)\d\d)(\d\d)(\d\d)t?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?:z|[+-]\d\d:?\d\d)?", re.ASCII
)
#: 2025年6月13日, 2025年6月, 2025년 6월 13일; a weekday in brackets may follow.
_EAST_ASIAN = re.compile(
    r"((?:19|20)\d\d)\s*[年년]\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일號号])?(?:\s*\([^()]{1,4}\))?"
)
_MONTHS = (
    "janvier enero gennaio janeiro januari", "fevrier febrero febbraio fevereiro februari", "mars marzo marco maart",
    "avril abril aprile april", "mai mayo maggio maio mei", "juin junio giugno junho juni",
    "juillet julio luglio julho juli", "aout agosto augustus", "septembre septiembre setiembre settembre setembro",
    "octobre octubre ottobre outubro oktober", "novembre noviembre novembro", "decembre diciembre dicembre dezembro",
)  # fmt: skip
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
#: 5 novembre 2024, 1er mars 2024, 27 de marzo de 2024, 15 de maio de 2024; mars 2024. Folded.
_NAMED = re.compile(
    r"(?:(?:le |il |el )?(\d{1,2})(?:er|º|°|\.)? (?:de )?)?([a-z]{3,10})\.? (?:de |del )?((?:19|20)\d\d)"
)
_QUARTER = re.compile(r"((?:19|20)\d\d)([1-4])(?:\.0)?", re.ASCII)
_TIME = r"(?:[t ]\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)?"
#: A day 0 of a month 0, or what a spreadsheet makes of an empty cell.
_ZEROS = re.compile(
    rf"(?:0{{1,4}}([./-])0{{1,2}}\1(?:0{{1,4}})|1900-0?1-00|(?:0?1[/.-]0?0|0?0[/.-]0?1)[/.-](?:19)?00|0+){_TIME}",
    re.ASCII,
)
_ENDLESS = re.compile(
    rf"(?:9999-12-31|31[./-]12[./-]9999|12[./-]31[./-]9999|99991231|2958465(?:\.0)?){_TIME}", re.ASCII
)
_TWO_DIGITS = re.compile(r"(?<![\d:])\d\d(?![\d:])", re.ASCII)
#: The years that two digits can mean: from 1970 to some years ahead.
_FROM, _AHEAD = 1970, 5


def coded_day(text: str) -> ImpreciseDate | None:
    """The day of a serial number, of a time stamp in digits (in UTC), in East Asian signs or with a month's name in
    other languages than the program's; None for other texts.
    """
    reading = plain(text)
    if match := _SERIAL.fullmatch(reading):
        if not _FIRST <= int(match[1]) <= _LAST:
            return None
        return ImpreciseDate.day(_DAY_ZERO + timedelta(days=int(match[1])), text)
    if match := _STAMP.fullmatch(reading):
        if int(match[1]) > _LAST_SECOND or match[1].startswith("0"):
            return None
        return ImpreciseDate.day(datetime.fromtimestamp(int(match[1]), UTC).date(), text)
    if match := _EAST_ASIAN.fullmatch(reading):
        return _day_or_month(int(match[1]), int(match[2]), match[3], text)
    if (match := _NAMED.fullmatch(fold(reading))) and match[2] in _MONTH:
        return _day_or_month(int(match[3]), _MONTH[match[2]], match[1], text)
    if match := _TOGETHER.fullmatch(reading):
        try:
            return ImpreciseDate.day(date(int(match[1]), int(match[2]), int(match[3])), text)
        except ValueError:
            return None
    return None


def _day_or_month(year: int, month: int, day: str | None, text: str) -> ImpreciseDate | None:
    try:
        first = date(year, month, int(day or 1))
    except ValueError:
        return None
    if day:
        return ImpreciseDate.day(first, text)
    first, last = month_bounds(year * 12 + month - 1, 1)
    return ImpreciseDate(first.isoformat()[:7], first, last, DateMode.WITHIN, text)


def coded_quarter(text: str) -> ImpreciseDate | None:
    """The quarter of "20123", the third of 2012; None for any other text."""
    match = _QUARTER.fullmatch(plain(text))
    if match is None:
        return None
    offset, length = PERIODS[str(32 + int(match[2]))]
    first, last = month_bounds(int(match[1]) * 12 + offset, length)
    return ImpreciseDate(f"{first.isoformat()[:7]}/{last.isoformat()[:7]}", first, last, DateMode.WITHIN, text)


def no_day(text: str) -> bool:
    """Whether a text is what systems write where there is no day: "00.00.0000", "1900-01-00"."""
    return _ZEROS.fullmatch(plain(text)) is not None


def no_end(text: str) -> bool:
    """Whether a text is the last day that systems know: "31.12.9999" is an end that nobody knows."""
    return _ENDLESS.fullmatch(plain(text)) is not None


def century_unsure(text: str, value: ImpreciseDate, today: date) -> bool:
    """Whether a date rests on a year of two digits that may belong to another century: "4/15/45"."""
    years = {bound.year for bound in (value.earliest, value.latest) if bound is not None}
    unlikely = {year for year in years if not _FROM <= year <= today.year + _AHEAD}
    if not unlikely:
        return False
    digits = {int(match) for match in _TWO_DIGITS.findall(plain(text))}
    return any(f"{year:04d}" not in plain(text) and year % 100 in digits for year in unlikely)


__all__ = ["century_unsure", "coded_day", "coded_quarter", "no_day", "no_end"]
