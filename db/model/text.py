"""Texts for comparison: what makes two names the same to a search box, and what makes them one."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Lower case, without accents and with single blanks: "Münchner  Rück" and "munchner ruck" are the same."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def identity(name: str) -> str:
    """What two names share that are one: case and blanks are set aside, nothing else.

    An accent, a sign, a comma makes another name: "Bär" is not "Bar", "&Open" is not "Open". Names that may be one all
    the same ("Acorn, Inc.", "Acorn Inc") are proposed, never merged.
    """
    text = name.lower() if name.isascii() else unicodedata.normalize("NFC", name).casefold()
    return " ".join(text.split())


def like(text: str) -> str:
    """A LIKE pattern that finds ``text`` anywhere, literally (escape character: backslash)."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
