"""Joiners and leavers per period."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from db.analysis.figures.cells import Answer, Cell, Per, Period
from db.figures.asking import ask
from db.figures.questions import Asked
from db.model.ids import EventId
from db.view.view import View
from desktop.drawing.compose.amounts import Amount
from desktop.drawing.compose.flows import Flow, joined_and_left
from desktop.pages.answers import shown as answers
from desktop.pages.answers.shown import Chosen, Line, Option, Shown, amount_of, interval_words
from desktop.pages.headcount import one
from desktop.pages.headcount.one import About, Data
from desktop.wording import codes, formatting
from desktop.wording.figures.explaining import of_answer
from desktop.wording.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer about one organization."""

    about: About
    answer: Answer | None = None
    data: Data | None = None


def read(view: View, chosen: Chosen) -> Found:
    """Both sides of each period."""
    about = one.about(view, chosen)
    if about.view is None:
        return Found(about=about)
    asked = Asked(per=Per(chosen.get("per", "year")), population=one.population_of(chosen).value)
    answer = ask(about.view, "joiners-and-leavers", asked)
    return Found(about=about, answer=answer, data=one.data_of(answer))


def show(found: Found, about: answers.About) -> Shown:
    """Bars up and down, and a row a period with the levels around them."""
    options: Sequence[Option] = (one.population_option(about.chosen), answers.per_option(about.chosen))
    answer = found.answer
    if answer is None:
        return Shown(figure=None, headline=_("No organizations in this scope"), options=options)
    explanation = of_answer(
        answer, about.scope, about.kinds, event_ids=answers.all_behind(answer),
        title=_("{organization}: joiners and leavers").format(organization=found.about.name),
    )  # fmt: skip
    periods = _by_period(answer)
    sides = [cell for cells in periods.values() for group, cell in cells.items() if group in _SIDES and cell.events]
    if not sides:
        words = answers.remarks(answer) or _("Nobody is recorded who joined or left {organization}.").format(
            organization=found.about.name
        )
        return Shown(figure=None, headline=words, options=options, explanation=explanation)
    cells: dict[Hashable, Cell] = {
        (period.code, group): cell for period, of in periods.items() for group, cell in of.items()
    }
    figure = joined_and_left(
        [_flow(period, of) for period, of in periods.items()],
        name_of=lambda flow: formatting.period(flow.first, flow.last),
        title=_("{organization}: joiners and leavers").format(organization=found.about.name),
        unit=codes.population_name(one.population_of(about.chosen)),
    )
    return Shown(
        figure=figure,
        headline=_headline(found, sides),
        headers=[_("Period"), _("Opening"), _("Joined"), _("Left"), _("Unexplained"), _("Closing"), _("Events")],
        numeric=(1, 2, 3, 4, 5, 6),
        lines=[_row(period, of) for period, of in periods.items()],
        behind=lambda key: _behind(cells, key),
        explanation=explanation,
        options=options,
        remark=_("Where nobody is recorded the place is empty: that nobody came or left is not known."),
    )


_SIDES = ("joined", "left", "joined:planned", "left:planned")


def _by_period(answer: Answer) -> dict[Period, dict[str, Cell]]:
    found: dict[Period, dict[str, Cell]] = {}
    for cell in answer.cells:
        assert cell.period is not None
        found.setdefault(cell.period, {})[cell.group] = cell
    return found


def _flow(period: Period, of: dict[str, Cell]) -> Flow:
    assert period.first is not None
    assert period.last is not None
    planned = "opening" not in of
    suffix = ":planned" if planned else ""
    return Flow(
        first=period.first, last=period.last, joined=_amount(of.get(f"joined{suffix}")),
        left=_amount(of.get(f"left{suffix}")), key=period.code, partial=period.incomplete and not planned,
        planned=planned,
    )  # fmt: skip


def _amount(cell: Cell | None) -> Amount | None:
    return None if cell is None or not cell.events else amount_of(cell)


def _headline(found: Found, sides: Sequence[Cell]) -> str:
    joined, left = ([cell for cell in sides if cell.group == group] for group in ("joined", "left"))
    came = _("{figure} joined").format(figure=_total(joined)) if joined else _("no joiner is recorded")
    went = _("{figure} left").format(figure=_total(left)) if left else _("no leaver is recorded")
    return _("{organization}: {joined}, {left}").format(organization=found.about.name, joined=came, left=went)


def _total(cells: Sequence[Cell]) -> str:
    """The sum of all periods; open where one of them is."""
    amounts = [amount_of(cell) for cell in cells]
    known = [amount for amount in amounts if amount.known]
    if not known:
        return _("an unknown number")
    bests, highs = [amount.best for amount in amounts], [amount.high for amount in amounts]
    return Amount(
        sum(amount.low or 0.0 for amount in known),
        None if None in bests else sum(filter(None, bests)),
        None if None in highs else sum(filter(None, highs)),
    ).words()


def _row(period: Period, of: dict[str, Cell]) -> Line:
    planned = "opening" not in of
    suffix = ":planned" if planned else ""
    words = answers.period_words(period)
    if planned:
        words = _("{words}, planned").format(words=formatting.period(period.first, period.last))
    named = [of.get("opening"), of.get(f"joined{suffix}"), of.get(f"left{suffix}")]
    gap, closing = of.get("unexplained"), of.get("closing")
    events = sum(cell.events for cell in of.values())
    cells = [_words(cell) for cell in named] + [_signed(gap), _words(closing), formatting.number(events)]
    return Line((words, *cells), (period.code, "both"))


def _words(cell: Cell | None) -> str:
    return "" if cell is None or cell.refused is not None else interval_words(cell)


def _signed(cell: Cell | None) -> str:
    if cell is None or not any((cell.low, cell.best, cell.high)):
        return ""
    return formatting.interval(cell.low, cell.best, cell.high, sign=True)


def _behind(cells: dict[Hashable, Cell], key: Hashable) -> Sequence[EventId]:
    """Of a bar its events; of a row of the table those of both sides."""
    if isinstance(key, tuple) and key[1] == "both":
        return sorted({one_id for (code, _g), cell in _pairs(cells) if code == key[0] for one_id in cell.behind.placed})
    return one.behind_of(cells, key)


def _pairs(cells: dict[Hashable, Cell]) -> Sequence[tuple[tuple[str, str], Cell]]:
    return [(key, cell) for key, cell in cells.items() if isinstance(key, tuple)]
