"""What a view of a page shows: a figure and the same numbers as rows, what is behind each, and how it came about."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from db.analysis.figures.cells import Answer, Cell, Per, Period, bounds
from db.model.ids import EventId
from db.model.records import EventKind
from db.model.scope import Scope
from desktop.drawing.compose.amounts import Amount
from desktop.wording import formatting
from desktop.wording.figures.explaining import Explanation, of_answer
from desktop.wording.figures.questions import question_title, refusal_sentence
from desktop.wording.i18n import N_, _

if TYPE_CHECKING:
    from db.view.view import View
    from desktop.drawing.figure import Figure

#: How long the periods of a view are.
PERS: Mapping[str, str] = {"year": N_("by year"), "quarter": N_("by quarter"), "month": N_("by month")}

Chosen = Mapping[str, Any]
#: The events of a key.
Behind = Callable[[Hashable], Sequence[EventId]]


@dataclass(frozen=True, slots=True)
class Option:
    """Something to be chosen above a view: its name, what there is with its words, and what is chosen now.

    ``several``: of the choices any number, ``chosen`` is a sequence of them.
    """

    name: str
    label: str
    choices: Sequence[tuple[Any, str]]
    chosen: Any
    several: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table twin. ``key``: what of the figure it stands for."""

    cells: tuple[str, ...]
    key: Hashable = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """``figure`` None: there is nothing to draw, and ``headline`` says why. ``behind``: the events of a key."""

    figure: Figure | None
    headline: str
    headers: Sequence[str] = ()
    numeric: Sequence[int] = ()
    lines: Sequence[Line] = ()
    behind: Behind = lambda _key: ()
    explanation: Explanation | None = None
    options: Sequence[Option] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the figures of a view are about."""

    scope: Scope
    kinds: Mapping[str, EventKind]
    today: date
    chosen: Chosen = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """A view that can be chosen. ``read`` runs in the reader's thread, ``show`` makes of its result what is shown.

    ``title``: its name for people, to be translated. ``hint``: what to do where there is nothing to show. ``edits``: it
    has rules to edit.
    """

    id: str
    title: str
    hint: str
    read: Callable[[View, Chosen], Any]
    show: Callable[[Any, About], Shown]
    edits: bool = False


def amount_of(cell: Cell) -> Amount:
    """The figure of a cell; where only the best is known it is exact."""
    if cell.low is None and cell.high is None and cell.best is not None and not cell.without_count:
        return Amount(cell.best, cell.best, cell.best, cell.events)
    return Amount(cell.low, cell.best, cell.high, cell.events, cell.without_count)


def interval_words(cell: Cell, *, decimals: int = 0) -> str:
    """The figure of a cell for a table; why there is none, where it is refused."""
    amount = amount_of(cell)
    if not amount.known:
        return refusal_sentence(cell.refused) if cell.refused is not None else _("unknown")
    if amount.low is None and amount.best is None and amount.high is not None:
        return _("at most {n}").format(n=formatting.number(amount.high, decimals=decimals))
    if decimals and amount.best is not None and amount.low == amount.best == amount.high:
        return formatting.number(amount.best, decimals=decimals)
    return amount.words()


def period_words(period: Period | None, per: str = "") -> str:
    """The days of a period; one that is not over says so. ``per``: the name of the whole period that it lies in."""
    if period is None:
        return ""
    first, last = period.first, period.last
    if per and first is not None:
        first, last = bounds(Per(per), first)
    words = formatting.period(first, last)
    return _("{period} (not complete)").format(period=words) if period.incomplete else words


def behind(found: Mapping[Hashable, Sequence[EventId]], otherwise: Sequence[EventId] = ()) -> Behind:
    """Looks the events of a key up."""
    return lambda key: found.get(key, otherwise)


def remarks(answer: Answer) -> str:
    """What of an answer cannot be worked out, or says little."""
    return " ".join(dict.fromkeys(refusal_sentence(refusal) for refusal in answer.refusals))


def refused(answer: Answer, about: About, options: Sequence[Option] = ()) -> Shown:
    """Nothing to draw, and why."""
    return Shown(figure=None, headline=remarks(answer), explanation=explained(answer, about), options=options)


def explained(answer: Answer, about: About, event_ids: Sequence[EventId] = ()) -> Explanation:
    """How the figures of an answer came about."""
    return of_answer(answer, about.scope, about.kinds, title=question_title(answer.question), event_ids=event_ids)


def all_behind(answer: Answer) -> tuple[EventId, ...]:
    """The events behind the cells of an answer, each once."""
    return tuple(sorted({one for cell in answer.cells for one in cell.behind.placed}))


def picked(chosen: Chosen, name: str, allowed: Iterable[Any]) -> Any:
    """What is chosen of an option; the first that is allowed where it is none of them, as a saved view may say."""
    first, *_others = known = list(allowed)
    found = chosen.get(name, first)
    return found if found in known else first


def per_of(chosen: Chosen) -> Per:
    """How long the periods are that are chosen."""
    return Per(picked(chosen, "per", PERS))


def per_option(chosen: Chosen) -> Option:
    """How long the periods are."""
    return Option("per", _("Periods"), [(per, _(words)) for per, words in PERS.items()], per_of(chosen).value)
