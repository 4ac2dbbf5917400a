"""What counts: the one rule that says whether an event is in the totals of a scope on a day, or why it is not. Pure.

An event by itself: :func:`exclusion`. Wholes and their parts, which the sums take one of: :func:`settle`. Every chart,
table, figure, page and print asks here. Conditions in SQL only narrow what is read; tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from db.model.ids import EventId
from db.model.records import Event, EventKind, Resolved
from db.model.values import STATUS_ORDER, Exclusion, KindGroup, Population, Status

#: A day as a date, or as the ledger writes it.
Day = TypeVar("Day", date, str)

_RANK = {status: rank for rank, status in enumerate(STATUS_ORDER)}


def exclusion(values: Resolved, *, as_of: date, minimum_status: Status) -> Exclusion:
    """Why an event is in no total of a scope as of the end of a day, its whole and parts aside; NONE if it counts.

    A denial never counts, whatever the scope asks for. An event without claims is undated, since a claim is what says
    when.
    """
    when = values.counting
    earliest, latest = (None, None) if when is None or not when.known else (when.earliest, when.latest)
    return reason(values.status, earliest, latest, as_of=as_of, minimum_status=minimum_status)


def reason(
    status: Status | None, earliest: Day | None, latest: Day | None, *, as_of: Day, minimum_status: Status
) -> Exclusion:
    """The same of a plain row: its status, and the bounds of the date that counts, all days written alike."""
    if status is not None and status == Status.DENIED:
        return Exclusion.DENIED
    if status is not None and _RANK[status] > _RANK[minimum_status]:
        return Exclusion.BELOW_STATUS
    if earliest is None and latest is None:
        return Exclusion.UNDATED
    if status is None:
        return Exclusion.BELOW_STATUS  # nobody asserts it
    return Exclusion.PLANNED if earliest is not None and earliest > as_of else Exclusion.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Events with their wholes and parts settled.

    ``counted``: those whose number the sums take. ``rests``: the wholes among them that stand only for the unknown rest
    beside their parts, which come before them. ``excluded``: event id to the reason, PART among the reasons.
    ``parts``: the parts of each whole.
    """

    counted: tuple[Event, ...]
    rests: frozenset[EventId]
    excluded: Mapping[EventId, Exclusion]
    parts: Mapping[EventId, Sequence[Event]]


def settle(events: Sequence[Event], kinds: Mapping[str, EventKind], excluded: Mapping[EventId, Exclusion]) -> Settled:
    """Settle the parts among events of one population, of which ``excluded`` are in no total by themselves.

    Sums take the whole if it counts and has a count, else its parts and, unless these are complete, an unknown rest. A
    level that a part states is none of the whole. The whole of an event is looked for among the events given.
    """
    return _Parts(events, kinds, excluded).settled()


def settle_all(
    events: Sequence[Event], kinds: Mapping[str, EventKind], *, as_of: date, minimum_status: Status
) -> Settled:
    """What counts among all events of a scope. Only workforce events of one population stand for each other."""
    by_population: dict[Population | None, list[Event]] = {}
    for event in events:
        by_population.setdefault(_population(event, kinds.get(event.kind)), []).append(event)
    counted: list[Event] = []
    rests: frozenset[EventId] = frozenset()
    reasons: dict[EventId, Exclusion] = {}
    parts: dict[EventId, Sequence[Event]] = {}
    for population, members in by_population.items():
        by_themselves = excluded_among(members, as_of=as_of, minimum_status=minimum_status)
        if population is None:
            reasons.update(by_themselves)
            counted += [event for event in members if event.id not in by_themselves]
            continue
        found = settle(members, kinds, by_themselves)
        counted += found.counted
        rests |= found.rests
        reasons.update(found.excluded)
        parts.update(found.parts)
    return Settled(counted=tuple(counted), rests=rests, excluded=reasons, parts=parts)


def excluded_among(events: Iterable[Event], *, as_of: date, minimum_status: Status) -> dict[EventId, Exclusion]:
    """Event id to the reason, for those that are in no total by themselves."""
    reasons = ((event.id, exclusion(event.values, as_of=as_of, minimum_status=minimum_status)) for event in events)
    return {event_id: reason for event_id, reason in reasons if reason is not Exclusion.NONE}


def has_count(event: Event) -> bool:
    """Whether anything is known of its count."""
    return event.values.count is not None and event.values.count.known


def _population(event: Event, kind: EventKind | None) -> Population | None:
    """Whose heads a workforce event counts; None for other kinds."""
    if kind is None or kind.group is not KindGroup.WORKFORCE:
        return None
    return event.population or kind.population or Population.UNSPECIFIED


class _Parts:
    def __init__(
        self, events: Sequence[Event], kinds: Mapping[str, EventKind], excluded: Mapping[EventId, Exclusion]
    ) -> None:
        self._levels = {event.id for event in events if (kind := kinds.get(event.kind)) is not None and kind.level}
        self._excluded = dict(excluded)
        self._parts: dict[EventId, list[Event]] = {}
        self._tops: list[Event] = []
        self._counted: list[Event] = []
        self._rests: set[EventId] = set()
        known = {event.id for event in events}
        for event in events:
            if event.part_of_id in known and event.part_of_id != event.id:
                assert event.part_of_id is not None
                self._parts.setdefault(event.part_of_id, []).append(event)
            else:
                self._tops.append(event)

    def settled(self) -> Settled:
        if self._parts:
            for event in self._tops:
                self._settle(event)
        else:
            self._counted = [event for event in self._tops if event.id not in self._excluded]
        return Settled(
            counted=tuple(self._counted),
            rests=frozenset(self._rests),
            excluded=self._excluded,
            parts=self._parts,
        )

    def _settle(self, event: Event) -> None:
        parts = self._parts.get(event.id, [])
        counts = event.id not in self._excluded
        if counts and (has_count(event) or not parts or event.id in self._levels):
            self._counted.append(event)
            for part in self._below(event.id):
                self._excluded.setdefault(part.id, Exclusion.PART)
            return
        for part in parts:
            if part.id in self._levels:  # the headcount of a part is not a level of the whole
                self._excluded.setdefault(part.id, Exclusion.PART)
            else:
                self._settle(part)
        if counts and not event.parts_complete:
            self._counted.append(event)
            self._rests.add(event.id)
        elif counts:
            self._excluded[event.id] = Exclusion.PART

    def _below(self, event_id: EventId) -> Iterator[Event]:
        for part in self._parts.get(event_id, []):
            yield part
            yield from self._below(part.id)
