"""Why somebody left, as a kind of event: by what HR systems write, in English and German."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from db.model.text import fold

_OTHER = "other_separation"
#: From what is surest to what may also be part of another word; a reason that nobody knows is another separation.
_PATTERNS = (
    (_OTHER, re.compile(
        r"retire|pension|renten|ruhestand|deceased|death|died|verstorben|\btod\b|end of (?:contract|assignment|term)|"
        r"contract (?:end|expir)|befrist|vertragsende|ablauf|for cause|misconduct|performance|dismiss|verhaltens|"
        r"personenbedingt|fristlos|probation|probezeit|transfer|versetz|mutual|aufhebung"
    )),
    ("layoff", re.compile(
        r"lay ?-?off|laid off|redundan|\brif\b|reduction in force|position (?:eliminat|closed)|job eliminat|restructur|"
        r"downsiz|site clos|closure|betriebsbedingt|stellenabbau|personalabbau|schliessung|sozialplan"
    )),
    ("resignation", re.compile(
        r"resign|(?<!in)(?<!non-)(?<!non )voluntary|\bquit|employee[ -]initiated|eigenkundigung|eigene kundigung|"
        r"arbeitnehmerkundigung|kundigung (?:durch )?(?:den |die )?(?:arbeitnehmer|mitarbeiter)|"
        r"\ban-?kundigung|freiwillig|^(?:durch )?(?:arbeitnehmer|mitarbeiter)(?:in|seitig)?\b"
    )),
)  # fmt: skip


def kind_of_leaving(reasons: Sequence[str], said: Iterable[tuple[str, str]] = ()) -> str:
    """The kind of event that the reasons in the columns of a row stand for ("Voluntary", "Moved").

    ``said``: what the user says words stand for.
    """
    words = " ".join(map(fold, reasons)).replace("ß", "ss").strip()
    known = {fold(word): code for word, code in said}
    stated = next((known[fold(reason)] for reason in reasons if fold(reason) in known), None)
    if stated is not None:
        return stated
    return next((kind for kind, pattern in _PATTERNS if pattern.search(words)), _OTHER)


__all__ = ["kind_of_leaving"]
