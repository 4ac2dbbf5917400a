"""An operation that is not the last is taken back: alone, with what was edited since kept or not, never half."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from db.analysis.resolve import resolve
from db.errors import UserError
from db.history.comparison import What, changed_ids, differences
from db.history.reverting import Edited
from db.history.table import StepState
from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from db.model.drafts import ClaimDraft
from db.model.records import Scope
from db.model.values import Quantity, Status
from db.store.schema import VERSIONED
from helpers.deeds import DEEDS, do, event_ids
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


def dangling(ledger: Ledger) -> list[object]:
    """What the check finds, and references it does not look at."""
    found: list[object] = list(ledger.check())
    for table, column, target in (("organizations", "parent_id", "organizations"), ("claims", "import_id", "imports")):
        found += ledger.store.connection.execute(
            f"SELECT id FROM {table} t WHERE retired_operation IS NULL AND {column} IS NOT NULL AND NOT EXISTS "
            f"(SELECT 1 FROM {target} x WHERE x.id = t.{column} AND x.retired_operation IS NULL)"
        ).fetchall()
    found += ledger.store.connection.execute(
        "SELECT kind FROM events WHERE retired_operation IS NULL AND kind NOT IN "
        "(SELECT code FROM event_kinds WHERE retired_operation IS NULL)"
    ).fetchall()
    return found


def assert_resolved(ledger: Ledger) -> None:
    """The values of every event are those of its claims."""
    for row in ledger.at(ALL).events.select_rows():
        event, claims = ledger.events.get(row.id), ledger.events.claims(row.id)
        sources = ledger.sources.many([one.source_id for one in claims if one.source_id and not one.superseded])
        independent = len({source.origin or source.id for source in sources.values()})
        assert event is not None
        assert event.values == resolve(claims, ledger.events.preferences(row.id), independent_sources=independent)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "a.headwater") as opened:
        yield opened


@pytest.fixture
def imported(ledger: Ledger, tmp_path: Path) -> Ledger:
    """Twelve rows of four organizations, as operation 2."""
    import_rows(ledger, tmp_path / "layoffs.csv")
    return ledger


def import_rows(ledger: Ledger, path: Path, rows: int = 12) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("company", "date", "total_laid_off", "source"))
        for number in range(rows):
            day = f"2024-03-{number + 1:02}"
            writer.writerow((f"Company {number % 4}", day, 10 + number, f"https://n.example/{number}"))
    run_import(ledger, path, default_plan(inspect_file(path)))


def test_reverting_the_last_operation_is_like_undoing_it(ledger: Ledger) -> None:
    ledger.events.save(layoff())
    before = state(ledger)
    ledger.events.delete([1])
    change = ledger.revert(ledger.last_operation())
    assert state(ledger) == before
    assert (change.code, change.detail["reverted"]) == ("operation.reverted", "event.deleted")
    ledger.undo()
    assert event_ids(ledger) == []


def test_an_import_is_reverted_days_later_and_what_was_edited_is_kept_or_not(imported: Ledger) -> None:
    start_events = event_ids(imported)
    assert len(start_events) == 12
    imported.events.save(layoff("Company 1", place="Berlin", count=77), event_id=2)  # edited
    imported.events.save(layoff("Company 0", count=5))  # later, and names an imported organization
    claim = imported.events.claims(3)[0]
    claims = (
        ClaimDraft(id=claim.id, source=claim.source_id, announced=claim.announced, count=claim.count),
        ClaimDraft(count=Quantity(10, 12, 14, "~12")),
    )
    imported.events.save(layoff("Company 2", claims=claims), event_id=3)  # a second claim
    seen = imported.revert_preview(2)
    assert (seen.rows, seen.edited_since, seen.others_edited) == (12, 2, 0)

    before = state(imported)
    imported.revert(2, edited="keep")
    assert event_ids(imported) == [2, 3, 13]
    assert len(imported.events.claims(3)) == 2
    assert {row.name for row in imported.organizations.rows()} == {"Company 0", "Company 1", "Company 2"}
    assert dangling(imported) == []
    imported.undo()
    assert state(imported) == before
    imported.redo()
    assert event_ids(imported) == [2, 3, 13]
    imported.undo()

    imported.revert(2, edited="undo")
    assert event_ids(imported) == [13]
    assert [row.name for row in imported.organizations.rows()] == ["Company 0"]
    assert dangling(imported) == []
    assert imported.at().history.get(2).state is StepState.REVERTED
    imported.undo()
    assert state(imported) == before


def test_a_reverted_file_can_be_imported_again(imported: Ledger, tmp_path: Path) -> None:
    imported.events.save(layoff("Elsewhere"))
    imported.revert(2)
    assert event_ids(imported) == [13]
    import_rows(imported, tmp_path / "layoffs.csv")
    assert event_ids(imported) == list(range(13, 26))  # ids are never used again


def test_what_only_other_operations_say_stays(ledger: Ledger) -> None:
    ledger.events.save(layoff())
    renamed = ledger.organizations.save(name="Scale", organization_id=1, aliases=("Scale AI, Inc.",))
    ledger.events.save(layoff("Scale", place="Berlin"), event_id=1)
    ledger.revert(renamed.operation_id)
    (row,) = ledger.at(Scope()).events.select_rows()
    assert (row.organization, row.place) == ("Scale AI", "Berlin")
    assert ledger.organizations.find("Scale AI, Inc.") is None


def test_a_deleted_event_comes_back_with_what_it_names(ledger: Ledger) -> None:
    ledger.events.save(layoff())
    deleted = ledger.events.delete([1])
    ledger.organizations.delete(1)
    ledger.sources.delete(1)
    assert ledger.organizations.rows() == []
    ledger.revert(deleted.operation_id)
    (row,) = ledger.at(Scope()).events.select_rows()
    assert (row.organization, row.values.count.best, row.values.source_count) == ("Scale AI", 200, 1)
    assert dangling(ledger) == []


def test_an_edit_of_what_was_deleted_since_does_not_bring_it_back(ledger: Ledger) -> None:
    ledger.events.save(layoff())
    edited = ledger.events.save(layoff(count=300, place="Berlin"), event_id=1)
    ledger.events.save(layoff("Other"))
    ledger.events.delete([1])
    with pytest.raises(UserError, match=r"revert\.nothing"):
        ledger.revert(edited.operation_id, edited="undo")
    assert event_ids(ledger) == [2]


def test_an_event_that_others_are_part_of_stays(ledger: Ledger) -> None:
    added = ledger.events.save(layoff())
    ledger.events.save(layoff("Daughter", count=49, part_of_id=1))
    with pytest.raises(UserError, match=r"revert\.nothing"):
        ledger.revert(added.operation_id, edited="undo")
    assert event_ids(ledger) == [1, 2]
    assert len(ledger.events.claims(1)) == 1


def test_the_later_of_two_decisions_stands(ledger: Ledger) -> None:
    claims = (ClaimDraft(count=Quantity.exact(200, "200")), ClaimDraft(count=Quantity.exact(500, "500")))
    ledger.events.save(layoff(claims=claims))
    ledger.events.prefer(1, "count", claim_id=1, reason="memo")
    second = ledger.events.prefer(1, "count", claim_id=2, reason="filing")
    ledger.events.prefer(1, "count", claim_id=1, reason="memo after all")
    with pytest.raises(UserError, match=r"revert\.nothing"):
        ledger.revert(second.operation_id, edited="undo")
    assert [one.reason for one in ledger.events.preferences(1)] == ["memo after all"]


def test_what_cannot_be_reverted_says_why(ledger: Ledger) -> None:
    for number, code in ((1, "revert.final"), (99, "revert.unknown")):
        with pytest.raises(UserError, match=code.replace(".", r"\.")):
            ledger.revert(number)
    added = ledger.events.save(layoff())
    ledger.undo()
    with pytest.raises(UserError, match=r"revert\.not_in_effect"):
        ledger.revert_preview(added.operation_id)
    with pytest.raises(UserError, match=r"revert\.unknown"):
        ledger.revert(ledger.last_operation())  # an undo: redo is what takes it back
    ledger.redo()
    ledger.revert(added.operation_id)
    with pytest.raises(UserError, match=r"revert\.not_in_effect"):
        ledger.revert(added.operation_id)
    assert event_ids(ledger) == []


def test_a_revert_can_be_reverted(ledger: Ledger) -> None:
    added = ledger.events.save(layoff())
    ledger.events.save(layoff("Other"))
    before = state(ledger)
    taken = ledger.revert(added.operation_id)
    ledger.events.save(layoff("Third"))
    ledger.revert(taken.operation_id)
    assert event_ids(ledger) == [1, 2, 3]
    assert ledger.at().history.get(added.operation_id).state is StepState.IN_EFFECT
    ledger.undo()
    ledger.undo()
    ledger.undo()
    assert state(ledger) == before


def in_effect(ledger: Ledger) -> list[int]:
    return [one for one in ledger.at().history.order(state=StepState.IN_EFFECT) if one > 1]


def revert(ledger: Ledger, target: int, edited: Edited) -> bool:
    """Whether there was anything to take back."""
    failed = ""
    try:
        ledger.revert(target, edited=edited)
    except UserError as error:
        failed = error.code
    assert failed in ("", "revert.nothing")
    return not failed


@pytest.mark.no_cover
@settings(max_examples=80, deadline=None)
@given(
    deeds=st.lists(st.tuples(st.sampled_from((*DEEDS, "revert")), st.integers(0, 9)), min_size=2, max_size=18),
    pick=st.integers(0, 30),
    edited=st.sampled_from(("undo", "keep")),
)
def test_any_operation_of_any_history(tmp_path_factory: pytest.TempPathFactory, deeds, pick, edited) -> None:
    with Ledger.create(tmp_path_factory.mktemp("revert") / "a.headwater") as ledger:
        for deed, number in deeds:
            targets = in_effect(ledger)
            if deed != "revert":
                do(ledger, deed, number)
            elif targets:
                revert(ledger, targets[number % len(targets)], "undo" if number % 2 else "keep")
        targets = in_effect(ledger)
        if not targets:
            return
        target = targets[pick % len(targets)]
        applied = ledger.store.connection.execute(
            "SELECT applied_by FROM operations WHERE id = ?", (target,)
        ).fetchone()[0]
        now, before = ledger.last_operation(), state(ledger)
        seen = ledger.revert_preview(target)
        touched = {what: changed_ids(ledger.store, what, first=applied - 1, last=applied) for what in What}
        since = {what: changed_ids(ledger.store, what, first=applied, last=now) for what in What}
        assert 0 <= seen.edited_since <= seen.rows
        if not revert(ledger, target, edited):
            assert (state(ledger), ledger.last_operation()) == (before, now)
            return
        assert dangling(ledger) == []
        assert_resolved(ledger)
        done = differences(ledger.store, first=now, last=ledger.last_operation())
        wanted = {
            (one.what, one.id): one.after for one in differences(ledger.store, first=applied, last=applied - 1)
        }  # what the rows were before
        for one in done:
            assert not (edited == "keep" and one.id in since[one.what] and one.fields and one.id in touched[one.what])
            if one.id in touched[one.what] and (one.fields or one.before is None) and one.what is not What.EVENT:
                assert one.after == wanted[one.what, one.id]
        # Undone, it never was; brought back, it is the same again.
        after = state(ledger)
        ledger.undo()
        assert state(ledger) == before
        ledger.redo()
        assert state(ledger) == after


@settings(max_examples=40, deadline=None)
@example(deeds=[("add", 0), ("prefer", 0), ("edit", 0), ("delete", 0)])  # a decision for a claim that went before
@given(deeds=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 9)), min_size=1, max_size=12))
def test_the_last_operation_reverted_is_the_last_operation_undone(
    tmp_path_factory: pytest.TempPathFactory, deeds
) -> None:
    with Ledger.create(tmp_path_factory.mktemp("last") / "a.headwater") as ledger:
        for deed, number in deeds:
            do(ledger, deed, number)
        while ledger.undo_step() is not None:
            before = state(ledger)
            target = ledger.undo_step().id
            ledger.undo()
            undone = state(ledger)
            ledger.redo()
            assert state(ledger) == before
            ledger.revert(target, edited="undo")
            assert state(ledger) == undone
            ledger.undo()
            ledger.undo()


def test_the_history_lists_what_became_of_each_operation(ledger: Ledger) -> None:
    ledger.store.actor = "Ada"
    ledger.events.save(layoff())
    ledger.events.save(layoff("Other"))
    ledger.revert(2)
    ledger.events.save(layoff("Third"))
    ledger.undo()
    rows = ledger.at().history.rows(ledger.at().history.order())
    assert [(row.step.id, row.step.kind, row.state.value) for row in rows] == [
        (6, "undo", "past"), (5, "do", "undone"), (4, "do", "in_effect"), (3, "do", "in_effect"),
        (2, "do", "reverted"), (1, "do", "in_effect"),
    ]  # fmt: skip
    assert {row.step.actor for row in rows} == {"Ada", ""}
    assert list(ledger.at().history.order(state=StepState.UNDONE)) == [5, 2]
    assert list(ledger.at().history.order(state=StepState.IN_EFFECT)) == [4, 3, 1]
    assert list(ledger.at().history.order(matches=lambda step: step.detail.get("organization") == "Other")) == [3]
    assert list(ledger.at(Scope(known_operation=2)).history.order()) == [2, 1]


def test_an_event_knows_the_operations_that_touched_it(ledger: Ledger) -> None:
    ledger.events.save(layoff())
    ledger.events.save(layoff("Other"))
    claim = ledger.events.claims(1)[0]
    corrected = ClaimDraft(count=Quantity.exact(210, "210"), supersedes_id=claim.id, reason="misread")
    kept = ClaimDraft(id=claim.id, source=claim.source_id, announced=claim.announced, count=claim.count)
    ledger.events.save(layoff(1, claims=(kept, corrected)), event_id=1)
    ledger.sources.save(replace(ledger.sources.get(1), title="Scale AI lays off 200"))
    ledger.settings.set("fiscal_year", "7")
    assert ledger.at().history.of_event(1) == [5, 4, 2]
