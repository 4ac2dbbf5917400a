"""The levels that count, as one chain: reported ones, bases that events state, and what count and percentage imply.

A level counts where no stronger one lies within 400 days of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from math import inf

from db.analysis.headcount.facts import Anchor, Apart, Aside, Change, Evidence, Strength, fractions
from db.analysis.headcount.meeting import NEAR_DAYS, Implied, Move, least_cost
from db.analysis.series import Exclusion
from db.model.intervals import add, at_least, quantity, subtract
from db.model.intervals import implied_base as quotient
from db.model.records import Event
from db.model.values import Quantity

_NOBODY = Quantity.exact(0.0)


def settle_levels(found: Evidence) -> None:
    """Put what events state and imply beside the reported headcounts, numbers and anchors in their order."""
    by_id = {event.id: event for event, _ in found.events}
    telling = [
        (change, by_id[change.event_id])
        for change in found.changes
        if found.excluded.get(change.event_id) is not Exclusion.PART
    ]
    reported = sorted(anchor.day for anchor in found.anchors)
    stated = [
        _before(change, event, base, Strength.STATED)
        for change, event in telling
        if (base := _stated(event)) is not None
    ]
    closing = [_closing(change, event) for change, event in telling if _closes(change, event)]
    implied = [
        _before(change, event, base, Strength.IMPLIED)
        for change, event in telling
        if (base := _implied(event)) is not None and _stated(event) is None and not _closes(change, event)
    ]
    stronger = sorted([*reported, *(anchor.day for anchor in stated)])
    found.anchors += [anchor for anchor in stated if _alone(anchor.day, reported)]
    implied = [anchor for anchor in implied if _alone(anchor.day, stronger)]
    found.anchors += _on_path(found, implied)
    told = {anchor.own for anchor in found.anchors}
    found.anchors += [anchor for anchor in closing if anchor.closes not in told]
    for change in found.changes:
        if change.number in told:
            change.told = True
            change.span = False  # count and base stand on either side of one moment
    _renumber(found)


def known_before(event: Event) -> Quantity | None:
    """The level before an event that it states or implies; None where it tells none."""
    stated = _stated(event)
    return _implied(event) if stated is None else stated


def _renumber(found: Evidence) -> None:
    found.changes = [change for change in found.changes if change.sign or change.told]
    numbers = {change.number: number for number, change in enumerate(found.changes)}
    for number, change in enumerate(found.changes):
        change.number = number
    for anchor in found.anchors:
        anchor.own = None if anchor.own is None else numbers[anchor.own]
        anchor.closes = None if anchor.closes is None else numbers[anchor.closes]
    found.anchors.sort(key=lambda anchor: (anchor.day, anchor.event.id))
    days = [change.first - 1 for change in found.changes] + [anchor.day for anchor in found.anchors]
    found.opening = min(days, default=None)


def _alone(day: int, stronger: Sequence[int]) -> bool:
    """Whether no stronger level lies near."""
    position = bisect_left(stronger, day)
    return all(abs(other - day) > NEAR_DAYS for other in stronger[max(position - 1, 0) : position + 1])


# What an event tells of the level ----------------------------------------------------------------------------------


def _stated(event: Event) -> Quantity | None:
    """The base that an event states of the organization as a whole."""
    base = event.values.base
    return base if base is not None and base.known and not event.values.percent_of else None


def _implied(event: Event) -> Quantity | None:
    """The level before an event that its count and percentage imply."""
    count, percent = event.values.count, event.values.percent
    if count is None or percent is None or not (count.known and percent.known) or event.values.percent_of:
        return None
    base = quotient(count, percent)
    return base if base.high is not None or (base.low or 0) > 0 else None


def _closes(change: Change, event: Event) -> bool:
    """Whether an event leaves nobody."""
    percent = event.values.percent
    return change.sign < 0 and percent is not None and percent.best == 100 and not event.values.percent_of


def _before(change: Change, event: Event, base: Quantity, strength: Strength) -> Anchor:
    stated = strength is Strength.STATED
    return Anchor(
        event=event,
        strength=strength,
        first=change.first - 1,
        day=change.middle - 1,
        last=change.last - 1,
        level=base,
        after=_less(event, base, change.sign) if stated else _remainder(event, base, change.sign),
        own=change.number,
        own_window=(change.first, change.last),
    )


def _closing(change: Change, event: Event) -> Anchor:
    return Anchor(
        event=event,
        first=change.first,
        day=change.middle,
        last=change.last,
        level=_NOBODY,
        after=_NOBODY,
        closes=change.number,
    )


def _less(event: Event, base: Quantity, sign: int) -> Quantity:
    """What an event leaves of a base that it states."""
    count, percent = event.values.count, event.values.percent
    if sign == 0:
        return base
    if count is not None and count.known:
        size = at_least(count, 0.0)
    elif percent is not None and percent.known:
        low, best, high = fractions(percent)
        middle = None if best is None or base.best is None else base.best * (1 + sign * best)
        ends = (low, high) if sign > 0 else (-high, -low)
        return quantity(
            (base.low or 0.0) * (1 + ends[0]), middle, None if base.high is None else base.high * (1 + ends[1])
        )
    else:
        size = Quantity(low=0.0)
    return add(base, size) if sign > 0 else at_least(subtract(base, size), 0.0)


def _remainder(event: Event, base: Quantity, sign: int) -> Quantity:
    """What the event leaves of its implied base: count * (1 - p) / p, as count and base are one unknown."""
    count, percent = event.values.count, event.values.percent
    assert count is not None
    assert percent is not None
    if sign == 0:
        return base
    low, _, high = fractions(percent)
    ends: list[float | None] = [None, None]
    lowest, highest = (count.low or 0.0), count.high
    ends[0] = lowest * (1 + sign * high) / high if high else None
    if highest is not None and low > 0:
        ends[1] = highest * (1 + sign * low) / low
    middle = None if base.best is None or count.best is None else base.best + sign * count.best
    if middle is not None:
        middle = max(middle, ends[0] or 0.0)
        middle = middle if ends[1] is None else min(middle, ends[1])
    return Quantity(max(ends[0] or 0.0, 0.0), middle, ends[1])


# Levels that do not meet -------------------------------------------------------------------------------------------


def _on_path(found: Evidence, implied: list[Anchor]) -> list[Anchor]:
    """Those on the path of least cost; what is set aside, and what does not meet, is noted."""
    implied.sort(key=lambda anchor: (anchor.day, anchor.event.id))
    if len(implied) < 2:
        return implied
    path = least_cost([_level(anchor) for anchor in implied], moves(found.changes))
    found.aside = [
        Aside(implied[number], implied[one], implied[other], quantity(low, None, high))
        for number, one, other, low, high in path.aside
    ]
    found.apart = [
        Apart(implied[one], implied[other], quantity(low, None, high), factor)
        for one, other, low, high, factor in path.misfits
    ]
    gone = {left_out.level for left_out in path.aside}
    return [anchor for number, anchor in enumerate(implied) if number not in gone]


def _level(anchor: Anchor) -> Implied:
    level, after = anchor.level, anchor.after
    return Implied(
        anchor.day,
        anchor.event.id,
        level.low or 0.0,
        level.best if level.best is not None else level.low or 0.0,
        inf if level.high is None else level.high,
        after.low or 0.0,
        inf if after.high is None else after.high,
    )


def moves(changes: Iterable[Change]) -> list[Move]:
    """The changes on their middle days, with those that come back."""
    found = []
    for change in changes:
        shared = change.share is not None
        low, high = (change.share[0], change.share[2]) if change.share is not None else (change.low, change.high)
        rank = 0 if change.sign > 0 else 1
        found.append(Move(change.middle, rank, change.event_id, change.sign, low, high, shared))
        if change.back is not None and not shared:
            again = max((change.back[0] + change.back[1]) // 2, change.middle)
            found.append(Move(again, 0, change.event_id, 1, low, high))
    return sorted(found)
