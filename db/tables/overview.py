"""What the first page says about a scope: how much there is, whose it is, what happened last. Cheap at any size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from db.analysis.quality import Quality
from db.records import Scope
from db.search import events_where, known_operation, live, statuses
from db.tables.base import Table
from db.tables.events import EventRow
from db.values import KindGroup, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationCount:
    """An organization with the number of its events in a scope."""

    id: int
    name: str
    mine: bool
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How much a scope holds.

    ``by_status`` counts whatever the scope's minimum status (None: events without any claim), ``by_kind`` and
    ``organizations`` (those that events are about, counterparties left out) only what the scope takes.
    """

    by_status: Mapping[Status | None, int]
    by_kind: Mapping[str, int]
    organizations: int

    @property
    def events(self) -> int:
        """The events of the scope."""
        return sum(self.by_kind.values())


class Overview(Table):
    """``ledger.overview``."""

    def figures(self, scope: Scope) -> Figures:
        """The counts of a scope."""
        where, parameters = events_where(self._db, scope)
        by_kind = self._db.execute(f"SELECT e.kind, count(*) FROM events e WHERE {where} GROUP BY 1", parameters)
        counted = {row[0]: int(row[1]) for row in by_kind.fetchall()}
        organizations = self._db.execute(
            f"SELECT count(DISTINCT e.organization_id) FROM events e WHERE {where}", parameters
        ).fetchone()[0]
        return Figures(by_status=self.by_status(scope), by_kind=counted, organizations=int(organizations))

    def by_status(self, scope: Scope) -> dict[Status | None, int]:
        """The events of a scope by status, also of those weaker than its minimum."""
        where, parameters = events_where(self._db, scope, any_status=True)
        rows = self._db.execute(f"SELECT e.status, count(*) FROM events e WHERE {where} GROUP BY 1", parameters)
        return {Status(row[0]) if row[0] else None: int(row[1]) for row in rows.fetchall()}

    def hidden(self, scope: Scope) -> dict[Status, int]:
        """How many events of each status a scope leaves out for being too weak."""
        shown = statuses(scope.minimum_status)
        found = self.by_status(scope)
        return {status: n for status, n in found.items() if status is not None and status.value not in shown}

    def busiest(self, scope: Scope, *, group: KindGroup | None = None, limit: int = 8) -> list[OrganizationCount]:
        """The organizations with the most events (of one group of kinds), the analyst's own first."""
        if group is not None:
            codes = [code for code, kind in self._ledger.kinds.of(scope).items() if kind.group is group]
            wanted = tuple(code for code in codes if not scope.kinds or code in scope.kinds)
            if not wanted:
                return []
            scope = replace(scope, kinds=wanted)
        where, parameters = events_where(self._db, scope)
        condition, organization_parameters = live("o", known_operation(self._db, scope))
        rows = self._db.execute(
            "SELECT o.id, o.name, o.mine, n.events FROM (SELECT e.organization_id AS id, count(*) AS events "
            f"FROM events e WHERE {where} GROUP BY 1) n JOIN organizations o ON o.id = n.id AND {condition} "
            "ORDER BY o.mine DESC, n.events DESC, o.name_key LIMIT ?",
            (*parameters, *organization_parameters, limit),
        ).fetchall()
        return [
            OrganizationCount(id=row["id"], name=row["name"], mine=bool(row["mine"]), events=row["events"])
            for row in rows
        ]

    def latest(self, scope: Scope, *, limit: int = 10) -> list[EventRow]:
        """The last events by date, undated ones after all others."""
        where, parameters = events_where(self._db, scope)
        rows = self._db.execute(
            f"SELECT e.version FROM events e WHERE {where} "
            "ORDER BY e.earliest DESC NULLS LAST, e.latest DESC NULLS LAST, e.id DESC LIMIT ?",
            (*parameters, limit),
        ).fetchall()
        return self._ledger.events.rows([row[0] for row in rows], known=known_operation(self._db, scope))

    def quality(self, scope: Scope, as_of: date) -> Quality:
        """How well the events that count by ``as_of`` are documented; texts not understood are among the findings."""
        where, parameters = events_where(self._db, scope)
        row = self._db.execute(
            "SELECT count(*), total(ifnull(e.count_low, ifnull(e.count_best, e.count_high)) IS NOT NULL), "
            "total(e.source_count >= 1), total(e.source_count >= 2), total(e.status = 'confirmed'), "
            f"total(e.contradicted IS NOT NULL) FROM events e WHERE {where} "
            "AND (e.earliest IS NULL OR e.earliest <= ?)",
            (*parameters, as_of.isoformat()),
        ).fetchone()
        events, with_number, with_source, independent, confirmed, contradicted = map(int, row)
        return Quality(
            events=events, with_number=with_number, with_source=with_source, independent=independent,
            confirmed=confirmed, contradicted=contradicted,
        )  # fmt: skip
