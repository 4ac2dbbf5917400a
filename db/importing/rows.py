"""From the cells of a row to facts: what happened to whom, when, how much, and who says so. Or to problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, repeat
from typing import NamedTuple

from db.importing import cells as c
from db.importing.cells import NO_DATE, NO_QUANTITY, NO_TEXT, Cell, Column, date_cell, quantity_cell
from db.importing.columns import DATE_FIELDS, Field, Shape
from db.importing.plan import ImportPlan
from db.importing.reader import Row
from db.quantities import ParsedQuantity
from db.values import DateMode, ImpreciseDate, Quantity


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that cannot be taken: where it is, what was found, what is wrong, and what would be right (codes)."""

    line: int
    column: str
    index: int | None
    found: str
    code: str
    expected: str


class SourceKey(NamedTuple):
    """What a row says about its source; ``published`` and ``accessed`` as they stand in columns."""

    url: str
    publisher: str
    title: str
    published: tuple[str | float | None, ...] = NO_DATE.columns
    accessed: tuple[str | float | None, ...] = NO_DATE.columns


class Fact(NamedTuple):
    """One event with its one claim, ready to be written.

    ``values`` and ``texts``: the columns of :attr:`Interpreter.value_columns` and ``text_columns`` in their order.
    ``client_only``: the organization is the client of a vendor without a name. ``key``: what makes it the same
    evidence as another fact, in this file or an earlier import.
    """

    kind: str
    organization: str
    counterparty: str | None
    category: str | None
    population: str | None
    status: str
    earliest: str | None
    latest: str | None
    values: tuple[str | float | None, ...]
    texts: tuple[str | None, ...]
    source: SourceKey | None
    key: str
    client_only: bool = False


Cells = list[Cell]

_DATES = (("announced", Field.ANNOUNCED), ("effective", Field.EFFECTIVE), ("until", Field.UNTIL))
_TEXTS = (Field.PLACE, Field.UNIT, Field.REASON, Field.PERSON, Field.ROLE, Field.NOTES, Field.TAGS)
_QUANTITY_FIELDS = {
    "count": (Field.COUNT, Field.COUNT_LOW, Field.COUNT_HIGH),
    "percent": (Field.PERCENT, Field.PERCENT_FRACTION, Field.PERCENT_LOW, Field.PERCENT_HIGH),
    "base": (Field.BASE,),
    "amount": (Field.AMOUNT,),
}


class Interpreter:
    """Reads the rows of one file under one plan.

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
        self._text_at = [self._at[field] for field in _TEXTS if field in self._has]
        self.text_columns = tuple(field.value for field in _TEXTS if field in self._has)
        self._temporary = Field.TEMPORARY_FLAG in self._has
        if self._temporary and Field.TAGS not in self._has:
            self.text_columns += (Field.TAGS.value,)
        self._has_source = bool(self._has.intersection(_SOURCE))
        self._name_fields = [self._at[field] for field in _NAME_KEYS if field in self._has]
        # Two columns for one quantity, tags, currencies: rare, and read row by row.
        self._simple = (
            not self._temporary
            and not self._has.intersection({*_ENDS, Field.AMOUNT})
            and not ({Field.PERCENT, Field.PERCENT_FRACTION} <= self._has)
        )
        self._read = {
            Shape.EVENTS: self._event,
            Shape.HEADCOUNT_LEVELS: self._levels,
            Shape.RELATIONSHIPS: self._relationship,
        }[plan.shape]

    def read_many(self, rows: list[Row]) -> list[tuple[list[Fact], list[CellProblem]]]:
        """What :meth:`read` gives, for many rows: events column by column, which is several times as fast."""
        if self._plan.shape is not Shape.EVENTS or not self._simple:
            return [self.read(line, cells) for line, cells in rows]
        texts = list(zip(*[cells for _, cells in rows], strict=True)) if rows else []
        columns = [column.read(texts[column.index]) for column in self._columns]
        columns.append([NO_TEXT] * len(rows))
        bad = {
            place
            for column, found in zip(self._columns, columns, strict=False)
            if column.any_bad
            for place, cell in enumerate(found)
            if cell[3]
        }
        names = columns[self._at[Field.ORGANIZATION]]
        bad.update(place for place, cell in enumerate(names) if cell[0] is None)
        facts = [[fact] for fact in map(Fact._make, zip(*self._fact_parts(columns, len(rows)), strict=True))]
        read: list[tuple[list[Fact], list[CellProblem]]] = list(zip(facts, repeat([])))
        for place in bad:
            read[place] = self.read(*rows[place])
        return read

    def _fact_parts(self, columns: list[list[Cell]], count: int) -> list[Iterable[object]]:
        """The fields of :class:`Fact`, each for all rows."""

        def at(field: Field) -> list[Cell]:
            return columns[self._at[field]]

        def values(field: Field) -> list[object]:
            return [cell[0] for cell in at(field)]

        own_status = self._plan.status.value
        kinds: Iterable[object] = [cell[0] or self._plan.kind for cell in at(Field.KIND)]
        if Field.CLOSURE_FLAG in self._has:
            closures = at(Field.CLOSURE_FLAG)
            kinds = ["site_closure" if cell[0] else kind for cell, kind in zip(closures, kinds, strict=True)]
        percent = Field.PERCENT_FRACTION if Field.PERCENT_FRACTION in self._has else Field.PERCENT
        groups = [at(percent if group == "percent" else _GROUP_FIELDS[group]) for group in self._groups]
        counting = self._counting(columns)
        texts: list[tuple[str | None, ...]] = [()] * count
        if self._text_at:
            texts = list(zip(*[[cell[1][0] for cell in columns[place]] for place in self._text_at], strict=True))
        sources = self._sources(columns, count)
        keyed = [columns[place] for place in self._name_fields] + groups
        marks = [source[0] or source[2] if source else "" for source in sources]
        keys = zip(kinds, marks, *[[cell[2] for cell in cells] for cells in keyed], strict=True)
        together = zip(*[[cell[1] for cell in cells] for cells in groups], strict=True) if groups else [()] * count
        return [
            kinds,
            values(Field.ORGANIZATION),
            values(Field.COUNTERPARTY),
            values(Field.CATEGORY),
            values(Field.POPULATION),
            [cell[0] or own_status for cell in at(Field.STATUS)],
            [cell[5][0] for cell in counting],
            [cell[5][1] for cell in counting],
            [tuple(chain.from_iterable(parts)) for parts in together],
            texts,
            sources,
            list(map("\x1f".join, keys)),
            repeat(False, count),
        ]

    def _counting(self, columns: list[list[Cell]]) -> list[Cell]:
        """The cell of the date that counts: effective, else announced."""
        announced = columns[self._at[Field.ANNOUNCED]]
        if Field.EFFECTIVE not in self._has:
            return announced
        return [
            first if first[0] is not None else second
            for first, second in zip(columns[self._at[Field.EFFECTIVE]], announced, strict=True)
        ]

    def _sources(self, columns: list[list[Cell]], count: int) -> list[SourceKey | None]:
        if not self._has_source:
            return [None] * count
        url, publisher, title, published, accessed = [columns[self._at[field]] for field in _SOURCE]
        if Field.SOURCE_PUBLISHER in self._has or Field.SOURCE_TITLE in self._has:
            return [self._source_of(cells) for cells in zip(url, publisher, title, published, accessed, strict=True)]
        # By far the most files: an address, perhaps a date.
        return [
            SourceKey(a[1][0], "", a[1][1], p[1] if p[0] else _NEVER, d[1] if d[0] else _NEVER)  # type: ignore[arg-type]
            if a[0]
            else None
            for a, p, d in zip(url, published, accessed, strict=True)
        ]

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

    def meanings(self, cells: list[str]) -> list[object]:
        """What every cell of a row was understood as, for looking at; None: nothing, or not used."""
        found: list[object] = [None] * len(cells)
        for column, cell in zip(self._columns, self._parsed(cells), strict=False):
            found[column.index] = cell.value
        return found

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
            if group in _DATE_NAMES:
                cell = row[at[_DATE_NAMES[group]]]
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
        for field, kind in _LEVEL_KINDS.items():
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
        for field in _QUANTITY_FIELDS[group]:
            if field not in self._has:
                continue
            found = row[self._at[field]]
            if field not in _ENDS:
                single = found
            elif isinstance(found.value, Quantity):
                ends[_ENDS[field]] = found.value
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
        return self._source_of([row[self._at[field]] for field in _SOURCE])

    def _source_of(self, cells: Sequence[Cell]) -> SourceKey | None:
        url, publisher, title, published, accessed = cells
        if url.value is None and publisher.value is None and title.value is None:
            return None
        address, name = url.columns if url.value is not None else ("", "")
        return SourceKey(
            address,  # type: ignore[arg-type]
            publisher.value or "",  # type: ignore[arg-type]
            title.value or name,  # type: ignore[arg-type]
            published.columns if published.value is not None else _NEVER,
            accessed.columns if accessed.value is not None else _NEVER,
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

    # Set-up.

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
        groups = [name for name, field in _DATES if field in mapped]
        return (*groups, *(name for name, fields in _QUANTITY_FIELDS.items() if mapped.intersection(fields)))


_DATE_NAMES = dict(_DATES)
_SOURCE = (
    Field.SOURCE_URL, Field.SOURCE_PUBLISHER, Field.SOURCE_TITLE, Field.SOURCE_PUBLISHED, Field.SOURCE_ACCESSED,
)  # fmt: skip
#: Beside kind, source and values: what two rows must agree in to be the same evidence.
_NAME_KEYS = (
    Field.ORGANIZATION, Field.COUNTERPARTY, Field.VENDOR, Field.CLIENT, Field.CATEGORY, Field.PLACE, Field.UNIT,
    Field.PERSON, Field.EXTERNAL_ID,
)  # fmt: skip
_GROUP_FIELDS = {**_DATE_NAMES, "count": Field.COUNT, "base": Field.BASE}
_NEVER = NO_DATE.columns
_ENDS = {Field.COUNT_LOW: False, Field.COUNT_HIGH: True, Field.PERCENT_LOW: False, Field.PERCENT_HIGH: True}
_LEVEL_KINDS = {
    Field.EMPLOYEES_START: "reported_headcount",
    Field.EMPLOYEES_END: "reported_headcount",
    Field.HEADCOUNT: "reported_headcount",
    Field.HIRES: "hiring",
    Field.LAYOFFS: "layoff",
}
_QUANTITIES = {field for fields in _QUANTITY_FIELDS.values() for field in fields} | set(_LEVEL_KINDS)
_NAMES = {Field.ORGANIZATION, Field.COUNTERPARTY, Field.VENDOR, Field.CLIENT, Field.PERSON}


def _found(problem: CellProblem, cells: list[str]) -> CellProblem:
    return problem if problem.index is None else replace(problem, found=cells[problem.index])


def _column_names(group: str) -> tuple[str, ...]:
    if group in _DATE_NAMES:
        return (group, f"{group}_mode", f"{group}_words")
    names = (f"{group}_low", f"{group}_best", f"{group}_high", f"{group}_words")
    return (*names, "currency") if group == "amount" else names


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


def host(url: str) -> str:
    """The host of a web address without ``www.``; empty if it has none."""
    found = url.split("/", 3)[2:3]
    if not found:
        return ""
    name = found[0].lower()
    if "@" in name or ":" in name:
        name = name.rpartition("@")[2].partition(":")[0]
    return name.removeprefix("www.")


__all__ = ["CellProblem", "Fact", "Interpreter", "SourceKey", "host"]
