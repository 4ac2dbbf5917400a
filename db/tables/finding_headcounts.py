"""Looking for findings in the headcounts: some organizations at a time, only those that something can contradict.

A reader's connection is never held for long that way. Of the organizations that trackers list, only what comes close
to zero is reconstructed (``sinking``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from db.analysis import findings as judge
from db.analysis.family import counting_toward
from db.analysis.series import Finding, FindingKind, HeadcountSeries
from db.analysis.sinking import Stretch, Sunk, sinking
from db.codec import read_event
from db.records import Event
from db.search import batches, events_where, live, with_subsidiaries
from db.tables.finding_base import Found, Only, Search, narrowed
from db.tables.plain_changes import plain_changes
from db.values import KindGroup, Population

#: Organizations reconstructed between two looks at the progress.
_PORTION = 25

Families = Mapping[int, tuple[int, ...]]


class HeadcountSearch(Search):
    """The steps through the headcounts of a scope."""

    def portions(self, only: Only = None) -> list[Callable[[], Iterator[Found]]]:
        """The organizations (of ``only``) whose headcount something can contradict, as portions of work."""
        families = self._families()
        ids = self._candidates(families, only)
        return [partial(self._headcounts, batch, families) for batch in batches(ids, _PORTION)]

    def _families(self) -> Families:
        """An organization and everything below it, for those that have anything below them."""
        condition, parameters = live("o", self.known)
        below: dict[int, list[int]] = defaultdict(list)
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

    def _candidates(self, families: Families, only: Only) -> list[int]:
        """Organizations with a reported headcount or a stated base, or several changes and an implied level."""
        levels = [code for code, kind in self.kinds.items() if kind.level]
        changes = [code for code, kind in self.kinds.items() if kind.sign]
        where, parameters = events_where(self.db, replace(self.scope, first=None, last=None, text="", kinds=()))
        if only is not None:  # what is below them may make them one
            only = {member for one in only for member in (one, *families.get(one, ()))}
        rows = []
        for among, ids in narrowed("e.organization_id", only):
            rows += self.db.execute(
                "SELECT organization_id, sum(level) AS levels, sum(implied) AS implied, sum(based) AS based, "
                "sum(changes OR implied) AS changes FROM (SELECT e.organization_id, "
                f"e.kind IN ({', '.join('?' * len(levels))}) AS level, "
                f"e.kind IN ({', '.join('?' * len(changes))}) AS changes, "
                "e.count_words IS NOT NULL AND e.percent_words IS NOT NULL AND e.percent_of IS NULL AS implied, "
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
        if self.scope.organization_ids:  # neither what is above them nor the other sides of their relationships
            found.intersection_update(with_subsidiaries(self.db, self.scope.organization_ids, self.known))
        return sorted(found if only is None else found.intersection(only))

    def _headcounts(self, ids: Sequence[int], families: Families) -> Iterator[Found]:
        alone = [one for one in ids if one not in families]
        changes = plain_changes(
            self.db, alone, self.kinds, known=self.known, as_of=self.as_of, minimum_status=self.scope.minimum_status
        )
        near = {one: sinking(plain.steps) for one, plain in changes.items() if plain.plain}
        versions = [changes[one].versions[at] for one, (_, parts) in near.items() for part in parts for at in part.ids]
        around = {event.id: event for event in self.versions(versions).values()}
        whole = {member for one in ids if one not in near for member in families.get(one, (one,))}
        by_organization: dict[int, list[Event]] = defaultdict(list)
        for event in self._workforce(sorted(whole)):
            by_organization[event.organization_id].append(event)
        found: list[tuple[int, Finding]] = []
        for one in ids:
            if one in near:
                findings = self._sinking(one, *near[one], around)
            else:
                family = families.get(one, (one,))
                members = (event for member in family for event in by_organization.get(member, ()))
                events = counting_toward(members, self.kinds, organization_id=one, family=family)
                findings = self._of_organization(one, events)
            found += [(one, finding) for finding in findings]
        yield from self._inside(found)

    def _inside(self, found: Iterable[tuple[int, Finding]]) -> Iterator[Found]:
        """The findings whose event is in the scope, where that narrows by more than organization and status."""
        scope = self.scope
        if scope.first is None and scope.last is None and not scope.text.strip() and not scope.kinds:
            yield from found
            return
        found = list(found)
        inside: set[int] = set()
        for among, ids in narrowed("e.id", {_about(finding) for _, finding in found}):
            rows = self.db.execute(f"SELECT e.id FROM events e WHERE {self.where}{among}", (*self.parameters, *ids))
            inside.update(row[0] for row in rows)
        for subject, finding in found:
            if _about(finding) in inside:
                yield subject, finding

    def _sinking(
        self, organization_id: int, sunk: Sequence[Sunk], parts: Sequence[Stretch], events: Mapping[int, Event]
    ) -> Iterator[Finding]:
        """Levels below zero of an organization with nothing but plain changes."""
        for event_id, day, level in sunk:
            yield judge.below_zero(
                organization_id, Population.EMPLOYEES, event_id, level=level, day=date.fromisoformat(day)
            )
        for part in parts:
            around = [events[event_id] for event_id in part.ids]
            for found in judge.of_headcount(self._series(organization_id, Population.EMPLOYEES, around)):
                if found.kind is FindingKind.BELOW_ZERO and found.event_ids[0] in part.inner:
                    yield found

    def _series(self, organization_id: int, population: Population, events: Sequence[Event]) -> HeadcountSeries:
        from db.analysis.headcount import reconstruct

        return reconstruct(
            events,
            self.kinds,
            organization_id=organization_id,
            population=population,
            as_of=self.as_of,
            minimum_status=self.scope.minimum_status,
        )

    def _of_organization(self, organization_id: int, events: Sequence[Event]) -> Iterator[Finding]:
        populations = {event.population or self.kinds[event.kind].population for event in events}
        for population in (Population.EMPLOYEES, Population.CONTINGENT):
            if population in populations:
                yield from judge.of_headcount(self._series(organization_id, population, events))
        # Only where anything is stated can an implied base be compared with it.
        if not any(event.values.base is not None or self.kinds[event.kind].level for event in events):
            return
        with_both = [
            event.id for event in events if event.values.count is not None and event.values.percent is not None
        ]
        yield from judge.implied_bases(
            events,
            self.ledger.events.claims_of(with_both, known=self.known),
            self.kinds,
            organization_id=organization_id,
            minimum_status=self.scope.minimum_status,
        )

    def _workforce(self, organization_ids: Sequence[int]) -> list[Event]:
        codes = [code for code, kind in self.kinds.items() if kind.group is KindGroup.WORKFORCE]
        condition, parameters = live("e", self.known)
        found: list[Event] = []
        for batch in batches(organization_ids):
            rows = self.db.execute(
                f"SELECT e.* FROM events e WHERE e.organization_id IN ({', '.join('?' * len(batch))}) "
                f"AND e.kind IN ({', '.join('?' * len(codes))}) AND {condition}",
                (*batch, *codes, *parameters),
            ).fetchall()
            found += [read_event(row) for row in rows]
        return found


def _about(found: Finding) -> int:
    """The event that decides whether a finding is in a period: of two headcounts the later."""
    return found.event_ids[-1] if found.kind is FindingKind.NOT_RECONCILED else found.event_ids[0]
