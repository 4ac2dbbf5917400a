"""The words and patterns behind ``db.quantities``: scales, currencies, nouns, bounds, in English and German.

No arithmetic and no decisions: which pattern is tried when, and what its numbers become, is the grammar's business.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

_SCALES = (
    (1e3, "k thousand tausend tsd. tsd"), (1e6, "m mn mn. mio mio. million millions millionen"),
    (1e9, "b bn bn. billion billions mrd mrd. milliarde milliarden"),
    (1e12, "tn tn. trillion trillions bio. billionen"),
)  # fmt: skip
SCALE = {word: Decimal(int(factor)) for factor, words in _SCALES for word in words.split()}
CURRENCY = {
    "us$": "USD", "$": "USD", "usd": "USD", "dollars": "USD", "dollar": "USD", "us-dollar": "USD", "€": "EUR",
    "euros": "EUR", "euro": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "pounds": "GBP", "pfund": "GBP",
    "chf": "CHF", "franken": "CHF", "¥": "JPY", "jpy": "JPY", "yen": "JPY",
}  # fmt: skip
#: Several of a unit is 2 to 10 of it.
VAGUE = (
    (12.0, "dozens|dutzende|(?:several|a few|mehrere|einige|ein paar) (?:dozen|dutzend)"),
    (100.0, "hundreds|hunderte?|(?:several|a few|mehrere|einige|ein paar) hundert|(?:several|a few) hundred"),
    (1e3, "thousands|tausende|(?:several|a few|mehrere|einige|ein paar) tausend|(?:several|a few) thousand"),
    (1e4, "tens of thousands|zehntausende"), (1e5, "hundreds of thousands|hunderttausende"),
)  # fmt: skip
DOZENS = {"a": 1, "one": 1, "ein": 1, "two": 2, "zwei": 2, "three": 3, "drei": 3, "four": 4, "vier": 4}
_NUMERALS = (
    "one", "two zwei", "three drei", "four vier", "five fünf", "six sechs", "seven sieben", "eight acht", "nine neun",
    "ten zehn", "eleven elf", "twelve zwölf",
)  # fmt: skip
#: Numbers up to twelve are written as words.
NUMERALS = {word: number for number, words in enumerate(_NUMERALS, 1) for word in words.split()}

_HEADS = (
    r"employees?|workers?|workforce|staff(?:ers?| members?)?|people|persons?|individuals?|jobs?|job cuts|layoffs?|"
    r"positions?|roles?|posts|heads|redundancies|dismissals|contractors?|freelancers?|consultants?|colleagues?|"
    r"(?:mitarbeiter|kolleg|arbeitnehmer)innen und (?:mitarbeiter|kollege|arbeitnehmer)n?|"
    r"mitarbeiter(?:n|[:*_/]?-?in(?:nen)?)?|mitarbeitenden?|beschäftigte[nr]?|angestellte[nr]?|"
    r"arbeitnehmer(?:n|[:*_/]?-?innen)?|arbeiter(?:n|[:*_/]?-?innen)?|arbeitskräften?|(?:arbeits)?stellen?|"
    r"arbeitsplatz|arbeitsplätzen?|personen?|leuten?|köpfen?|kolleg(?:en|[:*_/]?innen)|entlassungen|kündigungen|"
    r"auftragnehmer(?:n|[:*_/]?-?innen)?|(?:leih|zeit|vertrags)arbeiter(?:n|[:*_/]?-?innen)?|leiharbeitnehmern?|"
    r"freelancern?|freiberufler(?:n|[:*_/]?-?innen)?|freie[nr]? mitarbeiter(?:n|[:*_/]?-?innen)?"
)
_OF_WHICH_SORT = (
    r"affected|impacted|global|worldwide|remote|full[- ]?time|part[- ]?time|permanent|temporary|salaried|hourly|"
    r"contract|freelance|agency|independent|external|other|more|further|additional|former|current|tech|corporate|"
    r"white-collar|blue-collar|union|non[- ]union|"
    r"(?:betroffen|global|weltweit|fest|festangestellt|befristet|unbefristet|weiter|extern|ehemalig|ander|eigen)"
    r"e(?:[nrs])?"
)
#: Who or what is counted; "500 globalen Auftragnehmern". Full-time equivalents are no heads and not among them.
NOUN = (
    rf"(?:total )?(?:(?:{_OF_WHICH_SORT}),? )*(?:{_HEADS})(?: (?:worldwide|globally|weltweit))?"
    r"(?: (?:in total|total|overall|insgesamt|affected|impacted|betroffen))?|affected|impacted|betroffen|"
    r"in total|total|overall|insgesamt"
)
_ABOUT = (
    r"[~≈]|(?:ca|circa|zirka|c|approx|est|schätzungsw)\.|(?:in the (?:region|neighbou?rhood) of|ca|circa|zirka|approx|"
    r"approximately|about|around|roughly|some|estimated|an estimated|in etwa|etwa|ungefähr|rund|um die|geschätzt|"
    r"schätzungsweise)(?= |\d)"
)
_THE = (
    r"the company's|the|its|their|our|all|aller|der|die|des|ihrer|ihres|seiner|seines|unserer|total|entire|global|"
    r"worldwide|insgesamt|gesamten?|weltweiten?|globalen?"
)


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern by name; each is meant for ``fullmatch`` on plain text."""
    signs = "|".join(re.escape(sign) for sign in sorted(CURRENCY, key=len, reverse=True))
    scales = "|".join(re.escape(word) for word in sorted(SCALE, key=len, reverse=True))
    numerals = "|".join(sorted(NUMERALS, key=len, reverse=True))
    return {
        "term": re.compile(
            rf"(?P<pre>{signs})? ?(?P<number>\d[\d.,' ]*?|(?:{numerals})(?![a-zäöüß-])) ?"
            rf"(?P<scale>(?:{scales})(?![a-zäöüß]))?"
            rf"(?: ?(?P<percent>%|percent|per cent|prozent|v\.h\.))?(?: ?(?P<post>{signs}))?(?: (?P<noun>{NOUN}))?",
            re.ASCII,
        ),
        "year": re.compile(
            r"(?<=[^ ,]),?(?: (?:planned|budgeted|expected|geplant|vorgesehen|erwartet))? "
            r"(?:for|in|f[üu]r|im jahr)(?: fiscal)? (?:19|20)\d\d$",
            re.ASCII,
        ),
        "lead": re.compile(r"(?:a |insgesamt )?total(?: of|:) (.+)|insgesamt (.+)"),
        "about": re.compile(rf"(?:{_ABOUT}) ?(.+)|(.+?)(?: ?(?:\+/-|±)| or so| oder so)"),
        "under": re.compile(r"(?:almost|nearly|close to|just under|knapp|fast|beinahe|nahezu|an die) (.+)"),
        "over": re.compile(
            r"(?:(?:just|slightly|a little) (?:over|more than|above)|gut|etwas (?:mehr als|über)|knapp über) (.+)"
        ),
        "floor": re.compile(
            r"(?:(?:well |far )?(?:more than|over|above)|at least|a minimum of|upwards of|(?:weit |deutlich )?mehr als|"
            r"(?:weit |deutlich )?über|mindestens|mind\.|wenigstens|min\.|>=?|≥) ?(.+)|"
            r"(.+?)(?: ?\+| or more| oder mehr)(?: (?:" + NOUN + r"))?"
        ),
        "ceiling": re.compile(
            r"(?:up to|at most|as many as|no more than|not more than|a maximum of|less than|fewer than|under|below|"
            r"bis zu|bis|höchstens|maximal|max\.?|nicht mehr als|weniger als|unter|<=?|≤) ?(.+)"
        ),
        "between": re.compile(r"(?:between|zwischen) (.+?) (?:and|und) (.+)"),
        "range": re.compile(r"(?:(?:from|von) )?(.+?)(?: to | bis (?:zu )?| ?- ?)(.+)"),
        "of": re.compile(r"(.+?) (?:of|von|der|des|aller|ihrer|seiner|unserer) (.+)"),
        "the": re.compile(rf"(?:(?:{_THE}) )+(?=.*\d)"),
        "whole": re.compile(
            rf"(?:(?:{_THE}) )*(?:workforce|staff|employees|headcount|workers|jobs|people|positions|belegschaft|"
            r"mitarbeiter(?:innen)?|mitarbeitenden|beschäftigten|angestellten|personals|stellen|arbeitsplätze|jobs)"
        ),
        "pair": re.compile(
            r"(.+?) ?[(\[](.+)[)\]]|"
            r"(.+?)(?:,|;| -) (?:or |oder |also |das sind |i\.e\.,? |d\.h\. |that is,? |equal to )?(.+)|"
            r"(.+?)(?: (?:or|oder|bzw\.|beziehungsweise|also) | ?/ ?)(.+)"
        ),
        "dozen": re.compile(rf"(?:({'|'.join(DOZENS)}) )?(?:dozen|dutzend)(?: (?:{NOUN}))?"),
        "few": re.compile(
            rf"(?:several|some|many|a few|few|a handful(?: of)?|mehrere|einige|viele|wenige|ein paar|eine handvoll)"
            rf"(?: (?:{NOUN}))?"
        ),
        "vague": re.compile(rf"(?:{'|'.join(f'({words})' for _, words in VAGUE)})(?: (?:of |von )?(?:{NOUN}))?"),
    }  # fmt: skip
