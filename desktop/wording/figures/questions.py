"""Words for the questions: what each asks, how its figure is worked out, and why one is not computable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from db.analysis.figures.cells import Extra, Refusal
from desktop.wording import formatting
from desktop.wording.i18n import N_, _
from desktop.wording.language.days import day

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
    "joiners-and-leavers": N_("Joiners and leavers per period"),
    "average-headcount": N_("The average headcount by every method"),
    "contractors-and-employees": N_("Contractors beside employees"),
    "before-and-after": N_("Before and after an event"),
    "closures": N_("Sites that close, and organizations that let everybody go"),
    "reasons": N_("The reasons that sources give"),
    "vendors-in-trouble": N_("Vendors in trouble, by rules"),
    "client-churn": N_("Relationships that start and end, and churn"),
    "client-cohorts": N_("Relationships that are still active, by when they started"),
    "relationship-survival": N_("How long relationships last"),
    "concentration": N_("On how few the money hangs that is known"),
    "parallel-cases": N_("Parallel cases: what followed, and how soon"),
    "parallel-index": N_("Parallel cases: headcounts from one event on"),
    "changed-since": N_("What changed since an earlier moment"),
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
    "joiners_and_leavers": N_(
        "Opening + joined - left + unexplained = closing, each at the end of its day. A vague date that reaches into "
        "several periods adds 0 at least and all at most; what is planned is in no total."
    ),
    "average_headcount": N_(
        "Two points: (opening + closing) / 2. Month-ends: the mean of the opening and of every month-end, 13 levels in "
        "a year. All days: the sum of the headcount of each day / the number of days."
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
    "vendors_in_trouble": N_(
        "What is known of each vendor within the days, against limits that you set: its largest cut in percent, how "
        "many cuts, leaders gone, changes of owner, clients lost. There is no score, and nothing known is not well."
    ),
    "client_churn": N_(
        "Active before + starts - ends + others (paused, resumed) = active at the end. Churn: ended in the period "
        "among those active before it; who is new is not in it."
    ),
    "client_cohorts": N_("Still active so many months after the end of a period / started in it."),
    "relationship_survival": N_(
        "Kaplan-Meier, each end on its middle day, with a log-log interval; Turnbull, each end anywhere within its "
        "bounds. What is still there has lasted so long at least."
    ),
    "concentration": N_(
        "The amount stated last of each relationship, in each currency by itself. HHI: the sum of the squared shares "
        "in percent; effective number: 10,000 / HHI. Equal shares are never assumed."
    ),
    "parallel_cases": N_(
        "Days from the first event of the chosen kinds at each organization to what followed it; the share that was "
        "cut, of the headcount on the day before. One case is an organization whose event counts."
    ),
    "parallel_index": N_(
        "The headcount / the last one before the event, where that is 100; low by high and high by low, and exactly "
        "100 on the day before."
    ),
    "changed_since": N_("The events that count, as known at the earlier moment and as known now, with their counts."),
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
    "figure.no_joiners": N_("No joiner is recorded in the period. That nobody came is not known."),
    "figure.none_for_reason": N_("Nobody is recorded to have left for this reason."),
    "figure.no_replaced": N_("Nothing says which leavers were replaced."),
    "figure.no_months": N_("It needs the headcount of twelve months."),
    "figure.no_share": N_("No source states a share, and the headcount before it is not known."),
    "figure.no_relationships": N_("No relationship in this scope has an event that counts."),
    "figure.no_starts": N_("No start of a relationship is known, so there is nobody to follow."),
    "figure.no_active": N_("Nobody was active before the period."),
    "figure.no_ends": N_("No relationship is known to have ended."),
    "figure.few_ends": N_("With fewer than {few} ends ({n}) a curve says little. Look at the single relationships."),
    "figure.no_amounts": N_("No amount is known of any relationship, so there is no concentration to work out."),
    "figure.amounts_missing": N_("Relationships without a known amount: {n}. No share is assumed for them."),
    "figure.amounts_partial": N_("It needs an amount for every relationship, in one currency."),
    "figure.several_currencies": N_("Amounts are in several currencies, which are never converted."),
    "figure.no_vendors": N_("No vendor is known."),
    "figure.nothing_known": N_("Nothing is known of it in these days. That is not the same as well."),
    "figure.no_then": N_("Name the moment to compare with."),
    "figure.no_cases": N_("No event of these kinds counts at any organization."),
    "figure.few_cases": N_("Single stories, and no cause: {n} in all."),
    "figure.only_cuts": N_("Every organization here has cut, so the time to a first cut says nothing."),
    "figure.none_known": N_("None is known."),
    "figure.window_open": N_("The months are not over before {day}."),
    "figure.no_base": N_("No headcount is known before the event."),
    "figure.bases_lacking": N_("Cases without a headcount before the event: {n}."),
    "figure.no_median": N_("Half of the cases have not come to it yet."),
    "figure.no_anchor": N_("There is no event with a day to compare the time before and after."),
}


def refusal_sentence(refusal: Refusal) -> str:
    """Why a figure is not computable."""
    return _(REFUSALS[refusal.code]).format(**{name: _value(value) for name, value in refusal.values.items()})


def _value(value: Extra) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return formatting.number(value)
    if isinstance(value, date):
        return day(value)
    return "" if value is None else str(value)
