"""An order of events that follows changes is, after each of them, the order that a query would give."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.records import Scope
from db.model.values import ImpreciseDate, Quantity, Status
from db.tables.where import ORDERS
from helpers.deeds import DEEDS, do, event_ids
from helpers.drafts import layoff
from helpers.numbering import numbered

START = datetime(2025, 7, 20, 9, 0, tzinfo=UTC)
SCOPES = (
    Scope(),
    Scope(minimum_status=Status.RUMORED),
    Scope(text="ber"),
    Scope(text="company 1"),
    Scope(kinds=("hiring", "relationship_ended")),
    Scope(organization_ids=(1, 2)),
    Scope(first=date(2025, 3, 1), last=date(2025, 8, 31)),
    Scope(known_on=date(2025, 7, 22)),
)
WAYS = [(scope, column, descending) for scope in SCOPES for column in ORDERS for descending in (False, True)]
SHARES = 5  # a history is looked at in a fifth of the ways; all histories together in all of them
NUMBERED = (SCOPES[0], SCOPES[2], *SCOPES[5:])

quantities = st.none() | st.builds(Quantity.exact, st.sampled_from((1.0, 20.0, 300.0))) | st.just(Quantity())
dates = st.none() | st.builds(ImpreciseDate.day, st.dates(date(2025, 2, 1), date(2025, 9, 1)))
claims = st.builds(
    ClaimDraft, announced=dates, count=quantities, percent=quantities, amount=quantities,
    currency=st.sampled_from(("EUR", "USD")), status=st.sampled_from(Status),
)  # fmt: skip
drafts = st.builds(
    EventDraft, kind=st.sampled_from(("layoff", "hiring", "stake_taken")),
    organization=st.sampled_from(("Zebra", "Ärzte", "company 1", "Company 2")),
    counterparty=st.sampled_from(("", "Client", "Ärzte")), claims=st.lists(claims, max_size=2).map(tuple),
    place=st.sampled_from(("", "Berlin", "Zürich", "a", "B")), notes=st.sampled_from(("", "😀", "\uffee")),
)  # fmt: skip
steps = st.lists(
    st.tuples(st.sampled_from(("save", "over", "delete", "undo", "redo", *DEEDS)), drafts, st.integers(0, 9)),
    min_size=1, max_size=8,
)  # fmt: skip


def take(ledger: Ledger, step: tuple[str, EventDraft, int]) -> None:
    deed, draft, number = step
    ids = event_ids(ledger)
    if deed == "save":
        ledger.events.save(draft)
    elif deed == "over" and ids:
        ledger.events.save(draft, event_id=ids[number % len(ids)])
    elif deed == "delete" and ids:
        ledger.events.delete(ids[: number % 3 + 1])
    elif deed in DEEDS:
        do(ledger, deed, number)


def orders(ledger: Ledger, ways: list[tuple[Scope, str, bool]]) -> list[list[int]]:
    return [list(ledger.at(scope).events.order(column=column, descending=down)) for scope, column, down in ways]


@settings(max_examples=40)
@given(first=st.lists(drafts, max_size=12), steps=steps, share=st.integers(0, SHARES - 1))
def test_an_order_follows_every_change(
    first: list[EventDraft], steps: list[tuple[str, EventDraft, int]], share: int
) -> None:
    days, ways = count(), WAYS[share::SHARES]
    with (
        TemporaryDirectory() as folder,
        Ledger.create(Path(folder) / "a.headwater", clock=lambda: START + timedelta(hours=6 * next(days))) as ledger,
    ):
        for draft in first:
            ledger.events.save(draft)
        before = orders(ledger, ways)
        for step in steps:
            earlier = ledger.last_change
            take(ledger, step)
            change = ledger.last_change
            after = orders(ledger, ways)
            events, names = change.ids("events"), change.ids("organizations")
            assert events is not None
            assert names is not None
            alone = not change.touches("aliases", "event_kinds")
            if change is not earlier and alone and not ledger.at().events.concerns_others(names, events):
                for (scope, column, down), old, new in zip(ways, before, after, strict=True):
                    found = ledger.at(scope).events.reorder(old, events, column=column, descending=down)
                    assert list(found) == new
            before = after
            view = ledger.at(NUMBERED[share])
            shown = view.events.select(any_day=False)
            assert view.numbers([event.id for event in shown]) == numbered(shown), "numbers follow as well"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "a.headwater") as opened:
        for number in range(3):
            opened.events.save(layoff(f"Company {number}"))
        yield opened


def test_a_new_organization_concerns_only_its_own_event(ledger: Ledger) -> None:
    change = ledger.events.save(layoff("Newcomer"))
    assert not ledger.at().events.concerns_others(change.ids("organizations"), change.ids("events"))


@pytest.mark.parametrize("name", ["Company 0", "Company 1"])
def test_another_name_concerns_the_events_that_have_it(ledger: Ledger, name: str) -> None:
    organization = ledger.organizations.get(ledger.organizations.find(name))
    assert ledger.at().events.concerns_others({organization.id}, frozenset())


def test_what_is_above_others_concerns_their_events(ledger: Ledger) -> None:
    ledger.organizations.save(name="Holding")
    above = ledger.organizations.find("Holding")
    assert not ledger.at().events.concerns_others({above}, frozenset())
    below = ledger.organizations.get(ledger.organizations.find("Company 2"))
    ledger.organizations.save(name=below.name, organization_id=below.id, parent=above)
    assert ledger.at().events.concerns_others({above}, frozenset())


def test_the_client_of_an_event_counts_as_its_organization_does(ledger: Ledger) -> None:
    ledger.events.save(replace(layoff("Vendor"), kind="relationship_ended", counterparty="Client"))
    client = ledger.organizations.find("Client")
    assert ledger.at().events.concerns_others({client}, frozenset())
