"""Texts that a spreadsheet would run: made harmless by an apostrophe, which is taken off again when they come back."""

from __future__ import annotations

import re

#: What a spreadsheet takes for the beginning of a formula or of a command, full-width forms included; a text that has
#: such an apostrophe of its own gets another, so that taking one off always gives the text.
_FORMULA = re.compile("'*[=+\\-@\t\r\n\0＝＋－＠]")
_HARMLESS = re.compile("'+[=+\\-@\t\r\n\0＝＋－＠]")


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it and does not run it."""
    return f"'{text}" if _FORMULA.match(text) else text


def as_written(text: str) -> str:
    """What :func:`harmless` was given."""
    return text[1:] if _HARMLESS.match(text) else text
