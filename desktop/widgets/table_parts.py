"""What every model of a table shares."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

Index: TypeAlias = QModelIndex | QPersistentModelIndex


def headed(title: str, sorted_by: bool) -> str:  # noqa: FBT001
    """A title that stands right, with room for the arrow behind it where its column is sorted by."""
    return f"{title}\u2003\u2002" if sorted_by else title
