"""What a question is answered with: cells, the period and group that each is of, and what is not computable.

Without numpy: whoever shows an answer needs no more than this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from db.model.ids import EventId, OrganizationId

#: What a column of a question's own holds.
Extra = str | int | float | bool | date | None


class Per(StrEnum):
    """How long the periods of a figure are."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """The days [first, last], both within; None: open. ``code`` names it: 2025-07, 2025-Q3, 2025, or its days.

    ``incomplete``: it is not over by the as-known-on day, or the scope holds only a part of it.
    """

    first: date | None
    last: date | None
    code: str
    incomplete: bool = False


class Behind:
    """The ids of the events behind a cell, looked for when they are asked for.

    ``placed``: those that the number of events and the best sum hold. ``possible``: those besides that may lie in the
    cell's period and are placed in another; they are only in the high end.
    """

    __slots__ = ("_find",)

    def __init__(self, find: Callable[[], tuple[Sequence[int], Sequence[int]]]) -> None:
        self._find = find

    @classmethod
    def of(cls, event_ids: Sequence[EventId]) -> Behind:
        """Of events that are known already."""
        return cls(lambda: (event_ids, ()))

    @property
    def placed(self) -> tuple[EventId, ...]:
        """In the order of their ids."""
        return tuple(EventId(one) for one in self._find()[0])

    @property
    def possible(self) -> tuple[EventId, ...]:
        """In the order of their ids."""
        return tuple(EventId(one) for one in self._find()[1])


NOBODY = Behind.of(())


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something cannot be answered: a code that the face words, and its values."""

    code: str
    values: Mapping[str, Extra] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cell:
    """One figure: ``events`` are behind it, ``without_count`` of them without a number.

    ``low``, ``best``, ``high`` None: not known, never 0; ``high`` None beside a ``low``: open. low <= best <= high.
    ``group`` is a code or a name (empty: not stated), ``organization_id`` whose it is where that is one. ``extra`` has
    the columns that only this question has. ``refused``: why there is no figure.
    """

    period: Period | None = None
    group: str = ""
    organization_id: OrganizationId | None = None
    events: int = 0
    without_count: int = 0
    low: float | None = None
    best: float | None = None
    high: float | None = None
    extra: Mapping[str, Extra] = field(default_factory=dict)
    behind: Behind = NOBODY
    refused: Refusal | None = None

    def column(self, name: str) -> Extra:
        """The value of a column, by the name that a file gives it."""
        match name:
            case "period":
                return self.period.code if self.period is not None else ""
            case "refused":
                return self.refused.code if self.refused is not None else ""
            case "group" | "events" | "without_count" | "low" | "best" | "high":
                value: Extra = getattr(self, name)
                return value
            case _:
                return self.extra.get(name)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """The answer to a question: its cells, and how they came about.

    ``formula``: a code that the face words. ``inputs``: what was put in, by name. ``refusals``: what was not computable
    at all; a cell has its own.
    """

    question: str
    formula: str
    columns: tuple[str, ...]
    cells: tuple[Cell, ...]
    inputs: Mapping[str, Extra] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()

    def remarked(self, *refusals: Refusal) -> Answer:
        """The same answer, with what of it cannot be worked out, or says little."""
        return replace(self, refusals=(*self.refusals, *refusals))

    def rows(self) -> list[tuple[Extra, ...]]:
        """The cells as rows of :attr:`columns`."""
        return [tuple(cell.column(name) for name in self.columns) for cell in self.cells]


# Periods -----------------------------------------------------------------------------------------------------------


def periods(per: Per | None, first: date | None, last: date | None, *, as_of: date) -> tuple[Period, ...]:
    """The periods that cover [first, last], the outer ones cut to it; one whole period without ``per``.

    With ``per`` both days have to be there. In order, without gaps.
    """
    if per is None:
        return (Period(first, last, _days(first, last), last is not None and last > as_of),)
    assert first is not None
    assert last is not None
    found = []
    day = first
    while day <= last:
        begin, end = bounds(per, day)
        found.append(
            Period(max(begin, first), min(end, last), code(per, begin), begin < first or end > last or end > as_of)
        )
        if end == date.max:
            break
        day = end + timedelta(days=1)
    return tuple(found)


def bounds(per: Per, day: date) -> tuple[date, date]:
    """The first and the last day of the month, quarter or year that a day is in."""
    if per is Per.YEAR:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    length = 1 if per is Per.MONTH else 3
    month = (day.month - 1) // length * length + 1
    following = month + length
    if following > 12:
        return date(day.year, month, 1), date(day.year, 12, 31)
    return date(day.year, month, 1), date(day.year, following, 1) - timedelta(days=1)


def code(per: Per, day: date) -> str:
    """What a period is called that begins on a day."""
    match per:
        case Per.YEAR:
            return f"{day.year:04}"
        case Per.QUARTER:
            return f"{day.year:04}-Q{(day.month + 2) // 3}"
        case Per.MONTH:
            return f"{day.year:04}-{day.month:02}"


def _days(first: date | None, last: date | None) -> str:
    if first is None and last is None:
        return ""
    return f"{first.isoformat() if first else '..'}/{last.isoformat() if last else '..'}"
