"""The stories of parallel cases as one figure: for the page, and for paper."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import quantiles

from db.analysis.series import Lane, StateSpan
from db.figures.parallel_stories import BEFORE, Level, Story
from db.model.ids import EventId, OrganizationId
from db.model.records import Event, EventKind
from db.model.values import Quantity, RelationshipState
from db.reading.dates import middle_day
from desktop.drawing.compose.parallel import Case, Client, Point, Stretch, parallel
from desktop.drawing.figure import Figure
from desktop.drawing.marks import NAN, Key, Pin
from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.records import event_line
from desktop.wording.records.relationships import sides_of

#: From so many cases on the middle of all is drawn, and below it no line has a band.
_MANY, _FEW = 10, 5
#: Months after the anchor that are drawn at least, and at most.
_LEAST, _MOST = 12.0, 36.0


@dataclass(frozen=True, slots=True)
class _Told:
    kinds: Mapping[str, EventKind]
    names: Mapping[OrganizationId, str]
    today: date


def stories_figure(
    stories: Sequence[Story],
    kinds: Mapping[str, EventKind],
    names: Mapping[OrganizationId, str],
    *,
    today: date,
    index: bool = True,
) -> Figure:
    """Levels over months from the anchor, the middle of many; below them events and clients. Keys are event ids.

    ``index``: the last level before the anchor is 100; else people.
    """
    told = _Told(kinds, names, today)
    events = {event.id: (one, event) for one in stories for event in one.events}

    def describe(key: Key) -> str:
        if not isinstance(key, int) or key not in events:
            return ""
        one, event = events[EventId(key)]
        days = one.case.days_to(event)
        line = event_line.whole_line(event, kinds.get(event.kind), names)
        return f"{line} · {_('day {n}').format(n=formatting.interval(days.low, days.best, days.high))}"

    return parallel(
        [_case(one, told, index=index) for one in stories],
        first=-float(BEFORE),
        last=max([_LEAST, *(min(one.month_of(today), _MOST) for one in stories)]),
        index=index,
        summary=_summary(stories, index=index),
        describe=describe,
        title=_("Parallel cases"),
        note=_("Index: the last headcount before the event is 100; a band is what both ends leave open."),
    )


def value_of(level: Level, *, index: bool) -> Quantity | None:
    """What is drawn of a level: where 100 is the last one before the anchor, or people."""
    return level.index if index else level.level


def _points(one: Story, *, index: bool) -> list[Point]:
    found = []
    for level in one.levels:
        value = value_of(level, index=index)
        if value is not None:
            found.append(Point(float(level.month), value.low, value.best, value.high))
    return found


def _summary(found: Sequence[Story], *, index: bool) -> list[Point]:
    """By month the median of ten headcounts or more with their quartiles, of five to nine their range; else none."""
    months: dict[int, list[float]] = {}
    for one in found:
        for level in one.levels:
            value = value_of(level, index=index)
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


def _case(one: Story, told: _Told, *, index: bool) -> Case:
    pins = [pin for event in one.events if (pin := _pin(one, event, told.kinds)) is not None]
    first, last = one.month_of(one.case.first), one.month_of(one.case.last)
    return Case(
        name=one.name,
        levels=_points(one, index=index),
        until=one.month_of(told.today),
        events=pins,
        clients=[_client(one, lane, told) for lane in one.lanes],
        vague=(first, last) if one.case.last > one.case.first else None,
        rumored=one.case.rumored,
    )


def _pin(one: Story, event: Event, kinds: Mapping[str, EventKind]) -> Pin | None:
    when = event.values.counting
    middle = middle_day(when) if when is not None else None
    if when is None or middle is None:
        return None
    kind = kinds.get(event.kind)
    bounds = (NAN, NAN)
    if not when.exact:
        bounds = (
            one.month_of(when.earliest) if when.earliest is not None else -math.inf,
            one.month_of(when.latest) if when.latest is not None else math.inf,
        )
    color = kind.color if kind is not None and kind.color else "muted"
    return Pin(one.month_of(middle), 0, color, first=bounds[0], last=bounds[1], key=event.id)


def _client(one: Story, lane: Lane, told: _Told) -> Client:
    end = one.month_of(told.today)
    name = told.names.get(lane.client_id, "") if lane.client_id is not None else ""
    return Client(name or sides_of(lane, told.names), [_stretch(one, span, end) for span in lane.spans])


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
