"""Looking for what may be in the ledger twice: organizations with like names, and events told twice.

Neither compares everything with everything: names are compared where they share a key, events with those of the same
organization (or of one with a like name) that lie within some days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial

from db.analysis.findings import judge
from db.analysis.findings.duplicates import Pair, duplicates, near
from db.analysis.findings.near_names import Name, like_names, read_name
from db.analysis.series import FindingKind
from db.findings.base import Found, Only, Search, narrowed
from db.model.ids import EventId, OrganizationId, SourceId
from db.model.records import Event
from db.store.codec import reading
from db.tables.where import Parameters, batches

#: Organizations looked at between two looks at the progress.
_PORTION = 100
#: Pairs whose events are read at once.
_PAIRS = 500
#: Versions of events read between two looks.
_VERSIONS = 25_000

Rows = list[tuple[object, ...]]
Names = Mapping[OrganizationId, tuple[Name, ...]]

#: The columns of a brief, in its order. A date that is open to a side ends where it begins.
_BRIEF = (
    "SELECT e.organization_id, ifnull(e.earliest, e.latest), e.id, ifnull(e.latest, e.earliest), e.version, e.place, "
    "ifnull(e.count_low, ifnull(e.count_best, e.count_high)) IS NOT NULL, e.count_low, e.count_high, "
    "e.percent_of IS NULL AND ifnull(e.percent_low, ifnull(e.percent_best, e.percent_high)) IS NOT NULL, "
    "e.percent_low, e.percent_high, "
    "e.person IS NULL AND e.counterparty_id IS NULL AND e.amount_words IS NULL"
)


class DuplicateSearch(Search):
    """The steps through the names and the calendar of a scope."""

    # Organizations.

    def names(self, only: Only = None) -> dict[OrganizationId, tuple[Name, ...]]:
        """The names and aliases of the organizations, taken apart."""
        found: dict[OrganizationId, dict[Name, None]] = defaultdict(dict)
        for table, owner in (("organizations", "id"), ("aliases", "organization_id")):
            condition, parameters = self.reads.at.live("o")
            for among, ids in narrowed(f"o.{owner}", only):
                for organization_id, name in self.db.execute(
                    f"SELECT o.{owner}, o.name FROM {table} o WHERE {condition}{among} ORDER BY o.id",
                    (*parameters, *ids),
                ).fetchall():
                    found[organization_id][read_name(name)] = None
        return {organization_id: tuple(names) for organization_id, names in found.items()}

    def organizations(self, names: Names, keys: Iterable[str] | None = None) -> Iterator[Found]:
        """Organizations that may be one; of ``keys`` only."""
        wanted = None if keys is None else set(keys)
        named: dict[str, list[tuple[OrganizationId, Name]]] = defaultdict(list)
        for organization_id, own in names.items():
            for name in own:
                if wanted is None or name.key in wanted:
                    named[name.key].append((organization_id, name))
        proposed = [(key, *pair) for key, alike in named.items() if len(alike) > 1 for pair in like_names(alike)]
        if not proposed:
            return
        inside = self.scope.organization_ids and set(self.reads.at.with_subsidiaries(*self.scope.organization_ids))
        parents, shown = self._described({one for pair in proposed for one in pair[1:3]})
        for key, one, other, why in proposed:
            if one not in parents or other not in parents:
                continue  # gone by a change that is still to be followed up, and with it whatever is said of it
            related = parents[one] == other or parents[other] == one
            if not related and (not inside or one in inside or other in inside):
                yield (
                    key,
                    judge.finding(
                        FindingKind.POSSIBLE_DUPLICATE, one, (), field=why.value, figures=(one, other), other=other,
                        name=shown[one], other_name=shown[other],
                    ),
                )  # fmt: skip

    def _described(
        self, organization_ids: Iterable[OrganizationId]
    ) -> tuple[dict[OrganizationId, OrganizationId | None], dict[OrganizationId, str]]:
        condition, parameters = self.reads.at.live("o")
        rows = []
        for among, ids in narrowed("o.id", set(organization_ids)):
            rows += self.db.execute(
                f"SELECT o.id, o.parent_id, o.name FROM organizations o WHERE {condition}{among}", (*parameters, *ids)
            ).fetchall()
        return {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}

    # Events.

    def portions(self, only: Collection[OrganizationId] | None = None) -> list[Callable[[], Iterable[Found]]]:
        """Events told twice of the same organization, as portions of work; ``only`` are organizations.

        All events are read in one go through the file, some thousands at a time; those of a few by their index.
        """
        if only is not None:
            return [partial(self._of_organizations, batch) for batch in batches(sorted(only), _PORTION)]
        last = self.db.execute("SELECT ifnull(max(version), 0) FROM events").fetchone()[0]
        rows: Rows = []
        pairs: list[Pair] = []
        work: list[Callable[[], Iterable[Found]]] = []
        for start in range(0, last + 1, _VERSIONS):
            work.append(partial(self._read, rows, start))
        work.append(partial(_compare, rows, pairs))
        return [*work, partial(self._of_pairs, pairs)]

    def _read(self, rows: Rows, start: int) -> Iterable[Found]:
        rows += self._rows(" AND e.version >= ? AND e.version < ?", [start, start + _VERSIONS])
        return ()

    def _of_pairs(self, pairs: Sequence[Pair]) -> Iterator[Found]:
        batch: list[Pair] = []
        for pair in pairs:  # those of one event are told together: the most alike is found among them
            if len(batch) >= _PAIRS and pair.other.event_id != batch[-1].other.event_id:
                yield from self._told_twice(batch)
                batch = []
            batch.append(pair)
        yield from self._told_twice(batch)

    def _of_organizations(self, organization_ids: Sequence[OrganizationId]) -> Iterator[Found]:
        yield from self._told_twice(near(self._briefs(organization_ids)))

    def across(self, organizations: Iterable[tuple[OrganizationId, OrganizationId]]) -> Iterator[Found]:
        """Events told twice of two organizations with like names."""
        for pair in organizations:
            # As if of one organization: which is whose is told from the events themselves.
            briefs = sorted((pair[0], *row[1:]) for row in self._briefs(set(pair)))
            for _, found in self._told_twice(near(briefs), across=True):
                yield pair, found

    def _briefs(self, only: Only) -> Rows:
        """The dated events of the scope, by organization, day and id."""
        found: Rows = []
        for among, ids in narrowed("e.organization_id", only):
            found += self._rows(among, ids)
        found.sort()  # the first three are like no other's
        return found

    def _rows(self, among: str, parameters: Parameters) -> Rows:
        cursor = self.db.execute(
            f"{_BRIEF} FROM events e WHERE {self.where}{among} AND (e.earliest IS NOT NULL OR e.latest IS NOT NULL)",
            (*self.parameters, *parameters),
        )
        cursor.row_factory = None
        return cursor.fetchall()

    def _told_twice(self, pairs: Sequence[Pair], *, across: bool = False) -> Iterator[Found]:
        events = self.versions(sorted({one.version for pair in pairs for one in pair[:2]}))
        read: list[tuple[Event, Event]] = [
            (events[one.version], events[other.version])
            for one, other, _ in pairs
            if one.version in events and other.version in events
        ]
        sources = self._sources({event.id for event in events.values()})
        for found in duplicates(read, self.kinds, sources, across=across):
            yield found.organization_id or 0, found

    def _sources(self, event_ids: set[EventId]) -> dict[EventId, frozenset[SourceId]]:
        condition, parameters = self.reads.at.live("c")
        found: dict[EventId, set[SourceId]] = {}
        for among, ids in narrowed("c.event_id", event_ids):
            for event_id, source_id in self.db.execute(
                f"SELECT c.event_id, c.source_id FROM claims c WHERE {condition} AND c.source_id IS NOT NULL{among}",
                (*parameters, *ids),
            ).fetchall():
                found.setdefault(event_id, set()).add(source_id)
        return {event_id: frozenset(source_ids) for event_id, source_ids in found.items()}


def _compare(rows: Rows, pairs: list[Pair]) -> Iterable[Found]:
    by_organization: dict[object, Rows] = defaultdict(list)
    for row in rows:
        by_organization[row[0]].append(row)
    ordered = (row for _, own in sorted(by_organization.items()) for row in sorted(own))
    with reading("a day"):
        pairs[:] = near(ordered)
    rows.clear()
    return ()
