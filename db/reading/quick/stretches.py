"""Stretches of a quick line that are tried as one expression, the longest first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from db.reading.quick.board import Board, Word
from db.reading.quick.phrases import CONTINGENT, EMPLOYEES

#: Words for heads: employees, contractors.
HEADS = re.compile(rf"(?:{EMPLOYEES})"), re.compile(rf"(?:{CONTINGENT})")
_MOST = 10  # words tried together


def runs(board: Board, fits: Callable[[Word], bool], signs: str) -> Iterator[list[Word]]:
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


def windows(run: Sequence[Word], core: int) -> Iterator[tuple[int, int]]:
    """First and last index of every part of a run that holds ``core``, the longest first."""
    for length in range(min(len(run), _MOST), 0, -1):
        for first in range(max(0, core - length + 1), min(core, len(run) - length) + 1):
            yield first, first + length - 1


def slices(board: Board, first: Word, last: Word) -> Iterator[tuple[int, int]]:
    """The stretch from one word to another, with and without a full stop at its end."""
    yield first.start, last.end
    bare = first.start + len(board.text[first.start : last.end].rstrip("."))
    if bare != last.end and bare > last.start:
        yield first.start, bare


def is_heads(word: Word) -> bool:
    """Whether a word says that people are counted."""
    return any(pattern.fullmatch(word.low) for pattern in HEADS)
