"""From the parsed cells of a row to its facts, in each of the three shapes of a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from db.importing.cells import NO_DATE, date_cell
from db.importing.columns import Field, Shape
from db.importing.event_rows import EventRows
from db.importing.fact_maker import FactMaker
from db.importing.facts import CellProblem, Fact
from db.importing.layout import LEVEL_KINDS, Cells, Layout
from db.model.values import DateMode, ImpreciseDate


class ShapeReader(Protocol):
    """Reads rows of one shape."""

    def facts(self, line: int, row: Cells, problems: list[CellProblem]) -> Iterator[Fact]:
        """The facts of a row whose cells are all good; what is wrong between them is added to ``problems``."""
        ...


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


class RelationshipRows:
    """A row is a relationship with its start and its end."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._make = FactMaker(layout)

    def facts(self, line: int, row: Cells, problems: list[CellProblem]) -> Iterator[Fact]:
        """The start and the end of the relationship, or that it was seen active."""
        vendor, client = row[self._layout.at[Field.VENDOR]].value, row[self._layout.at[Field.CLIENT]].value
        if vendor is None and client is None:
            problems.append(CellProblem(line, "", None, "", "cell.no_side", "name"))
            return
        start, end = self._make.date(row, Field.START), self._make.date(row, Field.END)
        if start and end and start.earliest and end.latest and end.latest < start.earliest:
            problems.append(self._make.missing(line, Field.END, "date.end_before_start", "date"))
            return
        amount = row[self._layout.at[Field.AMOUNT]]
        happened = [(start, "relationship_started"), (end, "relationship_ended")]
        if start is None and end is None:
            happened = [(None, "relationship_seen_active")]
        for when, kind in happened:
            if when is None and kind != "relationship_seen_active":
                continue
            dated = date_cell(when) if when else NO_DATE
            money = (*amount.columns, self._make.currency(row, amount)) if "amount" in self._layout.groups else ()
            # The lane belongs to the vendor; a relationship whose vendor is unnamed belongs to its client.
            yield self._make.fact(
                row, kind, vendor or client, client if vendor else None, (*dated.columns, *money),
                [dated.key, amount.key], when, client_only=vendor is None,
            )  # fmt: skip


def shape_reader(layout: Layout) -> ShapeReader:
    """What reads the rows of the shape that the plan names."""
    readers: dict[Shape, type[EventRows | LevelRows | RelationshipRows]] = {
        Shape.EVENTS: EventRows,
        Shape.HEADCOUNT_LEVELS: LevelRows,
        Shape.RELATIONSHIPS: RelationshipRows,
    }
    return readers[layout.plan.shape](layout)


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
