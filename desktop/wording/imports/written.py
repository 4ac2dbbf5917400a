"""Words for how a file is written: its encoding and the doubt about it, what separates and encloses its cells."""

from __future__ import annotations

from collections.abc import Mapping
from encodings.aliases import aliases
from functools import lru_cache

from db.importing.file.encodings import EncodingDoubt, known_encoding
from desktop.wording import formatting
from desktop.wording.i18n import N_, _, ngettext

#: The usual ones, by Python's names; every other that Python knows is called by its name.
ENCODINGS: Mapping[str, str] = {
    "utf-8": N_("UTF-8"),
    "utf-8-sig": N_("UTF-8 with BOM"),
    "utf-16-le": N_("UTF-16, little endian"),
    "utf-16-be": N_("UTF-16, big endian"),
    "cp1252": N_("Western European (Windows-1252)"),
    "iso8859-15": N_("Western European (Latin-9)"),
    "cp850": N_("Western European (DOS, 850)"),
    "mac-roman": N_("Mac Roman"),
    "cp1250": N_("Central European (Windows-1250)"),
    "iso8859-2": N_("Central European (Latin-2)"),
    "cp852": N_("Central European (DOS, 852)"),
    "cp1251": N_("Cyrillic (Windows-1251)"),
    "koi8-r": N_("Cyrillic (KOI8-R)"),
    "cp866": N_("Cyrillic (DOS, 866)"),
    "iso8859-5": N_("Cyrillic (ISO 8859-5)"),
    "mac-cyrillic": N_("Cyrillic (Mac)"),
    "cp1253": N_("Greek (Windows-1253)"),
    "cp1254": N_("Turkish (Windows-1254)"),
    "cp932": N_("Japanese (Shift_JIS)"),
    "euc-jp": N_("Japanese (EUC-JP)"),
    "gb18030": N_("Chinese (GB18030)"),
    "big5": N_("Chinese (Big5)"),
    "euc-kr": N_("Korean (EUC-KR)"),
}

DELIMITERS: Mapping[str, str] = {
    ",": N_("Comma  ,"),
    ";": N_("Semicolon  ;"),
    "\t": N_("Tab"),
    "|": N_("Bar  |"),
    " ": N_("Blank"),
    ":": N_("Colon  :"),
    "^": N_("Caret  ^"),
    "~": N_("Tilde  ~"),
}

QUOTES: Mapping[str, str] = {'"': N_('Double  "'), "'": N_("Single  '"), "": N_("None")}


def encoding_name(code: str) -> str:
    """An encoding by Python's name for it."""
    known = ENCODINGS.get(code.lower().replace("_", "-"))
    return _(known) if known else code


@lru_cache(maxsize=1)
def all_encodings() -> tuple[str, ...]:
    """Every encoding that can be chosen: the usual ones first."""
    others = {found for name in set(aliases.values()) if (found := known_encoding(name))}
    return (*ENCODINGS, *sorted(name for name in others if name.replace("_", "-") not in ENCODINGS))


def delimiter_name(mark: str) -> str:
    """What separates cells."""
    return _(DELIMITERS[mark]) if mark in DELIMITERS else repr(mark)


def quote_name(mark: str) -> str:
    """What stands around cells."""
    return _(QUOTES[mark]) if mark in QUOTES else mark


def header_sentence(header_row: int | None, skipped: int) -> str:
    """Where the names of the columns are, if not in the first row."""
    if header_row is None:
        return _("No row has the names of the columns. If one does, say which.")
    return ngettext(
        "The names of the columns are in row {row}; {n} row above it is left out.",
        "The names of the columns are in row {row}; {n} rows above it are left out.",
        skipped,
    ).format(row=formatting.number(header_row), n=formatting.number(skipped))


def spare_sentence(spare: int) -> str:
    """That all rows have more cells than the header has names."""
    return ngettext(
        "Each row ends with {n} empty cell more than there are names. Check that the names stand above their columns.",
        "Each row ends with {n} empty cells more than there are names. Check that the names stand above their columns.",
        spare,
    ).format(n=formatting.number(spare))


def doubt_sentence(doubt: EncodingDoubt) -> str:
    """How else the letters of a file could be read: "Read as Windows-1250: Łódzka. As Windows-1252: £ódzka."."""
    first, *others = doubt.readings
    said = [_reading(one.encoding, one.examples) for one in others]
    if not said:
        return _("The encoding is a guess, and some words look wrong: {reading}.").format(
            reading=_reading(first.encoding, first.examples)
        )
    return _("The encoding is a guess: {reading}. It could also be {others}.").format(
        reading=_reading(first.encoding, first.examples), others=formatting.listing(said)
    )


def _reading(encoding: str, examples: tuple[str, ...]) -> str:
    return _("{encoding} ({examples})").format(encoding=encoding_name(encoding), examples=", ".join(examples))
