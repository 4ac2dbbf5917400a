"""What becomes of every column of a file under a plan: the report of an import names each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.importing.fields import Field
from db.importing.planning.plan import ImportPlan
from db.importing.planning.rest import targets


@dataclass(frozen=True, slots=True)
class ColumnFate:
    """One column: its name, or its place (from 1) if it has none; its meaning, or the field of one's own it goes into.

    Not imported: it has neither.
    """

    name: str
    place: int
    field: Field
    own: str = ""

    @property
    def imported(self) -> bool:
        """Whether what the column holds goes into the ledger."""
        return bool(self.own) or self.field is not Field.IGNORE


def fates(plan: ImportPlan, header: Sequence[str]) -> tuple[ColumnFate, ...]:
    """The fate of each column, in their order. ``header``: their display names."""
    own = {index: target.name for index, target in targets(plan)}
    return tuple(
        ColumnFate(name, place, field, own=own.get(place - 1, ""))
        for place, (name, field) in enumerate(zip(header, plan.fields, strict=True), start=1)
    )


__all__ = ["ColumnFate", "fates"]
