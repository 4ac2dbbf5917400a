"""Headcounts from the anchor on, and below them each case with its events and clients."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.analysis.figures.cells import Answer
from db.figures.asking import ask
from db.figures.parallel_stories import Story, stories
from db.figures.questions import Asked
from db.model.ids import EventId, OrganizationId
from db.model.values import Quantity
from db.view.view import View
from desktop.drawing.compose.parallel import case_name
from desktop.drawing.compose.stories import stories_figure, value_of
from desktop.pages.answers.shown import About, Chosen, Line, Option, Shown, behind, explained, refused, remarks
from desktop.pages.parallel.choosing import kinds_option, known_anchors
from desktop.wording import formatting
from desktop.wording.figures.cases import how_chosen, what_lacks
from desktop.wording.i18n import _

#: From so many cases on the middle of all is drawn, and below it no line has a band.
_MANY, _FEW = 10, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The cases, and the answer that says how they came about."""

    answer: Answer
    stories: tuple[Story, ...]
    names: Mapping[OrganizationId, str]
    today: date
    anchors: tuple[str, ...]


def read(view: View, chosen: Chosen) -> Found:
    """The cases in the scope."""
    anchors = known_anchors(view, chosen)
    asked = Asked(kind=",".join(anchors))
    return Found(
        answer=ask(view, "parallel-index", asked),
        stories=stories(view, asked),
        names=view.organizations.names(),
        today=view.today,
        anchors=anchors,
    )


def show(found: Found, about: About) -> Shown:
    """Lines up to some cases, the middle with its quartiles of many; rows of events and clients."""
    index = about.chosen.get("as", "index") == "index"
    ways = [("index", _("level before = 100")), ("absolute", _("people"))]
    options = [kinds_option(about), Option("as", _("Headcount as"), ways, "index" if index else "absolute")]
    if not found.stories:
        return refused(found.answer, about, options)
    figure = stories_figure(found.stories, about.kinds, found.names, today=found.today, index=index)
    said = [remarks(found.answer), *what_lacks(found.stories)]
    rows: dict[Hashable, Sequence[EventId]] = {event.id: (event.id,) for one in found.stories for event in one.events}
    lines = _lines(found.stories, index=index)
    rows |= {("case", one.case.organization_id): _behind(one) for one in found.stories}
    everything = sorted({event for ids in rows.values() for event in ids})
    return Shown(
        figure=figure,
        headline=how_chosen(about.kinds, found.anchors, len(found.stories), about.scope.minimum_status),
        headers=[_("Organization"), _("Month"), _("Day"), _("Headcount"), _("Index"), _("Cases in sight")],
        numeric=(1, 3, 4, 5),
        lines=lines,
        behind=behind(rows),
        explanation=explained(found.answer, about, everything),
        options=options,
        remark=" ".join(filter(None, said)),
    )


def _behind(one: Story) -> tuple[EventId, ...]:
    """What is drawn of a case, its levels among them."""
    return tuple(event.id for event in one.case.events)


def _lines(found: Sequence[Story], *, index: bool) -> list[Line]:
    months = [level.month for one in found for level in one.levels if value_of(level, index=index) is not None]
    return [
        Line(
            (
                case_name(one.name, rumored=one.case.rumored),
                formatting.signed(level.month),
                formatting.short_day(level.day),
                formatting.interval(level.level.low, level.level.best, level.level.high),
                _index_words(level.index),
                formatting.number(months.count(level.month)),
            ),
            ("case", one.case.organization_id),
        )
        for one in found
        for level in one.levels
    ]


def _index_words(index: Quantity | None) -> str:
    return "" if index is None else formatting.interval(index.low, index.best, index.high)
