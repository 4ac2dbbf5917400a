"""Writes of views saved under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.operations.operation import Operation


def save_view(name: str, content: str) -> Operation:
    """What is shown, under a name; in the place of a view of the same name."""
    return lambda ledger: ledger.saved_views.save(name, content)


def rename_view(view_id: int, name: str) -> Operation:
    """A view by another name."""
    return lambda ledger: ledger.saved_views.rename(view_id, name)


def delete_view(view_id: int) -> Operation:
    """A view goes; what it showed stays."""
    return lambda ledger: ledger.saved_views.delete(view_id)
