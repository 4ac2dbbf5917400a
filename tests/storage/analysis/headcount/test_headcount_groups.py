"""The headcount of an organization with its subsidiaries: each head once, and nothing that a parent covers twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db.curation.merge_organizations import merge_organizations
from db.ledger import Ledger
from db.model.drafts import ClaimDraft
from db.model.records import Scope
from db.model.values import ImpreciseDate, Quantity
from helpers.drafts import layoff

TODAY = Scope()


@pytest.fixture
def group(tmp_path: Path) -> Ledger:
    """Holding, with Works and Lab below it, and Bench below Lab."""
    with Ledger.create(tmp_path / "group.headwater") as ledger:
        ledger.organizations.save(name="Holding")
        ledger.organizations.save(name="Works", parent="Holding")
        ledger.organizations.save(name="Lab", parent="Holding")
        ledger.organizations.save(name="Bench", parent="Lab")
        yield ledger


def said(month: int, count: float | None = None, percent: float | None = None) -> tuple[ClaimDraft, ...]:
    return (
        ClaimDraft(
            announced=ImpreciseDate.day(date(2025, month, 1)),
            count=None if count is None else Quantity.exact(count, f"{count:g}"),
            percent=None if percent is None else Quantity.exact(percent, f"{percent:g} %"),
        ),
    )


def level(ledger: Ledger, organization: str, month: int, count: float, **changes: object) -> None:
    ledger.events.save(layoff(organization, kind="reported_headcount", claims=said(month, count), **changes))


def cut(ledger: Ledger, organization: str, month: int, count: float | None, percent: float | None = None) -> None:
    ledger.events.save(layoff(organization, claims=said(month, count, percent)))


def last(ledger: Ledger, organization: str, scope: Scope = TODAY) -> tuple[float | None, ...] | None:
    """Low, best and high of the last level; None where no level is known."""
    organization_id = ledger.organizations.find(organization)
    assert organization_id is not None
    series = ledger.at(scope).headcount(organization_id)[0]
    if series.relative or not series.levels:
        return None
    found = series.levels[-1]
    return found.low, found.best, found.high


def test_the_groups_level_moves_with_what_its_subsidiaries_change(group: Ledger) -> None:
    level(group, "Holding", 1, 1000)
    cut(group, "Works", 3, 100)
    cut(group, "Bench", 4, 30)
    assert last(group, "Holding") == (870, 870, 870)


def test_a_subsidiarys_level_is_none_of_the_groups_and_is_not_added_to_it(group: Ledger) -> None:
    level(group, "Holding", 1, 1000)
    level(group, "Works", 2, 400)
    level(group, "Lab", 3, 300)
    assert last(group, "Holding") == (1000, 1000, 1000)
    assert last(group, "Works") == (400, 400, 400)


def test_a_subsidiary_in_between_covers_what_is_below_it(group: Ledger) -> None:
    level(group, "Lab", 1, 300)
    cut(group, "Bench", 2, 20)
    cut(group, "Works", 2, 50)
    assert last(group, "Lab") == (280, 280, 280)


def test_an_own_level_is_without_subsidiaries_so_the_group_has_at_least_as_many(group: Ledger) -> None:
    level(group, "Holding", 1, 40, own=True)
    assert last(group, "Holding") == (40, None, None)
    level(group, "Holding", 2, 1000)
    assert last(group, "Holding") == (1000, 1000, 1000)
    level(group, "Holding", 3, 45, own=True)
    assert last(group, "Holding") == (1000, 1000, 1000)


def test_own_says_nothing_more_where_nothing_is_below(group: Ledger) -> None:
    level(group, "Works", 1, 400, own=True)
    assert last(group, "Works") == (400, 400, 400)


def test_a_percentage_of_a_subsidiary_is_not_of_the_group(group: Ledger) -> None:
    level(group, "Holding", 1, 1000)
    level(group, "Works", 1, 400)
    cut(group, "Works", 3, None, 10)
    assert last(group, "Works") == (360, 360, 360)
    low, best, high = last(group, "Holding")
    assert (best, high) == (None, 1000)
    assert low is None or low <= 960
    cut(group, "Lab", 4, 30, 10)
    assert last(group, "Holding")[2] == 970, "of a count with a percentage the count remains"


def test_a_scope_on_parent_and_subsidiary_has_every_event_once(group: Ledger) -> None:
    level(group, "Holding", 1, 1000)
    cut(group, "Works", 3, 100)
    ids = tuple(group.organizations.find(name) for name in ("Holding", "Works"))
    assert group.at(Scope(organization_ids=ids)).events.count() == 2
    assert group.at(Scope(organization_ids=ids[:1])).events.count() == 2
    assert last(group, "Holding", Scope(organization_ids=ids)) == (900, 900, 900)


def test_as_known_before_the_purchase_the_bought_one_was_none_of_the_group(group: Ledger) -> None:
    level(group, "Holding", 1, 1000)
    cut(group, "Newcomer", 3, 100)
    before = group.last_operation()
    group.organizations.save(name="Newcomer", organization_id=group.organizations.find("Newcomer"), parent="Holding")
    assert last(group, "Holding") == (900, 900, 900)
    assert last(group, "Holding", Scope(known_operation=before)) == (1000, 1000, 1000)


def test_merging_two_subsidiaries_leaves_the_groups_level_as_it_is(group: Ledger) -> None:
    level(group, "Holding", 1, 1000)
    cut(group, "Works", 3, 100)
    cut(group, "Lab", 4, 30)
    merge_organizations(group, group.organizations.find("Works"), [group.organizations.find("Lab")])
    assert last(group, "Holding") == (870, 870, 870)
    assert group.organizations.get(group.organizations.find("Bench")).parent_id == group.organizations.find("Works")


def test_merging_the_parent_with_its_subsidiary_makes_one_headcount_of_both(group: Ledger) -> None:
    level(group, "Holding", 1, 1000)
    cut(group, "Works", 3, 100)
    merge_organizations(group, group.organizations.find("Holding"), [group.organizations.find("Works")])
    assert last(group, "Holding") == (900, 900, 900)


def test_without_a_level_of_the_group_its_members_are_added(group: Ledger) -> None:
    level(group, "Holding", 1, 40, own=True)
    level(group, "Works", 1, 400)
    level(group, "Lab", 2, 300)
    level(group, "Bench", 3, 20)  # covered by the lab's
    assert last(group, "Holding") == (740, 740, 740)
    cut(group, "Bench", 4, 5)
    cut(group, "Works", 5, None, 10)
    assert last(group, "Holding") == (695, 695, 695)
    level(group, "Holding", 6, 650)
    assert last(group, "Holding") == (650, 650, 650)


def test_a_member_of_unknown_size_makes_the_sum_an_at_least(group: Ledger) -> None:
    level(group, "Works", 1, 400)
    assert last(group, "Holding") == (400, None, None), "nothing is known of the lab"
    cut(group, "Lab", 2, 30)
    assert last(group, "Holding") == (400, None, None), "nor does a change say how many there are"
    level(group, "Lab", 3, 300)
    assert last(group, "Holding") == (700, 700, 700)


def test_the_sum_begins_when_every_member_has_a_level_and_names_its_events(group: Ledger) -> None:
    level(group, "Works", 1, 400)
    level(group, "Lab", 3, 300)
    cut(group, "Works", 4, 100)
    series = group.at(TODAY).headcount(group.organizations.find("Holding"))[0]
    assert [(one.day, one.best) for one in series.levels] == [(date(2025, 3, 1), 700), (date(2025, 4, 1), 600)]
    assert len(series.marks) == 3
    assert series.levels[-1].event_ids == (series.marks[-1].event_id,)
