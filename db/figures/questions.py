"""The register of questions as data: names, columns, and what can be asked along. Light: nothing is worked out here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.analysis.figures.cells import Answer, Cell, Extra, Per, Refusal

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
    """

    per: Per | None = None
    by: str = ""
    kind: str = ""
    population: str = ""
    top: int | None = None


def _question(name: str, *columns: str, takes: tuple[str, ...] = ()) -> tuple[str, Question]:
    return name, Question(name=name, columns=columns, takes=frozenset(takes))


QUESTIONS: Mapping[str, Question] = dict((
    _question("people-per-period", "period", "group", *SUM, takes=("per", "by", "kind", "population")),
    _question("people-by-field", "group", *SUM, takes=("by", "kind", "population", "top")),
    _question("largest-organizations", "group", *SUM, "rank", "rank_low", "rank_high",
              takes=("kind", "population", "top")),
    _question("reasons", "group", *SUM, takes=("kind", "population", "top")),
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
