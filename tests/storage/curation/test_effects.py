"""What deleting events would change, as it is told before it is done."""

from datetime import date

import pytest

from db.curation.effect_of_deleting import of_deleting
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.records import Scope
from db.model.values import ImpreciseDate, Population, Quantity, Status
from helpers import golden
from helpers.work import calls


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as made:
        yield made


def add(ledger, kind, day, count=None, *, organization="Acme", status=Status.REPORTED, **more):
    claim = ClaimDraft(
        announced=ImpreciseDate.day(date(*day)),
        count=None if count is None else Quantity.exact(count),
        status=status,
        source=SourceDraft(publisher="Reuters"),
    )
    draft = EventDraft(kind=kind, organization=organization, claims=(claim,), **more)
    return ledger.events.save(draft).detail["event"]


def told(ledger, *ids, scope=None):
    """The effect, checked against what is really so after the deletion."""
    effect = of_deleting(ledger.at(scope), ids)
    ledger.events.delete(ids)
    after = of_deleting(ledger.at(scope), ())
    assert (after.claims, after.levels, after.clients) == (0, (), ())
    from db.view.series import active_relationships

    for one in effect.levels:
        series = {s.population: s for s in ledger.at(scope or Scope()).headcount(one.organization_id)}[one.population]
        assert (series.levels[-1] if series.levels else None) == one.after
    for one in effect.clients:
        assert active_relationships(ledger.at(scope), one.organization_id) == one.after
    ledger.undo()
    return effect


def test_a_layoff_below_a_reported_headcount(ledger):
    add(ledger, "reported_headcount", (2025, 6, 30), 1429)
    layoff = add(ledger, "layoff", (2025, 7, 16), 200)
    effect = told(ledger, layoff)
    assert effect.claims == 1
    (level,) = effect.levels
    assert (level.organization, level.population) == ("Acme", Population.EMPLOYEES)
    assert (level.before.best, level.after.best) == (1229, 1429)


def test_the_only_event_takes_the_whole_chart_with_it(ledger):
    ids = golden.fill(ledger)
    (level,) = told(ledger, ids["layoff"]).levels
    assert (round(level.before.best), level.after) == (1229, None)
    (contractors,) = told(ledger, ids["contractors"]).levels
    assert (contractors.population, contractors.before.best) == (Population.CONTINGENT, -500)


def test_what_moves_no_chart_says_so(ledger):
    add(ledger, "reported_headcount", (2025, 6, 30), 1429)
    rumor = add(ledger, "layoff", (2025, 7, 16), 200, status=Status.RUMORED)
    assert told(ledger, rumor).levels == ()
    (level,) = told(ledger, rumor, scope=Scope(minimum_status=Status.RUMORED)).levels
    assert level.after.best == 1429
    focus = add(ledger, "change_of_focus", (2025, 7, 16))
    assert (told(ledger, focus).levels, told(ledger, focus).clients) == ((), ())


def test_parts_count_again_when_their_whole_goes(ledger):
    add(ledger, "reported_headcount", (2025, 6, 30), 5000)
    whole = add(ledger, "layoff", (2025, 7, 16), 724)
    add(ledger, "layoff", (2025, 7, 20), 49, part_of_id=whole)
    (level,) = told(ledger, whole).levels
    assert (level.before.best, level.after.best) == (4276, 4951)


def test_active_clients(ledger):
    kind = "relationship_started"
    started = add(ledger, kind, (2025, 1, 1), counterparty="Google", category="labeling")
    add(ledger, kind, (2025, 2, 1), counterparty="OpenAI", category="labeling")
    (clients,) = told(ledger, started).clients
    assert (clients.organization, clients.before, clients.after) == ("Acme", 2, 1)
    ended = add(ledger, "relationship_ended", (2025, 3, 1), counterparty="OpenAI", category="labeling")
    (clients,) = told(ledger, ended).clients
    assert (clients.before, clients.after) == (1, 2)


def test_of_several_events_three_organizations_are_named(ledger):
    ids = []
    for name in ("Acme", "Bolt", "Cargo", "Dune", "Echo"):
        add(ledger, "reported_headcount", (2025, 6, 30), 1000, organization=name)
        ids.append(add(ledger, "layoff", (2025, 7, 16), 10, organization=name))
    ids.append(add(ledger, "layoff", (2025, 8, 16), 10, organization="Echo"))
    effect = told(ledger, *ids)
    assert [level.organization for level in effect.levels] == ["Echo", "Acme", "Bolt"]  # Echo has two of them
    assert (effect.events, effect.claims, effect.more) == (6, 6, 2)


@pytest.mark.no_cover
def test_twice_the_events_are_about_twice_the_work(ledger):
    add(ledger, "reported_headcount", (2015, 1, 1), 100_000)
    work = []
    for half in range(2):
        for number in range(half * 150, (half + 1) * 150):
            last = add(ledger, "layoff", (2015 + number // 30, 1 + number % 12, 1 + number % 28), 10)
        work.append(calls(lambda last=last: of_deleting(ledger.at(), (last,))))
    assert work[1] < 3 * work[0]
    (level,) = of_deleting(ledger.at(), (last,)).levels
    assert level.after.best == level.before.best + 10
