"""What a column can mean, what a row can be, and which meanings are dates, numbers and people."""

from __future__ import annotations

from enum import StrEnum


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
    ALIASES = "aliases"
    PARENT = "parent"
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
    ORGANIZATIONS = "organizations"


DATE_FIELDS = frozenset(
    {Field.ANNOUNCED, Field.EFFECTIVE, Field.UNTIL, Field.START, Field.END, Field.SOURCE_PUBLISHED,
     Field.SOURCE_ACCESSED, Field.HIRED, Field.LEFT}
)  # fmt: skip
NUMBER_FIELDS = frozenset(
    {Field.COUNT, Field.COUNT_LOW, Field.COUNT_HIGH, Field.COUNT_EARLIER, Field.PERCENT, Field.PERCENT_FRACTION,
     Field.PERCENT_LOW, Field.PERCENT_HIGH, Field.BASE, Field.AMOUNT, Field.HEADCOUNT, Field.EMPLOYEES_START,
     Field.EMPLOYEES_END, Field.HIRES, Field.LAYOFFS, Field.LEVEL, Field.YEAR}
)  # fmt: skip
#: Numbers of people, who are whole.
PEOPLE_FIELDS = frozenset(
    {Field.COUNT, Field.COUNT_LOW, Field.COUNT_HIGH, Field.COUNT_EARLIER, Field.BASE, Field.HEADCOUNT,
     Field.EMPLOYEES_START, Field.EMPLOYEES_END, Field.HIRES, Field.LAYOFFS, Field.LEVEL}
)  # fmt: skip
#: Meanings that several columns of one file may have.
SEVERAL = frozenset({Field.IGNORE, Field.LEVEL, Field.LEAVING_REASON})
#: One percentage, written in percent or as a share of 1.
PERCENT_SCALES = frozenset({Field.PERCENT, Field.PERCENT_FRACTION})
#: Yes or no.
FLAGS = frozenset({Field.CLOSURE_FLAG, Field.TEMPORARY_FLAG})

_SIDES = frozenset({Field.VENDOR, Field.CLIENT})
_TERM = frozenset({Field.START, Field.END})
_SIZES = (PEOPLE_FIELDS | PERCENT_SCALES | {Field.PERCENT_LOW, Field.PERCENT_HIGH}) - {Field.LEVEL}
_LEVELS = frozenset(
    {Field.YEAR, Field.HEADCOUNT, Field.EMPLOYEES_START, Field.EMPLOYEES_END, Field.HIRES, Field.LAYOFFS}
)
_OF_WHOLE_TABLES = frozenset({Field.LEVEL, Field.HIRED, Field.LEFT, Field.LEAVING_REASON, Field.ALIASES, Field.PARENT})
#: What the rows of a shape are not read for: a column of it would be left out without a word.
UNREAD: dict[Shape, frozenset[Field]] = {
    Shape.EVENTS: _SIDES | _TERM | _LEVELS | _OF_WHOLE_TABLES,
    Shape.RELATIONSHIPS: _SIZES | _LEVELS | _OF_WHOLE_TABLES | FLAGS
    | {Field.ORGANIZATION, Field.COUNTERPARTY, Field.KIND, Field.EFFECTIVE, Field.UNTIL},
    Shape.HEADCOUNT_LEVELS: (_SIZES - _LEVELS) | _SIDES | _TERM | _OF_WHOLE_TABLES | FLAGS
    | {Field.COUNTERPARTY, Field.KIND, Field.UNTIL, Field.AMOUNT, Field.CURRENCY},
}  # fmt: skip

__all__ = ["DATE_FIELDS", "FLAGS", "NUMBER_FIELDS", "PEOPLE_FIELDS", "PERCENT_SCALES", "UNREAD", "Field", "Shape"]
