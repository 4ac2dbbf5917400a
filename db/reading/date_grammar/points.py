"""One point in time as people write it, perhaps approximate or uncertain, perhaps a part of another ("mid-July").

What is written without such words is in ``db.reading.date_grammar.rules``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from db.reading.date_grammar import feasts, spoken, weeks
from db.reading.date_grammar import words as w
from db.reading.date_grammar.context import Context, closed
from db.reading.date_grammar.relative import known, month_index, months, shifted
from db.reading.date_grammar.rules import RULES, Rule, year_of
from db.reading.date_grammar.years import nearest
from db.reading.edtf import EdtfError, bounds, month_bounds

_DAY, _NINE = timedelta(days=1), timedelta(days=9)


def point_of(text: str, context: Context) -> tuple[str, bool] | None:
    """EDTF text of a point and whether it is vague; None if *text* is no point. Raises for an impossible one."""
    approximate = uncertain = False
    if len(text) > 4 and text[-1] in "?~%":
        approximate, uncertain = text[-1] != "?", text[-1] != "~"
        text = text[:-1].rstrip()
    while True:
        for pattern, rule in _SPOKEN:
            if match := pattern.fullmatch(text):
                return _marked(rule(match, context), approximate, uncertain), approximate
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
                edtf = _dated(rule, match, context)
            except EdtfError as error:
                if error.reason == "not_understood":
                    return None
                raise
            return _marked(edtf, approximate, uncertain), approximate or rule is _part
    return None


def _dated(rule: Rule, match: re.Match[str], context: Context) -> str:
    """What a rule makes of a text; without a year it takes the one nearest to publication."""
    try:
        return rule(match, context)
    except EdtfError as error:
        if error.reason != "needs_year" or context.published is None or not context.infer or context.year is not None:
            raise
    return nearest(lambda year: rule(match, replace(context, year=year)), context.published, context)


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
    first, last = closed(edtf)
    if edtf[7] == "/":
        index, length = month_index(first), month_index(last) - month_index(first) + 1
        return months(*month_bounds(index - length, 3 * length))
    length_days = last - first + _DAY
    try:
        return f"{(first - length_days).isoformat()}/{(last + length_days).isoformat()}"
    except OverflowError as error:
        raise EdtfError("out_of_range", edtf) from error


def _part(match: re.Match[str], context: Context) -> str:
    """A third of a month (1-10, 11-20, the rest) or, in whole months, of anything longer.

    The end is the last ten days of a month and the last month of anything longer; of a level it is the last day.
    "The end of the month" is that of publication; "year-end" alone that of the context.
    """
    word, unit = w.COMPOUND.get(match["third"], (match["third"], "year"))
    third = w.THIRD[word]
    this = w.THE_UNIT.fullmatch(match["rest"])
    inner: tuple[str, bool] | None
    if this or (not match["rest"] and (unit != "year" or (context.ahead and context.published and not context.year))):
        inner = _present(this["unit"] if this else unit, third, context, match[0]), False
    elif match["rest"]:
        inner = point_of(match["rest"], replace(context, infer=False))
    else:
        inner = f"{year_of(None, context):04d}", False
    if inner is None or inner[1]:
        raise EdtfError("not_understood", match[0])
    first, last = closed(inner[0])
    long = month_index(last) - month_index(first) + 1
    if first == last or inner[0].count("-") == 4:
        raise EdtfError("not_understood", match[0])
    if third == w.END:
        if context.level:
            return last.isoformat()
        return f"{(last - _NINE).isoformat()}/{last.isoformat()}" if long == 1 else last.isoformat()[:7]
    if long == 1:
        end = last if third == 2 else first + timedelta(days=10 * third + 9)
        return f"{(first + timedelta(days=10 * third)).isoformat()}/{end.isoformat()}"
    size = long // 3
    start, stop = month_bounds(month_index(first) + third * size, size)
    return start.isoformat()[:7] if size == 1 else months(start, stop)


def _present(unit: str, third: int, context: Context, text: str) -> str:
    """The month, quarter or year of publication; of a level that is stated for its end, the last one that ended."""
    published = known(context.published, text)
    inner = shifted(unit, published, 0)
    if third == w.END and context.level and not context.ahead and closed(inner)[1] > published:
        return shifted(unit, published, -1)
    return inner


def _of_year(match: re.Match[str], context: Context) -> str:
    """July of last year: the inner words, in the year that is meant."""
    published = known(context.published, match[0])
    year = published.year + (0 if match["same"] else w.STEP[match["step"] or "last"])
    inner = point_of(match["inner"], replace(context, year=year))
    if inner is None or not 1 <= year <= 9999:
        raise EdtfError("not_understood", match[0])
    return inner[0]


def _composed() -> Iterator[tuple[str, Rule]]:
    """The points that have another one in them."""
    thirds = "|".join(sorted(w.THIRD, key=len, reverse=True))
    yield (
        (
            rf"(?P<third>{thirds})[ -](?:in |of |im |(?:des|der) (?!(?:monat|quartal|jahr|woche)e?s?$)|"
            r"the (?=\d))*(?:jahres |year )?(?P<rest>.+)"
        ),
        _part,
    )
    yield (
        (
            r"(?P<inner>.+?),?(?: of| in| des)? (?:(?P<step>this|last|next|dies|letzt|vergangen|vorig|nächst|kommend)"
            r"(?:e[nrsm]?)? (?:year|jahre?s?)|vorjahre?s|(?P<same>(?<=of )the year|(?<=des )jahres))"
        ),
        _of_year,
    )
    yield rf"(?P<third>{'|'.join(w.COMPOUND)}),? ?(?:of )?(?P<rest>\d{{4}}|)", _part
    yield from weeks.rules()
    yield from feasts.rules()
    yield weeks.BY_DAY, weeks.by_day(point_of)


_SPOKEN = tuple((re.compile(pattern, re.ASCII), rule) for pattern, rule in spoken.rules())
_RULES = (*RULES, *((re.compile(pattern, re.ASCII), rule) for pattern, rule in _composed()))
