"""A ledger whose events lie on the first and on the last day of the calendar."""

from __future__ import annotations

from datetime import date

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.ids import EventId
from db.model.values import ImpreciseDate, Quantity

DAYS = (date.min, date.max)
SIZES = (
    {"count": Quantity.exact(100)},
    {"percent": Quantity(9.5, 10, 10.5)},
    {"count": Quantity.exact(100), "percent": Quantity(9.5, 10, 10.5)},
    {"count": Quantity.exact(100), "base": Quantity.exact(700)},
    {"percent": Quantity.exact(100), "until": ImpreciseDate.day(date.max)},
)
#: Organizations by what is said of their headcount; "All" has every sort.
SORTS = {"Reported": (0,), "Implied": (2,), "Stated": (3,), "Gone": (0, 4), "All": (0, 1, 2, 3, 4)}
OTHERS = (
    "relationship_started", "relationship_at_risk", "relationship_ended", "stake_taken", "leadership_departure",
    "contractors_ended",
)  # fmt: skip


def fill(ledger: Ledger) -> list[EventId]:
    """Write the events; gives those that can be an anchor."""
    anchors: list[EventId] = []
    for name, sizes in SORTS.items():
        for day in DAYS:
            when = ImpreciseDate.day(day)
            for kind in ("layoff", "hiring"):
                for size in sizes:
                    claim = ClaimDraft(announced=when, **SIZES[size])  # type: ignore[arg-type]
                    ledger.events.save(EventDraft(kind=kind, organization=name, claims=(claim,)))
            if name in {"Reported", "All"}:
                claim = ClaimDraft(announced=when, count=Quantity.exact(1000))
                ledger.events.save(EventDraft(kind="reported_headcount", organization=name, claims=(claim,)))
            for kind in OTHERS:
                other = {"counterparty": f"Client of {name}"} if kind.startswith("relationship") else {}
                draft = EventDraft(kind=kind, organization=name, claims=(ClaimDraft(announced=when),), **other)
                saved = ledger.events.save(draft).detail["event"]
                anchors += [EventId(saved)] if kind == "stake_taken" else []
    return anchors
