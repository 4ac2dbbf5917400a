"""Shares and rough numbers that words alone say: "a third", "one in ten", "½", "a dozen", "a double-digit number".

A share in words is known to a whole percent, as "14 %" is; "about a third" is five points either
way, at most a quarter of it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from db.model.intervals import quantity
from db.model.values import Quantity
from db.reading.quantity_grammar.words import NOUN

_PARTS = {
    "half": 2, "halves": 2, "hälfte": 2, "third": 3, "drittel": 3, "quarter": 4, "fourth": 4, "viertel": 4, "fifth": 5,
    "fünftel": 5, "sixth": 6, "sechstel": 6, "seventh": 7, "siebtel": 7, "eighth": 8, "achtel": 8, "ninth": 9,
    "neuntel": 9, "tenth": 10, "zehntel": 10, "twelfth": 12, "zwölftel": 12, "zwanzigstel": 20,
    "zweite": 2, "dritte": 3, "vierte": 4, "fünfte": 5, "sechste": 6, "siebte": 7, "achte": 8, "neunte": 9,
    "zehnte": 10, "zwölfte": 12, "zwanzigste": 20, "second": 2, "twentieth": 20,
}  # fmt: skip
_COUNTS = {
    "a": 1, "one": 1, "ein": 1, "eine": 1, "einem": 1, "eines": 1, "two": 2, "zwei": 2, "three": 3, "drei": 3,
    "four": 4, "vier": 4, "five": 5, "fünf": 5, "six": 6, "sechs": 6, "seven": 7, "sieben": 7, "eight": 8, "acht": 8,
    "nine": 9, "neun": 9, "ten": 10, "zehn": 10, "twelve": 12, "zwölf": 12, "twenty": 20, "zwanzig": 20, "20": 20,
    "12": 12, "10": 10, "9": 9, "8": 8, "7": 7, "6": 6, "5": 5, "4": 4, "3": 3, "1": 1, "2": 2,
}  # fmt: skip
_SIGNS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅙": (1, 6), "⅐": (1, 7),
          "⅛": (1, 8), "⅑": (1, 9), "⅒": (1, 10)}  # fmt: skip
_DENOMINATORS = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10))
_HALF_A_PERCENT, _FIVE = Decimal("0.5"), Decimal(5)
_DOZENS = {"": 1.0, "a": 1, "one": 1, "ein": 1, "einem": 1, "half a": 0.5, "ein halbes": 0.5, "halbes": 0.5, "two": 2,
           "zwei": 2, "three": 3, "drei": 3, "four": 4, "vier": 4}  # fmt: skip
_BANDS = {"single": 1, "einstellig": 1, "double": 10, "two": 10, "zweistellig": 10, "triple": 100, "three": 100,
          "dreistellig": 100, "four": 1000, "vierstellig": 1000, "five": 10000, "fünfstellig": 10000}  # fmt: skip


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    counts = "|".join(sorted((re.escape(word) for word in _COUNTS), key=len, reverse=True))
    parts = "half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|twentieth"
    teile = "drittel|viertel|fünftel|sechstel|siebtel|achtel|neuntel|zehntel|zwölftel|zwanzigstel"
    nth = "zweite|dritte|vierte|fünfte|sechste|siebte|achte|neunte|zehnte|zwölfte|zwanzigste"
    ordinals = "second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|twentieth"
    rough = (
        r"(?P<rough>low|lower|mid|middle|high|upper|niedrige[nrsm]?|untere[nrsm]?|mittlere[nrsm]?|"
        r"hohe[nrsm]?|obere[nrsm]?)"
    )
    return {
        "part": re.compile(
            rf"(?:(?P<n>{counts})[ -](?P<part>{parts})s?|(?:die |der |the )?(?P<half>half|hälfte)|"
            rf"(?P<m>{counts}) (?P<teil>{teile})n?)"
        ),
        "slash": re.compile(r"(\d{1,2})/(\d{1,2})", re.ASCII),
        "one_in": re.compile(
            rf"(?P<n>{counts}) (?:(?P<in>in)|out of|of|von|aus)(?: every)? (?P<of>{counts})(?: (?:{NOUN}))?|"
            rf"(?:every (?P<every>{ordinals})|jede[rsn]? (?P<jede>{nth})[rn]?)(?: (?:{NOUN}))?"
        ),
        "dozen": re.compile(rf"(?:({'|'.join(filter(None, _DOZENS))}) )?(?:dozen|dutzend)(?: (?:{NOUN}))?"),
        "band": re.compile(
            rf"(?:an? |ein(?:e[nrsm]?)? |im |in the |in einem )?(?:{rough} )?"
            r"(?:(?P<size>single|double|two|triple|three|four|five)[- ](?:digit|figure)s?|"
            r"(?P<stellig>(?:ein|zwei|drei|vier|fünf)stellig)(?:e[nrsm]?)?)"
            r"(?: (?P<percent>percent(?:age)?|prozent(?:satz|wert|bereich|betrag)?)|"
            rf" (?:number|zahl|anzahl|bereich|range)(?: (?:(?:of|von|an) )?(?:{NOUN}))?| (?:{NOUN}))?"
        ),
        "hundreds": re.compile(rf"(?:in )?(?:the )?{rough}[ -](?P<unit>hundreds|thousands)(?: of (?:{NOUN}))?"),
    }  # fmt: skip


def share_of(cell: str) -> Decimal | None:
    """A share in words or signs, in percent; None for any other text."""
    if cell in _SIGNS:
        number, parts = _SIGNS[cell]
        return Decimal(100 * number) / parts
    known = _patterns()
    if match := known["slash"].fullmatch(cell):
        number, parts = int(match[1]), int(match[2])
        return Decimal(100 * number) / parts if parts in _DENOMINATORS and 0 < number < parts else None
    if match := known["part"].fullmatch(cell):
        if match["half"]:
            return Decimal(50)
        number, parts = _COUNTS[match["n"] or match["m"]], _PARTS[match["part"] or match["teil"]]
    elif match := known["one_in"].fullmatch(cell):
        if match["n"] is None:
            number, parts = 1, _PARTS[match["every"] or match["jede"]]
        else:
            number, parts = _COUNTS[match["n"]], _COUNTS[match["of"]]
            digits = match["n"].isdecimal() or match["of"].isdecimal()
            if match["in"] is None and digits and parts != 10:
                return None  # "2 of 3" is a count and its base; "4 out of 10" is how a share is told
    else:
        return None
    return Decimal(100 * number) / parts if number < parts else None


def share(percent: Decimal, *, about: bool) -> Quantity:
    """The interval of a share in words."""
    half = min(_FIVE, percent / 4) if about else _HALF_A_PERCENT
    return quantity(float(percent - half), float(percent), float(min(percent + half, Decimal(100))))


def dozens(cell: str) -> Quantity | None:
    """A dozen, or half a one, or several told: a quarter either way."""
    match = _patterns()["dozen"].fullmatch(cell)
    if match is None:
        return None
    number = 12.0 * _DOZENS[match[1] or ""]
    return quantity(number * 0.75, number, number * 1.25)


def band(cell: str) -> tuple[Quantity, str] | None:
    """A number known by its digits ("a low three-digit number"), and its unit; thirds of that for low, mid and high."""
    known = _patterns()
    if match := known["band"].fullmatch(cell):
        low = _BANDS[match["size"] or match["stellig"]]
        unit = "percent" if match["percent"] else "count"
        if unit == "percent" and low > 10:
            return None
        top = 10 * low - 1
    elif match := known["hundreds"].fullmatch(cell):
        low, unit = (100 if match["unit"] == "hundreds" else 1000), "count"
        top = 10 * low
    else:
        return None
    first = {"l": 0, "n": 0, "u": 0, "m": 1, "h": 2, "o": 2}.get((match["rough"] or " ")[0])
    if (match["rough"] or "").startswith("upper"):
        first = 2
    if first is None:
        return quantity(float(low), None, float(top)), unit
    third = 3 * low
    start, end = low + first * third, low + (first + 1) * third
    return quantity(float(start), None, float(min(end, top))), unit
