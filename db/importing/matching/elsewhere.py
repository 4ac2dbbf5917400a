"""The same event told by another source: joined where the user wants it, with the days and figures that may differ."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain, islice
from urllib.parse import urlsplit

from db.importing.facts import SourceKey
from db.importing.matching.judgment import At, Batches, Deed, Proposal
from db.importing.matching.likely import Brief
from db.importing.matching.statement import Figure, Statement, days_between, family
from db.tables.where import batches

#: How far the figures of two papers that tell of one event may be apart.
_APART = 0.2
#: Partners that are named of each row.
_PARTNERS = 3
#: Rows of one organization within some days beyond which not every pair is compared.
_MANY = 400
#: Organizations whose events are read at once.
_PORTION = 500


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event that a row may tell of. ``claim_id``: a claim on it; ``publishers``: who told of it; ``imports``: the
    files that did (None: a person).
    """

    claim_id: int
    family: str
    day: str | None
    count: Figure | None
    publishers: frozenset[str]
    imports: frozenset[int | None]


def publisher(source: SourceKey | None) -> str:
    """Who publishes a source: by name, else the host of its address; "" where nobody is named."""
    return "" if source is None else _publisher(source.publisher or source.url)


class Elsewhere:
    """Looks for the events that rows may tell of which another source told of.

    ``owner`` gives the organization of a name, ``events`` the events of organizations. ``own``: the imports of the data
    set that the file is an edition of; its rows are one event only where their publishers differ. ``within``: days.
    """

    def __init__(
        self,
        owner: Callable[[str], int | None],
        events: Callable[[Iterable[int]], Mapping[int, Sequence[Candidate]]],
        *,
        own: Collection[int],
        within: int,
    ) -> None:
        self._owner, self._events = owner, events
        self._own = frozenset(own)
        self._within = within

    def proposals(self, batches: Batches, left: Sequence[At], state: Callable[[At], Statement]) -> list[Proposal]:
        """The partners of facts, the nearest of each first; ``state`` says what one tells."""
        named = {name for number, place in left for name in (batches[number][0].organizations[place],)}
        owners = {name: self._owner(name) for name in named}
        there = {
            owner: _Calendar(events)
            for owner, events in self._events(owner for owner in owners.values() if owner is not None).items()
        }
        nothing = _Calendar(())
        found: list[Proposal] = []
        open_: list[tuple[int, Statement, str]] = []
        for order, at in enumerate(left):
            facts = batches[at[0]][0]
            source = facts.sources[at[1]]
            calendar = there.get(owners[facts.organizations[at[1]]] or 0, nothing)
            events = calendar.around(facts.earliest[at[1]], self._within)
            if not events and source is None:
                continue
            one, who = state(at), publisher(source)
            partners = self._partners(one, who, events)
            found += [
                Proposal(at, Deed("new_claim", "other_source", other.claim_id), "other_source", "separate",
                         Brief(other.day, other.count), days_between(one.day, other.day)) for other in partners
            ]  # fmt: skip
            if not partners:
                open_.append((order, one, who))
        told = {order: one for order, one, _ in open_}
        for order, first in groups(open_, self._within).items():
            number, place = left[first]
            deed = Deed("new_claim", "other_source", mark=batches[number][1][place])
            theirs = Brief(told[first].day, *told[first].figures[:2])
            days = days_between(told[order].day, told[first].day)
            found.append(Proposal(left[order], deed, "other_source", "separate", theirs, days))
        return found

    def _partners(self, one: Statement, who: str, events: Sequence[Candidate]) -> list[Candidate]:
        near: list[tuple[tuple[int, float], int, Candidate]] = []
        for other in events:
            same_data_set = other.imports <= self._own
            if other.family != one.family or who in other.publishers:
                continue
            if same_data_set and not (who and other.publishers):
                continue
            if (far := apart(one, other.day, other.count, self._within)) is not None:
                near.append((far, other.claim_id, other))
        return [other for _, _, other in sorted(near, key=lambda found: found[:2])[:_PARTNERS]]


class _Calendar:
    """The dated events of an organization, found by their days without looking at all of them."""

    def __init__(self, events: Sequence[Candidate]) -> None:
        dated = sorted((_number(event.day), at) for at, event in enumerate(events) if event.day)
        self._days = [day for day, _ in dated]
        self._events = [events[at] for _, at in dated]

    def around(self, day: str | None, within: int) -> Sequence[Candidate]:
        """The events at most so many days from a day."""
        if day is None or not self._days:
            return ()
        middle = _number(day)
        return self._events[bisect_left(self._days, middle - within) : bisect_right(self._days, middle + within)]


@lru_cache(maxsize=16_384)
def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def apart(one: Statement, day: str | None, count: Figure | None, within: int) -> tuple[int, float] | None:
    """How far a row and an event of the same organization and family of kinds are apart, in days and in figures;
    None: they are not one. ``within``: days between two that may be.
    """
    days = days_between(one.day, day)
    if days is None or days > within:
        return None
    far = _far(one.figures[0], count)
    return None if far > _APART else (days, far)


def candidates(connection: sqlite3.Connection, organization_ids: Iterable[int]) -> dict[int, list[Candidate]]:
    """The events of some organizations, with one claim each, by organization."""
    found: dict[int, list[Candidate]] = defaultdict(list)
    for some in batches(sorted(set(organization_ids)), _PORTION):
        marks = ", ".join("?" * len(some))
        rows = connection.execute(f"{_EVENTS} AND e.organization_id IN ({marks}) GROUP BY e.id", tuple(some)).fetchall()
        for organization_id, claim_id, kind, day, low, best, high, publishers, imports in rows:
            count = None if low is None and best is None and high is None else (low, best, high)
            named = {_publisher(name) for name in (publishers or "").split("\x1f") if name}
            files = frozenset(int(one) or None for one in imports.split(","))
            found[organization_id].append(Candidate(claim_id, family(kind), day, count, frozenset(named) - {""}, files))
    return found


_EVENTS = """
SELECT e.organization_id, min(c.id), e.kind, e.earliest, e.count_low, e.count_best, e.count_high,
  group_concat(coalesce(nullif(s.publisher, ''), s.url), char(31)), group_concat(ifnull(c.import_id, 0))
FROM events e JOIN claims c ON c.event_id = e.id AND c.retired_operation IS NULL
LEFT JOIN sources s ON s.id = c.source_id AND s.retired_operation IS NULL
WHERE e.retired_operation IS NULL"""


def groups(new: Sequence[tuple[int, Statement, str]], within: int) -> dict[int, int]:
    """Of rows of one file those that tell of the event of an earlier one: by their number, the number of that.

    ``new``: number, statement and publisher of each. Only publishers of their own tell of one event. ``within``: days.
    """
    found: dict[int, int] = {}
    first: dict[tuple[str, str, int], list[tuple[int, Statement, set[str]]]] = defaultdict(list)
    for number, one, who in new:
        if not who or one.day is None:
            continue
        span = _number(one.day) // (within + 1)  # what is near lies in this span of days or the one beside it
        near = chain.from_iterable(
            first.get((one.organization, one.family, span + beside), ()) for beside in (-1, 0, 1)
        )
        for other, told, publishers in islice(near, _MANY):
            if who not in publishers and apart(one, told.day, told.figures[0], within) is not None:
                found[number] = other
                publishers.add(who)
                break
        else:
            first[one.organization, one.family, span].append((number, one, {who}))
    return found


def _far(one: Figure | None, two: Figure | None) -> float:
    """The share by which two figures differ; 0 where one is missing."""
    if one is None or two is None:
        return 0.0
    a, b = _middle(one), _middle(two)
    return 0.0 if a == b else abs(a - b) / max(abs(a), abs(b))


def _middle(figure: Figure) -> float:
    low, best, high = figure
    known = [end for end in (best, low, high) if end is not None]
    return known[0]


def _publisher(named: str) -> str:
    """A publisher as it is compared; of an address its host."""
    if "://" not in named:
        return named.casefold()
    with suppress(ValueError):  # an address may be broken in brackets
        return (urlsplit(named).hostname or "").removeprefix("www.").casefold()
    return named.casefold()
