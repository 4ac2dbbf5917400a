"""What the cells of each column look like, from one pass over the whole file.

Cells repeat, so every batch is reduced to values not seen before and only those are looked at: 200,000 rows of nine
columns take a fraction of a second. All shares are therefore over *distinct* values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from db.importing.file.reader import Row, clean
from db.reading.dates import DateOrder

#: Cells that mean "absent", compared without case and surrounding blanks. A default; every import may bring its own.
NULL_WORDS = frozenset({"", "null", "none", "n/a", "na", "nan", "-", "–", "—", "no-data", "unknown", "tbd", "?"})

#: Distinct values remembered per column; more are looked at again when they come again, which costs time only.
_SEEN = 20_000

_EXAMPLES = 8
#: Distinct values kept to try parsers on: at least so many, spread over the file, and less than twice as many.
_SAMPLE = 60
#: Texts kept to ask with, of those that can be read in either order and of those that cannot.
_ASKED_WITH = 3

_NUMERIC_DATE = re.compile(r"(?<![\d.,])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d])")
_YEAR_FIRST = re.compile(r"(?<!\d)(?:19|20)\d\d([-/.])(?:0?[1-9]|1[0-2])(?:\1\d{1,2}(?!\d)|$)")
_MONTH = re.compile(
    r"(?<![^\W\d_])(?:jan(?:uary?)?|feb(?:ruary?)?|mar(?:ch)?|märz?|apr(?:il)?|ma[iy]|june?|juni|july?|juli|aug(?:ust)?|"
    r"sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)(?![^\W\d_])",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:[~≈<>]|ca\.|approx\.?)?\s*[-+]?[$€£]?\s*[-+]?(\d[\d.,'’ \u00a0\u202f]*)\s*[%€$£+]?")
_DIGIT = re.compile(r"\d")
_PLAIN = re.compile(r"\d+")
_QUARTER = re.compile(r"(?:19|20)\d\d[1-4]")
_WEB = ("http://", "https://", "www.")


class DateEvidence(StrEnum):
    """What the dates of a column (or file) prove about the order of day and month."""

    NONE = "none"
    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"
    AMBIGUOUS = "ambiguous"
    CONFLICT = "conflict"


@dataclass(slots=True)
class ColumnProfile:
    """What one column holds. Counts are of distinct values, except ``rows`` and ``filled``.

    ``numbers`` are cells that are one number with at most a sign, currency or ``%``. ``minimum`` and ``maximum`` are of
    the numbers; a separator that
    may be either counts as one of thousands there. ``quarters`` are numbers like 20123 (third quarter of 2012).

    ``day_over_12`` counts numeric dates whose *second* part cannot be a month (so the month comes first),
    ``first_over_12`` those whose *first* part cannot; ``either`` those that allow both; ``dotted`` are those with
    dots, which are always day.month.year. ``decimal_point``, ``decimal_comma``: numbers that can only be read with
    that decimal separator; ``decimal_either``: ``1.400`` or ``1,400``, and ``either_signs`` which of the two signs.

    ``sample``: distinct values from all over the file. ``proofs`` and ``doubts``: the first dates that decide on the
    order of day and month, and the first that do not. ``small``: numbers of at most 1 without a ``%``.
    """

    rows: int = 0
    filled: int = 0
    null_words: set[str] = field(default_factory=set)
    examples: list[str] = field(default_factory=list)
    sample: list[str] = field(default_factory=list)
    stride: int = 1
    proofs: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    distinct: int = 0
    dates: int = 0
    first_over_12: int = 0
    day_over_12: int = 0
    either: int = 0
    dotted: int = 0
    year_first: int = 0
    numbers: int = 0
    years: int = 0
    quarters: int = 0
    percent_signs: int = 0
    small: int = 0
    minimum: float | None = None
    maximum: float | None = None
    decimal_point: int = 0
    decimal_comma: int = 0
    decimal_either: int = 0
    either_signs: set[str] = field(default_factory=set)
    urls: int = 0
    texts: int = 0

    def share(self, count: int) -> float:
        """A count of distinct values as a share (0 to 1) of all distinct values that are not null words."""
        return count / self.distinct if self.distinct else 0.0

    @property
    def percent_scale(self) -> Literal["share", "percent"] | None:
        """How percentages are written: as shares of 1, in percent; None where that has to be asked.

        All at most 1, or 95 % of twenty or more: shares, and what is more than 1 is a slip. At most 30 %: percent.
        """
        unsigned = self.numbers - self.percent_signs
        if self.percent_signs or not unsigned:
            return "percent"
        if self.small == unsigned or (unsigned >= 20 and self.small >= 0.95 * unsigned):
            return "share"
        return "percent" if self.small <= 0.3 * unsigned else None

    def keep(self, text: str) -> None:
        """Take a distinct value into the sample, if its turn has come."""
        if self.distinct % self.stride == 0:
            self.sample.append(text)
            if len(self.sample) >= 2 * _SAMPLE:
                self.sample = self.sample[::2]
                self.stride *= 2
        self.distinct += 1

    @property
    def date_evidence(self) -> DateEvidence:
        """What this column proves about the order of day and month."""
        return date_evidence([self])


class Profiler:
    """Builds the profiles of a file's columns batch by batch."""

    def __init__(self, width: int, null_words: Iterable[str] = NULL_WORDS) -> None:
        self._profiles = [ColumnProfile() for _ in range(width)]
        self._seen: list[set[str]] = [set() for _ in range(width)]
        self._nulls: list[set[str]] = [set() for _ in range(width)]
        self._null_words = frozenset(word.strip().casefold() for word in null_words) | {""}
        self._longest_null = max(map(len, self._null_words))

    def add(self, rows: Sequence[Row]) -> None:
        """Take in a batch of sound rows."""
        for index, column in enumerate(zip(*[cells for _, cells in rows], strict=True)):
            profile, seen, nulls = self._profiles[index], self._seen[index], self._nulls[index]
            values = set(column)
            fresh = values - seen
            for value in filter(fresh.__contains__, dict.fromkeys(column)) if fresh else ():
                self._look(profile, nulls, value)
            if len(seen) < _SEEN:
                seen |= values
            profile.rows += len(column)
            found = nulls & values
            missing = sum(map(column.count, found)) if found else 0
            profile.filled += len(column) - missing

    def result(self) -> tuple[ColumnProfile, ...]:
        """The profiles so far, one per column."""
        return tuple(self._profiles)

    def _look(self, profile: ColumnProfile, nulls: set[str], value: str) -> None:
        if value.startswith(_WEB):  # the longest columns with the fewest repetitions: a short way for them
            profile.keep(value.strip())
            profile.urls += 1
            if len(profile.examples) < _EXAMPLES:
                profile.examples.append(value.strip())
            return
        text = clean(value)
        if len(text) <= self._longest_null and text.casefold() in self._null_words:
            nulls.add(value)
            if text:
                profile.null_words.add(text)
            return
        profile.keep(text)
        if len(profile.examples) < _EXAMPLES:
            profile.examples.append(text)
        if text.startswith(_WEB):
            profile.urls += 1
        elif not _DIGIT.search(text) or len(text) > 400 or not (_date(profile, text) or _number(profile, text)):
            profile.texts += 1


def _date(profile: ColumnProfile, text: str) -> bool:
    """Count a text that is or contains dates; what its parts say about their order."""
    if _PLAIN.fullmatch(text):
        return False
    found = False
    for first, separator, second, _ in _NUMERIC_DATE.findall(text):
        found = True
        if separator == ".":
            profile.dotted += 1
        elif int(first) > 12:
            profile.first_over_12 += int(second) <= 12
            _note(profile.proofs, text)
        elif int(second) > 12:
            profile.day_over_12 += 1
            _note(profile.proofs, text)
        elif int(first) != int(second):  # 5/5/2024 is the same day in either order
            profile.either += 1
            _note(profile.doubts, text)
    if not found and _YEAR_FIRST.search(text):
        profile.year_first += 1
        found = True
    found = found or bool(_MONTH.search(text))
    profile.dates += found
    return found


def _note(texts: list[str], text: str) -> None:
    if len(texts) < _ASKED_WITH and text not in texts:
        texts.append(text)


def _number(profile: ColumnProfile, text: str) -> bool:
    match = _NUMBER.fullmatch(text)
    if not match:
        return False
    profile.numbers += 1
    profile.percent_signs += text.endswith("%")
    digits = re.sub(r"[\s'’]", "", match[1])
    value = _value(profile, digits)
    if value is not None:
        profile.small += value <= 1 and not text.endswith("%")
        profile.quarters += bool(_QUARTER.fullmatch(digits))
        profile.years += digits.isdecimal() and 1900 <= value <= 2100
        profile.minimum = value if profile.minimum is None else min(profile.minimum, value)
        profile.maximum = value if profile.maximum is None else max(profile.maximum, value)
    return True


def _value(profile: ColumnProfile, digits: str) -> float | None:
    """The number, and what its separators prove about the decimal one."""
    marks = [mark for mark in digits if mark in ".,"]
    decimal = ""
    if len(set(marks)) == 2:
        decimal = marks[-1]
        _prove(profile, decimal)
    elif len(marks) > 1:
        _prove(profile, "," if marks[0] == "." else ".")
    elif marks:
        before, after = digits.split(marks[0])
        if len(after) == 3 and 0 < len(before) < 4 and not before.startswith("0"):
            profile.decimal_either += 1
            profile.either_signs.add(marks[0])
        elif after:
            decimal = marks[0]
            _prove(profile, decimal)
    other = "," if decimal == "." else "."
    plain = digits.replace(other, "").replace(decimal, ".") if decimal else digits.replace(",", "").replace(".", "")
    try:
        return float(plain)
    except ValueError:
        return None


def _prove(profile: ColumnProfile, decimal: str) -> None:
    if decimal == ".":
        profile.decimal_point += 1
    else:
        profile.decimal_comma += 1


def profile_rows(batches: Iterable[Sequence[Row]], width: int) -> tuple[ColumnProfile, ...]:
    """The profiles of all rows of a file."""
    profiler = Profiler(width)
    for rows in batches:
        profiler.add(rows)
    return profiler.result()


def _outweighs(many: int, few: int) -> bool:
    """A typing error here and there does not overturn what hundreds of cells prove; its own row will fail."""
    return many > 0 and few * 50 <= many


def _beyond_doubt(many: int, few: int, undecided: int) -> bool:
    """Whether some dates prove an order for all: one odd cell never changes how the others are read."""
    share = many / (many + few + undecided) if many else 0.0
    return _outweighs(many, few) and (share >= 0.4 or (many >= 2 and share >= 0.2))


def date_evidence(profiles: Iterable[ColumnProfile]) -> DateEvidence:
    """What the date columns of one file prove together: a file has one order."""
    columns = list(profiles)
    day_first = sum(column.first_over_12 for column in columns)
    month_first = sum(column.day_over_12 for column in columns)
    either = sum(column.either for column in columns)
    if day_first or month_first:
        if _beyond_doubt(day_first, month_first, either):
            return DateEvidence.DMY
        if _beyond_doubt(month_first, day_first, either):
            return DateEvidence.MDY
        return DateEvidence.CONFLICT if day_first and month_first else DateEvidence.AMBIGUOUS
    if either:
        return DateEvidence.AMBIGUOUS
    if any(column.dotted for column in columns):
        return DateEvidence.DMY
    return DateEvidence.YMD if any(column.year_first for column in columns) else DateEvidence.NONE


def date_order_of(*profiles: ColumnProfile) -> DateOrder | None:
    """The proven order of the given date columns; None where the user has to be asked once, or has no such dates.

    :func:`date_evidence` tells the two apart.
    """
    evidence = date_evidence(profiles)
    if evidence in (DateEvidence.DMY, DateEvidence.MDY, DateEvidence.YMD):
        return DateOrder(evidence.value)
    return None


def decimal_of(*profiles: ColumnProfile) -> str | None:
    """The proven decimal separator of the given number columns, ``.`` or ``,``; None where nothing proves one."""
    point = sum(column.decimal_point for column in profiles)
    comma = sum(column.decimal_comma for column in profiles)
    if _outweighs(point, comma):
        return "."
    return "," if _outweighs(comma, point) else None


__all__ = [
    "NULL_WORDS", "ColumnProfile", "DateEvidence", "Profiler", "date_evidence", "date_order_of", "decimal_of",
    "profile_rows",
]  # fmt: skip
