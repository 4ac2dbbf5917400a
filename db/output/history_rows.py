"""The history of a view as flat rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from db.history.table import StepState
from db.model.progress import Progress
from db.tables.export_rows import Cell
from db.tables.where import batches
from db.view.view import View

if TYPE_CHECKING:
    from db.store.steps import Step


def history_rows(view: View, sentence: Callable[[Step], str] | None, progress: Progress) -> Iterator[Sequence[Cell]]:
    """The operations that a scope knows of, in order; ``target`` is the one that was undone, redone or reverted."""
    ids = view.history.order()
    ids.reverse()
    for number, batch in enumerate(batches(ids)):
        progress.report(number * len(batch), len(ids))
        for row in view.history.rows(batch):
            step, detail = row.step, row.step.detail
            subject = detail.get("organization") or detail.get("name") or detail.get("file")
            event = detail.get("event")
            yield (
                step.id, step.recorded_at.isoformat(), step.recorded_day.isoformat(), step.actor, step.code, step.kind,
                step.target_id, str(subject) if subject else None, event if isinstance(event, int) else None,
                row.state.value if row.state is not StepState.PAST else None,
                json.dumps(detail, ensure_ascii=False) if detail else None,
                *((sentence(step),) if sentence else ()),
            )  # fmt: skip
