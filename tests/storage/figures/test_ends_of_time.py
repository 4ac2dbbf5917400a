"""Every question of events on the first and the last day of the calendar: answered, or refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from itertools import product

import pytest

from db.analysis.figures.cells import Answer, Per
from db.errors import UserError
from db.figures.asking import ask
from db.figures.questions import QUESTIONS, Asked
from db.ledger import Ledger
from db.model.ids import EventId
from db.model.scope import Scope
from helpers import ends_of_time

YEAR_ONE = (date.min, date(1, 12, 31))
YEAR_LAST = (date(9999, 1, 1), date.max)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, list[EventId]]]:
    with Ledger.create(tmp_path_factory.mktemp("ends") / "ends.headwater") as ledger:
        yield ledger, ends_of_time.fill(ledger)


def asked_of(question: str, anchors: list[EventId], per: Per | None) -> Iterator[Asked]:
    """What can be asked along with a question, at its ends."""
    takes = QUESTIONS[question].takes
    more: list[dict[str, object]] = [{}]
    if "days" in takes:
        more.append({"days": 4_000_000})
    if "anchor" in takes:
        more = [{**one, "anchor": anchor} for one in more for anchor in anchors[:2]]
    if "then" in takes:
        more = [{"then": Scope(known_on=day)} for day in ends_of_time.DAYS]
    if "per" in takes:
        more = [{**one, "per": per} for one in more]
    for one in more:
        yield Asked(**one)  # type: ignore[arg-type]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_has_an_answer(filled: tuple[Ledger, list[EventId]], question: str) -> None:
    ledger, anchors = filled
    assert {field.name for field in fields(Asked)} >= QUESTIONS[question].takes
    named: list[tuple[int, ...]] = [(), *((ledger.organizations.find(name) or 0,) for name in ends_of_time.SORTS)]
    for organizations, period, known in product(named, (YEAR_ONE, YEAR_LAST), (None, date.max)):
        scope = Scope(organization_ids=organizations, first=period[0], last=period[1], known_on=known)  # type: ignore[arg-type]
        for asked in asked_of(question, anchors, Per.QUARTER):
            try:
                answer = ask(ledger.at(scope), question, asked)
            except UserError as error:  # quarters until what is planned for the last day of all
                if known or error.code != "figures.too_many_periods":
                    raise
            else:
                assert answer.cells or answer.refusals, (scope, asked)


def test_months_of_all_years_are_refused_by_name(filled: tuple[Ledger, list[EventId]]) -> None:
    ledger, _ = filled
    everything = ledger.at(Scope(known_on=date.max))
    for question in ("people-per-period", "client-churn", "client-cohorts"):
        with pytest.raises(UserError) as caught:
            ask(everything, question, Asked(per=Per.MONTH))
        assert caught.value.code == "figures.too_many_periods"


def bests(answer: Answer) -> dict[str, float | None]:
    return {cell.group: cell.best for cell in answer.cells}


def test_nothing_lies_before_the_first_day(filled: tuple[Ledger, list[EventId]]) -> None:
    ledger, anchors = filled
    whose = ledger.organizations.find("Implied")
    assert whose is not None
    view = ledger.at(Scope(organization_ids=(whose,), first=date.min, last=date.min))
    levels = view.headcount(whose)[0].levels
    assert levels[0].day == date.min
    assert levels[0].best is not None
    assert bests(ask(view, "headcount-bridge"))["opening"] is None, "no level is known before every day"
    churn = bests(ask(view, "client-churn"))
    assert (churn["opening"], churn["starts"], churn["closing"]) == (0, 1, 0)
    (share,) = [cell for cell in ask(view, "workforce-share").cells if cell.best is not None]
    assert (share.best, share.extra["basis"]) == (10, "stated")
    beside = ask(view, "before-and-after", Asked(anchor=anchors[0]))
    assert [refusal.code for refusal in beside.refusals] == ["figure.no_anchor"], "no window lies before the first day"
