"""What differs between two moments of a ledger: complete, minimal, the same backwards, and cheap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.history.comparison import Change, Difference, What, differences, names, operation_on, summary
from db.history.comparison_tables import TABLES, Record
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, SourceDraft
from db.model.records import Event, Scope
from db.model.values import Quantity, Status
from helpers.deeds import DEEDS, do
from helpers.drafts import layoff

State = dict[tuple[What, int], Record]


def state(ledger: Ledger, known: int) -> State:
    """Every record as known on an operation, read whole."""
    found: State = {}
    for what, table in TABLES.items():
        for row in ledger.store.connection.execute(
            f"SELECT * FROM {table.name} WHERE added_operation <= :known "
            "AND (retired_operation IS NULL OR retired_operation > :known)",
            {"known": known},
        ):
            found[what, row["id"]] = table.read(row)
    return found


def apply(before: State, found: list[Difference]) -> State:
    """A state with differences applied; each must fit what is there."""
    after = dict(before)
    for one in found:
        key = (one.what, one.id)
        assert after.get(key) == one.before
        assert one.before != one.after
        if one.after is None:
            del after[key]
        else:
            after[key] = one.after
    return after


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "a.headwater") as opened:
        yield opened


@pytest.mark.no_cover
@settings(max_examples=40)
@given(
    deeds=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 9)), max_size=15),
    pick=st.tuples(st.integers(0, 15), st.integers(0, 15)),
    size=st.integers(1, 5),
)
def test_differences_lead_from_any_moment_to_any_other(
    tmp_path_factory: pytest.TempPathFactory, deeds, pick, size
) -> None:
    with Ledger.create(tmp_path_factory.mktemp("compare") / "a.headwater") as ledger:
        for deed, number in deeds:
            do(ledger, deed, number)
        end = ledger.last_operation()
        first, last = (number % (end + 1) for number in pick)
        found = differences(ledger.store, first=first, last=last)
        assert apply(state(ledger, first), found) == state(ledger, last)
        # Backwards is the inverse.
        back = differences(ledger.store, first=last, last=first)
        assert [(one.what, one.id, one.after, one.before) for one in back] == [
            (one.what, one.id, one.before, one.after) for one in found
        ]
        # Pages and counts tell the same.
        paged = [
            one
            for start in range(0, len(found) + 1, size)
            for one in differences(ledger.store, first=first, last=last, limit=size, offset=start)
        ]
        assert paged == found
        counted = summary(ledger.store, first=first, last=last)
        assert sum(sum(by.values()) for by in counted.values()) == len(found)
        assert {(what, change) for what, by in counted.items() for change in by} == {
            (one.what, one.change) for one in found
        }
        # What each operation did adds up to all of it.
        now = state(ledger, 0)
        for operation in range(1, end + 1):
            now = apply(now, differences(ledger.store, first=operation - 1, last=operation))
        assert now == state(ledger, end)


@settings(max_examples=20)
@given(deeds=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 9)), min_size=1, max_size=12))
def test_an_undo_differs_by_the_inverse(tmp_path_factory: pytest.TempPathFactory, deeds) -> None:
    with Ledger.create(tmp_path_factory.mktemp("undo") / "a.headwater") as ledger:
        for deed, number in deeds:
            do(ledger, deed, number)
        if ledger.undo_step() is None:
            return
        # What is undone may have been redone: then the redo is what did it.
        target = ledger.undo_step().id
        did = ledger.store.connection.execute("SELECT applied_by FROM operations WHERE id = ?", (target,)).fetchone()[0]
        ledger.undo()
        undid = ledger.last_operation()
        done = differences(ledger.store, first=did - 1, last=did)
        assert [(one.what, one.id, one.after, one.before) for one in done] == [
            (one.what, one.id, one.before, one.after) for one in differences(ledger.store, first=undid - 1, last=undid)
        ]


def test_fields_of_its_own_and_what_the_claims_come_to_are_told_apart(ledger: Ledger) -> None:
    ledger.events.save(layoff())
    first = ledger.last_operation()
    claim = ledger.events.claims(1)[0]
    about = ClaimDraft(
        id=claim.id, source=claim.source_id, announced=claim.announced, count=Quantity(150, None, 250, "150–250")
    )
    ledger.events.save(layoff(1, claims=(about,), place="San Francisco"), event_id=1)
    event, changed = differences(ledger.store, first=first, last=ledger.last_operation())
    assert (event.what, event.change, event.fields, event.resolved) == (
        What.EVENT, Change.CHANGED, ("place",), ("count",),
    )  # fmt: skip
    assert isinstance(event.before, Event)
    assert isinstance(event.after, Event)
    assert (event.before.values.count.best, event.after.values.count.low) == (200, 150)
    assert (changed.what, changed.fields, changed.event_id, changed.organization_id) == (What.CLAIM, ("count",), 1, 1)
    known = names(ledger.store, [event, changed])
    assert known.events[1] == ("layoff", 1)
    assert known.organizations[1] == "Scale AI"
    assert known.sources[1] == "TechCrunch"


def test_names_are_those_of_then(ledger: Ledger) -> None:
    ledger.events.save(layoff())
    then = ledger.last_operation()
    ledger.organizations.save(name="Scale", organization_id=1)
    found = differences(ledger.store, first=0, last=then, what=[What.EVENT])
    assert names(ledger.store, found, known=then).organizations == {1: "Scale AI"}
    assert names(ledger.store, found).organizations == {1: "Scale"}
    ledger.events.delete([1])
    gone = differences(ledger.store, first=then, last=ledger.last_operation(), what=[What.EVENT])
    assert [one.change for one in gone] == [Change.REMOVED]
    assert names(ledger.store, gone).events == {1: ("layoff", 1)}


def test_a_day_is_the_last_operation_of_it(tmp_path: Path) -> None:
    clock = [datetime(2025, 7, 20, 9, 0, tzinfo=UTC)]
    with Ledger.create(tmp_path / "a.headwater", clock=lambda: clock[0]) as ledger:
        ledger.events.save(layoff())
        clock[0] += timedelta(days=2)
        ledger.events.save(layoff("Other"))
        assert operation_on(ledger.store, date(2025, 7, 19)) == 0
        assert operation_on(ledger.store, date(2025, 7, 21)) == 2
        since = differences(
            ledger.store, first=operation_on(ledger.store, date(2025, 7, 21)), last=ledger.last_operation()
        )
        assert [one.id for one in since if one.what is What.EVENT] == [2]


def test_a_scope_leaves_out_what_neither_state_shows(ledger: Ledger) -> None:
    first = ledger.last_operation()
    ledger.events.save(layoff())
    ledger.events.save(layoff("Other", claims=(ClaimDraft(source=SourceDraft(publisher="Blog")),)))
    ledger.settings.set("fiscal_year", "7")
    last = ledger.last_operation()

    def seen(scope: Scope | None) -> list[tuple[str, int]]:
        return [(one.what.value, one.id) for one in differences(ledger.store, first=first, last=last, scope=scope)]

    assert seen(Scope(organization_ids=(1,))) == [("event", 1), ("claim", 1), ("organization", 1), ("source", 1)]
    assert ("setting", 1) in seen(Scope())
    assert ("event", 2) in seen(Scope())
    # An event that left the scope is still a difference in it.
    ledger.events.delete([1])
    gone = differences(ledger.store, first=last, last=ledger.last_operation(), scope=Scope(organization_ids=(1,)))
    assert [(one.what, one.change) for one in gone] == [
        (What.EVENT, Change.REMOVED), (What.CLAIM, Change.REMOVED),
    ]  # fmt: skip
    # A rumor is none where the scope asks for reports.
    ledger.events.save(layoff("Third", claims=(ClaimDraft(status=Status.RUMORED),)))
    end = ledger.last_operation()
    assert differences(ledger.store, first=end - 1, last=end, scope=Scope(), what=[What.EVENT, What.CLAIM]) == []
    rumors = Scope(minimum_status=Status.RUMORED)
    assert len(differences(ledger.store, first=end - 1, last=end, scope=rumors, what=[What.EVENT, What.CLAIM])) == 2


def test_an_event_has_a_history_of_its_own(ledger: Ledger) -> None:
    ledger.events.save(layoff())
    ledger.events.save(layoff("Other"))
    start = ledger.last_operation()
    source = ledger.sources.get(1)
    ledger.sources.save(replace(source, title="Scale AI lays off 200"))
    ledger.events.save(layoff("Other", place="Berlin"), event_id=2)
    last = ledger.last_operation()
    found = differences(ledger.store, first=start, last=last, event_id=1)
    assert [(one.what, one.fields) for one in found] == [(What.SOURCE, ("title",))]


def test_every_field_of_a_record_that_can_differ_is_compared(ledger: Ledger) -> None:
    """Two versions that differ in any one column the records show are a difference, none is forgotten."""
    hidden = {
        "version", "id", "added_operation", "retired_operation", "name_key", "search_key", "earliest", "latest",
        "import_id", "import_line", "fingerprint", "position", "external_id", "identity_key",
        "words_key", "number", "date", "date_mode", "day",  # of a field's value: they follow from its words
    }  # fmt: skip
    for table in TABLES.values():
        columns = {row[1] for row in ledger.store.connection.execute(f"PRAGMA table_info({table.name})")} - hidden
        compared = {
            expression.replace("ifnull(", "").split(",")[0].removeprefix("{0}.") for expression in table.compared
        }
        assert columns == compared, table.name
    assert {each.name for each in fields(Event)} >= {"values", "place"}
