"""How many relationships are active on a day, in which states, and with how many different clients.

``low`` and ``high`` are exact, not estimates: they are the least and the greatest number that any placement of the
vague dates gives, because relationships vary independently of each other. That holds of clients too: one is active if
any of its relationships is. What is not named is counted as often as there are relationships with it: nobody knows
that two unnamed clients are one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from db.analysis.relationships.bounds import Bounds
from db.analysis.relationships.tracks import NOT_ACTIVE, Track
from db.analysis.series import ActiveCount, RelationshipSeries
from db.model.ids import OrganizationId
from db.model.records import Relationship
from db.model.values import RelationshipState


class _Step(NamedTuple):
    """From this day on a relationship is in a state, and counts for so much (0 or 1) at least and at most."""

    day: int
    state: RelationshipState | None
    low: bool
    high: bool

    @property
    def active(self) -> bool:
        """Whether it is in the active count."""
        return self.state not in NOT_ACTIVE


def counted(
    tracks: Sequence[Track], first: date | None, last: date | None, *, own: Collection[OrganizationId] = ()
) -> tuple[ActiveCount, ...]:
    """The counts on ``first`` and on every later day, up to ``last``, on which one changes.

    ``own``: whose clients are counted, see :func:`db.analysis.relationships.over_time.relationship_series`.
    """
    if first is None or not any(track.placed for track in tracks):
        return ()
    by_day: dict[int, list[tuple[int, _Step]]] = defaultdict(list)
    begin, end = first.toordinal(), (last or date.max).toordinal()
    for number, track in enumerate(tracks):
        for position, step in enumerate(_steps(track) if track.placed else ()):
            by_day[max(step.day, begin) if position else begin].append((number, step))
    clients = [_client(track.relationship, own) for track in tracks]
    current: dict[int, _Step] = {}
    tally = _Tally()
    found: list[ActiveCount] = []
    for day in sorted({begin} | by_day.keys()):
        if day > end:
            break
        for number, step in by_day[day]:
            if number in current:
                tally.add(current[number], clients[number], -1)
            current[number] = step
            tally.add(step, clients[number], 1)
        found.append(tally.on(day))
    return tuple(found[:1] + [new for old, new in pairwise(found) if _figures(old) != _figures(new)])


def _steps(track: Track) -> Iterator[_Step]:
    """A step whenever something changes; the first one holds for all days before the second."""
    days = {change.day for change in track.changes}
    edges = {day for event in track.placed for day in (event.earliest, event.latest)}
    vague = any(event.earliest < event.latest for event in track.placed)
    if vague:  # what is possible changes only where an event becomes possible or certain, or can be overtaken
        days |= {day + shift for day in edges for shift in (-1, 0, 1)}
    bounds = Bounds(track.placed) if vague else None
    state, changes, last = track.opening, list(reversed(track.changes)), None
    for day in sorted({min(edges) - 2} | days):
        while changes and changes[-1].day <= day:
            state = changes.pop().after
        active = state not in NOT_ACTIVE
        low, high = bounds.at(day) if bounds is not None else (active, active)
        if (state, low, high) != last:
            last = (state, low, high)
            yield _Step(day, state, low, high)


def _client(relationship: Relationship, own: Collection[OrganizationId]) -> Hashable | None:
    """By whom a client is counted; None: not at all, since it is the own side that buys."""
    if relationship.client_id is None:
        return "unnamed", relationship.id
    buys = relationship.client_id in own and relationship.vendor_id not in own
    return None if buys else relationship.client_id


class _Tally:
    """What the relationships come to at the moment."""

    def __init__(self) -> None:
        self._states: Counter[RelationshipState | None] = Counter()
        self._sums = Counter[str]()
        self._clients: dict[str, Counter[Hashable]] = {name: Counter() for name in ("active", "low", "high")}

    def add(self, step: _Step, client: Hashable | None, times: int) -> None:
        """Count a relationship in, or (``times`` -1) out again."""
        self._states[step.state] += times
        for name, counts in self._clients.items():
            if not getattr(step, name):
                continue
            self._sums[name] += times
            if client is not None:
                counts[client] += times
                if not counts[client]:
                    del counts[client]

    def on(self, day: int) -> ActiveCount:
        """The figures."""
        states, clients = self._states, self._clients
        return ActiveCount(
            day=date.fromordinal(day),
            active=self._sums["active"],
            at_risk=states[RelationshipState.AT_RISK],
            reduced=states[RelationshipState.REDUCED],
            paused=states[RelationshipState.PAUSED],
            winding_down=states[RelationshipState.WINDING_DOWN],
            low=self._sums["low"],
            high=self._sums["high"],
            clients=len(clients["active"]),
            clients_low=len(clients["low"]),
            clients_high=len(clients["high"]),
        )


def _figures(count: ActiveCount) -> tuple[int, ...]:
    return (*_best_figures(count), count.low, count.high, count.clients_low, count.clients_high)


def _best_figures(count: ActiveCount) -> tuple[int, ...]:
    return count.active, count.at_risk, count.reduced, count.paused, count.winding_down, count.clients


def count_rows(series: RelationshipSeries, *, band: bool = True) -> Sequence[ActiveCount]:
    """The counts by day; without ``band`` only the days on which more than low and high changes."""
    if band:
        return series.counts
    changed = [new for old, new in pairwise(series.counts) if _best_figures(old) != _best_figures(new)]
    return [*series.counts[:1], *changed]


__all__ = ["count_rows", "counted"]
