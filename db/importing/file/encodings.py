"""Which encoding the bytes of a text have: proved by a mark or by themselves, else proposed, with the doubt."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.importing.file.alphabets import commonness, languages_of

BOMS = {"utf-8-sig": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}

#: Encodings without a mark that are weighed against each other, with what an unusual one must be ahead by.
CANDIDATES = {
    "cp1252": 0.0, "mac-roman": 0.03, "cp1251": 0.03, "cp1250": 0.045, "iso8859-15": 0.05, "cp850": 0.05, "cp852": 0.09,
    "iso8859-2": 0.06, "cp1253": 0.05, "cp1254": 0.06, "koi8-r": 0.05, "cp866": 0.06, "iso8859-5": 0.06,
    "mac-cyrillic": 0.07, "cp932": 0.03, "gb18030": 0.03, "big5": 0.04, "euc-kr": 0.03, "euc-jp": 0.05,
}  # fmt: skip

#: Lines with a letter beyond ASCII that are weighed.
_LINES = 400
#: How far ahead of the next reading one must be to be taken without asking; and without a word, on many words or few.
_SURE, _SILENT, _SILENT_ON_FEW = 0.025, 0.12, 0.6
_FEW = 20
#: The least share of words that somebody writes so.
_PLAUSIBLE = 0.9

_NO_TEXT = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "unicode-escape"})
_WORD = re.compile(r"[^\s,;|/()\"<>\[\]:]*[^\x00-\x7f][^\s,;|/()\"<>\[\]:]*")


@dataclass(frozen=True, slots=True)
class Reading:
    """How an encoding reads some words of the file that another one reads otherwise."""

    encoding: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EncodingDoubt:
    """The readings that are possible, the proposed one first. ``serious``: whether it must be asked."""

    readings: tuple[Reading, ...]
    serious: bool


def known_encoding(name: str) -> str:
    """Python's name for an encoding of texts; empty if there is none of that name."""
    try:
        found = codecs.lookup(name).name
        b"a".decode(found, "replace")
    except (LookupError, UnicodeError, ValueError):
        return ""
    return "" if found in _NO_TEXT else found


def marked(head: bytes) -> str:
    """The encoding that the first bytes show: a byte order mark, or the zeros of UTF-16. Empty: they show none."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):  # the first begins like that of UTF-16
        return "utf-32"
    for name, bom in BOMS.items():
        if head.startswith(bom):
            return name
    start = head[:4096]
    half = max(len(start) // 2, 1)
    even, odd = start[::2].count(0) / half, start[1::2].count(0) / half
    # Western text in UTF-16 has every other byte 0, on one side only.
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    if even > 0.4 and odd < 0.1:
        return "utf-16-be"
    return ""


def is_damaged_utf8(data: bytes) -> bool:
    """Whether bytes that are no UTF-8 are UTF-8 all the same, but for a few: not all umlauts may become two letters."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(character > "\x7f" for character in text) - bad
    return good > 4 * bad


def telling_lines(chunks: Iterable[bytes]) -> list[bytes]:
    """Different lines of a file with a byte beyond ASCII: what an encoding can be told by."""
    found: dict[bytes, None] = {}
    for chunk in chunks:
        if not chunk.isascii():
            for line in re.split(rb"[\r\n]+", chunk)[: 20 * _LINES]:
                if not line.isascii():
                    found[line[:2000]] = None
        if len(found) >= _LINES:
            break
    return list(found)[:_LINES]


def propose(lines: Sequence[bytes]) -> tuple[str, EncodingDoubt | None]:
    """The most plausible encoding of lines that are no UTF-8, and the doubt about it, if there is any."""
    proposed = _as_charset_normalizer_sees_it(lines)
    unusual = {**({proposed: 0.1} if proposed else {}), **CANDIDATES}
    as_proposed = _text(lines, proposed)[0] if proposed else ""
    scored = []
    for name, handicap in unusual.items():
        text, score, plausible = _weigh(lines, name)
        if text:
            bonus = 0.015 if text == as_proposed else 0.0
            scored.append((score + bonus - handicap, plausible, name, text))
    scored.sort(key=lambda item: -item[0])
    if not scored:
        return "cp1252", None
    best, plausible, name, text = scored[0]
    silent = _SILENT if len(set(_WORD.findall(text))) > _FEW else _SILENT_ON_FEW
    readings: list[Reading] = []
    rivals = 0
    for score, _, other, differently in scored[1:]:
        if differently != text and best - score < silent and len(readings) < 3:
            ours, theirs = _differing(text, differently)
            if not readings:
                readings.append(Reading(name, ours))
            readings.append(Reading(other, theirs))
            rivals += best - score < _SURE
    if plausible < _PLAUSIBLE and not readings:
        readings.append(Reading(name, _odd_words(text)))
    doubt = EncodingDoubt(tuple(readings), bool(rivals) or plausible < _PLAUSIBLE) if readings else None
    return name, doubt


def _text(lines: Sequence[bytes], encoding: str) -> tuple[str, int]:
    """What an encoding makes of lines, and how many of them it cannot read."""
    read = []
    broken = 0
    for line in lines:
        try:
            read.append(line.decode(encoding))
        except UnicodeDecodeError:
            broken += 1
            read.append(line.decode(encoding, "replace"))
    return "\n".join(read), broken


def _weigh(lines: Sequence[bytes], encoding: str) -> tuple[str, float, float]:
    """The text an encoding makes of lines, how plausible it is in all, and the share of words that somebody writes.

    No text where the encoding cannot read more than a line in twenty.
    """
    text, broken = _text(lines, encoding)
    words = set(_WORD.findall(text))
    if broken * 20 > len(lines) or not words:
        return "", 0.0, 0.0
    found = [languages_of(word) for word in words]
    plausible = sum(map(bool, found)) / len(found)
    spoken = Counter(language for languages in found for language in languages)
    # Words of one language speak for a reading more than words of five.
    together = max(spoken.values(), default=0) / len(found)
    return text, (plausible * 0.7 + together * 0.3) * (0.6 + 0.4 * commonness(text, encoding)), plausible


def _differing(text: str, other: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Up to three words that two readings of the same lines have otherwise, in both."""
    ours: list[str] = []
    theirs: list[str] = []
    for one, two in zip(text.split("\n"), other.split("\n"), strict=False):
        for left, right in zip(_WORD.findall(one), _WORD.findall(two), strict=False):
            if left != right and left not in ours and len(ours) < 3:
                ours.append(_shown(left))
                theirs.append(_shown(right))
    return tuple(ours), tuple(theirs)


def _shown(word: str) -> str:
    """A word as an example: not too long, and what has no ink as what cannot be read."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in word[:40])


def _odd_words(text: str) -> tuple[str, ...]:
    return tuple([_shown(word) for word in dict.fromkeys(_WORD.findall(text)) if not languages_of(word)][:3])


def _as_charset_normalizer_sees_it(lines: Sequence[bytes]) -> str:
    """The proposal of charset-normalizer, by Python's name for it; empty if it has none."""
    from charset_normalizer import from_bytes

    best = from_bytes(b"\n".join(lines)[: 1 << 16]).best()
    if best is None or best.encoding in {"utf_8", "ascii"} or best.encoding.startswith("utf"):
        return ""
    name = known_encoding(best.encoding)
    return {"johab": "", "cp949": "euc-kr", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}.get(name, name)


__all__ = [
    "BOMS", "CANDIDATES", "EncodingDoubt", "Reading", "is_damaged_utf8", "known_encoding", "marked", "propose",
    "telling_lines",
]  # fmt: skip
