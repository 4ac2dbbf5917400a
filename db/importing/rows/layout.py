"""What stands where in the rows of a file under a plan: the columns with their meanings, and what a fact has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from db.importing.cells import cell as c
from db.importing.cells import counted
from db.importing.cells.cell import NO_DATE, NO_QUANTITY, NO_TEXT, Cell, Column
from db.importing.cells.dated import DateCells
from db.importing.cells.words import normalized
from db.importing.columns.profile import NULL_WORDS
from db.importing.fields import DATE_FIELDS, FLAGS, Field, Shape
from db.importing.file.reader import clean
from db.importing.file.repairs import repaired
from db.importing.file.units import currency_of
from db.importing.planning.plan import ImportPlan
from db.model.values import ImpreciseDate

DATES = (("announced", Field.ANNOUNCED), ("effective", Field.EFFECTIVE), ("until", Field.UNTIL))
TEXTS = (Field.PLACE, Field.UNIT, Field.REASON, Field.PERSON, Field.ROLE, Field.NOTES, Field.TAGS)
QUANTITY_FIELDS = {
    "count": (Field.COUNT, Field.COUNT_LOW, Field.COUNT_HIGH),
    "percent": (Field.PERCENT, Field.PERCENT_FRACTION, Field.PERCENT_LOW, Field.PERCENT_HIGH),
    "base": (Field.BASE,),
    "amount": (Field.AMOUNT,),
}
DATE_NAMES = dict(DATES)
SOURCE = (
    Field.SOURCE_URL, Field.SOURCE_PUBLISHER, Field.SOURCE_TITLE, Field.SOURCE_PUBLISHED, Field.SOURCE_ACCESSED,
)  # fmt: skip
#: Beside kind, source and values: what two rows must agree in to be the same evidence.
NAME_KEYS = (
    Field.ORGANIZATION, Field.COUNTERPARTY, Field.VENDOR, Field.CLIENT, Field.CATEGORY, Field.PLACE, Field.UNIT,
    Field.PERSON, Field.EXTERNAL_ID, Field.REFERENCE,
)  # fmt: skip
GROUP_FIELDS = {**DATE_NAMES, "count": Field.COUNT, "base": Field.BASE}
NEVER = NO_DATE.columns
ENDS = {Field.COUNT_LOW: False, Field.COUNT_HIGH: True, Field.PERCENT_LOW: False, Field.PERCENT_HIGH: True}
LEVEL_KINDS = {
    Field.EMPLOYEES_START: "reported_headcount",
    Field.EMPLOYEES_END: "reported_headcount",
    Field.HEADCOUNT: "reported_headcount",
    Field.HIRES: "hiring",
    Field.LAYOFFS: "layoff",
}
_QUANTITIES = (
    {field for fields in QUANTITY_FIELDS.values() for field in fields}
    | set(LEVEL_KINDS)
    | {Field.COUNT_EARLIER, Field.LEVEL}
)
#: Columns whose cells are texts: there a word for nothing may be a name ("NA" is a place).
_TEXTS = frozenset(TEXTS) | {
    Field.CATEGORY,
    Field.REFERENCE,
    Field.SOURCE_PUBLISHER,
    Field.SOURCE_TITLE,
    Field.EXTERNAL_ID,
    Field.ALIASES,
}
_PERCENTS = frozenset(QUANTITY_FIELDS["percent"])
_NAMES = {Field.ORGANIZATION, Field.COUNTERPARTY, Field.VENDOR, Field.CLIENT, Field.PERSON, Field.PARENT}

#: Shapes whose rows have no notes of their own that could take what is set aside from a name.
_NO_ASIDES = frozenset({Shape.ORGANIZATIONS, Shape.PERSONS})

#: The parsed cells of one row.
Cells = list[Cell]


def side_of_all(plan: ImportPlan) -> Field | None:
    """The side of a relationship that one organization for all rows is: the one without a column, if it is one."""
    lacking = [field for field in (Field.VENDOR, Field.CLIENT) if field not in plan.fields]
    return lacking[0] if len(lacking) == 1 else None


def own_null_words(plan: ImportPlan) -> frozenset[str]:
    """What says nothing in a column of a field of one's own: as in one of texts."""
    signs = frozenset(word for word in NULL_WORDS if not any(map(str.isalpha, word)))
    return signs | {clean(word).casefold() for word in plan.null_words}


class Layout:
    """The columns of one file under one plan.

    Every cell of a row is looked up once; the parsed cells stand in the order of the mapped ``columns``, and ``at``
    says where a field stands among them. Behind them follow a blank cell, which stands for every field that no column
    has, and ``constants``, the same for all rows: the organization, where no column names it. ``groups``: the
    dates and quantities that a fact has; ``together``: count, percentage and base, whichever of them has a column, and
    behind all values what the percentage is of. ``text_at`` and ``name_at``: where its texts and its names stand.
    ``says_at``: where cells stand that say a status and a tag beside what happened. ``tags``: whether there may be one.
    ``notes_added``: whether the facts have notes though no column has that meaning.
    """

    def __init__(
        self, plan: ImportPlan, header: tuple[str, ...], kind_codes: frozenset[str], today: date | None = None
    ) -> None:
        """``today``: the day that tells centuries apart; None: that of this computer's clock."""
        self.plan = plan
        self._today = today or date.today()  # noqa: DTZ011 - the day as the user knows it
        self.header = header
        self._codes = kind_codes
        self.columns = [self._column(i, field) for i, field in enumerate(plan.fields) if field is not Field.IGNORE]
        self._readers = [(column.index, column.known.get, column.look) for column in self.columns]
        nowhere = len(self.columns)
        found = {column.field: position for position, column in enumerate(self.columns)}
        self.constants: list[Cell] = []
        whole = side_of_all(plan) if plan.shape is Shape.RELATIONSHIPS else Field.ORGANIZATION
        if plan.organization and whole is not None and whole not in found:
            found[whole] = nowhere + 1
            self.constants.append(c.name(plan.organization))
        self.at = {field: found.get(field, nowhere) for field in Field}
        stated = {currency_of(name) for name, field in zip(header, plan.fields, strict=False) if field is Field.AMOUNT}
        self.currency = stated.pop() if len(stated) == 1 else ""  # of amounts that state none themselves
        self.has = frozenset(found)
        # A cell of one of them may say the others too.
        self.together = plan.shape is Shape.EVENTS and bool(
            self.has & {Field.COUNT, Field.COUNT_EARLIER, Field.PERCENT}
        )
        self.groups = self._value_groups()
        self.value_columns = tuple(name for group in self.groups for name in _column_names(group))
        if self.together:
            self.value_columns += ("percent_of",)
        self.text_at = [self.at[field] for field in TEXTS if field in self.has]
        self.text_columns = tuple(field.value for field in TEXTS if field in self.has)
        saying = next((field for field in (Field.KIND, Field.CLOSURE_FLAG) if field in self.has), None)
        self.says_at = None if saying is None else self.at[saying]
        self.tags = saying is not None or Field.TEMPORARY_FLAG in self.has
        if self.tags and Field.TAGS not in self.has:
            self.text_columns += (Field.TAGS.value,)
        self.notes_added = Field.NOTES not in self.has and self._asides(Field.ORGANIZATION)
        if self.notes_added:
            self.text_columns += (Field.NOTES.value,)
        self.has_source = bool(self.has.intersection(SOURCE))
        self.name_at = [self.at[field] for field in NAME_KEYS if field in self.has]

    def parsed(self, cells: list[str]) -> Cells:
        """The parsed cells of a row, with those behind them."""
        row = []
        for index, known, look in self._readers:
            text = cells[index]
            row.append(known(text) or look(text))
        row.append(NO_TEXT)
        row += self.constants
        return row

    def meanings(self, cells: list[str]) -> list[object]:
        """What every cell of a row was understood as, for looking at; None: nothing, or not used."""
        found: list[object] = [None] * len(cells)
        for column, cell in zip(self.columns, self.parsed(cells), strict=False):
            found[column.index] = cell.value
        return found

    def with_aside(self, texts: Sequence[str | None], aside: str | None) -> tuple[str | None, ...]:
        """The texts of a row with what stands behind its name, in a line of its own at the end of its notes."""
        if Field.NOTES.value not in self.text_columns[: len(texts)]:
            texts = (*texts, None)
        place = self.text_columns.index(Field.NOTES.value)
        notes = "\n".join([line for line in (texts[place], aside) if line]) or None
        return (*texts[:place], notes, *texts[place + 1 :])

    def _column(self, index: int, field: Field) -> Column:
        parse, blank = self._parser(index, field)
        repairs = {found: instead for at, found, instead in self.plan.repairs if at == index}
        return Column(
            index, field, repaired(parse, c.as_written(blank), blank, repairs), blank, self._null_words(field)
        )

    def _null_words(self, field: Field) -> frozenset[str]:
        """What says nothing in a cell: a sign in any column, a word only where numbers or dates are meant."""
        known = NULL_WORDS
        if field in _TEXTS or field in _NAMES:
            known = frozenset(word for word in NULL_WORDS if not any(map(str.isalpha, word)))
        return known | {clean(word).casefold() for word in self.plan.null_words}

    def _parser(self, index: int, field: Field) -> tuple[c.Parse, Cell]:
        if field in DATE_FIELDS:
            return self._dates(index, field), NO_DATE
        if field in _QUANTITIES:
            proven = dict(self.plan.decimals).get(index)
            days = self._dates(index, Field.EFFECTIVE)
            parse = counted.quantities(field, proven or self.plan.convention, strict=proven is not None, dates=days)
            if field is Field.AMOUNT and index in self.plan.mixed and self.plan.convention is not None:
                parse = counted.in_one_convention(parse, self.plan.convention)
            return c.scaled(parse, self._unit(index, field)), NO_QUANTITY
        if field is Field.KIND:
            return c.kinds(self._codes, self.plan.kinds), c.NO_KIND
        if field in FLAGS:
            return c.flag(*(("clos",) if field is Field.CLOSURE_FLAG else ("temp", "temporary"))), c.NO_KIND
        special: dict[Field, c.Parse] = {
            Field.YEAR: c.year,
            Field.STATUS: c.status,
            Field.POPULATION: c.population,
        }
        if field in _NAMES:
            return c.name_in_a_row if self._asides(field) else c.name, NO_TEXT
        if field in _TEXTS:
            return c.plain_text, NO_TEXT
        if field is Field.SOURCE_URL:
            return c.address, c.NO_ADDRESS
        return special.get(field, c.plain_text), NO_TEXT

    def _asides(self, field: Field) -> bool:
        """Whether names in a column may have a word about their row behind them, which goes into its notes."""
        return field is Field.ORGANIZATION and field in self.plan.fields and self.plan.shape not in _NO_ASIDES

    def _unit(self, index: int, field: Field) -> str:
        """What the name of a column says that its numbers are: "thousand"; a percentage has a unit of its own."""
        units = self.plan.dialect.units
        return units[index] if index < len(units) and field not in _PERCENTS else ""

    def _dates(self, index: int, field: Field) -> DateCells:
        words = normalized(self.header[index]).split()
        quarters = any(word.startswith(("quart", "qtr")) for word in words)
        return DateCells(field, self.plan.date_order, self._today, quarters=quarters)

    def settle_dates(self, row: Cells, cells: list[str], bad: Iterable[int]) -> bool:
        """Read the bad dates of a row again, now that it may say when it was published; whether any was read."""
        published = (row[self.at[field]].value for field in (Field.SOURCE_PUBLISHED, Field.ANNOUNCED))
        day = next((value for value in published if isinstance(value, ImpreciseDate) and value.known), None)
        settled = False
        for place in bad:
            index = self.columns[place].index
            if day is not None and DateCells.waits(row[place]):
                row[place] = self._dates(index, self.columns[place].field).relative_to(day, clean(cells[index]))
                settled = True
        return settled

    def _value_groups(self) -> tuple[str, ...]:
        if self.plan.shape in {Shape.HEADCOUNT_LEVELS, Shape.LEVELS_IN_COLUMNS}:
            return ("announced", "count")
        mapped = self.has
        if self.plan.shape is Shape.RELATIONSHIPS:
            days = ("announced", "effective") if Field.ANNOUNCED in mapped else ("effective",)
            return (*days, "amount") if Field.AMOUNT in mapped else days
        groups = [name for name, field in DATES if field in mapped]
        told = {"count", "percent", "base"} if self.together else set()
        sizes = (name for name, fields in QUANTITY_FIELDS.items() if name in told or mapped.intersection(fields))
        return (*groups, *sizes)


def _column_names(group: str) -> tuple[str, ...]:
    if group in DATE_NAMES:
        return (group, f"{group}_mode", f"{group}_words")
    names = (f"{group}_low", f"{group}_best", f"{group}_high", f"{group}_words")
    return (*names, "currency") if group == "amount" else names
