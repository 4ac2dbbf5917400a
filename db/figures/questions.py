"""The register of questions as data: names, columns, and what can be asked along. Light: nothing is worked out here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.analysis.figures.cells import Answer, Cell, Extra, Per, Refusal
from db.model.scope import Scope

#: From how much on a vendor meets a rule: its largest cut in percent, and how often something happened; 0: no rule.
RULES: Mapping[str, float] = {"share_cut": 10, "cuts": 2, "leaders_left": 1, "owner_changed": 1, "clients_lost": 1}

SUM = ("events", "without_count", "low", "best", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question, and what it takes besides the scope: names of the fields of :class:`Asked`.

    ``columns``: what a row of its answer can have, in order; what an answer does not have is left out of it.
    """

    name: str
    columns: tuple[str, ...]
    takes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked along; None and empty: the question's own choice.

    ``by``: what to group by. ``kind``, ``population``: of which events. ``top``: so many groups at most.
    ``days``: how long a window is, or within how many days something follows.
    ``anchor``: the id of the event that windows lie beside. ``then``: the moment to compare with, as a scope.
    ``rules``: limits in place of those of :data:`RULES`.
    """

    per: Per | None = None
    by: str = ""
    kind: str = ""
    population: str = ""
    top: int | None = None
    days: int | None = None
    anchor: int | None = None
    then: Scope | None = None
    rules: tuple[tuple[str, float], ...] = ()


def _question(name: str, *columns: str, takes: tuple[str, ...] = ()) -> tuple[str, Question]:
    return name, Question(name=name, columns=columns, takes=frozenset(takes))


QUESTIONS: Mapping[str, Question] = dict((
    _question("people-per-period", "period", "group", *SUM, takes=("per", "by", "kind", "population")),
    _question("people-by-field", "group", *SUM, takes=("by", "kind", "population", "top")),
    _question("largest-organizations", "group", *SUM, "rank", "rank_low", "rank_high",
              takes=("kind", "population", "top")),
    _question("repeat-cuts", "group", *SUM, "repeats", "same_days", "gap_low", "gap_best", "gap_high",
              takes=("kind", "population", "top", "days")),
    _question("workforce-share", "group", "event", "date", "low", "best", "high", "basis", "rate_low", "rate_best",
              "rate_high", takes=("kind", "population", "top")),
    _question("year-over-year", "period", *SUM, "previous_events", "previous_without_count", "previous_low",
              "previous_best", "previous_high", "ratio_low", "ratio_best", "ratio_high",
              takes=("per", "kind", "population")),
    _question("headcount-bridge", "period", "group", "events", "low", "best", "high", "refused",
              takes=("per", "population")),
    _question("turnover", "period", "group", "events", "low", "best", "high", "refused", takes=("per", "population")),
    _question("joiners-and-leavers", "period", "group", "events", "without_count", "low", "best", "high", "refused",
              takes=("per", "population")),
    _question("average-headcount", "period", "group", "points", "low", "best", "high", "refused",
              takes=("per", "population")),
    _question("contractors-and-employees", "period", "group", *SUM, takes=("per",)),
    _question("before-and-after", "period", "group", *SUM, takes=("days", "anchor")),
    _question("vendors-in-trouble", "group", "met", *RULES, "events", "latest", "refused",
              takes=("days", "rules", "top")),
    _question("client-churn", "period", "group", "events", "low", "best", "high", "refused", takes=("per",)),
    _question("client-cohorts", "period", "months", "date", "active", "whole", "low", "best", "high", takes=("per",)),
    _question("relationship-survival", "group", "time", "until", "at_risk", "ended", "mass", "low", "best", "high",
              "error"),
    _question("concentration", "currency", "group", "events", "low", "best", "high", "share_low", "share_best",
              "share_high", "refused", takes=("by",)),
    _question("parallel-cases", "group", "date", "what", "low", "best", "high", "none_by", "watched", "anchor",
              "rumored", "refused", takes=("kind",)),
    _question("parallel-index", "group", "months", "date", "low", "best", "high", "cases", "anchor", "rumored",
              takes=("kind",)),
    _question("changed-since", "what", "kind", "group", "event", "then_events", "then_low", "then_best", "then_high",
              *SUM, takes=("then", "top")),
    _question("reasons", "group", *SUM, takes=("kind", "population", "top")),
    _question("closures", "group", "what", "place", "earliest", "latest", *SUM, takes=("top",)),
    _question("notice-to-effective", "period", "events", "with_both", "low", "best", "high", "shortest", "longest",
              takes=("per", "kind", "population")),
    _question("data-quality", "period", "events", "with_count", "with_source", "two_sources", "confirmed",
              "contradicted", takes=("per",)),
))  # fmt: skip


def answered(question: str, cells: Sequence[Cell], *, formula: str, **inputs: Extra) -> Answer:
    """The answer to a question with its columns; without cells it is refused: nothing counts."""
    return Answer(
        question=question,
        formula=formula,
        columns=QUESTIONS[question].columns,
        cells=tuple(cells),
        inputs=inputs,
        refusals=() if cells else (Refusal("figure.nothing_counts"),),
    )


def refused(question: str, refusal: Refusal, *, formula: str, **inputs: Extra) -> Answer:
    """A question that cannot be answered at all, and why."""
    return Answer(
        question=question, formula=formula, columns=QUESTIONS[question].columns, cells=(), inputs=inputs,
        refusals=(refusal,),
    )  # fmt: skip
