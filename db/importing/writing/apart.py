"""Events that somebody kept apart when a file was imported: nobody is asked again whether they are one."""

from __future__ import annotations

from collections.abc import Sequence

from db.analysis.findings.duplicates import duplicates
from db.model.ids import EventId
from db.store.operations import Operation
from db.tables.tables import Tables


def accept_apart(tables: Tables, operation: Operation, pairs: Sequence[tuple[EventId, EventId]]) -> None:
    """Accept what would be found of these pairs, within the operation that wrote them."""
    if not pairs:
        return
    events = {event.id: event for event in tables.events.many(sorted({one for pair in pairs for one in pair}))}
    kinds = tables.kinds.all()
    for one, other in pairs:
        if one in events and other in events:
            for finding in duplicates([(events[one], events[other])], kinds, {}):
                row = {"identity": finding.identity, "kind": finding.kind.value, "note": ""}
                operation.add("accepted_findings", row)


__all__ = ["accept_apart"]
