"""What dates and quantities share in reading text: one kind of dash and space, and the words for "not known".

No I/O; nothing here decides what a value means.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad"), "-")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\t"), " ")
_PLAIN = _DASHES | _SPACES | {ord("\u2019"): "'", ord("\ufeff"): ""}


def plain(text: str) -> str:
    """Lower case, one kind of dash and apostrophe, digits 0 to 9 for those of every script, single blanks inside.

    Line breaks stay line breaks: two numbers in two lines are not one number with a grouping blank.
    """
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(sign, sign)) for sign in text)
    lines = (" ".join(line.split()) for line in text.translate(_PLAIN).lower().splitlines())
    return "\n".join(line for line in lines if line)


@cache
def _unknown() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?:the )?(?:exact )?(?:date|number) (?:is )?|"
        r"(?:genaues )?datum (?:ist )?|(?:genaue )?(?:an)?zahl (?:ist )?)?"
        r"(?:-+|\?+|n/?a|n\.\s?a\.|k\.?\s?a\.?|null|none|nil|nan|no[- ]data|tb[dac]|"
        r"(?:still |noch )?(?:unknown|undisclosed|unspecified|undetermined|unbekannt|unklar|offen|ungenannt)|"
        r"(?:currently )?not (?:yet )?(?:known|stated|specified|provided|reported|disclosed|available|given)|"
        r"not (?:yet )?determined|"
        r"to be (?:determined|announced|confirmed|decided)|keine angaben?|"
        r"(?:noch )?nicht (?:bekannt|genannt|angegeben|mitgeteilt|verfügbar))"
        r"(?: at this time| at present| yet| now| so far| bisher| derzeit| noch)?\.?"
    )


def is_unknown(text: str) -> bool:
    """Whether *text*, already plain, says that nothing is known: empty, a dash, or a word such as "TBD"."""
    return not text or _unknown().fullmatch(text) is not None
