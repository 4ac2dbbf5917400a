"""What files write for kinds of events: "Closure Permanent", "Layoff/Closure Temporary", "RIF", "RESCINDED".

Beside the kind such words say more: that the notice was taken back, and whether what happened lasts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath

from db.importing.cells.words import normalized
from db.model.values import Status

#: Longer texts are sentences, in which a word proves nothing.
_WORDS = 8

#: Codes of states' notices, whole cells.
_CODES = {
    "cl": "site_closure", "pc": "site_closure", "lo": "layoff", "ml": "layoff", "rif": "layoff", "wr": "layoff",
    "rh": "furlough", "fl": "furlough",
}  # fmt: skip

#: The kinds and the parts of words that say them; the first that is found counts: a closure is the more of the two.
_STEMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("site_closure", (
        r"clos(?:e|es|ed|ing|ings|ure|ures)\b", "shut ?down", "schliess", "stilllegung", "werksaufgabe",
    )),
    ("furlough", (
        "furlough", "kurzarbeit", "short time work", r"reduc\w+ (?:of |in )?(?:work )?hours", "hours reduc",
    )),
    ("layoff", (
        r"lay ?offs?\b", "laid off", "laying off", r"reductions?\b", "workforce reduc", "downsiz", "job (?:cut|loss)",
        "redundan", "dismiss", "licenci", r"desp[ie]d", "retrench", "severance", "entlass", "freisetz",
        "betriebsbedingt", "(?:stellen|personal|job|arbeitsplatz)(?:abbau|streich|kuerz)",
    )),
    ("resignation", ("resign", "voluntary (?:departure|exit|separation)", "eigenkuendig")),
    ("hiring", (r"\bhir(?:e|es|ed|ing|ings)\b", "recruit", "einstellung")),
)  # fmt: skip
_BACK = re.compile(r"rescind|rescission|cancel|withdrawn|revoked|widerruf|zurueckgezogen|storniert|zurueckgenommen")
_NOT = re.compile(r"\b(?:no|not|non|kein|keine|nicht|without|ohne)(?: an?| the)? $")
_LASTING = (("temporary", r"\btemp|voruebergehend|befristet"), ("permanent", r"\bperm|dauerhaft|endgueltig"))

#: What names of files and columns say beside these words where a table without a column of kinds is one of layoffs.
_LAYOFFS = (
    r"\bwarn\b", r"\blayoffs?", r"\baffected\b", "impacted", "betroffene", "abgebaut", "gestrichene", "separation",
    "supprim", "afectad", "job ?loss", "jobs (?:lost|cut|eliminated)", "(?:notice|notification|notified) date",
    "date of notice", "notice id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KindSaid:
    """What a text says: a ``kind`` ("": none, only the rest), its status if it was taken back, and whether it lasts."""

    kind: str
    status: Status | None = None
    tag: str = ""


def kind_said(text: str) -> KindSaid | None:
    """What a cell of kinds says; None where nobody knows."""
    words = normalized(text)
    code = _CODES.get(words)
    if code:
        return KindSaid(code)
    if not words or len(words.split()) > _WORDS:
        return None
    said = ((kind, _pattern(stems).search(words)) for kind, stems in _STEMS)
    kind, where = next(((kind, match) for kind, match in said if match), ("", None))
    if where is not None and _NOT.search(words[: where.start()]):
        return None
    status, tag = beside_kind(words)
    return KindSaid(kind, status, tag) if kind or status is not None else None


def beside_kind(text: str) -> tuple[Status | None, str]:
    """Whether a text says that a notice was taken back, and whether what happened lasts ("temporary", "permanent")."""
    words = normalized(text)
    status = Status.DENIED if _BACK.search(words) else None
    return status, next((tag for tag, stems in _LASTING if re.search(stems, words)), "")


def kind_of_table(file: PurePath, names: Iterable[str]) -> str:
    """The kind of event that the names of the columns, or of the file, say all rows are about; "" where none does."""
    for text in (*map(normalized, names), normalized(file.stem)):
        for kind, stems in (("layoff", _LAYOFFS), *_STEMS):
            if kind != "site_closure" and _pattern(stems).search(text):
                return kind
    return ""


@cache
def _pattern(stems: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(stems))


__all__ = ["KindSaid", "beside_kind", "kind_of_table", "kind_said"]
