"""What an import reads out of rows: facts, one by one or column by column, and problems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import compress
from typing import Any, NamedTuple

from db.importing.cells.cell import NO_DATE

Value = str | float | None


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that cannot be taken: where it is, what was found, what is wrong, and what would be right (codes)."""

    line: int
    column: str
    index: int | None
    found: str
    code: str
    expected: str


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is not part of the table: where it is, why (a code), and what it says."""

    line: int
    code: str
    found: str


#: The problems of rows by their places in a batch.
Problems = dict[int, list[CellProblem]]


class SourceKey(NamedTuple):
    """What a row says about its source; ``published`` and ``accessed`` as they stand in columns."""

    url: str
    publisher: str
    title: str
    published: tuple[Value, ...] = NO_DATE.columns
    accessed: tuple[Value, ...] = NO_DATE.columns


class Follows(StrEnum):
    """How a fact stands to the one before it in its row.

    ``amends``: a later claim on the same event, which supersedes the one before. ``part``: an event that is part of the
    last event of the row that is no part itself.
    """

    NOTHING = ""
    AMENDS = "amends"
    PART = "part"


class Fact(NamedTuple):
    """One claim, ready to be written, with the event that it is on: one of its own, unless it ``follows`` another.

    ``values`` and ``texts``: the columns of :attr:`Layout.value_columns` and ``text_columns`` in their order.
    ``client_only``: the organization is the client of a vendor without a name. ``key``: all that it says, whoever says
    it: two facts with one key are one. ``external_id``: the number that its source gives it.
    """

    kind: str
    organization: str
    counterparty: str | None
    category: str | None
    reference: str | None
    population: str | None
    status: str
    earliest: str | None
    latest: str | None
    values: tuple[Value, ...]
    texts: tuple[str | None, ...]
    source: SourceKey | None
    key: str
    client_only: bool = False
    follows: Follows = Follows.NOTHING
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a batch of rows, column by column: the fields of :class:`Fact`, each a list over all facts.

    ``places``: the row of the batch that each comes from, ascending. ``values`` and ``texts`` have a list per column.
    """

    places: Sequence[int]
    kinds: list[str]
    organizations: list[str]
    counterparties: list[str | None]
    categories: list[str | None]
    references: list[str | None]
    populations: list[str | None]
    statuses: list[str]
    earliest: list[str | None]
    latest: list[str | None]
    values: list[list[Value]]
    texts: list[list[str | None]]
    sources: list[SourceKey | None]
    keys: list[str]
    client_only: list[bool]
    follows: list[Follows]
    external_ids: list[str | None]

    @classmethod
    def of(cls, facts: Sequence[Fact], places: Sequence[int], *, values: int, texts: int) -> Facts:
        """Facts that were read one by one; ``values`` and ``texts``: how many columns they have of each."""
        columns: list[Any] = list(map(list, zip(*facts, strict=True))) or [[] for _ in Fact._fields]
        for name, width in (("values", values), ("texts", texts)):
            at = Fact._fields.index(name)
            columns[at] = list(map(list, zip(*columns[at], strict=True))) or [[] for _ in range(width)]
        return cls(places, *columns)

    def only(self, chosen: Iterable[object]) -> Facts:
        """The facts at which ``chosen`` is true."""
        mask = list(chosen)
        if all(mask):
            return self
        parts: list[Any] = []
        for field in fields(self):
            part = getattr(self, field.name)
            nested = field.name in {"values", "texts"}
            parts.append([list(compress(one, mask)) for one in part] if nested else list(compress(part, mask)))
        return Facts(*parts)

    def merged(self, others: Facts) -> Facts:
        """These and others of the same batch, in the order of their rows; both have the same columns."""
        if not others:
            return self
        places = [*self.places, *others.places]
        order = sorted(range(len(places)), key=places.__getitem__)

        def placed(mine: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
            both = [*mine, *theirs]
            return [both[one] for one in order]

        parts: list[Any] = []
        for field in fields(self):
            mine, theirs = getattr(self, field.name), getattr(others, field.name)
            nested = field.name in {"values", "texts"}
            pairs = zip(mine, theirs, strict=True) if nested else ()
            parts.append([placed(*pair) for pair in pairs] if nested else placed(mine, theirs))
        return Facts(*parts)

    def __len__(self) -> int:
        return len(self.keys)


class Standing(NamedTuple):
    """Which facts stand for their events, being the last claim on them, and which events those are.

    ``last``: for each fact, whether no other one amends it. ``events``: for each fact the number of its event, counted
    from 0. ``wholes``: for each event the number of the one that it is part of, or None.
    """

    last: list[bool]
    events: list[int]
    wholes: list[int | None]

    @classmethod
    def of(cls, facts: Facts) -> Standing:
        """What stands among facts of which some follow others; one whose row begins with it follows nothing."""
        events: list[int] = []
        wholes: list[int | None] = []
        row, whole = -1, 0
        for place, follows in zip(facts.places, facts.follows, strict=True):
            first, row = place != row, place
            if first or follows is not Follows.AMENDS:
                part = follows is Follows.PART and not first
                wholes.append(whole if part else None)
                whole = whole if part else len(wholes) - 1
            events.append(len(wholes) - 1)
        return cls([here != after for here, after in zip(events, [*events[1:], -1], strict=True)], events, wholes)


__all__ = ["CellProblem", "Fact", "Facts", "Follows", "Problems", "SkippedRow", "SourceKey", "Standing"]
