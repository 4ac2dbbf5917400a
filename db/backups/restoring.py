"""Going back to a backup in the ledger itself: one operation, which Undo takes back like any other.

A backup of this ledger is a moment of its history, and the history has every row of that moment. So nothing is copied
over: what came since is retired, what was retired since is live again. What a person's erasure has taken out stays
out. Where that is not so (another history, a migration in between, a file that is damaged) the backup becomes a
ledger of its own instead: :func:`db.backups.reading.unpack`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.backups.shelf import Backup
from db.errors import UserError
from db.history.comparison import Change, What, summary
from db.store import schema
from db.store.operations import MIGRATED, Operation
from db.store.store import Store

_OF_VERSIONS = ("version", "added_operation", "retired_operation")
_COUNTED = ("events", "claims", "organizations")


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorePreview:
    """What going back to a backup would do.

    ``now`` and ``then`` count events, claims and organizations. ``differences`` counts records by sort: *added* ones
    come back, *removed* ones go. ``operations`` is how many steps were done since.
    """

    now: tuple[int, int, int]
    then: tuple[int, int, int]
    differences: Mapping[What, Mapping[Change, int]]
    operations: int


def moment_of(store: Store, backup: Backup) -> int:
    """The operation after which the ledger was as in a backup.

    Raises ``restore.other_history`` where the backup is not of an earlier state of this ledger, and
    ``restore.migrated`` where the ledger was brought to another version since.
    """
    row = store.connection.execute("SELECT uid FROM operations WHERE id = ?", (backup.operation,)).fetchone()
    if backup.uid != store.uid() or row is None or not row[0] or row[0] != backup.operation_uid:
        raise UserError("restore.other_history")
    migrated = store.connection.execute(
        "SELECT EXISTS (SELECT 1 FROM operations WHERE id > ? AND code = ?)", (backup.operation, MIGRATED)
    ).fetchone()[0]
    if migrated:
        raise UserError("restore.migrated")
    return backup.operation


def preview(store: Store, backup: Backup) -> RestorePreview:
    """What would go and what would come back. Raises as :func:`moment_of`."""
    moment, last = moment_of(store, backup), store.last_operation()
    return RestorePreview(
        now=_contents(store),
        then=backup.contents,
        differences=summary(store, first=last, last=moment),
        operations=last - moment,
    )


def restore(store: Store, operation: Operation, backup: Backup) -> None:
    """Make every row what it was in the backup, as this operation.

    Raises as :func:`moment_of`, ``restore.nothing`` where nothing differs, and ``restore.differs`` where what comes out
    is not what the backup holds.
    """
    moment = moment_of(store, backup)
    if not sum(_return(operation, table, moment) for table in schema.VERSIONED):
        raise UserError("restore.nothing")
    if _contents(store) != backup.contents:
        raise UserError("restore.differs")


def _return(operation: Operation, table: str, moment: int) -> bool:
    """Whether anything of a table had to be changed."""
    span = {"moment": moment, "me": operation.id}
    newer = {
        row[0]
        for row in operation.connection.execute(
            f"SELECT id FROM {table} WHERE added_operation > :moment AND added_operation < :me "
            "AND retired_operation IS NULL",
            span,
        )
    }
    older = operation.connection.execute(
        f"SELECT retired_operation, id FROM {table} WHERE retired_operation > :moment AND retired_operation < :me "
        "AND added_operation <= :moment",
        span,
    ).fetchall()
    same = _same(operation, table, moment)
    newer, older = newer - same, [row for row in older if row[1] not in same]
    operation.retire_all(table, newer)
    back: dict[int, list[int]] = {}
    for retired_by, row_id in older:
        back.setdefault(retired_by, []).append(row_id)
    for retired_by, ids in back.items():
        operation.restore(table, retired_by, ids)
    return bool(newer or older)


def _same(operation: Operation, table: str, moment: int) -> set[int]:
    """The rows that were written again with what they held at a moment, as undo does."""
    names = [row[1] for row in operation.connection.execute(f"PRAGMA table_info({table})")]
    equal = " AND ".join(f"n.{name} IS o.{name}" for name in names if name not in _OF_VERSIONS)
    rows = operation.connection.execute(
        f"SELECT n.id FROM {table} n JOIN {table} o ON o.id = n.id AND o.added_operation <= :moment "
        "AND o.retired_operation > :moment WHERE n.retired_operation IS NULL AND n.added_operation > :moment "
        f"AND {equal}",
        {"moment": moment},
    )
    return {row[0] for row in rows}


def _contents(store: Store) -> tuple[int, int, int]:
    counts = [
        store.connection.execute(f"SELECT count(*) FROM {table} WHERE ifnull(retired_operation, 0) = 0").fetchone()[0]
        for table in _COUNTED
    ]
    return counts[0], counts[1], counts[2]
