"""Rows that stand among those of a table and are none of it: totals, notes, counts of notices, the header again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from db.importing.cells.words import normalized
from db.importing.columns.header_names import HEADER_NAMES
from db.importing.columns.profile import NULL_WORDS
from db.importing.fields import DATE_FIELDS, Field
from db.importing.file.header_rows import DATE, NUMBER
from db.importing.file.reader import Row, clean

#: Columns that say who a row is about, and the figures that a total would be of, the likelier first.
_WHO = ({Field.ORGANIZATION, Field.VENDOR, Field.CLIENT}, {Field.PERSON})
_WHEN = DATE_FIELDS | {Field.YEAR}
_FIGURES = (Field.COUNT, Field.LAYOFFS, Field.HEADCOUNT, Field.AMOUNT)

_TOTAL = r"(?:grand\s+|sub[\s-]?)?totals?|sub[\s-]?sum|sum|gesamt(?:summe|zahl|ergebnis)?|insgesamt|(?:zwischen)?summe"
_ONLY_TOTAL = re.compile(rf"\W*(?:{_TOTAL})\W*", re.IGNORECASE)
_BEGINS_WITH_TOTAL = re.compile(rf"\W*(?:{_TOTAL})\b", re.IGNORECASE)
_COUNT_OF = re.compile(r"\W*(?:total\s+)?(?:number|count|no\.|anzahl|zahl)\s+(?:of|der|von)\b", re.IGNORECASE)
_NOTE = re.compile(
    r"[*†‡§©#]|[(\[]?\d+[)\]]\s|[-_=.]{3,}|page \d|seite \d|(?:data\s+|information\s+)?as of\b|last updated|end of\b|"
    r"(?:stand|updated|printed|exported|generated|prepared|erstellt|exportiert|gedruckt)(?:\s*:|\s+(?:am|on|at|by|von)\b)|"
    r"(?:foot)?notes?\b\s*[:.*\d]|n\.?b\.?\s*:|(?:data\s+)?sources?\s*:|(?:daten)?quellen?\s*:|"
    r"(?:anmerkung|hinweis|fußnote|bemerkung)(?:en|e|n)?\s*[:\d]|(?:legend|legende|disclaimer|copyright|filter)\b",
    re.IGNORECASE,
)
#: A line drawn under the names of the columns, or between rows: "---", ":--:", "=====".
_RULE = re.compile(r"[:|+]*[-=_*~─━]{2,}[-=_*~─━:|+ ]*")
#: First words of names and notes that make a look at the whole row worth while.
_FIRST_WORDS = frozenset((
    "total", "totals", "grand", "sub", "subtotal", "subtotals", "subsum", "sum", "gesamt", "gesamtsumme",
    "gesamtzahl", "gesamtergebnis", "insgesamt", "summe", "zwischensumme", "number", "count", "no", "anzahl", "zahl",
    "page", "seite", "data", "information", "as", "last", "end", "stand", "updated", "printed", "exported",
    "generated", "prepared", "erstellt", "exportiert", "gedruckt", "note", "notes", "footnote", "footnotes", "nb",
    "n.b", "source", "sources", "quelle", "quellen", "datenquelle", "datenquellen", "anmerkung", "anmerkungen",
    "hinweis", "hinweise", "fußnote", "fußnoten", "bemerkung", "bemerkungen", "legend", "legende", "disclaimer",
    "copyright", "filter",
))  # fmt: skip
#: A single cell with more characters than this is a note.
_LONG = 60
_COUNTING = [str(number) for number in range(1, 200)]
_LONGEST_NULL = max(map(len, NULL_WORDS))
#: Texts of names remembered as those of ordinary rows.
_REMEMBERED = 20_000


class NotPart:
    """Tells the rows of one file that are not part of its table. Rows must come in the order of the file.

    Reasons: ``skip.total`` (no date, and a total word alone as the name), ``skip.sum`` (a total word, and the sum of
    the rows above), ``skip.note`` (a single cell that is a note), ``skip.count_of`` ("Number of notices …"),
    ``skip.numbers_only`` (nobody, never, only figures), ``skip.rule`` ("---") and ``skip.header_again``.
    """

    def __init__(self, fields: Sequence[Field], header: Sequence[str]) -> None:
        """``fields``: what each column means; ``header``: what it is called."""
        self._width = len(fields)
        who: set[Field] = next((names for names in _WHO if names.intersection(fields)), set())
        self._who = [index for index, field in enumerate(fields) if field in who]
        self._when = [index for index, field in enumerate(fields) if field in _WHEN]
        self._figure = next((fields.index(field) for field in _FIGURES if field in fields), None)
        self._looked_at = sorted({*self._who, 0}) if fields else []
        self._header = [_folded(name) for name in header]
        self._headings = {name for name in self._header if name} | HEADER_NAMES
        self._ordinary: dict[int, set[str]] = {index: set() for index in self._looked_at}
        self._sums: dict[str, int] = {"": 0}
        self._all = self._since_total = 0
        self._rows_all = self._rows_since = 0

    def reasons(self, rows: Sequence[Row]) -> dict[int, str]:
        """The places of rows that are not part of the table, with the reason."""
        places = sorted(self._suspects(rows))
        found: dict[int, str] = {}
        counted = 0
        for place in places:
            self._add_up(rows[counted:place])
            counted = place
            reason = self._reason(rows[place][1])
            if reason:
                found[place] = reason
                counted = place + 1
                if reason in {"skip.total", "skip.sum"}:
                    self._since_total = self._rows_since = 0
        self._add_up(rows[counted:])
        return found

    def reason_of_record(self, cells: Sequence[str]) -> str:
        """The reason for a record with fewer cells than the table has columns; empty if it is simply broken."""
        if not 0 < len(cells) < self._width:
            return ""
        if cells[0].lstrip().startswith("#"):
            return "skip.note"
        return self._reason([*cells, *[""] * (self._width - len(cells))], shifted=True)

    def _suspects(self, rows: Sequence[Row]) -> set[int]:
        """The places of rows whose name or first cell makes them worth a look."""
        places: set[int] = set()
        for index in self._looked_at:
            texts = [cells[index] for _, cells in rows]
            ordinary = self._ordinary[index]
            fresh = set(texts) - ordinary
            suspects = {text for text in fresh if self._is_suspect(text, is_name=not self._who or index in self._who)}
            if len(ordinary) < _REMEMBERED:
                ordinary |= fresh - suspects
            if suspects:
                places.update(place for place, text in enumerate(texts) if text in suspects)
        return places

    def _is_suspect(self, text: str, *, is_name: bool) -> bool:
        """Whether a name, or a first cell beside it, makes its row worth a look."""
        text = text.strip()
        if not text[:1].isalpha():
            # Blank or a number says something where a name should be, and nothing beside it.
            return is_name or _says_so(text)
        if text.partition(" ")[0].rstrip(":.-*").casefold() in _FIRST_WORDS and _says_so(text):
            return True
        return len(text) > _LONG or text.casefold().replace("_", " ") in self._headings

    def _reason(self, cells: Sequence[str], *, shifted: bool = False) -> str:
        filled = [index for index, cell in enumerate(cells) if not _says_nothing(cell)]
        if not filled:
            return ""
        first = clean(cells[filled[0]])
        if len(filled) == 1 and (len(first) > _LONG or _NOTE.match(first)):
            return "skip.note"
        if all(_RULE.fullmatch(clean(cells[index])) for index in filled):
            return "skip.rule"
        if self._is_header(cells, filled):
            return "skip.header_again"
        # Where cells are missing, the others may stand too far left: a figure in the place of a date.
        dated = any(index in filled and not (shifted and _is_number(cells[index])) for index in self._when)
        names = [clean(cells[index]) for index in {*self._who, filled[0]} if index in filled]
        if any(map(_BEGINS_WITH_TOTAL.match, names)) and self._is_sum(cells):
            return "skip.sum"
        if len(filled) > 2 and [clean(cells[index]) for index in filled] == _COUNTING[: len(filled)]:
            return "skip.numbers_only"  # the columns are numbered
        # A cell that says "Total" where a date should be is no date.
        undated = not dated or (filled[0] in self._when and bool(_ONLY_TOTAL.fullmatch(first)))
        if not undated:
            return ""
        if any(map(_ONLY_TOTAL.fullmatch, names)):
            return "skip.total"
        others_are_numbers = all(_is_number(cells[index]) for index in filled[1:])
        if _COUNT_OF.match(first) and others_are_numbers:
            return "skip.count_of"
        nobody = bool(self._who) and not any(index in filled for index in self._who)
        if nobody and others_are_numbers and _is_number(first):
            return "skip.numbers_only"
        return ""

    def _is_header(self, cells: Sequence[str], filled: Sequence[int]) -> bool:
        if len(filled) < 2:
            return False
        again = sum(1 for index in filled if _folded(cells[index]) == self._header[index])
        if again >= 0.6 * len(filled):
            return True
        texts = [clean(cells[index]) for index in filled]
        if any(NUMBER.fullmatch(text) or DATE.fullmatch(text) for text in texts):
            return False
        names = [cells[index] for index in self._who if index in filled]
        if not all(normalized(name) in HEADER_NAMES for name in names):
            return False
        return sum(normalized(text) in HEADER_NAMES for text in texts) >= 3

    def _is_sum(self, cells: Sequence[str]) -> bool:
        if self._figure is None or not _is_number(cells[self._figure]):
            return False
        figure = _whole(cells[self._figure])
        return figure > 0 and (
            (figure == self._all and self._rows_all > 1) or (figure == self._since_total and self._rows_since > 1)
        )

    def _add_up(self, rows: Sequence[Row]) -> None:
        if self._figure is None or not rows:
            return
        figure, sums = self._figure, self._sums
        total = 0
        for text, times in Counter([cells[figure] for _, cells in rows]).items():
            value = sums.get(text)
            if value is None:
                value = _whole(text)
                if len(sums) < _REMEMBERED:
                    sums[text] = value
            total += value * times
        self._all += total
        self._since_total += total
        self._rows_all += len(rows)
        self._rows_since += len(rows)


def _folded(text: str) -> str:
    return " ".join(text.replace("_", " ").split()).casefold()


def _says_so(text: str) -> bool:
    return bool(_NOTE.match(text) or _BEGINS_WITH_TOTAL.match(text) or _COUNT_OF.match(text))


def _says_nothing(text: str) -> bool:
    return not text or (len(text) <= 2 * _LONGEST_NULL and clean(text).casefold() in NULL_WORDS)


def _is_number(text: str) -> bool:
    return bool(NUMBER.fullmatch(clean(text)))


def _whole(text: str) -> int:
    """A figure without its separators; 0 for what is none. Only compared, never kept."""
    digits = re.sub(r"[^\d]", "", re.sub(r"[.,]0+$", "", clean(text)))
    return int(digits) if digits.isdecimal() and len(digits) < 16 and _is_number(text) else 0


__all__ = ["NotPart"]
