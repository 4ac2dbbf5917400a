"""Event kinds of the user's own: what they may be, that they count everywhere, and that what was known stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.errors import UserError
from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.records import EventKind, Scope
from db.model.values import ImpreciseDate, KindGroup, Population, Quantity, RelationshipState
from db.output.export import export
from db.output.snapshot import build
from helpers.drafts import layoff

START = datetime(2025, 7, 20, 9, 0, tzinfo=UTC)
RETIREMENT = EventKind(
    code="", name="Early retirement", group=KindGroup.WORKFORCE, population=Population.EMPLOYEES, sign=-1,
    color="#009E73", symbol="star",
)  # fmt: skip


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Ledger:
    with Ledger.create(tmp_path / "a.headwater", clock=clock) as opened:
        yield opened


def reported(count: float) -> EventDraft:
    return layoff(kind="reported_headcount", claims=(claim(count, date(2025, 1, 1)),))


def claim(count: float | None, day: date) -> ClaimDraft:
    return ClaimDraft(
        announced=ImpreciseDate.day(day), count=None if count is None else Quantity.exact(count, f"{count:g}")
    )


def retired(count: float = 50) -> EventDraft:
    return layoff(kind="early_retirement", claims=(claim(count, date(2025, 3, 1)),))


def last_level(ledger: Ledger, scope: Scope | None = None, population: int = 0) -> float | None:
    organization = ledger.organizations.find("Scale AI")
    assert organization is not None
    levels = ledger.at(scope or Scope()).headcount(organization)[population].levels
    return levels[-1].best if levels else None


def test_a_kind_of_ones_own_lowers_the_headcount(ledger: Ledger) -> None:
    ledger.kinds.save(RETIREMENT)
    ledger.events.save(reported(1000))
    ledger.events.save(retired(50))
    assert last_level(ledger) == 950


def test_its_sign_decides_and_undo_brings_the_old_one_back(ledger: Ledger) -> None:
    ledger.kinds.save(RETIREMENT)
    ledger.events.save(reported(1000))
    ledger.events.save(retired(50))
    change = ledger.kinds.save(replace(RETIREMENT, code="early_retirement", sign=1))
    assert change.touches("event_kinds")
    assert last_level(ledger) == 1050
    ledger.undo()
    assert last_level(ledger) == 950
    ledger.redo()
    assert last_level(ledger) == 1050


def test_its_population_decides(ledger: Ledger) -> None:
    ledger.kinds.save(replace(RETIREMENT, population=Population.CONTINGENT))
    ledger.events.save(reported(1000))
    ledger.events.save(retired(50))
    assert last_level(ledger) == 1000
    assert last_level(ledger, population=1) == -50


def test_a_kind_that_states_a_level_changes_nothing(ledger: Ledger) -> None:
    ledger.kinds.save(replace(RETIREMENT, name="Counted by the works council", level=True))
    assert ledger.kinds.get("counted_by_the_works_council").sign == 0
    ledger.events.save(layoff(kind="counted_by_the_works_council", claims=(claim(700, date(2025, 2, 1)),)))
    assert last_level(ledger) == 700


def test_a_relationship_kind_sets_its_state(ledger: Ledger) -> None:
    lapsed = EventKind(code="", name="Contract lapsed", group=KindGroup.RELATIONSHIP, state=RelationshipState.ENDED)
    ledger.kinds.save(lapsed)
    ledger.events.save(
        EventDraft(kind="contract_lapsed", organization="Scale AI", counterparty="OpenAI",
                   claims=(claim(None, date(2025, 3, 1)),))
    )  # fmt: skip
    (lane,) = ledger.at(Scope()).relationship_series().lanes
    assert [span.state for span in lane.spans][-1] is RelationshipState.ENDED


def test_a_renamed_kind_keeps_its_code_and_is_found_by_either(ledger: Ledger) -> None:
    ledger.kinds.save(RETIREMENT)
    ledger.events.save(retired())
    ledger.kinds.save(replace(RETIREMENT, code="early_retirement", name="Frühpensionierung"))
    assert ledger.kinds.get("early_retirement").name == "Frühpensionierung"
    for text in ("fruhpens", "FRÜHPENSIONIERUNG", "retirement"):
        assert ledger.at(Scope(text=text)).events.count() == 1, text
    assert ledger.at(Scope(text="resignation")).events.count() == 0


def test_as_known_on_an_earlier_day_a_kind_is_what_it_was(ledger: Ledger, clock: Clock) -> None:
    ledger.kinds.save(RETIREMENT)
    ledger.events.save(reported(1000))
    ledger.events.save(retired(50))
    before = ledger.last_operation()
    clock.now += timedelta(days=3)
    ledger.kinds.save(replace(RETIREMENT, code="early_retirement", name="Retired", sign=1))
    assert last_level(ledger) == 1050
    for scope in (Scope(known_on=START.date()), Scope(known_operation=before)):
        assert last_level(ledger, scope) == 950
        assert ledger.at(scope).kinds["early_retirement"].name == "Early retirement"
        assert build(ledger.at(scope), printed_on=START.date()).kinds["early_retirement"].sign == -1
        assert ledger.at(replace(scope, text="retired")).events.count() == 0
    assert "early_retirement" not in ledger.at(Scope(known_operation=1)).kinds


def test_a_day_on_which_a_deleted_kind_was_in_use_can_still_be_shown(ledger: Ledger) -> None:
    ledger.kinds.save(RETIREMENT)
    ledger.events.save(reported(1000))
    change = ledger.events.save(retired(50))
    then = Scope(known_operation=change.operation_id)
    ledger.events.delete(change.ids("events") or ())
    ledger.kinds.delete("early_retirement")
    assert last_level(ledger) == 1000
    assert last_level(ledger, then) == 950


def test_export_has_the_code(ledger: Ledger, tmp_path: Path) -> None:
    ledger.kinds.save(RETIREMENT)
    ledger.events.save(retired())
    ledger.kinds.save(replace(RETIREMENT, code="early_retirement", name="Something else"))
    export(ledger.at(Scope()), "events", tmp_path / "events.csv")
    assert "early_retirement" in (tmp_path / "events.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("written", ["early_retirement_bridge", "Early retirement (Bridge)", "EARLY-RETIREMENT bridge"])
def test_import_takes_it_by_code_and_by_the_name_it_was_made_with(ledger: Ledger, tmp_path: Path, written: str) -> None:
    ledger.kinds.save(replace(RETIREMENT, name="Early retirement (Bridge)"))
    ledger.events.save(reported(1000))
    path = tmp_path / "rows.csv"
    path.write_text(f"organization,kind,count,announced\nScale AI,{written},40,2025-03-01\n", encoding="utf-8")
    report = run_import(ledger, path, default_plan(inspect_file(path)))
    assert (report.new, report.problem) == (1, 0)
    assert last_level(ledger) == 960


def test_built_in_kinds_stay_as_they_are(ledger: Ledger) -> None:
    kind = ledger.kinds.get("layoff")
    for change in (
        lambda: ledger.kinds.save(replace(kind, name="Cut", color="#000000")),
        lambda: ledger.kinds.delete("layoff"),
    ):
        with pytest.raises(UserError) as refused:
            change()
        assert refused.value.code == "kind.built_in"
    assert ledger.kinds.get("layoff") == kind


def test_a_copy_of_a_built_in_one_is_ones_own(ledger: Ledger) -> None:
    ledger.kinds.save(replace(ledger.kinds.get("layoff"), code="", name="Layoff of apprentices"))
    copy = ledger.kinds.get("layoff_of_apprentices")
    assert (copy.built_in, copy.sign, copy.symbol) == (False, -1, "triangle_down")
    ledger.kinds.delete(copy.code)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (replace(RETIREMENT, name=" \t"), "kind.name_missing"),
        (replace(RETIREMENT, color="green"), "kind.color"),
        (EventKind(code="", name="Contract lapsed", group=KindGroup.RELATIONSHIP), "kind.state_missing"),
        (replace(RETIREMENT, code="never_was"), "row.gone"),
        (replace(RETIREMENT, name="earlý  RETIREMENT"), "kind.exists"),
    ],
)
def test_what_is_refused_and_leaves_nothing_behind(ledger: Ledger, kind: EventKind, code: str) -> None:
    ledger.kinds.save(RETIREMENT)
    before = ledger.last_operation()
    with pytest.raises(UserError) as refused:
        ledger.kinds.save(kind)
    assert refused.value.code == code
    assert ledger.last_operation() == before


def test_a_kind_in_use_stays_and_says_by_how_many(ledger: Ledger) -> None:
    ledger.kinds.save(RETIREMENT)
    ids = [next(iter(ledger.events.save(retired()).ids("events") or ())) for _one in range(3)]
    assert ledger.kinds.uses() == {"early_retirement": 3}
    with pytest.raises(UserError) as refused:
        ledger.kinds.delete("early_retirement")
    assert (refused.value.code, refused.value.values["count"]) == ("kind.in_use", 3)
    with pytest.raises(UserError) as refused:
        ledger.kinds.save(replace(RETIREMENT, code="early_retirement", group=KindGroup.STRATEGY))
    assert (refused.value.code, refused.value.values["count"]) == ("kind.group_in_use", 3)
    ledger.events.delete(ids)
    ledger.kinds.delete("early_retirement")
    assert ledger.kinds.get("early_retirement") is None
    ledger.undo()
    assert ledger.kinds.get("early_retirement").name == "Early retirement"


@settings(max_examples=40, deadline=None)
@given(
    group=st.sampled_from(KindGroup), population=st.sampled_from([None, *Population]), sign=st.integers(-3, 3),
    level=st.booleans(), state=st.sampled_from(RelationshipState),
)  # fmt: skip
def test_a_kind_has_what_its_group_needs_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, *, group: KindGroup, population: Population | None, sign: int,
    level: bool, state: RelationshipState,
) -> None:  # fmt: skip
    path = tmp_path_factory.mktemp("kinds") / "a.headwater"
    with Ledger.create(path) as ledger:
        ledger.kinds.save(
            EventKind(code="", name="X", group=group, population=population, sign=sign, level=level, state=state)
        )
        kind = ledger.kinds.get("x")
    assert kind.sign in (-1, 0, 1)
    assert not (kind.level and kind.sign)
    assert (kind.population is not None) == (group is KindGroup.WORKFORCE)
    assert (kind.state is not None) == (group is KindGroup.RELATIONSHIP)
    if group is not KindGroup.WORKFORCE:
        assert not kind.level
        assert kind.sign == 0
