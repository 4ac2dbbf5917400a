"""The line while it is being read: its words, and which stretches are taken for what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from db.model.text import fold
from db.reading.quick.result import Field, Span
from db.reading.quick.words import FILLERS

#: Longer lines are no lines; what lies behind is kept as not understood.
LONGEST = 600
_OPENING = "([{\"'“„‚‘«‹"
_CLOSING = ")]}\"'”“’»›,;:!?…"
_SIGNS = _OPENING + _CLOSING + ".'-–—|·/&+"
_POSSESSIVE = ("'s", "’s")


@dataclass(frozen=True, slots=True)
class Word:
    """A word without signs around it; ``low`` has no full stop at its end either. ``far`` is where its signs end."""

    start: int
    end: int
    far: int
    low: str
    key: str

    @property
    def bare(self) -> str:
        """The folded word without a possessive ending."""
        return next((self.key[:-2] for sign in _POSSESSIVE if self.key.endswith(sign)), self.key)


def lower(text: str) -> str:
    """Lower case of the same length, so that places in it are places in ``text``."""
    made = text.lower()
    return made if len(made) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class Board:
    """A line with its words; parts of it are taken one after the other, and never twice."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.low = lower(text)
        self.spans: list[Span] = []
        self._taken = bytearray(len(text))
        self.words: list[Word] = []
        for match in re.finditer(r"\S+", text[:LONGEST]):
            start, end = match.span()
            while start < end and text[start] in _OPENING:
                start += 1
            while end > start and text[end - 1] in _CLOSING:
                end -= 1
            low = self.low[start:end].rstrip(".")
            if low and any(c.isalnum() or c in "%€$£¥~" for c in low):
                self.words.append(Word(start, end, match.end(), low, fold(low)))
            elif low:  # a dash or the like between two words
                self.words.append(Word(start, end, match.end(), low, low))

    def free(self, start: int, end: int) -> bool:
        """Whether nothing of a stretch is taken."""
        return self._taken.find(1, start, end) < 0

    def take(self, start: int, end: int, field: Field) -> None:
        """Takes what is still free of a stretch for a field."""
        place = start
        while place < end:
            if self._taken[place]:
                place += 1
                continue
            stop = self._taken.find(1, place, end)
            stop = end if stop < 0 else stop
            self._mark(place, stop, field)
            place = stop

    def _mark(self, start: int, end: int, field: Field) -> None:
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start < end:
            self.spans.append(Span(start, end, field))
            self._taken[start:end] = b"\x01" * (end - start)

    def relabel(self, start: int, end: int, field: Field) -> None:
        """Gives what was taken of a stretch another field."""
        self.spans = [
            Span(span.start, span.end, field) if start <= span.start and span.end <= end else span
            for span in self.spans
        ]

    def free_word(self, word: Word) -> bool:
        """Whether nothing of a word is taken."""
        return self.free(word.start, word.end)

    def follows(self, before: Word, after: Word, signs: str = "") -> bool:
        """Whether only blanks (and ``signs``) stand between two words, and the signs at them are no others."""
        between = self.text[before.end : after.start]
        return all(c.isspace() or c in signs for c in between)

    def masked(self) -> str:
        """The line in lower case with everything taken so far blotted out, to be searched for phrases."""
        return "".join("\x00" if taken else c for c, taken in zip(self.low, self._taken, strict=True))

    def finish(self) -> None:
        """Sorts what is left into fillers and the rest, and the spans by place."""
        for word in self.words:
            if self.free_word(word) and word.low in FILLERS:
                self.take(word.start, word.end, "filler")
        place, length = 0, len(self.text)
        while place < length:
            stop = self._taken.find(1, place)
            stop = length if stop < 0 else stop
            self._leave(place, stop)
            place = stop
            while place < length and self._taken[place]:
                place += 1
        self.spans.sort(key=lambda span: span.start)
        self._join()

    def _leave(self, start: int, end: int) -> None:
        """What is left in a free stretch: signs and possessive endings are fillers."""
        for match in re.finditer(r"\S+", self.text[start:end]):
            first, last = start + match.start(), start + match.end()
            left = match[0].strip(_SIGNS)
            attached = first > 0 and self._taken[first - 1] and left in {"s", ""}
            if not left or attached:
                self._mark(first, last, "filler")
                continue
            start_of = first + len(match[0]) - len(match[0].lstrip(_SIGNS))
            self._mark(first, start_of, "filler")
            self._mark(start_of, start_of + len(left), "rest")
            self._mark(start_of + len(left), last, "filler")

    def _join(self) -> None:
        """Makes one stretch of words not understood and the fillers between them."""
        joined: list[Span] = []
        for span in self.spans:
            if span.field == "rest":
                last = len(joined) - 1
                while last >= 0 and joined[last].field == "filler":
                    last -= 1
                if last >= 0 and joined[last].field == "rest":
                    joined[last:] = [Span(joined[last].start, span.end, "rest")]
                    continue
            joined.append(span)
        self.spans = joined
