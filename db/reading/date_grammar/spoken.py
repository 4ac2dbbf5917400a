"""Words that count from the day of publication and need their lead: weekdays, "in two weeks", "in the coming months".

They are tried before a leading "in" or "the" is set aside, because that is what they are told apart by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from db.reading.date_grammar import words as w
from db.reading.date_grammar.context import Context, chosen, closed
from db.reading.date_grammar.relative import known, month_index, shifted
from db.reading.date_grammar.rules import Rule
from db.reading.edtf import EdtfError

_UNITS = {"day": "day", "tag": "day", "week": "week", "woche": "week", "month": "month", "monat": "month",
          "quarter": "quarter", "quartal": "quarter", "year": "year", "jahr": "year"}  # fmt: skip
_UNIT = r"(?P<unit>day|week|month|quarter|year|tag|woche|monat|quartal|jahr)"
_ENDING = r"(?:e[ns]?|s|n)?"
_N = rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(w.COUNTED, key=len, reverse=True))})"
#: Several of a unit are up to ten of it.
_SEVERAL = 10
#: Days either side of what is so many weeks away.
_ABOUT_A_WEEK = timedelta(days=3)
_AHEAD = r"(?:next|coming|following|nächsten|nächster|kommenden|kommender)"
_BACK = r"(?:last|past|previous|recent|letzten|letzter|vergangenen|vergangener)"


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else w.COUNTED[word]


def _moved(day: date, unit: str, number: int, text: str) -> date:
    """The same day so many units on; of a shorter month the last."""
    from dateutil.relativedelta import relativedelta

    steps = {"day": relativedelta(days=number), "week": relativedelta(weeks=number),
             "month": relativedelta(months=number), "quarter": relativedelta(months=3 * number),
             "year": relativedelta(years=number)}  # fmt: skip
    try:
        return day + steps[unit]
    except (ValueError, OverflowError) as error:
        raise EdtfError("out_of_range", text) from error


def away(published: date, unit: str, number: int, text: str) -> str:
    """So many days, weeks, months or years from a day: weeks with some days either side, the rest as whole units."""
    if unit != "week":
        return shifted(unit, published, number)
    middle = _moved(published, "week", number, text)
    try:
        return f"{(middle - _ABOUT_A_WEEK).isoformat()}/{(middle + _ABOUT_A_WEEK).isoformat()}"
    except OverflowError as error:
        raise EdtfError("out_of_range", text) from error


def _ago(match: re.Match[str], context: Context) -> str:
    published = known(context.published, match[0])
    unit = _UNITS[match["unit"] or match["einheit"]]
    return away(published, unit, -_number(match["n"] or match["m"]), match[0])


def _some_ago(match: re.Match[str], context: Context) -> str:
    """A few weeks ago: two to ten of them."""
    published = known(context.published, match[0])
    unit = _UNITS[match["unit"] or match["einheit"]]
    first = _moved(published, unit, -_SEVERAL, match[0])
    return f"{first.isoformat()}/{_moved(published, unit, -2, match[0]).isoformat()}"


def _day_of_month(match: re.Match[str], context: Context) -> str:
    """On the 16th: that of the month whose 16th is nearest to publication; asked where two are about as near."""
    published, number = known(context.published, match[0]), int(match["day"])
    days: list[date] = []
    for step in (-1, 0, 1):
        year, month = divmod(month_index(published) + step, 12)
        try:
            days.append(date(year, month + 1, number))
        except ValueError:
            pass  # no such day in that month
    if not days:
        raise EdtfError("impossible_date", match[0])
    days.sort(key=lambda day: abs(day - published))
    nearest = days[:1]
    if len(days) > 1 and abs(days[1] - published) - abs(days[0] - published) <= _ABOUT_A_WEEK:
        nearest = sorted(days[:2])
    return chosen([day.isoformat() for day in nearest], context, "day")


def _in(match: re.Match[str], context: Context) -> str:
    return away(known(context.published, match[0]), _UNITS[match["unit"]], _number(match["n"]), match[0])


def _stretch(published: date, unit: str, number: int, text: str) -> str:
    """From publication so many units on, or back."""
    other = _moved(published, unit, number, text)
    first, last = min(published, other), max(published, other)
    return f"{first.isoformat()}/{last.isoformat()}"


def _following(match: re.Match[str], context: Context) -> str:
    found = match.groupdict()
    number = _number(found["n"]) if found.get("n") else _SEVERAL
    return _stretch(known(context.published, match[0]), _UNITS[match["unit"]], number, match[0])


def _preceding(match: re.Match[str], context: Context) -> str:
    number = _number(match["n"]) if match["n"] else _SEVERAL
    return _stretch(known(context.published, match[0]), _UNITS[match["unit"]], -number, match[0])


def _rolling(match: re.Match[str], context: Context) -> str:
    """In the past year: the twelve months up to publication. In the last year: those, or the year before; asked."""
    published, unit = known(context.published, match[0]), _UNITS[match["unit"]]
    step = -1 if match["back"] else 1
    rolling = _stretch(published, unit, step, match[0])
    if match["lead"] in {"over", "within"} or match["back"] == "past":
        return rolling
    return chosen([shifted(unit, published, step), rolling], context, "period")


def _rest_of(match: re.Match[str], context: Context) -> str:
    """Still this year: from publication to its end."""
    published = known(context.published, match[0])
    unit = shifted(_UNITS[match["unit"]], published, 0)
    return f"{published.isoformat()}/{closed(unit)[1].isoformat()}"


def _this_one(match: re.Match[str], context: Context) -> str:
    return shifted(_UNITS[match["unit"]], known(context.published, match[0]), 0)


def _now(match: re.Match[str], context: Context) -> str:
    return known(context.published, match[0]).isoformat()


def _near(match: re.Match[str], context: Context) -> str:
    """A part of yesterday, today or tomorrow."""
    word = match["near"]
    step = -1 if word is None else 0 if word == "this" else w.NEAR[word]
    return shifted("day", known(context.published, match[0]), step)


def _weekday(match: re.Match[str], context: Context) -> str:
    """On Wednesday: the day of publication or one of the three before it; farther away it is asked, back or ahead.

    Next and last Wednesday may be that of the next or last week, or the nearest one; asked where these differ.
    """
    published = known(context.published, match[0])
    step = match["step"] or ""
    back = (published.weekday() - w.WEEKDAY[match["day"]]) % 7
    in_this_week = w.WEEKDAY[match["day"]] - published.weekday()
    if step.startswith(("this coming", "coming", "kommend")):
        days = [7 - back]
    elif step.startswith(("past", "vergangen")):
        days = [-(back or 7)]
    elif step.startswith(("this", "dies")):
        days = [in_this_week]
    elif step.startswith(("next", "nächst")):
        days = [7 - back, in_this_week + 7]
    elif step:
        days = [in_this_week - 7, -(back or 7)]
    else:
        days = [-back] if back <= 3 else [-back, 7 - back]
    try:
        found = [(published + timedelta(days=number)).isoformat() for number in dict.fromkeys(days)]
    except OverflowError as error:
        raise EdtfError("out_of_range", match[0]) from error
    return chosen(found, context, "weekday")


def _night_to(match: re.Match[str], context: Context) -> str:
    """The night to Wednesday: some time on Tuesday or Wednesday."""
    published = known(context.published, match[0])
    back = (published.weekday() - w.WEEKDAY[match["day"]]) % 7
    try:
        nights = [published + timedelta(days=number) for number in ([-back] if back <= 3 else [-back, 7 - back])]
        found = [f"{(day - timedelta(days=1)).isoformat()}/{day.isoformat()}" for day in nights]
    except OverflowError as error:
        raise EdtfError("out_of_range", match[0]) from error
    return chosen(found, context, "weekday")


def _weekend(match: re.Match[str], context: Context) -> str:
    """Saturday and Sunday: those of publication, else those of the three days before it; farther away it is asked."""
    published = known(context.published, match[0])
    step, back = match["step"] or "", (published.weekday() - 5) % 7  # days since the last Saturday
    ahead, now = (7 - back) % 7, back <= 1
    if step.startswith(("last", "past", "previous", "letzt", "vorig", "vergangen")):
        starts = [-(back + 7 if now else back)]
    elif step.startswith(("this", "dies", "coming", "kommend")):
        starts = [-back if now and step.startswith(("this", "dies")) else ahead or 7]
    elif step:  # next
        starts = [ahead or 7] if now else [ahead, ahead + 7]
    else:
        starts = [-back] if back <= 4 else [-back, ahead]
    try:
        saturdays = [published + timedelta(days=number) for number in starts]
        found = [f"{day.isoformat()}/{(day + timedelta(days=1)).isoformat()}" for day in saturdays]
    except OverflowError as error:
        raise EdtfError("out_of_range", match[0]) from error
    return chosen(found, context, "weekday")


def rules() -> Iterator[tuple[str, Rule]]:
    """The patterns and what they come to."""
    yield (
        (
            rf"{_N} (?P<unit>day|week|month|quarter|year)s? ago|"
            rf"vor {_N.replace('?P<n>', '?P<m>')} (?P<einheit>tag|woche|monat|quartal|jahr){_ENDING}"
        ),
        _ago,
    )
    yield (
        (
            r"(?:a few|several|a couple(?: of)?|some) (?P<unit>day|week|month|quarter|year)s ago|"
            rf"vor (?:einigen|ein paar|mehreren|wenigen) (?P<einheit>tag|woche|monat|quartal|jahr){_ENDING}"
        ),
        _some_ago,
    )
    yield r"(?:(?:on |by )?the (?P<day>\d{1,2})(?:st|nd|rd|th))", _day_of_month
    yield r"(?:am|zum|den) (?P<day>\d{1,2})\.", _day_of_month
    yield rf"in {_N} {_UNIT}{_ENDING}(?:' time)?", _in
    yield rf"(?:within|innerhalb(?: von)?|binnen) {_N} {_UNIT}{_ENDING}", _following
    lead = r"(?:in|over|during|within|innerhalb|im laufe|im verlauf|für|for)"
    article = r"(?: (?:the|den|der))?"
    few = r"(?:few|several|couple of|paar)"
    yield rf"{lead}{article} {_AHEAD} {_N} {_UNIT}{_ENDING}", _following
    yield rf"{lead}{article} {_BACK} {_N} {_UNIT}{_ENDING}", _preceding
    plural = r"(?P<unit>day|week|month|quarter|year|tag|woche|monat|quartal|jahr)(?:s|en|n)"
    yield rf"{lead}{article} {_AHEAD} (?:{few} )?{plural}", _following
    yield rf"{lead}{article} {_BACK} (?:{few} )?(?P<n>(?!))?{plural}", _preceding
    yield (
        (
            r"(?P<lead>in|over|during|within) the (?:(?P<back>last|past)|next|coming|following) "
            r"(?P<unit>day|week|month|quarter|year)"
        ),
        _rolling,
    )
    yield rf"noch (?:in |im )?(?:dies(?:em|es|en|er)|laufenden) {_UNIT}{_ENDING}", _rest_of
    course = r"im laufe?|im verlaufe?|in the course|over the course|during the course"
    yield rf"(?:{course}) (?:des|der|of the) {_UNIT}{_ENDING}", _this_one
    yield (
        (
            r"(?:with )?immediate(?:ly| effect)|effective immediately|(?:ab|per) sofort|sofort|mit sofortiger wirkung|"
            r"with effect from today|tonight|heute nacht"
        ),
        _now,
    )
    yield (
        rf"(?:late |early )?(?P<near>yesterday|today|tomorrow|gestern|vorgestern|heute|morgen|übermorgen){w.DAYTIME}",
        _near,
    )
    yield r"(?P<near>this) (?:morning|afternoon|evening)|(?P<before>last) (?:night|evening)", _near
    days = "|".join(w.WEEKDAY)
    steps = r"(?:this coming|this|coming|next|last|past|previous|(?:letzt|vorig|vergangen|dies|nächst|kommend)e[nrsm]?)"
    yield rf"(?:(?:late|early)(?: on)? )?(?:(?P<step>{steps}) )?(?P<day>{days})s?{w.DAYTIME}?", _weekday
    yield rf"(?:(?:in der )?nacht (?:zum|auf)|overnight (?:in)?to)(?: den)? (?P<day>{days})", _night_to
    lead = r"(?:(?:over|at|on|during|am|übers) )?(?:the )?"
    yield rf"{lead}(?:(?P<step>{steps}) )?(?:weekend|wochenende)", _weekend
