"""Row by row: from the parsed cells of one row to its facts, in each of the three shapes, or to problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from db.importing.cells import NO_DATE, NO_QUANTITY, NO_TEXT, Cell, Column, date_cell, quantity_cell
from db.importing.columns import Field, Shape
from db.importing.facts import CellProblem, Fact, SourceKey
from db.importing.layout import (
    DATE_NAMES,
    ENDS,
    LEVEL_KINDS,
    NEVER,
    QUANTITY_FIELDS,
    SOURCE,
    Layout,
)
from db.importing.plan import ImportPlan
from db.quantities import ParsedQuantity
from db.values import DateMode, ImpreciseDate, Quantity

Cells = list[Cell]


class RowByRow(Layout):
    """Reads one row at a time, whatever its shape."""

    def __init__(self, plan: ImportPlan, header: tuple[str, ...], kind_codes: frozenset[str]) -> None:
        super().__init__(plan, header, kind_codes)
        self._read = {
            Shape.EVENTS: self._event,
            Shape.HEADCOUNT_LEVELS: self._levels,
            Shape.RELATIONSHIPS: self._relationship,
        }[plan.shape]

    def read(self, line: int, cells: list[str]) -> tuple[list[Fact], list[CellProblem]]:
        """The facts of a row, or what is wrong with it: one bad cell keeps the whole row out."""
        row = self._parsed(cells)
        problems = [
            self._problem(line, column, cells, cell.bad, cell.expected)
            for column, cell in zip(self._columns, row, strict=False)
            if cell[3]
        ]
        if problems:
            return [], problems
        facts = list(self._read(line, row, problems))
        if problems:
            return [], [_found(problem, cells) for problem in problems]
        return facts, []

    def _parsed(self, cells: list[str]) -> Cells:
        row = []
        for index, known, look in self._readers:
            text = cells[index]
            row.append(known(text) or look(text))
        row.append(NO_TEXT)
        return row

    # Shapes.

    def _event(self, line: int, row: Cells, problems: list[CellProblem]) -> Iterator[Fact]:
        at = self._at
        organization = row[at[Field.ORGANIZATION]]
        if organization[0] is None:
            problems.append(self._missing(line, Field.ORGANIZATION, "cell.name_missing", "name"))
            return
        kind: str = row[at[Field.KIND]].value or self._plan.kind  # type: ignore[assignment]
        if row[at[Field.CLOSURE_FLAG]].value:
            kind = "site_closure"
        values: list[str | float | None] = []
        keys: list[str] = []
        dates: dict[str, ImpreciseDate | None] = {}
        for group in self._groups:
            if group in DATE_NAMES:
                cell = row[at[DATE_NAMES[group]]]
                dates[group] = cell.value  # type: ignore[assignment]
                values += cell.columns
            else:
                cell = self._quantity(row, group)
                values += cell.columns
                if cell.bad:
                    problems.append(CellProblem(line, group, None, cell.key, cell.bad, cell.expected))
                if group == "amount":
                    values.append(self._currency_of(row, cell))
            keys.append(cell.key)
        counting = dates.get("effective") or dates.get("announced")
        yield self._fact(
            row, kind, organization.value, row[at[Field.COUNTERPARTY]].value, tuple(values), keys, counting
        )

    def _levels(self, line: int, row: Cells, problems: list[CellProblem]) -> Iterator[Fact]:
        at = self._at
        organization = row[at[Field.ORGANIZATION]].value
        if organization is None:
            problems.append(self._missing(line, Field.ORGANIZATION, "cell.name_missing", "name"))
            return
        year = row[at[Field.YEAR]].value
        stated = self._date(row, Field.ANNOUNCED) or self._date(row, Field.EFFECTIVE)
        any_level = False
        for field, kind in LEVEL_KINDS.items():
            found = row[at[field]]
            if found.value is None:
                continue
            any_level = True
            when = _level_date(field, year, stated)
            if when is None:
                problems.append(self._missing(line, Field.YEAR, "date.missing", "date"))
                return
            dated = date_cell(when)
            yield self._fact(
                row, kind, organization, None, (*dated.columns, *found.columns), [dated.key, found.key], when
            )
        if not any_level:
            problems.append(CellProblem(line, "", None, "", "number.missing", "count"))

    def _relationship(self, line: int, row: Cells, problems: list[CellProblem]) -> Iterator[Fact]:
        vendor, client = row[self._at[Field.VENDOR]].value, row[self._at[Field.CLIENT]].value
        if vendor is None and client is None:
            problems.append(CellProblem(line, "", None, "", "cell.no_side", "name"))
            return
        start, end = self._date(row, Field.START), self._date(row, Field.END)
        if start and end and start.earliest and end.latest and end.latest < start.earliest:
            problems.append(self._missing(line, Field.END, "date.end_before_start", "date"))
            return
        amount = row[self._at[Field.AMOUNT]]
        happened = [(start, "relationship_started"), (end, "relationship_ended")]
        if start is None and end is None:
            happened = [(None, "relationship_seen_active")]
        for when, kind in happened:
            if when is None and kind != "relationship_seen_active":
                continue
            dated = date_cell(when) if when else NO_DATE
            money = (*amount.columns, self._currency_of(row, amount)) if "amount" in self._groups else ()
            # The lane belongs to the vendor; a relationship whose vendor is unnamed belongs to its client.
            yield self._fact(
                row, kind, vendor or client, client if vendor else None, (*dated.columns, *money),
                [dated.key, amount.key], when, client_only=vendor is None,
            )  # fmt: skip

    # Parts.

    def _fact(
        self,
        row: Cells,
        kind: str,
        organization: object,
        counterparty: object,
        values: tuple[str | float | None, ...],
        keys: list[str],
        counting: ImpreciseDate | None,
        *,
        client_only: bool = False,
    ) -> Fact:
        at = self._at
        texts: tuple[str | None, ...] = tuple([row[i][1][0] for i in self._text_at])  # type: ignore[misc]
        if self._temporary:
            texts = self._tagged(texts, temporary=bool(row[at[Field.TEMPORARY_FLAG]].value))
        source = self._source(row) if self._has_source else None
        earliest, latest = (counting.earliest, counting.latest) if counting is not None else (None, None)
        return Fact(
            kind,
            organization,  # type: ignore[arg-type]
            counterparty,  # type: ignore[arg-type]
            row[at[Field.CATEGORY]].value,  # type: ignore[arg-type]
            row[at[Field.POPULATION]].value,  # type: ignore[arg-type]
            row[at[Field.STATUS]].value or self._plan.status.value,  # type: ignore[arg-type]
            earliest.isoformat() if earliest else None,
            latest.isoformat() if latest else None,
            values,
            texts,
            source,
            "\x1f".join(
                [kind, source[0] or source[2] if source else "", *[row[i][2] for i in self._name_fields], *keys]
            ),
            client_only,
        )

    def _tagged(self, texts: tuple[str | None, ...], *, temporary: bool) -> tuple[str | None, ...]:
        if Field.TAGS not in self._has:
            return (*texts, "temporary" if temporary else None)
        if not temporary:
            return texts
        place = self.text_columns.index(Field.TAGS.value)
        tags = f"{texts[place]}, temporary" if texts[place] else "temporary"
        return (*texts[:place], tags, *texts[place + 1 :])

    def _quantity(self, row: Cells, group: str) -> Cell:
        """The cell of a quantity, from its own column or from those of its two ends."""
        single = NO_QUANTITY
        ends: dict[bool, Quantity] = {}
        for field in QUANTITY_FIELDS[group]:
            if field not in self._has:
                continue
            found = row[self._at[field]]
            if field not in ENDS:
                single = found
            elif isinstance(found.value, Quantity):
                ends[ENDS[field]] = found.value
        if not ends or single.value is not None:
            return single
        low, high = ends.get(False), ends.get(True)
        words = " – ".join(end.words for end in (low, high) if end is not None)
        value = Quantity(low.low if low else None, None, high.high if high else None, words)
        if value.low is not None and value.high is not None and value.low > value.high:
            return NO_QUANTITY._replace(bad="number.reversed_range", expected=group, key=words)
        if value.low == value.high:
            value = Quantity(value.low, value.low, value.high, words)
        return quantity_cell(value)

    def _source(self, row: Cells) -> SourceKey | None:
        return self._source_of([row[self._at[field]] for field in SOURCE])

    def _source_of(self, cells: Sequence[Cell]) -> SourceKey | None:
        url, publisher, title, published, accessed = cells
        if url.value is None and publisher.value is None and title.value is None:
            return None
        address, name = url.columns if url.value is not None else ("", "")
        return SourceKey(
            address,  # type: ignore[arg-type]
            publisher.value or "",  # type: ignore[arg-type]
            title.value or name,  # type: ignore[arg-type]
            published.columns if published.value is not None else NEVER,
            accessed.columns if accessed.value is not None else NEVER,
        )

    def _currency_of(self, row: Cells, amount: Cell) -> str | None:
        column: str | None = row[self._at[Field.CURRENCY]].value  # type: ignore[assignment]
        return column or (amount.value.currency or None if isinstance(amount.value, ParsedQuantity) else None)

    def _date(self, row: Cells, field: Field) -> ImpreciseDate | None:
        value = row[self._at[field]].value
        return value if isinstance(value, ImpreciseDate) else None

    def _missing(self, line: int, field: Field, code: str, expected: str) -> CellProblem:
        if field not in self._has:
            return CellProblem(line, "", None, "", code, expected)
        index = self._columns[self._at[field]].index
        return CellProblem(line, self._header[index], index, "", code, expected)

    def _problem(self, line: int, column: Column, cells: list[str], code: str, expected: str) -> CellProblem:
        return CellProblem(line, self._header[column.index], column.index, cells[column.index], code, expected)


def _found(problem: CellProblem, cells: list[str]) -> CellProblem:
    return problem if problem.index is None else replace(problem, found=cells[problem.index])


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
