"""Every write can be undone and brought back, in any sequence, also after closing and opening again."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.curation.merge_events import merge_events, move_claim
from db.curation.merge_organizations import merge_organizations
from db.errors import UserError
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, SourceDraft
from db.model.records import EventKind, Scope
from db.model.values import KindGroup, Quantity, Status
from db.store.schema import VERSIONED
from helpers.drafts import layoff

START = datetime(2025, 7, 20, 9, 0, tzinfo=UTC)


def state(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is live, without version numbers: what a user sees."""
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


def test_an_event_is_saved_whole_and_says_what_changed(ledger: Ledger) -> None:
    change = ledger.events.save(layoff())
    assert change.code == "event.added"
    assert {table: len(ids or ()) for table, ids in change.tables.items()} == {
        "events": 1, "claims": 1, "sources": 1, "organizations": 1,
    }  # fmt: skip
    (row,) = ledger.at(Scope()).events.select_rows()
    assert (row.organization, row.values.count.best, row.values.status) == ("Scale AI", 200, Status.REPORTED)
    (source,) = ledger.sources.rows()
    assert (source.source.publisher, source.claims) == ("TechCrunch", 1)


def test_editing_keeps_the_old_version_for_as_known_on(tmp_path: Path) -> None:
    clock = [START]
    with Ledger.create(tmp_path / "a.headwater", clock=lambda: clock[0]) as ledger:
        ledger.events.save(layoff())
        clock[0] = START + timedelta(days=5)
        (claim,) = ledger.events.claims(1)
        ledger.events.save(
            layoff(1, claims=(ClaimDraft(id=claim.id, source=claim.source_id, count=Quantity.exact(250, "250")),)),
            event_id=1,
        )
        (now,) = ledger.at(Scope()).events.select_rows()
        (then,) = ledger.at(Scope(known_on=date(2025, 7, 21))).events.select_rows()
        assert (now.values.count.best, then.values.count.best) == (250, 200)
        assert then.organization == "Scale AI"
        assert ledger.at(Scope(known_on=date(2025, 7, 1))).events.select_rows() == []


def test_a_second_source_makes_the_event_more_certain(ledger: Ledger) -> None:
    ledger.events.save(layoff())
    first = ledger.events.claims(1)[0]
    claims = (
        ClaimDraft(id=first.id, source=first.source_id, count=first.count, announced=first.announced),
        ClaimDraft(source=SourceDraft(publisher="Bloomberg"), count=Quantity(150, 200, 250, "ca. 200")),
    )
    ledger.events.save(layoff(1, claims=claims), event_id=1)
    event = ledger.events.get(1)
    assert event is not None
    assert (event.values.source_count, event.values.count.low, event.values.count.high) == (2, 200, 200)


def test_contradicted_claims_are_decided_and_the_decision_is_undone(ledger: Ledger) -> None:
    claims = (ClaimDraft(count=Quantity.exact(200, "200")), ClaimDraft(count=Quantity.exact(500, "500")))
    ledger.events.save(layoff(claims=claims))
    assert ledger.events.get(1).values.contradicted == ("count",)
    ledger.events.prefer(1, "count", claim_id=2, reason="memo")
    values = ledger.events.get(1).values
    assert (values.contradicted, values.count.best) == ((), 500)
    ledger.undo()
    values = ledger.events.get(1).values
    assert (values.contradicted, values.count.low, values.count.best, values.count.high) == (("count",), 200, None, 500)


def test_undo_and_redo_survive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "a.headwater"
    with Ledger.create(path) as ledger:
        ledger.events.save(layoff())
        ledger.events.delete([1])
        ledger.undo()
    with Ledger.open(path) as ledger:
        assert ledger.redo_step().code == "event.deleted"
        ledger.redo()
        assert ledger.at(Scope()).events.count() == 0
    with Ledger.open(path) as ledger:
        ledger.undo()
        ledger.undo()
        assert ledger.undo_step() is None
        assert state(ledger)["organizations"] == []


def test_a_new_deed_forgets_what_could_be_redone(ledger: Ledger) -> None:
    ledger.events.save(layoff())
    ledger.undo()
    ledger.events.save(layoff("Other"))
    assert ledger.redo_step() is None
    with pytest.raises(UserError, match=r"redo\.nothing"):
        ledger.redo()


def test_saving_what_is_already_so_leaves_no_step(ledger: Ledger) -> None:
    ledger.events.save(layoff())
    before = ledger.last_operation()
    claim = ledger.events.claims(1)[0]
    same = ClaimDraft(id=claim.id, source=claim.source_id, announced=claim.announced, count=claim.count)
    assert ledger.events.save(layoff(1, claims=(same,)), event_id=1).empty
    assert ledger.last_operation() == before


def test_a_failed_write_leaves_nothing(ledger: Ledger) -> None:
    before = state(ledger)
    with pytest.raises(UserError, match=r"event\.kind_unknown"):
        ledger.events.save(layoff(kind="no_such_kind"))
    with pytest.raises(UserError, match=r"relationship\.same_side"):
        ledger.events.save(layoff(kind="relationship_ended", counterparty="Scale AI"))
    assert state(ledger) == before
    assert ledger.undo_step() is None


def test_own_kinds_and_protected_ones(ledger: Ledger) -> None:
    ledger.kinds.save(EventKind(code="", name="Early retirement", group=KindGroup.WORKFORCE, sign=-1, built_in=False))
    assert ledger.kinds.get("early_retirement").name == "Early retirement"
    with pytest.raises(UserError, match=r"kind\.built_in"):
        ledger.kinds.save(EventKind(code="layoff", name="x", group=KindGroup.WORKFORCE))
    ledger.events.save(layoff(kind="early_retirement"))
    with pytest.raises(UserError, match=r"kind\.in_use"):
        ledger.kinds.delete("early_retirement")
    ledger.undo()
    ledger.kinds.delete("early_retirement")
    assert ledger.kinds.get("early_retirement") is None


def test_organizations_are_found_by_alias_and_never_twice(ledger: Ledger) -> None:
    ledger.organizations.save(name="Scale AI", aliases=("Scale AI, Inc.", "Scale"))
    ledger.events.save(layoff("scale ai, inc."))
    assert len(ledger.organizations.rows()) == 1
    with pytest.raises(UserError, match=r"organization\.exists"):
        ledger.organizations.save(name="SCALE")
    with pytest.raises(UserError, match=r"organization\.in_use"):
        ledger.organizations.delete(1)
    assert [match.name for match in ledger.organizations.matching("inc")] == ["Scale AI"]


def test_a_parent_may_not_be_its_own_child(ledger: Ledger) -> None:
    ledger.organizations.save(name="Holding")
    ledger.organizations.save(name="Daughter", parent="Holding")
    with pytest.raises(UserError, match=r"organization\.parent_circle"):
        ledger.organizations.save(name="Holding", organization_id=1, parent=2)
    ledger.events.save(layoff("Daughter"))
    assert ledger.at(Scope(organization_ids=(1,))).events.count() == 1


@pytest.mark.parametrize(
    "text", ["scale lay", "SCALE", "techno", "100%", "_", "'; DROP TABLE events; --", '"', "\\", "%"]
)
def test_any_search_text_is_only_a_text(ledger: Ledger, text: str) -> None:
    ledger.events.save(layoff(notes="Technologie"))
    assert ledger.at(Scope(text=text)).events.count() == int(text in {"scale lay", "SCALE", "techno"})


DEEDS = (
    "add",
    "add_other",
    "edit",
    "delete",
    "duplicate",
    "prefer",
    "rename",
    "relate",
    "kind",
    "setting",
    "import",
    "merge_events",
    "merge_organizations",
    "move_claim",
    "undo",
    "redo",
)


def do(ledger: Ledger, deed: str, number: int) -> bool:
    """One deed; False where there is nothing to do it with."""
    ids = [row.id for row in ledger.at(Scope(minimum_status=Status.DENIED)).events.select_rows()]
    chosen = ids[number % len(ids)] if ids else None
    if deed == "add":
        ledger.events.save(layoff(count=number + 1))
    elif deed == "add_other":
        ledger.events.save(
            layoff(f"Company {number % 3}", claims=(ClaimDraft(), ClaimDraft(count=Quantity.exact(5, "5"))))
        )
    elif deed == "relate":
        with contextlib.suppress(UserError):  # the two have become one organization
            ledger.events.save(
                layoff(f"Company {number % 3}", kind="relationship_ended", counterparty=f"Client {number % 2}")
            )
    elif deed == "kind":
        with contextlib.suppress(UserError):  # there is one of that name
            ledger.kinds.save(EventKind(code="", name=f"Own {number}", group=KindGroup.STRATEGY, built_in=False))
    elif deed == "setting":
        ledger.settings.set("fiscal_year", str(number))
    elif deed == "undo":
        if ledger.undo_step() is None:
            return False
        ledger.undo()
    elif deed == "redo":
        if ledger.redo_step() is None:
            return False
        ledger.redo()
    elif deed == "import":
        with ledger.operation("import.applied", file="rows.csv", rows=2) as operation:
            organization = ledger.organizations.ensure(operation, f"Company {number % 4}")
            event, claim = operation.next_id("events"), operation.next_id("claims")
            operation.add_many(
                "events",
                {"id": [event, event + 1], "kind": ["layoff"] * 2, "organization_id": [organization] * 2},
            )
            operation.add_many(
                "claims",
                {
                    "id": [claim, claim + 1], "event_id": [event, event + 1], "status": ["reported"] * 2,
                    "import_id": [number] * 2, "import_line": [1, 2], "fingerprint": [claim, claim + 1],
                },
            )  # fmt: skip
            operation.stale_events.update((event, event + 1))
    elif deed == "merge_organizations":
        names = list(ledger.organizations.names())
        others = [names[(number + step) % len(names)] for step in range(1, 2 + number % 2)] if names else []
        if not names or set(others) <= {names[number % len(names)]}:
            return False
        with contextlib.suppress(UserError):  # each other's vendor and client
            merge_organizations(ledger, names[number % len(names)], others)
    elif chosen is None:
        return False
    elif deed == "merge_events":
        others = [one for one in ids[: number % 4 + 1] if one != chosen]
        if others:
            merge_events(ledger, chosen, others)
    elif deed == "move_claim":
        claims = ledger.events.claims(chosen)
        if claims:
            move_claim(ledger, claims[number % len(claims)].id, ids[number % 3 % len(ids)])
    elif deed == "edit":
        event = ledger.events.get(chosen)
        ledger.events.save(
            layoff(event.organization_id, count=number, kind=event.kind if "rel" not in event.kind else "layoff"),
            event_id=chosen,
        )
    elif deed == "delete":
        ledger.events.delete(ids[: number % 3 + 1])
    elif deed == "duplicate":
        ledger.events.duplicate(chosen)
    elif deed == "prefer":
        claims = ledger.events.claims(chosen)
        ledger.events.prefer(chosen, "count", claim_id=claims[0].id if claims else None, reason="r", both=not claims)
    elif deed == "rename":
        event = ledger.events.get(chosen)
        ledger.organizations.save(
            name=f"Name {number} {event.organization_id}",
            organization_id=event.organization_id,
            aliases=(f"Alias {number} {event.organization_id}",),
        )
    return True


@pytest.mark.no_cover
@settings(max_examples=60)
@given(deeds=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 9), st.booleans()), max_size=25))
def test_undoing_all_is_the_start_and_redoing_all_the_end(tmp_path_factory: pytest.TempPathFactory, deeds) -> None:
    path = tmp_path_factory.mktemp("sequence") / "a.headwater"
    ledger = Ledger.create(path)
    start = state(ledger)
    states: dict[int, dict[str, object]] = {}
    for deed, number, reopen in deeds:
        do(ledger, deed, number)
        states[ledger.last_operation()] = state(ledger)
        if reopen:
            ledger.close()
            ledger = Ledger.open(path)
    end, steps = state(ledger), 0
    while ledger.undo_step() is not None:
        ledger.undo()
        steps += 1
    assert state(ledger) == start
    ledger.close()
    ledger = Ledger.open(path)
    for _ in range(steps):
        ledger.redo()
    assert state(ledger) == end
    # As known on an earlier operation is that operation's state, whatever came later.
    for operation, then in states.items():
        rows = ledger.at(Scope(known_operation=operation, minimum_status=Status.DENIED)).events.select_rows(column="id")
        assert [row.id for row in rows] == [row[0] for row in then["events"]]
    assert ledger.check() == []
    ledger.close()
