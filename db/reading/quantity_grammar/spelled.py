"""Numbers written as words, in English and German: "two hundred and fifty", "zweihundertfünfzig", "half a million".

Phrases that say a number by other words ("a couple hundred", "most of", "a 2,800-strong workforce") become those that
the grammar knows. What is a round number in words becomes digits with its scale ("2 hundred"), which is as rough as it
sounds; what is told to its last unit becomes plain digits. Up to twelve the grammar reads words itself.
"""

from __future__ import annotations

import re
from functools import cache

_UNITS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ENGLISH = {word: number for number, word in enumerate(_UNITS, 1)} | _TENS
_DIGITS = ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
_TEENS = (
    "zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
)  # fmt: skip
_GERMAN_TENS = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]


@cache
def _german() -> dict[str, int]:
    """The German numbers below a hundred."""
    found = {word: number for number, word in enumerate(_DIGITS, 1)}
    found |= {word: number for number, word in enumerate(_TEENS, 10)}
    for number, word in enumerate(_GERMAN_TENS, 2):
        found[word] = found[word.replace("ß", "ss")] = 10 * number
        for unit, digit in enumerate(_DIGITS, 1):
            found[f"{digit}und{word}"] = found[f"{digit}und{word.replace('ß', 'ss')}"] = 10 * number + unit
    return found


def _german_number(word: str) -> int | None:
    """The number that one German word says; None for any other word."""
    for name, factor in (("tausend", 1000), ("hundert", 100)):
        before, found, after = word.partition(name)
        if found:
            many = _german_number(before) if before else 1
            rest = _german_number(after.removeprefix("und")) if after else 0
            if many is None or rest is None or rest >= factor:
                return None
            return many * factor + rest
    return _german().get(word)


def _english_number(text: str) -> int | None:
    """The number that a row of English words says; None where they say none."""
    total, part = 0, 0
    for word in re.split(r"[ -]", text):
        if word in {"and", "a", "an"}:
            part += word != "and" and not part
        elif word == "hundred":
            part = (part or 1) * 100
        elif word == "thousand":
            total, part = total + (part or 1) * 1000, 0
        else:
            number = _ENGLISH[word]
            if part % 100 and not (part % 10 == 0 and number < 10 <= part % 100):
                return None  # "five six" is no number
            part += number
    return total + part


def _digits(number: int, last: str) -> str:
    """As rough as the last word: "2 hundred", but 250."""
    for factor, names in ((1000, ("thousand", "tausend")), (100, ("hundred", "hundert"))):
        if last.endswith(names) and number % factor == 0:
            return f"{number // factor} {names[0]}"
    return str(number)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = "|".join(sorted(_ENGLISH, key=len, reverse=True))
    # Not after another number ("2 hundred") or what makes it vague ("several hundred", "a few thousand").
    free = r"(?<![\w.,'])(?<!\d )(?<!several )(?<!few )(?<!couple of )(?<!many )(?<!mehrere )(?<!einige )(?<!paar )"
    free += r"(?<!hundred )(?<!viele )(?<!wenige )(?<!of )"
    return (
        re.compile(rf"{free}(?:(?:an? )?(?:hundred|thousand)|{words})(?:[ -](?:and )?(?:{words}|hundred|"
            rf"thousand))*(?!\w)"),
        re.compile(rf"{free}[a-zäöüß]*(?:hundert|tausend|zig|ßig|zehn)[a-zäöüß]*(?![\w])"),
        re.compile(r"(?<![\w.,'])(?:half an? |(?:eine[rn]? )?halbe[n]? )(million|billion|milliarde)(?:en)?(?!\w)"),
        re.compile(r"(?<![\w.,'])(?<!of )(?:an?|eine[rn]?) (million|billion|milliarde)(?!\w)"),
    )  # fmt: skip


_HOUSE = r"(?:workforce|staff|company|firm|start-?up|organi[sz]ation|business)"
_STRONG = r"(?:strong|person|people|employee|worker|member)"
_BELEGSCHAFT = r"(?:belegschaft|unternehmens?|firma|betriebs?|konzerns?)"
#: What is said, and the same in words that the grammar knows.
_SAME = tuple((re.compile(said), known) for said, known in (
    (r"\b(?:an? )?couple (?:of )?(?=hundred|thousand|million|dozen)", "about 2 "),
    (r"^(?:most of|(?:the|a) (?:vast |large )?majority of) ", "more than half of "),
    (r"^(?:die (?:große )?mehrheit|(?:der|ein) gro(?:ß|ss)teil|der grö(?:ß|ss)te teil) (?=de[rs] |von |ihrer |seiner )",
     "mehr als die hälfte "),
    (r"^die meisten (?:der )?(?=[a-zäöü])", "mehr als die hälfte der "),
    (rf"(?:\ban? )?(\d[\d.,']*)[- ]{_STRONG} (?:global |worldwide |total )?{_HOUSE}\b", r"\1 employees"),
    (r"(?:\b(?:some|about|around) )?(\d[\d.,']*)(?:[- ]odd|-?ish)\b", r"about \1"),
    (rf"(?<=\d)(?: mann starken?|[- ]?köpfigen?) {_BELEGSCHAFT}\b", " beschäftigte"),
    (r"(?<=\d)(?: ?½| 1/2)(?= ?(?:%|percent|per cent|prozent))", ".5"),
    (r"\ba single (?!digit|figure)(?=[a-z])|\bein(?:en?|em|er)? einzige[nrs]? (?=[a-z])", "1 "),
))  # fmt: skip


def with_digits(cell: str) -> str:
    """A plain text with its numbers above twelve in digits."""
    if cell.isascii() and not any(c.isalpha() for c in cell):
        return cell
    for said, known in _SAME:
        cell = said.sub(known, cell)
    english, german, half, one = _patterns()
    cell = re.sub(r"([a-zäöüß]+)- (?=bis |und |to )", r"\1 ", cell)  # "zwei- bis dreitausend"
    cell = half.sub(r"0.5 \1", cell)
    cell = one.sub(r"1 \1", cell)
    cell = german.sub(_replace_german, cell)
    return english.sub(_replace_english, cell)


def _replace_german(match: re.Match[str]) -> str:
    return _replaced(match, _german_number(match[0]))


def _replace_english(match: re.Match[str]) -> str:
    return _replaced(match, _english_number(match[0]))


def _replaced(match: re.Match[str], number: int | None) -> str:
    if number is None or number <= 12:
        return match[0]
    scaled = match.string[match.end() :].startswith((" mil", " mio", " bil", " mrd"))  # "two hundred million"
    return str(number) if scaled else _digits(number, match[0])


__all__ = ["with_digits"]
