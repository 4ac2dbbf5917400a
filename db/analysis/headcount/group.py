"""The headcount of a group for which nobody reported one: what its members' headcounts add up to. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from db.analysis.series import HeadcountSeries, Level
from db.model.ids import OrganizationId
from db.model.intervals import total
from db.model.values import Basis, Population, Quantity


def summed(
    organization_id: OrganizationId, population: Population, parts: Sequence[HeadcountSeries], *, complete: bool
) -> HeadcountSeries | None:
    """The sum of the members' levels, from the first day on which all that have any have one; None without any.

    A member whose level nobody knows (there are changes, but no level) or, where not ``complete``, one that nothing
    at all is known of, adds at least nobody and at most any number: then the sum is "at least", without best. Gaps
    between the levels of members are theirs and not drawn for the group.
    """
    known = [part for part in parts if part.levels and not part.relative]
    if not known:
        return None
    closed = complete and not any(part.relative and part.levels for part in parts)
    start = max(part.levels[0].day for part in known)
    days = sorted({level.day for part in known for level in part.levels if level.day > start} | {start})
    marks = sorted(
        (mark for part in parts for mark in part.marks),
        key=lambda mark: (mark.date.earliest if mark.date and mark.date.earliest else date.max, mark.event_id),
    )
    return HeadcountSeries(
        organization_id=organization_id,
        population=population,
        levels=tuple(_level(day, start, known, closed=closed) for day in days),
        marks=tuple(marks),
        below_zero=tuple(sunk for part in parts for sunk in part.below_zero),
    )


def _level(day: date, start: date, known: Sequence[HeadcountSeries], *, closed: bool) -> Level:
    levels = [level for part in known if (level := part.at(day)) is not None]
    new = [level for level in levels if day in (level.day, start)]
    return Level(
        day=day,
        low=_sum(level.low or 0 for level in levels),  # a level is never below 0
        best=_sum(level.best for level in levels) if closed else None,
        high=_sum(level.high for level in levels) if closed else None,
        basis=_basis([level.basis for level in levels], [level.basis for level in new]),
        unexplained=_unexplained(level.unexplained for level in new if level.unexplained is not None),
        event_ids=tuple(dict.fromkeys(event_id for level in new for event_id in level.event_ids)),
    )


def _sum(ends: Iterable[float | None]) -> float | None:
    values = list(ends)
    return None if None in values else sum(value for value in values if value is not None)


def _basis(all_of: Sequence[Basis], new: Sequence[Basis]) -> Basis:
    """Reported only where every member's level is; what rests on an implied level stays so."""
    if set(all_of) == {Basis.REPORTED} and set(new) == {Basis.REPORTED}:
        return Basis.REPORTED
    return Basis.IMPLIED if Basis.IMPLIED in all_of else Basis.CHANGE


def _unexplained(sizes: Iterable[Quantity]) -> Quantity | None:
    found = list(sizes)
    return total(found) if found else None
