"""The grammar behind ``db.dates``: patterns for English and German, each giving EDTF text.

Every rule matches a text as a whole or not at all. Rules raise EdtfError with a reason code; ``read`` returns one
reading, or two where a way of writing has two meanings ("winter 2025", "2020-21").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from db.edtf import PERIODS, EdtfError, bounds, month_bounds
from db.plaintext import is_unknown, plain
from db.values import DateMode

_LONGEST = 120
_DAY = timedelta(days=1)
_MONTHS = (
    "january januar jänner jan", "february februar feber feb", "march märz maerz mär mrz mar", "april apr", "may mai",
    "june juni jun", "july juli jul", "august aug", "september sept sep", "october oktober oct okt",
    "november nov", "december dezember dec dez",
)  # fmt: skip
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_SEASON = {
    "spring": "21", "frühjahr": "21", "frühling": "21", "summer": "22", "sommer": "22", "autumn": "23", "fall": "23",
    "herbst": "23", "winter": "24",
}  # fmt: skip
_NTH = {
    "1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4, "first": 1, "second": 2, "third": 3,
    "fourth": 4, "erste": 1, "zweite": 2, "dritte": 3, "vierte": 4,
}  # fmt: skip
_THIRD = {
    "early": 0, "beginning of": 0, "start of": 0, "anfang": 0, "mid": 1, "middle of": 1, "mitte": 1, "late": 2,
    "end of": 2, "ende": 2,
}  # fmt: skip
_STEP = {
    "last": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "letzt": -1, "vorig": -1, "vergangen": -1,
    "dies": 0, "laufend": 0, "nächst": 1, "kommend": 1,
}  # fmt: skip
_NEAR = {"yesterday": -1, "gestern": -1, "today": 0, "heute": 0, "tomorrow": 1, "morgen": 1}

_M = rf"(?P<month>{'|'.join(sorted(_MONTH, key=len, reverse=True))})\.?"
_Y = r"(?P<year>\d{4}|'\d\d)"
_OF = r"(?:of |in |des jahres |von )?"
_TH = r"(?:\.|st|nd|rd|th)?"
_APPROX = re.compile(
    r"(?:[~≈]|(?:(?:ca|circa|zirka|c|approx)\.|(?:ca|circa|zirka|approx|about|around|approximately|roughly|"
    r"(?:on|in) or (?:about|around)|etwa|ungefähr|rund|um(?: den)?|gegen)(?= |\d))) ?(.+)"
)
_FILLER = re.compile(
    r"(?:on|in|at|im|am|den|the|during|im laufe des|month of|monat|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,?|(?:mon|diens|donners|frei|sams|sonn)tag,?|mittwoch,?) (.+)"
)
_BOUNDED = (
    ("before", re.compile(r"(?:before|prior to|vor(?: dem)?) (.+)")),
    ("by", re.compile(r"(?:by|until|till|through|thru|no later than|not later than|on or before|"
                      r"spätestens(?: bis)?(?: zum)?|bis(?: spätestens)?(?: zum)?) (.+)")),
    ("after", re.compile(r"(?:after|nach(?: dem)?) (.+)")),
    ("since", re.compile(r"(?:since|from|beginning|starting|commencing|on or after|no earlier than|not before|"
                         r"seit(?: dem)?|ab(?: dem)?|frühestens) (?!of )(.+)")),
    ("since", re.compile(r"(.+?) (?:or (?:later|after)|oder später|onwards?)")),
)  # fmt: skip
_TO = re.compile(r" (?:to|through|thru|until|till|bis(?: zum?)?|bis einschließlich) | ?-+ ?")
_AND = re.compile(r" (?:and|und) ")
_BETWEEN = re.compile(r"(?:between|zwischen)(?: dem)? (.+)")
_FROM = re.compile(r"(?:from|von|vom) (.+)")
_MONTH_FIRST = re.compile(rf"{_M} ?(\d{{1,2}}){_TH} ?(?:-|to|through|thru|until|bis|and) ?(\d{{1,2}}){_TH}(?:,? {_Y})?")
_ISO_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[t ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?z| ?[+-]\d\d:?\d\d)?")
_CLOCK = re.compile(r"(.*\d) \d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?")
_EDTF_LIKE = re.compile(r"[\dX?~%./-]+", re.ASCII)
_SPLIT_YEAR = re.compile(r"(\d\d(\d\d))-(2[1-4])")
_ORDERED = re.compile(r"\d ?[/-] ?\d{1,2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Context:
    """What a text alone does not say; ``day_before``: the month a bare day of month belongs to, if any."""

    order: str
    published: date | None
    year: int | None
    day_before: int | None = None


def depends_on_order(text: str) -> bool:
    """Whether reading *text* may need to know which of two numbers is the month."""
    return _ORDERED.search(plain(text)) is not None if len(text) <= _LONGEST else False


def read(text: str, context: Context) -> list[tuple[str, DateMode]]:
    """EDTF text and mode of each reading of *text*; "" for words that say it is unknown. Raises EdtfError."""
    if len(text) > _LONGEST:
        raise EdtfError("not_understood", text)
    stripped, reading = text.strip(), plain(text).replace("\n", " ")
    if is_unknown(reading):
        return [("", DateMode.WITHIN)]
    if _EDTF_LIKE.fullmatch(stripped):
        try:
            return _edtf(stripped)
        except EdtfError as error:
            if error.reason != "not_understood":
                raise
    if (match := _ISO_TIME.fullmatch(reading)) or (match := _CLOCK.fullmatch(reading)):
        reading = match[1]
    if match := re.fullmatch(r"winter (?:of )?(\d{4})", reading):
        after = f"{match[1]}-24"
        before = f"{int(match[1]) - 1:04d}-24"
        return [(before, DateMode.WITHIN), (after, DateMode.WITHIN)]
    return [_expression(reading, context)]


def _edtf(text: str) -> list[tuple[str, DateMode]]:
    """Typed EDTF. A closed interval is a span; quarters and halves become level 1 text; 2020-21 has two readings."""
    earliest, latest = bounds(text)
    if "/" in text:
        return [(text, DateMode.SPAN if earliest and latest else DateMode.WITHIN)]
    if (match := _SPLIT_YEAR.fullmatch(text)) and int(match[3]) == int(match[2]) + 1:
        return [(text, DateMode.WITHIN), (f"{match[1]}/{int(match[1]) + 1:04d}", DateMode.SPAN)]
    if len(text) == 7 and text[5] in "34" and earliest and latest:
        return [(_months(earliest, latest), DateMode.WITHIN)]
    return [(text, DateMode.WITHIN)]


def _expression(text: str, context: Context) -> tuple[str, DateMode]:
    """A point, an open end, or a range."""
    if (point := _maybe(text, context)) is not None:
        return point[0], DateMode.WITHIN
    if match := _BETWEEN.fullmatch(text):
        if days := _MONTH_FIRST.fullmatch(match[1]):
            return _days_of_month(days, context), DateMode.WITHIN
        return _range(match[1], _AND, context), DateMode.WITHIN
    if (match := _MONTH_FIRST.fullmatch(text.removeprefix("from "))) and " and " not in text:
        return _days_of_month(match, context), DateMode.SPAN
    if (match := _FROM.fullmatch(text)) and _TO.search(match[1]):
        try:
            return _range(match[1], _TO, context), DateMode.SPAN
        except EdtfError as error:
            if error.reason != "not_understood":
                raise
    for kind, pattern in _BOUNDED:
        match = pattern.fullmatch(text)
        if match and (point := _maybe(match[1], context)) is not None:
            return _open(kind, *point), DateMode.WITHIN
    return _range(text, _TO, context), DateMode.SPAN


def _days_of_month(match: re.Match[str], context: Context) -> str:
    """July 16-18, 2025."""
    year, month = _year(match["year"], context), _MONTH[match["month"]]
    return _joined(_day(year, month, int(match[2])), _day(year, month, int(match[3])))


def _open(kind: str, edtf: str, loose: bool) -> str:  # noqa: FBT001
    """An interval open on one side. Where the point itself is vague ("before mid-July"), its far end is the bound."""
    first, last = _closed(edtf)
    start, _, end = edtf.partition("/")
    try:
        if kind == "before" and not loose:
            return f"../{(first - _DAY).isoformat()}"
        if kind == "after" and not loose:
            return f"{(last + _DAY).isoformat()}/.."
    except OverflowError as error:
        raise EdtfError("out_of_range", edtf) from error
    return f"../{end or start}" if kind in ("before", "by") else f"{start}/.."


def _range(text: str, separator: re.Pattern[str], context: Context) -> str:
    """Two points joined by *separator*; what the first leaves out (year, month) it takes from the second."""
    for cut in separator.finditer(text):
        left, right = text[: cut.start()], text[cut.end() :]
        if cut[0] == "-" and "-" in left + right:
            continue  # "2025-02-18-1200" is no range
        end = _maybe(right, context)
        if end is None:
            continue
        first, last = _closed(end[0])
        # Only "16.-18.07.2025" and "16-18 July 2025": a bare day before a day whose month is plain to see.
        bare = first.month if first == last and re.search(r"[a-zäü]|\d\.", right) else None
        try:
            start = _maybe(left, replace(context, year=None, day_before=None))
            inherited = False
        except EdtfError as error:
            if error.reason != "needs_year" or len(end[0]) == 4:
                raise
            start, inherited = _maybe(left, replace(context, year=first.year)), True
        if start is None and bare is not None:
            start = _maybe(left, replace(context, year=first.year, day_before=bare))
        if start is not None:
            return _joined(start[0], end[0], reason="needs_year" if inherited else "end_before_start")
    raise EdtfError("not_understood", text)


def _closed(edtf: str) -> tuple[date, date]:
    """Bounds of a point, which never has an open end."""
    first, last = bounds(edtf)
    if first is None or last is None:
        raise EdtfError("not_understood", edtf)
    return first, last


def _joined(start: str, end: str, *, reason: str = "end_before_start") -> str:
    edtf = f"{start.partition('/')[0]}/{end.rpartition('/')[2]}"
    if _closed(start)[0] > _closed(end)[1]:
        raise EdtfError(reason, edtf)
    return edtf


def _maybe(text: str, context: Context) -> tuple[str, bool] | None:
    """EDTF text of a point and whether it is vague; None if *text* is no point. Raises for an impossible one."""
    approximate, mark = False, ""
    if len(text) > 4 and text[-1] in "?~%":
        text, mark = text[:-1].rstrip(), text[-1]
        approximate = mark != "?"
    while True:
        if match := _APPROX.fullmatch(text):
            approximate, text = True, match[1]
        elif match := _FILLER.fullmatch(text):
            text = match[1]
        else:
            break
    for pattern, rule in _RULES:
        if match := pattern.fullmatch(text):
            try:
                edtf = rule(match, context)
            except EdtfError as error:
                if error.reason == "not_understood":
                    return None
                raise
            if approximate:
                return _approximate(edtf), True
            return (edtf + mark if mark and "/" not in edtf else edtf), rule is _part
    return None


def _approximate(edtf: str) -> str:
    """Widened by its own length on each side; by EDTF's ``~`` where EDTF can say so."""
    if "/" not in edtf:
        bounds(f"{edtf}~")
        return f"{edtf}~"
    first, last = _closed(edtf)
    if edtf[7] == "/":
        index, length = _index(first), _index(last) - _index(first) + 1
        return _months(*month_bounds(index - length, 3 * length))
    length_days = last - first + _DAY
    try:
        return f"{(first - length_days).isoformat()}/{(last + length_days).isoformat()}"
    except OverflowError as error:
        raise EdtfError("out_of_range", edtf) from error


def _index(day: date) -> int:
    return day.year * 12 + day.month - 1


def _months(first: date, last: date) -> str:
    return f"{first.isoformat()[:7]}/{last.isoformat()[:7]}"


def _year(text: str | None, context: Context) -> int:
    """A year as written; two digits mean 1969 to 2068; none means the context's."""
    if text is None:
        if context.year is None:
            raise EdtfError("needs_year", "")
        return context.year
    digits = text.lstrip("'")
    if len(digits) == 2:
        return int(digits) + (1900 if int(digits) >= 69 else 2000)
    return int(digits)


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise EdtfError("impossible_date", f"{year}-{month}-{day}") from error


def _ymd(match: re.Match[str], _: Context) -> str:
    return _day(int(match[1]), int(match[3]), int(match[4]))


def _numeric(match: re.Match[str], context: Context) -> str:
    """Three numbers, or two without a year, in the order of the context."""
    first, second, year = match["a"], match["b"], match["y"]
    if context.order == "ymd":
        if year is None or len(year) == 4:
            raise EdtfError("not_understood", match[0])
        return _day(_year(first, context), int(second), int(year))
    month, day = (first, second) if context.order == "mdy" else (second, first)
    return _day(_year(year, context), int(month), int(day))


def _dotted(match: re.Match[str], context: Context) -> str:
    return _day(_year(match[3], context), int(match[2]), int(match[1]))


def _named_day(match: re.Match[str], context: Context) -> str:
    return _day(_year(match["year"], context), _MONTH[match["month"]], int(match["day"]))


def _bare_day(match: re.Match[str], context: Context) -> str:
    if context.day_before is None or context.year is None:
        raise EdtfError("not_understood", match[0])
    return _day(context.year, context.day_before, int(match[1]))


def _named_month(match: re.Match[str], context: Context) -> str:
    return f"{_year(match['year'], context):04d}-{_MONTH[match['month']]:02d}"


def _numbered_month(match: re.Match[str], _: Context) -> str:
    month = int(match["m"])
    if not 1 <= month <= 12:
        raise EdtfError("impossible_date", match[0])
    return _checked(f"{match['y']}-{month:02d}")


def _checked(edtf: str) -> str:
    bounds(edtf)
    return edtf


def _period(match: re.Match[str], context: Context) -> str:
    """Quarters and halves, as an interval of months."""
    base = 32 if match["kind"][0] == "q" else 39
    nth = _NTH[match["nth"].rstrip("srn") if match["nth"] not in _NTH else match["nth"]]
    offset, length = PERIODS[str(base + nth)]
    return _months(*month_bounds(_year(match["year"], context) * 12 + offset, length))


def _season(match: re.Match[str], context: Context) -> str:
    year, second = _year(match["year"], context), match["second"]
    code = _SEASON[match["season"]]
    if (code == "24") != (second is not None) or (second and int(second) % 100 != (year + 1) % 100):
        raise EdtfError("not_understood", match[0])
    return _checked(f"{year:04d}-{code}")


def _plain_year(match: re.Match[str], _: Context) -> str:
    return _checked(match[1])


def _part(match: re.Match[str], context: Context) -> str:
    """A third of a month (1-10, 11-20, the rest) or, in whole months, of anything longer."""
    inner = _maybe(match["rest"], context)
    third = _THIRD[match["third"]]
    if inner is None or inner[1]:
        raise EdtfError("not_understood", match[0])
    first, last = _closed(inner[0])
    months = _index(last) - _index(first) + 1
    if first == last or inner[0].count("-") == 4:
        raise EdtfError("not_understood", match[0])
    if months == 1:
        end = last if third == 2 else first + timedelta(days=10 * third + 9)
        return f"{(first + timedelta(days=10 * third)).isoformat()}/{end.isoformat()}"
    size = months // 3
    start, stop = month_bounds(_index(first) + third * size, size)
    return start.isoformat()[:7] if size == 1 else _months(start, stop)


def _relative(match: re.Match[str], context: Context) -> str:
    """Last month and the like, counted from the day of publication."""
    from dateutil.relativedelta import relativedelta

    if context.published is None:
        raise EdtfError("needs_publication_date", match[0])
    published = context.published
    try:
        if match["near"]:
            return (published + timedelta(days=_NEAR[match["near"]])).isoformat()
        unit, step = match["unit"], _STEP[match["step"]]
        if unit in ("year", "jahr"):
            return f"{(published + relativedelta(years=step)).year:04d}"
        if unit in ("week", "woche"):
            monday = published + timedelta(weeks=step) - timedelta(days=published.weekday())
            return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
        if unit in ("quarter", "quartal"):
            quarter = published + relativedelta(months=3 * step)
            return _months(*month_bounds(quarter.year * 12 + (quarter.month - 1) // 3 * 3, 3))
        return (published + relativedelta(months=step)).isoformat()[:7]
    except (ValueError, OverflowError) as error:
        raise EdtfError("out_of_range", match[0]) from error


def _rules() -> Iterator[tuple[str, Callable[[re.Match[str], Context], str]]]:
    yield r"(\d{4}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{1,2})", _ymd
    yield r"(?P<a>\d{1,2}) ?(?P<s>[/-]) ?(?P<b>\d{1,2}) ?(?P=s) ?(?P<y>\d{4}|\d\d)", _numeric
    yield r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(?P<y>(?!))?", _numeric
    yield r"(\d{1,2})\. ?(\d{1,2})\.(?: ?(\d{4}|\d\d))?", _dotted
    yield r"(?P<m>\d{1,2}) ?[/.-] ?(?P<y>(?:1[89]|2[01])\d\d)", _numbered_month
    yield r"(?P<y>\d{4}) ?[/.-] ?(?P<m>0?[1-9]|1[0-2])", _numbered_month
    yield rf"(?P<day>\d{{1,2}}){_TH}[ -]?(?:of )?{_M}(?:[, -] ?(?P<year>\d{{4}}|'?\d\d))?", _named_day
    yield rf"{_M},? ?(?P<day>\d{{1,2}}){_TH}(?:, ?|\. ?| ){_Y}", _named_day
    yield rf"{_M} (?P<day>\d{{1,2}}){_TH}(?P<year>(?!))?", _named_day
    yield rf"{_M}(?:,?[ -]?{_OF}{_Y})?", _named_month
    yield r"(?:year |jahre? )?(\d{4})", _plain_year
    nth = r"(?P<nth>[1-4]|i{1,3}|iv|first|second|third|fourth|(?:erste|zweite|dritte|vierte)[srn]?)"
    half = r"(?P<nth>[12]|i{1,2}|first|second|(?:erste|zweite)[srn]?)"
    yield rf"(?P<kind>q) ?(?P<nth>[1-4])(?:[ ,/-]*{_Y})?", _period
    yield rf"{_Y}[ ,/-]*(?P<kind>q) ?(?P<nth>[1-4])", _period
    yield rf"{nth}{_TH}[ -]?(?P<kind>quartal|quarter|qtr\.?|q)(?:(?:, ?|/| ){_OF}{_Y})?", _period
    yield rf"(?P<kind>h) ?(?P<nth>[12])(?:[ ,/-]*{_Y})?", _period
    yield rf"{_Y}[ ,/-]*(?P<kind>h) ?(?P<nth>[12])", _period
    yield rf"{half}{_TH}[ -]?(?P<kind>halbjahr|half(?:[- ]year)?|hälfte|hj\.?|h)(?:(?:, ?|/| ){_OF}{_Y})?", _period
    yield rf"(?P<season>{'|'.join(_SEASON)})(?: {_OF}{_Y})?(?: ?[/-] ?(?P<second>\d{{4}}|\d\d))?", _season
    thirds = "|".join(sorted(_THIRD, key=len, reverse=True))
    yield rf"(?P<third>{thirds})[ -](?:in |of |the |im |des )*(?:jahres |year )?(?P<rest>.+)", _part
    steps = "|".join(_STEP)
    yield (
        (
            rf"(?:(?P<near>{'|'.join(_NEAR)})|(?P<step>{steps})(?:e[nrsm]?)? "
            r"(?P<unit>month|year|week|quarter|monat|jahr|woche|quartal)e?s?)"
        ),
        _relative,
    )
    yield rf"(\d{{1,2}}){_TH}", _bare_day


_RULES = tuple((re.compile(pattern, re.ASCII), rule) for pattern, rule in _rules())
