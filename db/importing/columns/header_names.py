"""What the name of a column says it means, and how sure that is."""

from __future__ import annotations

import re
from functools import lru_cache

from db.importing.cells.words import normalized
from db.importing.columns.header_words import HEADER_WORDS
from db.importing.fields import PEOPLE_FIELDS, Field
from db.importing.file.units import without_brackets

#: A meaning, and how sure (0 to 1) a name makes it.
Meaning = tuple[Field, float]

#: Before the name of a figure: it is the one that stands, whatever the column beside it said first.
CORRECTED = frozenset({"revised", "amended", "corrected", "updated", "korrigierte", "berichtigte", "aktualisierte"})
#: Before the name of a figure: it is the one that came first, where another column has the one that stands.
EARLIER = frozenset(
    {"expected", "initial", "original", "planned", "previous", "erwartete", "urspruengliche", "geplante"}
)
#: Before or behind the name of a figure: which end of it stands there.
_LOWEST = re.compile(r"^(?:min|minimum|lowest|at least)\b|\b(?:min|minimum|low|lower|lowest|at least)$")
_HIGHEST = re.compile(r"^(?:max|maximum|highest|at most)\b|\b(?:max|maximum|high|upper|highest|at most)$")
#: How much less sure a name is that only begins like a known one.
_BEGINNING = 0.2


@lru_cache(maxsize=4096)
def meanings(name: str) -> tuple[Meaning, ...]:
    """What a name may mean, the surest first; what stands in parentheses or brackets counts only where it must."""
    words, bare = _once(normalized(name)), _once(normalized(without_brackets(name)))
    if bare != words and is_corrected(name):
        bare = f"revised {bare}"
    surest_first = sorted((words, bare), key=lambda one: not _exactly(one))
    found = next((known for one in surest_first if (known := _known(one))), [])
    return tuple(sorted(found, key=lambda meaning: -meaning[1]))


def _once(words: str) -> str:
    """Words without one that is said twice on end: "Expiration Date - Date"."""
    parts = words.split(" ")
    return " ".join(word for word, before in zip(parts, ["", *parts], strict=False) if word != before)


def is_corrected(name: str) -> bool:
    """Whether a name says that what stands below it was corrected: "Revised count", "Count (revised)"."""
    words = normalized(name).split()
    bracketed = set(words).difference(normalized(without_brackets(name)).split())
    return bool(CORRECTED.intersection((*words[:1], *bracketed)))


def is_ticker(name: str) -> bool:
    """Whether a name is that of ticker symbols, which stand for an organization where nothing else names it."""
    return bool({"ticker", "symbol"}.intersection(normalized(name).split()))


def _exactly(words: str) -> list[Meaning]:
    return _NAMES.get(words) or _NAMES.get(words.replace(" ", "")) or []


def _known(words: str) -> list[Meaning]:
    found = _exactly(words)
    first, _blank, rest = words.partition(" ")
    if first in EARLIER and any(field is Field.COUNT for field, _ in found or _NAMES.get(rest, [])):
        return [*(found or [(Field.COUNT, 0.88)]), (Field.COUNT_EARLIER, 0.8)]
    if found:
        return found
    if (bound := _bound(words)) is not None:
        return [bound]
    if first in CORRECTED:
        return [(field, min(1.0, sure + 0.03)) for field, sure in _NAMES.get(rest, ()) if field in PEOPLE_FIELDS]
    # "Date Layoff/Closure Starts (expected)": the name begins with a longer synonym, at least two words.
    parts = words.split(" ")
    beginnings = (" ".join(parts[:length]) for length in range(len(parts) - 1, 1, -1))
    longest = next((known for known in beginnings if known in _NAMES), "")
    return [(field, sure - _BEGINNING) for field, sure in _NAMES.get(longest, ())]


def _bound(words: str) -> Meaning | None:
    """The lower or upper end of a count or percentage: "Planned job losses - min", "at most affected"."""
    for ends, lower in ((_LOWEST, True), (_HIGHEST, False)):
        bare = ends.sub("", words).strip()
        named = next((sure for field, sure in _known(bare) if field is Field.COUNT), 0.0) if bare != words else 0.0
        if named:
            return (Field.COUNT_LOW if lower else Field.COUNT_HIGH, named)
    return None


def _by_name() -> dict[str, list[Meaning]]:
    """Meanings by header words; also by the words without blanks ("LayOff_Date", "headcount")."""
    names: dict[str, list[Meaning]] = {normalized(item.value): [(item, 1.0)] for item in Field}
    for entry in HEADER_WORDS.replace("\n    ", " ").splitlines():
        head, words = entry.split(": ")
        target, confidence = head.split()
        for word in words.split("|"):
            names.setdefault(normalized(word), []).append((Field(target), float(confidence)))
    return {word.replace(" ", ""): found for word, found in names.items()} | names


_NAMES = _by_name()

#: Every name of a column that is known, as :func:`normalized` leaves it.
HEADER_NAMES = frozenset(_NAMES)

__all__ = ["CORRECTED", "HEADER_NAMES", "Meaning", "is_corrected", "is_ticker", "meanings"]
