"""The same event told by another source: joined where the user wants it, with the days and figures that may differ."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from db.importing.facts import SourceKey
from db.importing.matching.statement import Figure, Statement, days_between, family

#: Days between two papers that tell of one event, and how far their figures may be apart.
_DAYS = 7
_APART = 0.2


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event that a row may tell of. ``claim_id``: a claim on it; ``publishers``: who told of it."""

    claim_id: int
    family: str
    day: str | None
    count: Figure | None
    publishers: frozenset[str]


def publisher(source: SourceKey | None) -> str:
    """Who publishes a source: by name, else the host of its address; "" where nobody is named."""
    if source is None:
        return ""
    return (source.publisher or _host(source.url)).casefold()


def tell_of_one(one: Statement, day: str | None, count: Figure | None) -> bool:
    """Whether a row and an event of the same organization and family of kinds may be one."""
    days = days_between(one.day, day)
    return days is not None and days <= _DAYS and _near(one.figures[0], count)


def candidates(connection: sqlite3.Connection, organization_ids: Iterable[int]) -> dict[int, list[Candidate]]:
    """The events of some organizations, with one claim each, by organization."""
    found: dict[int, list[Candidate]] = defaultdict(list)
    for organization_id in organization_ids:
        rows = connection.execute(_EVENTS, (organization_id,)).fetchall()
        for claim_id, kind, day, low, best, high, publishers in rows:
            count = None if low is None and best is None and high is None else (low, best, high)
            named = frozenset(name.casefold() for name in (publishers or "").split("\x1f") if name)
            found[organization_id].append(Candidate(claim_id, family(kind), day, count, named))
    return found


_EVENTS = """
SELECT min(c.id), e.kind, e.earliest, e.count_low, e.count_best, e.count_high, group_concat(s.publisher, char(31))
FROM events e JOIN claims c ON c.event_id = e.id AND c.retired_operation IS NULL
LEFT JOIN sources s ON s.id = c.source_id AND s.retired_operation IS NULL
WHERE e.organization_id = ? AND e.retired_operation IS NULL GROUP BY e.id"""


def groups(new: Sequence[tuple[int, Statement, str]]) -> dict[int, int]:
    """Of rows of one file those that tell of the event of an earlier one: by their number, the number of that.

    ``new``: number, statement and publisher of each. Only publishers of their own tell of one event.
    """
    found: dict[int, int] = {}
    first: dict[tuple[str, str], list[tuple[int, Statement, set[str]]]] = defaultdict(list)
    for number, one, who in new:
        for other, told, publishers in first[one.organization, one.family]:
            if who and who not in publishers and tell_of_one(one, told.day, told.figures[0]):
                found[number] = other
                publishers.add(who)
                break
        else:
            first[one.organization, one.family].append((number, one, {who}))
    return found


def _near(one: Figure | None, two: Figure | None) -> bool:
    if one is None or two is None:
        return True
    a, b = _middle(one), _middle(two)
    return abs(a - b) <= _APART * max(a, b)


def _middle(figure: Figure) -> float:
    low, best, high = figure
    known = [end for end in (best, low, high) if end is not None]
    return known[0]


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
