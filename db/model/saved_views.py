"""Views that were saved under a name: the ledger keeps what the window shows, and knows nothing of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """``content`` is JSON of the window's: scope, page, and how that is arranged."""

    id: int
    name: str
    content: str


__all__ = ["SavedView"]
