"""What the parts of an event add up to. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from db.model.intervals import total
from db.model.records import Resolved
from db.model.values import Quantity, Status


def parts_total(parts: Iterable[Resolved]) -> Quantity | None:
    """The counts of all parts that nobody denies; None if no part has one. A part without a count adds nobody yet."""
    counts = [part.count for part in parts if part.status is not Status.DENIED and part.count is not None]
    known = [count for count in counts if count.known]
    if not known:
        return None
    return total(Quantity(count.low or 0.0, count.best, count.high) for count in known)


__all__ = ["parts_total"]
