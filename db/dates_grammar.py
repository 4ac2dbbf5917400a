"""The grammar behind ``db.dates``: patterns for English and German, each giving EDTF text.

Every rule matches a text as a whole or not at all. Rules raise EdtfError with a reason code; ``read`` returns one
reading, or two where a way of writing has two meanings ("winter 2025", "2020-21").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from db import dates_words as w
from db.dates_relative import known, month_index, months, shifted, week
from db.edtf import PERIODS, EdtfError, bounds, month_bounds
from db.plaintext import is_unknown, plain
from db.values import DateMode

_LONGEST = 160
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Context:
    """What a text alone does not say; ``day_before``: the month a bare day of month belongs to, if any."""

    order: str
    published: date | None
    year: int | None
    day_before: int | None = None


def depends_on_order(text: str) -> bool:
    """Whether reading *text* may need to know which of two numbers is the month."""
    return w.ORDERED.search(plain(text)) is not None if len(text) <= _LONGEST else False


def read(text: str, context: Context) -> list[tuple[str, DateMode]]:
    """EDTF text and mode of each reading of *text*; "" for words that say it is unknown. Raises EdtfError."""
    if len(text) > _LONGEST:
        raise EdtfError("not_understood", text)
    stripped, reading = text.strip(), plain(text).replace("\n", " ")
    if is_unknown(reading):
        return [("", DateMode.WITHIN)]
    if w.EDTF_LIKE.fullmatch(stripped):
        try:
            return _edtf(stripped)
        except EdtfError as error:
            if error.reason != "not_understood":
                raise
    if (match := w.ISO_TIME.fullmatch(reading)) or (match := w.CLOCK.fullmatch(reading)):
        reading = match[1]
    if match := re.fullmatch(r"winter (?:of )?(\d{4})", reading):
        after = f"{match[1]}-24"
        before = f"{int(match[1]) - 1:04d}-24"
        return [(before, DateMode.WITHIN), (after, DateMode.WITHIN)]
    try:
        edtf, mode = _expression(reading, context)
    except EdtfError as error:
        # A sentence is taken apart only where it is no date as it stands.
        if error.reason != "not_understood" or (found := _notice(reading, context)) is None:
            raise
        edtf, mode = found
    return [(edtf, mode if "/" in edtf else DateMode.WITHIN)]  # a range of one day is that day


def _edtf(text: str) -> list[tuple[str, DateMode]]:
    """Typed EDTF. A closed interval is a span; quarters and halves become level 1 text; 2020-21 has two readings."""
    earliest, latest = bounds(text)
    if "/" in text:
        return [(text, DateMode.SPAN if earliest and latest else DateMode.WITHIN)]
    if (match := w.SPLIT_YEAR.fullmatch(text)) and int(match[3]) == int(match[2]) + 1:
        return [(text, DateMode.WITHIN), (f"{match[1]}/{int(match[1]) + 1:04d}", DateMode.SPAN)]
    if len(text) == 7 and text[5] in "34" and earliest and latest:
        return [(months(earliest, latest), DateMode.WITHIN)]
    return [(text, DateMode.WITHIN)]


def _expression(text: str, context: Context) -> tuple[str, DateMode]:
    """A point, an open end, or a range."""
    if (point := _maybe(text, context)) is not None:
        return point[0], DateMode.WITHIN
    if match := w.BETWEEN.fullmatch(text):
        if days := w.MONTH_FIRST.fullmatch(match[1]):
            return _days_of_month(days, context), DateMode.WITHIN
        return _range(match[1], w.AND_OR_DASH, context), DateMode.WITHIN
    if match := w.EITHER.fullmatch(text):
        return _range(f"{match[1]} - {match[2]}", w.TO, context), DateMode.WITHIN
    if (match := w.MONTH_FIRST.fullmatch(text.removeprefix("from "))) and " and " not in text:
        return _days_of_month(match, context), DateMode.SPAN
    if (match := w.FROM.fullmatch(text)) and w.TO.search(match[1]):
        try:
            return _range(match[1], w.TO, context), DateMode.SPAN
        except EdtfError as error:
            if error.reason != "not_understood":
                raise
    for kind, pattern in w.BOUNDED:
        match = pattern.fullmatch(text)
        if match and (point := _maybe(match[1], context)) is not None:
            return _open(kind, *point), DateMode.WITHIN
    return _range(text, w.TO, context), DateMode.SPAN


def _notice(text: str, context: Context) -> tuple[str, DateMode] | None:
    """What officials write into notices: "Layoffs will begin on ...", "... or within 14 days thereafter"; else None."""
    text = text.rstrip(".") if text[-2:-1].isdigit() else text
    if match := w.WINDOW.fullmatch(text):
        point = _maybe(match["from"] or match["after"], context)
        if point is None or len(point[0]) != 10:
            return None
        days = w.WINDOW_DAYS[match["n"] or match["m"]] * (7 if "week" in (match["unit"], match["munit"]) else 1)
        first = date.fromisoformat(point[0])
        # A period that starts on a day includes it; "within 14 days thereafter" counts from the next one.
        return f"{point[0]}/{shifted('day', first, days - 1 if match['from'] else days)}", DateMode.WITHIN
    if match := w.BEGIN_AND_END.fullmatch(text.removeprefix("will ").removeprefix("to ")):
        start, end = _maybe(match[1], context), _maybe(match[2], context)
        return (_joined(start[0], end[0]), DateMode.SPAN) if start and end else None
    match = w.LEAD.fullmatch(text)
    if match is None or match["rest"] == text:
        return None
    inner = match["rest"]
    if match["begin"] and not inner.startswith("between "):
        inner = f"beginning {inner}"
    try:
        return _expression(inner, context)
    except EdtfError as error:
        if error.reason != "not_understood" or inner == text:
            raise
        return _notice(inner, context)


def _days_of_month(match: re.Match[str], context: Context) -> str:
    """July 16-18, 2025."""
    year, month = _year(match["year"], context), w.MONTH[match["month"]]
    return _joined(_day(year, month, int(match[2])), _day(year, month, int(match[3])))


def _open(kind: str, edtf: str, loose: bool) -> str:  # noqa: FBT001
    """An interval open on one side. Where the point itself is vague ("before mid-July"), its far end is the bound."""
    start, _, end = edtf.partition("/")
    if loose or kind in ("by", "since"):
        return f"../{end or start}" if kind in ("before", "by") else f"{start}/.."
    if kind == "before":
        return f"../{_beside(start, -1)}"
    return f"{_beside(end or start, 1)}/.."


def _beside(piece: str, step: int) -> str:
    """The day, month or year before (or after) a piece of EDTF text, as precise as that is."""
    try:
        if len(piece) == 4 and piece.isdecimal() and 1 <= int(piece) + step <= 9999:
            return f"{int(piece) + step:04d}"
        first, last = _closed(piece)
        beside = first - _DAY if step < 0 else last + _DAY
    except OverflowError as error:
        raise EdtfError("out_of_range", piece) from error
    return beside.isoformat()[: 7 if len(piece) == 7 else 10]


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
    """From the start of the one to the end of the other; a range of one day is that day."""
    edtf = f"{start.partition('/')[0]}/{end.rpartition('/')[2]}"
    if _closed(start)[0] > _closed(end)[1]:
        raise EdtfError(reason, edtf)
    return start if start == end and len(start) == 10 else edtf


def _maybe(text: str, context: Context) -> tuple[str, bool] | None:
    """EDTF text of a point and whether it is vague; None if *text* is no point. Raises for an impossible one."""
    approximate = uncertain = False
    if len(text) > 4 and text[-1] in "?~%":
        approximate, uncertain = text[-1] != "?", text[-1] != "~"
        text = text[:-1].rstrip()
    while True:
        if match := w.APPROX.fullmatch(text):
            approximate, text = True, match[1] or match[2]
        elif match := w.PERHAPS.fullmatch(text):
            uncertain, text = True, match[1] or match[2]
        elif match := w.FILLER.fullmatch(text):
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
            return _marked(edtf, approximate, uncertain), approximate or rule is _part
    return None


def _marked(edtf: str, approximate: bool, uncertain: bool) -> str:  # noqa: FBT001
    """With EDTF's marks, which an interval takes only as far as its bounds go: what is uncertain keeps them."""
    if "/" in edtf:
        return _approximate(edtf) if approximate else edtf
    if approximate:
        return f"{_approximate(edtf)[:-1]}%" if uncertain else _approximate(edtf)
    return f"{edtf}?" if uncertain else edtf


def _approximate(edtf: str) -> str:
    """Widened by its own length on each side; by EDTF's ``~`` where EDTF can say so."""
    if "/" not in edtf:
        bounds(f"{edtf}~")
        return f"{edtf}~"
    first, last = _closed(edtf)
    if edtf[7] == "/":
        index, length = month_index(first), month_index(last) - month_index(first) + 1
        return months(*month_bounds(index - length, 3 * length))
    length_days = last - first + _DAY
    try:
        return f"{(first - length_days).isoformat()}/{(last + length_days).isoformat()}"
    except OverflowError as error:
        raise EdtfError("out_of_range", edtf) from error


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
    return _day(_year(match["year"], context), w.MONTH[match["month"]], int(match["day"]))


def _bare_day(match: re.Match[str], context: Context) -> str:
    if context.day_before is None or context.year is None:
        raise EdtfError("not_understood", match[0])
    return _day(context.year, context.day_before, int(match[1]))


def _named_month(match: re.Match[str], context: Context) -> str:
    return f"{_year(match['year'], context):04d}-{w.MONTH[match['month']]:02d}"


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
    base = 32 if match["kind"].startswith("q") else 39
    nth = w.NTH[match["nth"].rstrip("srn") if match["nth"] not in w.NTH else match["nth"]]
    offset, length = PERIODS[str(base + nth)]
    return months(*month_bounds(_year(match["year"], context) * 12 + offset, length))


def _season(match: re.Match[str], context: Context) -> str:
    year, second = _year(match["year"], context), match["second"]
    code = w.SEASON[match["season"]]
    if (code == "24") != (second is not None) or (second and int(second) % 100 != (year + 1) % 100):
        raise EdtfError("not_understood", match[0])
    return _checked(f"{year:04d}-{code}")


def _plain_year(match: re.Match[str], _: Context) -> str:
    return _checked(match[1])


def _part(match: re.Match[str], context: Context) -> str:
    """A third of a month (1-10, 11-20, the rest) or, in whole months, of anything longer.

    "The end of the month" is that of publication; "year-end" alone that of the context.
    """
    third = w.THIRD[w.COMPOUND.get(match["third"], match["third"])]
    inner: tuple[str, bool] | None
    if this := w.THE_UNIT.fullmatch(match["rest"]):
        inner = shifted(this["unit"], known(context.published, match[0]), 0), False
    elif match["rest"]:
        inner = _maybe(match["rest"], context)
    else:
        inner = f"{_year(None, context):04d}", False
    if inner is None or inner[1]:
        raise EdtfError("not_understood", match[0])
    first, last = _closed(inner[0])
    long = month_index(last) - month_index(first) + 1
    if first == last or inner[0].count("-") == 4:
        raise EdtfError("not_understood", match[0])
    if long == 1:
        end = last if third == 2 else first + timedelta(days=10 * third + 9)
        return f"{(first + timedelta(days=10 * third)).isoformat()}/{end.isoformat()}"
    size = long // 3
    start, stop = month_bounds(month_index(first) + third * size, size)
    return start.isoformat()[:7] if size == 1 else months(start, stop)


def _relative(match: re.Match[str], context: Context) -> str:
    """Last month and the like, counted from the day of publication."""
    published = known(context.published, match[0])
    if match["near"]:
        return shifted("day", published, w.NEAR[match["near"]])
    return shifted(match["unit"], published, w.STEP[match["step"]])


def _ago(match: re.Match[str], context: Context) -> str:
    """Three days ago; of weeks, months and years the whole one that lies so far back."""
    words = match["n"] or match["m"]
    number = int(words) if words.isdecimal() else w.COUNTED[words]
    return shifted(match["unit"] or match["einheit"], known(context.published, match[0]), -number)


def _within_this(match: re.Match[str], context: Context) -> str:
    """Earlier this month, until publication; later this month, from then on."""
    published = known(context.published, match[0])
    first, last = _closed(shifted(match["unit"], published, 0))
    ends = (first, published) if match["side"] == "earlier" else (published, last)
    return f"{ends[0].isoformat()}/{ends[1].isoformat()}"


def _of_year(match: re.Match[str], context: Context) -> str:
    """July of last year: the inner words, in the year that is meant."""
    published = known(context.published, match[0])
    year = published.year + w.STEP[match["step"] or "last"]
    inner = _maybe(match["inner"], replace(context, year=year))
    if inner is None or not 1 <= year <= 9999:
        raise EdtfError("not_understood", match[0])
    return inner[0]


def _numbered_week(match: re.Match[str], context: Context) -> str:
    """Calendar week 29, Monday to Sunday (ISO 8601)."""
    year = _year(match["year"], context)
    try:
        return week(date.fromisocalendar(year, int(match["week"]), 1))
    except ValueError as error:
        raise EdtfError("impossible_date", match[0]) from error


def _year_month_day(match: re.Match[str], _: Context) -> str:
    return _day(int(match[1]), w.MONTH[match["month"]], int(match[3]))


def _rules() -> Iterator[tuple[str, Callable[[re.Match[str], Context], str]]]:
    yield r"(\d{4}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{1,2})", _ymd
    yield r"(?P<a>\d{1,2}) ?(?P<s>[/-]) ?(?P<b>\d{1,2}) ?(?P=s) ?(?P<y>\d{4}|\d\d)", _numeric
    yield r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(?P<y>(?!))?", _numeric
    yield r"(\d{1,2})\. ?(\d{1,2})\.(?: ?(\d{4}|\d\d))?", _dotted
    yield r"(?P<m>\d{1,2}) ?[/.-] ?(?P<y>(?:1[89]|2[01])\d\d)", _numbered_month
    yield r"(?P<y>\d{4}) ?[/.-] ?(?P<m>0?[1-9]|1[0-2])", _numbered_month
    yield rf"(?P<day>\d{{1,2}}){w.TH}[ -]?(?:of )?{w.ANY_MONTH}(?:[, -] ?(?P<year>\d{{4}}|'?\d\d))?", _named_day
    yield rf"{w.ANY_MONTH},? ?(?P<day>\d{{1,2}}){w.TH}(?:, ?|\. ?| ){w.YEAR}", _named_day
    yield rf"{w.ANY_MONTH} (?P<day>\d{{1,2}}){w.TH}(?P<year>(?!))?", _named_day
    yield rf"{w.ANY_MONTH}(?:,?[ -]?{w.OF}{w.YEAR})?", _named_month
    yield rf"(\d{{4}})[- ]{w.ANY_MONTH}[- ](\d{{1,2}})", _year_month_day
    yield r"(?:year |jahre? )?(\d{4})", _plain_year
    nth = r"(?P<nth>[1-4]|i{1,3}|iv|first|second|third|fourth|(?:erste|zweite|dritte|vierte)[srn]?)"
    half = r"(?P<nth>[12]|i{1,2}|first|second|(?:erste|zweite)[srn]?)"
    yield rf"(?P<kind>q) ?(?P<nth>[1-4])(?:[ ,/-]*{w.YEAR})?", _period
    yield rf"{w.YEAR}[ ,/-]*(?P<kind>q) ?(?P<nth>[1-4])", _period
    yield rf"{nth}{w.TH}[ -]?(?P<kind>quartal|quarter|qtr\.?|q)(?:(?:, ?|/| ){w.OF}{w.YEAR})?", _period
    yield r"(?P<nth>[1-4])(?P<kind>q) ?(?P<year>\d\d)", _period
    yield rf"(?P<kind>h)j? ?(?P<nth>[12])(?:[ ,/-]*{w.YEAR})?", _period
    yield rf"{w.YEAR}[ ,/-]*(?P<kind>h) ?(?P<nth>[12])", _period
    kind = r"(?P<kind>halbjahr|half(?:[- ]year)?|hälfte|jahreshälfte|hj\.?|h)"
    yield rf"{half}{w.TH}[ -]?{kind}(?:(?:, ?|/| ){w.OF}{w.YEAR})?", _period
    yield rf"(?P<season>{'|'.join(w.SEASON)})(?: {w.OF}{w.YEAR})?(?: ?[/-] ?(?P<second>\d{{4}}|\d\d))?", _season
    yield (
        rf"(?:kw|cw|kalenderwoche|(?:calendar )?week) ?(?P<week>\d{{1,2}})(?:(?: ?/ ?|, ?| ){w.OF}{w.YEAR})?",
        _numbered_week,
    )
    yield rf"(?P<week>\d{{1,2}})\. ?(?:kw|kalenderwoche)(?:(?: ?/ ?|, ?| ){w.OF}{w.YEAR})?", _numbered_week
    counted = "|".join(w.COUNTED)
    yield (
        (
            rf"(?P<n>\d{{1,3}}|{counted}) (?P<unit>day|week|month|quarter|year)s? ago|"
            rf"vor (?P<m>\d{{1,3}}|{counted}) (?P<einheit>tag|woche|monat|quartal|jahr)(?:en|n|e|s)?"
        ),
        _ago,
    )
    yield r"(?P<side>earlier|later) (?:this|in the) (?P<unit>month|year|week|quarter)", _within_this
    unit = r"(?P<unit>month|year|week|quarter|monat|jahr|woche|quartal)"
    thirds = "|".join(sorted(w.THIRD, key=len, reverse=True))
    yield rf"(?P<third>{thirds})[ -](?:in |of |im |des (?=\d)|the (?=\d))*(?:jahres |year )?(?P<rest>.+)", _part
    yield (
        (
            r"(?P<inner>.+?),?(?: of| in| des)? (?:(?P<step>this|last|next|dies|letzt|vergangen|vorig|nächst|kommend)"
            r"(?:e[nrsm]?)? (?:year|jahre?s?)|vorjahre?s)"
        ),
        _of_year,
    )
    yield rf"(?P<third>{'|'.join(w.COMPOUND)}),? ?(?P<rest>\d{{4}}|)", _part
    steps = "|".join(w.STEP)
    yield (
        (
            rf"(?:(?P<near>{'|'.join(w.NEAR)})|(?P<step>{steps})(?:e[nrsm]?)? ?"
            rf"{unit}(?:e?s|e)?)"
        ),
        _relative,
    )
    yield rf"(\d{{1,2}}){w.TH}", _bare_day


_RULES = tuple((re.compile(pattern, re.ASCII), rule) for pattern, rule in _rules())
