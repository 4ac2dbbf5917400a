"""Words for the questions: what each asks, how its figure is worked out, and why one is not computable."""

from __future__ import annotations

from collections.abc import Mapping

from db.analysis.figures.cells import Extra, Refusal
from desktop.wording import formatting
from desktop.wording.i18n import N_, _

#: What is asked, by the name of the question.
QUESTIONS: Mapping[str, str] = {
    "people-per-period": N_("People per period and kind of event"),
    "people-by-field": N_("People by organization, place, reason, or any field"),
    "largest-organizations": N_("The organizations with the most people affected"),
    "reasons": N_("The reasons that sources give"),
    "data-quality": N_("How well the events are documented"),
}
#: How a figure is worked out, by the code of its formula.
FORMULAS: Mapping[str, str] = {
    "people.per_period": N_(
        "Sum of the counts of the events in a period. A vague date that reaches into several periods adds 0 at least, "
        "all at most, and its best in the period of its middle day; a span is shared by days. Events without a number "
        "leave the sum open."
    ),
    "people.by_field": N_(
        "Sum of the counts of the events in a group. What states nothing is a group of its own; events without a "
        "number leave the sum open."
    ),
    "largest_organizations": N_(
        "Sum of the counts by organization. The ranks are those that the intervals leave open: first behind all that "
        "are larger for sure, last behind all that may be larger."
    ),
    "data_quality": N_(
        "Events that have a number, a source, and so on, of all that count; in the period of their day."
    ),
}


def question_title(name: str) -> str:
    """What a question asks."""
    return _(QUESTIONS[name])


def formula_sentence(code: str) -> str:
    """How a figure is worked out."""
    return _(FORMULAS[code])


#: Why a figure is not computable, by code.
REFUSALS: Mapping[str, str] = {
    "figure.nothing_counts": N_("Nothing in this scope counts toward the figure."),
}


def refusal_sentence(refusal: Refusal) -> str:
    """Why a figure is not computable."""
    return _(REFUSALS[refusal.code]).format(**{name: _value(value) for name, value in refusal.values.items()})


def _value(value: Extra) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return formatting.number(value)
    return "" if value is None else str(value)
