"""Names of organizations as rows write them: with words about the row in them, with and without a legal form. Pure."""

from __future__ import annotations

import re

from db.model.text import identity

#: Legal forms as they close a name. "Co" is a word of names ("Open Co"), not set aside alone.
_FORMS = frozenset((
    "ab", "ag", "aps", "as", "asa", "bv", "bhd", "corp", "corporation", "eg", "ev", "gmbh", "inc", "incorporated", "kg",
    "kgaa", "kk", "limited", "llc", "llp", "lp", "ltd", "mbh", "nv", "oy", "oyj", "plc", "pte", "pty", "pvt", "sa",
    "sarl", "sas", "se", "sl", "spa", "srl", "ug",
))  # fmt: skip

#: What a row says about itself behind a name: "Acorn - UPDATE", "Acorn (Amendment 2)", "BirchRevised (4/17/20)".
#: "Correction" is no such word: prisons are called that. In one word with a name "Revised" has its capital.
_STATUS = re.compile(
    r"""
    \s*[-–—:,;/*(\[]*\s*
    (?:\b(?:update[ds]?|amendment|amended|rescinded|rescission|cancell?ed|withdrawn|supplemental|addendum|nachtrag|korrigiert|aktualisiert)
      | (?<=[a-z.)])(?-i:Revised) | \b(?:revised|revision)
    )
    (?:\s*(?:no\.?|\#|nr\.?)?\s*\d{1,3})?
    \s*[)\]*]*
    (?:\s*[(\[-]?\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\s*[)\]]?)?
    \s*[*)\]]*\s*$
    """,
    re.VERBOSE | re.IGNORECASE,
)

_BEFORE = " -–—:,;/*(["


def set_status_aside(name: str) -> tuple[str, str]:
    """A name without what the row says about itself, and that: ("Acorn Ltd", "- UPDATE"); "" where there is none."""
    bare = name
    while (found := _STATUS.search(bare)) is not None and len(rest := bare[: found.start()].rstrip(_BEFORE)) > 1:
        bare = rest
    return bare, name[len(bare) :].strip()


_STOPS = str.maketrans("", "", ".,")


def core(name: str) -> str:
    """What names share that differ by legal form, case, blanks, commas and full stops: "Acorn, Inc." and "ACORN"."""
    words = identity(name).translate(_STOPS).split()
    while len(words) > 1 and words[-1] in _FORMS:
        del words[-1]
    return " ".join(words)


def letters(text: str | None) -> str:
    """A place for comparison: its letters and digits alone."""
    return re.sub(r"[\W_]+", "", (text or "").casefold())
