"""Column by column: from many rows of events to their facts, several times as fast as row by row."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import repeat
from operator import itemgetter
from typing import Any

from db.importing.cells.cell import NO_QUANTITY, NO_TEXT, Cell
from db.importing.facts import CellProblem, Facts, Follows, Problems, SourceKey, Value
from db.importing.fields import Field, Shape
from db.importing.file.reader import Row
from db.importing.rows.fact_maker import with_tag
from db.importing.rows.layout import GROUP_FIELDS, NEVER, QUANTITY_FIELDS, Layout
from db.importing.rows.row_by_row import RowByRow

#: Columns of quantities that are more than the one column of one.
_ROW_BY_ROW = {field for fields in QUANTITY_FIELDS.values() for field in fields}.difference(
    GROUP_FIELDS.values(), {Field.PERCENT, Field.PERCENT_FRACTION}
)

# The fields of a cell, of many cells: cell[0] reads faster than cell.value.
_value, _columns, _key = itemgetter(0), itemgetter(1), itemgetter(2)


def readable(layout: Layout) -> bool:
    """Whether rows can be read column by column: each is one event, and each quantity has one column.

    Two columns for one quantity, tags, currencies: rare, and read row by row.
    """
    return (
        layout.plan.shape is Shape.EVENTS
        and Field.TEMPORARY_FLAG not in layout.has
        and not layout.has.intersection(_ROW_BY_ROW)
        and not ({Field.PERCENT, Field.PERCENT_FRACTION} <= layout.has)
    )


class ColumnByColumn:
    """Reads many rows at once. Rows with a cell that is no plain one are read again, one by one."""

    def __init__(self, layout: Layout, row_by_row: RowByRow) -> None:
        """``layout``: one that is :func:`readable`."""
        self._layout = layout
        self._row_by_row = row_by_row

    @property
    def kept(self) -> list[CellProblem]:
        """What :attr:`RowByRow.kept` has: such cells are read row by row."""
        return self._row_by_row.kept

    def read_many(self, rows: list[Row]) -> tuple[Facts, Problems]:
        """What :meth:`RowByRow.read_many` gives."""
        if not rows:
            return self._row_by_row.read_many(rows)
        texts = list(zip(*map(itemgetter(1), rows), strict=True))
        columns = [column.read(texts[column.index]) for column in self._layout.columns]
        columns += [[cell] * len(rows) for cell in (NO_TEXT, *self._layout.constants)]
        odd = self._odd(columns)
        if len(odd) * 2 > len(rows):
            return self._row_by_row.read_many(rows)
        facts = self._facts(columns, len(rows))
        if not odd:
            return facts, {}
        places = sorted(odd)
        others, problems = self._row_by_row.read_many([rows[place] for place in places], places)
        return facts.only(place not in odd for place in range(len(rows))).merged(others), problems

    def _odd(self, columns: list[list[Cell]]) -> set[int]:
        """The places of rows with a cell that is bad, says more than its column asks for, or is kept as text only."""
        odd = {
            place
            for column, found in zip(self._layout.columns, columns, strict=False)
            if column.any_odd
            for place, cell in enumerate(found)
            if cell[3] or cell[6] is not None or cell[7]
        }
        names = columns[self._layout.at[Field.ORGANIZATION]]
        odd.update(place for place, cell in enumerate(names) if cell[0] is None)
        if not self._layout.plan.kind:  # a row that does not say what happened
            kinds, closed = (columns[self._layout.at[field]] for field in (Field.KIND, Field.CLOSURE_FLAG))
            odd.update(
                place for place, both in enumerate(zip(kinds, closed, strict=True)) if not (both[0][0] or both[1][0])
            )
        if Field.COUNT_EARLIER in self._layout.has:
            pairs = zip(*(columns[self._layout.at[field]] for field in (Field.COUNT_EARLIER, Field.COUNT)), strict=True)
            odd.update(
                place for place, (earlier, now) in enumerate(pairs) if earlier[0] is not None and earlier[2] != now[2]
            )
        return odd

    def _facts(self, columns: list[list[Cell]], count: int) -> Facts:
        """One fact for every row."""

        def at(field: Field) -> list[Cell]:
            return columns[self._layout.at[field]]

        def values(field: Field) -> list[Any]:
            return list(map(_value, at(field))) if field in self._layout.has else [None] * count

        kinds = [kind or self._layout.plan.kind for kind in values(Field.KIND)]
        if Field.CLOSURE_FLAG in self._layout.has:
            closed = values(Field.CLOSURE_FLAG)
            kinds = ["site_closure" if closure else kind for closure, kind in zip(closed, kinds, strict=True)]
        percent = Field.PERCENT_FRACTION if Field.PERCENT_FRACTION in self._layout.has else Field.PERCENT
        fields = {group: percent if group == "percent" else GROUP_FIELDS[group] for group in self._layout.groups}
        nothing = [NO_QUANTITY] * count
        groups = {group: at(field) if field in self._layout.has else nothing for group, field in fields.items()}
        mapped = [cells for group, cells in groups.items() if fields[group] in self._layout.has]
        of: list[list[Value]] = [[None] * count] if self._layout.together else []
        bounds = [cell[5] for cell in self._counting(columns)]
        sources = self._sources(columns, count)
        keyed = [*(columns[place] for place in self._layout.name_at), *mapped]
        status = self._layout.plan.status.value
        return Facts(
            places=range(count),
            kinds=kinds,
            organizations=values(Field.ORGANIZATION),
            counterparties=values(Field.COUNTERPARTY),
            categories=values(Field.CATEGORY),
            references=values(Field.REFERENCE),
            populations=values(Field.POPULATION),
            statuses=[
                found or said or status
                for found, said in zip(values(Field.STATUS), self._said(columns, 1), strict=True)
            ],
            earliest=[first for first, _ in bounds],
            latest=[last for _, last in bounds],
            values=[*(column for cells in groups.values() for column in _in_columns(cells)), *of],
            texts=self._texts(columns, count),
            sources=sources,
            keys=list(map("\x1f".join, zip(kinds, *(map(_key, cells) for cells in keyed), strict=True))),
            client_only=[False] * count,
            follows=[Follows.NOTHING] * count,
            external_ids=values(Field.EXTERNAL_ID),
        )

    def _said(self, columns: list[list[Cell]], place: int) -> Iterable[Any]:
        """What cells of kinds say beside the kind: at 1 a status, at 2 a tag."""
        if self._layout.says_at is None:
            return repeat(None, len(columns[0]))
        return [cell[1][place] for cell in columns[self._layout.says_at]]

    def _texts(self, columns: list[list[Cell]], count: int) -> list[list[str | None]]:
        """The texts of all facts, a list per column."""

        def texts(places: Iterable[int]) -> list[list[Any]]:
            return [list(map(_value, map(_columns, columns[place]))) for place in places]

        found = texts(self._layout.text_at)
        if self._layout.tags:
            tags = list(self._said(columns, 2))
            if Field.TAGS not in self._layout.has:
                found.append(tags)
            elif any(tags):
                place = self._layout.text_columns.index(Field.TAGS.value)
                found[place] = list(map(with_tag, found[place], tags))
        return [*found, [None] * count] if self._layout.notes_added else found

    def _counting(self, columns: list[list[Cell]]) -> list[Cell]:
        """The cell of the date that counts: effective, else announced."""
        announced = columns[self._layout.at[Field.ANNOUNCED]]
        if Field.EFFECTIVE not in self._layout.has:
            return announced
        effective = columns[self._layout.at[Field.EFFECTIVE]]
        return [first if first[0] is not None else second for first, second in zip(effective, announced, strict=True)]

    def _sources(self, columns: list[list[Cell]], count: int) -> list[SourceKey | None]:
        if not self._layout.has_source:
            return [None] * count

        def texts(field: Field) -> list[Any]:
            if field not in self._layout.has:
                return [""] * count
            return [cell[0] or "" for cell in columns[self._layout.at[field]]]

        def dates(field: Field) -> Any:
            return map(_columns, columns[self._layout.at[field]]) if field in self._layout.has else repeat(NEVER, count)

        titles = texts(Field.SOURCE_TITLE)
        urls = [""] * count
        if Field.SOURCE_URL in self._layout.has:
            addresses = list(map(_columns, columns[self._layout.at[Field.SOURCE_URL]]))
            urls = list(map(_value, addresses))
            titles = [title or address[1] for title, address in zip(titles, addresses, strict=True)]
        parts = zip(
            urls, texts(Field.SOURCE_PUBLISHER), titles,
            dates(Field.SOURCE_PUBLISHED), dates(Field.SOURCE_ACCESSED), strict=True,
        )  # fmt: skip
        return [key if key[0] or key[1] or key[2] else None for key in map(SourceKey._make, parts)]


def _in_columns(cells: list[Cell]) -> list[list[Value]]:
    """The columns in which the parsed cells of one date or quantity stand."""
    return list(map(list, zip(*map(_columns, cells), strict=True)))
