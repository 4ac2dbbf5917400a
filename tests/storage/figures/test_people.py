"""People per period, field and organization: on the golden case, and on real files beside pandas."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from db.analysis.figures.cells import Answer, Per
from db.errors import UserError
from db.figures.asking import ask
from db.figures.questions import QUESTIONS, Asked
from db.importing.planning.plan import Stated, default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.own_fields import FieldSubject, FieldType
from db.model.scope import Scope
from db.model.values import ImpreciseDate, Population, Quantity, Status
from db.reading.dates import DateOrder
from helpers import golden
from helpers.drafts import layoff

CORPUS = Path(os.environ.get("HEADWATER_CORPUS", "/nowhere"))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "a.headwater") as opened:
        yield opened


def figures(answer: Answer, *names: str) -> list[tuple[object, ...]]:
    names = names or answer.columns
    return [tuple(cell.column(name) for name in names) for cell in answer.cells]


def test_the_golden_case(ledger: Ledger) -> None:
    ids = golden.fill(ledger)
    answer = ask(ledger.at(), "people-per-period", Asked(per=Per.QUARTER))
    assert answer.columns == ("period", "group", "events", "without_count", "low", "best", "high")
    assert figures(answer) == [
        ("2025-Q3", "layoff", 1, 0, 200, 200, 200),
        ("2025-Q3", "contractors_ended", 1, 0, 500, 500, 500),
    ]
    assert [cell.behind.placed for cell in answer.cells] == [(ids["layoff"],), (ids["contractors"],)]
    reasons = ask(ledger.at(), "reasons")
    assert figures(reasons, "group", "best") == [("overexpansion of data labeling", 200)]
    quality = ask(ledger.at(Scope(kinds=("layoff", "stake_taken"))), "data-quality", Asked(per=Per.YEAR))
    assert figures(quality) == [("2025", 2, 1, 2, 2, 0, 1)]
    early = ask(ledger.at(Scope(known_operation=4)), "people-per-period")
    assert figures(early, "group") == []
    assert [refusal.code for refusal in early.refusals] == ["figure.nothing_counts"]


def test_populations_are_never_added(ledger: Ledger) -> None:
    ledger.events.save(layoff("Acorn", 100))
    ledger.events.save(layoff("Acorn", 30, population=Population.CONTINGENT))
    ledger.events.save(layoff("Acorn", 5, population=Population.UNSPECIFIED))
    view = ledger.at()
    assert figures(ask(view, "people-per-period"), "group", "best") == [
        ("layoff", 100), ("layoff:contingent", 30), ("layoff:unspecified", 5),
    ]  # fmt: skip
    assert figures(ask(view, "people-by-field"), "group", "best") == [("Acorn", 105)]
    only = Asked(population="contingent")
    assert figures(ask(view, "people-by-field", only), "group", "best") == [("Acorn", 30)]
    assert view.overview.laid_off().people.best == 105, "as the first page says"


def test_a_whole_stands_for_its_parts_and_an_unknown_rest_leaves_the_sum_open(ledger: Ledger) -> None:
    def save(count: float | None, part_of: int | None = None) -> int:
        claim = ClaimDraft(announced=ImpreciseDate.day(date(2025, 7, 16)),
                           count=None if count is None else Quantity.exact(count))  # fmt: skip
        draft = EventDraft(kind="layoff", organization="Acorn", claims=(claim,), part_of_id=part_of)
        return ledger.events.save(draft).detail["event"]

    whole = save(None)
    save(40, whole)
    save(60, whole)
    assert figures(ask(ledger.at(), "people-per-period")) == [("2025-07", "layoff", 3, 1, 100, 100, None)]
    other = save(50)
    save(20, other)
    assert figures(ask(ledger.at(), "people-per-period")) == [("2025-07", "layoff", 4, 1, 150, 150, None)]


def test_ranks_that_overlap_are_ranges(ledger: Ledger) -> None:
    for name, count in (("Acorn", 100), ("Birch", 90), ("Cedar", 40), ("Elm", 40)):
        ledger.events.save(layoff(name, count))
    vague = ClaimDraft(announced=ImpreciseDate.day(date(2025, 7, 16)), count=Quantity(80, 95, 110))
    ledger.events.save(EventDraft(kind="layoff", organization="Doe", claims=(vague,)))
    answer = ask(ledger.at(), "largest-organizations")
    assert figures(answer, "group", "rank", "rank_low", "rank_high") == [
        ("Acorn", 1, 1, 2), ("Doe", 2, 1, 3), ("Birch", 3, 2, 3), ("Cedar", 4, 4, 4), ("Elm", 5, 4, 4),
    ]  # fmt: skip
    assert answer.cells[0].organization_id == ledger.organizations.find("Acorn")
    assert len(ask(ledger.at(), "largest-organizations", Asked(top=2)).cells) == 2


def test_only_rumors_count_nowhere_until_the_scope_says_so(ledger: Ledger) -> None:
    rumor = ClaimDraft(status=Status.RUMORED, announced=ImpreciseDate.day(date(2025, 7, 16)), count=Quantity.exact(9))
    ledger.events.save(EventDraft(kind="layoff", organization="O" * 300, claims=(rumor,)))
    assert ask(ledger.at(), "people-by-field").cells == ()
    shown = ask(ledger.at(Scope(minimum_status=Status.RUMORED)), "people-by-field")
    assert figures(shown, "group", "best") == [("O" * 300, 9)]


def test_a_period_a_text_and_an_organization_narrow_what_is_summed(ledger: Ledger) -> None:
    golden.fill(ledger)
    ledger.events.save(layoff("Acorn", 7, place="Berlin"))
    acorn = ledger.organizations.find("Acorn")
    assert figures(ask(ledger.at(Scope(organization_ids=(acorn,))), "reasons"), "group", "best") == [("", 7)]
    assert figures(ask(ledger.at(Scope(text="berlin")), "people-by-field"), "group", "best") == [("Acorn", 7)]
    cut = ask(ledger.at(Scope(first=date(2025, 7, 17))), "people-per-period")
    assert cut.cells == ()


def test_fields_of_ones_own_group_by_the_value_of_the_day(ledger: Ledger) -> None:
    ledger.events.save(layoff("Acorn", 100))
    ledger.events.save(layoff("Birch", 20))
    acorn = ledger.organizations.find("Acorn")
    stage = ledger.fields.add("Stage", subject=FieldSubject.ORGANIZATION, type_=FieldType.CHOICE).detail["field"]
    ledger.fields.set(stage, [acorn], "Seed")
    ledger.fields.set(stage, [acorn], "Public", valid_from=date(2025, 8, 1))
    by_stage = Asked(by="stage")
    assert figures(ask(ledger.at(), "people-by-field", by_stage), "group", "best") == [("Seed", 100), ("", 20)]
    assert figures(ask(ledger.at(), "people-per-period", by_stage), "group", "best") == [("", 20), ("Seed", 100)]
    seed = ledger.fields.filter_of(ledger.fields.get(stage), "Seed")
    assert figures(ask(ledger.at(Scope(fields=(seed,))), "people-by-field", by_stage), "group") == [("Seed",)]


def test_what_is_no_question_no_field_or_of_no_use_is_said(ledger: Ledger) -> None:
    for question, asked, error in (
        ("nonsense", Asked(), "figures.no_question"),
        ("reasons", Asked(per=Per.YEAR), "figures.not_taken"),
        ("people-by-field", Asked(by="nonsense"), "figures.no_field"),
        ("people-by-field", Asked(kind="stake_taken"), "figures.no_kind"),
    ):
        with pytest.raises(UserError) as refused:
            ask(ledger.at(), question, asked)
        assert refused.value.code == error


def test_months_of_thousands_of_years_are_refused_by_name(ledger: Ledger) -> None:
    ever = ClaimDraft(announced=ImpreciseDate("0001/9999", date.min, date.max), count=Quantity.exact(5))
    ledger.events.save(EventDraft(kind="layoff", organization="Acorn", claims=(ever,)))
    with pytest.raises(UserError) as refused:
        ask(ledger.at(), "people-per-period")
    assert refused.value.code == "figures.too_many_periods"
    assert len(ask(ledger.at(), "people-per-period", Asked(per=Per.YEAR)).cells) == 9999


def test_an_empty_ledger_answers_every_question(ledger: Ledger) -> None:
    for name in QUESTIONS:
        answer = ask(ledger.at(), name)
        assert answer.cells == ()
        assert answer.refusals


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real files are not here")
def test_a_real_tracker_adds_up_as_pandas_adds_it(ledger: Ledger) -> None:
    path = CORPUS / "layoffs" / "kaggle_2026_01.csv"
    run_import(ledger, path, default_plan(inspect_file(path), Stated(date_order=DateOrder.MDY)))
    table = pd.read_csv(path)
    told_twice = table.duplicated(["company", "location", "total_laid_off", "date", "percentage_laid_off"])
    table = table[~told_twice]
    assert told_twice.sum() == 5
    dates = pd.to_datetime(table.date)
    for per, letter in ((Per.MONTH, "M"), (Per.QUARTER, "Q"), (Per.YEAR, "Y")):
        by = table.total_laid_off.groupby(dates.dt.to_period(letter))
        expected = list(zip(by.size(), by.size() - by.count(), by.sum(min_count=1), strict=True))
        answer = ask(ledger.at(), "people-per-period", Asked(per=per))
        found = figures(answer, "events", "without_count", "best")
        assert [tuple(None if one != one else one for one in row) for row in expected] == found  # noqa: PLR0124
        assert all(len(cell.behind.placed) == cell.events for cell in answer.cells)
    answer = ask(ledger.at(), "people-by-field", Asked(by="place"))
    assert sum(cell.events for cell in answer.cells) == len(table)
    biggest = ask(ledger.at(), "largest-organizations", Asked(top=5))
    expected_sums = table.total_laid_off.groupby(table.company).sum().nlargest(5)
    assert figures(biggest, "group", "best") == list(expected_sums.items())
