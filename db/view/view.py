"""The view: :meth:`db.ledger.Ledger.at` gives one."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from db.findings.table import FindingReads
from db.history.table import History
from db.model.ids import EventId, OrganizationId
from db.model.scope import Scope
from db.store.store import Store
from db.tables.base import At
from db.tables.reads import Reads

if TYPE_CHECKING:
    from db.analysis.series import HeadcountSeries, RelationshipSeries


class View(Reads):
    """Everything to be read under one scope, as known at one operation.

    Never changes: for another scope or moment take another (:meth:`under`, :meth:`moment`). Belongs to the thread of
    its ledger.
    """

    __slots__ = ()

    @property
    def findings(self) -> FindingReads:
        """What the numbers or sources do not agree on."""
        return FindingReads(self)

    @property
    def history(self) -> History:
        """The operations up to this moment."""
        return History(self.at)

    @property
    def file_name(self) -> str:
        """The name of the ledger's file."""
        return self.at.store.path.name

    @property
    def store(self) -> Store:
        """The file that is read."""
        return self.at.store

    def moment(self, scope: Scope) -> Self:
        """The same ledger under another scope, at that scope's own moment."""
        return type(self).of(At.of(self.at.store, scope))

    # Series. The analysis behind them is loaded with the first.

    def headcount(
        self, organization_id: OrganizationId, *, without: Collection[EventId] = ()
    ) -> tuple[HeadcountSeries, ...]:
        """The whole headcount of an organization with its subsidiaries: see :func:`db.view.series.headcount`."""
        from db.view import series

        return series.headcount(self, organization_id, without=without)

    def relationship_series(self, anchor_event_id: EventId | None = None, days: int = 90) -> RelationshipSeries:
        """The relationships of the scope over time: see :func:`db.view.series.relationships`."""
        from db.view import series

        return series.relationships(self, anchor_event_id, days)

    def numbers(self, event_ids: Collection[EventId]) -> dict[EventId, int]:
        """The numbers of some events among all of the scope and its period, whatever their status."""
        return self.events.numbers(event_ids)
