"""From the parsed cells of a row to its facts, in each of the three shapes of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from db.importing.cells.cell import NO_DATE, date_cell
from db.importing.facts import CellProblem, Fact
from db.importing.fields import Field, Shape
from db.importing.rows.event_rows import EventRows
from db.importing.rows.fact_maker import FactMaker
from db.importing.rows.layout import Cells, Layout
from db.importing.rows.level_rows import LevelRows, PeriodColumns
from db.model.values import ImpreciseDate


class ShapeReader(Protocol):
    """Reads rows of one shape."""

    def facts(self, line: int, row: Cells, problems: list[CellProblem]) -> Iterator[Fact]:
        """The facts of a row whose cells are all good; what is wrong between them is added to ``problems``."""
        ...


class RelationshipRows:
    """A row is a relationship with its start and its end."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._make = FactMaker(layout)

    def facts(self, line: int, row: Cells, problems: list[CellProblem]) -> Iterator[Fact]:
        """The start and the end of the relationship, or that it was seen active on the day that is told."""
        vendor, client = row[self._layout.at[Field.VENDOR]].value, row[self._layout.at[Field.CLIENT]].value
        if vendor is None and client is None:
            problems.append(CellProblem(line, "", None, "", "cell.no_side", "name"))
            return
        start, end = self._make.date(row, Field.START), self._make.date(row, Field.END)
        if start and end and start.earliest and end.latest and end.latest < start.earliest:
            problems.append(self._make.missing(line, Field.END, "date.end_before_start", "date"))
            return
        amount = row[self._layout.at[Field.AMOUNT]]
        money = (*amount.columns, self._make.currency(row, amount)) if "amount" in self._layout.groups else ()
        # What was announced is that it begins; of a contract of which only the end is known, that it ends.
        announced = row[self._layout.at[Field.ANNOUNCED]]
        for when, kind in self._happened(start, end):
            dated = date_cell(when) if when else NO_DATE
            apart = "announced" in self._layout.groups
            told = (*announced.columns, *dated.columns) if apart else dated.columns
            keys = [announced.key, dated.key, amount.key] if apart else [dated.key, amount.key]
            counting = when if when is not None else announced.value
            # The lane belongs to the vendor; a relationship whose vendor is unnamed belongs to its client.
            yield self._make.fact(
                row, kind, vendor or client, client if vendor else None, (*told, *money), keys,
                counting if isinstance(counting, ImpreciseDate) else None, client_only=vendor is None,
            )  # fmt: skip
            announced = NO_DATE

    @staticmethod
    def _happened(start: ImpreciseDate | None, end: ImpreciseDate | None) -> Sequence[tuple[ImpreciseDate | None, str]]:
        if start is None and end is None:
            return [(None, "relationship_seen_active")]
        happened = ((start, "relationship_started"), (end, "relationship_ended"))
        return [(when, kind) for when, kind in happened if when is not None]


class NoFacts:
    """A row is a person, who is only counted (:mod:`db.importing.rows.rosters`), or only an organization
    (:mod:`db.importing.writing.directories`).
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def facts(self, line: int, row: Cells, problems: list[CellProblem]) -> Iterator[Fact]:  # noqa: ARG002
        """Nothing happened in such a row."""
        return iter(())


def shape_reader(layout: Layout) -> ShapeReader:
    """What reads the rows of the shape that the plan names."""
    readers: dict[Shape, Callable[[Layout], ShapeReader]] = {
        Shape.EVENTS: EventRows,
        Shape.HEADCOUNT_LEVELS: LevelRows,
        Shape.RELATIONSHIPS: RelationshipRows,
        Shape.LEVELS_IN_COLUMNS: PeriodColumns,
        Shape.PERSONS: NoFacts,
        Shape.ORGANIZATIONS: NoFacts,
    }
    return readers[layout.plan.shape](layout)


__all__ = ["ShapeReader", "shape_reader"]
