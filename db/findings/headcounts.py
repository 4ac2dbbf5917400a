"""Looking for findings in the headcounts: some organizations at a time, only those that something can contradict.

A reader's connection is never held for long that way. Of the organizations that trackers list, only what comes close
to zero is reconstructed (``sinking``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from db.analysis.findings import of_levels
from db.analysis.headcount.family import counting_toward
from db.analysis.headcount.sinking import Told, told
from db.analysis.series import Finding, FindingKind, HeadcountSeries, LevelBefore
from db.findings.base import Found, Search, narrowed
from db.findings.plain_changes import Plain, PlainChanges
from db.model.ids import EventId, OrganizationId
from db.model.records import Event
from db.model.values import KindGroup, Population
from db.store.codec import read_events
from db.tables.where import batches

#: Organizations reconstructed between two looks at the progress.
_PORTION = 25

Families = Mapping[OrganizationId, tuple[OrganizationId, ...]]


class HeadcountSearch(Search):
    """The steps through the headcounts of a scope."""

    def portions(self, only: Collection[OrganizationId] | None = None) -> list[Callable[[], Iterable[Found]]]:
        """The organizations (of ``only``) whose headcount something can contradict, as portions of work."""
        families = self._families()
        changes = PlainChanges(self.reads)
        work: list[Callable[[], Iterable[Found]]] = []
        if only is None:
            only = self._with_events() | set(families)
            work += changes.portions()
        else:
            changes.of(only)
        if self.scope.organization_ids:  # neither what is above them nor the other sides of their relationships
            only = set(only).intersection(self.reads.at.with_subsidiaries(*self.scope.organization_ids))
        found = changes.found
        return work + [partial(self._headcounts, batch, families, found) for batch in batches(sorted(only), _PORTION)]

    def _with_events(self) -> set[OrganizationId]:
        return {row[0] for row in self.db.execute("SELECT DISTINCT organization_id FROM events").fetchall()}

    def _families(self) -> Families:
        """An organization and everything below it, for those that have anything below them."""
        condition, parameters = self.reads.at.live("o")
        below: dict[OrganizationId, list[OrganizationId]] = defaultdict(list)
        for child, parent in self.db.execute(
            f"SELECT o.id, o.parent_id FROM organizations o WHERE o.parent_id IS NOT NULL AND {condition}", parameters
        ).fetchall():
            below[parent].append(child)
        families = {}
        for top in list(below):
            members, waiting = [top], [top]
            while waiting:
                fresh = [child for child in below.get(waiting.pop(), ()) if child not in members]
                members += fresh
                waiting += fresh
            families[top] = tuple(members)
        return families

    def _candidates(self, families: Families, only: Collection[OrganizationId]) -> list[OrganizationId]:
        """Organizations with a reported headcount or a stated base, or several changes and an implied level."""
        levels = [code for code, kind in self.kinds.items() if kind.level]
        changes = [code for code, kind in self.kinds.items() if kind.sign]
        always = replace(self.scope, first=None, last=None, text="", kinds=())
        where, parameters = self.reads.at.under(always).events_where()
        below = {member for one in only for member in (one, *families.get(one, ()))}  # it may make them one
        rows = []
        for among, ids in narrowed("e.organization_id", below):
            rows += self.db.execute(
                "SELECT organization_id, sum(level) AS levels, sum(implied) AS implied, sum(based) AS based, "
                "sum(changes OR implied) AS changes FROM (SELECT e.organization_id, "
                f"e.kind IN ({', '.join('?' * len(levels))}) AS level, "
                f"e.kind IN ({', '.join('?' * len(changes))}) AS changes, "
                "(e.count_words IS NOT NULL OR e.percent_best = 100) AND e.percent_words IS NOT NULL "
                "AND e.percent_of IS NULL AS implied, "
                f"e.base_words IS NOT NULL AS based FROM events e WHERE {where}{among}) GROUP BY 1 ORDER BY 1",
                (*levels, *changes, *parameters, *ids),
            ).fetchall()
        members = {member for family in families.values() for member in family}
        found = {
            row["organization_id"]
            for row in rows
            if row["levels"] or row["based"] or (row["implied"] and row["changes"] > 1)
            or (row["implied"] and row["organization_id"] in members)
        }  # fmt: skip
        found.update(top for top, family in families.items() if found.intersection(family))
        return sorted(found.intersection(only))

    def _headcounts(self, ids: Sequence[OrganizationId], families: Families, plain: Plain) -> Iterator[Found]:
        others = {one for one in ids if one in families or one in plain.others}
        found: list[tuple[OrganizationId, Finding]] = []
        for one in ids:
            if one not in others:
                found += [(one, finding) for finding in _of_plain(one, told(plain.of(one)))]
        others = set(self._candidates(families, others)) if others else set()
        whole = {member for one in others for member in families.get(one, (one,))}
        by_organization: dict[OrganizationId, list[Event]] = defaultdict(list)
        for event in self._workforce(sorted(whole)):
            by_organization[event.organization_id].append(event)
        for one in sorted(others):
            family = families.get(one, (one,))
            members = (event for member in family for event in by_organization.get(member, ()))
            events = counting_toward(members, self.kinds, organization_id=one, family=family)
            found += [(one, finding) for finding in self._of_organization(one, events)]
        yield from self._inside(found)
        for one in ids:  # the changes of a whole ledger are not kept until the last organization
            plain.steps.pop(one, None)

    def _inside(self, found: Iterable[tuple[OrganizationId, Finding]]) -> Iterator[Found]:
        """The findings whose event is in the scope, where that narrows by more than organization and status."""
        scope = self.scope
        if scope.first is None and scope.last is None and not scope.text.strip() and not scope.kinds:
            yield from found
            return
        found = list(found)
        inside: set[EventId] = set()
        for among, ids in narrowed("e.id", {_about(finding) for _, finding in found}):
            rows = self.db.execute(f"SELECT e.id FROM events e WHERE {self.where}{among}", (*self.parameters, *ids))
            inside.update(row[0] for row in rows)
        for subject, finding in found:
            if _about(finding) in inside:
                yield subject, finding

    def _series(
        self, organization_id: OrganizationId, population: Population, events: Sequence[Event]
    ) -> HeadcountSeries:
        from db.analysis.headcount.reconstruct import reconstruct

        return reconstruct(
            events,
            self.kinds,
            organization_id=organization_id,
            population=population,
            as_of=self.as_of,
            minimum_status=self.scope.minimum_status,
        )

    def _of_organization(self, organization_id: OrganizationId, events: Sequence[Event]) -> Iterator[Finding]:
        populations = {event.population or self.kinds[event.kind].population for event in events}
        before: dict[EventId, LevelBefore] = {}
        for population in (Population.EMPLOYEES, Population.CONTINGENT):
            if population in populations:
                series = self._series(organization_id, population, events)
                before.update((one.event_id, one) for one in series.bases)
                yield from of_levels.of_headcount(series)
        # Only a claim with a base of its own, or beside a reported headcount, can be compared with anything.
        telling = [
            event for event in events
            if not self.kinds[event.kind].level and (event.id in before or event.values.base is not None)
        ]  # fmt: skip
        if telling:
            claims = self.reads.events.claims_of([event.id for event in telling])
            yield from of_levels.implied_bases(
                organization_id, telling, claims, before, self.kinds, minimum_status=self.scope.minimum_status
            )

    def _workforce(self, organization_ids: Sequence[OrganizationId]) -> list[Event]:
        codes = [code for code, kind in self.kinds.items() if kind.group is KindGroup.WORKFORCE]
        condition, parameters = self.reads.at.live("e")
        found: list[Event] = []
        for batch in batches(organization_ids):
            rows = self.db.execute(
                f"SELECT e.* FROM events e WHERE e.organization_id IN ({', '.join('?' * len(batch))}) "
                f"AND e.kind IN ({', '.join('?' * len(codes))}) AND {condition}",
                (*batch, *codes, *parameters),
            ).fetchall()
            found += read_events(rows)
        return found


def _of_plain(organization_id: OrganizationId, found: Told) -> Iterator[Finding]:
    """What the walk through plain changes tells."""
    employees = Population.EMPLOYEES
    for sunk in found.below_zero:
        yield of_levels.below_zero(organization_id, employees, sunk)
    for apart in found.apart:
        yield of_levels.levels_apart(organization_id, employees, apart)
    for aside in found.aside:
        yield of_levels.set_aside(organization_id, employees, aside)


def _about(found: Finding) -> EventId:
    """The event that decides whether a finding is in a period: of two levels the later."""
    later = found.kind in {FindingKind.NOT_RECONCILED, FindingKind.IMPLIED_APART}
    return found.event_ids[-1] if later else found.event_ids[0]
