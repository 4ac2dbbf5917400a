"""Dates and quantities in a quick line: which words are tried, and what the parsers of ``db`` say to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, zip_longest

from db.dates import Ambiguous, DateOrder, NotUnderstood, parse_date
from db.quantities import (
    AmbiguousQuantity,
    Kind,
    NumberConvention,
    ParsedQuantity,
    QuantityNotUnderstood,
    parse_quantity,
)  # fmt: skip
from db.quick.board import Board, Word
from db.quick.phrases import CONTINGENT, EMPLOYEES
from db.quick.words import FILLERS, words_of
from db.values import ImpreciseDate

_MONTH = (
    r"(?:jan(?:uary|uar)?|jänner|feb(?:ruary|ruar|er)?|mar(?:ch)?|märz|maerz|mär|mrz|apr(?:il)?|may|mai|june?|juni|"
    r"july?|juli|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)"
)
_MONTHS = re.compile(_MONTH)
#: Words that make a date, words that may belong to one, and words that make one of a month or a year alone.
_DATE_CORE = re.compile(
    rf"(?:\S*-)?{_MONTH}(?:[-/]'?\d+)?|\d{{4}}-\d\d(?:-\d\d)?|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|"
    r"\d{1,2}\.\d{1,2}|\d{1,2}/(?:\d{1,2}|(?:19|20)\d\d)|q[1-4](?:[-/]?\d{4})?|h[12](?:[-/]\d{4})?|(?:19|20)\d\d-?q[1-4]|"
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
    r"sonntag|later|or|oder|später|onwards?",
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
    r"yesterday|today|gestern|heute|last|this|next|previous|current|"
    r"(?:letzte|vorige|vergangene|diese|nächste|kommende|laufende)[nsrm]?"
)
_EFFECTIVE = frozenset(("ab", "zum", "per"))

_NUMBER = r"[~≈<>≥≤]*(?:us)?[$€£¥]?\d[\d.,'’]*(?:[-–][$€£¥]?\d[\d.,'’]*)?(?:k|m|mn|b|bn|mio|mrd)?\+?[%€$£¥]?"
_NUMBERS = re.compile(_NUMBER, re.ASCII)
_VAGUE = re.compile(r"dozens?|dutzende?|hundreds|hunderte?[nr]?|thousands|tausende?[nr]?|zehntausende?")
_SIZE_PART = re.compile(
    r"[~≈±]|ca|circa|zirka|approx|approximately|about|around|roughly|some|estimated|an|etwa|ungefähr|rund|geschätzt|"
    r"almost|nearly|knapp|fast|beinahe|gut|more|than|over|at|least|mehr|als|über|mindestens|wenigstens|up|to|most|as|"
    r"many|no|not|less|fewer|under|bis|zu|höchstens|maximal|max|min|weniger|unter|nicht|between|and|zwischen|und|from|"
    r"von|or|oder|-|–|several|a|few|mehrere|einige|ein|paar|%|percent|per|cent|prozent|k|thousand|tausend|tsd|m|mn|mio|"
    r"million|millions|millionen|b|bn|billion|billions|mrd|milliarden?|trillion|hundred|hundert|"
    r"us[$]|[$€£¥]|usd|dollars?|us-dollar|euros?|eur|gbp|pounds|pfund|chf|franken|jpy|yen|"
    rf"one|two|three|four|ein|zwei|drei|vier|global|{EMPLOYEES}|{CONTINGENT}|freie[nr]?|freelance"
)
_TEAM = re.compile(r"\S*(?:teams?|divisions?|units?|departments?|abteilung(?:en)?|sparte|bereichs?)")
_OF = frozenset(("of", "der", "des", "von", "ihrer", "seiner"))
_HEADS = re.compile(rf"(?:{EMPLOYEES})"), re.compile(rf"(?:{CONTINGENT})")
_MOST = 10  # words tried together


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in the line; ``reason`` says what is to be checked, ``strong`` that it is no bare year."""

    start: int
    end: int
    text: str
    reason: str = ""
    effective: bool = False
    strong: bool = True


@dataclass(frozen=True, slots=True)
class FoundSize:
    """A quantity in the line. ``heads``: "employees", "contingent" or "" for no noun."""

    start: int
    end: int
    text: str
    reading: ParsedQuantity
    reason: str = ""
    heads: str = ""


def _runs(board: Board, fits: Callable[[Word], bool], signs: str) -> Iterator[list[Word]]:
    """Longest rows of free words that fit, with blanks (and ``signs``) between them."""
    run: list[Word] = []
    for word in board.words:
        joins = not run or board.follows(run[-1], word, signs)
        if run and not (joins and board.free(run[-1].end, word.end) and fits(word)):
            yield run
            run = []
        if board.free_word(word) and fits(word):
            run.append(word)
    if run:
        yield run


def _windows(run: Sequence[Word], core: int) -> Iterator[tuple[int, int]]:
    """First and last index of every part of a run that holds ``core``, the longest first."""
    for length in range(min(len(run), _MOST), 0, -1):
        for first in range(max(0, core - length + 1), min(core, len(run) - length) + 1):
            yield first, first + length - 1


def _slices(board: Board, first: Word, last: Word) -> Iterator[tuple[int, int]]:
    """The stretch from one word to another, with and without a full stop at its end."""
    yield first.start, last.end
    bare = first.start + len(board.text[first.start : last.end].rstrip("."))
    if bare != last.end and bare > last.start:
        yield first.start, bare


# Dates.


def find_dates(board: Board, order: DateOrder | None, published: ImpreciseDate | date | None) -> list[FoundDate]:
    """The dates of a line, in order. Bare years come last and only where there is no other date."""
    found: list[FoundDate] = []
    for run in list(_runs(board, _may_be_date, ",")):
        at = 0
        while at < len(run):
            core = next((i for i in range(at, len(run)) if _makes_date(board, run, i)), None)
            if core is None:
                break
            read = _date_around(board, run[at:], core - at, order, published)
            at = core + 1
            if read is not None:
                behind = found[-1].end if found else 0
                found.append(
                    _qualified(read, [word for word in run if behind <= word.start and word.end <= read.start])
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


def _date_around(
    board: Board, run: Sequence[Word], core: int, order: DateOrder | None, published: ImpreciseDate | date | None
) -> FoundDate | None:
    weak: FoundDate | None = None
    for first, last in _windows(run, core):
        words = run[first : last + 1]
        if not _dated(words):
            continue
        for start, end in _slices(board, words[0], words[-1]):
            text = board.text[start:end]
            read = parse_date(text, order=order, published=published, default_year=_year(published))
            if isinstance(read, Ambiguous):
                return FoundDate(start, end, text, "ambiguous")
            if not isinstance(read, NotUnderstood):
                if read.earliest is None and read.known:  # "by the end of 2026" is no day of announcement
                    return FoundDate(start, end, text, effective=True)
                if read.known:
                    return _with_role(board, FoundDate(start, end, text), order)
                continue
            if read.reason == "impossible_date" and _day_like(words):
                return FoundDate(start, end, text, read.reason)
            if weak is None and read.reason in {"needs_year", "needs_publication_date"}:
                weak = FoundDate(start, end, text, read.reason)
    return weak


def _dated(words: Sequence[Word]) -> bool:
    """Whether the words are more than a month or a unit alone ("may", "Jan", "the week")."""
    if any(_STEP.fullmatch(word.low) or any(c.isdigit() for c in word.low) for word in words):
        return True
    month = any(_MONTHS.search(word.low) for word in words)
    return month and (words[0].low in _LEADS or words[0].low.partition("-")[0] in _LEADS)


def _qualified(found: FoundDate, before: Sequence[Word]) -> FoundDate:
    """A date that a word before it makes another one ("week of 14 July") is to be checked."""
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
    return led and not (at + 1 < len(board.words) and _is_heads(board.words[at + 1]))


def _day_like(words: Sequence[Word]) -> bool:
    """31 February is a slip; 50 May is a number before a month."""
    if len(words) == 1:
        return True
    numbers = [int(match[0]) for word in words if (match := re.match(r"\d{1,2}(?!\d)", word.low, re.ASCII))]
    return all(1 <= number <= 31 for number in numbers)


def _with_role(board: Board, found: FoundDate, order: DateOrder | None) -> FoundDate:
    """The day from which it counts, where the line says so: "ab 1. Oktober", "effective 1 October"."""
    first, _, rest = found.text.partition(" ")
    if first.lower() in _EFFECTIVE and rest:
        read = parse_date(rest, order=order)
        if not isinstance(read, (Ambiguous, NotUnderstood)) and read.known:
            return FoundDate(found.start, found.end, rest, effective=True)
    before = [word.low for word in board.words if word.end <= found.start][-2:]
    if before and (before[-1] in {*_EFFECTIVE, "effective", "wirksam"} or before[0] in {"effective", "wirksam"}):
        return FoundDate(found.start, found.end, found.text, effective=True)
    return found


def _bare_years(board: Board) -> list[FoundDate]:
    return [
        FoundDate(word.start, word.start + 4, board.text[word.start : word.start + 4], strong=False)
        for word, after in zip_longest(board.words, board.words[1:])
        if board.free_word(word) and _YEAR.fullmatch(word.low) and not (after and _is_heads(after))
    ][:1]


def _is_heads(word: Word) -> bool:
    return any(pattern.fullmatch(word.low) for pattern in _HEADS)


# Quantities.


def find_sizes(board: Board, convention: NumberConvention | None) -> list[FoundSize]:
    """The quantities of a line, in order, taking nothing."""
    found: list[FoundSize] = []
    for run in list(_runs(board, _may_be_size, "")):
        at = 0
        while at < len(run):
            core = next((i for i in range(at, len(run)) if _is_core(run[i])), None)
            if core is None:
                break
            read = _size_around(board, run[at:], core - at, convention)
            at = core + 1
            if read is not None:
                found.append(read)
                at = max(at, next((i for i, word in enumerate(run) if word.start >= read.end), len(run)))
    return found


def _may_be_size(word: Word) -> bool:
    return bool(_NUMBERS.fullmatch(word.low) or _SIZE_PART.fullmatch(word.low) or _VAGUE.fullmatch(word.low))


def _is_core(word: Word) -> bool:
    return bool(_NUMBERS.fullmatch(word.low) or _VAGUE.fullmatch(word.low))


def _size_around(board: Board, run: Sequence[Word], core: int, convention: NumberConvention | None) -> FoundSize | None:
    for first, last in _windows(run, core):
        for start, end in _slices(board, run[first], run[last]):
            text = board.text[start:end]
            read = _read(text, convention)
            if read is None:
                continue
            whole = _whole(board, run[last], start, convention) if read[0].percent else None
            stop, (value, reason) = whole if whole is not None else (end, read)
            return FoundSize(start, stop, board.text[start:stop], value, reason, _heads(board, run[first : last + 1]))
    return None


def _read(text: str, convention: NumberConvention | None, kind: Kind = "count") -> tuple[ParsedQuantity, str] | None:
    read = parse_quantity(text, convention=convention, kind=kind)
    if isinstance(read, QuantityNotUnderstood):
        return None
    reason = ""
    if isinstance(read, AmbiguousQuantity):
        read, reason = read.readings[0], "ambiguous"
    known = [value for value in (read.count, read.percent, read.amount) if value is not None and value.known]
    return (read, reason) if known else None


def as_amount(found: FoundSize, convention: NumberConvention | None) -> FoundSize | None:
    """The same read as an amount of money; None where that makes no sense."""
    read = _read(found.text, convention, "amount")
    if read is None or read[0].amount is None:
        return None
    return FoundSize(found.start, found.end, found.text, read[0], read[1], found.heads)


def _whole(
    board: Board, last: Word, start: int, convention: NumberConvention | None
) -> tuple[int, tuple[ParsedQuantity, str]] | None:
    """The end of "30 % of the data team" and its reading, if what follows a percentage says what it is of.

    What follows but does not end in a word for heads or a team is left alone, and the percentage is to be checked.
    """
    at = board.words.index(last)
    behind = board.words[at + 1 : at + 6]
    if len(behind) < 2 or behind[0].low not in _OF or not board.follows(last, behind[0]):
        return None
    for before, word in pairwise(behind):
        if not (board.free_word(word) and board.follows(before, word)) or word.low[0].isdigit():
            break
        if _is_heads(word) or _TEAM.fullmatch(word.low):
            read = _read(board.text[start : word.end], convention)
            return None if read is None or read[0].percent is None else (word.end, read)
    if board.free_word(behind[1]) and (read := _read(board.text[start : last.end], convention)):
        return last.end, (read[0], "percent_of")
    return None


def _heads(board: Board, words: Sequence[Word]) -> str:
    low = board.low[words[0].start : words[-1].end]
    for name, pattern in zip(("employees", "contingent"), _HEADS, strict=True):
        if any(pattern.fullmatch(word.low) for word in words) or (name == "contingent" and re.search(CONTINGENT, low)):
            return name
    return ""
