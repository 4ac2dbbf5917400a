"""Events as a form would hand them over."""

from __future__ import annotations

from datetime import date

from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.values import ImpreciseDate, Quantity


def layoff(organization: str | int = "Scale AI", count: float = 200, **changes: object) -> EventDraft:
    claim = ClaimDraft(
        source=SourceDraft(publisher="TechCrunch", url="https://techcrunch.example/1"),
        announced=ImpreciseDate.day(date(2025, 7, 16)),
        count=Quantity.exact(count, f"{count:g}"),
    )
    return EventDraft(**{"kind": "layoff", "organization": organization, "claims": (claim,), **changes})  # type: ignore[arg-type]
