"""Writes of sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.model.ids import SourceId

if TYPE_CHECKING:
    from db.model.records import Source
    from desktop.operations.operation import Operation


def save_source(source: Source) -> Operation:
    """A source, with its id."""
    return lambda ledger: ledger.sources.save(source)


def delete_source(source_id: SourceId) -> Operation:
    """A source that no claim rests on."""
    return lambda ledger: ledger.sources.delete(source_id)


def set_origin(source_ids: Sequence[SourceId], origin: str) -> Operation:
    """Sources that all copy one origin; empty: each is its own."""
    return lambda ledger: ledger.sources.set_origin(source_ids, origin)


def merge_sources(kept: SourceId, source_ids: Sequence[SourceId]) -> Operation:
    """Sources become one of them, with their claims."""
    return lambda ledger: ledger.sources.merge(kept, source_ids)
