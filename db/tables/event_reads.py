"""Events with their claims as a view knows them: in order, in pages, whole, and one by one."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from db.model.ids import EventId, OrganizationId, SourceId
from db.model.records import Claim, Event, Preference, Resolved
from db.store.codec import read_claim, read_event, read_events, read_resolved
from db.tables.base import Table
from db.tables.event_numbers import numbers
from db.tables.event_order import reordered
from db.tables.where import batches, order_by


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event as tables list it, with names in place of ids."""

    id: EventId
    kind: str
    organization_id: OrganizationId
    organization: str
    counterparty: str
    place: str
    notes: str
    values: Resolved


class EventReads(Table):
    """Events as a view knows them: those of its scope in order and in pages, and any by its id."""

    def order(self, *, column: str = "date", descending: bool = True) -> array[int]:
        """The versions of the events of the scope, in order: what :meth:`rows` takes portions of. Fast at 200,000."""
        where, parameters = self._at.events_where()
        joins, order, join_parameters = order_by(self._db, column, descending=descending, known=self._at.known)
        cursor = self._db.execute(
            f"SELECT e.version FROM events e{joins} WHERE {where} ORDER BY {order}", (*join_parameters, *parameters)
        )
        cursor.row_factory = None
        versions: array[int] = array("q")
        while portion := cursor.fetchmany(20_000):
            versions.extend([row[0] for row in portion])
        return versions

    def reorder(
        self, versions: Sequence[int], event_ids: Collection[EventId], *, column: str, descending: bool
    ) -> array[int]:
        """What :meth:`order` gives after a few events changed, from what it gave before: see :func:`reordered`."""
        return reordered(self._at, versions, event_ids, column=column, descending=descending)

    def rows(self, versions: Sequence[int]) -> list[EventRow]:
        """The rows of some versions, in their order; a version that is no longer there is left out."""
        organization, organization_parameters = self._at.live("o")
        counterparty, counterparty_parameters = self._at.live("c")
        found: dict[int, EventRow] = {}
        for batch in batches(versions):
            for row in self._db.execute(
                "SELECT e.*, o.name AS organization, ifnull(c.name, '') AS counterparty FROM events e "
                f"LEFT JOIN organizations o ON o.id = e.organization_id AND {organization} "
                f"LEFT JOIN organizations c ON c.id = e.counterparty_id AND {counterparty} "
                f"WHERE e.version IN ({', '.join('?' * len(batch))})",
                (*organization_parameters, *counterparty_parameters, *batch),
            ):
                found[row["version"]] = _event_row(row)
        return [found[version] for version in versions if version in found]

    def select_rows(self, *, column: str = "date", descending: bool = False, limit: int = -1) -> list[EventRow]:
        """The rows of the scope at once: for printing and for short lists."""
        versions = self.order(column=column, descending=descending)
        return self.rows(versions[:limit] if limit >= 0 else versions)

    def concerns_others(self, organization_ids: Collection[OrganizationId], event_ids: Collection[EventId]) -> bool:
        """Whether organizations mean anything to events other than these: named by them, or above one another."""
        if not organization_ids:
            return False
        ids, events = json.dumps(sorted(organization_ids)), json.dumps(sorted(event_ids))
        among = "IN (SELECT value FROM json_each(?))"
        row = self._db.execute(
            f"SELECT EXISTS (SELECT 1 FROM events WHERE organization_id {among} AND id NOT {among}) "
            f"OR EXISTS (SELECT 1 FROM events WHERE counterparty_id {among} AND id NOT {among}) "
            f"OR EXISTS (SELECT 1 FROM organizations WHERE parent_id {among})",
            (ids, events, ids, events, ids),
        ).fetchone()
        return bool(row[0])

    def position(self, versions: Sequence[int], event_id: EventId) -> int | None:
        """Where in an order an event stands."""
        wanted = {row[0] for row in self._db.execute("SELECT version FROM events WHERE id = ?", (event_id,))}
        return next((index for index, version in enumerate(versions) if version in wanted), None)

    def ids(self, versions: Sequence[int]) -> list[EventId]:
        """The ids of some versions, in their order."""
        found: dict[int, EventId] = {}
        for batch in batches(versions):
            found.update(
                self._db.execute(f"SELECT version, id FROM events WHERE version IN ({', '.join('?' * len(batch))})",
                                 tuple(batch)).fetchall()
            )  # fmt: skip
        return [found[version] for version in versions if version in found]

    def positions(self, versions: Sequence[int], event_ids: Sequence[EventId]) -> dict[EventId, int]:
        """Where in an order some events stand; those that are not in it are left out."""
        ids: dict[int, EventId] = {}
        for batch in batches(event_ids):
            ids.update(
                self._db.execute(f"SELECT version, id FROM events WHERE id IN ({', '.join('?' * len(batch))})",
                                 tuple(batch)).fetchall()
            )  # fmt: skip
        return {ids[version]: index for index, version in enumerate(versions) if version in ids} if ids else {}

    def count(self, *, any_status: bool = False) -> int:
        """How many events the scope holds."""
        where, parameters = self._at.events_where(any_status=any_status)
        return int(self._db.execute(f"SELECT count(*) FROM events e WHERE {where}", parameters).fetchone()[0])

    def numbers(self, event_ids: Collection[EventId]) -> dict[EventId, int]:
        """The numbers by which charts, their tables and a print refer to these events of the scope, of any status.

        From 1 over the whole scope, in the order in which a chart has its events: by the middle day of the date that
        counts; one that is open on one side stands on the day it has. Of one day the lower id comes first; undated
        events are last.
        """
        return numbers(self._at, event_ids)

    def total(self) -> int:
        """How many events there are, whatever a scope; told from indexes alone."""
        row = self._db.execute(
            "SELECT (SELECT count(*) FROM events) - (SELECT count(*) FROM events WHERE retired_operation IS NOT NULL)"
        ).fetchone()
        return int(row[0])

    def get(self, event_id: EventId) -> Event | None:
        """One event with its resolved values."""
        condition, parameters = self._at.live("e")
        row = self._db.execute(
            f"SELECT e.* FROM events e WHERE e.id = ? AND {condition}", (event_id, *parameters)
        ).fetchone()
        return None if row is None else read_event(row)

    def many(self, ids: Sequence[EventId]) -> list[Event]:
        """Events by id; those that are not known are left out."""
        condition, parameters = self._at.live("e")
        found: list[Event] = []
        for batch in batches(ids):
            rows = self._db.execute(
                f"SELECT e.* FROM events e WHERE e.id IN ({', '.join('?' * len(batch))}) AND {condition}",
                (*batch, *parameters),
            ).fetchall()
            found += read_events(rows)
        return found

    def listed(self, event_ids: Sequence[EventId]) -> list[EventRow]:
        """Some events as tables list them, in this order, each once; those that are not known are left out."""
        wanted = list(dict.fromkeys(event_ids))
        condition, parameters = self._at.live("e")
        versions: dict[int, int] = {}
        for batch in batches(wanted):
            rows = self._db.execute(
                f"SELECT e.id, e.version FROM events e WHERE e.id IN ({', '.join('?' * len(batch))}) AND {condition}",
                (*batch, *parameters),
            ).fetchall()
            versions.update((row[0], row[1]) for row in rows)
        return self.rows([versions[event_id] for event_id in wanted if event_id in versions])

    def row(self, event_id: EventId) -> EventRow | None:
        """One event as tables list it."""
        return next(iter(self.listed([event_id])), None)

    def parts(self, event_id: EventId) -> list[EventRow]:
        """The events that are a part of this one, by date."""
        condition, parameters = self._at.live("e")
        versions = self._db.execute(
            f"SELECT e.version FROM events e WHERE e.part_of_id = ? AND {condition} "
            "ORDER BY e.earliest NULLS LAST, e.id",
            (event_id, *parameters),
        ).fetchall()
        return self.rows([row[0] for row in versions])

    def of_source(self, source_id: SourceId, *, limit: int = 1000) -> list[EventRow]:
        """The events that a source says something about, the latest first; at most ``limit``."""
        condition, parameters = self._at.live("e")
        claim, claim_parameters = self._at.live("c")
        versions = self._db.execute(
            f"SELECT e.version FROM events e WHERE {condition} AND e.id IN "
            f"(SELECT c.event_id FROM claims c WHERE c.source_id = ? AND {claim}) "
            "ORDER BY e.earliest DESC NULLS LAST, e.id DESC LIMIT ?",
            (*parameters, source_id, *claim_parameters, limit),
        )
        return self.rows([row[0] for row in versions])

    def select(self, *, any_status: bool = True, any_day: bool = True) -> list[Event]:
        """The events of the scope for analysis; by default whatever their status and day, which analysis judges."""
        where, parameters = self._at.events_where(any_status=any_status, any_day=any_day)
        cursor = self._db.execute(
            f"SELECT e.* FROM events e WHERE {where} ORDER BY e.earliest NULLS LAST, e.id", parameters
        )
        return read_events(cursor.fetchall())

    def claims(self, event_id: EventId) -> list[Claim]:
        """The claims of an event, the oldest first, superseded ones included and marked."""
        return self.claims_of([event_id]).get(event_id, [])

    def claims_of(self, event_ids: Sequence[EventId]) -> dict[EventId, list[Claim]]:
        """Claims by event."""
        condition, parameters = self._at.live("c")
        found: dict[EventId, list[Claim]] = {}
        for batch in batches(event_ids):
            rows = self._db.execute(
                f"SELECT c.* FROM claims c WHERE c.event_id IN ({', '.join('?' * len(batch))}) AND {condition} "
                "ORDER BY c.id",
                (*batch, *parameters),
            ).fetchall()
            superseded = {(row["event_id"], row["supersedes_id"]) for row in rows}
            for row in rows:
                claim = read_claim(row, superseded=(row["event_id"], row["id"]) in superseded)
                found.setdefault(claim.event_id, []).append(claim)
        return found

    def preferences(self, event_id: EventId) -> list[Preference]:
        """What the analyst decided on the fields of an event."""
        condition, parameters = self._at.live("p")
        return [
            Preference(
                id=row["id"], event_id=event_id, field=row["field"], claim_id=row["claim_id"], reason=row["reason"]
            )
            for row in self._db.execute(
                f"SELECT p.* FROM preferences p WHERE p.event_id = ? AND {condition}", (event_id, *parameters)
            )
        ]


def _event_row(row: sqlite3.Row) -> EventRow:
    return EventRow(
        id=row["id"],
        kind=row["kind"],
        organization_id=row["organization_id"],
        organization=row["organization"] or "",
        counterparty=row["counterparty"],
        place=row["place"] or "",
        notes=row["notes"] or "",
        values=read_resolved(row),
    )
