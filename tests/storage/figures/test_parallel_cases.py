"""Parallel cases: what followed a like event, honest by how many there are; and what changed between two moments."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from db.analysis.figures.cells import Answer
from db.errors import UserError
from db.figures.asking import ask
from db.figures.questions import Asked
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.ids import EventId
from db.model.scope import Scope
from db.model.values import ImpreciseDate, Quantity
from db.reading.dates import parse_date
from helpers import golden
from helpers.drafts import layoff


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "a.headwater", clock=lambda: datetime(2025, 9, 30, 12, tzinfo=UTC)) as opened:
        yield opened


def save(ledger: Ledger, kind: str, organization: str, day: str, **claim: object) -> int:
    when = parse_date(day)
    assert isinstance(when, ImpreciseDate)
    draft = EventDraft(kind=kind, organization=organization, claims=(ClaimDraft(announced=when, **claim),))
    return ledger.events.save(draft).detail["event"]


def figures(answer: Answer, *names: str, what: str = "") -> list[tuple[object, ...]]:
    cells = [cell for cell in answer.cells if not what or cell.extra["what"] == what]
    return [tuple(cell.column(name) for name in names) for cell in cells]


def test_the_golden_case_has_a_parallel(ledger: Ledger) -> None:
    ids = golden.fill(ledger)
    answer = ask(ledger.at(), "parallel-cases")
    assert figures(answer, "group", "low", "best", "high", what="first_cut") == [
        ("Inflection AI", None, None, None), ("Scale AI", 33, 33, 33),
    ]  # fmt: skip
    assert figures(answer, "none_by", what="first_cut")[0] == (date(2025, 9, 30),)
    assert figures(answer, "best", what="leader_left")[1] == (2,), "some day of June, beside the 13th"
    assert figures(answer, "low", "best", "high", "refused", what="share_6")[1] == (
        13.5,
        14,
        None,
        "figure.window_open",
    )
    assert figures(answer, "refused", what="share_12")[0] == ("figure.none_known",), "and not 0"
    assert [one.code for one in answer.refusals] == ["figure.few_cases"]
    assert answer.cells[-1].behind.placed == (ids["stake"],)
    only = ask(ledger.at(), "parallel-cases", Asked(kind="license_and_hire"))
    assert {cell.group for cell in only.cells} == {"Inflection AI"}
    with pytest.raises(UserError):
        ask(ledger.at(), "parallel-cases", Asked(kind="nonsense"))


def test_an_index_is_100_the_day_before(ledger: Ledger) -> None:
    save(ledger, "reported_headcount", "Acorn", "2024-12-31", count=Quantity(900, 1000, 1100))
    save(ledger, "acquisition", "Acorn", "2025-01-15")
    save(ledger, "layoff", "Acorn", "2025-02-10", count=Quantity.exact(100))
    save(ledger, "acquisition", "Birch", "2025-01-15")
    answer = ask(ledger.at(), "parallel-index")
    found = figures(answer, "months", "low", "best", "high", "cases")
    assert found[:2] == [
        (0, 100, 100, 100, 1),
        (1, pytest.approx(72.73, abs=0.01), 90, pytest.approx(111.11, abs=0.01), 1),
    ]
    assert found[-1][0] == 8, "a case ends with today"
    assert [(one.code, one.values) for one in answer.refusals] == [("figure.bases_lacking", {"n": 1})]
    share = figures(ask(ledger.at(), "parallel-cases"), "low", "best", "high", what="share_6")[0]
    assert share == (pytest.approx(9.09, abs=0.01), 10, pytest.approx(11.11, abs=0.01))


def test_a_list_of_those_who_cut_has_no_time_to_a_first_cut(ledger: Ledger) -> None:
    for name in ("Acorn", "Birch"):
        save(ledger, "acquisition", name, "2025-01-15")
        save(ledger, "layoff", name, "2025-02-10", count=Quantity.exact(100))
    answer = ask(ledger.at(), "parallel-cases")
    assert figures(answer, "best", "refused", what="first_cut") == [(None, "figure.only_cuts")] * 2
    assert "figure.only_cuts" in [one.code for one in answer.refusals]


def test_ten_cases_have_a_median_that_counts_what_has_not_happened(ledger: Ledger) -> None:
    for number in range(10):
        save(ledger, "acquisition", f"Case {number}", "2025-01-01")
        if number < 6:
            save(ledger, "layoff", f"Case {number}", f"2025-01-{10 * number // 2 + 2:02}", count=Quantity.exact(5))
    found = figures(ask(ledger.at(), "parallel-cases"), "low", "best", "high", "events", "watched",
                    what="median_first_cut")  # fmt: skip
    # Six of ten by the 27th: half of all have cut when the fifth has, on the 22nd.
    assert found == [(None, 21, None, 6, 10)]
    none = figures(ask(ledger.at(), "parallel-cases"), "best", "refused", what="median_leader_left")
    assert none == [(None, "figure.no_median")]


def test_what_changed_since_a_moment_is_told_with_its_deltas(ledger: Ledger) -> None:
    kept = ledger.events.save(layoff("Acorn", 100)).detail["event"]
    gone = ledger.events.save(layoff("Birch", 20)).detail["event"]
    then = Scope(known_operation=ledger.last_operation())
    names = ("what", "group", "then_best", "best")
    assert ask(ledger.at(), "changed-since", Asked(then=then)).cells == ()
    ledger.events.delete([EventId(gone)])
    ledger.events.save(layoff("Acorn", 130), event_id=EventId(kept))
    added = ledger.events.save(layoff("Cedar", 7)).detail["event"]
    answer = ask(ledger.at(), "changed-since", Asked(then=then))
    assert figures(answer, *names) == [
        ("sum", "layoff", 120, 137), ("changed", "Acorn", 100, 130), ("removed", "Birch", 20, None),
        ("added", "Cedar", None, 7),
    ]  # fmt: skip
    assert [cell.behind.placed for cell in answer.cells[1:]] == [(kept,), (gone,), (added,)]
    for _ in range(3):
        ledger.undo()
    assert ask(ledger.at(), "changed-since", Asked(then=then)).cells == (), "undone is as it was"
    assert [one.code for one in ask(ledger.at(), "changed-since").refusals] == ["figure.no_then"]
