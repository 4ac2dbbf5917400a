"""What the first page says about a scope: how much there is, whose it is, what happened last. Cheap at any size."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from db.analysis.counting import has_count, settle_all
from db.analysis.quality import Quality
from db.model.ids import EventId, OrganizationId
from db.model.intervals import at_least, total
from db.model.records import Event
from db.model.values import KindGroup, Quantity, Status
from db.store.codec import read_event, read_word
from db.tables.base import At, Table
from db.tables.event_kinds import KindReads
from db.tables.event_reads import EventReads, EventRow
from db.tables.where import counted_by, statuses


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationCount:
    """An organization with the number of its events in a scope."""

    id: OrganizationId
    name: str
    mine: bool
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """How many people the counted events of a sort are about. ``events`` have a number, ``without`` have none.

    ``people`` is the sum of the numbers; what has none is not in it.
    """

    people: Quantity
    events: int
    without: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How much a scope holds.

    ``by_status`` counts whatever the scope's minimum status (None: events without any claim), ``by_kind`` and
    ``organizations`` (those that events are about, counterparties left out) only what the scope takes. ``events`` are
    those in the totals, ``apart`` what the scope lists beside them: undated, planned, or asserted by nobody.
    """

    by_status: Mapping[Status | None, int]
    by_kind: Mapping[str, int]
    organizations: int
    events: int

    @property
    def apart(self) -> int:
        """The events of the scope that are in no total."""
        return sum(self.by_kind.values()) - self.events


class Overview(Table):
    """``view.overview``."""

    def __init__(self, at: At, *, kinds: KindReads, events: EventReads) -> None:
        super().__init__(at)
        self._kinds, self._events = kinds, events

    def figures(self) -> Figures:
        """The counts of the scope."""
        where, parameters = self._at.events_where()
        by_kind = self._db.execute(f"SELECT e.kind, count(*) FROM events e WHERE {where} GROUP BY 1", parameters)
        counted = {row[0]: int(row[1]) for row in by_kind.fetchall()}
        organizations = self._db.execute(
            f"SELECT count(DISTINCT e.organization_id) FROM events e WHERE {where}", parameters
        ).fetchone()[0]
        return Figures(
            by_status=self.by_status(), by_kind=counted, organizations=int(organizations), events=self.counted()
        )

    def counted(self) -> int:
        """How many events of the scope are in its totals, parts through their wholes."""
        where, parameters = self._at.events_where()
        counted, days = counted_by(self._at.today)
        row = self._db.execute(f"SELECT count(*) FROM events e WHERE {where} AND {counted}", (*parameters, *days))
        return int(row.fetchone()[0])

    def laid_off(self) -> Heads:
        """The people of all layoffs but those of contingent workers."""
        return self._heads("e.kind = 'layoff' AND ifnull(e.population, '') <> 'contingent'")

    def contractors_ended(self) -> Heads:
        """The contingent workers whose engagements ended, or who were laid off."""
        return self._heads(
            "(e.kind = 'contractors_ended' AND ifnull(e.population, 'contingent') = 'contingent' "
            "OR e.kind = 'layoff' AND e.population = 'contingent')"
        )

    def _heads(self, which: str) -> Heads:
        """Most events stand alone and are summed where they lie; wholes and their parts are settled by the one rule."""
        where, parameters = self._at.events_where()
        counted, days = counted_by(self._at.today)
        condition, known = self._at.live("p")
        related = (
            "(e.part_of_id IS NOT NULL OR e.id IN (SELECT p.part_of_id FROM events p "
            f"WHERE p.part_of_id IS NOT NULL AND {condition}))"
        )
        number = "ifnull(e.count_low, ifnull(e.count_best, e.count_high)) IS NOT NULL"
        row = self._db.execute(
            f"SELECT count(*), total({number}), total(max(ifnull(e.count_low, 0), 0)), total(e.count_best), "
            f"total(e.count_best IS NULL AND {number}), total(e.count_high), total(e.count_high IS NULL AND {number}) "
            f"FROM events e WHERE {where} AND {counted} AND {which} AND NOT {related}",
            (*parameters, *days, *known),
        ).fetchone()
        events, with_number, low, best, no_best, high, no_high = tuple(row)
        alone = Quantity(low, None if no_best else best, None if no_high else high)
        rows = self._db.execute(
            f"SELECT e.*, {which} AS wanted FROM events e WHERE {where} AND {related}", (*parameters, *known)
        ).fetchall()
        return self._with_parts(
            Heads(people=alone, events=int(with_number), without=int(events - with_number)),
            [read_event(one) for one in rows],
            {one["id"] for one in rows if one["wanted"]},
        )

    def _with_parts(self, alone: Heads, related: Sequence[Event], wanted: Collection[EventId]) -> Heads:
        """With the wholes and parts among them that the sums take."""
        minimum = self._at.scope.minimum_status
        settled = settle_all(related, self._kinds.all(), as_of=self._at.today, minimum_status=minimum)
        taken = [event for event in settled.counted if event.id in wanted and event.id not in settled.rests]
        sizes = [at_least(one.values.count, 0.0) for one in taken if one.values.count is not None and has_count(one)]
        return Heads(
            people=total([alone.people, *sizes]),
            events=alone.events + len(sizes),
            without=alone.without + len(taken) - len(sizes),
        )

    def tops(self, group: KindGroup) -> tuple[OrganizationId, ...]:
        """The organizations of the scope that none of it covers: of those it names, else of those with such events."""
        condition, parameters = self._at.live("o")
        parents: dict[OrganizationId, OrganizationId] = dict(
            self._db.execute(
                f"SELECT o.id, o.parent_id FROM organizations o WHERE o.parent_id IS NOT NULL AND {condition}",
                parameters,
            ).fetchall()
        )
        named = set(self._at.scope.organization_ids)
        return tuple(sorted({_top(one, parents, named) for one in named or self._with_events(group)}))

    def _with_events(self, group: KindGroup) -> list[OrganizationId]:
        where, parameters = self._at.events_where()
        codes = [code for code, kind in self._kinds.all().items() if kind.group is group]
        rows = self._db.execute(
            f"SELECT DISTINCT e.organization_id FROM events e WHERE {where} "
            f"AND e.kind IN ({', '.join('?' * len(codes))})",
            (*parameters, *codes),
        )
        return [row[0] for row in rows]

    def by_status(self) -> dict[Status | None, int]:
        """The events of the scope by status, also of those weaker than its minimum."""
        where, parameters = self._at.events_where(any_status=True)
        rows = self._db.execute(f"SELECT e.status, count(*) FROM events e WHERE {where} GROUP BY 1", parameters)
        return {read_word(Status, row[0]) if row[0] else None: int(row[1]) for row in rows.fetchall()}

    def hidden(self) -> dict[Status, int]:
        """How many events of each status the scope leaves out for being too weak."""
        shown = statuses(self._at.scope.minimum_status)
        found = self.by_status()
        return {status: n for status, n in found.items() if status is not None and status.value not in shown}

    def busiest(self, *, group: KindGroup | None = None, limit: int = 8) -> list[OrganizationCount]:
        """The organizations with the most events (of one group of kinds), the analyst's own first."""
        at = self._at
        if group is not None:
            scope = at.scope
            codes = [code for code, kind in self._kinds.all().items() if kind.group is group]
            wanted = tuple(code for code in codes if not scope.kinds or code in scope.kinds)
            if not wanted:
                return []
            at = at.under(replace(scope, kinds=wanted))
        where, parameters = at.events_where()
        condition, organization_parameters = at.live("o")
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

    def latest(self, *, limit: int = 10) -> list[EventRow]:
        """What happened last, then what is planned, soonest first; undated ones after all others."""
        where, parameters = self._at.events_where()
        today = self._at.today.isoformat()
        rows = self._db.execute(
            f"SELECT e.version FROM events e WHERE {where} "
            "ORDER BY CASE WHEN e.earliest > ? THEN 1 WHEN e.earliest IS NULL AND e.latest IS NULL THEN 2 ELSE 0 END, "
            "CASE WHEN e.earliest > ? THEN e.earliest END, e.earliest DESC NULLS LAST, e.latest DESC NULLS LAST, "
            "e.id DESC LIMIT ?",
            (*parameters, today, today, limit),
        ).fetchall()
        return self._events.rows([row[0] for row in rows])

    def quality(self) -> Quality:
        """How well the events that count by its day are documented; texts not understood are among the findings."""
        where, parameters = self._at.events_where()
        counted, days = counted_by(self._at.today)
        row = self._db.execute(
            "SELECT count(*), total(ifnull(e.count_low, ifnull(e.count_best, e.count_high)) IS NOT NULL), "
            "total(e.source_count >= 1), total(e.source_count >= 2), total(e.status = 'confirmed'), "
            f"total(e.contradicted IS NOT NULL) FROM events e WHERE {where} AND {counted}",
            (*parameters, *days),
        ).fetchone()
        events, with_number, with_source, independent, confirmed, contradicted = map(int, row)
        return Quality(
            events=events, with_number=with_number, with_source=with_source, independent=independent,
            confirmed=confirmed, contradicted=contradicted,
        )  # fmt: skip


def _top(
    one: OrganizationId, parents: Mapping[OrganizationId, OrganizationId], named: Collection[OrganizationId]
) -> OrganizationId:
    """The topmost organization above one; where some are named, the topmost of these."""
    found, seen = one, {one}
    while (above := parents.get(one)) is not None and above not in seen:
        one = above
        seen.add(one)
        if not named or one in named:
            found = one
    return found
