"""The history of a ledger: its operations in order, what became of them, and which of them touched an event."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from db.model.ids import EventId, OrganizationId
from db.model.progress import Progress
from db.store.steps import Step, step
from db.tables.base import Table
from db.tables.where import batches

_SILENT = Progress()
#: Operations looked at between two looks at whether to stop.
_PORTION = 500


class StepState(StrEnum):
    """What became of an operation."""

    IN_EFFECT = "in_effect"
    UNDONE = "undone"
    REVERTED = "reverted"
    PAST = "past"  # an undo or redo: it did what it did


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """An operation as its table lists it."""

    step: Step
    state: StepState


class History(Table):
    """``view.history`` and ``ledger.steps``."""

    def order(
        self,
        *,
        state: StepState | None = None,
        matches: Callable[[Step], bool] | None = None,
        progress: Progress = _SILENT,
    ) -> array[int]:
        """The numbers of the operations, the latest first: what :meth:`rows` takes portions of.

        ``state`` leaves those in effect, or those that are not any more (undone and reverted alike); ``matches`` those
        it says yes to; a view's own moment those up to its operation.
        """
        taken = self._reverted()
        known = self._at.known
        where = "1" if known is None else f"id <= {int(known)}"
        if state is StepState.IN_EFFECT:
            where += " AND kind = 'do' AND undone_by IS NULL"
        elif state is not None:
            where += " AND kind = 'do'"
        found: array[int] = array("q")
        for row in self._db.execute(f"SELECT id, undone_by FROM operations WHERE {where} ORDER BY id DESC").fetchall():
            if state is None or (state is StepState.IN_EFFECT) == (row[1] is None and row[0] not in taken):
                found.append(row[0])
        return found if matches is None else self._matching(found, matches, progress)

    def _matching(self, ids: Sequence[int], matches: Callable[[Step], bool], progress: Progress) -> array[int]:
        found: array[int] = array("q")
        for number, batch in enumerate(batches(ids, _PORTION)):
            progress.report(number * _PORTION, len(ids))
            found.extend(row.step.id for row in self.rows(batch) if matches(row.step))
        return found

    def rows(self, ids: Sequence[int]) -> list[HistoryRow]:
        """Some operations, in the order of their numbers given."""
        found: dict[int, HistoryRow] = {}
        taken = self._reverted()
        for batch in batches(ids):
            for row in self._db.execute(
                f"SELECT * FROM operations WHERE id IN ({', '.join('?' * len(batch))})", tuple(batch)
            ):
                said = step(row)
                state = StepState.IN_EFFECT
                if said.kind != "do":
                    state = StepState.PAST
                elif said.undone:
                    state = StepState.UNDONE
                elif said.id in taken:
                    state = StepState.REVERTED
                found[said.id] = HistoryRow(step=said, state=state)
        return [found[one] for one in ids if one in found]

    def get(self, operation_id: int) -> HistoryRow | None:
        """One operation."""
        found = self.rows([operation_id])
        return found[0] if found else None

    def of_event(self, event_id: EventId) -> list[int]:
        """The operations that touched an event, its claims, the decisions on it or their sources, the latest first.

        Of a source only what was done to it while the event was there; of a view only what was known at its moment.
        """
        known = self._at.known
        rows = self._db.execute(
            "WITH own(a, r) AS (SELECT added_operation, retired_operation FROM events WHERE id = :id UNION ALL "
            "SELECT added_operation, retired_operation FROM claims WHERE event_id = :id UNION ALL "
            "SELECT added_operation, retired_operation FROM preferences WHERE event_id = :id), "
            "cited(a, r) AS (SELECT added_operation, retired_operation FROM sources WHERE id IN "
            "(SELECT source_id FROM claims WHERE event_id = :id)) "
            "SELECT a FROM own UNION SELECT r FROM own WHERE r IS NOT NULL "
            "UNION SELECT a FROM cited WHERE a >= (SELECT min(a) FROM own) "
            "UNION SELECT r FROM cited WHERE r >= (SELECT min(a) FROM own) ORDER BY 1 DESC",
            {"id": event_id},
        )
        return [row[0] for row in rows if known is None or row[0] <= known]

    def of_organization(self, organization_id: OrganizationId) -> list[int]:
        """The operations that touched an organization, its aliases and fields, its events with their claims, or its
        relationships, the latest first; of a view only what was known at its moment.
        """
        known = self._at.known
        rows = self._db.execute(
            "WITH about(id) AS (SELECT id FROM events WHERE organization_id = :id UNION SELECT id FROM events "
            "WHERE counterparty_id = :id), "
            "own(a, r) AS (SELECT added_operation, retired_operation FROM organizations WHERE id = :id UNION ALL "
            "SELECT added_operation, retired_operation FROM aliases WHERE organization_id = :id UNION ALL "
            "SELECT added_operation, retired_operation FROM field_values WHERE organization_id = :id UNION ALL "
            "SELECT added_operation, retired_operation FROM relationships WHERE :id IN (vendor_id, client_id) "
            "UNION ALL SELECT added_operation, retired_operation FROM events WHERE id IN (SELECT id FROM about) "
            "UNION ALL SELECT added_operation, retired_operation FROM claims WHERE event_id IN (SELECT id FROM about)) "
            "SELECT a FROM own UNION SELECT r FROM own WHERE r IS NOT NULL ORDER BY 1 DESC",
            {"id": organization_id},
        )
        return [row[0] for row in rows if known is None or row[0] <= known]

    def _reverted(self) -> set[int]:
        from db.history.reverting import reverted

        return reverted(self._db)


__all__ = ["History", "HistoryRow", "StepState"]
