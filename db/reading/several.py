"""Texts that say several things: a figure and the one it corrects, the parts of a whole, several dates, a footnote.

Nothing is read here, only taken apart: into pieces of which each is a number or a date for the grammars of both. Where
the words do not say what the pieces are to each other ("12/15", "200 employees, 500 contractors"), the text is left
whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: Longer texts are prose.
_LONGEST = 500

_COUNT = (
    r"(?:(?:ca\.|about|approx\.?|approximately|etwa|rund|up to|bis zu) ?|[~≈])?"
    r"\d(?:[.,'’\u00a0\u202f]?\d| (?=\d{3}(?!\d))\d)*\+?"
)
_HEADS = (
    r"(?:(?:affected|impacted|total|betroffene[nr]?) )?(?:employees?|workers?|people|persons?|positions?|jobs?|staff|"
    r"associates?|layoffs?|team members?|mitarbeiter(?:innen|nde)?n?|mitarbeitende[nr]?|beschäftigte[nr]?|stellen|ma|"
    r"personen)(?: (?:affected|impacted|betroffen))?"
)
#: What tells the parts of one workforce from each other; contractors are another one.
_SORT = (
    r"(?:full[- ]?time|part[- ]?time|f/?t|p/?t|permanent|temporary|seasonal|salaried|hourly|exempt|non[- ]?exempt|"
    r"union|non[- ]?union|vollzeit|teilzeit|vz|tz|befristete?|unbefristete?|gewerbliche?|kaufmännische?)"
)
_NTH = (
    r"(?:\d{1,2}(?:st|nd|rd|th|\.)?|[ivx]{1,4}|[a-h]|first|second|third|fourth|fifth|sixth|final|last|initial|"
    r"(?:erste|zweite|dritte|vierte|fünfte|letzte)[rsn]?)"
)
_STAGE = (
    r"(?:phases?|waves?|rounds?|stages?|steps?|tranches?|groups?|batch|cohort|phasen?|wellen?|runden?|stufen?|schritte?|"
    r"gruppen?)"
)
_SITE = (
    r"(?:plants?|sites?|locations?|facilit(?:y|ies)|buildings?|stores?|offices?|warehouses?|campus|branch|werke?|"
    r"standorte?|filialen?|niederlassung(?:en)?|büros?)"
)
_LABEL = rf"(?:{_STAGE} ?#?{_NTH}|{_NTH} {_STAGE}(?: ending)?|(?:[^\d:;,()]{{1,40}} )?{_SITE}(?: [^\d:;,()@]{{1,20}})?)"
_MARK = r"\s*(?::|=|--?|–|—)\s*"
_WITH = r"(?:\s*\(\s*|\s*(?:--|–|—|:)\s*|,? (?:impacting|affecting|with|mit) )"
_N = rf"(?P<count>{_COUNT})"
_WHEN = r"(?P<when>[^()]{3,40}?)"
_NEW, _OLD = (rf"(?P<{name}>{_COUNT}(?: {_HEADS})?)" for name in ("now", "before"))
_FIRST = r"(?:originally|initially|ursprünglich|zunächst|anfangs)"


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_REVISED = _compiled(
    rf"{_NEW}[,;]? ?[(\[]?(?:(?:as )?(?:revised|corrected|amended|updated|changed|increased|raised|reduced|lowered|"
    r"korrigiert|berichtigt|revidiert|geändert|erhöht|gesenkt|reduziert) (?:from|von)|"
    rf"(?:was|were|previously|formerly|instead of|zuvor|vorher|bisher|statt|{_FIRST})(?: reported as| gemeldet)?):? "
    rf"{_OLD}[)\]]?",
    rf"(?:{_FIRST}:? )?{_OLD}[,;]? ?[(\[]?"
    r"(?:(?:later )?(?:revised|corrected|amended|updated|changed|increased|raised|reduced|lowered) to|"
    r"(?:revised|corrected|amended|updated|now|revidiert|korrigiert|jetzt|nun|neu):|(?:später )?(?:korrigiert|"
    rf"berichtigt|revidiert|geändert|erhöht|gesenkt|reduziert) auf):? ?{_NEW}[)\]]?",
    rf"{_FIRST}:? {_OLD}[,;]? (?:but )?(?:now|jetzt|nun):? {_NEW}",
    rf"{_OLD} ?(?:->|→|=>) ?{_NEW}",
)
#: One part by itself: its number and what tells it from the others; perhaps with its date.
_PART = _compiled(
    rf"{_LABEL}(?:{_MARK}|\s+){_N}(?: {_HEADS})?",
    rf"{_SORT}(?: {_HEADS})?(?:{_MARK}|\s+){_N}",
    rf"{_N} (?:{_HEADS} )?{_SORT}(?: {_HEADS})?",
    rf"{_N}(?: {_HEADS})? ?(?:@|(?:at|in|during) (?:the )?)(?:{_LABEL}|[^\d:;,()@]{{1,40}})",
    rf"{_LABEL}(?:{_MARK}|\s+){_WHEN}{_WITH}{_N}(?: {_HEADS})?\)?",
    rf"{_WHEN}{_WITH}{_N} {_HEADS}\)?",
    rf"{_N}(?: {_HEADS})? (?:on|by|from|starting|am|zum|ab|bis) {_WHEN}",
)
#: What a date in a list may be called.
_CALLED = (
    rf"(?:{_LABEL}(?:{_MARK}|\s+)|\d{{1,2}}[.)]\s+(?=\S*\d)|(?:(?:lay-?offs?|separations?|terminations?|closures?|closing|"
    rf"beginning|ending|entlassung(?:en)?|schließung|beginn|ende)(?: dates?)?){_MARK})"
)
#: One date by itself, perhaps with what it is called, a number and a place.
_DAY = _compiled(
    rf"{_CALLED}?{_WHEN}(?:{_WITH}{_N} {_HEADS}\)?)?(?: ?(?:@|for|at) (?:the )?[^\d:;,()@]{{1,40}})?",
)[0]
#: A first and a last day, each called so.
_FROM_TO = _compiled(
    r"(?:(?:begin(?:ning|s)?|commenc(?:ing|es)|start(?:ing|s)?|beginn(?:end)?|ab)\b\s*:?)?\s*(?P<first>\S.{3,30}?)[\s.;,–-]+"
    r"(?:and |und )?(?:end(?:ing|s)?|complet(?:ed|ing)|conclud(?:ed|ing)|ende(?:nd)?|endet)\b\s*:?\s*(?:on |am )?"
    r"(?P<last>\S.{3,30})",
)[0]
#: A date, and a later one of which a word says that it came in its place or beside it.
_UPDATED = _compiled(
    r"(?:(?P<first>\S.{3,30}?)[\s,;(]*)??(?:updated?|revised|amended|corrected|aktualisiert|geändert|korrigiert)\b[\s:–-]*"
    r"(?P<later>\d[^a-z]{3,20}?)\)?",
    r"(?:(?P<first>\S.{3,30}?)[\s,;(]*)??(?:updated?|revised|amended)(?P<later>\d[^a-z]{3,20}?)\)?",
)
_WHOLE = _compiled(
    rf"(?:(?:total|gesamt|insgesamt):? )?{_N}(?: total| {_HEADS})?(?:\s*[(\[](?P<parts>.+)[)\]]|:\s+(?P<rest>.+))"
)[0]
_IN_A_ROW, _OF_A_ROW = _compiled(
    rf"(?:{_COUNT} (?:{_HEADS} )?{_SORT}(?: {_HEADS})?\s*){{2,}}",
    rf"{_N} (?:{_HEADS} )?{_SORT}(?: {_HEADS})?",
)
_GLUED = re.compile(r"(\d{1,2}/\d{1,2}/\d{4})\s*(?=\d{1,2}/\d{1,2}/\d{4})", re.ASCII)
_BEHIND = _compiled(r"(.*\d\+?)\s*(?:\*{1,4}|[†‡§¹²³]{1,3}|\[[a-z\d*]{1,3}\])")[0]
_DIGIT = re.compile(r"\d")
_REMARK = re.compile(r"(.*\d)\s*\(([^()\d]*\s[^()\d]*\s[^()\d]*)\)")
_CHANGING = _compiled(
    r"%|\b(?:percent|prozent|thousands?|tausend|hundreds?|hundert|millions?|approx\w*|about|circa|ca|estimat\w+|geschätzt|"
    r"up to|bis zu|least|most|mindestens|höchstens|max\w*|min\w*|more|less|fewer|mehr|weniger|former\w*|previous\w*|"
    r"original\w*|cancel\w*|rescind\w*|denied|withdrawn|not|nicht|no|kein\w*|contract\w*|hired|hire)\b"
)[0]
# From what certainly ends a piece to what may also stand within one.
_END = r";|\.{3,}|…|\n|\|"
_AND = r"(?<=[\w)]),? (?:and|und|&|\+|plus) "
_APART = _compiled(
    rf"\s*(?:{_END})\s*",
    rf"\s*(?:{_END}|{_AND})\s*",
    rf"\s*(?:{_END}|{_AND}|(?<=(?:1[89]|2[01])\d\d), )\s*",
    rf"\s*(?:{_END}|{_AND}|, )\s*",
)


@dataclass(frozen=True, slots=True)
class Revised:
    """A figure and the one that it takes the place of, as texts."""

    now: str
    before: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One of several things: all its words, and in them the text of a number and of a date; "" where it has none."""

    words: str
    count: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a whole in their order. ``whole``: the text of the number that they are said to be parts of."""

    pieces: tuple[Piece, ...]
    whole: str = ""


def revised(text: str) -> Revised | None:
    """Take "120 (revised from 100)" apart; None for what does not say that a figure took the place of another."""
    if len(text) > _LONGEST or not _several_numbers(text):
        return None
    for pattern in _REVISED:
        if match := pattern.fullmatch(text):
            return Revised(match["now"], match["before"])
    return None


def parts_of(text: str) -> Parts | None:
    """Take "Phase 1: 120, Phase 2: 60" or "62 (50 FT, 12 PT)" apart; None for any other text."""
    if len(text) > _LONGEST or not _several_numbers(text):
        return None
    if pieces := _pieces(text):
        return Parts(pieces)
    if (match := _WHOLE.fullmatch(text)) and (pieces := _pieces(match["parts"] or match["rest"])):
        return Parts(pieces, match["count"])
    return None


def of_one_sort(text: str) -> str:
    """The number of "13 FT", of which no others are told; "" for any other text."""
    match = _OF_A_ROW.fullmatch(text) if len(text) <= _LONGEST else None
    return match["count"] if match else ""


def days_of(text: str) -> Iterator[tuple[Piece, ...]]:
    """The ways to take a text apart into dates, perhaps each with a number: "3/1/2025 (38 workers); 4/1/2025 (5 jobs)".

    From the likeliest on; whether its pieces are dates is not known here.
    """
    if len(text) > _LONGEST or not _several_numbers(text):
        return
    text = _GLUED.sub(r"\1\n", text)
    for separator in _APART:
        pieces = _split(text, separator)
        matches = [_DAY.fullmatch(piece) for piece in pieces] if _all_numbered(pieces) else []
        found = [_piece(match) for match in matches if match]
        if len(found) == len(matches) > 1:
            yield tuple(found)


def first_and_last(text: str) -> tuple[str, str] | None:
    """The two days of "beginning: 1/6/2025; completed: 3/31/2025"; None for any other text."""
    match = _FROM_TO.fullmatch(text) if len(text) <= _LONGEST else None
    return (match["first"], match["last"]) if match else None


def updated(text: str) -> tuple[str, str] | None:
    """The first and the later date of "10/08/2020 Updated 12/21/2020"; None for any other text.

    The first one is "" where there is none.
    """
    matches = (pattern.fullmatch(text) for pattern in _UPDATED) if len(text) <= _LONGEST else ()
    match = next(filter(None, matches), None)
    return ((match["first"] or "").strip(), match["later"].strip()) if match else None


def without_remark(text: str) -> str:
    """A text without the remark in brackets behind its number: "60 (all of them work remotely)".

    A remark that has numbers, or words that make the number another one, stays.
    """
    match = _REMARK.fullmatch(text) if len(text) <= _LONGEST else None
    return match[1] if match and not _CHANGING.search(match[2]) else text


def without_mark(text: str) -> str:
    """A text without the mark of a footnote behind its number: "120*", "120 [1]"."""
    match = _BEHIND.fullmatch(text) if len(text) <= _LONGEST else None
    return match[1] if match else text


def _all_numbered(pieces: Sequence[str]) -> bool:
    """Whether there are several pieces with a number in each; without trying patterns on prose."""
    return len(pieces) > 1 and all(_DIGIT.search(piece) for piece in pieces)


def _several_numbers(text: str) -> bool:
    return len(re.findall(r"\d+", text)) > 1


def _pieces(text: str) -> tuple[Piece, ...]:
    for separator in _APART:
        pieces = _split(text, separator)
        if not _all_numbered(pieces):
            continue
        matches = [next(filter(None, (pattern.fullmatch(piece) for pattern in _PART)), None) for piece in pieces]
        found = [_piece(match) for match in matches if match]
        if len(found) == len(matches) > 1:
            return tuple(found)
    if _IN_A_ROW.fullmatch(text):
        return tuple(map(_piece, _OF_A_ROW.finditer(text)))
    return ()


def _piece(match: re.Match[str]) -> Piece:
    found = match.groupdict()
    return Piece(match[0].strip(), found["count"] or "", (found.get("when") or "").strip())


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    return [piece for piece in separator.split(text.strip()) if piece.strip()]


__all__ = [
    "Parts", "Piece", "Revised", "days_of", "first_and_last", "of_one_sort", "parts_of", "revised", "updated",
    "without_mark", "without_remark",
]  # fmt: skip
