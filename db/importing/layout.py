"""What stands where in the rows of a file under a plan: the columns with their meanings, and what a fact has."""

from __future__ import annotations

from db.importing import cells as c
from db.importing.cells import NO_DATE, NO_QUANTITY, NO_TEXT, Cell, Column
from db.importing.columns import DATE_FIELDS, Field, Shape
from db.importing.plan import ImportPlan

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
    Field.PERSON, Field.EXTERNAL_ID,
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
_QUANTITIES = {field for fields in QUANTITY_FIELDS.values() for field in fields} | set(LEVEL_KINDS)
_NAMES = {Field.ORGANIZATION, Field.COUNTERPARTY, Field.VENDOR, Field.CLIENT, Field.PERSON}


class Layout:
    """The columns of one file under one plan.

    Every cell of a row is looked up once; the parsed cells stand in the order of the mapped columns, and ``self._at``
    says where a field stands among them. A last, blank cell stands for every field that no column has.
    """

    def __init__(self, plan: ImportPlan, header: tuple[str, ...], kind_codes: frozenset[str]) -> None:
        self._plan = plan
        self._header = header
        self._codes = kind_codes
        self._columns = [self._column(i, field) for i, field in enumerate(plan.fields) if field is not Field.IGNORE]
        self._readers = [(column.index, column.known.get, column.look) for column in self._columns]
        nowhere = len(self._columns)
        found = {column.field: position for position, column in enumerate(self._columns)}
        self._at = {field: found.get(field, nowhere) for field in Field}
        self._has = frozenset(found)
        self._groups = self._value_groups()
        self.value_columns = tuple(name for group in self._groups for name in _column_names(group))
        self._text_at = [self._at[field] for field in TEXTS if field in self._has]
        self.text_columns = tuple(field.value for field in TEXTS if field in self._has)
        self._temporary = Field.TEMPORARY_FLAG in self._has
        if self._temporary and Field.TAGS not in self._has:
            self.text_columns += (Field.TAGS.value,)
        self._has_source = bool(self._has.intersection(SOURCE))
        self._name_fields = [self._at[field] for field in NAME_KEYS if field in self._has]
        # Two columns for one quantity, tags, currencies: rare, and read row by row.
        self._simple = (
            not self._temporary
            and not self._has.intersection({*ENDS, Field.AMOUNT})
            and not ({Field.PERCENT, Field.PERCENT_FRACTION} <= self._has)
        )

    def _column(self, index: int, field: Field) -> Column:
        parse, blank = self._parser(field)
        return Column(index, field, parse, blank, self._plan.null_words)

    def _parser(self, field: Field) -> tuple[c.Parse, Cell]:
        if field in DATE_FIELDS:
            return c.dates(self._plan.date_order), NO_DATE
        if field in _QUANTITIES:
            return c.quantities(field, self._plan.convention), NO_QUANTITY
        special: dict[Field, c.Parse] = {
            Field.YEAR: c.year,
            Field.STATUS: c.status,
            Field.POPULATION: c.population,
            Field.KIND: c.kinds(self._codes),
            Field.CLOSURE_FLAG: c.flag("clos"),
            Field.TEMPORARY_FLAG: c.flag("temp"),
        }
        if field in _NAMES:
            return c.name, NO_TEXT
        if field is Field.SOURCE_URL:
            return c.address, c.NO_ADDRESS
        return special.get(field, c.plain_text), NO_TEXT

    def _value_groups(self) -> tuple[str, ...]:
        if self._plan.shape is Shape.HEADCOUNT_LEVELS:
            return ("announced", "count")
        mapped = self._has
        if self._plan.shape is Shape.RELATIONSHIPS:
            return ("effective", "amount") if Field.AMOUNT in mapped else ("effective",)
        groups = [name for name, field in DATES if field in mapped]
        return (*groups, *(name for name, fields in QUANTITY_FIELDS.items() if mapped.intersection(fields)))


def _column_names(group: str) -> tuple[str, ...]:
    if group in DATE_NAMES:
        return (group, f"{group}_mode", f"{group}_words")
    names = (f"{group}_low", f"{group}_best", f"{group}_high", f"{group}_words")
    return (*names, "currency") if group == "amount" else names
