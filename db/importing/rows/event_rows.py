"""A row that is an event: with one claim, or with a figure and the one it corrects, or with the parts of a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from db.importing.cells.cell import NO_QUANTITY, Cell, PartCell
from db.importing.cells.together import together
from db.importing.facts import CellProblem, Fact, Follows
from db.importing.fields import Field
from db.importing.rows.fact_maker import FactMaker
from db.importing.rows.layout import DATE_NAMES, QUANTITY_FIELDS, Cells, Layout
from db.model.values import ImpreciseDate, Quantity

#: What the whole says and its parts do not say again.
_OF_THE_WHOLE = ("percent", "base", "amount")


class _Said(NamedTuple):
    """What one claim of a row says: its dates and its sizes by their groups, and what the percentage is of."""

    dates: dict[str, Cell]
    sizes: dict[str, Cell]
    of: str | None


class EventRows:
    """Reads rows of which each is an event."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._make = FactMaker(layout)

    def facts(self, line: int, row: Cells, problems: list[CellProblem]) -> Iterator[Fact]:
        """One event, whatever it lacks but the name of its organization: its claims, and its parts behind them."""
        if row[self._layout.at[Field.ORGANIZATION]][0] is None:
            problems.append(self._make.missing(line, Field.ORGANIZATION, "cell.name_missing", "name"))
            return
        kind = row[self._layout.at[Field.KIND]].value or row[self._layout.at[Field.CLOSURE_FLAG]].value
        if not kind and not self._layout.plan.kind:
            problems.append(self._make.missing(line, Field.KIND, "cell.kind_missing", "kind"))
            return
        own = {group: self._make.quantity(row, group) for group in self._layout.groups if group not in DATE_NAMES}
        if Field.COUNT_EARLIER in self._layout.has:
            own["count"] = _latest(own["count"], row[self._layout.at[Field.COUNT_EARLIER]])
        for group, cell in own.items():
            if cell.bad:
                problems.append(CellProblem(line, group, None, cell.key, cell.bad, cell.expected))
        dates = {group: row[self._layout.at[DATE_NAMES[group]]] for group in self._layout.groups if group in DATE_NAMES}
        said = self._together(dates, own)
        keys = self._keys(dates, own)
        before = self._before(row, said)
        moved = {group: cell.more.before for group, cell in dates.items() if cell.more and cell.more.before}
        follows = Follows.NOTHING
        if before is not None or moved:
            told = {} if before is None else {"count": before}
            earlier = said._replace(dates={**dates, **moved}, sizes={**said.sizes, **told})
            yield self._fact(row, earlier, self._keys(earlier.dates, {**own, **told}), follows)
            follows = Follows.AMENDS
        parts = self._parts(said)
        yield self._fact(row, said, keys, follows)
        for number, part in enumerate(parts, 1):
            alone = _alone(said, part)
            yield self._fact(row, alone, [*keys, f"part {number}", *self._keys(alone.dates, alone.sizes)], Follows.PART)

    def _together(self, dates: dict[str, Cell], own: dict[str, Cell]) -> _Said:
        """The cells of a row with what they say of each other."""
        if not self._layout.together:
            return _Said(dates, own, None)
        count, percent, base, of = together(own["count"], own["percent"], own["base"])
        return _Said(dates, {**own, "count": count, "percent": percent, "base": base}, of)

    def _before(self, row: Cells, said: _Said) -> Cell | None:
        """The count that the present one takes the place of, from its own cell or from a column of earlier ones."""
        now = said.sizes.get("count", NO_QUANTITY)
        if now.more is not None and now.more.before is not None:
            return now.more.before
        earlier = row[self._layout.at[Field.COUNT_EARLIER]]
        if not isinstance(earlier.value, Quantity) or not earlier.value.known or earlier.key == now.key:
            return None
        return earlier

    def _parts(self, said: _Said) -> list[PartCell]:
        """The parts of the event: those that its days name with their numbers, else those of its count.

        Where there are as many days as counts, each is the day of its count.
        """
        dated = next((cell.more.parts for cell in said.dates.values() if cell.more is not None and cell.more.parts), ())
        count = said.sizes.get("count", NO_QUANTITY)
        counted = count.more.parts if count.more is not None else ()
        if any(part.heads is not None for part in dated):
            return list(dated)
        if counted and len(dated) == len(counted):
            return [part._replace(when=day.when) for part, day in zip(counted, dated, strict=True)]
        return list(counted)

    def _keys(self, dates: dict[str, Cell], sizes: dict[str, Cell]) -> list[str]:
        mapped = self._layout.has
        told = [cell.key for group, cell in sizes.items() if mapped.intersection(QUANTITY_FIELDS[group])]
        return [*(cell.key for cell in dates.values()), *told]

    def _fact(self, row: Cells, said: _Said, keys: list[str], follows: Follows) -> Fact:
        at = self._layout.at
        kind: str = row[at[Field.KIND]].value or self._layout.plan.kind  # type: ignore[assignment]
        if row[at[Field.CLOSURE_FLAG]].value:
            kind = "site_closure"
        values: list[str | float | None] = []
        for cell in said.dates.values():
            values += cell.columns
        for group, cell in said.sizes.items():
            values += cell.columns
            if group == "amount":
                values.append(self._make.currency(row, cell))
        if self._layout.together:
            values.append(said.of)
        counting = [said.dates[name].value for name in ("effective", "announced") if name in said.dates]
        when = next((value for value in counting if isinstance(value, ImpreciseDate)), None)
        return self._make.fact(
            row, kind, row[at[Field.ORGANIZATION]].value, row[at[Field.COUNTERPARTY]].value, tuple(values), keys, when,
            follows=follows,
        )  # fmt: skip


def _latest(now: Cell, earlier: Cell) -> Cell:
    """The later of two counts; one that is blank or 0 was never given, where there is an earlier one."""
    unsaid = not isinstance(now.value, Quantity) or now.value.best == 0 or not now.value.known
    return earlier if unsaid and isinstance(earlier.value, Quantity) and not now.bad else now


def _alone(said: _Said, part: PartCell) -> _Said:
    """What one part says: its own number, its own day where it has one, and no percentage of the whole."""
    sizes = {group: NO_QUANTITY if group in _OF_THE_WHOLE else cell for group, cell in said.sizes.items()}
    dates = dict(said.dates)
    if "count" in sizes:
        sizes["count"] = part.heads or NO_QUANTITY
    if part.when is not None:
        group = next((group for group, cell in dates.items() if cell.more is not None and cell.more.parts), "effective")
        if group in dates:
            dates[group] = part.when
    return _Said(dates, sizes, None)


__all__ = ["EventRows"]
