"""The facts in memory: the same as the file at every moment, and what counts as the one rule says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.analysis.counting import settle_all
from db.analysis.figures.facts import COLUMNS, Facts
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.ids import EventId
from db.model.scope import Scope
from db.model.values import ImpreciseDate, Quantity, Status
from db.tables.facts import counted, facts
from helpers import golden
from helpers.drafts import layoff


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "a.headwater") as opened:
        yield opened


def anew(ledger: Ledger) -> Facts:
    """The block as it is read by somebody who has none."""
    with Ledger.open(ledger.path, mode="read") as other:
        return facts(other.at())


def same(one: Facts, other: Facts) -> bool:
    texts = ("kind", "reason", "place")
    plain = all(np.array_equal(one.columns[name], other.columns[name], equal_nan=name not in texts)
                for name in COLUMNS if name not in texts)  # fmt: skip
    said = ([[f.texts[name][code] for code in f.columns[name]] for name in texts] for f in (one, other))
    return plain and next(said) == next(said)


def test_the_kept_block_follows_every_operation(ledger: Ledger) -> None:
    ids = golden.fill(ledger)
    assert same(facts(ledger.at()), anew(ledger))
    ledger.events.save(layoff("Acorn", 12, place="Berlin", reason="AI"))
    assert same(facts(ledger.at()), anew(ledger))
    ledger.undo()
    assert same(facts(ledger.at()), anew(ledger))
    ledger.redo()
    ledger.events.delete([EventId(ids["layoff"])])
    assert same(facts(ledger.at()), anew(ledger))
    before = facts(ledger.at())
    ledger.undo()
    assert same(facts(ledger.at()), anew(ledger))
    assert before.operation < facts(ledger.at()).operation, "a block never changes"
    assert facts(ledger.at()) is facts(ledger.at()), "and is not read again where nothing has"


def test_what_is_gone_for_good_is_gone_from_memory(ledger: Ledger) -> None:
    ledger.events.save(layoff("Acorn", 12, reason="Jane Roe left"))
    assert "Jane Roe left" in facts(ledger.at()).texts["reason"]
    ledger.erasing.erase(["Jane Roe"])
    assert not any("Jane" in text for text in facts(ledger.at()).texts["reason"])
    assert same(facts(ledger.at()), anew(ledger))


WHEN = st.sampled_from([
    None,
    ImpreciseDate.day(date(2025, 7, 16)),
    ImpreciseDate("2025-07", date(2025, 7, 1), date(2025, 7, 31)),
    ImpreciseDate("../2025-07-01", None, date(2025, 7, 1)),
    ImpreciseDate("2025-07-17/..", date(2025, 7, 17), None),
    ImpreciseDate.day(date(2031, 1, 1)),
])  # fmt: skip
COUNT = st.sampled_from([None, Quantity.exact(40), Quantity(None, None, 300, "up to 300"), Quantity(words="many")])


@st.composite
def told(draw: st.DrawFn) -> list[tuple[EventDraft, int | None]]:
    """Events, some a part of one before."""
    found = []
    for number in range(draw(st.integers(1, 5))):
        claims = tuple(
            ClaimDraft(announced=draw(WHEN), count=draw(COUNT), status=draw(st.sampled_from(Status)))
            for _ in range(draw(st.integers(0, 2)))
        )
        draft = EventDraft(
            kind=draw(st.sampled_from(["layoff", "layoff", "contractors_ended", "reported_headcount"])),
            organization=draw(st.sampled_from(["Acorn", "Birch"])),
            claims=claims,
            parts_complete=draw(st.booleans()),
        )
        found.append((draft, draw(st.none() | st.integers(0, number - 1)) if number else None))
    return found


@pytest.mark.no_cover
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(told(), st.sampled_from(Status), st.sampled_from(["", "Acorn"]))
def test_what_counts_is_what_the_one_rule_says(
    tmp_path: Path, drafts: list[tuple[EventDraft, int | None]], minimum: Status, whose: str
) -> None:
    path = tmp_path / "any.headwater"
    path.unlink(missing_ok=True)
    with Ledger.create(path) as ledger:
        ids: list[int] = []
        for draft, whole in drafts:
            part_of = None if whole is None else EventId(ids[whole])
            ids.append(ledger.events.save(replace(draft, part_of_id=part_of)).detail["event"])
        ids_of = ledger.organizations.find(whose) if whose else None
        if whose and ids_of is None:
            return
        view = ledger.at(Scope(minimum_status=minimum, organization_ids=(ids_of,) if whose else ()))
        expected = settle_all(view.events.select(), view.kinds, as_of=view.today, minimum_status=minimum)
        block = facts(view)
        found = counted(view, block, list(view.kinds))
        by_id = dict(zip(block.ints("id")[found.rows].tolist(), found.rests.tolist(), strict=True))
        assert by_id == {event.id: event.id in expected.rests for event in expected.counted}


def test_as_known_on_every_operation_there_was(ledger: Ledger) -> None:
    golden.fill(ledger)
    ledger.undo()
    for operation in range(1, ledger.last_operation() + 1):
        view = ledger.at(Scope(known_operation=operation))
        block = facts(view)
        ids = block.ints("id")[block.known(view.known)]
        assert sorted(ids) == sorted(event.id for event in view.events.select())
