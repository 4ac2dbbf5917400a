"""Merging organizations and events, and moving claims: nothing is lost, nothing is bent, everything can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.curation.merge_events import merge_events, move_claim
from db.curation.merge_organizations import merge_organizations, organizations_effect
from db.errors import UserError
from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import ImportReport, run_import
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.records import Relationship, Scope
from db.model.values import ImpreciseDate, Quantity, Status
from db.store.schema import VERSIONED
from helpers.drafts import layoff

ALL = Scope(minimum_status=Status.DENIED)


def state(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is live, without version numbers."""
    hidden = ("version", "added_operation", "retired_operation")
    found = {}
    for table in VERSIONED:
        names = [
            row[1] for row in ledger.store.connection.execute(f"PRAGMA table_info({table})") if row[1] not in hidden
        ]
        rows = ledger.store.connection.execute(
            f"SELECT {', '.join(names)} FROM {table} WHERE retired_operation IS NULL ORDER BY id"
        )
        found[table] = [tuple(row) for row in rows]
    return found


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "a.headwater") as opened:
        yield opened


def one(ledger: Ledger, name: str) -> int:
    found = ledger.organizations.find(name)
    assert found is not None
    return found


def relation(
    vendor: str, client: str | None, *, category: str = "", notes: str = "", kind: str = "started"
) -> EventDraft:
    return EventDraft(
        kind=f"relationship_{kind}", organization=vendor, counterparty=client, side="vendor", category=category,
        notes=notes, claims=(ClaimDraft(announced=ImpreciseDate.day(date(2025, 6, 1))),),
    )  # fmt: skip


# Organizations.


def test_events_of_a_merged_organization_are_the_kept_ones(ledger: Ledger) -> None:
    ledger.events.save(layoff("Scale AI"))
    ledger.events.save(layoff("Scale AI, Inc.", 50))
    ledger.events.save(layoff("Meta", kind="stake_taken", counterparty="Scale AI, Inc."))
    keep, other = one(ledger, "Scale AI"), one(ledger, "Scale AI, Inc.")
    change = merge_organizations(ledger, keep, [other])
    assert (change.code, change.detail["name"], change.detail["merged"]) == ("organization.merged", "Scale AI", [other])
    assert {(row.organization, row.counterparty) for row in ledger.at(ALL).events.select_rows()} == {
        ("Scale AI", ""), ("Meta", "Scale AI"),
    }  # fmt: skip
    assert one(ledger, "scale ai, inc.") == keep, "what is typed or imported under the old name finds the kept one"
    assert ledger.organizations.get(other) is None
    assert ledger.check() == []


def test_names_and_aliases_stay_findable_once_each(ledger: Ledger) -> None:
    ledger.organizations.save(name="Meta", aliases=("Facebook",))
    ledger.organizations.save(name="Meta Platforms", aliases=("Facebook, Inc.", "META-P"))
    merge_organizations(ledger, 1, [2])
    assert ledger.organizations.get(1).aliases == ("Facebook", "Facebook, Inc.", "META-P", "Meta Platforms")
    for name in ("facebook", "Facebook, Inc.", "meta platforms", "meta-p"):
        assert ledger.organizations.find(name) == 1


def test_relationships_that_become_the_same_become_one(ledger: Ledger) -> None:
    ledger.events.save(relation("Scale AI", "OpenAI", category="data"))
    ledger.events.save(relation("Scale AI, Inc.", "OpenAI", category="Data", kind="ended"))
    ledger.events.save(relation("Scale AI, Inc.", "OpenAI", category="staff"))
    ledger.events.save(relation("Scale AI, Inc.", None, category="data"))
    first, second = ledger.at(Scope()).relationships.select()[:2]
    ledger.relationships.save(Relationship(id=first.id, vendor_id=1, client_id=2, category="data", notes="Since 2020"))
    ledger.relationships.save(Relationship(id=second.id, vendor_id=3, client_id=2, category="Data", notes="Won back"))
    merge_organizations(ledger, 1, [one(ledger, "Scale AI, Inc.")])
    found = ledger.at(Scope()).relationships.select()
    assert [(r.vendor_id, r.client_id, r.category) for r in found] == [
        (1, 2, "data"),
        (1, 2, "staff"),
        (1, None, "data"),
    ]
    assert found[0].notes == "Since 2020\n\nWon back"
    events = [ledger.events.get(number) for number in (1, 2)]
    assert {event.relationship_id for event in events} == {first.id}
    assert ledger.check() == []


def test_contracts_with_different_references_stay_two_when_their_vendors_become_one(ledger: Ledger) -> None:
    for vendor, client, reference in (
        ("Scale AI", "OpenAI", "1"), ("Scale", "OpenAI", "1"), ("Scale", "OpenAI", "2"), ("Scale AI", None, "u-1"),
        ("Scale", None, "U-1"), ("Scale", None, ""), ("Scale AI", None, ""),
    ):  # fmt: skip
        ledger.events.save(replace(relation(vendor, client, category="data"), reference=reference))
    merge_organizations(ledger, 1, [one(ledger, "Scale")])
    found = [(r.vendor_id, r.client_id, r.reference) for r in ledger.at(Scope()).relationships.select()]
    assert found == [(1, 2, "1"), (1, 2, "2"), (1, None, "u-1"), (1, None, ""), (1, None, "")]
    assert [ledger.events.get(number).relationship_id for number in (1, 2, 4, 5)] == [1, 1, 4, 4]
    assert ledger.check() == []
    ledger.undo()
    assert len(ledger.at(Scope()).relationships.select()) == 7


def test_a_merged_event_takes_over_the_client_with_the_reference(ledger: Ledger) -> None:
    ledger.events.save(replace(relation("Scale AI", None, kind="ended"), reference=""))
    ledger.events.save(replace(relation("Scale AI", "OpenAI", category="data", kind="ended"), reference="7"))
    merge_events(ledger, 1, [2])
    (found,) = ledger.at(Scope()).relationships.select()
    assert (found.client_id, found.category, found.reference) == (one(ledger, "OpenAI"), "data", "7")
    assert ledger.events.get(1).relationship_id == found.id


def test_vendor_and_client_of_one_another_are_not_one(ledger: Ledger) -> None:
    ledger.events.save(relation("Scale AI", "OpenAI"))
    ledger.events.save(layoff("Third", kind="acquisition", counterparty="OpenAI"))
    before = state(ledger)
    assert organizations_effect(ledger, 1, [2]).opposed == 1
    with pytest.raises(UserError, match=r"organization\.merge_opposed"):
        merge_organizations(ledger, 1, [2])
    assert state(ledger) == before
    with pytest.raises(UserError, match=r"organization\.merge_opposed"):
        merge_organizations(ledger, 1, [2, 3])
    merge_organizations(ledger, 1, [3])


def test_subsidiaries_move_and_what_is_missing_is_taken_over(ledger: Ledger) -> None:
    ledger.organizations.save(name="Kept", notes="First")
    ledger.organizations.save(name="Holding")
    ledger.organizations.save(name="Other", parent="Holding", mine=True, notes="Second")
    ledger.organizations.save(name="Daughter", parent="Other")
    merge_organizations(ledger, 1, [3])
    kept = ledger.organizations.get(1)
    assert (kept.parent_id, kept.mine, kept.notes) == (2, True, "First\n\nSecond")
    assert ledger.organizations.get(4).parent_id == 1


@pytest.mark.parametrize(
    ("parents", "keep", "others", "expected"),
    [
        ({2: 1, 3: 2}, 3, [1], {2: 3, 3: None}),  # the grandchild becomes its grandparent
        ({2: 1, 3: 2}, 1, [3], {1: None, 2: 1}),
        ({2: 1, 3: 2, 1: 4}, 3, [1], {2: 3, 3: 4}),  # and belongs to what that belonged to
        ({2: 1}, 2, [1], {2: None}),
        ({2: 1}, 1, [2], {1: None}),
        ({3: 2, 2: 1}, 3, [1, 2], {3: None}),
        ({3: 1, 4: 2}, 1, [2], {3: 1, 4: 1}),
    ],
)
def test_no_merge_makes_a_circle(ledger: Ledger, parents, keep, others, expected) -> None:
    for number in range(1, 5):
        ledger.organizations.save(name=f"N{number}")
    for child, parent in parents.items():
        ledger.organizations.save(name=f"N{child}", organization_id=child, parent=parent)
    merge_organizations(ledger, keep, others)
    assert {child: ledger.organizations.get(child).parent_id for child in expected} == expected


def test_the_dialog_can_say_what_would_move(ledger: Ledger) -> None:
    ledger.events.save(layoff("A"))
    ledger.events.save(layoff("B"))
    ledger.events.save(relation("B", "C"))
    ledger.organizations.save(name="D", parent="B")
    before = state(ledger)
    effect = organizations_effect(ledger, one(ledger, "A"), [one(ledger, "B")])
    assert (effect.events, effect.relationships, effect.subsidiaries, effect.aliases, effect.opposed) == (
        2, 1, 1, ("B",), 0,
    )  # fmt: skip
    assert state(ledger) == before


def test_one_alone_cannot_be_merged(ledger: Ledger) -> None:
    ledger.events.save(layoff())
    with pytest.raises(UserError, match=r"organization\.merge_one"):
        merge_organizations(ledger, 1, [1])
    with pytest.raises(UserError, match=r"event\.merge_one"):
        merge_events(ledger, 1, [])
    with pytest.raises(UserError, match=r"row\.gone"):
        merge_organizations(ledger, 1, [99])


def test_undo_separates_them_again_also_tomorrow_and_last_month_shows_two(tmp_path: Path) -> None:
    clock = [datetime(2025, 7, 20, 9, 0, tzinfo=UTC)]
    path = tmp_path / "a.headwater"
    with Ledger.create(path, clock=lambda: clock[0]) as ledger:
        ledger.events.save(relation("Scale AI", "OpenAI"))
        ledger.events.save(relation("Scale AI, Inc.", "OpenAI"))
        ledger.organizations.save(name="Daughter", parent="Scale AI, Inc.")
        before = state(ledger)
        clock[0] += timedelta(days=5)
        merge_organizations(ledger, 1, [one(ledger, "Scale AI, Inc.")])
        after = state(ledger)
        then = Scope(known_on=date(2025, 7, 21))
        assert {row.organization for row in ledger.at(then).events.select_rows()} == {"Scale AI", "Scale AI, Inc."}
        assert len(ledger.at(then).relationships.select()) == 2
        assert len(ledger.at(Scope()).relationships.select()) == 1
    with Ledger.open(path) as ledger:
        ledger.undo()
        assert state(ledger) == before
        ledger.redo()
        assert state(ledger) == after


def test_an_alias_is_no_other_organizations_name(ledger: Ledger) -> None:
    ledger.organizations.save(name="Meta", aliases=("Facebook",))
    ledger.organizations.save(name="Meta Platforms")
    for alias in ("FACEBOOK", "meta"):
        with pytest.raises(UserError, match=r"organization\.alias_taken"):
            ledger.organizations.save(name="Meta Platforms", organization_id=2, aliases=(alias,))
    ledger.organizations.save(name="Meta", organization_id=1, aliases=("Facebook", "Meta, Inc."))
    assert ledger.organizations.get(1).aliases == ("Facebook", "Meta, Inc.")


def test_only_one_organization_is_ones_own_and_it_is_offered_first(ledger: Ledger) -> None:
    ledger.organizations.save(name="Acme")
    ledger.organizations.save(name="Acme Works", mine=True)
    assert [match.name for match in ledger.organizations.matching("ac")] == ["Acme Works", "Acme"]
    ledger.organizations.save(name="Acme", organization_id=1, mine=True)
    assert [row.name for row in ledger.organizations.rows() if row.mine] == ["Acme"]


# Events.


def test_three_reports_of_one_layoff_become_one_event_with_three_claims(ledger: Ledger) -> None:
    for publisher, count in (("TechCrunch", 200), ("Bloomberg", 200), ("Blog", 500)):
        claim = ClaimDraft(source=SourceDraft(publisher=publisher), count=Quantity.exact(count, str(count)))
        ledger.events.save(layoff(claims=(claim,)))
    change = merge_events(ledger, 1, [2, 3])
    assert (change.code, change.detail["count"]) == ("event.merged", 3)
    (event,) = ledger.at(ALL).events.select()
    assert (event.id, event.values.claim_count, event.values.source_count) == (1, 3, 3)
    assert event.values.contradicted == ("count",), "what they disagree on is to be seen"
    assert len(ledger.events.claims(1)) == 3
    assert ledger.check() == []


def test_empty_fields_are_filled_and_nothing_is_overwritten(ledger: Ledger) -> None:
    ledger.events.save(layoff(place="San Francisco", notes="From the memo", tags="ai, layoffs"))
    ledger.events.save(
        layoff(place="Berlin", unit="Data", reason="Restructuring", notes="Also in print", tags="AI, data", tolerance=5)
    )
    merge_events(ledger, 1, [2])
    event = ledger.events.get(1)
    assert (event.place, event.unit, event.reason, event.tolerance) == ("San Francisco", "Data", "Restructuring", 5)
    assert event.notes == "From the memo\n\nAlso in print"
    assert event.tags == "ai, layoffs, data"
    assert ledger.at(Scope(text="restructuring print")).events.count() == 1


def test_the_role_of_another_person_is_not_filled_in(ledger: Ledger) -> None:
    leaves = {"kind": "leadership_departure"}
    ledger.events.save(layoff(**leaves, person="A. Wang"))
    ledger.events.save(layoff(**leaves, person="B. Other", role="CFO"))
    ledger.events.save(layoff(**leaves, person="a. wang", role="CEO"))
    merge_events(ledger, 1, [2, 3])
    assert (ledger.events.get(1).person, ledger.events.get(1).role) == ("A. Wang", "CEO")


def test_the_same_said_by_the_same_source_is_one_claim(ledger: Ledger) -> None:
    ledger.events.save(layoff())
    ledger.events.save(layoff())
    ledger.events.save(layoff(count=201))
    merge_events(ledger, 1, [2, 3])
    assert [claim.count.best for claim in ledger.events.claims(1)] == [200, 201]
    assert ledger.events.get(1).values.source_count == 1


def two_counts(first: float, second: float) -> tuple[ClaimDraft, ...]:
    return tuple(ClaimDraft(count=Quantity.exact(count, f"{count:g}")) for count in (first, second))


def test_decisions_of_the_kept_event_stand(ledger: Ledger) -> None:
    ledger.events.save(layoff(claims=two_counts(200, 500)))
    ledger.events.save(layoff(claims=two_counts(300, 600)))
    ledger.events.prefer(1, "count", claim_id=2, reason="memo")
    ledger.events.prefer(2, "count", claim_id=3, reason="other memo")
    merge_events(ledger, 1, [2])
    assert [(p.claim_id, p.reason) for p in ledger.events.preferences(1)] == [(2, "memo")]
    assert ledger.events.get(1).values.count.best == 500


def test_a_decision_made_elsewhere_hides_no_new_contradiction(ledger: Ledger) -> None:
    ledger.events.save(layoff())
    ledger.events.save(layoff(claims=two_counts(300, 600)))
    ledger.events.prefer(2, "count", claim_id=2, reason="memo")
    merge_events(ledger, 1, [2])
    assert ledger.events.get(1).values.contradicted == ("count",)


def test_a_decision_on_what_the_kept_event_is_silent_about_is_taken_over(ledger: Ledger) -> None:
    ledger.events.save(layoff(claims=(ClaimDraft(announced=ImpreciseDate.day(date(2025, 7, 16))),)))
    ledger.events.save(layoff(claims=two_counts(300, 600)))
    ledger.events.prefer(2, "count", claim_id=2, reason="memo")
    merge_events(ledger, 1, [2])
    assert ledger.events.get(1).values.count.best == 300


def test_parts_move_and_a_part_may_become_its_whole(ledger: Ledger) -> None:
    ledger.events.save(layoff(count=700))
    ledger.events.save(layoff(count=724))
    ledger.events.save(layoff(count=49, part_of_id=2))
    merge_events(ledger, 1, [2])
    assert ledger.events.get(3).part_of_id == 1
    merge_events(ledger, 3, [1])
    assert ledger.events.get(3).part_of_id is None
    assert ledger.check() == []


def test_a_named_side_is_taken_over_with_its_relationship(ledger: Ledger) -> None:
    ledger.events.save(relation("Scale AI", None, kind="ended"))
    ledger.events.save(relation("Scale AI", "OpenAI", kind="ended"))
    merge_events(ledger, 1, [2])
    (found,) = ledger.at(Scope()).relationships.select()
    assert found.client_id == one(ledger, "OpenAI")
    event = ledger.events.get(1)
    assert (event.counterparty_id, event.relationship_id) == (found.client_id, found.id)
    ledger.undo()
    assert len(ledger.at(Scope()).relationships.select()) == 2


def test_a_client_does_not_become_a_vendor(ledger: Ledger) -> None:
    ledger.events.save(relation("Scale AI", None, category="data", kind="ended"))
    bought = EventDraft(kind="relationship_ended", organization="Scale AI", counterparty="AWS", side="client")
    ledger.events.save(bought)
    ledger.events.save(relation("Scale AI", "OpenAI", kind="ended"))
    merge_events(ledger, 1, [2, 3])
    event = ledger.events.get(1)
    (found,) = ledger.at(Scope()).relationships.select()
    assert (found.id, found.vendor_id, found.client_id, found.category) == (
        event.relationship_id, one(ledger, "Scale AI"), one(ledger, "OpenAI"), "data",
    )  # fmt: skip
    assert ledger.check() == []


ROWS = """company,date,total_laid_off,source
Scale AI,2025-07-16,200,https://a.example/1
Scale AI,2025-07-17,210,https://b.example/2
Scale AI Inc,2025-07-16,200,https://a.example/1
"""


def imported(ledger: Ledger, path: Path) -> ImportReport:
    return run_import(ledger, path, default_plan(inspect_file(path)))


def test_the_same_file_still_adds_nothing_after_merging(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(ROWS, encoding="utf-8")
    assert imported(ledger, path).new == 3
    merge_organizations(ledger, one(ledger, "Scale AI"), [one(ledger, "Scale AI Inc")])
    assert imported(ledger, path).duplicate == 3
    merge_events(ledger, 1, [2, 3])
    report = imported(ledger, path)
    assert (report.new, report.duplicate) == (0, 3)
    assert len(ledger.events.claims(1)) == 3, "two rows of the file stay two claims, each with its trace"


def test_a_typed_double_hands_its_place_to_the_imported_one(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("".join(ROWS.splitlines(keepends=True)[:2]), encoding="utf-8")
    imported(ledger, path)
    (claim,) = ledger.events.claims(1)
    typed = ClaimDraft(source=claim.source_id, announced=claim.announced, effective=claim.effective, count=claim.count)
    ledger.events.save(layoff(claims=(typed,)))
    merge_events(ledger, 2, [1])
    assert len(ledger.events.claims(2)) == 1
    assert imported(ledger, path).new == 0


# Claims.


def test_a_claim_moves_to_the_event_it_speaks_of(ledger: Ledger) -> None:
    ledger.events.save(layoff(claims=two_counts(200, 500)))
    ledger.events.save(layoff("Other", 480))
    ledger.events.prefer(1, "count", claim_id=2, reason="memo")
    change = move_claim(ledger, 2, 2)
    assert (change.code, change.detail["count"], change.detail["left"]) == ("claim.moved", 1, 1)
    assert ledger.events.get(1).values.count.best == 200
    assert ledger.events.preferences(1) == []
    assert len(ledger.events.claims(2)) == 2
    ledger.undo()
    assert ledger.events.get(1).values.count.best == 500


@pytest.mark.parametrize("chosen", [1, 2, 3])
def test_a_correction_moves_with_what_it_corrects(ledger: Ledger, chosen: int) -> None:
    first, second = two_counts(200, 250)
    ledger.events.save(layoff(claims=(first,)))
    ledger.events.save(layoff(claims=(ClaimDraft(id=1, count=first.count), ClaimDraft(
        count=second.count, supersedes_id=1, reason="typo"))), event_id=1)  # fmt: skip
    kept = (ClaimDraft(id=1, count=first.count), ClaimDraft(id=2, count=second.count, supersedes_id=1, reason="typo"))
    third = ClaimDraft(count=Quantity.exact(260, "260"), supersedes_id=2, reason="again")
    ledger.events.save(layoff(claims=(*kept, third)), event_id=1)
    ledger.events.save(layoff("Other", 10))
    change = move_claim(ledger, chosen, 2)
    assert (change.detail["count"], change.detail["left"]) == (3, 0)
    assert ledger.events.claims(1) == []
    assert ledger.events.get(1) is not None, "the event stays"
    assert [claim.superseded for claim in ledger.events.claims(2)] == [True, True, False, False]


def test_moving_to_where_it_is_leaves_no_step(ledger: Ledger) -> None:
    ledger.events.save(layoff())
    before = ledger.last_operation()
    assert move_claim(ledger, 1, 1).empty
    assert ledger.last_operation() == before
    with pytest.raises(UserError, match=r"row\.gone"):
        move_claim(ledger, 1, 7)
    with pytest.raises(UserError, match=r"row\.gone"):
        move_claim(ledger, 9, 1)


@pytest.mark.no_cover
@settings(max_examples=40)
@given(
    parents=st.tuples(*(st.integers(-1, number - 1) for number in range(6))),
    merged=st.lists(st.integers(0, 5), min_size=2, max_size=6, unique=True),
)
def test_what_belongs_to_what_never_goes_in_a_circle(tmp_path_factory: pytest.TempPathFactory, parents, merged) -> None:
    with Ledger.create(tmp_path_factory.mktemp("family") / "a.headwater") as ledger:
        with ledger.operation("organization.added") as operation:
            for number in range(6):
                ledger.organizations.add(operation, f"N{number}")
                ledger.events.write(operation, layoff(number + 1, number))
            for number, parent in enumerate(parents):
                if parent >= 0:
                    operation.replace("organizations", number + 1, {"parent_id": parent + 1})
                    operation.replace("events", number + 1, {"part_of_id": parent + 1})
        before = state(ledger)
        keep, *others = (number + 1 for number in merged)
        merge_organizations(ledger, keep, others)
        merge_events(ledger, keep, others)
        for get, above in ((ledger.organizations.get, "parent_id"), (ledger.events.get, "part_of_id")):
            for number in set(range(1, 7)) - set(others):
                seen, at = set(), number
                while at is not None:
                    assert at not in seen
                    seen.add(at)
                    at = getattr(get(at), above)
        assert ledger.check() == []
        ledger.undo()
        ledger.undo()
        assert state(ledger) == before
