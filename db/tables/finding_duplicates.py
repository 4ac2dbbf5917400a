"""Looking for what may be in the ledger twice: organizations with like names, and events told twice.

Neither compares everything with everything: names are compared where they share a key, events with those of the same
organization (or of one with a like name) that lie within some days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter

from db.analysis import findings as judge
from db.analysis.duplicates import Brief, duplicates, near
from db.analysis.near_names import Name, like_names, read_name
from db.analysis.series import FindingKind
from db.records import Event
from db.search import batches, live, with_subsidiaries
from db.tables.finding_base import Found, Only, Search, narrowed

#: Organizations looked at between two looks at the progress.
_PORTION = 100

Pair = tuple[Brief, Brief]
Names = Mapping[int, tuple[Name, ...]]

#: The columns of a brief, in its order. A date that is open to a side ends where it begins; days count from any noon.
_BRIEF = (
    "SELECT e.organization_id, CAST(julianday(ifnull(e.earliest, e.latest)) AS INTEGER), e.id, "
    "CAST(julianday(ifnull(e.latest, e.earliest)) AS INTEGER), e.version, "
    "ifnull(e.count_low, ifnull(e.count_best, e.count_high)) IS NOT NULL, e.count_low, e.count_high, "
    "e.percent_of IS NULL AND ifnull(e.percent_low, ifnull(e.percent_best, e.percent_high)) IS NOT NULL, "
    "e.percent_low, e.percent_high, "
    "e.person IS NULL AND e.counterparty_id IS NULL AND e.amount_words IS NULL"
)


class DuplicateSearch(Search):
    """The steps through the names and the calendar of a scope."""

    # Organizations.

    def names(self, only: Only = None) -> dict[int, tuple[Name, ...]]:
        """The names and aliases of the organizations, taken apart."""
        found: dict[int, dict[Name, None]] = defaultdict(dict)
        for table, owner in (("organizations", "id"), ("aliases", "organization_id")):
            condition, parameters = live("o", self.known)
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
        named: dict[str, list[tuple[int, Name]]] = defaultdict(list)
        for organization_id, own in names.items():
            for name in own:
                if wanted is None or name.key in wanted:
                    named[name.key].append((organization_id, name))
        proposed = [(key, *pair) for key, alike in named.items() if len(alike) > 1 for pair in like_names(alike)]
        if not proposed:
            return
        inside = self.scope.organization_ids and set(
            with_subsidiaries(self.db, self.scope.organization_ids, self.known)
        )
        parents, shown = self._described({one for pair in proposed for one in pair[1:3]})
        for key, one, other, why in proposed:
            related = parents[one] == other or parents[other] == one
            if not related and (not inside or one in inside or other in inside):
                yield (
                    key,
                    judge.finding(
                        FindingKind.POSSIBLE_DUPLICATE, one, (), field=why.value, figures=(one, other), other=other,
                        name=shown[one], other_name=shown[other],
                    ),
                )  # fmt: skip

    def _described(self, organization_ids: Iterable[int]) -> tuple[dict[int, int | None], dict[int, str]]:
        condition, parameters = live("o", self.known)
        rows = []
        for among, ids in narrowed("o.id", set(organization_ids)):
            rows += self.db.execute(
                f"SELECT o.id, o.parent_id, o.name FROM organizations o WHERE {condition}{among}", (*parameters, *ids)
            ).fetchall()
        return {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}

    # Events.

    def portions(self, only: Only = None) -> list[Callable[[], Iterator[Found]]]:
        """Events told twice of the same organization, some organizations at a time; ``only`` are organizations."""
        if only is None:
            rows = self.db.execute("SELECT DISTINCT organization_id FROM events").fetchall()
            only = [row[0] for row in rows]
        return [partial(self._of_organizations, batch) for batch in batches(sorted(only), _PORTION)]

    def _of_organizations(self, organization_ids: Sequence[int]) -> Iterator[Found]:
        by_organization = groupby(self._briefs(organization_ids), key=itemgetter(0))
        yield from self._told_twice([pair for _, of_one in by_organization for pair in near(of_one)])

    def across(self, organizations: Iterable[tuple[int, int]]) -> Iterator[Found]:
        """Events told twice of two organizations with like names."""
        for pair in organizations:
            briefs = sorted(self._briefs(set(pair)), key=itemgetter(1, 2))
            for _, found in self._told_twice(list(near(briefs)), across=True):
                yield pair, found

    def _briefs(self, only: Only) -> list[Brief]:
        """The dated events of the scope, by organization, day and id."""
        found: list[Brief] = []
        for among, ids in narrowed("e.organization_id", only):
            cursor = self.db.execute(
                f"{_BRIEF} FROM events e WHERE {self.where}{among} "
                "AND (e.earliest IS NOT NULL OR e.latest IS NOT NULL)",
                (*self.parameters, *ids),
            )
            cursor.row_factory = None
            found += map(Brief._make, cursor.fetchall())
        found.sort()  # the first three are like no other's
        return found

    def _told_twice(self, pairs: list[Pair], *, across: bool = False) -> Iterator[Found]:
        events = self.versions(sorted({one.version for pair in pairs for one in pair}))
        read: list[tuple[Event, Event]] = [
            (events[one.version], events[other.version])
            for one, other in pairs
            if one.version in events and other.version in events
        ]
        sources = self._sources({event.id for event in events.values()})
        for found in duplicates(read, self.kinds, sources, across=across):
            yield found.organization_id or 0, found

    def _sources(self, event_ids: set[int]) -> dict[int, frozenset[int]]:
        condition, parameters = live("c", self.known)
        found: dict[int, set[int]] = {}
        for among, ids in narrowed("c.event_id", event_ids):
            for event_id, source_id in self.db.execute(
                f"SELECT c.event_id, c.source_id FROM claims c WHERE {condition} AND c.source_id IS NOT NULL{among}",
                (*parameters, *ids),
            ).fetchall():
                found.setdefault(event_id, set()).add(source_id)
        return {event_id: frozenset(source_ids) for event_id, source_ids in found.items()}
