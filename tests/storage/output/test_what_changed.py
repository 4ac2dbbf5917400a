"""What changed in a scope between two moments: the figures then and now, and the events one by one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from db.history.comparison import Change, What
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.records import Scope
from db.model.values import ImpreciseDate, Quantity
from db.output.what_changed import FigureCode, what_changed
from helpers import golden
from helpers.drafts import layoff

FIRST = datetime(2025, 8, 1, 9, tzinfo=UTC)
START = Scope(known_operation=0)


class Days:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = FIRST

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Days()


@pytest.fixture
def ledger(tmp_path, clock):
    """The golden case, recorded on 1 August; it is the 9th now."""
    with Ledger.create(tmp_path / "one.headwater", clock=clock) as made:
        made.ids = golden.fill(made)
        clock.now += timedelta(days=8)
        yield made


SINCE = Scope(known_on=date(2025, 8, 1))


def figures(found):
    return {(one.code, one.organization_id): (one.before, one.after) for one in found.figures}


def test_nothing_was_recorded_since(ledger):
    found = what_changed(ledger.at(Scope()), since=SINCE)
    assert found.empty
    assert set(found.counts.values()) == {0}
    assert (found.first_day, found.last_day) == (date(2025, 8, 1), date(2025, 8, 1))


def test_a_reported_headcount_changes_the_level_and_shows_what_it_was(ledger):
    claim = ClaimDraft(
        source=SourceDraft(publisher="Own count"),
        announced=ImpreciseDate.day(date(2025, 6, 30)),
        count=Quantity.exact(1400, "1,400"),
    )
    ledger.events.save(EventDraft(kind="reported_headcount", organization=golden.NAME, claims=(claim,)))
    found = what_changed(ledger.at(Scope()), since=SINCE)
    (added,) = found.events
    assert (added.change, added.event.kind, added.difference.before) == (Change.ADDED, "reported_headcount", None)
    scale = ledger.organizations.find(golden.NAME)
    shown = figures(found)
    before, after = shown[FigureCode.EMPLOYEES, scale]
    assert (round(before.low), round(before.best), round(before.high)) == (1179, 1229, 1281)
    assert (after.low, after.best, after.high) == (1200, 1200, 1200)
    assert shown[FigureCode.CONTINGENT, scale] == (Quantity.exact(-500), Quantity.exact(-500))
    assert shown[FigureCode.EVENTS, None] == (Quantity.exact(9), Quantity.exact(10))
    assert shown[FigureCode.OPEN_FINDINGS, None] == (Quantity.exact(2), Quantity.exact(2))
    assert [one.what for one in found.others] == [What.SOURCE]


def test_read_backwards_the_added_event_is_a_removed_one(ledger):
    now = ledger.last_operation()
    ledger.events.save(layoff(count=30))
    found = what_changed(ledger.at(Scope(known_operation=now)), since=Scope(known_operation=ledger.last_operation()))
    assert [one.change for one in found.events] == [Change.REMOVED]
    assert found.events[0].event.values.count.best == 30


def test_a_correction_says_what_the_event_was_and_what_the_claim_was(ledger):
    claims = ledger.events.claims(ledger.ids["layoff"])
    kept = [
        ClaimDraft(
            id=one.id, source=one.source_id, status=one.status, announced=one.announced, count=one.count,
            percent=one.percent, wording=one.wording,
        )
        for one in claims
    ]  # fmt: skip
    changed = (replace(kept[0], count=Quantity.exact(210, "210")), *kept[1:])
    draft = EventDraft(kind="layoff", organization=golden.NAME, claims=changed)
    ledger.events.save(draft, event_id=ledger.ids["layoff"])
    (one,) = what_changed(ledger.at(Scope()), since=SINCE).events
    assert one.change is Change.CHANGED
    assert "count" in one.difference.resolved
    assert one.difference.before.values.count.best == 200
    assert one.difference.after.values.count.best == 210
    (part,) = [part for part in one.parts if part.what is What.CLAIM]
    assert (part.before.count.best, part.after.count.best, part.fields) == (200, 210, ("count",))


def test_a_claim_whose_wording_alone_differs_makes_its_event_a_changed_one(ledger):
    claims = ledger.events.claims(ledger.ids["focus"])
    drafts = tuple(
        ClaimDraft(id=one.id, source=one.source_id, status=one.status, announced=one.announced, wording="Other words")
        for one in claims
    )
    event = ledger.events.get(ledger.ids["focus"])
    ledger.events.save(
        EventDraft(kind=event.kind, organization=event.organization_id, notes=event.notes, claims=drafts),
        event_id=event.id,
    )
    (one,) = what_changed(ledger.at(Scope()), since=SINCE).events
    assert one.change is Change.CHANGED
    assert one.difference is None
    assert [part.fields for part in one.parts] == [("wording",)]


def test_only_what_the_scope_shows(ledger):
    ledger.events.save(layoff(organization="Elsewhere Ltd", count=5))
    scale = ledger.organizations.find(golden.NAME)
    assert what_changed(ledger.at(Scope(organization_ids=(scale,))), since=SINCE).empty
    found = what_changed(ledger.at(Scope()), since=SINCE)
    assert [one.event.values.count.best for one in found.events] == [5]
    assert FigureCode.EMPLOYEES in {one.code for one in found.figures}


def test_since_the_beginning_everything_was_added(ledger):
    found = what_changed(ledger.at(Scope()), since=START)
    assert found.counts[Change.ADDED] == len(found.events) == 9  # the rumor is weaker than the scope
    assert not found.left_out
    days = [one.event.values.counting.earliest for one in found.events if one.event.values.counting]
    assert days == sorted(days, reverse=True)


def test_much_is_counted_and_the_first_of_it_told(ledger, monkeypatch):
    monkeypatch.setattr("db.output.what_changed.LIMIT", 4)
    found = what_changed(ledger.at(Scope()), since=START)
    assert (len(found.events), found.left_out, found.counts[Change.ADDED]) == (4, 5, 9)
    assert found.others_left_out > 0


def test_undone_is_no_change(ledger):
    ledger.events.save(layoff(count=30))
    ledger.undo()
    assert what_changed(ledger.at(Scope()), since=SINCE).empty


def test_what_a_ledger_is_made_with_is_no_change(tmp_path):
    with Ledger.create(tmp_path / "new.headwater") as new:
        assert what_changed(new.at(Scope()), since=START).empty
        new.events.save(layoff())
        found = what_changed(new.at(Scope()), since=START)
        assert {one.what for one in found.others} == {What.ORGANIZATION, What.SOURCE}
        assert not found.others_left_out
