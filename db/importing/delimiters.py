"""Delimiter, quote and escape of a text: those that make the most regular table of the most ordinary cells."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace

from db.importing.header_rows import DATE, NUMBER, URL
from db.importing.splitter import Format, Splitter

#: Offered delimiters, the more usual first (it wins a tie).
DELIMITERS = (",", ";", "\t", "|")

_SCORED = 1 << 18  # characters looked at

_WORDS = re.compile(r"[^\W_][\w .&'’()/+#%:$€£@?!-]*")


def find_format(text: str, *, delimiter: str | None = None, quote: str | None = None) -> Format:
    """How the text is cut into cells: the way that makes the most regular table of the most ordinary cells."""
    part = text[:_SCORED]
    part = part[: max(part.rfind("\n"), part.rfind("\r")) + 1] or part if len(text) > _SCORED else part
    quotes = (quote,) if quote is not None else ('"',)
    if quote is None and _quote_edges(part, "'") > 2 and not _quote_edges(part, '"'):
        quotes = ("'",)
    choices = (delimiter,) if delimiter else DELIMITERS
    best, best_score = None, 0.0
    for mark in choices:
        for sign in quotes:
            form = Format(mark, sign, _escape(part, sign), _skips_space(part, mark, sign))
            score = _score(part, form)
            if best is None or score > best_score:
                best, best_score = form, score
    assert best is not None
    if best_score == 0.0 and not delimiter:
        # One column: the delimiter that its cells do not contain.
        best = replace(best, delimiter=min(DELIMITERS, key=part.count))
    return best


def _quote_edges(text: str, quote: str) -> int:
    """How often a quote stands where a cell begins or ends."""
    return sum(text.count(d + quote) + text.count(quote + d) for d in DELIMITERS)


def _escape(text: str, quote: str) -> str:
    if not quote or "\\" + quote not in text:
        return ""
    doubled = len(re.findall(rf"[^\s,;|{quote}]{quote}{quote}[^,;|\s]", text))
    return "\\" if text.count("\\" + quote) > doubled else ""


def _skips_space(text: str, delimiter: str, quote: str) -> bool:
    return bool(quote) and text.count(f"{delimiter} {quote}") > text.count(delimiter + quote)


def _score(text: str, form: Format) -> float:
    """0 (no table of at least two columns) to 1: share of rows as wide as most, times share of ordinary cells."""
    records = Splitter(iter(io.StringIO(text, newline="")), form)
    rows = [cells for _, cells, code in records if not code and any(cells)]
    widths = Counter(map(len, rows))
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    if width < 2:
        return 0.0
    sample = [row for row in rows if len(row) == width]
    sample = sample[:: max(len(sample) // 200, 1)]
    cells = [cell.strip() for row in sample for cell in row[:100]]
    ordinary = sum(map(_ordinary, cells)) / len(cells)
    # More columns are slightly better evidence: chance makes two, seldom nine.
    return count / len(rows) * (0.1 + ordinary) * (1 - 1 / (2 * width))


def _ordinary(cell: str) -> float:
    if not cell or NUMBER.fullmatch(cell) or DATE.fullmatch(cell) or URL.fullmatch(cell):
        return 1.0
    if _WORDS.fullmatch(cell):
        return 1.0
    return 0.1 if any(mark in cell for mark in ";\t|") else 0.4


__all__ = ["DELIMITERS", "find_format"]
