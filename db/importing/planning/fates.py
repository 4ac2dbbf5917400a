"""What becomes of every column of a file under a plan: the report of an import names each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.importing.fields import Field
from db.importing.planning.plan import ImportPlan


@dataclass(frozen=True, slots=True)
class ColumnFate:
    """One column: its name, or its place (from 1) if it has none; its meaning; whether it is ``kept`` in the notes.

    ``own``: the name of the field of one's own that it goes into.

    Not imported: neither has it a meaning, nor is it kept.
    """

    name: str
    place: int
    field: Field
    kept: bool = False
    own: str = ""

    @property
    def imported(self) -> bool:
        """Whether what the column holds goes into the ledger."""
        return self.kept or bool(self.own) or self.field is not Field.IGNORE


def fates(plan: ImportPlan, header: Sequence[str]) -> tuple[ColumnFate, ...]:
    """The fate of each column, in their order. ``header``: their display names."""
    own = {index: target.name for index, target in plan.own}
    return tuple(
        ColumnFate(name, place, field, kept=plan.keep_rest and not to and field is Field.IGNORE, own=to)
        for place, (name, field) in enumerate(zip(header, plan.fields, strict=True), start=1)
        for to in (own.get(place - 1, ""),)
    )


__all__ = ["ColumnFate", "fates"]
