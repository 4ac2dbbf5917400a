"""What headcount reconstruction works with: changes and known levels as days and sizes.

Days are ordinals. A change takes effect at the end of its day; sizes are numbers of heads, shares are fractions
(0.14). ``inf`` stands for an open upper end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from math import inf

from db.analysis.series import Exclusion
from db.model.ids import EventId
from db.model.records import Event, EventKind
from db.model.values import Quantity

Window = tuple[int, int]


class Strength(IntEnum):
    """What a known level rests on: a weaker one counts only where no stronger one is near."""

    IMPLIED = 1  # by count and percentage of an event
    STATED = 2  # as the base of an event ("350 of 2,400")
    REPORTED = 3


@dataclass(slots=True, kw_only=True)
class Change:
    """A change of the level: somewhere within [first, last] (``span``: spread evenly over these days).

    ``low``..``high`` bound its size, ``best`` may be absent. With ``share`` (low, best, high) the size follows from
    the level before, and low, best and high are void. ``back``: the days on which it is undone again.
    """

    number: int
    event_id: EventId
    event_ids: tuple[EventId, ...]
    sign: int
    first: int
    middle: int
    last: int
    span: bool = False
    low: float = 0.0
    best: float | None = None
    high: float = inf
    share: tuple[float, float | None, float] | None = None
    back: Window | None = None
    told: bool = False  # a known level of its own stands on the day before it and says what it leaves


@dataclass(slots=True, kw_only=True)
class Anchor:
    """A known level at the end of a day within [first, last], best ``day``.

    An implied or stated one stands on the day before its event; ``after`` is what the event itself leaves of it.
    ``own`` is the number of that event's change, None for a reported headcount. ``closes``: the number of the change
    that leaves nobody, where the level is the 0 at the end of its day.
    """

    event: Event
    strength: Strength = Strength.REPORTED
    first: int
    day: int
    last: int
    level: Quantity
    after: Quantity
    own: int | None = None
    own_window: Window | None = None
    closes: int | None = None

    @property
    def implied(self) -> bool:
        """Whether count and percentage of an event imply it."""
        return self.strength is Strength.IMPLIED


@dataclass(frozen=True, slots=True)
class Apart:
    """Two neighboring implied levels that do not meet: what the changes make of the earlier one, and by what factor."""

    before: Anchor
    after: Anchor
    expected: Quantity
    factor: float


@dataclass(frozen=True, slots=True)
class Aside:
    """An implied level that fits neither neighbor: what the changes make of the earlier one, and the later one."""

    anchor: Anchor
    before: Anchor
    after: Anchor
    expected: Quantity


@dataclass(slots=True)
class Evidence:
    """All events of the population with what becomes of them."""

    events: list[tuple[Event, EventKind]] = field(default_factory=list)
    excluded: dict[EventId, Exclusion] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)  # the chain of levels that count
    aside: list[Aside] = field(default_factory=list)
    apart: list[Apart] = field(default_factory=list)
    opening: int | None = None  # the day on which the first level stands


def fractions(percent: Quantity) -> tuple[float, float | None, float]:
    """A percentage as low, best and high fraction; all is all, however it was rounded."""
    if percent.best == 100:
        return 1.0, 1.0, 1.0
    low = max((percent.low or 0.0) / 100, 0.0)
    high = 1.0 if percent.high is None else percent.high / 100
    return low, None if percent.best is None else percent.best / 100, max(high, low)
