"""What every table shares: the store, and what its reads are bound to."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import Self

from db.model.ids import OrganizationId
from db.model.scope import Scope
from db.store.store import Store
from db.tables import where
from db.tables.where import Parameters


@dataclass(frozen=True, slots=True, eq=False)
class At:
    """What reads are bound to: a store, what of it is shown, and as known at which operation.

    ``known`` None: everything, also what will be recorded later. ``today`` is the day after which a change is
    planned: the as-known-on day, else that of the clock.
    """

    store: Store
    scope: Scope
    known: int | None
    today: date

    @classmethod
    def of(cls, store: Store, scope: Scope | None = None) -> Self:
        """Resolve a scope: which operation it knows, and which day it takes for today."""
        scope = Scope() if scope is None else scope
        connection = store.connection
        return cls(
            store, scope, where.known_operation(connection, scope), where.as_of(connection, scope, store.today())
        )

    @property
    def operation(self) -> int:
        """The last operation that is known."""
        return self.store.last_operation() if self.known is None else self.known

    def under(self, scope: Scope) -> At:
        """The same as known at the same operation and on the same day, with another scope."""
        return At(self.store, scope, self.known, self.today)

    def live(self, alias: str) -> tuple[str, Parameters]:
        """The condition for a versioned row to be known."""
        return where.live(alias, self.known)

    def events_where(self, *, any_status: bool = False, any_day: bool = False) -> tuple[str, Parameters]:
        """The WHERE of the events (alias ``e``) in the scope: see :func:`db.tables.where.events_where`."""
        return where.events_where(self.store.connection, self.scope, self.known, any_status=any_status, any_day=any_day)

    def with_subsidiaries(self, *organization_ids: OrganizationId) -> tuple[OrganizationId, ...]:
        """The organizations and everything below them."""
        return where.with_subsidiaries(self.store.connection, organization_ids, self.known)


class Table:
    """One aggregate of a ledger. Reads give frozen records; writes run as an operation and give its change set."""

    def __init__(self, at: At) -> None:
        self._at = at
        self._store = at.store

    @property
    def _db(self) -> sqlite3.Connection:
        return self._store.connection
