"""What a data set keeps of how its last edition was read, so that the next one is read alike."""

from __future__ import annotations

from dataclasses import replace

from db.importing.fields import Shape
from db.importing.file.reader import display_names
from db.importing.planning.mapping_text import mapping_of
from db.importing.planning.plan import ImportPlan
from db.store.operations import Operation


def keep_mapping(operation: Operation, data_set_id: int, plan: ImportPlan) -> None:
    """Keep what was decided about a file with its data set; undone together with the import."""
    row = operation.live("data_sets", data_set_id)
    if row is not None:
        if plan.shape is Shape.PERSONS:  # no word of the column of reasons is written anywhere
            plan = replace(plan, kinds=())
        mapping = mapping_of(plan, display_names(plan.dialect.header), row["name"])
        operation.replace("data_sets", data_set_id, {"mapping": mapping})


__all__ = ["keep_mapping"]
