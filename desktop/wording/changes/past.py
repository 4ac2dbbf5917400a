"""What an operation did, read from the history and put into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.history import comparison
from db.ledger import Ledger
from db.model.ids import EventId
from db.model.records import EventKind
from db.store.steps import Step
from desktop.wording.changes import details as history
from desktop.wording.changes import steps
from desktop.wording.changes.details import HistoryLine

#: Lines of one operation that are shown; the rest is counted.
LINES = 200


@dataclass(frozen=True, slots=True)
class Told:
    """What one operation did: its lines, cut to :data:`LINES`."""

    operation_id: int
    lines: Sequence[HistoryLine]


def sentence(step: Step, kinds: Mapping[str, EventKind]) -> str:
    """What an operation did."""
    return steps.operation_sentence(step.code, step.detail, step.kind, kinds=kinds)


def read_lines(
    ledger: Ledger,
    operation_id: int,
    kinds: Mapping[str, EventKind],
    *,
    event_id: EventId | None = None,
    limit: int = LINES,
) -> Told:
    """What an operation did, in at most so many lines and one that counts the rest."""
    before = operation_id - 1
    found = comparison.differences(ledger.store, first=before, last=operation_id, event_id=event_id, limit=limit)
    names = comparison.names(ledger.store, found, known=operation_id)
    lines = history.details(found, names, kinds, alone=event_id is not None)
    left = 0
    if len(found) == limit:
        counted = comparison.summary(ledger.store, first=before, last=operation_id, event_id=event_id)
        left = sum(sum(by.values()) for by in counted.values()) - limit
    if len(lines) > limit:
        left += sum(1 for line in lines[limit:] if not line.heading)
        lines = lines[:limit]
    if left > 0:
        lines.append(HistoryLine(history.more_line(left)))
    return Told(operation_id, lines)
