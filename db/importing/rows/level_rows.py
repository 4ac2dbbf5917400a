"""Rows that state how many there were: one day or year a row, or one month, quarter or year a column."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from db.importing.cells.cell import Cell, date_cell
from db.importing.columns.periods import end_of_period
from db.importing.facts import CellProblem, Fact
from db.importing.fields import Field
from db.importing.rows.fact_maker import FactMaker
from db.importing.rows.layout import LEVEL_KINDS, Cells, Layout
from db.model.values import DateMode, ImpreciseDate


class LevelRows:
    """A row says how many there were: a headcount, or one at each end of a year, with what came and went."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._make = FactMaker(layout)

    def facts(self, line: int, row: Cells, problems: list[CellProblem]) -> Iterator[Fact]:
        """A fact for each number that the row has."""
        at = self._layout.at
        organization = row[at[Field.ORGANIZATION]].value
        if organization is None:
            problems.append(self._make.missing(line, Field.ORGANIZATION, "cell.name_missing", "name"))
            return
        year = row[at[Field.YEAR]].value
        stated = self._make.date(row, Field.ANNOUNCED) or self._make.date(row, Field.EFFECTIVE)
        any_level = False
        for field, kind in LEVEL_KINDS.items():
            found = row[at[field]]
            if found.value is None:
                continue
            any_level = True
            when = _level_date(field, year, stated)
            if when is None:
                problems.append(self._make.missing(line, Field.YEAR, "date.missing", "date"))
                return
            dated = date_cell(when)
            yield self._make.fact(
                row, kind, organization, None, (*dated.columns, *found.columns), [dated.key, found.key], when
            )
        if not any_level:
            problems.append(CellProblem(line, "", None, "", "number.missing", "count"))


class PeriodColumns:
    """A row has a level in each of several columns, at the end of the month, quarter or year that is its name."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._make = FactMaker(layout)
        self._ends: list[tuple[int, ImpreciseDate, Cell]] = []
        for place, column in enumerate(layout.columns):
            if column.field is Field.LEVEL:
                day = end_of_period(layout.header[column.index])
                if day is not None:
                    self._ends.append((place, day, date_cell(day)))

    def facts(self, line: int, row: Cells, problems: list[CellProblem]) -> Iterator[Fact]:
        """A reported headcount for each level that the row has."""
        at = self._layout.at
        organization = row[at[Field.ORGANIZATION]].value
        if organization is None:
            problems.append(self._make.missing(line, Field.ORGANIZATION, "cell.name_missing", "name"))
            return
        kind = str(row[at[Field.KIND]].value or "reported_headcount")
        any_level = False
        for place, day, dated in self._ends:
            found = row[place]
            if found.value is not None:
                any_level = True
                columns = (*dated.columns, *found.columns)
                yield self._make.fact(row, kind, organization, None, columns, [dated.key, found.key], day)
        if not any_level:
            problems.append(CellProblem(line, "", None, "", "number.missing", "count"))


def _level_date(field: Field, year: object, stated: ImpreciseDate | None) -> ImpreciseDate | None:
    """The day a level is stated for: the first or last of its year, else the date of the row."""
    if not isinstance(year, int):
        return stated
    if field is Field.EMPLOYEES_START:
        return ImpreciseDate.day(date(year, 1, 1), str(year))
    if field is Field.EMPLOYEES_END:
        return ImpreciseDate.day(date(year, 12, 31), str(year))
    mode = DateMode.WITHIN if field is Field.HEADCOUNT else DateMode.SPAN
    return stated or ImpreciseDate(str(year), date(year, 1, 1), date(year, 12, 31), mode, str(year))


__all__ = ["LevelRows", "PeriodColumns"]
