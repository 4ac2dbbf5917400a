"""How far what a column holds agrees with a meaning: asked of the parsers that will read it, not of other patterns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property

from db.importing.cells import cell as c
from db.importing.cells.counted import quantities
from db.importing.cells.dated import DateCells
from db.importing.columns.profile import ColumnProfile, date_order_of
from db.importing.fields import DATE_FIELDS, FLAGS, NUMBER_FIELDS, Field
from db.model.text import fold
from db.model.values import Status
from db.reading.dates import DateOrder

#: A cell that only lacks the order of its date, or its decimal sign, is one all the same.
_OPEN = frozenset({"date.ambiguous", "date.two_digit_year", "date.needs_publication_date", "date.needs_year",
                   "number.ambiguous"})  # fmt: skip
#: Which century two digits mean is no question of what they are.
_ANY_DAY = date(2025, 1, 1)
_STATUSES = frozenset(item.value for item in Status)
_FREE_TEXT = frozenset(
    {Field.NOTES, Field.EXTERNAL_ID, Field.TAGS, Field.CATEGORY, Field.REFERENCE, Field.UNIT, Field.CURRENCY}
)


class Agreement:
    """What one column agrees with. Shares (0 to 1) are of a sample of its distinct values, taken all over the file."""

    def __init__(self, profile: ColumnProfile) -> None:
        self.profile = profile

    @cached_property
    def dates(self) -> float:
        """How much of it is read as dates."""
        return self._dates_of(Field.ANNOUNCED, quarters=False)

    @cached_property
    def counts(self) -> float:
        """How much of it is read as numbers of people."""
        return self._read_by(quantities(Field.COUNT, None))

    @cached_property
    def percents(self) -> float:
        """How much of it is read as percentages."""
        return self._read_by(quantities(Field.PERCENT, None))

    @cached_property
    def amounts(self) -> float:
        """How much of it is read as amounts of money."""
        return self._read_by(quantities(Field.AMOUNT, None))

    @cached_property
    def texts(self) -> float:
        """How much of it is neither a plain number, nor a date, nor a web address."""
        profile = self.profile
        return 1.0 - max(profile.share(one) for one in (profile.dates, profile.numbers, profile.urls))

    def with_meaning(self, field: Field) -> float:
        """How much of it is what a meaning asks for; 1 for an empty column, which contradicts nothing."""
        if not self.profile.sample:
            return 1.0
        if field in DATE_FIELDS:
            return self._dates_of(field, quarters=True) if self.profile.quarters else self.dates
        if field in NUMBER_FIELDS:
            return self._numbers(field)
        if field is Field.SOURCE_URL:
            return self.profile.share(self.profile.urls)
        if field in FLAGS:
            return self._share(c.is_flag)
        if field is Field.STATUS:
            return self._share(lambda text: fold(text) in _STATUSES)
        if field is Field.POPULATION:
            return self._read_by(c.population)
        if field is Field.KIND:
            return self._share(c.is_kind)
        return 1.0 if field in _FREE_TEXT else self.texts

    def _dates_of(self, field: Field, *, quarters: bool) -> float:
        order = date_order_of(self.profile) or DateOrder.DMY
        return self._read_by(DateCells(field, order, _ANY_DAY, quarters=quarters))

    def _numbers(self, field: Field) -> float:
        if field is Field.YEAR:
            return self._read_by(c.year)
        if field is Field.AMOUNT:
            return self.amounts
        percent = field in {Field.PERCENT, Field.PERCENT_FRACTION, Field.PERCENT_LOW, Field.PERCENT_HIGH}
        return self.percents if percent else self.counts

    def _read_by(self, parse: c.Parse) -> float:
        return self._share(lambda text: not (bad := parse(text).bad) or bad in _OPEN)

    def _share(self, agrees: Callable[[str], bool]) -> float:
        sample = self.profile.sample
        return sum(map(agrees, sample)) / len(sample) if sample else 0.0


__all__ = ["Agreement"]
