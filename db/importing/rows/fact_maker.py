"""What the shapes of rows share: parts of a row as a fact wants them, and the fact itself."""

from __future__ import annotations

from db.importing.cells.cell import NO_QUANTITY, Cell, quantity_cell
from db.importing.cells.kind_words import beside_kind
from db.importing.facts import CellProblem, Fact, Follows, SourceKey
from db.importing.fields import Field
from db.importing.rows.layout import ENDS, NEVER, QUANTITY_FIELDS, SOURCE, Cells, Layout
from db.model.values import ImpreciseDate, Quantity
from db.reading.quantities import ParsedQuantity


def _ordered(value: Quantity) -> bool:
    ends = [end for end in (value.low, value.best, value.high) if end is not None]
    return ends == sorted(ends)


class FactMaker:
    """Makes facts from the parsed cells of rows that stand as a layout says."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def fact(
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
        follows: Follows = Follows.NOTHING,
    ) -> Fact:
        """One fact of a row: what all shapes read alike is taken from the row, the rest is given.

        ``values`` and their ``keys``: those of the layout's groups, in their order. ``counting``: the date that counts.
        """
        at = self._layout.at
        texts: tuple[str | None, ...] = tuple([row[i][1][0] for i in self._layout.text_at])  # type: ignore[misc]
        said = tag = None
        if self._layout.says_at is not None:
            _kind, said, tag = row[self._layout.says_at][1]
        if self._layout.tags:
            if Field.TEMPORARY_FLAG in self._layout.has:
                tag = row[at[Field.TEMPORARY_FLAG]][1][2] or tag
            texts = self._tagged(texts, tag)  # type: ignore[arg-type]
        named = row[at[Field.ORGANIZATION]][6]
        if named is not None:
            said = said or beside_kind(named.aside)[0]
        if self._layout.notes_added or named is not None:
            texts = self._layout.with_aside(texts, None if named is None else named.aside)
        source = self._source(row) if self._layout.has_source else None
        earliest, latest = (counting.earliest, counting.latest) if counting is not None else (None, None)
        return Fact(
            kind,
            organization,  # type: ignore[arg-type]
            counterparty,  # type: ignore[arg-type]
            row[at[Field.CATEGORY]].value,  # type: ignore[arg-type]
            row[at[Field.REFERENCE]].value,  # type: ignore[arg-type]
            row[at[Field.POPULATION]].value,  # type: ignore[arg-type]
            row[at[Field.STATUS]].value or said or self._layout.plan.status.value,  # type: ignore[arg-type]
            earliest.isoformat() if earliest else None,
            latest.isoformat() if latest else None,
            values,
            texts,
            source,
            "\x1f".join([kind, *[row[i][2] for i in self._layout.name_at], *keys]),
            client_only,
            follows,
            row[at[Field.EXTERNAL_ID]].value,  # type: ignore[arg-type]
        )

    def quantity(self, row: Cells, group: str) -> Cell:
        """The cell of a quantity, from its own column or from those of its two ends."""
        single = NO_QUANTITY
        ends: dict[bool, Quantity] = {}
        for field in QUANTITY_FIELDS[group]:
            if field not in self._layout.has:
                continue
            found = row[self._layout.at[field]]
            if field not in ENDS:
                single = found
            elif isinstance(found.value, Quantity):
                ends[ENDS[field]] = found.value
        if not ends:
            return single
        middle = single.value if isinstance(single.value, Quantity) else Quantity()
        low, high = ends.get(False, middle), ends.get(True, middle)
        words = " – ".join(dict.fromkeys(one.words for one in (low, middle, high) if one.words))
        value = Quantity(low.low, middle.best, high.high, words)
        if value.best is None and value.low == value.high:
            value = Quantity(value.low, value.low, value.high, words)
        if not _ordered(value):
            return NO_QUANTITY._replace(bad="number.reversed_range", expected=group, key=words)
        return quantity_cell(value)._replace(more=single.more)

    def currency(self, row: Cells, amount: Cell) -> str | None:
        """The currency of an amount: that of its own column, else the one beside the number, else the header's."""
        column: str | None = row[self._layout.at[Field.CURRENCY]].value  # type: ignore[assignment]
        if column:
            return column
        beside = amount.value.currency if isinstance(amount.value, ParsedQuantity) else ""
        stated = self._layout.currency if any(end is not None for end in amount.columns[:3]) else ""
        return beside or stated or None

    def date(self, row: Cells, field: Field) -> ImpreciseDate | None:
        """The date that a row has for a field."""
        value = row[self._layout.at[field]].value
        return value if isinstance(value, ImpreciseDate) else None

    def missing(self, line: int, field: Field, code: str, expected: str) -> CellProblem:
        """The problem of a row that lacks what a field should say; at its column, where there is one."""
        if field not in self._layout.has:
            return CellProblem(line, "", None, "", code, expected)
        index = self._layout.columns[self._layout.at[field]].index
        return CellProblem(line, self._layout.header[index], index, "", code, expected)

    def _source(self, row: Cells) -> SourceKey | None:
        url, publisher, title, published, accessed = [row[self._layout.at[field]] for field in SOURCE]
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

    def _tagged(self, texts: tuple[str | None, ...], tag: str | None) -> tuple[str | None, ...]:
        if Field.TAGS not in self._layout.has:
            return (*texts, tag)
        place = self._layout.text_columns.index(Field.TAGS.value)
        return (*texts[:place], with_tag(texts[place], tag), *texts[place + 1 :])


def with_tag(tags: str | None, tag: str | None) -> str | None:
    """Some tags and one more, if there is one."""
    return f"{tags}, {tag}" if tags and tag else tag or tags
