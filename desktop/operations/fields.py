"""Writes of fields of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.model.own_fields import FieldSubject, FieldType
    from desktop.operations.operation import Operation


def add_field(name: str, subject: FieldSubject, type_: FieldType, choices: Sequence[str]) -> Operation:
    """A new field, behind the others of its subject."""
    return lambda ledger: ledger.fields.add(name, subject=subject, type_=type_, choices=choices)


def edit_field(field_id: int, name: str, choices: Sequence[tuple[int | None, str]]) -> Operation:
    """A field with another name, or other choices in another order."""
    return lambda ledger: ledger.fields.edit(field_id, name=name, choices=choices)


def delete_field(field_id: int) -> Operation:
    """A field goes, with all values."""
    return lambda ledger: ledger.fields.delete(field_id)


def reorder_fields(field_ids: Sequence[int]) -> Operation:
    """Fields in the order in which they are listed."""
    return lambda ledger: ledger.fields.reorder(field_ids)


def merge_choices(kept: int, others: Sequence[int]) -> Operation:
    """Choices become one of them."""
    return lambda ledger: ledger.fields.merge_choices(kept, others)
