"""Which column of a file means what: proposed from its header words and from everything the column holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from db.importing.header_words import HEADER_WORDS
from db.importing.profile import (
    NULL_WORDS,
    ColumnProfile,
    DateEvidence,
    Profiler,
    date_evidence,
    date_order_of,
    decimal_of,
    profile_rows,
)
from db.importing.units import without_brackets
from db.model.values import Status


class Field(StrEnum):
    """What a column can mean. ``percent`` is in percent, ``percent_fraction`` in shares of 1; ``employees_start``,
    ``employees_end`` and ``headcount`` are levels (at the start and end of ``year``, on the date).
    """

    ORGANIZATION = "organization"
    COUNTERPARTY = "counterparty"
    VENDOR = "vendor"
    CLIENT = "client"
    CATEGORY = "category"
    REFERENCE = "reference"
    KIND = "kind"
    COUNT = "count"
    COUNT_LOW = "count_low"
    COUNT_HIGH = "count_high"
    COUNT_EARLIER = "count_earlier"
    PERCENT = "percent"
    PERCENT_FRACTION = "percent_fraction"
    PERCENT_LOW = "percent_low"
    PERCENT_HIGH = "percent_high"
    BASE = "base"
    AMOUNT = "amount"
    CURRENCY = "currency"
    POPULATION = "population"
    ANNOUNCED = "announced"
    EFFECTIVE = "effective"
    UNTIL = "until"
    PLACE = "place"
    UNIT = "unit"
    REASON = "reason"
    PERSON = "person"
    ROLE = "role"
    SOURCE_URL = "source_url"
    SOURCE_PUBLISHER = "source_publisher"
    SOURCE_TITLE = "source_title"
    SOURCE_PUBLISHED = "source_published"
    SOURCE_ACCESSED = "source_accessed"
    NOTES = "notes"
    TAGS = "tags"
    STATUS = "status"
    EXTERNAL_ID = "external_id"
    START = "start"
    END = "end"
    YEAR = "year"
    HEADCOUNT = "headcount"
    EMPLOYEES_START = "employees_start"
    EMPLOYEES_END = "employees_end"
    HIRES = "hires"
    LAYOFFS = "layoffs"
    LEVEL = "level"
    HIRED = "hired"
    LEFT = "left"
    LEAVING_REASON = "leaving_reason"
    CLOSURE_FLAG = "closure_flag"
    TEMPORARY_FLAG = "temporary_flag"
    IGNORE = "ignore"


class Shape(StrEnum):
    """What a row of the file is."""

    EVENTS = "events"
    HEADCOUNT_LEVELS = "headcount_levels"
    RELATIONSHIPS = "relationships"
    LEVELS_IN_COLUMNS = "levels_in_columns"
    PERSONS = "persons"


DATE_FIELDS = frozenset(
    {Field.ANNOUNCED, Field.EFFECTIVE, Field.UNTIL, Field.START, Field.END, Field.SOURCE_PUBLISHED,
     Field.SOURCE_ACCESSED, Field.HIRED, Field.LEFT}
)  # fmt: skip
NUMBER_FIELDS = frozenset(
    {Field.COUNT, Field.COUNT_LOW, Field.COUNT_HIGH, Field.COUNT_EARLIER, Field.PERCENT,
     Field.PERCENT_FRACTION, Field.PERCENT_LOW,
     Field.PERCENT_HIGH, Field.BASE, Field.AMOUNT, Field.HEADCOUNT, Field.EMPLOYEES_START, Field.EMPLOYEES_END,
     Field.HIRES, Field.LAYOFFS, Field.LEVEL, Field.YEAR}
)  # fmt: skip
#: Numbers of people, who are whole.
PEOPLE_FIELDS = frozenset(
    {Field.COUNT, Field.COUNT_LOW, Field.COUNT_HIGH, Field.COUNT_EARLIER, Field.BASE, Field.HEADCOUNT,
     Field.EMPLOYEES_START, Field.EMPLOYEES_END, Field.HIRES, Field.LAYOFFS, Field.LEVEL}
)  # fmt: skip
#: One percentage, written in percent or as a share of 1.
PERCENT_SCALES = frozenset({Field.PERCENT, Field.PERCENT_FRACTION})
_FLAGS = frozenset({Field.CLOSURE_FLAG, Field.TEMPORARY_FLAG})
_FREE_TEXT = frozenset(
    {Field.NOTES, Field.EXTERNAL_ID, Field.TAGS, Field.CATEGORY, Field.REFERENCE, Field.UNIT, Field.CURRENCY}
)

#: What only tables that are known as a whole have.
_NOTHING_ELSEWHERE = dict.fromkeys((Field.LEVEL, Field.HIRED), Field.IGNORE)
#: What a column means in another shape than the one its words suggest.
_TRANSLATED: dict[Shape, dict[Field, Field]] = {
    Shape.EVENTS: {
        Field.START: Field.EFFECTIVE, Field.END: Field.UNTIL, Field.LAYOFFS: Field.COUNT, Field.YEAR: Field.ANNOUNCED,
        Field.HEADCOUNT: Field.BASE, Field.EMPLOYEES_START: Field.BASE, Field.EMPLOYEES_END: Field.IGNORE,
        Field.HIRES: Field.IGNORE, Field.LEFT: Field.EFFECTIVE, Field.LEAVING_REASON: Field.REASON,
        **_NOTHING_ELSEWHERE,
    },
    Shape.RELATIONSHIPS: {
        Field.EFFECTIVE: Field.START, Field.UNTIL: Field.END, Field.YEAR: Field.IGNORE, Field.HEADCOUNT: Field.IGNORE,
        Field.ORGANIZATION: Field.IGNORE, Field.LAYOFFS: Field.IGNORE, Field.HIRES: Field.IGNORE,
        Field.LEFT: Field.END, Field.LEAVING_REASON: Field.IGNORE, **_NOTHING_ELSEWHERE,
    },
    Shape.HEADCOUNT_LEVELS: {
        Field.COUNT: Field.LAYOFFS, Field.REFERENCE: Field.EXTERNAL_ID, Field.LEFT: Field.IGNORE,
        Field.LEAVING_REASON: Field.IGNORE, **_NOTHING_ELSEWHERE,
    },
}  # fmt: skip
#: How much less sure a translated meaning is: where it speaks of no contract, "reference" yields to an "id".
_DOUBTS = {Field.REFERENCE: 0.2}


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """The meaning proposed for one column; ``confidence`` from 0 (a guess) to 1 (its very name)."""

    index: int
    field: Field
    confidence: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file's rows are and what its columns mean, one entry per column in their order."""

    shape: Shape
    columns: tuple[ProposedColumn, ...]

    def indexes(self, wanted: frozenset[Field]) -> list[int]:
        """The columns of any of these fields."""
        return [column.index for column in self.columns if column.field in wanted]


def normalized(name: str) -> str:
    """A header name as words: lower case, ``#`` and ``%`` spelled out, umlauts as two letters, CamelCase split."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", name)
    name = unicodedata.normalize("NFKC", name).casefold()
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("#", " number "), ("%", " percent ")):
        name = name.replace(letter, letters)
    return " ".join(re.findall(r"[^\W_]+", name))


def _by_name() -> dict[str, list[tuple[Field, float]]]:
    """Meanings by header words; also by the words without blanks ("LayOff_Date", "headcount")."""
    names: dict[str, list[tuple[Field, float]]] = {normalized(item.value): [(item, 1.0)] for item in Field}
    for entry in HEADER_WORDS.replace("\n    ", " ").splitlines():
        head, words = entry.split(": ")
        target, confidence = head.split()
        for word in words.split("|"):
            names.setdefault(word.strip(), []).append((Field(target), float(confidence)))
    return {word.replace(" ", ""): meanings for word, meanings in names.items()} | names


_NAMES = _by_name()

#: Every name of a column that is known, as :func:`normalized` leaves it.
HEADER_NAMES = frozenset(_NAMES)

#: Before the name of a figure: it is the one that stands, whatever the column beside it said first.
CORRECTED = frozenset({"revised", "amended", "corrected", "updated", "korrigierte", "berichtigte", "aktualisierte"})

#: How sure the words of a figure must be for it to be the one that another column corrects.
_SURE = 0.8
#: Before the name of a figure: it is the one that came first, where another column has the one that stands.
EARLIER = frozenset(
    {"expected", "initial", "original", "planned", "previous", "erwartete", "urspruengliche", "geplante"}
)


def _fit(target: Field, profile: ColumnProfile) -> float:
    """How well (0 to 1) what a column holds agrees with a meaning."""
    if not profile.distinct:
        return 0.6
    dates, numbers = profile.share(profile.dates), profile.share(profile.numbers)
    if target in DATE_FIELDS:
        # A bare year or quarter number is a date too, only vague.
        return 0.2 + 0.8 * min(1.0, dates + profile.share(profile.years) + profile.share(profile.quarters))
    if target in NUMBER_FIELDS:
        return 0.2 + 0.8 * min(1.0, numbers + 0.5 * profile.share(profile.words_with_number))
    if target is Field.SOURCE_URL:
        return 0.2 + 0.8 * profile.share(profile.urls)
    if target in _FLAGS:
        return 0.2 if (profile.maximum or 0) > 1 or profile.distinct > 50 else 1.0
    if target is Field.STATUS:
        known = {status.value for status in Status}
        return 1.0 if any(example.casefold() in known for example in profile.examples) else 0.2
    if target in _FREE_TEXT:
        return 1.0
    return 1.0 - 0.8 * max(dates, numbers, profile.share(profile.urls))


def candidates_of(name: str, profile: ColumnProfile) -> list[tuple[Field, float]]:
    """What a column can mean, with how sure its words and its content make it (0 to 1), the likeliest first."""
    words = normalized(name)
    found = _NAMES.get(words) or _NAMES.get(words.replace(" ", ""))
    first, _blank, rest = words.partition(" ")
    if found is None and first in CORRECTED:
        found = [(target, min(1.0, sure + 0.03)) for target, sure in _NAMES.get(rest, ()) if target in PEOPLE_FIELDS]
    figures = found or _NAMES.get(rest) or []
    if first in EARLIER and any(target is Field.COUNT for target, _ in figures):
        found = [*(found or [(Field.COUNT, 0.88)]), (Field.COUNT_EARLIER, 0.8)]
    if not found and (bare := normalized(without_brackets(name))) != words:
        found = _NAMES.get(bare) or _NAMES.get(bare.replace(" ", ""))
    if not found and words:
        # "Date Layoff/Closure Starts (expected)": the name begins with a longer synonym, at least two words.
        longest = max(
            (known for known in _NAMES if " " in known and words.startswith(known + " ")), key=len, default=""
        )
        found = [(target, confidence - 0.2) for target, confidence in _NAMES.get(longest, ())]
    if not found and not words:
        found = _by_content(profile)
    scored = [(target, confidence * _fit(target, profile)) for target, confidence in found or ()]
    return sorted(scored, key=lambda item: -item[1])


def _by_content(profile: ColumnProfile) -> list[tuple[Field, float]]:
    """Guesses for a column without a name."""
    if profile.share(profile.urls) > 0.8:
        return [(Field.SOURCE_URL, 0.5)]
    if profile.share(profile.dates) > 0.8:
        return [(Field.ANNOUNCED, 0.45)]
    if profile.share(profile.numbers) > 0.8:
        return [(Field.PERCENT, 0.4)] if profile.percent_signs else [(Field.COUNT, 0.35)]
    return [(Field.ORGANIZATION, 0.4)] if profile.distinct else []


def _shape(candidates: Sequence[list[tuple[Field, float]]]) -> Shape:
    best = {options[0][0] for options in candidates if options and options[0][1] >= 0.5}
    levels = best & {Field.EMPLOYEES_START, Field.EMPLOYEES_END, Field.HEADCOUNT}
    dated = Field.ORGANIZATION in best and best & (DATE_FIELDS | {Field.YEAR})
    # A headcount beside a count of people laid off is the base of that event.
    alone = levels != {Field.HEADCOUNT} or not best & {Field.COUNT, Field.KIND, Field.PERCENT}
    if dated and levels and alone:
        return Shape.HEADCOUNT_LEVELS
    if {Field.VENDOR, Field.CLIENT} <= best and Field.KIND not in best:
        return Shape.RELATIONSHIPS
    return Shape.EVENTS


def _may_have_contracts(shape: Shape, candidates: Sequence[list[tuple[Field, float]]]) -> bool:
    """Whether a number can be that of a contract: a table of layoffs numbers its notices."""
    best = {options[0][0] for options in candidates if options}
    sides = {Field.KIND, Field.COUNTERPARTY, Field.VENDOR, Field.CLIENT, Field.CATEGORY}
    return shape is Shape.RELATIONSHIPS or bool(best & sides)


def propose(header: Sequence[str], profiles: Sequence[ColumnProfile]) -> Proposal:
    """What the columns mean. ``profiles`` has one entry per name and comes from the whole file.

    Every field is given to one column at most, the most convincing one; the rest, and what nothing speaks for, are
    ``ignore``.
    """
    candidates = [candidates_of(name, profile) for name, profile in zip(header, profiles, strict=True)]
    shape = _shape(candidates)
    translated = _TRANSLATED[shape]
    if not _may_have_contracts(shape, candidates):
        translated = {**translated, Field.REFERENCE: Field.EXTERNAL_ID}
    offers = sorted(
        (
            (
                confidence - (_DOUBTS.get(target, 0.05) if target in translated else 0.0),
                index,
                translated.get(target, target),
            )
            for index, options in enumerate(candidates)
            for target, confidence in options
        ),
        key=lambda offer: (-offer[0], offer[1]),
    )
    given: dict[int, ProposedColumn] = {}
    taken: set[Field] = set()
    corrected = False  # whether the count is a corrected figure
    for confidence, index, target in offers:
        if index not in given and target is Field.COUNT and corrected and confidence >= _SURE:
            target = Field.COUNT_EARLIER  # noqa: PLW2901 - what the corrected figure takes the place of
        if index in given or target in taken or target is Field.IGNORE or confidence < 0.3:
            continue
        corrected = corrected or (target is Field.COUNT and normalized(header[index]).split(" ")[0] in CORRECTED)
        taken.add(target)
        if target is Field.PERCENT and profiles[index].fractions:
            target = Field.PERCENT_FRACTION  # noqa: PLW2901 - the same field, written as a share of 1
        given[index] = ProposedColumn(index, target, round(confidence, 3))
    ignored = (ProposedColumn(index, Field.IGNORE, 0.0) for index in range(len(header)))
    return Proposal(shape, tuple(given.get(column.index, column) for column in ignored))


__all__ = [
    "DATE_FIELDS", "HEADER_NAMES", "NULL_WORDS", "NUMBER_FIELDS", "PEOPLE_FIELDS", "PERCENT_SCALES",
    "ColumnProfile", "DateEvidence", "Field", "Profiler", "Proposal",
    "ProposedColumn", "Shape", "candidates_of", "date_evidence", "date_order_of", "decimal_of", "normalized",
    "profile_rows", "propose",
]  # fmt: skip
