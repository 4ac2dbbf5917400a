"""Quantities in a quick line: which words are tried, and what the parser of quantities says to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from db.reading.quantities import (
    AmbiguousQuantity,
    Kind,
    NumberConvention,
    ParsedQuantity,
    QuantityNotUnderstood,
    parse_quantity,
)  # fmt: skip
from db.reading.quantity_grammar.words import UNIT_NOUN
from db.reading.quick.board import Board, Word
from db.reading.quick.phrases import CONTINGENT, EMPLOYEES
from db.reading.quick.stretches import HEADS, is_heads, runs, slices, windows

_NUMBER = r"[~≈<>≥≤]*(?:us)?[$€£¥]?\d[\d.,'’]*(?:[-–][$€£¥]?\d[\d.,'’]*)?(?:k|m|mn|b|bn|mio|mrd)?\+?[%€$£¥]?"
_NUMBERS = re.compile(_NUMBER, re.ASCII)
#: Words that are a size, or a share, by themselves or with their neighbors.
_VAGUE = re.compile(
    r"dozens?|dutzende?|hundreds|hunderte?[nr]?|thousands|tausende?[nr]?|zehntausende?|half|hälfte|thirds?|drittel|"
    r"quarters?|viertel|(?:fif|six|seven|eigh|nin|ten|twelf)ths?|(?:fünf|sechs|sieb|ach|neun|zehn)tel|[½⅓⅔¼¾]|"
    r"(?:one|two|three|four|five)-(?:third|quarter|(?:fif|six|seven|eigh|nin|ten)th)s?|all|alle|sämtliche|entire|gesamte[nr]?|"
    r"(?:single|double|triple|two|three|four)-(?:digit|figure)|(?:ein|zwei|drei|vier)stellige?[nrsm]?|"
    r"(?:zweite|dritte|vierte|fünfte|sechste|siebte|achte|neunte|zehnte|zwölfte|zwanzigste)[nr]?|hundred|thousand|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|\w*(?:hundert|tausend|zig|ßig)\w*|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teen|(?:drei|vier|fünf|sech|sieb|acht|neun)zehn"
)
#: Numbers that are one only beside who is counted, or as a share ("one in ten").
_SMALL = re.compile(
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|"
    r"zwölf"
)
_ORDINALS = frozenset(("first", "second", "third", "fourth", "last", "next", "this", "erste", "zweite", "ersten",
                       "zweiten", "dritten", "vierten", "letzten"))  # fmt: skip
_TRADE = re.compile(UNIT_NOUN)
_SIZE_PART = re.compile(
    r"[~≈±]|ca|circa|zirka|approx|approximately|about|around|roughly|some|estimated|an|etwa|ungefähr|rund|geschätzt|"
    r"almost|nearly|knapp|fast|beinahe|gut|more|than|over|at|least|mehr|als|über|mindestens|wenigstens|up|to|most|as|"
    r"many|no|not|less|fewer|under|bis|zu|höchstens|maximal|max|min|weniger|unter|nicht|between|and|zwischen|und|from|"
    r"von|or|oder|-|–|several|a|few|mehrere|einige|ein|paar|%|percent|per|cent|prozent|k|thousand|tausend|tsd|m|mn|mio|"
    r"million|millions|millionen|b|bn|billion|billions|mrd|milliarden?|trillion|hundred|hundert|"
    r"us[$]|[$€£¥]|usd|dollars?|us-dollar|euros?|eur|gbp|pounds|pfund|chf|franken|jpy|yen|"
    r"of|out|der|die|das|des|the|its|their|our|aller|ihrer|seiner|every|jede[nrs]?|in|low|high|mid|niedrige[nr]?|hohe[nr]?|"
    r"another|additional|further|weitere[nr]?|zusätzlich|insgesamt|total|plus|fast|oder|so|halbe[snr]?|excess|"
    r"workforce|belegschaft|headcount|ma|"
    rf"global|{EMPLOYEES}|{CONTINGENT}|freie[nr]?|freelance"
)
_TEAM = re.compile(r"\S*(?:teams?|divisions?|units?|departments?|abteilung(?:en)?|sparte|bereichs?)")
#: What no size ends with: "half of staff to go".
_LEADS_ON = frozenset(("to", "of", "from", "bis", "zu", "von", "in", "and", "und", "or", "oder", "der", "des", "the"))
_OF = frozenset(("of", "der", "des", "von", "ihrer", "seiner"))


@dataclass(frozen=True, slots=True)
class FoundSize:
    """A quantity in the line. ``heads``: "employees", "contingent" or "" for no noun."""

    start: int
    end: int
    text: str
    reading: ParsedQuantity
    reason: str = ""
    heads: str = ""


def find_sizes(board: Board, convention: NumberConvention | None) -> list[FoundSize]:
    """The quantities of a line, in order, taking nothing."""
    found: list[FoundSize] = []
    for run in list(runs(board, _may_be_size, "")):
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
    patterns = (_NUMBERS, _SIZE_PART, _VAGUE, _SMALL, _TRADE)
    return any(pattern.fullmatch(word.low) for pattern in patterns)


def _is_core(word: Word) -> bool:
    return any(pattern.fullmatch(word.low) for pattern in (_NUMBERS, _VAGUE, _SMALL))


def _size_around(board: Board, run: Sequence[Word], core: int, convention: NumberConvention | None) -> FoundSize | None:
    for first, last in windows(run, core):
        if last > core and run[last].low in _LEADS_ON:
            continue
        for start, end in slices(board, run[first], run[last]):
            text = board.text[start:end]
            read = _read(text, convention)
            if read is None or not _meant(board, run, (first, last), core, read[0]):
                continue
            whole = _whole(board, run[last], start, convention) if read[0].percent else None
            stop, (value, reason) = whole if whole is not None else (end, read)
            return FoundSize(start, stop, board.text[start:stop], value, reason, _heads(board, run[first : last + 1]))
    return None


def _meant(board: Board, run: Sequence[Word], at: tuple[int, int], core: int, read: ParsedQuantity) -> bool:
    """Whether words that may be something else are a size here: "second half" is none, "two" needs who is counted."""
    first, last = at
    if not _NUMBERS.fullmatch(run[core].low):
        place = board.words.index(run[first])
        if place and board.words[place - 1].low in _ORDINALS:
            return False
        if _SMALL.fullmatch(run[core].low):
            counted = any(is_heads(word) or _TRADE.fullmatch(word.low) for word in run[first : last + 1])
            return counted or read.percent is not None
    return True


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
        if is_heads(word) or _TEAM.fullmatch(word.low):
            read = _read(board.text[start : word.end], convention)
            return None if read is None or read[0].percent is None else (word.end, read)
    if board.free_word(behind[1]) and (read := _read(board.text[start : last.end], convention)):
        return last.end, (read[0], "percent_of")
    return None


def _heads(board: Board, words: Sequence[Word]) -> str:
    low = board.low[words[0].start : words[-1].end]
    for name, pattern in zip(("employees", "contingent"), HEADS, strict=True):
        if any(pattern.fullmatch(word.low) for word in words) or (name == "contingent" and re.search(CONTINGENT, low)):
            return name
    return ""
