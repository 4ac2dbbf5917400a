"""The changes of organizations as plain rows, for those whose headcount a cheap walk can judge."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from db.analysis.sinking import Step, readable
from db.records import EventKind
from db.search import live, statuses
from db.values import KindGroup, Population, Status

_COLUMNS = (
    "organization_id", "id", "version", "kind", "population", "status", "earliest", "latest", "count_low", "count_best",
    "count_high", "percent_low", "percent_best", "percent_high",
    "part_of_id IS NULL AND base_words IS NULL AND until IS NULL AND percent_of IS NULL",
)  # fmt: skip


@dataclass(slots=True)
class Changes:
    """The changes of an organization that count, and the version of each event; not ``plain``: not to be judged so."""

    plain: bool = True
    steps: list[Step] = field(default_factory=list)
    versions: dict[int, int] = field(default_factory=dict)


def plain_changes(
    connection: sqlite3.Connection,
    organization_ids: Sequence[int],
    kinds: Mapping[str, EventKind],
    *,
    known: int | None,
    as_of: date,
    minimum_status: Status,
) -> dict[int, Changes]:
    """The changes by organization (few enough ids for one statement).

    Plain are those with nothing but gains and losses of employees on exact days, with exact counts or none: no
    reported headcount, stated base, part, return or share of a unit.
    """
    condition, parameters = live("e", known)
    signs = {
        code: kind.sign if kind.population is Population.EMPLOYEES and not kind.level else 0
        for code, kind in kinds.items()
        if kind.group is KindGroup.WORKFORCE
    }
    counting = frozenset(statuses(minimum_status)) - {Status.DENIED.value}
    cursor = connection.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM events e WHERE organization_id IN "
        f"({', '.join('?' * len(organization_ids))}) AND kind IN ({', '.join('?' * len(signs))}) AND {condition}",
        (*organization_ids, *signs, *parameters),
    )
    cursor.row_factory = None
    found = {organization_id: Changes() for organization_id in organization_ids}
    today = as_of.isoformat()
    for (
        organization_id, event_id, version, kind, population, status, earliest, latest, *figures, simple,
    ) in cursor.fetchall():  # fmt: skip
        changes = found[organization_id]
        sign = signs[kind] if population in (None, Population.EMPLOYEES.value) else 0
        if not (changes.plain and simple and sign and earliest == latest and readable(figures[:3], figures[3:])):
            changes.plain = False
        elif earliest is not None and earliest <= today and status in counting:
            low, best, high = figures[3:]
            percent = None if best is None else (low, best, high)
            changes.steps.append(Step(event_id, earliest, sign, figures[0], percent))
            changes.versions[event_id] = version
    return found
