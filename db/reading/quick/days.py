"""Dates in a quick line: which words are tried, and what the parser of dates says to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from db.model.values import ImpreciseDate
from db.reading.dates import Ambiguous, DateOrder, NotUnderstood, parse_date
from db.reading.quick.board import Board, Word
from db.reading.quick.stretches import is_heads, runs, slices, windows
from db.reading.quick.words import FILLERS, words_of

_MONTH = (
    r"(?:jan(?:uary|uar)?|jänner|feb(?:ruary|ruar|er)?|mar(?:ch)?|märz|maerz|mär|mrz|apr(?:il)?|may|mai|june?|juni|"
    r"july?|juli|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)"
)
_MONTHS = re.compile(_MONTH)
_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend)s?"
    r"(?:früh|morgen|vormittag|mittag|nachmittag|abend)?"
)
#: Words that need no number and no month beside them.
_SPOKEN = re.compile(
    rf"{_WEEKDAY}|ago|days|weeks|months|quarters|years|tage[ns]?|wochen|monate[n]?|quartale[n]?|jahre[n]?|immediately|"
    r"immediate|sofort(?:iger)?|year-end|month-end|quarter-end|jahresende|jahresanfang|jahresmitte|monatsende|"
    r"quartalsende|\S*(?:woche|hälfte)",
    re.ASCII,
)
#: Words that make a date, words that may belong to one, and words that make one of a month or a year alone.
_DATE_CORE = re.compile(
    rf"(?:\S*-)?{_MONTH}(?:[-/]'?\d+)?|\d{{4}}-\d\d(?:-\d\d)?|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|"
    r"\d{1,2}\.\d{1,2}|\d{1,2}/(?:\d{1,2}|(?:19|20)\d\d)|q[1-4](?:[-/']?\d{4}|[-/']\d\d)?|"
    r"h[12](?:[-/']\d\d(?:\d\d)?)?|(?:19|20)\d\d-?[qh][1-4]|[1-4]q'?\d\d(?:\d\d)?|[12]h'?(?:\d\d(?:\d\d)?)?|"
    r"(?:19|20)\d\d-?k?w\d{1,2}|k?w\d{1,2}|(?:19|20)\d\d[01]\d[0-3]\d|(?:fy|gj)(?:'?\d\d(?:\d\d)?(?:/\d\d)?)?|"
    rf"fiscal|geschäftsjahr(?:es)?|\d{{4}}/\d\d|kw|kalenderwoche|{_SPOKEN.pattern}|"
    r"quartals?|quarter|halbjahre?s?|yesterday|today|gestern|heute|"
    r"(?:month|year|week|monats?|jahr(?:es)?|woche)|spring|summer|autumn|winter|frühjahr|frühling|sommer|herbst",
    re.ASCII,
)
_YEAR = re.compile(r"(?:19[5-9]|20[0-9])\d", re.ASCII)
_DATE_PART = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)?|(?:19|20)\d\d|'\d\d|early|mid|late|beginning|start|end|middle|of|anfang|mitte|ende|"
    r"erste[snr]?|zweite[snr]?|dritte[snr]?|vierte[snr]?|first|second|third|fourth|half|hälfte|"
    r"in|on|at|im|am|den|dem|des|der|the|during|to|bis|zum|and|und|between|zwischen|from|von|vom|since|seit|ab|before|"
    r"vor|by|until|till|after|nach|spätestens|about|around|ca|circa|etwa|ungefähr|gegen|rund|~|-|–|last|this|next|"
    r"previous|current|letzte[nsrm]?|vorige[nsrm]?|vergangene[nsrm]?|diese[nsrm]?|nächste[nsrm]?|kommende[nsrm]?|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|"
    r"sonntag|later|or|oder|später|onwards?|earlier|noch|the|a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|"
    r"ein(?:e[mrs]?)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|few|several|recent|past|coming|within|"
    r"innerhalb|binnen|over|effective|effect|with|mit|wirkung|per|by|week|ending|ended|starting|commencing|uhr|"
    r"\d{1,2}:\d\d|am|pm|morning|afternoon|evening|abend|erste[nr]?|letzte[nr]?|first|morgens?",
    re.ASCII,
)
_LEADS = words_of("""
    in im since seit mid early late end ende anfang mitte beginning by until bis before vor after nach during of
    last this next ab from
""")
_YEAR_LEADS = words_of(
    "in im since seit mid early late end ende anfang mitte beginning start during jahr year jahres bis by until"
)
_STEP = re.compile(
    r"coming|recent|past|"
    r"yesterday|today|gestern|heute|last|this|next|previous|current|"
    r"(?:letzte|vorige|vergangene|diese|nächste|kommende|laufende)[nsrm]?"
)
_EFFECTIVE = frozenset(("ab", "zum", "per", "effective"))
_AT_ONCE = re.compile(r"sofort|immediate", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in the line; ``reason`` says what is to be checked, ``strong`` that it is no bare year.

    ``later``: it lies after the publication, so that it is the day on which a change takes effect.
    """

    start: int
    end: int
    text: str
    reason: str = ""
    effective: bool = False
    strong: bool = True
    later: bool = False


class By(NamedTuple):
    """By what dates are read: see :func:`db.reading.dates.parse_date`."""

    order: DateOrder | None
    published: ImpreciseDate | date | None
    fiscal: int | None


def find_dates(board: Board, by: By) -> list[FoundDate]:
    """The dates of a line, in order. Bare years come last and only where there is no other date."""
    found: list[FoundDate] = []
    for run in list(runs(board, _may_be_date, ",")):
        at = 0
        while at < len(run):
            core = next((i for i in range(at, len(run)) if _makes_date(board, run, i)), None)
            if core is None:
                break
            read = _date_around(board, run[at:], core - at, by)
            at = core + 1
            if read is not None:
                behind = found[-1].end if found else 0
                found.append(
                    _qualified(board, read, [word for word in run if behind <= word.start and word.end <= read.start])
                )
                at = max(at, next((i for i, word in enumerate(run) if word.start >= read.end), len(run)))
    return found or _bare_years(board)


def _may_be_date(word: Word) -> bool:
    return bool(_DATE_CORE.fullmatch(word.low) or _DATE_PART.fullmatch(word.low))


def _year(published: ImpreciseDate | date | None) -> int | None:
    """The year that "in July" means: that of publication, if there is only one."""
    if not isinstance(published, ImpreciseDate):
        return published.year if published else None
    first, last = published.earliest, published.latest
    return first.year if first is not None and last is not None and first.year == last.year else None


def _date_around(board: Board, run: Sequence[Word], core: int, by: By) -> FoundDate | None:
    weak: FoundDate | None = None
    for first, last in windows(run, core):
        words = run[first : last + 1]
        if not _dated(words):
            continue
        for start, end in slices(board, words[0], words[-1]):
            text = board.text[start:end]
            read = parse_date(
                text, order=by.order, published=by.published, default_year=_year(by.published), fiscal=by.fiscal
            )
            if isinstance(read, Ambiguous):
                return FoundDate(start, end, text, "ambiguous")
            if not isinstance(read, NotUnderstood):
                if read.earliest is None and read.known:  # "by the end of 2026" is no day of announcement
                    return FoundDate(start, end, text, effective=True)
                if read.known:
                    later = _after(read, by.published) and not _announced(board, start)
                    return _with_role(board, FoundDate(start, end, text, later=later), by.order)
                continue
            if read.reason == "impossible_date" and _day_like(words):
                return FoundDate(start, end, text, read.reason)
            if weak is None and read.reason in {"needs_year", "needs_publication_date"}:
                weak = FoundDate(start, end, text, read.reason)
    return weak


def _after(read: ImpreciseDate, published: ImpreciseDate | date | None) -> bool:
    """Whether a date lies after the day of publication, or begins on it ("in the coming weeks")."""
    last = published.latest if isinstance(published, ImpreciseDate) else published
    if read.earliest is None or last is None:
        return False
    return read.earliest > last or (read.earliest == last and read.latest != last)


def _announced(board: Board, start: int) -> bool:
    return (
        re.search(r"(?:announced|angekündigt|gemeldet|reported)(?: on| am)? $", board.text[:start].lower()) is not None
    )


def _dated(words: Sequence[Word]) -> bool:
    """Whether the words are more than a month or a unit alone ("may", "Jan", "the week")."""
    if any(
        _SPOKEN.fullmatch(word.low) or _STEP.fullmatch(word.low) or any(c.isdigit() for c in word.low) for word in words
    ):
        return True
    month = any(_MONTHS.search(word.low) for word in words)
    return month and (words[0].low in _LEADS or words[0].low.partition("-")[0] in _LEADS)


def _qualified(board: Board, found: FoundDate, before: Sequence[Word]) -> FoundDate:
    """A date that a word before it makes another one ("month of 14 July") is to be checked."""
    if before and board.text[before[-1].end : found.start].strip():
        return found  # a comma parts them
    said = [word.low for word in before if word.low not in FILLERS]
    if found.reason or found.effective or not said or any(c.isdigit() for c in said[-1]):
        return found
    return replace(found, reason="qualified")


def _makes_date(board: Board, run: Sequence[Word], index: int) -> bool:
    """Whether a word makes a date of its neighbors: a month, a numeric date, a year behind "end of" or "in"."""
    word = run[index]
    if not _YEAR.fullmatch(word.low):
        return _DATE_CORE.fullmatch(word.low) is not None
    before = [other.low for other in run[max(0, index - 2) : index]]
    led = bool(before) and (before[-1] in _YEAR_LEADS or (before[-1] in {"of", "des"} and before[0] in _YEAR_LEADS))
    at = board.words.index(word)
    return led and not (at + 1 < len(board.words) and is_heads(board.words[at + 1]))


def _day_like(words: Sequence[Word]) -> bool:
    """31 February is a slip; 50 May is a number before a month."""
    if len(words) == 1:
        return True
    numbers = [int(match[0]) for word in words if (match := re.match(r"\d{1,2}(?!\d)", word.low, re.ASCII))]
    return all(1 <= number <= 31 for number in numbers)


def _with_role(board: Board, found: FoundDate, order: DateOrder | None) -> FoundDate:
    """The day from which it counts, where the line says so: "ab 1. Oktober", "effective 1 October"."""
    if _AT_ONCE.search(found.text):
        return replace(found, effective=True)
    first, _, rest = found.text.partition(" ")
    if first.lower() in _EFFECTIVE and rest:
        read = parse_date(rest, order=order)
        if not isinstance(read, (Ambiguous, NotUnderstood)) and read.known:
            return FoundDate(found.start, found.end, rest, effective=True)
    words = [word for word in board.words if word.end <= found.start][-2:]
    before = [word.low for word in words]
    if words and board.text[words[-1].end : found.start].strip():
        return found  # "baut 200 Stellen ab, 16. Juli"
    if before and (before[-1] in {*_EFFECTIVE, "effective", "wirksam"} or before[0] in {"effective", "wirksam"}):
        return FoundDate(found.start, found.end, found.text, effective=True)
    return found


def _bare_years(board: Board) -> list[FoundDate]:
    return [
        FoundDate(word.start, word.start + 4, board.text[word.start : word.start + 4], strong=False)
        for word, after in zip_longest(board.words, board.words[1:])
        if board.free_word(word) and _YEAR.fullmatch(word.low) and not (after and is_heads(after))
    ][:1]
