"""Events and sources in one line, for lists to choose from. No Qt."""

from __future__ import annotations

from db.records import EventKind, Source
from db.tables.events import EventRow
from desktop import formatting, wording


def brief(row: EventRow, kind: EventKind | None, *, organization: str = "", beside: str = "") -> str:
    """An event in a list: "Layoff · 49 · Ridgefield · 16 July 2025".

    Without its organization if it is that one, and without its kind if that is the one of an event ``beside`` it.
    """
    values = row.values
    parts = [
        wording.kind_name(kind or row.kind) if row.kind != beside else "",
        row.organization if row.organization != organization else "",
        row.counterparty,
        formatting.quantity(values.count) if values.count is not None else "",
        row.place,
        formatting.imprecise(values.counting) if values.counting is not None else "",
    ]
    return " · ".join(" ".join(part.split()) for part in parts if part.strip())


def source_brief(source: Source) -> str:
    """A source in a list: "TechCrunch · OpenAI winds down its work · 18 June 2025"."""
    parts = [
        source.publisher,
        source.title or source.url,
        formatting.imprecise(source.published) if source.published is not None else "",
    ]
    return " · ".join(" ".join(part.split()) for part in parts if part.strip())


__all__ = ["brief", "source_brief"]
