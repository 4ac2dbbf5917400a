"""The level of a day with its change over the year before, and what was done to an organization."""

from datetime import date

import pytest

from db.figures.headcount.levels import Levels, year_before
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.records import Scope
from db.model.values import ImpreciseDate, Population, Quantity


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "a.headwater", clock=_noon) as made:
        yield made


def _noon():
    from datetime import UTC, datetime

    return datetime(2026, 3, 1, 12, tzinfo=UTC)


def add(ledger, kind, day, count, organization="A", **claim):
    sized = ClaimDraft(announced=ImpreciseDate.day(day), count=count, **claim)
    return ledger.events.save(EventDraft(kind=kind, organization=organization, claims=(sized,))).detail["event"]


def year(ledger, **scope):
    view = ledger.at(Scope(**scope))
    found = Levels(view, ledger.organizations.find("A"), Population.EMPLOYEES).over_a_year()
    return found.level, found.change


def plain(quantity):
    return None if quantity is None else (quantity.low, quantity.best, quantity.high)


def test_a_vague_level_and_a_sure_cut_make_a_sure_change(ledger):
    add(ledger, "reported_headcount", date(2024, 1, 1), Quantity(900, 1000, 1100))
    add(ledger, "layoff", date(2025, 9, 1), Quantity.exact(200))
    level, change = year(ledger)
    assert plain(level) == (700, 800, 900)
    assert plain(change) == (-200, -200, -200)
    assert plain(year(ledger, last=date(2025, 6, 1))[1]) == (0, 0, 0)


def test_what_is_unexplained_between_two_levels_is_a_part_of_the_change(ledger):
    add(ledger, "reported_headcount", date(2024, 1, 1), Quantity.exact(1000))
    add(ledger, "reported_headcount", date(2026, 1, 1), Quantity.exact(700))
    add(ledger, "layoff", date(2025, 9, 1), Quantity.exact(200))
    assert plain(year(ledger)[1]) == (-300, -300, -200)  # the 100 may have gone before that year


def test_a_level_that_is_known_for_less_than_a_year_has_no_change(ledger):
    add(ledger, "reported_headcount", date(2025, 12, 1), Quantity.exact(1000))
    level, change = year(ledger)
    assert plain(level) == (1000, 1000, 1000)
    assert change is None


def test_changes_without_a_level_are_their_sum(ledger):
    add(ledger, "layoff", date(2024, 5, 1), Quantity.exact(50))
    add(ledger, "layoff", date(2025, 9, 1), Quantity(100, None, 150))
    level, change = year(ledger)
    assert level is None
    assert (change.low, change.high) == (-150, -100)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 3, 1), date(2025, 3, 1)),
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(1, 5, 1), date.min),
    ],
)
def test_a_year_before(day, before):
    assert year_before(day) == before


def test_the_steps_and_sources_of_one_organization_are_none_of_another(ledger):
    source = SourceDraft(publisher="Wire", url="https://wire.example/1")
    first = add(ledger, "layoff", date(2025, 9, 1), Quantity.exact(10), source=source)
    own = ledger.last_operation()
    add(ledger, "layoff", date(2025, 9, 2), Quantity.exact(20), source=source)
    add(ledger, "layoff", date(2025, 9, 2), Quantity.exact(20), organization="B", source=source)
    other = ledger.last_operation()
    a, b = ledger.organizations.find("A"), ledger.organizations.find("B")
    ledger.organizations.save(organization_id=a, name="A", aliases=("Alpha",))
    renamed = ledger.last_operation()
    ledger.events.delete([first])
    deleted = ledger.last_operation()
    history = ledger.at().history
    assert history.of_organization(a) == [deleted, renamed, own + 1, own]
    assert history.of_organization(b) == [other]
    assert ledger.at(Scope(known_operation=own)).history.of_organization(a) == [own]
    told, count = ledger.at(Scope(organization_ids=(a,))).sources.cited_most(limit=5)
    assert [(row.source.publisher, row.claims, row.events) for row in told] == [("Wire", 1, 1)]
    assert count == 1
    assert ledger.at().sources.cited_most(limit=0) == ([], 1)
