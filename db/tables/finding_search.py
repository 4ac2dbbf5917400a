"""Looking for findings: step by step through a scope, and in portions through its headcounts.

SQL looks for candidates in the events' derived columns; only these are read and judged by ``db.analysis.findings``.
Headcounts are reconstructed only where one can be contradicted, some organizations at a time, so that a reader's
connection is never held for long; of those that trackers list, only what comes close to zero (``sinking``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from db.analysis import findings as judge
from db.analysis.family import counting_toward
from db.analysis.series import Finding, FindingKind, HeadcountSeries
from db.analysis.sinking import Stretch, stretches
from db.codec import DATE_ROLES, QUANTITIES, read_event
from db.records import Event, Scope
from db.search import batches, events_where, known_operation, live
from db.tables.plain_changes import plain_changes
from db.values import KindGroup, Population

if TYPE_CHECKING:
    from db.ledger import Ledger

_SEEN, _ENDED = "relationship_seen_active", "relationship_ended"
#: Organizations reconstructed between two looks at the progress.
_PORTION = 25


class FindingSearch:
    """The steps of one look through a scope. A ledger's thread only."""

    def __init__(self, ledger: Ledger, scope: Scope) -> None:
        self._ledger = ledger
        self._db = self._ledger.connection
        self._scope = scope
        self.known = known_operation(self._db, scope)
        self._as_of = scope.known_on or self._ledger.today()
        self._where, self._parameters = events_where(self._db, scope)
        self._kinds = self._ledger.kinds.all()

    def _events(self, condition: str, *, any_status: bool = False) -> list[Event]:
        """The events of the scope that meet a condition of ours."""
        where, parameters = self._where, self._parameters
        if any_status:
            where, parameters = events_where(self._db, self._scope, any_status=True)
        rows = self._db.execute(f"SELECT e.* FROM events e WHERE {where} AND {condition} ORDER BY e.id", parameters)
        return [read_event(row) for row in rows.fetchall()]

    # Claims against each other.

    def contradicted(self) -> Iterator[Finding]:
        """Fields whose claims cannot all be true."""
        events = self._events("e.contradicted IS NOT NULL")
        claims = self._ledger.events.claims_of([event.id for event in events], known=self.known)
        for event in events:
            yield from judge.contradictions(event, claims.get(event.id, []))

    def denied_beside(self) -> Iterator[Finding]:
        """Denials beside assertions."""
        events = self._events("e.denied_beside = 1", any_status=True)
        claims = self._ledger.events.claims_of([event.id for event in events], known=self.known)
        for event in events:
            yield judge.denial(event, claims.get(event.id, []))

    # Evidence that is missing. There may be very many of these, so nothing but ids is read.

    def single_rumor(self) -> Iterator[Finding]:
        """Rumors that one source alone tells."""
        where, parameters = events_where(self._db, self._scope, any_status=True)
        claim, claim_parameters = live("c", self.known)
        source, source_parameters = live("s", self.known)
        rows = self._db.execute(
            "SELECT e.id, e.organization_id, (SELECT s.publisher FROM claims c JOIN sources s ON s.id = c.source_id "
            f"AND {source} WHERE c.event_id = e.id AND c.status = 'rumored' AND {claim} ORDER BY c.id DESC LIMIT 1) "
            f"AS publisher FROM events e WHERE {where} AND e.status = 'rumored' AND e.source_count <= 1 ORDER BY e.id",
            (*source_parameters, *claim_parameters, *parameters),
        ).fetchall()
        for event_id, organization_id, publisher in rows:
            yield judge.finding(FindingKind.SINGLE_RUMOR, organization_id, (event_id,), publisher=publisher or None)

    def no_source(self) -> Iterator[Finding]:
        """Events nobody is named for."""
        rows = self._db.execute(
            f"SELECT e.id, e.organization_id FROM events e WHERE {self._where} AND e.source_count = 0 ORDER BY e.id",
            self._parameters,
        ).fetchall()
        for event_id, organization_id in rows:
            yield judge.finding(FindingKind.NO_SOURCE, organization_id, (event_id,))

    def not_understood(self) -> Iterator[Finding]:
        """Texts in the place of a date or a number."""
        unread = [f"(c.{role} = '' AND c.{role}_words <> '')" for role in DATE_ROLES]
        unread += [
            f"(c.{name}_words <> '' AND c.{name}_low IS NULL AND c.{name}_best IS NULL AND c.{name}_high IS NULL)"
            for name in QUANTITIES
        ]
        claim, claim_parameters = live("c", self.known)
        rows = self._db.execute(
            f"SELECT e.organization_id, c.* FROM claims c JOIN events e ON e.id = c.event_id WHERE {claim} "
            f"AND {self._where} AND ({' OR '.join(unread)}) AND NOT EXISTS (SELECT 1 FROM claims n "
            f"WHERE n.event_id = c.event_id AND n.supersedes_id = c.id AND {live('n', self.known)[0]}) ORDER BY c.id",
            (*claim_parameters, *self._parameters, *live("n", self.known)[1]),
        ).fetchall()
        sources = self._ledger.sources.many(
            list({row["source_id"] for row in rows if row["source_id"] is not None}), known=self.known
        )
        for row in rows:
            source = sources.get(row["source_id"])
            published = source.published.latest if source and source.published else None
            for field in (*DATE_ROLES, *QUANTITIES):
                words = row[f"{field}_words"]
                empty = row[field] == "" if field in DATE_ROLES else row[f"{field}_low"] is None
                if not words or not empty or (field in QUANTITIES and row[f"{field}_high"] is not None):
                    continue
                if not judge.understood(field, words, published):
                    yield judge.finding(
                        FindingKind.NOT_UNDERSTOOD,
                        row["organization_id"],
                        (row["event_id"],),
                        claim_ids=(row["id"],),
                        field=field,
                        words=words,
                    )

    # Events against each other.

    def end_before_start(self) -> Iterator[Finding]:
        """Events that end before they begin."""
        for event in self._events("e.until IS NOT NULL AND e.until <> '' AND e.earliest IS NOT NULL"):
            found = judge.end_before_start(event)
            if found is not None:
                yield found

    def parts_exceed(self) -> Iterator[Finding]:
        """Parts that add up to more than their whole."""
        condition, parameters = live("p", self.known)
        wholes = self._events(
            "e.count_high IS NOT NULL AND e.id IN (SELECT part_of_id FROM events WHERE part_of_id IS NOT NULL)"
        )
        for whole in wholes:
            rows = self._db.execute(
                f"SELECT p.* FROM events p WHERE p.part_of_id = ? AND {condition} ORDER BY p.id",
                (whole.id, *parameters),
            ).fetchall()
            counting = [part for part in map(read_event, rows) if self._counts(part)]
            found = judge.parts_exceed(whole, counting)
            if found is not None:
                yield found

    def _counts(self, event: Event) -> bool:
        status = event.values.status
        return status is not None and judge.at_least(status, self._scope.minimum_status)

    def active_after_ended(self) -> Iterator[Finding]:
        """Relationships seen active after their end."""
        from db.analysis.tracks import place_events

        ids = [
            row[0]
            for row in self._db.execute(
                f"SELECT e.relationship_id FROM events e WHERE {self._where} AND e.kind IN (?, ?) "
                "AND e.relationship_id IS NOT NULL GROUP BY 1 HAVING count(DISTINCT e.kind) = 2 ORDER BY 1",
                (*self._parameters, _SEEN, _ENDED),
            ).fetchall()
        ]
        condition, parameters = live("e", self.known)
        for relationship_id in ids:
            relationship = self._ledger.relationships.get(relationship_id, known=self.known)
            rows = self._db.execute(
                f"SELECT e.* FROM events e WHERE e.relationship_id = ? AND {condition}", (relationship_id, *parameters)
            ).fetchall()
            events = [
                event for event in map(read_event, rows) if self._kinds[event.kind].group is KindGroup.RELATIONSHIP
            ]
            if relationship is None:
                continue
            track = place_events(
                relationship, events, self._kinds, as_of=self._as_of, minimum_status=self._scope.minimum_status
            )
            witnesses = {event.id: event for event in events if event.kind in (_SEEN, _ENDED)}
            yield from judge.active_after_ended(track, witnesses, events[0].organization_id)

    # Headcount.

    def headcount_portions(self) -> list[Callable[[], Iterator[Finding]]]:
        """The organizations whose headcount something can contradict, as portions of work."""
        families = self._families()
        inside = self._inside()
        ids = self._candidates(families)
        return [partial(self._headcounts, batch, families, inside) for batch in batches(ids, _PORTION)]

    def _families(self) -> Mapping[int, tuple[int, ...]]:
        """An organization and everything below it, for those that have anything below them."""
        condition, parameters = live("o", self.known)
        below: dict[int, list[int]] = defaultdict(list)
        for child, parent in self._db.execute(
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

    def _inside(self) -> frozenset[int] | None:
        """The events of the scope where it narrows by more than organization and status; None: all of them."""
        scope = self._scope
        if scope.first is None and scope.last is None and not scope.text.strip() and not scope.kinds:
            return None
        rows = self._db.execute(f"SELECT e.id FROM events e WHERE {self._where}", self._parameters).fetchall()
        return frozenset(row[0] for row in rows)

    def _candidates(self, families: Mapping[int, tuple[int, ...]]) -> list[int]:
        """Organizations with a reported headcount or a stated base, or several changes and an implied level."""
        levels = [code for code, kind in self._kinds.items() if kind.level]
        changes = [code for code, kind in self._kinds.items() if kind.sign]
        whole = replace(self._scope, first=None, last=None, text="", kinds=())
        where, parameters = events_where(self._db, whole)
        rows = self._db.execute(
            "SELECT organization_id, sum(level) AS levels, sum(implied) AS implied, sum(based) AS based, "
            "sum(changes) AS changes FROM (SELECT e.organization_id, "
            f"e.kind IN ({', '.join('?' * len(levels))}) AS level, "
            f"e.kind IN ({', '.join('?' * len(changes))}) AS changes, "
            "e.count_words IS NOT NULL AND e.percent_words IS NOT NULL AND e.percent_of IS NULL AS implied, "
            f"e.base_words IS NOT NULL AS based FROM events e WHERE {where}) GROUP BY 1 ORDER BY 1",
            (*levels, *changes, *parameters),
        ).fetchall()
        members = {member for family in families.values() for member in family}
        found = {
            row["organization_id"]
            for row in rows
            if row["levels"] or row["based"] or (row["implied"] and row["changes"] > 1)
            or (row["implied"] and row["organization_id"] in members)
        }  # fmt: skip
        found.update(top for top, family in families.items() if found.intersection(family))
        return sorted(found)

    def _headcounts(
        self, ids: Sequence[int], families: Mapping[int, tuple[int, ...]], inside: frozenset[int] | None
    ) -> Iterator[Finding]:
        alone = [one for one in ids if one not in families]
        changes = plain_changes(
            self._db, alone, self._kinds, known=self.known, as_of=self._as_of,
            minimum_status=self._scope.minimum_status,
        )  # fmt: skip
        near = {one: stretches(plain.steps) for one, plain in changes.items() if plain.plain}
        versions = [changes[one].versions[at] for one, parts in near.items() for part in parts for at in part.ids]
        around = self._versions(versions)
        whole = {member for one in ids if one not in near for member in families.get(one, (one,))}
        by_organization: dict[int, list[Event]] = defaultdict(list)
        for event in self._workforce(sorted(whole)):
            by_organization[event.organization_id].append(event)
        for one in ids:
            if one in near:
                findings = self._sinking(one, near[one], around)
            else:
                family = families.get(one, (one,))
                members = (event for member in family for event in by_organization.get(member, ()))
                events = counting_toward(members, self._kinds, organization_id=one, family=family)
                findings = self._of_organization(one, events)
            for found in findings:
                if inside is None or _about(found) in inside:
                    yield found

    def _sinking(
        self, organization_id: int, parts: Sequence[Stretch], events: Mapping[int, Event]
    ) -> Iterator[Finding]:
        """Levels below zero of an organization with nothing but plain changes, from the stretches that come close."""
        for part in parts:
            around = [events[event_id] for event_id in part.ids]
            for found in judge.of_headcount(self._series(organization_id, Population.EMPLOYEES, around)):
                if found.kind is FindingKind.BELOW_ZERO and found.event_ids[0] in part.inner:
                    yield found

    def _series(self, organization_id: int, population: Population, events: Sequence[Event]) -> HeadcountSeries:
        from db.analysis.headcount import reconstruct

        return reconstruct(
            events,
            self._kinds,
            organization_id=organization_id,
            population=population,
            as_of=self._as_of,
            minimum_status=self._scope.minimum_status,
        )

    def _of_organization(self, organization_id: int, events: Sequence[Event]) -> Iterator[Finding]:
        populations = {event.population or self._kinds[event.kind].population for event in events}
        for population in (Population.EMPLOYEES, Population.CONTINGENT):
            if population in populations:
                yield from judge.of_headcount(self._series(organization_id, population, events))
        if not self._comparable(events):
            return
        with_both = [
            event.id for event in events if event.values.count is not None and event.values.percent is not None
        ]
        yield from judge.implied_bases(
            events,
            self._ledger.events.claims_of(with_both, known=self.known),
            self._kinds,
            organization_id=organization_id,
            minimum_status=self._scope.minimum_status,
        )

    def _versions(self, versions: Sequence[int]) -> dict[int, Event]:
        """Events by id."""
        found: dict[int, Event] = {}
        for batch in batches(versions):
            rows = self._db.execute(
                f"SELECT e.* FROM events e WHERE e.version IN ({', '.join('?' * len(batch))})", tuple(batch)
            ).fetchall()
            found.update((row["id"], read_event(row)) for row in rows)
        return found

    def _comparable(self, events: Sequence[Event]) -> bool:
        """Whether anything is stated that an implied base could be compared with."""
        return any(event.values.base is not None or self._kinds[event.kind].level for event in events)

    def _workforce(self, organization_ids: Sequence[int]) -> list[Event]:
        codes = [code for code, kind in self._kinds.items() if kind.group is KindGroup.WORKFORCE]
        condition, parameters = live("e", self.known)
        found: list[Event] = []
        for batch in batches(organization_ids):
            rows = self._db.execute(
                f"SELECT e.* FROM events e WHERE e.organization_id IN ({', '.join('?' * len(batch))}) "
                f"AND e.kind IN ({', '.join('?' * len(codes))}) AND {condition}",
                (*batch, *codes, *parameters),
            ).fetchall()
            found += [read_event(row) for row in rows]
        return found


def _about(found: Finding) -> int:
    """The event that decides whether a finding is in a period: of two headcounts the later."""
    return found.event_ids[-1] if found.kind is FindingKind.NOT_RECONCILED else found.event_ids[0]
