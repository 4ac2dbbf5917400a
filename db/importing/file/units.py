"""Units that a header states for the numbers below it: "Employees (thousands)", "[Mio. EUR]", "in Tsd."."""

from __future__ import annotations

import re

from db.reading.quantity_grammar.words import CURRENCY

#: What a unit is called in the words that a number is read with, and what headers call it.
_SCALES = (
    ("thousand", r"thousands?|'?000'?s?|tsd\.?|tausend|in 1[.,' ]?000|1[.,' ]?000|k"),
    ("million", r"millions?|mill?\.?|mio\.?|mn|mm|1[.,' ]?000[.,' ]?000"),
    ("billion", r"billions?|bn|mrd\.?|milliarden?"),
)
_INSIDE = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SCALE = {
    name: re.compile(rf"(?:^|(?<![\w.,]))(?:in\s+)?[$€£]?\s*(?:{words})(?![\w])", re.IGNORECASE)
    for name, words in _SCALES
}
_IN = re.compile(
    r"\bin\s+(?:tsd\b\.?|tausend|thousands|mio\b\.?|mrd\b\.?|millionen|millions|billions|milliarden)", re.IGNORECASE
)
#: A letter or word with a sign of currency is a unit wherever it stands: "$M", "T€", "kEUR", "Mio. €".
_LETTERS = {"k": "thousand", "t": "thousand", "m": "million", "b": "billion"}
_SIGN = r"(?:us\$|[$€£¥]|eur|usd|gbp|chf|jpy)"
_MONEY = re.compile(
    rf"(?<!\w)(?:(?P<before>[ktmb])\s?{_SIGN}|(?:us\$|[$€£¥])\s?(?P<after>[kmb])|"
    rf"(?P<word>tsd|mio|mrd)\.?\s?(?:{_SIGN}|euro))(?!\w)",
    re.IGNORECASE,
)
_IN_MONEY = re.compile(rf"(?:\bin\s+)?{_MONEY.pattern}", re.IGNORECASE)
_WORDS = {"tsd": "thousand", "mio": "million", "mrd": "billion"}
_CURRENCY = re.compile(
    rf"(?<!\w)(?:[ktmb]\s?)?({'|'.join(sorted(map(re.escape, CURRENCY.keys() - {'dollar'}), key=len, reverse=True))})"
    r"(?:\s?[kmb])?(?!\w)",  # the dollar is also a general
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"(?:in\s+)?(?:persons?|people|employees|headcount|heads|fte|personen|anzahl|köpfe|mitarbeiter|beschäftigte|number|"
    r"no\.|units?|years?|date|jahre?|datum|percent|prozent|%|eur|euro|usd|gbp|chf|[$€£]|"
    + "|".join(words for _, words in _SCALES)
    + r")(?:\s+(?:eur|euro|usd|gbp|chf|persons|personen|people|employees))?\.?",
    re.IGNORECASE,
)


def is_unit(cell: str) -> bool:
    """Whether a cell below a header is the unit of its column: "[persons]", "in Tsd.", "(thousands)"."""
    text = cell.strip()
    if re.fullmatch(r"[(\[][^()\[\]]*[^\W\d_%$€£'][^()\[\]]*[)\]]|[(\[](?:%|[$€£]|'?000s?)[)\]]", text):
        return True  # a figure in brackets is a loss
    return bool(_UNIT.fullmatch(text))


def bracketed(unit: str) -> str:
    """A unit as a part of its column's name."""
    return unit if not unit or unit[0] in "([" else f"[{unit}]"


def scale_of(name: str) -> str:
    """What a column's name says that its numbers are: "thousand", "million" or "billion"; empty: nothing.

    Only words in brackets, behind "in", or at a sign of currency are units: "Thousand Oaks" is a place.
    """
    for text in (*_INSIDE.findall(name), *_IN.findall(name)):
        for scale, pattern in _SCALE.items():
            if pattern.search(text):
                return scale
    if (money := _MONEY.search(name)) is None:
        return ""
    letter, word = money["before"] or money["after"], money["word"]
    return _LETTERS[letter.lower()] if letter else _WORDS[word.lower()]


def currency_of(name: str) -> str:
    """The currency that a column's name states, by its ISO 4217 code; empty: none, or several."""
    found = {CURRENCY[match.lower()] for match in _CURRENCY.findall(name)}
    return found.pop() if len(found) == 1 else ""


def without_brackets(name: str) -> str:
    """A column's name without what stands in brackets and without units of money; as it is if nothing else is left."""
    bare = _IN_MONEY.sub(" ", re.sub(r"[(\[][^()\[\]]*[)\]]", " ", name))
    return " ".join(bare.split()) or name


__all__ = ["bracketed", "currency_of", "is_unit", "scale_of", "without_brackets"]
