"""What makes two contracts of one pair one relationship, or two."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.records import Relationship, Scope
from db.model.values import ImpreciseDate


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "a.headwater") as opened:
        yield opened


def contract(
    category: str = "",
    reference: str = "",
    *,
    client: str | None = "Client",
    kind: str = "started",
    of: int | None = None,
) -> EventDraft:
    claim = ClaimDraft(announced=ImpreciseDate.day(date(2025, 6, 1)))
    return EventDraft(
        kind=f"relationship_{kind}", organization="Vendor", counterparty=client, category=category,
        reference=reference, relationship_id=of, claims=(claim,),
    )  # fmt: skip


def known(ledger: Ledger) -> list[tuple[str, str]]:
    return [(one.category, one.reference) for one in ledger.at(Scope()).relationships.select()]


def of_events(ledger: Ledger, *numbers: int) -> list[int | None]:
    return [ledger.events.get(number).relationship_id for number in numbers]


def test_a_reference_tells_two_contracts_of_one_pair_apart(ledger: Ledger) -> None:
    for reference in ("4711", "4712", " 4711 ", "PO-1", "po-1"):
        ledger.events.save(contract("data", reference))
    assert known(ledger) == [("data", "4711"), ("data", "4712"), ("data", "PO-1")]
    assert of_events(ledger, 1, 2, 3, 4, 5) == [1, 2, 1, 3, 3]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("", "4711"), 1), (("data", ""), 1), (("", "4712"), 2), (("staff", ""), 2),
        (("", ""), None), (("data", "4713"), None), (("staff", "4711"), None),
    ],
)  # fmt: skip
def test_what_is_left_empty_takes_the_only_one_that_fits(
    ledger: Ledger, said: tuple[str, str], expected: int | None
) -> None:
    ledger.events.save(contract("data", "4711"))
    ledger.events.save(contract("staff", "4712"))
    ledger.events.save(contract(*said, kind="ended"))
    assert of_events(ledger, 3) == [expected or 3]


def test_a_number_that_a_contract_lacks_makes_it_another(ledger: Ledger) -> None:
    ledger.events.save(contract("data"))
    ledger.events.save(contract("data", "4711"))
    ledger.events.save(contract("data", kind="ended"))
    assert of_events(ledger, 1, 2, 3) == [1, 2, 1]


def test_unnamed_clients_are_told_apart_by_their_numbers(ledger: Ledger) -> None:
    for reference, kind in (("7", "started"), ("8", "started"), ("7", "ended"), ("", "ended"), ("", "ended")):
        ledger.events.save(contract("data", reference, client=None, kind=kind))
    assert of_events(ledger, 1, 2, 3, 4, 5) == [1, 2, 1, 3, 4]


def test_a_number_taken_out_of_an_event_is_gone(ledger: Ledger) -> None:
    ledger.events.save(contract("data", "4711"))
    ledger.events.save(contract("data", of=1), event_id=1)
    assert known(ledger) == [("data", "")]
    ledger.events.save(contract("", of=of_events(ledger, 1)[0]), event_id=1)
    assert known(ledger) == [("", "")]
    ledger.undo()
    ledger.undo()
    assert known(ledger) == [("data", "4711")]


def test_a_reference_can_be_given_to_a_relationship_and_is_seen_from_outside(ledger: Ledger) -> None:
    ledger.events.save(contract("data"))
    ledger.relationships.save(Relationship(id=1, vendor_id=1, client_id=2, category="data", reference="S-9"))
    rows = ledger.store.connection.execute("SELECT vendor, client, category, reference FROM v_relationships")
    assert [tuple(row) for row in rows] == [("Vendor", "Client", "data", "S-9")]
    assert ledger.at(Scope(known_operation=2)).relationships.get(1).reference == ""
    assert ledger.check() == []
