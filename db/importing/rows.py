"""From the cells of rows to facts: what happened to whom, when, how much, and who says so. Or to problems."""

from __future__ import annotations

from itertools import repeat
from operator import itemgetter
from typing import Any

from db.importing.cells import NO_TEXT, Cell
from db.importing.columns import Field, Shape
from db.importing.facts import CellProblem, Fact, Facts, SourceKey, Value
from db.importing.layout import GROUP_FIELDS, NEVER
from db.importing.reader import Row
from db.importing.shapes import RowByRow

#: The problems of rows by their places in a batch.
Problems = dict[int, list[CellProblem]]

# The fields of a cell, of many cells: cell[0] reads faster than cell.value.
_value, _columns, _key = itemgetter(0), itemgetter(1), itemgetter(2)


class Interpreter(RowByRow):
    """Reads the rows of one file under one plan."""

    def read_many(self, rows: list[Row]) -> tuple[Facts, Problems]:
        """What :meth:`read` gives, for many rows: events column by column, which is several times as fast."""
        if self._plan.shape is not Shape.EVENTS or not self._simple or not rows:
            return self._one_by_one(rows)
        texts = list(zip(*map(itemgetter(1), rows), strict=True))
        columns = [column.read(texts[column.index]) for column in self._columns]
        bad = {
            place
            for column, found in zip(self._columns, columns, strict=True)
            if column.any_bad
            for place, cell in enumerate(found)
            if cell[3]
        }
        columns.append([NO_TEXT] * len(rows))
        names = columns[self._at[Field.ORGANIZATION]]
        bad.update(place for place, cell in enumerate(names) if cell[0] is None)
        facts = self._facts(columns, len(rows))
        if not bad:
            return facts, {}
        problems = {place: self.read(*rows[place])[1] for place in sorted(bad)}
        return facts.only(place not in bad for place in range(len(rows))), problems

    def meanings(self, cells: list[str]) -> list[object]:
        """What every cell of a row was understood as, for looking at; None: nothing, or not used."""
        found: list[object] = [None] * len(cells)
        for column, cell in zip(self._columns, self._parsed(cells), strict=False):
            found[column.index] = cell.value
        return found

    def _one_by_one(self, rows: list[Row]) -> tuple[Facts, Problems]:
        facts: list[Fact] = []
        places: list[int] = []
        problems: Problems = {}
        for place, (line, cells) in enumerate(rows):
            found, wrong = self.read(line, cells)
            if wrong:
                problems[place] = wrong
            facts += found
            places += [place] * len(found)
        widths = {"values": len(self.value_columns), "texts": len(self.text_columns)}
        return Facts.of(facts, places, **widths), problems

    def _facts(self, columns: list[list[Cell]], count: int) -> Facts:
        """One fact for every row."""

        def at(field: Field) -> list[Cell]:
            return columns[self._at[field]]

        def values(field: Field) -> list[Any]:
            return list(map(_value, at(field))) if field in self._has else [None] * count

        kinds = [kind or self._plan.kind for kind in values(Field.KIND)]
        if Field.CLOSURE_FLAG in self._has:
            closed = values(Field.CLOSURE_FLAG)
            kinds = ["site_closure" if closure else kind for closure, kind in zip(closed, kinds, strict=True)]
        percent = Field.PERCENT_FRACTION if Field.PERCENT_FRACTION in self._has else Field.PERCENT
        groups = [at(percent if group == "percent" else GROUP_FIELDS[group]) for group in self._groups]
        bounds = [cell[5] for cell in self._counting(columns)]
        sources = self._sources(columns, count)
        keyed = [*(columns[place] for place in self._name_fields), *groups]
        marks = [source[0] or source[2] if source else "" for source in sources]
        status = self._plan.status.value
        return Facts(
            places=range(count),
            kinds=kinds,
            organizations=values(Field.ORGANIZATION),
            counterparties=values(Field.COUNTERPARTY),
            categories=values(Field.CATEGORY),
            populations=values(Field.POPULATION),
            statuses=[found or status for found in values(Field.STATUS)],
            earliest=[first for first, _ in bounds],
            latest=[last for _, last in bounds],
            values=[column for cells in groups for column in _in_columns(cells)],
            texts=[list(map(_value, map(_columns, columns[place]))) for place in self._text_at],
            sources=sources,
            keys=list(map("\x1f".join, zip(kinds, marks, *(map(_key, cells) for cells in keyed), strict=True))),
            client_only=[False] * count,
        )

    def _counting(self, columns: list[list[Cell]]) -> list[Cell]:
        """The cell of the date that counts: effective, else announced."""
        announced = columns[self._at[Field.ANNOUNCED]]
        if Field.EFFECTIVE not in self._has:
            return announced
        effective = columns[self._at[Field.EFFECTIVE]]
        return [first if first[0] is not None else second for first, second in zip(effective, announced, strict=True)]

    def _sources(self, columns: list[list[Cell]], count: int) -> list[SourceKey | None]:
        if not self._has_source:
            return [None] * count

        def texts(field: Field) -> list[Any]:
            if field not in self._has:
                return [""] * count
            return [cell[0] or "" for cell in columns[self._at[field]]]

        def dates(field: Field) -> Any:
            return map(_columns, columns[self._at[field]]) if field in self._has else repeat(NEVER, count)

        titles = texts(Field.SOURCE_TITLE)
        urls = [""] * count
        if Field.SOURCE_URL in self._has:
            addresses = list(map(_columns, columns[self._at[Field.SOURCE_URL]]))
            urls = list(map(_value, addresses))
            titles = [title or address[1] for title, address in zip(titles, addresses, strict=True)]
        parts = zip(
            urls, texts(Field.SOURCE_PUBLISHER), titles,
            dates(Field.SOURCE_PUBLISHED), dates(Field.SOURCE_ACCESSED), strict=True,
        )  # fmt: skip
        return [key if key[0] or key[1] or key[2] else None for key in map(SourceKey._make, parts)]


def _in_columns(cells: list[Cell]) -> list[list[Value]]:
    """The columns in which the parsed cells of one date or quantity stand."""
    parts = list(map(_columns, cells))
    return [list(map(itemgetter(place), parts)) for place in range(len(parts[0]))]


__all__ = ["CellProblem", "Fact", "Facts", "Interpreter", "Problems", "SourceKey"]
