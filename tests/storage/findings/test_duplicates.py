"""What may be in the ledger twice: events told by two sources, organizations with two names; and what is not."""

import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from db.analysis.findings.near_names import Likeness, likeness, read_name
from db.analysis.series import FindingKind
from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.records import EventKind, Scope
from db.model.values import ImpreciseDate, KindGroup, Quantity, Status

JULY = ImpreciseDate("2025-07", date(2025, 7, 1), date(2025, 7, 31), words="in July")
ABOUT_200 = Quantity(150.0, 200.0, 250.0, "about 200")


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as made:
        yield made


def on(number):
    return ImpreciseDate.day(date(2025, 7, 1) + timedelta(days=number - 1))


def add(ledger, when, *, source, kind="layoff", organization="Acme", status=Status.REPORTED, **values):
    fields = {
        name: values.pop(name) for name in ("place", "unit", "person", "counterparty", "part_of_id") if name in values
    }
    values = {name: Quantity.exact(float(v)) if isinstance(v, int) else v for name, v in values.items()}
    said = ClaimDraft(source=SourceDraft(publisher=source), announced=when, status=status, **values)
    draft = EventDraft(kind=kind, organization=organization, claims=(said,), **fields)
    return ledger.events.save(draft).detail["event"]


def proposed(ledger, scope=None):
    found = ledger.at(scope or Scope()).findings.all()
    return [one for one in found if one.kind is FindingKind.POSSIBLE_DUPLICATE]


def pairs(ledger):
    return [one.event_ids for one in proposed(ledger)]


# Events ------------------------------------------------------------------------------------------------------------


def test_two_papers_on_one_layoff(ledger):
    first = add(ledger, on(16), source="Herald", count=200)
    second = add(ledger, on(18), source="Gazette", count=ABOUT_200)
    (one,) = proposed(ledger)
    assert one.event_ids == (first, second)
    values = dict(one.values)
    assert (values["days"], values["count"].best, values["other_count"].words) == (2, 200, "about 200")


@pytest.mark.parametrize(
    ("apart", "values", "other", "twice"),
    [
        (7, {"count": 200}, {"count": 200}, True),
        (8, {"count": 200}, {"count": 200}, False),
        (0, {"count": 200}, {"count": 300}, True),
        (0, {"count": 200}, {"count": 301}, False),
        (2, {"count": 350}, {"count": 400}, True),
        (3, {"count": 350}, {"count": 400}, True),
        (4, {"count": 350}, {"count": 400}, False),
        (0, {"count": 350, "place": "Oslo"}, {"count": 400, "place": "Berlin"}, False),
        (3, {"count": 200}, {}, True),
        (4, {"count": 200}, {}, False),
        (6, {"percent": 14}, {"count": 200, "percent": 14}, True),
        (0, {"percent": 14}, {"count": 200, "percent": 30}, False),
        (0, {}, {}, True),
        (1, {}, {}, False),
        (0, {"count": 200, "place": "Berlin"}, {"count": 200, "place": "Berlin, Germany"}, True),
        (0, {"count": 200, "place": "Oslo, Europe"}, {"count": 200, "place": "Berlin, Europe"}, False),
        (0, {"count": 200, "unit": "Sales"}, {"count": 200, "unit": "Search"}, False),
    ],
)
def test_how_near_depends_on_what_agrees(ledger, apart, values, other, twice):
    add(ledger, on(10), source="Herald", **values)
    add(ledger, on(10 + apart), source="Gazette", **other)
    assert bool(proposed(ledger)) is twice


def test_vague_dates_are_measured_by_their_bounds(ledger):
    vague = add(ledger, JULY, source="Herald", count=ABOUT_200)
    exact = add(ledger, on(16), source="Gazette", count=200)
    add(ledger, on(60), source="Star", count=200)
    (one,) = proposed(ledger)
    assert one.event_ids == (vague, exact)
    assert dict(one.values)["days"] == 0


def test_one_source_tells_of_two(ledger):
    add(ledger, on(1), source="Herald", count=200)
    add(ledger, on(2), source="Herald", count=200)
    assert proposed(ledger) == []


def test_a_part_and_its_whole_and_two_parts_are_no_duplicates(ledger):
    whole = add(ledger, on(1), source="A", count=100)
    add(ledger, on(1), source="B", count=100, part_of_id=whole)
    add(ledger, on(2), source="C", count=100, part_of_id=whole)
    assert proposed(ledger) == []


def test_other_kinds_of_one_direction_need_the_same_count(ledger):
    add(ledger, on(1), source="A", count=200, kind="layoff")
    add(ledger, on(1), source="B", count=200, kind="site_closure")
    add(ledger, on(1), source="C", count=200, kind="hiring")
    add(ledger, on(1), source="D", count=200, kind="contractors_ended")
    add(ledger, on(1), source="E", kind="resignation")
    (one,) = proposed(ledger)
    assert {dict(one.values)["one_kind"], dict(one.values)["other_kind"]} == {"layoff", "site_closure"}


def test_a_kind_of_the_users_own(ledger):
    own = EventKind(code="", name="Offsite", group=KindGroup.STRATEGY, built_in=False)
    ledger.kinds.save(own)
    add(ledger, on(1), source="A", kind="offsite")
    add(ledger, on(1), source="B", kind="offsite")
    assert len(proposed(ledger)) == 1


def test_one_person_leaves_once(ledger):
    first = add(ledger, on(1), source="A", kind="leadership_departure", person="Ann Smith")
    second = add(ledger, on(6), source="B", kind="leadership_departure", person="Smith")
    add(ledger, on(6), source="C", kind="leadership_departure", person="Bob Jones")
    assert pairs(ledger) == [(first, second)]


def test_a_state_may_be_seen_again_but_not_end_twice(ledger):
    for kind in ("relationship_seen_active", "relationship_at_risk"):
        add(ledger, on(1), source="A", kind=kind, counterparty="Client")
        add(ledger, on(2), source="B", kind=kind, counterparty="Client")
    assert proposed(ledger) == []
    first = add(ledger, on(20), source="A", kind="relationship_ended", counterparty="Client")
    second = add(ledger, on(22), source="B", kind="relationship_ended", counterparty="Client")
    add(ledger, on(22), source="B", kind="relationship_ended", counterparty="Other Client")
    assert pairs(ledger) == [(first, second)]


def test_what_does_not_count_in_the_scope_is_not_compared(ledger):
    add(ledger, on(1), source="A", count=200)
    add(ledger, on(1), source="B", count=200, status=Status.RUMORED)
    assert proposed(ledger) == []
    assert len(proposed(ledger, Scope(minimum_status=Status.RUMORED))) == 1


def test_that_they_are_two_is_remembered_until_a_figure_changes(ledger):
    add(ledger, on(1), source="A", count=200)
    second = add(ledger, on(2), source="B", count=200)
    (one,) = proposed(ledger)
    ledger.findings.accept(one, "Not the same")
    (said,) = ledger.events.claims(second)
    event = ledger.events.get(second)

    def again(**changes):
        values = {"announced": said.announced, "count": said.count, **changes}
        claim = ClaimDraft(id=said.id, source=said.source_id, status=said.status, **values)
        draft = EventDraft(kind="layoff", organization=event.organization_id, claims=(claim,), notes="seen")
        ledger.events.save(draft, event_id=second)
        (found,) = proposed(ledger)
        return found.accepted, found.note

    assert again(count=Quantity.exact(200.0, "two hundred")) == (True, "Not the same")
    assert again(count=ABOUT_200) == (False, "")
    ledger.undo()
    (found,) = proposed(ledger)
    assert found.accepted


def test_many_events_on_one_day_stay_a_short_search(ledger):
    with ledger.operation("test") as operation:
        for number in range(600):
            said = ClaimDraft(
                source=SourceDraft(publisher=f"Paper {number}"), announced=on(1), count=Quantity.exact(float(number))
            )
            ledger.events.write(operation, EventDraft(kind="layoff", organization="Acme", claims=(said,)))
    assert len(proposed(ledger)) < 5  # what differs is proposed only where there is not much of it


def test_each_event_is_proposed_once_however_many_there_are(ledger):
    with ledger.operation("test") as operation:
        for organization in range(180):
            for number in range(3):
                said = ClaimDraft(
                    source=SourceDraft(publisher=f"Paper {number}"), announced=on(1 + number), count=Quantity.exact(5.0)
                )
                draft = EventDraft(kind="layoff", organization=f"Acme {organization}", claims=(said,))
                ledger.events.write(operation, draft)
    found = pairs(ledger)
    assert len(found) == len({later for _, later in found}) == 360


def test_two_papers_with_two_figures_on_one_layoff(ledger):
    first = add(ledger, on(5), source="Herald", count=350)
    second = add(ledger, on(7), source="Gazette", count=400)
    add(ledger, on(7), source="Star", count=4000)
    (one,) = proposed(ledger)
    values = dict(one.values)
    assert one.event_ids == (first, second)
    assert (values["days"], values["difference"].best) == (2, 50)


def test_what_agrees_comes_before_what_differs(ledger):
    first = add(ledger, on(5), source="Herald", count=400)
    add(ledger, on(6), source="Star", count=350)
    third = add(ledger, on(7), source="Gazette", count=400)
    assert (first, third) in pairs(ledger)


# Organizations -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Scale AI", "Scale AI, Inc.", Likeness.FORM),
        ("Scale AI", "ScaleAI", Likeness.FORM),
        ("Smith & Sons GmbH", "Smith and Sons", Likeness.FORM),
        ("Société Générale S.A.", "Societe Generale", Likeness.FORM),
        ("The Guild", "Guild", Likeness.FORM),
        ("Microsoft", "Microsft", Likeness.SPELLING),
        ("Consolidated Widgets", "Consolidated Widgts", Likeness.SPELLING),
        ("Siemens AG", "Siemens Ltd", None),
        ("Blue Labs 2", "Blue Labs 3", None),
        ("Meta", "Mate", None),
        ("Google", "Google Germany", None),
        ("Inc", "Inc.", Likeness.FORM),
        ("!", "?", None),
    ],
)
def test_names_that_mean_the_same(one, other, why):
    first, second = read_name(one), read_name(other)
    assert likeness(first, second) is likeness(second, first) is why
    assert why is None or first.key == second.key, "only names with one key are ever compared"


def test_organizations_with_like_names_and_what_they_did(ledger):
    first = add(ledger, on(1), source="A", organization="Scale AI", count=200)
    second = add(ledger, on(2), source="B", organization="Scale AI, Inc.", count=200)
    names, told = proposed(ledger)
    assert (names.event_ids, names.field, dict(names.values)["other_name"]) == ((), "form", "Scale AI, Inc.")
    assert told.event_ids == (first, second)
    assert dict(told.values)["other"] == ledger.organizations.find("Scale AI, Inc.")
    assert (
        len(ledger.at(replace(Scope(), organization_ids=(ledger.organizations.find("Scale AI"),))).findings.all()) >= 1
    )


def test_an_alias_counts_and_a_subsidiary_does_not(ledger):
    for name in ("International Widgets", "Big Blue", "Big Blue AG"):
        ledger.organizations.save(name=name)
    find = ledger.organizations.find
    ledger.organizations.save(name="Big Blue AG", organization_id=find("Big Blue AG"), parent=find("Big Blue"))
    assert proposed(ledger) == []
    ledger.organizations.save(
        name="International Widgets", organization_id=find("International Widgets"), aliases=("Big Blue Inc",)
    )
    (one,) = proposed(ledger)
    assert {one.organization_id, dict(one.values)["other"]} == {find("International Widgets"), find("Big Blue")}


# A real file -------------------------------------------------------------------------------------------------------


def test_a_trackers_file_brings_few_proposals(tmp_path):
    folder = os.environ.get("HEADWATER_CORPUS")
    if not folder:
        pytest.skip("HEADWATER_CORPUS is not set")
    path = Path(folder) / "layoffs" / "kaggle_2026_01.csv"
    with Ledger.create(tmp_path / "a.headwater") as ledger:
        run_import(ledger, path, default_plan(inspect_file(path)))
        names = ledger.organizations.names()
        events = [one for one in proposed(ledger) if one.event_ids]
        told = {names[one.organization_id] for one in events}
        assert told >= {"Navan", "Kenko Health", "Pear Therapeutics", "Oda"}
        kinds = {"apart": FindingKind.IMPLIED_APART, "aside": FindingKind.IMPLIED_ASIDE}
        everything = ledger.at(Scope()).findings.all()
        doubts = {name: [one for one in everything if one.kind is kind] for name, kind in kinds.items()}
        assert (15 < len(doubts["apart"]) < 30, len(doubts["aside"])) == (True, 1)
        assert "Microsoft" in {names[one.organization_id] for of_kind in doubts.values() for one in of_kind}
        assert not told & {"Oracle", "Salesforce", "Intel", "Sendy", "REE Automotive"}
        assert len(events) < 25
        assert len(proposed(ledger)) - len(events) < 12
