"""The case Headwater was made for: Scale AI in the summer of 2025, told in our own words by three kinds of source.

Ten events. One amount is off by a factor of ten in one source, one loss is a rumor without a name or a date, and the
layoff has a count and a percentage that imply a base.
"""

from __future__ import annotations

import tempfile
from dataclasses import fields, replace
from datetime import date
from functools import cache
from pathlib import Path

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.values import ImpreciseDate, Quantity, Status

NAME = "Scale AI"
JULY_16 = date(2025, 7, 16)

TECHCRUNCH_JULY = SourceDraft(
    publisher="TechCrunch",
    title="Scale AI lets staff and contractors go a month after Meta's deal",
    url="https://techcrunch.com/2025/07/16/scale-ai-layoffs",
    published=ImpreciseDate.day(JULY_16),
    reliability="B",
)
TECHCRUNCH_JUNE = SourceDraft(
    publisher="TechCrunch",
    title="OpenAI winds down its work with Scale AI",
    url="https://techcrunch.com/2025/06/18/openai-scale-ai",
    published=ImpreciseDate.day(date(2025, 6, 18)),
    reliability="B",
)
REUTERS = SourceDraft(
    publisher="Reuters",
    title="Google, Scale AI's largest customer, plans to split",
    url="https://www.reuters.com/business/google-scale-ai-2025-06-13",
    published=ImpreciseDate.day(date(2025, 6, 13)),
    reliability="A",
)
ARTICLE = SourceDraft(
    publisher="Branchendienst",
    title="Umbau bei Scale AI: Stellenabbau und Rückzug großer Kunden",
    published=ImpreciseDate("2025-07", date(2025, 7, 1), date(2025, 7, 31), words="Juli 2025"),
    reliability="C",
)
CFO = SourceDraft(
    publisher="VivaTech",
    title="Interview with the CFO of OpenAI",
    published=ImpreciseDate.day(date(2025, 6, 13)),
)


def month(year: int, number: int, last: int, words: str) -> ImpreciseDate:
    """A month as a date within it."""
    return ImpreciseDate(f"{year}-{number:02}", date(year, number, 1), date(year, number, last), words=words)


def make(path: Path) -> dict[str, int]:
    """A ledger with the ten events; gives their ids as :func:`fill` does. Written once, and copied from then on."""
    content, ids = _written(date.today())
    path.write_bytes(content)
    return dict(ids)


@cache
def _written(_recorded: date) -> tuple[bytes, dict[str, int]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "golden.headwater"
        with Ledger.create(path) as ledger:
            ids = fill(ledger)
        return path.read_bytes(), ids


def fill(ledger: Ledger) -> dict[str, int]:
    """Write the ten events; gives their ids by a short name, in the order of the case."""
    ids: dict[str, int] = {}
    for name, draft in _drafts():
        ids[name] = _event(ledger.events.save(draft).detail["event"])
    _supersede_denial(ledger, ids["openai"])
    return ids


def _event(value: object) -> int:
    assert isinstance(value, int)
    return value


def _supersede_denial(ledger: Ledger, event_id: int) -> None:
    """What the CFO had said is corrected by what the company said five days later."""
    kept = {field.name for field in fields(ClaimDraft)} - {"source"}
    denial, later = (
        ClaimDraft(source=claim.source_id, **{name: getattr(claim, name) for name in kept})
        for claim in ledger.events.claims(event_id)
    )
    later = replace(later, supersedes_id=denial.id, reason="The company said so itself five days later")
    ledger.events.save(
        EventDraft(
            kind="relationship_winding_down", organization=NAME, counterparty="OpenAI", category="data labeling",
            claims=(denial, later),
        ),
        event_id=event_id,
    )  # fmt: skip


def _drafts() -> list[tuple[str, EventDraft]]:
    return [*_ownership_and_people(), *_cuts(), *_clients()]


def _ownership_and_people() -> list[tuple[str, EventDraft]]:
    june = month(2025, 6, 30, "letzten Monat")
    return [
        ("stake", EventDraft(kind="stake_taken", organization=NAME, counterparty="Meta", claims=(
            ClaimDraft(source=TECHCRUNCH_JULY, announced=ImpreciseDate.day(date(2025, 6, 13)), currency="USD",
                       amount=Quantity.exact(14.3e9, "$14.3 billion")),
            ClaimDraft(source=REUTERS, announced=ImpreciseDate.day(date(2025, 6, 13), "June 13"), currency="USD",
                       amount=Quantity(13.5e9, 14e9, 14.5e9, "14 billion dollars"),
                       percent=Quantity(48.5, 49, 49.5, "49%")),
            ClaimDraft(source=ARTICLE, currency="USD", amount=Quantity.exact(1.43e9, "1,43 Milliarden Dollar")),
        ))),
        ("ceo", EventDraft(kind="leadership_departure", organization=NAME, counterparty="Meta",
                           person="Alexandr Wang", role="CEO", claims=(
            ClaimDraft(source=ARTICLE, announced=june), ClaimDraft(source=TECHCRUNCH_JULY, announced=june),
        ))),
        ("interim", EventDraft(kind="leadership_appointment", organization=NAME, person="Jason Droege",
                               role="interim CEO", claims=(ClaimDraft(source=ARTICLE, announced=june),))),
    ]  # fmt: skip


def _cuts() -> list[tuple[str, EventDraft]]:
    july = month(2025, 7, 31, "im Juli")
    exact = ImpreciseDate.day(JULY_16, "July 16")
    return [
        ("layoff", EventDraft(kind="layoff", organization=NAME, reason="overexpansion of data labeling", claims=(
            ClaimDraft(source=TECHCRUNCH_JULY, announced=exact, count=Quantity.exact(200, "200"),
                       percent=Quantity(13.5, 14, 14.5, "roughly 14%"), status=Status.REPORTED),
            ClaimDraft(source=ARTICLE, announced=july, count=Quantity(150, 200, 250, "ca. 200"),
                       percent=Quantity(13.5, 14, 14.5, "etwa 14 %")),
        ))),
        ("contractors", EventDraft(kind="contractors_ended", organization=NAME, unit="worldwide", claims=(
            ClaimDraft(source=TECHCRUNCH_JULY, announced=exact, count=Quantity.exact(500, "500 global contractors")),
            ClaimDraft(source=ARTICLE, announced=july, count=Quantity.exact(500, "500")),
        ))),
        ("focus", EventDraft(kind="change_of_focus", organization=NAME,
                             notes="Toward sales to enterprises and governments, away from labeling in bulk",
                             claims=(ClaimDraft(source=ARTICLE, announced=july),))),
    ]  # fmt: skip


def _clients() -> list[tuple[str, EventDraft]]:
    return [
        ("google", EventDraft(kind="relationship_at_risk", organization=NAME, counterparty="Google",
                              category="data labeling", claims=(
            ClaimDraft(source=REUTERS, announced=ImpreciseDate.day(date(2025, 6, 13)), currency="USD",
                       amount=Quantity.exact(200e6, "$200 million planned for 2025")),))),
        ("openai", EventDraft(kind="relationship_winding_down", organization=NAME, counterparty="OpenAI",
                              category="data labeling", claims=(
            ClaimDraft(source=CFO, status=Status.DENIED, announced=ImpreciseDate.day(date(2025, 6, 13))),
            ClaimDraft(source=TECHCRUNCH_JUNE, status=Status.CONFIRMED,
                       announced=ImpreciseDate.day(date(2025, 6, 18), "June 18")),
        ))),
        ("rumor", EventDraft(kind="relationship_ended", organization=NAME, category="data labeling",
                             notes="Some large customers, unnamed", claims=(
            ClaimDraft(source=ARTICLE, status=Status.RUMORED),))),
        ("inflection", EventDraft(kind="license_and_hire", organization="Inflection AI", counterparty="Microsoft",
                                  claims=(ClaimDraft(source=ARTICLE, announced=month(2024, 3, 31, "March 2024")),))),
    ]  # fmt: skip
