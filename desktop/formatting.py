"""Numbers, intervals and dates as the reader's language writes them; the one place that knows how.

Every function takes ``language`` ("en", "de"); left out, it is the chosen language of the texts. Absent numbers are
shown as a dash, never as 0. Nothing is shown more precisely than it was given: a month stays a month.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, timedelta

from db.values import DateMode, ImpreciseDate, Quantity
from desktop.conventions import NBSP, conventions

ABSENT = "–"
MINUS = "−"

#: Allows for the noise of binary fractions when an end is rounded: 0.29 x 100 is 28.999999999999996.
_NOISE = 1e-6


# --- numbers ---------------------------------------------------------------------------------------------------------


def number(value: float | None, *, decimals: int = 0, language: str | None = None) -> str:
    """1400 -> "1,400" / "1.400". At most ``decimals`` places, without trailing zeros; halves round away from zero."""
    if value is None or math.isnan(value):
        return ABSENT
    rule = conventions(language)
    if math.isinf(value):
        return MINUS + "∞" if value < 0 else "∞"
    scaled = math.floor(abs(value) * 10**decimals + 0.5 + _NOISE)
    text = f"{scaled // 10**decimals:,}".replace(",", rule.group)
    places = f"{scaled % 10**decimals:0{decimals}}".rstrip("0") if decimals else ""
    sign = MINUS if value < 0 and scaled else ""
    return sign + text + (rule.decimal + places if places else "")


def signed(value: float | None, *, decimals: int = 0, language: str | None = None) -> str:
    """A change: "+200", "−1,400", "0"."""
    text = number(value, decimals=decimals, language=language)
    return text if text in {"0", ABSENT} or text.startswith(MINUS) else "+" + text


def quantity(value: Quantity | None, *, decimals: int = 0, language: str | None = None) -> str:
    """A count with what is uncertain about it.

    "200", "≈ 200 (150–250)", "150–250", "≥ 500", "at most 300", "≈ 200 (at most 300)"; "unknown" where a source speaks
    of a number without a size, a dash for None. Ends are rounded to nearest, as the best is, here as everywhere.
    """
    if value is None:
        return ABSENT
    return interval(value.low, value.best, value.high, decimals=decimals, language=language)


def interval(
    low: float | None,
    best: float | None,
    high: float | None,
    *,
    decimals: int = 0,
    sign: bool = False,
    language: str | None = None,
) -> str:
    """Like :func:`quantity` for bare ends. ``sign`` writes a change: each end with its sign, and 0 is an end too."""

    def plain(end: float) -> str:
        return (signed if sign else number)(end, decimals=decimals, language=language)

    return _interval(low, best, high, places=decimals, plain=plain, unit=str, open_zero=not sign, language=language)


def percent(value: float | Quantity | None, *, decimals: int = 1, language: str | None = None) -> str:
    """A share in percent: 14 -> "14%" / "14 %"; an interval as in :func:`quantity`."""
    rule = conventions(language)
    if value is None:
        return ABSENT
    if not isinstance(value, Quantity):
        value = Quantity.exact(value)
    places = max(decimals, _half_unit(value))
    return _interval(
        value.low,
        value.best,
        value.high,
        places=places,
        plain=lambda end: number(end, decimals=places, language=language),
        unit=rule.percent.format,
        open_zero=True,
        language=language,
    )


def money(value: float | Quantity | None, currency: str, *, language: str | None = None) -> str:
    """An amount in whole units of its currency: "USD 14.3 billion" / "14,3 Mrd. USD", "≈ USD 900 (850–950)".

    Large amounts are scaled only where that hides no digit. An unknown currency (empty) is left out, never guessed.
    """
    rule = conventions(language)
    if value is None:
        return ABSENT
    if not isinstance(value, Quantity):
        value = Quantity.exact(value)
    ends = [end for end in (value.low, value.best, value.high) if end]
    places = 2 if value.low == value.high else 3  # "1.43 billion" was read as 1.425 to 1.435
    scale, word = next(
        (
            found
            for found in rule.scales
            if ends and max(map(abs, ends)) >= found[0] and all(_short(end / found[0], places) for end in ends)
        ),
        (1.0, ""),
    )

    def plain(end: float) -> str:
        return number(end / scale, decimals=places if word else 2, language=language)

    def unit(text: str) -> str:
        return rule.money.format(text, currency=currency, scale=word).strip(NBSP)

    return _interval(
        value.low, value.best, value.high, places=None, plain=plain, unit=unit, open_zero=True, language=language
    )


def _half_unit(value: Quantity) -> int:
    """Decimal places of a number that carries half a unit of its last digit, as "12.5 %" (12.45 to 12.55) does.

    0 for every other: what was computed is not shown more precisely because its ends happen to be round.
    """
    if value.low is None or value.best is None or value.high is None:
        return 0
    halves = value.best - value.low, value.high - value.best
    return next((p for p in (2, 3) if all(math.isclose(h, 5 / 10**p, abs_tol=1e-9) for h in halves)), 0)


def _short(value: float, places: int) -> bool:
    """Whether so many decimal places hold all of it."""
    return math.isclose(value, round(value, places), rel_tol=0, abs_tol=1e-9)


def _interval(
    low: float | None,
    best: float | None,
    high: float | None,
    *,
    places: int | None,
    plain: Callable[[float], str],
    unit: Callable[[str], str],
    open_zero: bool,
    language: str | None,
) -> str:
    """Words an interval: ``plain`` writes one end, ``unit`` puts the unit to a number or a range of them.

    ``places`` None leaves the ends as they are. ``open_zero``: a lower end of 0 says nothing, counts have it anyway.
    """
    rule = conventions(language)
    if low is None and best is None and high is None:
        return rule.unknown
    if best is not None and low == best == high:
        return unit(plain(best))
    if places is not None and best is not None and low is not None and high is not None:
        half = (0.5 + _NOISE) / 10**places
        if best - low <= half and high - best <= half:
            return f"≈{NBSP}{unit(plain(best))}"  # less than the last digit shown: "≈ 156", not "≈ 156 (156–157)"
    if places is not None:
        low = None if low is None else math.floor(low * 10**places + 0.5 + _NOISE) / 10**places
        high = None if high is None else math.floor(high * 10**places + 0.5 + _NOISE) / 10**places
    bottom = None if low is None or (open_zero and low == 0 and high is not None and low != high) else low
    middle = unit(plain(best)) if best is not None else ""
    if bottom is not None and high is not None:
        if plain(bottom) == plain(high):
            return unit(plain(high))
        # A dash beside signs reads as one more of them.
        pattern = "{}–{}" if open_zero and bottom >= 0 else rule.to
        bounds = unit(pattern.format(plain(bottom), plain(high)))
    elif bottom is not None:
        bounds = f"≥{NBSP}{unit(plain(bottom))}"
    elif high is not None:
        bounds = rule.at_most.format(unit(plain(high)))
    else:
        bounds = ""
    if not middle:
        return bounds
    return f"≈{NBSP}{middle} ({bounds})" if bounds else f"≈{NBSP}{middle}"


# --- dates -----------------------------------------------------------------------------------------------------------


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


# --- lists -----------------------------------------------------------------------------------------------------------


def listing(items: list[str], *, language: str | None = None) -> str:
    """Names in a sentence: "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return conventions(language).listing.format(", ".join(items[:-1]), items[-1])
