"""Looking for events that a newer edition of their data set lacks: what was withdrawn, or lost on the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from db.analysis.findings import judge
from db.analysis.series import FindingKind
from db.findings.base import Found, Only, Search, narrowed
from db.model.ids import EventId, OrganizationId
from db.store.codec import read_json


@dataclass(frozen=True, slots=True)
class _Edition:
    """``order``: the newest day in the file, then its import; ``gone``: claims of earlier ones that it lacks."""

    id: int
    data_set_id: int | None
    order: tuple[str, int]
    gone: tuple[int, ...]
    file: str
    data_set: str


class EditionSearch(Search):
    """The step through what editions lack."""

    def gone(self, only: Only = None) -> Iterator[Found]:
        """Events that count and that the newest edition which could tell of them lacks."""
        editions = self._editions()
        lacking = {claim_id: edition for edition in editions for claim_id in edition.gone}
        if not lacking:
            return
        newest: dict[EventId, tuple[_Edition, OrganizationId]] = {}
        for claim_id, event_id, organization_id in self._counting(lacking, only):
            before, edition = newest.get(event_id), lacking[claim_id]
            if before is None or before[0].order < edition.order:
                newest[event_id] = edition, organization_id
        told = self._told(editions, newest)
        for event_id, (edition, organization_id) in sorted(newest.items()):
            later = (one for one in editions if one.data_set_id == edition.data_set_id and one.order > edition.order)
            if not any((event_id, one.id) in told for one in later):
                yield (
                    event_id,
                    judge.finding(
                        FindingKind.GONE, organization_id, (event_id,), data_set=edition.data_set, file=edition.file
                    ),
                )

    def _editions(self) -> list[_Edition]:
        """Every file that was imported and not undone, the oldest first."""
        file, of_file = self.reads.at.live("i")
        data_set, of_data_set = self.reads.at.live("d")
        rows = self.db.execute(
            "SELECT i.id, i.data_set_id, i.newest_day, i.gone, i.file_name, d.name FROM imports i "
            f"LEFT JOIN data_sets d ON d.id = i.data_set_id AND {data_set} WHERE {file}",
            (*of_data_set, *of_file),
        )
        found = [
            _Edition(row[0], row[1], (row[2] or "", row[0]), _listed(row[3]), row[4], row[5] or "") for row in rows
        ]
        return sorted(found, key=lambda one: one.order)

    def _counting(self, lacking: Collection[int], only: Only) -> Iterator[tuple[int, EventId, OrganizationId]]:
        """Those of the claims that are live on events of the scope that count: with the event and its organization."""
        claim, parameters = self.reads.at.live("c")
        narrow = narrowed("c.id", lacking) if only is None else narrowed("c.event_id", only)
        for among, ids in narrow:
            rows = self.db.execute(
                "SELECT c.id, c.event_id, e.organization_id FROM claims c JOIN events e ON e.id = c.event_id "
                f"WHERE {claim} AND {self.where} AND ifnull(e.status, '') <> 'denied'{among}",
                (*parameters, *self.parameters, *ids),
            ).fetchall()
            for claim_id, event_id, organization_id in rows:
                if claim_id in lacking:
                    yield claim_id, EventId(event_id), OrganizationId(organization_id)

    def _told(
        self, editions: Iterable[_Edition], newest: Mapping[EventId, tuple[_Edition, OrganizationId]]
    ) -> set[tuple[EventId, int]]:
        """Which event is told by which of the editions that came after one that lacks something of the data set."""
        first: dict[int | None, tuple[str, int]] = {}
        for edition, _ in newest.values():
            first[edition.data_set_id] = min(edition.order, first.get(edition.data_set_id, edition.order))
        later = [one.id for one in editions if one.data_set_id in first and one.order > first[one.data_set_id]]
        owners: dict[int, EventId] = {}
        for among, ids in narrowed("event_id", newest) if later else ():
            rows = self.db.execute(f"SELECT DISTINCT id, event_id FROM claims WHERE TRUE{among}", ids)
            owners.update((row[0], EventId(row[1])) for row in rows)
        found: set[tuple[EventId, int]] = set()
        for import_id in later:
            for among, ids in narrowed("claim_id", owners):
                rows = self.db.execute(
                    f"SELECT DISTINCT claim_id FROM import_rows WHERE import_id = ?{among}", (import_id, *ids)
                )
                found.update((owners[row[0]], import_id) for row in rows)
        return found


def events_gone(search: Search, import_ids: Collection[int]) -> set[EventId]:
    """The events that a change of these imports may make a finding or none: all that their data sets ever lacked."""
    if not import_ids:
        return set()
    claim_ids: set[int] = set()
    for among, ids in narrowed("n.id", import_ids):
        rows = search.db.execute(
            "SELECT DISTINCT i.gone FROM imports n JOIN imports i ON i.data_set_id = n.data_set_id "
            f"WHERE i.gone IS NOT NULL{among}",
            ids,
        )
        for row in rows:
            claim_ids.update(read_json(row[0], list))
    found: set[EventId] = set()
    for among, ids in narrowed("id", claim_ids):
        rows = search.db.execute(f"SELECT DISTINCT event_id FROM claims WHERE TRUE{among}", ids)
        found.update(EventId(row[0]) for row in rows)
    return found


__all__ = ["EditionSearch", "events_gone"]


def _listed(text: str | None) -> tuple[int, ...]:
    return tuple(read_json(text or "[]", list))
