"""Accepting findings with a note, and taking that back."""

from __future__ import annotations

from db.analysis.series import Finding
from db.store.operations import ChangeSet
from db.tables.base import Table


class Findings(Table):
    """``ledger.findings``: accepting what was found."""

    def accept(self, finding: Finding, note: str = "") -> ChangeSet:
        """Accept a finding with a note, or give an accepted one another note."""
        with self._store.operation("finding.accepted", kind=finding.kind.value, note=note) as operation:
            row_id = self._row_id(finding)
            if row_id is None:
                operation.add(
                    "accepted_findings", {"identity": finding.identity, "kind": finding.kind.value, "note": note}
                )
            else:
                operation.replace("accepted_findings", row_id, {"note": note})
        return self._store.last_change

    def reopen(self, finding: Finding) -> ChangeSet:
        """Take an acceptance back; one that is open already stays so."""
        with self._store.operation("finding.reopened", kind=finding.kind.value) as operation:
            row_id = self._row_id(finding)
            if row_id is not None:
                operation.retire("accepted_findings", row_id)
        return self._store.last_change

    def _row_id(self, finding: Finding) -> int | None:
        row = self._db.execute(
            "SELECT id FROM accepted_findings WHERE identity = ? AND retired_operation IS NULL", (finding.identity,)
        ).fetchone()
        return None if row is None else int(row[0])
