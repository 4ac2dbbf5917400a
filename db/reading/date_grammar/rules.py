"""How a day, a month, a quarter or any other plain point is written in English and German: patterns and EDTF text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from db.reading.date_grammar import fiscal
from db.reading.date_grammar import words as w
from db.reading.date_grammar.context import Context, chosen, closed
from db.reading.date_grammar.relative import known, months, shifted, week
from db.reading.date_grammar.years import nearest
from db.reading.edtf import PERIODS, EdtfError, bounds, month_bounds

#: From what a pattern found to EDTF text; raises EdtfError with what is wrong or missing.
Rule = Callable[[re.Match[str], Context], str]


def year_of(text: str | None, context: Context) -> int:
    """A year as written; two digits mean 1969 to 2068; none means the context's."""
    if text is None:
        if context.year is None:
            raise EdtfError("needs_year", "")
        return context.year
    digits = text.lstrip("'")
    if len(digits) == 2:
        return int(digits) + (1900 if int(digits) >= 69 else 2000)
    return int(digits)


def day_of(year: int, month: int, day: int) -> str:
    """A day as EDTF text; raises EdtfError impossible_date for one that no calendar has."""
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise EdtfError("impossible_date", f"{year}-{month}-{day}") from error


def _ymd(match: re.Match[str], _: Context) -> str:
    return day_of(int(match[1]), int(match[3]), int(match[4]))


def _numeric(match: re.Match[str], context: Context) -> str:
    """Three numbers, or two without a year, in the order of the context."""
    first, second, year = match["a"], match["b"], match["y"]
    if context.order == "ymd":
        if year is None or len(year) == 4:
            raise EdtfError("not_understood", match[0])
        return day_of(year_of(first, context), int(second), int(year))
    month, day = (first, second) if context.order == "mdy" else (second, first)
    if year is None and context.year is None and context.published is not None and context.infer:
        return _day_or_month(int(first), int(second), (int(month), int(day)), context)
    return day_of(year_of(year, context), int(month), int(day))


def _day_or_month(first: int, second: int, at: tuple[int, int], context: Context) -> str:
    """7/25 beside a publication date: 25 July, or July 2025 where that year is near; then it is asked."""
    assert context.published is not None
    options = [nearest(lambda year: day_of(year, *at), context.published, context)]
    year = 2000 + second
    if 1 <= first <= 12 and -5 <= year - context.published.year <= 2:
        options.append(f"{year:04d}-{first:02d}")
    return chosen(options, context, "month")


def _digits(match: re.Match[str], _: Context) -> str:
    return day_of(int(match[1]), int(match[2]), int(match[3]))


def _dotted(match: re.Match[str], context: Context) -> str:
    return day_of(year_of(match[3], context), int(match[2]), int(match[1]))


def _named_day(match: re.Match[str], context: Context) -> str:
    return day_of(year_of(match["year"], context), w.MONTH[match["month"]], int(match["day"]))


def _bare_day(match: re.Match[str], context: Context) -> str:
    if context.day_before is None or context.year is None:
        raise EdtfError("not_understood", match[0])
    return day_of(context.year, context.day_before, int(match[1]))


def _named_month(match: re.Match[str], context: Context) -> str:
    return f"{year_of(match['year'], context):04d}-{w.MONTH[match['month']]:02d}"


def _short_month(match: re.Match[str], context: Context) -> str:
    """Mar-25 is a month, as spreadsheets write it; beside a publication date it may be a day, which is asked."""
    month, number = w.MONTH[match["month"]], int(match["short"])
    options = [f"{year_of(match['short'], context):04d}-{month:02d}"]
    if context.published is not None:
        try:
            options.append(nearest(lambda year: day_of(year, month, number), context.published, context))
        except EdtfError:
            pass  # no month has such a day
    return chosen(options, context, "month")


def _numbered_month(match: re.Match[str], _: Context) -> str:
    month = int(match["m"])
    if not 1 <= month <= 12:
        raise EdtfError("impossible_date", match[0])
    return _checked(f"{match['y']}-{month:02d}")


def _checked(edtf: str) -> str:
    bounds(edtf)
    return edtf


def _year_month_day(match: re.Match[str], _: Context) -> str:
    return day_of(int(match[1]), w.MONTH[match["month"]], int(match[3]))


def _plain_year(match: re.Match[str], _: Context) -> str:
    return _checked(match[1])


def _period(match: re.Match[str], context: Context) -> str:
    """Quarters and halves, as an interval of months."""
    base = 32 if match["kind"].startswith("q") else 39
    nth = w.NTH[match["nth"].rstrip("srn") if match["nth"] not in w.NTH else match["nth"]]
    offset, length = PERIODS[str(base + nth)]
    return months(*month_bounds(year_of(match["year"], context) * 12 + offset, length))


def _season(match: re.Match[str], context: Context) -> str:
    year, second = year_of(match["year"], context), match["second"]
    code = w.SEASON[match["season"]]
    if match["year"] is None and second is None:  # "in the winter" of a year that the context says
        return _checked(f"{year:04d}-{code}")
    if (code == "24") != (second is not None) or (second and int(second) % 100 != (year + 1) % 100):
        raise EdtfError("not_understood", match[0])
    return _checked(f"{year:04d}-{code}")


def _numbered_week(match: re.Match[str], context: Context) -> str:
    """Calendar week 29, Monday to Sunday (ISO 8601)."""
    year = year_of(match["year"], context)
    try:
        return week(date.fromisocalendar(year, int(match["week"]), 1))
    except ValueError as error:
        raise EdtfError("impossible_date", match[0]) from error


def _day_of_week(match: re.Match[str], context: Context) -> str:
    """2025-W29-3 is the Wednesday of that week (ISO 8601)."""
    try:
        return date.fromisocalendar(
            year_of(match["year"], context), int(match["week"]), int(match["weekday"])
        ).isoformat()
    except ValueError as error:
        raise EdtfError("impossible_date", match[0]) from error


def _decade(match: re.Match[str], _: Context) -> str:
    return f"{match[1]}X"


def _relative(match: re.Match[str], context: Context) -> str:
    """Last month and the like, counted from the day of publication."""
    published = known(context.published, match[0])
    if match["near"]:
        return shifted("day", published, w.NEAR[match["near"]])
    return shifted(match["unit"], published, w.STEP[match["step"]])


def _stepped(match: re.Match[str], context: Context) -> str:
    """Last December, next spring: the nearest one on that side; of the same year it may be that of another, asked."""
    published = known(context.published, match[0])
    step = w.STEP[match["step"]]
    found = []
    for year in range(max(published.year - 2, 1), min(published.year + 2, 9998) + 1):
        name = match["month"]
        found.append(f"{year:04d}-{w.MONTH[name]:02d}" if name else f"{year:04d}-{w.SEASON[match['season']]}")
    if step == 0:
        return found[min(2, published.year - 1)]
    before = [edtf for edtf in found if closed(edtf)[1] < published]
    after = [edtf for edtf in found if closed(edtf)[0] > published]
    near = before[-2:][::-1] if step < 0 else after[:2]
    if not near:
        raise EdtfError("out_of_range", match[0])
    loose = match["step"] in {"last", "next", "letzt", "nächst"} and int(near[0][:4]) == published.year
    return chosen(near if loose else near[:1], context, "year")


def _within_this(match: re.Match[str], context: Context) -> str:
    """Earlier this month, until publication; later this month, from then on."""
    published = known(context.published, match[0])
    first, last = closed(shifted(match["unit"], published, 0))
    ends = (first, published) if match["side"] == "earlier" else (published, last)
    return f"{ends[0].isoformat()}/{ends[1].isoformat()}"


def _rules() -> Iterator[tuple[str, Rule]]:
    yield r"(\d{4}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{1,2})", _ymd
    yield r"(?P<a>\d{1,2}) ?(?P<s>[/-]) ?(?P<b>\d{1,2}) ?(?P=s) ?(?P<y>\d{4}|\d\d)", _numeric
    yield r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(?P<y>(?!))?", _numeric
    yield r"(\d{1,2})\. ?(\d{1,2})\.(?: ?(\d{4}|\d\d))?", _dotted
    yield r"(?P<m>\d{1,2}) ?[/.-] ?(?P<y>(?:1[89]|2[01])\d\d)", _numbered_month
    yield r"(?P<y>\d{4}) ?[/.-] ?(?P<m>0?[1-9]|1[0-2])", _numbered_month
    yield rf"(?P<day>\d{{1,2}}){w.TH}[ -]?(?:of )?{w.ANY_MONTH}(?:[, -] ?(?P<year>\d{{4}}|'?\d\d))?", _named_day
    yield rf"(?P<day>\d{{1,2}}){w.ANY_MONTH}(?P<year>\d{{4}}|\d\d)", _named_day
    yield rf"{w.ANY_MONTH},? ?(?P<day>\d{{1,2}}){w.TH}(?:, ?|\. ?| ){w.YEAR}", _named_day
    yield rf"{w.ANY_MONTH} (?P<day>\d{{1,2}}){w.TH}(?P<year>(?!))?", _named_day
    yield rf"{w.ANY_MONTH}(?:,?[ -]?{w.OF}{w.YEAR})?", _named_month
    yield rf"{w.ANY_MONTH}-(?P<short>\d\d)", _short_month
    yield rf"(\d{{4}})[- ]{w.ANY_MONTH}[- ](\d{{1,2}})", _year_month_day
    yield r"((?:19|20)\d\d)([01]\d)([0-3]\d)", _digits
    yield r"(?:year |jahre?s? )?(\d{4})", _plain_year
    yield r"((?:19|20)\d)0(?:'?s|er(?: jahren?)?)", _decade
    nth = r"(?P<nth>[1-4]|i{1,3}|iv|first|second|third|fourth|(?:erste|zweite|dritte|vierte)[srn]?)"
    half = r"(?P<nth>[12]|i{1,2}|first|second|(?:erste|zweite)[srn]?)"
    # Two digits need a sign before them, so that the year is plain to see: Q2/25, Q2'25, but not Q225.
    short = r"(?P<year>\d{4}|'\d\d|(?<=[ ,/-])\d\d)"
    yield rf"(?P<kind>q) ?(?P<nth>[1-4])(?:[ ,/-]*{short})?", _period
    yield rf"{w.YEAR}[ ,/-]*(?P<kind>q) ?(?P<nth>[1-4])", _period
    yield rf"{nth}{w.TH}[ -]?(?P<kind>quartals?|quarter|qtr\.?|q)(?:(?:, ?|/| ){w.OF}{w.YEAR})?", _period
    yield r"(?P<nth>[1-4])(?P<kind>q)[ /-]?(?P<year>\d{4}|'?\d\d)", _period
    yield r"(?P<nth>[12])(?P<kind>h)[ /-]?(?P<year>\d{4}|'?\d\d)", _period
    yield rf"(?P<kind>h)j? ?(?P<nth>[12])(?:[ ,/-]*{short})?", _period
    yield rf"{w.YEAR}[ ,/-]*(?P<kind>h) ?(?P<nth>[12])", _period
    kind = r"(?P<kind>halbjahre?s?|half(?:[- ]year)?|hälfte|jahreshälfte|hj\.?|h)"
    yield rf"{half}{w.TH}[ -]?{kind}(?:(?:, ?|/| ){w.OF}{w.YEAR})?", _period
    yield rf"(?P<season>{'|'.join(w.SEASON)})(?: {w.OF}{w.YEAR})?(?: ?[/-] ?(?P<second>\d{{4}}|\d\d))?", _season
    yield (
        rf"(?:kw|cw|kalenderwoche|(?:calendar )?week) ?(?P<week>\d{{1,2}})(?:(?: ?/ ?|, ?| ){w.OF}{w.YEAR})?",
        _numbered_week,
    )
    yield rf"(?P<week>\d{{1,2}})\. ?(?:kw|kalenderwoche)(?:(?: ?/ ?|, ?| ){w.OF}{w.YEAR})?", _numbered_week
    yield rf"{w.YEAR}-? ?(?:w|kw) ?(?P<week>\d{{1,2}})", _numbered_week
    yield rf"{w.YEAR}-?w(?P<week>\d\d)-?(?P<weekday>[1-7])", _day_of_week
    yield rf"(?:w|woche) ?(?P<week>\d{{1,2}})(?:[ ,/-]+{w.OF}{w.YEAR})", _numbered_week
    steps = "|".join(w.STEP)
    yield (
        (rf"(?P<step>{steps.removesuffix('|vor')})(?:e[nrsm]?)? (?:{w.ANY_MONTH}|(?P<season>{'|'.join(w.SEASON)}))"),
        _stepped,
    )
    yield fiscal.NAMED, fiscal.named
    yield fiscal.RELATIVE, fiscal.relative
    yield r"(?P<side>earlier|later) (?:this|in the) (?P<unit>month|year|week|quarter)", _within_this
    unit = r"(?P<unit>month|year|week|quarter|monat|jahr|woche|quartal)"
    yield (
        (
            rf"(?:(?P<near>{'|'.join(w.NEAR)})|(?P<step>{steps})(?:e[nrsm]?)? ?"
            rf"{unit}(?:e?s|e)?)"
        ),
        _relative,
    )
    yield rf"(\d{{1,2}}){w.TH}", _bare_day


RULES = tuple((re.compile(pattern, re.ASCII), rule) for pattern, rule in _rules())
