"""The sample ledger: what it says, that it can be undone event by event, and that it is there in an instant."""

import json
from datetime import date

import pytest

from db.ledger import Ledger
from db.model.records import Scope
from db.model.values import Quantity, Status
from db.sample import fill
from helpers.places import SAMPLE

EVERYTHING = Scope(minimum_status=Status.DENIED)


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "sample.headwater") as made:
        fill(made, json.loads(SAMPLE.read_text(encoding="utf-8")))
        yield made


def the(ledger, kind):
    (event,) = (event for event in ledger.at(EVERYTHING).events.select() if event.kind == kind)
    return event


def test_ten_events_of_two_companies_from_four_sources(ledger):
    rows = ledger.at(EVERYTHING).events.select_rows()
    assert len(rows) == 10
    assert {row.organization for row in rows} == {"Scale AI", "Inflection AI"}
    assert ledger.sources.count() == 4
    assert ledger.check() == []


def test_the_layoff_is_200_of_whom_the_contractors_are_no_part(ledger):
    layoff, contractors = the(ledger, "layoff"), the(ledger, "contractors_ended")
    assert layoff.values.count == Quantity.exact(200, "200")
    assert (layoff.values.percent.low, layoff.values.percent.high) == (13.5, 14.5)
    assert layoff.values.announced.earliest == layoff.values.announced.latest == date(2025, 7, 16)
    assert contractors.values.count == Quantity.exact(500, "500")
    assert layoff.values.source_count == 1, "both papers copy one agency"


def test_the_stake_is_contradicted_and_left_open(ledger):
    stake = the(ledger, "stake_taken")
    assert stake.values.contradicted == ("amount",)
    assert stake.values.amount.best is None
    techcrunch = next(claim for claim in ledger.events.claims(stake.id) if claim.amount.best == 14.3e9)
    ledger.events.prefer(stake.id, "amount", claim_id=techcrunch.id, reason="decimal slip")
    assert ledger.events.get(stake.id).values.amount.best == 14.3e9


def test_the_denial_is_history_with_its_reason(ledger):
    event = the(ledger, "relationship_winding_down")
    denied, confirmed = ledger.events.claims(event.id)
    assert (denied.status, denied.superseded) == (Status.DENIED, True)
    assert confirmed.supersedes_id == denied.id
    assert confirmed.reason
    assert event.values.status is Status.CONFIRMED
    assert not event.values.denied_beside


def test_the_rumor_names_no_client_and_no_day(ledger):
    rumor = the(ledger, "relationship_ended")
    assert rumor.values.status is Status.RUMORED
    assert rumor.values.counting is None
    assert ledger.relationships.get(rumor.relationship_id).client_id is None


def test_each_event_is_a_step_of_its_own(ledger):
    ledger.undo()
    assert {row.organization for row in ledger.at(EVERYTHING).events.select_rows()} == {"Scale AI"}
    for _ in range(9):
        ledger.undo()
    assert ledger.at(EVERYTHING).events.count() == 0
    assert ledger.undo_step() is None
