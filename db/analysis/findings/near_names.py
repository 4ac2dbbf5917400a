"""Names of organizations that mean the same one: "Scale AI" and "Scale AI, Inc.", "Microsoft" and "Microsft". Pure.

Names are compared without case, accents, punctuation, blanks and legal forms. Those that may be alike share a key, so
that finding them takes no comparison of every name with every other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from db.model.ids import OrganizationId
from db.model.text import fold

#: Legal forms as they close a name, folded and without dots.
_FORMS = frozenset((
    "ab", "ag", "as", "bv", "co", "company", "corp", "corporation", "ev", "gmbh", "inc", "incorporated", "kg", "kgaa",
    "limited", "llc", "llp", "lp", "ltd", "mbh", "nv", "oy", "oyj", "plc", "private", "pte", "pty", "pvt", "sa", "sarl",
    "sas", "se", "sl", "spa", "srl", "ug",
))  # fmt: skip
#: Forms written in two ways.
_SAME_FORM = {"incorporated": "inc", "corporation": "corp", "company": "co", "limited": "ltd", "private": "pvt"}
#: Shorter names differ by a letter all too often without being the same.
_LONG_ENOUGH = 7
#: Of 100; one letter more or less in nine is 94, one letter for another in ten is 90.
_ALIKE = 90.0
#: Names with one key that are compared with each other, in their order.
_NEIGHBORS = 12


class Likeness(StrEnum):
    """Why two names may be one."""

    FORM = "form"  # but for legal form, case, accents, blanks and punctuation
    SPELLING = "spelling"


class Name(NamedTuple):
    """A name as it is compared: letters and digits alone, its legal form, and the key that like names share."""

    compact: str
    form: str
    key: str


def read_name(text: str) -> Name:
    """A name taken apart."""
    words = re.findall(r"[^\W_]+", fold(text).replace("&", " and ").replace(".", "").replace("'", "").replace("’", ""))
    if len(words) > 1 and words[0] == "the":
        del words[0]
    form = ""
    while len(words) > 1 and words[-1] in _FORMS:
        form = _SAME_FORM.get(words[-1], words[-1])
        del words[-1]
    if form and len(words) > 1 and words[-1] == "and":  # "Smith & Co."
        del words[-1]
    compact = "".join(words)
    return Name(compact, form, _key(compact))


def _key(compact: str) -> str:
    """The first letter, then consonants and digits without doubled ones: what misspelling seldom touches."""
    bare = compact[:1] + re.sub(r"[aeiou]", "", compact[1:])
    return re.sub(r"([^\d])\1+", r"\1", bare)


def likeness(one: Name, other: Name) -> Likeness | None:
    """Why two names may be one; None: they are two. "Siemens AG" and "Siemens Ltd" are two companies."""
    if not one.compact or not other.compact or (one.form and other.form and one.form != other.form):
        return None
    if one.compact == other.compact:
        return Likeness.FORM
    if min(len(one.compact), len(other.compact)) < _LONG_ENOUGH or _digits(one) != _digits(other):
        return None
    from rapidfuzz.fuzz import ratio  # only where names share a key

    return Likeness.SPELLING if ratio(one.compact, other.compact) >= _ALIKE else None


def _digits(name: Name) -> list[str]:
    return re.findall(r"\d", name.compact)


def like_names(
    named: Iterable[tuple[OrganizationId, Name]],
) -> Iterator[tuple[OrganizationId, OrganizationId, Likeness]]:
    """The pairs (lower id first) of different organizations among names with one key that may be the same."""
    found: dict[tuple[OrganizationId, OrganizationId], Likeness] = {}
    ordered = sorted(set(named), key=lambda one: (one[1].compact, one[0], one[1].form))
    for place, (one_id, one) in enumerate(ordered):
        for other_id, other in ordered[place + 1 : place + 1 + _NEIGHBORS]:
            why = likeness(one, other) if one_id != other_id else None
            if why is not None:
                pair = (min(one_id, other_id), max(one_id, other_id))
                found[pair] = Likeness.FORM if Likeness.FORM in (why, found.get(pair)) else why
    for (one_id, other_id), why in sorted(found.items()):
        yield one_id, other_id, why
