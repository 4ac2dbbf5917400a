"""What followed: days to the first cut, leader and client lost; shares that were cut; how long cases go without."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from db.analysis.figures.cells import Answer, Cell
from db.analysis.relationships.survival import Spell, kaplan_meier
from db.figures.asking import ask
from db.figures.questions import Asked
from db.model.ids import EventId
from db.view.view import View
from desktop.drawing.compose.amounts import Amount
from desktop.drawing.compose.dots import Dot, rows_of_dots
from desktop.drawing.compose.parallel import case_name
from desktop.drawing.compose.survival import Group, Step, survival
from desktop.pages.answers.shown import (
    About,
    Chosen,
    Line,
    Option,
    Shown,
    all_behind,
    amount_of,
    behind,
    explained,
    picked,
    refused,
    remarks,
)
from desktop.pages.parallel.choosing import kinds_option, known_anchors
from desktop.wording import formatting
from desktop.wording.figures.cases import SHARES, SORTS, figure_of, how_chosen, what_of
from desktop.wording.figures.questions import refusal_sentence
from desktop.wording.i18n import _, ngettext

#: With fewer cases a curve would be a drawing of so many stories.
MANY = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer, and what made a case."""

    answer: Answer
    anchors: tuple[str, ...]


def read(view: View, chosen: Chosen) -> Found:
    """The table of the cases in the scope."""
    anchors = known_anchors(view, chosen)
    return Found(answer=ask(view, "parallel-cases", Asked(kind=",".join(anchors))), anchors=anchors)


def show_days(found: Found, about: About) -> Shown:
    """A dot a case: how many days after its anchor it was, or that nothing is known by when."""
    answer, options = found.answer, [kinds_option(about)]
    if not answer.cells:
        return refused(answer, about, options)
    groups = []
    for what, title in SORTS.items():
        dots = [_dot(cell) for cell in _of(answer, what)]
        dots += [_middle(cell, what) for cell in _of(answer, f"median_{what}")]
        groups.append((_(title), dots))
    figure = rows_of_dots(
        groups, unit=_("days from the first day of the event"), title=_("What followed, and how soon"),
        note=_("Below 0: it may have been before, where dates are vague. Dashed: none is known by then, which is not "
               "never."),
    )  # fmt: skip
    return _shown(found, about, figure, options, (*SORTS, *(f"median_{what}" for what in SORTS)))


def show_shares(found: Found, about: About) -> Shown:
    """A dot a case: the percent of the headcount before the event that was cut within some months."""
    answer, options = found.answer, [kinds_option(about)]
    if not answer.cells:
        return refused(answer, about, options)
    groups = [(_(title), [_share_dot(cell, what) for cell in _of(answer, what)]) for what, title in SHARES.items()]
    figure = rows_of_dots(
        groups, unit=_("percent of the headcount before the event"), title=_("Shares that were cut"), last=100.0,
        note=_("What a source states, else its count by the last headcount before. None known is not 0."),
    )  # fmt: skip
    return _shown(found, about, figure, options, tuple(SHARES))


def show_curve(found: Found, about: About) -> Shown:
    """The share of cases without a cut (a leader gone, a client lost) by day; from ten cases on."""
    answer = found.answer
    what = picked(about.chosen, "what", SORTS)
    options = [kinds_option(about), Option("what", _("Until"), [(key, _(word)) for key, word in SORTS.items()], what)]
    cells = _of(answer, what)
    if not cells:
        return refused(answer, about, options)
    explanation = explained(answer, about, all_behind(answer))
    why = next((cell.refused for cell in cells if cell.refused is not None), None)
    if why is not None:
        return Shown(figure=None, headline=refusal_sentence(why), explanation=explanation, options=options)
    if len(cells) < MANY:
        said = ngettext(
            "A curve needs {many} cases; there is {n}. Look at the single stories.",
            "A curve needs {many} cases; there are {n}. Look at the single stories.",
            len(cells),
        )
        words = said.format(many=formatting.number(MANY), n=formatting.number(len(cells)))
        return Shown(figure=None, headline=words, explanation=explanation, options=options)
    curve = kaplan_meier(Spell(exit=_exit(cell), ended=cell.best is not None) for cell in cells)
    if curve is None or not curve.ends:
        return Shown(figure=None, headline=_("Of no case is it known."), explanation=explanation, options=options)
    steps = [Step(one.time - 1, one.survival, one.low, one.high, one.at_risk) for one in curve.points]
    median = None if curve.median is None else curve.median - 1
    figure = survival(
        [Group(_(SORTS[what]), steps, curve.subjects, median, what)], unit=_("days"), title=_("Cases without it"),
        name=_("Cases without: {what}").format(what=_(SORTS[what])),
        note=_("Kaplan–Meier with the cases in which it has not happened yet as censored."),
    )  # fmt: skip
    everything = tuple(sorted({one for cell in cells for one in cell.behind.placed}))
    return Shown(
        figure=figure,
        headline=how_chosen(about.kinds, found.anchors, len(cells), about.scope.minimum_status),
        headers=[_("Days"), _("At risk"), _("Share without it")],
        numeric=(0, 1, 2),
        lines=[
            Line(
                (
                    formatting.number(step.time),
                    formatting.number(step.at_risk),
                    formatting.percent_interval(_percent(step.low), _percent(step.share), _percent(step.high)),
                ),
                what,
            )
            for step in steps
        ],
        behind=behind({what: everything}),
        explanation=explanation,
        options=options,
        remark=remarks(answer),
    )


def _shown(found: Found, about: About, figure: object, options: Sequence[Option], whats: Sequence[str]) -> Shown:
    from desktop.drawing.figure import Figure

    assert isinstance(figure, Figure)
    answer = found.answer
    cells = [cell for what in whats for cell in _of(answer, what)]
    events: dict[Hashable, Sequence[EventId]] = {_key(cell): cell.behind.placed for cell in cells}
    cases = answer.inputs["cases"]
    count = cases if isinstance(cases, int) else 0
    return Shown(
        figure=figure,
        headline=how_chosen(about.kinds, found.anchors, count, about.scope.minimum_status),
        headers=[_("Organization"), _("Event"), _("What"), _("Figure")],
        lines=[
            Line(
                (_name(cell) or _("Median of all"), _day(cell.extra.get("date")), what_of(cell), figure_of(cell)),
                _key(cell),
            )
            for cell in cells
        ],
        behind=behind(events),
        explanation=explained(answer, about, all_behind(answer)),
        options=options,
        remark=remarks(answer),
    )


def _of(answer: Answer, what: str) -> list[Cell]:
    return [cell for cell in answer.cells if cell.extra["what"] == what]


def _key(cell: Cell) -> tuple[object, object]:
    return cell.extra["what"], cell.organization_id


def _day(value: object) -> str:
    return formatting.short_day(value) if isinstance(value, date) else ""


def _dot(cell: Cell) -> Dot:
    watched = cell.extra.get("watched")
    known = cell.best is not None or cell.low is not None
    return Dot(
        _name(cell), amount_of(cell) if known else Amount(None, None, None), _key(cell),
        until=float(watched) if isinstance(watched, int | float) and cell.refused is None else None,
        words=figure_of(cell), hollow=bool(cell.extra.get("rumored")),
    )  # fmt: skip


def _middle(cell: Cell, what: str) -> Dot:
    return Dot(_("Median of all"), amount_of(cell), (f"median_{what}", None), words=figure_of(cell), middle=True)


def _share_dot(cell: Cell, what: str) -> Dot:
    known = cell.best is not None or cell.low is not None
    amount = Amount(cell.low, cell.best, cell.high) if known else Amount(None, None, None)
    hollow = bool(cell.extra.get("rumored"))
    return Dot(_name(cell), amount, (what, cell.organization_id), words=figure_of(cell), hollow=hollow)


def _name(cell: Cell) -> str:
    return case_name(cell.group, rumored=bool(cell.extra.get("rumored")))


def _exit(cell: Cell) -> float:
    watched = cell.extra.get("watched")
    days = cell.best if cell.best is not None else (watched if isinstance(watched, int | float) else 0)
    return max(float(days), 0.0) + 1


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share
