"""What the overview asks about many organizations: how many people, where the most, who again, and what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from db.analysis.figures.cells import Answer, Cell, Per
from db.figures.questions import Asked
from db.ledger import Ledger
from db.model.days import shifted
from db.model.progress import Progress
from db.model.records import EventKind
from db.model.scope import Scope
from desktop.pages.overview.reading import LAYOFF

if TYPE_CHECKING:
    from db.view.view import View
    from desktop.drawing.figure import Figure

#: Rows of a list.
ROWS = 5
#: The days that "changed" looks back.
DAYS = 7
#: More periods than these are taken longer.
_PERIODS = 96


@dataclass(frozen=True, slots=True)
class Many:
    """People over time as a figure (None: nobody), then the largest organizations and those that cut again."""

    figure: Figure | None
    described: str
    largest: Sequence[Cell]
    again: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Beside:
    """What takes longer: kinds with their figures then and now, and vendors with the rules they meet.

    ``vendors``: how many there are at all.
    """

    changed: Sequence[Cell]
    troubled: Sequence[Cell]
    vendors: int
    kinds: Mapping[str, EventKind]


def read_many(ledger: Ledger, _progress: Progress, *, scope: Scope) -> Many:
    """The people laid off per period, by organization, and again."""
    from db.figures.asking import ask  # loads numpy

    view = ledger.at(scope)
    figure, described = _over_time(_per_period(view))
    largest = ask(view, "largest-organizations", Asked(kind=LAYOFF, top=ROWS))
    again = ask(view, "repeat-cuts", Asked(kind=LAYOFF, top=ROWS))
    return Many(figure, described, largest.cells, again.cells)


def _per_period(view: View) -> Answer:
    from db.figures.asking import ask

    for per in Per:
        answer = ask(view, "people-per-period", Asked(per=per, by="kind", kind=LAYOFF))
        if len(answer.cells) <= _PERIODS:
            break
    return answer


def _over_time(answer: Answer) -> tuple[Figure | None, str]:
    from desktop.drawing.compose import bars
    from desktop.pages.overview.words import over_time
    from desktop.pages.workforce.words import amount, period
    from desktop.wording import formatting

    periods, names = [], {}
    for cell in answer.cells:
        assert cell.period is not None
        first, last = cell.period.first, cell.period.last
        if first is None or last is None:
            continue
        names[first] = period(cell.period)
        periods.append(bars.Period(first, last, amount(cell), key=cell.period.code, partial=cell.period.incomplete))
    if not periods:
        return None, ""
    title, described = over_time(answer, periods)
    series = bars.Series(title, periods)
    return bars.per_period([series], name_of=lambda day: names.get(day) or formatting.short_day(day)), described


def read_beside(ledger: Ledger, _progress: Progress, *, scope: Scope) -> Beside:
    """What changed in the last days, by kind, and which vendors meet a rule."""
    from db.figures.asking import ask

    view = ledger.at(scope)
    then = replace(scope, known_on=shifted(view.today, -DAYS), known_operation=None)
    changed = [cell for cell in ask(view, "changed-since", Asked(then=then)).cells if cell.extra.get("what") == "sum"]
    vendors = ask(view, "vendors-in-trouble").cells
    troubled = [cell for cell in vendors if cell.extra.get("met")]
    return Beside(changed[:ROWS], troubled[:ROWS], len(vendors), view.kinds)
