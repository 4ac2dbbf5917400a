"""Days, periods and vague dates as the reader's language writes them; asked for through ``formatting``."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from db.model.values import DateMode, ImpreciseDate
from desktop.wording.language.conventions import ABSENT, conventions


def day(value: date | None, *, language: str | None = None) -> str:
    """One day in full: "16 July 2025" / "16. Juli 2025"."""
    return ABSENT if value is None else f"{_day_month(value, language)} {_year(value)}"


def short_day(value: date | None, *, language: str | None = None) -> str:
    """One day for narrow places: "16 Jul 2025" / "16.07.2025"."""
    if value is None:
        return ABSENT
    rule = conventions(language)
    return rule.short_day.format(d=value.day, m=value.month, y=_year(value), short=rule.short_months[value.month - 1])


def month(value: date | None, *, short: bool = False, language: str | None = None) -> str:
    """The month of a day: "July 2025", short "Jul 2025"."""
    if value is None:
        return ABSENT
    rule = conventions(language)
    return f"{(rule.short_months if short else rule.months)[value.month - 1]} {_year(value)}"


def moment(value: datetime | None, *, language: str | None = None) -> str:
    """A day with its time to the minute, in the zone the value carries: "16 July 2025, 14:05"."""
    return ABSENT if value is None else f"{day(value.date(), language=language)}, {value:%H:%M}"


def period(first: date | None, last: date | None, *, language: str | None = None) -> str:
    """All days from first to last, both included, as a scope has them: "2025", "Q3 2025", "1 to 20 July 2025".

    One end open: "16 July 2025 or later". Both open: a dash.
    """
    if first is None or last is None:
        return ABSENT if first is None and last is None else _open(first, last, language)
    return _calendar_unit(first, last, language) or _ends(first, last, conventions(language).to, language)


def imprecise(value: ImpreciseDate | None, *, language: str | None = None) -> str:
    """A date as precisely as its source gave it.

    Some one day: "16 July 2025", "July 2025", "Q3 2025", "between 10 and 20 July 2025", "16 July 2025 or later".
    The whole of a span: "1 to 31 July 2025". Approximate and uncertain dates say so. A text that was not understood is
    given back as it was written, no date at all is a dash.
    """
    if value is None:
        return ABSENT
    if not value.known:
        return value.words or conventions(language).unknown
    said = _said(value, language)
    if said:
        return said
    first, last = value.earliest, value.latest
    if first is None or last is None:
        return _open(first, last, language)
    if first == last:
        return day(first, language=language)
    rule = conventions(language)
    if value.mode is DateMode.SPAN:
        if _is_months(value.edtf) and not _same_month(first, last):
            return _months(first, last, rule.to, language)
        return _day_ends(first, last, rule.to, language)
    return _calendar_unit(first, last, language) or _ends(first, last, rule.between, language)


def _said(value: ImpreciseDate, language: str | None) -> str:
    """A date whose EDTF text says more than its bounds do: approximate, uncertain, a season, "July 2025 or later".

    Empty for the others, whose bounds say it all.
    """
    start, slash, end = value.edtf.partition("/")
    if not slash:
        telling = start[-1:] in ("~", "?", "%") or start[5:7] in _SEASONS
        return _piece(start, language) if telling else ""
    rule = conventions(language)
    if start in ("", "..") or end in ("", ".."):
        piece = _piece(end if start in ("", "..") else start, language)
        return (rule.earlier if start in ("", "..") else rule.later).format(piece) if piece else ""
    alike = len(start) == len(end) and len(start) in (len("2025-07"), len("2025-07-16"))
    if alike and not {start[5:7], end[5:7]} & set(_SEASONS):
        return ""
    pieces = _piece(start, language), _piece(end, language)
    return (rule.to if value.mode is DateMode.SPAN else rule.between).format(*pieces) if all(pieces) else ""


_SEASONS = ("21", "22", "23", "24")


def _piece(text: str, language: str | None) -> str:
    """One EDTF date in words, as precise as it is written; empty where no words are as short (decades, quarters)."""
    rule = conventions(language)
    text, mark = (text[:-1], text[-1]) if text.endswith(("~", "?", "%")) else (text, "")
    parts = text.split("-")
    if not 1 <= len(parts) <= 3 or not all(part.isdecimal() for part in parts):
        return ""
    year, *rest = map(int, parts)
    try:
        first = date(year, *([1] if len(rest) == 1 and rest[0] > 12 else rest), *([1] * (2 - len(rest))))
    except ValueError:
        return ""
    if len(rest) == 1 and rest[0] > 12:
        if not 21 <= rest[0] <= 24:
            return ""
        shown = f"{rule.seasons[rest[0] - 21]} {_year(first)}"
        shown += f"/{(year + 1) % 100:02}" if rest[0] == 24 else ""
    elif not rest:
        shown = _year(first)
    else:
        shown = (month if len(rest) == 1 else day)(first, language=language)
    if mark in {"~", "%"}:
        shown = rule.about.format(shown)
    return rule.perhaps.format(shown) if mark in {"?", "%"} else shown


def _open(first: date | None, last: date | None, language: str | None) -> str:
    rule = conventions(language)
    return (
        rule.later.format(day(first, language=language)) if first else rule.earlier.format(day(last, language=language))
    )


def _calendar_unit(first: date, last: date, language: str | None) -> str:
    """The day, month, quarter, half or year that these are exactly; empty for any other stretch of days."""
    rule = conventions(language)
    if first == last:
        return day(first, language=language)
    if first.year != last.year or not _whole_months(first, last):
        return ""
    match first.month, last.month - first.month + 1:
        case 1, 12:
            return _year(first)
        case (1 | 7) as start, 6:
            return rule.half.format(1 + start // 7, _year(first))
        case (1 | 4 | 7 | 10) as start, 3:
            return rule.quarter.format(1 + start // 3, _year(first))
        case _, 1:
            return month(first, language=language)
    return ""


def _ends(first: date, last: date, pattern: str, language: str | None) -> str:
    """Both ends, in whole years or months where they are such."""
    if _whole_months(first, last):
        if (first.month, last.month) == (1, 12):
            return pattern.format(_year(first), _year(last))
        return _months(first, last, pattern, language)
    return _day_ends(first, last, pattern, language)


def _months(first: date, last: date, pattern: str, language: str | None) -> str:
    names = conventions(language).months
    start = names[first.month - 1] if first.year == last.year else month(first, language=language)
    return pattern.format(start, month(last, language=language))


def _day_ends(first: date, last: date, pattern: str, language: str | None) -> str:
    """Both days, with month and year said once where they are the same."""
    if _same_month(first, last):
        # "1" / "1.": a day's text without its month.
        start = conventions(language).day.format(d=first.day, month="").strip()
    elif first.year == last.year:
        start = _day_month(first, language)
    else:
        start = day(first, language=language)
    return pattern.format(start, day(last, language=language))


def _day_month(value: date, language: str | None) -> str:
    rule = conventions(language)
    return rule.day.format(d=value.day, month=rule.months[value.month - 1])


def _year(value: date) -> str:
    """Four digits, so that a slip such as the year 25 does not look like 2025."""
    return f"{value.year:04}"


def _whole_months(first: date, last: date) -> bool:
    return first.day == 1 and (last == date.max or (last + timedelta(days=1)).day == 1)


def _same_month(first: date, last: date) -> bool:
    return (first.year, first.month) == (last.year, last.month)


def _is_months(edtf: str) -> bool:
    """Whether an EDTF interval is given in months: its ends are then no particular days."""
    ends = edtf.split("/")
    return len(ends) == 2 and all(len(end) == len("2025-07") for end in ends)
