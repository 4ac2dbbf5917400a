"""What the views of one organization share: which one it is, whose heads are counted, and the rows of an answer."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from db.analysis.figures.cells import Answer, Cell, Extra
from db.model.ids import EventId, OrganizationId
from db.model.values import Population
from db.view.view import View
from desktop.pages.answers.shown import Chosen, Option
from desktop.pages.headcount.reading import Choices, choose
from desktop.wording import codes
from desktop.wording.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """The numbers of a view as a file has them."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Extra]]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The organization that a view is of, and those to choose from. ``view``: its scope, None where there is none.

    ``today``: the day that everything is known on.
    """

    choices: Choices
    today: date
    organization_id: OrganizationId | None
    name: str = ""
    view: View | None = field(default=None, repr=False)


def about(view: View, chosen: Chosen) -> About:
    """The organization that was chosen, or offers itself, alone in a scope."""
    names = view.organizations.names()
    choices, one = choose(view, names, chosen.get("organization"))
    if one is None:
        return About(choices=choices, today=view.today, organization_id=None)
    narrowed = view.under(replace(view.scope, organization_ids=(one,)))
    return About(choices=choices, today=view.today, organization_id=one, name=names[one], view=narrowed)


def population_of(chosen: Chosen) -> Population:
    """Whose heads are counted."""
    return Population(chosen.get("population", Population.EMPLOYEES.value))


def population_option(chosen: Chosen) -> Option:
    """Employees or contingent workers, never both in one figure."""
    words = [(one.value, codes.population_name(one)) for one in (Population.EMPLOYEES, Population.CONTINGENT)]
    return Option("population", _("Population"), words, population_of(chosen).value)


def data_of(answer: Answer) -> Data:
    """The rows of an answer, as ``headwater figures`` writes them."""
    return Data(name=answer.question, columns=answer.columns, rows=answer.rows())


def behind_of(cells: Mapping[Hashable, Cell], key: Hashable) -> Sequence[EventId]:
    """The events behind the cell of a key."""
    return cells[key].behind.placed if key in cells else ()


def day_of(text: object) -> date | None:
    """A day as it is kept among what was chosen."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
