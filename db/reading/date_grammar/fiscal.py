"""Fiscal years: which twelve months "FY2025" and "GJ 2024/25" are, once it is known when the year begins."""

from __future__ import annotations

import re

from db.reading.date_grammar.context import Context, chosen
from db.reading.date_grammar.relative import known, month_index, months
from db.reading.edtf import EdtfError, month_bounds

_STEPS = {"last": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "letzt": -1, "vorig": -1, "vergangen": -1,
          "dies": 0, "laufend": 0, "nächst": 1, "kommend": 1}  # fmt: skip

_NAME = r"(?:fy|fiscal(?: year)?|financial year|geschäftsjahr(?:es)?|gj|wirtschaftsjahr(?:es)?)"
NAMED = (
    rf"(?:(?:(?P<before>q[1-4]|h[12])|(?P<ordinal>first|second|third|fourth) (?P<of>quarter|half)),?(?: of| in)? ?)?"
    rf"{_NAME} ?(?:(?P<between>q[1-4]|h[12]) ?(?:of )?)?"
    r"'?(?P<year>\d{4}|\d\d)(?: ?[/-] ?'?(?P<second>\d{4}|\d\d))?(?:,? (?P<after>q[1-4]|h[12]))?"
)
RELATIVE = rf"(?P<step>{'|'.join(_STEPS)})(?:e[nrsm]?)? {_NAME}s?"
_ORDINAL = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def named(match: re.Match[str], context: Context) -> str:
    """A fiscal year, or a quarter or half of one, by the year in its name."""
    year = _full(match["year"])
    second = _full(match["second"]) if match["second"] else None
    if second is not None and second != year + 1:
        raise EdtfError("not_understood", match[0])
    part = match["before"] or match["between"] or match["after"] or ""
    nth = int(part[1:] or _ORDINAL.get(match["ordinal"] or "", 0))
    length = (6 if part.startswith("h") or match["of"] == "half" else 3) if nth else 12
    if nth * length > 12:
        raise EdtfError("not_understood", match[0])
    found: dict[str, str] = {}
    for offset in _offsets(context):
        start = _start(year, second, offset)
        if start is not None:
            found.setdefault(months(*month_bounds(start + length * max(nth - 1, 0), length)), str(offset))
    if not found:
        raise EdtfError("not_understood", match[0])
    return chosen([*found], context, "fiscal", [*found.values()])


def relative(match: re.Match[str], context: Context) -> str:
    """The fiscal year of publication, the one before or the one after it, from the day of publication."""
    today = month_index(known(context.published, match[0]))
    found: dict[str, str] = {}
    for offset in _offsets(context):
        began = today - (today - offset) % 12
        found.setdefault(months(*month_bounds(began + 12 * _STEPS[match["step"]], 12)), str(offset))
    return chosen([*found], context, "fiscal", [*found.values()])


def _offsets(context: Context) -> tuple[int, ...]:
    return context.starts if context.fiscal is None else (context.fiscal,)


def _full(digits: str) -> int:
    return int(digits) + 2000 if len(digits) == 2 else int(digits)


def _start(year: int, second: int | None, offset: int) -> int | None:
    """The month it begins; of "2024/25" it begins in the first year, and not in January."""
    if second is None:
        return year * 12 + offset
    return None if offset % 12 == 0 else year * 12 + offset % 12
