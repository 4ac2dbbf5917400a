"""The order in which words of several scripts stand on a line. No Qt.

A text is painted word by word on paper, since readers make blanks of gaps only; words of a script that runs from
right to left then have to be put in their order by hand (a simple form of the Unicode bidirectional
algorithm, by whole words).
"""

from __future__ import annotations

import unicodedata


def direction(word: str) -> str:
    """R or L by the first strong letter of a word, empty for one that has none."""
    for sign in word:
        kind = unicodedata.bidirectional(sign)
        if kind in {"R", "AL"}:
            return "R"
        if kind == "L":
            return "L"
    return ""


def visual(text: str) -> list[str]:
    """The words of a line from left to right as they stand on the page."""
    words = text.split(" ")
    if text.isascii():
        return words
    base = next((found for word in words if (found := direction(word))), "L")
    runs: list[tuple[str, list[str]]] = []
    for word in words:
        way = direction(word) or (runs[-1][0] if runs else base)
        if runs and runs[-1][0] == way:
            runs[-1][1].append(word)
        else:
            runs.append((way, [word]))
    ordered = runs if base == "L" else runs[::-1]
    return [word for way, run in ordered for word in (run if way == "L" else run[::-1])]
