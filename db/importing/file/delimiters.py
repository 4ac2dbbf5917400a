"""Delimiter, quote and escape of a text: those that make the most regular table of the most ordinary cells."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile

from db.importing.file.header_rows import DATE, NUMBER, URL
from db.importing.file.splitter import Format, Splitter

#: Offered delimiters, the more usual first (it wins a tie).
DELIMITERS = (",", ";", "\t", "|")

#: Tried where none of those makes a table.
_UNUSUAL = ("^", "~", "\u00a6", "\x1f", "\x01")

#: Rows and columns from which lines of one width are a table above its notes, and how ordinary its cells must be.
_TABLE, _ORDINARY = (3, 3), 0.9
_SCORED = 1 << 18  # characters looked at

_WORDS = re.compile(r"[^\W_][\w .&'’()/+#%:$€£@?!-]*")


def find_format(text: str, *, delimiter: str | None = None, quote: str | None = None) -> Format:
    """How the text is cut into cells: the way that makes the most regular table of the most ordinary cells."""
    part = text[:_SCORED]
    part = part[: max(part.rfind("\n"), part.rfind("\r")) + 1] or part if len(text) > _SCORED else part
    sign = quote if quote is not None else _quote(part)
    tried = [_tried(part, mark, sign) for mark in ((delimiter,) if delimiter else DELIMITERS)]
    best, best_score = max(tried, key=lambda item: item[1])
    if delimiter or best_score > 0.0:
        several = [form for form, score in tried if score > 0.0]
        return _of_one_record(part, several) or best if len(several) > 1 else best
    for mark in _UNUSUAL:
        form, score = _tried(part, mark, sign)
        if score > best_score:
            best, best_score = form, score
    if best_score > 0.0:
        return best
    if (above := _above_notes(part, sign)) is not None:
        return above
    # One column: the delimiter that its cells do not contain.
    return replace(best, delimiter=min(DELIMITERS, key=part.count))


def _above_notes(text: str, quote: str) -> Format | None:
    """For a short table with more lines of notes below it than it has rows: the way that makes rows of one width at
    its start; None where none does.
    """
    found: list[tuple[float, Format]] = []
    for mark in DELIMITERS:
        form = Format(mark, quote, _escape(text, quote), _skips_space(text, mark, quote))
        rows = [cells for _, cells, code in Splitter(iter(io.StringIO(text, newline="")), form) if not code]
        first = next((at for at, row in enumerate(rows) if len(row) >= _TABLE[1]), len(rows))
        block = list(takewhile(partial(_as_wide, rows[first]), rows[first:])) if first < len(rows) else []
        cells = [cell.strip() for row in block for cell in row[:100]]
        ordinary = sum(_ordinary(cell, form, text) for cell in cells) / max(len(cells), 1)
        if len(block) >= _TABLE[0] and ordinary >= _ORDINARY:
            found.append((ordinary * len(block), form))
    return max(found, key=lambda one: one[0])[1] if found else None


def _as_wide(one: Sequence[str], other: Sequence[str]) -> bool:
    return len(one) == len(other)


def _tried(text: str, mark: str, quote: str) -> tuple[Format, float]:
    form = Format(mark, quote, _escape(text, quote), _skips_space(text, mark, quote))
    return form, _score(text, form)


def _of_one_record(text: str, forms: Sequence[Format]) -> Format | None:
    """For a text of a single record, where nothing shows what is regular: the usual delimiter, the others inside cells.

    None where there are more records.
    """
    for form in forms:
        rows = [cells for _, cells, _ in Splitter(iter(io.StringIO(text, newline="")), form) if any(cells)]
        if len(rows) > 1:
            return None
        if all(_ordinary(cell, form, text) == 1.0 for cell in rows[0]):
            return form
    return forms[0]


def _quote(text: str) -> str:
    """The quotation mark: the double one, unless only single ones open and close cells."""
    edges = {sign: _quote_edges(text, sign) for sign in "\"'"}
    return "'" if edges["'"] > 2 and not edges['"'] else '"'


def _quote_edges(text: str, quote: str) -> int:
    """How often a quote stands where a cell begins or ends."""
    inner = sum(text.count(mark + quote) + text.count(quote + mark) for mark in DELIMITERS)
    return inner + len(re.findall(rf"^{quote}|{quote}\r?$", text, re.MULTILINE))


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
    ordinary = sum(_ordinary(cell, form, text) for cell in cells) / len(cells)
    # More columns are slightly better evidence: chance makes two, seldom nine.
    return count / len(rows) * (0.1 + ordinary) * (1 - 1 / (2 * width))


def _ordinary(cell: str, form: Format, text: str) -> float:
    if not cell or NUMBER.fullmatch(cell) or DATE.fullmatch(cell) or URL.fullmatch(cell):
        return 1.0
    if _WORDS.fullmatch(cell):
        return 1.0
    if any(mark in cell for mark in ";\t|,") and form.quote and f"{form.quote}{cell}{form.quote}" in text:
        return 1.0  # what is enclosed may hold anything
    if form.quote and (cell.startswith(form.quote) or cell.endswith(form.quote)):
        return 0.1  # half of what is enclosed
    return 0.1 if any(mark in cell for mark in ";\t|") else 0.4


__all__ = ["DELIMITERS", "find_format"]
