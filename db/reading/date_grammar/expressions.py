"""The grammar of dates: bounds, ranges and officials' sentences in English and German, as EDTF text.

Every rule matches a text as a whole or not at all. Rules raise EdtfError with a reason code; ``read`` returns one
reading, or two where a way of writing has two meanings ("winter 2025", "2020-21").
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from db.model.values import DateMode
from db.reading.date_grammar import words as w
from db.reading.date_grammar.context import Asked, Context, closed
from db.reading.date_grammar.points import point_of
from db.reading.date_grammar.relative import months, shifted
from db.reading.date_grammar.rules import day_of, year_of
from db.reading.date_grammar.years import nearest
from db.reading.edtf import EdtfError, bounds
from db.reading.plain import is_unknown, plain

_LONGEST = 160
_DAY = timedelta(days=1)


def depends_on_order(text: str) -> bool:
    """Whether reading *text* may need to know which of two numbers is the month."""
    return w.ORDERED.search(plain(text)) is not None if len(text) <= _LONGEST else False


class Readings(NamedTuple):
    """EDTF text and mode of each reading; ``about`` and ``answers``: of the question between them."""

    found: list[tuple[str, DateMode]]
    about: str = ""
    answers: tuple[str, ...] = ()


def read(text: str, context: Context) -> Readings:
    """The readings of *text*; "" is that of words that say that the date is unknown. Raises EdtfError."""
    try:
        return Readings(_read(text, context))
    except Asked as asked:
        found: dict[tuple[str, DateMode], str] = {}
        problem: EdtfError | None = None
        for answer in range(asked.count):
            try:
                for one in _read(text, replace(context, answer=answer)):
                    found.setdefault(one, asked.answers[answer] if asked.answers else "")
            except EdtfError as error:
                problem = error
        if not found and problem is not None:
            raise problem from asked
        return Readings([*found], asked.about, tuple(found.values()) if asked.answers else ())


def _read(text: str, context: Context) -> list[tuple[str, DateMode]]:
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
        reading = match[1].rstrip(",")
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
    if (point := point_of(text, context)) is not None:
        return point[0], DateMode.WITHIN
    if match := w.BETWEEN.fullmatch(text):
        if days := w.MONTH_FIRST.fullmatch(match[1]):
            return _days_of_month(days, context), DateMode.WITHIN
        return _range(match[1], w.AND_OR_DASH, context), DateMode.WITHIN
    if match := w.EITHER.fullmatch(text):
        return _range(f"{match[1] or match[3]} - {match[2] or match[4]}", w.TO, context), DateMode.WITHIN
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
        ahead = replace(context, ahead=kind == "by")
        if match and (point := point_of(match[1], ahead)) is not None:
            return _open(kind, *point), DateMode.WITHIN
    return _range(text, w.TO, context), DateMode.SPAN


def _notice(text: str, context: Context) -> tuple[str, DateMode] | None:
    """What officials write into notices: "Layoffs will begin on ...", "... or within 14 days thereafter"; else None."""
    text = text.rstrip(".") if text[-2:-1].isdigit() else text
    if match := w.WINDOW.fullmatch(text):
        point = point_of(match["from"] or match["after"], context)
        if point is None or len(point[0]) != 10:
            return None
        days = w.WINDOW_DAYS[match["n"] or match["m"]] * (7 if "week" in (match["unit"], match["munit"]) else 1)
        first = date.fromisoformat(point[0])
        # A period that starts on a day includes it; "within 14 days thereafter" counts from the next one.
        return f"{point[0]}/{shifted('day', first, days - 1 if match['from'] else days)}", DateMode.WITHIN
    if match := w.BEGIN_AND_END.fullmatch(text.removeprefix("will ").removeprefix("to ")):
        start, end = point_of(match[1], context), point_of(match[2], context)
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

    def days(year: int) -> str:
        month = w.MONTH[match["month"]]
        return _joined(day_of(year, month, int(match[2])), day_of(year, month, int(match[3])))

    if match["year"] is None and context.year is None and context.published is not None and context.infer:
        return nearest(days, context.published, context)
    return days(year_of(match["year"], context))


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
        first, last = closed(piece)
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
        end = point_of(right, context)
        if end is None:
            continue
        first, last = closed(end[0])
        # Only "16.-18.07.2025" and "16-18 July 2025": a bare day before a day whose month is plain to see.
        bare = first.month if first == last and re.search(r"[a-zäü]|\d\.", right) else None
        try:
            start = point_of(left, replace(context, year=None, day_before=None, infer=False))
            inherited = False
        except EdtfError as error:
            if error.reason != "needs_year" or len(end[0]) == 4:
                raise
            start, inherited = point_of(left, replace(context, year=first.year)), True
        if start is None and bare is not None:
            start = point_of(left, replace(context, year=first.year, day_before=bare))
        if start is not None:
            return _joined(start[0], end[0], reason="needs_year" if inherited else "end_before_start")
    raise EdtfError("not_understood", text)


def _joined(start: str, end: str, *, reason: str = "end_before_start") -> str:
    """From the start of the one to the end of the other; a range of one day is that day."""
    edtf = f"{start.partition('/')[0]}/{end.rpartition('/')[2]}"
    if closed(start)[0] > closed(end)[1]:
        raise EdtfError(reason, edtf)
    return start if start == end and len(start) == 10 else edtf
