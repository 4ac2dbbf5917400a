"""Names and kinds in a quick line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from db.model.ids import OrganizationId
from db.model.records import EventKind
from db.model.values import KindGroup
from db.reading.quick.board import Board, Word, lower
from db.reading.quick.names import Names
from db.reading.quick.sizes import FoundSize
from db.reading.quick.words import (
    CREDITS,
    OF_CONTINGENT,
    Phrase,
    heads_patterns,
    phrases,
    phrases_of_names,
    vocabulary,
)

_GAP = 80  # characters between two parts of a phrase
_CREDIT = re.compile(rf"(?<!\w)(?:{CREDITS}):?\s+")
#: What a paper does that tells of others.
_TELLS = frozenset(("reports", "reported", "says", "said", "writes", "meldet", "berichtet", "schreibt", "zufolge"))
_MONTH_NAMES = frozenset(("may", "mai", "august", "april", "june", "juni", "july", "juli", "march", "märz"))


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity in the line: a known organization (``ids``), or capitalized words nobody knows."""

    start: int
    end: int
    text: str
    ids: tuple[OrganizationId, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: its parts, and the kind they stand for."""

    code: str
    first: str
    parts: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.parts[0][0]

    @property
    def size(self) -> int:
        """How many characters say it."""
        return sum(end - start for start, end in self.parts)


# Names.


def mentions(board: Board, names: Names) -> list[Mention]:
    """Known organizations, the longest names first from each word on; they are taken."""
    found: list[Mention] = []
    for index, word in enumerate(board.words):
        if board.free_word(word) and (mention := _mention(board, names, index)) is not None:
            board.take(mention.start, mention.end, "organization")
            found.append(mention)
    return found


def _mention(board: Board, names: Names, index: int) -> Mention | None:
    word = board.words[index]
    longest = max(
        names.longest(key) for key in {word.key, word.bare, word.key.removesuffix("s"), word.key.rstrip("!.")}
    )
    for length in range(min(longest, len(board.words) - index), 0, -1):
        last = board.words[index + length - 1]
        for end in _ends(board, last):
            text = board.text[word.start : end]
            ids = names.ids(text)
            if ids and board.free(word.start, end) and (length > 1 or _meant(board, names, index, text, ids)):
                return Mention(word.start, end, text, ids)
    return None


def _ends(board: Board, last: Word) -> Iterator[int]:
    """Where a name may end: with its signs ("Yahoo!"), without, before a full stop, before an ending of possession."""
    yield last.end
    if last.far > last.end:
        yield last.far
        yield last.end + 1
    text = board.low[last.start : last.end]
    for ending in (".", "'s", "’s", "s", "'", "’"):
        if text.endswith(ending) and len(text) - len(ending) > (2 if ending == "s" else 0):
            yield last.end - len(ending)


def _meant(board: Board, names: Names, index: int, text: str, ids: tuple[OrganizationId, ...]) -> bool:
    """Whether a single word that means something else too is meant as a name: then it is written as the name is."""
    low = lower(text)
    if low in _MONTH_NAMES or low.isdigit():
        near = [word.low for word in board.words[max(0, index - 1) : index + 2]]
        if low.isdigit() or any(other[0].isdigit() for other in near if other != low):
            return False
    return low not in vocabulary() or any(text == names.name(found) for found in ids) or text.isupper()


def publisher(board: Board, names: Names, found: list[Mention]) -> tuple[list[Mention], str]:
    """The publisher of the line, and the organizations without it.

    A known organization that is known as a publisher too is one where another organization is named, or where it
    stands behind a comma.
    """
    for mention in reversed(found):
        name = names.publisher(mention.text)
        apart = board.text[: mention.start].rstrip().endswith((",", ";", "(", "-", "–", "—", "|"))
        if name and (len(found) > 1 or apart):
            board.relabel(mention.start, mention.end, "publisher")
            return [other for other in found if other is not mention], name
    for index, word in enumerate(board.words):
        for length in range(min(names.publisher_words, len(board.words) - index), 0, -1):
            end = board.words[index + length - 1].end
            text = board.text[word.start : end]
            name = names.publisher(text)
            known = name and board.free(word.start, end) and not _acts(board, index + length, word)
            if known and (length > 1 or lower(text) not in vocabulary() or text == name):
                board.take(word.start, end, "publisher")
                return found, name
    return found, _credited(board)


def _acts(board: Board, after: int, first: Word) -> bool:
    """Whether a paper at the beginning of a line is who the line is about: "The Washington Post lays off a third"."""
    ahead = board.words[: board.words.index(first)]
    if any(word.low not in {"the", "die", "der", "das"} for word in ahead) or after >= len(board.words):
        return False
    between = board.text[board.words[after - 1].end : board.words[after].start]
    following = board.words[after].low
    return not between.strip() and following not in _TELLS and not any(c.isdigit() for c in following)


def _credited(board: Board) -> str:
    """A publisher named as such: "laut Branchendienst", "source: The Daily Planet"."""
    for match in _CREDIT.finditer(board.masked()):
        words = [word for word in board.words if word.start >= match.end()]
        run: list[Word] = []
        for word in words:
            joins = not run or board.follows(run[-1], word)
            if not (joins and board.free_word(word) and board.text[word.start].isupper()) or len(run) == 4:
                break
            run.append(word)
        if run and run[0].start == match.end() and run[0].low not in vocabulary():
            board.take(match.start(), match.end(), "filler")
            board.take(run[0].start, run[-1].end, "publisher")
            return board.text[run[0].start : run[-1].end]
    return ""


# Kinds.


def find_kind(
    board: Board, kinds: Mapping[str, EventKind], sizes: Sequence[FoundSize], organizations: int
) -> tuple[Match | None, bool]:
    """The kind a line speaks of, and whether it speaks of another one too. Of several the first one is taken."""
    own = tuple((kind.code, lower(kind.name)) for kind in kinds.values() if kind.name.strip())
    low = board.masked()
    taken = [(size.start, size.end) for size in sizes]
    found = [
        match
        for phrase in (*phrases_of_names(own), *phrases())
        for match in _matches(phrase, low)
        if not all(any(start <= a and b <= end for start, end in taken) for a, b in match.parts)
    ]
    found = [match for match in found if not any(_within(match, other) for other in found)]
    found = [match for match in found if match.code in kinds]
    if not found:
        return None, False
    found.sort(key=lambda match: (kinds[match.code].group is KindGroup.STRATEGY, match.start, -match.size))
    first = _of_shares(_of_heads(found[0], board, kinds, sizes, organizations), kinds, sizes)
    same = {found[0].code, first.code}
    others = [
        match
        for match in found
        if match.code not in same and kinds[match.code].group is not KindGroup.STRATEGY and not _crosses(match, first)
    ]
    return first, bool(others)


def _matches(phrase: Phrase, low: str) -> Iterator[Match]:
    for first in phrase.parts[0].finditer(low):
        parts = [first.span()]
        for pattern in phrase.parts[1:]:
            after = parts[-1][1]
            following = pattern.search(low, after, min(len(low), after + _GAP))
            if following is None:
                break
            parts.append(following.span())
        else:
            if all(start < end for start, end in parts):
                yield Match(phrase.code, phrase.first, tuple(parts))


def _within(match: Match, other: Match) -> bool:
    """Whether a longer phrase says the same words (of two equal ones the one found first stays)."""
    return other.size > match.size and all(
        any(start <= a and b <= end for start, end in other.parts) for a, b in match.parts
    )


def _crosses(match: Match, other: Match) -> bool:
    return any(a < end and start < b for a, b in match.parts for start, end in other.parts)


def _of_heads(
    match: Match, board: Board, kinds: Mapping[str, EventKind], sizes: Sequence[FoundSize], organizations: int
) -> Match:
    """The same of contractors where contractors are counted, or are the only heads spoken of."""
    code = OF_CONTINGENT.get(match.code, "")
    counted = [size.heads for size in sizes if size.reading.count is not None and size.heads]
    if counted:
        contingent = counted[0] == "contingent"
    else:
        employees, contractors = heads_patterns()
        behind = match.code.startswith("relationship") and organizations > 1
        contingent = not behind and bool(contractors.search(board.low)) and not employees.search(board.low)
    return Match(code, "", match.parts) if contingent and code in kinds else match


def _of_shares(match: Match, kinds: Mapping[str, EventKind], sizes: Sequence[FoundSize]) -> Match:
    """A stake taken where a part of an organization is bought: "buys 49 % of Acme" is no acquisition of Acme."""
    part = any(size.reading.percent is not None and (size.reading.percent.high or 100) < 100 for size in sizes)
    if match.code != "acquisition" or "stake_taken" not in kinds or not part:
        return match
    return Match("stake_taken", match.first, match.parts)
