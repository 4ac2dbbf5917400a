"""What the steps of a search for findings share: the scope as SQL, and reading events by a few conditions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from db.analysis.series import Finding
from db.model.records import Event, EventKind
from db.store.codec import read_events
from db.tables.reads import Reads
from db.tables.where import Parameters, batches

#: What a finding is found for: an event, a relationship, an organization, two of them, or the key of a name.
Subject = int | str | tuple[int, int]
Found = tuple[Subject, Finding]
#: Only these are looked at; None: everything in the scope.
Only = Collection[int] | None


class Search:
    """What is read of one scope, for all steps. A ledger's thread only."""

    def __init__(self, reads: Reads) -> None:
        self.reads = reads
        self.db = reads.at.store.connection
        self.scope, self.known, self.as_of = reads.scope, reads.known, reads.today
        self.where, self.parameters = reads.at.events_where()
        self.anyhow, self.anyhow_parameters = reads.at.events_where(any_status=True)
        self.kinds: Mapping[str, EventKind] = reads.kinds

    def events(self, condition: str, only: Only, *, any_status: bool = False) -> Iterator[list[Event]]:
        """The events of the scope that meet a condition of ours, in portions."""
        where, parameters = (self.where, self.parameters)
        if any_status:
            where, parameters = self.anyhow, self.anyhow_parameters
        for among, ids in narrowed("e.id", only):
            rows = self.db.execute(
                f"SELECT e.* FROM events e WHERE {where} AND {condition}{among} ORDER BY e.id", (*parameters, *ids)
            ).fetchall()
            if rows:
                yield read_events(rows)

    def versions(self, versions: Sequence[int]) -> dict[int, Event]:
        """Events by version."""
        found: dict[int, Event] = {}
        for batch in batches(versions):
            rows = self.db.execute(
                f"SELECT e.* FROM events e WHERE e.version IN ({', '.join('?' * len(batch))})", tuple(batch)
            ).fetchall()
            found.update(zip([row["version"] for row in rows], read_events(rows), strict=True))
        return found


def narrowed(column: str, only: Only) -> Iterator[tuple[str, Parameters]]:
    """Conditions that narrow a statement to some ids, in portions; one that does not narrow it for None."""
    if only is None:
        yield "", []
        return
    for batch in batches(sorted(only)):
        yield f" AND {column} IN ({', '.join('?' * len(batch))})", list(batch)
