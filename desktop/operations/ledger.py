"""Writes of what the ledger as a whole keeps: kinds, accepted findings, conventions, its history, an erased person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.analysis.series import Finding
    from db.backups.shelf import Backup
    from db.history.reverting import Edited
    from db.ledger import Ledger
    from db.model.progress import Progress
    from db.model.records import EventKind
    from db.store.operations import ChangeSet
    from desktop.operations.operation import LongOperation, Operation


def undo() -> Operation:
    """The last operation is taken back."""
    return lambda ledger: ledger.undo()


def redo() -> Operation:
    """The operation taken back last is brought back."""
    return lambda ledger: ledger.redo()


def revert(operation_id: int, *, edited: Edited) -> Operation:
    """An operation of any day is taken back; what was edited since is kept or not."""
    return lambda ledger: ledger.revert(operation_id, edited=edited)


def restore(backup: Backup) -> Operation:
    """The ledger is again as it was in a backup."""
    return lambda ledger: ledger.restore(backup)


def accept_finding(finding: Finding, note: str) -> Operation:
    """A finding is as it should be, and why; until its figures change."""
    return lambda ledger: ledger.findings.accept(finding, note)


def reopen_finding(finding: Finding) -> Operation:
    """A finding is open again."""
    return lambda ledger: ledger.findings.reopen(finding)


def save_kind(kind: EventKind) -> Operation:
    """A kind of the user's own, a new one without a code."""
    return lambda ledger: ledger.kinds.save(kind)


def delete_kind(code: str) -> Operation:
    """A kind that no event is of."""
    return lambda ledger: ledger.kinds.delete(code)


def remember(key: str, value: str) -> Operation:
    """How dates or numbers are written in this ledger."""
    return lambda ledger: ledger.settings.set(key, value)


def erase_person(names: Sequence[str], *, replacement: str) -> LongOperation:
    """A person's names go from every version of every row; not to be undone."""

    def erase(ledger: Ledger, progress: Progress) -> ChangeSet:
        return ledger.erasing.erase(tuple(names), replacement=replacement, progress=progress)

    return erase
