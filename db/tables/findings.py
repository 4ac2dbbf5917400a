"""Findings: what the numbers or sources of a scope do not agree on, and which of it the analyst has accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from db.analysis.series import Finding, FindingKind
from db.operations import ChangeSet
from db.progress import Progress
from db.records import Scope
from db.search import live
from db.tables.base import Table
from db.tables.finding_search import FindingSearch

if TYPE_CHECKING:
    from db.ledger import Ledger

_SILENT = Progress()
_ORDER = {kind: number for number, kind in enumerate(FindingKind)}


class Findings(Table):
    """``ledger.findings``."""

    def all(self, scope: Scope, progress: Progress = _SILENT) -> list[Finding]:
        """The findings of a scope, by kind, accepted ones marked.

        What is about status (a single rumor, a denial beside an assertion) is found whatever the scope's minimum
        status; all else concerns the events that count. A finding is in a period when the event it is about is.
        """
        return Look(scope).run(self._ledger, progress)

    def for_organization(self, organization_id: int, scope: Scope, progress: Progress = _SILENT) -> list[Finding]:
        """The findings of one organization with its subsidiaries, in an otherwise given scope."""
        return self.all(replace(scope, organization_ids=(organization_id,)), progress)

    def accepted(self, *, known: int | None = None) -> dict[str, str]:
        """The notes of accepted findings by the findings' identity, whether or not they are still found."""
        condition, parameters = live("f", known)
        rows = self._db.execute(f"SELECT f.identity, f.note FROM accepted_findings f WHERE {condition}", parameters)
        return {row[0]: row[1] for row in rows}

    def accept(self, finding: Finding, note: str = "") -> ChangeSet:
        """Accept a finding with a note, or give an accepted one another note."""
        with self._ledger.operation("finding.accepted", kind=finding.kind.value, note=note) as operation:
            row_id = self._row_id(finding)
            if row_id is None:
                operation.add(
                    "accepted_findings", {"identity": finding.identity, "kind": finding.kind.value, "note": note}
                )
            else:
                operation.replace("accepted_findings", row_id, {"note": note})
        return self._ledger.last_change

    def reopen(self, finding: Finding) -> ChangeSet:
        """Take an acceptance back; one that is open already stays so."""
        with self._ledger.operation("finding.reopened", kind=finding.kind.value) as operation:
            row_id = self._row_id(finding)
            if row_id is not None:
                operation.retire("accepted_findings", row_id)
        return self._ledger.last_change

    def _row_id(self, finding: Finding) -> int | None:
        row = self._db.execute(
            "SELECT id FROM accepted_findings WHERE identity = ? AND retired_operation IS NULL", (finding.identity,)
        ).fetchone()
        return None if row is None else int(row[0])


class Look:
    """One look through a scope, which can be cancelled and run again: what it had found by then is kept.

    It starts over where the ledger has changed, or is another one.
    """

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._of: tuple[Ledger, int] | None = None
        self._known: int | None = None
        self._work: list[Callable[[], Iterator[Finding]]] = []
        self._done = 0
        self._found: list[Finding] = []

    def run(self, ledger: Ledger, progress: Progress = _SILENT) -> list[Finding]:
        """The findings by kind, accepted ones marked."""
        if self._of != (ledger, ledger.last_operation()):
            self._start(ledger)
        for work in self._work[self._done :]:
            progress.report(self._done, len(self._work))
            self._found += list(work())  # a portion that is interrupted leaves nothing
            self._done += 1
        progress.report(self._done, self._done)
        found = sorted(self._found, key=lambda one: (_ORDER[one.kind], one.event_ids, one.field))
        accepted = ledger.findings.accepted(known=self._known)
        return [
            replace(one, accepted=True, note=accepted[one.identity]) if one.identity in accepted else one
            for one in found
        ]

    def _start(self, ledger: Ledger) -> None:
        find = FindingSearch(ledger, self._scope)
        self._of, self._known = None, find.known
        self._work = [
            find.contradicted, find.denied_beside, find.parts_exceed, find.end_before_start, find.active_after_ended,
            find.single_rumor, find.no_source, find.not_understood, *find.headcount_portions(),
        ]  # fmt: skip
        self._done, self._found = 0, []
        self._of = (ledger, ledger.last_operation())
