"""Headcounts from the anchor on, and below them each case with its events and clients."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import quantiles

from db.analysis.figures.cells import Answer
from db.analysis.parallel_cases import is_cut
from db.analysis.series import Lane, StateSpan
from db.figures.asking import ask
from db.figures.parallel_stories import BEFORE, Level, Story, stories
from db.figures.questions import Asked
from db.model.ids import EventId, OrganizationId
from db.model.records import Event
from db.model.values import Quantity, RelationshipState
from db.reading.dates import middle_day
from db.view.view import View
from desktop.drawing.compose.parallel import Case, Client, Point, Stretch, parallel
from desktop.drawing.marks import NAN, Pin
from desktop.pages.answers.shown import About, Chosen, Line, Option, Shown, behind, explained, refused, remarks
from desktop.pages.parallel.choosing import how_chosen, kinds_option, known_anchors
from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.records import event_line
from desktop.wording.records.relationships import sides_of

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
    last = max([12.0, *(min(_until(one, found.today), 36.0) for one in found.stories)])
    cases = [_case(found, one, about, index=index) for one in found.stories]
    events = {event.id: (one, event) for one in found.stories for event in one.events}
    figure = parallel(
        cases, first=-float(BEFORE), last=last, index=index, summary=_summary(found.stories, index=index),
        describe=lambda key: _told(events, found, about, key), title=_("Parallel cases"),
        note=_("Index: the last headcount before the event is 100; a band is what both ends leave open."),
    )  # fmt: skip
    silent = [one.name for one in found.stories if not any(is_cut(event) for event in one.events)]
    without = [one.name for one in found.stories if not one.levels]
    said = [remarks(found.answer)]
    if without:
        said.append(_("No headcount is known of: {names}.").format(names=formatting.listing(without[:8])))
    if silent:
        said.append(_("No cut is known of: {names}.").format(names=formatting.listing(silent[:8])))
    rows: dict[Hashable, Sequence[EventId]] = {event: (event,) for event in events}
    lines = _lines(found.stories, index=index)
    rows |= {("case", one.case.organization_id): _behind(one) for one in found.stories}
    everything = sorted({event for ids in rows.values() for event in ids})
    return Shown(
        figure=figure,
        headline=how_chosen(about.kinds, found.anchors, len(found.stories), about),
        headers=[_("Organization"), _("Month"), _("Day"), _("Headcount"), _("Index"), _("Cases in sight")],
        numeric=(1, 3, 4, 5),
        lines=lines,
        behind=behind(rows),
        explanation=explained(found.answer, about, everything),
        options=options,
        remark=" ".join(filter(None, said)),
    )


def _until(one: Story, today: date) -> float:
    return one.month_of(today)


def _value(level: Level, *, index: bool) -> Quantity | None:
    return level.index if index else level.level


def _points(one: Story, *, index: bool) -> list[Point]:
    found = []
    for level in one.levels:
        value = _value(level, index=index)
        if value is not None:
            found.append(Point(float(level.month), value.low, value.best, value.high))
    return found


def _summary(found: Sequence[Story], *, index: bool) -> list[Point]:
    """By month the median of ten headcounts or more with their quartiles, of five to nine their range; else none."""
    months: dict[int, list[float]] = {}
    for one in found:
        for level in one.levels:
            value = _value(level, index=index)
            if value is not None and value.best is not None:
                months.setdefault(level.month, []).append(value.best)
    points = []
    for month, values in sorted(months.items()):
        if len(values) >= _MANY:
            low, middle, high = quantiles(values, n=4, method="inclusive")
            points.append(Point(float(month), low, middle, high))
        elif len(values) >= _FEW:
            points.append(Point(float(month), min(values), None, max(values)))
    return points


def _case(found: Found, one: Story, about: About, *, index: bool) -> Case:
    pins = [pin for event in one.events if (pin := _pin(one, event, about)) is not None]
    first, last = one.month_of(one.case.first), one.month_of(one.case.last)
    return Case(
        name=one.name,
        levels=_points(one, index=index),
        until=_until(one, found.today),
        events=pins,
        clients=[_client(found, one, lane) for lane in one.lanes],
        vague=(first, last) if one.case.last > one.case.first else None,
        rumored=one.rumored,
    )


def _pin(one: Story, event: Event, about: About) -> Pin | None:
    when = event.values.counting
    middle = middle_day(when) if when is not None else None
    if when is None or middle is None:
        return None
    kind = about.kinds.get(event.kind)
    bounds = (NAN, NAN)
    if not when.exact:
        bounds = (
            one.month_of(when.earliest) if when.earliest is not None else -math.inf,
            one.month_of(when.latest) if when.latest is not None else math.inf,
        )
    color = kind.color if kind is not None and kind.color else "muted"
    return Pin(one.month_of(middle), 0, color, first=bounds[0], last=bounds[1], key=event.id)


def _client(found: Found, one: Story, lane: Lane) -> Client:
    end = _until(one, found.today)
    name = found.names.get(lane.client_id, "") if lane.client_id is not None else ""
    return Client(name or sides_of(lane, found.names), [_stretch(one, span, end) for span in lane.spans])


def _stretch(one: Story, span: StateSpan, end: float) -> Stretch:
    sure = span.first_latest or span.first_earliest
    begin = one.month_of(span.first_earliest) if span.first_earliest is not None else -math.inf
    certain = one.month_of(sure) if sure is not None else begin
    left = one.month_of(span.last_latest) if span.last_latest is not None else end
    leave = one.month_of(span.last_earliest) if span.last_earliest is not None else left
    if span.state is RelationshipState.ENDED:
        return Stretch(span.state, certain, end, (0.0, 0.0))
    soft = 1.0 if not math.isfinite(begin) else max(certain - begin, 0.0)
    return Stretch(span.state, begin, max(left, certain), (soft, max(left - leave, 0.0)))


def _behind(one: Story) -> tuple[EventId, ...]:
    """What is drawn of a case, its levels among them."""
    return tuple(event.id for event in one.case.events)


def _told(events: Mapping[EventId, tuple[Story, Event]], found: Found, about: About, key: object) -> str:
    known = events.get(EventId(key)) if isinstance(key, int) else None
    if known is None:
        return ""
    one, event = known
    days = one.case.days_to(event)
    line = event_line.whole_line(event, about.kinds.get(event.kind), found.names)
    return f"{line} · {_('day {n}').format(n=formatting.interval(days.low, days.best, days.high))}"


def _lines(found: Sequence[Story], *, index: bool) -> list[Line]:
    months = [level.month for one in found for level in one.levels if _value(level, index=index) is not None]
    return [
        Line(
            (
                one.name,
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
