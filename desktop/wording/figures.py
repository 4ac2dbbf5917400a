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
    "repeat-cuts": N_("Organizations that cut again"),
    "workforce-share": N_("The share of the workforce that cuts were"),
    "year-over-year": N_("People beside the same days of the year before"),
    "headcount-bridge": N_("From one headcount to another"),
    "turnover": N_("Turnover by every definition"),
    "contractors-and-employees": N_("Contractors beside employees"),
    "before-and-after": N_("Before and after an event"),
    "closures": N_("Sites that close, and organizations that let everybody go"),
    "reasons": N_("The reasons that sources give"),
    "notice-to-effective": N_("From the notice to the day it takes effect"),
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
    "repeat_cuts": N_(
        "Events of an organization that follow another within some days, by their middle days; events of the same days "
        "may be one told twice and are counted apart. The shortest gap is an interval where dates are vague."
    ),
    "workforce_share": N_(
        "The share that a source states; else the count / the headcount on the day before. Beside it, the separations "
        "of the calendar year / its average headcount. The one is not the other."
    ),
    "year_over_year": N_(
        "Sum of the counts of a period / that of the same days of the year before: the lowest by the highest, the "
        "highest by the lowest. A period that is not over ends today, and so does its counterpart."
    ),
    "headcount_bridge": N_(
        "Opening + what came - what left + unexplained = closing, each at the end of its day. Unexplained is what "
        "known headcounts leave open, and belongs to no kind of event."
    ),
    "turnover": N_(
        "Separations of a period / the average headcount (of two points, of month-ends, of all days), / the opening, "
        "/ the opening with the hires, / the closing, and so on; by reason, / the average of all days."
    ),
    "contractors_and_employees": N_(
        "Sum of the counts by period and population. Contingent share: contingent / (employees + contingent) at the "
        "end of the period."
    ),
    "before_and_after": N_(
        "The same figures of as many days before the first day of an event, and of as many from it on."
    ),
    "closures": N_("Closures of sites, and cuts that leave nobody, each with its count."),
    "notice_to_effective": N_(
        "Median of the days from the announcement to the effect. A vague date at either end makes it an interval."
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
    "figure.one_organization": N_("A headcount is that of one organization. Choose one."),
    "figure.no_level": N_("No headcount of the organization is known."),
    "figure.only_changes": N_("Only changes are known, and no headcount that they start from."),
    "figure.no_level_then": N_("The headcount that it needs is not known."),
    "figure.no_whole_period": N_("No period with a known headcount is over yet."),
    "figure.no_separations": N_("No leaver is recorded in the period. That nobody left is not known."),
    "figure.no_replaced": N_("Nothing says which leavers were replaced."),
    "figure.no_months": N_("It needs the headcount of twelve months."),
    "figure.no_share": N_("No source states a share, and the headcount before it is not known."),
    "figure.no_anchor": N_("There is no event with a day to compare the time before and after."),
}


def refusal_sentence(refusal: Refusal) -> str:
    """Why a figure is not computable."""
    return _(REFUSALS[refusal.code]).format(**{name: _value(value) for name, value in refusal.values.items()})


def _value(value: Extra) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return formatting.number(value)
    return "" if value is None else str(value)
