"""Sources in one line, for lists to choose from. No Qt."""

from __future__ import annotations

from db.model.records import Source
from desktop.wording import formatting


def source_brief(source: Source) -> str:
    """A source in a list: "TechCrunch · OpenAI winds down its work · 18 June 2025"."""
    parts = [
        source.publisher,
        source.title or source.url,
        formatting.imprecise(source.published) if source.published is not None else "",
    ]
    return " · ".join(" ".join(part.split()) for part in parts if part.strip())


__all__ = ["source_brief"]
