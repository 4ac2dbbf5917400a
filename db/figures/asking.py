"""Asking a question of a view: the one way to every figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields

from db.analysis.figures.cells import Answer
from db.analysis.figures.sums import MOST_PERIODS, TooManyPeriods
from db.errors import UserError
from db.figures import before_and_after, changed_since, data_quality, parallel_cases
from db.figures.headcount import average_headcount, headcount_bridge, joiners_and_leavers, turnover
from db.figures.questions import QUESTIONS, Asked
from db.figures.relationships import clients, concentration, relationship_survival, vendors_in_trouble
from db.figures.workforce import (
    closures,
    contractors_and_employees,
    largest_organizations,
    notice_to_effective,
    people,
    reasons,
    repeat_cuts,
    workforce_share,
    year_over_year,
)
from db.view.view import View

_ANSWERS: Mapping[str, Callable[[View, Asked], Answer]] = {
    "people-per-period": people.per_period,
    "people-by-field": people.by_field,
    "largest-organizations": largest_organizations.answer,
    "repeat-cuts": repeat_cuts.answer,
    "workforce-share": workforce_share.answer,
    "headcount-bridge": headcount_bridge.answer,
    "turnover": turnover.answer,
    "joiners-and-leavers": joiners_and_leavers.answer,
    "average-headcount": average_headcount.answer,
    "before-and-after": before_and_after.answer,
    "year-over-year": year_over_year.answer,
    "contractors-and-employees": contractors_and_employees.answer,
    "vendors-in-trouble": vendors_in_trouble.answer,
    "client-churn": clients.of_periods,
    "client-cohorts": clients.of_cohorts,
    "relationship-survival": relationship_survival.answer,
    "concentration": concentration.answer,
    "parallel-cases": parallel_cases.of_table,
    "parallel-index": parallel_cases.of_index,
    "changed-since": changed_since.answer,
    "reasons": reasons.answer,
    "closures": closures.answer,
    "notice-to-effective": notice_to_effective.answer,
    "data-quality": data_quality.answer,
}

_NOTHING = Asked()


def ask(view: View, question: str, asked: Asked = _NOTHING) -> Answer:
    """The answer to one of :data:`QUESTIONS` under the scope of a view.

    Raises :class:`UserError`: ``figures.no_question``; ``figures.not_taken`` where the question has no use for what is
    asked along; ``figures.too_many_periods``; ``figures.no_field``, ``figures.no_kind`` and
    ``figures.no_anchor_kind`` where a name is that of nothing.
    """
    found = QUESTIONS.get(question)
    if found is None:
        raise UserError("figures.no_question", name=question, names=", ".join(QUESTIONS))
    for field in fields(asked):
        if getattr(asked, field.name) != field.default and field.name not in found.takes:
            raise UserError("figures.not_taken", name=question, option=field.name)
    try:
        return _ANSWERS[question](view, asked)
    except TooManyPeriods as many:
        raise UserError(
            "figures.too_many_periods", first=f"{many.first}", last=f"{many.last}", most=MOST_PERIODS
        ) from many
