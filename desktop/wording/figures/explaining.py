"""How a figure explains itself: what it is, how it was worked out, of what, and why it is not computable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.analysis.figures.cells import Answer, Extra
from db.model.ids import EventId
from db.model.records import EventKind
from db.model.scope import Scope
from db.model.values import Population
from desktop.wording import codes, formatting
from desktop.wording.figures.questions import formula_sentence, question_title, refusal_sentence
from desktop.wording.i18n import N_, _, ngettext
from desktop.wording.moments import Moment

#: What can be put into a question, by name.
INPUTS: Mapping[str, str] = {
    "per": N_("Period length"),
    "by": N_("Grouped by"),
    "kind": N_("Kind of event"),
    "population": N_("Population"),
    "days": N_("Days"),
    "organizations": N_("Organizations looked at"),
    "day": N_("Date"),
}
PERS: Mapping[str, str] = {"month": N_("month"), "quarter": N_("quarter"), "year": N_("year")}
#: What events are grouped by besides fields of one's own.
GROUPINGS: Mapping[str, str] = {
    "kind": N_("kind of event"),
    "organization": N_("organization"),
    "population": N_("population"),
    "status": N_("status"),
    "reason": N_("reason"),
    "place": N_("place"),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure in words. ``inputs``: names and values. ``why_not``: what could not be worked out, a sentence each.

    ``event_ids``: the rows behind it.
    """

    title: str
    formula: str = ""
    inputs: Sequence[tuple[str, str]] = ()
    why_not: Sequence[str] = ()
    event_ids: Sequence[EventId] = ()

    @property
    def text(self) -> str:
        """All of it as lines, to be copied or read out."""
        inputs = [_("{field}: {value}").format(field=name, value=value) for name, value in self.inputs]
        return "\n".join(filter(None, (self.title, self.formula, *inputs, *self.why_not, self.rows)))

    @property
    def rows(self) -> str:
        """How many rows are behind it."""
        count = len(self.event_ids)
        said = ngettext("{n} event is behind it.", "{n} events are behind it.", count).format(
            n=formatting.number(count)
        )
        return said if count else ""


def of_answer(
    answer: Answer,
    scope: Scope,
    kinds: Mapping[str, EventKind],
    *,
    title: str = "",
    event_ids: Sequence[EventId] = (),
) -> Explanation:
    """The answer to a question under a scope: its formula, what was put in, and what is not computable."""
    inputs = [
        (_(INPUTS[name]), _value(name, value, kinds))
        for name, value in answer.inputs.items()
        if name in INPUTS and value
    ]
    why_not = dict.fromkeys(refusal_sentence(refusal) for refusal in answer.refusals)
    why_not |= dict.fromkeys(refusal_sentence(cell.refused) for cell in answer.cells if cell.refused is not None)
    return Explanation(
        title or question_title(answer.question),
        formula_sentence(answer.formula),
        (*inputs, *of_scope(scope)),
        tuple(why_not),
        event_ids,
    )


def of_scope(scope: Scope) -> tuple[tuple[str, str], ...]:
    """What of the ledger counts, and on which date an event stands."""
    count = len(scope.organization_ids)
    chosen = ngettext("{n} chosen", "{n} chosen", count).format(n=formatting.number(count))
    all_dates = scope.first is None and scope.last is None
    words = [
        (_("Organizations"), chosen if count else _("all")),
        (_("Period"), _("all dates") if all_dates else formatting.period(scope.first, scope.last)),
        (_("Minimum status"), codes.minimum_status_name(scope.minimum_status)),
        (_("As known on"), Moment.of(scope).words or _("today")),
        (_("Date of an event"), _("the day it takes effect; else the day it was announced")),
    ]
    if scope.text:
        words.insert(2, (_("Search"), scope.text))
    return tuple(words)


def grouping_name(by: str) -> str:
    """What events are grouped by; a field of one's own has the name it was given."""
    return _(GROUPINGS[by]) if by in GROUPINGS else by


def _value(name: str, value: Extra, kinds: Mapping[str, EventKind]) -> str:
    text = str(value)
    match name:
        case "per":
            return _(PERS[text])
        case "by":
            return grouping_name(text)
        case "kind":
            return codes.kind_name(kinds.get(text, text))
        case "population":
            return codes.population_name(Population(text))
    if isinstance(value, int | float):
        return formatting.number(value)
    return text
