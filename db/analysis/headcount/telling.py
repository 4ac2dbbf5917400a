"""What a reconstruction tells of its own doubts: levels that do not meet, and what stood just before an event."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from math import inf

from db.analysis.headcount.band import Sweep
from db.analysis.headcount.facts import Anchor, Change, Evidence, Strength
from db.analysis.headcount.meeting import NEAR_DAYS
from db.analysis.headcount.tally import Size
from db.analysis.series import ImpliedLevel, LevelBefore, LevelsApart, SetAside
from db.model.days import day_of
from db.model.records import Event
from db.model.values import Quantity

_DIGITS = 6


def apart(evidence: Evidence) -> Iterator[LevelsApart]:
    """Neighboring implied levels that differ by too much."""
    for one in evidence.apart:
        yield LevelsApart(
            before_id=one.before.event.id,
            implied=_implied(one.after),
            expected=rounded(one.expected),
            factor=one.factor,
        )


def aside(evidence: Evidence) -> Iterator[SetAside]:
    """Implied levels that fit neither neighbor."""
    for one in evidence.aside:
        yield SetAside(
            before_id=one.before.event.id,
            implied=_implied(one.anchor),
            expected=rounded(one.expected),
            after_id=one.after.event.id,
            after=rounded(one.after.level),
        )


def _implied(anchor: Anchor) -> ImpliedLevel:
    values = anchor.event.values
    assert values.count is not None
    assert values.percent is not None
    return ImpliedLevel(
        event_id=anchor.event.id,
        day=day_of(anchor.day),
        count=values.count,
        percent=values.percent,
        level=rounded(anchor.level),
    )


def rounded(value: Quantity) -> Quantity:
    """Without the noise of dividing."""
    low, best, high = (None if end is None else round(end, _DIGITS) for end in (value.low, value.best, value.high))
    return Quantity(low, best, high)


def bases(evidence: Evidence, sweeps: Mapping[int, Sweep], best: Mapping[int, float | None]) -> Iterator[LevelBefore]:
    """The level just before each event that tells one, run forward from a headcount reported not long before.

    ``sweeps`` by position of the known level; ``best`` by day.
    """
    reported = [place for place, anchor in enumerate(evidence.anchors) if anchor.strength is Strength.REPORTED]
    if not reported:
        return
    days, known = sorted(best), [evidence.anchors[place].day for place in reported]
    changes = {change.event_id: change for change in evidence.changes}
    for event, _ in evidence.events:
        change = changes.get(event.id)
        if change is None or not _tells(event):
            continue
        latest = _latest(known, change)
        if latest is None or evidence.anchors[reported[latest]].closes == change.number:
            continue
        place = reported[latest]
        anchor = evidence.anchors[place]
        low, high = _standing(anchor, change, sweeps[place])
        middle = anchor.level.best
        if anchor.day < change.middle:
            middle = best[days[bisect_left(days, change.middle) - 1]]
        yield LevelBefore(
            event_id=event.id,
            level=rounded(_inside(low, None if middle is None else max(middle, 0.0), high)),
            reported_id=anchor.event.id,
            reported=anchor.level,
            day=day_of(anchor.day),
        )


def _tells(event: Event) -> bool:
    values = event.values
    both = values.count is not None and values.percent is not None and values.count.known and values.percent.known
    return not values.percent_of and (both or (values.base is not None and values.base.known))


def _latest(known: Sequence[int], change: Change) -> int | None:
    """Which of the days of reported headcounts comes last before a change, not too long before; else its own day."""
    earlier = bisect_left(known, change.middle) - 1
    if earlier >= 0 and change.middle - known[earlier] <= NEAR_DAYS:
        return earlier
    same = bisect_right(known, change.middle) - 1
    return same if same > earlier else None


def _standing(anchor: Anchor, change: Change, sweep: Sweep) -> Size:
    """The lowest and the highest level on the days before a change can have taken effect."""
    if anchor.day >= change.middle:  # reported for that very day: after the change, or just before it
        low, high = anchor.level.low or 0.0, inf if anchor.level.high is None else anchor.level.high
        return (low, high + change.high) if change.sign < 0 else (max(low - change.high, 0.0), high)
    low, high = sweep.over(max(change.first - 1, anchor.first), max(change.last - 1, anchor.first))
    return max(low, 0.0), max(high, 0.0)


def _inside(low: float, best: float | None, high: float) -> Quantity:
    if best is not None:
        low, high = min(low, best), max(high, best)
    return Quantity(low, best, None if high == inf else high)
