"""Finding a name in texts however it is written there, and taking it out. Pure: no I/O.

Whole words only; case, accents and what stands between the words of a name make no difference: "Jürgen Wang" is also
in "JURGEN  WANG's", in "jurgen.wang@x.example" and in "https://x.example/jürgen-wang".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

#: What may stand between the words of a name: no letter and no digit; %20 is a blank in a web address.
_BETWEEN = r"(?:[\W_]|%20)+"
_BEFORE, _AFTER = r"(?:(?<![^\W_])|(?<=%20))", r"(?![^\W_])"
#: Most of what combines with a letter; the rest is told one by one, which is slow.
_ACCENTS = re.compile(r"[\u0300-\u036f]+")
_WORD = re.compile(r"[^\W_]+")


class Spellings:
    """Some spellings of one name, found together. ``bool()`` is False where none of them has two letters."""

    def __init__(self, spellings: Iterable[str]) -> None:
        words = {tuple(_WORD.findall(_flat(text))) for text in spellings}
        named = sorted((one for one in words if sum(map(len, one)) > 1), key=lambda one: (-len(one), one))
        alternatives = "|".join(_BETWEEN.join(map(re.escape, one)) for one in named)
        self._pattern = re.compile(f"{_BEFORE}(?:{alternatives}){_AFTER}") if named else None

    def __bool__(self) -> bool:
        return self._pattern is not None

    def found(self, text: str) -> bool:
        """Whether the name is in a text."""
        return self._pattern is not None and self._pattern.search(_flat(text)) is not None

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where the name is: first character and the one behind the last."""
        if self._pattern is None:
            return []
        if text.isascii():
            return [found.span() for found in self._pattern.finditer(text.lower())]
        flat, origins = _traced(text)
        found = [(origins[match.start()], origins[match.end() - 1] + 1) for match in self._pattern.finditer(flat)]
        return [(start, _behind_accents(text, end)) for start, end in found]

    def without(self, text: str, replacement: str = "") -> str:
        """The text with the replacement in place of the name; of two blanks around nothing one is left."""
        parts: list[str] = []
        last = 0
        for start, end in self.places(text):
            if start < last:  # one character stands for several letters, the end of one match and the next's start
                continue
            doubled = not replacement and text[end : end + 1] == " " and (start == 0 or text[start - 1] == " ")
            parts += [text[last:start], replacement]
            last = end + doubled
        kept = "".join((*parts, text[last:]))
        return kept if replacement or not parts else kept.strip(" ")

    def excerpt(self, text: str, *, around: int = 28) -> str:
        """The first place with what stands beside it, in one line; empty where the name is not in the text."""
        places = self.places(text)
        if not places:
            return ""
        start, end = max(places[0][0] - around, 0), places[0][1] + around
        shown = " ".join(text[start:end].split())
        return f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}"


def _flat(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    if decomposed.isascii():
        return decomposed
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _traced(text: str) -> tuple[str, list[int]]:
    """:func:`_flat` of a text, and for each of its characters the place it comes from."""
    flat: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(text):
        folded = _flat(character)
        flat.append(folded)
        origins += [place] * len(folded)
    return "".join(flat), origins


def _behind_accents(text: str, end: int) -> int:
    """Accents that stand as characters of their own belong to the letter before them."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end
