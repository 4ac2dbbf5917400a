"""When a backup is due and which are let go of. Pure: numbers and moments in, a decision out.

Backups are counted, and the number says which is newer: a clock may jump by years in either direction. What a clock
says decides only how far apart backups lie.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

#: No work is older than this without a backup.
WITHIN_SECONDS = 600
#: Begun so much earlier: copying and checking a large ledger takes its time.
_EARLIER_SECONDS = 90
#: After a failure it is tried again, first after so long, then after twice as long, and so on up to the limit above.
_AGAIN_SECONDS = 60

#: All backups of so long are kept,
RECENT = timedelta(days=2)
#: then one a day, a week and a month, so many of each;
DAYS, WEEKS, MONTHS = 12, 10, 9
#: and the newest, whatever a clock or the space says.
ALWAYS = 3
#: Bytes of all backups of one ledger together.
LIMIT = 1_000_000_000


class Made(Protocol):
    """What the rule knows of a backup: its number (a newer one has a higher one), its moment, and its bytes."""

    @property
    def number(self) -> int:
        """Counted up."""

    @property
    def made(self) -> datetime:
        """By the clock of the machine, with a zone."""

    @property
    def size(self) -> int:
        """Bytes on the disk."""


B = TypeVar("B", bound=Made)


def seconds_until(*, unsaved: float, failures: int = 0) -> float:
    """How long a backup may still wait: ``unsaved`` seconds ago came the first change that is in none.

    After ``failures`` in a row it is the pause before the next try.
    """
    if failures:
        return float(min(_AGAIN_SECONDS * 2 ** min(failures - 1, 10), WITHIN_SECONDS))
    return max(0.0, WITHIN_SECONDS - _EARLIER_SECONDS - unsaved)


def superfluous(backups: Sequence[B], *, now: datetime, limit: int = LIMIT) -> list[B]:
    """Which of the backups of one ledger are let go of, the oldest first.

    Kept are the newest three, those of the last two days, and before these the newest of each of 12 days, 10 weeks and
    9 months that have any. Beyond ``limit`` bytes the recent ones go first, to one an hour and then one a day, and then
    the oldest. Asked again with what is kept, it lets go of nothing.
    """
    ordered = sorted(backups, key=lambda one: one.number, reverse=True)
    kept = _thinned(ordered, now)
    kept = _within(kept, limit)
    numbers = {one.number for one in kept}
    return [one for one in reversed(ordered) if one.number not in numbers]


def _thinned(ordered: Sequence[B], now: datetime) -> list[B]:
    """The newest first, as they are given."""
    stages: list[tuple[Callable[[Made], Hashable], int]] = [(_day, DAYS), (_week, WEEKS), (_month, MONTHS)]
    kept = list[B]()
    before: B | None = None  # the one that a stage has taken last
    taken = 0
    for place, one in enumerate(ordered):
        # A moment that lies ahead is that of a clock which was wrong; it is no more recent than any other.
        if place < ALWAYS or abs(now - one.made) < RECENT:
            kept.append(one)
            continue
        while stages and taken >= stages[0][1]:
            stages.pop(0)
            taken = 0
        if stages and (before is None or stages[0][0](before) != stages[0][0](one)):
            kept.append(one)
            before, taken = one, taken + 1
    return kept


def _within(kept: list[B], limit: int) -> list[B]:
    """The newest first, as they are given."""
    total = sum(one.size for one in kept)
    for period in (_hour, _day, _none):
        last: Hashable = object()
        doubled = list[B]()
        for place, one in enumerate(kept):
            if place >= ALWAYS and (period(one) == last or period is _none):
                doubled.append(one)
            last = period(one)
        for one in reversed(doubled):
            if total <= limit:
                return kept
            kept.remove(one)
            total -= one.size
    return kept


def _hour(one: Made) -> Hashable:
    return one.made.year, one.made.timetuple().tm_yday, one.made.hour


def _day(one: Made) -> Hashable:
    return one.made.date()


def _week(one: Made) -> Hashable:
    return one.made.isocalendar()[:2]


def _month(one: Made) -> Hashable:
    return one.made.year, one.made.month


def _none(_one: Made) -> Hashable:
    return None
