"""Folding text for comparison: what makes two names the same to a search box."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Lower case, without accents and with single blanks: "Münchner  Rück" and "munchner ruck" are the same."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def like(text: str) -> str:
    """A LIKE pattern that finds ``text`` anywhere, literally (escape character: backslash)."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
