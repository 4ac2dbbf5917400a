"""Whether a relationship is active on a day in all placements of its vague dates, and in any. Exact, not estimated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import prod

from db.analysis.relationships.tracks import NOT_ACTIVE, Placed, Standing
from db.model.values import RelationshipState

#: So many combinations of events of one cluster are tried; beyond, active and not active are both held possible.
MOST_COMBINATIONS = 20_000

_EITHER = (False, True)
#: A day and the order on it: what was placed last.
_Reached = tuple[int, tuple[int, int]]
#: How many of the alike events are placed, and what that makes of the relationship.
_Taken = tuple[tuple[int, ...], Standing]


class Bounds:
    """The least and the greatest of one relationship's 0 or 1, day by day."""

    def __init__(self, placed: Sequence[Placed]) -> None:
        self._placed = placed
        begins = sum(event.starts for event in placed)
        #: With one span at a time an end is an end, and the last event alone decides.
        self._overlapping = begins > 1 or (begins == 1 and any(event.resumes for event in placed))
        self._clusters = list(_clusters(placed)) if self._overlapping else []
        self._whole: list[frozenset[Standing] | None] = [frozenset((Standing(),))]

    def at(self, day: int) -> tuple[bool, bool]:
        """At the end of ``day``."""
        outcomes = self._decided(day) if self._overlapping else _last_decides(self._placed, day)
        if outcomes is None:
            return _EITHER
        outcomes |= _before_any(self._placed, day)
        return min(outcomes), max(outcomes)

    def _decided(self, day: int) -> set[bool] | None:
        """The outcomes if something has happened by then; None: too many combinations to tell."""
        number = sum(cluster[-1] <= day for cluster in map(_days, self._clusters))
        while len(self._whole) <= number:
            cluster = self._clusters[len(self._whole) - 1]
            self._whole.append(_reachable(self._whole[-1], cluster, _days(cluster)[-1]))
        found = self._whole[number]
        if number < len(self._clusters):
            begun = [event for event in self._clusters[number] if event.earliest <= day]
            found = _reachable(found, begun, day)
        return None if found is None else {one.active for one in found if one.state is not None}


def _days(cluster: Iterable[Placed]) -> tuple[int, int]:
    events = list(cluster)
    return min(event.earliest for event in events), max(event.latest for event in events)


def _clusters(placed: Sequence[Placed]) -> Iterator[list[Placed]]:
    """Events that can change places with each other; no day is shared by two clusters."""
    cluster: list[Placed] = []
    reached = 0
    for event in sorted(placed, key=lambda event: event.earliest):
        if cluster and event.earliest > reached:
            yield cluster
            cluster = []
        cluster.append(event)
        reached = max(reached, event.latest)
    if cluster:
        yield cluster


def _alike(event: Placed) -> tuple[int, int, int]:
    """Events that differ in nothing but their ids: they are placed in the order of these."""
    return event.earliest, event.latest, event.key[0]


def _reachable(before: frozenset[Standing] | None, events: Sequence[Placed], day: int) -> frozenset[Standing] | None:
    """What the relationship can be at the end of ``day``, some of the events having happened in some order.

    Those that can happen later need not have. Of all ways to place the same events, the one that ends first leaves
    most room for the others.
    """
    ordered = sorted(events, key=lambda event: (_alike(event), event.key))
    groups = [list(group) for _, group in groupby(ordered, key=_alike)]
    if before is None or prod(len(group) + 1 for group in groups) > MOST_COMBINATIONS:
        return None
    needed = [len(group) if group[0].latest <= day else 0 for group in groups]
    none = (0,) * len(groups)
    layer: Mapping[_Taken, _Reached] = {(none, standing): (0, (0, 0)) for standing in before}
    found: set[Standing] = set()
    while layer:
        found |= {standing for taken, standing in layer if all(map(int.__ge__, taken, needed))}
        layer = _one_more(layer, groups, day)
    return frozenset(found)


def _one_more(layer: Mapping[_Taken, _Reached], groups: Sequence[Sequence[Placed]], day: int) -> dict[_Taken, _Reached]:
    """Every way to let one more event happen, as early as it can."""
    more: dict[_Taken, _Reached] = {}
    for (taken, standing), (reached, key) in layer.items():
        for number, group in enumerate(groups):
            if taken[number] == len(group):
                continue
            event = group[taken[number]]
            when = max(event.earliest, reached if event.key > key else reached + 1)
            if when > min(event.latest, day):
                continue
            counts = (*taken[:number], taken[number] + 1, *taken[number + 1 :])
            place = counts, _simple(standing.after(event))
            more[place] = min(more.get(place, (when, event.key)), (when, event.key))
    return more


def _simple(standing: Standing) -> Standing:
    """As far as it matters here: at risk, reduced and winding down are active."""
    return standing if standing.state in NOT_ACTIVE else Standing(RelationshipState.ACTIVE, standing.spans)


def _last_decides(placed: Sequence[Placed], day: int) -> set[bool]:
    """What can be the last one by ``day``.

    An event can be if, put as late as possible, nothing that must have happened by then has to follow it.
    """
    settled = max(((event.earliest, event.key) for event in placed if event.latest <= day), default=(0, (0, 0)))
    return {
        event.state not in NOT_ACTIVE
        for event in placed
        if event.earliest <= day and settled <= (min(day, event.latest), event.key)
    }


def _before_any(placed: Sequence[Placed], day: int) -> set[bool]:
    """If none need have happened by ``day``, what can come first decides: before a start there is nothing."""
    first = min((event.latest, event.key) for event in placed)
    if first[0] <= day:
        return set()
    return {not event.starts for event in placed if (max(event.earliest, day + 1), event.key) <= first}


__all__ = ["Bounds"]
