"""Looking for findings in the evidence: claims, texts, parts, relationships.

SQL looks for candidates in the events' derived columns; only these are read and judged by
``db.analysis.findings.judge``. Each step can be narrowed to what a change has touched, and says of every finding what
it was found for: exactly that is looked at anew after the next change.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping

from db.analysis.findings import judge
from db.analysis.series import FindingKind
from db.findings.base import Found, Only, Search, narrowed
from db.model.ids import EventId, RelationshipId
from db.model.records import Event
from db.model.values import KindGroup
from db.store.codec import DATE_ROLES, QUANTITIES, read_event

_SEEN, _ENDED = "relationship_seen_active", "relationship_ended"
#: What SQL looks for in the derived columns of an event, by step.
_LOOKED_FOR = {
    "contradicted": "e.contradicted IS NOT NULL",
    "denied_beside": "e.denied_beside = 1",
    "end_before_start": "e.until IS NOT NULL AND e.until <> '' AND e.earliest IS NOT NULL",
    "single_rumor": "e.status = 'rumored' AND e.source_count <= 1",
    "no_source": "e.source_count = 0",
}
#: Above this many candidates a step reads the events once more.
_MANY = 5000


class FindingSearch(Search):
    """The steps through the evidence of a scope. ``only`` are events, wholes or relationships."""

    def candidates(self) -> dict[str, Only]:
        """For each step that looks at derived columns the events it may find something in, from one pass over all.

        None: there are very many, or the step looks elsewhere.
        """
        live, parameters = self.reads.at.live("e")
        steps = list(_LOOKED_FOR)
        flags = [f"ifnull({condition}, 0)" for condition in _LOOKED_FOR.values()]
        rows = self.db.execute(
            f"SELECT e.id, {', '.join(flags)} FROM events e WHERE {live} AND ({' OR '.join(flags)})", parameters
        ).fetchall()
        found: dict[str, Only] = {}
        for place, step in enumerate(steps, start=1):
            ids = [row[0] for row in rows if row[place]]
            found[step] = ids if len(ids) <= _MANY else None
        return found

    # Claims against each other.

    def contradicted(self, only: Only = None) -> Iterator[Found]:
        """Fields whose claims cannot all be true."""
        for events in self.events(_LOOKED_FOR["contradicted"], only):
            claims = self.reads.events.claims_of([event.id for event in events])
            for event in events:
                for found in judge.contradictions(event, claims.get(event.id, [])):
                    yield event.id, found

    def denied_beside(self, only: Only = None) -> Iterator[Found]:
        """Denials beside assertions."""
        for events in self.events(_LOOKED_FOR["denied_beside"], only, any_status=True):
            claims = self.reads.events.claims_of([event.id for event in events])
            for event in events:
                yield event.id, judge.denial(event, claims.get(event.id, []))

    # Evidence that is missing. There may be very many of these, so nothing but ids is read.

    def single_rumor(self, only: Only = None) -> Iterator[Found]:
        """Rumors that one source alone tells."""
        claim, claim_parameters = self.reads.at.live("c")
        source, source_parameters = self.reads.at.live("s")
        for among, ids in narrowed("e.id", only):
            rows = self.db.execute(
                "SELECT e.id, e.organization_id, (SELECT s.publisher FROM claims c JOIN sources s "
                f"ON s.id = c.source_id AND {source} WHERE c.event_id = e.id AND c.status = 'rumored' AND {claim} "
                f"ORDER BY c.id DESC LIMIT 1) AS publisher FROM events e WHERE {self.anyhow} "
                f"AND {_LOOKED_FOR['single_rumor']}{among} ORDER BY e.id",
                (*source_parameters, *claim_parameters, *self.anyhow_parameters, *ids),
            ).fetchall()
            for event_id, organization_id, publisher in rows:
                yield (
                    event_id,
                    judge.finding(FindingKind.SINGLE_RUMOR, organization_id, (event_id,), publisher=publisher or None),
                )

    def no_source(self, only: Only = None) -> Iterator[Found]:
        """Events nobody is named for."""
        for among, ids in narrowed("e.id", only):
            rows = self.db.execute(
                f"SELECT e.id, e.organization_id FROM events e WHERE {self.where} AND {_LOOKED_FOR['no_source']}"
                f"{among} ORDER BY e.id",
                (*self.parameters, *ids),
            ).fetchall()
            for event_id, organization_id in rows:
                yield event_id, judge.finding(FindingKind.NO_SOURCE, organization_id, (event_id,))

    def not_understood(self, only: Only = None) -> Iterator[Found]:
        """Texts in the place of a date or a number."""
        unread = [f"(c.{role} = '' AND c.{role}_words <> '')" for role in DATE_ROLES]
        unread += [
            f"(c.{name}_words <> '' AND c.{name}_low IS NULL AND c.{name}_best IS NULL AND c.{name}_high IS NULL)"
            for name in QUANTITIES
        ]
        claim, claim_parameters = self.reads.at.live("c")
        newer, newer_parameters = self.reads.at.live("n")
        for among, ids in narrowed("c.event_id", only):
            rows = self.db.execute(
                f"SELECT e.organization_id, c.* FROM claims c JOIN events e ON e.id = c.event_id WHERE {claim} "
                f"AND {self.where} AND ({' OR '.join(unread)}) AND NOT EXISTS (SELECT 1 FROM claims n "
                f"WHERE n.event_id = c.event_id AND n.supersedes_id = c.id AND {newer}){among} ORDER BY c.id",
                (*claim_parameters, *self.parameters, *newer_parameters, *ids),
            ).fetchall()
            if rows:
                yield from self._unread(rows)

    def _unread(self, rows: list[sqlite3.Row]) -> Iterator[Found]:
        sources = self.reads.sources.many(list({row["source_id"] for row in rows if row["source_id"] is not None}))
        for row in rows:
            source = sources.get(row["source_id"])
            published = source.published.latest if source and source.published else None
            for field in (*DATE_ROLES, *QUANTITIES):
                words = row[f"{field}_words"]
                if words and not _has_value(row, field) and not judge.understood(field, words, published):
                    yield (
                        row["event_id"],
                        judge.finding(
                            FindingKind.NOT_UNDERSTOOD, row["organization_id"], (row["event_id"],),
                            claim_ids=(row["id"],), field=field, words=words,
                        ),
                    )  # fmt: skip

    # Events against each other.

    def end_before_start(self, only: Only = None) -> Iterator[Found]:
        """Events that end before they begin."""
        for events in self.events(_LOOKED_FOR["end_before_start"], only):
            for event in events:
                found = judge.end_before_start(event)
                if found is not None:
                    yield event.id, found

    def implausible_dates(self, only: Only = None) -> Iterator[Found]:
        """Dates that are far from plausible; EDTF text orders as its first day does, well enough to look for them."""
        claim, claim_parameters = self.reads.at.live("c")
        today, far = self.as_of.isoformat(), judge.years_after(self.as_of, judge.FAR_AHEAD).isoformat()
        for among, ids in narrowed("c.event_id", only):
            event_ids = [
                row[0]
                for row in self.db.execute(
                    f"SELECT DISTINCT c.event_id FROM claims c WHERE {claim} AND (c.announced > ? OR c.effective > ? "
                    "OR c.until > ? OR (c.announced < '1900' AND c.announced <> '') "
                    "OR (c.effective < '1900' AND c.effective <> '') OR (c.until < '1900' AND c.until <> '') "
                    "OR (c.effective < c.announced AND c.effective <> '')"
                    f"){among}",
                    (*claim_parameters, today, far, far, *ids),
                ).fetchall()
            ]
            for events in self.events("TRUE", event_ids):
                claims = self.reads.events.claims_of([event.id for event in events])
                for event in events:
                    for found in judge.implausible_dates(event, claims.get(event.id, []), self.as_of):
                        yield event.id, found

    def parts_exceed(
        self, only: Only = None, parts: Mapping[EventId, Collection[EventId]] | None = None
    ) -> Iterator[Found]:
        """Parts that add up to more than their whole; ``only`` are wholes, ``parts`` what may be their parts."""
        parts = self.parts() if parts is None else parts
        wanted = parts.keys() if only is None else parts.keys() & set(only)
        condition, parameters = self.reads.at.live("p")
        for wholes in self.events("e.count_high IS NOT NULL", wanted):
            for whole in wholes:
                found: list[Event] = []
                for among, ids in narrowed("p.id", parts[whole.id]):
                    rows = self.db.execute(
                        f"SELECT p.* FROM events p WHERE p.part_of_id = ? AND {condition}{among} ORDER BY p.id",
                        (whole.id, *parameters, *ids),
                    ).fetchall()
                    found += map(read_event, rows)
                exceeding = judge.parts_exceed(whole, filter(self._counts, found))
                if exceeding is not None:
                    yield whole.id, exceeding

    def parts(self, only: Only = None) -> dict[EventId, frozenset[EventId]]:
        """The events that are, or ever were, parts of a whole, by the whole; ``only`` are parts."""
        found: dict[EventId, set[EventId]] = {}
        for among, ids in narrowed("e.id", only):
            for whole_id, part_id in self.db.execute(
                f"SELECT e.part_of_id, e.id FROM events e WHERE e.part_of_id IS NOT NULL{among}", ids
            ).fetchall():
                found.setdefault(whole_id, set()).add(part_id)
        return {whole_id: frozenset(part_ids) for whole_id, part_ids in found.items()}

    def _counts(self, event: Event) -> bool:
        status = event.values.status
        return status is not None and judge.at_least(status, self.scope.minimum_status)

    def active_after_ended(self, only: Only = None) -> Iterator[Found]:
        """Relationships seen active after their end; ``only`` are relationships."""
        ids = []
        for among, some in narrowed("e.relationship_id", only):
            ids += [
                row[0]
                for row in self.db.execute(
                    f"SELECT e.relationship_id FROM events e WHERE {self.where} AND e.kind IN (?, ?) "
                    f"AND e.relationship_id IS NOT NULL{among} GROUP BY 1 HAVING count(DISTINCT e.kind) = 2 ORDER BY 1",
                    (*self.parameters, _SEEN, _ENDED, *some),
                ).fetchall()
            ]
        for relationship_id in ids:
            yield from self._active_after_ended(relationship_id)

    def _active_after_ended(self, relationship_id: RelationshipId) -> Iterator[Found]:
        from db.analysis.relationships.tracks import place_events

        condition, parameters = self.reads.at.live("e")
        relationship = self.reads.relationships.get(relationship_id)
        if relationship is None:
            return
        rows = self.db.execute(
            f"SELECT e.* FROM events e WHERE e.relationship_id = ? AND {condition} ORDER BY e.id",
            (relationship_id, *parameters),
        ).fetchall()
        events = [event for event in map(read_event, rows) if self.kinds[event.kind].group is KindGroup.RELATIONSHIP]
        track = place_events(
            relationship, events, self.kinds, as_of=self.as_of, minimum_status=self.scope.minimum_status
        )
        witnesses = {event.id: event for event in events if event.kind in (_SEEN, _ENDED)}
        for found in judge.active_after_ended(track, witnesses, events[0].organization_id):
            yield relationship_id, found


def _has_value(row: sqlite3.Row, field: str) -> bool:
    if field in DATE_ROLES:
        return bool(row[field] != "")
    return any(row[f"{field}_{end}"] is not None for end in ("low", "best", "high"))
